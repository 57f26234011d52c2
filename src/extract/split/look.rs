//! What a page shows of the document that it belongs to.

use std::sync::LazyLock;

use regex::Regex;

use crate::candidates::{Candidates, Kind};
use crate::layout::{Layout, Row};
use crate::lexicon::{Label, WORDS, fold};
use crate::solve::number;
use reading::text::{Page, ReadBy};

/// A scanned page with fewer words than this is the back of a sheet: specks and what shines through.
const BLANK_WORDS: usize = 8;
/// A sheet with more words than this separates nothing.
const SEPARATOR_WORDS: usize = 25;
/// Head and foot of a page, shares of its height.
const HEAD: f32 = 0.2;
const FOOT: f32 = 0.9;
/// Words of head and foot that are compared.
const MOST_WORDS: usize = 40;
/// References of a page that are compared.
const MOST_REFERENCES: usize = 60;

/// "Page 2 of 3".
static PAGE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:pagina|page|seite|blad|bladzijde|blz\.?|pag\.?|p\.|bl\.|sheet|feuillet)(?:nummer|nr\.?|number)? *:? *([0-9]{1,3})(?: *(?:van|of|von|sur|de|/|v\.) *([0-9]{1,3}))?(?-u:\b)",
    )
    .expect("the pattern is valid, as the tests hold")
});
/// "2/3" and "2 of 3", alone at the edge of a page.
static BARE_PAGE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[-–( ]*([0-9]{1,2}) *(?:van|of|von|sur|/) *([0-9]{1,2})[-–) ]*$")
        .expect("the pattern is valid, as the tests hold")
});

/// What kind of sheet a page is, as far as that shows without understanding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    Blank,
    /// Put between documents so that a scanner or a person can tell them apart.
    Separator,
    Written,
}

impl Sheet {
    pub fn of(page: &Page) -> Self {
        let readable = |w: &&reading::text::Word| {
            w.text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
                && match w.read_by {
                    ReadBy::TextLayer => true,
                    ReadBy::Ocr { .. } => w.confidence > 0.5,
                }
        };
        let words = page.words.iter().filter(readable).take(SEPARATOR_WORDS + 1).count();
        if words > 0 && words <= SEPARATOR_WORDS && is_separator(page) {
            return Self::Separator;
        }
        let scanned = page.words.iter().any(|w| matches!(w.read_by, ReadBy::Ocr { .. }));
        if words == 0 || (scanned && words < BLANK_WORDS) { Self::Blank } else { Self::Written }
    }
}

fn is_separator(page: &Page) -> bool {
    let text: String = page.words.iter().map(|w| fold(&w.text)).collect();
    let patch = page.words.iter().any(|w| fold(&w.text) == "patch");
    WORDS.separators.iter().any(|word| text.contains(word)) || (patch && page.words.len() <= 8)
}

#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent signs, each of them seen or not")]
pub(super) struct Look {
    /// The number of the document, folded, and how sure it is one.
    pub number: Option<(String, f32)>,
    /// "Page 2 of 3".
    pub page_of: Option<(u32, Option<u32>)>,
    /// VAT ids and accounts whose check digits pass.
    pub identifiers: Vec<String>,
    /// Folded words of the head and of the foot of the page.
    pub head: Vec<String>,
    pub foot: Vec<String>,
    /// Words with digits as references have them, folded and sorted.
    pub references: Vec<String>,
    /// Right edges of amounts, pt, rounded.
    pub columns: Vec<i32>,
    /// A title such as "Invoice" in the upper half.
    pub titled: bool,
    /// A title of another kind of document.
    pub other_title: bool,
    pub has_totals: bool,
    pub has_date: bool,
    /// "Carried over": from the page before, to the next page.
    pub came_from: bool,
    pub goes_on: bool,
    /// Terms and conditions by their title.
    pub terms: bool,
    /// Running text rather than a form: the share of words without digits in long rows.
    pub prose: f32,
    /// Somebody is addressed.
    pub salutation: bool,
    /// A postal address in the upper part.
    pub addressed: bool,
    /// All of the page's text, folded, to find a number again.
    pub text: String,
    pub width_pt: f32,
    pub height_pt: f32,
    /// Size of most letters, pt.
    pub body_pt: f32,
    pub scanned: bool,
}

