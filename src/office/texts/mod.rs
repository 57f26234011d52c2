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

pub use crate::said;
pub use cause::cause;
pub use invoice::{Lang, messages, text, word};
pub use lang::UiLang;
pub use number::{Counted, count, decimal, duration};

pub use skip::{dutch, same_as, skip, times};

/// What happened, and what the person can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened: a sentence.
    pub what: String,
    /// What to do: a sentence or two.
    pub hint: String,
}

/// What is said in each case of a `match`, a row each: values that the texts name, what happened in Dutch / English, what
/// to do in Dutch / English. Cases that are more than texts follow behind `and`.
#[macro_export]
macro_rules! said {
    ($lang:expr, match $($value:tt).+ {
        $($case:pat $(if $guard:expr)? => $(let $local:pat = $is:expr;)*
            $nl:literal / $en:literal, $hint_nl:literal / $hint_en:literal;)*
    } $(and { $($more:tt)* })?) => {
        match $($value).+ {
            $($case $(if $guard)? => {
                $(let $local = $is;)*
                $crate::texts::Said {
                    what: $crate::texts::text!($lang, $nl, $en),
                    hint: $crate::texts::text!($lang, $hint_nl, $hint_en),
                }
            })*
            $($($more)*)?
        }
    };
}
