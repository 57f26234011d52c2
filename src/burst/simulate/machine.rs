//! A simulated machine: slots that read shards.

use crate::shard::{Claimer, Held, Shard, WorkerId};

#[derive(Debug)]
pub(crate) struct Machine {
    pub id: WorkerId,
    /// Finds it work; the real one.
    pub claimer: Claimer,
    /// What it reads at the same time.
    pub slots: Vec<Slot>,
    /// What it does in the time in which a core of the coordinator's machine does 1.0.
    pub speed: f64,
    /// It costs something, can be taken back and can vanish.
    pub is_rented: bool,
    /// When it was asked for, ms.
    pub asked_ms: i64,
    /// When it was there, ms.
    pub booted_ms: Option<i64>,
    /// When it was gone, ms.
    pub gone_ms: Option<i64>,
    /// It was told to go.
    pub is_leaving: bool,
    /// Time its slots spent reading pages that were not read before, ms.
    pub useful_ms: f64,
}

/// Where a machine reads one shard at a time.
#[derive(Debug, Default)]
pub struct Slot {
    /// Grows whenever plans for the slot are overtaken.
    pub turn: u32,
    pub job: Option<Job>,
    /// It has found that nothing is left to do, or its machine goes.
    pub is_done: bool,
    /// Since when it has found nothing to do, ms.
    pub idle_since_ms: Option<i64>,
}

/// A shard that is being read.
#[derive(Debug)]
pub struct Job {
    pub shard: Shard,
    /// The lease; `None` when it is somebody else's, read a second time.
    pub held: Option<Held>,
    /// When it was begun, ms.
    pub began_ms: i64,
    /// When each page will have been read, ms: (document, page) in the order of the shard.
    pub pages: Vec<(i64, usize, u32)>,
}

impl Job {
    /// How many pages have been read at a time.
    pub fn read_until(&self, now_ms: i64) -> usize {
        self.pages.partition_point(|(at_ms, ..)| *at_ms <= now_ms)
    }
}

impl Machine {
    /// For how long it is paid, ms: from the asking to its end.
    pub(crate) fn paid_ms(&self, end_ms: i64) -> i64 {
        if self.is_rented { self.gone_ms.unwrap_or(end_ms) - self.asked_ms } else { 0 }
    }
}
