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
use office::batch::{self, NewFiles, NotHandedOver};
use office::export::left_out_text;
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
    let hands_over = args.new || args.correct;
    let NewFiles { written: outputs, left_out, named_before } = if hands_over {
        if batch::chosen_packages(&settings).is_empty() {
            return Err(
                Complaint::usage(export::no_package(lang), export::no_package_hint(lang)).into()
            );
        }
        if args.new { batch::export_new(&settings)? } else { batch::export_corrected(&settings)? }
    } else {
        NewFiles { written: batch::export(&settings)?, ..NewFiles::default() }
    };
    let mut stdout = io::stdout();
    if args.new && outputs.is_empty() {
        writeln!(stdout, "{}", export::nothing_new(lang, left_out.len() + named_before))?;
    }
    if args.correct && outputs.is_empty() && left_out.is_empty() {
        writeln!(stdout, "{}", export::nothing_corrected(lang))?;
    }
    stdout.write_all(summary::files(&outputs, lang).as_bytes())?;
    let packages: Vec<_> =
        batch::chosen_packages(&settings).into_iter().map(|one| one.title).collect();
    tell_left_out(&mut stdout, &left_out, &packages, lang)?;
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
    if hands_over {
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
    left_out: &[NotHandedOver],
    packages: &[&'static str],
    lang: Lang,
) -> io::Result<()> {
    if left_out.is_empty() {
        return Ok(());
    }
    let number = |name| left_out.iter().filter(|one| one.packages.contains(name)).count();
    let is_one = packages.len() < 2;
    let each: Vec<(&str, usize)> = packages.iter().map(|name| (*name, number(name))).collect();
    let each = if is_one { &[][..] } else { &each };
    writeln!(out, "{}", export::left_out(lang, left_out.len(), each))?;
    for NotHandedOver { path, first_page, why, packages } in left_out.iter().take(NAMED) {
        let page = if *first_page > 1 { export::page(lang, *first_page) } else { String::new() };
        let of = if is_one { String::new() } else { format!("{}: ", packages.join(", ")) };
        let line = format!("  {path}{page}: {of}{}", left_out_text(lang, why));
        writeln!(out, "{}", printable(&line))?;
    }
    if let Some(more) = left_out.len().checked_sub(NAMED).filter(|more| *more > 0) {
        writeln!(out, "  {}", export::more_left_out(lang, more))?;
    }
    Ok(())
}
