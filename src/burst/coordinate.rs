//! The coordinator: sends shards, asks for machines, takes results in, until all of a run is here.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use rust_decimal::Decimal;

use crate::shard::{Keys, RunManifest, Worker, WorkerId, chance};
use crate::store::{Condition, ObjectStore};
use crate::{BurstError, Error, Result};
use office::batch::{Events, Intake, Pass, Session, Stop, Summary};
use office::ledger::{BurstRecord, Waiting};
use reading::source::{FileEntry, Sha256};

use super::collect::Collector;
use super::guard::Guard;
use super::machines::Machines;
use super::upload::{AT_ONCE, Sent, Uploader};
use super::worker::host_name;
use super::{BurstEvent, Event, Plan, end};

/// The store or the provider of machines may be out of reach this long before the coordinator leaves.
pub(super) const OUT_OF_REACH: Duration = Duration::from_mins(5);

/// What the name of the coordinator's machine as a worker begins with.
pub(super) const HERE_PREFIX: &str = "here-";

/// Ending machines is tried this long.
const ENDING: Duration = Duration::from_mins(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything of the run is here, and nothing of it anywhere else.
    Done,
    /// It was stopped: what was finished is here, and nothing of it anywhere else.
    Stopped,
    /// It was asked to leave; the run goes on.
    Detached { machines: u32 },
}

/// Coordinates one run.
pub struct Coordinator<'a> {
    pub(super) session: &'a mut Session,
    pub(super) record: BurstRecord,
    pub(super) plan: Plan,
    pub(super) manifest: RunManifest,
    pub(super) keys: Keys,
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) machines: Machines,
    pub(super) guard: Guard,
    pub(super) events: SyncSender<Event>,
    pub(super) waiting: HashMap<Sha256, Waiting>,
    pub(super) collector: Collector,
    /// Documents that are complete and not yet understood.
    pub(super) complete: HashSet<Sha256>,
    pub(super) uploaded: u64,
    pub(super) pages: u64,
    /// (when, pages) of the last minute.
    pub(super) recent: Vec<(Instant, u64)>,
    pub(super) workers: u32,
    /// Some worker was heard of.
    pub(super) heard: bool,
    pub(super) troubles: HashMap<WorkerId, String>,
    pub(super) out_of_reach: Option<Instant>,
    /// When it was seen that somebody stops the run.
    pub(super) stopped: Option<Instant>,
    pub(super) program: Option<Prepare>,
    /// What the machines may cost at most, US dollars.
    pub(super) max_cost_usd: Decimal,
}

/// Puts the workers' program into the store; its object and SHA-256, or `None` when the machine image has it.
pub(crate) type Prepare = Box<dyn FnOnce() -> Result<Option<(String, String)>> + Send>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    /// Everything is here, or nobody will do the rest.
    Done,
    Stopped,
    /// This coordinator was asked to leave.
    Left,
}

/// What sending the workers' program comes to: its object and SHA-256.
type SentProgram = Result<Option<(String, String)>>;

/// The parts of the coordinator that have threads of their own.
pub(super) struct Hands<'s> {
    pub(super) sent: Receiver<Sent>,
    /// Packs and sends the program of the workers.
    pub(super) program: Option<ScopedJoinHandle<'s, SentProgram>>,
    pub(super) stop: Arc<Stop>,
}

impl<'a> Coordinator<'a> {
    /// A coordinator for a run that is in the ledger.
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
        max_cost_usd: Decimal,
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
            let failed = ledger.page_failure(document.sha256, &fingerprint)?.is_some();
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
            max_cost_usd,
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
            let mut hands = Hands { sent, stop: Arc::clone(&hands_stop), program };
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
                let ended = if is_stopped { Ended::Stopped } else { Ended::Done };
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
        let readers = (0..self.plan.here_cores).map(|_| self.session.new_reader()).collect();
        let events = self.events.clone();
        Some(scope.spawn(move || {
            if let Err(error) = worker.run(readers, &|_| {}) {
                // the machines go on; what they cannot do is read here in the end
                let what = error.to_string();
                BurstEvent::OutOfReach { what }.tell(&events);
            }
        }))
    }

    /// Ends the machines, reads here what is left unless the run was stopped, and removes it from everywhere.
    fn end(mut self, summary: &mut Summary, is_stopped: bool) -> Result<Decimal> {
        self.store.put(&self.keys.stop(), b"stop", &Condition::Always)?;
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
        let mine = waiting.iter().filter(|document| self.waiting.contains_key(&document.sha256));
        let pass = Pass {
            intake: Intake::Files(entries(mine)),
            retry_failed: false,
            defer_ocr: is_stopped,
            again: true,
        };
        let rest = self.session.pass(&pass, &Events::to(self.events.clone()))?;
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

/// The files that these documents are or are in, each once; those that are gone are left out.
pub(super) fn entries<'a>(waiting: impl IntoIterator<Item = &'a Waiting>) -> Vec<FileEntry> {
    let mut seen = HashSet::new();
    waiting
        .into_iter()
        .filter(|document| seen.insert(&document.absolute))
        .filter_map(|d| FileEntry::again(d.path.clone(), d.absolute.clone()).ok())
        .collect()
}
