//! What a person said of proposals.

use rusqlite::params;

use crate::Result;
use booking::correct::{Correction, Corrections};
use reading::source::Sha256;

use super::Ledger;
use super::blob::{pack, seal, unpack};
use super::db::now_ms;

impl Ledger {
    /// Keeps a correction of what is booked for an administration because it lies in its folder, or of what lies in none
    /// (""); one of the same field is replaced, and taken back when the value is empty. What was said before is remembered.
    pub fn put_correction(
        &mut self,
        sha256: Sha256,
        folder: &str,
        correction: &Correction,
    ) -> Result<()> {
        let key = (sha256.0, folder, correction.first_page, &correction.field);
        let now = now_ms();
        self.change(
            "INSERT OR REPLACE INTO correction_before (sha256, administration, first_page, field, value, given_ms, until_ms)
             SELECT sha256, administration, first_page, field, value, given_ms, ?5 FROM correction
             WHERE sha256 = ?1 AND administration IN ('', ?2) AND first_page = ?3 AND field = ?4",
            params![key.0, key.1, key.2, key.3, now],
        )?;
        self.change(
            "DELETE FROM correction
             WHERE sha256 = ?1 AND administration IN ('', ?2) AND first_page = ?3 AND field = ?4",
            key,
        )?;
        if correction.value.is_empty() {
            return Ok(());
        }
        let place = correction.place.as_ref().map(pack);
        let seal = seal(&[
            &key.0,
            &i64::from(key.2).to_le_bytes(),
            key.3.as_bytes(),
            correction.value.as_bytes(),
            place.as_deref().unwrap_or_default(),
        ]);
        self.change(
            "INSERT INTO correction (sha256, administration, first_page, field, value, place, given_ms, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                key.0,
                key.1,
                key.2,
                key.3,
                correction.value,
                place,
                now,
                seal
            ],
        )
    }

    /// What was said of a document: of what is booked for this administration because it lies in its folder, or of all
    /// that is booked, the latest of each field.
    pub fn corrections(&self, sha256: Sha256, folder: Option<&str>) -> Result<Corrections> {
        let sql = "SELECT first_page, field, value, place, max(given_ms) FROM correction
             WHERE sha256 = ?1 AND (?2 IS NULL OR administration = ?2)
             GROUP BY first_page, field ORDER BY first_page, field";
        self.all(sql, params![sha256.0, folder], |row| {
            let place: Option<Vec<u8>> = row.get(3)?;
            Ok(Correction {
                first_page: row.get(0)?,
                field: row.get(1)?,
                value: row.get(2)?,
                place: place.and_then(|bytes| unpack(&bytes)),
            })
        })
        .map(Corrections)
    }
}
