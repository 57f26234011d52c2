//! Text that the first look left out: Tesseract takes columns of a few amounts for pictures now and then.

use std::collections::HashMap;

use invoice::BBox;
use reading::text::{Page, Word};

/// More pieces of ink outside all words are a picture, or noise.
const MOST_PIECES: usize = 2_000;
/// Stretches looked at on a page at most.
const MOST: usize = 10;
/// A word that is read at least so surely shows that there is text in its row.
const TEXT: f32 = 0.8;

/// A stretch of ink like letters, in a row with words but in none of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LeftOut {
    pub(super) place: BBox,
    /// Where in the page's words it belongs, and in which line.
    pub(super) at: usize,
    pub(super) line: u32,
}

/// What was left out of a page; `ink` holds the boxes of its connected pieces of ink, points.
pub(super) fn left_out(page: &Page, ink: &[BBox]) -> Vec<LeftOut> {
    let mut heights: Vec<f32> =
        page.words.iter().filter(|word| word.confidence >= TEXT).map(|word| word.size_pt).collect();
    heights.sort_unstable_by(f32::total_cmp);
    let Some(&size) = heights.get(heights.len() / 2) else {
        return Vec::new();
    };
    let words = Bands::of(&page.words, size);
    let mut pieces: Vec<&BBox> = ink
        .iter()
        .filter(|piece| {
            (size * 0.5..=size * 1.8).contains(&piece.height())
                && piece.width() <= size * 2.5
                && !words.near(piece).any(|word| holds(&word.bbox, piece, size))
        })
        .collect();
    if pieces.len() > MOST_PIECES {
        return Vec::new();
    }
    pieces.sort_unstable_by(|a, b| a.x0.total_cmp(&b.x0).then(a.y0.total_cmp(&b.y0)));
    stretches(&pieces, size)
        .into_iter()
        .filter_map(|place| placed(page, &words, place))
        .take(MOST)
        .collect()
}

/// Whether a piece of ink lies in a word, or touches it.
fn holds(word: &BBox, piece: &BBox, size: f32) -> bool {
    let room = size * 0.2;
    (word.x0 - room..=word.x1 + room).contains(&piece.center_x())
        && (word.y0 - room..=word.y1 + room).contains(&piece.center_y())
}

/// Pieces beside each other, at least three, from the top of the page down.
fn stretches(pieces: &[&BBox], size: f32) -> Vec<BBox> {
    let mut open: Vec<(BBox, usize)> = Vec::new();
    for piece in pieces {
        let found = open.iter_mut().find(|(stretch, _)| {
            piece.x0 - stretch.x1 <= size * 1.3
                && (piece.y1 - stretch.y1).abs() <= size * 0.4
                && stretch.overlap_y(piece) >= 0.6
        });
        match found {
            Some((stretch, count)) => {
                *stretch = stretch.union(piece);
                *count += 1;
            }
            None => open.push((**piece, 1)),
        }
    }
    let mut found: Vec<BBox> = open
        .into_iter()
        .filter(|(stretch, count)| {
            *count >= 3 && stretch.height() <= size * 2.2 && stretch.width() >= size * 1.2
        })
        .map(|(stretch, _)| stretch)
        .collect();
    found.sort_unstable_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    found
}

/// The row that a stretch belongs to; `None` where no text stands beside it.
fn placed(page: &Page, words: &Bands<'_>, place: BBox) -> Option<LeftOut> {
    let beside = words.near(&place).filter(|word| {
        word.confidence >= TEXT
            && word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
            && word.bbox.overlap_y(&place) >= 0.6
    });
    let gap = |word: &Word| (place.x0 - word.bbox.x1).max(word.bbox.x0 - place.x1);
    let nearest = beside.min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let line = nearest.line;
    let first = page.words.iter().position(|word| word.line == line)?;
    let in_line = page.words[first..].iter().take_while(|word| word.line == line);
    let before = in_line.filter(|word| word.bbox.x0 < place.x0).count();
    Some(LeftOut { place, at: first + before, line })
}

/// The words by the bands of the page that they reach into.
struct Bands<'p> {
    height: f32,
    bands: HashMap<i32, Vec<&'p Word>>,
}

impl<'p> Bands<'p> {
    fn of(words: &'p [Word], size: f32) -> Self {
        let mut found = Self { height: size.max(1.0) * 2.0, bands: HashMap::new() };
        for word in words {
            for band in found.bands_of(&word.bbox) {
                found.bands.entry(band).or_default().push(word);
            }
        }
        found
    }

    fn bands_of(&self, place: &BBox) -> std::ops::RangeInclusive<i32> {
        let band = |y: f32| (y / self.height).floor() as i32;
        band(place.y0 - self.height * 0.1)..=band(place.y1 + self.height * 0.1).min(100_000)
    }

    /// The words in the bands of a place; some twice.
    fn near(&self, place: &BBox) -> impl Iterator<Item = &'p Word> {
        self.bands_of(place).filter_map(|band| self.bands.get(&band)).flatten().copied()
    }
}
