//! Where the machines of a burst meet: named objects in an S3 bucket, or in a folder that all of them can reach.
//!
//! [`ObjectStore`] is the seam. Behind it: a bucket (feature `aws`), a folder, memory, and a failing twin for tests.
//! [`Retrying`] makes any of them patient and turns lost answers into certain ones. All that burst needs of a store
//! beyond reading and writing are conditional writes: create only what is not there, replace only what was read.

mod error;
mod object;
mod seal;

pub use error::StoreError;
pub use object::{Condition, ETag, Entry, Listing, Object, ObjectStore, Put, StoreTime};
pub use seal::{seal, unseal};
