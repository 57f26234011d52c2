//! What is booked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cues::Words;
use invoice::{Amount, DocumentType, Invoice};

/// A document on the point of being booked.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// What was read.
    pub invoice: &'a Invoice,
    /// The words of its pages; those of the invoice when there are none.
    pub words: &'a Words,
    /// It is an e-invoice.
    pub structured: bool,
    /// The accounts that a person chose for lines of the invoice.
    pub chosen: &'a Chosen,
}

/// Accounts of lines of an invoice by their places from 0, with what each weighs where several share a line.
pub type Chosen = BTreeMap<usize, Vec<(String, u32)>>;

/// The day of supply, the end of the period, or else the day of issue.
pub(crate) fn supply_day(invoice: &Invoice) -> Option<Date> {
    invoice
        .supply_date
        .as_ref()
        .map(|f| f.value)
        .or_else(|| invoice.period.as_ref().and_then(|f| f.value.end.or(f.value.start)))
        .or_else(|| invoice.issue_date.as_ref().map(|f| f.value))
}

/// Totals up to this need no full invoice, cents (art. 33a Uitvoeringsbeschikking OB).
const SMALL_CENTS: i64 = 10_000;

/// True for a total that needs no full invoice.
pub(crate) fn is_small(invoice: &Invoice) -> bool {
    let gross = invoice.totals.gross.as_ref().map(|f| f.value.abs());
    gross.is_some_and(|gross| gross <= Amount::from_cents(SMALL_CENTS))
}

/// True for a simplified invoice (art. 34d Wet OB): a receipt of a small total, with who supplied it, where he is and when. It
/// needs no number and no customer. On the page of an invoice a number that is not found was missed.
pub(crate) fn is_simplified(invoice: &Invoice) -> bool {
    let supplier = &invoice.supplier;
    let is_named = supplier.name.is_some() && supplier.address.is_some();
    is_receipt(invoice) && is_small(invoice) && is_named && invoice.issue_date.is_some()
}

/// True for receipts.
pub fn is_receipt(invoice: &Invoice) -> bool {
    invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::Receipt)
}
