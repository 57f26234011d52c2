//! A store in memory: for tests, and for runs in simulated time.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Bound, Range};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::name::{check_key, check_prefix};
use super::{
    BATCH, Condition, ETag, Entry, Listing, Object, ObjectStore, Put, StoreError, StoreTime,
};

const NAME: &str = "memory";

/// Objects in memory. A clone shares them.
#[derive(Clone, Default)]
pub(crate) struct MemoryStore {
    contents: Arc<Mutex<Contents>>,
    clock: Option<Arc<AtomicI64>>,
}

#[derive(Default)]
struct Contents {
    objects: BTreeMap<String, Kept>,
    writes: u64,
}

#[derive(Clone)]
struct Kept {
    bytes: Arc<[u8]>,
    etag: ETag,
    modified: StoreTime,
}

impl MemoryStore {
    /// An empty store, whose clock is this machine's.
    #[cfg(test)]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store, whose clock is `clock`, ms.
    pub(crate) fn with_clock(clock: Arc<AtomicI64>) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    fn now(&self) -> StoreTime {
        let ms = match &self.clock {
            Some(clock) => clock.load(Ordering::SeqCst),
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_millis() as i64),
        };
        StoreTime(ms)
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An object, whose bytes are not copied while others wait.
    fn kept(&self, key: &str) -> Result<Option<Kept>, StoreError> {
        check_key(NAME, key)?;
        Ok(self.contents().objects.get(key).cloned())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("objects", &self.contents().objects.len())
            .finish_non_exhaustive()
    }
}

impl ObjectStore for MemoryStore {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        Ok(self.kept(key)?.map(|kept| Object {
            bytes: kept.bytes.to_vec(),
            etag: kept.etag,
            modified: kept.modified,
            now: self.now(),
        }))
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept(key)?.map(|Kept { bytes, .. }| {
            let at = |place: u64| bytes.len().min(usize::try_from(place).unwrap_or(usize::MAX));
            bytes.get(at(range.start)..at(range.end)).unwrap_or_default().to_vec()
        }))
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        let Some(kept) = self.kept(key)? else {
            return Ok(false);
        };
        std::fs::write(to, &kept.bytes).map_err(|error| StoreError::local(to, &error))?;
        Ok(true)
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        check_key(NAME, key)?;
        let mut contents = self.contents();
        let found = contents.objects.get(key).map(|kept| &kept.etag);
        let holds = match condition {
            Condition::Always => true,
            Condition::Absent => found.is_none(),
            Condition::Unchanged(etag) => found == Some(etag),
        };
        if !holds {
            return Ok(Put::Refused);
        }
        contents.writes += 1;
        let etag = ETag(contents.writes.to_string());
        let kept = Kept { bytes: bytes.into(), etag: etag.clone(), modified: self.now() };
        contents.objects.insert(key.to_owned(), kept);
        Ok(Put::Done(etag))
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        let bytes = std::fs::read(from).map_err(|error| StoreError::local(from, &error))?;
        self.put(key, &bytes, &Condition::Always).map(drop)
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        check_prefix(NAME, prefix)?;
        let contents = self.contents();
        let first = format!("{prefix}{after}");
        let first = match after {
            "" => Bound::Included(first.as_str()),
            _ => Bound::Excluded(first.as_str()),
        };
        let entries: Vec<Entry> = contents
            .objects
            .range::<str, _>((first, Bound::Unbounded))
            .take_while(|(key, _)| key.strip_prefix(prefix).is_some_and(|rest| rest < until))
            .map(|(key, kept)| Entry {
                key: key.clone(),
                len: kept.bytes.len() as u64,
                etag: kept.etag.clone(),
                modified: kept.modified,
            })
            .collect();
        Ok(Listing {
            requests: entries.len().div_ceil(BATCH).max(1) as u64,
            entries,
            now: self.now(),
        })
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        for key in keys {
            check_key(NAME, key)?;
        }
        let mut contents = self.contents();
        for key in keys {
            contents.objects.remove(key);
        }
        Ok(())
    }

    fn name(&self) -> String {
        NAME.to_owned()
    }
}
