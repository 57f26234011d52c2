//! What a person said of proposals.

use rusqlite::params;

use crate::correct::{Correction, Corrections};
use crate::error::Result;
use crate::source::Sha256;

use super::Ledger;
use super::blob::{pack, unpack};
use super::db::now_ms;

impl Ledger {
    /// Keeps a correction; one of the same field is replaced, and taken back when the value is empty.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn put_correction(&mut self, sha256: Sha256, correction: &Correction) -> Result<()> {
        let key = (
            sha256.0.as_slice(),
            correction.first_page,
            &correction.field,
        );
        if correction.value.is_empty() {
            return self
                .change(
                    "DELETE FROM correction WHERE sha256 = ?1 AND first_page = ?2 AND field = ?3",
                    key,
                )
                .map(drop);
        }
        self.change(
            "INSERT OR REPLACE INTO correction (sha256, first_page, field, value, place, given_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                key.0,
                key.1,
                key.2,
                correction.value,
                correction.place.as_ref().map(pack),
                now_ms()
            ],
        )
        .map(drop)
    }

    /// What was said of a document.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn corrections(&self, sha256: Sha256) -> Result<Corrections> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT first_page, field, value, place FROM correction WHERE sha256 = ?1
                 ORDER BY first_page, field",
            )
            .map_err(self.wrap())?;
        statement
            .query_map([sha256.0.as_slice()], |row| {
                let place: Option<Vec<u8>> = row.get(3)?;
                Ok(Correction {
                    first_page: row.get(0)?,
                    field: row.get(1)?,
                    value: row.get(2)?,
                    place: place.and_then(|bytes| unpack(&bytes)),
                })
            })
            .and_then(Iterator::collect)
            .map(Corrections)
            .map_err(self.wrap())
    }
}
