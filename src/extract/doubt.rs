//! What makes a document as a whole doubtful, whatever its single values look like: a language that is not known, two
//! invoices on one page, totals that can be read in two ways, parts that nobody could read.

use std::collections::BTreeSet;

use whatlang::{Lang, Script};

use super::confidence::Known;
use super::layout::Layout;
use super::solve::number;
use invoice::{
    Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Language, Proof,
};
use reading::Doubt;
use reading::text::{Page, ReadBy, prose};

/// Letters of a text from which its language is told, and of one that has no alphabet but a sign a word.
const LEAST_LETTERS: usize = 60;
const LEAST_SIGNS: usize = 15;
/// How sure the language has to be, 0 to 1.
const LANGUAGE: f64 = 0.95;
/// So many different labels are known only where the language is.
const KNOWN_LABELS: usize = 6;
/// Recognised below this, a word is none.
const DOUBTFUL_WORD: f32 = 0.6;
/// Numbers of invoices are labelled at least so surely.
const NUMBERED: f32 = 0.85;
/// How sure values are at most when there are two of everything.
const ONE_OF_TWO: f32 = 0.5;
/// Letters in a quarter of a page and on a whole page from which it is judged, and the share that must be certain.
const BAND_LETTERS: usize = 80;
const PAGE_LETTERS: usize = 40;
const CERTAIN: f32 = 0.3;
/// Words that do not stand upright: so many, and so large a share of the page.
const TURNED_WORDS: usize = 15;
const TURNED_SHARE: f32 = 0.15;

/// All doubts about a document.
pub(super) fn doubts(layout: &Layout<'_>, known: &Known<'_>) -> Vec<Doubt> {
    let mut found = Vec::new();
    found.extend(language(layout, known).map(Doubt::Language));
    found.extend(several(layout, known).map(Doubt::SeveralInvoices));
    let rivals = known.totals.rivals();
    if !rivals.is_empty() {
        found.push(Doubt::OtherTotals(rivals));
    }
    for page in &layout.pages {
        if is_turned(page) {
            found.push(Doubt::Turned(page.number));
        }
        if is_unreadable(page) {
            found.push(Doubt::Unreadable(page.number));
        }
    }
    found
}

/// Takes what is doubtful out of the invoice.
pub(super) fn hedge(invoice: &mut Invoice, doubts: &[Doubt], floor: f32) {
    for doubt in doubts {
        match doubt {
            Doubt::Language(_) => keep_proven(invoice, floor),
            Doubt::SeveralInvoices(_) => doubt_all(invoice),
            // Their own confidence says it.
            Doubt::OtherTotals(_) | Doubt::Turned(_) | Doubt::Unreadable(_) => {}
        }
    }
}

/// The language, where it is none of those that are known.
fn language(layout: &Layout<'_>, known: &Known<'_>) -> Option<Language> {
    let text = prose(layout.words.iter().map(|placed| placed.word));
    let told = whatlang::detect(&text)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_latin = told.script() == Script::Latin;
    if letters < if is_latin { LEAST_LETTERS } else { LEAST_SIGNS } {
        return None;
    }
    if is_latin {
        // Afrikaans is what Dutch of few words looks like.
        let is_known =
            matches!(told.lang(), Lang::Nld | Lang::Afr | Lang::Eng | Lang::Deu | Lang::Fra);
        let is_sure = told.is_reliable() && told.confidence() >= LANGUAGE;
        let is_unread = !is_known && is_sure;
        return Language::of_code(told.lang().code()).filter(|_| is_unread);
    }
    // Goods may have names in another script on an invoice that is read well.
    let labels: BTreeSet<&str> = known.candidates.hits.iter().map(|h| h.text.as_str()).collect();
    Language::of_code(told.lang().code()).filter(|_| labels.len() < KNOWN_LABELS)
}

/// Numbers of several invoices on one page, where net, VAT and gross of more than one stand.
fn several(layout: &Layout<'_>, known: &Known<'_>) -> Option<Vec<String>> {
    let numbers: Vec<_> = number::possible(layout, known.candidates)
        .into_iter()
        .filter(|number| number.score >= NUMBERED && !number.text.contains('*'))
        .collect();
    let solutions = known.solution.into_iter().chain(&known.totals.others);
    let proven: Vec<[usize; 3]> = solutions
        .filter(|s| s.is_proven())
        .filter_map(|s| Some([s.net_at?, s.vat_at?, s.gross_at?]))
        .collect();
    let page_of = |at: usize| known.candidates.amounts[at].place.page;
    (0..layout.pages.len()).find_map(|page| {
        let here: BTreeSet<&str> = numbers
            .iter()
            .filter(|number| number.place.page == page)
            .map(|number| number.text.as_str())
            .collect();
        let mut apart: Vec<&[usize; 3]> = Vec::new();
        for sum in proven.iter().filter(|sum| page_of(sum[2]) == page) {
            if apart.iter().all(|other| sum.iter().all(|at| !other.contains(at))) {
                apart.push(sum);
            }
        }
        let is_several = here.len() >= 2 && apart.len() >= 2;
        is_several.then(|| here.into_iter().map(str::to_owned).collect())
    })
}

