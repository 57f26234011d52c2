//! An office: the ledger and all that an office does with it.
//!
//! [`batch`] is the nightly run: it walks folders, has documents read, concludes proposals from what was read and keeps
//! both in the [`ledger`], the only truth. [`export`] and `report` make files of what the ledger holds, in the words of [`texts`].
//! The desk, learning, handing over and archiving are of [`batch`] too.

pub mod batch;
mod conclude;
mod error;
pub mod export;
pub mod ledger;
mod program;
mod report;
pub mod settings;
pub mod texts;

#[cfg(test)]
mod integration;

pub use error::{Error, Result};
pub use program::Program;
