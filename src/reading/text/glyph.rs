//! Characters as a page draws them, before they are words.

/// A character with its place, in page points, `y` growing downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub text: GlyphText,
    /// Start of the character on its baseline, pt.
    pub x: f32,
    /// Start of the character on its baseline, pt.
    pub y: f32,
    /// From its start to where the next character would start, pt.
    pub dx: f32,
    /// From its start to where the next character would start, pt.
    pub dy: f32,
    /// Font size, pt.
    pub size_pt: f32,
    /// Set in a bold face.
    pub bold: bool,
    /// Not to be seen on the page: drawn without ink or under a picture.
    pub hidden: bool,
}

/// The meaning of a glyph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GlyphText {
    /// A blank of any kind.
    Blank,
    Char(char),
    /// Several characters drawn as one.
    Text(Box<str>),
    /// A mark whose meaning is not known.
    Unknown,
}

/// Stands in a word for a glyph whose meaning is not known, so that a number does not silently lose a digit.
pub(crate) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

impl Glyph {
    /// The middle of the glyph's baseline, pt.
    pub fn middle(&self) -> (f32, f32) {
        (self.x + self.dx / 2.0, self.y + self.dy / 2.0)
    }

    /// The glyph on a page of `width` × `height` points after `quarters` quarter turns clockwise.
    #[must_use]
    pub fn turned(mut self, quarters: u8, width: f32, height: f32) -> Self {
        (self.x, self.y) = turn_point((self.x, self.y), quarters, width, height);
        (self.dx, self.dy) = match quarters % 4 {
            0 => (self.dx, self.dy),
            1 => (-self.dy, self.dx),
            2 => (-self.dx, -self.dy),
            _ => (self.dy, -self.dx),
        };
        self
    }
}

/// Where a point of a page of `width` × `height` points comes to lie after `quarters` quarter turns clockwise.
pub(crate) fn turn_point((x, y): (f32, f32), quarters: u8, width: f32, height: f32) -> (f32, f32) {
    match quarters % 4 {
        0 => (x, y),
        1 => (height - y, x),
        2 => (width - x, height - y),
        _ => (y, width - x),
    }
}
