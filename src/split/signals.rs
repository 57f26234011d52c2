//! What a page says about where a document starts.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::candidates::{Candidates, Kind};
use crate::extract::layout::Layout;
use crate::extract::lexicon::{Label, fold};
use crate::extract::solve::number;
use crate::text::{Page, ReadBy};

/// A page with fewer words than this, badly read, is the back of a sheet.
const BLANK_WORDS: usize = 8;

static PAGE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:pagina|page|seite|blad|bladzijde|pag\.?|p\.) *:? *([0-9]{1,3})(?: *(?:van|of|von|sur|de|/|v\.) *([0-9]{1,3}))?(?-u:\b)")
        .expect("the pattern is valid, as the tests hold")
});

/// The signals of one page, or of the pages of a run so far.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent signals, each of them seen or not"
)]
pub(super) struct Signals {
    /// Invoice number, folded.
    number: Option<String>,
    number_score: f32,
    /// "Page 2 of 3".
    page_of: Option<(u32, Option<u32>)>,
    /// VAT ids and accounts.
    identifiers: Vec<String>,
    /// Folded words of the head of the page.
    head: Vec<String>,
    /// A title such as "Invoice" in the upper half.
    titled: bool,
    /// The kind that the title names, as label.
    other_kind: bool,
    has_totals: bool,
    has_date: bool,
    /// Carried over from another page.
    carried: bool,
    /// All of the page's text, folded, to find a number again.
    text: String,
    words: usize,
}

/// True for a page without anything worth reading.
pub(super) fn is_blank(page: &Page) -> bool {
    let readable = page
        .words
        .iter()
        .filter(|w| {
            w.text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
                && match w.read_by {
                    ReadBy::TextLayer => true,
                    ReadBy::Ocr { .. } => w.confidence > 0.5,
                }
        })
        .count();
    let scanned = page
        .words
        .iter()
        .any(|w| matches!(w.read_by, ReadBy::Ocr { .. }));
    readable == 0 || (scanned && readable < BLANK_WORDS)
}

impl Signals {
    pub fn of(page: &Page) -> Self {
        let pages = [page];
        let layout = Layout::new(&pages);
        let candidates = Candidates::of(&layout);
        let number = number::invoice_number(&layout, &candidates);
        let height = page.height_pt.max(1.0);
        let upper = |row: usize| layout.rows[row].bbox.center_y() < height * 0.5;
        let text: String = layout.rows.iter().map(|r| fold(&r.text)).collect();
        let mut signals = Self {
            number_score: number.as_ref().map_or(0.0, |n| n.score),
            number: number.map(|n| fold(&n.text)),
            words: layout.words.len(),
            text,
            ..Self::default()
        };
        for row in &layout.rows {
            if let Some(c) = PAGE_OF.captures(&row.text) {
                let digits = |i: usize| c.get(i).and_then(|m| m.as_str().parse().ok());
                if let Some(n) = digits(1) {
                    signals.page_of = Some((n, digits(2)));
                    break;
                }
            }
        }
        signals.identifiers = candidates
            .identifiers
            .iter()
            .filter(|i| matches!(i.value.kind, Kind::VatId | Kind::Iban) && i.value.checked)
            .map(|i| i.value.value.clone())
            .collect();
        signals.head = layout
            .words
            .iter()
            .filter(|w| w.word.bbox.y1 < height * 0.2)
            .map(|w| fold(&w.word.text))
            .filter(|w| w.len() >= 4 && !w.bytes().any(|b| b.is_ascii_digit()))
            .take(40)
            .collect();
        for hit in &candidates.hits {
            let alone =
                layout.cells[layout.words[hit.words.start].cell].words.len() <= hit.words.len() + 2;
            if upper(hit.row) && alone {
                signals.titled |= hit.is_any(&[Label::TypeInvoice, Label::TypeCredit]);
                signals.other_kind |= hit.is_any(&[
                    Label::TypeDelivery,
                    Label::TypeReminder,
                    Label::TypeOrder,
                    Label::TypeOffer,
                ]);
            }
            signals.has_totals |= hit.is_any(&[Label::Gross, Label::Payable]) && !upper(hit.row);
            signals.has_date |= hit.is(Label::IssueDate) && upper(hit.row);
            signals.carried |=
                hit.is(Label::DecoyAmount) && hit.text.contains("trans") && upper(hit.row);
        }
        signals
    }

    /// The run goes on with a page.
    pub fn join(&mut self, next: Self) {
        if self.number.is_none() || self.number_score < next.number_score - 0.2 {
            self.number = next.number;
            self.number_score = next.number_score;
        }
        self.page_of = next.page_of.or(self.page_of);
        self.identifiers.extend(next.identifiers);
        self.has_totals |= next.has_totals;
        self.text.push_str(&next.text);
        self.words = next.words;
        if self.head.is_empty() {
            self.head = next.head;
        }
    }
}

/// How much speaks for a new document on a page, after a run; see [`super::CUT`].
pub(super) fn starts_new(run: &Signals, page: &Signals) -> f32 {
    let mut score: f32 = 0.0;
    match (&run.number, &page.number) {
        (Some(a), Some(b)) if a == b => score -= 3.0,
        (Some(a), _) if a.len() >= 5 && page.text.contains(a.as_str()) => score -= 2.5,
        (Some(_), Some(_)) => {
            let sure = run.number_score.min(page.number_score);
            score += if sure > 0.85 {
                2.2
            } else if sure > 0.6 {
                1.2
            } else {
                0.3
            };
        }
        (None, Some(_)) if page.number_score > 0.85 => score += 1.0,
        _ => {}
    }
    match page.page_of {
        Some((1, total)) => {
            score += if total.is_some_and(|t| t > 1) {
                2.5
            } else {
                1.5
            }
        }
        Some((n, _)) if run.page_of.is_none_or(|(before, _)| n == before + 1) => score -= 3.0,
        Some(_) => score -= 0.5,
        None => {
            // A run that says it has more pages.
            if let Some((n, Some(total))) = run.page_of
                && n < total
            {
                score -= 1.0;
            } else if let Some((n, Some(total))) = run.page_of
                && n == total
            {
                score += 0.7;
            }
        }
    }
    if !run.identifiers.is_empty() && !page.identifiers.is_empty() {
        let shared = page.identifiers.iter().any(|i| run.identifiers.contains(i));
        score += if shared { -0.7 } else { 1.6 };
    }
    if page.titled {
        score += 0.6;
    }
    if page.other_kind && !page.titled {
        score += 0.6;
    }
    if page.has_date {
        score += 0.4;
    }
    if run.has_totals && (page.titled || page.has_totals) {
        score += 0.5;
    }
    if page.carried {
        score -= 2.0;
    }
    let shared = page.head.iter().filter(|w| run.head.contains(w)).count();
    if !page.head.is_empty() && !run.head.is_empty() {
        let share = shared as f32 / page.head.len().min(run.head.len()) as f32;
        score += if share < 0.25 { 0.5 } else { -0.2 };
    }
    if !page.titled
        && !page.has_totals
        && !page.has_date
        && page.number.is_none()
        && !page.other_kind
    {
        score -= 1.2;
    }
    score
}
