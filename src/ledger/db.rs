//! The ledger's one connection.
//!
//! Writes gather in an open transaction that [`Ledger::commit`] ends a few times a second: every document's outcome is
//! whole or absent, whenever the power goes, and 100,000 small documents do not cost 100,000 waits for the disk.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::booking::{Proposal, Verdict};
use crate::error::{Error, Result};
use crate::source::Sha256;
use crate::text::Page;

use super::blob::{pack, pack_large, unpack, unpack_large};
use super::record::{DocumentRecord, FileRecord, FileRole, Fingerprint, Outcome, PageCount, Rate};
use super::schema;

const DOCUMENT: i64 = 1;
const COMPANION: i64 = 2;
const CONTAINER: i64 = 3;
const SKIPPED: i64 = 4;
const FAILED_FILE: i64 = 5;

const DONE: i64 = 1;
const FAILED: i64 = 2;

/// The truth about every document of a state folder: one SQLite file.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    path: PathBuf,
    run: i64,
    dirty: bool,
    /// Something changed that the files in the output folder do not show; the mark in the database is gone.
    unpublished: bool,
}

impl Ledger {
    /// Opens `ledger.sqlite` in the state folder, which exists; creates or migrates it as needed.
    ///
    /// # Errors
    /// [`Error::Ledger`] or [`Error::LedgerTooNew`].
    pub fn open(state_dir: &Path) -> Result<Self> {
        let path = state_dir.join("ledger.sqlite");
        Ok(Self {
            connection: schema::open(&path)?,
            path,
            run: 0,
            dirty: false,
            unpublished: false,
        })
    }

    /// A ledger that is forgotten.
    ///
    /// # Errors
    /// [`Error::Ledger`] when there is no memory.
    pub fn in_memory() -> Result<Self> {
        let path = PathBuf::from(":memory:");
        Ok(Self {
            connection: schema::open(&path)?,
            path,
            run: 0,
            dirty: false,
            unpublished: false,
        })
    }

    pub(super) fn wrap(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let path = self.path.clone();
        move |source| Error::Ledger {
            path: path.clone(),
            source,
        }
    }

    fn write(&mut self, sql: &str, values: impl rusqlite::Params) -> Result<usize> {
        let wrap = self.wrap();
        if !self.dirty {
            self.connection
                .execute_batch("BEGIN IMMEDIATE")
                .map_err(&wrap)?;
            self.dirty = true;
        }
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(wrap)
    }

    /// Writes what the files in the output folder show.
    fn change(&mut self, sql: &str, values: impl rusqlite::Params) -> Result<usize> {
        if !self.unpublished {
            self.write("DELETE FROM published", [])?;
            self.unpublished = true;
        }
        self.write(sql, values)
    }

