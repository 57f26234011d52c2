//! Which shard a worker takes next.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::store::{Chance, Condition, Entry, LAST, ObjectStore, Put, StoreError};

use super::{Held, Keys, Lease, RunManifest, ShardId, WorkerId, claim, take_over, write_json};

/// Shards at most in a part of the list that is looked at by itself: with the rests among them no more names than a request
/// to a store lists, so that a look takes three requests however long the list is.
const PART: u64 = 900;

/// Shards in each part of a list of so many.
pub(super) fn part_of(shards: u64) -> u64 {
    shards.div_ceil(shards.div_ceil(PART).max(1)).max(1)
}

/// After so many shards that somebody else had first, the store is looked at anew.
const CONFLICTS: u64 = 4;

/// Between two rounds of the list when nothing is free, at first and, with few workers, at most, ms.
const PAUSE_MS: (u64, u64) = (300, 5_000);

/// Workers that look for lapsed leases within the time in which one lapses, about.
const LOOKERS: usize = 8;

/// Running shards for which a worker that finds nothing looks as often as it would alone.
const CROWD: usize = 32;

/// The longest between two rounds while shards are still being sent, ms: whoever waits then is to find them soon.
const LONGEST_MS: u64 = 15_000;

/// A shard is slow when it takes this many times as long as others did.
const SLOW: u64 = 2;

/// No shard is slow before this, ms.
const LEAST_SLOW_MS: u64 = 10_000;

/// What a worker does next.
#[derive(Debug)]
pub enum Next {
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
/// A long list is looked at in parts, beginning with one by chance and going round; a part whose shards are all
/// settled stays so and is never looked at again. A part whose shards have all been taken is watched, for leases that
/// lapse and workers that are slow: each worker watches the fewer of these the more workers there are. Workers that look
/// at the same part must not all try the same shard: each tries one by chance among the first few, of which it takes the
/// more the more workers there are.
#[derive(Debug)]
pub(crate) struct Claimer {
    keys: Keys,
    worker: WorkerId,
    lease_ms: u64,
    /// Shards that the run was cut into.
    shards: u64,
    chance: Chance,
    parts: Vec<Part>,
    /// The part that was looked at last.
    at: usize,
    /// Parts that are still to be looked at in this round, the next one last.
    round: Vec<usize>,
    /// When the next round begins after one that found nothing, ms.
    again_ms: Option<u64>,
    /// Shards that were free when last looked.
    free: Vec<ShardId>,
    /// Leases that were not renewed in time.
    lapsed: Vec<Entry>,
    /// Among the first how many free shards one is tried.
    window: usize,
    looked_ms: Option<u64>,
    pauses: u32,
    /// The longest that a shard has taken this worker, ms.
    longest_ms: Option<u64>,
    /// Slow shards that this worker has tried to read a second time.
    seconded: HashSet<ShardId>,
    /// Others were first too often: what the last look saw is no longer so.
    is_stale: bool,
}

/// What is known of a part of the list.
#[derive(Debug, Clone, Default)]
struct Part {
    /// Every shard of it has a result.
    is_settled: bool,
    /// Every shard of it was sent; they are sent in the order of the list.
    is_sent: bool,
    /// Every shard of it was sent, and nothing was free when last looked.
    is_taken: bool,
    /// When it was last looked at, ms.
    looked_ms: Option<u64>,
    /// Shards that others hold, and since when this worker has seen that, ms.
    running: HashMap<ShardId, u64>,
}

impl Claimer {
    /// Finds work in a run for a worker; the same seed gives the same choices.
    pub fn new(manifest: &RunManifest, worker: WorkerId, seed: u64) -> Self {
        let chance = Chance::seeded(seed);
        let parts = manifest.shards.div_ceil(part_of(manifest.shards)).max(1);
        Self {
            keys: Keys::new(&manifest.run),
            worker,
            lease_ms: manifest.lease_ms,
            shards: manifest.shards,
            parts: vec![Part::default(); parts as usize],
            at: (chance.next() % parts) as usize,
            round: Vec::new(),
            again_ms: None,
            chance,
            free: Vec::new(),
            lapsed: Vec::new(),
            window: 1,
            looked_ms: None,
            pauses: 0,
            longest_ms: None,
            seconded: HashSet::new(),
            is_stale: false,
        }
    }

    /// Notes how long a shard took this worker.
    pub fn took(&mut self, took_ms: u64) {
        self.longest_ms = self.longest_ms.max(Some(took_ms));
    }

