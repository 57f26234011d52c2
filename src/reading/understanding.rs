//! What is understood of pages, and who does so: between those that read and book and the one that knows invoices.

use invoice::{Amount, Invoice, Language, Ours};

use crate::ocr::LookAgain;
use crate::text::Page;

/// What knows invoices. The program lends it to the rest, which is built without it.
#[derive(Debug, Clone, Copy)]
pub struct Understanding {
    /// Finds the documents of one file.
    pub split: fn(&[Page]) -> Vec<Run>,
    /// Reads an invoice from the pages of one document that the given firm may have received: what is its own is never the
    /// seller's. Values that are less sure than the given (0 to 1) are left out.
    pub extract: fn(&[&Page], f32, &Ours) -> Extracted,
    /// What a recogniser should read again of a page.
    pub look_again: LookAgain,
    /// The digest of the sources that it was built of: results differ only where this does.
    pub sources: &'static str,
}

/// Pages that belong to one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Indices of the pages, in order; blank backs are left out.
    pub pages: Vec<usize>,
    /// How sure it is that the document starts and ends there, 0 to 1.
    pub confidence: f32,
}

/// An invoice, and what is doubtful about the document as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Extracted {
    /// The values.
    pub invoice: Invoice,
    /// Why a person should look.
    pub doubts: Vec<Doubt>,
}

/// Why a person should look at the document as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// It is in a language that no lexicon knows.
    Language(Language),
    /// These invoice numbers stand on one page, each with totals of its own.
    SeveralInvoices(Vec<String>),
    /// These totals add up as well as those that were chosen.
    OtherTotals(Vec<Amount>),
    /// On this page much text stands upside down or on its side, beside upright text.
    Turned(u32),
    /// Much of this page could not be recognised: it may stand upside down, or be in another script.
    Unreadable(u32),
}