    /// What the files in the output folder were made with, if nothing has changed since.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn published(&self) -> Result<Option<String>> {
        self.connection
            .query_row("SELECT mark FROM published", [], |row| row.get(0))
            .optional()
            .map_err(self.wrap())
    }

    /// Notes what the files in the output folder were made with.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn set_published(&mut self, mark: &str) -> Result<()> {
        self.write("DELETE FROM published", [])?;
        self.write("INSERT INTO published (mark) VALUES (?1)", [mark])?;
        self.unpublished = false;
        self.commit().map(drop)
    }

    /// Makes everything written so far permanent. True when there was something.
    ///
    /// # Errors
    /// [`Error::Ledger`]: nothing since the last commit is kept (a full disk, for instance).
    pub fn commit(&mut self) -> Result<bool> {
        if !self.dirty {
            return Ok(false);
        }
        self.dirty = false;
        let wrap = self.wrap();
        if let Err(error) = self.connection.execute_batch("COMMIT") {
            let _ = self.connection.execute_batch("ROLLBACK"); // already rolled back after some errors
            return Err(wrap(error));
        }
        Ok(true)
    }

    /// Notes the begin of a run; outcomes from here on belong to it.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn begin_run(&mut self) -> Result<()> {
        self.write(
            "INSERT INTO run (version, started_ms) VALUES (?1, ?2)",
            params![env!("CARGO_PKG_VERSION"), now_ms()],
        )?;
        self.run = self.connection.last_insert_rowid();
        self.commit().map(drop)
    }

    /// Notes the end of the run.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn end_run(&mut self, documents: u64, failed: u64, count: (u64, u64)) -> Result<()> {
        let run = self.run;
        self.write(
            "UPDATE run SET ended_ms = ?2, documents = ?3, failed = ?4, pages = ?5, ocr_pages = ?6 WHERE id = ?1",
            params![
                run,
                now_ms(),
                documents.cast_signed(),
                failed.cast_signed(),
                count.0.cast_signed(),
                count.1.cast_signed()
            ],
        )?;
        self.commit().map(drop)
    }

    /// What is known of a path.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn file(&self, path: &[u8]) -> Result<Option<FileRecord>> {
        self.connection
            .prepare_cached(
                "SELECT shown, len, modified_ns, role, sha256, detail FROM file WHERE path = ?1",
            )
            .and_then(|mut statement| statement.query_row([path], file_record).optional())
            .map(Option::flatten)
            .map_err(self.wrap())
    }

    /// The paths and records of everything in a container.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn members(&self, container: &[u8]) -> Result<Vec<(Vec<u8>, FileRecord)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT shown, len, modified_ns, role, sha256, detail, path FROM file
                 WHERE container = ?1 ORDER BY path",
            )
            .map_err(self.wrap())?;
        let rows = statement
            .query_map([container], |row| Ok((row.get(6)?, file_record(row)?)))
            .map_err(self.wrap())?;
        let mut members = Vec::new();
        for row in rows {
            if let (path, Some(record)) = row.map_err(self.wrap())? {
                members.push((path, record));
            }
        }
        Ok(members)
    }

    /// Notes what a path is; `container` is the path of the outermost container it is in. A document that is done and
    /// whose path now holds other bytes keeps its proposals, under the same shown path.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn put_file(
        &mut self,
        path: &[u8],
        record: &FileRecord,
        container: Option<&[u8]>,
    ) -> Result<()> {
        let new = match record.role {
            FileRole::Document(sha) => sha.0.to_vec(),
            _ => Vec::new(),
        };
        self.change(
            "UPDATE OR REPLACE file SET path = CAST(path || x'00' || sha256 AS BLOB), container = NULL
             WHERE path = ?1 AND role = 1 AND sha256 <> ?2
               AND sha256 IN (SELECT sha256 FROM document WHERE state = 1)",
            params![path, new],
        )?;
        let (role, sha256, detail) = match &record.role {
            FileRole::Document(sha) => (DOCUMENT, Some(sha.0), None),
            FileRole::Companion(sha) => (COMPANION, Some(sha.0), None),
            FileRole::Container => (CONTAINER, None, None),
            FileRole::Skipped(reason) => (SKIPPED, None, Some(pack(reason))),
            FileRole::Failed(cause) => (FAILED_FILE, None, Some(pack(cause))),
        };
        self.change(
            "INSERT OR REPLACE INTO file (path, shown, len, modified_ns, role, sha256, detail, container)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                path,
                record.shown,
                record.len.cast_signed(),
                record.modified_ns,
                role,
                sha256.as_ref().map(<[u8; 32]>::as_slice),
                detail,
                container
            ],
        )
        .map(drop)
    }

    /// Forgets what was in a container, before it is opened anew; proposals that were made from it stay.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn forget_members(&mut self, container: &[u8]) -> Result<()> {
        self.change(
            "DELETE FROM file WHERE container = ?1
             AND NOT (role = 1 AND sha256 IN (SELECT sha256 FROM document WHERE state = 1))",
            [container],
        )
        .map(drop)
    }

    /// Notes that a file was moved, with everything in it when it is a container.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn move_file(
        &mut self,
        from: &[u8],
        to: &[u8],
        from_shown: &str,
        to_shown: &str,
    ) -> Result<()> {
        self.change(
            "UPDATE OR REPLACE file SET path = CAST(?2 || substr(path, length(?1) + 1) AS BLOB),
                 container = CASE WHEN container = ?1 THEN ?2 ELSE container END,
                 shown = ?4 || substr(shown, length(?3) + 1)
             WHERE path = ?1 OR container = ?1",
            params![from, to, from_shown, to_shown],
        )
        .map(drop)
    }

    /// What is known of a document.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn document(&self, sha256: Sha256) -> Result<Option<DocumentRecord>> {
        self.connection
            .prepare_cached(
                "SELECT reading, extraction, limits, companion, state, cause, ready, review, pages, ocr_pages
                 FROM document WHERE sha256 = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([sha256.0.as_slice()], document_record)
                    .optional()
            })
            .map(Option::flatten)
            .map_err(self.wrap())
    }

    /// One path of a document, the first in order.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn path_of(&self, sha256: Sha256) -> Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT min(shown) FROM file WHERE sha256 = ?1")
            .and_then(|mut statement| statement.query_row([sha256.0.as_slice()], |row| row.get(0)))
            .map_err(self.wrap())
    }

    /// Keeps the outcome of a document.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn put_outcome(
        &mut self,
        sha256: Sha256,
        companion: Option<Sha256>,
        fingerprint: &Fingerprint,
        outcome: &Outcome,
        count: PageCount,
    ) -> Result<()> {
        let verdicts = |wanted| match outcome {
            Outcome::Done(proposals) => {
                proposals.iter().filter(|p| p.verdict == wanted).count() as i64
            }
            Outcome::Failed(_) => 0,
        };
        let (state, cause, proposals) = match outcome {
            Outcome::Done(proposals) => (DONE, None, Some(pack_large(proposals))),
            Outcome::Failed(cause) => (FAILED, Some(pack(cause)), None),
        };
        let run = self.run;
        self.change(
            "INSERT OR REPLACE INTO document (sha256, companion, reading, extraction, limits, state, cause, proposals,
                 ready, review, pages, ocr_pages, run, finished_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                sha256.0.as_slice(),
                companion.as_ref().map(|c| c.0.as_slice()),
                fingerprint.reading.as_slice(),
                fingerprint.extraction.as_slice(),
                fingerprint.limits.as_slice(),
                state,
                cause,
                proposals,
                verdicts(Verdict::Ready),
                verdicts(Verdict::Review),
                count.pages,
                count.ocr_pages,
                run,
                now_ms()
            ],
        )
        .map(drop)
    }

    /// Keeps pages of a document that were read.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn put_pages(&mut self, sha256: Sha256, reading: &[u8; 16], pages: &[Page]) -> Result<()> {
        for page in pages {
            self.write(
                "INSERT OR REPLACE INTO page (sha256, reading, number, words) VALUES (?1, ?2, ?3, ?4)",
                params![
                    sha256.0.as_slice(),
                    reading.as_slice(),
                    page.number,
                    pack_large(page)
                ],
            )?;
        }
        Ok(())
    }

    /// Numbers of the pages that are kept of a document.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn page_numbers(&self, sha256: Sha256, reading: &[u8; 16]) -> Result<Vec<u32>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT number FROM page WHERE sha256 = ?1 AND reading = ?2 ORDER BY number",
            )
            .map_err(self.wrap())?;
        statement
            .query_map(params![sha256.0.as_slice(), reading.as_slice()], |row| {
                row.get(0)
            })
            .and_then(Iterator::collect)
            .map_err(self.wrap())
    }

    /// The pages that are kept of a document, in order; a page another version wrote is left out.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn pages(&self, sha256: Sha256, reading: &[u8; 16]) -> Result<Vec<Page>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT words FROM page WHERE sha256 = ?1 AND reading = ?2 ORDER BY number",
            )
            .map_err(self.wrap())?;
        let rows = statement
            .query_map(params![sha256.0.as_slice(), reading.as_slice()], |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .map_err(self.wrap())?;
        let mut pages = Vec::new();
        for row in rows {
            pages.extend(unpack_large::<Page>(&row.map_err(self.wrap())?));
        }
        Ok(pages)
    }

    /// Forgets pages of a document that other readers read.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn forget_old_pages(&mut self, sha256: Sha256, reading: &[u8; 16]) -> Result<()> {
        self.write(
            "DELETE FROM page WHERE sha256 = ?1 AND reading <> ?2",
            params![sha256.0.as_slice(), reading.as_slice()],
        )
        .map(drop)
    }

    /// What work of this kind costs here, if a run has learned it.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn rate(&self, what: &str) -> Result<Option<Rate>> {
        self.connection
            .query_row(
                "SELECT ms, weight FROM rate WHERE what = ?1",
                [what],
                |row| {
                    Ok(Rate {
                        ms: row.get(0)?,
                        weight: row.get(1)?,
                    })
                },
            )
            .optional()
            .map_err(self.wrap())
    }

    /// Keeps what was learned.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn put_rate(&mut self, what: &str, rate: Rate) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO rate (what, ms, weight) VALUES (?1, ?2, ?3)",
            params![what, rate.ms, rate.weight],
        )
        .map(drop)
    }

    /// Every document's proposals, in the order of their first path, one document in memory at a time.
    ///
    /// # Errors
    /// [`Error::Ledger`], here or in an item.
    pub fn done(&self) -> Result<impl Iterator<Item = Result<DoneDocument>> + '_> {
        let mut keys = self
            .connection
            .prepare(
                "SELECT min(shown) AS first, document.sha256 FROM document JOIN file USING (sha256)
                 WHERE state = 1 AND role = 1 GROUP BY document.sha256 ORDER BY first, document.sha256",
            )
            .map_err(self.wrap())?;
        let keys: Vec<(String, Vec<u8>)> = keys
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(self.wrap())?;
        Ok(keys.into_iter().filter_map(|(path, sha256)| {
            self.connection
                .prepare_cached(
                    "SELECT sha256, companion, proposals,
                            (SELECT min(shown) FROM file WHERE file.sha256 = document.companion)
                     FROM document WHERE sha256 = ?1",
                )
                .and_then(|mut statement| {
                    statement.query_row([sha256], |row| done_document(path, row))
                })
                .map_err(self.wrap())
                .transpose()
        }))
    }

    /// Path and cause of everything that failed, in the order of the paths.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn failures(&self) -> Result<Vec<(String, crate::error::Cause)>> {
        self.listing(
            "SELECT shown, cause FROM file JOIN document USING (sha256) WHERE state = 2 AND role = 1
             UNION ALL SELECT shown, detail FROM file WHERE role = 5 ORDER BY 1",
        )
    }

    /// Path and reason of everything that was left out, in the order of the paths.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn skipped(&self) -> Result<Vec<(String, crate::source::SkipReason)>> {
        self.listing("SELECT shown, detail FROM file WHERE role = 4 ORDER BY 1")
    }

    /// Pairs of paths with the same bytes: the copy, and the first path, which has the proposal.
    ///
    /// # Errors
    /// [`Error::Ledger`].
    pub fn copies(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self
            .connection
            .prepare(
                "SELECT shown, (SELECT min(shown) FROM file AS f WHERE f.sha256 = file.sha256 AND f.role = 1) AS first
                 FROM file WHERE role = 1 AND shown <> first ORDER BY 1",
            )
            .map_err(self.wrap())?;
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(self.wrap())
    }

    fn listing<T: serde::de::DeserializeOwned>(&self, sql: &str) -> Result<Vec<(String, T)>> {
        let mut statement = self.connection.prepare(sql).map_err(self.wrap())?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
            .map_err(self.wrap())?;
        let mut list = Vec::new();
        for row in rows {
            let (path, detail) = row.map_err(self.wrap())?;
            if let Some(detail) = unpack(&detail) {
                list.push((path, detail));
            }
        }
        Ok(list)
    }
}

