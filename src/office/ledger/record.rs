//! What the ledger knows of a path and of a document.

use booking::Proposal;
use reading::Cause;
use reading::source::{Sha256, SkipReason};

/// Names everything that changes a result besides the bytes of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// What reads a document of which no page is recognised: the readers.
    pub text: [u8; 16],
    /// What reads any document: the readers, what asks for a second look, the OCR engine, languages, resolution.
    pub reading: [u8; 16],
    /// What understands: all from a Reading to proposals, and its settings.
    pub understanding: [u8; 16],
    /// The limits; they matter for failures only.
    pub limits: [u8; 16],
}

impl Fingerprint {
    /// What makes the outcome of a document of which so many pages are recognised; a failure may be of recognition.
    pub(super) fn of(&self, has_failed: bool, ocr_pages: u32) -> MadeBy {
        let is_recognised = has_failed || ocr_pages > 0;
        MadeBy {
            reading: if is_recognised { self.reading } else { self.text },
            understanding: self.understanding,
            limits: self.limits,
        }
    }
}

/// What made the outcome of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeBy {
    /// [`Fingerprint::text`] or [`Fingerprint::reading`].
    pub reading: [u8; 16],
    /// [`Fingerprint::understanding`].
    pub understanding: [u8; 16],
    /// [`Fingerprint::limits`].
    pub limits: [u8; 16],
}

/// What a path turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum FileRole {
    /// A document of its own.
    Document(Sha256),
    /// The page that belongs to an XML invoice beside it.
    Companion(Sha256),
    /// A ZIP archive or an e-mail; its members have rows of their own.
    Container,
    Skipped(SkipReason),
    /// Could not be taken as a document at all.
    Failed(Cause),
}

/// A path that was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// As the person sees it.
    pub shown: String,
    /// Size, bytes.
    pub len: u64,
    /// Last change, Unix time in nanoseconds.
    pub modified_ns: i64,
    /// What it is.
    pub role: FileRole,
    /// The administration in whose folder a document is.
    pub administration: Option<String>,
    /// What looked at it: [`Fingerprint::text`].
    pub looked: [u8; 16],
}

/// How a document ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Done(Vec<Proposal>),
    Failed(Cause),
}

/// What is known of a document without its proposals.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRecord {
    /// What made the outcome.
    pub made_by: MadeBy,
    /// The page that belongs to an XML invoice.
    pub companion: Option<Sha256>,
    /// Why it failed; `None` when it is done.
    pub cause: Option<Cause>,
    /// Proposals that are ready.
    pub ready: u64,
    /// Proposals that want a look.
    pub review: u64,
    /// Pages.
    pub pages: u32,
    /// Pages read by OCR.
    pub ocr_pages: u32,
    /// The administrations it is booked for because it lies in their folders.
    pub books: Vec<String>,
}

impl DocumentRecord {
    /// Whether the outcome is what it would be if it were made now.
    pub(crate) fn is_current(&self, now: &Fingerprint) -> bool {
        let now = now.of(self.cause.is_some(), self.ocr_pages);
        self.made_by.reading == now.reading
            && self.made_by.understanding == now.understanding
            && (self.cause.is_none() || self.made_by.limits == now.limits)
    }

    /// Whether the outcome is for what lies in this administration's folder too, or in none.
    pub fn is_for(&self, folder: Option<&str>) -> bool {
        let is_booked = |name: &str| self.books.iter().any(|known| known == name);
        self.cause.is_some() || folder.is_none_or(is_booked)
    }
}

/// What one document's reading came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageCount {
    /// Pages.
    pub pages: u32,
    /// Pages read by OCR.
    pub ocr_pages: u32,
}
