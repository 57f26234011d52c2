//! What speaks for a value and against it, as numbers.

use super::super::candidates::Candidates;
use super::super::layout::Layout;
use super::super::lexicon::Language;
use super::super::solve::dates::Dates;
use super::super::solve::number::Reference;
use super::super::solve::party::Parties;
use super::super::solve::totals::{Solution, Sums, Totals};
use super::Family;
use invoice::{Confidence, DocumentType, Evidence, Invoice, Method};
use reading::text::{ReadBy, Word};

/// What is looked at, in the order of the weights.
pub const FEATURES: &[&str] = &[
    "bias",
    "score",
    "weak score",
    "worst word",
    "recognised",
    "recognised and derived",
    "page badly read",
    "lead over the next",
    "no next",
    "printed again",
    "check digits",
    "all totals printed",
    "two totals printed",
    "no VAT",
    "gross only",
    "VAT rows fit",
    "rate fits",
    "lead of the totals",
    "total labelled",
    "lines add up",
    "receipt",
    "several pages",
    "negative",
    "not to be booked",
    "no kind named",
    "other language",
    "derived",
    "few words",
];

/// What was found out about a document besides the values themselves.
pub(crate) struct Known<'k> {
    pub candidates: &'k Candidates,
    pub totals: &'k Totals,
    pub solution: Option<&'k Solution>,
    pub number: Option<&'k Reference>,
    pub dates: &'k Dates,
    pub parties: &'k Parties,
    pub receipt: bool,
    /// A word says what the document is.
    pub titled: bool,
    pub kind: DocumentType,
    pub lines_fit: bool,
}

/// One value of one document, for fitting.
#[derive(Debug, Clone)]
pub struct Observation {
    pub family: Family,
    pub value: String,
    /// Numbers in the order of [`FEATURES`].
    pub features: Vec<f32>,
}

/// Visits every value that has weights, with its text.
pub(crate) fn each(
    invoice: &mut Invoice,
    visit: &mut impl FnMut(Family, &dyn Fn() -> String, &Evidence, &mut Confidence),
) {
    macro_rules! fields {
        ($($family:ident: $place:expr, $text:expr;)+) => {
            $(if let Some(f) = &mut $place {
                let value = &f.value;
                visit(Family::$family, &|| $text(value), &f.evidence, &mut f.confidence);
            })+
        };
    }
    fn shown<T: ToString>(value: &T) -> String {
        value.to_string()
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "called like the others")]
    fn kind(value: &DocumentType) -> String {
        match value {
            DocumentType::Invoice => "invoice",
            DocumentType::CreditNote => "credit_note",
            DocumentType::Receipt => "receipt",
            _ => "other",
        }
        .to_owned()
    }
    fields! {
        Number: invoice.number, shown;
        IssueDate: invoice.issue_date, shown;
        DueDate: invoice.due_date, shown;
        Net: invoice.totals.net, shown;
        Vat: invoice.totals.vat, shown;
        Gross: invoice.totals.gross, shown;
        SupplierName: invoice.supplier.name, shown;
        SupplierVatId: invoice.supplier.vat_id, shown;
        SupplierKvk: invoice.supplier.kvk, shown;
        SupplierIban: invoice.supplier.iban, shown;
        CustomerName: invoice.customer.name, shown;
        Currency: invoice.currency, shown;
        DocumentType: invoice.document_type, kind;
    }
    let rows: Vec<String> = invoice
        .vat_breakdown
        .iter()
        .map(|r| {
            let r = &r.value;
            format!(
                "{} {} {}",
                r.rate.unwrap_or_default().normalize(),
                r.taxable.unwrap_or_default(),
                r.vat.unwrap_or_default()
            )
        })
        .collect();
    // The rows are right or wrong together.
    for field in &mut invoice.vat_breakdown {
        let text = || rows.join(", ");
        visit(Family::Breakdown, &text, &field.evidence, &mut field.confidence);
    }
    let count = invoice.lines.len().to_string();
    for field in &mut invoice.lines {
        visit(Family::Lines, &|| count.clone(), &field.evidence, &mut field.confidence);
    }
}

/// What all values of a document share.
pub(crate) struct Judge<'j> {
    layout: &'j Layout<'j>,
    known: &'j Known<'j>,
    recognised: bool,
    /// One less the mean confidence of the recognised words.
    unclear: f32,
}

impl Known<'_> {
    pub fn judge<'j>(&'j self, layout: &'j Layout<'j>) -> Judge<'j> {
        let recognised: Vec<f32> = layout
            .words
            .iter()
            .filter(|w| matches!(w.word.read_by, ReadBy::Ocr { .. }))
            .map(|w| w.word.confidence)
            .collect();
        let mean = recognised.iter().sum::<f32>() / recognised.len().max(1) as f32;
        Judge {
            layout,
            known: self,
            recognised: !recognised.is_empty(),
            unclear: if recognised.is_empty() { 0.0 } else { 1.0 - mean.clamp(0.0, 1.0) },
        }
    }
}

fn yes(value: bool) -> f32 {
    f32::from(u8::from(value))
}

