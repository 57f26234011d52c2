//! A run in simulated time.

use std::collections::HashSet;

use crate::config;
use crate::shard::{
    Claimer, Item, Keys, Next, Place, RunId, RunManifest, SCHEMA, Shard, ShardId, WorkerId,
    partition, shard_ms,
};
use crate::store::{Condition, StoreError};

use super::agenda::{Agenda, Happening};
use super::documents::Documents;
use super::line::Pipe;
use super::luck::Luck;
use super::machine::{Job, Machine, Slot};
use super::outcome::Troubles;
use super::scenario::Scenario;
use super::wire::Wire;

/// Shards that are sent at the same time, as the coordinator does.
const HANDS: usize = 4;

/// The coordinator looks after its machines this often, ms.
const LOOK_MS: i64 = 10_000;

/// Results that the coordinator fetches at the same time.
const FETCHES: i64 = 16;

/// What the words of a page come to in a result, bytes.
const WORDS_BYTES: u64 = 5_000;

/// A run that goes on.
#[derive(Debug)]
pub struct Run<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) documents: Documents,
    pub(super) shards: Vec<Shard>,
    pub(super) keys: Keys,
    pub(super) manifest: RunManifest,
    pub(super) wire: Wire,
    pub(super) machines: Vec<Machine>,
    pub(super) troubles: Troubles,
    agenda: Agenda,
    luck: Luck,
    now_ms: i64,
    up: Pipe,
    down: Pipe,
    next_piece: usize,
    /// Large documents that are in the store.
    own: HashSet<String>,
    /// How often each page was read.
    pub(super) read: Vec<u8>,
    /// When the words of each page were in the store, ms.
    pub(super) done_ms: Vec<Option<i64>>,
    pub(super) uploaded_ms: i64,
    pub(super) last_result_ms: i64,
    pub(super) collected_ms: i64,
    coordinator: Coordinator,
}
