//! Is a file still being written? A scanner or a download may be at it while the folder is walked.
//!
//! A file that changed a moment ago is put at the end of the run; when it is old enough and has not changed since the
//! walk, it is read, otherwise the next run takes it. Nobody waits in between.

use std::fs;
use std::io;
use std::time::{Duration, SystemTime};

use super::walk::{FileEntry, FileKey, modified_ns};

/// When `entry` may be looked at again with [`is_unchanged`]: `settle` after its last change. `None` when that is past
/// and it can be read now. A change that lies in the future (clocks of a share differ) counts as one of this instant.
pub fn settles_at(entry: &FileEntry, now: SystemTime, settle: Duration) -> Option<SystemTime> {
    let modified = match u64::try_from(entry.modified_ns) {
        Ok(ns) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(ns))?,
        Err(_) if entry.modified_ns > 0 => now,
        Err(_) => return None, // before 1970
    };
    let settled = modified.min(now).checked_add(settle)?;
    (settled > now).then_some(settled)
}

/// Whether the file is the one that the walk saw, with the same size and time of change.
///
/// # Errors
/// When it cannot be looked at; `NotFound` when it is gone.
pub fn is_unchanged(entry: &FileEntry) -> io::Result<bool> {
    let metadata = fs::metadata(&entry.absolute)?;
    Ok(metadata.is_file()
        && metadata.len() == entry.len
        && modified_ns(&metadata) == entry.modified_ns
        && FileKey::of(&entry.absolute, &metadata)? == entry.key)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source::{Found, walk};

    const SETTLE: Duration = Duration::from_secs(2);

    fn entry(path: &Path) -> FileEntry {
        match walk(&[path.to_owned()], &[]).next() {
            Some(Found::File(entry)) => entry,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn young_files_wait_and_old_ones_do_not() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        file.as_file().set_modified(changed).unwrap();
        let entry = entry(file.path());
        let at = |seconds: u64| settles_at(&entry, changed + Duration::from_secs(seconds), SETTLE);
        assert_eq!(at(0), Some(changed + SETTLE));
        assert_eq!(at(1), Some(changed + SETTLE));
        assert_eq!(at(2), None);
        assert_eq!(settles_at(&entry, changed, Duration::ZERO), None);
        // From the future: as if it had changed now.
        let now = changed - Duration::from_hours(1);
        assert_eq!(settles_at(&entry, now, SETTLE), Some(now + SETTLE));
    }

    #[test]
    fn odd_times_are_no_reason_to_wait() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut entry = entry(file.path());
        let now = SystemTime::now();
        entry.modified_ns = -5;
        assert_eq!(settles_at(&entry, now, SETTLE), None);
        entry.modified_ns = i128::MAX;
        assert_eq!(settles_at(&entry, now, SETTLE), Some(now + SETTLE));
    }

    #[test]
    fn growth_touch_and_replacement_are_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"one").unwrap();
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let touch = |path: &Path, time| {
            let file = fs::File::options().append(true).open(path).unwrap();
            file.set_modified(time).unwrap();
        };
        touch(&path, changed);
        let before = entry(&path);
        assert!(is_unchanged(&before).unwrap());

        touch(&path, changed + Duration::from_micros(1));
        assert!(!is_unchanged(&before).unwrap());

        fs::write(&path, b"more").unwrap();
        touch(&path, changed);
        assert!(!is_unchanged(&before).unwrap());

        let other = folder.path().join("b.pdf");
        fs::write(&other, b"two").unwrap();
        touch(&other, changed);
        fs::rename(&other, &path).unwrap();
        assert!(!is_unchanged(&before).unwrap());

        fs::remove_file(&path).unwrap();
        assert_eq!(is_unchanged(&before).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
