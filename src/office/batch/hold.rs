//! Who may write in a state folder: one run at a time.
//!
//! `dizzy review` is open for hours and writes for moments. It has a seat of its own, which a second review may not
//! take, and holds the folder only while it writes; a run that begins just then waits for it.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use invoice::both;

use crate::ledger::{is_there, may_only_look, remember};
use crate::{Error, Result};

/// A run waits this long for a review that writes: it makes all files anew, of thousands of proposals perhaps.
const REVIEW_WRITES: Duration = Duration::from_mins(1);
/// How often it is tried again.
const TRY_EVERY: Duration = Duration::from_millis(20);

/// Holds a state folder in which there is a ledger.
pub fn hold(state: &Path) -> Result<File> {
    must_have_ledger(state)?;
    lock(state)
}

/// Holds the state folder for this run, until it is dropped or the process ends in whatever way.
///
/// # Errors
/// [`Error::Locked`] when another run holds it.
pub fn lock(state: &Path) -> Result<File> {
    let begun = Instant::now();
    loop {
        match try_lock(state, "lock")? {
            Some(lock) => return Ok(lock),
            None if begun.elapsed() < REVIEW_WRITES && is_reviewed(state)? => {
                thread::sleep(TRY_EVERY);
            }
            None => return Err(locked(state)),
        }
    }
}

/// Holds the folder for a moment, for a review; `None` when a run holds it, after trying for so long.
///
/// # Errors
/// When the system cannot lock files there.
pub(crate) fn lock_for_moment(state: &Path, patience: Duration) -> Result<Option<File>> {
    let begun = Instant::now();
    loop {
        let lock = try_lock(state, "lock")?;
        if lock.is_some() || begun.elapsed() >= patience {
            return Ok(lock);
        }
        thread::sleep(TRY_EVERY);
    }
}

/// The seat of a review in a folder with a ledger.
///
/// # Errors
/// When there is no ledger, or another review is open.
pub(crate) fn take_seat(state: &Path) -> Result<File> {
    must_have_ledger(state)?;
    let begun = Instant::now();
    loop {
        match try_lock(state, "review")? {
            Some(seat) => return Ok(seat),
            // a run that looks whether somebody sits there takes it for an instant
            None if begun.elapsed() < 5 * TRY_EVERY => thread::sleep(TRY_EVERY),
            None => return Err(locked(state)),
        }
    }
}

fn is_reviewed(state: &Path) -> Result<bool> {
    Ok(try_lock(state, "review")?.is_none())
}

fn must_have_ledger(state: &Path) -> Result<()> {
    if is_there(state)? {
        return Ok(());
    }
    let state = state.display();
    Err(Error::Config(both!(
        "er is geen grootboek van dizzy (ledger.sqlite) in {state}: daar is nog niets verwerkt",
        "there is no ledger in {state}: nothing was processed there yet"
    )))
}

fn locked(state: &Path) -> Error {
    Error::Locked { path: state.to_owned() }
}

fn try_lock(state: &Path, name: &str) -> Result<Option<File>> {
    let path = state.join(name);
    if may_only_look(state) {
        return Err(Error::OnlyToLook { state: state.to_owned() });
    }
    let file = File::create(&path).map_err(Error::io("write", &path))?;
    match file.try_lock() {
        Ok(()) => {
            remember(&path);
            Ok(Some(file))
        }
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_waits_for_a_review_but_not_for_a_run() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path();
        std::fs::write(state.join("ledger.sqlite"), "x").unwrap();
        let run = lock(state).unwrap();
        let begun = Instant::now();
        assert!(matches!(lock(state), Err(Error::Locked { .. })));
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(lock_for_moment(state, Duration::ZERO).unwrap().is_none());
        drop(run);
        let seat = take_seat(state).unwrap();
        assert!(matches!(take_seat(state), Err(Error::Locked { .. })));
        // an idle review is in nobody's way
        drop(lock(state).unwrap());
        let writes = lock_for_moment(state, Duration::ZERO).unwrap().unwrap();
        let waits = thread::scope(|threads| {
            let run = threads.spawn(|| lock(state).map(|_| Instant::now()));
            thread::sleep(Duration::from_millis(200));
            let written = Instant::now();
            drop(writes);
            run.join().unwrap().unwrap() > written
        });
        assert!(waits);
        drop(seat);
        drop(take_seat(state).unwrap());
    }
}
