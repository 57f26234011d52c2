//! What can go wrong with a store.

use std::io;

/// Why a store did not do what it was asked. Facts; [`office::texts`] says them in the person's language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// This build has no AWS support.
    #[error("this dizzy was built without AWS support")]
    NoAws,
    /// It asks for patience, is out of reach for the moment, or its answer was lost: trying again helps.
    #[error("{store} does not answer: {detail}")]
    Busy {
        /// Which store.
        store: String,
        /// Its word, or what happened on the way (`503 SlowDown`, `timed out`).
        detail: String,
    },
    /// These credentials may not do that.
    #[error("{store} refuses {action}: {detail}")]
    Denied {
        /// Which store.
        store: String,
        /// The call, in AWS's words (`s3:PutObject`), or what was tried on a folder.
        action: String,
        /// The store's word.
        detail: String,
    },
    /// The clock of this machine is so wrong that AWS takes nothing that it signs.
    #[error("the clock of this machine is wrong: {detail}")]
    Clock {
        /// The word of AWS.
        detail: String,
    },
    /// There are no credentials, or they have expired.
    #[error("no valid AWS credentials: {detail}")]
    Credentials {
        /// The SDK's word.
        detail: String,
    },
    /// There is no such bucket or folder.
    #[error("{store} does not exist")]
    NoStore {
        /// Which store.
        store: String,
    },
    /// The bucket lies in another region than the one in use.
    #[error("{store} is not in region {region}{}", found.as_ref().map(|f| format!(" but in {f}")).unwrap_or_default())]
    WrongRegion {
        /// Which store.
        store: String,
        /// The region in use.
        region: String,
        /// Where it is, when the store says so.
        found: Option<String>,
    },
    /// An object is not what was written.
    #[error("{key} was altered or damaged: {detail}")]
    Altered {
        /// The object.
        key: String,
        /// What does not fit.
        detail: String,
    },
    /// A file or folder on this machine cannot be used.
    #[error("{path}: {detail}")]
    Local {
        /// The file.
        path: String,
        /// The system's word.
        detail: String,
        /// There is no room left on the disk.
        is_full: bool,
    },
    /// The location is no store (`http://…`, `s3://` without a bucket).
    #[error("{location} is no store: {detail}")]
    BadLocation {
        /// What was given.
        location: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Anything else.
    #[error("{store}: {detail}")]
    Other {
        /// Which store.
        store: String,
        /// Its word.
        detail: String,
    },
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
