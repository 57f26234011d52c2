//! Documents: from bytes to what can be read of them, without understanding it.

mod kind;
mod page_image;
mod reading;
mod sniff;

pub use kind::MediaKind;
pub use page_image::PageImage;
pub use reading::{Embedded, Inspection, NoText, Reading, ReadingNote, TextPass};
pub use sniff::{ContainerKind, SNIFF_LEN, Sniffed, sniff};
