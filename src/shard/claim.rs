//! Which shard a worker takes next.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::store::{Chance, Condition, Entry, ObjectStore, Put, StoreError};

use super::{Held, Keys, Lease, RunManifest, ShardId, WorkerId, claim, take_over, write_json};

/// Free shards that are remembered from a look at the store.
const REMEMBERED: usize = 1 << 13;

/// After so many shards that somebody else had first, the store is looked at anew; after more where a look takes more
/// requests than that, since trying a shard takes one.
const CONFLICTS: u64 = 4;

/// Between two looks at the store when nothing is free, at first and, with few workers, at most, ms.
const PAUSE_MS: (u64, u64) = (300, 5_000);

/// Workers that look for lapsed leases within the time in which one lapses, about.
const LOOKERS: usize = 8;

/// A shard is slow when it takes this many times as long as others did.
const SLOW: u64 = 3;

/// No shard is slow before this, ms.
const LEAST_SLOW_MS: u64 = 10_000;

/// What a worker does next.
#[derive(Debug)]
pub enum Next {
    /// Read this shard.
    Work(Held),
    /// Read this shard, which somebody else is slow with, a second time; the first result counts.
    Second(ShardId),
    /// Nothing to do just now.
    Wait(Duration),
    /// Every shard has a result.
    Done,
}

/// Finds work for a worker: shards that nobody has, those of small documents before those of large ones; then those
/// whose holder is gone; then those that somebody is slow with.
///
/// Workers that look at the same time must not all try the same shard: each tries one by chance among the first few,
/// of which it takes the more the more workers there are.
#[derive(Debug)]
pub struct Claimer {
    keys: Keys,
    worker: WorkerId,
    lease_ms: u64,
    /// Shards that the run was cut into.
    shards: u64,
    chance: Chance,
    free: Vec<ShardId>,
    /// Leases that were not renewed in time.
    lapsed: Vec<Entry>,
    /// Shards that others hold, and since when this worker has seen that, ms.
    running: HashMap<ShardId, u64>,
    /// Among the first how many free shards one is tried.
    window: usize,
    looked_ms: Option<u64>,
    /// Requests that the last look took.
    look_requests: u64,
    pauses: u32,
    /// The longest that a shard has taken this worker, ms.
    longest_ms: Option<u64>,
    /// Slow shards that this worker has tried to read a second time.
    seconded: HashSet<ShardId>,
    /// Others were first too often: what the last look saw is no longer so.
    is_stale: bool,
    is_done: bool,
}

impl Claimer {
    /// Finds work in a run for a worker; the same seed gives the same choices.
    pub fn new(manifest: &RunManifest, worker: WorkerId, seed: u64) -> Self {
        Self {
            keys: Keys::new(&manifest.run),
            worker,
            lease_ms: manifest.lease_ms,
            shards: manifest.shards,
            chance: Chance::seeded(seed),
            free: Vec::new(),
            lapsed: Vec::new(),
            running: HashMap::new(),
            window: 1,
            looked_ms: None,
            look_requests: 0,
            pauses: 0,
            longest_ms: None,
            seconded: HashSet::new(),
            is_stale: false,
            is_done: false,
        }
    }

    /// Notes how long a shard took this worker.
    pub fn took(&mut self, took_ms: u64) {
        self.longest_ms = self.longest_ms.max(Some(took_ms));
    }

    /// What to do next; `now_ms` is any clock that only goes forward.
    ///
    /// # Errors
    /// What the store says.
    pub fn next(&mut self, store: &dyn ObjectStore, now_ms: u64) -> Result<Next, StoreError> {
        if !self.is_done && self.is_time_to_look(now_ms) {
            self.look(store, now_ms)?;
        }
        loop {
            if self.is_done {
                return Ok(Next::Done);
            }
            if let Some(held) = self.claim(store)? {
                self.pauses = 0;
                return Ok(Next::Work(held));
            }
            let since_ms = now_ms.saturating_sub(self.looked_ms.unwrap_or(0));
            let pause_ms = self.pause_ms();
            if since_ms < pause_ms {
                return Ok(Next::Wait(Duration::from_millis(pause_ms - since_ms)));
            }
            self.look(store, now_ms)?;
            if !self.is_done && self.free.is_empty() && self.lapsed.is_empty() {
                if let Some(shard) = self.second(store, now_ms)? {
                    self.pauses = 0;
                    return Ok(Next::Second(shard));
                }
                self.pauses += 1;
            }
        }
    }

    /// Whether it is this worker's turn to look for lapsed leases: all workers together look some times in the time in
    /// which a lease lapses, however many they are.
    fn is_time_to_look(&self, now_ms: u64) -> bool {
        let turns = (self.running.len() / LOOKERS).max(1) as u64;
        self.looked_ms
            .is_none_or(|at_ms| now_ms.saturating_sub(at_ms) >= self.lease_ms * turns)
    }

