//! What is known of a run: from the ledger, the store and the provider of machines.

use crate::Result;
use crate::fleet::{Fleet, Instance, InstanceState};
use crate::shard::{Heartbeat, Keys};
use crate::store::ObjectStore;
use office::ledger::{BurstRecord, ShardCount};

use super::guard::is_coordinated;
use super::heartbeats::heartbeats;

/// What is known of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunStatus {
    /// What the ledger knows.
    pub record: BurstRecord,
    /// Shards, as the ledger knows them.
    pub shards: ShardCount,
    /// Results that are in the store.
    pub results: u64,
    /// A coordinator is at work on it.
    pub is_coordinated: bool,
    /// Workers, and for how long each has been silent, ms.
    pub workers: Vec<(Heartbeat, u64)>,
    /// Machines that have not ended.
    pub instances: Vec<Instance>,
}

/// Looks at a run.
///
/// # Errors
/// When store or provider cannot be asked.
pub fn status(
    record: BurstRecord,
    shards: ShardCount,
    store: &dyn ObjectStore,
    fleet: &mut dyn Fleet,
) -> Result<RunStatus> {
    let keys = Keys::new(&record.run);
    let instances = fleet
        .instances(Some(&record.run))?
        .into_iter()
        .filter(|instance| instance.state != InstanceState::Ended)
        .collect();
    Ok(RunStatus {
        results: store.list(&keys.results())?.entries.len() as u64,
        is_coordinated: is_coordinated(store, &record.run)?,
        workers: heartbeats(store, &keys)?,
        instances,
        shards,
        record,
    })
}
