//! The ledger's one connection.
//!
//! Writes gather in an open transaction that [`Ledger::commit`] ends a few times a second: every document's outcome is
//! whole or absent, whenever the power goes, and 100,000 small documents do not cost 100,000 waits for the disk.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use rustix::fs::{Access, AtFlags, CWD, accessat};
use tempfile::TempDir;

use crate::{Error, Result};

use super::{left, schema};
use dispatch::Rate;

/// The truth about every document of a state folder: one SQLite file.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    path: PathBuf,
    pub(super) run: i64,
    dirty: bool,
    /// Something changed that the files in the output folder do not show; the mark in the database is gone.
    unpublished: bool,
    /// What SQLite counted when it was last looked whether others have written.
    seen_version: Option<i64>,
    /// The folder of a copy, removed with it.
    _copy: Option<TempDir>,
}

impl Ledger {
    /// Opens `ledger.sqlite` in the state folder, which exists; creates or migrates it as needed.
    ///
    /// # Errors
    /// [`Error::Ledger`] or [`Error::LedgerTooNew`].
    pub fn open(state_dir: &Path) -> Result<Self> {
        let path = state_dir.join("ledger.sqlite");
        // made as any other file, which SQLite would never let a group write; what is wrong with it, SQLite says
        let _ = File::create_new(&path);
        left::check(&path)?;
        Self::at(path)
    }

    fn at(path: PathBuf) -> Result<Self> {
        Ok(Self {
            connection: schema::open(&path)?,
            path,
            run: 0,
            dirty: false,
            unpublished: false,
            seen_version: None,
            _copy: None,
        })
    }

