//! A run in simulated time.

use std::collections::HashSet;
use std::time::Duration;

use crate::config::{Limits, Ocr, Reader};
use crate::shard::{
    Claimer, Held, Item, Keys, Next, Place, RunId, RunManifest, SCHEMA, Shard, ShardId,
    ShardResult, WorkerId, partition, read_json, read_result, shard_ms, write_json, write_result,
};
use crate::store::{Condition, Put, StoreError};

use crate::burst::rhythm::Rhythm;

use super::agenda::{Agenda, Happening};
use super::documents::{Documents, of_name};
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

/// A worker says this often that it is there, ms.
const BEAT_MS: i64 = 10_000;

/// A worker with nothing to do stays this long beyond the time in which a lease lapses, ms.
const IDLE_MS: i64 = 20_000;

/// Results that the coordinator fetches at the same time.
const FETCHES: i64 = 16;

/// What the words of a page come to in a result, bytes.
const WORDS_BYTES: u64 = 5_000;

/// No run takes longer than this, ms: something is wrong then.
const LONGEST_MS: i64 = 30 * 24 * 3_600_000;

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
    sending: usize,
    /// Large documents that are in the store.
    own: HashSet<String>,
    /// How often each page was read.
    pub(super) read: Vec<u8>,
    /// When the words of each page were in the store, ms.
    pub(super) done_ms: Vec<Option<i64>>,
    pub(super) uploaded_ms: i64,
    pub(super) last_result_ms: i64,
    pub(super) collected_ms: Option<i64>,
    /// Shards whose results the coordinator has.
    collected: HashSet<ShardId>,
    /// Shards that workers made and told of.
    rests: HashSet<ShardId>,
    rhythm: Rhythm,
}

impl<'a> Run<'a> {
    /// A run at time 0: everything is planned, nothing is sent.
    pub fn new(scenario: &'a Scenario) -> Self {
        let documents = Documents::draw(&scenario.work, scenario.seed);
        let (machines, work) = (&scenario.machines, &scenario.work);
        let cores = machines.workers * machines.vcpus + machines.here_cores;
        let total_ms = documents.all_pages() as f64 * work.page_ms;
        let shard_ms = shard_ms(total_ms, cores, scenario.protocol.shard_ms);
        let waiting = documents.waiting(work.page_kib);
        let parts = partition(&waiting, work.page_ms, cores, shard_ms);
        let shards = parts.pieces.into_iter().map(|piece| {
            let mut offset = 0;
            let bundle = format!("documents/{}", piece.id);
            let items = piece.documents.into_iter().map(|(index, pages)| {
                let document = &waiting[index];
                let at = if parts.own_object[index] {
                    let object = format!("documents/{}", document.sha256);
                    Place { object, offset: 0 }
                } else {
                    offset += document.len;
                    let (object, offset) = (bundle.clone(), offset - document.len);
                    Place { object, offset }
                };
                Item {
                    sha256: document.sha256,
                    kind: document.kind,
                    len: document.len,
                    at,
                    pages,
                }
            });
            Shard {
                items: items.collect(),
                id: piece.id,
                estimated_ms: piece.estimated_ms,
            }
        });
        let shards: Vec<Shard> = shards.collect();
        let run = RunId("20260331-0915-simula".to_owned());
        let manifest = RunManifest {
            schema: SCHEMA.to_owned(),
            run: run.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            reading: [0; 16],
            shards: shards.len() as u64,
            lease_ms: scenario.protocol.lease_ms,
            most_takeovers: scenario.protocol.most_takeovers,
            ends_at_s: LONGEST_MS / 1000,
            ocr: settings::<Ocr>(|s| s.ocr),
            reader: settings::<Reader>(|s| s.reader),
            limits: settings::<Limits>(|s| s.limits),
        };
        let pages = documents.all_pages();
        let mut run = Self {
            scenario,
            shards,
            keys: Keys::new(&run),
            manifest,
            wire: Wire::new(&scenario.store, scenario.seed),
            machines: Vec::new(),
            troubles: Troubles::default(),
            agenda: Agenda::default(),
            luck: Luck::new(scenario.seed, 3),
            now_ms: 0,
            up: Pipe::new(scenario.line.up_mbit),
            down: Pipe::new(scenario.line.down_mbit),
            next_piece: 0,
            sending: 0,
            own: HashSet::new(),
            read: vec![0; pages],
            done_ms: vec![None; pages],
            uploaded_ms: 0,
            last_result_ms: 0,
            collected_ms: None,
            collected: HashSet::new(),
            rests: HashSet::new(),
            rhythm: Rhythm::default(),
            documents,
        };
        if scenario.machines.here_cores > 0 {
            run.add_machine(false);
        }
        for _ in 0..scenario.machines.workers {
            run.add_machine(true);
        }
        for _ in 0..HANDS {
            run.send_next();
        }
        run.agenda.plan(0, Happening::Poll);
        run.agenda.plan(LOOK_MS, Happening::Look);
        run
    }

