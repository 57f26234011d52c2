//! The exit codes, which guide and man page list from here.

use std::process::ExitCode;

use burst::store::StoreError;
use burst::{BurstError, Error};

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was handled.
    Done = 0,
    /// The run could not go on.
    Fatal = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// Some documents of the input failed, in this run or before; or an e-invoice is not valid.
    SomeFailed = 3,
    /// Stopped on request; the same command goes on.
    Interrupted = 4,
    /// Another run holds the state folder.
    Locked = 5,
    /// Stopped at once on a second request.
    Killed = 130,
}

impl Exit {
    /// All of them, by number, with their names for programs and what they mean, for guide and man page.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Done, "done", "All documents were handled; some proposals may want review."),
        (Self::Fatal, "error", "The run could not go on."),
        (Self::Usage, "usage", "The command line or the configuration is wrong."),
        (
            Self::SomeFailed,
            "some-failed",
            "Some documents of the input failed, now or before; failed.csv lists them. Of 'export': something is left out because it was changed outside dizzy. Of 'process': a file could not be moved to the archive. Of 'check': some are not valid.",
        ),
        (
            Self::Interrupted,
            "interrupted",
            "Stopped on request; the same command goes on where it stopped.",
        ),
        (Self::Locked, "locked", "Another run uses the same state folder."),
        (Self::Killed, "killed", "Stopped at once by a second Ctrl-C; the same command goes on."),
    ];

    /// That of a run.
    pub(crate) fn of(summary: &office::batch::Summary) -> Self {
        if summary.interrupted {
            Self::Interrupted
        } else if summary.failed > 0 || summary.altered > 0 || !summary.not_archived.is_empty() {
            Self::SomeFailed
        } else {
            Self::Done
        }
    }

    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Its name, for programs.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(exit, ..)| *exit == self).map_or("", |(_, name, _)| name)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&office::Error> for Exit {
    fn from(error: &office::Error) -> Self {
        use office::Error;
        match error {
            Error::Locked { .. } => Self::Locked,
            Error::Config(_) => Self::Usage,
            Error::Io { .. }
            | Error::Ledger { .. }
            | Error::LedgerTooNew { .. }
            | Error::Stray { .. }
            | Error::AlteredHandOver { .. }
            | Error::ForeignLog { .. }
            | Error::LedgerClosed { .. }
            | Error::OnlyToLook { .. }
            | Error::ReaderStart(_)
            | Error::Learn(_)
            | Error::Lesson { .. } => Self::Fatal,
        }
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            Error::Office(error) => error.into(),
            Error::Burst(BurstError::Coordinated { .. }) => Self::Locked,
            Error::Burst(BurstError::NoStore | BurstError::NoRun { .. })
            | Error::Store(StoreError::BadLocation { .. }) => Self::Usage,
            Error::Store(_) | Error::Fleet(_) | Error::Burst(_) => Self::Fatal,
        }
    }
}
