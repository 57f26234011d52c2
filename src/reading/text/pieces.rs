//! From glyphs to pieces of words and from pieces to words, within text that runs in one direction.
//!
//! Everything here is measured in the frame of the text: `u` along the reading direction, `v` across it, downwards.

use super::glyph::{Glyph, GlyphText, UNKNOWN};
use super::normal::compose;

/// Glyphs farther apart than this share of the font size belong to different words.
const WORD_GAP: f32 = 0.12;
/// Glyphs of one word may overlap by this share of the font size (kerning, slanted faces).
const KERNING: f32 = 0.35;
/// Letters set apart on purpose are no farther apart than this share of the font size.
const MAX_SPACING: f32 = 0.8;
/// A second print of the same text lies within this share of the font size.
const OVERPRINT: f32 = 0.18;

/// Letters that stand together, and later a word.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    pub chars: u32,
    pub bold_chars: u32,
    /// Start along the reading direction.
    pub u0: f32,
    /// End along the reading direction.
    pub u1: f32,
    pub v: f32,
    pub size: f32,
    pub hidden: bool,
    spaced: bool,
    /// Start and baseline of its last glyph.
    last: (f32, f32),
}

impl Piece {
    fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.chars += other.chars;
        self.bold_chars += other.bold_chars;
        self.u1 = self.u1.max(other.u1);
        self.size = self.size.max(other.size);
        self.spaced = other.spaced;
        self.last = other.last;
    }

    /// One or two characters of a script that sets words apart.
    fn is_letters(&self) -> bool {
        self.chars <= 2 && self.text.chars().all(|c| c < '\u{2e80}')
    }

    fn overlap(&self, other: &Self) -> f32 {
        self.u1.min(other.u1) - self.u0.max(other.u0)
    }
}

/// A direction of text as a turn of the page's axes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub cos: f32,
    pub sin: f32,
}

impl Frame {
    pub(crate) fn at_degrees(degrees: f32) -> Self {
        // Exact for the four upright directions, so that lines are straight.
        let (sin, cos) = match degrees {
            0.0 => (0.0, 1.0),
            90.0 => (1.0, 0.0),
            180.0 => (0.0, -1.0),
            270.0 => (-1.0, 0.0),
            d => d.to_radians().sin_cos(),
        };
        Self { cos, sin }
    }

    fn uv(self, x: f32, y: f32) -> (f32, f32) {
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }

    pub(crate) fn xy(self, u: f32, v: f32) -> (f32, f32) {
        (u * self.cos - v * self.sin, u * self.sin + v * self.cos)
    }
}

/// Joins glyphs that were drawn one after the other and stand together.
pub(super) fn runs<'a>(glyphs: impl Iterator<Item = &'a Glyph>, frame: Frame) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for glyph in glyphs {
        let (u, v) = frame.uv(glyph.x, glyph.y);
        let advance = frame.uv(glyph.dx, glyph.dy).0;
        if glyph.text == GlyphText::Blank {
            if let Some(piece) = pieces.last_mut()
                && open
                && (u - piece.u1).abs() < KERNING * piece.size
                && (v - piece.v).abs() < 0.25 * piece.size
            {
                piece.spaced = true;
            }
            open = false;
            continue;
        }
        if open
            && let Some(piece) = pieces.last_mut()
            && extend(piece, glyph, u, v, advance)
        {
            continue;
        }
        let (text, chars) = match &glyph.text {
            GlyphText::Char(c) => (c.to_string(), 1),
            GlyphText::Text(text) => (text.to_string(), text.chars().count() as u32),
            GlyphText::Unknown | GlyphText::Blank => (UNKNOWN.to_string(), 1),
        };
        pieces.push(Piece {
            text,
            chars,
            bold_chars: if glyph.bold { chars } else { 0 },
            u0: u.min(u + advance),
            u1: u.max(u + advance),
            v,
            size: glyph.size_pt,
            hidden: glyph.hidden,
            spaced: false,
            last: (u, v),
        });
        open = true;
    }
    pieces
}

/// Adds the glyph to the piece when it belongs there, or drops it when it repeats the piece's last glyph.
fn extend(piece: &mut Piece, glyph: &Glyph, u: f32, v: f32, advance: f32) -> bool {
    let size = piece.size.min(glyph.size_pt).max(0.1);
    let (last_u, last_v) = piece.last;
    let near_last = (u - last_u).abs() < 0.1 * size && (v - last_v).abs() < 0.1 * size;
    if near_last {
        let same = match &glyph.text {
            GlyphText::Char(c) => piece.text.ends_with(*c),
            GlyphText::Text(text) => piece.text.ends_with(&**text),
            GlyphText::Unknown | GlyphText::Blank => piece.text.ends_with(UNKNOWN),
        };
        if same {
            piece.bold_chars = (piece.bold_chars + 1).min(piece.chars);
            return true;
        }
    }
    if let GlyphText::Char(mark @ '\u{300}'..='\u{36f}') = glyph.text
        && let Some(composed) = piece.text.pop().and_then(|base| {
            let composed = compose(base, mark);
            if composed.is_none() {
                piece.text.push(base);
            }
            composed
        })
    {
        piece.text.push(composed);
        return true;
    }
    let gap = u - piece.u1;
    let ratio = piece.size / glyph.size_pt.max(0.1);
    let joins = (v - last_v).abs() < 0.25 * size
        && gap < WORD_GAP * size
        && gap > -KERNING * size
        && (0.625..1.6).contains(&ratio)
        && piece.hidden == glyph.hidden;
    if joins {
        let chars = match &glyph.text {
            GlyphText::Char(c) => {
                piece.text.push(*c);
                1
            }
            GlyphText::Text(text) => {
                piece.text.push_str(text);
                text.chars().count() as u32
            }
            GlyphText::Unknown | GlyphText::Blank => {
                piece.text.push(UNKNOWN);
                1
            }
        };
        piece.chars += chars;
        if glyph.bold {
            piece.bold_chars += chars;
        }
        piece.u1 = piece.u1.max(u + advance);
        piece.size = piece.size.max(glyph.size_pt);
        piece.last = (u, v);
    }
    joins
}

