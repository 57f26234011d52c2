//! From words to an invoice: candidates with their features, then the assignment that fits together best.
//!
//! `layout` arranges the words in rows and cells, `lexicon` knows the labels of four languages,
//! `candidates` finds all that could be a value, `solve` chooses, `lines` reads the table of lines and
//! `assemble` gives the result its evidence, `confidence` weighs how sure it is. Nothing here knows a supplier or a form.

mod assemble;
pub(crate) mod candidates;
#[doc(hidden)]
pub mod confidence;
mod doubt;
#[doc(hidden)]
pub mod explain;
#[cfg(test)]
mod golden;
pub(crate) mod layout;
pub(crate) mod lexicon;
mod lines;
mod ours;
pub(crate) mod solve;

#[doc(hidden)]
pub use assemble::observe;
pub use assemble::{Extracted, extract, extract_for};
#[doc(hidden)]
pub use assemble::{Stage, through};
pub use doubt::Doubt;
pub use ours::{LEAST_OWN, Ours};
