//! `dizzy process`: the run, its display and its summary.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::args::{self, Global};
use super::complaint::Complaint;
use super::exit::Exit;
use super::progress::{Detail, Progress};
use super::settings::Flags;
use super::signals::Listener;
use super::summary;
use super::term::{Paint, columns};
use crate::batch::{self, Job, Stop};
use crate::reader::ReaderCommand;
use crate::source::list_from;
use crate::words::{Lang, io as io_words, run as say, tell};

/// Events that may wait for the display before the run waits for it.
const EVENTS_IN_FLIGHT: usize = 1024;
/// A list of files on standard input may have this many bytes.
const MAX_LIST_BYTES: u64 = 1 << 30;

/// Runs the command.
///
/// # Errors
/// What keeps the run from starting or going on.
pub fn run(global: &Global, args: args::Process) -> anyhow::Result<Exit> {
    let settings = Flags::of(global)
        .with_process(&args)?
        .load(global)?
        .settings;
    let lang = Lang::of(settings.ui.lang);
    let inputs = inputs(args.paths, lang)?;
    let detail = match (args.quiet, args.verbose) {
        (true, _) => Detail::Problems,
        (_, true) => Detail::Documents,
        _ => Detail::Progress,
    };
    let stop = Arc::new(Stop::default());
    let signals = Listener::new(Arc::clone(&stop), lang)?;
    let job = Job {
        settings: settings.clone(),
        inputs,
        reader: ReaderCommand::this_program()?,
        stop,
        retry_failed: args.retry_failed,
        dry_run: args.dry_run,
    };

    let (events, received) = sync_channel(EVENTS_IN_FLIGHT);
    let mut progress = Progress::new(lang, args.log_format, detail, args.dry_run, signals.asked());
    let (summary, shown) = thread::scope(|scope| {
        let display = {
            let progress = &mut progress;
            scope.spawn(move || progress.follow(&received))
        };
        let summary = batch::run(job, events);
        let shown = display
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (summary, shown)
    });
    let summary = summary?;
    let exit = if summary.interrupted {
        Exit::Interrupted
    } else if summary.failed > 0 {
        Exit::SomeFailed
    } else {
        Exit::Done
    };
    let printed = shown
        .and_then(|()| progress.finished(&summary))
        .and_then(|()| {
            let mut stdout = io::stdout();
            let paint = Paint::of(&stdout);
            if args.dry_run {
                let line = say::dry_run(lang, summary.documents - summary.done_before);
                writeln!(stdout, "\n{}", paint.title(&line))
            } else if detail == Detail::Problems {
                Ok(())
            } else {
                let columns = columns();
                let text = summary::render(&summary, &settings.process.out, lang, columns, paint);
                stdout.write_all(text.as_bytes())
            }
        });
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(exit),
    }
}

/// The files and folders to walk, `-` replaced by the list on standard input.
fn inputs(paths: Vec<PathBuf>, lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
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
