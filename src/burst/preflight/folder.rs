//! A folder as store: there, writable, with room.

use std::path::Path;

use super::{Check, Item};

/// Less free space than this is too little for the documents of a burst, MiB.
const ROOM_MIB: u64 = 1024;

pub(super) fn check(dir: &Path) -> Vec<Check> {
    let folder = writable(dir);
    let room = room(dir);
    [Some(folder), room].into_iter().flatten().collect()
}

/// Whether the folder is there and can be written. Leaves nothing behind.
pub(super) fn writable(dir: &Path) -> Check {
    let shown = dir.display();
    if !dir.is_dir() {
        let mend = format!("mkdir -p '{shown}'");
        return Check::missing(Item::Folder, shown.to_string(), mend);
    }
    let probe = dir.join(format!(".dizzy-doctor-{}", std::process::id()));
    let tried = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&probe)
        .and_then(|_| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => Check::ok(Item::Folder, shown.to_string()),
        Err(error) => {
            let mend = format!("sudo chown \"$USER\" '{shown}'");
            Check::missing(Item::Folder, format!("{shown}: {error}"), mend)
        }
    }
}

/// Free space, where the system tells.
fn room(dir: &Path) -> Option<Check> {
    let there = dir.ancestors().find(|dir| dir.is_dir())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    let free_mib = disk.f_bavail.saturating_mul(disk.f_frsize) >> 20;
    let detail = free_mib.to_string();
    Some(if free_mib < ROOM_MIB {
        Check::missing(Item::Room, detail, format!("du -sh '{}'/*", dir.display()))
    } else {
        Check::ok(Item::Room, detail)
    })
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_folder_is_there_or_is_made() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(writable(root.path()).state, State::Ok);
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
        let missing = root.path().join("gedeeld");
        let check = writable(&missing);
        assert_eq!(check.state, State::Missing);
        assert_eq!(check.mend, format!("mkdir -p '{}'", missing.display()));
        assert!(!missing.exists());
    }
}
