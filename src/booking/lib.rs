//! Booking proposals: from an invoice to what a bookkeeper can accept.
//!
//! [`pipeline`] is the one way from a Reading to [`Proposal`]s: it splits, extracts, applies what a person said
//! ([`correct`]), checks, and books. [`learn`] makes what is known from how an administration booked before.
//!
//! [`Context`] holds all that is known beside the document and never changes during a run. [`book()`] finds the supplier
//! ([`suppliers`]), divides the invoice into parts ([`parts`]), decides how each stands in the VAT ([`vat`], by the
//! tables of [`law`]) and on which account it goes ([`account`]), and makes the entry ([`journal`]); [`legal`] says what
//! is the matter with it.

pub mod account;
mod administration;
pub mod assign;
pub mod book;
mod checks;
pub mod context;
pub mod correct;
pub mod cues;
pub mod document;
pub mod duplicates;
pub mod finding;
pub mod general;
#[cfg(test)]
mod golden;
mod ground;
mod history;
pub mod journal;
pub mod law;
pub mod learn;
pub mod legal;
pub mod parts;
pub mod pipeline;
pub mod proof;
mod proposal;
pub mod repair;
pub mod rgs;
pub mod settings;
pub mod suppliers;
pub mod vat;

#[cfg(test)]
mod tests;

pub use account::{Because, By};
pub use administration::{Account, Administration, BookingRule, Postal, Regime, Supplier};
pub(crate) use assign::{Assigned, assign};
pub use book::{Booked, book};
pub use checks::{check, is_bookable, verdict};
pub use context::{BookingTerms, Books, Context, ExchangeRates};
pub use document::Document;
pub use finding::Finding;
pub use ground::Ground;
pub use history::{Classifier, Habit, History, Learned, Question, Ranked};
pub use proposal::{
    AssignedBy, Booking, Direction, Exchange, JournalLine, LineKind, Proposal, Relation, Reviewed,
    SourceKind, SourceRef, Verdict,
};
