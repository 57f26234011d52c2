//! Booking proposals: from an invoice to what a bookkeeper can accept.

mod proposal;

pub use proposal::{
    Direction, Finding, JournalLine, Proposal, Severity, SourceKind, SourceRef, Verdict,
};
