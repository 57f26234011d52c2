//! One coordinator a run: a lease in the store, like those on shards.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::shard::{Keys, RunId};
use crate::store::{Condition, ETag, ObjectStore, Put, seal, unseal};
use crate::{BurstError, Error, Result};

use super::worker::host_name;

/// A coordinator that was not heard of for this long is gone, ms of the store's clock.
pub(crate) const GONE_MS: u64 = 60_000;

/// The lease is renewed this often.
const RENEW: Duration = Duration::from_secs(15);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Coordinator {
    name: String,
    /// Host and state folder. Whoever coordinates from a state folder holds its lock, so two coordinators of the same
    /// home are never at work at the same time.
    home: String,
    /// Grows with every write, so that no two bodies are the same.
    sequence: u64,
}

/// The right to coordinate a run, for as long as it is renewed.
#[derive(Debug)]
pub(crate) struct Guard {
    key: String,
    me: Coordinator,
    etag: ETag,
    renewed: Instant,
}

impl Guard {
    /// Takes the right when nobody has it, or whoever had it is gone. The lock of `state_dir` is held.
    ///
    /// # Errors
    /// [`BurstError::Coordinated`] when somebody else is at work, and what the store says.
    pub fn take(store: &dyn ObjectStore, run: &RunId, state_dir: &Path) -> Result<Self> {
        let key = Keys::new(run).coordinator();
        let host = host_name();
        let state_dir = std::path::absolute(state_dir).unwrap_or_else(|_| state_dir.to_owned());
        let mut me = Coordinator {
            name: format!("{host}/{}", std::process::id()),
            home: format!("{host}:{}", state_dir.display()),
            sequence: 1,
        };
        let put = store.put(&key, &sealed(&me), &Condition::Absent)?;
        if let Put::Done(etag) = put {
            return Ok(Self::new(key, me, etag));
        }
        let Some(object) = store.get(&key)? else {
            // it went between the two calls: whoever had it has just finished
            return Err(coordinated(run, "another coordinator"));
        };
        let holder = read(&key, &object.bytes);
        let holder_name = holder.as_ref().map_or("another coordinator", |h| &h.name);
        let is_of_here = holder.as_ref().is_some_and(|h| h.home == me.home);
        if !is_of_here && object.now.since_ms(object.modified) < GONE_MS {
            return Err(coordinated(run, holder_name));
        }
        me.sequence = holder.as_ref().map_or(1, |h| h.sequence + 1);
        match store.put(&key, &sealed(&me), &Condition::Unchanged(object.etag))? {
            Put::Done(etag) => Ok(Self::new(key, me, etag)),
            Put::Refused => Err(coordinated(run, "another coordinator")),
        }
    }

    fn new(key: String, me: Coordinator, etag: ETag) -> Self {
        Self { key, me, etag, renewed: Instant::now() }
    }

    /// Renews the right when it is time. False when somebody else has taken it: this coordinator keeps away then.
    pub fn keep(&mut self, store: &dyn ObjectStore) -> Result<bool> {
        if self.renewed.elapsed() < RENEW {
            return Ok(true);
        }
        self.me.sequence += 1;
        match store.put(&self.key, &sealed(&self.me), &Condition::Unchanged(self.etag.clone()))? {
            Put::Done(etag) => {
                self.etag = etag;
                self.renewed = Instant::now();
                Ok(true)
            }
            Put::Refused => Ok(false),
        }
    }

    /// Gives the right up, so that the next coordinator need not wait.
    pub fn give_up(self, store: &dyn ObjectStore) {
        // when that fails the right lapses by itself
        drop(store.delete(&[self.key]));
    }
}

/// Whether a coordinator was heard of lately.
pub fn is_coordinated(store: &dyn ObjectStore, run: &RunId) -> Result<bool> {
    let object = store.get(&Keys::new(run).coordinator())?;
    Ok(object.is_some_and(|o| o.now.since_ms(o.modified) < GONE_MS))
}

fn sealed(coordinator: &Coordinator) -> Vec<u8> {
    seal(&serde_json::to_vec(coordinator).expect("plain data serialises"))
}

fn read(key: &str, bytes: &[u8]) -> Option<Coordinator> {
    serde_json::from_slice(unseal(key, bytes).ok()?).ok()
}

fn coordinated(run: &RunId, holder: &str) -> Error {
    BurstError::Coordinated { run: run.to_string(), holder: holder.to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::store::MemoryStore;

    fn run() -> RunId {
        RunId("20260331-0915-k7m2qd".to_owned())
    }

    fn store() -> (MemoryStore, Arc<AtomicI64>) {
        let clock = Arc::new(AtomicI64::new(0));
        (MemoryStore::with_clock(Arc::clone(&clock)), clock)
    }

    #[test]
    fn a_second_coordinator_is_told_who_is_at_work() {
        let (store, _) = store();
        let first = Guard::take(&store, &run(), Path::new("/srv/a")).unwrap();
        let told = Guard::take(&store, &run(), Path::new("/srv/b")).unwrap_err();
        let Error::Burst(BurstError::Coordinated { run: of, holder }) = told else {
            panic!("{told:?}");
        };
        assert_eq!((of, holder), (run().0, first.me.name.clone()));
        assert!(is_coordinated(&store, &run()).unwrap());
        // once it has finished, the next one is let in
        first.give_up(&store);
        assert!(!is_coordinated(&store, &run()).unwrap());
        Guard::take(&store, &run(), Path::new("/srv/b")).unwrap();
    }

    #[test]
    fn one_that_is_gone_is_succeeded_and_keeps_away_when_it_comes_back() {
        let (store, clock) = store();
        let mut gone = Guard::take(&store, &run(), Path::new("/srv/a")).unwrap();
        clock.store(GONE_MS as i64, Ordering::SeqCst);
        let mut next = Guard::take(&store, &run(), Path::new("/srv/b")).unwrap();
        for guard in [&mut gone, &mut next] {
            guard.renewed = Instant::now().checked_sub(RENEW).unwrap();
        }
        assert!(!gone.keep(&store).unwrap());
        assert!(next.keep(&store).unwrap());
    }

    #[test]
    fn one_of_the_same_folder_is_succeeded_at_once() {
        // whoever calls holds the folder's lock: the other was killed
        let (store, _) = store();
        let mut killed = Guard::take(&store, &run(), Path::new("/srv/a")).unwrap();
        Guard::take(&store, &run(), Path::new("/srv/a")).unwrap();
        killed.renewed = Instant::now().checked_sub(RENEW).unwrap();
        assert!(!killed.keep(&store).unwrap());
    }
}
