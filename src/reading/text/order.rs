//! From glyphs to a page: turned upright, words in reading order.
//!
//! A line is what stands on one baseline, over the whole width of the page: the amount far to the right belongs to its
//! label. Lines run from top to bottom, words from left to right. Text in other directions (notes along the edge,
//! watermarks) follows after.

use std::collections::BTreeMap;

use super::glyph::{Glyph, GlyphText, UNKNOWN, turn_point};
use super::pieces::{Frame, Piece, runs, words_of_line};
use super::{ReadBy, Word};
use invoice::BBox;

/// Baselines closer than this share of the smaller font size are one line.
const SAME_LINE: f32 = 0.35;
/// Lines of a page, and pieces of a line, among which raised text is looked for.
const MAX_LINES: usize = 2_000;
const MAX_PIECES: usize = 400;
/// Text that leans up to this much belongs to the straight text, degrees.
const LEAN_DEG: f32 = 2.0;

/// The words of a page, upright.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// How far the page was turned clockwise, degrees.
    pub turned_deg: u16,
    /// Width, pt, after turning.
    pub width_pt: f32,
    /// Height, pt, after turning.
    pub height_pt: f32,
    /// The words, with the number of their lines, and whether they are hidden.
    pub words: Vec<(Word, bool)>,
}

impl Layout {
    /// Arranges the glyphs of a page of the given size.
    pub fn of(glyphs: Vec<Glyph>, width_pt: f32, height_pt: f32) -> Self {
        let quarters = quarters_to_upright(&glyphs);
        let mut layout =
            Self { turned_deg: u16::from(quarters) * 90, width_pt, height_pt, words: Vec::new() };
        let glyphs = if quarters == 0 {
            glyphs
        } else {
            if quarters % 2 == 1 {
                (layout.width_pt, layout.height_pt) = (height_pt, width_pt);
            }
            glyphs.into_iter().map(|g| g.turned(quarters, width_pt, height_pt)).collect()
        };
        let mut line = 0;
        for (degrees, members) in directions(&glyphs) {
            let frame = Frame::at_degrees(degrees);
            let pieces = match members {
                None => runs(glyphs.iter(), frame),
                Some(members) => runs(members.iter().map(|&i| &glyphs[i]), frame),
            };
            for pieces in lines(pieces) {
                let before = layout.words.len();
                layout.words.extend(
                    words_of_line(pieces)
                        .into_iter()
                        .filter(|w| w.text.chars().any(|c| c != UNKNOWN))
                        .map(|w| (w.hidden, word(w, frame, line)))
                        .map(|(hidden, w)| (w, hidden)),
                );
                if layout.words.len() > before {
                    line += 1;
                }
            }
        }
        layout
    }

    /// A box of the page as stored, on the upright page.
    pub fn upright(&self, bbox: BBox) -> BBox {
        let quarters = (self.turned_deg / 90) as u8;
        let (width, height) = if quarters % 2 == 1 {
            (self.height_pt, self.width_pt)
        } else {
            (self.width_pt, self.height_pt)
        };
        let (x0, y0) = turn_point((bbox.x0, bbox.y0), quarters, width, height);
        let (x1, y1) = turn_point((bbox.x1, bbox.y1), quarters, width, height);
        BBox::new(x0, y0, x1, y1)
    }
}

/// The quarter turns clockwise after which most of the text runs from left to right.
fn quarters_to_upright(glyphs: &[Glyph]) -> u8 {
    let mut counts = [0usize; 4];
    for glyph in glyphs {
        if glyph.text != GlyphText::Blank && (glyph.dx != 0.0 || glyph.dy != 0.0) {
            let direction =
                match (glyph.dx.abs() >= glyph.dy.abs(), glyph.dx >= 0.0, glyph.dy >= 0.0) {
                    (true, true, _) => 0,
                    (true, false, _) => 2,
                    (false, _, true) => 1,
                    (false, _, false) => 3,
                };
            counts[direction] += 1;
        }
    }
    let total: usize = counts.iter().sum();
    (1..4u8).find(|&d| counts[usize::from(d)] * 5 > total * 3).map_or(0, |d| 4 - d)
}

