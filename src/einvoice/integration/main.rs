//! The structured invoices of the development corpus.
#![allow(clippy::print_stderr, reason = "says which fields are wrong")]

mod check_corpus;
mod einvoice_corpus;
