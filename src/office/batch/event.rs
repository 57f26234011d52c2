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
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Event {
    /// The run began with so many worker threads. `unconfined` is what the readers' sandbox cannot do on this system,
    /// `languages` those of OCR; empty when there is none.
    Started { jobs: usize, unconfined: Vec<String>, languages: Vec<String> },
    /// A document was found that is to be read.
    Found { path: String },
    /// A document was found that an earlier run has done.
    AlreadyDone { path: String },
    /// The same bytes as another document of this or an earlier run.
    SameBytes { path: String, of: String },
    /// A file that is no invoice document.
    Skipped { path: String, reason: SkipReason },
    /// A file that the next run takes: it takes long, or is still being written.
    Deferred { path: String, is_long: bool },
    /// Nothing more will be found.
    WalkFinished,
    /// A document's pages are known (at least 1, also for an XML invoice), those that need OCR, and those that an
    /// interrupted earlier run has read.
    Planned { path: String, pages: u32, ocr_pages: u32, pages_before: u32 },
    /// A document was put on the list of those that wait for OCR.
    Waiting { path: String, ocr_pages: u32 },
    /// Pages of a document were read.
    PagesRead { path: String, pages: u32 },
    /// A document is done and its proposals are in the ledger; `took` is from being found to that.
    Proposed { path: String, verdicts: Vec<Verdict>, took: Duration },
    /// A document failed; the failure is in the ledger.
    Failed { path: String, cause: Cause },
    /// A reader process ended badly and was replaced; the document in hand is tried once more.
    ReaderReplaced { path: String, cause: Cause },
    /// What is left to do, once everything is found: told every few seconds. The time is what is expected until all is
    /// done, from what pages have cost on this machine.
    WorkLeft { time: Duration },
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
