//! Where a worker keeps documents while it reads them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::Error;
use crate::Result;
use crate::shard::WorkerId;

/// Younger folders may be those of workers that have not locked theirs yet.
const SETTLED: Duration = Duration::from_mins(1);

/// A folder for documents in hand, which goes with the worker. Only this user may look into it.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    /// Locked as long as the worker lives, however it ends.
    _lock: File,
}

impl Scratch {
    /// Makes the folder of this worker in the system's folder for such, and removes those of workers that were killed.
    pub(super) fn new(id: &WorkerId) -> Result<Self> {
        Self::within(&std::env::temp_dir(), id, SETTLED)
    }

    fn within(parent: &Path, id: &WorkerId, settled: Duration) -> Result<Self> {
        let path = parent.join(format!("{PREFIX}{id}"));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(Error::io("create folder", &path))?;
        let lock = File::open(&path).map_err(Error::io("open", &path))?;
        // a file system without locks is no reason not to work: its folders are then left to the system
        let is_locked = lock.try_lock().is_ok();
        if is_locked {
            remove_abandoned(parent, settled);
        }
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.path)); // a later worker removes what is left
    }
}

/// What the names of these folders begin with.
const PREFIX: &str = "dizzy-worker-";

/// Removes the folders of this user whose workers are gone: documents of a killed worker are not left lying about.
fn remove_abandoned(parent: &Path, settled: Duration) {
    let now = SystemTime::now();
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let Ok(meta) = fs::symlink_metadata(entry.path()) else {
            continue;
        };
        let age = meta.modified().ok().and_then(|at| now.duration_since(at).ok());
        if !is_ours || !meta.is_dir() || age.is_none_or(|age| age < settled) {
            continue;
        }
        // that of another user cannot be opened, that of a living worker is locked
        if File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok()) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_worker_left_is_removed_by_the_next() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(format!("{PREFIX}{name}"));
        fs::create_dir(at("killed")).unwrap();
        fs::write(at("killed").join("invoice.pdf"), "%PDF-1.7").unwrap();
        fs::write(parent.path().join("dizzy-worker.txt"), "no folder").unwrap();
        fs::create_dir(parent.path().join("of-others")).unwrap();
        let id = |name: &str| WorkerId(name.to_owned());
        let young = Scratch::within(parent.path(), &id("young"), SETTLED).unwrap();
        assert!(at("killed").exists(), "its worker may just have begun");
        let second = Scratch::within(parent.path(), &id("second"), Duration::ZERO).unwrap();
        assert!(!at("killed").exists());
        assert!(young.path().exists(), "its worker lives");
        drop(young);
        drop(second);
        let left = fs::read_dir(parent.path()).unwrap().count();
        assert_eq!(left, 2, "what is not a worker's stays");
    }
}
