//! Machines for a burst: asked for, watched, ended.
//!
//! [`Fleet`] is the seam. Behind it: EC2 (feature `aws`), processes on this machine, and a twin in memory for tests.

#[cfg(feature = "aws")]
pub(crate) mod ec2;
mod local;
mod machine;
mod memory;
#[cfg(feature = "aws")]
mod prices;
#[cfg(feature = "aws")]
mod user_data;

pub use dispatch::Offer;
#[cfg(feature = "aws")]
pub use ec2::Ec2Fleet;
pub use local::LocalFleet;
pub use machine::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market,
    ProgramError, Shortfall,
};
pub use memory::{MemoryFaults, MemoryFleet};
