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
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum Error {
    /// A file or folder of the run itself (not an input document) cannot be used; the action is a verb ("write").
    #[error("{action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
    /// The ledger cannot be used.
    #[error("ledger {}: {source}", path.display())]
    Ledger { path: PathBuf, source: rusqlite::Error },
    /// The ledger was written by a newer dizzy.
    #[error("ledger {} was written by a newer version of dizzy (format {found}, this one knows {known})", path.display())]
    LedgerTooNew { path: PathBuf, found: i64, known: i64 },
    /// The ledger is not the one that the output folder was made from.
    #[error("ledger {} is not that of {}", ledger.display(), out.display())]
    Stray { ledger: PathBuf, out: PathBuf, why: Stray },
    /// The write-ahead log beside the ledger is that of another one.
    #[error("{}-wal is that of another ledger", ledger.display())]
    ForeignLog { ledger: PathBuf },
    /// What was handed over under a number is not what the ledger wrote: it was changed from outside.
    #[error("what was handed over under number {number} was changed outside dizzy")]
    AlteredHandOver { number: u32 },
    /// There may be a ledger, which this user may not read; the path is that of the database or of a file beside it.
    #[error("{} cannot be read: {source}", path.display())]
    LedgerClosed { path: PathBuf, source: std::io::Error },
    /// The ledger can be read but not written.
    #[error("ledger in {} cannot be written", state.display())]
    OnlyToLook { state: PathBuf },
    /// Another run works on the same state folder.
    #[error("another run is using {}", path.display())]
    Locked { path: PathBuf },
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
