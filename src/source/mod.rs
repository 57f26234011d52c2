//! Where documents come from: walking folders, identity, containers, pairing of an XML with its PDF.

mod identity;
mod skip;

pub use identity::{BytesAt, Document, Sha256};
pub use skip::SkipReason;
