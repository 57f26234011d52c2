//! `dizzy learn`: history goes into the ledger, is shown, is forgotten.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::time::Instant;

use super::args::{Global, Learn};
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::term::{Paint, columns, printable};
use crate::words::{Lang, learn as say};
use booking::learn::{Asked, Model};
use booking::{Supplier, same_suppliers};
use invoice::Amount;
use office::batch;
use office::batch::{Learnt, Lessons, Strangers};
use office::ledger::Ledger;
use office::settings::Settings;

/// A file from this size on takes long enough to say so, bytes.
const LONG: u64 = 64 << 20;

pub fn run(global: &Global, args: &Learn) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    if let Some([old, new]) = args.rename.as_deref() {
        return rename(&settings, old, new, lang);
    }
    let administration = administration(&settings, args.administration.as_deref(), lang)?;
    let state = state_dir(&settings);
    if let Some(wanted) = &args.show {
        super::status::must_exist(&settings, lang)?;
        let ledger = Ledger::open(&state)?;
        let text = if wanted.is_empty() {
            overview(&ledger, &administration, lang)?
                + &renamed(&Strangers::of(&ledger, &settings)?, lang)
        } else {
            let supplier = one_supplier(&ledger, &administration, wanted, lang)?;
            of_supplier(&ledger, &administration, &supplier, lang)?
        };
        io::stdout().write_all(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    if let Some(wanted) = &args.forget {
        super::status::must_exist(&settings, lang)?;
        let (_lock, mut ledger) = batch::open_for_learning(&state)?;
        return forget(&mut ledger, &administration, wanted, args.yes, lang);
    }
    let (_lock, mut ledger) = batch::open_for_learning(&state)?;
    let lessons = Lessons {
        settings: &settings,
        administration: &administration,
        mapping: &args.map,
        same_company: args.same_company,
    };
    for file in &args.files {
        let begun = Instant::now();
        let len = std::fs::metadata(file).map_or(0, |meta| meta.len());
        if len > LONG && io::stderr().is_terminal() {
            writeln!(io::stderr(), "{}", printable(&say::takes_a_while(lang, file, len)))?;
        }
        let mut told = Vec::new();
        let text = match batch::learn_file(&mut ledger, &lessons, file)? {
            Learnt::Before => say::known_before(lang, file),
            Learnt::File { len, count, about, notes } => {
                told = say::notes(lang, file, &notes);
                say::learned(lang, file, &about, &count, len, begun.elapsed())
            }
            Learnt::Corrections { count, idle, unknown } => {
                say::corrected(lang, file, &count, idle, unknown)
            }
        };
        for text in std::iter::once(text).chain(told) {
            writeln!(io::stdout(), "{}", printable(&text))?;
        }
    }
    let renamed = renamed(&Strangers::of(&ledger, &settings)?, lang);
    io::stdout().write_all(renamed.as_bytes())?;
    Ok(Exit::Done)
}

/// What an administration has that was most likely given another name; nothing when there is none.
pub fn renamed(strangers: &Strangers, lang: Lang) -> String {
    if !strangers.is_renamed() {
        return String::new();
    }
    super::status::strangers(strangers, lang, columns().max(40), Paint::of(&io::stdout()))
}

/// Keeps for an administration what is kept under a name that the configuration does not have.
fn rename(settings: &Settings, old: &str, new: &str, lang: Lang) -> anyhow::Result<Exit> {
    let state = state_dir(settings);
    super::status::must_exist(settings, lang)?;
    let new = administration(settings, Some(new), lang)?;
    let (_lock, mut ledger) = batch::open_for_learning(&state)?;
    let strangers = Strangers::of(&ledger, settings)?.kept;
    let Some(kept) = strangers.iter().find(|kept| kept.name == old) else {
        let names: Vec<&str> = strangers.iter().map(|kept| kept.name.as_str()).collect();
        return Err(Complaint::usage(
            say::no_stranger(lang, old),
            say::no_stranger_hint(lang, &names),
        )
        .into());
    };
    ledger.rename_administration(old, &new)?;
    writeln!(io::stdout(), "{}", printable(&say::renamed(lang, kept, &new)))?;
    Ok(Exit::Done)
}

/// The administration that is meant: the one of the flag, or the only one; "" when none is configured.
fn administration(settings: &Settings, flag: Option<&str>, lang: Lang) -> anyhow::Result<String> {
    let names: Vec<&str> = settings
        .administrations
        .iter()
        .map(|administration| administration.name.as_str())
        .collect();
    let known = |wanted: &str| names.iter().find(|name| name.eq_ignore_ascii_case(wanted));
    match (flag, names.as_slice()) {
        (None, []) => Ok(String::new()),
        (None, [only]) => Ok((*only).to_owned()),
        (Some(wanted), _) if known(wanted).is_some() => {
            Ok(known(wanted).copied().unwrap_or_default().to_owned())
        }
        (wanted, names) => Err(Complaint::usage(
            say::which_administration(lang, wanted),
            say::which_administration_hint(lang, names),
        )
        .into()),
    }
}

fn overview(ledger: &Ledger, administration: &str, lang: Lang) -> anyhow::Result<String> {
    let files = ledger.learned_files(Some(administration))?;
    if files.is_empty() {
        return Ok(format!("{}\n", say::nothing_learned(lang)));
    }
    let paint = Paint::of(&io::stdout());
    let mut text = String::new();
    let _ = writeln!(text, "{}", paint.title(say::files_title(lang)));
    for file in &files {
        let _ = writeln!(
            text,
            "  {}  {}",
            printable(&file.name),
            paint.dim(&say::bookings(lang, file.bookings))
        );
    }
    if let Some((model, _)) = ledger.model(administration)? {
        let [known, new] = model.measured();
        let _ = writeln!(text, "\n{}", say::suppliers(lang, model.supplier_count() as u64));
        let _ = writeln!(text, "{}", say::measured(lang, known, new));
    }
    Ok(text)
}

/// The one supplier with this number, or with this in its name.
fn one_supplier(
    ledger: &Ledger,
    administration: &str,
    wanted: &str,
    lang: Lang,
) -> anyhow::Result<Supplier> {
    let mut all = ledger.suppliers(administration)?;
    let same = same_suppliers(&all);
    let wanted = same.get(wanted).map_or(wanted, String::as_str);
    all.retain(|supplier| !same.contains_key(&supplier.code));
    if let Some(exact) = all.iter().find(|supplier| supplier.code == wanted) {
        return Ok(exact.clone());
    }
    let wanted_small = wanted.to_lowercase();
    let named: Vec<&Supplier> = all
        .iter()
        .filter(|supplier| supplier.name.to_lowercase().contains(&wanted_small))
        .collect();
    match named.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            Err(Complaint::fatal(say::no_supplier(lang, wanted), say::no_supplier_hint(lang))
                .into())
        }
        several => {
            let list: Vec<String> = several
                .iter()
                .take(8)
                .map(|supplier| format!("{} ({})", supplier.name, supplier.code))
                .collect();
            Err(Complaint::usage(
                say::several_suppliers(lang, wanted, several.len() as u64),
                say::several_suppliers_hint(lang, &list),
            )
            .into())
        }
    }
}