/// A document with its proposals, as [`Ledger::done`] gives it.
#[derive(Debug)]
pub struct DoneDocument {
    /// The first of its paths.
    pub path: String,
    /// Its identity.
    pub sha256: Sha256,
    /// Path and identity of the page that belongs to an XML invoice.
    pub companion: Option<(String, Sha256)>,
    /// Its proposals.
    pub proposals: Vec<Proposal>,
}

fn done_document(path: String, row: &Row<'_>) -> rusqlite::Result<Option<DoneDocument>> {
    let companion = row.get::<_, Option<String>>(3)?.zip(sha_at(row, 1)?);
    let proposals: Vec<u8> = row.get(2)?;
    Ok(sha_at(row, 0)?
        .zip(unpack_large(&proposals))
        .map(|(sha256, proposals)| DoneDocument {
            path,
            sha256,
            companion,
            proposals,
        }))
}

fn sha_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Sha256>> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    Ok(bytes.and_then(|b| b.try_into().ok()).map(Sha256))
}

/// `None` when another version wrote what this one cannot read: the file is then taken anew.
fn file_record(row: &Row<'_>) -> rusqlite::Result<Option<FileRecord>> {
    let sha256 = sha_at(row, 4)?;
    let detail: Option<Vec<u8>> = row.get(5)?;
    let detail = detail.unwrap_or_default();
    let role = match row.get::<_, i64>(3)? {
        DOCUMENT => sha256.map(FileRole::Document),
        COMPANION => sha256.map(FileRole::Companion),
        CONTAINER => Some(FileRole::Container),
        SKIPPED => unpack(&detail).map(FileRole::Skipped),
        _ => unpack(&detail).map(FileRole::Failed),
    };
    let (shown, len, modified_ns) = (row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?);
    Ok(role.map(|role| FileRecord {
        shown,
        len: len.cast_unsigned(),
        modified_ns,
        role,
    }))
}

fn document_record(row: &Row<'_>) -> rusqlite::Result<Option<DocumentRecord>> {
    let digest = |column| -> rusqlite::Result<[u8; 16]> {
        Ok(row
            .get::<_, Vec<u8>>(column)?
            .try_into()
            .unwrap_or_default())
    };
    let cause = match row.get::<_, i64>(4)? {
        DONE => None,
        _ => match unpack(&row.get::<_, Vec<u8>>(5)?) {
            Some(cause) => Some(cause),
            None => return Ok(None),
        },
    };
    Ok(Some(DocumentRecord {
        fingerprint: Fingerprint {
            reading: digest(0)?,
            extraction: digest(1)?,
            limits: digest(2)?,
        },
        companion: sha_at(row, 3)?,
        cause,
        ready: row.get::<_, i64>(6)?.cast_unsigned(),
        review: row.get::<_, i64>(7)?.cast_unsigned(),
        pages: row.get(8)?,
        ocr_pages: row.get(9)?,
    }))
}

/// Unix time, milliseconds.
pub(super) fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_millis() as i64)
}
