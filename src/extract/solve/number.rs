//! The invoice number and other references: values that stand right of or below their label.

use super::super::candidates::Candidates;
use super::super::layout::{Layout, Place};
use super::super::lexicon::{Hit, LEXICON, Label, WORDS, fold};
use invoice::identifier;

/// A head and its value below it are at most this far apart, pt.
const BELOW_REACH_PT: f32 = 45.0;
/// What stands beside the number of an invoice in a list.
const REFERENCES: &[Label] = &[
    Label::IssueDate,
    Label::Date,
    Label::DueDate,
    Label::SupplyDate,
    Label::CustomerNumber,
    Label::Order,
];
const MAX_CHARS: usize = 36;
/// Words of a row that belongs to a sentence, at least.
const SENTENCE: usize = 4;
/// How far the rows of a paragraph may begin from each other, pt.
const INDENT_PT: f32 = 6.0;

#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub text: String,
    pub place: Place,
    pub score: f32,
    /// The score of the best other text, 0 when there is none.
    pub second: f32,
}

/// A weakly labelled number leads by at least this, or it is one of several.
const WEAK: f32 = 0.6;
const LEAD: f32 = 0.02;

impl Reference {
    /// Whether no more than a word like "no." speaks for it, and for another text as well.
    pub(crate) fn has_rival(&self) -> bool {
        self.score < WEAK && self.second > 0.0 && self.score - self.second < LEAD
    }
}

pub(crate) fn invoice_number(layout: &Layout<'_>, candidates: &Candidates) -> Option<Reference> {
    let found = possible(layout, candidates);
    let scores: Vec<(String, f32)> = found.iter().map(|r| (r.text.clone(), r.score)).collect();
    let mut best =
        found.into_iter().reduce(|best, r| if r.score > best.score { r } else { best })?;
    best.second = scores
        .iter()
        .filter(|(text, _)| *text != best.text)
        .map(|(_, score)| *score)
        .fold(0.0, f32::max);
    Some(best)
}

