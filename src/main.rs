//! The `dizzy` program: see [`dizzy::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    dizzy::cli::run(std::env::args_os())
}
