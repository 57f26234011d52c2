//! The page that a person looks at: one file with everything in it, for any browser, without a network.
//!
//! [`write_page`] writes it as a stream, one proposal at a time. The proposals stand in the page as JSON, scripts and
//! styles are named by their digests in its Content-Security-Policy, and nothing else may run or be asked for. Text of
//! documents reaches the page as text nodes only.

mod data;
mod page;
#[cfg(test)]
pub(crate) use page::SCRIPTS;
mod summary;

pub(crate) use data::of_record as proposal_json;
pub(crate) use data::{FailedDocument, RunFacts, RunPages, SkippedKind, TimePart};
pub(crate) use data::{Mode, Picture, Report};
pub(crate) use page::write_page;
