//! Booking proposals: from an invoice to what a bookkeeper can accept.

mod checks;
mod proposal;

pub use checks::{check, is_bookable, verdict};
pub use proposal::{
    Direction, Finding, JournalLine, Proposal, Severity, SourceKind, SourceRef, Verdict,
};
