//! What the program lends to an office.

use reading::Understanding;
use reading::reader::ReaderCommand;

/// What documents are read with. Nothing here is built with either, so that a change in them is quickly tried.
#[derive(Debug, Clone)]
pub struct Program {
    /// How reader processes are started.
    pub reader: ReaderCommand,
    /// What knows invoices.
    pub understanding: Understanding,
}
