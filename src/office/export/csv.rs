//! Rows for a spreadsheet.
//!
//! Made for Excel with Dutch settings, where a double click must do: semicolons between the columns, a byte order mark
//! so that it knows UTF-8, CRLF, amounts with a decimal comma, dates as ISO 8601 (which it understands everywhere). Text
//! from documents cannot become a formula. What matters to programs is in `proposals.jsonl`: a spreadsheet takes the
//! zeros in front of a number away.

use std::borrow::{Borrow, Cow};
use std::fmt::Display;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::ProposalRecord;
use crate::texts::Lang;
use booking::Finding;
use invoice::{Amount, Field, Invoice, Severity};

/// A document that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Its path, as it is shown.
    pub path: String,
    /// What is the matter, for a person.
    pub cause: String,
    /// What can be done about it, for a person.
    pub hint: String,
    /// What programs call the cause.
    pub code: String,
}

/// A file that is no invoice document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its path, as it is shown.
    pub path: String,
    /// Why it was left out, for a person.
    pub reason: String,
    /// What programs call the reason.
    pub code: String,
}

/// A column of `proposals.csv`: its name, as in the JSON, and what stands in it.
type Column = (&'static str, fn(&ProposalRecord, Lang) -> String);

const COLUMNS: [Column; 34] = [
    ("path", |of, _| of.source.path.clone()),
    ("pages", |of, _| match of.proposal.source.pages {
        // in words: a spreadsheet makes a date of "1-2"
        Some((first, last)) if first != last => format!("{first} to {last}"),
        Some((page, _)) => page.to_string(),
        None => String::new(),
    }),
    ("kind", |of, _| name(of.proposal.source.kind)),
    ("verdict", |of, _| name(of.proposal.verdict)),
    ("document_type", |of, _| {
        let kind = of.proposal.invoice.document_type.as_ref();
        kind.map(|field| name(field.value)).unwrap_or_default()
    }),
    ("direction", |of, _| name(of.proposal.direction)),
    ("administration", |of, _| of.proposal.administration.clone().unwrap_or_default()),
    ("supplier", |of, _| shown(of.proposal.invoice.supplier.name.as_ref())),
    ("supplier_known_as", |of, _| of.proposal.supplier_known_as.clone().unwrap_or_default()),
    ("supplier_vat_id", |of, _| shown(of.proposal.invoice.supplier.vat_id.as_ref())),
    ("supplier_kvk", |of, _| shown(of.proposal.invoice.supplier.kvk.as_ref())),
    ("supplier_iban", |of, _| shown(of.proposal.invoice.supplier.iban.as_ref())),
    ("customer", |of, _| shown(of.proposal.invoice.customer.name.as_ref())),
    ("invoice_number", |of, _| shown(of.proposal.invoice.number.as_ref())),
    ("issue_date", |of, _| shown(of.proposal.invoice.issue_date.as_ref())),
    ("due_date", |of, _| shown(of.proposal.invoice.due_date.as_ref())),
    ("supply_date", |of, _| shown(of.proposal.invoice.supply_date.as_ref())),
    ("currency", |of, _| shown(of.proposal.invoice.currency.as_ref())),
    ("net", |of, _| total(of.proposal.invoice.totals.net.as_ref())),
    ("vat", |of, _| total(of.proposal.invoice.totals.vat.as_ref())),
    ("gross", |of, _| total(of.proposal.invoice.totals.gross.as_ref())),
    ("prepaid", |of, _| total(of.proposal.invoice.totals.prepaid.as_ref())),
    ("payable", |of, _| total(of.proposal.invoice.totals.payable.as_ref())),
    ("vat_breakdown", |of, _| breakdown(&of.proposal.invoice)),
    ("payment_reference", |of, _| shown(of.proposal.invoice.payment_reference.as_ref())),
    ("order_reference", |of, _| shown(of.proposal.invoice.order_reference.as_ref())),
    ("credited_invoice", |of, _| shown(of.proposal.invoice.credited_invoice.as_ref())),
    ("lines", |of, _| of.proposal.invoice.lines.len().to_string()),
    ("accounts", |of, _| {
        let accounts = of.proposal.journal.iter().map(|line| line.account.as_str());
        accounts.collect::<Vec<_>>().join(" ")
    }),
    ("errors", |of, _| rules(of, Severity::Error)),
    ("warnings", |of, _| rules(of, Severity::Warning)),
    ("remarks", |of, lang| {
        let findings = of.proposal.findings.iter();
        let told = findings.filter(|finding| finding.severity() != Severity::Info);
        told.map(|finding| finding.text(lang)).collect::<Vec<_>>().join(" ")
    }),
    ("duplicate_of", |of, _| of.duplicate_of.clone().unwrap_or_default()),
    ("sha256", |of, _| of.source.sha256.to_string()),
];

/// The rules of this severity that are not met.
fn rules(of: &ProposalRecord, severity: Severity) -> String {
    let found = of.proposal.findings.iter().filter(|finding| finding.severity() == severity);
    found.map(Finding::id).collect::<Vec<_>>().join(" ")
}

fn breakdown(invoice: &Invoice) -> String {
    let rows = invoice.vat_breakdown.iter().map(|row| {
        let row = &row.value;
        let rate =
            row.rate.map(|rate| rate.normalize().to_string().replace('.', ",")).unwrap_or_default();
        let category = row.category.map(name).unwrap_or_default();
        format!("{category} {rate}%: {} + {}", money(row.taxable), money(row.vat))
    });
    rows.collect::<Vec<_>>().join(" | ")
}

/// Starts a CSV file.
pub(super) fn start(out: &mut dyn Write) -> io::Result<Writer<&mut dyn Write>> {
    out.write_all("\u{FEFF}".as_bytes())?;
    Ok(WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(out))
}

/// A plain number: digits, a sign in front, one decimal comma or point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut parts = digits.splitn(2, [',', '.']);
    parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Text as a cell: on one line, and with an apostrophe in front where a spreadsheet would take it for a formula
/// (OWASP, "CSV injection"); a plain negative number is none.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let text: Cow<'_, str> = if text.contains(char::is_control) {
        text.replace("\r\n", " ").replace(char::is_control, " ").into()
    } else {
        text.into()
    };
    let is_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}']);
    if is_formula && !is_number(&text) { format!("'{text}").into() } else { text }
}

