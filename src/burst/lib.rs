//! Burst: when this machine is not enough, its work goes to others for an hour.
//!
//! A burst begins where a run has looked at everything and finished what needs no OCR. What is left is planned
//! ([`Plan`]) and cut into [`shard`]s, which go to a [`store`] with the bytes of their documents; machines are asked of a
//! [`mod@fleet`], with the worker's [`program`]; results come back into the ledger as they are made, and documents whose
//! pages are all there go the way of any document ([`office::batch::Session::pass`]). The coordinator can be killed at
//! any time: everything that was begun is in the ledger, and [`resume`] goes on. In the end nothing of the run is left
//! anywhere but here.
//!
//! [`preflight`] looks beforehand whether all is there; [`simulate`] plays a backlog in simulated time. [`Fleet`] and
//! [`ObjectStore`] are the two places where the outside world is met.

#[cfg(any(feature = "aws", test))]
mod answer;
#[cfg(feature = "aws")]
mod aws;
mod check;
mod collect;
mod coordinate;
mod end;
mod error;
mod event;
pub mod fleet;
mod guard;
mod heartbeats;
mod machines;
mod place;
mod plan;
pub mod preflight;
pub mod program;
mod rhythm;
mod run;
mod scratch;
pub mod settings;
pub mod shard;
pub mod simulate;
mod status;
pub mod store;
mod upload;
mod watch;
mod worker;

#[cfg(test)]
mod integration;

pub use end::{SweptRun, stop, sweep};

pub use error::{BurstError, Error, Result};
pub use event::{BurstEvent, Event, Moment};
pub use fleet::Fleet;
pub use place::{FleetKind, HERE, fleet, location, remove_own_folder};
pub use plan::Plan;
pub use run::{BurstJob, Ending, Outcome, When, burst, plan_only, resume};
pub use status::{RunStatus, status};
pub use store::ObjectStore;
pub use worker::{ShardJob, work};
