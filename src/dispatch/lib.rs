//! The dispatcher: what is read next, what it will cost, and how many machines that takes.
//!
//! Pure: events go in, decisions come out, so that the real run, the tests and the simulator drive the same code.
//! [`Dispatcher`] orders page ranges ([`Unit`]), the document with the least left to do first; [`Estimates`] learn what
//! a page costs on this machine; [`fleet_size`] finds the fewest machines that meet a deadline within what they may
//! cost.

mod estimate;
mod machine;
mod offer;
mod size;
mod span;
mod unit;

pub use estimate::{Estimate, Estimates, Rate};
pub use machine::{Decision, Dispatcher, DocumentId};
pub use offer::Offer;
pub use size::{FleetSize, Limit, Need, fleet_size, over_threshold};
pub use span::{Span, Threshold};
pub use unit::{Unit, UnitKind};

#[cfg(test)]
mod tests;
