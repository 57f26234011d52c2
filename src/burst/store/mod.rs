//! Where the machines of a burst meet: named objects in an S3 bucket, or in a folder that all of them can reach.
//!
//! [`ObjectStore`] is the interface to the outside world. Behind it: a bucket (feature `aws`), a folder, memory, and a failing twin for tests.
//! `Retrying` makes any of them patient and turns lost answers into certain ones. All that burst needs of a store
//! beyond reading and writing are conditional writes: create only what is not there, replace only what was read.

mod chance;
mod counting;
mod directory;
mod error;
mod failing;
mod location;
mod memory;
mod name;
mod object;
mod retrying;
#[cfg(feature = "aws")]
mod s3;
mod seal;

pub(crate) use chance::Chance;
pub(crate) use counting::CountingStore;
pub(crate) use counting::Requests;
pub(crate) use directory::DirectoryStore;
pub use error::StoreError;
pub(crate) use failing::{FailingStore, Faults};
pub use location::Location;
pub(crate) use memory::MemoryStore;
pub use object::ObjectStore;
pub(crate) use object::{Condition, ETag, LAST, Listing, StoreTime};
pub(crate) use object::{Entry, Object, Put};
pub(crate) use retrying::Retrying;
#[cfg(feature = "aws")]
pub(crate) use s3::S3Store;
pub(crate) use seal::seal;
pub(crate) use seal::unseal;

/// Names in one answer of a listing, and names in one request to delete: what S3 allows.
const BATCH: usize = 1000;

/// Files over this size go to S3 in parts of this size.
const PART_BYTES: u64 = 16 << 20;

/// The folder of all runs.
pub const RUNS: &str = "runs/";