/// Whether much of a text layer does not stand upright. Lines of such text run from right to left, or up and down.
fn is_turned(page: &Page) -> bool {
    let mut turned = 0;
    let mut all = 0;
    for line in page.lines() {
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            continue;
        };
        if first.read_by != ReadBy::TextLayer || line.len() < 2 {
            continue;
        }
        all += line.len();
        let upright = last.bbox.x0 > first.bbox.x0 && last.bbox.overlap_y(&first.bbox) > 0.2;
        let right_to_left = line.iter().any(|w| w.text.chars().any(is_right_to_left));
        if !upright && !right_to_left {
            turned += line.len();
        }
    }
    turned >= TURNED_WORDS && turned as f32 >= TURNED_SHARE * all as f32
}

/// Letters of Hebrew, Arabic and the scripts beside them.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Whether a recognised page, or a quarter of it, is for the most part no text that anybody can read. Digits are read in
/// any script.
fn is_unreadable(page: &Page) -> bool {
    const BANDS: usize = 4;
    let mut letters = [(0_usize, 0_usize); BANDS];
    for word in page.words.iter().filter(|w| w.read_by != ReadBy::TextLayer) {
        let at = word.bbox.center_y() / page.height_pt.max(1.0) * BANDS as f32;
        let band = &mut letters[(at.max(0.0) as usize).min(BANDS - 1)];
        let count = word.text.chars().filter(|c| c.is_alphabetic()).count();
        band.1 += count;
        if word.confidence >= DOUBTFUL_WORD {
            band.0 += count;
        }
    }
    let is_bad = |(sure, all): (usize, usize), least: usize| {
        all >= least && (sure as f32) < CERTAIN * all as f32
    };
    let page = letters.iter().fold((0, 0), |sum, band| (sum.0 + band.0, sum.1 + band.1));
    is_bad(page, PAGE_LETTERS) || letters.iter().any(|band| is_bad(*band, BAND_LETTERS))
}

/// Keeps what is true in any language: totals that prove each other, the one account.
fn keep_proven(invoice: &mut Invoice, floor: f32) {
    let adds_up = |field: &Option<Field<Amount>>| {
        let proofs = field.as_ref().map(|f| &f.evidence.proved_by);
        proofs.is_some_and(|p| p.contains(&Proof::TotalsAddUp))
    };
    let mut kept = Invoice::default();
    if adds_up(&invoice.totals.gross) && adds_up(&invoice.totals.net) {
        kept.totals.net = invoice.totals.net.take();
        kept.totals.vat = invoice.totals.vat.take();
        kept.totals.gross = invoice.totals.gross.take();
        kept.vat_breakdown = std::mem::take(&mut invoice.vat_breakdown);
    }
    kept.currency = invoice.currency.take();
    kept.supplier.iban = invoice.supplier.iban.take();
    kept.document_type = Some(Field::new(
        DocumentType::Other,
        Evidence::derived(Derivation::UnreadLanguage),
        Confidence::new(floor.max(ONE_OF_TWO)),
    ));
    *invoice = kept;
}

/// Of two of everything one is wrong.
fn doubt_all(invoice: &mut Invoice) {
    fn less<T>(field: &mut Option<Field<T>>) {
        if let Some(field) = field {
            let sure = field.confidence.get().min(ONE_OF_TWO);
            field.confidence = Confidence::new(sure);
        }
    }
    less(&mut invoice.number);
    less(&mut invoice.issue_date);
    less(&mut invoice.due_date);
    less(&mut invoice.supplier.name);
    less(&mut invoice.customer.name);
    less(&mut invoice.totals.net);
    less(&mut invoice.totals.vat);
    less(&mut invoice.totals.gross);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_told_has_a_name() {
        for lang in Lang::all() {
            assert!(Language::of_code(lang.code()).is_some(), "{lang:?}");
        }
    }
}
