//! Whether a ledger and an output folder belong together.
//!
//! What was handed over is known to the ledger alone. Beside the output of earlier runs a ledger that is missing, another
//! one, or an old copy would hand the same entries over again: nothing is done until a person says what is meant.

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::error::Stray;
use crate::export::packages::read_handed_over;
use crate::export::{Format, PACKAGES, write_atomically};
use crate::ledger::{Ledger, is_there};
use crate::settings::{Access, Settings};
use crate::{Error, Result};

use super::hand_over::{all_handed_over, found_entry};
use super::hold::lock;
use super::pictures;
use super::run::state_dir;

/// Says in the output folder of which ledger it is made.
const MARK: &str = ".ledger";
/// The mark of a folder for which a person wants a new ledger.
const ANEW: &str = "anew";

/// Opens the ledger, made if there is none, when it is the one of the output folder.
///
/// # Errors
/// [`Error::Stray`] when it is not; what the ledger or the disk reports.
pub(super) fn open(settings: &Settings, state: &Path) -> Result<Ledger> {
    let mut ledger = open_by(settings, state, Ledger::open)?;
    ledger.set_altered_aside()?;
    Ok(ledger)
}

/// The same only to look: nothing is made, and where it cannot be written it is a copy.
pub(super) fn open_to_look(settings: &Settings, state: &Path) -> Result<Ledger> {
    open_by(settings, state, |state| {
        if is_there(state)? { Ledger::open_to_look(state) } else { Ledger::in_memory() }
    })
}

/// Whether there is a ledger.
///
/// # Errors
/// [`Error::Stray`] when there is none beside the output of earlier runs, [`Error::LedgerClosed`].
pub fn has_ledger(settings: &Settings, state: &Path) -> Result<bool> {
    let out = &settings.process.out;
    let is_there = is_there(state)?;
    if !is_there && has_output(out)? && read_mark(out) != ANEW {
        let ledger = state.join("ledger.sqlite");
        return Err(Error::Stray { ledger, out: out.clone(), why: Stray::Missing });
    }
    Ok(is_there)
}

fn read_mark(out: &Path) -> String {
    fs::read_to_string(out.join(MARK)).unwrap_or_default().trim().to_owned()
}

fn open_by(
    settings: &Settings,
    state: &Path,
    open: impl FnOnce(&Path) -> Result<Ledger>,
) -> Result<Ledger> {
    has_ledger(settings, state)?;
    let out = &settings.process.out;
    let mark = read_mark(out);
    let path = state.join("ledger.sqlite");
    let stray = |why| Error::Stray { ledger: path.clone(), out: out.clone(), why };
    let is_checked = has_output(out)? && mark != ANEW;
    let ledger = open(state)?;
    if is_checked {
        let Some(own) = ledger.identity()? else {
            return Err(stray(Stray::Missing));
        };
        if !mark.is_empty() && mark != own {
            return Err(stray(Stray::Another));
        }
        let known = ledger.last_number()?;
        if let Some((number, _)) = all_handed_over(out)?.into_iter().find(|(n, _)| *n > known) {
            return Err(stray(Stray::Older(number)));
        }
    }
    Ok(ledger)
}

/// Marks the output folder as made of this ledger, once a run has begun.
pub(super) fn mark(ledger: &Ledger, out: &Path) -> Result<()> {
    let path = out.join(MARK);
    let own = ledger.identity()?.unwrap_or_default();
    if path.exists() && read_mark(out) == own {
        return Ok(());
    }
    write_atomically(&path, |file| writeln!(file, "{own}"))
}

/// Brings what earlier runs have made under what `process.access` says now; what else somebody keeps there is theirs.
pub(super) fn close(settings: &Settings) {
    let (access, out) = (settings.process.access, settings.process.out.as_path());
    for format in Format::all() {
        let file = format.file_name();
        let top = Path::new(&file).components().next();
        if let Some(top) = top.filter(|_| out.join(&file).exists()) {
            access.bring(&out.join(top));
        }
    }
    access.bring(&pictures::folder(settings));
    access.bring(&out.join(MARK));
    let all = all_handed_over(out).unwrap_or_default();
    for (_, folder) in &all {
        access.bring(folder);
    }
    let state = state_dir(settings);
    if state == out.join(".dizzy") {
        access.bring(&state);
    } else {
        let names = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock", "review"];
        for name in names {
            access.bring(&state.join(name));
        }
    }
    if access == Access::Group {
        // as dizzy made them for one user: the folders that lead there
        let handed_over = (!all.is_empty()).then(|| out.join("handed-over"));
        for folder in [Some(out.to_owned()), Some(state), handed_over].into_iter().flatten() {
            let mode = fs::metadata(&folder).map_or(0, |meta| meta.permissions().mode() & 0o777);
            if mode == 0o700 {
                let _ = fs::set_permissions(&folder, Permissions::from_mode(0o770)); // not ours to change
            }
        }
    }
}

/// Takes the output folder for one of this ledger, or of a new one where there is none: what was handed over from there
/// is known from its lists, and is not handed over again.
///
/// # Errors
/// When another run holds the state folder, or a list, the ledger or the disk cannot be used.
pub fn begin_anew(settings: &Settings, state: &Path) -> Result<()> {
    let out = &settings.process.out;
    is_there(state)?;
    for folder in [out.as_path(), state] {
        fs::create_dir_all(folder).map_err(Error::io("create folder", folder))?;
    }
    let _lock = lock(state)?;
    let mut ledger = match Ledger::open(state) {
        Err(Error::Ledger { path, source })
            if source.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
        {
            let aside = path.with_extension("no-database");
            fs::rename(&path, aside).map_err(Error::io("rename", &path))?;
            Ledger::open(state)?
        }
        opened => opened?,
    };
    for (number, folder) in all_handed_over(out)? {
        if ledger.knows_number(number)? {
            continue;
        }
        let mut entries = Vec::new();
        for package in PACKAGES {
            let path = folder.join(package.index());
            let list = match fs::read(&path) {
                Ok(list) => list,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::io("read", path)(error)),
            };
            let rows = read_handed_over(&list).into_iter();
            entries.extend(rows.map(|row| found_entry(package, row)));
        }
        ledger.put_found(number, &entries)?;
    }
    write_atomically(&out.join(MARK), |file| writeln!(file, "{ANEW}"))
}

/// Whether there is something in the folder that a run has made.
fn has_output(out: &Path) -> Result<bool> {
    Ok(Format::all().any(|format| out.join(format.file_name()).exists())
        || !all_handed_over(out)?.is_empty())
}
