//! Reading: from the bytes of a file to what can be known of it without understanding it.
//!
//! [`source`] finds documents: it walks folders, opens ZIP files and e-mails, and gives each document its identity.
//! [`document`] tells what the bytes are and opens them: a PDF, a picture, an XML invoice. [`ocr`] recognises pages that
//! are pictures. Both give [`text`]: words with their places. Hostile bytes are met by child processes only ([`reader`]):
//! a [`reader::ReaderSlot`] is given a document and answers with what makes a [`Reading`]. What knows invoices is lent to
//! this crate and those above it as an [`Understanding`].

mod cause;
pub mod document;
pub mod ocr;
pub mod reader;
pub mod settings;
pub mod source;
pub mod text;
mod understanding;

pub use cause::Cause;
pub use document::{MediaKind, Reading};
pub use source::Sha256;
pub use understanding::{Doubt, Extracted, Run, Understanding};
