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
use std::io::{self, Write};

use super::ProposalRecord;
use crate::booking::{Direction, JournalLine, LineKind, Verdict};
use crate::invoice::Amount;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Hledger,
    Beancount,
}

/// Writes `journal.hledger`.
///
/// # Errors
/// What `records` or `out` report.
pub fn write_hledger<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    writeln!(out, "decimal-mark .\n")?;
    write_entries(out, records, Dialect::Hledger)
}

/// Writes `journal.beancount`.
///
/// # Errors
/// What `records` or `out` report.
pub fn write_beancount<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    // opens the accounts, which it would otherwise want to be told of first
    writeln!(out, "plugin \"beancount.plugins.auto_accounts\"\n")?;
    write_entries(out, records, Dialect::Beancount)
}

fn write_entries<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
    dialect: Dialect,
) -> io::Result<()> {
    let mut left_out = Vec::new();
    for record in records {
        let record = record?;
        let record = record.borrow();
        match obstacle(record) {
            Some(why) => left_out.push(format!("{}: {why}", record.source.path)),
            None => entry(out, record, dialect)?,
        }
    }
    for text in left_out {
        writeln!(out, "; left out: {}", comment(&text))?;
    }
    Ok(())
}

/// Why a proposal cannot become an entry.
fn obstacle(record: &ProposalRecord) -> Option<&'static str> {
    let proposal = &record.proposal;
    let currency = &proposal.booking.currency;
    let sum: Amount = proposal.journal.iter().map(signed).sum();
    if proposal.journal.is_empty() {
        Some("there is no journal entry")
    } else if record.duplicate_of.is_some() && proposal.verdict != Verdict::Ready {
        Some("it is an invoice that was read before")
    } else if proposal.invoice.issue_date.is_none() {
        Some("the date is not known")
    } else if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        Some("the currency of the books is not known")
    } else if !sum.is_zero() {
        Some("debit and credit differ")
    } else {
        None
    }
}

/// Debit positive, credit negative.
fn signed(line: &JournalLine) -> Amount {
    line.debit - line.credit
}

fn entry(out: &mut dyn Write, record: &ProposalRecord, dialect: Dialect) -> io::Result<()> {
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
    let number = invoice
        .number
        .as_ref()
        .map_or("", |field| field.value.as_str());
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
        let account = account(record, line);
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
fn account(record: &ProposalRecord, line: &JournalLine) -> String {
    let is_balance = line.rgs.as_deref().is_some_and(|rgs| rgs.starts_with('B'));
    let kind = match line.kind {
        LineKind::Creditor | LineKind::Vat => "Liabilities",
        LineKind::Debtor | LineKind::Deposit | LineKind::Suspense => "Assets",
        _ if is_balance => "Assets",
        LineKind::Revenue => "Income",
        LineKind::Cost | LineKind::Rounding => "Expenses",
    };
    match record.proposal.administration.as_deref() {
        Some(name) => format!("{kind}:{}:{}", component(name), component(&line.account)),
        None => format!("{kind}:{}", component(&line.account)),
    }
}

/// A part of an account's name: letters, digits and dashes, a capital or digit first.
fn component(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let mut chars = plain.chars();
    match chars.next() {
        Some('-') | None => format!("X{plain}"),
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
    }
}

/// Text on one line.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ").trim().to_owned()
}

/// Text in a comment, where hledger would take `date:` for a tag and `[…]` for a date.
fn comment(text: &str) -> String {
    one_line(text)
        .replace(':', " ")
        .replace('[', "(")
        .replace(']', ")")
}

/// A description, which ends at a semicolon and has its payee before a bar.
fn description(text: &str) -> String {
    let text = comment(text).replace(';', ",").replace('|', "/");
    text.trim_start_matches(['(', '*', '!', '=', ' '])
        .to_owned()
}

/// A string of beancount.
fn quoted(text: &str) -> String {
    let text = one_line(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}
