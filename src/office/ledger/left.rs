//! A write-ahead log that lies beside a ledger when nobody has it open: left by a program that was killed, or, after a
//! restored backup, that of another ledger. SQLite cannot tell, and would write the pages of the other into this one.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{Error, Result};

/// The files that a dizzy at work in a state folder locks.
const LOCKS: [&str; 2] = ["lock", "review"];

/// The locks that this process has taken, and the ledgers that it has looked at: once is enough.
static SEEN: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// Remembers a file; false when it was remembered already.
pub(crate) fn remember(path: &Path) -> bool {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    seen.get_or_insert_default().insert(path.to_owned())
}

fn is_remembered(path: &Path) -> bool {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    seen.as_ref().is_some_and(|seen| seen.contains(path))
}

/// Whether another dizzy is at work there.
fn is_at_work(state: &Path) -> bool {
    LOCKS.iter().map(|name| state.join(name)).any(|path| {
        !is_remembered(&path) && File::open(&path).is_ok_and(|file| file.try_lock_shared().is_err())
    })
}

/// A path as an address of SQLite has it.
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// Looks whether a log that was left is that of this ledger: with it everything must be whole. Nothing is written.
///
/// # Errors
/// [`Error::ForeignLog`] when it is not.
pub(super) fn check(ledger: &Path) -> Result<()> {
    let log = ledger.with_extension("sqlite-wal");
    let is_left = || std::fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    let state = ledger.parent().unwrap_or(Path::new("."));
    if !remember(ledger) || !is_left() || is_at_work(state) {
        return Ok(());
    }
    let open = |more: &str| {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(format!("file:{}{more}", escaped(ledger)), flags)
    };
    // what tells a ledger from others: when its first run began
    let begun = |connection: &Connection| -> rusqlite::Result<Option<i64>> {
        connection.query_row("SELECT min(started_ms) FROM run", [], |row| row.get(0))
    };
    let whole = || -> rusqlite::Result<bool> {
        // without the log, as it was written last; nothing at all where it was never written
        let alone = begun(&open("?immutable=1")?).ok().flatten();
        let connection = open("")?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let sound = "PRAGMA integrity_check(1)";
        let is_sound = connection.query_row(sound, [], |row| row.get::<_, String>(0))? == "ok";
        Ok(is_sound && (alone.is_none() || begun(&connection)? == alone))
    };
    // what it is otherwise, opening it says
    let is_foreign = match whole() {
        Ok(is_whole) => !is_whole,
        Err(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt),
    };
    if is_foreign { Err(Error::ForeignLog { ledger: ledger.to_owned() }) } else { Ok(()) }
}
