//! A run from beginning to end: threads, lock, ledger, exports.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::conclude::Concluder;
use crate::export::Format;
use crate::ledger::{CorrectedLater, Fingerprint, Ledger, Status, may_only_look};
use crate::settings::Settings;
use crate::{Error, Program, Result};
use booking::Context;
use dispatch::Estimates;
use reading::ocr;
use reading::reader::{ReaderCommand, ReaderSlot, Setup};
use reading::source::{FileEntry, Found, Sha256, walk};

use super::dry_run::dry_run;
use super::fingerprint::fingerprint;
use super::hold::{hold, lock};
use super::original::HeldOpen;
use super::pictures::Budget;
use super::publish::{publish, publish_changes, publish_only, set_back};
use super::shared::{Seen, Shared, Terms};
use super::worker::Worker;
use super::{Event, Events, Stop, Summary, archive, belongs, books, pictures, spool};

/// Outcomes are made permanent this often.
const COMMIT_EVERY: Duration = Duration::from_millis(50);

/// What is left to do is told this often.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// The files in the output folder are made anew this often during a run, or less often when that takes long.
const PUBLISH_EVERY: Duration = Duration::from_secs(20);

/// Files that the walk may be ahead of the readers.
const WALK_AHEAD: usize = 50_000;

/// A run that is asked for: the files and folders, the settings, and what documents are read with.
#[derive(Debug)]
pub struct Job {
    /// The settings.
    pub settings: Settings,
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// What documents are read with.
    pub program: Program,
    /// The brake.
    pub stop: Arc<Stop>,
    /// Read again what failed before.
    pub retry_failed: bool,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// The folder of the ledger.
pub fn state_dir(settings: &Settings) -> PathBuf {
    if settings.process.state.as_os_str().is_empty() {
        settings.process.out.join(".dizzy")
    } else {
        settings.process.state.clone()
    }
}

/// Runs to the end, or until the brake is pulled. Events go out on the channel as they happen; a proposal's event when
/// it is in the ledger for good.
///
/// # Errors
/// What concerns the run as a whole: the output or state folder cannot be written, another run holds it, no reader can
/// be started. A document's failure is an event and a line in the ledger.
pub fn run(job: Job, events: Events) -> Result<Summary> {
    let intake = Intake::Walk(job.inputs);
    if job.dry_run {
        let begun = Instant::now();
        let (terms, slot) = dry_terms(job.settings, &job.program, job.stop, job.retry_failed)?;
        return dry_run(terms, &intake, slot, events, begun);
    }
    let mut session = Session::open(job.settings, job.program, job.stop)?;
    let pass = Pass { intake, retry_failed: job.retry_failed, defer_ocr: false, again: false };
    let summary = session.pass(&pass, &events)?;
    session.finish(summary)
}

/// What a dry run works with.
fn dry_terms(
    settings: Settings,
    program: &Program,
    stop: Arc<Stop>,
    retry_failed: bool,
) -> Result<(Terms, ReaderSlot)> {
    let settings = with_ocr_of_this_machine(settings);
    let state_dir = state_dir(&settings);
    belongs::open_to_look(&settings, &state_dir)?;
    let context = books::context(&settings, &Ledger::copy_in_memory(&state_dir)?)?;
    let slot = new_reader(&program.reader, &settings);
    let fingerprint = fingerprint(&settings, &context, &program.understanding);
    let terms = Terms {
        concluder: Concluder::new(&settings, &context, program.understanding, fingerprint),
        fingerprint,
        context,
        state_dir,
        settings,
        retry_failed,
        dry_run: true,
        defer_ocr: false,
        again: false,
        held: HeldOpen::default(),
        stop,
    };
    Ok((terms, slot))
}

/// The settings with the languages and the data folder that this machine has: a confined reader cannot look around.
pub fn with_ocr_of_this_machine(mut settings: Settings) -> Settings {
    let installed = ocr::installed_languages(&settings.ocr.tessdata);
    settings.ocr.languages.retain(|l| installed.contains(l));
    if let Some(folder) = ocr::tessdata_dir(&settings.ocr.tessdata) {
        settings.ocr.tessdata = folder;
    }
    settings
}

/// A reader as these settings want it.
pub fn new_reader(command: &ReaderCommand, settings: &Settings) -> ReaderSlot {
    ReaderSlot::new(command.clone(), setup(settings), settings.reader.clone())
}

/// What a reader is told when it starts.
fn setup(settings: &Settings) -> Setup {
    Setup {
        limits: settings.limits.clone(),
        ocr: settings.ocr.clone(),
        sandbox: settings.reader.sandbox,
    }
}

/// Where documents come from.
#[derive(Debug, Clone)]
pub enum Intake {
    /// Files and folders to walk.
    Walk(Vec<PathBuf>),
    /// These files, by their names of an earlier walk.
    Files(Vec<FileEntry>),
}

/// One pass over documents.
#[derive(Debug)]
pub struct Pass {
    /// Which documents.
    pub intake: Intake,
    /// Read again what failed before.
    pub retry_failed: bool,
    /// Recognise nothing: documents with pages to recognise are put on the list of those that wait.
    pub defer_ocr: bool,
    /// An earlier pass has told of these documents and counted them: only what becomes of them is told now.
    pub again: bool,
}

/// The state folder, held from the first pass to the last.
#[derive(Debug)]
pub struct Session {
    settings: Settings,
    state_dir: PathBuf,
    context: Arc<Context>,
    fingerprint: Fingerprint,
    program: Program,
    stop: Arc<Stop>,
    /// Away while a pass works with it.
    ledger: Option<Ledger>,
    estimates: Estimates,
    seen: Vec<Seen>,
    /// What was walked.
    inputs: Vec<PathBuf>,
    /// Documents met, to count those that are duplicates.
    met: HashSet<Sha256>,
    begun: Instant,
    held: HeldOpen,
    /// `None` when nothing is kept.
    lock: Option<File>,
}

impl Session {
    /// Takes hold of the state folder and notes the begin of a run.
    ///
    /// # Errors
    /// When the output or state folder cannot be written, or another run holds it.
    pub fn open(settings: Settings, program: Program, stop: Arc<Stop>) -> Result<Self> {
        let begun = Instant::now();
        let settings = with_ocr_of_this_machine(settings);
        let state_dir = state_dir(&settings);
        belongs::has_ledger(&settings, &state_dir)?;
        let out = &settings.process.out;
        std::fs::create_dir_all(out).map_err(Error::io("create folder", out))?;
        std::fs::create_dir_all(&state_dir).map_err(Error::io("create folder", &state_dir))?;
        let lock = lock(&state_dir)?;
        let mut ledger = belongs::open(&settings, &state_dir)?;
        spool::clear(&state_dir, &ledger.spooled_files()?)?;
        ledger.begin_run()?;
        belongs::mark(&ledger, out)?;
        Self::with(settings, state_dir, program, stop, ledger, begun, Some(lock))
    }

