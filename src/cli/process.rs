//! `dizzy process`: the run, its display and its summary.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::afterwards::{Account, after};
use super::args::{self, Global, WhenBurst};
use super::burst::conclude;
use super::complaint::Complaint;
use super::exit::Exit;
use super::program::program;
use super::progress::{Detail, Progress};
use super::settings::{load, state_dir};
use super::signals::Listener;
use super::status::{corrected_later, say_if_only_to_look};
use super::summary;
use super::term::{Paint, columns, printable};
use crate::config::Effective;
use crate::words::{Lang, io as io_words, run as say, tell};
use burst;
use burst::settings::Burst;
use burst::{BurstJob, Event, FleetKind, When};
use office::batch;
use office::batch::{Events, Job, Stop};
use office::ledger;
use office::settings::Settings;
use reading::source::list_from;

/// Events that may wait for the display before the run waits for it.
const EVENTS_IN_FLIGHT: usize = 1024;
/// A list of files on standard input may have this many bytes.
const MAX_LIST_BYTES: u64 = 1 << 30;

pub fn run(global: &Global, args: args::Process) -> anyhow::Result<Exit> {
    if let Some(uri) = &args.shard {
        return super::shard::run(global, &args, uri);
    }
    let lang = super::flag_or_locale(global);
    let end = args.afterwards.clone();
    after(&end, "process", lang, |account| work(global, args, account))
}

fn work(global: &Global, args: args::Process, account: &mut Account) -> anyhow::Result<Exit> {
    let Effective { settings, burst: terms, .. } = load(global)?;
    let lang = settings.ui.lang.lang();
    account.place(&settings.process.out, lang);
    let inputs = inputs(args.paths, lang)?;
    let detail = Detail::of(args.messages.quiet, args.messages.verbose);
    let stop = Arc::new(Stop::default());
    let signals = Listener::new(Arc::clone(&stop), lang)?;
    let program = program()?;
    if args.dry_run {
        say_if_only_to_look(&state_dir(&settings), lang);
    }
    if args.new_ledger {
        batch::begin_anew(&settings, &state_dir(&settings))?;
        // nobody to tell when standard error is closed
        let _ = writeln!(io::stderr(), "dizzy: {}", printable(tell::begun_anew(lang)));
    }
    let format = args.messages.log_format;
    let mut progress = Progress::new(lang, format, detail, args.dry_run, signals.asked());
    if let Some((when, fleet)) = burst_of(&settings, &terms, args.burst, args.dry_run)? {
        let job = BurstJob {
            settings: settings.clone(),
            burst: terms,
            inputs,
            program,
            stop,
            retry_failed: args.retry_failed,
            fleet,
            exactly: None,
            when,
        };
        // whoever configured a store agreed beforehand, within the limits beside it
        let shown = progress.during(|events| burst::burst(&job, &mut |_| true, &events));
        return conclude(shown, &progress, &settings, lang, detail, account);
    }
    let job = Job {
        settings: settings.clone(),
        inputs,
        program,
        stop,
        retry_failed: args.retry_failed,
        dry_run: args.dry_run,
    };
    let (summary, shown) =
        progress.during(|events| Ok(batch::run(job, Events::to(events))?)).apart()?;
    account.summary(&summary);
    // The run is done: what cannot be told here, `dizzy status` tells.
    let later = if args.dry_run { Ok(Vec::new()) } else { batch::corrected_later(&settings) };
    let later = later.unwrap_or_default();
    account.other_later(later.len());
    let exit = Exit::of(&summary);
    let printed = shown.and_then(|()| progress.finished(&summary)).and_then(|()| {
        let mut stdout = io::stdout();
        let paint = Paint::of(&stdout);
        if args.dry_run {
            let line = say::dry_run(lang, summary.documents - summary.done_before);
            writeln!(stdout, "\n{}", paint.title(&line))
        } else if detail == Detail::Problems {
            for (path, why) in &summary.not_archived {
                let line = format!("{}: {}", say::not_archived_title(lang), path.display());
                writeln!(io::stderr(), "{}: {}", printable(&line), io_words(lang, why))?;
            }
            Ok(())
        } else {
            let columns = columns();
            let text = summary::render(&summary, &settings.process.out, lang, columns, paint);
            stdout.write_all(text.as_bytes())?;
            stdout.write_all(corrected_later(&later, lang, columns.max(40), paint).as_bytes())?;
            let strangers = batch::strangers(&state_dir(&settings), &settings);
            let strangers = strangers.unwrap_or_default();
            stdout.write_all(super::learn::renamed(&strangers, lang).as_bytes())
        }
    });
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(exit),
    }
}

