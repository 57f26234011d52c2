//! The invoice: what all of dizzy speaks.
//!
//! [`Invoice`] is the semantic model of EN 16931 in our types; every value is a [`Field`] with its [`Evidence`] and how
//! sure it is. Money is an [`Amount`], exact. [`identifier`] knows check digits, [`names`] how firms are compared,
//! [`fold`] the form in which texts are.
#![deny(clippy::float_arithmetic)]

mod amount;
pub mod codes;
pub mod countries;
mod facts;
mod field;
pub mod fold;
mod geometry;
pub mod identifier;
mod lang;
mod language;
mod model;
pub mod names;
mod ours;
mod proof;
mod rule;
pub mod vat_rates;

pub use amount::Amount;
pub use facts::table;
pub use field::{Confidence, Evidence, Field, Method};
pub use geometry::BBox;
pub use lang::{Both, Lang};
pub use language::Language;
pub use model::{
    Address, AllowanceCharge, DocumentType, Identifier, Invoice, Line, Party, PaymentMeans, Period,
    Totals, VatBreakdown, VatCategory,
};
pub use ours::{LEAST_OWN, Ours};
pub use proof::{Derivation, Proof, Source};
pub use rule::{RuleInfo, Severity};
