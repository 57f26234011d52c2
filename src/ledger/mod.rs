//! The ledger: one SQLite file that knows what became of every document. The only truth; exports are made from it.

mod blob;
mod db;
mod record;
mod schema;
mod status;

pub use db::{DoneDocument, Ledger};
pub use record::{DocumentRecord, FileRecord, FileRole, Fingerprint, Outcome, PageCount, Rate};
pub use status::{RunInfo, Status, status};

#[cfg(test)]
mod tests;
