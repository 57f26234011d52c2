//! What a document is called: the SHA-256 of its bytes, and where the bytes are.

use std::fmt;
use std::io::{self, Read};
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
            Self::File(path) => Box::new(std::fs::File::open(path)?),
            Self::Memory(bytes) => Box::new(&bytes[..]),
        })
    }

    /// The file, when the bytes are in one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Memory(_) => None,
        }
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