    /// Lets it go on until the coordinator has all words.
    ///
    /// # Errors
    /// What the store says that even patience does not mend.
    pub fn go_on(&mut self) -> Result<(), StoreError> {
        while self.collected_ms.is_none() {
            let Some((at_ms, what)) = self.agenda.next() else {
                break;
            };
            if at_ms > LONGEST_MS {
                break;
            }
            self.now_ms = at_ms;
            self.happen(what)?;
        }
        Ok(())
    }

    fn happen(&mut self, what: Happening) -> Result<(), StoreError> {
        match what {
            Happening::Sent { piece } => self.sent(piece),
            Happening::Boot { machine } => {
                self.boot(machine);
                Ok(())
            }
            Happening::Free {
                machine,
                slot,
                turn,
            } => self.if_current(machine, slot, turn, Self::find_work),
            Happening::Read {
                machine,
                slot,
                turn,
            } => self.if_current(machine, slot, turn, Self::write),
            Happening::Renew {
                machine,
                slot,
                turn,
            } => self.if_current(machine, slot, turn, Self::renew),
            Happening::Beat { machine } => self.beat(machine),
            Happening::Notice { machine } => {
                self.notice(machine);
                Ok(())
            }
            Happening::Gone { machine } => {
                if self.machines[machine].gone_ms.is_none() {
                    self.troubles.crashed += u64::from(!self.machines[machine].is_leaving);
                    self.end_machine(machine);
                }
                Ok(())
            }
            Happening::Poll => self.poll(),
            Happening::Look => self.look(),
        }
    }

    fn if_current(
        &mut self,
        machine: usize,
        slot: usize,
        turn: u32,
        act: fn(&mut Self, usize, usize) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let is_there = self.machines[machine].gone_ms.is_none();
        if is_there && self.machines[machine].slots[slot].turn == turn {
            act(self, machine, slot)
        } else {
            Ok(())
        }
    }

    // --- machines

    fn add_machine(&mut self, is_rented: bool) {
        let settings = &self.scenario.machines;
        let number = self.machines.len();
        let is_slow = is_rented && self.luck.share() <= settings.stragglers;
        self.troubles.slow += u64::from(is_slow);
        let speed = match (is_rented, is_slow) {
            (false, _) => 1.0,
            (true, false) => settings.vcpu_speed,
            (true, true) => settings.vcpu_speed / settings.straggler_slowness,
        };
        let slots = if is_rented {
            settings.vcpus
        } else {
            settings.here_cores
        };
        let id = WorkerId(format!("i-{number:05}"));
        self.machines.push(Machine {
            claimer: Claimer::new(&self.manifest, id.clone(), self.luck.number()),
            id,
            slots: (0..slots).map(|_| Slot::default()).collect(),
            speed,
            is_rented,
            asked_ms: self.now_ms,
            booted_ms: None,
            gone_ms: None,
            is_leaving: false,
            useful_ms: 0.0,
        });
        let boot_ms = if is_rented {
            self.luck.with_mean(settings.boot_ms, settings.boot_spread) as i64
        } else {
            0
        };
        let at_ms = self.now_ms + boot_ms;
        self.agenda.plan(at_ms, Happening::Boot { machine: number });
    }

    fn boot(&mut self, machine: usize) {
        let now_ms = self.now_ms;
        let settings = &self.scenario.machines;
        self.machines[machine].booted_ms = Some(now_ms);
        for slot in 0..self.machines[machine].slots.len() {
            self.plan_free(machine, slot, now_ms);
        }
        self.agenda.plan(now_ms, Happening::Beat { machine });
        if self.machines[machine].is_rented {
            if let Some(in_ms) = self.luck.next_ms(settings.interruptions_per_hour) {
                self.agenda
                    .plan(now_ms + in_ms, Happening::Notice { machine });
            }
            if let Some(in_ms) = self.luck.next_ms(settings.crashes_per_hour) {
                self.agenda
                    .plan(now_ms + in_ms, Happening::Gone { machine });
            }
        }
    }

