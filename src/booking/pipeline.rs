//! The one path from a Reading to proposals: pure, the same for every way a Reading came here.

use std::sync::Arc;

use crate::context::Books;
use crate::correct::Corrections;
use crate::cues::Words;
use crate::finding::rules::{
    CompanionUnreadable, EmbeddedUnreadable, MarkedDuplicate, OtherTotals, OwnData, PartTurned,
    PartUnreadable, Repaired, SeveralEInvoices, SeveralInvoices, SplitUnsure, TextLayerUnusable,
    UnreadLanguage,
};
use crate::finding::{Finding, NotMet};
use crate::repair::repair;
use crate::settings::Review;
use crate::{
    Assigned, Context, Direction, Document, Proposal, Reviewed, SourceKind, SourceRef, Verdict,
    check, hybrid, legal, notices, proof, verdict,
};
use einvoice::validate::{Specification, Syntax};
use invoice::{Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Ours, Severity};
use reading::document::{MediaKind, Reading, ReadingNote};
use reading::text::{Page, ReadBy};
use reading::{Doubt, Extracted, Run, Understanding};

/// A document whose first or last page is less sure than this goes to review, 0 to 1.
const SURE_SPLIT: f32 = 0.8;

/// What of the settings changes proposals, what is known for booking, and who understands pages.
#[derive(Debug, Clone)]
pub struct PipelineSettings {
    /// Values less sure than this are left out, 0 to 1.
    pub floor_confidence: f32,
    /// Administrations, suppliers, history.
    pub context: Arc<Context>,
    /// What knows invoices.
    pub understanding: Understanding,
}

impl PipelineSettings {
    /// These settings with what is known for booking.
    pub fn new(review: &Review, context: Arc<Context>, understanding: Understanding) -> Self {
        Self { floor_confidence: review.floor_confidence, context, understanding }
    }
}

/// The proposals of a document, at least one.
///
/// An e-invoice inside wins over the page. Otherwise the pages are split into documents, and each is read.
///
/// ```
/// use std::sync::Arc;
///
/// use booking::pipeline::{PipelineSettings, propose};
/// use booking::settings::Review;
/// use reading::document::{MediaKind, Reading};
///
/// let reading = Reading { kind: MediaKind::Pdf, pages: vec![], einvoice: None, embedded: vec![], notes: vec![] };
/// let settings = PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING);
/// let proposals = propose(&reading, &settings);
/// assert_eq!(proposals.len(), 1);
/// ```
pub fn propose(reading: &Reading, settings: &PipelineSettings) -> Vec<Proposal> {
    propose_at(reading, "", settings)
}

/// The proposals of a document that was found at this absolute path: its folder may say whose it is.
pub(crate) fn propose_at(
    reading: &Reading,
    path: &str,
    settings: &PipelineSettings,
) -> Vec<Proposal> {
    let folder = settings.context.by_folder(path);
    propose_corrected(reading, folder, settings, &Corrections::default())
}

/// The same for a document in the folder of an administration, or in none, with what a person said of it before.
pub fn propose_corrected(
    reading: &Reading,
    folder: Option<&Books>,
    settings: &PipelineSettings,
    corrections: &Corrections,
) -> Vec<Proposal> {
    let maker = Maker { folder, settings, corrections };
    let notes: Vec<Finding> = reading.notes.iter().map(note_finding).collect();
    if let Some(invoice) = &reading.einvoice {
        let kind = match reading.kind {
            MediaKind::Ubl => SourceKind::Ubl,
            MediaKind::Cii => SourceKind::Cii,
            _ => SourceKind::HybridPdf,
        };
        let source = SourceRef { kind, pages: page_range(&reading.pages) };
        let words = Words::of_invoice(invoice);
        let (understanding, floor) = (settings.understanding, settings.floor_confidence);
        let mut notes = notes;
        notes.extend(hybrid::contradictions(invoice, &reading.pages, understanding, floor));
        let read = maker.whole(invoice.clone(), &words, true, &source);
        return vec![maker.proposal(source, read, notes, 1.0)];
    }
    let runs = match corrections.layout() {
        Some(layout) => runs_of(&reading.pages, &layout),
        None => (settings.understanding.split)(&reading.pages),
    };
    if runs.is_empty() {
        let source = SourceRef {
            kind: source_kind(reading.kind, &reading.pages.iter().collect::<Vec<_>>()),
            pages: page_range(&reading.pages),
        };
        let words = Words::default();
        let read = maker.whole(nothing(), &words, false, &source);
        return vec![maker.proposal(source, read, notes, 1.0)];
    }
    runs.into_iter().map(|run| maker.of_run(reading, &run, notes.clone())).collect()
}

