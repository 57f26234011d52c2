//! Patience, and certainty about conditional writes.

use std::ops::Range;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::chance::Chance;
use super::{Condition, Listing, Object, ObjectStore, Put, StoreError};

/// A store that is asked again when it is busy, with growing waits of random length, so that many workers do not come
/// back all at once, and that is asked only so many things at the same time.
///
/// The outcome of a conditional write is certain here. A write whose answer was lost may have taken effect; repeated, it
/// is refused because of itself. So a refusal after such an error is believed only after reading the object back: when
/// it has our bytes, we were the winner. That takes bytes that nobody else writes.
#[derive(Debug)]
pub(crate) struct Retrying<S> {
    inner: S,
    attempts: u32,
    first_wait: Duration,
    most_wait: Duration,
    chance: Chance,
    gate: Gate,
}

impl<S: ObjectStore> Retrying<S> {
    /// Asks up to 8 times, within about half a minute.
    pub fn new(inner: S) -> Self {
        Self::with_patience(inner, 8, Duration::from_millis(100), Duration::from_secs(10))
    }

    /// Asks up to `attempts` times; waits up to `first_wait` after the first, twice as long after each further one, and
    /// never longer than `most_wait`.
    pub(crate) fn with_patience(
        inner: S,
        attempts: u32,
        first_wait: Duration,
        most_wait: Duration,
    ) -> Self {
        Self {
            inner,
            attempts: attempts.max(1),
            first_wait,
            most_wait,
            chance: Chance::new(),
            gate: Gate::new(16),
        }
    }

    /// Lets so many requests be under way at the same time (16 when nothing is said).
    #[cfg(all(test, feature = "aws"))]
    #[must_use]
    pub fn at_once(mut self, requests: usize) -> Self {
        self.gate = Gate::new(requests.max(1));
        self
    }

    /// Waits before the attempt with this number, from 1: a random part of the doubled wait.
    fn wait(&self, attempt: u32) {
        let doubled =
            self.first_wait.saturating_mul(1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX));
        let most_us = doubled.min(self.most_wait).as_micros() as u64;
        let wait = Duration::from_micros(self.chance.next() % (most_us + 1));
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
    }

    fn patiently<T>(
        &self,
        mut ask: impl FnMut() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut attempt = 1;
        loop {
            let answer = self.gate.through(&mut ask);
            match answer {
                Err(error) if error.is_passing() && attempt < self.attempts => {
                    self.wait(attempt);
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    /// What became of a write whose answer was lost; `None` when it may still take effect.
    fn outcome(
        &self,
        key: &str,
        bytes: &[u8],
        condition: &Condition,
    ) -> Result<Option<Put>, StoreError> {
        let mut found = None;
        for _ in 0..self.attempts {
            found = self.get(key)?;
            // an answer that was cut off on its way must not be taken for another's bytes
            let is_part = |object: &Object| {
                object.bytes.len() < bytes.len() && bytes.starts_with(&object.bytes)
            };
            if !found.as_ref().is_some_and(is_part) {
                break;
            }
        }
        Ok(match (found, condition) {
            (Some(object), _) if object.bytes == bytes => Some(Put::Done(object.etag)),
            (Some(_), Condition::Absent) | (None, Condition::Unchanged(_)) => Some(Put::Refused),
            (Some(object), Condition::Unchanged(etag)) if object.etag != *etag => {
                Some(Put::Refused)
            }
            _ => None,
        })
    }
}

impl<S: ObjectStore> ObjectStore for Retrying<S> {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        self.patiently(|| self.inner.get(key))
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        self.patiently(|| self.inner.get_range(key, range.clone()))
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        self.patiently(|| self.inner.get_file(key, to))
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        // an earlier attempt may have taken effect
        let mut is_open = false;
        let answer = self.patiently(|| {
            let answer = self.inner.put(key, bytes, condition);
            is_open |= answer.is_err();
            answer
        });
        if !is_open || *condition == Condition::Always || matches!(answer, Ok(Put::Done(_))) {
            return answer;
        }
        match answer {
            Ok(_) => Ok(self.outcome(key, bytes, condition)?.unwrap_or(Put::Refused)),
            // the store was not heard of until the end; perhaps it can be read
            Err(error) => match self.outcome(key, bytes, condition) {
                Ok(Some(outcome)) => Ok(outcome),
                _ => Err(error),
            },
        }
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        self.patiently(|| self.inner.put_file(key, from))
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        self.patiently(|| self.inner.list_between(prefix, after, until))
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        self.patiently(|| self.inner.delete(keys))
    }

    fn name(&self) -> String {
        self.inner.name()
    }
}

/// Lets only so many through at the same time.
#[derive(Debug)]
struct Gate {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Gate {
    fn new(places: usize) -> Self {
        Self { free: Mutex::new(places), freed: Condvar::new() }
    }

    fn through<T>(&self, act: impl FnOnce() -> T) -> T {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free =
            self.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        drop(free);
        let _place = Place(self);
        act()
    }
}

/// A place in a gate, given back even when the call panics.
struct Place<'a>(&'a Gate);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}
