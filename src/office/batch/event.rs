//! What happens during a run, as the progress display, the log and the summary see it.
//!
//! Events carry names of files and causes, never contents of invoices.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use booking::Verdict;
use reading::Cause;
use reading::source::SkipReason;

/// Something that happened in a run. Paths are as the person sees them (`mail.eml!/factuur.pdf`).
#[derive(Debug, Clone)]
pub enum Event {
    /// The run began.
    Started {
        /// Worker threads.
        jobs: usize,
        /// What the readers' sandbox cannot do on this system; empty when all is in place.
        unconfined: Vec<String>,
        /// OCR languages in use; empty when there is no OCR.
        languages: Vec<String>,
    },
    /// A document was found that is to be read.
    Found {
        /// Its path.
        path: String,
    },
    /// A document was found that an earlier run has done.
    AlreadyDone {
        /// Its path.
        path: String,
    },
    /// The same bytes as another document of this or an earlier run.
    SameBytes {
        /// Its path.
        path: String,
        /// The path of the document that was read.
        of: String,
    },
    /// A file that is no invoice document.
    Skipped {
        /// Its path.
        path: String,
        /// Why.
        reason: SkipReason,
    },
    /// A file that the next run takes.
    Deferred {
        /// Its path.
        path: String,
        /// It takes long; else it is still being written.
        is_long: bool,
    },
    /// Nothing more will be found.
    WalkFinished,
    /// A document's pages are known.
    Planned {
        /// Its path.
        path: String,
        /// All its pages (at least 1, also for an XML invoice).
        pages: u32,
        /// Pages that need OCR.
        ocr_pages: u32,
        /// Pages that an interrupted earlier run has read.
        pages_before: u32,
    },
    /// A document was put on the list of those that wait for OCR.
    Waiting {
        /// Its path.
        path: String,
        /// Pages to recognise.
        ocr_pages: u32,
    },
    /// Pages of a document were read.
    PagesRead {
        /// Its path.
        path: String,
        /// How many.
        pages: u32,
    },
    /// A document is done and its proposals are in the ledger.
    Proposed {
        /// Its path.
        path: String,
        /// The verdict of each proposal.
        verdicts: Vec<Verdict>,
        /// From being found to being in the ledger.
        took: Duration,
    },
    /// A document failed; the failure is in the ledger.
    Failed {
        /// Its path.
        path: String,
        /// Why.
        cause: Cause,
    },
    /// A reader process ended badly and was replaced; the document in hand is tried once more.
    ReaderReplaced {
        /// The document in hand.
        path: String,
        /// What happened.
        cause: Cause,
    },
    /// What is left to do, once everything is found: told every few seconds.
    WorkLeft {
        /// Expected time until all is done, from what pages have cost on this machine.
        time: Duration,
    },
    /// The person asked to stop; pages in hand are finished.
    Draining,
}

/// Where the events of a run go.
#[derive(Clone)]
pub struct Events(Arc<dyn Fn(Event) + Send + Sync>);

impl Events {
    /// Into a channel of these, or of what they are a part of. That nobody listens any more is no reason to stop.
    pub fn to<E: From<Event> + Send + 'static>(channel: SyncSender<E>) -> Self {
        Self(Arc::new(move |event| drop(channel.send(event.into()))))
    }

    /// Tells one.
    pub fn tell(&self, event: Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}

impl Event {
    /// Whether it tells that something was found, and not what became of it.
    pub(super) fn is_of_finding(&self) -> bool {
        matches!(
            self,
            Self::Started { .. }
                | Self::Found { .. }
                | Self::AlreadyDone { .. }
                | Self::SameBytes { .. }
                | Self::Skipped { .. }
                | Self::WalkFinished
                | Self::Planned { .. }
                | Self::Waiting { .. }
        )
    }
}