/// When and with what this run may become a burst; `None` when it is a run of this machine alone.
fn burst_of(
    settings: &Settings,
    burst: &Burst,
    asked: Option<WhenBurst>,
    dry_run: bool,
) -> anyhow::Result<Option<(When, FleetKind)>> {
    let is_configured = !burst.store.is_empty() && burst.auto;
    let when = match asked {
        Some(WhenBurst::Auto) => When::OverThreshold,
        None if is_configured => When::OverThreshold,
        Some(WhenBurst::Never) | None => When::Never,
    };
    // a run that an earlier command has begun is gone on with, whatever is asked
    let is_open = !ledger::open_bursts(&state_dir(settings))?.is_empty();
    let is_burst = !dry_run && (when != When::Never || is_open);
    Ok(is_burst.then_some((when, FleetKind::of_store(&burst.store))))
}

/// What work came to, and whether its display could be written.
#[derive(Debug)]
pub(crate) struct Shown<T> {
    came_to: burst::Result<T>,
    shown: io::Result<()>,
}

impl<T> Shown<T> {
    /// Work that came to this, and what became of its display.
    pub fn new(came_to: burst::Result<T>, shown: io::Result<()>) -> Self {
        Self { came_to, shown }
    }

    /// Both, apart.
    pub(crate) fn apart(self) -> burst::Result<(T, io::Result<()>)> {
        Ok((self.came_to?, self.shown))
    }

    /// The first alone.
    ///
    /// # Errors
    /// What the work came to, or what kept its display from being written.
    pub(crate) fn settle(self) -> anyhow::Result<T> {
        let came_to = self.came_to?;
        self.shown?;
        Ok(came_to)
    }
}

impl Progress {
    /// Works while the display follows.
    pub(crate) fn during<T>(
        &mut self,
        work: impl FnOnce(SyncSender<Event>) -> burst::Result<T>,
    ) -> Shown<T> {
        let (events, received) = sync_channel(EVENTS_IN_FLIGHT);
        thread::scope(|scope| {
            let display = {
                let progress = &mut *self;
                scope.spawn(move || progress.follow(&received))
            };
            let came_to = work(events);
            let shown = display.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Shown { came_to, shown }
        })
    }
}

/// The files and folders to walk, `-` replaced by the list on standard input.
pub fn inputs(paths: Vec<PathBuf>, lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let mut inputs = Vec::with_capacity(paths.len());
    for path in paths {
        if path.as_os_str() == OsStr::new("-") {
            inputs.extend(listed(lang)?);
            continue;
        }
        // Named by a person: a mistake is told at once. What a list names may have gone in the meantime.
        if let Err(error) = path.metadata() {
            let what = format!("{}: {}", path.display(), io_words(lang, &error));
            return Err(Complaint::usage(what, tell::path_hint(lang)).into());
        }
        inputs.push(path);
    }
    Ok(inputs)
}

/// The list of files on standard input.
fn listed(lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let what = tell::list_from_terminal(lang);
        return Err(Complaint::usage(what, tell::list_hint(lang)).into());
    }
    let paths = list_from(stdin.lock().take(MAX_LIST_BYTES))?;
    if paths.is_empty() {
        let what = tell::empty_list(lang);
        return Err(Complaint::usage(what, tell::list_hint(lang)).into());
    }
    Ok(paths)
}
