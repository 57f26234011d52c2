//! Every word that dizzy says to a person, in Dutch and in English.
//!
//! Each message is a function with both texts side by side, so that one without its translation does not compile.
//! The command line prints them; [`crate::export`] writes causes and reasons with them into `failed.csv` and
//! `skipped.csv`. Nothing here prints.

mod burst;
pub mod burst_run;
mod cause;
pub mod check;
mod error;
pub mod export;
mod finding;
mod lang;
pub mod learn;
mod left_out;
pub mod notify;
mod number;
pub mod preflight;
pub mod report;
pub mod review;
pub mod run;
pub mod simulate;
mod skip;
pub mod tell;
pub mod ubl;
mod usage;
pub mod worker;

pub use cause::cause;
pub use error::{error, io};
pub use finding::finding;
pub use lang::Lang;
pub use left_out::left_out;
pub use number::{Counted, count, decimal, duration};
pub use skip::skip;
pub use usage::{Misuse, MustBe, usage};

/// What happened, and what the person can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened: a sentence.
    pub what: String,
    /// What to do: a sentence or two.
    pub hint: String,
}
