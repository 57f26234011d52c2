//! From a folder to a burst and back: look, plan, agree, carry out.

mod prepare;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use rust_decimal::Decimal;

use crate::fleet::Fleet;
use crate::program::pack;
use crate::settings::Burst;
use crate::shard::{Keys, RunId, RunManifest, SCHEMA, write_json};
use crate::store::{Condition, Location, ObjectStore, StoreError};
use crate::{BurstError, Error, Result};
use dispatch::over_threshold;
use office::Program;
use office::batch::{Event as RunEvent, Events, Intake, Pass, Session, Stop, Summary};
use office::ledger::{BurstRecord, Waiting};
use office::settings::Settings;
use reading::settings::Ocr;
use reading::source::FileEntry;

use super::coordinate::{Coordinator, Ended, Prepare, entries};
use super::guard::Guard;
use super::machines::{Machines, Terms};
use super::plan::{Plan, plan};
use super::{BurstEvent, Event, FleetKind, end};
use prepare::{begin, location, offers, open_fleet, prepare, wish};

/// A shard that was taken over this often is split; a single document that was is left to be read at home.
const MOST_TAKEOVERS: u32 = 3;

/// A burst that is asked for: the documents, the settings, and what the workers are.
#[derive(Debug)]
pub struct BurstJob {
    /// The settings of the office.
    pub settings: Settings,
    /// The settings of the burst; what the person asked for is in them.
    pub burst: Burst,
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// What documents are read with.
    pub program: Program,
    /// The brake.
    pub stop: Arc<Stop>,
    /// Read again what failed before.
    pub retry_failed: bool,
    /// What the workers are.
    pub fleet: FleetKind,
    /// Start this many workers, whatever the deadline.
    pub exactly: Option<u32>,
    /// Whether there may be a burst at all.
    pub when: When,
}

/// When a run becomes a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always, when anything waits for OCR.
    Always,
    /// When the work goes over the threshold. A burst that cannot begin is told, and this machine does the work.
    OverThreshold,
    /// Never; but a run that an earlier command has begun is gone on with.
    Never,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything is done.
    Done,
    /// This machine did it alone.
    Here,
    /// The person did not agree with the plan; what needed no OCR is done.
    NotAgreed,
    /// It was stopped: what was finished is here, the rest waits, and nothing of it is left elsewhere.
    Stopped,
    /// This coordinator leaves, the machines go on.
    Detached {
        /// Machines that go on.
        machines: u32,
    },
}

/// What a burst came to.
#[derive(Debug)]
pub struct Outcome {
    /// What the whole run came to.
    pub summary: Summary,
    /// How it ended.
    pub ending: Ending,
    /// The run's name, when there was one.
    pub run: Option<RunId>,
    /// What the machines have cost, US dollars.
    pub cost_usd: Decimal,
}

/// Only says what would be done; changes nothing anywhere.
///
/// # Errors
/// What keeps a burst from being planned.
pub fn plan_only(job: BurstJob, events: &SyncSender<Event>) -> Result<(Plan, Summary)> {
    let mut session = Session::look(job.settings, job.program, job.stop)?;
    let summary =
        session.pass(&survey(&job.inputs, job.retry_failed), &Events::to(events.clone()))?;
    let (waiting, _) = waiting(&mut session)?;
    let location = location(&session, &job.burst, job.fleet)?;
    let mut fleet = open_fleet(&session, &job.burst, job.fleet, &location)?;
    let offers = offers(job.fleet, fleet.as_mut())?;
    let done_here = summary.documents.saturating_sub(summary.waiting);
    let wish = wish(&session, &job.burst, job.fleet, job.exactly, done_here, offers);
    let (plan, _) = plan(&waiting, &wish);
    Ok((plan, summary))
}