impl Judge<'_> {
    /// The numbers of one value, whose first guess at confidence is `guess`.
    pub fn features(&self, family: Family, evidence: &Evidence, guess: Confidence) -> Vec<f32> {
        let known = self.known;
        let guess = guess.get().clamp(0.01, 0.995);
        let derived = evidence.bbox.is_none();
        let (lead, alone) = self.lead(family);
        let proof = known.solution.map(|s| s.proof);
        let is = |p: Sums| yes(proof == Some(p));
        let fits = |f: fn(&Solution) -> bool| yes(known.solution.is_some_and(f));
        vec![
            1.0,
            ((guess / (1.0 - guess)).ln() / 3.0).clamp(-1.5, 1.5),
            yes(guess < 0.5),
            1.0 - self.worst_word(evidence),
            yes(self.recognised),
            yes(self.recognised && derived),
            self.unclear,
            lead,
            yes(alone),
            self.printed_again(evidence),
            yes(evidence.proved_by.iter().any(invoice::Proof::is_check_digit)),
            is(Sums::AllPrinted),
            is(Sums::TwoPrinted),
            is(Sums::NoVat),
            is(Sums::GrossOnly),
            fits(|s| s.rows_fit),
            fits(|s| s.rate_fits),
            known.solution.map_or(0.0, |s| (s.score - s.second).clamp(0.0, 3.0) / 3.0),
            known.solution.map_or(0.0, |s| s.gross_label.min(1.0)),
            yes(known.lines_fit),
            yes(known.receipt),
            yes(self.layout.pages.len() > 1),
            fits(|s| s.gross.is_negative()),
            yes(!matches!(
                known.kind,
                DocumentType::Invoice | DocumentType::CreditNote | DocumentType::Receipt
            )),
            yes(!known.titled),
            yes(known.candidates.language != Language::Nl),
            yes(derived && evidence.method == Method::Derived),
            yes(self.layout.words.len() < 40),
        ]
    }

    /// How far the chosen one leads over the next, 0 to 1, and whether there is no next.
    fn lead(&self, family: Family) -> (f32, bool) {
        let k = self.known;
        let scores = match family {
            Family::Number => k.number.map(|n| (n.score, n.second)),
            Family::IssueDate => k.dates.issue.as_ref().map(|d| (d.score, d.second)),
            Family::DueDate => k.dates.due.as_ref().map(|d| (d.score, d.second)),
            Family::SupplierVatId => {
                let guessed = k.parties.customer.vat_id.as_ref().map_or(0.0, |i| i.score);
                let own = k.parties.supplier.vat_id.as_ref();
                // Another one whose owner is only guessed may be the right one.
                own.map(|i| (i.score, if guessed < 0.7 { guessed } else { 0.0 }))
            }
            Family::SupplierName => {
                let name = k.parties.supplier.name.as_ref();
                name.map(|n| (n.score / 4.0, n.second / 4.0))
            }
            Family::CustomerName => {
                let name = k.parties.customer.name.as_ref();
                name.map(|n| (n.score, n.second))
            }
            _ => None,
        };
        scores.map_or((0.0, false), |(first, second)| {
            ((first - second).clamp(0.0, 1.0), second <= 0.0)
        })
    }

    /// The least confidence of the words in the box of a value.
    fn worst_word(&self, evidence: &Evidence) -> f32 {
        self.words_at(evidence).map(|w| w.confidence).fold(1.0, f32::min).clamp(0.0, 1.0)
    }

    /// The mean confidence of the letters in the box of a value; 1 where none were recognised.
    pub(crate) fn mean_word(&self, evidence: &Evidence) -> f32 {
        let (sum, letters) = self.words_at(evidence).fold((0.0, 0.0), |(sum, all), w| {
            let letters = w.text.chars().count() as f32;
            (sum + w.confidence * letters, all + letters)
        });
        if letters > 0.0 { sum / letters } else { 1.0 }
    }

    /// The words in the box of a value, where any were recognised.
    fn words_at(&self, evidence: &Evidence) -> impl Iterator<Item = &Word> {
        let place = evidence.page.zip(evidence.bbox);
        let place = place.filter(|_| self.recognised);
        place.into_iter().flat_map(move |(number, b)| {
            let pages = self.layout.pages.iter().filter(move |p| p.number == number);
            pages.flat_map(move |page| {
                page.words.iter().filter(move |word| {
                    let seen = page.as_scanned(&word.bbox);
                    let (x, y) = (seen.center_x(), seen.center_y());
                    b.x0 - 0.5 <= x && x <= b.x1 + 0.5 && b.y0 - 0.5 <= y && y <= b.y1 + 0.5
                })
            })
        })
    }

    /// How often the text of a value is printed besides, up to twice, as 0 to 1.
    fn printed_again(&self, evidence: &Evidence) -> f32 {
        const ROWS: usize = 3_000;
        let Some(text) = evidence.text.as_deref().filter(|t| t.len() >= 3) else {
            return 0.0;
        };
        let rows = self.layout.rows.iter().take(ROWS);
        let count = rows.filter(|r| r.text.contains(text)).take(3).count();
        count.saturating_sub(1) as f32 / 2.0
    }
}
