//! What a heading says an address is.

use super::super::super::layout::{Cell, Layout, Place};
use super::super::super::lexicon::{Hit, Label, WORDS, Words, fold};
use super::super::Candidates;
use super::{Heading, is_separator, postcode, row_overlaps};
use invoice::BBox;

/// A heading stands at most this far above its address, pt.
const HEADING_REACH_PT: f32 = 90.0;

fn role(hit: &Hit) -> Option<Heading> {
    if hit.is(Label::Delivery) {
        Some(Heading::Delivery)
    } else if hit.is(Label::Customer) {
        Some(Heading::Customer)
    } else if hit.is(Label::Supplier) {
        Some(Heading::Supplier)
    } else {
        None
    }
}

/// The role that a cell names, when it is a heading ("Bill to") or starts with one ("Aan: Name"), and the rest of it.
pub(crate) fn heading_of(
    layout: &Layout<'_>,
    candidates: &Candidates,
    cell: usize,
) -> Option<(Heading, Option<(String, Place)>)> {
    let cell = &layout.cells[cell];
    let hit = candidates
        .row_hits(cell.row)
        .iter()
        .find(|h| h.words.start == cell.words.start && role(h).is_some());
    let Some(hit) = hit else {
        return announced(layout, cell).map(|role| (role, None));
    };
    let role = role(hit)?;
    // "Käufer / Buyer" says it twice.
    let mut hit = hit;
    while let Some(next) = candidates.row_hits(cell.row).iter().find(|h| {
        h.words.start > hit.words.end
            && h.words.start <= hit.words.end + 1
            && h.words.end <= cell.words.end
            && is_separator(&layout.words[hit.words.end].word.text)
            && self::role(h) == Some(role)
    }) {
        hit = next;
    }
    let only_marks = |words: std::ops::Range<usize>| {
        layout.words[words].iter().all(|w| !w.word.text.contains(char::is_alphanumeric))
    };
    if only_marks(hit.words.end..cell.words.end.max(hit.words.end)) {
        return Some((role, None));
    }
    let last = layout.words[hit.words.end - 1].word.text.as_str();
    if !last.ends_with(':') {
        return None;
    }
    let words = hit.words.end..cell.words.end;
    let text = layout.text_of(words.clone());
    Some((role, Some((text.clone(), layout.place_of(words, text)))))
}

/// The role in a heading of a few words that ends in "to": "Declaratie aan", "Bezorgd bij", "Zahlbar an".
fn announced(layout: &Layout<'_>, cell: &Cell) -> Option<Heading> {
    if !(2..=4).contains(&cell.words.len()) {
        return None;
    }
    let words = &layout.words[cell.words.clone()];
    if words.iter().any(|w| w.word.text.contains(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let last = words.last()?.word.text.trim_end_matches(':').to_lowercase();
    let is_for = WORDS.to.contains(&last);
    if !is_for && !WORDS.at.contains(&last) {
        return None;
    }
    let begins = |stems: &Words| {
        words[..words.len() - 1].iter().any(|w| {
            let folded = fold(&w.word.text);
            stems.iter().any(|stem| folded.starts_with(stem))
        })
    };
    if begins(&WORDS.paid) {
        Some(Heading::Supplier)
    } else if begins(&WORDS.brought) {
        Some(Heading::Delivery)
    } else {
        // Only what is delivered is "at" somebody.
        is_for.then_some(Heading::Customer)
    }
}

/// The left edge of the key in a list of keys and values ("Name:  X"), when a value stands in one.
pub(super) fn key_before(layout: &Layout<'_>, value: &Place) -> Option<f32> {
    let row = &layout.rows[value.row];
    let key = row.cells.clone().map(|c| &layout.cells[c]).rfind(|c| c.bbox.x1 < value.bbox.x0)?;
    let last = layout.words[key.words.end - 1].word.text.as_str();
    (last.ends_with(':') && key.words.len() <= 3).then_some(key.bbox.x0)
}

/// A heading that stands over a block at some distance, or over the labels left of it.
pub(super) fn heading_above(
    layout: &Layout<'_>,
    candidates: &Candidates,
    page: usize,
    bbox: &BBox,
    key: Option<f32>,
) -> Option<Heading> {
    let rows = layout.page_rows[page].clone();
    let first = rows.start
        + layout.rows[rows.clone()]
            .partition_point(|r| r.bbox.center_y() < bbox.y0 - HEADING_REACH_PT);
    let mut best: Option<(f32, Heading)> = None;
    for row in first..rows.end {
        let r = &layout.rows[row];
        if r.bbox.y0 > bbox.y0 + 4.0 {
            break;
        }
        for cell in r.cells.clone() {
            let Some((role, None)) = heading_of(layout, candidates, cell) else {
                continue;
            };
            let head = &layout.cells[cell].bbox;
            let left = bbox.x0 - head.x0;
            let beside = row_overlaps(head, bbox);
            let fits = if beside {
                head.x1 <= bbox.x0 + 2.0 && bbox.x0 - head.x1 < 60.0
            } else {
                (-12.0..170.0).contains(&left) && head.x0 < bbox.x1
                    || key.is_some_and(|key| (key - head.x0).abs() < 10.0)
            };
            let distance = (bbox.y0 - head.y1).max(0.0) + left.abs() * 0.3;
            // Another address under the heading is the one that it is about.
            let taken = !beside
                && (row + 1..rows.end)
                    .take_while(|r| layout.rows[*r].bbox.y1 < bbox.y0)
                    .flat_map(|r| layout.rows[r].cells.clone())
                    .any(|c| {
                        let between = &layout.cells[c];
                        (between.bbox.x0 - head.x0).abs() < 12.0
                            && postcode(&layout.text_of(between.words.clone())).is_some()
                    });
            if fits && !taken && best.is_none_or(|(b, _)| distance < b) {
                best = Some((distance, role));
            }
        }
    }
    best.map(|(_, role)| role)
}
