//! What an office hands over, and what it has learned.
#![allow(clippy::print_stderr, reason = "says what was skipped, and figures")]

mod entries;
mod export_proposals;
mod learn;
mod packages;
mod plain_text;
mod ubl_corpus;
