//! A VAT month in seconds: the real plan, dispatcher, shards, leases and store calls in simulated time.
//!
//! Only reading pages, booting, the network and what goes wrong with machines are drawn by chance ([`Scenario`]); who
//! takes which shard, who takes over, what is passed on and when all is done is decided by the code that decides it in
//! a real burst, on a store in memory whose clock is the simulation's. The same seed gives the same run.

mod agenda;
mod alone;
mod documents;
mod line;
mod machine;
mod outcome;
mod random;
mod report;
mod run;
mod scenario;
mod wire;

#[cfg(test)]
mod tests;

pub use outcome::Outcome;

pub use report::{here_alone, simulate};
pub use scenario::Scenario;
