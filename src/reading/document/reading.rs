//! What can be known of a document without understanding it.

use serde::{Deserialize, Serialize};

use crate::Cause;
use crate::text::Page;
use einvoice;
use einvoice::validate::{Severity, Validation};
use invoice::Invoice;

use super::MediaKind;

/// Everything that was read from one document; plain data, the input of `booking::pipeline`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the bytes are.
    pub kind: MediaKind,
    /// The pages in order; empty for a bare XML invoice.
    pub pages: Vec<Page>,
    /// The structured invoice: the document itself (UBL, CII) or one embedded in the PDF.
    pub einvoice: Option<Invoice>,
    /// Files embedded in the document.
    pub embedded: Vec<Embedded>,
    /// What was noticed while reading, for `findings`.
    pub notes: Vec<ReadingNote>,
}

impl Reading {
    /// Why there is nothing to understand: a damaged document of which no word was left to read.
    pub fn failure(&self) -> Option<Cause> {
        let nothing = self.einvoice.is_none() && self.pages.iter().all(Page::is_blank);
        (nothing && self.notes.contains(&ReadingNote::Repaired)).then_some(Cause::Truncated)
    }
}

/// A file embedded in a document: name and size; the bytes stay where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embedded {
    /// File name as the document gives it.
    pub name: String,
    /// Size after decompression, bytes.
    pub bytes: u64,
}

/// Something a person should know about how a document was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum ReadingNote {
    /// An embedded file looked like an e-invoice and could not be read as one; the page was used.
    EmbeddedInvoiceUnreadable { name: String, cause: Cause },
    /// Another e-invoice than the one that was taken lies in the same PDF: their numbers.
    SeveralEInvoices { numbers: Vec<String> },
    /// The PDF beside an XML invoice could not be read; the XML has everything that counts.
    CompanionUnreadable { cause: Cause },
    /// The document was damaged and was repaired as far as possible.
    Repaired,
    /// The text layer of a page could not be trusted (broken encoding); its pixels were read.
    TextLayerUnusable { page: u32 },
    /// The structured invoice does not meet a rule of the specification that it says to follow.
    RuleNotMet {
        /// The rule's identifier, of [`einvoice::validate::rules`].
        rule: String,
        is_error: bool,
        /// The first places, as XPath.
        places: Vec<String>,
        count: u64,
    },
}

impl ReadingNote {
    /// What the rules say of a structured invoice.
    pub(crate) fn of_rules(validation: &Validation) -> impl Iterator<Item = Self> {
        validation.findings.iter().map(|finding| Self::RuleNotMet {
            rule: finding.rule.id.to_owned(),
            is_error: finding.severity == Severity::Error,
            places: finding.places.clone(),
            count: finding.count as u64,
        })
    }
}

/// The quick first look at a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// What the bytes are.
    pub kind: MediaKind,
    /// Number of pages; 0 for a bare XML invoice.
    pub pages: u32,
    /// The structured invoice, when the document is or holds one.
    pub einvoice: Option<Invoice>,
    /// Files embedded in the document.
    pub embedded: Vec<Embedded>,
    /// What was noticed.
    pub notes: Vec<ReadingNote>,
}

impl Inspection {
    /// The Reading of the document, with these pages, in any order, and what was noticed while they were read.
    pub fn with_pages(self, mut pages: Vec<Page>, noticed: Vec<ReadingNote>) -> Reading {
        pages.sort_by_key(|page| page.number);
        let mut notes = self.notes;
        notes.extend(noticed);
        notes.sort();
        Reading { kind: self.kind, pages, einvoice: self.einvoice, embedded: self.embedded, notes }
    }

    /// The look at a bare XML invoice: what it says, and which rules it does not meet.
    ///
    /// # Errors
    /// Those of [`einvoice::read`].
    pub fn of_xml(kind: MediaKind, bytes: &[u8]) -> Result<Self, Cause> {
        let (invoice, validation) = einvoice::read_and_validate(bytes)?;
        Ok(Self {
            kind,
            pages: 0,
            einvoice: Some(invoice),
            embedded: Vec::new(),
            notes: ReadingNote::of_rules(&validation).collect(),
        })
    }
}

/// What a look at the text layer of one page gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TextPass {
    /// The page's own text is usable: it is read.
    Read(Page),
    /// The page must be recognised from its pixels.
    NeedsOcr {
        /// Page number, from 1.
        page: u32,
        /// Why the text layer does not do.
        why: NoText,
    },
}

/// Why the text layer of a page cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoText {
    /// There is no text on it (a scan).
    None,
    /// Its characters do not mean what they show (no or wrong Unicode mapping).
    BrokenEncoding,
    /// The text is an earlier, invisible OCR result that is worse than reading the pixels again.
    PoorHiddenText,
}
