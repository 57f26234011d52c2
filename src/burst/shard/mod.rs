//! Work in pieces that any machine can take: shards, leases on them, results.
//!
//! Objects of a run, below `runs/<run>/` in its [`crate::store`]:
//!
//! | name | what | written |
//! |---|---|---|
//! | `run.json` | `RunManifest`: settings, fingerprint, limits | once |
//! | `documents/<shard>` | bytes of a shard's small documents, one after another | once |
//! | `documents/<sha256>` | bytes of a large document, whose pages are spread over shards | once |
//! | `shards/<shard>` | [`Shard`]: which pages of which documents | once |
//! | `leases/<shard>` | [`Lease`]: who works on it | created, renewed, taken over, all by condition |
//! | `results/<shard>` | `ShardResult`: the pages' words, or why not, and which shards have the rest | once; the first writer wins |
//! | `workers/<worker>` | [`Heartbeat`] | every few seconds by its worker |
//! | `stop` | finish the page in hand and go | once |
//!
//! Every object but the documents is sealed with a checksum; documents are named by theirs. A worker writes a result,
//! never anything about bookkeeping: words are all that leaves it.
//!
//! A shard is *settled* when it has a result, and a run is done when every shard is settled. A result may pass the
//! rest on to new shards (`ShardResult::rest`), which are written before it; so results are listed before shards by
//! whoever asks whether all is done.

mod claim;
mod lease;
mod model;
mod names;
mod partition;
mod read;
mod result;
mod work;

#[cfg(test)]
mod tests;

pub(crate) use claim::Claimer;
pub(crate) use claim::Next;
pub(crate) use lease::claim;
pub(crate) use lease::{Held, take_over};

pub use model::{Heartbeat, Item, Lease, RunId, Shard, WorkerId, WorkerState};

pub(crate) use model::{PagesFailed, RunManifest, ShardResult};
pub(crate) use model::{PagesRead, Place, SCHEMA, ShardId};
pub(crate) use names::Keys;
pub(crate) use names::RUNS;
pub(crate) use partition::{Partition, WaitingDocument};
pub(crate) use partition::{partition, shard_ms};
pub use result::{read_json, write_json};
pub(crate) use result::{read_result, write_result};
pub(crate) use work::{Notice, Worker};
pub use work::{WorkSummary, WorkerEvent};

/// So many characters by chance, of those that names of objects may have and people can tell apart.
pub fn chance(characters: usize) -> String {
    const OF: &[u8] = b"23456789abcdefghjkmnpqrstvwxyz";
    let chance = crate::store::Chance::new();
    (0..characters).map(|_| char::from(OF[(chance.next() % OF.len() as u64) as usize])).collect()
}
