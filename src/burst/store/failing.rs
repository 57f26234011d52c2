//! The twin that fails: what networks and busy stores do, by chance and a seed.

use std::fs::OpenOptions;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::chance::Chance;
use super::{Condition, Listing, Object, ObjectStore, Put, StoreError};

/// How often a [`FailingStore`] fails, in a thousand calls, and how slow it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    /// The store asks for patience (503 SlowDown); nothing happened.
    pub busy: u32,
    /// No answer comes; nothing happened.
    pub timeout_before: u32,
    /// The call took effect, and its answer is lost.
    pub lost_answer: u32,
    /// A read gives only the first part of the bytes.
    pub truncated: u32,
    /// Every call takes this long besides, ms.
    pub latency_ms: u64,
    /// The same seed gives the same faults to the same sequence of calls.
    pub seed: u64,
}

/// A store whose calls fail now and then.
#[derive(Debug)]
pub(crate) struct FailingStore<S> {
    inner: S,
    faults: Faults,
    chance: Chance,
    failed: AtomicU64,
}

impl<S: ObjectStore> FailingStore<S> {
    pub fn new(inner: S, faults: Faults) -> Self {
        Self { inner, chance: Chance::seeded(faults.seed), faults, failed: AtomicU64::new(0) }
    }

    /// Calls that failed or were cut off so far.
    #[cfg(test)]
    pub fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    fn happens(&self, per_mille: u32) -> bool {
        let happens = self.chance.hits(per_mille);
        if happens {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        happens
    }

    fn busy(&self, detail: &str) -> StoreError {
        StoreError::Busy { store: self.inner.name(), detail: detail.to_owned() }
    }

    fn call<T>(&self, act: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.faults.latency_ms > 0 {
            std::thread::sleep(Duration::from_millis(self.faults.latency_ms));
        }
        if self.happens(self.faults.busy) {
            return Err(self.busy("503 SlowDown"));
        }
        if self.happens(self.faults.timeout_before) {
            return Err(self.busy("timed out"));
        }
        let answer = act()?;
        if self.happens(self.faults.lost_answer) {
            return Err(self.busy("timed out"));
        }
        Ok(answer)
    }

    /// How much of so many bytes arrives.
    fn arriving(&self, len: u64) -> u64 {
        if len > 0 && self.happens(self.faults.truncated) { self.chance.next() % len } else { len }
    }
}

impl<S: ObjectStore> ObjectStore for FailingStore<S> {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let mut found = self.call(|| self.inner.get(key))?;
        if let Some(object) = &mut found {
            let len = self.arriving(object.bytes.len() as u64);
            object.bytes.truncate(len as usize);
        }
        Ok(found)
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        let mut found = self.call(|| self.inner.get_range(key, range))?;
        if let Some(bytes) = &mut found {
            let len = self.arriving(bytes.len() as u64);
            bytes.truncate(len as usize);
        }
        Ok(found)
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        let is_there = self.call(|| self.inner.get_file(key, to))?;
        if is_there {
            let cut = || {
                let file = OpenOptions::new().write(true).open(to)?;
                let len = file.metadata()?.len();
                match self.arriving(len) {
                    arriving if arriving < len => file.set_len(arriving),
                    _ => Ok(()),
                }
            };
            cut().map_err(|error| StoreError::local(to, &error))?;
        }
        Ok(is_there)
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        self.call(|| self.inner.put(key, bytes, condition))
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        self.call(|| self.inner.put_file(key, from))
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        self.call(|| self.inner.list_between(prefix, after, until))
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        self.call(|| self.inner.delete(keys))
    }

    fn name(&self) -> String {
        self.inner.name()
    }
}
