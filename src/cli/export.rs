//! `dizzy export`: the files again, from the ledger.

use std::io::{self, Write};

use super::args::{self, Global};
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::status::{corrected_later, must_exist};
use super::summary;
use super::term::{Paint, columns, printable};
use crate::words::{Lang, export};
use office::batch::{self, NewFiles};
use office::export::{LeftOut, left_out_text};

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
    let NewFiles { written: outputs, left_out } = if args.new {
        if batch::chosen_packages(&settings).is_empty() {
            return Err(
                Complaint::usage(export::no_package(lang), export::no_package_hint(lang)).into()
            );
        }
        batch::export_new(&settings)?
    } else {
        NewFiles { written: batch::export(&settings)?, left_out: Vec::new() }
    };
    let mut stdout = io::stdout();
    if args.new && outputs.is_empty() {
        writeln!(stdout, "{}", export::nothing_new(lang, left_out.len()))?;
    }
    stdout.write_all(summary::files(&outputs, lang).as_bytes())?;
    tell_left_out(&mut stdout, &left_out, lang)?;
    if args.new {
        let later = batch::status(&settings)?.corrected_later;
        let paint = Paint::of(&stdout);
        stdout.write_all(corrected_later(&later, lang, columns().max(40), paint).as_bytes())?;
        let strangers = batch::strangers(&state_dir(&settings), &settings)?;
        stdout.write_all(super::learn::renamed(&strangers, lang).as_bytes())?;
    }
    Ok(Exit::Done)
}

/// So many entries are named one by one.
const NAMED: usize = 20;

fn tell_left_out(
    out: &mut dyn Write,
    left_out: &[(String, LeftOut)],
    lang: Lang,
) -> io::Result<()> {
    if left_out.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", export::left_out(lang, left_out.len()))?;
    for (path, why) in left_out.iter().take(NAMED) {
        let line = format!("  {path}: {}", left_out_text(lang, why));
        writeln!(out, "{}", printable(&line))?;
    }
    if let Some(more) = left_out.len().checked_sub(NAMED).filter(|more| *more > 0) {
        writeln!(out, "  {}", export::more_left_out(lang, more))?;
    }
    Ok(())
}
