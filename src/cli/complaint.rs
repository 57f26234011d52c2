//! An error of the command line itself, already in the person's language.

use super::exit::Exit;

/// What is wrong, what to do about it, and how the program ends.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Complaint {
    pub what: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// How the program ends.
    pub exit: Exit,
}

impl Complaint {
    /// A wrong use of the command line.
    pub fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), exit: Exit::Usage }
    }

    /// Something that cannot be done.
    pub(crate) fn fatal(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), exit: Exit::Fatal }
    }
}
