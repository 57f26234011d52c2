//! The coordinator: sends shards, asks for machines, takes results in, until all of a run is here.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::batch::{Event, Intake, Pass, Session, Stop, Summary};
use crate::error::{BurstError, Error, Result};
use crate::fleet::FleetError;
use crate::ledger::{BurstRecord, Waiting};
use crate::shard::{
    Heartbeat, Keys, RunManifest, Worker, WorkerId, WorkerState, chance, read_json,
};
use crate::source::Sha256;
use crate::store::{Condition, ObjectStore, StoreError, StoreTime};

use super::collect::Collector;
use super::guard::Guard;
use super::machines::Machines;
use super::run::{entries, session_event};
use super::upload::{AT_ONCE, Sent, Uploader};
use super::worker::host_name;
use super::{BurstEvent, Moment, Plan, end};

/// The store is asked for results this often at first, and at most.
const POLL: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// Machines and heartbeats are looked at this often at first, and at most.
const LOOK: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

/// Documents that are complete wait this long for others before they are understood, and longer when that takes long.
const GATHER: Duration = Duration::from_secs(2);

/// The files in the output folder are made anew this often.
const PUBLISH: Duration = Duration::from_secs(20);

/// A worker that was not heard of for this long is not counted, ms of the store's clock.
const SILENT_MS: u64 = 60_000;

/// The store or the provider of machines may be out of reach this long before the coordinator leaves.
const OUT_OF_REACH: Duration = Duration::from_mins(5);

/// After so many machines that ended without a word, no more are asked for: something is wrong with all of them.
const MOST_SILENT: u32 = 3;

/// What the name of the coordinator's machine as a worker begins with.
const HERE_PREFIX: &str = "here-";

/// Workers of a run that was stopped are waited for this long.
const LEAVING: Duration = Duration::from_mins(2);

/// Ending machines is tried this long.
const ENDING: Duration = Duration::from_mins(5);

/// How a coordinator ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything of the run is here, and nothing of it anywhere else.
    Done,
    /// It was stopped: what was finished is here, and nothing of it anywhere else.
    Stopped,
    /// It was asked to leave; the run goes on.
    Detached {
        /// Machines that go on.
        machines: u32,
    },
}

/// Coordinates one run.
pub struct Coordinator<'a> {
    session: &'a mut Session,
    record: BurstRecord,
    plan: Plan,
    manifest: RunManifest,
    keys: Keys,
    store: Arc<dyn ObjectStore>,
    machines: Machines,
    guard: Guard,
    events: SyncSender<Event>,
    /// What waits, by identity.
    waiting: HashMap<Sha256, Waiting>,
    collector: Collector,
    /// Documents that are complete and not yet understood.
    complete: HashSet<Sha256>,
    uploaded: u64,
    pages: u64,
    /// (when, pages) of the last minute.
    recent: Vec<(Instant, u64)>,
    workers: u32,
    /// Some worker was heard of.
    heard: bool,
    troubles: HashMap<WorkerId, String>,
    out_of_reach: Option<Instant>,
    /// When it was seen that somebody stops the run.
    stopped: Option<Instant>,
    program: Option<Prepare>,
}

/// Puts the workers' program into the store; its object and SHA-256, or `None` when the machine image has it.
pub type Prepare = Box<dyn FnOnce() -> Result<Option<(String, String)>> + Send>;

/// Why the watch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watched {
    /// Everything is here, or nobody will do the rest.
    Done,
    /// Somebody stopped the run.
    Stopped,
    /// This coordinator was asked to leave.
    Left,
}

/// The parts of the coordinator that have threads of their own.
struct Hands<'s> {
    sent: Receiver<Sent>,
    /// Packs and sends the program of the workers.
    program: Option<ScopedJoinHandle<'s, Result<Option<(String, String)>>>>,
    uploads_open: usize,
    stop: Arc<Stop>,
}

