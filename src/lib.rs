//! dizzy turns a folder of invoices into booking proposals (boekingsvoorstellen).
//!
//! The map of the house, in the order data flows: [`source`] finds documents, [`dispatch`] decides what is read next,
//! [`reader`] reads them in child processes with [`document`], [`ocr`] and [`einvoice`] into a
//! [`document::Reading`], [`pipeline`] turns a Reading into [`booking::Proposal`]s through [`split`] and [`extract`],
//! [`ledger`] keeps them, [`correct`] is what a person says of them, [`export`] writes them. [`batch`] runs all that; `cli` talks to the person. When one machine is
//! not enough, [`burst`] cuts the work into [`shard`]s that meet their workers in a [`store`], and asks a [`fleet`] for
//! machines.
//! [`invoice`] and [`text`] are the types that all of them share, [`config`] holds the settings, and [`words`] says it
//! in Dutch or English, on the screen and in the files alike.

#[cfg(feature = "aws")]
pub mod aws;
pub mod batch;
pub mod booking;
pub mod burst;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod correct;
pub mod dispatch;
pub mod document;
pub mod einvoice;
pub mod error;
pub mod export;
pub mod extract;
pub mod fleet;
pub mod invoice;
pub mod learn;
pub mod ledger;
pub mod ocr;
pub mod pipeline;
pub mod reader;
pub mod report;
pub mod shard;
pub mod source;
pub mod split;
pub mod store;
pub mod text;
pub mod words;

pub use error::{Cause, Error, Result};
