//! The seam: what burst asks of a store.

use std::fmt::Debug;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::StoreError;

/// What identifies one version of an object; the store's own word, compared and never understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ETag(pub String);

/// The store's own clock, Unix time in milliseconds. Only ever compared with times of the same store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct StoreTime(pub i64);

impl StoreTime {
    /// Milliseconds from `earlier` to this time; 0 when that lies in the future.
    pub(crate) fn since_ms(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its bytes.
    pub bytes: Vec<u8>,
    pub etag: ETag,
    /// When it was written, by the store's clock.
    pub modified: StoreTime,
    /// The store's clock when it answered.
    pub now: StoreTime,
}

/// When a write may take effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Always,
    /// Only when there is no object of this name (`If-None-Match: *`).
    Absent,
    /// Only when the object is still this version (`If-Match`).
    Unchanged(ETag),
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It took effect; the version it made.
    Done(ETag),
    /// The condition did not hold: somebody else was first.
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    /// Its size, bytes.
    pub len: u64,
    pub etag: ETag,
    /// When it was written, by the store's clock.
    pub modified: StoreTime,
}

/// All objects whose names begin alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    pub entries: Vec<Entry>,
    /// The store's clock when it answered.
    pub now: StoreTime,
    /// Requests it took (S3 lists a thousand names at a time).
    pub requests: u64,
}

/// Sorts behind all that names may consist of.
pub(crate) const LAST: &str = "~";

/// A store of named objects. Names are `/`-separated, relative to the store's prefix, and made by dizzy alone:
/// letters, digits, `-`, `_`, `.` and `/`.
///
/// Every method is one attempt: `Retrying` does the waiting. An error of a conditional write leaves open
/// whether it took effect.
pub trait ObjectStore: Send + Sync + Debug {
    /// Reads an object; `None` when there is none of this name.
    ///
    /// # Errors
    /// When the store cannot be asked or refuses.
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError>;

    /// Reads a part of an object, whose end may lie beyond it; `None` when there is none of this name.
    ///
    /// # Errors
    /// As [`Self::get`].
    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError>;

    /// Streams an object into a file, which is made anew; false when there is none of this name.
    ///
    /// # Errors
    /// As [`Self::get`], and when the file cannot be written.
    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError>;

    /// Writes an object whole, or not at all.
    ///
    /// # Errors
    /// When the store cannot be asked or refuses; whether the write took effect is then open.
    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError>;

    /// Streams a file into an object, in parts when it is large.
    ///
    /// # Errors
    /// As [`Self::put`], and when the file cannot be read.
    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError>;

    /// The objects whose names begin with `prefix` and go on with something between `after` and `until`, neither of
    /// which is among them (nothing to be `after` is from the first on); by name. A long list may be asked for in parts, a request or two each.
    ///
    /// # Errors
    /// As [`Self::get`].
    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError>;

    /// All objects whose names begin with `prefix`, by name.
    ///
    /// # Errors
    /// As [`Self::get`].
    fn list(&self, prefix: &str) -> Result<Listing, StoreError> {
        self.list_between(prefix, "", LAST)
    }

    /// Removes objects; those that are not there are no error.
    ///
    /// # Errors
    /// As [`Self::put`].
    fn delete(&self, keys: &[String]) -> Result<(), StoreError>;

    /// How a person names this store (`s3://bucket/prefix`, a folder).
    fn name(&self) -> String;
}

impl<T: ObjectStore + ?Sized> ObjectStore for Arc<T> {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        (**self).get(key)
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).get_range(key, range)
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        (**self).get_file(key, to)
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        (**self).put(key, bytes, condition)
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        (**self).put_file(key, from)
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        (**self).list_between(prefix, after, until)
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        (**self).delete(keys)
    }

    fn name(&self) -> String {
        (**self).name()
    }
}
