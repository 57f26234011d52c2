//! What goes wrong when a digest is made.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no digest: the build ends with it.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum Error {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// A file is not Rust, or includes a file whose name is not written out.
    #[error("{path}: {what}")]
    Source { path: PathBuf, what: String },
    /// No `Cargo.lock` in the folder of the crates, nor above.
    #[error("there is no Cargo.lock")]
    NoLock,
    /// A dependency that `Cargo.lock` does not have, or has several times under this name.
    #[error("Cargo.lock does not say which {0} is meant")]
    Unresolved(String),
}

impl Error {
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }

    pub(crate) fn source(path: &Path, what: impl Into<String>) -> Self {
        Self::Source { path: path.to_owned(), what: what.into() }
    }
}
