//! The tables, and how an older ledger becomes a newer one.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{Error, Result};
use booking::Proposal;

use super::blob::{pack, unpack_large};

/// One step per format number, in order; `user_version` says how many have been taken.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/01.sql"),
    include_str!("schema/02.sql"),
    include_str!("schema/03.sql"),
    include_str!("schema/04.sql"),
    include_str!("schema/05.sql"),
    include_str!("schema/06.sql"),
    include_str!("schema/07.sql"),
    include_str!("schema/08.sql"),
    include_str!("schema/09.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
    include_str!("schema/12.sql"),
    include_str!("schema/13.sql"),
    include_str!("schema/14.sql"),
    include_str!("schema/15.sql"),
    include_str!("schema/16.sql"),
    include_str!("schema/17.sql"),
    include_str!("schema/18.sql"),
];

/// The step from which on an outcome says for whose books it is.
pub(super) const WITH_BOOKS: usize = 7;

/// Opens or creates the database file and brings it to the newest format.
///
/// # Errors
/// [`Error::Ledger`] when SQLite refuses, [`Error::LedgerTooNew`] when a newer dizzy wrote it.
pub fn open(path: &Path) -> Result<Connection> {
    let wrap = |source| Error::Ledger { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(wrap)?;
    connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(wrap)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(wrap)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(wrap)?;
    // a statement is planned once, not anew for each value that is bound to it, and stays planned
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(wrap)?;
    connection.set_prepared_statement_cache_capacity(64);
    let found: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrap)?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(Error::LedgerTooNew { path: path.to_owned(), found, known });
    }
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(found.max(0) as usize) {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrap)?;
        // another process may have taken this step in the meantime
        let now: i64 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrap)?;
        if now > step as i64 {
            continue;
        }
        transaction.execute_batch(sql).map_err(wrap)?;
        if step + 1 == WITH_BOOKS {
            name_books(&transaction).map_err(wrap)?;
        }
        transaction.pragma_update(None, "user_version", step as i64 + 1).map_err(wrap)?;
        transaction.commit().map_err(wrap)?;
    }
    Ok(connection)
}

/// Says of the outcomes that are there, and of what a person said of them, for whose books they are: their proposals know.
fn name_books(ledger: &Connection) -> rusqlite::Result<()> {
    let documents: Vec<Vec<u8>> = ledger
        .prepare("SELECT sha256 FROM document WHERE state = 1")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut outcome = ledger.prepare("SELECT proposals FROM document WHERE sha256 = ?1")?;
    let mut of_document = ledger.prepare("UPDATE document SET books = ?2 WHERE sha256 = ?1")?;
    let mut of_said =
        ledger.prepare("UPDATE correction SET administration = ?2 WHERE sha256 = ?1")?;
    let mut of_file = ledger.prepare(
        "UPDATE file SET administration = ?2
         WHERE path = (SELECT path FROM file WHERE sha256 = ?1 AND role = 1 ORDER BY shown LIMIT 1)",
    )?;
    for sha256 in documents {
        let proposals: Option<Vec<u8>> =
            outcome.query_row([&sha256], |row| row.get(0)).optional()?.flatten();
        let proposals = proposals.and_then(|bytes| unpack_large::<Vec<Proposal>>(&bytes));
        let name = proposals.iter().flatten().find_map(Proposal::by_folder);
        if let Some(name) = name {
            of_document.execute(params![sha256, pack(&[name])])?;
            of_said.execute(params![sha256, name])?;
            of_file.execute(params![sha256, name])?;
        }
    }
    Ok(())
}
