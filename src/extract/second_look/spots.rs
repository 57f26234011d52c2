//! What on a page is worth a second look.

use std::ops::Range;

use crate::extract;
use invoice::BBox;
use invoice::identifier::{begins_like_identifier, iban, is_like_identifier, vat_id, vat_id_shape};
use invoice::{Amount, Evidence, Field, Invoice, Proof, VatCategory};
use reading::text::{Page, Word};

use super::left_out::left_out;
use super::shape::{self, Shape};
use reading::ocr::How;

/// Places read again on a page at most: a page of nothing but doubt is not to cost twice.
const MOST: usize = 16;
/// A page with more words is a dense list or noise; the first reading stands.
const MOST_WORDS: usize = 3_000;
/// A value below this is doubtful: right ones are above it nineteen times of twenty.
const DOUBTFUL: f32 = 0.85;
/// A value of a field that has no sum to prove it; on a page that adds up it was most likely read well too.
const UNPROVEN: f32 = 0.75;
const HARDLY_READ: f32 = 0.5;
/// Right edges this near make a column, points.
const COLUMN_PT: f32 = 2.0;
/// Amounts that make a column.
const COLUMN: usize = 3;
/// Words that an identifier may be printed in.
const IDENTIFIER_WORDS: usize = 9;

/// What is expected at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Amount,
    /// A date or number, of which only the digits are certain.
    Value,
    /// An account or a VAT identifier: check digits decide.
    Identifier,
    /// Whatever stands there: the first look left it out.
    LeftOut {
        line: u32,
    },
}

/// A place to be read again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    /// The words that stand there, of one line; none, where they are to come, for what was left out.
    pub(super) words: Range<usize>,
    /// The words' box with the room around it that is theirs.
    pub(super) part: BBox,
    pub(super) wanted: Wanted,
}

impl Spot {
    /// The readings to be tried, in order.
    pub(super) fn hows(&self) -> [How; 2] {
        match self.wanted {
            Wanted::Amount => [How::Closer, How::AsAmount],
            Wanted::Value | Wanted::Identifier | Wanted::LeftOut { .. } => {
                [How::Closer, How::Bolder]
            }
        }
    }
}

