//! Why one document failed.
//!
//! A document's failure is data: it is kept in the ledger, shown to the person with a hint, and never ends the batch.

use std::io;

use serde::{Deserialize, Serialize};

/// Why one document failed. Holds facts, no words: the program and the exports say it in the person's language.
/// `detail` is the word of the parser, the engine or the system, never the content of a document; sizes are in bytes,
/// pages are numbered from 1, and `page` is the one in hand.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error,
)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum Cause {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file ends in the middle.
    #[error("the file is cut off")]
    Truncated,
    /// The content is damaged beyond what can be repaired.
    #[error("damaged: {detail}")]
    Damaged { detail: String },
    /// The document opens only with a password.
    #[error("protected with a password")]
    PasswordProtected,
    /// More bytes than the limit.
    #[error("{bytes} bytes, over the limit of {limit}")]
    TooLarge { bytes: u64, limit: u64 },
    /// More pages than the limit.
    #[error("{pages} pages, over the limit of {limit}")]
    TooManyPages { pages: u32, limit: u32 },
    #[error(
        "page {page}: picture of {width_px} × {height_px} pixels, over the limit of {limit_mpx} megapixels"
    )]
    TooManyPixels { page: u32, width_px: u32, height_px: u32, limit_mpx: u32 },
    /// A page with more words or drawing operations than any invoice has.
    #[error("page {page}: more content than a page can hold")]
    PageTooComplex { page: u32 },
    /// Compressed content that unfolds to more than the limit (a ZIP or PNG bomb).
    #[error("unpacks to more than {limit} bytes")]
    UnpacksTooLarge { limit: u64 },
    /// Containers inside containers, deeper than the limit.
    #[error("containers nested deeper than {limit}")]
    NestedTooDeep { limit: u32 },
    /// A container with more members than the limit.
    #[error("more than {limit} files inside")]
    TooManyMembers { limit: u32 },
    /// XML that is not well-formed.
    #[error("not well-formed XML at byte {offset}: {detail}")]
    XmlSyntax { offset: u64, detail: String },
    /// XML with a document type definition, which e-invoices never have (entity bombs, external entities).
    #[error("XML with a document type definition")]
    XmlDoctype,
    /// XML beyond what any invoice needs (depth, elements, text).
    #[error("XML with {detail}")]
    XmlTooComplex {
        /// What is too much ("elements nested deeper than 64").
        detail: String,
    },
    /// An e-invoice that lacks what makes it one.
    #[error("e-invoice without {what}")]
    XmlIncomplete {
        /// The missing element, by its EN 16931 name (e.g. "BT-1 invoice number").
        what: String,
    },
    /// The reader process was ended by the system or crashed.
    #[error("crashed: {how}{}", on_page(*.page))]
    Crashed {
        /// "signal 11", "exit code 101".
        how: String,
        page: Option<u32>,
    },
    /// The reader process wanted more memory than its limit.
    #[error("over memory: {limit_mib} MiB{}", on_page(*.page))]
    OverMemory { limit_mib: u64, page: Option<u32> },
    /// A page took longer than the limit.
    #[error("timed out after {seconds} s{}", on_page(*.page))]
    TimedOut { seconds: u64, page: Option<u32> },
    /// The file went away between the walk and the reading.
    #[error("the file is gone")]
    Vanished,
    /// The file cannot be read.
    #[error("cannot be read: {detail}")]
    Unreadable { detail: String },
    /// The machine was at fault, not the document: no memory, no room, no descriptor left, a process ended from outside.
    #[error("the machine: {detail}")]
    Machine { detail: String },
    /// What the ledger keeps of the document is not what dizzy wrote there.
    #[error("its row in the ledger was changed from outside")]
    Altered,
    /// It may be or hold an invoice, in a form that dizzy does not read.
    #[error("needs a person: {what}")]
    NeedsPerson {
        /// The form, as a person would call it, in English.
        what: String,
    },
    /// A page must be recognised and this build or machine has no OCR for it.
    #[error("page {page} is a picture and {detail}")]
    NoOcr { page: u32, detail: String },
    /// Burst workers ended, one after another, while they had this document in hand.
    #[error("page {page}: {times} burst workers ended while reading it")]
    WorkersLost { page: u32, times: u32 },
    /// The OCR engine refused the page.
    #[error("page {page}: OCR failed: {detail}")]
    OcrFailed { page: u32, detail: String },
}

fn on_page(page: Option<u32>) -> String {
    page.map(|p| format!(" on page {p}")).unwrap_or_default()
}

impl Cause {
    /// Whether the next run should look again even if the file did not change: the trouble lay outside the document.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Vanished
                | Self::Unreadable { .. }
                | Self::Machine { .. }
                | Self::NoOcr { .. }
                | Self::WorkersLost { .. }
        )
    }
}

impl From<&io::Error> for Cause {
    /// Why a file cannot be read.
    fn from(error: &io::Error) -> Self {
        use io::ErrorKind;
        let detail = error.to_string();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Vanished,
            ErrorKind::OutOfMemory | ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Self::Machine { detail }
            }
            // EMFILE and ENFILE, which have no kind
            _ if matches!(error.raw_os_error(), Some(23 | 24)) => Self::Machine { detail },
            _ => Self::Unreadable { detail },
        }
    }
}

impl From<einvoice::Fault> for Cause {
    fn from(fault: einvoice::Fault) -> Self {
        use einvoice::Fault;
        match fault {
            Fault::Empty => Self::Empty,
            Fault::Truncated => Self::Truncated,
            Fault::XmlSyntax { offset, detail } => Self::XmlSyntax { offset, detail },
            Fault::XmlDoctype => Self::XmlDoctype,
            Fault::XmlTooComplex { detail } => Self::XmlTooComplex { detail },
            Fault::XmlIncomplete { what } => Self::XmlIncomplete { what },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_named_when_it_is_known() {
        let cause = Cause::TimedOut { seconds: 60, page: Some(7) };
        assert_eq!(cause.to_string(), "timed out after 60 s on page 7");
        let cause = Cause::Crashed { how: "signal 11".into(), page: None };
        assert_eq!(cause.to_string(), "crashed: signal 11");
    }

    #[test]
    fn what_a_machine_lacks_is_not_the_document_s_fault_and_passes() {
        for code in [12, 23, 24, 28] {
            let cause = Cause::from(&io::Error::from_raw_os_error(code));
            assert!(matches!(cause, Cause::Machine { .. }) && cause.is_passing(), "{cause:?}");
        }
        assert_eq!(Cause::from(&io::Error::from_raw_os_error(2)), Cause::Vanished);
        let refused = Cause::from(&io::Error::from_raw_os_error(13));
        assert!(matches!(refused, Cause::Unreadable { .. }), "{refused:?}");
        assert!(!Cause::Truncated.is_passing());
    }
}
