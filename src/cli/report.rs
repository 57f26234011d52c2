//! `dizzy report`: the page to look at again, from the ledger.

use std::io::{self, Write};

use super::args::Global;
use super::exit::Exit;
use super::program::program;
use super::settings::{load, state_dir};
use super::status::{must_exist, say_if_only_to_look};
use super::summary;
use office::batch;

pub fn run(global: &Global) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    must_exist(&settings, lang)?;
    say_if_only_to_look(&state_dir(&settings), lang);
    let outputs = batch::report(&settings, &program()?)?;
    io::stdout().write_all(summary::files(&outputs, lang).as_bytes())?;
    Ok(Exit::Done)
}
