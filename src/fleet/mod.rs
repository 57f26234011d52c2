//! Machines for a burst: asked for, watched, ended.
//!
//! [`Fleet`] is the seam. Behind it: EC2 (feature `aws`), processes on this machine, and a twin in memory for tests.

mod machine;
mod offer;

pub use machine::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market,
    Shortfall,
};
pub use offer::Offer;
