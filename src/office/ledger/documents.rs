//! What became of every document: outcomes, proposals, pages that were read.

use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

use crate::Result;
use booking::duplicates::Key;
use booking::{Proposal, Verdict};
use reading::Cause;
use reading::source::Sha256;

use super::Ledger;
use super::blob::{pack, pack_large, seal, unpack, unpack_large};
use super::db::now_ms;
use super::files::sha_at;
use super::record::{DocumentRecord, Fingerprint, MadeBy, Outcome, PageCount};

const DONE: i64 = 1;
const FAILED: i64 = 2;

impl Ledger {
    /// What is known of a document.
    pub fn document(&self, sha256: Sha256) -> Result<Option<DocumentRecord>> {
        let sql = "SELECT reading, extraction, limits, companion, state, cause, ready, review, pages, ocr_pages,
                books
            FROM document WHERE sha256 = ?1";
        self.first(sql, [sha256.0], document_record).map(Option::flatten)
    }

    /// Keeps the outcome of a document; `books` are the administrations in whose folders it lies and is booked for.
    pub(crate) fn put_outcome(
        &mut self,
        sha256: Sha256,
        companion: Option<Sha256>,
        fingerprint: &Fingerprint,
        outcome: &Outcome,
        count: PageCount,
        books: &[String],
    ) -> Result<()> {
        let verdicts = |wanted| match outcome {
            Outcome::Done(proposals) => {
                proposals.iter().filter(|p| p.verdict == wanted).count() as i64
            }
            Outcome::Failed(_) => 0,
        };
        let (state, cause, proposals, keys) = match outcome {
            Outcome::Done(proposals) => {
                let keys: Vec<Option<Key>> = proposals.iter().map(Key::of).collect();
                (DONE, None, Some(pack_large(proposals)), Some(pack(&keys)))
            }
            Outcome::Failed(cause) => (FAILED, Some(pack(cause)), None, None),
        };
        let seal = seal(&[
            &sha256.0,
            companion.as_ref().map_or(&[][..], |companion| companion.0.as_slice()),
            &state.to_le_bytes(),
            cause.as_deref().unwrap_or_default(),
            proposals.as_deref().unwrap_or_default(),
            keys.as_deref().unwrap_or_default(),
        ]);
        let made_by = fingerprint.of(state == FAILED, count.ocr_pages);
        let run = self.run;
        self.write("DELETE FROM waiting WHERE sha256 = ?1", [sha256.0])?;
        self.change(
            "INSERT OR REPLACE INTO document (sha256, companion, reading, extraction, limits, state, cause, proposals,
                 ready, review, pages, ocr_pages, run, finished_ms, keys, books, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            params![
                sha256.0,
                companion.as_ref().map(|c| c.0),
                made_by.reading,
                made_by.understanding,
                made_by.limits,
                state,
                cause,
                proposals,
                verdicts(Verdict::Ready),
                verdicts(Verdict::Review),
                count.pages,
                count.ocr_pages,
                run,
                now_ms(),
                keys,
                pack(&books),
                seal
            ],
        )
    }

    /// Looks whether outcomes, corrections and rows of files are as they were written. A document or file of which one is
    /// not has failed with [`Cause::Altered`] from now on: nothing that nobody wrote is exported.
    pub(crate) fn set_altered_aside(&mut self) -> Result<()> {
        self.mark_altered()?;
        self.commit().map(drop)
    }

    /// The same for as long as nothing is committed.
    pub(crate) fn mark_altered(&mut self) -> Result<()> {
        let mut altered = self.unsealed(
            "SELECT sha256, seal, sha256, companion, state, cause, proposals, keys FROM document",
            6,
            |row| row.get::<_, Vec<u8>>(0),
        )?;
        let corrections = self.unsealed(
            "SELECT sha256, seal, sha256, first_page, field, value, place, administration FROM correction",
            5,
            |row| Ok((row.get(0)?, row.get(3)?, row.get(4)?, row.get(7)?)),
        )?;
        for (sha256, first_page, field, administration) in corrections {
            let (sha256, first_page): (Vec<u8>, i64) = (sha256, first_page);
            let (field, administration): (String, String) = (field, administration);
            self.change(
                "DELETE FROM correction
                 WHERE sha256 = ?1 AND first_page = ?2 AND field = ?3 AND administration = ?4",
                params![sha256, first_page, field, administration],
            )?;
            altered.push(sha256);
        }
        let cause = pack(&Cause::Altered);
        for sha256 in altered {
            let seal = seal(&[&sha256, &[], &FAILED.to_le_bytes(), &cause, &[], &[]]);
            self.change(
                "UPDATE document SET companion = NULL, state = ?2, cause = ?3, proposals = NULL, keys = NULL,
                     ready = 0, review = 0, seal = ?4 WHERE sha256 = ?1",
                params![sha256, FAILED, cause, seal],
            )?;
        }
        let files = self.unsealed(
            "SELECT path, seal, role, sha256, detail, administration FROM file",
            4,
            |row| row.get::<_, Vec<u8>>(0),
        )?;
        for path in files {
            self.change(
                "UPDATE file SET role = 5, sha256 = NULL, detail = ?2, seal = NULL WHERE path = ?1",
                params![path, cause],
            )?;
        }
        self.seal_older(&cause)
    }

