//! Exact Online: `eExact` XML with `GLTransactions`, for Import/Export, XML.
//!
//! Sources: Exact's documents "De opbouw van een XML bestand" and "Verplichte velden en opmaak XML formaat" of the XML
//! format that Exact Online and Exact Globe share; public files that validate against `eExact-XML.xsd`. Types of
//! transactions: 20 sales entry, 21 sales credit note, 30 purchase entry, 31 purchase credit note; debit is positive.

use std::io;

use super::entry::{Entry, Leg};
use super::xml::{Xml, clean, group, leaf, with, xml};
use super::{Package, nothing_around};
use crate::export::{LeftOut, Place};

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "exact",
    title: "Exact Online",
    what: "import files for Exact Online",
    is_program: true,
    extension: "xml",
    is_by_year: false,
    obstacle,
    head: |_| Ok(HEAD.to_owned()),
    around_journal: nothing_around,
    body: |entry, _| body(entry),
    foot: FOOT,
};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <eExact xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xsi:noNamespaceSchemaLocation=\"eExact-XML.xsd\">\n<GLTransactions>\n";
const FOOT: &str = "</GLTransactions>\n</eExact>\n";

/// Longest description and reference, characters.
const TEXT: usize = 60;

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    if entry.relation().is_none() {
        return Some(LeftOut::NoRelation);
    }
    let code = entry.all().find_map(|line| entry.vat_code(line, &[]).err());
    code.or_else(|| entry.too_long(&[(Place::InvoiceNumber, TEXT)]))
}

fn kind(entry: &Entry<'_>) -> &'static str {
    match (entry.is_purchase(), entry.is_credit()) {
        (false, false) => "20",
        (false, true) => "21",
        (true, false) => "30",
        (true, true) => "31",
    }
}

fn body(entry: &Entry<'_>) -> io::Result<String> {
    xml(|out| {
        group(out, "GLTransaction", |out| {
            with(out, "TransactionType", "number", kind(entry))?;
            with(out, "Journal", "code", entry.journal)?;
            leaf(out, "Date", &entry.date.to_string())?;
            period(out, entry)?;
            with(out, "Account", "code", entry.relation().unwrap_or(""))?;
            for (place, line) in entry.all().enumerate() {
                transaction_line(out, entry, line, place + 1)?;
            }
            Ok(())
        })
    })
}

fn period(out: &mut Xml, entry: &Entry<'_>) -> io::Result<()> {
    with(out, "FinYear", "number", &entry.date.year().to_string())?;
    with(out, "FinPeriod", "number", &entry.date.month().to_string())
}

fn transaction_line(
    out: &mut Xml,
    entry: &Entry<'_>,
    line: &Leg<'_>,
    number: usize,
) -> io::Result<()> {
    let of = line.line;
    let number = number.to_string();
    let attributes =
        [("type", kind(entry)), ("linetype", "0"), ("line", &number), ("status", "20")];
    out.create_element("GLTransactionLine").with_attributes(attributes).write_inner_content(
        |out| {
            leaf(out, "Date", &entry.date.to_string())?;
            period(out, entry)?;
            with(out, "GLAccount", "code", &of.account)?;
            leaf(out, "Description", &clean(&of.description, TEXT))?;
            if let Some(center) = &of.cost_center {
                with(out, "Costcenter", "code", center)?;
            }
            with(out, "Account", "code", entry.relation().unwrap_or(""))?;
            let due = of.due_date.map(|day| day.to_string());
            leaf(out, "DueDate", due.as_deref().unwrap_or(""))?;
            group(out, "Amount", |out| {
                with(out, "Currency", "code", entry.currency())?;
                leaf(out, "Value", &line.amount.to_string())?;
                if let Ok(Some(code)) = entry.vat_code(line, &[]) {
                    with(out, "VAT", "code", code)?;
                    if !line.is_vat() {
                        leaf(out, "VATBaseAmount", &line.amount.to_string())?;
                    }
                }
                Ok(())
            })?;
            group(out, "References", |out| {
                leaf(out, "YourRef", entry.number)?;
                let reference = of.payment_reference.as_deref().unwrap_or("");
                leaf(out, "PaymentReference", reference)
            })
        },
    )?;
    Ok(())
}