    /// What to do next; `now_ms` is any clock that only goes forward.
    pub fn next(&mut self, store: &dyn ObjectStore, now_ms: u64) -> Result<Next, StoreError> {
        if self.is_time_to_look(now_ms) {
            let open = self.open();
            if open > 0 {
                let before = (self.chance.next() % open as u64) as usize;
                let mut those = (0..self.parts.len()).filter(|at| !self.parts[*at].is_settled);
                let at = those.nth(before).unwrap_or(self.at);
                let kept = std::mem::take(&mut self.free);
                self.look(store, at, now_ms)?;
                if self.free.is_empty() {
                    self.free = kept;
                }
            }
        }
        loop {
            if let Some(held) = self.claim(store)? {
                self.pauses = 0;
                self.round.clear();
                self.again_ms = None;
                return Ok(Next::Work(held));
            }
            if self.open() == 0 {
                return Ok(Next::Done);
            }
            if self.round.is_empty() {
                if let Some(wait_ms) = self.again_ms.and_then(|at_ms| at_ms.checked_sub(now_ms))
                    && wait_ms > 0
                {
                    return Ok(Next::Wait(Duration::from_millis(wait_ms)));
                }
                self.round = self.next_round();
            }
            let Some(at) = self.round.pop() else {
                continue;
            };
            self.at = at;
            self.look(store, at, now_ms)?;
            if !self.parts[at].is_sent {
                // nothing is there yet of those that follow
                self.round.retain(|other| *other < at);
            }
            if self.round.is_empty() {
                if self.free.is_empty() && self.lapsed.is_empty() {
                    if let Some(shard) = self.second(store, now_ms)? {
                        self.pauses = 0;
                        return Ok(Next::Second(shard));
                    }
                    self.pauses += 1;
                }
                self.again_ms = Some(now_ms + self.pause_ms());
            }
        }
    }

    /// Parts to look at before all have been looked at that may have work, the first one last: those that may have free
    /// shards, from the last one on, then some of those whose shards are all taken.
    fn next_round(&self) -> Vec<usize> {
        let those = (self.at..self.parts.len()).chain(0..self.at);
        let (taken, may_have): (Vec<usize>, Vec<usize>) =
            those.filter(|at| !self.parts[*at].is_settled).partition(|at| self.parts[*at].is_taken);
        let watchers = taken.len() * LOOKERS;
        let watched = watchers.div_ceil(self.running().count().max(1)).max(1);
        let mut round: Vec<usize> =
            may_have.into_iter().chain(taken.into_iter().take(watched)).collect();
        round.reverse();
        round
    }

    /// Parts with shards that are not settled.
    fn open(&self) -> usize {
        self.parts.iter().filter(|part| !part.is_settled).count()
    }

    /// Shards that others hold, as far as this worker knows.
    fn running(&self) -> impl Iterator<Item = (&ShardId, u64)> {
        let parts = self.parts.iter();
        parts.flat_map(|part| part.running.iter().map(|(id, since_ms)| (id, *since_ms)))
    }

    /// Whether it is this worker's turn to look for lapsed leases: all workers together look at every part some times
    /// in the time in which a lease lapses, however many they are.
    fn is_time_to_look(&self, now_ms: u64) -> bool {
        let turns = (self.running().count() / self.open().max(1) / LOOKERS).max(1) as u64;
        self.looked_ms.is_some_and(|at_ms| now_ms.saturating_sub(at_ms) >= self.lease_ms * turns)
    }

    /// Between two rounds when nothing is free: longer the longer that lasts, and the more others are at work; by chance
    /// a little more or less, so that workers that have waited together do not look together.
    fn pause_ms(&mut self) -> u64 {
        let crowd = (self.running().count() / CROWD).max(1) as u64;
        let pause_ms = if self.is_stale {
            PAUSE_MS.0
        } else {
            let most_ms = PAUSE_MS.1.min(self.lease_ms / 2).max(PAUSE_MS.0);
            (PAUSE_MS.0 << self.pauses.min(16)).min(most_ms)
        };
        let is_sent = self.parts.iter().all(|part| part.is_sent || part.is_settled);
        let most_ms = if is_sent { self.lease_ms / 2 } else { LONGEST_MS };
        let pause_ms = (pause_ms * crowd).min(most_ms.max(PAUSE_MS.0));
        pause_ms * (75 + self.chance.next() % 51) / 100
    }