    /// The ledger of a state folder to look at: where it cannot be written, a copy of it, which is gone afterwards.
    ///
    /// # Errors
    /// As [`Ledger::open`], and [`Error::Io`] when there is no room for a copy.
    pub(crate) fn open_to_look(state_dir: &Path) -> Result<Self> {
        if !may_only_look(state_dir) {
            return Self::open(state_dir);
        }
        let copy = tempfile::tempdir().map_err(Error::io("create folder", std::env::temp_dir()))?;
        is_there(state_dir)?;
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            let Ok(mut from) = File::open(state_dir.join(name)) else {
                continue; // no write-ahead log is left
            };
            File::create(copy.path().join(name))
                .and_then(|mut to| io::copy(&mut from, &mut to))
                .map_err(Error::io("copy to", copy.path()))?;
        }
        let mut opened = Self::open(copy.path())?;
        opened.set_altered_aside()?;
        Ok(Self { _copy: Some(copy), ..opened })
    }

    /// What tells this ledger from others: when its first run began. `None` in a new one.
    pub(crate) fn identity(&self) -> Result<Option<String>> {
        self.one(
            "SELECT CAST(coalesce((SELECT min(started_ms) FROM run),
                     (SELECT min(finished_ms) FROM document)) AS TEXT)",
            [],
            |row| row.get(0),
        )
    }

    /// A ledger that is forgotten.
    ///
    /// # Errors
    /// [`Error::Ledger`] when there is no memory.
    pub fn in_memory() -> Result<Self> {
        Self::at(PathBuf::from(":memory:"))
    }

    /// A copy in memory of what the ledger of a state folder knows about files and documents, without their contents;
    /// empty when there is no ledger. The file itself is only read.
    pub(crate) fn copy_in_memory(state_dir: &Path) -> Result<Self> {
        let copy = Self::in_memory()?;
        let path = state_dir.join("ledger.sqlite");
        if !path.exists() {
            return Ok(copy);
        }
        // what an older program left is brought up to date first: the copy has no bookings to make models of
        let original = Self::open_to_look(state_dir)?;
        original.refresh_models()?;
        copy.connection
            .execute("ATTACH ?1 AS original", [original.path.to_string_lossy()])
            .and_then(|_| copy.connection.execute_batch(COPY))
            .map_err(copy.wrap())?;
        Ok(copy)
    }

    pub(super) fn wrap(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let path = self.path.clone();
        move |source| Error::Ledger { path: path.clone(), source }
    }

    /// What this makes of the one row that is asked for.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        take: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let mut found = self.connection.prepare_cached(sql).map_err(self.wrap())?;
        found.query_row(values, take).map_err(self.wrap())
    }

    /// The same of the first row, if there is one.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        values: impl Params,
        take: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut found = self.connection.prepare_cached(sql).map_err(self.wrap())?;
        found.query_row(values, take).optional().map_err(self.wrap())
    }

    /// The same of every row.
    pub(super) fn all<T, C: FromIterator<T>>(
        &self,
        sql: &str,
        values: impl Params,
        take: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<C> {
        let mut found = self.connection.prepare_cached(sql).map_err(self.wrap())?;
        found.query_map(values, take).and_then(Iterator::collect).map_err(self.wrap())
    }

    /// The same of every row of which it makes something.
    pub(super) fn some<T, C: FromIterator<T>>(
        &self,
        sql: &str,
        values: impl Params,
        take: impl FnMut(&Row<'_>) -> rusqlite::Result<Option<T>>,
    ) -> Result<C> {
        let mut found = self.connection.prepare_cached(sql).map_err(self.wrap())?;
        let rows = found.query_map(values, take).map_err(self.wrap())?;
        rows.filter_map(rusqlite::Result::transpose)
            .collect::<rusqlite::Result<C>>()
            .map_err(self.wrap())
    }

    pub(super) fn write(&mut self, sql: &str, values: impl Params) -> Result<()> {
        self.write_rows(sql, values).map(drop)
    }

    /// Writes, and tells how many rows that were.
    pub(super) fn write_rows(&mut self, sql: &str, values: impl Params) -> Result<usize> {
        let wrap = self.wrap();
        if !self.dirty {
            self.connection.execute_batch("BEGIN IMMEDIATE").map_err(&wrap)?;
            self.dirty = true;
        }
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(wrap)
    }

    /// Writes what the files in the output folder show.
    pub(super) fn change(&mut self, sql: &str, values: impl Params) -> Result<()> {
        if !self.unpublished {
            self.write("DELETE FROM published", [])?;
            self.unpublished = true;
        }
        self.write(sql, values)
    }

    /// What the files in the output folder were made with, if nothing has changed since.
    pub fn published(&self) -> Result<Option<String>> {
        self.first("SELECT mark FROM published", [], |row| row.get(0))
    }

    /// Notes what the files in the output folder were made with.
    pub(crate) fn set_published(&mut self, mark: &str) -> Result<()> {
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

    /// Takes back everything written since the last commit.
    pub fn undo(&mut self) {
        self.roll_back();
    }

    pub(super) fn roll_back(&mut self) {
        if self.dirty {
            self.dirty = false;
            let _ = self.connection.execute_batch("ROLLBACK"); // without a transaction there is nothing to take back
        }
    }

    /// Whether another connection has written since the last time this was asked, or since the ledger was opened.
    pub(crate) fn has_changed_elsewhere(&mut self) -> Result<bool> {
        let now = self.one("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(self.seen_version.replace(now).is_some_and(|before: i64| before != now))
    }

    /// Notes the begin of a run; outcomes from here on belong to it.
    pub(crate) fn begin_run(&mut self) -> Result<()> {
        self.write(
            "INSERT INTO run (version, started_ms) VALUES (?1, ?2)",
            params![env!("CARGO_PKG_VERSION"), now_ms()],
        )?;
        self.run = self.connection.last_insert_rowid();
        self.commit().map(drop)
    }

    /// Notes the end of the run.
    pub(crate) fn end_run(&mut self, documents: u64, failed: u64, count: (u64, u64)) -> Result<()> {
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

    /// What work of this kind costs here, if a run has learned it.
    pub fn rate(&self, what: &str) -> Result<Option<Rate>> {
        self.first("SELECT ms, weight FROM rate WHERE what = ?1", [what], |row| {
            Ok(Rate { ms: row.get(0)?, weight: row.get(1)? })
        })
    }

    /// Keeps what was learned.
    pub(crate) fn put_rate(&mut self, what: &str, rate: Rate) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO rate (what, ms, weight) VALUES (?1, ?2, ?3)",
            params![what, rate.ms, rate.weight],
        )
    }
}

/// Whether there is a ledger in this folder.
///
/// # Errors
/// [`Error::LedgerClosed`] when this user may not know, or may not read it or what SQLite keeps beside it.
pub fn is_there(state: &Path) -> Result<bool> {
    let mut is_there = false;
    for name in ["ledger.sqlite-wal", "ledger.sqlite"] {
        let path = state.join(name);
        let meta = may(&path, Access::READ_OK).and_then(|()| path.metadata());
        is_there = match meta {
            Ok(meta) => meta.len() > 0,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                false
            }
            Err(source) => return Err(Error::LedgerClosed { path, source }),
        };
    }
    Ok(is_there)
}

/// Asks the system whether a file may be used so. It is not opened: whoever closes a database file ends all locks that
/// SQLite holds on it in this process.
fn may(path: &Path, access: Access) -> io::Result<()> {
    Ok(accessat(CWD, path, access, AtFlags::EACCESS)?)
}

/// Whether a ledger can be read but not written: it is another user's, or on a disk that is read-only.
pub fn may_only_look(state: &Path) -> bool {
    let is_refused = |result: io::Result<()>| {
        let kind = result.err().map(|error| error.kind());
        matches!(kind, Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem))
    };
    let files = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"];
    let lock = || File::options().append(true).create(true).open(state.join("lock")).map(drop);
    state.join("ledger.sqlite").is_file()
        && (files.iter().any(|name| is_refused(may(&state.join(name), Access::WRITE_OK)))
            || is_refused(lock()))
}

/// What [`Ledger::copy_in_memory`] takes over: no words, no proposals.
const COPY: &str = include_str!("schema/copy.sql");

/// Unix time, milliseconds.
pub(super) fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)
}
