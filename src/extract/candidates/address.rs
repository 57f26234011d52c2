//! Addresses: a line with a postcode and what stands above it.

mod heading;
mod postcode;

pub(crate) use heading::heading_of;
use heading::{heading_above, key_before};
use postcode::DUTCH_END;
pub(crate) use postcode::{is_contact, is_street, postcode};

use super::super::layout::{Cell, Layout, Place};
use super::super::lexicon::{Label, WORDS, fold};
use super::Candidates;
use invoice::Address;
use invoice::BBox;

/// Addresses of one document that are looked at.
const MAX_BLOCKS: usize = 60;
/// Lines above the postcode that may belong to an address, and below it.
const LINES_ABOVE: usize = 7;
const LINES_BELOW: usize = 7;
/// Left edges (or right edges, or middles) of one block differ by at most this, pt.
const ALIGNED_PT: f32 = 6.0;

/// What a heading says about an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    Supplier,
    Customer,
    Delivery,
}

/// An address as it is printed, with its name.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub page: usize,
    pub bbox: BBox,
    /// The box together with the lines below the postcode.
    pub reach: BBox,
    pub name: Option<(String, Place)>,
    pub address: Address,
    pub postcode: Place,
    pub heading: Option<Heading>,
    /// A person or department is addressed.
    pub has_attention: bool,
    /// All on one line, as letterheads and footers have it.
    pub one_line: bool,
}

/// The marks between the parts of a one-line address.
pub(crate) fn is_separator(word: &str) -> bool {
    let mut marks = word.chars();
    marks.next().is_some_and(|mark| "·|•—–-●/*∙◦»~,;▪■+®©°¢:.«".contains(mark))
        && marks.next().is_none()
}

/// A part of a cell between separators.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub words: std::ops::Range<usize>,
    pub text: String,
}

/// The parts of a cell between marks and commas.
pub(crate) fn segments(layout: &Layout<'_>, cell: &Cell) -> Vec<Segment> {
    let mut parts = Vec::new();
    let mut start = cell.words.start;
    let mut push = |from: usize, until: usize| {
        if from < until {
            let text = layout.text_of(from..until);
            let text = text.trim_matches([',', ';', ' ', '|', '·', '•']).to_owned();
            if !text.is_empty() {
                parts.push(Segment { words: from..until, text });
            }
        }
    };
    for i in cell.words.clone() {
        let word = layout.words[i].word.text.as_str();
        if is_separator(word) {
            push(start, i);
            start = i + 1;
        } else if word.ends_with([',', ';', '|', '·', '•']) {
            push(start, i + 1);
            start = i + 1;
        }
    }
    push(start, cell.words.end);
    parts
}

/// All addresses of a document.
pub(crate) fn find(layout: &Layout<'_>, candidates: &Candidates) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (index, cell) in layout.cells.iter().enumerate() {
        if blocks.len() >= MAX_BLOCKS {
            break;
        }
        if cell.words.len() > 40 || cell.words.is_empty() {
            continue;
        }
        let mut text = layout.text_of(cell.words.clone());
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        if DUTCH_END.is_match(&text)
            && let Some(next) = layout.cells.get(index + 1).filter(|c| c.row == cell.row)
            && next.bbox.x0 - cell.bbox.x1 < cell.bbox.height() * 2.5
        {
            // Two blanks between postcode and town are a wide gap in a typewriter's letters.
            text.push(' ');
            text.push_str(&layout.text_of(next.words.clone()));
        }
        let Some((start, address)) = postcode(&text).or_else(|| {
            // Postcodes of four digits are only seen in a part of their own.
            segments(layout, cell).iter().find_map(|part| {
                let at = text.find(&part.text)?;
                postcode(&part.text).map(|(start, address)| (at + start, address))
            })
        }) else {
            continue;
        };
        if is_numbered(candidates, cell, &text[..start]) {
            continue;
        }
        blocks.push(block(layout, candidates, index, &text, start, address));
    }
    blocks
}