/// All that may be the invoice number.
pub(crate) fn possible(layout: &Layout<'_>, candidates: &Candidates) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for (index, hit) in candidates.hits.iter().enumerate() {
        let strong = hit.is(Label::Number);
        let weak = hit.is(Label::NumberWeak);
        let kind = hit.is_any(&[Label::TypeInvoice, Label::TypeCredit]);
        let receipt = hit.is(Label::TypeReceipt) && hit.is(Label::NumberWeak);
        if !(strong || weak || kind)
            || hit.is_any(&[Label::CreditedInvoice, Label::CustomerNumber, Label::OtherNumber])
                && !strong
        {
            continue;
        }
        if follows_other_label(candidates, index)
            || (weak && !strong && follows_other_word(layout, candidates, hit))
        {
            continue;
        }
        // "Invoice (380) No. 17": the label goes on.
        let mut last = hit;
        let mut base: f32 = if strong {
            0.97
        } else if kind {
            0.72
        } else {
            0.45
        };
        if receipt {
            base = 0.6;
        }
        if let Some(next) = candidates.hits.get(index + 1)
            && kind
            && next.row == hit.row
            && next.is(Label::NumberWeak)
            && next.words.start <= hit.words.end + 1
        {
            last = next;
            base = 0.95;
        }
        // The title stands right above: "Invoice", and under it "No. 17".
        if weak
            && !strong
            && candidates.hits[..index].iter().rev().take(4).any(|t| {
                t.is_any(&[Label::TypeInvoice, Label::TypeCredit])
                    && layout.rows[t.row].page == layout.rows[hit.row].page
                    && (0.0..30.0).contains(&(hit.bbox.y0 - t.bbox.y1))
                    && (hit.bbox.x0 - t.bbox.x0).abs() < 25.0
            })
        {
            base = base.max(0.92);
        }
        // "Nr: 26/0455" in the head of what calls itself an invoice.
        let head = layout.rows[hit.row].bbox.center_y()
            < layout.page(layout.rows[hit.row].page).height_pt * 0.45;
        // Under "Seller" stands the number of the seller.
        let of_party = candidates.hits.iter().any(|h| {
            h.row < hit.row
                && h.row + 2 >= hit.row
                && h.is_any(&[Label::Supplier, Label::Customer])
                && (h.bbox.x0 - hit.bbox.x0).abs() < 12.0
        });
        let head = head && !of_party;
        if weak && !strong && head && hit.is_key(layout) && candidates.has(Label::TypeInvoice) {
            base = base.max(0.72);
        }
        // One of a list of labels with their values beside them.
        let listed = head && in_list(layout, candidates, hit);
        if weak && !strong && listed && candidates.has(Label::TypeInvoice) {
            base = base.max(0.6);
        }
        let far = strong || base > 0.9 || listed || (head && alone_with_value(layout, hit));
        if let Some(values) = candidates.captioned(hit.row) {
            if let Some(mut reference) = over(layout, candidates, last, values) {
                reference.score =
                    if kind && !strong && !weak { base.max(0.85) } else { base * 0.95 };
                found.push(reference);
            }
        } else if let Some(mut reference) = right_of(layout, candidates, last, far) {
            reference.score = base;
            found.push(reference);
        } else if (strong || weak || (head && heads_column(layout, candidates, hit)))
            && let Some(mut reference) = below(layout, candidates, last)
        {
            reference.score = base * 0.95;
            if kind && !strong && !weak {
                // "Invoice | Date | Due" over their values.
                reference.score = base.max(0.85);
            }
            found.push(reference);
        }
    }
    if found.iter().all(|r| r.score < WEAK) {
        found.extend(named_with_payment(layout, candidates));
    }
    // An account or VAT identifier is never the number of a document.
    found.retain(|r| {
        !candidates.identifiers.iter().any(|i| {
            i.value.checked
                && i.place.row == r.place.row
                && i.place.words.start < r.place.words.end
                && r.place.words.start < i.place.words.end
        })
    });
    for reference in &mut found {
        let place = &reference.place;
        if place.page > 0 {
            reference.score *= 0.93;
        }
        let page = layout.page(place.page);
        if place.bbox.center_y() > page.height_pt * 0.6 {
            reference.score *= 0.9;
        }
        let bare = reference.text.bytes().all(|b| b.is_ascii_digit());
        if bare && reference.text.len() <= 2 {
            reference.score *= 0.75;
        }
    }
    for reference in &mut found {
        // "Invoice 2026/117": a title with what can only be a number.
        let digits = reference.text.bytes().filter(u8::is_ascii_digit).count();
        if (0.6..0.8).contains(&reference.score) && digits >= 4 && !is_year(&reference.text) {
            reference.score += 0.13;
        }
    }
    let texts: Vec<String> = found.iter().map(|r| r.text.clone()).collect();
    for reference in &mut found {
        if texts.iter().filter(|t| **t == reference.text).count() > 1 {
            reference.score = (reference.score + 0.02).min(0.99);
        }
    }
    found
}

/// The text of a number that is sure enough to tell dates of other documents by.
pub(crate) fn sure(number: Option<&Reference>) -> Option<&str> {
    number.filter(|n| n.score >= 0.6).map(|n| n.text.as_str())
}

/// The value of the first label with this meaning.
pub(crate) fn reference(
    layout: &Layout<'_>,
    candidates: &Candidates,
    label: Label,
) -> Option<Reference> {
    candidates.hits.iter().filter(|h| h.is(label)).find_map(|hit| {
        right_of(layout, candidates, hit, true)
            .or_else(|| below(layout, candidates, hit))
            .or_else(|| wrapped(layout, candidates, hit))
            .map(|r| Reference { score: 0.8, ..r })
    })
}

