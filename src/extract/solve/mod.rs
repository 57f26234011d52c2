//! From candidates to the best consistent assignment: totals that add up, dates in order, parties that differ.

pub(crate) mod dates;
mod identifiers;
pub(crate) mod kind;
pub(crate) mod names;
pub(crate) mod number;
pub(crate) mod party;
pub(crate) mod rates;
pub(crate) mod roles;
mod search;
mod sentence;
mod sides;
mod spans;
mod supplier;
pub(crate) mod totals;
pub(crate) mod vat_rows;
mod wording;
