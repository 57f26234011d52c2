//! A document of which more is to be read.

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use dispatch::DocumentId;
use reading::document::{Inspection, ReadingNote};
use reading::source::{Document, FileEntry, Sha256};

/// A document as the run came across it.
pub struct Met {
    /// Its identity.
    pub sha256: Sha256,
    /// As the person sees it.
    pub shown: String,
    /// The file it is, or the container it is in.
    pub entry: FileEntry,
    /// When it was found.
    pub found_at: Instant,
    /// Its bytes were counted in this run, and have proposals; it lies in the folder of an administration that has none.
    pub is_counted: bool,
}

/// A document on its way from being found to being in the ledger.
pub struct Candidate {
    /// Where it was.
    pub met: Met,
    /// The document.
    pub document: Document,
    /// The key of its row in the ledger: its absolute path, or that of the container with its name inside.
    pub key: Vec<u8>,
    /// The container it is in.
    pub container: Option<Vec<u8>>,
    /// The page that belongs to an XML invoice.
    pub companion: Option<Box<Candidate>>,
}

impl Candidate {
    /// Identity of the page that belongs to an XML invoice.
    pub(crate) fn companion_sha256(&self) -> Option<Sha256> {
        self.companion.as_ref().map(|c| c.document.sha256)
    }
}

/// A document of which pages are waiting to be read.
pub struct InHand {
    /// Its number in the dispatcher's books.
    pub id: DocumentId,
    /// Where it comes from.
    pub candidate: Candidate,
    /// What the first look gave.
    pub inspection: Inspection,
    /// What was noticed later, and how many pages needed OCR.
    pub noticed: Mutex<Noticed>,
    /// A copy of a container's member, removed when the document is done.
    pub spooled: Option<PathBuf>,
    /// Its bytes, once a page of it is read: however many readers read it, its file is opened once.
    pub opened: OnceLock<Document>,
}

impl InHand {
    /// The document, its file open.
    pub fn document(&self) -> &Document {
        self.opened.get_or_init(|| {
            let document = self.candidate.document.clone();
            Document { at: document.at.opened(), ..document }
        })
    }
}

/// What reading the pages brought up.
#[derive(Default)]
pub(crate) struct Noticed {
    /// Remarks for the findings.
    pub notes: Vec<ReadingNote>,
    /// Pages that need or needed OCR.
    pub ocr_pages: u32,
    /// What reading it has cost.
    pub computed: Duration,
    /// Pages that are to wait for OCR, when the pass recognises nothing.
    pub waiting: Vec<u32>,
}

impl Drop for InHand {
    fn drop(&mut self) {
        if let Some(path) = &self.spooled {
            drop(std::fs::remove_file(path)); // what stays is cleared by the next run
        }
    }
}
