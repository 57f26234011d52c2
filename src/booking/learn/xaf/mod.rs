//! XML Auditfile Financieel: 3.0 to 3.2.1 and 4.0 (`trLine`, `amnt`, `amntTp`), and CLAIR 2.00.00 (`line`,
//! `debitAmount`, `creditAmount`), in one pass and in little memory.
//!
//! The versions differ in names more than in structure, and exporters are free with namespaces, so elements are known
//! by their local names and the element around them. Sources: functional descriptions and schemas of XAF 3.2 (2014,
//! 2017), 3.2.1 (2024) and 4.0 (2025) and the CLAIR 2.00.00 manual, as published by the Belastingdienst.

mod amount;
mod purchase;
mod reader;
mod tags;
#[cfg(test)]
mod tests;

pub use reader::{Company, Header, Unbalanced, read};
