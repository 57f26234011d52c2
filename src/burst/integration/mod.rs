//! What helps: stores, fleets, the packed program; by what the crate gives to others.

mod conformance;
#[cfg(feature = "aws")]
mod fleet_ec2;
#[cfg(feature = "aws")]
mod preflight;
#[cfg(target_os = "linux")]
mod program;
mod store;
#[cfg(feature = "aws")]
mod store_s3;
#[cfg(feature = "aws")]
mod store_s3_answers;
