//! What stands in an office's files and what its results are called, in Dutch and in English.
//!
//! Each message is a function with both texts side by side, so that one without its translation does not compile.
//! The exports and the report write them, the program prints them. Nothing here prints.

mod cause;
pub mod export;
mod lang;
mod number;
pub mod report;
mod skip;
pub mod ubl;

pub use cause::cause;
pub use invoice::Lang;
pub use lang::UiLang;
pub use number::{Counted, count, decimal, duration};

pub use skip::{same_as, skip, times};

/// What happened, and what the person can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened: a sentence.
    pub what: String,
    /// What to do: a sentence or two.
    pub hint: String,
}
