//! The right to work on a shard, for as long as it is renewed.

use crate::store::{Condition, ETag, Entry, ObjectStore, Put, StoreError};

use super::{Keys, Lease, ShardId, WorkerId, read_json, write_json};

/// A lease that this worker holds.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub shard: ShardId,
    /// The lease as it was last written.
    pub lease: Lease,
    key: String,
    etag: ETag,
}

/// Takes a shard that nobody has; `None` when somebody was first.
pub fn claim(
    store: &dyn ObjectStore,
    keys: &Keys,
    shard: &ShardId,
    worker: &WorkerId,
) -> Result<Option<Held>, StoreError> {
    let lease = Lease { worker: worker.clone(), epoch: 1, sequence: 1 };
    write(store, keys, shard, lease, &Condition::Absent)
}

/// Takes a shard over whose holder has not renewed its lease, which was last seen as `seen`; `None` when somebody else
/// was first, or when the holder is back, or has settled the shard.
pub(crate) fn take_over(
    store: &dyn ObjectStore,
    keys: &Keys,
    seen: &Entry,
    worker: &WorkerId,
) -> Result<Option<Held>, StoreError> {
    let Some(shard) = seen.key.strip_prefix(&keys.leases()) else {
        return Ok(None);
    };
    let shard = ShardId(shard.to_owned());
    let Some(object) = store.get(&seen.key)? else {
        return Ok(None);
    };
    if object.etag != seen.etag {
        return Ok(None);
    }
    // a lease that cannot be read is as good as lapsed, but must not begin the count anew for ever
    let before = read_json::<Lease>(&seen.key, &object.bytes).unwrap_or(Lease {
        worker: worker.clone(),
        epoch: 1,
        sequence: 1,
    });
    let lease = Lease {
        worker: worker.clone(),
        epoch: before.epoch.saturating_add(1),
        sequence: before.sequence.saturating_add(1),
    };
    let held = write(store, keys, &shard, lease, &Condition::Unchanged(object.etag))?;
    // its holder may have settled it between the listings
    match held {
        Some(_) if store.get_range(&keys.result(&shard), 0..1)?.is_some() => Ok(None),
        held => Ok(held),
    }
}

fn write(
    store: &dyn ObjectStore,
    keys: &Keys,
    shard: &ShardId,
    lease: Lease,
    condition: &Condition,
) -> Result<Option<Held>, StoreError> {
    let key = keys.lease(shard);
    match store.put(&key, &write_json(&lease), condition)? {
        Put::Refused => Ok(None),
        Put::Done(etag) => Ok(Some(Held { shard: shard.clone(), lease, key, etag })),
    }
}

impl Held {
    /// Says that the worker is still at it. False when somebody else has the shard now: the worker lets go of it.
    ///
    /// # Errors
    /// What the store says; the lease may have been renewed or not, and renewing again is right.
    pub(crate) fn renew(&mut self, store: &dyn ObjectStore) -> Result<bool, StoreError> {
        let mut lease = self.lease.clone();
        lease.sequence += 1;
        let condition = Condition::Unchanged(self.etag.clone());
        match store.put(&self.key, &write_json(&lease), &condition)? {
            Put::Refused => Ok(false),
            Put::Done(etag) => {
                self.lease = lease;
                self.etag = etag;
                Ok(true)
            }
        }
    }
}
