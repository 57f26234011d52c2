//! Readers: child processes that meet the hostile bytes.

mod protocol;

pub use protocol::{Answer, Request, Setup};