impl<'a> Coordinator<'a> {
    /// A coordinator for a run that is in the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    #[expect(clippy::too_many_arguments, reason = "each is another part of the run")]
    pub fn new(
        session: &'a mut Session,
        record: BurstRecord,
        plan: Plan,
        manifest: RunManifest,
        store: Arc<dyn ObjectStore>,
        machines: Machines,
        guard: Guard,
        events: SyncSender<Event>,
        program: Option<Prepare>,
    ) -> Result<Self> {
        let fingerprint = *session.fingerprint();
        let ledger = session.ledger()?;
        let waiting: HashMap<Sha256, Waiting> = ledger
            .waiting(&record.reading)?
            .into_iter()
            .map(|document| (document.sha256, document))
            .collect();
        let mut complete = HashSet::new();
        let mut left = Vec::new();
        for document in waiting.values() {
            let mut pages = document.pages.clone();
            let here = ledger.page_numbers(document.sha256, &record.reading)?;
            pages.retain(|page| here.binary_search(page).is_err());
            let failed = ledger
                .page_failure(document.sha256, &fingerprint)?
                .is_some();
            if pages.is_empty() || failed {
                complete.insert(document.sha256);
            } else {
                left.push((document.sha256, pages));
            }
        }
        let uploaded = ledger.shard_count(&record.run)?.uploaded;
        Ok(Self {
            collector: Collector::new(ledger, &record.run, fingerprint, left)?,
            keys: Keys::new(&record.run),
            session,
            record,
            plan,
            manifest,
            store,
            machines,
            guard,
            events,
            waiting,
            complete,
            uploaded,
            pages: 0,
            recent: vec![(Instant::now(), 0)],
            workers: 0,
            heard: false,
            troubles: HashMap::new(),
            out_of_reach: None,
            stopped: None,
            program,
        })
    }

