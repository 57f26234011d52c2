//! A folder as a store: on this machine, or on a disk that all machines of the burst share.
//!
//! An object is a file of its name. Beside the objects, `.store` holds what the store itself needs: lock files, and the
//! temporary files in which objects are written before they get their names. A writer that is killed leaves only one of
//! those, which nobody takes for an object and which is removed when it is old.

mod lock;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reading::source::Sha256;

use super::chance::Chance;
use super::name::{check_key, check_prefix};
use super::{Condition, ETag, Entry, Listing, Object, ObjectStore, Put, StoreError, StoreTime};
use lock::Lock;

const OWN: &str = ".store";

/// A lock that is not had within this time is held by a process that hangs, or by a machine that is asleep.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);

/// A temporary file that nobody has written to for this long was left behind by a killed writer.
const LEFT_BEHIND_MS: u64 = 3_600_000;

/// A file may have been replaced unnoticed by one of the same length and time when that lies within the coarsest clock
/// of any file system.
const UNSURE_MS: u64 = 3_000;

/// A store in a folder. Any number of processes, on any number of machines, may work on the same one: conditional
/// writes hold a lock file while they look and write, and every object appears whole, by renaming.
#[derive(Debug)]
pub(crate) struct DirectoryStore {
    root: PathBuf,
    own: PathBuf,
    probe: PathBuf,
    chance: Chance,
    lock_patience: Duration,
    seen: Mutex<HashMap<String, Seen>>,
}

/// The version of a file that was read before.
#[derive(Debug)]
struct Seen {
    len: u64,
    modified: SystemTime,
    etag: ETag,
}

/// A temporary file, removed unless it got its name.
struct Temporary(Option<PathBuf>);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

impl DirectoryStore {
    /// Opens the store in this folder, which is made when it is not there.
    pub fn new(root: &Path) -> Result<Self, StoreError> {
        let root = std::path::absolute(root).map_err(|error| StoreError::local(root, &error))?;
        let own = root.join(OWN);
        let chance = Chance::new();
        let store = Self {
            probe: own.join(format!("clock-{:016x}", chance.next())),
            root,
            own,
            chance,
            lock_patience: LOCK_PATIENCE,
            seen: Mutex::default(),
        };
        for folder in [store.own.join("locks"), store.own.join("new")] {
            fs::create_dir_all(&folder)
                .map_err(|error| store.error("create folder", &folder, &error))?;
        }
        let now = store.now()?;
        store.remove_left_behind(now);
        Ok(store)
    }

    fn path(&self, key: &str) -> Result<PathBuf, StoreError> {
        check_key(&self.name(), key)?;
        Ok(self.root.join(key))
    }

