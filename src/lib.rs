//! The program `dizzy`: a folder of invoices becomes booking proposals (boekingsvoorstellen).
//!
//! The house has a crate for each floor, from the bottom up: [`invoice`], [`einvoice`], [`reading`], [`extract`](../extract/index.html),
//! [`booking`], [`dispatch`], [`office`], [`burst`]. On top of them is the program: `cli` talks to the person,
//! [`config`] puts the layers of settings together, `words` says it in Dutch or English.
//!
//! To use dizzy as a library begin with [`office::batch::run`]; `examples/follow_run.rs` shows it. The rooms of each crate are
//! in its documentation with private items: `cargo doc --no-deps --document-private-items`.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
mod words;