    fn with(
        settings: Settings,
        state_dir: PathBuf,
        program: Program,
        stop: Arc<Stop>,
        ledger: Ledger,
        begun: Instant,
        lock: Option<File>,
    ) -> Result<Self> {
        let context = books::context(&settings, &ledger)?;
        Ok(Self {
            fingerprint: fingerprint(&settings, &context, &program.understanding),
            context,
            estimates: learned(&ledger)?,
            settings,
            state_dir,
            program,
            stop,
            ledger: Some(ledger),
            seen: Vec::new(),
            inputs: Vec::new(),
            met: HashSet::new(),
            begun,
            held: HeldOpen::default(),
            lock,
        })
    }

    /// Only to look: works on a copy of the ledger in memory, and nothing is written.
    ///
    /// # Errors
    /// When an existing ledger cannot be read.
    pub fn look(settings: Settings, program: Program, stop: Arc<Stop>) -> Result<Self> {
        let begun = Instant::now();
        let settings = with_ocr_of_this_machine(settings);
        let state_dir = state_dir(&settings);
        belongs::open_to_look(&settings, &state_dir)?;
        let ledger = Ledger::copy_in_memory(&state_dir)?;
        Self::with(settings, state_dir, program, stop, ledger, begun, None)
    }

    /// Whether the brake was pulled.
    pub fn is_stopping(&self) -> bool {
        self.stop.is_draining()
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The folder of the ledger.
    pub fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    /// What changes a result besides the bytes of a document.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// What pages cost on this machine.
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// A reader as this session's passes use them.
    pub fn new_reader(&self) -> ReaderSlot {
        new_reader(&self.program.reader, &self.settings)
    }

    /// Worker threads of this machine.
    pub fn jobs(&self) -> usize {
        jobs(&self.settings)
    }

    /// The ledger, between passes.
    ///
    /// # Errors
    /// When the pass before ended with an error, and the ledger cannot be opened again.
    pub fn ledger(&mut self) -> Result<&mut Ledger> {
        match &mut self.ledger {
            Some(ledger) => Ok(ledger),
            none => Ok(none.insert(Ledger::open(&self.state_dir)?)),
        }
    }

    fn concluder(&self) -> Concluder {
        let understanding = self.program.understanding;
        Concluder::new(&self.settings, &self.context, understanding, self.fingerprint)
    }

    /// Goes over documents until nothing is left or the brake is pulled.
    ///
    /// # Errors
    /// As [`run`].
    pub fn pass(&mut self, pass: &Pass, events: &Events) -> Result<Summary> {
        if let Intake::Walk(inputs) = &pass.intake {
            self.inputs.extend(inputs.iter().cloned());
            self.ledger()?.forget_problems()?;
        }
        self.ledger()?;
        let Some(ledger) = self.ledger.take() else {
            unreachable!("it was just opened");
        };
        let terms = Terms {
            settings: self.settings.clone(),
            state_dir: self.state_dir.clone(),
            concluder: self.concluder(),
            fingerprint: self.fingerprint,
            context: Arc::clone(&self.context),
            retry_failed: pass.retry_failed,
            dry_run: self.lock.is_none(),
            defer_ocr: pass.defer_ocr,
            again: pass.again,
            held: self.held.clone(),
            stop: Arc::clone(&self.stop),
        };
        let slots = (0..self.jobs()).map(|_| self.new_reader()).collect();
        let shared = Shared::new(terms, ledger, self.estimates, events.clone());
        work(&shared, &pass.intake, slots)?;
        let parts = shared.into_parts();
        self.ledger = Some(parts.ledger);
        self.estimates = parts.estimates;
        self.seen.extend(parts.seen);
        self.met.extend(parts.met);
        Ok(parts.summary)
    }

    /// Makes the files in the output folder as the ledger is now.
    ///
    /// # Errors
    /// When the ledger cannot be read or a file cannot be written.
    pub fn publish(&mut self) -> Result<()> {
        let settings = self.settings.clone();
        let held = self.held.clone();
        publish_changes(self.ledger()?, &settings, &held).map(drop)
    }

    /// Notes the end of the run, archives, and makes the files in the output folder.
    ///
    /// # Errors
    /// When the ledger cannot be written or a file cannot be written or moved.
    pub fn finish(mut self, mut summary: Summary) -> Result<Summary> {
        let (settings, estimates) = (self.settings.clone(), self.estimates);
        let seen = std::mem::take(&mut self.seen);
        let met = std::mem::take(&mut self.met);
        let inputs = std::mem::take(&mut self.inputs);
        let (begun, held) = (self.begun, self.held.clone());
        let readers: Vec<ReaderSlot> = (0..self.jobs()).map(|_| self.new_reader()).collect();
        let ledger = self.ledger()?;
        ledger.put_rate(TEXT_PAGE, estimates.text_page.rate())?;
        ledger.put_rate(OCR_PAGE, estimates.ocr_page.rate())?;
        ledger.end_run(summary.read, summary.failed_now, (summary.pages, summary.ocr_pages))?;
        if !settings.process.archive.as_os_str().is_empty() {
            summary.not_archived =
                archive::archive(ledger, &settings.process.archive, &inputs, &seen)?;
        }
        let is_wanted = settings.export.formats.contains(&Format::Report);
        if is_wanted && summary.read > 0 && !summary.interrupted {
            let took = begun.elapsed() * readers.len() as u32;
            pictures::make(ledger, &settings, readers, Budget::TwentiethOf(took), &held)?;
        }
        let doubled = set_back(ledger, &settings, |sha256| met.contains(sha256))?;
        let (mut all, mut now) = (0, 0);
        for (sha256, number) in doubled {
            all += number;
            if ledger.is_of_this_run(sha256)? {
                now += number;
            }
        }
        summary.set_back(all, now);
        let stop = Arc::clone(&self.stop);
        self.concluder().catch_up(self.ledger()?, || stop.is_draining())?;
        let ledger = self.ledger()?;
        summary.name_altered(ledger.failures()?);
        summary.outputs = publish_changes(ledger, &settings, &held)?;
        summary.elapsed = begun.elapsed();
        Ok(summary)
    }
}

/// Keys of the learned rates.
pub(super) const TEXT_PAGE: &str = "text_page";
pub(super) const OCR_PAGE: &str = "ocr_page";

/// What earlier runs have learned about costs.
fn learned(ledger: &Ledger) -> Result<Estimates> {
    let guess = Estimates::default();
    Ok(Estimates {
        text_page: guess.text_page.or_learned(ledger.rate(TEXT_PAGE)?),
        ocr_page: guess.ocr_page.or_learned(ledger.rate(OCR_PAGE)?),
    })
}

/// Walks, looks and reads until nothing is left.
fn work(shared: &Shared, intake: &Intake, mut slots: Vec<ReaderSlot>) -> Result<()> {
    // the first reader is started here, so that a run that cannot read says so at once
    let unconfined = slots
        .first_mut()
        .map_or(Ok(Vec::new()), ReaderSlot::unconfined)
        .map_err(Error::ReaderStart)?;
    shared.send(Event::Started {
        jobs: slots.len(),
        unconfined,
        languages: shared.terms.settings.ocr.languages.clone(),
    });
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(slots.len())
        .thread_name(|n| format!("worker {n}"))
        .build()
        .map_err(|e| Error::ReaderStart(std::io::Error::other(e)))?;
    std::thread::scope(|threads| {
        threads.spawn(|| walk_all(shared, intake, WALK_AHEAD));
        let jobs = slots.len();
        let recorder = threads.spawn(move || record(shared, jobs));
        pool.scope(|workers| {
            for slot in slots {
                workers.spawn(move |_| Worker::new(shared, slot).run());
            }
        });
        shared.workers_finished();
        drop(recorder.join());
    });
    shared.take_fatal().map_or(Ok(()), Err)
}

/// Hands everything the walk finds to the dispatcher, at most `ahead` files before the readers.
pub(super) fn walk_all(shared: &Shared, intake: &Intake, ahead: usize) {
    let own = [
        shared.terms.settings.process.out.clone(),
        shared.terms.state_dir.clone(),
        shared.terms.settings.process.archive.clone(),
    ];
    let found: Box<dyn Iterator<Item = Found>> = match intake {
        Intake::Walk(inputs) => Box::new(walk(inputs, &own)),
        Intake::Files(entries) => Box::new(entries.iter().cloned().map(Found::File)),
    };
    let mut batch = Vec::new();
    for found in found {
        batch.push(found);
        if batch.len() >= 64 && !shared.add_files(&mut batch, ahead) {
            return;
        }
    }
    shared.add_files(&mut batch, ahead);
    shared.walk_finished();
}

/// Makes outcomes permanent several times a second, tells how much is left, and makes the exports now and then.
fn record(shared: &Shared, jobs: usize) {
    let mut publish_every = PUBLISH_EVERY;
    let mut published = Instant::now();
    let mut told = Instant::now();
    let mut proposals = 0;
    while shared.wait_for_commit(COMMIT_EVERY) {
        shared.commit();
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            if let Some(ms) = shared.work_left_ms() {
                let time = Duration::from_secs_f64(ms / 1000.0 / jobs as f64);
                shared.send(Event::WorkLeft { time });
            }
        }
        let count = shared.proposals();
        if published.elapsed() >= publish_every && count > proposals && !shared.terms.dry_run {
            // a second connection: readers of the database do not hold up its writer
            let begun = Instant::now();
            let done = Ledger::open(&shared.terms.state_dir)
                .and_then(|ledger| publish(&ledger, &shared.terms.settings, &shared.terms.held));
            if let Err(error) = done {
                shared.fail_run(error);
            }
            proposals = count;
            published = Instant::now();
            publish_every = PUBLISH_EVERY.max(begun.elapsed() * 30);
        }
    }
    shared.commit();
}

/// Makes the files in the output folder again from the ledger.
///
/// # Errors
/// When the ledger cannot be read or a file cannot be written.
pub fn export(settings: &Settings) -> Result<Vec<PathBuf>> {
    let state = state_dir(settings);
    let _lock = hold(&state)?;
    publish(&belongs::open(settings, &state)?, settings, &HeldOpen::default())
}

fn jobs(settings: &Settings) -> usize {
    match settings.process.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    }
}

