//! Documents: from bytes to what can be read of them, without understanding it.

mod grey;
mod kind;
mod open;
mod page_image;
mod page_picture;
mod pdf;
mod raster;
mod reading;
mod skip;
mod sniff;

pub use kind::MediaKind;
pub use open::OpenDocument;
pub use page_image::PageImage;
pub(crate) use page_picture::PICTURE_DPI;
pub use page_picture::{PagePicture, page_size};
pub(crate) use reading::Embedded;
pub use reading::{Inspection, NoText, Reading, ReadingNote, TextPass};
pub use skip::SkipReason;
pub(crate) use sniff::is_envelope;
pub use sniff::{ContainerKind, SNIFF_LEN, Sniffed, sniff};
