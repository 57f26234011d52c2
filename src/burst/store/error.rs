//! What can go wrong with a store.

use std::io;

/// Why a store did not do what it was asked. Facts; [`office::texts`] says them in the person's language.
/// `detail` is the word of the store, the SDK or the system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum StoreError {
    /// This build has no AWS support.
    #[error("this dizzy was built without AWS support")]
    NoAws,
    /// It asks for patience, is out of reach for the moment, or its answer was lost: trying again helps.
    #[error("{store} does not answer: {detail}")]
    Busy {
        store: String,
        /// Its word, or what happened on the way (`503 SlowDown`, `timed out`).
        detail: String,
    },
    /// These credentials may not do that.
    #[error("{store} refuses {action}: {detail}")]
    Denied {
        store: String,
        /// The call, in AWS's words (`s3:PutObject`), or what was tried on a folder.
        action: String,
        detail: String,
    },
    /// The clock of this machine is so wrong that AWS takes nothing that it signs.
    #[error("the clock of this machine is wrong: {detail}")]
    Clock { detail: String },
    #[error("no valid AWS credentials: {detail}")]
    Credentials { detail: String },
    /// There is no such bucket or folder.
    #[error("{store} does not exist")]
    NoStore { store: String },
    /// The bucket lies in another region than the one in use.
    #[error("{store} is not in region {region}{}", found.as_ref().map(|f| format!(" but in {f}")).unwrap_or_default())]
    WrongRegion { store: String, region: String, found: Option<String> },
    /// An object is not what was written.
    #[error("{key} was altered or damaged: {detail}")]
    Altered { key: String, detail: String },
    /// A file or folder on this machine cannot be used.
    #[error("{path}: {detail}")]
    Local { path: String, detail: String, is_full: bool },
    /// The location is no store (`http://…`, `s3://` without a bucket).
    #[error("{location} is no store: {detail}")]
    BadLocation { location: String, detail: String },
    /// Anything else.
    #[error("{store}: {detail}")]
    Other { store: String, detail: String },
}

impl StoreError {
    /// Whether asking again helps.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }

    /// A file or folder of this machine cannot be used.
    pub fn local(path: &std::path::Path, error: &io::Error) -> Self {
        Self::Local {
            path: path.display().to_string(),
            detail: error.to_string(),
            is_full: matches!(
                error.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
            ),
        }
    }
}