/// Makes words of the pieces of one line: second prints removed, letters set apart and pieces drawn apart joined.
pub(super) fn words_of_line(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.u0.total_cmp(&b.u0).then(b.chars.cmp(&a.chars)));
    let pieces = without_second_prints(pieces);
    let pieces = join_spaced_letters(pieces);
    let mut words: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match words.last_mut() {
            Some(word) if touch(word, &piece) => word.append(&piece),
            _ => words.push(piece),
        }
    }
    words
}

fn touch(a: &Piece, b: &Piece) -> bool {
    let size = a.size.min(b.size);
    let gap = b.u0 - a.u1;
    // Single letters drawn in any order may be kerned; whole pieces that overlap are different cells of a table.
    let overlap = if b.chars == 1 { KERNING } else { WORD_GAP };
    !a.spaced
        && a.hidden == b.hidden
        && gap < WORD_GAP * size
        && gap > -overlap * size
        && a.size < 1.3 * b.size
        && b.size < 1.3 * a.size
        && (a.v - b.v).abs() < 0.15 * size
}

/// Fake bold and shadows print a text twice; some programs draw the second print in other pieces.
fn without_second_prints(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    'next: for piece in pieces {
        for at in (kept.len().saturating_sub(6)..kept.len()).rev() {
            let other = &mut kept[at];
            let size = other.size.min(piece.size);
            let overlap = other.overlap(&piece);
            if overlap < 0.5 * size.min(piece.u1 - piece.u0) {
                continue;
            }
            let slack = OVERPRINT * size;
            let inside = piece.u0 >= other.u0 - slack && piece.u1 <= other.u1 + slack;
            let around = piece.u0 <= other.u0 + slack && piece.u1 >= other.u1 - slack;
            let same = inside && around && piece.text == other.text;
            if same || (inside && piece.chars > 1 && other.text.contains(&piece.text)) {
                if other.hidden && !piece.hidden && same {
                    *other = piece;
                } else if same && piece.hidden == other.hidden {
                    other.bold_chars = other.chars;
                    other.spaced |= piece.spaced;
                }
                continue 'next;
            }
            if around && other.chars > 1 && piece.text.contains(&other.text) && !piece.hidden {
                kept.remove(at);
            }
        }
        kept.push(piece);
    }
    kept
}

/// Words set with wide letter-spacing: four or more letters in a row, the same distance apart each time. Shorter words of
/// the same line and size are joined when their letters are as far apart.
fn join_spaced_letters(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run = SpacedRun::at(&pieces[at..]);
        at += run.len;
        runs.push(run);
    }
    let Some(longest) = runs.iter().filter(|run| run.is_word()).max_by_key(|run| run.len).copied()
    else {
        return pieces;
    };
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter();
    for run in runs {
        let joins = run.is_word() || run.is_like(&longest);
        for (index, piece) in pieces.by_ref().take(run.len).enumerate() {
            match out.last_mut() {
                Some(word) if joins && index > 0 => word.append(&piece),
                _ => out.push(piece),
            }
        }
    }
    out
}

/// Letters in a row, the same distance apart each time.
#[derive(Debug, Clone, Copy)]
struct SpacedRun {
    /// Pieces in it; 1 when the first stands alone.
    len: usize,
    /// Pieces of two letters among them.
    pairs: usize,
    /// The smallest and the largest distance, em.
    gaps: (f32, f32),
    size: f32,
}

impl SpacedRun {
    /// The run that starts with the first piece.
    fn at(pieces: &[Piece]) -> Self {
        let first = &pieces[0];
        let mut run = Self {
            len: 1,
            pairs: usize::from(first.chars == 2),
            gaps: (f32::INFINITY, f32::NEG_INFINITY),
            size: first.size,
        };
        for two in pieces.windows(2) {
            let (a, b) = (&two[0], &two[1]);
            let gap = (b.u0 - a.u1) / first.size.max(0.1);
            let (low, high) = (run.gaps.0.min(gap), run.gaps.1.max(gap));
            let fits = a.is_letters()
                && b.is_letters()
                && !a.spaced
                && a.hidden == b.hidden
                && (a.v - b.v).abs() < 0.1 * first.size
                && (a.size - b.size).abs() < 0.1 * first.size
                && low >= WORD_GAP - 0.06
                && high <= MAX_SPACING
                && high - low < 0.1;
            if !fits {
                break;
            }
            run.gaps = (low, high);
            run.pairs += usize::from(b.chars == 2);
            run.len += 1;
        }
        run
    }

    /// Long enough to be no row of short words. Kerning can make a pair of two letters.
    fn is_word(&self) -> bool {
        self.len >= 4 && self.pairs * 4 <= self.len
    }

    /// Spaced as another run of the same size is.
    fn is_like(&self, other: &Self) -> bool {
        self.len > 1
            && (self.size - other.size).abs() < 0.1 * other.size
            && self.gaps.0.min(other.gaps.0) + 0.1 > self.gaps.1.max(other.gaps.1)
    }
}
