//! The ledger: one SQLite file that knows what became of every document. The only truth; exports are made from it.

mod blob;
mod bursts;
mod corrections;
mod db;
mod documents;
mod files;
mod handed_over;
mod learned;
mod readings;
mod record;
mod schema;
mod status;
mod suppliers;
mod waiting;

pub use bursts::{BurstRecord, RunId, ShardCount, ShardId};
pub use db::Ledger;
pub use dispatch::Rate;
pub(crate) use documents::DoneDocument;
pub use handed_over::CorrectedLater;
pub(crate) use handed_over::HandedOver;
pub(crate) use learned::HistoryKind;
pub use learned::{KeptFor, LearnCount, Learning, general_model};
pub(crate) use readings::{KeptReading, PackedReading};
pub(crate) use record::{DocumentRecord, FileRecord, FileRole, PageCount};
pub use record::{Fingerprint, Outcome};
pub use status::{RunInfo, Status, forget_burst, open_bursts, status};
pub use waiting::Waiting;

#[cfg(test)]
mod tests;
