//! The one path from a Reading to proposals: pure, the same for every way a Reading came here.

use std::sync::Arc;

use crate::context::Books;
use crate::correct::Corrections;
use crate::cues::Words;
use crate::repair::repair;
use crate::settings::Review;
use crate::{
    Assigned, Context, Direction, Document, Finding, Proposal, Reviewed, Severity, SourceKind,
    SourceRef, Verdict, check, legal, proof, verdict,
};
use einvoice::validate;
use einvoice::validate::{Specification, Syntax};
use extract::split::{Run, split};
use extract::{Doubt, Extracted, Ours, extract_for};
use invoice::{Amount, Confidence, DocumentType, Evidence, Field, Invoice};
use reading::document::{MediaKind, Reading, ReadingNote};
use reading::text::{Page, ReadBy};

/// A document whose first or last page is less sure than this goes to review, 0 to 1.
const SURE_SPLIT: f32 = 0.8;

/// What of the settings changes proposals, and what is known for booking.
#[derive(Debug, Clone)]
pub struct PipelineSettings {
    /// Every core field of a `ready` proposal is at least this sure, 0 to 1.
    pub ready_confidence: f32,
    /// Values less sure than this are left out, 0 to 1.
    pub floor_confidence: f32,
    /// Administrations, suppliers, history.
    pub context: Arc<Context>,
}

impl PipelineSettings {
    /// These settings with what is known for booking.
    pub fn new(review: &Review, context: Arc<Context>) -> Self {
        Self {
            ready_confidence: review.ready_confidence,
            floor_confidence: review.floor_confidence,
            context,
        }
    }
}

impl From<&Review> for PipelineSettings {
    /// The settings without creditor lists and history.
    fn from(review: &Review) -> Self {
        Self::new(review, Arc::default())
    }
}

impl Default for PipelineSettings {
    fn default() -> Self {
        Self::from(&Review::default())
    }
}

/// The proposals of a document, at least one.
///
/// An e-invoice inside wins over the page. Otherwise the pages are split into documents, and each is read.
///
/// ```
/// use dizzy::config::Settings;
/// use dizzy::document::{MediaKind, Reading};
/// use dizzy::pipeline::{PipelineSettings, propose};
///
/// let reading = Reading { kind: MediaKind::Pdf, pages: vec![], einvoice: None, embedded: vec![], notes: vec![] };
/// let proposals = propose(&reading, &PipelineSettings::default());
/// assert_eq!(proposals.len(), 1);
/// ```
pub fn propose(reading: &Reading, settings: &PipelineSettings) -> Vec<Proposal> {
    propose_at(reading, "", settings)
}

/// The proposals of a document that was found at this absolute path: its folder may say whose it is.
pub fn propose_at(reading: &Reading, path: &str, settings: &PipelineSettings) -> Vec<Proposal> {
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
    let maker = Maker {
        folder,
        settings,
        corrections,
    };
    let notes = note_findings(&reading.notes);
    if let Some(invoice) = &reading.einvoice {
        let kind = match reading.kind {
            MediaKind::Ubl => SourceKind::Ubl,
            MediaKind::Cii => SourceKind::Cii,
            _ => SourceKind::HybridPdf,
        };
        let source = SourceRef {
            kind,
            pages: page_range(&reading.pages),
        };
        let words = Words::of_invoice(invoice);
        let read = maker.whole(invoice.clone(), &words, true);
        return vec![maker.proposal(source, read, notes, 1.0)];
    }
    let runs = match corrections.layout() {
        Some(layout) => runs_of(&reading.pages, &layout),
        None => split(&reading.pages),
    };
    if runs.is_empty() {
        let source = SourceRef {
            kind: source_kind(reading.kind, &reading.pages.iter().collect::<Vec<_>>()),
            pages: page_range(&reading.pages),
        };
        let words = Words::default();
        let read = maker.whole(nothing(), &words, false);
        return vec![maker.proposal(source, read, notes, 1.0)];
    }
    runs.into_iter()
        .map(|run| maker.of_run(reading, &run, notes.clone()))
        .collect()
}

