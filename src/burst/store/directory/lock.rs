//! Locks between threads, processes and machines.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::store::chance::Chance;
use reading::source::Sha256;

/// Lock files; few enough to be there for good, many enough that writers seldom wait for each other.
const LOCKS: usize = 64;

/// Where systems lend locks to a whole process (NFS), its threads need one between themselves.
static IN_PROCESS: [Mutex<()>; LOCKS] = [const { Mutex::new(()) }; LOCKS];

pub(super) fn slot_of(key: &str) -> usize {
    usize::from(Sha256::of(key.as_bytes()).0[0]) % LOCKS
}

/// A lock on all names that share its slot, until it is dropped.
pub(super) struct Lock {
    _file: File,
    _in_process: MutexGuard<'static, ()>,
}

impl Lock {
    /// Waits for the lock, which goes with its holder when that is killed.
    pub(super) fn take(slot: usize, path: &Path, patience: Duration) -> io::Result<Self> {
        let in_process = IN_PROCESS[slot].lock().unwrap_or_else(PoisonError::into_inner);
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        let chance = Chance::new();
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => {
                    return Ok(Self { _file: file, _in_process: in_process });
                }
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if waited >= patience => {
                    return Err(io::ErrorKind::ResourceBusy.into());
                }
                Err(TryLockError::WouldBlock) => {}
            }
            let wait = Duration::from_micros(200 + chance.next() % 4000);
            std::thread::sleep(wait);
            waited += wait;
        }
    }
}
