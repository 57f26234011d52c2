//! The digest of the sources of this crate and those under it, as `SOURCES`.
#![allow(clippy::print_stdout)] // this is how cargo is told

use std::path::Path;

use sources::{Error, Workspace};

fn main() -> Result<(), Error> {
    let mut workspace = Workspace::open(Path::new(".."))?;
    println!("cargo::rustc-env=SOURCES={}", workspace.digest("extract")?);
    for file in workspace.files() {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    Ok(())
}