fn of_supplier(
    ledger: &Ledger,
    administration: &str,
    supplier: &Supplier,
    lang: Lang,
) -> anyhow::Result<String> {
    let paint = Paint::of(&io::stdout());
    let accounts = ledger.accounts(administration)?;
    let name_of = |number: &str| {
        accounts
            .iter()
            .find(|account| account.number == number)
            .map_or("", |account| account.name.as_str())
    };
    let mut text = String::new();
    let title = format!("{} ({})", printable(&supplier.name), printable(&supplier.code));
    let _ = writeln!(text, "{}", paint.title(&title));
    let ids: Vec<&str> = [&supplier.vat_id, &supplier.kvk]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain(supplier.ibans.iter().map(String::as_str))
        .collect();
    if !ids.is_empty() {
        let _ = writeln!(text, "  {}", paint.dim(&printable(&ids.join(", "))));
    }
    let others = codes(ledger, administration, supplier)?;
    if !others[1..].is_empty() {
        let others = printable(&others[1..].join(", "));
        let _ = writeln!(text, "  {}", paint.dim(&say::also_as(lang, &others)));
    }
    let bookings = bookings_of(ledger, administration, supplier)?;
    let period = supplier.first_seen.zip(supplier.last_seen);
    let _ = writeln!(text, "  {}", say::bookings_in(lang, bookings, period));
    let Some((model, _)) = ledger.model(administration)? else {
        return Ok(text);
    };
    let habits = model.habits(&supplier.code);
    if habits.is_empty() {
        return Ok(text);
    }
    let rows: Vec<[String; 5]> = habits
        .iter()
        .map(|habit| {
            [
                printable(&habit.account),
                printable(name_of(&habit.account)),
                printable(habit.vat_code.as_deref().unwrap_or("-")),
                habit.times.to_string(),
                habit.last.map_or(String::new(), |date| date.to_string()),
            ]
        })
        .collect();
    let _ = writeln!(text);
    text.push_str(&table(&say::habit_titles(lang), &rows, paint));
    let asked = Asked {
        supplier: Some(&supplier.code),
        supplier_name: Some(&supplier.name),
        texts: &[],
        net: Amount::ZERO,
    };
    text.push_str(&next(&model, &asked, name_of, lang));
    Ok(text)
}

