//! The invoice: the semantic model of EN 16931 in our types, every value with its evidence.
#![deny(clippy::float_arithmetic)]

mod amount;
mod field;
pub mod fold;
mod geometry;
pub mod identifier;
mod lang;
mod language;
mod model;
pub mod names;
mod proof;
mod rule;

pub use amount::Amount;
pub use field::{Confidence, Evidence, Field, Method};
pub use geometry::BBox;
pub use lang::Lang;
pub use language::Language;
pub use model::{
    Address, AllowanceCharge, DocumentType, Identifier, Invoice, Line, Party, PaymentMeans, Period,
    Totals, VatBreakdown, VatCategory,
};
pub use proof::{Derivation, Proof, Source};
pub use rule::{RuleInfo, Severity};
