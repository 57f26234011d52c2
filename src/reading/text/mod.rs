//! Text with its place on the page: boxes, words, pages, reading order.
//!
//! Text from a PDF's text layer and text from OCR have one form from here on.

mod glyph;
mod normal;
mod order;
mod pieces;
mod plausible;
mod prose;
mod word;

pub(crate) use glyph::{Glyph, GlyphText};
pub(crate) use normal::{Mark, normal};
pub(crate) use order::Layout;
pub(crate) use plausible::LetterPairs;
pub use prose::prose;
pub use word::{Page, ReadBy, Tilt, Word};