/// The codes of a supplier: that which counts, then others under which it is in the list.
fn codes(
    ledger: &Ledger,
    administration: &str,
    supplier: &Supplier,
) -> anyhow::Result<Vec<String>> {
    let same = same_suppliers(&ledger.suppliers(administration)?);
    let others = same.into_iter().filter(|(_, of)| *of == supplier.code).map(|(code, _)| code);
    Ok(std::iter::once(supplier.code.clone()).chain(others).collect())
}

/// How many bookings of a supplier are known.
fn bookings_of(ledger: &Ledger, administration: &str, supplier: &Supplier) -> anyhow::Result<u64> {
    let mut bookings = 0;
    for code in codes(ledger, administration, supplier)? {
        bookings += ledger.bookings_of(administration, &code)?;
    }
    Ok(bookings)
}

/// What would be proposed for an invoice that says nothing.
fn next<'n>(
    model: &Model,
    asked: &Asked<'_>,
    name_of: impl Fn(&str) -> &'n str,
    lang: Lang,
) -> String {
    let choices = model.by_supplier(asked);
    let Some(first) = choices.first() else {
        return String::new();
    };
    let account = format!("{} {}", first.account, name_of(&first.account));
    format!("\n{}\n", printable(&say::next(lang, account.trim(), first.probability)))
}

/// Columns under their titles; the numbers of the fourth to the right.
fn table(titles: &[&str; 5], rows: &[[String; 5]], paint: Paint) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| super::term::width(&row[column]))
            .chain([super::term::width(titles[column])])
            .max()
            .unwrap_or_default()
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |cells: [&str; 5]| {
        let mut line = String::from(" ");
        for (column, cell) in cells.into_iter().enumerate() {
            let fill = " ".repeat(widths[column].saturating_sub(super::term::width(cell)));
            let _ = if column == 3 {
                write!(line, " {fill}{cell}")
            } else {
                write!(line, " {cell}{fill}")
            };
            line.push(' ');
        }
        line.trim_end().to_owned()
    };
    let mut text = format!("{}\n", paint.dim(&line(*titles)));
    for row in rows {
        let cells: [&str; 5] = std::array::from_fn(|i| row[i].as_str());
        let _ = writeln!(text, "{}", line(cells));
    }
    text
}

fn forget(
    ledger: &mut Ledger,
    administration: &str,
    wanted: &str,
    yes: bool,
    lang: Lang,
) -> anyhow::Result<Exit> {
    let files = ledger.learned_files(Some(administration))?;
    let named = |name: &str| {
        name == wanted
            || Path::new(name).file_name().is_some_and(|name| name.to_str() == Some(wanted))
    };
    let file =
        files.iter().rev().find(|file| named(&file.name) || file.sha256.to_string() == wanted);
    if let Some(file) = file {
        let question = say::forget_file(lang, &file.name, file.bookings);
        agree(&question, yes, lang)?;
        let bookings = ledger.forget_file(file)?;
        writeln!(io::stdout(), "{}", printable(&say::forgot(lang, &file.name, bookings)))?;
        return Ok(Exit::Done);
    }
    let supplier = one_supplier(ledger, administration, wanted, lang)?;
    let title = format!("{} ({})", supplier.name, supplier.code);
    let bookings = bookings_of(ledger, administration, &supplier)?;
    agree(&say::forget_file(lang, &title, bookings), yes, lang)?;
    for code in codes(ledger, administration, &supplier)? {
        ledger.forget_bookings_of(administration, &code)?;
    }
    writeln!(io::stdout(), "{}", printable(&say::forgot(lang, &title, bookings)))?;
    Ok(Exit::Done)
}

/// Asks on the terminal, unless told not to.
///
/// # Errors
/// When the answer is no, or there is nobody to ask.
fn agree(question: &str, yes: bool, lang: Lang) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(
            Complaint::usage(say::nobody_to_ask(lang), say::nobody_to_ask_hint(lang)).into()
        );
    }
    write!(io::stderr(), "{} ", printable(question))?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if crate::words::burst_run::is_yes(&answer) {
        Ok(())
    } else {
        Err(Complaint::fatal(say::nothing_forgotten(lang), "").into())
    }
}