/// The value of a label that ends a row of a sentence: it begins the next.
fn wrapped(layout: &Layout<'_>, candidates: &Candidates, hit: &Hit) -> Option<Reference> {
    let cell = &layout.cells[layout.words[hit.words.start].cell];
    let next = layout.rows.get(hit.row + 1)?;
    let is_sentence = hit.words.end == cell.words.end && cell.words.len() >= SENTENCE;
    let goes_on =
        next.page == layout.rows[hit.row].page && next.bbox.y0 - cell.bbox.y1 < cell.bbox.height();
    let begins = |c: &usize| (layout.cells[*c].bbox.x0 - cell.bbox.x0).abs() < INDENT_PT;
    let under = next.cells.clone().find(begins).filter(|_| is_sentence && goes_on)?;
    read(layout, candidates, hit.row + 1, layout.byte_of(layout.cells[under].words.start))
}

/// What is to be named with the payment is the number of the invoice where no label gives one.
fn named_with_payment(layout: &Layout<'_>, candidates: &Candidates) -> Option<Reference> {
    let found = reference(layout, candidates, Label::PaymentReference)?;
    let digits = found.text.bytes().filter(u8::is_ascii_digit).count();
    let is_labelled = candidates.row_hits(found.place.row).iter().any(|h| {
        h.is_any(&[Label::CustomerNumber, Label::Order, Label::OtherNumber, Label::CreditedInvoice])
    });
    let is_checked = identifier::betalingskenmerk(&found.text).is_some_and(|text| text.len() > 7);
    (digits >= 3 && !is_labelled && !is_checked).then_some(Reference { score: WEAK, ..found })
}

/// True when a row holds this label and one more cell: the value, however far away.
fn alone_with_value(layout: &Layout<'_>, hit: &Hit) -> bool {
    let row = &layout.rows[hit.row];
    let cell = layout.words[hit.words.start].cell;
    row.cells.len() == 2 && row.cells.start == cell && layout.cells[cell].words.len() <= 3
}

/// True when a label begins a cell and labels of dates or other references begin right over or under it.
fn in_list(layout: &Layout<'_>, candidates: &Candidates, hit: &Hit) -> bool {
    let begins =
        |h: &Hit| layout.cells[layout.words[h.words.start].cell].words.start == h.words.start;
    begins(hit)
        && candidates.hits.iter().any(|h| {
            h.words != hit.words
                && layout.rows[h.row].page == layout.rows[hit.row].page
                && (h.bbox.x0 - hit.bbox.x0).abs() < 3.0
                && (h.bbox.y0 - hit.bbox.y0).abs() < 40.0
                && h.is_any(REFERENCES)
                && begins(h)
        })
}

/// True when a label is a cell of its own and heads of dates or other numbers stand beside it.
fn heads_column(layout: &Layout<'_>, candidates: &Candidates, hit: &Hit) -> bool {
    let cell = &layout.cells[layout.words[hit.words.start].cell];
    // Beside it, or under each other in one column.
    let near = candidates.hits.iter().filter(|h| {
        layout.rows[h.row].page == layout.rows[hit.row].page
            && (h.row == hit.row
                || ((h.bbox.x0 - hit.bbox.x0).abs() < 3.0
                    && (h.bbox.y0 - hit.bbox.y0).abs() < 60.0
                    && layout.rows[h.row].words == h.words))
    });
    cell.words == hit.words
        && near.into_iter().any(|h| h.words != hit.words && h.is_any(REFERENCES))
}

/// True for "your invoice number", "article no.": a weak label that another label right before it qualifies.
fn follows_other_label(candidates: &Candidates, index: usize) -> bool {
    let hit = &candidates.hits[index];
    if !hit.is(Label::NumberWeak) || index == 0 {
        return false;
    }
    let before = &candidates.hits[index - 1];
    before.row == hit.row
        && hit.words.start <= before.words.end
        && hit.bbox.x0 - before.bbox.x1 < 8.0
        && !before.is_any(&[
            Label::TypeInvoice,
            Label::TypeCredit,
            Label::TypeReceipt,
            Label::Number,
        ])
}