    /// The machine hears that it will be taken back: pages in hand are finished, the rest is passed on.
    fn notice(&mut self, machine: usize) {
        let now_ms = self.now_ms;
        if self.machines[machine].gone_ms.is_some() {
            return;
        }
        self.troubles.interrupted += 1;
        self.machines[machine].is_leaving = true;
        let ends_ms = now_ms + self.scenario.machines.notice_ms as i64;
        self.agenda.plan(ends_ms, Happening::Gone { machine });
        for number in 0..self.machines[machine].slots.len() {
            let slot = &mut self.machines[machine].slots[number];
            slot.turn += 1;
            let turn = slot.turn;
            match &slot.job {
                None => slot.is_done = true,
                Some(job) => {
                    let in_hand = job.pages.get(job.read_until(now_ms));
                    let at_ms = in_hand.map_or(now_ms, |(at_ms, ..)| *at_ms);
                    let what = Happening::Read {
                        machine,
                        slot: number,
                        turn,
                    };
                    self.agenda.plan(at_ms, what);
                }
            }
        }
        self.end_when_done(machine);
    }

    fn end_machine(&mut self, machine: usize) {
        let now_ms = self.now_ms;
        self.machines[machine].gone_ms = Some(now_ms);
        for slot in 0..self.machines[machine].slots.len() {
            let Some(job) = self.machines[machine].slots[slot].job.take() else {
                continue;
            };
            let until = job.read_until(now_ms);
            self.count_read(machine, &job.pages[..until]);
        }
    }

    /// A machine whose slots have all found that nothing is left ends itself.
    fn end_when_done(&mut self, machine: usize) {
        let slots = &self.machines[machine].slots;
        if slots.iter().all(|slot| slot.is_done) {
            self.end_machine(machine);
        }
    }

    fn plan_free(&mut self, machine: usize, slot: usize, at_ms: i64) {
        let state = &mut self.machines[machine].slots[slot];
        state.turn += 1;
        let turn = state.turn;
        let what = Happening::Free {
            machine,
            slot,
            turn,
        };
        self.agenda.plan(at_ms, what);
    }

    // --- a worker's slot

    fn find_work(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
        let now_ms = self.now_ms;
        let claimer = &mut self.machines[machine].claimer;
        let (next, took_ms) = self
            .wire
            .call(now_ms, |store| claimer.next(store, now_ms as u64))?;
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
                took_ms += self
                    .wire
                    .call(at_ms + took_ms, |store| store.get_range(&key, 0..1))?
                    .1;
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
        let job = Job {
            shard,
            held,
            began_ms: self.now_ms,
            pages,
        };
        let state = &mut self.machines[machine].slots[slot];
        state.turn += 1;
        let turn = state.turn;
        let done_ms = job.pages.last().map_or(at_ms + took_ms, |(ms, ..)| *ms);
        state.job = Some(job);
        let what = Happening::Read {
            machine,
            slot,
            turn,
        };
        self.agenda.plan(done_ms.max(at_ms + took_ms), what);
        self.plan_renew(machine, slot, turn, at_ms);
        Ok(())
    }

    fn plan_renew(&mut self, machine: usize, slot: usize, turn: u32, from_ms: i64) {
        let at_ms = from_ms + self.manifest.lease_ms as i64 / 3;
        let what = Happening::Renew {
            machine,
            slot,
            turn,
        };
        self.agenda.plan(at_ms, what);
    }

