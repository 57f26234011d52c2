//! Documents that wait for OCR somewhere else, and what came back.

use std::path::PathBuf;

use rusqlite::{Row, params};

use crate::Result;
use reading::Cause;
use reading::document::MediaKind;
use reading::source::Sha256;

use super::Ledger;
use super::blob::{pack, unpack};
use super::files::{key_of, path_of, sha_at};
use super::record::Fingerprint;

/// A document that has pages to recognise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its identity.
    pub sha256: Sha256,
    /// What its bytes are.
    pub kind: MediaKind,
    /// How many bytes it has.
    pub len: u64,
    /// A file with its bytes.
    pub bytes: PathBuf,
    /// The file it is or is in, as the person wrote it.
    pub path: PathBuf,
    /// The same from the root of the file system.
    pub absolute: PathBuf,
    /// The pages, growing.
    pub pages: Vec<u32>,
}

impl Ledger {
    /// Puts a document on the list of those that wait; replaces what the list said of it before.
    pub(crate) fn put_waiting(&mut self, waiting: &Waiting, reading: &[u8; 16]) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO waiting (sha256, reading, kind, len, bytes, path, absolute, pages)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                waiting.sha256.0,
                reading,
                pack(&waiting.kind),
                waiting.len.cast_signed(),
                key_of(&waiting.bytes),
                key_of(&waiting.path),
                key_of(&waiting.absolute),
                pack(&waiting.pages),
            ],
        )
    }

    /// Everything that waits to be read in this way, those with the fewest pages first.
    pub fn waiting(&self, reading: &[u8; 16]) -> Result<Vec<Waiting>> {
        let rows: Vec<Option<Waiting>> = self.all(
            "SELECT sha256, kind, len, bytes, path, absolute, pages FROM waiting
                 WHERE reading = ?1 ORDER BY sha256",
            [reading],
            waiting_row,
        )?;
        let mut waiting: Vec<Waiting> = rows.into_iter().flatten().collect();
        waiting.sort_by_key(|document| (document.pages.len(), document.sha256));
        Ok(waiting)
    }

    /// Files with the bytes of documents that wait.
    pub(crate) fn spooled_files(&self) -> Result<Vec<PathBuf>> {
        self.all("SELECT bytes FROM waiting WHERE bytes <> absolute", [], |row| {
            Ok(path_of(row.get(0)?))
        })
    }

    /// Takes documents off the list that were put on it and are not waited for any more.
    pub fn forget_waiting(&mut self) -> Result<()> {
        self.write("DELETE FROM waiting", [])
    }

    /// Notes that a burst worker could not read a document; the first failing page counts.
    pub fn put_page_failure(
        &mut self,
        sha256: Sha256,
        fingerprint: &Fingerprint,
        page: u32,
        cause: &Cause,
    ) -> Result<()> {
        self.write(
            "INSERT INTO page_failure (sha256, reading, limits, number, cause) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (sha256) DO UPDATE SET reading = ?2, limits = ?3, number = ?4, cause = ?5
             WHERE number >= ?4 OR reading <> ?2 OR limits <> ?3",
            params![
                sha256.0,
                fingerprint.reading,
                fingerprint.limits,
                page,
                pack(cause)
            ],
        )
    }

    /// Why a burst worker could not read a document with these readers and limits.
    pub fn page_failure(&self, sha256: Sha256, fingerprint: &Fingerprint) -> Result<Option<Cause>> {
        let cause: Option<Vec<u8>> = self.first(
            "SELECT cause FROM page_failure WHERE sha256 = ?1 AND reading = ?2 AND limits = ?3",
            params![sha256.0, fingerprint.reading, fingerprint.limits],
            |row| row.get(0),
        )?;
        Ok(cause.and_then(|bytes| unpack(&bytes)).filter(|cause: &Cause| !cause.is_passing()))
    }

    /// Forgets that a burst worker could not read a document: it is tried again.
    pub(crate) fn forget_page_failure(&mut self, sha256: Sha256) -> Result<()> {
        self.write("DELETE FROM page_failure WHERE sha256 = ?1", [sha256.0])
    }
}

fn waiting_row(row: &Row<'_>) -> rusqlite::Result<Option<Waiting>> {
    let (kind, pages): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(6)?);
    let (len, bytes) = (row.get::<_, i64>(2)?, row.get(3)?);
    let (path, absolute) = (row.get(4)?, row.get(5)?);
    let parts = sha_at(row, 0)?.zip(unpack(&kind)).zip(unpack(&pages));
    Ok(parts.map(|((sha256, kind), pages)| Waiting {
        sha256,
        kind,
        len: len.cast_unsigned(),
        bytes: path_of(bytes),
        path: path_of(path),
        absolute: path_of(absolute),
        pages,
    }))
}
