//! Members of containers that wait for OCR, kept as files so that they do not fill the memory.

use std::path::{Path, PathBuf};

use crate::{Error, Result};
use reading::source::Sha256;

fn folder(state_dir: &Path) -> PathBuf {
    state_dir.join("spool")
}

/// Keeps these bytes until they are read.
pub fn keep(state_dir: &Path, sha256: Sha256, bytes: &[u8]) -> Result<PathBuf> {
    let folder = folder(state_dir);
    std::fs::create_dir_all(&folder).map_err(Error::io("create folder", &folder))?;
    let path = folder.join(sha256.to_string());
    std::fs::write(&path, bytes).map_err(Error::io("write", &path))?;
    Ok(path)
}

/// Removes what a killed run has left, but for the files that are still waited for.
pub fn clear(state_dir: &Path, waited_for: &[PathBuf]) -> Result<()> {
    let folder = folder(state_dir);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(Error::io("read folder", &folder))?,
    };
    for entry in entries {
        let path = entry.map_err(Error::io("read folder", &folder))?.path();
        if !waited_for.contains(&path) {
            std::fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
    }
    if waited_for.is_empty() {
        drop(std::fs::remove_dir(&folder)); // an empty folder harms nobody
    }
    Ok(())
}