    /// What the system's answer means for a store.
    fn error(&self, action: &str, path: &Path, error: &io::Error) -> StoreError {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => StoreError::Denied {
                store: self.name(),
                action: format!("{action} {}", path.display()),
                detail: error.to_string(),
            },
            Kind::TimedOut
            | Kind::Interrupted
            | Kind::ResourceBusy
            | Kind::StaleNetworkFileHandle
            | Kind::HostUnreachable
            | Kind::NetworkUnreachable
            | Kind::NetworkDown
            | Kind::NotConnected
            | Kind::ConnectionReset
            | Kind::ConnectionAborted => StoreError::Busy {
                store: self.name(),
                detail: format!("{action} {}: {error}", path.display()),
            },
            Kind::NotFound if !self.own.is_dir() => StoreError::NoStore { store: self.name() },
            _ => StoreError::local(path, error),
        }
    }

    /// The file server's clock: the time that it gives a file that is written now.
    fn now(&self) -> Result<StoreTime, StoreError> {
        let probe = || {
            fs::write(&self.probe, b".")?;
            fs::metadata(&self.probe)?.modified()
        };
        match probe() {
            Ok(time) => Ok(store_time(time)),
            Err(error) => Err(self.error("write", &self.probe, &error)),
        }
    }

    fn remove_left_behind(&self, now: StoreTime) {
        // whatever cannot be removed now is in nobody's way
        let folders = [self.own.clone(), self.own.join("new")];
        for file in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()) {
            for entry in file.flatten() {
                let is_old = entry.metadata().is_ok_and(|file| {
                    file.is_file()
                        && file.modified().is_ok_and(|modified| {
                            now.since_ms(store_time(modified)) > LEFT_BEHIND_MS
                        })
                });
                if is_old {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    fn lock(&self, key: &str) -> Result<Lock, StoreError> {
        let slot = lock::slot_of(key);
        let path = self.own.join("locks").join(format!("{slot:02}"));
        Lock::take(slot, &path, self.lock_patience)
            .map_err(|error| self.error("lock", &path, &error))
    }

    /// Writes a file without a name, down to the disk.
    fn write_temporary(
        &self,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(PathBuf, Temporary), StoreError> {
        let path = self.own.join("new").join(format!("{:016x}", self.chance.next()));
        let create = || {
            let mut file = File::options().write(true).create_new(true).open(&path)?;
            let temporary = Temporary(Some(path.clone()));
            write(&mut file)?;
            file.sync_all()?;
            Ok(temporary)
        };
        match create() {
            Ok(temporary) => Ok((path, temporary)),
            Err(error) => Err(self.error("write", &path, &error)),
        }
    }

    /// Gives a temporary file its name.
    fn publish(
        &self,
        (from, mut temporary): (PathBuf, Temporary),
        to: &Path,
    ) -> Result<(), StoreError> {
        let folder = to.parent().unwrap_or(&self.root);
        // whoever deletes the last object of a folder removes the folder, too, perhaps just now
        let mut tries = 0;
        loop {
            tries += 1;
            let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::rename(&from, to)) else {
                break;
            };
            if error.kind() != io::ErrorKind::NotFound || tries == 100 {
                return Err(self.error("write", to, &error));
            }
            if self.own.is_dir() && !from.exists() {
                // this process was asleep for so long that the file was taken for one left behind
                return Err(self.error("write", to, &io::ErrorKind::Interrupted.into()));
            }
        }
        temporary.0 = None;
        if cfg!(unix) {
            // the name should outlive a power cut, too; a file server does that by itself, and may refuse to be told
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// The version of the object as it is in the file now.
    fn etag(&self, path: &Path) -> Result<Option<ETag>, StoreError> {
        Ok(self.read(path)?.map(|(_, _, etag)| etag))
    }

    fn open(&self, path: &Path) -> Result<Option<File>, StoreError> {
        match File::open(path) {
            Ok(file) => Ok(Some(file)),
            // a folder that is not there at all has no say about what is in it
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.own.is_dir() => Ok(None),
            Err(error) => Err(self.error("read", path, &error)),
        }
    }

    fn read(&self, path: &Path) -> Result<Option<(Vec<u8>, SystemTime, ETag)>, StoreError> {
        let Some(mut file) = self.open(path)? else {
            return Ok(None);
        };
        let mut read = || {
            let modified = file.metadata()?.modified()?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok((bytes, modified))
        };
        let (bytes, modified) = read().map_err(|error| self.error("read", path, &error))?;
        let etag = etag_of(&bytes);
        Ok(Some((bytes, modified, etag)))
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<String, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An entry of a listing; `None` when the object is gone by now. The file is read only when it was not seen before.
    fn entry(&self, key: &str, path: &Path, now: StoreTime) -> Result<Option<Entry>, StoreError> {
        let file = match fs::metadata(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.error("read", path, &error)),
        };
        let modified = file.modified().unwrap_or(UNIX_EPOCH);
        if let Some(seen) = self.seen().get(key)
            && (seen.len, seen.modified) == (file.len(), modified)
        {
            return Ok(Some(entry_of(key, seen)));
        }
        let Some((bytes, modified, etag)) = self.read(path)? else {
            return Ok(None);
        };
        let seen = Seen { len: bytes.len() as u64, modified, etag };
        let entry = entry_of(key, &seen);
        if now.since_ms(entry.modified) > UNSURE_MS {
            self.seen().insert(key.to_owned(), seen);
        }
        Ok(Some(entry))
    }

    /// Collects the files below `folder` whose names begin with `prefix`.
    fn walk(
        &self,
        folder: &Path,
        name: &str,
        prefix: &str,
        found: &mut Vec<(String, PathBuf)>,
    ) -> Result<(), StoreError> {
        let failed = |error: io::Error| match error.kind() {
            // never there, or deleted meanwhile
            io::ErrorKind::NotFound if self.own.is_dir() => Ok(()),
            _ => Err(self.error("list", folder, &error)),
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return failed(error),
        };
        for entry in entries {
            let (entry, kind) = match entry.and_then(|entry| Ok((entry.file_type()?, entry))) {
                Ok((kind, entry)) => (entry, kind),
                Err(error) => {
                    failed(error)?;
                    continue;
                }
            };
            let file_name = entry.file_name();
            let Some(part) = file_name.to_str().filter(|part| super::name::is_part(part)) else {
                continue; // none of ours
            };
            let key = format!("{name}{part}");
            if kind.is_dir() {
                let key = key + "/";
                if key.starts_with(prefix) || prefix.starts_with(&key) {
                    self.walk(&entry.path(), &key, prefix, found)?;
                }
            } else if kind.is_file() && key.starts_with(prefix) {
                found.push((key, entry.path()));
            }
        }
        Ok(())
    }
}

impl Drop for DirectoryStore {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.probe);
    }
}

impl ObjectStore for DirectoryStore {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let path = self.path(key)?;
        let Some((bytes, modified, etag)) = self.read(&path)? else {
            return Ok(None);
        };
        Ok(Some(Object { bytes, etag, modified: store_time(modified), now: self.now()? }))
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(key)?;
        let Some(mut file) = self.open(&path)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(range.start))
            .and_then(|_| file.take(range.end.saturating_sub(range.start)).read_to_end(&mut bytes))
            .map_err(|error| self.error("read", &path, &error))?;
        Ok(Some(bytes))
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        let Some(mut from) = self.open(&self.path(key)?)? else {
            return Ok(false);
        };
        File::create(to)
            .and_then(|mut file| io::copy(&mut from, &mut file))
            .map_err(|error| StoreError::local(to, &error))?;
        Ok(true)
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        let path = self.path(key)?;
        let _lock = self.lock(key)?;
        let holds = match condition {
            Condition::Always => true,
            Condition::Absent => self.open(&path)?.is_none(),
            Condition::Unchanged(etag) => self.etag(&path)?.as_ref() == Some(etag),
        };
        if !holds {
            return Ok(Put::Refused);
        }
        // under the lock, so that the file's time is that of the write
        let temporary = self.write_temporary(|file| file.write_all(bytes))?;
        self.publish(temporary, &path)?;
        Ok(Put::Done(etag_of(bytes)))
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        let path = self.path(key)?;
        let mut source = File::open(from).map_err(|error| StoreError::local(from, &error))?;
        let temporary = self.write_temporary(|file| io::copy(&mut source, file).map(drop))?;
        let _lock = self.lock(key)?;
        self.publish(temporary, &path)
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        check_prefix(&self.name(), prefix)?;
        // first of all: a lease that is renewed meanwhile must not look old
        let now = self.now()?;
        let name = prefix.rfind('/').map_or("", |end| &prefix[..=end]);
        let mut found = Vec::new();
        self.walk(&self.root.join(name), name, prefix, &mut found)?;
        found.retain(|(key, _)| {
            let rest = &key[prefix.len()..];
            (after.is_empty() || rest > after) && rest < until
        });
        found.sort_unstable();
        found.dedup(); // a file that is replaced while the folder is read may come twice
        let mut entries = Vec::with_capacity(found.len());
        for (key, path) in found {
            entries.extend(self.entry(&key, &path, now)?);
        }
        Ok(Listing { entries, now, requests: 1 })
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        for key in keys {
            let path = self.path(key)?;
            let lock = self.lock(key)?;
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(self.error("remove", &path, &error));
                }
                _ => {}
            }
            drop(lock);
            self.seen().remove(key);
            // a folder that is not empty stays
            for folder in path.ancestors().skip(1) {
                if folder == self.root || fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        if !keys.is_empty() {
            self.remove_left_behind(self.now()?);
        }
        Ok(())
    }

    fn name(&self) -> String {
        self.root.display().to_string()
    }
}

