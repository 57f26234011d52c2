//! What is booked.

use jiff::civil::Date;

use super::cues::Words;
use invoice::{DocumentType, Invoice};

/// A document on the point of being booked.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// What was read.
    pub invoice: &'a Invoice,
    /// The words of its pages; those of the invoice when there are none.
    pub words: &'a Words,
    /// It is an e-invoice.
    pub structured: bool,
}

/// The day of supply, the end of the period, or else the day of issue.
pub(crate) fn supply_day(invoice: &Invoice) -> Option<Date> {
    invoice
        .supply_date
        .as_ref()
        .map(|f| f.value)
        .or_else(|| invoice.period.as_ref().and_then(|f| f.value.end.or(f.value.start)))
        .or_else(|| invoice.issue_date.as_ref().map(|f| f.value))
}

/// True for receipts.
pub fn is_receipt(invoice: &Invoice) -> bool {
    invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::Receipt)
}
