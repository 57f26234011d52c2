//! What a document is: invoice, credit note, receipt, reminder, or something else.

use super::super::candidates::Candidates;
use super::super::layout::Layout;
use super::super::lexicon::{Hit, LEXICON, Label, WORDS, fold};
use super::dates::has_clock;
use invoice::DocumentType;
use reading::text::ReadBy;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kind {
    pub value: DocumentType,
    pub score: f32,
    /// Index of the label that says so.
    pub at: Option<usize>,
}

/// What is known of the rest of the document.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each of them a yes or no")]
pub(crate) struct Facts {
    pub has_number: bool,
    pub has_date: bool,
    pub has_gross: bool,
    /// Totals that add up, with VAT or a stated exemption.
    pub has_proof: bool,
    pub negative: bool,
    /// A VAT id, an account, a KvK number.
    pub has_identifier: bool,
}

/// Receipts are printed on paper rolls: narrower than this, pt.
const ROLL_WIDTH_PT: f32 = 330.0;
/// As many letters fit on a row of a roll, with those that are set double; a page has twice as many.
const ROLL_LETTERS: f32 = 50.0;
/// Words that show how large the letters are.
const ROLL_WORDS: usize = 12;
/// Text as narrow as this is a receipt on whatever sheet it was scanned, pt.
const NARROW_PT: f32 = 225.0;

/// From so many invoices on, each on a row of its own, a document is about invoices.
const LISTED: usize = 3;
/// How sure the kind of a document is of which the total is not known.
const UNSURE: f32 = 0.75;
/// The same of one that has all of an invoice under another title ("Pro forma factuur"): a person must look.
const TITLED_ELSE: f32 = 0.5;
/// What a word weighs at least that stands by itself in larger letters.
const LARGE: f32 = 1.9;

/// How much a word in this place speaks for the kind of the document.
fn weight(layout: &Layout<'_>, hit: &Hit) -> f32 {
    let row = &layout.rows[hit.row];
    let page = layout.page(row.page);
    let cell = &layout.cells[layout.words[hit.words.start].cell];
    let at = hit.bbox.center_y() / page.height_pt.max(1.0);
    let first = layout.words[hit.words.start].word;
    // "Declaratie 2026-17 van 3 maart 2026, te betalen voor 17 maart" is a title as well.
    let numbered = hit.words.start == cell.words.start
        && layout.words[hit.words.end..cell.words.end.max(hit.words.end)]
            .first()
            .is_some_and(|w| w.word.text.bytes().filter(u8::is_ascii_digit).count() >= 2);
    let alone = cell.words.len() <= hit.words.len() + 3 || numbered;
    let body = layout.body_size[row.page];
    let mut weight: f32 = if alone { 1.0 } else { 0.3 };
    if first.size_pt > body * 1.25 {
        weight += 1.0;
    }
    if first.bold || first.word_is_upper() {
        weight += 0.2;
    }
    if row.page > 0 {
        weight *= 0.5;
    }
    if at > 0.5 {
        weight *= 0.4;
    }
    weight
}

trait Upper {
    fn word_is_upper(&self) -> bool;
}

impl Upper for reading::text::Word {
    fn word_is_upper(&self) -> bool {
        self.text.chars().any(char::is_alphabetic) && !self.text.chars().any(char::is_lowercase)
    }
}

/// True when the first page looks like a receipt: a narrow column, few words to a row.
pub(crate) fn is_roll(layout: &Layout<'_>) -> bool {
    let Some(rows) = layout.page_rows.first() else {
        return false;
    };
    let rows = &layout.rows[rows.clone()];
    if rows.len() < 4 {
        return false;
    }
    let left = rows.iter().map(|r| r.bbox.x0).fold(f32::MAX, f32::min);
    let right = rows.iter().map(|r| r.bbox.x1).fold(0.0, f32::max);
    let height = layout.page(0).height_pt;
    let page_width = layout.page(0).width_pt;
    let width = right - left;
    width < NARROW_PT
        || is_recognised_roll(layout, width)
        || width < ROLL_WIDTH_PT && page_width < ROLL_WIDTH_PT * 1.4
        || (page_width < height * 0.6 && width < height * 0.5)
}

/// Whether text that was recognised is as narrow as a roll, counted in letters: a photo has no scale.
fn is_recognised_roll(layout: &Layout<'_>, width: f32) -> bool {
    let words = layout.words.iter().map(|w| w.word).filter(|word| word.text.len() > 2);
    let mut letters: Vec<f32> =
        words.clone().map(|word| word.bbox.width() / word.text.chars().count() as f32).collect();
    letters.sort_by(f32::total_cmp);
    let is_recognised = words.clone().all(|word| matches!(word.read_by, ReadBy::Ocr { .. }));
    let letter = letters.get(letters.len() / 2).copied().unwrap_or_default();
    is_recognised && letters.len() >= ROLL_WORDS && width < letter * ROLL_LETTERS
}

