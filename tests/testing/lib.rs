//! What tests, benches and examples of several crates share. It knows none of them, so that whoever uses it builds no
//! other; only `pages` needs `reading`.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

pub mod books;
mod corpus;
#[cfg(feature = "pages")]
pub mod drawing;
pub mod pdf;
pub mod rig;

pub use corpus::{corpus, files};

use std::path::Path;
use std::process::Command;

/// Unpacks a `.tar.gz`, by another process: what this one writes cannot be started while another test forks.
pub fn untar(archive: &Path, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    let status = Command::new("tar")
        .arg("-xzf")
        .arg(archive)
        .arg("-C")
        .arg(folder)
        .status()
        .expect("tar starts");
    assert!(status.success(), "{}", archive.display());
}