/// Looks at everything, finishes what needs no OCR, and lets others do the rest, when `agree` says so.
///
/// # Errors
/// What keeps the burst from beginning or going on. What was begun is in the ledger: [`resume`] goes on with it.
pub fn burst(
    job: &BurstJob,
    agree: &mut dyn FnMut(&Plan) -> bool,
    events: &SyncSender<Event>,
) -> Result<Outcome> {
    let mut session =
        Session::open(job.settings.clone(), job.program.clone(), Arc::clone(&job.stop))?;
    let mut summary = Summary::default();
    if let Some(open) = open_run(&mut session)? {
        let resumed = go_on(&mut session, &job.burst, &open, events)?;
        if let Ending::Detached { .. } = resumed.ending {
            return finish(session, resumed);
        }
        summary = resumed.summary;
    }
    session.ledger()?.forget_waiting()?;
    summary.add(session.pass(&survey(&job.inputs, job.retry_failed), &Events::to(events.clone()))?);
    let (waiting, entries) = waiting(&mut session)?;
    if waiting.is_empty() || summary.interrupted {
        return finish(session, Outcome::here(summary));
    }
    if !is_wanted(&session, job, &waiting) {
        return alone(session, summary, entries, events);
    }
    let done_here = summary.documents.saturating_sub(summary.waiting);
    let ready = match prepare(&session, job, &waiting, done_here) {
        Err(error @ (Error::Store(_) | Error::Fleet(_) | Error::Burst(_)))
            if job.when == When::OverThreshold =>
        {
            let why = error.to_string();
            BurstEvent::NoMachines { why }.tell(events);
            return alone(session, summary, entries, events);
        }
        other => other?,
    };
    BurstEvent::Planned(Box::new(ready.plan.clone())).tell(events);
    if ready.plan.workers == 0 {
        return alone(session, summary, entries, events);
    }
    if !agree(&ready.plan) {
        summary.interrupted = true;
        let outcome = Outcome { ending: Ending::NotAgreed, ..Outcome::here(summary) };
        return finish(session, outcome);
    }
    let record = begin(&mut session, job.fleet, &ready, &waiting)?;
    BurstEvent::Begun { run: record.run.clone(), store: ready.location.to_string() }.tell(events);
    let outcome = carry_out(
        &mut session,
        &job.burst,
        &record,
        ready.plan,
        (ready.store, &ready.location),
        ready.fleet,
        summary,
        events,
    )?;
    finish(session, outcome)
}

/// Whether what waits is to go elsewhere.
fn is_wanted(session: &Session, job: &BurstJob, waiting: &[Waiting]) -> bool {
    match job.when {
        When::Always => true,
        When::Never => false,
        When::OverThreshold => {
            let pages = waiting.iter().map(|d| d.pages.len() as u64).sum();
            let work_ms = pages as f64 * session.estimates().ocr_page.ms();
            let threshold = job.burst.threshold;
            over_threshold(work_ms, pages, session.jobs() as u32, threshold)
        }
    }
}

/// Goes on with what an earlier coordinator has begun (with `run`, or with the one there is).
///
/// # Errors
/// [`BurstError::NoRun`] when there is none, and as [`burst`].
pub fn resume(
    settings: Settings,
    burst: &Burst,
    program: Program,
    stop: Arc<Stop>,
    run: Option<&RunId>,
    events: &SyncSender<Event>,
) -> Result<Option<Outcome>> {
    let mut session = Session::open(settings, program, stop)?;
    let bursts = session.ledger()?.bursts()?;
    let found = match run {
        Some(run) => bursts.into_iter().find(|one| one.run == *run),
        None => bursts.into_iter().next(),
    };
    match (found, run) {
        (Some(record), _) => {
            let outcome = go_on(&mut session, burst, &record, events)?;
            finish(session, outcome).map(Some)
        }
        (None, Some(run)) => Err(BurstError::NoRun {
            run: run.to_string(),
            store: session.state_dir().display().to_string(),
        }
        .into()),
        (None, None) => Ok(None),
    }
}

impl Outcome {
    fn here(summary: Summary) -> Self {
        Self { summary, ending: Ending::Here, run: None, cost_usd: Decimal::ZERO }
    }
}

fn finish(session: Session, mut outcome: Outcome) -> Result<Outcome> {
    outcome.summary = session.finish(outcome.summary)?;
    Ok(outcome)
}

/// The first pass: everything but OCR.
fn survey(inputs: &[PathBuf], retry_failed: bool) -> Pass {
    Pass { intake: Intake::Walk(inputs.to_vec()), retry_failed, defer_ocr: true, again: false }
}

/// The pass of a machine that does it alone.
fn alone(
    mut session: Session,
    mut summary: Summary,
    entries: Vec<FileEntry>,
    events: &SyncSender<Event>,
) -> Result<Outcome> {
    let rest = session.pass(
        &Pass {
            intake: Intake::Files(entries),
            retry_failed: false,
            defer_ocr: false,
            again: true,
        },
        &Events::to(events.clone()),
    )?;
    summary.add_again(rest);
    finish(session, Outcome::here(summary))
}

/// What waits for OCR, and the files it is in, each once.
fn waiting(session: &mut Session) -> Result<(Vec<Waiting>, Vec<FileEntry>)> {
    let reading = session.fingerprint().reading;
    let waiting = session.ledger()?.waiting(&reading)?;
    let entries = entries(&waiting);
    Ok((waiting, entries))
}

/// The manifest of a run; the same at every call.
fn manifest(session: &Session, burst: &Burst, record: &BurstRecord, plan: &Plan) -> RunManifest {
    let settings = session.settings();
    RunManifest {
        schema: SCHEMA.to_owned(),
        run: record.run.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        reading: record.reading,
        shards: plan.shards,
        lease_ms: burst.lease_seconds * 1000,
        most_takeovers: MOST_TAKEOVERS,
        ends_at_s: record.ends_s,
        ocr: settings.ocr.clone(),
        reader: settings.reader.clone(),
        limits: settings.limits.clone(),
    }
}

