//! The ledger: one SQLite file that knows what became of every document. The only truth; exports are made from it.
//!
//! What [`Ledger`] is asked fails with [`crate::Error::Ledger`], where nothing else is said: SQLite's own answer.
#![expect(clippy::missing_errors_doc, reason = "said above, once")]

mod blob;
mod bursts;
mod corrections;
mod db;
mod differs;
mod documents;
mod files;
mod handed_over;
mod learned;
mod left;
mod readings;
mod record;
mod schema;
mod status;
mod suppliers;
mod waiting;

pub use bursts::{BurstRecord, RunId, ShardCount, ShardId};
pub use db::{Ledger, is_there, may_only_look};
pub use differs::{Difference, Part};
pub(crate) use documents::DoneDocument;
pub(crate) use files::{Problem, key_of};
pub use handed_over::CorrectedLater;
pub(crate) use handed_over::{FoundEntry, HandedOver};
pub(crate) use learned::HistoryKind;
pub(crate) use learned::Learning;
pub use learned::{KeptFor, LearnCount, Renamed, general_model};
pub(crate) use left::remember;
pub(crate) use readings::{KeptReading, PackedReading};
pub use record::Fingerprint;
pub(crate) use record::Outcome;
pub(crate) use record::{DocumentRecord, FileRecord, FileRole, PageCount};
pub use status::{CameTo, RunInfo, Status};
pub use status::{forget_burst, open_bursts};
pub use waiting::Waiting;

#[cfg(test)]
mod tests;