/// Makes the page to look at again; gives its path.
///
/// # Errors
/// When there is no ledger, it cannot be read, or a file cannot be written.
pub fn report(settings: &Settings, program: &Program) -> Result<Vec<PathBuf>> {
    let mut settings = with_ocr_of_this_machine(settings.clone());
    settings.export.formats = vec![Format::Report];
    let state = state_dir(&settings);
    // a page can be made beside a ledger that cannot be written
    let open = if may_only_look(&state) { belongs::open_to_look } else { belongs::open };
    let _lock = (!may_only_look(&state)).then(|| hold(&state)).transpose()?;
    let ledger = open(&settings, &state)?;
    let readers = (0..jobs(&settings)).map(|_| new_reader(&program.reader, &settings));
    let held = HeldOpen::default();
    pictures::make(&ledger, &settings, readers.collect(), Budget::All, &held)?;
    publish_only(&ledger, &settings, &[Format::Report], &held)
}

/// Whether the walk should hand this out before others: structured invoices cost next to nothing.
pub(super) fn is_quick(found: &Found) -> bool {
    match found {
        Found::File(entry) => entry.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")),
        _ => true,
    }
}

/// What is other by now than it was handed over to bookkeeping packages.
///
/// # Errors
/// When there is no ledger, or it cannot be read.
pub fn corrected_later(settings: &Settings) -> Result<Vec<CorrectedLater>> {
    belongs::open_to_look(settings, &state_dir(settings))?.corrected_later()
}

/// What the ledger of a state folder knows; proposals that are duplicates want a look, as in the files.
///
/// # Errors
/// When the ledger cannot be read.
pub fn status(settings: &Settings) -> Result<Status> {
    let state_dir = state_dir(settings);
    let mut ledger = belongs::open_to_look(settings, &state_dir)?;
    ledger.mark_altered()?; // until this one is closed
    let mut status = ledger.status()?;
    if status.documents > 0 {
        let doubled = set_back(&ledger, settings, |_| true)?;
        let doubled = doubled.iter().map(|(_, number)| number).sum::<u64>();
        let doubled = doubled.min(status.ready);
        status.ready -= doubled;
        status.review += doubled;
    }
    Ok(status)
}
