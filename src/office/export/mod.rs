//! Results as files: proposals as JSON Lines and CSV, failures and skipped files as CSV.
//!
//! Writers take an iterator of records and any [`std::io::Write`], and hold one record at a time. The same records give
//! the same bytes. [`write_atomically`] puts a whole file in place or none.
//!
//! ```
//! use dizzy::export::{self, Failed};
//! let failed = Failed { path: "a.pdf".into(), cause: "the file is empty".into(), hint: "Ask for it again.".into() };
//! let mut out = Vec::new();
//! export::write_failed_csv(&mut out, [Ok(failed)]).unwrap();
//! assert!(String::from_utf8(out).unwrap().ends_with("a.pdf;the file is empty;Ask for it again.\r\n"));
//! ```

mod atomic;
mod csv;
pub(crate) mod evidence;
mod journal;
mod json;
mod left_out;
mod left_out_text;
pub mod packages;
mod plain;
mod record;
pub mod ubl;

use std::borrow::Borrow;
use std::io::{self, Write};

use crate::settings::ExportFormat;

pub use atomic::write_atomically;
pub use csv::{Failed, Skipped, write_failed_csv, write_proposals_csv, write_skipped_csv};
#[doc(hidden)]
pub use evidence::each as each_evidence;
pub use journal::write_journal_csv;
pub use left_out::{LeftOut, Place};
pub use left_out_text::left_out_text;
pub use packages::Package;
pub use plain::{write_beancount, write_hledger};
pub use record::{ProposalRecord, SourceInfo};

/// The JSON Schema (draft 2020-12) of one line of `proposals.jsonl`.
pub const PROPOSAL_SCHEMA: &str = include_str!("../../../schema/proposal-1.schema.json");

/// The files that are made of a run's results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object per proposal and line.
    ProposalsJsonl,
    /// One row per proposal, for a spreadsheet.
    ProposalsCsv,
    /// One row per line of a journal entry.
    JournalCsv,
    /// One row per document that failed.
    FailedCsv,
    /// One row per file that is no invoice document.
    SkippedCsv,
    /// A UBL invoice for each proposal, with the original inside and beside it, and a list of them.
    Ubl,
    /// The page that a person looks at.
    Report,
    /// The entries for hledger.
    Hledger,
    /// The entries for beancount.
    Beancount,
    /// The entries for a bookkeeping package: a file for each administration, and a list of what is in them.
    Package(Package),
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::ProposalsJsonl,
        Self::ProposalsCsv,
        Self::JournalCsv,
        Self::FailedCsv,
        Self::SkippedCsv,
        Self::Ubl,
        Self::Report,
        Self::Hledger,
        Self::Beancount,
        Self::Package(Package::Xaf),
        Self::Package(Package::Exact),
        Self::Package(Package::Twinfield),
        Self::Package(Package::Snelstart),
        Self::Package(Package::Afas),
        Self::Package(Package::Yuki),
    ];

    /// Whether it is among those that a person chose; what failed and what was left out is always told.
    pub fn is_chosen(self, formats: &[ExportFormat]) -> bool {
        match self {
            Self::ProposalsJsonl => formats.contains(&ExportFormat::Jsonl),
            Self::ProposalsCsv => formats.contains(&ExportFormat::Csv),
            Self::JournalCsv => formats.contains(&ExportFormat::Journal),
            Self::Ubl => formats.contains(&ExportFormat::Ubl),
            Self::Report => formats.contains(&ExportFormat::Report),
            Self::Hledger => formats.contains(&ExportFormat::Hledger),
            Self::Beancount => formats.contains(&ExportFormat::Beancount),
            Self::Package(package) => formats.contains(&ExportFormat::of(package)),
            Self::FailedCsv | Self::SkippedCsv => true,
        }
    }

    /// The file's name in the output folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::ProposalsJsonl => "proposals.jsonl",
            Self::ProposalsCsv => "proposals.csv",
            Self::JournalCsv => "journal.csv",
            Self::FailedCsv => "failed.csv",
            Self::SkippedCsv => "skipped.csv",
            Self::Ubl => "ubl/index.csv",
            Self::Report => "report.html",
            Self::Hledger => "journal.hledger",
            Self::Beancount => "journal.beancount",
            Self::Package(package) => package.index(),
        }
    }
}

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
