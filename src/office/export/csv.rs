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
use invoice::{Amount, Field, Severity};

/// A document that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Its path, as it is shown.
    pub path: String,
    /// What is the matter, for a person.
    pub cause: String,
    /// What can be done about it, for a person.
    pub hint: String,
}

/// A file that is no invoice document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its path, as it is shown.
    pub path: String,
    /// Why it was left out, for a person.
    pub reason: String,
}

/// The columns of `proposals.csv`, named as in the JSON.
const COLUMNS: [&str; 34] = [
    "path",
    "pages",
    "kind",
    "verdict",
    "document_type",
    "direction",
    "administration",
    "supplier",
    "supplier_known_as",
    "supplier_vat_id",
    "supplier_kvk",
    "supplier_iban",
    "customer",
    "invoice_number",
    "issue_date",
    "due_date",
    "supply_date",
    "currency",
    "net",
    "vat",
    "gross",
    "prepaid",
    "payable",
    "vat_breakdown",
    "payment_reference",
    "order_reference",
    "credited_invoice",
    "lines",
    "accounts",
    "errors",
    "warnings",
    "remarks",
    "duplicate_of",
    "sha256",
];

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
    row(&mut writer, COLUMNS)?;
    for record in records {
        let cells = cells(record?.borrow(), lang);
        row(&mut writer, cells.iter().map(String::as_str))?;
    }
    writer.flush()
}

/// Writes `failed.csv`: path, cause, hint.
pub(crate) fn write_failed_csv<R: Borrow<Failed>>(
    out: &mut dyn Write,
    rows: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, ["path", "cause", "hint"])?;
    for failed in rows {
        let failed = failed?;
        let Failed { path, cause, hint } = failed.borrow();
        row(&mut writer, [path.as_str(), cause, hint])?;
    }
    writer.flush()
}

/// Writes `skipped.csv`: path, reason.
pub(crate) fn write_skipped_csv<R: Borrow<Skipped>>(
    out: &mut dyn Write,
    rows: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, ["path", "reason"])?;
    for skipped in rows {
        let skipped = skipped?;
        row(&mut writer, [skipped.borrow().path.as_str(), &skipped.borrow().reason])?;
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

/// The values of [`COLUMNS`].
fn cells(record: &ProposalRecord, lang: Lang) -> [String; COLUMNS.len()] {
    let proposal = &record.proposal;
    let invoice = &proposal.invoice;
    let (supplier, totals) = (&invoice.supplier, &invoice.totals);
    let rules = |severity: Severity| {
        let found = proposal.findings.iter().filter(|finding| finding.severity() == severity);
        found.map(Finding::id).collect::<Vec<_>>().join(" ")
    };
    let breakdown = invoice.vat_breakdown.iter().map(|row| {
        let row = &row.value;
        let rate =
            row.rate.map(|rate| rate.normalize().to_string().replace('.', ",")).unwrap_or_default();
        let category = row.category.map(name).unwrap_or_default();
        format!("{category} {rate}%: {} + {}", money(row.taxable), money(row.vat))
    });
    let accounts = proposal.journal.iter().map(|line| line.account.as_str());
    [
        record.source.path.clone(),
        match proposal.source.pages {
            // in words: a spreadsheet makes a date of "1-2"
            Some((first, last)) if first != last => format!("{first} to {last}"),
            Some((page, _)) => page.to_string(),
            None => String::new(),
        },
        name(proposal.source.kind),
        name(proposal.verdict),
        invoice.document_type.as_ref().map(|field| name(field.value)).unwrap_or_default(),
        name(proposal.direction),
        proposal.administration.clone().unwrap_or_default(),
        shown(supplier.name.as_ref()),
        proposal.supplier_known_as.clone().unwrap_or_default(),
        shown(supplier.vat_id.as_ref()),
        shown(supplier.kvk.as_ref()),
        shown(supplier.iban.as_ref()),
        shown(invoice.customer.name.as_ref()),
        shown(invoice.number.as_ref()),
        shown(invoice.issue_date.as_ref()),
        shown(invoice.due_date.as_ref()),
        shown(invoice.supply_date.as_ref()),
        shown(invoice.currency.as_ref()),
        total(totals.net.as_ref()),
        total(totals.vat.as_ref()),
        total(totals.gross.as_ref()),
        total(totals.prepaid.as_ref()),
        total(totals.payable.as_ref()),
        breakdown.collect::<Vec<_>>().join(" | "),
        shown(invoice.payment_reference.as_ref()),
        shown(invoice.order_reference.as_ref()),
        shown(invoice.credited_invoice.as_ref()),
        invoice.lines.len().to_string(),
        accounts.collect::<Vec<_>>().join(" "),
        rules(Severity::Error),
        rules(Severity::Warning),
        proposal
            .findings
            .iter()
            .filter(|finding| finding.severity() != Severity::Info)
            .map(|finding| finding.text(lang))
            .collect::<Vec<_>>()
            .join(" "),
        record.duplicate_of.clone().unwrap_or_default(),
        record.source.sha256.to_string(),
    ]
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
        let skipped = Skipped { path: "a;b\".txt".into(), reason: "plain text".into() };
        write_skipped_csv(&mut out, [Ok(skipped)]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{FEFF}path;reason\r\n\"a;b\"\".txt\";plain text\r\n"
        );
    }

    #[test]
    fn an_error_of_the_source_stops_the_writer() {
        let rows = [Err::<Skipped, _>(io::Error::other("ledger"))];
        assert_eq!(write_skipped_csv(&mut Vec::new(), rows).unwrap_err().to_string(), "ledger");
    }
}