/// What was read of a document, and whose it is.
struct Read<'a> {
    invoice: Invoice,
    /// The pages, as far as it was read from them.
    pages: &'a [&'a Page],
    words: &'a Words,
    structured: bool,
    assigned: Assigned<'a>,
}

/// Makes the proposals of one document.
struct Maker<'a> {
    folder: Option<&'a Books>,
    settings: &'a PipelineSettings,
    corrections: &'a Corrections,
}

impl Maker<'_> {
    fn of_run(&self, reading: &Reading, run: &Run, mut findings: Vec<Finding>) -> Proposal {
        let pages: Vec<&Page> = run.pages.iter().filter_map(|&i| reading.pages.get(i)).collect();
        let (Extracted { invoice, doubts }, assigned, apart) = self.read(&pages);
        findings.extend(doubts.into_iter().map(doubt_finding));
        if apart {
            findings.push(OwnData {}.into());
        }
        let numbers = pages.first().zip(pages.last());
        let source = SourceRef {
            kind: source_kind(reading.kind, &pages),
            pages: numbers.map(|(a, b)| (a.number, b.number)),
        };
        let words = Words::of_pages(&pages);
        legal::missing_pages(&words, pages.len(), &mut findings);
        let read = Read { invoice, pages: &pages, words: &words, structured: false, assigned };
        self.proposal(source, read, findings, run.confidence)
    }

    /// Reads the invoice; once more, with the administration's own data set apart, where those seem to be the seller's:
    /// then the last is true.
    fn read(&self, pages: &[&Page]) -> (Extracted, Assigned<'_>, bool) {
        let floor = self.settings.floor_confidence;
        let extract = self.settings.understanding.extract;
        let extracted = extract(pages, floor, &Ours::default());
        let invoice = &extracted.invoice;
        let assigned = crate::assign(
            invoice,
            self.given(pages.first().map_or(0, |page| page.number)),
            self.folder,
            &self.settings.context,
        );
        let ours = &assigned.books.identity;
        if !ours.is_party(&invoice.supplier) {
            return (extracted, assigned, false);
        }
        let apart = extract(pages, floor, ours);
        // On a sale the own account is the only one to be paid, and somebody else is addressed.
        let is_addressed = invoice.customer.name.as_ref().is_some_and(|f| !ours.is_name(&f.value));
        let is_sale = assigned.direction == Direction::Sale
            && is_addressed
            && apart.invoice.supplier.iban.is_none();
        if is_sale {
            return (extracted, assigned, false);
        }
        let direction = Direction::Purchase;
        (apart, Assigned { direction, ..assigned }, true)
    }

    /// The administration that a person gave the proposal to that begins on this page.
    fn given(&self, first_page: u32) -> Option<&Books> {
        self.settings.context.of_name(self.corrections.of(first_page).value("administration")?)
    }

    /// What was read of a document without pages.
    fn whole<'r>(
        &'r self,
        invoice: Invoice,
        words: &'r Words,
        structured: bool,
        source: &SourceRef,
    ) -> Read<'r> {
        Read {
            assigned: crate::assign(
                &invoice,
                self.given(source.pages.map_or(0, |(first, _)| first)),
                self.folder,
                &self.settings.context,
            ),
            invoice,
            pages: &[],
            words,
            structured,
        }
    }

    fn proposal(
        &self,
        source: SourceRef,
        read: Read<'_>,
        mut findings: Vec<Finding>,
        split_confidence: f32,
    ) -> Proposal {
        let Read { mut invoice, pages, words, structured, assigned } = read;
        let context = &self.settings.context;
        let said = self.corrections.of(source.pages.map_or(0, |(first, _)| first));
        repair(&mut invoice, assigned.books, pages, &mut findings);
        said.apply(&mut invoice);
        add_findings(&mut findings, check(&invoice), &invoice, source.kind);
        if crate::is_bookable(&invoice) {
            notices::follows(&invoice, words, pages, &mut findings);
            notices::not_final(&invoice, words, pages, &mut findings);
        }
        if split_confidence < SURE_SPLIT {
            findings.push(SplitUnsure {}.into());
        }
        let chosen = said.accounts_of_lines();
        let document = Document { invoice: &invoice, words, structured, chosen: &chosen };
        let own_rule = said.rule().map(|rule| {
            let mut context = Context::clone(context);
            context.rules.insert(0, rule);
            context
        });
        let mut booked = crate::book(
            &document,
            assigned.books,
            assigned.by,
            assigned.direction,
            own_rule.as_ref().unwrap_or(context),
        );
        said.apply_to_lines(&mut booked.journal);
        let administration =
            assigned.books.is_configured().then(|| assigned.books.administration.name.clone());
        let direction = assigned.direction;
        findings.extend(crate::assign::finding(&assigned, crate::is_bookable(&invoice)));
        findings.extend(booked.findings);
        // On a sale the supplier is the administration itself.
        let by = booked.booking.relation.as_ref().and_then(|r| r.by);
        let is_known = direction == Direction::Sale || proof::is_known(by);
        if !is_known && crate::is_bookable(&invoice) {
            let at = context.terms.sure;
            findings.extend(proof::supplier(&invoice, by, at));
        }
        legal::mask_bsn(&mut invoice, booked.known_as.as_deref(), &mut findings);
        if said.answer("duplicate") == Some(true) {
            booked.journal.clear();
            booked.booking.vat_return.clear();
            findings.push(MarkedDuplicate {}.into());
        }
        let reviewed = (!said.is_empty()).then(|| Reviewed {
            accepted: said.answer("accepted") == Some(true),
            duplicate: said.answer("duplicate"),
            corrected: said.fields(),
        });
        let verdict = if reviewed.as_ref().is_some_and(|reviewed| reviewed.accepted) {
            Verdict::Ready
        } else {
            verdict(&invoice, &mut findings, is_known, context.terms.sure)
        };
        Proposal {
            source,
            verdict,
            direction,
            administration,
            supplier_known_as: booked.known_as,
            invoice,
            journal: booked.journal,
            booking: booked.booking,
            findings,
            reviewed,
        }
    }
}

