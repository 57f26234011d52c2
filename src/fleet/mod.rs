//! Machines for a burst: asked for, watched, ended.
//!
//! [`Fleet`] is the seam. Behind it: EC2 (feature `aws`), processes on this machine, and a twin in memory for tests.

mod local;
mod machine;
mod offer;
mod program;

pub use local::LocalFleet;
pub use machine::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market,
    Shortfall,
};
pub use offer::Offer;
pub use program::{Program, ProgramError, pack, pack_program};
