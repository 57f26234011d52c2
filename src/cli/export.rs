//! `dizzy export`: the files again, from the ledger.

use std::io::{self, Write};

use super::args::{self, Global};
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::status::{corrected_later, must_exist};
use super::summary;
use super::term::{Paint, columns, printable};
use crate::words::{self, Lang, export};
use office::batch::{self, NewFiles};
use office::export::{LeftOut, left_out_text};
use reading::Cause;

pub fn run(global: &Global, args: &args::Export) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    must_exist(&settings, lang)?;
    if args.undo {
        let text = export::taken_back(lang, batch::take_back(&settings)?.as_deref());
        writeln!(io::stdout(), "{}", printable(&text))?;
        return Ok(Exit::Done);
    }
    let NewFiles { written: outputs, left_out, named_before } = if args.new {
        if batch::chosen_packages(&settings).is_empty() {
            return Err(
                Complaint::usage(export::no_package(lang), export::no_package_hint(lang)).into()
            );
        }
        batch::export_new(&settings)?
    } else {
        NewFiles { written: batch::export(&settings)?, ..NewFiles::default() }
    };
    let mut stdout = io::stdout();
    if args.new && outputs.is_empty() {
        writeln!(stdout, "{}", export::nothing_new(lang, left_out.len() + named_before))?;
    }
    stdout.write_all(summary::files(&outputs, lang).as_bytes())?;
    tell_left_out(&mut stdout, &left_out, lang)?;
    if named_before > 0 {
        writeln!(stdout, "{}", export::named_before(lang, named_before))?;
    }
    let status = batch::status(&settings)?;
    let altered: Vec<_> =
        status.failures.iter().filter(|(_, cause)| *cause == Cause::Altered).collect();
    if let Some((_, cause)) = altered.first() {
        writeln!(stdout, "{}", export::altered(lang, altered.len()))?;
        for (path, _) in altered.iter().take(NAMED) {
            writeln!(stdout, "  {}", printable(path))?;
        }
        if let Some(more) = altered.len().checked_sub(NAMED).filter(|more| *more > 0) {
            writeln!(stdout, "  {}", words::run::and_more(lang, more as u64))?;
        }
        writeln!(stdout, "  {}", words::cause(lang, cause).hint)?;
    }
    if args.new {
        let paint = Paint::of(&stdout);
        let later = corrected_later(&status.corrected_later, lang, columns().max(40), paint);
        stdout.write_all(later.as_bytes())?;
        let strangers = batch::strangers(&state_dir(&settings), &settings)?;
        stdout.write_all(super::learn::renamed(&strangers, lang).as_bytes())?;
    }
    Ok(if altered.is_empty() { Exit::Done } else { Exit::SomeFailed })
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
