//! Results as files: proposals as JSON Lines, CSV and UBL, entries for bookkeeping packages, hledger and beancount, failures
//! and skipped files as CSV. [`Format`] has them all, [`PACKAGES`] the packages.
//!
//! Writers take an iterator of records and any [`std::io::Write`], and hold one record at a time. The same records give
//! the same bytes. [`write_atomically`] puts a whole file in place or none.

mod atomic;
mod csv;
pub(crate) mod evidence;
mod format;
mod journal;
mod json;
mod left_out;
mod left_out_text;
pub mod packages;
mod plain;
mod record;
pub(crate) mod ubl;

use std::borrow::Borrow;
use std::io::{self, Write};

pub use atomic::write_atomically;
pub(crate) use csv::{Failed, Skipped, write_failed_csv, write_proposals_csv, write_skipped_csv};
#[doc(hidden)]
pub use evidence::each as each_evidence;
pub use format::Format;
pub(crate) use journal::write_journal_csv;
pub use left_out::LeftOut;
pub(crate) use left_out::Place;
pub use left_out_text::left_out_text;
pub use packages::{PACKAGES, Package};
pub(crate) use plain::{write_beancount, write_hledger};
pub use record::{ProposalRecord, SourceInfo};

/// The JSON Schema (draft 2020-12) of one line of `proposals.jsonl`.
pub const PROPOSAL_SCHEMA: &str = include_str!("../../../schema/proposal-1.schema.json");

/// Writes `proposals.jsonl`: one JSON object per line.
///
/// # Errors
/// What `records` or `out` report.
pub fn write_proposals_jsonl<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, record?.borrow())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
