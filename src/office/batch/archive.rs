//! Moving finished input files away, when the person asked for it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ledger::{FileRole, Ledger};
use crate::{Error, Result};
use reading::source::display;

use super::shared::Seen;

/// Moves the files of which everything is done to `folder`, into the folders that they are in below the inputs; what failed,
/// waits or is no invoice stays where it is. Gives those that could not be moved, with why.
pub fn archive(
    ledger: &mut Ledger,
    folder: &Path,
    inputs: &[PathBuf],
    seen: &[Seen],
) -> Result<Vec<(PathBuf, Arc<io::Error>)>> {
    let mut stayed = Vec::new();
    let inputs: Vec<PathBuf> =
        inputs.iter().filter_map(|input| std::path::absolute(input).ok()).collect();
    for Seen { entry, key } in seen {
        if !is_done(ledger, key)? || !entry.absolute.exists() {
            continue;
        }
        let folder = folder.join(place(&inputs, &entry.absolute));
        // a kill in between leaves the ledger with the old path: the proposals stay, under that path
        let moved = fs::create_dir_all(&folder).and_then(|()| {
            let target = free_name(&folder, &entry.path);
            move_file(&entry.absolute, &target).map(|()| target)
        });
        let target = match moved {
            Ok(target) => target,
            Err(error) => {
                stayed.push((entry.path.clone(), Arc::new(error)));
                continue;
            }
        };
        let absolute = std::path::absolute(&target).map_err(Error::io("find", &target))?;
        ledger.move_file(
            key,
            absolute.as_os_str().as_encoded_bytes(),
            &display(&entry.path),
            &display(&target),
        )?;
    }
    ledger.commit()?;
    Ok(stayed)
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

/// The folders of a file below the input that it was found in; with the input's own name where there are several inputs.
/// A file that is an input itself keeps the name of its folder then.
fn place(inputs: &[PathBuf], file: &Path) -> PathBuf {
    let parent = file.parent().unwrap_or(file);
    let roots = inputs.iter().map(|input| if input == file { parent } else { input.as_path() });
    let Some(root) =
        roots.filter(|root| file.starts_with(root)).max_by_key(|root| root.as_os_str().len())
    else {
        return PathBuf::new();
    };
    let below = parent.strip_prefix(root).unwrap_or(Path::new(""));
    match root.file_name() {
        Some(name) if inputs.len() > 1 => Path::new(name).join(below),
        _ => below.to_owned(),
    }
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

fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_file(from, to),
        other => other,
    }
}

/// To another disk: there whole under its name, and then gone here, or nothing of it is there.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let copied = fs::copy(from, &part)
        .and_then(|_| File::open(&part)?.sync_all())
        .and_then(|()| fs::rename(&part, to));
    let moved = copied.and_then(|()| fs::remove_file(from));
    if moved.is_err() {
        // the one that stays is the original
        for left in [part.as_path(), to] {
            let _ = fs::remove_file(left);
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_copied_stays_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("a.xml"), dir.path().join("b.xml"));
        fs::write(&from, "whole").unwrap();
        fs::create_dir(dir.path().join("b.xml.part")).unwrap();
        copy_file(&from, &to).unwrap_err();
        assert!(from.exists() && !to.exists());
        fs::remove_dir(dir.path().join("b.xml.part")).unwrap();
        copy_file(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"whole");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn folders_of_the_input_are_kept() {
        let place = |inputs: &[&str], file: &str| {
            let inputs: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
            place(&inputs, Path::new(file))
        };
        assert_eq!(place(&["/in"], "/in/a.xml"), Path::new(""));
        assert_eq!(place(&["/in"], "/in/one/2026/a.xml"), Path::new("one/2026"));
        assert_eq!(place(&["/in/one", "/in/two"], "/in/two/a.xml"), Path::new("two"));
        assert_eq!(place(&["/in", "/in/two"], "/in/two/b/a.xml"), Path::new("two/b"));
        assert_eq!(place(&["/in/one/a.xml", "/in/two/a.xml"], "/in/two/a.xml"), Path::new("two"));
        assert_eq!(place(&["/in/one/a.xml"], "/in/one/a.xml"), Path::new(""));
        assert_eq!(place(&[], "/in/one/a.xml"), Path::new(""));
    }
}