/// The directions of the text in degrees, reading order of directions, with the glyphs of each; `None` means all.
fn directions(glyphs: &[Glyph]) -> Vec<(f32, Option<Vec<usize>>)> {
    if glyphs.iter().all(|g| g.dx >= 0.0 && g.dy == 0.0) {
        return vec![(0.0, None)];
    }
    let mut last = 0.0;
    let angles: Vec<f32> = glyphs
        .iter()
        .map(|g| {
            if g.dx != 0.0 || g.dy != 0.0 {
                last = g.dy.atan2(g.dx).to_degrees();
            }
            last
        })
        .collect();
    // A scan's hidden text leans as the paper lay: the lean of most of the text straightens its lines.
    let mut leans: Vec<f32> = angles.iter().copied().filter(|a| a.abs() < 10.0).collect();
    let middle = leans.len() / 2;
    let lean = if leans.is_empty() {
        0.0
    } else {
        *leans.select_nth_unstable_by(middle, f32::total_cmp).1
    };
    let lean = if lean.abs() < 0.1 { 0.0 } else { lean };
    let mut groups: BTreeMap<(u8, i16), Vec<usize>> = BTreeMap::new();
    for (index, angle) in angles.iter().enumerate() {
        let quarter = ((angle - lean) / 90.0).round();
        let off = angle - lean - quarter * 90.0;
        let key = if off.abs() <= LEAN_DEG {
            let quarter = quarter.rem_euclid(4.0) as u8;
            (quarter, 0)
        } else {
            (4, (angle / 3.0).round() as i16)
        };
        groups.entry(key).or_default().push(index);
    }
    groups
        .into_iter()
        .map(|((quarter, third), members)| {
            let degrees =
                if quarter < 4 { f32::from(quarter) * 90.0 + lean } else { f32::from(third) * 3.0 };
            (degrees, Some(members))
        })
        .collect()
}

struct Line {
    v: f32,
    size: f32,
    pieces: Vec<Piece>,
}

/// Sorts pieces into lines, from top to bottom.
fn lines(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        // Lines above the last one can still be open to a piece of larger size.
        let home = lines
            .iter_mut()
            .rev()
            .take(2)
            .find(|line| piece.v - line.v <= SAME_LINE * line.size.min(piece.size));
        if let Some(line) = home {
            line.size = line.size.max(piece.size);
            line.pieces.push(piece);
        } else {
            lines.push(Line { v: piece.v, size: piece.size, pieces: vec![piece] });
        }
    }
    let mut at = 0;
    // A page with more lines than that is no text, and the search below would take long.
    while at < lines.len() && lines.len() <= MAX_LINES {
        let home = [at.wrapping_sub(1), at + 1]
            .into_iter()
            .find(|&other| other < lines.len() && is_raised(&lines[at], &lines[other]));
        if let Some(home) = home {
            let raised = lines.remove(at);
            let home = if home > at { home - 1 } else { home };
            lines[home].pieces.extend(raised.pieces);
        } else {
            at += 1;
        }
    }
    lines.into_iter().map(|line| line.pieces).collect()
}

/// Whether all of `small` is raised or lowered text (cents, footnote signs) that stands at words of `large`.
fn is_raised(small: &Line, large: &Line) -> bool {
    let raise = (large.v - small.v) / large.size;
    small.size < 0.75 * large.size
        && small.pieces.len() <= MAX_PIECES
        && large.pieces.len() <= MAX_PIECES
        && (-0.3..0.75).contains(&raise)
        && small.pieces.iter().all(|s| {
            large.pieces.iter().any(|l| {
                let after = s.u0 - l.u1;
                let before = l.u0 - s.u1;
                s.size < 0.75 * l.size
                    && ((-0.1..0.4).contains(&(after / l.size))
                        || (-0.1..0.4).contains(&(before / l.size)))
            })
        })
}

fn word(piece: Piece, frame: Frame, line: u32) -> Word {
    let (top, bottom) = (piece.v - 0.8 * piece.size, piece.v + 0.2 * piece.size);
    let corners = [
        frame.xy(piece.u0, top),
        frame.xy(piece.u1, top),
        frame.xy(piece.u0, bottom),
        frame.xy(piece.u1, bottom),
    ];
    let bbox = corners
        .into_iter()
        .map(|(x, y)| BBox::new(x, y, x, y))
        .reduce(|a, b| a.union(&b))
        .unwrap_or_default();
    Word {
        bbox,
        size_pt: piece.size,
        bold: piece.bold_chars * 2 > piece.chars,
        confidence: 1.0,
        line,
        read_by: ReadBy::TextLayer,
        text: piece.text,
    }
}
