//! What the ledger knows, for `dizzy status`.

use std::path::Path;

use jiff::Timestamp;

use super::RunId;
use crate::Result;
use reading::Cause;

use super::{BurstRecord, CorrectedLater, Ledger, ShardCount};

/// What the ledger of a state folder knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// Documents with an outcome.
    pub documents: u64,
    /// Proposals that are ready.
    pub ready: u64,
    /// Proposals that want a look.
    pub review: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Documents that were seen and have no outcome yet (an interrupted run).
    pub waiting: u64,
    /// Files that are no invoice documents.
    pub skipped: u64,
    /// Pages.
    pub pages: u64,
    /// Pages read by OCR.
    pub ocr_pages: u64,
    /// Pages per second of the last run that read some.
    pub pages_per_second: Option<f64>,
    /// The latest runs, newest first.
    pub runs: Vec<RunInfo>,
    /// Path and cause of everything that failed.
    pub failures: Vec<(String, Cause)>,
    /// What was corrected after it was handed over to a bookkeeping package.
    pub corrected_later: Vec<CorrectedLater>,
    /// What the proposals came to.
    pub came_to: CameTo,
}

/// What persons made of proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CameTo {
    /// Accepted as they were proposed.
    pub unchanged: u64,
    /// Accepted after something was corrected.
    pub corrected: u64,
    /// Handed over to a package.
    pub handed_over: u64,
}

/// An earlier run: when it was, what it read and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub struct RunInfo {
    /// Begin.
    pub started: Timestamp,
    /// End; `None` when it goes on or was killed.
    pub ended: Option<Timestamp>,
    /// Documents it read.
    pub documents: u64,
    /// Documents that failed in it.
    pub failed: u64,
    /// Pages it read.
    pub pages: u64,
}

/// The bursts of which something may be left, oldest first, with their shards; none when there is no ledger.
pub fn open_bursts(state_dir: &Path) -> Result<Vec<(BurstRecord, ShardCount)>> {
    if !state_dir.join("ledger.sqlite").exists() {
        return Ok(Vec::new());
    }
    let ledger = Ledger::open_to_look(state_dir)?;
    let bursts = ledger.bursts()?.into_iter();
    bursts.map(|burst| Ok((burst.clone(), ledger.shard_count(&burst.run)?))).collect()
}

/// Forgets a burst of which nothing is left anywhere.
pub fn forget_burst(state_dir: &Path, run: &RunId) -> Result<()> {
    Ledger::open(state_dir)?.forget_burst(run)
}

/// Proposals that a person accepted, and what else they said of one.
const ACCEPTED: &str =
    "SELECT count(*) FROM correction AS c WHERE field = 'accepted' AND value = 'yes'";
const CORRECTED: &str = "SELECT 1 FROM correction AS o WHERE o.sha256 = c.sha256
    AND o.administration = c.administration AND o.first_page = c.first_page
    AND o.field NOT IN ('accepted', 'duplicate', 'layout')";

impl Ledger {
    /// What the ledger knows; what was altered from outside has failed.
    pub fn status(&self) -> Result<Status> {
        let number = |sql: &str| -> Result<u64> {
            self.one(sql, [], |row| row.get::<_, Option<i64>>(0))
                .map(|n| n.unwrap_or_default().cast_unsigned())
        };
        let seen = "EXISTS (SELECT 1 FROM file WHERE file.sha256 = document.sha256 AND role = 1)";
        let runs = self.runs()?;
        let failures = self.failures()?;
        Ok(Status {
            documents: number(&format!("SELECT count(*) FROM document WHERE {seen}"))?,
            ready: number(&format!("SELECT sum(ready) FROM document WHERE {seen}"))?,
            review: number(&format!("SELECT sum(review) FROM document WHERE {seen}"))?,
            failed: failures.len() as u64,
            waiting: number(
                "SELECT count(DISTINCT sha256) FROM file
                 WHERE role = 1 AND sha256 NOT IN (SELECT sha256 FROM document)",
            )?,
            skipped: number("SELECT count(*) FROM file WHERE role IN (4, 7)")?,
            pages: number(&format!("SELECT sum(pages) FROM document WHERE {seen}"))?,
            ocr_pages: number(&format!("SELECT sum(ocr_pages) FROM document WHERE {seen}"))?,
            pages_per_second: runs.iter().find(|r| r.pages > 0).and_then(|r| {
                let ms = r.ended?.as_millisecond() - r.started.as_millisecond();
                (ms > 0).then(|| r.pages as f64 * 1000.0 / ms as f64)
            }),
            runs,
            failures,
            corrected_later: self.corrected_later()?,
            came_to: CameTo {
                unchanged: number(&format!("{ACCEPTED} AND NOT EXISTS ({CORRECTED})"))?,
                corrected: number(&format!("{ACCEPTED} AND EXISTS ({CORRECTED})"))?,
                handed_over: number(
                    "SELECT count(*) FROM (SELECT DISTINCT sha256, administration, first_page FROM handed_over)",
                )?,
            },
        })
    }

    fn runs(&self) -> Result<Vec<RunInfo>> {
        self.all("SELECT started_ms, ended_ms, documents, failed, pages FROM run ORDER BY id DESC LIMIT 10", [], |row| {
                Ok(RunInfo {
                    started: timestamp(row.get(0)?),
                    ended: row.get::<_, Option<i64>>(1)?.map(timestamp),
                    documents: row.get::<_, i64>(2)?.cast_unsigned(),
                    failed: row.get::<_, i64>(3)?.cast_unsigned(),
                    pages: row.get::<_, i64>(4)?.cast_unsigned(),
                })
            })
    }
}

fn timestamp(unix_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
