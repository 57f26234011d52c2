//! Import files for bookkeeping packages, and the auditfile.
//!
//! A file holds the entries of one administration (an auditfile those of one of its years), since that is what packages
//! take in. The codes in it are the administration's own: ledger accounts from its chart, journals from
//! `purchase_journal` and `sales_journal`, VAT codes from `vat_codes`, suppliers from its creditor list. Where a package
//! needs a code that is not known the proposal is left out and the reason given; none is made up. What wants a look is
//! left out too, unless `export.with_review` is on.
//!
//! | Package | Written | Source |
//! |---|---|---|
//! | Auditfile | XML Auditfile Financieel 3.2 | schema and description of the Belastingdienst (auditfiles.nl) |
//! | Exact Online | `eExact` XML, `GLTransactions` | Exact: "De opbouw van een XML bestand", "Verplichte velden en opmaak XML formaat"; public files that validate against `eExact-XML.xsd` |
//! | Twinfield | XML `transactions` | developers.twinfield.com, transaction data: purchase and sales transactions |
//! | SnelStart | CSV of lines of entries | kennisplein.snelstart.nl, "Inlezen csv-bestanden"; handboek.easyflex.net, "Snelstart" |
//! | AFAS Profit | XML of the connector `FiEntries` | help.afas.nl, "Grootboekmutaties toevoegen (UpdateConnector FiEntries)"; docs.afas.help, "Financial mutation" |
//! | Yuki | XML `PurchaseInvoices` | support.yuki.nl 80001054658 and 80001059423 |
//!
//! An entry is written as text of its own ([`body`]), so that a file of any length is made in little memory: its head
//! ([`head`]) and foot ([`foot`]) are made when all entries are known.

mod afas;
mod entry;
mod exact;
mod index;
mod snelstart;
mod summary;
mod twinfield;
mod xaf;
mod xml;
mod yuki;

use std::io;

pub use entry::Entry;
pub use index::{IndexRow, read_package_index, write_package_index};
pub use summary::Summary;

use super::LeftOut;
pub use booking::Package;

/// What keeps an entry out of the files of a package.
pub fn obstacle(package: Package, entry: &Entry<'_>) -> Option<LeftOut> {
    match package {
        Package::Xaf => xaf::obstacle(entry),
        Package::Exact => exact::obstacle(entry),
        Package::Twinfield => twinfield::obstacle(entry),
        Package::Snelstart => snelstart::obstacle(entry),
        Package::Afas => afas::obstacle(entry),
        Package::Yuki => yuki::obstacle(entry),
    }
}

/// The beginning of a file.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn head(package: Package, summary: &Summary) -> io::Result<String> {
    match package {
        Package::Xaf => xaf::head(summary),
        Package::Exact => Ok(exact::HEAD.to_owned()),
        Package::Twinfield => Ok(twinfield::HEAD.to_owned()),
        Package::Snelstart => Ok(snelstart::HEAD.to_owned()),
        Package::Afas => Ok(afas::HEAD.to_owned()),
        Package::Yuki => Ok(yuki::HEAD.to_owned()),
    }
}

/// What goes around the entries of a journal.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn around_journal(
    package: Package,
    journal: &str,
    summary: &Summary,
) -> io::Result<(String, &'static str)> {
    match package {
        Package::Xaf => xaf::around_journal(journal, summary),
        _ => Ok((String::new(), "")),
    }
}

/// An entry, the `nth` of its file, from 1.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn body(package: Package, entry: &Entry<'_>, nth: u64) -> io::Result<String> {
    match package {
        Package::Xaf => xaf::body(entry, nth),
        Package::Exact => exact::body(entry),
        Package::Twinfield => twinfield::body(entry),
        Package::Snelstart => snelstart::body(entry, nth),
        Package::Afas => afas::body(entry),
        Package::Yuki => yuki::body(entry),
    }
}

/// The end of a file.
pub fn foot(package: Package) -> &'static str {
    match package {
        Package::Xaf => xaf::FOOT,
        Package::Exact => exact::FOOT,
        Package::Twinfield => twinfield::FOOT,
        Package::Snelstart => "",
        Package::Afas => afas::FOOT,
        Package::Yuki => yuki::FOOT,
    }
}