/// True for "Registered in England No.", "A/C No.": a weak label that some word right before it says more about.
fn follows_other_word(layout: &Layout<'_>, candidates: &Candidates, hit: &Hit) -> bool {
    let cell = &layout.cells[layout.words[hit.words.start].cell];
    let Some(before) = hit.words.start.checked_sub(1).filter(|w| cell.words.contains(w)) else {
        return false;
    };
    let text = layout.words[before].word.text.as_str();
    let known = candidates.row_hits(hit.row).iter().any(|h| h.words.end == hit.words.start);
    !known
        && text.ends_with(char::is_alphabetic)
        && !text.bytes().any(|b| b.is_ascii_digit())
        && !WORDS.joining.has(&fold(text))
}

/// The reference right after a label on its row.
fn right_of(
    layout: &Layout<'_>,
    candidates: &Candidates,
    hit: &Hit,
    far: bool,
) -> Option<Reference> {
    let row = &layout.rows[hit.row];
    let rest = &row.text[hit.bytes.end..];
    // A bracket may follow the label: "Invoice (380)".
    let mut skipped = skip_marks(rest);
    if rest[skipped..].starts_with('(')
        && let Some(close) = rest[skipped..].find(')')
    {
        skipped += close + 1;
        skipped += skip_marks(&rest[skipped..]);
        // "(380) Nr. 17"
        let next = candidates
            .row_hits(hit.row)
            .iter()
            .find(|h| h.bytes.start == hit.bytes.end + skipped && h.is(Label::NumberWeak));
        if let Some(next) = next {
            return right_of(layout, candidates, next, far);
        }
    }
    let start = hit.bytes.end + skipped;
    if start >= row.text.len() {
        return None;
    }
    let gap = rest[..skipped].contains('\t');
    let reference = read(layout, candidates, hit.row, start)?;
    let distance = reference.place.bbox.x0 - hit.bbox.x1;
    if (gap && distance > if far { 260.0 } else { 60.0 }) || (!far && distance > 80.0) {
        return None;
    }
    Some(reference)
}

/// The reference in the column under a label.
fn below(layout: &Layout<'_>, candidates: &Candidates, hit: &Hit) -> Option<Reference> {
    let page = layout.rows[hit.row].page;
    let rows = layout.page_rows[page].end;
    for row in hit.row + 1..rows.min(hit.row + 5) {
        let r = &layout.rows[row];
        if r.bbox.y0 - hit.bbox.y1 > BELOW_REACH_PT {
            break;
        }
        for cell in r.cells.clone() {
            let cell = &layout.cells[cell];
            let aligned = (cell.bbox.x0 - hit.bbox.x0).abs() < 8.0
                || cell.bbox.overlap_x(&hit.bbox) > 0.5
                || (cell.bbox.x1 - hit.bbox.x1).abs() < 8.0;
            if !aligned {
                continue;
            }
            // The first thing in the column is the value, or there is none.
            return read(layout, candidates, row, layout.byte_of(cell.words.start))
                .filter(|_| cell.words.len() <= 4);
        }
    }
    None
}

/// The reference right above a caption.
fn over(
    layout: &Layout<'_>,
    candidates: &Candidates,
    hit: &Hit,
    values: usize,
) -> Option<Reference> {
    let cells = layout.rows[values].cells.clone();
    let cell = cells
        .zip(layout.rows[hit.row].cells.clone())
        .find(|(_, caption)| layout.cells[*caption].words.contains(&hit.words.start))
        .map(|(value, _)| &layout.cells[value])?;
    read(layout, candidates, values, layout.byte_of(cell.words.start))
        .filter(|_| cell.words.len() <= 4)
}

/// Blanks, colons and the like between a label and its value, bytes.
fn skip_marks(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| {
            !(c.is_whitespace()
                || matches!(
                    c,
                    ':' | '.' | '#' | '=' | '°' | 'º' | '_' | ';' | '-' | '–' | '|' | '>'
                ))
        })
        .map_or(text.len(), |(at, _)| at)
}

