//! What stops a run. What fails one document is data: [`reading::Cause`].

use std::convert::Infallible;
use std::path::PathBuf;

use booking::correct::Wrong;
use booking::learn::Trouble;
use invoice::Both;

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is the matter with a ledger beside the output of earlier runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stray {
    /// There is none, or it is empty.
    Missing,
    /// It is that of another output folder.
    Another,
    /// It does not know of what was handed over under this number.
    Older(u32),
}

/// What stops a whole run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the run itself (not an input document) cannot be used.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb: "write", "create folder".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The ledger cannot be used.
    #[error("ledger {}: {source}", path.display())]
    Ledger {
        /// The database file.
        path: PathBuf,
        /// SQLite's answer.
        source: rusqlite::Error,
    },
    /// The ledger was written by a newer dizzy.
    #[error("ledger {} was written by a newer version of dizzy (format {found}, this one knows {known})", path.display())]
    LedgerTooNew {
        /// The database file.
        path: PathBuf,
        /// Its format number.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The ledger is not the one that the output folder was made from.
    #[error("ledger {} is not that of {}", ledger.display(), out.display())]
    Stray {
        /// The database file.
        ledger: PathBuf,
        /// The output folder.
        out: PathBuf,
        /// What is the matter with it.
        why: Stray,
    },
    /// The write-ahead log beside the ledger is that of another one.
    #[error("{}-wal is that of another ledger", ledger.display())]
    ForeignLog {
        /// The database file.
        ledger: PathBuf,
    },
    /// What was handed over under a number is not what the ledger wrote: it was changed from outside.
    #[error("what was handed over under number {number} was changed outside dizzy")]
    AlteredHandOver {
        /// The number.
        number: u32,
    },
    /// There may be a ledger, which this user may not read.
    #[error("{} cannot be read: {source}", path.display())]
    LedgerClosed {
        /// The database file, or one beside it.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The ledger can be read but not written.
    #[error("ledger in {} cannot be written", state.display())]
    OnlyToLook {
        /// The state folder.
        state: PathBuf,
    },
    /// Another run works on the same state folder.
    #[error("another run is using {}", path.display())]
    Locked {
        /// The state folder.
        path: PathBuf,
    },
    /// The configuration is wrong.
    #[error("{0}")]
    Config(Both),
    /// No reader process can be started.
    #[error("cannot start a reader process: {0}")]
    ReaderStart(std::io::Error),
    /// A file of history or corrections cannot be learned.
    #[error(transparent)]
    Learn(Box<Trouble>),
    /// A correction in a file cannot be. Nothing of the file is learned.
    #[error("{}, line {line}: {field} {value}: {wrong}", file.display())]
    Lesson {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Of which field.
        field: String,
        /// To what.
        value: String,
        /// Why not.
        wrong: Wrong,
    },
}

impl Error {
    /// An [`Error::Io`].
    pub fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        Self::Learn(Box::new(trouble))
    }
}

impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
