//! SnelStart: a CSV file of lines of entries, for Importeren, Boekingen.
//!
//! Sources: kennisplein.snelstart.nl, "Inlezen csv-bestanden" (columns by their names; the lines of an entry share a
//! `fldBoekingcode`; the VAT is a line of its own on its account; suppliers and customers must be there already, with
//! their code); handboek.easyflex.net, "Snelstart", for the columns. Days are written as in the Netherlands, amounts
//! with a comma; without a byte order mark, which SnelStart 12 takes for a part of the first name.

use std::io;

use csv::{Terminator, WriterBuilder};

use super::entry::Entry;
use super::{Package, nothing_around};
use crate::export::csv::{cell, money};
use crate::export::{LeftOut, Place};

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "snelstart",
    title: "SnelStart",
    what: "import files for SnelStart",
    is_program: true,
    extension: "csv",
    is_by_year: false,
    obstacle,
    head: |_| Ok(HEAD.to_owned()),
    around_journal: nothing_around,
    body,
    foot: "",
};

const HEAD: &str = "fldDagboek;fldBoekingcode;fldDatum;fldGrootboeknummer;fldDebet;\
    fldCredit;fldOmschrijving;fldRelatiecode;fldFactuurnummer;fldKostenplaatsnummer\r\n";

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    let Some(relation) = entry.relation() else {
        return Some(LeftOut::NoRelation);
    };
    if entry.number.is_empty() {
        return Some(LeftOut::NoNumber);
    }
    let accounts = entry.all().map(|line| (Place::Account, line.line.account.as_str()));
    let centers = entry.all().filter_map(|line| {
        let center = line.line.cost_center.as_deref()?;
        Some((Place::CostCenter, center))
    });
    [(Place::Journal, entry.journal), (Place::Relation, relation)]
        .into_iter()
        .chain(accounts)
        .chain(centers)
        .find(|(_, text)| !is_number(text))
        .map(|(place, text)| LeftOut::NotNumber(place, text.to_owned()))
}

fn body(entry: &Entry<'_>, nth: u64) -> io::Result<String> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(Vec::new());
    for line in entry.all() {
        let cells = [
            entry.journal.to_owned(),
            nth.to_string(),
            entry.date.strftime("%d-%m-%Y").to_string(),
            line.line.account.clone(),
            money(Some(line.line.debit)),
            money(Some(line.line.credit)),
            line.line.description.clone(),
            entry.relation().unwrap_or("").to_owned(),
            entry.number.to_owned(),
            line.line.cost_center.clone().unwrap_or_default(),
        ];
        for text in &cells {
            writer.write_field(cell(text).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