impl Look {
    pub fn of(page: &Page) -> Self {
        let layout = Layout::new(&[page]);
        let candidates = Candidates::of(&layout);
        let height = page.height_pt.max(1.0);
        let at = |row: &Row| row.bbox.center_y() / height;
        let mut look = Self {
            number: number::invoice_number(&layout, &candidates).map(|n| (fold(&n.text), n.score)),
            page_of: page_of(&layout, height),
            identifiers: candidates
                .identifiers
                .iter()
                .filter(|i| matches!(i.value.kind, Kind::VatId | Kind::Iban) && i.value.checked)
                .map(|i| i.value.value.clone())
                .collect(),
            head: edge_words(&layout, |y| y < height * HEAD),
            foot: edge_words(&layout, |y| y > height * FOOT),
            references: references(page),
            columns: columns(&candidates),
            prose: prose(&layout),
            width_pt: page.width_pt,
            height_pt: page.height_pt,
            body_pt: layout.body_size.first().copied().unwrap_or_default(),
            scanned: layout.is_ocr(),
            ..Self::default()
        };
        for row in &layout.rows {
            let folded = fold(&row.text);
            if folded.len() < 60 {
                look.came_from |=
                    at(row) < 0.5 && WORDS.came_from.iter().any(|w| folded.contains(w));
                look.goes_on |= at(row) > 0.5 && WORDS.goes_on.iter().any(|w| folded.contains(w));
            }
            look.terms |= at(row) < 0.25
                && folded.len() < 50
                && WORDS.terms.iter().any(|w| folded.contains(w));
            look.addressed |= at(row) < 0.4 && has_postcode(&row.text);
            look.text.push_str(&folded);
        }
        for hit in &candidates.hits {
            let row = &layout.rows[hit.row];
            let cell = &layout.cells[layout.words[hit.words.start].cell];
            let upper = at(row) < 0.5;
            if upper && cell.words.len() <= hit.words.len() + 2 {
                look.titled |= hit.is_any(&[Label::TypeInvoice, Label::TypeCredit]);
                look.other_title |= hit.is_any(&[
                    Label::TypeDelivery,
                    Label::TypeReminder,
                    Label::TypeOrder,
                    Label::TypeOffer,
                    Label::TypeStatement,
                ]);
            }
            look.has_totals |= !upper && hit.is_any(&[Label::Gross, Label::Payable]);
            look.has_date |= upper && hit.is(Label::IssueDate);
            look.salutation |= hit.is(Label::Salutation);
        }
        look
    }

    /// True when nothing on the page says what document it is of.
    pub(crate) fn is_bare(&self) -> bool {
        !self.titled
            && !self.other_title
            && !self.has_totals
            && !self.has_date
            && self.number.is_none()
    }
}

/// The page number that the page gives itself; one that stands at an edge is believed first.
fn page_of(layout: &Layout<'_>, height_pt: f32) -> Option<(u32, Option<u32>)> {
    let mut found: Option<(f32, (u32, Option<u32>))> = None;
    let mut consider = |row: &Row, n: u32, total: Option<u32>| {
        let sane = n >= 1 && total.is_none_or(|t| t >= n);
        let at = row.bbox.center_y() / height_pt;
        let from_edge = at.min(1.0 - at) - if total.is_some() { 0.2 } else { 0.0 };
        if sane && found.is_none_or(|(best, _)| from_edge < best) {
            found = Some((from_edge, (n, total)));
        }
    };
    let digits = |c: &regex::Captures<'_>, i: usize| c.get(i).and_then(|m| m.as_str().parse().ok());
    for row in &layout.rows {
        if let Some(c) = PAGE_OF.captures(&row.text)
            && let Some(n) = digits(&c, 1)
        {
            consider(row, n, digits(&c, 2));
        }
        let at = row.bbox.center_y() / height_pt;
        if !(0.12..=0.88).contains(&at) {
            for cell in row.text.split('\t') {
                if let Some(c) = BARE_PAGE_OF.captures(cell)
                    && let (Some(n), Some(total)) = (digits(&c, 1), digits(&c, 2))
                {
                    consider(row, n, Some(total));
                }
            }
        }
    }
    found.map(|(_, page)| page)
}

fn edge_words(layout: &Layout<'_>, is_there: impl Fn(f32) -> bool) -> Vec<String> {
    layout
        .words
        .iter()
        .filter(|w| is_there(w.word.bbox.center_y()))
        .map(|w| fold(&w.word.text))
        .filter(|w| w.len() >= 4 && !w.bytes().any(|b| b.is_ascii_digit()))
        .take(MOST_WORDS)
        .collect()
}

/// Numbers of customers, orders, contracts, documents: words of five and more characters with digits, but no amounts.
fn references(page: &Page) -> Vec<String> {
    let mut found: Vec<String> = page
        .words
        .iter()
        .filter(|w| w.text.len() >= 5 && w.text.len() <= 30)
        .filter(|w| w.text.bytes().filter(u8::is_ascii_digit).count() >= 4 && !w.text.contains(','))
        .map(|w| fold(&w.text))
        .take(MOST_REFERENCES)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn columns(candidates: &Candidates) -> Vec<i32> {
    let mut edges: Vec<i32> =
        candidates.amounts.iter().map(|a| (a.place.bbox.x1 / 3.0).round() as i32).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The share of words that stand in rows of running text.
fn prose(layout: &Layout<'_>) -> f32 {
    let running = |row: &&Row| {
        row.words.len() >= 7
            && row.cells.len() == 1
            && row.text.bytes().filter(u8::is_ascii_digit).count() * 8 < row.text.len()
    };
    let words: usize = layout.rows.iter().filter(running).map(|row| row.words.len()).sum();
    words as f32 / layout.words.len().max(1) as f32
}

/// A Dutch, German or French postcode with a place after it.
fn has_postcode(text: &str) -> bool {
    static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?-u:\b)(?:[1-9][0-9]{3} ?[A-Z]{2}|(?:[A-Z]{1,2}[- ])?[0-9]{4,5}) +\p{Lu}\p{L}+",
        )
        .expect("the pattern is valid, as the tests hold")
    });
    POSTCODE.is_match(text)
}