/// The run of this ledger that is not over.
fn open_run(session: &mut Session) -> Result<Option<BurstRecord>> {
    Ok(session.ledger()?.bursts()?.into_iter().next())
}

/// Goes on with a run that another coordinator has begun, or removes what is left of one that is over.
fn go_on(
    session: &mut Session,
    burst: &Burst,
    record: &BurstRecord,
    events: &SyncSender<Event>,
) -> Result<Outcome> {
    let location: Location = record.store.parse()?;
    let store = location.open(burst)?;
    let kind = FleetKind::of_name(&record.fleet);
    let mut fleet = open_fleet(session, burst, kind, &location)?;
    BurstEvent::Resumed { run: record.run.clone() }.tell(events);
    let plan: Option<Plan> = session.ledger()?.burst_plan(&record.run)?;
    let same_reader = record.reading == session.fingerprint().reading;
    let (Some(plan), true, false) = (plan, same_reader, record.is_over) else {
        // nothing of it is of use to this program: its documents are read anew
        let guard = Guard::take(store.as_ref(), &record.run, session.state_dir())?;
        let objects = end::remove(store.as_ref(), fleet.as_mut(), &record.run)?;
        drop(guard);
        session.ledger()?.forget_burst(&record.run)?;
        BurstEvent::Gone { cost_usd: Decimal::ZERO, objects }.tell(events);
        return Ok(Outcome::here(Summary::default()));
    };
    let (waiting, _) = waiting(session)?;
    for document in &waiting {
        let path = document.path.display().to_string();
        drop(events.send(Event::Run(RunEvent::Found { path })));
    }
    drop(events.send(Event::Run(RunEvent::WalkFinished)));
    let summary = Summary {
        documents: waiting.len() as u64,
        waiting: waiting.len() as u64,
        ..Summary::default()
    };
    carry_out(session, burst, record, plan, (store, &location), fleet, summary, events)
}

/// Carries a run out that is in the ledger, from wherever it is.
#[expect(clippy::too_many_arguments, reason = "each is another part of the run")]
fn carry_out(
    session: &mut Session,
    burst: &Burst,
    record: &BurstRecord,
    plan: Plan,
    (store, location): (Arc<dyn ObjectStore>, &Location),
    fleet: Box<dyn Fleet>,
    mut summary: Summary,
    events: &SyncSender<Event>,
) -> Result<Outcome> {
    let keys = Keys::new(&record.run);
    let guard = Guard::take(store.as_ref(), &record.run, session.state_dir())?;
    let manifest = manifest(session, burst, record, &plan);
    store.put(&keys.manifest(), &write_json(&manifest), &Condition::Absent)?;
    let is_rented = FleetKind::of_name(&record.fleet) == FleetKind::Ec2;
    let program = (is_rented && burst.image_program.is_empty()).then(|| {
        let (store, ocr) = (Arc::clone(&store), session.settings().ocr.clone());
        let scratch = session.state_dir().join("program");
        let prepare: Prepare = Box::new(move || send_program(store.as_ref(), &ocr, &scratch));
        prepare
    });
    let terms = Terms {
        run: record.run.clone(),
        shard_uri: location.run(&record.run),
        ends_s: record.ends_s,
    };
    let machines = Machines::new(fleet, terms, plan.clone(), session.ledger()?)?;
    let coordinator = Coordinator::new(
        session,
        record.clone(),
        plan,
        manifest,
        store,
        machines,
        guard,
        events.clone(),
        program,
        burst.max_cost_usd,
    )?;
    let (ended, cost_usd) = coordinator.run(&mut summary)?;
    if matches!(ended, Ended::Done | Ended::Stopped) {
        super::place::remove_own_folder(session.state_dir(), location)?;
    }
    Ok(Outcome {
        summary,
        ending: match ended {
            Ended::Done => Ending::Done,
            Ended::Stopped => Ending::Stopped,
            Ended::Detached { machines } => Ending::Detached { machines },
        },
        run: Some(record.run.clone()),
        cost_usd,
    })
}

/// Puts the worker's program into the store, unless it is there; its object and SHA-256.
fn send_program(
    store: &dyn ObjectStore,
    ocr: &Ocr,
    scratch: &Path,
) -> Result<Option<(String, String)>> {
    std::fs::create_dir_all(scratch).map_err(Error::io("create folder", scratch))?;
    let program = pack(scratch, &ocr.tessdata, &ocr.languages)?;
    let sha256 = program.sha256.to_string();
    let object = format!("programs/{sha256}.tar.gz");
    let is_there = store.list(&object)?.entries.iter().any(|entry| entry.len == program.len);
    if !is_there {
        store.put_file(&object, &program.path)?;
    }
    // made again in a second when it is needed
    std::fs::remove_dir_all(scratch).map_err(|e| StoreError::local(scratch, &e))?;
    Ok(Some((object, sha256)))
}
