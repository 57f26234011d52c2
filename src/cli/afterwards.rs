//! What is done at the end of a run for those who were not there: `--summary` and `--notify-command`.
//!
//! Both are about every run that was asked for, also one that could not start (bad settings, a folder that another run
//! holds). The command gets the summary on its standard input and a line for a person in its environment; it is started
//! directly, not by a shell, so that nothing that is in a document's name can become a command. What becomes of it is
//! told, and changes nothing about the run's exit code.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::{Timestamp, Unit};
use rustix::process::{Pid, Signal, kill_process_group};
use serde::Serialize;
use serde_json::{Value, json};

use super::args::{AtTheEnd, CommandWords, NotifyWhen};
use super::complaint::Complaint;
use super::exit::Exit;
use super::signals::Listener;
use super::term::printable;
use crate::words;
use crate::words::Lang;
use crate::words::notify as say;
use crate::words::notify::{Need, Trouble};
use burst::{Ending, Outcome};
use office::batch::{Stop, Summary};
use office::export::write_atomically;

/// How often it is looked whether the command has ended.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// From the request to end to the end, for a command that took too long.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a run says of itself while it goes on.
#[derive(Debug)]
pub struct Account {
    /// Language of the message.
    pub lang: Lang,
    out: Option<PathBuf>,
    summary: Option<Summary>,
    other_later: u64,
    burst: Option<BurstAccount>,
}

#[derive(Debug, Clone, Serialize)]
struct BurstAccount {
    run: String,
    machines_left: u32,
    cost_usd: String,
}

impl Account {
    /// Where results go and in which language is spoken, once the settings are known.
    pub fn place(&mut self, out: &Path, lang: Lang) {
        self.out = Some(std::path::absolute(out).unwrap_or_else(|_| out.to_owned()));
        self.lang = lang;
    }

    /// How many entries are other by now than they were handed over.
    pub fn other_later(&mut self, entries: usize) {
        self.other_later = entries as u64;
    }

    /// What the run came to.
    pub fn summary(&mut self, summary: &Summary) {
        self.summary = Some(summary.clone());
    }

    /// What a run with workers came to.
    pub fn outcome(&mut self, outcome: &Outcome) {
        self.summary(&outcome.summary);
        self.burst = outcome.run.as_ref().map(|run| BurstAccount {
            run: run.to_string(),
            machines_left: match outcome.ending {
                Ending::Detached { machines } => machines,
                Ending::Done | Ending::Here | Ending::NotAgreed | Ending::Stopped => 0,
            },
            cost_usd: outcome.cost_usd.to_string(),
        });
    }
}

/// Does the work, then what was asked for at its end.
///
/// # Errors
/// What the work reports; and when the summary cannot be written.
pub fn after(
    args: &AtTheEnd,
    command: &'static str,
    lang: Lang,
    work: impl FnOnce(&mut Account) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    check(args, lang)?;
    let mut account = Account { lang, out: None, summary: None, other_later: 0, burst: None };
    let (started, begun) = (Timestamp::now(), Instant::now());
    let result = work(&mut account);
    if args.summary.is_none() && args.notify_command.is_none() {
        return result;
    }
    let mut report = Report::new(&account, command, started, begun.elapsed(), &result);
    let mut written = report.write(args.summary.as_deref());
    if let Some(command) = &args.notify_command
        && (args.notify_when == NotifyWhen::Always || report.needs_person)
    {
        let told = tell(command, &report, Duration::from_secs(args.notify_timeout), account.lang);
        let trouble = told.err().map(|trouble| say::trouble(account.lang, &trouble));
        if let Some(trouble) = &trouble {
            // nobody to tell when standard error is closed; the summary has it
            let _ = writeln!(io::stderr(), "dizzy: {}", printable(trouble));
        }
        report.notified = Some(Notified { trouble });
        written = written.and_then(|()| report.write(args.summary.as_deref()));
    }
    match (result, written) {
        (Ok(_), Err(error)) => Err(error.into()),
        (Err(first), Err(error)) => {
            super::complain(&words::error(account.lang, &error));
            Err(first)
        }
        (result, Ok(())) => result,
    }
}

