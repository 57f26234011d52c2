//! Addresses: a line with a postcode and what stands above it.

use std::sync::LazyLock;

use regex::Regex;

use super::super::layout::{Cell, Layout, Place};
use super::super::lexicon::{Hit, LEXICON, Label, fold};
use super::Candidates;
use crate::invoice::Address;
use crate::text::BBox;

/// Addresses of one document that are looked at.
const MAX_BLOCKS: usize = 60;
/// Lines above the postcode that may belong to an address, and below it.
const LINES_ABOVE: usize = 7;
const LINES_BELOW: usize = 7;
/// A heading stands at most this far above its address, pt.
const HEADING_REACH_PT: f32 = 90.0;
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

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is valid, as the tests hold")
}

const TOWN: &str = r"(\p{Lu}[\p{L}'’. -]{1,40}|['’][ts][ -]\p{Lu}[\p{L}'’ -]{1,40})";

static DUTCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:NL[- ]+)?\b([1-9]\d{{3}}) ?([A-Z]{{2}})\b[ ,]+{TOWN}"
    ))
});
static DUTCH_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[1-9]\d{3} ?[A-Z]{2}$"));
static FIVE_DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:\b(D|DE|F|FR|ES|IT|FI)[ -]+)?\b(\d{{5}})\b {TOWN}"
    ))
});
static FOUR_DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(B|BE|A|AT|CH|L|LU|DK)[ -]+)?([1-9]\d{{3}})\b {TOWN}$"
    ))
});
static BRITISH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b ?(\p{Lu}[\p{L} ]{2,30})?"));
static IRISH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Z]\d[\dW] [A-Z\d]{4})\b"));
static AMERICAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\p{Lu}[\p{L} .]{1,30}),? ([A-Z]{2})\.? (\d{5})(?:-\d{4})?\b"));
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(\p{L}{2}.* \d{1,5} ?[a-z]{0,2}(?:[-/ ] ?[\da-z]{1,4})?$|^\d{1,5}[a-z]?,? ?(?:bis|ter)?,? \p{L}{3}|postbus|postfach|p\.? ?o\.? box|\bb\.?p\.? \d|\bcedex\b|(?:straat|laan|weg|plein|gracht|kade|dijk|str\.|straße|strasse|gasse|allee|platz|street|avenue|road)\b.* \d)",
    )
});

/// Text of a line that is an identifier or a way to reach someone, not a name or street.
pub(crate) fn is_contact(text: &str) -> bool {
    let folded = fold(text);
    text.contains('@')
        || text.contains("www.")
        || [
            "kvk",
            "btw",
            "iban",
            "tel",
            "fax",
            "ust",
            "siret",
            "siren",
            "gln",
            "bic",
            "vat",
            "tva",
            "steuernummer",
            "telefon",
            "mobiel",
            "bank",
            "rpr",
            "hrb",
            "geschaftsfuhrer",
            "phone",
        ]
        .iter()
        .any(|w| folded.starts_with(w))
}

/// True for a line that is a street with a house number or a box number.
pub(crate) fn is_street(text: &str) -> bool {
    STREET.is_match(text.trim_end_matches([',', '.']))
}

/// A postcode with its town in a text: where it starts, and the address of it.
pub(crate) fn postcode(text: &str) -> Option<(usize, Address)> {
    let make = |postcode: String, city: &str, country: Option<&str>| Address {
        street: None,
        postcode: Some(postcode),
        city: Some(trim_town(city)).filter(|c| !c.is_empty()),
        country: country.map(str::to_owned),
    };
    if let Some(c) = DUTCH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((
            start,
            make(format!("{} {}", &c[1], &c[2]), &c[3], Some("NL")),
        ));
    }
    if let Some(c) = AMERICAN.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((
            start,
            make(format!("{} {}", &c[2], &c[3]), &c[1], Some("US")),
        ));
    }
    if let Some(c) = FIVE_DIGITS.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let country = c.get(1).map(|m| match m.as_str() {
            "D" | "DE" => "DE",
            "F" | "FR" => "FR",
            "ES" => "ES",
            "IT" => "IT",
            _ => "FI",
        });
        return Some((start, make(c[2].to_owned(), &c[3], country)));
    }
    if let Some(c) = FOUR_DIGITS.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let country = c.get(1).map(|m| match m.as_str() {
            "B" | "BE" => "BE",
            "A" | "AT" => "AT",
            "CH" => "CH",
            "DK" => "DK",
            _ => "LU",
        });
        if country.is_none() && LEXICON.months.iter().any(|(m, _)| *m == fold(&c[3])) {
            return None;
        }
        return Some((start, make(c[2].to_owned(), &c[3], country)));
    }
    if let Some(c) = BRITISH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let town = c.get(2).map_or("", |m| m.as_str());
        return Some((start, make(c[1].to_owned(), town, Some("GB"))));
    }
    if let Some(c) = IRISH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((start, make(c[1].to_owned(), "", Some("IE"))));
    }
    None
}