    /// Between two looks when nothing is free: longer the longer that lasts, and the more others are at work.
    fn pause_ms(&self) -> u64 {
        let crowd = (self.running.len() / (2 * LOOKERS)).max(1) as u64;
        if self.is_stale {
            return PAUSE_MS.0 * crowd;
        }
        let pause_ms = PAUSE_MS.0 << self.pauses.min(16);
        let most_ms = PAUSE_MS.1.min(self.lease_ms / 2).max(PAUSE_MS.0);
        pause_ms.min(most_ms) * crowd
    }

    /// A lease on a shard that was free or given up when last looked.
    fn claim(&mut self, store: &dyn ObjectStore) -> Result<Option<Held>, StoreError> {
        while let Some(seen) = self.lapsed.pop() {
            if let Some(held) = take_over(store, &self.keys, &seen, &self.worker)? {
                return Ok(Some(held));
            }
        }
        for _ in 0..CONFLICTS.max(self.look_requests) {
            if self.free.is_empty() {
                break;
            }
            let among = self.window.clamp(1, self.free.len());
            let at = (self.chance.next() % among as u64) as usize;
            let shard = self.free.remove(at);
            if let Some(held) = claim(store, &self.keys, &shard, &self.worker)? {
                self.window = (self.window * 3 / 4).max(1 + 2 * self.running.len());
                return Ok(Some(held));
            }
            self.window = (self.window * 2).min(self.free.len().max(1));
        }
        self.is_stale |= !self.free.is_empty();
        self.free.clear();
        Ok(None)
    }

    /// Looks what is settled, what is held, and what there is; in this order, so that nothing is missed.
    fn look(&mut self, store: &dyn ObjectStore, now_ms: u64) -> Result<(), StoreError> {
        let (results_of, leases_of) = (self.keys.results(), self.keys.leases());
        let results = store.list(&results_of)?;
        let leases = store.list(&leases_of)?;
        let shards_of = self.keys.shards();
        let shards = store.list(&shards_of)?;
        self.look_requests = results.requests + leases.requests + shards.requests;
        let settled: HashSet<&str> = results
            .entries
            .iter()
            .filter_map(|entry| entry.key.strip_prefix(&results_of))
            .collect();
        let held: HashMap<&str, &Entry> = leases
            .entries
            .iter()
            .filter_map(|entry| Some((entry.key.strip_prefix(&leases_of)?, entry)))
            .collect();
        let mut running = HashMap::new();
        let (mut first, mut unsettled) = (0, 0_usize);
        self.free.clear();
        self.lapsed.clear();
        for entry in &shards.entries {
            let Some(name) = entry.key.strip_prefix(&shards_of) else {
                continue;
            };
            let id = ShardId(name.to_owned());
            first += u64::from(!id.is_rest());
            if settled.contains(name) {
                continue;
            }
            unsettled += 1;
            match held.get(name) {
                None if self.free.len() < REMEMBERED => self.free.push(id),
                None => {}
                Some(lease) if leases.now.since_ms(lease.modified) > self.lease_ms => {
                    self.lapsed.push((*lease).clone());
                }
                Some(_) => {
                    let since_ms = self.running.get(&id).copied().unwrap_or(now_ms);
                    running.insert(id, since_ms);
                }
            }
        }
        self.running = running;
        self.window = self.window.max(1 + 2 * self.running.len());
        self.looked_ms = Some(now_ms);
        self.is_stale = false;
        self.is_done = unsettled == 0 && first >= self.shards;
        Ok(())
    }

    /// A shard that somebody is slow with and that nobody reads a second time yet.
    fn second(
        &mut self,
        store: &dyn ObjectStore,
        now_ms: u64,
    ) -> Result<Option<ShardId>, StoreError> {
        let usual_ms = self.longest_ms.unwrap_or(self.lease_ms);
        let slow_ms = (SLOW * usual_ms).max(LEAST_SLOW_MS);
        let slowest = self
            .running
            .iter()
            .filter(|(id, since_ms)| {
                now_ms.saturating_sub(**since_ms) >= slow_ms && !self.seconded.contains(*id)
            })
            .min_by_key(|(id, since_ms)| (**since_ms, (*id).clone()))
            .map(|(id, _)| id.clone());
        let Some(shard) = slowest else {
            return Ok(None);
        };
        self.seconded.insert(shard.clone());
        let lease = Lease {
            worker: self.worker.clone(),
            epoch: 1,
            sequence: 1,
        };
        let key = self.keys.second_lease(&shard);
        let put = store.put(&key, &write_json(&lease), &Condition::Absent)?;
        Ok(matches!(put, Put::Done(_)).then_some(shard))
    }
}