/// What was read of a document, and whose it is.
struct Read<'a> {
    invoice: Invoice,
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
        let pages: Vec<&Page> = run
            .pages
            .iter()
            .filter_map(|&i| reading.pages.get(i))
            .collect();
        let (Extracted { invoice, doubts }, assigned, apart) = self.read(&pages);
        findings.extend(doubts.iter().map(doubt_finding));
        if apart {
            findings.push(Finding {
                rule: "DZ-OWN-DATA".to_owned(),
                severity: Severity::Info,
                message:
                    "The printed supplier is this administration itself; another party was taken."
                        .to_owned(),
                fields: vec!["supplier".to_owned()],
            });
        }
        let numbers = pages.first().zip(pages.last());
        let source = SourceRef {
            kind: source_kind(reading.kind, &pages),
            pages: numbers.map(|(a, b)| (a.number, b.number)),
        };
        let words = Words::of_pages(&pages);
        legal::missing_pages(&words, pages.len(), &mut findings);
        let read = Read {
            invoice,
            words: &words,
            structured: false,
            assigned,
        };
        self.proposal(source, read, findings, run.confidence)
    }

    /// Reads the invoice; once more, with the administration's own data set apart, where those seem to be the seller's:
    /// then the last is true.
    fn read(&self, pages: &[&Page]) -> (Extracted, Assigned<'_>, bool) {
        let floor = self.settings.floor_confidence;
        let extracted = extract_for(pages, floor, &Ours::default());
        let invoice = &extracted.invoice;
        let assigned = crate::assign(invoice, self.folder, &self.settings.context);
        let ours = &assigned.books.identity;
        if !ours.is_party(&invoice.supplier) {
            return (extracted, assigned, false);
        }
        let apart = extract_for(pages, floor, ours);
        // On a sale the own account is the only one to be paid, and somebody else is addressed.
        let is_addressed = invoice
            .customer
            .name
            .as_ref()
            .is_some_and(|f| !ours.is_name(&f.value));
        let is_sale = assigned.direction == Direction::Sale
            && is_addressed
            && apart.invoice.supplier.iban.is_none();
        if is_sale {
            return (extracted, assigned, false);
        }
        let direction = Direction::Purchase;
        (
            apart,
            Assigned {
                direction,
                ..assigned
            },
            true,
        )
    }

    /// What was read of a document without pages.
    fn whole<'r>(&'r self, invoice: Invoice, words: &'r Words, structured: bool) -> Read<'r> {
        Read {
            assigned: crate::assign(&invoice, self.folder, &self.settings.context),
            invoice,
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
        let Read {
            mut invoice,
            words,
            structured,
            assigned,
        } = read;
        let context = &self.settings.context;
        let said = self
            .corrections
            .of(source.pages.map_or(0, |(first, _)| first));
        repair(&mut invoice, assigned.books, &mut findings);
        said.apply(&mut invoice);
        add_findings(&mut findings, check(&invoice), &invoice, source.kind);
        if split_confidence < SURE_SPLIT {
            findings.push(Finding {
                rule: "DZ-SPLIT".to_owned(),
                severity: Severity::Warning,
                message: "It is not certain where this document starts or ends in the file."
                    .to_owned(),
                fields: Vec::new(),
            });
        }
        let document = Document {
            invoice: &invoice,
            words,
            structured,
        };
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
        let administration = assigned
            .books
            .is_configured()
            .then(|| assigned.books.administration.name.clone());
        let direction = assigned.direction;
        findings.extend(crate::assign::finding(
            &assigned,
            crate::is_bookable(&invoice),
        ));
        findings.extend(booked.findings);
        // On a sale the supplier is the administration itself.
        let by = booked.booking.relation.as_ref().and_then(|r| r.by);
        let is_known = direction == Direction::Sale || proof::is_known(by);
        if !is_known && crate::is_bookable(&invoice) {
            let at = self.settings.ready_confidence;
            findings.extend(proof::supplier(&invoice, by, at));
        }
        legal::mask_bsn(&mut invoice, &mut findings);
        if said.answer("duplicate") == Some(true) {
            booked.journal.clear();
            booked.booking.vat_return.clear();
            findings.push(Finding {
                rule: "DZ-DUPLICATE-MARKED".to_owned(),
                severity: Severity::Info,
                message: "A person marked this as a duplicate: it is not booked.".to_owned(),
                fields: vec!["duplicate_of".to_owned()],
            });
        }
        let reviewed = (!said.is_empty()).then(|| Reviewed {
            accepted: said.answer("accepted") == Some(true),
            duplicate: said.answer("duplicate"),
            corrected: said.fields(),
        });
        let verdict = if reviewed.as_ref().is_some_and(|reviewed| reviewed.accepted) {
            Verdict::Ready
        } else {
            verdict(
                &invoice,
                &findings,
                is_known,
                self.settings.ready_confidence,
            )
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
        pages: (0..pages.len())
            .filter(|i| (*first..=*last).contains(&pages[*i].number))
            .collect(),
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
    let is_ruled = matches!(
        kind,
        SourceKind::Ubl | SourceKind::Cii | SourceKind::HybridPdf
    ) && Specification::of(
        invoice.specification.as_deref().unwrap_or_default(),
        Syntax::Cii,
    )
    .is_en16931();
    let known: Vec<String> = findings.iter().map(|f| f.rule.clone()).collect();
    findings.extend(found.into_iter().filter(|finding| {
        let is_standard = finding.rule.starts_with("BR-");
        let is_settled = is_ruled && finding.severity == Severity::Error;
        !(is_standard && (is_settled || known.contains(&finding.rule)))
    }));
}

/// The invoice of a document that holds nothing.
fn nothing() -> Invoice {
    Invoice {
        document_type: Some(Field::new(
            DocumentType::Other,
            Evidence::derived("no words on any page"),
            Confidence::new(0.9),
        )),
        ..Invoice::default()
    }
}

fn page_range(pages: &[Page]) -> Option<(u32, u32)> {
    pages
        .first()
        .zip(pages.last())
        .map(|(a, b)| (a.number, b.number))
}

fn source_kind(kind: MediaKind, pages: &[&Page]) -> SourceKind {
    if kind.is_image() {
        return SourceKind::Image;
    }
    let recognised = pages
        .iter()
        .flat_map(|p| &p.words)
        .any(|w| matches!(w.read_by, ReadBy::Ocr { .. }));
    if recognised {
        SourceKind::PdfScan
    } else {
        SourceKind::PdfText
    }
}

/// What makes the document as a whole doubtful, as a finding.
fn doubt_finding(doubt: &Doubt) -> Finding {
    let amounts = |all: &[Amount]| {
        let all: Vec<String> = all.iter().map(ToString::to_string).collect();
        all.join(", ")
    };
    let (rule, message, values, fields): (_, _, _, &[&str]) = match doubt {
        Doubt::Language(name) => (
            "DZ-LANGUAGE",
            "The document is in a language that is not read: only amounts and accounts that prove themselves were taken",
            (*name).to_owned(),
            &[],
        ),
        Doubt::SeveralInvoices(numbers) => (
            "DZ-SEVERAL-INVOICES",
            "Several invoices stand on one page, and only one of them was read",
            numbers.join(", "),
            &["invoice_number", "totals.gross"],
        ),
        Doubt::OtherTotals(totals) => (
            "DZ-OTHER-TOTALS",
            "Other totals add up as well as those that were chosen",
            amounts(totals),
            &["totals.net", "totals.vat", "totals.gross"],
        ),
        Doubt::Turned(page) => (
            "DZ-TURNED",
            "Part of a page stands upside down or on its side; what is there may be read wrongly",
            page.to_string(),
            &[],
        ),
        Doubt::Unreadable(page) => (
            "DZ-UNREADABLE",
            "Part of a page could not be read: it is unclear, upside down or in another script",
            page.to_string(),
            &[],
        ),
    };
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Warning,
        message: format!("{message} ({values})."),
        fields: fields.iter().map(|f| (*f).to_owned()).collect(),
    }
}

/// What was noticed while reading, as findings.
fn note_findings(notes: &[ReadingNote]) -> Vec<Finding> {
    notes
        .iter()
        .map(|note| {
            let (rule, severity, message) = match note {
                ReadingNote::EmbeddedInvoiceUnreadable { .. } => (
                    "DZ-EMBEDDED",
                    Severity::Warning,
                    "The e-invoice inside this PDF could not be read; the page was used."
                        .to_owned(),
                ),
                ReadingNote::CompanionUnreadable { .. } => (
                    "DZ-COMPANION",
                    Severity::Info,
                    "The PDF beside this e-invoice could not be read; the e-invoice has all values."
                        .to_owned(),
                ),
                ReadingNote::Repaired => (
                    "DZ-REPAIRED",
                    Severity::Warning,
                    "The file was damaged and was repaired as far as possible; pages may be missing."
                        .to_owned(),
                ),
                ReadingNote::TextLayerUnusable { page } => (
                    "DZ-TEXT-LAYER",
                    Severity::Info,
                    format!("The text layer of page {page} was unusable; its picture was read."),
                ),
                ReadingNote::RuleNotMet { rule, is_error, .. } => {
                    return rule_finding(rule, *is_error);
                }
            };
            Finding {
                rule: rule.to_owned(),
                severity,
                message,
                fields: Vec::new(),
            }
        })
        .collect()
}

/// A rule that the e-invoice does not meet. Only what makes its amounts doubtful keeps it from being booked: a receiver
/// may refuse an invoice without a unit code, and can still see what it is for.
fn rule_finding(id: &str, is_error: bool) -> Finding {
    const MONEY: [&str; 12] = [
        "BR-12",
        "BR-13",
        "BR-14",
        "BR-15",
        "BR-24",
        "BR-45",
        "BR-46",
        "BR-47",
        "BR-48",
        "BR-CO-1",
        "BR-GA-3",
        "DZ-NUMBER",
    ];
    let rule = validate::rule(id);
    let is_vat = ["-05", "-06", "-07", "-08", "-09"]
        .iter()
        .any(|end| id.ends_with(end))
        && id.matches('-').count() == 2
        && !id.starts_with("BR-DEC")
        && !id.starts_with("BR-CL");
    let is_money = is_vat || MONEY.iter().any(|start| id.starts_with(start));
    Finding {
        rule: id.to_owned(),
        severity: if is_error && is_money {
            Severity::Error
        } else if is_error {
            Severity::Warning
        } else {
            Severity::Info
        },
        message: rule.map_or_else(
            || "A rule of the e-invoice's specification is not met.".to_owned(),
            |rule| rule.en.to_owned(),
        ),
        fields: rule.map_or_else(Vec::new, |rule| fields_of(rule.about)),
    }
}

/// The fields of the output that business terms are.
fn fields_of(about: &str) -> Vec<String> {
    const FIELDS: [(&str, &str); 22] = [
        ("BT-1", "invoice_number"),
        ("BT-2", "issue_date"),
        ("BT-3", "document_type"),
        ("BT-5", "currency"),
        ("BT-9", "due_date"),
        ("BT-13", "order_reference"),
        ("BT-25", "credited_invoice"),
        ("BT-27", "supplier.name"),
        ("BT-30", "supplier.kvk"),
        ("BT-31", "supplier.vat_id"),
        ("BG-5", "supplier.address"),
        ("BT-44", "customer.name"),
        ("BT-48", "customer.vat_id"),
        ("BG-8", "customer.address"),
        ("BT-72", "supply_date"),
        ("BT-84", "supplier.iban"),
        ("BT-109", "totals.net"),
        ("BT-110", "totals.vat"),
        ("BT-112", "totals.gross"),
        ("BT-115", "totals.payable"),
        ("BT-116", "vat_breakdown"),
        ("BT-117", "vat_breakdown"),
    ];
    about
        .split(", ")
        .filter_map(|term| FIELDS.iter().find(|(known, _)| *known == term))
        .map(|(_, field)| (*field).to_owned())
        .collect()
}
