//! A command line that clap does not take, in the words and the language of all other messages.

use std::ffi::OsString;
use std::io;
use std::num::{ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, ValueEnum};

use super::args::{Cli, UiLangArg};
use super::{Exit, complain, lang_of};
use crate::words::{Lang, Misuse, MustBe, usage};

/// Prints help, version, or what is wrong with the arguments; the exit code that belongs to it.
pub fn answer(error: &clap::Error, args: &[OsString]) -> Exit {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::DisplayVersion
    );
    if is_help {
        return match error.print() {
            _ if error.use_stderr() => Exit::Usage,
            Err(full) if full.kind() != io::ErrorKind::BrokenPipe => Exit::Fatal,
            _ => Exit::Done,
        };
    }
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| texts(error, kind).into_iter().next());
    let said = usage(language(args), &misuse(error), meant.as_deref(), &command(args));
    complain(&said);
    Exit::Usage
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}

fn misuse(error: &clap::Error) -> Misuse {
    let all = |kind| texts(error, kind);
    let one = |kind| all(kind).into_iter().next().unwrap_or_default();
    // "--jobs <N>" is the option and what it takes
    let option = || {
        let shown = one(ContextKind::InvalidArg);
        shown.split(' ').next().unwrap_or_default().to_owned()
    };
    match error.kind() {
        ErrorKind::UnknownArgument => Misuse::Unknown(one(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => Misuse::NoSuchCommand(one(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => Misuse::NoCommand,
        ErrorKind::MissingRequiredArgument => Misuse::Missing(all(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue if one(ContextKind::InvalidValue).is_empty() => {
            Misuse::NoValue(option())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Misuse::Value {
            option: option(),
            value: one(ContextKind::InvalidValue),
            known: all(ContextKind::ValidValue),
            why: std::error::Error::source(error).map(must_be),
        },
        ErrorKind::ArgumentConflict => {
            let (it, other) = (one(ContextKind::InvalidArg), one(ContextKind::PriorArg));
            if it == other || other.is_empty() {
                Misuse::Twice(option())
            } else {
                Misuse::Together(it, other)
            }
        }
        _ => Misuse::Other(error.kind().to_string()),
    }
}

fn must_be(why: &(dyn std::error::Error + 'static)) -> MustBe {
    if why.is::<ParseIntError>() {
        MustBe::WholeNumber
    } else if why.is::<ParseFloatError>() {
        MustBe::Number
    } else {
        MustBe::Words(why.to_string())
    }
}

/// The language, although the arguments could not be read.
fn language(args: &[OsString]) -> Lang {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    let mut asked = None;
    while let Some(word) = words.next() {
        match word.strip_prefix("--ui-lang") {
            Some("") => asked = words.next(),
            Some(rest) => asked = rest.strip_prefix('=').or(asked),
            None => {}
        }
    }
    let asked = asked.and_then(|word| UiLangArg::from_str(word, false).ok());
    lang_of(asked)
}

/// What was called: "dizzy burst status".
fn command(args: &[OsString]) -> String {
    let root = Cli::command();
    let (mut command, mut called) = (&root, root.get_name().to_owned());
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(sub) = command.find_subcommand(word) {
            command = sub;
            called = format!("{called} {word}");
        }
    }
    called
}