    fn renew(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
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
    fn write(&mut self, machine: usize, slot: usize) -> Result<(), StoreError> {
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
                .call(now_ms + took_ms, |store| {
                    store.put(&key, &body, &Condition::Absent)
                })?
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
        let (put, put_took_ms) = self.wire.call(now_ms + took_ms, |store| {
            store.put(&key, &body, &Condition::Absent)
        })?;
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
        items
            .map(|item| self.new_shard(shard, vec![item]))
            .collect()
    }

    fn new_shard(&mut self, of: &Shard, items: Vec<Item>) -> Shard {
        let first = of.id.0.split('.').next().unwrap_or_default();
        Shard {
            id: ShardId(format!("{first}.{:08x}", self.luck.number() as u32)),
            estimated_ms: of.estimated_ms * items.len() as u64 / of.items.len().max(1) as u64,
            items,
        }
    }

    fn count_read(&mut self, machine: usize, pages: &[(i64, usize, u32)]) {
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
    fn beat(&mut self, machine: usize) -> Result<(), StoreError> {
        if self.machines[machine].gone_ms.is_some() {
            return Ok(());
        }
        let (key, stop) = (
            self.keys.worker(&self.machines[machine].id),
            self.keys.stop(),
        );
        self.wire.call(self.now_ms, |store| {
            store.list(&stop)?;
            store.put(&key, b"beat", &Condition::Always)
        })?;
        self.agenda
            .plan(self.now_ms + BEAT_MS, Happening::Beat { machine });
        Ok(())
    }

    // --- the coordinator

    /// Puts the next shard's bytes on the line.
    fn send_next(&mut self) {
        let Some(shard) = self.shards.get(self.next_piece) else {
            return;
        };
        let mut bytes = 0;
        for item in &shard.items {
            let is_bundled = item.at.object.ends_with(&shard.id.0);
            if is_bundled || self.own.insert(item.at.object.clone()) {
                bytes += item.len;
            }
        }
        let at_ms = self.up.carry(self.now_ms, bytes);
        let piece = self.next_piece;
        self.agenda.plan(at_ms, Happening::Sent { piece });
        self.next_piece += 1;
        self.sending += 1;
    }

    fn sent(&mut self, piece: usize) -> Result<(), StoreError> {
        let shard = &self.shards[piece];
        let (key, body) = (self.keys.shard(&shard.id), write_json(shard));
        let objects: HashSet<String> = shard
            .items
            .iter()
            .map(|item| self.keys.document(&item.at.object))
            .collect();
        let (_, took_ms) = self.wire.call(self.now_ms, |store| {
            for object in &objects {
                store.put(object, b"x", &Condition::Always)?;
            }
            store.put(&key, &body, &Condition::Always)
        })?;
        self.sending -= 1;
        self.uploaded_ms = self.uploaded_ms.max(self.now_ms + took_ms);
        self.send_next();
        Ok(())
    }

    /// Takes results in.
    fn poll(&mut self) -> Result<(), StoreError> {
        let prefix = self.keys.results();
        let (listing, took_ms) = self.wire.call(self.now_ms, |store| store.list(&prefix))?;
        let mut at_ms = self.now_ms + took_ms;
        let mut fetched_ms = 0;
        let mut came = 0;
        for entry in listing.entries {
            let id = ShardId(entry.key[prefix.len()..].to_owned());
            if self.collected.contains(&id) {
                continue;
            }
            came += 1;
            let (object, get_ms) = self.wire.call(at_ms, |store| store.get(&entry.key))?;
            fetched_ms += get_ms;
            let object = object.expect("what was listed is there");
            let result = read_result(&entry.key, &object.bytes)?;
            self.rests.extend(result.rest);
            self.collected.insert(id);
        }
        if came > 0 {
            at_ms += fetched_ms / FETCHES;
            let pages = self.documents.all_pages() as u64 / self.manifest.shards.max(1);
            let words = came * pages * WORDS_BYTES;
            at_ms = self.down.carry(at_ms, words).max(at_ms);
        }
        let first = self.collected.iter().filter(|id| !id.is_rest()).count();
        if first as u64 >= self.manifest.shards && self.rests.is_subset(&self.collected) {
            self.collected_ms = Some(at_ms);
            return Ok(());
        }
        let since = Duration::from_millis(at_ms as u64);
        let pause = self.rhythm.next(came, listing.requests, since);
        let at_ms = at_ms + pause.as_millis() as i64;
        self.agenda.plan(at_ms, Happening::Poll);
        Ok(())
    }

    /// Reads the heartbeats, and asks for machines in place of those that were lost.
    fn look(&mut self) -> Result<(), StoreError> {
        let prefix = self.keys.workers();
        self.wire.call(self.now_ms, |store| {
            for entry in store.list(&prefix)?.entries {
                store.get(&entry.key)?;
            }
            Ok(())
        })?;
        let alive = |m: &&Machine| m.is_rented && m.gone_ms.is_none();
        let alive = self.machines.iter().filter(alive).count() as u32;
        let settings = &self.scenario.machines;
        let all = self.manifest.shards as usize + self.rests.len();
        let left = all.saturating_sub(self.collected.len()) as u64;
        let total_ms = self.documents.all_pages() as f64 * self.scenario.work.page_ms;
        let per_shard = total_ms as u64 / self.manifest.shards.max(1);
        // as the coordinator does: a machine that has less than a minute to do is not worth its boot
        let busy = left * per_shard / (60_000 * u64::from(settings.vcpus.max(1)));
        let floor = u64::from(left > 0 && settings.here_cores == 0);
        let wanted = (busy.max(floor) as u32).min(settings.workers);
        if settings.replace && settings.workers > 0 {
            for _ in alive..wanted.max(alive) {
                self.troubles.replaced += 1;
                self.add_machine(true);
            }
        }
        self.agenda.plan(self.now_ms + LOOK_MS, Happening::Look);
        Ok(())
    }
}

fn settings<T>(part: impl FnOnce(crate::config::Settings) -> T) -> T {
    part(crate::config::Settings::default())
}
