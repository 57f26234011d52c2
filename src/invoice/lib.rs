//! The invoice: the semantic model of EN 16931 in our types, every value with its evidence.
#![deny(clippy::float_arithmetic)]

mod amount;
pub mod codes;
pub mod countries;
mod facts;
mod field;
pub mod fold;
mod geometry;
pub mod identifier;
mod model;
pub mod names;
pub mod vat_rates;

pub use amount::Amount;
pub use field::{Confidence, Evidence, Field, Method};
pub use geometry::BBox;
pub use model::{
    Address, AllowanceCharge, DocumentType, Identifier, Invoice, Line, Party, PaymentMeans, Period,
    Totals, VatBreakdown, VatCategory,
};
