//! What was handed over to bookkeeping packages, so that it is not handed over again.

use rusqlite::{OptionalExtension, params};

use crate::Result;
use reading::source::Sha256;

use super::Ledger;
use super::db::now_ms;

const BEGUN: i64 = 0;
const WRITTEN: i64 = 1;
const TAKEN_BACK: i64 = 2;

/// A proposal that was handed over to a package: the package's name, the document, the administration in whose folder it
/// lies or "", and its first page or 0.
pub(crate) type HandedOver = (String, Sha256, String, u32);

/// A proposal that a person corrected after it was handed over, or of which they took a correction back: what the package
/// has of it is not what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedLater {
    /// The number under which it was handed over.
    pub number: u32,
    /// The folder of that package, under that of the number.
    pub package: String,
    /// The document, as a person knows it.
    pub path: String,
    /// First page of the proposal; 0 without pages.
    pub first_page: u32,
}

impl Ledger {
    /// What was corrected after it was handed over, the latest hand-over first: what a person said then is not what he
    /// says now. Accepting a proposal changes nothing in it.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn corrected_later(&self) -> Result<Vec<CorrectedLater>> {
        self.connection
            .prepare(
                "WITH said AS (
                     SELECT sha256, administration, first_page, field, value, given_ms, NULL AS until_ms
                     FROM correction
                     UNION ALL
                     SELECT sha256, administration, first_page, field, value, given_ms, until_ms
                     FROM correction_before)
                 SELECT DISTINCT number, package, path, first_page FROM (
                     SELECT number, package, h.first_page,
                         coalesce((SELECT min(shown) FROM file WHERE file.sha256 = h.sha256
                             AND (h.administration = '' OR file.administration = h.administration)), '?') AS path
                     FROM said JOIN handed_over h ON h.sha256 = said.sha256
                             AND said.first_page IN (h.first_page, 0)
                             AND said.administration IN (h.administration, '')
                         JOIN hand_over USING (number)
                     WHERE field <> 'accepted'
                     GROUP BY package, h.sha256, h.administration, h.first_page, said.first_page, field
                     HAVING max(iif(given_ms <= begun_ms AND coalesce(until_ms > begun_ms, 1), value, NULL))
                         IS NOT max(iif(until_ms IS NULL, value, NULL))
                 ) ORDER BY number DESC, path, first_page, package",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| {
                        let index: String = row.get(1)?;
                        let package = index.split('/').next().unwrap_or_default();
                        Ok(CorrectedLater {
                            number: row.get(0)?,
                            package: package.to_owned(),
                            path: row.get(2)?,
                            first_page: row.get(3)?,
                        })
                    })?
                    .collect()
            })
            .map_err(self.wrap())
    }

    /// The number under which this proposal was handed over, if it was.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn handed_over(&self, one: &HandedOver) -> Result<Option<u32>> {
        self.connection
            .prepare_cached(
                "SELECT number FROM handed_over
                 WHERE package = ?1 AND sha256 = ?2 AND administration = ?3 AND first_page = ?4",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![one.0, one.1.0.as_slice(), one.2, one.3], |row| row.get(0))
                    .optional()
            })
            .map_err(self.wrap())
    }

    /// Notes that these proposals are handed over, before a file of them is written; gives the number.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn hand_over(&mut self, proposals: &[HandedOver]) -> Result<u32> {
        self.write(
            "INSERT INTO hand_over (number, state, begun_ms)
             SELECT coalesce(max(number), 0) + 1, ?1, ?2 FROM hand_over",
            params![BEGUN, now_ms()],
        )?;
        let number = self
            .connection
            .query_row("SELECT max(number) FROM hand_over", [], |row| row.get(0))
            .map_err(self.wrap())?;
        for (package, sha256, administration, first_page) in proposals {
            self.write(
                "INSERT INTO handed_over (package, sha256, administration, first_page, number)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![package, sha256.0.as_slice(), administration, first_page, number],
            )?;
        }
        self.commit()?;
        Ok(number)
    }

    /// The packages that something was handed over to under this number.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub(crate) fn packages_of(&self, number: u32) -> Result<Vec<String>> {
        self.connection
            .prepare("SELECT DISTINCT package FROM handed_over WHERE number = ?1")
            .and_then(|mut statement| statement.query_map([number], |row| row.get(0))?.collect())
            .map_err(self.wrap())
    }

    /// The number of which not all files were written, if there is one.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub(crate) fn unfinished_hand_over(&self) -> Result<Option<u32>> {
        self.last_hand_over(BEGUN)
    }

    /// Notes that the files of a number are all written.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub(crate) fn finish_hand_over(&mut self, number: u32) -> Result<()> {
        self.write("UPDATE hand_over SET state = ?2 WHERE number = ?1", params![number, WRITTEN])?;
        self.commit().map(drop)
    }

    /// Takes the last number back: its proposals are new again. `None` when there is none to take back.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn take_back(&mut self) -> Result<Option<u32>> {
        let written = self.last_hand_over(WRITTEN)?;
        let Some(number) = self.last_hand_over(BEGUN)?.max(written) else {
            return Ok(None);
        };
        self.write("DELETE FROM handed_over WHERE number = ?1", [number])?;
        self.write(
            "UPDATE hand_over SET state = ?2 WHERE number = ?1",
            params![number, TAKEN_BACK],
        )?;
        self.commit()?;
        Ok(Some(number))
    }

    fn last_hand_over(&self, state: i64) -> Result<Option<u32>> {
        self.connection
            .query_row("SELECT max(number) FROM hand_over WHERE state = ?1", [state], |row| {
                row.get(0)
            })
            .map_err(self.wrap())
    }
}
