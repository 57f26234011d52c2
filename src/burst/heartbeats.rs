//! What workers say of themselves.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::shard::{Heartbeat, Keys, read_json};
use crate::store::{ObjectStore, StoreError};

/// What all workers of a run say of themselves, and for how long each has been silent, ms of the store's clock.
pub(crate) fn heartbeats(
    store: &dyn ObjectStore,
    keys: &Keys,
) -> Result<Vec<(Heartbeat, u64)>, StoreError> {
    let listing = store.list(&keys.workers())?;
    let now = listing.now;
    let beats = listing.entries.into_par_iter().map(|entry| {
        let Some(object) = store.get(&entry.key)? else { return Ok(None) };
        Ok(Some((read_json(&entry.key, &object.bytes)?, now.since_ms(entry.modified))))
    });
    let beats: Result<Vec<Option<(Heartbeat, u64)>>, StoreError> = beats.collect();
    let mut beats: Vec<_> = beats?.into_iter().flatten().collect();
    beats.sort_by(|a, b| a.0.worker.cmp(&b.0.worker));
    Ok(beats)
}
