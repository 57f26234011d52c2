//! Machines for a burst: asked for, watched, ended.
//!
//! [`Fleet`] is the interface to the outside world. Behind it: EC2 (feature `aws`), processes on this machine, and a twin in memory for tests.

#[cfg(feature = "aws")]
pub(crate) mod ec2;
mod local;
mod machine;
#[cfg(feature = "aws")]
mod prices;
#[cfg(feature = "aws")]
mod user_data;

pub(crate) use dispatch::Offer;
#[cfg(feature = "aws")]
pub(crate) use ec2::Ec2Fleet;
pub(crate) use local::LocalFleet;
pub use machine::Fleet;
pub use machine::{FleetError, InstanceState, ProgramError};
pub(crate) use machine::{Instance, InstanceId, Market, Shortfall};
pub(crate) use machine::{LaunchRequest, Launched};