/// What can be known to be wrong before the work.
fn check(args: &AtTheEnd, lang: Lang) -> anyhow::Result<()> {
    if let Some(summary) = &args.summary {
        let folder = summary.parent().unwrap_or(Path::new(""));
        // on the first night the folder of the proposals is not there yet
        let is_there =
            folder.as_os_str().is_empty() || folder.is_dir() || std::fs::create_dir(folder).is_ok();
        if !is_there || summary.is_dir() || summary.file_name().is_none() {
            let what = say::no_folder(lang, &summary.display().to_string());
            return Err(Complaint::usage(what, say::no_folder_hint(lang)).into());
        }
    }
    if let Some(command) = &args.notify_command
        && !is_there(&command.program)
    {
        // no reason to leave the work undone
        let _ = writeln!(
            io::stderr(),
            "dizzy: {}",
            printable(&say::no_program(lang, &command.program))
        );
    }
    Ok(())
}

/// Whether a program can be found as the system will look for it.
fn is_there(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).is_file();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The summary, `dizzy.summary/1`; the schema is in `schema/`.
#[derive(Debug, Serialize)]
struct Report {
    schema: &'static str,
    version: &'static str,
    command: &'static str,
    started: String,
    ended: String,
    elapsed_s: f64,
    exit_code: u8,
    outcome: &'static str,
    needs_person: bool,
    reasons: Vec<&'static str>,
    message: String,
    error: Option<Refusal>,
    out: Option<PathBuf>,
    counts: Option<Value>,
    pages_per_second: Option<f64>,
    failures: Vec<Failure>,
    files: Vec<PathBuf>,
    burst: Option<BurstAccount>,
    notified: Option<Notified>,
}