/// True for the head of a column of credits, beside that of the debits.
fn is_ledger_head(layout: &Layout<'_>, hit: &Hit) -> bool {
    layout.rows[hit.row].cells.clone().any(|c| {
        let cell = &layout.cells[c];
        cell.words.len() == 1 && WORDS.debits.has(&fold(&layout.words[cell.words.start].word.text))
    })
}

/// True for a word that is all that stands on its row, in the upper part of the first page, in capitals or with one, and
/// not over a value of the same column.
fn is_lone_title(layout: &Layout<'_>, hit: &Hit) -> bool {
    let row = &layout.rows[hit.row];
    let page = layout.page(row.page);
    let is_alone = row.words == hit.words;
    let is_high = row.page == 0 && row.bbox.center_y() < page.height_pt * 0.5;
    let valued = layout.rows.get(hit.row + 1).is_some_and(|next| {
        next.page == row.page
            && next.bbox.y0 - row.bbox.y1 < row.bbox.height() * 0.8
            && layout.words[next.words.start].word.bbox.x0 - row.bbox.x0 < 3.0
            && layout.words[next.words.start].word.text.contains(|c: char| c.is_ascii_digit())
    });
    is_alone && is_high && !valued
}

/// Rows that each begin with an invoice of another number, its date and its amount: what is open, or was paid.
fn listed_invoices(layout: &Layout<'_>, candidates: &Candidates) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::new();
    for (index, hit) in candidates.hits.iter().enumerate() {
        let row = &layout.rows[hit.row];
        let is_entry = hit.is(Label::TypeInvoice)
            && hit.words.start == row.words.start
            && layout.words[hit.words.end..row.words.end.max(hit.words.end)]
                .first()
                .is_some_and(|w| w.word.text.bytes().filter(u8::is_ascii_digit).count() >= 3)
            && candidates.dates.iter().any(|d| d.place.row == hit.row)
            && !candidates.amounts_of(hit.row).is_empty();
        if is_entry {
            rows.push(index);
        }
    }
    rows
}

/// True for a contract or policy that is named by its number: what this document is about, not what it is.
fn is_reference(layout: &Layout<'_>, hit: &Hit) -> bool {
    let row = &layout.rows[hit.row];
    WORDS.contracts.has(&hit.text)
        && layout.words[hit.words.end..row.words.end.max(hit.words.end)]
            .iter()
            .take(2)
            .any(|w| w.word.text.bytes().filter(u8::is_ascii_digit).count() >= 3)
}

/// What a word for something that is no invoice names.
fn named(hit: &Hit) -> DocumentType {
    if hit.is(Label::Order) {
        return DocumentType::Order;
    }
    [
        (Label::TypeOffer, DocumentType::Quote),
        (Label::TypeDelivery, DocumentType::DeliveryNote),
        (Label::TypeOrder, DocumentType::Order),
        (Label::TypeStatement, DocumentType::Statement),
    ]
    .into_iter()
    .find(|(label, _)| hit.is(*label))
    .map_or(DocumentType::Other, |(_, kind)| kind)
}

