//! An office: the ledger and all that an office does with it.
//!
//! [`batch::run`] takes a [`batch::Job`] and does a run: it walks folders, has documents read by the reader process, makes
//! proposals from what was read (`conclude`, the one way from a Reading to proposals) and keeps both in the [`ledger`],
//! the only truth. [`export`] and `report` make files of what the ledger holds, in the words of [`texts`].
//! [`batch::Desk`] is where a person corrects proposals; learning, handing over and archiving are in [`batch`] too.
//! Everything that a run needs of the program is in [`Program`].

mod access;
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

pub use error::{Error, Result, Stray};
pub use program::Program;