fn entry_of(key: &str, seen: &Seen) -> Entry {
    Entry {
        key: key.to_owned(),
        len: seen.len,
        etag: seen.etag.clone(),
        modified: store_time(seen.modified),
    }
}

fn etag_of(bytes: &[u8]) -> ETag {
    ETag(Sha256::of(bytes).to_string())
}

fn store_time(time: SystemTime) -> StoreTime {
    StoreTime(match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_millis() as i64,
        Err(before) => -(before.duration().as_millis() as i64),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_answers_has_its_meaning() {
        let root = tempfile::tempdir().unwrap();
        let store = DirectoryStore::new(root.path()).unwrap();
        let error = |kind: io::ErrorKind| store.error("write", root.path(), &kind.into());
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            let full = matches!(error(kind), StoreError::Local { is_full: true, .. });
            assert!(full, "{kind}");
        }
        assert!(error(io::ErrorKind::StaleNetworkFileHandle).is_passing());
        assert!(error(io::ErrorKind::ResourceBusy).is_passing());
        let denied = error(io::ErrorKind::PermissionDenied);
        assert!(matches!(denied, StoreError::Denied { .. }), "{denied:?}");
        let strange = error(io::ErrorKind::InvalidData);
        assert!(matches!(strange, StoreError::Local { is_full: false, .. }), "{strange:?}");
    }

    #[test]
    fn a_lock_that_is_held_for_long_is_no_deadlock() {
        let root = tempfile::tempdir().unwrap();
        let mut store = DirectoryStore::new(root.path()).unwrap();
        store.lock_patience = Duration::from_millis(20);
        let put = || store.put("a", b"x", &Condition::Always);
        put().unwrap();
        // another process, asleep while it holds all locks
        let locks: Vec<File> = fs::read_dir(root.path().join(OWN).join("locks"))
            .unwrap()
            .map(|entry| File::open(entry.unwrap().path()).unwrap())
            .collect();
        for lock in &locks {
            lock.lock().unwrap();
        }
        assert!(put().unwrap_err().is_passing());
        drop(locks);
        put().unwrap();
    }
}
