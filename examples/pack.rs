//! Packs dizzy as a burst does, to carry it to a Linux machine that has nothing of it.
//!
//! ```text
//! cargo run --example pack -- target/release/dizzy /tmp nld eng
//! ```
//!
//! writes `/tmp/dizzy.tar.gz`, and says its digest, size and the time it took. Unpacked anywhere, `./dizzy` runs there.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(binary), Some(folder)) = (arguments.next(), arguments.next()) else {
        println!("usage: pack BINARY FOLDER [LANGUAGE...]");
        return ExitCode::from(2);
    };
    let languages: Vec<String> = arguments.collect();
    let begin = Instant::now();
    match burst::program::pack_program(
        &PathBuf::from(binary),
        &PathBuf::from(folder),
        Path::new(""),
        &languages,
    ) {
        Ok(program) => {
            println!(
                "{}  {}  {} bytes, {} ms",
                program.sha256,
                program.path.display(),
                program.len,
                begin.elapsed().as_millis()
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
