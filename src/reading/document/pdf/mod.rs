//! PDF: the only place that knows the PDF crates.
//!
//! A page is interpreted once for its text and once for its pixels, on a device of ours that notes what is drawn where.
//! Nothing of a page is kept between requests: fonts are read again, which costs little, and a page that went wrong
//! leaves nothing behind.

mod attachments;
mod budget;
mod device;
mod file;
mod names;
mod picture;
mod reverse_cmap;
mod survey;

pub(super) use budget::guarded;
pub(super) use file::PdfFile;
