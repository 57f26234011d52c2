//! What a run came to.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reading::Cause;
use reading::source::SkipReason;

/// Failures and skipped files that a summary names; all of them are in the exports.
const NAMED: usize = 5;
/// So many of them may be of one container with one cause.
const LIKE: usize = 2;
/// Different reasons for skipping that are counted: a root element of XML, a stranger's word, is one.
const REASONS: usize = 50;

/// What a run came to. Counts are of this run's input, whether read now or by an earlier run.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The run was asked to stop before everything was done.
    pub interrupted: bool,
    /// Documents, copies not counted.
    pub documents: u64,
    /// Documents that earlier runs have done.
    pub done_before: u64,
    /// Documents read in this run.
    pub read: u64,
    /// Pages read in this run.
    pub pages: u64,
    /// Pages read by OCR in this run.
    pub ocr_pages: u64,
    /// Proposals that are ready.
    pub ready: u64,
    /// Proposals that want a look.
    pub review: u64,
    /// Proposals of documents read in this run that are ready.
    pub ready_now: u64,
    /// Proposals of documents read in this run that want a look.
    pub review_now: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Documents that failed in this run.
    pub failed_now: u64,
    /// Documents of the ledger, of whatever input, of which something was changed outside dizzy.
    pub altered: u64,
    /// Files that are no invoice documents.
    pub skipped: u64,
    /// Files that are still being written, or take long: the next run takes them.
    pub deferred: u64,
    /// Copies of another document, byte for byte.
    pub same_bytes: u64,
    /// Documents found and not done, when the run was interrupted.
    pub waiting: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// The first failures.
    pub first_failures: Vec<(String, Cause)>,
    /// The first skipped files.
    pub first_skipped: Vec<(String, SkipReason)>,
    /// Why files were skipped, and how many for each reason, in the order in which the reasons came up.
    pub skip_reasons: Vec<(SkipReason, u64)>,
    /// What is done and could not be moved to the archive, with what the system said.
    pub not_archived: Vec<(PathBuf, Arc<io::Error>)>,
    /// The files that were written.
    pub outputs: Vec<PathBuf>,
}

impl Summary {
    /// Takes in a pass over other documents.
    pub fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.done_before += other.done_before;
        self.skipped += other.skipped;
        self.same_bytes += other.same_bytes;
        self.waiting += other.waiting;
        self.interrupted |= other.interrupted;
        self.pages += other.pages;
        self.ocr_pages += other.ocr_pages;
        self.first_skipped.extend(other.first_skipped.iter().cloned());
        self.first_skipped.truncate(NAMED);
        self.skip_reasons.extend(other.skip_reasons.iter().cloned());
        self.add_outcomes(other);
    }

    /// Takes in a pass over documents that were counted as waiting before.
    pub fn add_again(&mut self, other: Self) {
        let settled = other.read + other.failed_now + other.deferred;
        self.waiting = self.waiting.saturating_sub(settled);
        self.interrupted |= other.interrupted;
        self.pages += other.ocr_pages;
        self.ocr_pages += other.ocr_pages;
        self.add_outcomes(other);
    }

    fn add_outcomes(&mut self, other: Self) {
        self.read += other.read;
        self.ready += other.ready;
        self.review += other.review;
        self.ready_now += other.ready_now;
        self.review_now += other.review_now;
        self.failed += other.failed;
        self.failed_now += other.failed_now;
        self.deferred += other.deferred;
        self.first_failures.extend(other.first_failures);
        self.first_failures.truncate(NAMED);
    }

    pub(super) fn count_failure(&mut self, path: &str, cause: &Cause, now: bool) {
        self.failed += 1;
        self.failed_now += u64::from(now);
        // what is wrong with most files of a container leaves room for others
        let container = |path: &str| path.split_once("!/").map(|(of, _)| of.to_owned());
        let own = container(path);
        let is_told = own.is_some()
            && self
                .first_failures
                .iter()
                .filter(|(of, why)| container(of) == own && why == cause)
                .count()
                >= LIKE;
        if self.first_failures.len() < NAMED && !is_told {
            self.first_failures.push((path.to_owned(), cause.clone()));
        }
    }

    /// Names first, of all failures in the ledger, what was changed outside dizzy.
    pub(super) fn name_altered(&mut self, mut failures: Vec<(String, Cause)>) {
        failures.retain(|(_, cause)| *cause == Cause::Altered);
        self.altered = failures.len() as u64;
        self.first_failures.retain(|(_, cause)| *cause != Cause::Altered);
        self.first_failures.splice(0..0, failures);
        self.first_failures.truncate(NAMED);
    }

    /// Some proposals that were counted as ready want a look beside all others; `now` of them were read in this run.
    pub(super) fn set_back(&mut self, all: u64, now: u64) {
        let all = all.min(self.ready);
        self.ready -= all;
        self.review += all;
        let now = now.min(self.ready_now);
        self.ready_now -= now;
        self.review_now += now;
    }

    pub(super) fn count_skipped(&mut self, path: &str, reason: &SkipReason) {
        self.skipped += 1;
        if self.first_skipped.len() < NAMED {
            self.first_skipped.push((path.to_owned(), reason.clone()));
        }
        if let Some((_, number)) = self.skip_reasons.iter_mut().find(|(of, _)| of == reason) {
            *number += 1;
        } else if self.skip_reasons.len() < REASONS {
            self.skip_reasons.push((reason.clone(), 1));
        }
    }
}
