//! What workers say of themselves.

use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::shard::{Heartbeat, Keys, read_json};
use crate::store::{ObjectStore, StoreError};

/// What all workers of a run say of themselves, and for how long each has been silent, ms of the store's clock.
///
/// # Errors
/// What the store says.
pub(crate) fn heartbeats(
    store: &dyn ObjectStore,
    keys: &Keys,
) -> Result<Vec<(Heartbeat, u64)>, StoreError> {
    let listing = store.list(&keys.workers())?;
    let now = listing.now;
    let beats = Mutex::new(Vec::new());
    listing.entries.into_par_iter().try_for_each(|entry| {
        if let Some(object) = store.get(&entry.key)? {
            let beat: Heartbeat = read_json(&entry.key, &object.bytes)?;
            beats
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((beat, now.since_ms(entry.modified)));
        }
        Ok::<(), StoreError>(())
    })?;
    let mut beats = beats.into_inner().unwrap_or_else(PoisonError::into_inner);
    beats.sort_by(|a, b| a.0.worker.cmp(&b.0.worker));
    Ok(beats)
}
