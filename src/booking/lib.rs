//! Booking proposals: from an invoice to what a bookkeeper can accept.
//!
//! [`pipeline`] is the one way from a Reading to [`Proposal`]s: it splits, extracts, applies what a person said
//! ([`correct`]), checks, and books. [`learn`] makes what is known from how an administration booked before.
//!
//! [`Context`] holds all that is known beside the document and never changes during a run. `book` finds the supplier
//! (`suppliers`), divides the invoice into parts (`parts`), decides how each stands in the VAT (`vat`, by the
//! tables of [`law`]) and on which account it goes (`account`), and makes the entry (`journal`); `legal` says what
//! is the matter with it.

mod account;
mod administration;
mod assign;
mod book;
mod checks;
mod context;
pub mod correct;
mod cues;
mod document;
pub mod duplicates;
pub mod finding;
mod general;
#[cfg(test)]
mod golden;
mod ground;
mod history;
mod hybrid;
mod journal;
pub mod law;
pub mod learn;
mod legal;
mod notices;
mod own;
mod parts;
mod pattern;
pub mod pipeline;
mod proof;
mod proposal;
mod repair;
mod rgs;
pub mod settings;
mod subset;
mod suppliers;
mod vat;

#[cfg(test)]
mod tests;

pub use account::{Because, By};
pub use administration::{Account, Administration, BookingRule, Postal, Regime, Supplier};
pub(crate) use assign::{Assigned, assign};
pub(crate) use book::book;
pub use checks::{adds_up, is_bookable};
pub(crate) use checks::{check, verdict};
pub use context::{BookingTerms, Books, Context, ExchangeRates, is_folder_pattern};
pub(crate) use document::Document;
pub use finding::Finding;
pub use history::{Classifier, Habit, History, Learned, Question, Ranked};
pub use legal::odd_day;
pub use parts::shares;
pub use proposal::{
    AssignedBy, Booking, Direction, Exchange, JournalLine, LineKind, Proposal, Relation, Reviewed,
    SourceKind, SourceRef, Verdict,
};
pub use rgs::{all as rgs_accounts, rgs as rgs_account};
pub use suppliers::{MatchedBy, same_suppliers};
