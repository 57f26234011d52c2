//! `dizzy config`: the settings in force, and a file to start from.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::args::{ConfigCommand, Global};
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::load;
use crate::config;
use crate::words::{Lang, tell};
use office::Error;

pub fn run(global: &Global, command: &ConfigCommand) -> anyhow::Result<Exit> {
    match command {
        ConfigCommand::Show => {
            let effective = load(global)?;
            let text = config::render_annotated(&effective);
            io::stdout().write_all(text.as_bytes())?;
        }
        ConfigCommand::Init { file } => {
            // The configuration itself may be what is wrong, so only the flag and the locale tell the language.
            let lang = super::flag_or_locale(global);
            init(file, lang)?;
            writeln!(io::stdout(), "{}", tell::wrote(lang, file))?;
        }
    }
    Ok(Exit::Done)
}

fn init(file: &Path, lang: Lang) -> anyhow::Result<()> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut out| out.write_all(config::init_text().as_bytes()));
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let what = tell::exists_already(lang, file);
            Err(Complaint::fatal(what, tell::exists_already_hint(lang)).into())
        }
        outcome => Ok(outcome.map_err(Error::io("write", file))?),
    }
}
