//! Moving finished input files away, when the person asked for it.

use std::path::{Path, PathBuf};

use crate::ledger::{FileRole, Ledger};
use crate::{Error, Result};
use reading::source::display;

use super::shared::Seen;

/// Moves the files of which everything is done to `folder`; what failed, waits or is no invoice stays where it is.
///
/// # Errors
/// When the folder cannot be made or a file cannot be moved.
pub fn archive(ledger: &mut Ledger, folder: &Path, seen: &[Seen]) -> Result<()> {
    for Seen { entry, key } in seen {
        if !is_done(ledger, key)? || !entry.absolute.exists() {
            continue;
        }
        std::fs::create_dir_all(folder).map_err(Error::io("create folder", folder))?;
        let target = free_name(folder, &entry.path);
        // a kill in between leaves the ledger with the old path: the proposals stay, under that path
        move_file(&entry.absolute, &target)?;
        let absolute = std::path::absolute(&target).map_err(Error::io("find", &target))?;
        ledger.move_file(
            key,
            absolute.as_os_str().as_encoded_bytes(),
            &display(&entry.path),
            &display(&target),
        )?;
    }
    ledger.commit().map(drop)
}

fn is_done(ledger: &Ledger, key: &[u8]) -> Result<bool> {
    let Some(row) = ledger.file(key)? else {
        return Ok(false);
    };
    let rows = match row.role {
        FileRole::Skipped(_) => return Ok(false),
        FileRole::Container => ledger.members(key)?.into_iter().map(|(_, row)| row).collect(),
        _ => vec![row],
    };
    for row in rows {
        let done = match row.role {
            FileRole::Document(sha) => ledger.document(sha)?.is_some_and(|d| d.cause.is_none()),
            FileRole::Companion(_) | FileRole::Skipped(_) => true,
            FileRole::Container | FileRole::Failed(_) => false,
        };
        if !done {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A name that is not taken: `factuur.pdf`, `factuur-2.pdf` …
fn free_name(folder: &Path, path: &Path) -> PathBuf {
    let plain = folder.join(path.file_name().unwrap_or(path.as_os_str()));
    let mut name = plain.clone();
    let mut number = 2;
    while name.symlink_metadata().is_ok() {
        let mut stem = plain.file_stem().unwrap_or_default().to_owned();
        stem.push(format!("-{number}"));
        name.set_file_name(stem);
        if let Some(extension) = plain.extension() {
            name.set_extension(extension);
        }
        number += 1;
    }
    name
}

fn move_file(from: &Path, to: &Path) -> Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            std::fs::copy(from, to).map_err(Error::io("copy to", to))?;
            std::fs::remove_file(from).map_err(Error::io("remove", from))
        }
        other => other.map_err(Error::io("move", from)),
    }
}
