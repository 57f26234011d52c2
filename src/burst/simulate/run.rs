//! A run in simulated time.

mod coordinator;
mod slots;

use std::collections::HashSet;

use crate::shard::{
    Claimer, Item, Keys, Place, RunId, RunManifest, SCHEMA, Shard, ShardId, WorkerId, partition,
    shard_ms,
};
use crate::store::StoreError;
use reading::settings::{Limits, Ocr, Reader};

use crate::rhythm::Rhythm;

use super::agenda::{Agenda, Happening};
use super::documents::Documents;
use super::line::Pipe;
use super::machine::{Machine, Slot};
use super::outcome::Troubles;
use super::random::Random;
use super::scenario::Scenario;
use super::wire::Wire;

/// Shards that are sent at the same time, as the coordinator does.
const HANDS: usize = 4;

/// The coordinator looks after its machines this often, ms.
const LOOK_MS: i64 = 10_000;

/// No run takes longer than this, ms: something is wrong then.
const LONGEST_MS: i64 = 30 * 24 * 3_600_000;

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
    random: Random,
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
                Item { sha256: document.sha256, kind: document.kind, len: document.len, at, pages }
            });
            Shard { items: items.collect(), id: piece.id, estimated_ms: piece.estimated_ms }
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
            ocr: Ocr::default(),
            reader: Reader::default(),
            limits: Limits::default(),
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
            random: Random::new(scenario.seed, 3),
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
            Happening::Free { machine, slot, turn } => {
                self.if_current(machine, slot, turn, Self::find_work)
            }
            Happening::Read { machine, slot, turn } => {
                self.if_current(machine, slot, turn, Self::write)
            }
            Happening::Renew { machine, slot, turn } => {
                self.if_current(machine, slot, turn, Self::renew)
            }
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
        let is_slow = is_rented && self.random.share() <= settings.stragglers;
        self.troubles.slow += u64::from(is_slow);
        let speed = match (is_rented, is_slow) {
            (false, _) => 1.0,
            (true, false) => settings.vcpu_speed,
            (true, true) => settings.vcpu_speed / settings.straggler_slowness,
        };
        let slots = if is_rented { settings.vcpus } else { settings.here_cores };
        let id = WorkerId(format!("i-{number:05}"));
        self.machines.push(Machine {
            claimer: Claimer::new(&self.manifest, id.clone(), self.random.number()),
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
            self.random.with_mean(settings.boot_ms, settings.boot_spread) as i64
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
            if let Some(in_ms) = self.random.next_ms(settings.interruptions_per_hour) {
                self.agenda.plan(now_ms + in_ms, Happening::Notice { machine });
            }
            if let Some(in_ms) = self.random.next_ms(settings.crashes_per_hour) {
                self.agenda.plan(now_ms + in_ms, Happening::Gone { machine });
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
                    let what = Happening::Read { machine, slot: number, turn };
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
        let what = Happening::Free { machine, slot, turn };
        self.agenda.plan(at_ms, what);
    }
}
