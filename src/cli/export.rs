//! `dizzy export`: the files again, from the ledger.

use std::io::{self, Write};

use super::args::{self, Global};
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::status::{corrected_later, must_exist};
use super::summary;
use super::term::{Paint, columns, printable};
use crate::words::export;
use office::batch;

/// Runs the command.
///
/// # Errors
/// When there is no ledger or a file cannot be written.
pub fn run(global: &Global, args: &args::Export) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    must_exist(&state_dir(&settings), lang)?;
    if args.undo {
        let text = export::taken_back(lang, batch::take_back(&settings)?.as_deref());
        writeln!(io::stdout(), "{}", printable(&text))?;
        return Ok(Exit::Done);
    }
    let outputs = if args.new {
        if batch::chosen_packages(&settings).is_empty() {
            return Err(
                Complaint::usage(export::no_package(lang), export::no_package_hint(lang)).into(),
            );
        }
        batch::export_new(&settings)?
    } else {
        batch::export(&settings)?
    };
    if args.new && outputs.is_empty() {
        writeln!(io::stdout(), "{}", export::nothing_new(lang))?;
    }
    let mut stdout = io::stdout();
    stdout.write_all(summary::files(&outputs, lang).as_bytes())?;
    if args.new {
        let later = batch::status(&settings)?.corrected_later;
        let paint = Paint::of(&stdout);
        stdout.write_all(corrected_later(&later, lang, columns().max(40), paint).as_bytes())?;
        let strangers = batch::strangers(&state_dir(&settings), &settings)?;
        stdout.write_all(super::learn::renamed(&strangers, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}
