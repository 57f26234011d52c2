//! Every word that dizzy says to a person, in Dutch and in English.
//!
//! Each message is a function with both texts side by side, so that one without its translation does not compile.
//! The command line prints them; [`office::export`] writes causes and reasons with them into `failed.csv` and
//! `skipped.csv`. Nothing here prints.

mod burst;
pub(crate) mod burst_run;
pub mod check;
mod error;
pub mod learn;
pub mod notify;
pub mod preflight;
pub mod review;
pub mod run;
pub(crate) mod simulate;
pub mod tell;
mod usage;
pub mod worker;

pub use office::texts::*;

pub(crate) use error::{burst_error, only_to_look};
pub use error::{error, io};
pub use usage::usage;
pub(crate) use usage::{Misuse, MustBe};
