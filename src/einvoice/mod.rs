//! Structured invoices.

use crate::error::Cause;
use crate::invoice::Invoice;

/// Reads a structured invoice.
///
/// # Errors
/// [`Cause::XmlIncomplete`].
pub fn read(_: &[u8]) -> Result<Invoice, Cause> {
    Err(Cause::XmlIncomplete {
        what: "reader".into(),
    })
}
