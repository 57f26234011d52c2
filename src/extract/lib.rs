//! From words to an invoice: candidates with their features, then the assignment that fits together best.
//!
//! `layout` arranges the words in rows and cells, `lexicon` knows the labels of four languages,
//! `candidates` finds all that could be a value, `solve` chooses, `lines` reads the table of lines and
//! `assemble` gives the result its evidence, `confidence` weighs how sure it is. [`split`] finds the documents of one file
//! first, and `second_look` asks for what a recogniser should read again. Nothing here knows a supplier or a form.

mod assemble;
pub(crate) mod candidates;
#[doc(hidden)]
pub mod confidence;
mod doubt;
#[doc(hidden)]
pub mod explain;
pub(crate) mod layout;
mod lexicon;
mod lines;
mod notation;
mod second_look;
mod solve;
pub mod split;

pub use assemble::extract;
pub(crate) use assemble::extract_for;
#[doc(hidden)]
pub use assemble::observe;
#[doc(hidden)]
pub use assemble::{Stage, through};

/// What this crate does, for those that are built without it.
pub const UNDERSTANDING: reading::Understanding = reading::Understanding {
    split: split::split,
    extract: extract_for,
    look_again: second_look::look_again,
    sources: env!("SOURCES"),
};
