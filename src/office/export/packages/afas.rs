//! AFAS Profit: XML of the update connector `FiEntries`.
//!
//! Sources: help.afas.nl, "Grootboekmutaties toevoegen of verwijderen (UpdateConnector FiEntries)"; docs.afas.help,
//! "Financial mutation": `VaAs` 1 ledger account, 2 debtor, 3 creditor; the VAT code stands on the line of the base and
//! on that of the VAT; `InId` takes twelve characters, `VaId` three, `PaRe` thirty-two.

use std::io;

use super::entry::{Entry, Leg};
use super::xml::{Xml, clean, group, leaf, xml};
use super::{Package, nothing_around};
use crate::export::{LeftOut, Place};
use booking::LineKind;

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "afas",
    title: "AFAS",
    what: "import files for AFAS Profit",
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
    <FiEntryPar xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
const FOOT: &str = "</FiEntryPar>\n";

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    if entry.relation().is_none() {
        return Some(LeftOut::NoRelation);
    }
    if entry.number.is_empty() {
        return Some(LeftOut::NoNumber);
    }
    let code = entry.all().find_map(|line| entry.vat_code(line, &[]).err());
    code.or_else(|| {
        entry.too_long(&[
            (Place::InvoiceNumber, 12),
            (Place::Journal, 6),
            (Place::Account, 16),
            (Place::Relation, 16),
            (Place::CostCenter, 16),
            (Place::VatCode, 3),
        ])
    })
}

/// Fields that are to be added.
fn fields(out: &mut Xml, inside: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    out.create_element("Fields")
        .with_attribute(("Action", "insert"))
        .write_inner_content(inside)?;
    Ok(())
}

fn body(entry: &Entry<'_>) -> io::Result<String> {
    xml(|out| {
        group(out, "Element", |out| {
            fields(out, |out| {
                leaf(out, "Year", &entry.date.year().to_string())?;
                leaf(out, "Peri", &entry.date.month().to_string())?;
                leaf(out, "UnId", &entry.administration.package_code)?;
                leaf(out, "JoCo", entry.journal)
            })?;
            group(out, "Objects", |out| {
                group(out, "FiEntries", |out| entry.all().try_for_each(|of| line(out, entry, of)))
            })
        })
    })
}

fn line(out: &mut Xml, entry: &Entry<'_>, line: &Leg<'_>) -> io::Result<()> {
    let of = line.line;
    let (kind, account) = match (of.kind, entry.relation()) {
        (LineKind::Debtor, Some(code)) => ("2", code),
        (LineKind::Creditor, Some(code)) => ("3", code),
        _ => ("1", of.account.as_str()),
    };
    let date = entry.date.to_string();
    group(out, "Element", |out| {
        fields(out, |out| {
            leaf(out, "VaAs", kind)?;
            leaf(out, "AcNr", account)?;
            leaf(out, "EnDa", &date)?;
            leaf(out, "BpDa", &date)?;
            leaf(out, "InId", entry.number)?;
            leaf(out, "Ds", &clean(&of.description, 255))?;
            leaf(out, "AmDe", &of.debit.to_string())?;
            leaf(out, "AmCr", &of.credit.to_string())?;
            if let Ok(Some(code)) = entry.vat_code(line, &[]) {
                leaf(out, "VaId", code)?;
            }
            let due = of.due_date.map(|day| day.to_string());
            leaf(out, "DaEx", due.as_deref().unwrap_or(""))?;
            // one that is longer is none that AFAS knows, and half of one would be wrong
            let reference = of.payment_reference.as_deref();
            let reference = reference.filter(|text| text.chars().count() <= 32);
            leaf(out, "PaRe", reference.unwrap_or(""))
        })?;
        let Some(center) = &of.cost_center else {
            return Ok(());
        };
        group(out, "Objects", |out| {
            group(out, "FiDimEntries", |out| {
                group(out, "Element", |out| {
                    fields(out, |out| {
                        leaf(out, "DiC1", center)?;
                        leaf(out, "AmDe", &of.debit.to_string())?;
                        leaf(out, "AmCr", &of.credit.to_string())
                    })
                })
            })
        })
    })
}
