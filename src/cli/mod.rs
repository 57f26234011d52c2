//! The program as a person uses it: arguments, messages, progress, exit codes. The only module that prints.

mod afterwards;
mod args;
mod burst;
mod check;
mod complaint;
mod config;
mod doctor;
mod doctor_burst;
mod exit;
mod export;
mod learn;
mod man;
mod process;
mod program;
mod progress;
mod report;
mod review;
mod settings;
mod shard;
mod signals;
mod status;
mod summary;
mod term;
mod usage;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;

pub use self::args::Cli;
pub use self::exit::Exit;
pub use self::man::pages as man_pages;

use self::args::{Command, Global, UiLangArg};
use self::complaint::Complaint;
use self::term::{Paint, paragraph, printable};
use crate::config::{Sources, wished_language};
use crate::words;
use crate::words::{Lang, Said};
use office::Error;
use office::settings::UiLang;

/// Runs the program with these arguments (the first is its own name).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    // what the caller had open (a lock, a pipe, a log) is none of the readers' business
    close_fds::set_fds_cloexec(3, &[]);
    let mut args: Vec<OsString> = args.into_iter().collect();
    // what many programs know as a command
    if args.get(1).is_some_and(|first| first == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    let cli = match Cli::of(args.iter().cloned()) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error, &args).into(),
    };
    if matches!(cli.command, Command::Reader) {
        return reading::reader::serve_stdio(extract::UNDERSTANDING.look_again);
    }
    let lang = flag_or_locale(&cli.global);
    let exit = match dispatch(cli) {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Done,
        Err(error) => report(&error, lang),
    };
    exit.into()
}

/// The language before the configuration is known, or when it is wrong.
fn flag_or_locale(global: &Global) -> Lang {
    let wished = || {
        let mut sources = Sources::of_process().ok()?;
        sources.config_file.clone_from(&global.config);
        wished_language(&sources)
    };
    match global.ui_lang {
        None => wished().unwrap_or(UiLang::Auto).lang(),
        asked => lang_of(asked),
    }
}

fn lang_of(asked: Option<UiLangArg>) -> Lang {
    match asked {
        Some(UiLangArg::Nl) => Lang::Nl,
        Some(UiLangArg::En) => Lang::En,
        None => UiLang::Auto.lang(),
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
    match cli.command {
        Command::Process(args) => process::run(&global, args),
        Command::Burst(args) => burst::run(&global, *args),
        Command::Learn(args) => learn::run(&global, &args),
        Command::Status(_) => status::run(&global),
        Command::Export(args) => export::run(&global, &args),
        Command::Review(args) => review::run(&global, &args),
        Command::Report(_) => report::run(&global),
        Command::Check(args) => check::run(&global, &args),
        Command::Config { command } => config::run(&global, &command),
        Command::Doctor(args) => doctor::run(&global, &args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "dizzy", &mut script);
            io::stdout().write_all(&script)?;
            Ok(Exit::Done)
        }
        Command::Man { dir } => man::run(dir.as_deref()),
        Command::Reader => unreachable!("served before the settings are looked at"),
    }
}

/// An error in words, and the exit code that belongs to it.
fn said(error: &anyhow::Error, lang: Lang) -> (Said, Exit) {
    if let Some(complaint) = error.downcast_ref::<Complaint>() {
        let said = Said { what: complaint.what.clone(), hint: complaint.hint.clone() };
        (said, complaint.exit)
    } else if let Some(error) = error.downcast_ref::<::burst::Error>() {
        (words::burst_error(lang, error), Exit::from(error))
    } else if let Some(error) = error.downcast_ref::<Error>() {
        (words::error(lang, error), Exit::from(error))
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        let what = words::io(lang, error);
        let hint = String::new();
        (Said { what, hint }, Exit::Fatal)
    } else {
        let what = format!("{error:#}");
        let hint = String::new();
        (Said { what, hint }, Exit::Fatal)
    }
}

/// Says an error once, as a chain, with a hint.
fn report(error: &anyhow::Error, lang: Lang) -> Exit {
    let (said, exit) = said(error, lang);
    complain(&said);
    exit
}

/// Says what is wrong, on standard error.
fn complain(said: &Said) {
    let paint = Paint::of(&io::stderr());
    let mut message = paint.bad("dizzy: ");
    message += &paragraph(&io::stderr(), 7, "  ", &printable(&said.what));
    if !said.hint.is_empty() {
        message += "  → ";
        message += &paragraph(&io::stderr(), 4, "    ", &printable(&said.hint));
    }
    // When standard error is closed there is nobody to tell; the exit code still does.
    let _ = io::stderr().write_all(message.as_bytes());
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}
