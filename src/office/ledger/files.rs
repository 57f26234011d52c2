//! What became of every path.

use std::path::{Path, PathBuf};

use rusqlite::{Row, params};

use crate::Result;
use reading::Cause;
use reading::source::{Sha256, SkipReason};

use super::Ledger;
use super::blob::{pack, seal, unpack};
use super::record::{FileRecord, FileRole};

const DOCUMENT: i64 = 1;
const COMPANION: i64 = 2;
const CONTAINER: i64 = 3;
const SKIPPED: i64 = 4;
const FAILED_FILE: i64 = 5;
const PROBLEM: i64 = 6;
const NO_FILE: i64 = 7;

/// What a walk could not look at; known until the next walk.
#[derive(Debug)]
pub(crate) enum Problem {
    Failed(Cause),
    Skipped(SkipReason),
}

impl Ledger {
    /// What is known of a path.
    pub fn file(&self, path: &[u8]) -> Result<Option<FileRecord>> {
        self.first("SELECT shown, len, modified_ns, role, sha256, detail, administration, looked FROM file WHERE path = ?1", [path], file_record).map(Option::flatten)
    }

    /// The paths and records of everything in a container.
    pub fn members(&self, container: &[u8]) -> Result<Vec<(Vec<u8>, FileRecord)>> {
        let sql = "SELECT shown, len, modified_ns, role, sha256, detail, administration, looked, path FROM file
             WHERE container = ?1 ORDER BY path";
        self.some(sql, [container], |row| Ok(Some(row.get(8)?).zip(file_record(row)?)))
    }