    /// A lease on a shard that was free or given up when last looked.
    fn claim(&mut self, store: &dyn ObjectStore) -> Result<Option<Held>, StoreError> {
        while let Some(seen) = self.lapsed.pop() {
            if let Some(held) = take_over(store, &self.keys, &seen, &self.worker)? {
                return Ok(Some(held));
            }
        }
        for _ in 0..CONFLICTS {
            if self.free.is_empty() {
                break;
            }
            let among = self.window.clamp(1, self.free.len());
            let at = (self.chance.next() % among as u64) as usize;
            let shard = self.free.remove(at);
            if let Some(held) = claim(store, &self.keys, &shard, &self.worker)? {
                self.window = self.window * 3 / 4;
                return Ok(Some(held));
            }
            self.window = (self.window * 2).min(self.free.len().max(1));
        }
        self.is_stale |= !self.free.is_empty();
        self.free.clear();
        Ok(None)
    }

    /// Looks in a part what is settled, what is held, and what there is; in this order, so that nothing is missed.
    fn look(&mut self, store: &dyn ObjectStore, at: usize, now_ms: u64) -> Result<(), StoreError> {
        let part = part_of(self.shards);
        let first = at as u64 * part;
        let end = (first + part).min(self.shards);
        let after = match first {
            0 => String::new(),
            first => ShardId::numbered(first - 1, self.shards).0 + LAST,
        };
        let until = if end == self.shards {
            LAST.to_owned()
        } else {
            ShardId::numbered(end, self.shards).0
        };
        let (results_of, leases_of) = (self.keys.results(), self.keys.leases());
        let results = store.list_between(&results_of, &after, &until)?;
        let leases = store.list_between(&leases_of, &after, &until)?;
        let shards_of = self.keys.shards();
        let shards = store.list_between(&shards_of, &after, &until)?;
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
        let before = std::mem::take(&mut self.parts[at]).running;
        let part = &mut self.parts[at];
        let (mut there, mut unsettled) = (0, 0_usize);
        self.free.clear();
        for entry in &shards.entries {
            let Some(name) = entry.key.strip_prefix(&shards_of) else {
                continue;
            };
            let id = ShardId(name.to_owned());
            there += u64::from(!id.is_rest());
            if settled.contains(name) {
                continue;
            }
            unsettled += 1;
            match held.get(name) {
                None => self.free.push(id),
                Some(lease) if leases.now.since_ms(lease.modified) > self.lease_ms => {
                    self.lapsed.push((*lease).clone());
                }
                Some(_) => {
                    let since_ms = before.get(&id).copied().unwrap_or(now_ms);
                    part.running.insert(id, since_ms);
                }
            }
        }
        part.is_sent = there >= end - first;
        part.is_settled = unsettled == 0 && part.is_sent;
        part.looked_ms = Some(now_ms);
        part.is_taken = part.is_sent && self.free.is_empty();
        self.window = self.window.max(1 + 2 * part.running.len());
        self.looked_ms = Some(now_ms);
        self.is_stale = false;
        Ok(())
    }

    /// A shard of the parts just looked at that somebody is slow with and that nobody reads a second time yet.
    fn second(
        &mut self,
        store: &dyn ObjectStore,
        now_ms: u64,
    ) -> Result<Option<ShardId>, StoreError> {
        let usual_ms = self.longest_ms.unwrap_or(self.lease_ms);
        let slow_ms = (SLOW * usual_ms).max(LEAST_SLOW_MS);
        let just_now = |part: &&Part| part.looked_ms == Some(now_ms);
        let running = self.parts.iter().filter(just_now);
        let slowest = running
            .flat_map(|part| &part.running)
            .filter(|(id, since_ms)| {
                now_ms.saturating_sub(**since_ms) >= slow_ms && !self.seconded.contains(*id)
            })
            .min_by_key(|(id, since_ms)| (**since_ms, (*id).clone()))
            .map(|(id, _)| id.clone());
        let Some(shard) = slowest else {
            return Ok(None);
        };
        self.seconded.insert(shard.clone());
        let lease = Lease { worker: self.worker.clone(), epoch: 1, sequence: 1 };
        let key = self.keys.second_lease(&shard);
        let put = store.put(&key, &write_json(&lease), &Condition::Absent)?;
        Ok(matches!(put, Put::Done(_)).then_some(shard))
    }
}
