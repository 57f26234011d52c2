//! Booking proposals: from an invoice to what a bookkeeper can accept.

mod administration;
mod checks;
mod history;
mod proposal;

pub use administration::{
    Account, Administration, BookingRule, Postal, Regime, SplitPart, Supplier,
};
pub use checks::{check, is_bookable, verdict};
pub use history::{Classifier, Habit, History, Learned, Question, Ranked};
pub use proposal::{
    Direction, Finding, JournalLine, Proposal, Severity, SourceKind, SourceRef, Verdict,
};
