//! Members of containers that wait for OCR, kept as files so that they do not fill the memory.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::source::Sha256;

fn folder(state_dir: &Path) -> PathBuf {
    state_dir.join("spool")
}

/// Keeps these bytes until they are read.
///
/// # Errors
/// When the state folder cannot be written.
pub fn keep(state_dir: &Path, sha256: Sha256, bytes: &[u8]) -> Result<PathBuf> {
    let folder = folder(state_dir);
    std::fs::create_dir_all(&folder).map_err(Error::io("create folder", &folder))?;
    let path = folder.join(sha256.to_string());
    std::fs::write(&path, bytes).map_err(Error::io("write", &path))?;
    Ok(path)
}

/// Removes what a killed run has left.
///
/// # Errors
/// When the folder cannot be removed.
pub fn clear(state_dir: &Path) -> Result<()> {
    let folder = folder(state_dir);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", &folder)(error))
        }
        _ => Ok(()),
    }
}