    /// Notes what a path is; `container` is the path of the outermost container it is in. A document that is done and
    /// whose path now holds other bytes keeps its proposals, under the same shown path.
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
        let sha256 = sha256.as_ref().map(<[u8; 32]>::as_slice);
        let administration = record.administration.as_deref();
        let seal = seal(&[
            &role.to_le_bytes(),
            sha256.unwrap_or_default(),
            detail.as_deref().unwrap_or_default(),
            administration.unwrap_or_default().as_bytes(),
        ]);
        self.change(
            "INSERT OR REPLACE INTO file (path, shown, len, modified_ns, role, sha256, detail, container,
                 administration, looked, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                path,
                record.shown,
                record.len.cast_signed(),
                record.modified_ns,
                role,
                sha256,
                detail,
                container,
                administration,
                record.looked,
                seal
            ],
        )
    }

    /// Notes what a walk could not look at.
    pub(crate) fn put_problem(
        &mut self,
        path: &[u8],
        shown: &str,
        problem: &Problem,
    ) -> Result<()> {
        let (role, detail) = match problem {
            Problem::Failed(cause) => (PROBLEM, pack(cause)),
            Problem::Skipped(reason) => (NO_FILE, pack(reason)),
        };
        // under a key of its own: what is known of a file that cannot be looked at just now stays
        self.change(
            "INSERT OR REPLACE INTO file (path, shown, len, modified_ns, role, detail)
             VALUES (?1, ?2, 0, 0, ?3, ?4)",
            params![[b"\0", path].concat(), shown, role, detail],
        )
    }

    /// Forgets what an earlier walk could not look at.
    pub(crate) fn forget_problems(&mut self) -> Result<()> {
        let there = "SELECT EXISTS (SELECT 1 FROM file WHERE role IN (6, 7))";
        let is_there = self.one(there, [], |row| row.get(0))?;
        if is_there {
            self.change("DELETE FROM file WHERE role IN (6, 7)", [])?;
        }
        Ok(())
    }

    /// Forgets what was in a container, before it is opened anew; proposals that were made from it stay.
    pub(crate) fn forget_members(&mut self, container: &[u8]) -> Result<()> {
        self.change(
            "DELETE FROM file WHERE container = ?1
             AND NOT (role = 1 AND sha256 IN (SELECT sha256 FROM document WHERE state = 1))",
            [container],
        )
    }

    /// Notes that a file was moved, with everything in it when it is a container.
    pub(crate) fn move_file(
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
    }

    /// One path of a document, the first in order.
    pub(crate) fn path_of(&self, sha256: Sha256) -> Result<Option<String>> {
        self.one("SELECT min(shown) FROM file WHERE sha256 = ?1", [sha256.0], |row| row.get(0))
    }

    /// The files with these bytes, without those in containers: absolute paths, in order.
    pub(crate) fn files_of(&self, sha256: Sha256) -> Result<Vec<PathBuf>> {
        self.all(
            "SELECT path FROM file WHERE sha256 = ?1 AND container IS NULL AND role IN (1, 2) ORDER BY path",
            [sha256.0],
            |row| row.get(0).map(path_of),
        )
    }

    /// The containers that have a document with these bytes: absolute paths, in order.
    pub(crate) fn containers_of(&self, sha256: Sha256) -> Result<Vec<PathBuf>> {
        self.all(
            "SELECT DISTINCT container FROM file
             WHERE sha256 = ?1 AND container IS NOT NULL AND role IN (1, 2) ORDER BY container",
            [sha256.0],
            |row| row.get(0).map(path_of),
        )
    }

    /// Path and cause of everything that failed, in the order of the paths.
    pub fn failures(&self) -> Result<Vec<(String, Cause)>> {
        self.listing(
            "SELECT shown, cause FROM file JOIN document USING (sha256) WHERE state = 2 AND role = 1
             UNION ALL SELECT shown, detail FROM file WHERE role IN (5, 6) ORDER BY 1",
        )
    }

    /// Path and reason of everything that was left out, in the order of the paths.
    pub fn skipped(&self) -> Result<Vec<(String, SkipReason)>> {
        self.listing("SELECT shown, detail FROM file WHERE role IN (4, 7) ORDER BY 1")
    }

    /// Pairs of paths with the same bytes: the copy, and the first path, which has the proposal. Of what lies in the folders
    /// of several administrations the first in each has one.
    pub fn copies(&self) -> Result<Vec<(String, String)>> {
        // each grouped once: a row that looks at all others would cost the square of the copies, or worse
        let sql = "WITH held AS (
                SELECT sha256, min(shown) AS first, count(DISTINCT administration) AS folders,
                    min(CASE WHEN administration IS NOT NULL THEN shown END) AS in_folder
                FROM file WHERE role = 1 GROUP BY sha256 HAVING count(*) > 1),
            here AS (SELECT sha256, administration, min(shown) AS first FROM file
                WHERE role = 1 AND administration IS NOT NULL GROUP BY sha256, administration)
            SELECT shown, CASE WHEN folders < 2 THEN held.first
                WHEN file.administration IS NULL THEN in_folder ELSE here.first END AS lead
            FROM file JOIN held USING (sha256)
            LEFT JOIN here ON here.sha256 = file.sha256 AND here.administration = file.administration
            WHERE role = 1 AND shown <> lead ORDER BY 1";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The administrations in whose folders a document lies.
    pub(crate) fn folders_of(&self, sha256: Sha256) -> Result<Vec<String>> {
        self.all(
            "SELECT DISTINCT administration FROM file
                 WHERE sha256 = ?1 AND role = 1 AND administration IS NOT NULL",
            [sha256.0],
            |row| row.get(0),
        )
    }

    /// The places of what lies in the folders of several administrations: identity, administration and first path there.
    pub(crate) fn places_in_folders(&self) -> Result<Vec<(Sha256, String, String)>> {
        let places: Vec<_> = self.all(
            "SELECT sha256, administration, min(shown) FROM file
                 WHERE role IN (1, 2) AND administration IS NOT NULL AND sha256 IN
                   (SELECT sha256 FROM file WHERE role IN (1, 2) AND administration IS NOT NULL
                    GROUP BY sha256 HAVING count(DISTINCT administration) > 1)
                 GROUP BY sha256, administration ORDER BY 3",
            [],
            |row| Ok((sha_at(row, 0)?, row.get(1)?, row.get(2)?)),
        )?;
        Ok(places
            .into_iter()
            .filter_map(|(sha256, name, shown)| Some((sha256?, name, shown)))
            .collect())
    }

    fn listing<T: serde::de::DeserializeOwned>(&self, sql: &str) -> Result<Vec<(String, T)>> {
        self.some(sql, [], |row| Ok(Some(row.get(0)?).zip(unpack(&row.get::<_, Vec<u8>>(1)?))))
    }
}

/// A path as the key of its row.
pub(crate) fn key_of(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// Reads back what [`key_of`] made.
pub(super) fn path_of(key: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        PathBuf::from(std::ffi::OsString::from_vec(key))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(&key).into_owned())
    }
}

/// A digest in a column, if there is one.
pub(super) fn sha_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Sha256>> {
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
        PROBLEM | NO_FILE => None,
        _ => unpack(&detail).map(FileRole::Failed),
    };
    let (shown, len, modified_ns) = (row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?);
    let administration = row.get(6)?;
    let looked: Vec<u8> = row.get::<_, Option<_>>(7)?.unwrap_or_default();
    Ok(role.map(|role| FileRecord {
        shown,
        len: len.cast_unsigned(),
        modified_ns,
        role,
        administration,
        looked: looked.try_into().unwrap_or_default(),
    }))
}