    /// Seals outcomes of a version that did not: they count as written as they are now. One that is not to be understood
    /// has failed, and is made anew by the next run that meets the document.
    fn seal_older(&mut self, cause: &[u8]) -> Result<()> {
        let broken = |row: &Row<'_>| -> rusqlite::Result<bool> {
            let proposals = row.get::<_, Option<Vec<u8>>>(6)?.unwrap_or_default();
            Ok(row.get::<_, i64>(4)? == DONE && unpack_large::<Vec<Proposal>>(&proposals).is_none())
        };
        let seal = |row: &Row<'_>| if broken(row)? { Ok(None) } else { seal_of(row, 6).map(Some) };
        let older: Vec<(i64, Option<Vec<u8>>)> = self.all(
            "SELECT rowid, NULL, sha256, companion, state, cause, proposals, keys FROM document
             WHERE seal IS NULL",
            [],
            |row| Ok((row.get(0)?, seal(row)?)),
        )?;
        for (row, seal) in older {
            match seal {
                Some(seal) => self
                    .write("UPDATE document SET seal = ?2 WHERE rowid = ?1", params![row, seal])?,
                None => self.change(
                    "UPDATE document SET state = ?2, cause = ?3, proposals = NULL, keys = NULL, ready = 0,
                         review = 0, extraction = zeroblob(16) WHERE rowid = ?1",
                    params![row, FAILED, cause],
                )?,
            }
        }
        Ok(())
    }

    /// What `take` makes of the rows whose seal is not that of the so many values behind it.
    fn unsealed<T>(
        &self,
        sql: &str,
        values: usize,
        take: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let found = |row: &Row<'_>| {
            let is_whole = row.get_ref(1)? == ValueRef::Null || is_sealed(row, values)?;
            if is_whole { Ok(None) } else { take(row).map(Some) }
        };
        self.some(sql, [], found)
    }

    /// Documents with an outcome that something else understood, as far as they were not handed over.
    pub(crate) fn stale(&self, now: &Fingerprint) -> Result<Vec<Sha256>> {
        let sql = "SELECT sha256 FROM document
            WHERE state = ?1 AND extraction <> ?2
              AND EXISTS (SELECT 1 FROM reading WHERE reading.sha256 = document.sha256)
              AND NOT EXISTS (SELECT 1 FROM handed_over WHERE handed_over.sha256 = document.sha256)";
        self.some(sql, params![DONE, now.understanding], |row| sha_at(row, 0))
    }

    /// Notes that an outcome is what this would make of the document again.
    pub fn stands(&mut self, sha256: Sha256, fingerprint: &Fingerprint) -> Result<()> {
        self.write(
            "UPDATE document SET reading = ?2, extraction = ?3, limits = ?4 WHERE sha256 = ?1",
            params![sha256.0, fingerprint.reading, fingerprint.understanding, fingerprint.limits],
        )
    }

    /// The document whose SHA-256 begins so, when something came of it or it belongs to one of which something did.
    pub(crate) fn document_that_begins(&self, start: [u8; 8]) -> Result<Option<Sha256>> {
        let mut last = [0xff; 32];
        last[..8].copy_from_slice(&start);
        let one =
            |sql| self.first(sql, params![start, last], |row| sha_at(row, 0)).map(Option::flatten);
        let own = one(
            "SELECT sha256 FROM document WHERE sha256 BETWEEN ?1 AND ?2 AND state = 1 LIMIT 1",
        )?;
        if own.is_some() {
            return Ok(own);
        }
        one(
            "SELECT companion FROM document WHERE companion BETWEEN ?1 AND ?2 AND state = 1 LIMIT 1",
        )
    }

    /// Whether the outcome of a document is of the run that goes on.
    pub(crate) fn is_of_this_run(&self, sha256: Sha256) -> Result<bool> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM document WHERE sha256 = ?1 AND run = ?2)",
            params![sha256.0, self.run],
            |row| row.get(0),
        )
    }

    /// Every document's proposals, in the order of their first path, one document in memory at a time.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`], here or in an item.
    pub fn done(&self) -> Result<impl Iterator<Item = Result<DoneDocument>> + '_> {
        let sql =
            "SELECT min(shown) AS first, document.sha256 FROM document JOIN file USING (sha256)
            WHERE state = 1 AND role = 1 GROUP BY document.sha256 ORDER BY first, document.sha256";
        let keys: Vec<(String, Vec<u8>)> =
            self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(keys.into_iter().filter_map(|(path, sha256)| self.done_at(path, &sha256).transpose()))
    }

    /// A document that is done, under this path.
    pub(crate) fn done_at(&self, path: String, sha256: &[u8]) -> Result<Option<DoneDocument>> {
        self.one(
            "SELECT sha256, companion, proposals,
                        (SELECT min(shown) FROM file WHERE file.sha256 = document.companion)
                 FROM document WHERE sha256 = ?1",
            [sha256],
            |row| done_document(path, row),
        )
    }
}

