//! Yuki: XML `PurchaseInvoices` for its web service `ProcessPurchaseInvoices`, purchases only.
//!
//! Sources: support.yuki.nl, 80001054658 (fields of the XML of purchase invoices) and 80001059423 (the service): a
//! supplier is matched by its name or code and made when it is new; `Process` is false, so that a bookkeeper approves
//! the invoice there. Amounts of lines are without VAT. Yuki numbers its kinds of VAT (`LineVATType`): `vat_codes` must
//! give the number for every code that is used, there is no default.

use std::io;

use super::entry::{Entry, Leg};
use super::xml::{Xml, clean, group, leaf, xml};
use super::{Package, nothing_around};
use crate::export::{LeftOut, Place};
use booking::law::VatCode;
use invoice::Amount;

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "yuki",
    title: "Yuki",
    what: "import files for Yuki (purchases)",
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
    <PurchaseInvoices xmlns=\"urn:xmlns:http://www.theyukicompany.com:purchaseinvoices\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
const FOOT: &str = "</PurchaseInvoices>\n";

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    if !entry.is_purchase() {
        return Some(LeftOut::PurchasesOnly);
    }
    if entry.relation().is_none() && entry.name.is_empty() {
        return Some(LeftOut::NoRelation);
    }
    if !entry.is_by_base() {
        return Some(LeftOut::PartlyDeducted);
    }
    entry.details().find_map(|line| kind(entry, line).err())
}

/// Yuki's number of a line's kind of VAT.
fn kind<'r>(entry: &Entry<'r>, line: &Leg<'r>) -> Result<&'r str, LeftOut> {
    // a rounding difference has none, which is what a purchase without VAT has
    let none = VatCode::InputNone.name();
    let name = line.line.vat_code.as_deref().unwrap_or(none);
    let given = match line.line.vat_code {
        Some(_) => entry.vat_code(line, &[])?,
        None => entry.administration.vat_codes.get(none).map(String::as_str),
    };
    let Some(given) = given else {
        return Err(LeftOut::NoVatCode(name.to_owned()));
    };
    if given.bytes().all(|b| b.is_ascii_digit()) {
        Ok(given)
    } else {
        Err(LeftOut::NotNumber(Place::VatCode, given.to_owned()))
    }
}

fn body(entry: &Entry<'_>) -> io::Result<String> {
    let invoice = &entry.record.proposal.invoice;
    let vat: Amount = entry.details().map(|line| line.vat).sum();
    xml(|out| {
        group(out, "PurchaseInvoice", |out| {
            leaf(out, "Process", "false")?;
            leaf(out, "Reference", entry.number)?;
            leaf(out, "Date", &entry.date.to_string())?;
            let due = invoice.due_date.as_ref();
            let due = due.map(|field| field.value.to_string());
            leaf(out, "DueDate", due.as_deref().unwrap_or(""))?;
            leaf(out, "InvoiceAmount", &(-entry.total.amount).to_string())?;
            leaf(out, "InvoiceVATAmount", &vat.to_string())?;
            leaf(out, "Currency", entry.currency())?;
            contact(out, entry)?;
            group(out, "InvoiceLines", |out| {
                entry.details().try_for_each(|of| line(out, entry, of))
            })
        })
    })
}

fn contact(out: &mut Xml, entry: &Entry<'_>) -> io::Result<()> {
    let party = entry.party;
    let shown = |field: &Option<invoice::Field<String>>| {
        field.as_ref().map(|field| field.value.clone()).unwrap_or_default()
    };
    let address = party.address.as_ref().map(|field| &field.value);
    let part = |of: fn(&invoice::Address) -> &Option<String>| {
        address.and_then(|address| of(address).clone()).unwrap_or_default()
    };
    group(out, "Contact", |out| {
        leaf(out, "ContactCode", entry.relation().unwrap_or(""))?;
        leaf(out, "FullName", entry.name)?;
        leaf(out, "CountryCode", &part(|a| &a.country))?;
        leaf(out, "City", &part(|a| &a.city))?;
        leaf(out, "Zipcode", &part(|a| &a.postcode))?;
        leaf(out, "AddressLine_1", &part(|a| &a.street))?;
        leaf(out, "VATNumber", &shown(&party.vat_id))?;
        leaf(out, "CoCNumber", &shown(&party.kvk))?;
        leaf(out, "BankAccount", &shown(&party.iban))?;
        leaf(out, "ContactType", "Company")
    })
}

fn line(out: &mut Xml, entry: &Entry<'_>, line: &Leg<'_>) -> io::Result<()> {
    group(out, "InvoiceLine", |out| {
        leaf(out, "Description", &clean(&line.line.description, 255))?;
        leaf(out, "LineAmount", &line.amount.to_string())?;
        leaf(out, "LineVATType", kind(entry, line).unwrap_or(""))?;
        if line.owed.is_zero() {
            let rate = entry.rate(line).normalize().to_string();
            leaf(out, "LineVATPercentage", &rate)?;
        }
        leaf(out, "GLAccountCode", &line.line.account)
    })
}