    /// Works until all of the run is here and nothing of it anywhere else, or until asked to leave; says what the
    /// machines have cost.
    ///
    /// # Errors
    /// What keeps the run from going on. It stays in the ledger and can be gone on with.
    pub fn run(mut self, summary: &mut Summary) -> Result<(Ended, Decimal)> {
        let hands_stop = Arc::new(Stop::default());
        self.look_for_stop()?;
        if self.stopped.is_some() {
            hands_stop.drain(); // nothing is sent and nothing begun here any more
        }
        let shards = self.session.ledger()?.shards_to_upload(&self.record.run)?;
        let files: HashMap<Sha256, PathBuf> = self
            .waiting
            .values()
            .map(|document| (document.sha256, document.bytes.clone()))
            .collect();
        let uploader = Uploader::new(
            Arc::clone(&self.store),
            self.keys.clone(),
            shards,
            files.clone(),
            Arc::clone(&hands_stop),
        );
        let (sender, sent) = channel();
        let worked = thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                let (uploader, sender) = (&uploader, sender.clone());
                scope.spawn(move || uploader.run(&sender));
            }
            drop(sender);
            let here = self.work_here(scope, files, &hands_stop);
            // packing takes some seconds, in which shards are sent and this machine begins
            let program = self.program.take().map(|program| scope.spawn(program));
            let mut hands = Hands {
                sent,
                uploads_open: AT_ONCE,
                stop: Arc::clone(&hands_stop),
                program,
            };
            let worked = self.watch(&mut hands, summary);
            hands_stop.drain();
            if let Some(here) = here {
                drop(here.join());
            }
            worked
        });
        match worked {
            Ok(Watched::Left) => {
                let (machines, cost_usd) = (self.machines.alive(), self.machines.cost_usd());
                self.guard.give_up(self.store.as_ref());
                summary.interrupted = true;
                summary.pages += self.pages;
                summary.ocr_pages += self.pages;
                Ok((Ended::Detached { machines }, cost_usd))
            }
            Ok(watched) => {
                let is_stopped = watched == Watched::Stopped;
                let cost_usd = self.end(summary, is_stopped)?;
                summary.interrupted |= is_stopped;
                let ended = if is_stopped {
                    Ended::Stopped
                } else {
                    Ended::Done
                };
                Ok((ended, cost_usd))
            }
            Err(error) => {
                self.guard.give_up(self.store.as_ref());
                Err(error)
            }
        }
    }

    /// This machine as one more worker.
    fn work_here<'s>(
        &self,
        scope: &'s Scope<'s, '_>,
        files: HashMap<Sha256, PathBuf>,
        stop: &Arc<Stop>,
    ) -> Option<ScopedJoinHandle<'s, ()>> {
        if self.plan.here_cores == 0 {
            return None;
        }
        let worker = Worker {
            store: Arc::clone(&self.store),
            manifest: self.manifest.clone(),
            id: WorkerId(format!("{HERE_PREFIX}{}-{}", host_name(), chance(4))),
            stop: Arc::clone(stop),
            scratch: self.session.state_dir().join("scratch"),
            local: Some(Arc::new(move |sha256: &Sha256| files.get(sha256).cloned())),
            instance: None,
            notice: None,
            leaves_when_idle: false,
        };
        let readers = (0..self.plan.here_cores)
            .map(|_| self.session.new_reader())
            .collect();
        let events = self.events.clone();
        Some(scope.spawn(move || {
            if let Err(error) = worker.run(readers, &|_| {}) {
                // the machines go on; what they cannot do is read here in the end
                let what = error.to_string();
                session_event(&events, BurstEvent::OutOfReach { what });
            }
        }))
    }

    /// Until everything is here, or somebody ends it.
    fn watch(&mut self, hands: &mut Hands<'_>, summary: &mut Summary) -> Result<Watched> {
        let mut poll = POLL.0;
        let mut looked: Option<Instant> = None;
        let mut told = Instant::now();
        let mut published = Instant::now();
        let mut understood = Instant::now();
        let mut gather = GATHER;
        let mut look = LOOK.0;
        if self.stopped.is_none() {
            self.begin_machines(hands)?;
        }
        loop {
            if self.session.is_stopping() {
                return Ok(Watched::Left);
            }
            self.take_sent(hands)?;
            let came = self.collect()?;
            if came > 0 {
                poll = POLL.0;
            } else {
                poll = (poll * 3 / 2).min(POLL.1);
            }
            if !self.complete.is_empty() && understood.elapsed() >= gather {
                let begun = Instant::now();
                self.understand(summary)?;
                understood = Instant::now();
                gather = GATHER.max(begun.elapsed() * 10);
            }
            if published.elapsed() >= PUBLISH {
                self.session.publish()?;
                published = Instant::now();
            }
            if self.collector.is_done(self.plan.shards) {
                return Ok(Watched::Done);
            }
            if !self.keep_guard()? {
                return Err(BurstError::Coordinated {
                    run: self.record.run.to_string(),
                    holder: "another coordinator".to_owned(),
                }
                .into());
            }
            if looked.is_none_or(|at| at.elapsed() >= look) {
                looked = Some(Instant::now());
                look = if self.stopped.is_some() {
                    GATHER
                } else {
                    (look * 2).min(LOOK.1)
                };
                if let Some(watched) = self.look_after()? {
                    return Ok(watched);
                }
                self.tell_moment();
                told = Instant::now();
            }
            if told.elapsed() >= Duration::from_secs(1) {
                self.tell_moment();
                told = Instant::now();
            }
            hands.wait(poll);
        }
    }

    /// Asks for the first machines, or once more for those that an earlier coordinator has asked for.
    fn begin_machines(&mut self, hands: &mut Hands<'_>) -> Result<()> {
        if let Some(program) = hands.program.take() {
            let program = program
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            match program {
                Ok(program) => self.machines.set_program(program),
                // the work can be done without machines
                Err(error) => {
                    self.machines.give_up();
                    self.tell(BurstEvent::NoMachines {
                        why: error.to_string(),
                    });
                }
            }
        }
        let ledger = self.session.ledger()?;
        if ledger.launches(&self.record.run)?.is_empty() {
            let answer = self.machines.ask(self.plan.workers, ledger)?;
            self.tell_launch(self.plan.workers, answer);
        } else {
            for answer in self.machines.ask_again(ledger)? {
                self.tell_launch(0, Some(answer));
            }
        }
        Ok(())
    }

    /// Notes what was sent.
    fn take_sent(&mut self, hands: &mut Hands<'_>) -> Result<()> {
        let mut any = false;
        for sent in hands.sent.try_iter().collect::<Vec<_>>() {
            match sent {
                Sent::Shard(id, missing) => {
                    self.session
                        .ledger()?
                        .shard_uploaded(&self.record.run, &id)?;
                    self.uploaded += 1;
                    any = true;
                    for path in missing {
                        self.tell(BurstEvent::NotSent {
                            path: path.display().to_string(),
                        });
                    }
                }
                Sent::Failed(error) => {
                    hands.uploads_open = hands.uploads_open.saturating_sub(1);
                    return Err(error.into());
                }
            }
        }
        if any {
            self.session.ledger()?.commit()?;
        }
        Ok(())
    }

    /// Takes results in; how many there were.
    fn collect(&mut self) -> Result<u64> {
        let ledger = self.session.ledger()?;
        let came = match self.collector.collect(self.store.as_ref(), ledger) {
            Ok(came) => came,
            Err(Error::Store(error)) if error.is_passing() => {
                self.patience(&error.to_string(), Error::Store(error.clone()))?;
                return Ok(0);
            }
            Err(error) => return Err(error),
        };
        self.out_of_reach = None;
        for (shard, error) in came.bad {
            self.tell(BurstEvent::BadResult {
                shard,
                what: error.to_string(),
            });
        }
        self.pages += came.pages;
        if came.pages > 0 {
            drop(self.events.send(Event::PagesRead {
                path: String::new(),
                pages: u32::try_from(came.pages).unwrap_or(u32::MAX),
            }));
        }
        self.complete.extend(came.complete);
        Ok(came.shards)
    }

    /// Documents whose pages are all here go the way of any document.
    fn understand(&mut self, summary: &mut Summary) -> Result<()> {
        let complete = std::mem::take(&mut self.complete);
        let files = entries(
            complete
                .iter()
                .filter_map(|sha256| self.waiting.get(sha256)),
        );
        let pass = Pass {
            intake: Intake::Files(files),
            retry_failed: false,
            defer_ocr: true,
            again: true,
        };
        let some = self.session.pass(&pass, &self.events)?;
        summary.add_again(some);
        Ok(())
    }

    fn keep_guard(&mut self) -> Result<bool> {
        match self.guard.keep(self.store.as_ref()) {
            Err(Error::Store(error)) if error.is_passing() => {
                self.patience(&error.to_string(), Error::Store(error.clone()))?;
                Ok(true)
            }
            other => other,
        }
    }

    /// Being out of reach is told once and borne for a while.
    fn patience(&mut self, what: &str, error: Error) -> Result<()> {
        match self.out_of_reach {
            None => {
                self.out_of_reach = Some(Instant::now());
                self.tell(BurstEvent::OutOfReach {
                    what: what.to_owned(),
                });
                Ok(())
            }
            Some(since) if since.elapsed() < OUT_OF_REACH => Ok(()),
            Some(_) => Err(error),
        }
    }

    /// Whether somebody has stopped the run.
    fn look_for_stop(&mut self) -> Result<()> {
        if self.stopped.is_none() && self.store.get(&self.keys.stop())?.is_some() {
            self.stopped = Some(Instant::now());
            self.tell(BurstEvent::Stopped);
        }
        Ok(())
    }

    /// Looks at machines and workers, and asks for more where some were lost. Says so when nothing more is to be
    /// waited for.
    fn look_after(&mut self) -> Result<Option<Watched>> {
        self.hear()?;
        match self.look_for_stop() {
            Err(Error::Store(error)) if error.is_passing() => {}
            other => other?,
        }
        let look = match self.machines.look() {
            Ok(look) => look,
            Err(error) => {
                self.patience(&error.to_string(), Error::Fleet(error.clone()))?;
                return Ok(None);
            }
        };
        if let Some(since) = self.stopped {
            // workers finish the page in hand and say what they have
            let is_over = (look.alive == 0 && self.workers == 0) || since.elapsed() > LEAVING;
            return Ok(is_over.then_some(Watched::Stopped));
        }
        if Timestamp::now().as_second() >= self.record.ends_s {
            self.tell(BurstEvent::TimeUp);
            return Ok(Some(Watched::Done));
        }
        let cost_usd = self.machines.cost_usd();
        let limit = self.session.settings().burst.max_cost_usd;
        if cost_usd >= limit && look.alive > 0 {
            self.tell(BurstEvent::CostReached { cost_usd });
            return Ok(Some(Watched::Done));
        }
        if !self.heard && self.machines.ended() >= MOST_SILENT && !self.machines.is_waiting() {
            self.machines.give_up();
            let why =
                "machines end before their program says anything; their console output tells why";
            self.tell(BurstEvent::NoMachines {
                why: why.to_owned(),
            });
        }
        let wanted = self.wanted();
        if look.gone > 0 && wanted > look.alive {
            self.tell(BurstEvent::Lost { count: look.gone });
        }
        if wanted > look.alive && cost_usd < limit {
            let missing = wanted - look.alive;
            let answer = self.machines.ask(missing, self.session.ledger()?)?;
            self.tell_launch(missing, answer);
        }
        let alone = self.machines.alive() == 0 && self.workers == 0;
        // nobody will do the rest: it is read here
        let is_hopeless = alone && self.plan.here_cores == 0 && self.machines.is_waiting();
        Ok(is_hopeless.then_some(Watched::Done))
    }

    /// Machines that the work that is left can keep busy, as many as planned at most.
    fn wanted(&self) -> u32 {
        let per_shard = self.plan.work_ms / self.plan.shards.max(1);
        let (settled, rests) = self.collector.count();
        let left = (self.plan.shards + rests).saturating_sub(settled);
        let left_ms = left * per_shard;
        // a machine that has less than a minute to do is not worth its boot
        let busy = left_ms / (60_000 * u64::from(self.plan.vcpus.max(1)));
        let floor = u64::from(left > 0 && self.plan.here_cores == 0);
        u32::try_from(busy.max(floor))
            .unwrap_or(u32::MAX)
            .min(self.plan.workers)
    }

    /// Reads what the workers say of themselves.
    fn hear(&mut self) -> Result<()> {
        let beats = match heartbeats(self.store.as_ref(), &self.keys) {
            Ok(beats) => beats,
            Err(error) if error.is_passing() => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.workers = beats
            .iter()
            .filter(|(beat, silent_ms)| *silent_ms < SILENT_MS && beat.state != WorkerState::Ended)
            .count() as u32;
        self.heard |= beats
            .iter()
            .any(|(beat, _)| !beat.worker.0.starts_with(HERE_PREFIX));
        for (beat, _) in beats {
            let Some(what) = beat.last_error else {
                continue;
            };
            if self.troubles.get(&beat.worker) != Some(&what) {
                self.troubles.insert(beat.worker.clone(), what.clone());
                self.tell(BurstEvent::WorkerTrouble {
                    worker: beat.worker,
                    what,
                });
            }
        }
        Ok(())
    }

    fn tell_launch(&self, asked: u32, answer: Option<Result<crate::fleet::Launched, FleetError>>) {
        match answer {
            None => {}
            Some(Ok(launched)) => {
                let mut shortfalls: Vec<String> =
                    launched.shortfalls.into_iter().map(|s| s.code).collect();
                shortfalls.sort();
                shortfalls.dedup();
                self.tell(BurstEvent::Launched {
                    started: launched.instances.len() as u32,
                    asked: asked.max(launched.instances.len() as u32),
                    shortfalls,
                });
            }
            Some(Err(error)) => self.tell(BurstEvent::NoMachines {
                why: error.to_string(),
            }),
        }
    }

    fn tell_moment(&mut self) {
        let now = Instant::now();
        self.recent.push((now, self.pages));
        self.recent
            .retain(|(at, _)| now - *at <= Duration::from_mins(1));
        let first = self.recent.first().copied().unwrap_or((now, self.pages));
        let seconds = (now - first.0).as_secs_f64();
        let rate = (seconds >= 5.0 && self.pages > first.1)
            .then(|| (self.pages - first.1) as f64 / seconds);
        let pages_left = self.collector.pages_left() as f64;
        let (settled, rests) = self.collector.count();
        self.tell(BurstEvent::Moment(Moment {
            shards: self.plan.shards + rests,
            settled,
            uploaded: self.uploaded,
            workers: self.workers,
            machines: self.machines.alive(),
            pages: self.pages,
            pages_per_second: rate,
            cost_usd: self.machines.cost_usd(),
            left: rate.map(|rate| Duration::from_secs_f64(pages_left / rate)),
        }));
    }

    fn tell(&self, event: BurstEvent) {
        session_event(&self.events, event);
    }

    /// Ends the machines, reads here what is left unless the run was stopped, and removes it from everywhere.
    fn end(mut self, summary: &mut Summary, is_stopped: bool) -> Result<Decimal> {
        self.store
            .put(&self.keys.stop(), b"stop", &Condition::Always)?;
        self.tell(BurstEvent::CleaningUp);
        self.end_machines()?;
        // what workers have finished in the meantime
        self.collect()?;
        self.session.ledger()?.end_burst(&self.record.run)?;
        let objects = end::remove_objects(self.store.as_ref(), &self.record.run)?;
        self.machines.clean()?;
        let cost_usd = self.machines.cost_usd();
        self.session.ledger()?.forget_burst(&self.record.run)?;
        self.tell(BurstEvent::Gone { cost_usd, objects });
        // all that is complete, and what nobody could do
        let waiting: Vec<Waiting> = self.session.ledger()?.waiting(&self.record.reading)?;
        let mine = waiting
            .iter()
            .filter(|document| self.waiting.contains_key(&document.sha256));
        let pass = Pass {
            intake: Intake::Files(entries(mine)),
            retry_failed: false,
            defer_ocr: is_stopped,
            again: true,
        };
        let rest = self.session.pass(&pass, &self.events)?;
        summary.add_again(rest);
        summary.pages += self.pages;
        summary.ocr_pages += self.pages;
        Ok(cost_usd)
    }

    fn end_machines(&mut self) -> Result<()> {
        let begun = Instant::now();
        loop {
            match self.machines.end_all() {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) if error.is_passing() => {
                    self.patience(&error.to_string(), Error::Fleet(error.clone()))?;
                }
                Err(error) => return Err(error.into()),
            }
            if begun.elapsed() > ENDING {
                return Err(BurstError::NotReady {
                    what: format!("machines of run {} do not end", self.record.run),
                    mend: "dizzy burst sweep".to_owned(),
                }
                .into());
            }
            thread::sleep(Duration::from_millis(300));
        }
    }
}

impl Hands<'_> {
    /// Waits for a while, less when something was sent.
    fn wait(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !self.stop.is_draining() {
            thread::sleep(Duration::from_millis(50).min(until - Instant::now()));
        }
    }
}

/// What all workers of a run say of themselves, and for how long each has been silent, ms of the store's clock.
///
/// # Errors
/// What the store says.
pub fn heartbeats(
    store: &dyn ObjectStore,
    keys: &Keys,
) -> Result<Vec<(Heartbeat, u64)>, StoreError> {
    let listing = store.list(&keys.workers())?;
    let now: StoreTime = listing.now;
    let beats = Mutex::new(Vec::new());
    let result: Result<(), StoreError> = {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        listing.entries.into_par_iter().try_for_each(|entry| {
            if let Some(object) = store.get(&entry.key)? {
                let beat: Heartbeat = read_json(&entry.key, &object.bytes)?;
                beats
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((beat, now.since_ms(entry.modified)));
            }
            Ok(())
        })
    };
    result?;
    let mut beats = beats.into_inner().unwrap_or_else(PoisonError::into_inner);
    beats.sort_by(|a, b| a.0.worker.cmp(&b.0.worker));
    Ok(beats)
}