/// Reads a reference at byte `start` of a row.
fn read(
    layout: &Layout<'_>,
    candidates: &Candidates,
    row: usize,
    start: usize,
) -> Option<Reference> {
    let text = &layout.rows[row].text;
    let rest = &text[start..];
    let taken = |at: usize| {
        candidates.dates.iter().any(|d| {
            d.place.row == row && !d.value.compact && d.bytes.start <= at && at < d.bytes.end
        })
    };
    if taken(start) || is_label(layout, candidates, row, start) {
        return None;
    }
    let mut end = 0;
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split_inclusive([' ', '\t']) {
        let word = part.trim_end_matches([' ', '\t']);
        let clean = word.trim_end_matches([',', ';', '.', ')', ':']);
        let first = parts.is_empty();
        let behind = rest[end + part.len()..].split([' ', '\t']).next().unwrap_or_default();
        let joins = first
            || (is_prefix(parts[parts.len() - 1]) && has_digit(clean))
            || (parts.len() == 1 && is_series(parts[0]) && all_digits(clean) && clean.len() >= 4)
            // "2026 07 0044", "M4 26 0399"
            || (parts.len() == 1
                && (is_series(parts[0]) || is_year(parts[0]))
                && all_digits(clean)
                && clean.len() == 2
                && all_digits(behind.trim_end_matches([',', ';', '.']))
                && behind.len() >= 3)
            || (all_digits(parts[parts.len() - 1])
                && all_digits(clean)
                && clean.len() >= 3
                && parts.len() < 5);
        if !joins || clean.is_empty() || taken(start + end) {
            break;
        }
        if !first && is_label(layout, candidates, row, start + end) {
            break;
        }
        let at = end;
        parts.push(clean);
        end = at + clean.len();
        let ended = clean.len() < word.len() || part.ends_with('\t');
        if ended || end >= MAX_CHARS {
            break;
        }
        end = at + part.len();
    }
    let joined = parts.join(" ");
    let length = joined.chars().count();
    if !has_digit(&joined) || length > MAX_CHARS {
        return None;
    }
    if !joined.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(c, '-' | '/' | '.' | '_' | ' ' | '\\' | '#' | '*' | '|' | '+' | '\'')
    }) {
        return None;
    }
    // An amount, a percentage or a quantity is no reference.
    let after = &rest[rest.len().min(start_len(&parts, rest))..];
    if after.trim_start().starts_with('%') || is_money(&joined) {
        return None;
    }
    let last = parts.last().map_or(0, |p| p.len());
    let bytes = start..start + end_of(&parts, rest).max(last);
    Some(Reference { text: joined, place: layout.place(row, bytes), score: 0.0, second: 0.0 })
}

fn end_of(parts: &[&str], rest: &str) -> usize {
    parts.last().map_or(0, |last| {
        let offset = last.as_ptr() as usize - rest.as_ptr() as usize;
        offset + last.len()
    })
}

fn start_len(parts: &[&str], rest: &str) -> usize {
    end_of(parts, rest)
}

/// "Invoice 2026" is about a year.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u16>().is_ok_and(|y| (1990..2070).contains(&y))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// "FA", "INV", "VF-": what may stand before the digits of a number.
fn is_prefix(text: &str) -> bool {
    let letters = text.trim_end_matches(['-', '/', '.']);
    (1..=4).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && !LEXICON.knows(&fold(letters))
}

/// Letters with a digit before the number proper: "M2 260405".
fn is_series(text: &str) -> bool {
    (2..=3).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && has_digit(text)
}

fn is_money(text: &str) -> bool {
    super::super::notation::read_number(text)
        .is_some_and(|n| n.length == text.len() && n.decimals == 2)
}

fn is_label(layout: &Layout<'_>, candidates: &Candidates, row: usize, at: usize) -> bool {
    candidates.row_hits(row).iter().any(|h| {
        h.bytes.start <= at && at < h.bytes.end && !goes_on(&layout.rows[row].text[h.bytes.end..])
    })
}

/// True when the word goes on with digits after what looked like a label ("B-1801/24").
fn goes_on(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('-' | '/' | '_' | '.'))
        && chars.next().is_some_and(|c| c.is_ascii_digit())
}
