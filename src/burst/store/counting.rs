//! What a store was asked: requests cost money and time.

use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::{BATCH, Condition, Listing, Object, ObjectStore, PART_BYTES, Put, StoreError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Requests {
    /// Writes; each part of a large file is one.
    pub put: u64,
    /// Reads, whole or in part.
    pub get: u64,
    /// Listings, a thousand names each.
    pub list: u64,
    /// Removals, a thousand names each.
    pub delete: u64,
}

impl Requests {
    pub fn total(&self) -> u64 {
        self.put + self.get + self.list + self.delete
    }
}

/// Counts the requests to a store as S3 would. What [`super::Retrying`] asks again counts when it stands around this.
#[derive(Debug)]
pub(crate) struct CountingStore<S> {
    inner: S,
    requests: Mutex<Requests>,
}

impl<S: ObjectStore> CountingStore<S> {
    /// Counts what `inner` is asked from now on.
    pub fn new(inner: S) -> Self {
        Self { inner, requests: Mutex::default() }
    }

    pub fn counts(&self) -> Requests {
        *self.requests()
    }

    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: ObjectStore> ObjectStore for CountingStore<S> {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        self.requests().get += 1;
        self.inner.get(key)
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        self.requests().get += 1;
        self.inner.get_range(key, range)
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        self.requests().get += 1;
        self.inner.get_file(key, to)
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        self.requests().put += 1;
        self.inner.put(key, bytes, condition)
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        let requests = match from.metadata() {
            // beginning and completing a write in parts are requests, too
            Ok(file) if file.len() > PART_BYTES => file.len().div_ceil(PART_BYTES) + 2,
            _ => 1,
        };
        self.requests().put += requests;
        self.inner.put_file(key, from)
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        let listing = self.inner.list_between(prefix, after, until);
        let requests = listing.as_ref().map_or(1, |listing| listing.requests);
        self.requests().list += requests;
        listing
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        let requests = keys.len().div_ceil(BATCH) as u64;
        self.requests().delete += requests;
        self.inner.delete(keys)
    }

    fn name(&self) -> String {
        self.inner.name()
    }
}