/// A town ends where a label, a number or a mark begins.
fn trim_town(town: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in town.split(' ') {
        let folded = fold(word);
        let stops = !words.is_empty()
            && ([
                "tel", "telefoon", "kvk", "btw", "iban", "fax", "t", "e", "bank", "phone", "fon",
                "telefon",
            ]
            .contains(&folded.as_str())
                || folded.is_empty());
        if stops || words.len() >= 5 {
            break;
        }
        words.push(word);
    }
    words
        .join(" ")
        .trim_matches([' ', '.', ',', '-'])
        .to_owned()
}

/// The marks between the parts of a one-line address.
pub(crate) fn is_separator(word: &str) -> bool {
    matches!(
        word,
        "·" | "|"
            | "•"
            | "—"
            | "–"
            | "-"
            | "●"
            | "/"
            | "*"
            | "∙"
            | "◦"
            | "»"
            | "~"
            | ","
            | ";"
            | "▪"
            | "■"
            | "+"
            | "®"
            | "©"
            | "°"
            | "¢"
            | ":"
            | "."
            | "«"
    )
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
                parts.push(Segment {
                    words: from..until,
                    text,
                });
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
            if upwards {
                last.y0 - b.y1
            } else {
                b.y0 - last.y1
            }
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
        name = Some((
            first.text.clone(),
            layout.place_of(first.words.clone(), first.text.clone()),
        ));
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
                let firm = name.as_ref().is_some_and(|(n, _): &(String, Place)| {
                    super::super::solve::names::has_legal_form(n)
                });
                if let Some(rest) = found.1
                    && (!firm || super::super::solve::names::has_legal_form(&rest.0))
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
            let keeps = name.as_ref().is_some_and(|(n, _): &(String, Place)| {
                super::super::solve::names::has_legal_form(n)
            }) && !super::super::solve::names::has_legal_form(&line.text);
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
    let key = name
        .as_ref()
        .and_then(|(_, place)| key_before(layout, place));
    let heading = heading.or_else(|| heading_above(layout, candidates, page, &bbox, key));
    Block {
        page,
        bbox,
        reach,
        name,
        address,
        postcode: place,
        heading,
        has_attention,
        one_line,
    }
}

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
        layout.words[words]
            .iter()
            .all(|w| !w.word.text.contains(char::is_alphanumeric))
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
    const TO: &[&str] = &["aan", "an", "to", "à", "bij", "naar", "bei", "chez"];
    const DELIVERED: &[&str] = &[
        "bezorg",
        "lever",
        "gelever",
        "afgelever",
        "verzend",
        "verzonden",
        "liefer",
        "gelie",
        "versand",
        "livr",
        "exped",
        "deliver",
        "ship",
        "sent",
    ];
    const PAID: &[&str] = &[
        "betal", "betaal", "overmak", "over", "zahl", "uberweis", "pay", "remit", "regl", "vers",
    ];
    if !(2..=4).contains(&cell.words.len()) {
        return None;
    }
    let words = &layout.words[cell.words.clone()];
    if words
        .iter()
        .any(|w| w.word.text.contains(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let last = words.last()?.word.text.trim_end_matches(':').to_lowercase();
    if !TO.contains(&last.as_str()) {
        return None;
    }
    let begins = |stems: &[&str]| {
        words[..words.len() - 1].iter().any(|w| {
            let folded = fold(&w.word.text);
            stems.iter().any(|stem| folded.starts_with(stem))
        })
    };
    if begins(PAID) {
        Some(Heading::Supplier)
    } else if begins(DELIVERED) {
        Some(Heading::Delivery)
    } else {
        // Only what is delivered is "at" somebody.
        matches!(last.as_str(), "aan" | "an" | "to" | "à").then_some(Heading::Customer)
    }
}

/// The left edge of the key in a list of keys and values ("Name:  X"), when a value stands in one.
fn key_before(layout: &Layout<'_>, value: &Place) -> Option<f32> {
    let row = &layout.rows[value.row];
    let key = row
        .cells
        .clone()
        .map(|c| &layout.cells[c])
        .rfind(|c| c.bbox.x1 < value.bbox.x0)?;
    let last = layout.words[key.words.end - 1].word.text.as_str();
    (last.ends_with(':') && key.words.len() <= 3).then_some(key.bbox.x0)
}

/// A heading that stands over a block at some distance, or over the labels left of it.
fn heading_above(
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

fn row_overlaps(a: &BBox, b: &BBox) -> bool {
    a.y1 > b.y0 + 1.0 && b.y1 > a.y0 + 1.0
}

fn cell_row(layout: &Layout<'_>, cell: usize) -> usize {
    layout.cells[cell].row
}

/// True where a row speaks to a person and not to a department.
fn names_person(candidates: &Candidates, row: usize) -> bool {
    const TITLES: &[&str] = &[
        "tav",
        "terattentievan",
        "mevr",
        "mevrouw",
        "dhr",
        "deheer",
        "herr",
        "herrn",
        "frau",
        "mr",
        "mrs",
        "ms",
        "mme",
        "madame",
        "monsieur",
        "attn",
        "zhd",
        "zuhanden",
        "firma",
        "dr",
    ];
    candidates
        .row_hits(row)
        .iter()
        .any(|h| TITLES.contains(&h.text.as_str()))
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