/// True where digits are the value of a label ("Klantnr 34182 EAN 8716…") and no postcode.
fn is_numbered(candidates: &Candidates, cell: &Cell, before: &str) -> bool {
    let before = fold(before);
    candidates
        .row_hits(cell.row)
        .iter()
        .filter(|h| cell.words.start <= h.words.start && h.words.end <= cell.words.end)
        .filter(|h| {
            h.is_any(&[
                Label::CustomerNumber,
                Label::Number,
                Label::NumberWeak,
                Label::Order,
                Label::Kvk,
            ])
        })
        .any(|h| !before.is_empty() && before.ends_with(&h.text))
}

fn aligned(a: &BBox, b: &BBox) -> bool {
    (a.x0 - b.x0).abs() < ALIGNED_PT
        || ((a.x1 - b.x1).abs() < ALIGNED_PT && a.overlap_x(b) > 0.5)
        || ((a.center_x() - b.center_x()).abs() < ALIGNED_PT && a.overlap_x(b) > 0.9)
}

/// True where a value after a label ("To: Name") stands over the lines that follow.
fn value_aligned(layout: &Layout<'_>, cell: &Cell, last: &BBox) -> bool {
    layout.words[cell.words.clone()]
        .windows(2)
        .any(|w| w[0].word.text.ends_with(':') && (w[1].word.bbox.x0 - last.x0).abs() < ALIGNED_PT)
}

/// Cells of one column from `cell` upwards (or downwards), without a wide gap.
fn column(layout: &Layout<'_>, cell: &Cell, upwards: bool, most: usize) -> Vec<usize> {
    let page = layout.rows[cell.row].page;
    let rows = layout.page_rows[page].clone();
    let mut found = Vec::new();
    let mut last = cell.bbox;
    let steps: Vec<usize> = if upwards {
        (rows.start..cell.row).rev().take(most * 4).collect()
    } else {
        (cell.row + 1..rows.end).take(most * 4).collect()
    };
    for row in steps {
        let gap = |b: &BBox| {
            if upwards { last.y0 - b.y1 } else { b.y0 - last.y1 }
        };
        if gap(&layout.rows[row].bbox) > last.height().max(6.0) * 3.0 {
            break;
        }
        // German addresses leave a line free over the postcode, some others one between name and street.
        let first = match found.len() {
            0 if upwards => 2.0,
            1 if upwards => 1.4,
            _ => 1.0,
        };
        let next = layout.rows[row].cells.clone().find(|c| {
            let b = &layout.cells[*c].bbox;
            (aligned(b, &last) || value_aligned(layout, &layout.cells[*c], &last))
                && gap(b) <= last.height().min(b.height()).max(6.0) * 1.35 * first
        });
        if let Some(next) = next {
            found.push(next);
            last = layout.cells[next].bbox;
            if found.len() >= most {
                break;
            }
        }
    }
    found
}

