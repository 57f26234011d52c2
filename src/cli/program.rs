//! What this program lends to an office and to a burst.

use std::io;

use office::Program;
use reading::reader::ReaderCommand;

/// It is the reader itself, and understands with `extract`.
///
/// # Errors
/// When the system does not tell where this program is.
pub(super) fn program() -> io::Result<Program> {
    Ok(Program { reader: ReaderCommand::this_program()?, understanding: extract::UNDERSTANDING })
}
