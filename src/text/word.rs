//! What stands on a page: words with their places.

use serde::{Deserialize, Serialize};

use super::BBox;

/// How a word came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadBy {
    /// Taken from the PDF's own text layer: the characters are certain.
    TextLayer,
    /// Recognised from pixels.
    Ocr {
        /// Resolution the recogniser saw, dots per inch.
        dpi: u16,
    },
}

/// A word as it stands on a page, in reading position (the page already turned upright).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters, never empty, without blanks.
    pub text: String,
    /// Where it stands.
    pub bbox: BBox,
    /// Font size, pt; for OCR the height of the line's letters, pt.
    pub size_pt: f32,
    /// Set in a bold face, as far as the font tells; always false for OCR.
    pub bold: bool,
    /// How sure the reader is of the characters, 0 to 1; 1 for a text layer.
    pub confidence: f32,
    /// Number of the line it belongs to, counted per page in reading order. Words of one line stand together.
    pub line: u32,
    /// How it was read.
    pub read_by: ReadBy,
}

/// One page of a document as it was read: upright, words in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Page number in the file, from 1.
    pub number: u32,
    /// Width, pt, after turning upright.
    pub width_pt: f32,
    /// Height, pt, after turning upright.
    pub height_pt: f32,
    /// How far the page as stored was turned clockwise to stand upright: 0, 90, 180 or 270 degrees.
    pub turned_deg: u16,
    /// The words in reading order.
    pub words: Vec<Word>,
    /// Ruled lines (tables, boxes), where they were cheap to get; else empty.
    pub rules: Vec<BBox>,
}

impl Page {
    /// The words of each line, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &[Word]> {
        self.words.chunk_by(|a, b| a.line == b.line)
    }

    /// True when no word was found.
    pub fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}
