//! What the ledger knows, for `dizzy status`.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::RunId;
use super::files::sha_at;
use super::handed_over::lesson_of;
use crate::Result;
use booking::{Proposal, Verdict};
use reading::Cause;
use reading::source::Sha256;

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
    /// Those that were ready by themselves and that a person has seen since or that were handed over.
    pub ready: u64,
    /// So many of these were never corrected.
    pub ready_right: u64,
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
        let (ready, ready_right) = self.came_true()?;
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
                ready,
                ready_right,
            },
        })
    }

    /// Notes which of these proposals are ready by themselves. What a person said something of, or what was handed over,
    /// stays what it was then.
    pub(crate) fn note_ready(&mut self, sha256: Sha256, proposals: &[Proposal]) -> Result<()> {
        for one in proposals.iter().filter(|one| one.reviewed.is_none()) {
            let page = one.source.pages.map_or(0, |(first, _)| first);
            let sql = match one.verdict {
                Verdict::Ready => "INSERT OR IGNORE INTO called_ready VALUES (?1, ?2, ?3)",
                _ => "DELETE FROM called_ready WHERE sha256 = ?1 AND administration = ?2 AND first_page = ?3
                    AND NOT EXISTS (SELECT 1 FROM handed_over AS h WHERE h.sha256 = ?1
                        AND h.administration = ?2 AND h.first_page = ?3)",
            };
            let folder = one.by_folder().unwrap_or_default();
            self.write(sql, params![sha256.0, folder, page])?;
        }
        Ok(())
    }

    /// How many of what was ready by itself a person has seen or was handed over, and how many of those were never corrected:
    /// at the page, by a list of corrections, or as what is no invoice to be booked.
    fn came_true(&self) -> Result<(u64, u64)> {
        let said = |what: &str| {
            format!(
                "EXISTS (SELECT 1 FROM correction AS o WHERE o.sha256 = c.sha256 AND o.first_page = c.first_page
                    AND o.administration IN (c.administration, '') AND {what})"
            )
        };
        let accepted = said("o.field = 'accepted' AND o.value = 'yes'");
        let corrected = said(
            "o.field NOT IN ('accepted', 'layout') AND NOT (o.field = 'duplicate' AND o.value = 'no')",
        );
        let sql = format!(
            "SELECT sha256, first_page, {accepted}, {corrected}, EXISTS (SELECT 1 FROM handed_over AS h
                WHERE h.sha256 = c.sha256 AND h.administration = c.administration AND h.first_page = c.first_page)
             FROM called_ready AS c"
        );
        let flag = |row: &Row<'_>, at| row.get::<_, bool>(at);
        let all: Vec<(Sha256, u32, [bool; 3])> = self.some(&sql, [], |row| {
            let flags = [flag(row, 2)?, flag(row, 3)?, flag(row, 4)?];
            Ok(sha_at(row, 0)?.zip(row.get(1).ok()).map(|(sha256, page)| (sha256, page, flags)))
        })?;
        if all.is_empty() {
            return Ok((0, 0));
        }
        let sql = "SELECT mark FROM learned_booking";
        let lessons: Vec<i64> = self.all(sql, [], |row| row.get(0))?;
        let lessons: HashSet<i64> = lessons.into_iter().collect();
        let (mut seen, mut right) = (0, 0);
        for (sha256, page, [is_accepted, is_corrected, is_handed_over]) in all {
            // what is learned of an acceptance corrects nothing
            let is_wrong =
                is_corrected || (!is_accepted && lessons.contains(&lesson_of(sha256, page).0));
            if is_accepted || is_wrong || is_handed_over {
                seen += 1;
                right += u64::from(!is_wrong);
            }
        }
        Ok((seen, right))
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
