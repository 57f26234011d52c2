//! What stands on a page: words with their places.

use serde::{Deserialize, Serialize};

use invoice::BBox;

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
    /// How the sheet lay when it was scanned: words and rules stand as on a straight sheet.
    #[serde(default)]
    pub tilt: Tilt,
}

/// How far the lines of a scanned or photographed page are from level, after it was turned upright.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Tilt {
    /// Slope of the lines half-way down, degrees, positive when they fall to the right.
    pub skew_deg: f32,
    /// How much more they slope at the bottom edge than at the top edge, degrees: a page that was photographed from
    /// aside.
    pub fan_deg: f32,
}

impl Page {
    /// Whether it can be a page: a size, and words that stand on it; straightened ones may lean over its edge.
    pub fn is_sound(&self) -> bool {
        let (width, height) = (self.width_pt, self.height_pt);
        let over = width.max(height) / 4.0;
        let stands = |b: &BBox| {
            (-over <= b.x0 && b.x0 <= b.x1 && b.x1 <= width + over)
                && (-over <= b.y0 && b.y0 <= b.y1 && b.y1 <= height + over)
        };
        (width > 0.0 && height > 0.0 && over.is_finite())
            && self.words.iter().all(|word| stands(&word.bbox) && !word.text.is_empty())
            && self.rules.iter().all(stands)
    }

    /// The words of each line, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &[Word]> {
        self.words.chunk_by(|a, b| a.line == b.line)
    }

    /// Where a place of the straightened page lies on the page as it was scanned, upright but not straightened: what a
    /// person looks at.
    pub fn as_scanned(&self, place: &BBox) -> BBox {
        if self.tilt == Tilt::default() {
            return *place;
        }
        let (sin, cos) = f64::from(self.tilt.skew_deg).to_radians().sin_cos();
        let (width, height) = (f64::from(self.width_pt), f64::from(self.height_pt));
        let fan = f64::from(self.tilt.fan_deg).to_radians() / height.max(1.0);
        let (middle_x, middle_y) = (width / 2.0, height / 2.0);
        let scanned = |x: f32, y: f32| {
            let (dx, dy) = (f64::from(x) - middle_x, f64::from(y) - middle_y);
            let (x, y) =
                (middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos + dx * dy * fan);
            (x.clamp(0.0, width) as f32, y.clamp(0.0, height) as f32)
        };
        let corners = [
            scanned(place.x0, place.y0),
            scanned(place.x1, place.y0),
            scanned(place.x0, place.y1),
            scanned(place.x1, place.y1),
        ];
        let edge = |of: fn(&(f32, f32)) -> f32, pick: fn(f32, f32) -> f32| {
            corners.iter().map(of).reduce(pick).unwrap_or_default()
        };
        BBox::new(
            edge(|c| c.0, f32::min),
            edge(|c| c.1, f32::min),
            edge(|c| c.0, f32::max),
            edge(|c| c.1, f32::max),
        )
    }

    /// True when no word was found.
    pub fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}
