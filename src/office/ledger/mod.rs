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
pub use documents::DoneDocument;
pub use handed_over::{CorrectedLater, HandedOver};
pub use learned::{HistoryKind, KeptFor, LearnCount, LearnedFile, Learning, general_model};
pub use readings::{KeptReading, PackedReading};
pub use record::{DocumentRecord, FileRecord, FileRole, Fingerprint, MadeBy, Outcome, PageCount};
pub use status::{RunInfo, Status, forget_burst, open_bursts, status};
pub use waiting::Waiting;

#[cfg(test)]
mod tests;