fn block(
    layout: &Layout<'_>,
    candidates: &Candidates,
    index: usize,
    text: &str,
    start: usize,
    mut address: Address,
) -> Block {
    let cell = &layout.cells[index];
    let page = layout.rows[cell.row].page;
    let before = text[..start].trim_end_matches([' ', ',', '·', '|', '-', '•', '—']);
    let parts = segments(layout, cell);
    let mut name = None;
    let mut heading = None;
    let mut has_attention = false;
    // Whom a line for the attention of somebody names: the buyer, where no firm stands above.
    let mut person = None;
    let mut bbox = cell.bbox;
    let place = layout.cell_place(index);
    let head_parts: Vec<&Segment> = parts
        .iter()
        .take_while(|p| postcode(&p.text).is_none())
        .filter(|p| text.find(&p.text).is_none_or(|at| at < start))
        .collect();
    let one_line = head_parts.len() >= 2 && !is_street(&head_parts[0].text);
    if one_line {
        let first = head_parts[0];
        name = Some((first.text.clone(), layout.place_of(first.words.clone(), first.text.clone())));
        address.street = head_parts.get(1).map(|p| p.text.clone());
    } else {
        if is_street(before) {
            address.street = Some(before.to_owned());
        }
        for above in column(layout, cell, true, LINES_ABOVE) {
            let line = layout.cell_place(above);
            if let Some(found) = heading_of(layout, candidates, above) {
                heading = Some(found.0);
                // "Guest: Jan Jansen" over the firm that pays.
                let firm = name
                    .as_ref()
                    .is_some_and(|(n, _): &(String, Place)| invoice::names::has_legal_form(n));
                if let Some(rest) = found.1
                    && (!firm || invoice::names::has_legal_form(&rest.0))
                {
                    name = Some(rest);
                }
                break;
            }
            let sender = segments(layout, &layout.cells[above])
                .iter()
                .any(|part| postcode(&part.text).is_some());
            if sender || postcode(&line.text).is_some() || is_contact(&line.text) {
                break;
            }
            if let Some(words) = attention(candidates, layout, above) {
                has_attention = true;
                bbox = bbox.union(&line.bbox);
                if !words.is_empty() && names_person(candidates, cell_row(layout, above)) {
                    let text = layout.text_of(words.clone());
                    person = Some((text.clone(), layout.place_of(words, text)));
                }
                continue;
            }
            let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
            if letters < 2 {
                if name.is_some() {
                    break;
                }
                continue;
            }
            if address.street.is_none() && is_street(&line.text) {
                address.street = Some(line.text.clone());
                bbox = bbox.union(&line.bbox);
                continue;
            }
            if is_title(candidates, layout, above) {
                break;
            }
            bbox = bbox.union(&line.bbox);
            // The topmost line is the name, unless a lower one bears a legal form and this one does not.
            let keeps = name
                .as_ref()
                .is_some_and(|(n, _): &(String, Place)| invoice::names::has_legal_form(n))
                && !invoice::names::has_legal_form(&line.text);
            if !keeps {
                name = Some((line.text.clone(), line));
            }
        }
    }
    let name = name.or(person);
    let mut reach = bbox;
    for below in column(layout, cell, false, LINES_BELOW) {
        reach = reach.union(&layout.cells[below].bbox);
    }
    let key = name.as_ref().and_then(|(_, place)| key_before(layout, place));
    let heading = heading.or_else(|| heading_above(layout, candidates, page, &bbox, key));
    Block { page, bbox, reach, name, address, postcode: place, heading, has_attention, one_line }
}

fn row_overlaps(a: &BBox, b: &BBox) -> bool {
    a.y1 > b.y0 + 1.0 && b.y1 > a.y0 + 1.0
}

fn cell_row(layout: &Layout<'_>, cell: usize) -> usize {
    layout.cells[cell].row
}

/// True where a row speaks to a person and not to a department.
fn names_person(candidates: &Candidates, row: usize) -> bool {
    candidates.row_hits(row).iter().any(|h| WORDS.persons.has(&h.text))
}

/// The words after "t.a.v.", "Herrn" and the like, where a line begins so.
fn attention(
    candidates: &Candidates,
    layout: &Layout<'_>,
    cell: usize,
) -> Option<std::ops::Range<usize>> {
    let cell = &layout.cells[cell];
    candidates
        .row_hits(cell.row)
        .iter()
        .find(|h| h.words.start == cell.words.start && h.is(Label::Attention))
        .map(|h| h.words.end..cell.words.end)
}

/// True for a line that is a title or a label rather than part of an address.
fn is_title(candidates: &Candidates, layout: &Layout<'_>, cell: usize) -> bool {
    let cell = &layout.cells[cell];
    candidates.row_hits(cell.row).iter().any(|h| {
        h.words.start == cell.words.start
            && (h.words.end >= cell.words.end
                || layout.words[h.words.end - 1].word.text.ends_with(':'))
            && h.is_any(&[
                Label::TypeInvoice,
                Label::TypeCredit,
                Label::TypeReminder,
                Label::TypeOffer,
                Label::TypeDelivery,
                Label::TypeOrder,
                Label::Number,
                Label::NumberWeak,
                Label::IssueDate,
                Label::Date,
                Label::DueDate,
                Label::Phone,
                Label::CustomerNumber,
            ])
    })
}

#[cfg(test)]
mod tests;
