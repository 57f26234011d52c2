//! Documents: from bytes to what can be read of them, without understanding it.

mod kind;
mod page_image;
mod reading;

pub use kind::MediaKind;
pub use page_image::PageImage;
pub use reading::{Embedded, Inspection, NoText, Reading, ReadingNote, TextPass};
