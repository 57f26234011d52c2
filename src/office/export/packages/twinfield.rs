//! Twinfield: XML `transactions` for the import of purchase and sales transactions.
//!
//! Source: developers.twinfield.com, "Purchase transactions" and "Sales transactions": a line of type `total` with the
//! supplier or customer in `dim2`, lines of type `detail` with the VAT code, whose VAT lines Twinfield makes itself;
//! amounts are positive with `debitcredit`; `destiny="temporary"` books provisionally, so that a bookkeeper finishes it
//! there. The codes IH, IL, VH and VL are those of Twinfield's Dutch template.

use std::io;

use super::entry::{Entry, Leg};
use super::xml::{Xml, clean, group, leaf, xml};
use super::{Package, nothing_around};
use crate::export::{LeftOut, Place};
use booking::law::VatCode;

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "twinfield",
    title: "Twinfield",
    what: "import files for Twinfield",
    is_program: true,
    extension: "xml",
    is_by_year: false,
    obstacle,
    head: |_| Ok(HEAD.to_owned()),
    around_journal: nothing_around,
    body: |entry, _| body(entry),
    foot: FOOT,
};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<transactions>\n";
const FOOT: &str = "</transactions>\n";

/// Longest description and invoice number, characters.
const TEXT: usize = 40;

/// Codes that have the same name there.
const OWN_CODES: [VatCode; 4] =
    [VatCode::InputHigh, VatCode::InputLow, VatCode::SaleHigh, VatCode::SaleLow];

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    if entry.relation().is_none() {
        return Some(LeftOut::NoRelation);
    }
    if entry.number.is_empty() {
        return Some(LeftOut::NoNumber);
    }
    if !entry.is_by_base() {
        return Some(LeftOut::PartlyDeducted);
    }
    let code = entry.details().find_map(|line| entry.vat_code(line, &OWN_CODES).err());
    code.or_else(|| entry.too_long(&[(Place::InvoiceNumber, TEXT)]))
}

fn body(entry: &Entry<'_>) -> io::Result<String> {
    let day = |date: jiff::civil::Date| date.strftime("%Y%m%d").to_string();
    let invoice = &entry.record.proposal.invoice;
    xml(|out| {
        out.create_element("transaction")
            .with_attributes([
                ("destiny", "temporary"),
                ("autobalancevat", "true"),
                ("raisewarning", "false"),
            ])
            .write_inner_content(|out| {
                group(out, "header", |out| {
                    leaf(out, "office", &entry.administration.package_code)?;
                    leaf(out, "code", entry.journal)?;
                    leaf(out, "currency", entry.currency())?;
                    leaf(out, "date", &day(entry.date))?;
                    leaf(out, "period", &entry.date.strftime("%Y/%m").to_string())?;
                    leaf(out, "invoicenumber", entry.number)?;
                    let reference = invoice.payment_reference.as_ref();
                    let reference = reference.map_or("", |field| field.value.as_str());
                    leaf(out, "paymentreference", reference)?;
                    let due = invoice.due_date.as_ref().map(|field| day(field.value));
                    leaf(out, "duedate", due.as_deref().unwrap_or(""))
                })?;
                group(out, "lines", |out| {
                    line(out, entry, &entry.total, 1)?;
                    for (place, of) in entry.details().enumerate() {
                        line(out, entry, of, place + 2)?;
                    }
                    Ok(())
                })
            })?;
        Ok(())
    })
}

fn line(out: &mut Xml, entry: &Entry<'_>, line: &Leg<'_>, number: usize) -> io::Result<()> {
    let is_total = number == 1;
    let side = if line.amount.is_negative() { "credit" } else { "debit" };
    let number = number.to_string();
    out.create_element("line")
        .with_attributes([("type", if is_total { "total" } else { "detail" }), ("id", &number)])
        .write_inner_content(|out| {
            leaf(out, "dim1", &line.line.account)?;
            let second = if is_total { entry.relation() } else { line.line.cost_center.as_deref() };
            leaf(out, "dim2", second.unwrap_or(""))?;
            leaf(out, "debitcredit", side)?;
            leaf(out, "value", &line.amount.abs().to_string())?;
            leaf(out, "description", &clean(&line.line.description, TEXT))?;
            if !is_total && let Ok(Some(code)) = entry.vat_code(line, &OWN_CODES) {
                leaf(out, "vatcode", code)?;
                if !line.vat.is_zero() {
                    leaf(out, "vatvalue", &line.vat.abs().to_string())?;
                }
            }
            Ok(())
        })?;
    Ok(())
}
