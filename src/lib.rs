//! The program `dizzy`: a folder of invoices becomes booking proposals (boekingsvoorstellen).
//!
//! The house has a crate for each floor, from the bottom up: [`invoice`], [`einvoice`], [`reading`], [`extract`],
//! [`booking`], [`dispatch`], [`office`], [`burst`]. On top of them is the program: `cli` talks to the person,
//! [`config`] puts the layers of settings together, `words` says it in Dutch or English.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
mod words;
