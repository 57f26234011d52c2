//! A run from beginning to end: threads, lock, ledger, exports.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use crate::config::Settings;
use crate::dispatch::Estimates;
use crate::error::{Error, Result};
use crate::ledger::Ledger;
use crate::ocr;
use crate::reader::{ReaderCommand, ReaderSlot, Setup};
use crate::source::{Found, walk};

use super::dry_run::dry_run;
use super::fingerprint::fingerprint;
use super::publish::{publish, publish_changes};
use super::shared::{Shared, Terms};
use super::worker::Worker;
use super::{Event, Stop, Summary, archive, spool};

/// Outcomes are made permanent this often.
const COMMIT_EVERY: Duration = Duration::from_millis(50);

/// What is left to do is told this often.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// The files in the output folder are made anew this often during a run, or less often when that takes long.
const PUBLISH_EVERY: Duration = Duration::from_secs(20);

/// Files that the walk may be ahead of the readers.
const WALK_AHEAD: usize = 50_000;

/// What a run is to do.
#[derive(Debug)]
pub struct Job {
    /// The settings.
    pub settings: Settings,
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// How reader processes are started.
    pub reader: ReaderCommand,
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
pub fn run(job: Job, events: SyncSender<Event>) -> Result<Summary> {
    let begun = Instant::now();
    let mut settings = job.settings;
    let state_dir = state_dir(&settings);
    let installed = ocr::installed_languages(&settings.ocr.tessdata);
    settings.ocr.languages.retain(|l| installed.contains(l));
    // found here: a confined reader cannot look around
    if let Some(folder) = ocr::tessdata_dir(&settings.ocr.tessdata) {
        settings.ocr.tessdata = folder;
    }
    let setup = Setup {
        limits: settings.limits.clone(),
        ocr: settings.ocr.clone(),
        sandbox: settings.reader.sandbox,
    };
    let new_reader = || ReaderSlot::new(job.reader.clone(), setup.clone(), settings.reader.clone());
    let terms = Terms {
        fingerprint: fingerprint(&settings),
        settings: settings.clone(),
        state_dir: state_dir.clone(),
        retry_failed: job.retry_failed,
        dry_run: job.dry_run,
        stop: job.stop,
    };
    if job.dry_run {
        return dry_run(terms, &job.inputs, new_reader(), events, begun);
    }
    let out = &settings.process.out;
    std::fs::create_dir_all(out).map_err(Error::io("create folder", out))?;
    std::fs::create_dir_all(&state_dir).map_err(Error::io("create folder", &state_dir))?;
    let _lock = lock(&state_dir)?;
    spool::clear(&state_dir)?;

    let mut ledger = Ledger::open(&state_dir)?;
    ledger.begin_run()?;
    let guess = Estimates::default();
    let estimates = Estimates {
        text_page: guess.text_page.or_learned(ledger.rate(TEXT_PAGE)?),
        ocr_page: guess.ocr_page.or_learned(ledger.rate(OCR_PAGE)?),
    };
    let jobs = match settings.process.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let slots = (0..jobs).map(|_| new_reader()).collect();
    let shared = Shared::new(terms, ledger, estimates, events);
    work(&shared, &job.inputs, slots)?;
    finish(shared, begun)
}

/// Keys of the learned rates.
const TEXT_PAGE: &str = "text_page";
const OCR_PAGE: &str = "ocr_page";

/// Walks, looks and reads until nothing is left.
fn work(shared: &Shared, inputs: &[PathBuf], mut slots: Vec<ReaderSlot>) -> Result<()> {
    // the first reader is started here, so that a run that cannot read says so at once
    let unconfined = slots
        .first_mut()
        .map_or(Ok(Vec::new()), ReaderSlot::unconfined)?;
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
        threads.spawn(|| walk_all(shared, inputs, WALK_AHEAD));
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
pub(super) fn walk_all(shared: &Shared, inputs: &[PathBuf], ahead: usize) {
    let own = [
        shared.terms.settings.process.out.clone(),
        shared.terms.state_dir.clone(),
        shared.terms.settings.process.archive.clone(),
    ];
    let mut batch = Vec::new();
    for found in walk(inputs, &own) {
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
        if published.elapsed() >= publish_every && count > proposals {
            // a second connection: readers of the database do not hold up its writer
            let begun = Instant::now();
            let done = Ledger::open(&shared.terms.state_dir)
                .and_then(|ledger| publish(&ledger, &shared.terms.settings));
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

fn finish(shared: Shared, begun: Instant) -> Result<Summary> {
    let (mut ledger, mut summary, estimates, seen, settings) = shared.into_parts();
    ledger.put_rate(TEXT_PAGE, estimates.text_page.rate())?;
    ledger.put_rate(OCR_PAGE, estimates.ocr_page.rate())?;
    ledger.end_run(
        summary.read,
        summary.failed_now,
        (summary.pages, summary.ocr_pages),
    )?;
    if !settings.process.archive.as_os_str().is_empty() {
        archive::archive(&mut ledger, &settings.process.archive, &seen)?;
    }
    summary.outputs = publish_changes(&mut ledger, &settings)?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

/// Makes the files in the output folder again from the ledger.
///
/// # Errors
/// When the ledger cannot be read or a file cannot be written.
pub fn export(settings: &Settings) -> Result<Vec<PathBuf>> {
    let state = state_dir(settings);
    if !state.join("ledger.sqlite").exists() {
        return Err(Error::Config(format!(
            "there is no ledger in {}: nothing was processed there yet",
            state.display()
        )));
    }
    let _lock = lock(&state)?;
    publish(&Ledger::open(&state)?, settings)
}

/// Holds the state folder for this run, until it is dropped or the process ends in whatever way.
fn lock(state: &Path) -> Result<File> {
    let path = state.join("lock");
    let file = File::create(&path).map_err(Error::io("write", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked {
            path: state.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &path)(error)),
    }
}

/// Whether the walk should hand this out before others: structured invoices cost next to nothing.
pub(super) fn is_quick(found: &Found) -> bool {
    match found {
        Found::File(entry) => entry
            .path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("xml")),
        _ => true,
    }
}