/// The places of this page that matter and are weak, the most important first.
pub(super) fn spots(page: &Page, ink: &[BBox]) -> Vec<Spot> {
    if page.words.is_empty() || page.words.len() > MOST_WORDS {
        return Vec::new();
    }
    let mut ranked: Vec<(u32, Range<usize>, Wanted)> =
        identifiers(page).into_iter().map(|words| (0, words, Wanted::Identifier)).collect();
    let invoice = extract(&[page], 0.0);
    let sums = adds_up(&invoice);
    let unproven = if sums { HARDLY_READ } else { UNPROVEN };
    let totals = &invoice.totals;
    let amounts = places([&totals.gross, &totals.net, &totals.vat, &totals.payable]);
    let mut values = places([&invoice.issue_date, &invoice.due_date]);
    values.extend(places([&invoice.number, &invoice.supplier.kvk]));
    let columns = columns(page);
    let has_amounts = page.words.iter().any(|w| shape::of(&w.text) == Shape::Amount);
    for (at, word) in page.words.iter().enumerate() {
        let shape = shape::of(&word.text);
        let is_at = |places: &[BBox]| places.iter().any(|place| covers(place, &word.bbox));
        let digits = word.text.bytes().any(|b| b.is_ascii_digit());
        // Of a name in the evidence of a date the digits matter alone.
        if shape::is_mixed_date(&word.text)
            || (digits && is_at(&values) && word.confidence < unproven)
        {
            ranked.push((1, at..at + 1, Wanted::Value));
            continue;
        }
        if sums || !has_amounts {
            continue;
        }
        let strays = (matches!(shape, Shape::Broken | Shape::Other) || is_bare(&word.text))
            && word.bbox.width() < word.bbox.height() * 10.0
            && columns.iter().any(|x| (x - word.bbox.x1).abs() <= COLUMN_PT)
            && word.confidence < 0.92;
        if digits && is_at(&amounts) && word.confidence < 0.93 {
            ranked.push((1, at..at + 1, Wanted::Amount));
        } else if strays || (shape == Shape::Amount && word.confidence < DOUBTFUL) {
            ranked.push((rank(word), at..at + 1, Wanted::Amount));
        } else if shape == Shape::Broken && word.confidence < UNPROVEN && word.text.len() >= 3 {
            let wanted = if word.text.contains(',') { Wanted::Amount } else { Wanted::Value };
            ranked.push((rank(word) + 50, at..at + 1, wanted));
        }
    }
    ranked.sort_by_key(|(rank, words, _)| (*rank, words.start));
    let mut taken: Vec<Range<usize>> = Vec::new();
    ranked.retain(|(_, words, _)| {
        let free = taken.iter().all(|t| words.end <= t.start || t.end <= words.start);
        if free {
            taken.push(words.clone());
        }
        free
    });
    let spot = |(rank, words, wanted): (u32, Range<usize>, Wanted)| {
        let boxes = page.words[words.clone()].iter().map(|word| &word.bbox);
        let own = BBox::around(boxes).unwrap_or_default();
        let part = part(page, &own, wanted);
        (rank, Spot { words, part, wanted })
    };
    let mut spots: Vec<(u32, Spot)> = ranked.into_iter().map(spot).collect();
    if !sums || invoice.number.is_none() || invoice.issue_date.is_none() {
        spots.extend(left_out(page, ink).into_iter().map(|left_out| {
            let wanted = Wanted::LeftOut { line: left_out.line };
            let in_column =
                columns.iter().any(|x| (x - left_out.place.x1).abs() <= COLUMN_PT * 2.0);
            let spot = Spot {
                words: left_out.at..left_out.at,
                part: part(page, &left_out.place, wanted),
                wanted,
            };
            (if in_column { 3 } else { 40 }, spot)
        }));
    }
    spots.sort_by_key(|(rank, spot)| (*rank, spot.words.start));
    spots.truncate(MOST);
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// Nothing but digits: an amount whose comma was overlooked.
fn is_bare(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The doubtful ones first; what is no text at all last.
fn rank(word: &Word) -> u32 {
    if word.confidence < 0.2 { 200 } else { 10 + (word.confidence * 100.0) as u32 }
}

/// Whether the totals prove each other: net, VAT and gross are printed and add up; two of them are, and a rate or the
/// rows of the rates make the third; or no VAT is charged, and the page says so.
pub(super) fn adds_up(invoice: &Invoice) -> bool {
    let totals = &invoice.totals;
    let (Some(net), Some(vat), Some(gross)) = (&totals.net, &totals.vat, &totals.gross) else {
        return false;
    };
    let sum = Amount(net.value.0 + vat.value.0);
    if !sum.is_within_cents(gross.value, 1) || gross.value.is_zero() {
        return false;
    }
    let is_printed = |field: &Field<Amount>| field.evidence.bbox.is_some();
    if vat.value.is_zero() {
        // Where nothing is known of VAT, net and gross are the same amount, which proves nothing.
        let says_why = invoice.vat_breakdown.iter().any(|row| {
            row.value.category.is_some_and(|c| !matches!(c, VatCategory::S | VatCategory::Z))
        });
        return is_printed(gross) && (is_printed(vat) || says_why);
    }
    // A total that was computed proves nothing, unless a rate does.
    let printed = [net, vat, gross].into_iter().filter(|f| is_printed(f));
    let by_rate = gross
        .evidence
        .proved_by
        .iter()
        .any(|proof| matches!(proof, Proof::VatRowsAddUp | Proof::VatIsRateTimesNet));
    match printed.count() {
        3 => true,
        2 => by_rate && is_printed(gross),
        _ => false,
    }
}

/// Where on the page these fields stand.
fn places<T, const N: usize>(fields: [&Option<Field<T>>; N]) -> Vec<BBox> {
    let place = |evidence: &Evidence| evidence.bbox;
    let fields = fields.into_iter().flatten();
    fields.filter_map(|field| place(&field.evidence)).collect()
}

/// Whether the middle of a word lies in a place.
fn covers(place: &BBox, word: &BBox) -> bool {
    (place.x0..=place.x1).contains(&word.center_x())
        && (place.y0..=place.y1).contains(&word.center_y())
}

/// The right edges of columns of amounts, pt.
fn columns(page: &Page) -> Vec<f32> {
    let mut edges: Vec<f32> = page
        .words
        .iter()
        .filter(|word| shape::of(&word.text) == Shape::Amount)
        .map(|word| word.bbox.x1)
        .collect();
    edges.sort_unstable_by(f32::total_cmp);
    edges
        .chunk_by(|a, b| b - a <= COLUMN_PT)
        .filter(|edges| edges.len() >= COLUMN)
        .map(|edges| edges[edges.len() / 2])
        .collect()
}

/// The words' texts without blanks.
pub(super) fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// Words that are shaped like an account or a VAT identifier whose check digits fail.
fn identifiers(page: &Page) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for first in 0..page.words.len() {
        if found.last().is_some_and(|last| first < last.end) || !begins(&page.words[first].text) {
            continue;
        }
        let mut end = first + 1;
        while end < page.words.len()
            && end - first < IDENTIFIER_WORDS
            && goes_on(&page.words[end - 1], &page.words[end])
        {
            end += 1;
        }
        let runs = (first + 1..=end).rev().map(|end| first..end);
        let mut broken = None;
        for run in runs {
            let text = text(&page.words[run.clone()]);
            let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if iban(text).is_some() || vat_id(text).is_some() {
                broken = None;
                break;
            }
            if broken.is_none() && is_identifier(text) {
                broken = Some(run);
            }
        }
        found.extend(broken);
    }
    found
}

/// Two letters and a digit, or what may be some.
fn begins(text: &str) -> bool {
    let mut chars = text.chars();
    let letters = chars.by_ref().take(2).filter(char::is_ascii_uppercase);
    let has_country = letters.count() == 2
        && chars
            .next()
            .is_none_or(|c| c.is_ascii_digit() || matches!(c, 'O' | 'I' | 'l' | 'S' | 'B' | 'Z'));
    has_country || begins_like_identifier(text)
}

fn goes_on(last: &Word, word: &Word) -> bool {
    let gap = word.bbox.x0 - last.bbox.x1;
    last.line == word.line
        && gap < last.bbox.height().max(word.bbox.height()) * 1.2
        && word.text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && word.text.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// Of the shape and about the length of an identifier.
fn is_identifier(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let about_dutch = plain.starts_with("NL")
        && (13..=15).contains(&plain.len())
        && plain[9..].contains(['B', '8']);
    is_like_identifier(&plain) || (digits >= 7 && (about_dutch || vat_id_shape(&plain).is_some()))
}

/// A place with room around it, up to the middle of the way to what stands beside it.
fn part(page: &Page, own: &BBox, wanted: Wanted) -> BBox {
    let height = own.height().clamp(4.0, 40.0);
    // A minus stands before an amount, and is easily overlooked.
    let before = match wanted {
        Wanted::Amount | Wanted::LeftOut { .. } => height * 0.9,
        Wanted::Value | Wanted::Identifier => height * 0.4,
    };
    let (mut left, mut right) = (own.x0 - before, own.x1 + height * 0.4);
    for other in &page.words {
        if other.bbox.overlap_y(own) < 0.3 {
            continue;
        }
        if other.bbox.x1 <= own.x0 + 0.5 {
            left = left.max(f32::midpoint(other.bbox.x1, own.x0));
        } else if other.bbox.x0 >= own.x1 - 0.5 {
            right = right.min(f32::midpoint(other.bbox.x0, own.x1));
        }
    }
    BBox::new(
        left.max(0.0),
        (own.y0 - height * 0.35).max(0.0),
        right.min(page.width_pt),
        (own.y1 + height * 0.35).min(page.height_pt),
    )
}
