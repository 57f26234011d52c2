//! Entries for plain-text bookkeeping: hledger and beancount.
//!
//! Both know entries that are not yet certain: what is `ready` is marked `*`, what wants a look `!`, so that nothing that
//! can be booked is left out. What cannot (no entry, no date, a copy of another invoice) is named in comments at the end.
//! Accounts are `Type:Administration:Number`, the type after the RGS code: `B…` stands on the balance sheet, `W…` in
//! the profit and loss account.
//!
//! Sources: the manual of hledger's journal format (hledger.org/hledger.html) and beancount's language syntax
//! (beancount.github.io/docs/beancount_language_syntax.html).

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use super::ProposalRecord;
use super::left_out::{obstacle, signed};
use crate::texts::Lang;
use booking::{Direction, JournalLine, LineKind, Verdict};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Hledger,
    Beancount,
}

/// Writes `journal.hledger`.
pub(crate) fn write_hledger<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
    lang: Lang,
) -> io::Result<()> {
    writeln!(out, "decimal-mark .\n")?;
    write_entries(out, records, Dialect::Hledger, lang)
}

/// Writes `journal.beancount`.
pub(crate) fn write_beancount<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
    lang: Lang,
) -> io::Result<()> {
    // opens the accounts, which it would otherwise want to be told of first
    writeln!(out, "plugin \"beancount.plugins.auto_accounts\"\n")?;
    write_entries(out, records, Dialect::Beancount, lang)
}

fn write_entries<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
    dialect: Dialect,
    lang: Lang,
) -> io::Result<()> {
    let mut left_out = Vec::new();
    let mut names = Names::default();
    for record in records {
        let record = record?;
        let record = record.borrow();
        match obstacle(record) {
            Some(why) => {
                let why = crate::export::left_out_text(lang, &why);
                left_out.push(format!("{}: {why}", record.source.path));
            }
            None => entry(out, record, dialect, &mut names)?,
        }
    }
    let said = lang.pick("weggelaten", "left out");
    for text in left_out {
        writeln!(out, "; {said}: {}", comment(&text))?;
    }
    Ok(())
}

fn entry(
    out: &mut dyn Write,
    record: &ProposalRecord,
    dialect: Dialect,
    names: &mut Names,
) -> io::Result<()> {
    let proposal = &record.proposal;
    let invoice = &proposal.invoice;
    let Some(date) = invoice.issue_date.as_ref().map(|field| field.value) else {
        return Ok(());
    };
    let flag = match proposal.verdict {
        Verdict::Ready => '*',
        Verdict::Review | Verdict::Failed => '!',
    };
    let other = match proposal.direction {
        Direction::Purchase => &invoice.supplier,
        Direction::Sale => &invoice.customer,
    };
    let read = other.name.as_ref().map(|field| field.value.as_str());
    let name = proposal.supplier_known_as.as_deref().or(read).unwrap_or("");
    let number = invoice.number.as_ref().map_or("", |field| field.value.as_str());
    match dialect {
        Dialect::Hledger => {
            write!(out, "{date} {flag}")?;
            if !number.is_empty() {
                write!(out, " ({})", comment(number).replace(['(', ')'], " "))?;
            }
            writeln!(out, " {}", description(name))?;
        }
        Dialect::Beancount => {
            writeln!(out, "{date} {flag} {} {}", quoted(name), quoted(number))?;
        }
    }
    let exchange = proposal.booking.exchange.as_ref().map(|exchange| {
        let day = exchange.day.map(|day| format!(" of {day}"));
        format!(
            "{} {} for one {}{} ({})",
            exchange.rate.normalize(),
            exchange.from,
            exchange.to,
            day.unwrap_or_default(),
            exchange.source
        )
    });
    for (key, value) in [
        ("source", Some(record.source.path.as_str())),
        ("journal", Some(proposal.booking.journal.as_str())),
        ("exchange", exchange.as_deref()),
    ] {
        tag(out, dialect, 1, key, value)?;
    }
    for line in &proposal.journal {
        let account = account(record, line, names);
        let (amount, currency) = (signed(line), &proposal.booking.currency);
        writeln!(out, "  {account}  {amount} {currency}")?;
        let due = line.due_date.map(|day| day.to_string());
        for (key, value) in [
            ("text", Some(line.description.as_str())),
            ("vat-code", line.vat_code.as_deref()),
            ("vat-box", line.rubriek.as_deref()),
            ("cost-centre", line.cost_center.as_deref()),
            ("relation", line.relation.as_deref()),
            ("due", due.as_deref()),
            ("payment-reference", line.payment_reference.as_deref()),
        ] {
            tag(out, dialect, 2, key, value)?;
        }
    }
    writeln!(out)
}

/// A tag of hledger, metadata of beancount.
fn tag(
    out: &mut dyn Write,
    dialect: Dialect,
    depth: usize,
    key: &str,
    value: Option<&str>,
) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    match (dialect, value) {
        (_, None | Some("")) => Ok(()),
        (Dialect::Hledger, Some(value)) => {
            writeln!(out, "{indent}; {key}: {}", comment(value).replace(',', " "))
        }
        (Dialect::Beancount, Some(value)) => writeln!(out, "{indent}{key}: {}", quoted(value)),
    }
}

/// The account of a line, in words that both programs take.
fn account(record: &ProposalRecord, line: &JournalLine, names: &mut Names) -> String {
    let is_balance = line.rgs.as_deref().is_some_and(|rgs| rgs.starts_with('B'));
    let kind = match line.kind {
        LineKind::Creditor | LineKind::Vat => "Liabilities",
        LineKind::Debtor | LineKind::Deposit | LineKind::Suspense => "Assets",
        _ if is_balance => "Assets",
        LineKind::Revenue => "Income",
        LineKind::Cost | LineKind::Rounding => "Expenses",
    };
    match record.proposal.administration.as_deref() {
        Some(name) => format!(
            "{kind}:{}:{}",
            names.administrations.of(name),
            names.accounts.of(&line.account)
        ),
        None => format!("{kind}:{}", names.accounts.of(&line.account)),
    }
}

/// The parts of account names that were given, so that two things never go by one name.
#[derive(Debug, Default)]
struct Names {
    administrations: Parts,
    accounts: Parts,
}

/// Names by what they stand for, and those that are taken.
#[derive(Debug, Default)]
struct Parts {
    given: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Parts {
    /// The name of something: the same at every call, and that of nothing else.
    fn of(&mut self, text: &str) -> String {
        if let Some(name) = self.given.get(text) {
            return name.clone();
        }
        let plain = component(text);
        let mut name = plain.clone();
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{plain}-{number}");
        }
        self.given.insert(text.to_owned(), name.clone());
        name
    }
}

/// A part of an account's name: letters, digits and dashes, a capital or digit first.
fn component(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut chars = plain.chars();
    match chars.next() {
        Some('-') | None => format!("X{plain}"),
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
    }
}

fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ").trim().to_owned()
}

/// Text in a comment, where hledger would take `date:` for a tag and `[…]` for a date.
fn comment(text: &str) -> String {
    one_line(text).replace(':', " ").replace('[', "(").replace(']', ")")
}

/// A description, which ends at a semicolon and has its payee before a bar.
fn description(text: &str) -> String {
    let text = comment(text).replace(';', ",").replace('|', "/");
    text.trim_start_matches(['(', '*', '!', '=', ' ']).to_owned()
}

fn quoted(text: &str) -> String {
    let text = one_line(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}