/// The runs of pages that a person laid out.
fn runs_of(pages: &[Page], layout: &[(u32, u32)]) -> Vec<Run> {
    let runs = layout.iter().map(|(first, last)| Run {
        pages: (0..pages.len()).filter(|i| (*first..=*last).contains(&pages[*i].number)).collect(),
        confidence: 1.0,
    });
    runs.filter(|run| !run.pages.is_empty()).collect()
}

/// Adds what is the matter with the values to what was noticed while reading. Of an e-invoice the rules of its own
/// specification decide what an error of arithmetic is: they were checked where the XML was read.
fn add_findings(
    findings: &mut Vec<Finding>,
    found: Vec<Finding>,
    invoice: &Invoice,
    kind: SourceKind,
) {
    let is_ruled = matches!(kind, SourceKind::Ubl | SourceKind::Cii | SourceKind::HybridPdf)
        && Specification::of(invoice.specification.as_deref().unwrap_or_default(), Syntax::Cii)
            .is_en16931();
    let known: Vec<String> = findings.iter().map(|f| f.id().to_owned()).collect();
    findings.extend(found.into_iter().filter(|finding| {
        let is_standard = finding.id().starts_with("BR-");
        let is_settled = is_ruled && finding.severity() == Severity::Error;
        !(is_standard && (is_settled || known.iter().any(|id| id == finding.id())))
    }));
}

/// The invoice of a document that holds nothing.
fn nothing() -> Invoice {
    Invoice {
        document_type: Some(Field::new(
            DocumentType::Other,
            Evidence::derived(Derivation::NoWords),
            Confidence::new(0.9),
        )),
        ..Invoice::default()
    }
}

fn page_range(pages: &[Page]) -> Option<(u32, u32)> {
    pages.first().zip(pages.last()).map(|(a, b)| (a.number, b.number))
}

fn source_kind(kind: MediaKind, pages: &[&Page]) -> SourceKind {
    if kind.is_image() {
        return SourceKind::Image;
    }
    let recognised =
        pages.iter().flat_map(|p| &p.words).any(|w| matches!(w.read_by, ReadBy::Ocr { .. }));
    if recognised { SourceKind::PdfScan } else { SourceKind::PdfText }
}

/// What makes the document as a whole doubtful, as a finding.
fn doubt_finding(doubt: Doubt) -> Finding {
    match doubt {
        Doubt::Language(language) => UnreadLanguage { language }.into(),
        Doubt::SeveralInvoices(numbers) => SeveralInvoices { numbers }.into(),
        Doubt::OtherTotals(totals) => OtherTotals { totals }.into(),
        Doubt::Turned(page) => PartTurned { page }.into(),
        Doubt::Unreadable(page) => PartUnreadable { page }.into(),
    }
}

/// What was noticed while reading, as a finding.
fn note_finding(note: &ReadingNote) -> Finding {
    match note {
        ReadingNote::EmbeddedInvoiceUnreadable { .. } => EmbeddedUnreadable {}.into(),
        ReadingNote::SeveralEInvoices { numbers } => {
            SeveralEInvoices { numbers: numbers.clone() }.into()
        }
        ReadingNote::CompanionUnreadable { .. } => CompanionUnreadable {}.into(),
        ReadingNote::Repaired => Repaired {}.into(),
        ReadingNote::TextLayerUnusable { page } => TextLayerUnusable { page: *page }.into(),
        ReadingNote::RuleNotMet { rule, is_error, .. } => {
            Finding::NotMet(NotMet { rule: rule.clone(), is_error: *is_error })
        }
    }
}
