//! The dispatcher: what is read next, and what it will cost.

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
