//! Burst: when this machine is not enough, its work goes to others for an hour.
//!
//! A burst begins where a run has looked at everything and finished what needs no OCR. What is left is cut into shards
//! ([`Plan`]), which go to a store with the bytes of their documents; machines are asked for; results come back into
//! the ledger as they are made, and documents whose pages are all there go the way of any document
//! ([`crate::batch::Session::pass`]). The coordinator can be killed at any time: everything that was begun is in the
//! ledger, and [`resume`] goes on. In the end nothing of the run is left anywhere but here.

mod event;
mod plan;
pub mod preflight;

pub use event::{BurstEvent, Moment};
pub use plan::{HERE, Plan};
