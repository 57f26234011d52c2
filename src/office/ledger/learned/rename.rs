//! What is kept under the name of an administration, when the configuration calls it otherwise.

use rusqlite::params;

use super::super::Ledger;
use crate::Result;

/// What is kept under one name of an administration ("" for what was learned without naming one).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptFor {
    /// The name.
    pub name: String,
    /// Bookings that were learned.
    pub bookings: u64,
    /// Suppliers that are known.
    pub suppliers: u64,
    /// Corrections of proposals.
    pub corrections: u64,
    /// Proposals that were handed over to a bookkeeping package.
    pub handed_over: u64,
}

/// What has the name of an administration in its key, whatever the administration.
const LEARNED: [&str; 4] = ["supplier", "account", "learned_booking", "learned_vat_code"];
/// What has it only where an administration has folders; "" there is no administration.
const OF_FOLDERS: [&str; 5] =
    ["correction", "correction_before", "handed_over", "taken_back", "called_ready"];

impl Ledger {
    /// Every name of an administration under which something is kept that does not come back by itself, with what.
    pub(crate) fn kept_for(&self) -> Result<Vec<KeptFor>> {
        let sql = "SELECT name, sum(bookings), sum(suppliers), sum(corrections), sum(handed_over) FROM (
                SELECT administration AS name, count(*) AS bookings, 0 AS suppliers, 0 AS corrections,
                    0 AS handed_over FROM learned_booking GROUP BY 1
                UNION ALL SELECT administration, 0, count(*), 0, 0 FROM supplier GROUP BY 1
                UNION ALL SELECT administration, 0, 0, count(*), 0 FROM correction
                    WHERE administration <> '' GROUP BY 1
                UNION ALL SELECT administration, 0, 0, 0, count(*) FROM handed_over
                    WHERE administration <> '' GROUP BY 1)
            GROUP BY name ORDER BY name";
        self.all(sql, [], |row| {
            let number = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
            Ok(KeptFor {
                name: row.get(0)?,
                bookings: number(1)?,
                suppliers: number(2)?,
                corrections: number(3)?,
                handed_over: number(4)?,
            })
        })
    }

    /// Keeps under the name `new` what is kept under `old`. Where both have something of the same thing, that of `new`
    /// stays, which is later.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`]: nothing is changed then.
    pub fn rename_administration(&mut self, old: &str, new: &str) -> Result<()> {
        let renamed = self.rename(old, new);
        if renamed.is_err() {
            self.undo();
        }
        renamed
    }

    fn rename(&mut self, old: &str, new: &str) -> Result<()> {
        // of a file that was learned under both names
        self.write(
            "UPDATE learned_booking SET file = (SELECT n.id FROM learned_file AS o, learned_file AS n
                 WHERE o.id = learned_booking.file AND n.administration = ?2 AND n.sha256 = o.sha256)
             WHERE administration = ?1 AND file IN (SELECT o.id FROM learned_file AS o, learned_file AS n
                 WHERE o.administration = ?1 AND n.administration = ?2 AND n.sha256 = o.sha256)",
            params![old, new],
        )?;
        self.move_rows("learned_file", old, new)?;
        for table in LEARNED {
            self.move_rows(table, old, new)?;
        }
        if !old.is_empty() {
            for table in OF_FOLDERS {
                self.move_rows(table, old, new)?;
            }
            self.change(
                "UPDATE file SET administration = ?2 WHERE administration = ?1",
                params![old, new],
            )?;
        }
        self.make_model(old)?;
        self.make_model(new)?;
        self.commit().map(drop)
    }

    fn move_rows(&mut self, table: &str, old: &str, new: &str) -> Result<()> {
        self.write(
            &format!("UPDATE OR IGNORE {table} SET administration = ?2 WHERE administration = ?1"),
            params![old, new],
        )?;
        self.write(&format!("DELETE FROM {table} WHERE administration = ?1"), params![old])
    }
}