/// What kept the run from starting or going on.
#[derive(Debug, Serialize)]
struct Refusal {
    what: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct Failure {
    path: String,
    what: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct Notified {
    trouble: Option<String>,
}

impl Report {
    fn new(
        account: &Account,
        command: &'static str,
        started: Timestamp,
        took: Duration,
        result: &anyhow::Result<Exit>,
    ) -> Self {
        let lang = account.lang;
        let (exit, error) = match result {
            Ok(exit) => (*exit, None),
            // whoever listened has gone, as `head` does: the work is done
            Err(error) if super::is_broken_pipe(error) => (Exit::Done, None),
            Err(error) => {
                let (said, exit) = super::said(error, lang);
                (exit, Some(said))
            }
        };
        let summary = account.summary.as_ref();
        let mut needs = Vec::new();
        match exit {
            Exit::Locked => needs.push(Need::Locked),
            Exit::Fatal | Exit::Usage => needs.push(Need::Error),
            Exit::Done | Exit::SomeFailed | Exit::Interrupted | Exit::Killed => {}
        }
        if let Some(summary) = summary {
            if summary.failed_now > 0 {
                needs.push(Need::Failed(summary.failed_now));
            }
            if summary.altered > 0 {
                needs.push(Need::Altered(summary.altered));
            }
            if !summary.not_archived.is_empty() {
                needs.push(Need::NotArchived(summary.not_archived.len() as u64));
            }
            if summary.review_now > 0 {
                needs.push(Need::Review(summary.review_now));
            }
        }
        let ready = summary.map_or(0, |summary| summary.ready_now);
        let what = error.as_ref().map(|said| said.what.as_str());
        let seconds = took.as_secs_f64();
        Self {
            schema: "dizzy.summary/1",
            version: env!("CARGO_PKG_VERSION"),
            command,
            started: second(started),
            ended: second(Timestamp::now()),
            elapsed_s: (seconds * 1000.0).round() / 1000.0,
            exit_code: exit.code(),
            outcome: exit.name(),
            needs_person: !needs.is_empty(),
            reasons: needs.iter().map(|need| need.name()).collect(),
            message: printable(&say::message(lang, &needs, ready, account.other_later, what)),
            error: error.map(|said| Refusal { what: said.what, hint: said.hint }),
            out: account.out.clone(),
            counts: summary.map(counts),
            pages_per_second: summary
                .filter(|summary| summary.pages > 0 && !summary.elapsed.is_zero())
                .map(|summary| {
                    (summary.pages as f64 / summary.elapsed.as_secs_f64() * 100.0).round() / 100.0
                }),
            failures: summary.map_or(Vec::new(), |summary| {
                let first = summary.first_failures.iter();
                first
                    .map(|(path, cause)| {
                        let said = words::cause(lang, cause);
                        Failure { path: path.clone(), what: said.what, hint: said.hint }
                    })
                    .collect()
            }),
            files: summary.map_or(Vec::new(), |summary| summary.outputs.clone()),
            burst: account.burst.clone(),
            notified: None,
        }
    }

    fn json(&self) -> Vec<u8> {
        // a path that is no text is the one thing that JSON cannot hold
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_else(|_| b"{}".to_vec());
        json.push(b'\n');
        json
    }

    fn write(&self, path: Option<&Path>) -> office::Result<()> {
        match path {
            Some(path) => write_atomically(path, |out| out.write_all(&self.json())),
            None => Ok(()),
        }
    }
}

/// The same names as in the event `finished`.
fn counts(summary: &Summary) -> Value {
    json!({
        "documents": summary.documents,
        "done_before": summary.done_before,
        "read": summary.read,
        "failed": summary.failed,
        "failed_now": summary.failed_now,
        "waiting": summary.waiting,
        "deferred": summary.deferred,
        "skipped": summary.skipped,
        "same_bytes": summary.same_bytes,
        "pages": summary.pages,
        "ocr_pages": summary.ocr_pages,
        "ready": summary.ready,
        "ready_now": summary.ready_now,
        "review": summary.review,
        "review_now": summary.review_now,
    })
}

/// A time to the second, RFC 3339.
fn second(time: Timestamp) -> String {
    time.round(Unit::Second).unwrap_or(time).to_string()
}

/// Runs the command, with the summary on its standard input, for so long at most.
fn tell(
    command: &CommandWords,
    report: &Report,
    timeout: Duration,
    lang: Lang,
) -> Result<(), Trouble> {
    let not_started = |error: io::Error| Trouble::NotStarted(words::io(lang, &error));
    // what it prints is about the run, not of it: standard output stays what it was
    let output = io::stderr().as_fd().try_clone_to_owned().map_err(not_started)?;
    let mut child = Command::new(&command.program)
        .args(&command.arguments)
        .env("DIZZY_MESSAGE", &report.message)
        .env("DIZZY_OUTCOME", report.outcome)
        .env("DIZZY_EXIT_CODE", report.exit_code.to_string())
        .stdin(Stdio::piped())
        .stdout(output)
        .process_group(0) // what it starts ends with it
        .spawn()
        .map_err(not_started)?;
    if let Some(mut stdin) = child.stdin.take() {
        let json = report.json();
        // a command need not read it, nor fast
        thread::spawn(move || stdin.write_all(&json));
    }
    let stop = Arc::new(Stop::default());
    let _signals = Listener::new(Arc::clone(&stop), lang).map_err(not_started)?;
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return came_to(status),
            Ok(None) if stop.is_draining() => {
                end(&mut child);
                return Err(Trouble::Cancelled);
            }
            Ok(None) if begun.elapsed() >= timeout => {
                end(&mut child);
                return Err(Trouble::TimedOut(timeout.as_secs()));
            }
            Ok(None) => thread::sleep(LOOK_EVERY),
            Err(error) => return Err(not_started(error)),
        }
    }
}

fn came_to(status: ExitStatus) -> Result<(), Trouble> {
    match (status.code(), status.signal()) {
        (Some(0), _) => Ok(()),
        (Some(code), _) => Err(Trouble::Code(code)),
        (None, signal) => Err(Trouble::Signal(signal.unwrap_or_default())),
    }
}

/// Ends the command and what it has started: asks first, then does not ask.
fn end(child: &mut Child) {
    let group = Pid::from_child(child);
    // what has ended meanwhile cannot be signalled
    let _ = kill_process_group(group, Signal::TERM);
    let begun = Instant::now();
    while begun.elapsed() < LAST_WORDS && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(LOOK_EVERY);
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait();
}