pub(super) fn row<'a>(
    writer: &mut Writer<&mut dyn Write>,
    cells: impl IntoIterator<Item = &'a str>,
) -> io::Result<()> {
    for text in cells {
        writer.write_field(cell(text).as_bytes())?;
    }
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// Writes `proposals.csv`: one row per proposal, with what is to be said about it in a language.
pub(crate) fn write_proposals_csv<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
    lang: Lang,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, COLUMNS.map(|(name, _)| name))?;
    for record in records {
        let record = record?;
        let cells = COLUMNS.map(|(_, cell)| cell(record.borrow(), lang));
        row(&mut writer, cells.iter().map(String::as_str))?;
    }
    writer.flush()
}

/// Writes `failed.csv`: path, cause, hint, and a code of the cause that is the same in every language.
pub(crate) fn write_failed_csv<R: Borrow<Failed>>(
    out: &mut dyn Write,
    rows: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, ["path", "cause", "hint", "code"])?;
    for failed in rows {
        let failed = failed?;
        let Failed { path, cause, hint, code } = failed.borrow();
        row(&mut writer, [path.as_str(), cause, hint, code])?;
    }
    writer.flush()
}

/// Writes `skipped.csv`: path, reason, and a code of the reason that is the same in every language.
pub(crate) fn write_skipped_csv<R: Borrow<Skipped>>(
    out: &mut dyn Write,
    rows: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, ["path", "reason", "code"])?;
    for skipped in rows {
        let skipped = skipped?;
        let Skipped { path, reason, code } = skipped.borrow();
        row(&mut writer, [path.as_str(), reason, code])?;
    }
    writer.flush()
}

/// A value's name in the JSON ("credit_note").
pub(super) fn name(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

pub(super) fn shown<T: Display>(field: Option<&Field<T>>) -> String {
    field.map(|field| field.value.to_string()).unwrap_or_default()
}

pub(super) fn money(amount: Option<Amount>) -> String {
    amount.map(|amount| amount.to_string().replace('.', ",")).unwrap_or_default()
}

fn total(field: Option<&Field<Amount>>) -> String {
    money(field.map(|field| field.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, safe) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+31 15", "'+31 15"),
            ("@SUM(1)", "'@SUM(1)"),
            ("-2+3", "'-2+3"),
            ("-", "'-"),
            ("\t=1", "' =1"),
            ("\r\n=1", "' =1"),
            ("-12,50", "-12,50"),
            ("-12.50", "-12.50"),
            ("-1,2,3", "'-1,2,3"),
            ("a=b", "a=b"),
            ("two\nlines", "two lines"),
            ("", ""),
        ] {
            assert_eq!(cell(text), safe, "{text:?}");
        }
    }

    #[test]
    fn quoting_and_lines() {
        let mut out = Vec::new();
        let skipped =
            Skipped { path: "a;b\".txt".into(), reason: "plain text".into(), code: "x".into() };
        write_skipped_csv(&mut out, [Ok(skipped)]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{FEFF}path;reason;code\r\n\"a;b\"\".txt\";plain text;x\r\n"
        );
    }

    #[test]
    fn an_error_of_the_source_stops_the_writer() {
        let rows = [Err::<Skipped, _>(io::Error::other("ledger"))];
        assert_eq!(write_skipped_csv(&mut Vec::new(), rows).unwrap_err().to_string(), "ledger");
    }
}