impl Ledger {
    /// A document with its proposals; `None` when it failed or is not known.
    pub(crate) fn done_document(&self, sha256: Sha256) -> Result<Option<DoneDocument>> {
        let Some(path) = self.path_of(sha256)? else {
            return Ok(None);
        };
        self.first(
            "SELECT sha256, companion, proposals,
                        (SELECT min(shown) FROM file WHERE file.sha256 = document.companion)
                 FROM document WHERE sha256 = ?1 AND state = 1",
            [sha256.0],
            |row| done_document(path, row),
        )
        .map(Option::flatten)
    }
}

/// Path and identity of a document, and the key of each of its proposals.
pub(crate) type DocumentKeys = (String, Sha256, Vec<Option<Key>>);

impl Ledger {
    /// For every document that is done, in the order of [`Ledger::done`], its path and what tells whether its proposals
    /// are invoices that others are too.
    pub(crate) fn duplicate_keys(&self) -> Result<Vec<DocumentKeys>> {
        let sql = "SELECT min(shown) AS first, document.sha256, keys FROM document JOIN file USING (sha256)
             WHERE state = 1 AND role = 1 GROUP BY document.sha256 ORDER BY first, document.sha256";
        self.some(sql, [], |row| {
            let keys: Option<Vec<u8>> = row.get(2)?;
            let keys = keys.and_then(|bytes| unpack(&bytes)).unwrap_or_default();
            Ok(sha_at(row, 1)?.zip(row.get(0).ok()).map(|(sha256, path)| (path, sha256, keys)))
        })
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

/// Whether these values, from the third column on, are those of the seal in the second.
fn is_sealed(row: &Row<'_>, values: usize) -> rusqlite::Result<bool> {
    let sealed = row.get_ref(1)?.as_blob().unwrap_or_default();
    Ok(sealed == seal_of(row, values)?)
}

/// The seal of these values, from the third column on.
fn seal_of(row: &Row<'_>, values: usize) -> rusqlite::Result<Vec<u8>> {
    let mut numbers = Vec::new();
    let mut found = Vec::new();
    for column in 2..2 + values {
        found.push(match row.get_ref(column)? {
            ValueRef::Integer(number) => {
                numbers.push(number);
                None
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
            ValueRef::Null | ValueRef::Real(_) => Some(&[][..]),
        });
    }
    let bytes: Vec<[u8; 8]> = numbers.iter().map(|number| number.to_le_bytes()).collect();
    let mut integers = bytes.iter();
    let values: Vec<&[u8]> = found
        .into_iter()
        .map(|value| value.unwrap_or_else(|| integers.next().map_or(&[], <[u8; 8]>::as_slice)))
        .collect();
    Ok(seal(&values))
}

fn done_document(path: String, row: &Row<'_>) -> rusqlite::Result<Option<DoneDocument>> {
    let companion = row.get::<_, Option<String>>(3)?.zip(sha_at(row, 1)?);
    let proposals: Vec<u8> = row.get(2)?;
    Ok(sha_at(row, 0)?.zip(unpack_large(&proposals)).map(|(sha256, proposals)| DoneDocument {
        path,
        sha256,
        companion,
        proposals,
    }))
}

fn document_record(row: &Row<'_>) -> rusqlite::Result<Option<DocumentRecord>> {
    let digest = |column| -> rusqlite::Result<[u8; 16]> {
        Ok(row.get::<_, Vec<u8>>(column)?.try_into().unwrap_or_default())
    };
    let cause = match row.get::<_, i64>(4)? {
        DONE => None,
        _ => match unpack(&row.get::<_, Vec<u8>>(5)?) {
            Some(cause) => Some(cause),
            None => return Ok(None),
        },
    };
    Ok(Some(DocumentRecord {
        made_by: MadeBy { reading: digest(0)?, understanding: digest(1)?, limits: digest(2)? },
        companion: sha_at(row, 3)?,
        cause,
        ready: row.get::<_, i64>(6)?.cast_unsigned(),
        review: row.get::<_, i64>(7)?.cast_unsigned(),
        pages: row.get(8)?,
        ocr_pages: row.get(9)?,
        books: row
            .get::<_, Option<Vec<u8>>>(10)?
            .and_then(|bytes| unpack(&bytes))
            .unwrap_or_default(),
    }))
}
