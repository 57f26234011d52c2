//! Learning files: from the disk through the readers of [`crate::learn`] into the ledger.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::Digest;

use crate::error::{Error, Result};
use crate::learn::{Place, Stop, xaf};
use crate::ledger::{HistoryKind, Ledger, LearnCount};
use crate::source::Sha256;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learnt {
    /// It was learned.
    File {
        /// Bytes.
        len: u64,
        /// What it changed.
        count: LearnCount,
        /// What it says about itself: company and year.
        about: String,
    },
    /// It was learned before; nothing changed.
    Before,
}

/// Learns one file for an administration ("" without configuration).
///
/// # Errors
/// [`Error::Learn`] with the place in the file, or what the ledger or the disk reports. Nothing of the file is kept then.
pub fn learn_file(ledger: &mut Ledger, administration: &str, path: &Path) -> Result<Learnt> {
    let trouble = |error: io::Error| Stop::file(Place::default(), error).in_file(path);
    let mut file = File::open(path).map_err(trouble)?;
    let len = file.metadata().map_err(trouble)?.len();
    if ledger.may_be_learned(administration, len)? {
        // Most likely the same file again: a look at its bytes is cheaper than learning it.
        let (sha256, _) = Sha256::of_reader(&mut file).map_err(trouble)?;
        if ledger.is_learned(administration, sha256)? {
            return Ok(Learnt::Before);
        }
        file = File::open(path).map_err(trouble)?;
    }
    let name = path.to_string_lossy();
    let mut input = Hashed::new(file);
    let mut learning = ledger.learn(administration, &name, HistoryKind::Auditfile)?;
    let header = xaf::read(&mut input, |entry| learning.keep(entry))
        .map_err(|stop| stop.in_file(path))?;
    let (sha256, len) = input.finish().map_err(trouble)?;
    if learning.is_known(sha256)? {
        return Ok(Learnt::Before);
    }
    let count = learning.finish(sha256, len)?;
    let about = [header.company, header.year].join(" ").trim().to_owned();
    Ok(Learnt::File { len, count, about })
}

/// A reader that takes the digest of what passes.
struct Hashed<R> {
    inner: R,
    digest: sha2::Sha256,
    len: u64,
}

impl<R: Read> Hashed<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            digest: sha2::Sha256::new(),
            len: 0,
        }
    }

    /// Digest and length of everything, with what was not read yet.
    fn finish(mut self) -> io::Result<(Sha256, u64)> {
        io::copy(&mut self, &mut io::sink())?;
        Ok((Sha256(self.digest.finalize().into()), self.len))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.digest.update(&buffer[..n]);
        self.len += n as u64;
        Ok(n)
    }
}

/// Opens the ledger of a state folder to learn or forget, and holds the folder meanwhile.
///
/// # Errors
/// [`Error::Locked`] when a run is at work there, or what the disk or the ledger reports.
pub fn open_for_learning(state: &Path) -> Result<(File, Ledger)> {
    std::fs::create_dir_all(state).map_err(Error::io("create folder", state))?;
    let lock = super::run::lock(state)?;
    Ok((lock, Ledger::open(state)?))
}
