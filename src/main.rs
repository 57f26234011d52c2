//! The `dizzy` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|arg| arg == "reader")
    {
        return dizzy::reader::serve_stdio();
    }
    ExitCode::SUCCESS
}
