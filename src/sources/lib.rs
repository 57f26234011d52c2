//! What a result depends on is computed: a digest of all that a crate is built from, made by build scripts.
//!
//! It is over the tokens of a crate's modules (comments and layout change nothing, nor do tests), the files that they
//! include, and the versions of what they depend on; those of crates of the workspace are in it too. It is the same on
//! every machine: no path, time, feature or platform is part of it.

mod error;
mod lock;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use error::Error;
use lock::{Lock, dependencies};
use walk::Walk;

/// Crates of a workspace that lie beside each other, each in a folder of its name with `lib.rs` in it.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    lock: Lock,
    crates: BTreeMap<String, Crate>,
    files: BTreeSet<PathBuf>,
}

/// What is known of one crate.
#[derive(Debug)]
struct Crate {
    /// Of its own tokens and files, and of the versions it depends on.
    digest: [u8; 32],
    /// Crates of the workspace that it depends on.
    uses: Vec<String>,
}

impl Workspace {
    /// The workspace whose crates lie in this folder; its `Cargo.lock` is there or above.
    ///
    /// # Errors
    /// When there is no `Cargo.lock`, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let absolute = fs::canonicalize(folder).map_err(|source| Error::file(folder, source))?;
        let path = absolute
            .ancestors()
            .map(|above| above.join("Cargo.lock"))
            .find(|path| path.exists())
            .ok_or(Error::NoLock)?;
        let lock = Lock::parse(&walk::text_of(&path)?);
        Ok(Self {
            folder: folder.to_owned(),
            lock,
            crates: BTreeMap::new(),
            files: BTreeSet::from([path]),
        })
    }

    /// The digest of a crate with all crates of the workspace that it depends on, 32 hexadecimal digits.
    ///
    /// # Errors
    /// When a file of theirs cannot be read or is not understood.
    pub fn digest(&mut self, name: &str) -> Result<String, Error> {
        let mut names = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if !self.crates.contains_key(&name) {
                let read = self.read(&name)?;
                self.crates.insert(name.clone(), read);
            }
            let uses = &self.crates[&name].uses;
            open.extend(uses.iter().filter(|used| !names.contains(*used)).cloned());
            names.insert(name);
        }
        let mut digest = Sha256::new();
        for name in names {
            digest.update(self.crates[&name].digest);
        }
        let bytes: [u8; 32] = digest.finalize().into();
        let half = u128::from_be_bytes(std::array::from_fn(|at| bytes[at]));
        Ok(format!("{half:032x}"))
    }

    /// All files that the digests so far are made of, for `cargo::rerun-if-changed`.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    fn read(&mut self, name: &str) -> Result<Crate, Error> {
        let folder = self.folder.join(name);
        let manifest = folder.join("Cargo.toml");
        let text = walk::text_of(&manifest)?;
        let found = self.lock.resolve(name, &dependencies(&text))?;
        self.files.insert(manifest);
        let mut walk = Walk::new(&mut self.files);
        walk.put(b'c', name);
        for version in &found.versions {
            walk.put(b'v', version);
        }
        walk.module(&folder.join("lib.rs"))?;
        Ok(Crate { digest: walk.finish(), uses: found.members })
    }
}
