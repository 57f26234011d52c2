//! Structured invoices: UBL 2 (Peppol BIS 3, NLCIUS, SI-UBL, Basisfactuur Rijk, XRechnung) and CII (Factur-X, ZUGFeRD,
//! XRechnung), read into the EN 16931 model.
//!
//! The bytes are decoded, parsed into a small bounded element tree (no entity is expanded but the five of XML; depth,
//! elements and text are limited), and mapped by one module for UBL and one for CII. Elements are found by their full
//! path with local names, so that neither prefixes nor an element of the same name elsewhere matter. Every value names
//! its element as evidence, with the prefixes and positions of the document itself.
//!
//! ```
//! use einvoice::Root;
//! let xml = br#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
//!     xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
//!     <cbc:ID>2026-17</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate></Invoice>"#;
//! assert_eq!(einvoice::root(xml), Some(Root::Ubl));
//! let invoice = einvoice::read(xml).unwrap();
//! assert_eq!(invoice.number.unwrap().value, "2026-17");
//! ```

mod cii;
mod decode;
mod fault;
mod parse;
mod party;
mod sniff;
mod totals;
mod tree;
mod ubl;
pub mod validate;
mod value;
pub mod write;

pub use fault::Fault;
pub use sniff::{Root, root};
pub use value::is_xml_char;

use invoice::Invoice;

/// Reads a structured invoice, as far as it goes: a missing field is `None`, not an error.
///
/// Values are kept as the sender wrote them even where a check digit fails, but an account that is no valid IBAN is
/// given as [`invoice::PaymentMeans::account`] and never as an IBAN.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::Truncated`], [`Fault::XmlSyntax`], [`Fault::XmlDoctype`] and [`Fault::XmlTooComplex`] for
/// what cannot be parsed; [`Fault::XmlIncomplete`] when it is no invoice, or has no number, no date and no total.
pub fn read(bytes: &[u8]) -> Result<Invoice, Fault> {
    let source = decode::decode(bytes)?;
    let tree = parse::tree(&source)?;
    of(invoice_element(&tree)?)
}

/// Reads a structured invoice and checks it by the rules of its specification, parsing it once.
///
/// # Errors
/// As [`read`].
pub fn read_and_validate(bytes: &[u8]) -> Result<(Invoice, validate::Validation), Fault> {
    let source = decode::decode(bytes)?;
    let tree = parse::tree(&source)?;
    let document = invoice_element(&tree)?;
    Ok((of(document)?, validate::of(document)))
}

/// The invoice that an element says.
fn of(document: tree::Node<'_>) -> Result<Invoice, Fault> {
    let mut invoice = match sniff::by_name(document.local()) {
        Some(Root::Cii) => cii::invoice(document),
        _ => ubl::invoice(document),
    };
    totals::complete(&mut invoice.totals);
    let totals = &invoice.totals;
    if invoice.number.is_none()
        && invoice.issue_date.is_none()
        && totals.gross.is_none()
        && totals.net.is_none()
        && totals.payable.is_none()
    {
        return Err(Fault::XmlIncomplete {
            what: "BT-1 invoice number, BT-2 issue date and BG-22 totals".to_owned(),
        });
    }
    Ok(invoice)
}

/// The invoice of a document: its root element, or the one in its envelope.
fn invoice_element(tree: &tree::Tree) -> Result<tree::Node<'_>, Fault> {
    let mut document = tree.root();
    if document.local() == sniff::ENVELOPE {
        document = document
            .children()
            .find(|child| sniff::by_name(child.local()).is_some())
            .unwrap_or(document);
    }
    match sniff::by_name(document.local()) {
        Some(_) => Ok(document),
        None => Err(Fault::XmlIncomplete { what: "an invoice as root element".to_owned() }),
    }
}

#[cfg(test)]
mod tests;
