//! Text with its place on the page: boxes, words, pages, reading order.
//!
//! Text from a PDF's text layer and text from OCR have one form from here on.

mod geometry;
mod word;

pub use geometry::BBox;
pub use word::{Page, ReadBy, Word};