pub(crate) fn solve(layout: &Layout<'_>, candidates: &Candidates, facts: Facts) -> Kind {
    let mut invoice = (0.0_f32, None);
    let mut credit = (0.0_f32, None);
    let mut reminder = (0.0_f32, None);
    let mut other = (0.0_f32, None);
    let mut receipt = 0.0_f32;
    let listed = listed_invoices(layout, candidates);
    let is_list = listed.len() >= LISTED;
    for (index, hit) in candidates.hits.iter().enumerate() {
        if is_list && listed.contains(&index) {
            continue;
        }
        let w = weight(layout, hit);
        let add = |slot: &mut (f32, Option<usize>), w: f32| {
            if w > slot.0 {
                *slot = (w, Some(index));
            }
        };
        // "Rekening: NL91 …" is an account and no title.
        let account = hit.is(Label::Iban)
            && candidates.identifiers.iter().any(|i| {
                i.place.row == hit.row
                    && i.value.kind == super::super::candidates::Kind::Iban
                    && i.place.words.start >= hit.words.end
            });
        if hit.is(Label::TypeInvoice) && !account {
            add(&mut invoice, w);
        }
        if hit.is(Label::Number) {
            // "Credit note no." says both.
            if LEXICON.begins_as(&hit.text, Label::TypeCredit) {
                add(&mut credit, w.max(0.9));
            } else {
                add(&mut invoice, 0.8);
            }
        }
        if hit.is(Label::TypeCredit) && !hit.is(Label::Gross) && !is_ledger_head(layout, hit) {
            add(&mut credit, w);
        }
        if hit.is(Label::TypeReminder) {
            add(&mut reminder, w);
        }
        if hit.is_any(&[
            Label::TypeOffer,
            Label::TypeDelivery,
            Label::TypeOrder,
            Label::TypeStatement,
        ]) {
            let w = if is_reference(layout, hit) { w * 0.3 } else { w };
            add(&mut other, w);
        }
        // A word for an order, alone on its line and with nothing under it that it is the label of.
        if hit.is(Label::Order) && is_lone_title(layout, hit) {
            add(&mut other, w.min(0.95));
        }
        if hit.is(Label::TypeReceipt) {
            receipt += 0.35;
        }
    }
    receipt = receipt.min(1.4);
    let roll = is_roll(layout);
    if roll {
        receipt += 1.0;
    }
    if candidates.dates.iter().any(|d| has_clock(&layout.rows[d.place.row].text)) {
        receipt += 0.3;
    }
    let made = |kind: DocumentType, score: f32, at: Option<usize>| Kind { value: kind, score, at };
    let named = other.1.and_then(|i| candidates.hits.get(i)).map_or(DocumentType::Other, named);
    let titled = reminder.0.max(invoice.0).max(credit.0);
    if is_list && titled < 0.7 {
        return made(DocumentType::Statement, 0.8, listed.first().copied());
    }
    if !facts.has_gross {
        if reminder.0 > 0.6 {
            return made(DocumentType::Reminder, 0.8, reminder.1);
        }
        // What is titled as an invoice is one, though its total is not known: a person must look for it.
        let titled = invoice.0.max(credit.0);
        let is_invoice = titled >= 0.7
            && titled > other.0
            && facts.has_date
            && (facts.has_number || facts.has_identifier)
            && !candidates.amounts.is_empty();
        if is_invoice {
            return if credit.0 > invoice.0 {
                made(DocumentType::CreditNote, UNSURE, credit.1)
            } else {
                made(DocumentType::Invoice, UNSURE, invoice.1)
            };
        }
        return made(named, 0.85, other.1);
    }
    // Words of other documents in a title, where no invoice is titled more clearly.
    if reminder.0 >= 0.9 && reminder.0 + 0.3 >= invoice.0 && !facts.has_proof {
        return made(DocumentType::Reminder, 0.9, reminder.1);
    }
    if reminder.0 >= 1.0 && reminder.0 > invoice.0 {
        return made(DocumentType::Reminder, 0.8, reminder.1);
    }
    let is_titled_else = other.0 >= 0.9 && other.0 > invoice.0.max(credit.0) + 0.15;
    if is_titled_else {
        if !(facts.has_proof && facts.has_number && invoice.0 >= 0.8) {
            return made(named, 0.85, other.1);
        }
        // a delivery note or an order may stand above its lines
        let hit = other.1.and_then(|i| candidates.hits.get(i));
        if hit.is_some_and(|hit| is_lone_title(layout, hit) || weight(layout, hit) >= LARGE) {
            return made(DocumentType::Invoice, TITLED_ELSE, invoice.1);
        }
    }
    if candidates.has(Label::SelfBilled) && !facts.negative && credit.0 > 0.0 {
        // "Gutschrift" is also what the law calls an invoice that the buyer makes out.
        return made(DocumentType::Invoice, 0.85, credit.1);
    }
    let is_credit =
        credit.0 >= 0.9 && credit.0 + 0.4 >= invoice.0 || (facts.negative && invoice.0 > 0.0);
    if is_credit {
        let score = if facts.negative || credit.0 > invoice.0 { 0.95 } else { 0.7 };
        return made(DocumentType::CreditNote, score, credit.1.or(invoice.1));
    }
    let invoice_like = invoice.0 >= 0.7 && facts.has_number && (facts.has_date || facts.has_proof);
    if receipt >= 1.3
        && (!invoice_like || roll)
        && (facts.has_date || facts.has_proof || receipt >= 1.9)
        && invoice.0 < 1.5
    {
        return made(DocumentType::Receipt, if roll { 0.9 } else { 0.7 }, None);
    }
    if invoice_like && (facts.has_proof || facts.has_identifier || facts.has_date) {
        return made(DocumentType::Invoice, if facts.has_proof { 0.97 } else { 0.85 }, invoice.1);
    }
    // No such word, but everything that an invoice must bear.
    if facts.has_proof && facts.has_identifier && facts.has_date {
        return if receipt >= 0.6 {
            made(DocumentType::Receipt, 0.6, None)
        } else {
            made(DocumentType::Invoice, 0.7, None)
        };
    }
    if receipt >= 0.6 && facts.has_proof && facts.has_date {
        return made(DocumentType::Receipt, 0.6, None);
    }
    made(DocumentType::Other, 0.6, None)
}
