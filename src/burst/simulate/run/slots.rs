//! What a worker does with each of its slots.

use std::collections::HashSet;

use crate::shard::{
    Held, Item, Next, Shard, ShardId, ShardResult, read_json, write_json, write_result,
};
use crate::store::{Condition, Put, StoreError};

use super::super::agenda::Happening;
use super::super::documents::of_name;
use super::super::line::Pipe;
use super::super::machine::Job;
use super::Run;

/// A worker says this often that it is there, ms.
const BEAT_MS: i64 = 10_000;

/// A worker with nothing to do stays this long beyond the time in which a lease lapses, ms.
const IDLE_MS: i64 = 20_000;

impl Run<'_> {
    pub(super) fn find_work(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
        let now_ms = self.now_ms;
        let claimer = &mut self.machines[machine].claimer;
        let (next, took_ms) = self.wire.call(now_ms, |store| claimer.next(store, now_ms as u64))?;
        let at_ms = now_ms + took_ms;
        let (shard, held) = match next {
            Next::Done => {
                self.machines[machine].slots[slot].is_done = true;
                self.end_when_done(machine);
                return Ok(());
            }
            Next::Wait(time) => {
                let most_ms = self.manifest.lease_ms as i64 + IDLE_MS;
                let state = &mut self.machines[machine];
                let slot_state = &mut state.slots[slot];
                let since_ms = *slot_state.idle_since_ms.get_or_insert(now_ms);
                if state.is_rented && now_ms - since_ms > most_ms {
                    slot_state.is_done = true;
                    self.end_when_done(machine);
                } else {
                    self.plan_free(machine, slot, at_ms + time.as_millis() as i64 + 1);
                }
                return Ok(());
            }
            Next::Work(held) => {
                self.troubles.taken_over += u64::from(held.lease.epoch > 1);
                (held.shard.clone(), Some(held))
            }
            Next::Second(shard) => {
                self.troubles.seconds += 1;
                (shard, None)
            }
        };
        self.machines[machine].slots[slot].idle_since_ms = None;
        self.begin(machine, slot, &shard, held, at_ms)
    }

    /// Fetches a shard with its documents, and plans when each of its pages will have been read.
    fn begin(
        &mut self,
        machine: usize,
        slot: usize,
        id: &ShardId,
        held: Option<Held>,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        let key = self.keys.shard(id);
        let (object, shard_took_ms) = self.wire.call(at_ms, |store| store.get(&key))?;
        let object = object.expect("a shard that was claimed is there");
        let shard: Shard = read_json(&key, &object.bytes)?;
        let mut objects: HashSet<&str> = HashSet::new();
        let mut bytes = 0;
        for item in &shard.items {
            bytes += item.len;
            objects.insert(&item.at.object);
        }
        let is_rented = self.machines[machine].is_rented;
        let mut took_ms = shard_took_ms;
        if is_rented {
            // the bytes themselves are not kept: their requests and their time are
            for object in objects {
                let key = self.keys.document(object);
                took_ms += self.wire.call(at_ms + took_ms, |store| store.get_range(&key, 0..1))?.1;
            }
            let line = Pipe::new(self.scenario.machines.mbit);
            took_ms += line.takes_ms(bytes).ceil() as i64;
        }
        let epoch = held.as_ref().map_or(0, |held| held.lease.epoch);
        let mut clock_ms = (at_ms + took_ms) as f64;
        let mut pages = Vec::new();
        if epoch <= self.manifest.most_takeovers + 1 {
            let speed = self.machines[machine].speed;
            for item in &shard.items {
                let document = of_name(item.sha256);
                for page in &item.pages {
                    clock_ms += self.documents.ms(document, *page) / speed;
                    pages.push((clock_ms as i64, document, *page));
                }
            }
        }
        let job = Job { shard, held, began_ms: self.now_ms, pages };
        let state = &mut self.machines[machine].slots[slot];
        state.turn += 1;
        let turn = state.turn;
        let done_ms = job.pages.last().map_or(at_ms + took_ms, |(ms, ..)| *ms);
        state.job = Some(job);
        let what = Happening::Read { machine, slot, turn };
        self.agenda.plan(done_ms.max(at_ms + took_ms), what);
        self.plan_renew(machine, slot, turn, at_ms);
        Ok(())
    }

    fn plan_renew(&mut self, machine: usize, slot: usize, turn: u32, from_ms: i64) {
        let at_ms = from_ms + self.manifest.lease_ms as i64 / 3;
        let what = Happening::Renew { machine, slot, turn };
        self.agenda.plan(at_ms, what);
    }

    pub(super) fn renew(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
        let now_ms = self.now_ms;
        let state = &mut self.machines[machine].slots[slot];
        let turn = state.turn;
        let Some(held) = state.job.as_mut().and_then(|job| job.held.as_mut()) else {
            return Ok(());
        };
        let (is_held, took_ms) = self.wire.call(now_ms, |store| held.renew(store))?;
        if is_held {
            self.plan_renew(machine, slot, turn, now_ms);
        } else if let Some(job) = self.machines[machine].slots[slot].job.take() {
            let until = job.read_until(now_ms);
            self.count_read(machine, &job.pages[..until]);
            self.plan_free(machine, slot, now_ms + took_ms);
        }
        Ok(())
    }

    /// Writes what was read of a shard, and the rest as a new one when the machine has to go.
    pub(super) fn write(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
        let now_ms = self.now_ms;
        let Some(job) = self.machines[machine].slots[slot].job.take() else {
            return Ok(());
        };
        let until = job.read_until(now_ms);
        self.count_read(machine, &job.pages[..until]);
        let epoch = job.held.as_ref().map_or(0, |held| held.lease.epoch);
        let rest = if epoch > self.manifest.most_takeovers + 1 {
            self.split(&job.shard)
        } else {
            self.rest(&job, until)
        };
        self.troubles.rested += u64::from(!rest.is_empty());
        let mut took_ms = 0;
        for shard in &rest {
            let (key, body) = (self.keys.shard(&shard.id), write_json(shard));
            took_ms += self
                .wire
                .call(now_ms + took_ms, |store| store.put(&key, &body, &Condition::Absent))?
                .1;
        }
        let result = ShardResult {
            run: self.manifest.run.clone(),
            shard: job.shard.id.clone(),
            reading: self.manifest.reading,
            worker: self.machines[machine].id.clone(),
            epoch,
            read: Vec::new(),
            failed: Vec::new(),
            rest: rest.into_iter().map(|shard| shard.id).collect(),
            took_ms: (now_ms - job.began_ms) as u64,
        };
        let (key, body) = (self.keys.result(&job.shard.id), write_result(&result));
        let (put, put_took_ms) =
            self.wire.call(now_ms + took_ms, |store| store.put(&key, &body, &Condition::Absent))?;
        let at_ms = now_ms + took_ms + put_took_ms;
        if matches!(put, Put::Done(_)) {
            for (_, document, page) in &job.pages[..until] {
                let page = self.documents.page(*document, *page);
                self.done_ms[page].get_or_insert(at_ms);
            }
            self.last_result_ms = self.last_result_ms.max(at_ms);
        }
        if self.machines[machine].is_leaving {
            self.machines[machine].slots[slot].is_done = true;
            self.end_when_done(machine);
        } else {
            let claimer = &mut self.machines[machine].claimer;
            claimer.took((now_ms - job.began_ms) as u64);
            self.plan_free(machine, slot, at_ms);
        }
        Ok(())
    }

    /// What is left of a shard after its first pages, as a new shard.
    fn rest(&mut self, job: &Job, until: usize) -> Vec<Shard> {
        let mut skip = until;
        let mut items = Vec::new();
        for item in &job.shard.items {
            let pages = item.pages.len();
            if skip < pages {
                let mut item = item.clone();
                item.pages.drain(..skip);
                items.push(item);
            }
            skip = skip.saturating_sub(pages);
        }
        if items.is_empty() {
            return Vec::new();
        }
        vec![self.new_shard(&job.shard, items)]
    }

    /// A shard whose workers have ended one after another, a document each.
    fn split(&mut self, shard: &Shard) -> Vec<Shard> {
        let items = shard.items.clone().into_iter();
        items.map(|item| self.new_shard(shard, vec![item])).collect()
    }

    fn new_shard(&mut self, of: &Shard, items: Vec<Item>) -> Shard {
        let first = of.id.0.split('.').next().unwrap_or_default();
        Shard {
            id: ShardId(format!("{first}.{:08x}", self.random.number() as u32)),
            estimated_ms: of.estimated_ms * items.len() as u64 / of.items.len().max(1) as u64,
            items,
        }
    }

    pub(super) fn count_read(&mut self, machine: usize, pages: &[(i64, usize, u32)]) {
        let speed = self.machines[machine].speed;
        for (_, document, page) in pages {
            let number = self.documents.page(*document, *page);
            if self.read[number] > 0 {
                self.troubles.pages_twice += 1;
            } else {
                self.machines[machine].useful_ms += self.documents.ms(*document, *page) / speed;
            }
            self.read[number] = self.read[number].saturating_add(1);
        }
    }

    /// A worker says that it is there, and looks whether it is to go.
    pub(super) fn beat(&mut self, machine: usize) -> Result<(), StoreError> {
        if self.machines[machine].gone_ms.is_some() {
            return Ok(());
        }
        let (key, stop) = (self.keys.worker(&self.machines[machine].id), self.keys.stop());
        self.wire.call(self.now_ms, |store| {
            store.list(&stop)?;
            store.put(&key, b"beat", &Condition::Always)
        })?;
        self.agenda.plan(self.now_ms + BEAT_MS, Happening::Beat { machine });
        Ok(())
    }
}
