//! The dispatcher: what is read next, and what it will cost.

mod estimate;
mod machine;
mod size;
mod unit;

pub use estimate::{Estimate, Estimates};
pub use machine::{Decision, Dispatcher, DocumentId};
pub use size::{FleetSize, Limit, Need, fleet_size, over_threshold};
pub use unit::{Unit, UnitKind};

#[cfg(test)]
mod tests;
