//! Digests of the crates that results depend on, as `SOURCES_READING` and so on. See `batch/fingerprint.rs`.
#![allow(clippy::print_stdout)] // this is how cargo is told

use std::path::Path;

use sources::{Error, Workspace};

fn main() -> Result<(), Error> {
    let mut workspace = Workspace::open(Path::new(".."))?;
    for name in ["reading", "booking", "office"] {
        let digest = workspace.digest(name)?;
        println!("cargo::rustc-env=SOURCES_{}={digest}", name.to_uppercase());
    }
    for file in workspace.files() {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    Ok(())
}
