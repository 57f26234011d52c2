//! What a document is called: the SHA-256 of its bytes, and where the bytes are.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::document::MediaKind;

/// The SHA-256 of a document's bytes: its identity everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The digest of everything `input` gives, and how many bytes that was. Holds 64 KiB at a time.
    ///
    /// # Errors
    /// What `input` reports.
    pub fn of_reader(input: &mut dyn Read) -> io::Result<(Self, u64)> {
        let mut digest = sha2::Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        let mut total = 0;
        loop {
            match input.read(&mut buffer) {
                Ok(0) => return Ok((Self(digest.finalize().into()), total)),
                Ok(n) => {
                    digest.update(&buffer[..n]);
                    total += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Sha256 {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err("a SHA-256 has 64 hexadecimal digits");
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| "not hexadecimal")?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| "not hexadecimal")?;
        }
        Ok(Self(bytes))
    }
}

/// Where the bytes of a document are.
#[derive(Debug, Clone)]
pub enum BytesAt {
    /// In this file, from its beginning to its end.
    File(PathBuf),
    /// In this file, which is open: whatever takes its place under that name, these bytes stay.
    Open(PathBuf, Arc<File>),
    /// In memory: a member of a container, just unpacked.
    Memory(Arc<[u8]>),
}

impl BytesAt {
    /// Opens the bytes for reading.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::File(path) => Box::new(FromStart::of(Arc::new(File::open(path)?))),
            Self::Open(_, file) => Box::new(FromStart::of(Arc::clone(file))),
            Self::Memory(bytes) => Box::new(&bytes[..]),
        })
    }

    /// The file, when the bytes are in one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Open(path, _) => Some(path),
            Self::Memory(_) => None,
        }
    }

    /// The same place, its file open for everybody who reads from it. What cannot be opened stays as it is: whoever reads
    /// from it sees why.
    #[must_use]
    pub fn opened(self) -> Self {
        match self {
            Self::File(path) => match File::open(&path) {
                Ok(file) => Self::Open(path, Arc::new(file)),
                Err(_) => Self::File(path),
            },
            other => other,
        }
    }

    /// The same place, without holding its file open.
    #[must_use]
    pub fn closed(self) -> Self {
        match self {
            Self::Open(path, _) => Self::File(path),
            other => other,
        }
    }
}

/// Reads a file that others may read too, each from a place of its own.
#[derive(Debug)]
pub(super) struct FromStart {
    file: Arc<File>,
    at: u64,
}

impl FromStart {
    pub(super) fn of(file: Arc<File>) -> Self {
        Self { file, at: 0 }
    }
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let count = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.at)?;
        #[cfg(windows)]
        let count = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for FromStart {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.file.metadata()?.len(), by),
        };
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "before the beginning");
        self.at = from.checked_add_signed(by).ok_or_else(before)?;
        Ok(self.at)
    }
}

/// A document that can be given to a reader.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its identity.
    pub sha256: Sha256,
    /// What the bytes are.
    pub kind: MediaKind,
    /// How many bytes it has.
    pub len: u64,
    /// Where they are.
    pub at: BytesAt,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_is_read_from_its_beginning_by_each() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, "as it was").unwrap();
        let at = BytesAt::File(path.clone()).opened();
        std::fs::remove_file(&path).unwrap();
        let (mut one, mut other) = (at.open().unwrap(), at.open().unwrap());
        let mut text = String::new();
        one.by_ref().take(3).read_to_string(&mut text).unwrap();
        other.read_to_string(&mut text).unwrap();
        one.read_to_string(&mut text).unwrap();
        assert_eq!(text, "as as it wasit was");
        assert_eq!(at.file(), Some(path.as_path()));
        drop((one, other));
        assert!(at.closed().open().is_err());
    }

    #[test]
    fn hexadecimal_both_ways() {
        let sha = Sha256::of(b"abc");
        assert_eq!(
            sha.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(sha.to_string().parse::<Sha256>(), Ok(sha));
        assert!("xy".parse::<Sha256>().is_err());
    }
}
