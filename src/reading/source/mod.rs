//! Where documents come from: walking folders, identity, containers, pairing of an XML with its PDF.

mod container;
mod identity;
mod path;
mod settle;
mod walk;

pub use crate::document::SkipReason;
pub use container::{Member, MemberDocument, office_tells_of_invoice, unpack};
pub use identity::{BytesAt, Document, Sha256};
pub use path::{display, list_from};
pub use settle::{is_unchanged, settles_at};
pub use walk::{FileEntry, Found, walk};
