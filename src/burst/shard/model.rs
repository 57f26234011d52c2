//! What is written about a run.

use std::fmt;

pub use office::ledger::RunId;

pub(crate) use office::ledger::ShardId;

use serde::{Deserialize, Serialize};

use reading::Cause;
use reading::document::MediaKind;
use reading::settings::{Limits, Ocr, Reader};
use reading::source::Sha256;
use reading::text::Page;

/// Format of the objects of a run; a worker or coordinator of another format keeps away.
pub const SCHEMA: &str = "dizzy.run/1";

/// A worker's name: the instance's id, or host and process number; made unique by chance.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerId(pub String);

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `run.json`: all that a worker must know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RunManifest {
    /// [`SCHEMA`].
    pub schema: String,
    pub run: RunId,
    /// The program that made it, for messages.
    pub version: String,
    /// What reads: a worker that would read otherwise keeps away. See [`office::ledger::Fingerprint`].
    pub reading: [u8; 16],
    /// Shards that the run is cut into at first.
    pub shards: u64,
    /// A lease that was not renewed for this long has lapsed, ms of the store's clock.
    pub lease_ms: u64,
    /// A shard that was taken over this often is split; a single document that was is left to be read at home.
    pub most_takeovers: u32,
    /// Nothing of the run may go on after this, Unix time in seconds.
    pub ends_at_s: i64,
    /// Settings of recognition.
    pub ocr: Ocr,
    pub reader: Reader,
    pub limits: Limits,
}

/// Where the bytes of an item are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The object's name below the run.
    pub object: String,
    /// First byte.
    pub offset: u64,
}

/// Pages of one document that are to be recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The document.
    pub sha256: Sha256,
    /// What its bytes are.
    pub kind: MediaKind,
    /// How many bytes it has.
    pub len: u64,
    /// Where they are.
    pub at: Place,
    /// Page numbers, from 1, growing.
    pub pages: Vec<u32>,
}

/// A piece of the work: about a minute of one core.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shard {
    /// Its name.
    pub id: ShardId,
    /// What is to be read.
    pub items: Vec<Item>,
    /// What that is expected to cost, ms of one core of the coordinator's machine.
    pub estimated_ms: u64,
}

/// Who works on a shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The worker.
    pub worker: WorkerId,
    /// Grows with every holder, from 1: how often the shard was begun.
    pub epoch: u32,
    /// Grows with every write: no two bodies of a lease are the same, so no two versions are (an ETag may be a digest
    /// of the body, and a stale `If-Match` must not succeed).
    pub sequence: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PagesRead {
    pub sha256: Sha256,
    pub pages: Vec<Page>,
}

/// Why a document failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PagesFailed {
    pub sha256: Sha256,
    /// The first page that was not read.
    pub page: u32,
    pub cause: Cause,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ShardResult {
    pub run: RunId,
    pub shard: ShardId,
    /// What read it; see [`RunManifest::reading`].
    pub reading: [u8; 16],
    pub worker: WorkerId,
    /// The [`Lease::epoch`] under which it was read.
    pub epoch: u32,
    pub read: Vec<PagesRead>,
    pub failed: Vec<PagesFailed>,
    /// Shards that have what is not here: after an interruption, or when the shard was split.
    pub rest: Vec<ShardId>,
    /// How long it took, ms.
    pub took_ms: u64,
}

/// What a worker is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerState {
    /// Reading.
    Working,
    /// Nothing to do just now.
    Idle,
    /// Told to go: finishing the pages in hand.
    Leaving,
    /// Gone by itself.
    Ended,
}

/// A worker's word about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The worker.
    pub worker: WorkerId,
    /// Its instance id, when it is an EC2 instance.
    pub instance: Option<String>,
    /// Its instance type, when it is an EC2 instance.
    pub instance_type: Option<String>,
    /// What it is doing.
    pub state: WorkerState,
    /// Shards read at the same time.
    pub jobs: u32,
    /// Shards it has settled.
    pub shards: u64,
    /// Pages it has read.
    pub pages: u64,
    /// Time its threads spent reading, ms, all threads together.
    pub busy_ms: u64,
    /// Since it began, ms.
    pub up_ms: u64,
    /// From the begin of the program to the first page read, ms.
    pub first_page_ms: Option<u64>,
    /// The last thing that went wrong; never contents of documents.
    pub last_error: Option<String>,
}
