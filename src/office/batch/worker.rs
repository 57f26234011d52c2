//! One worker: takes what the dispatcher gives, with a reader process of its own.

mod conclude;

use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::ledger::{Outcome, PageCount};
use dispatch::{Unit, UnitKind};
use reading::Cause;
use reading::document::{Inspection, ReadingNote, TextPass};
use reading::reader::ReaderSlot;
use reading::source::{BytesAt, Sha256, is_unchanged};
use reading::text::Page;

use super::in_hand::{Candidate, InHand, Met, Noticed};
use super::shared::{Shared, Task};
use super::{Event, spool};

/// Pages whose text layer is read along with the first look: most invoices are done with that.
const FIRST_PAGES: u32 = 16;

pub struct Worker<'a> {
    pub(super) shared: &'a Shared,
    reader: ReaderSlot,
}

impl<'a> Worker<'a> {
    pub fn new(shared: &'a Shared, reader: ReaderSlot) -> Self {
        Self { shared, reader }
    }

    /// Works until there is nothing left.
    pub fn run(mut self) {
        while let Some(task) = self.shared.next_task() {
            match task {
                Task::Look(found) => {
                    self.look(found, false);
                    self.shared.look_finished();
                }
                Task::LookAgain(found) => {
                    self.look(found, true);
                    self.shared.look_finished();
                }
                Task::Read(document, unit) => self.read(&document, &unit),
            }
        }
    }

    fn tell_replacements(&mut self, path: &str) {
        for cause in self.reader.take_replacements() {
            self.shared.send(Event::ReaderReplaced { path: path.to_owned(), cause });
        }
    }

    /// First look at a document, which is all for an XML invoice and for a PDF with text; else its pages are planned.
    pub fn first_look(&mut self, candidate: Candidate) {
        let shown = candidate.met.shown.clone();
        let result = self.try_first_look(candidate);
        self.tell_replacements(&shown);
        if let Err((candidate, cause)) = result {
            self.fail(*candidate, &cause);
        }
    }

    fn try_first_look(&mut self, candidate: Candidate) -> Result<(), (Box<Candidate>, Cause)> {
        let mut inspection = match self.reader.inspect(&candidate.document) {
            Ok(inspection) => inspection,
            Err(cause) => return Err((Box::new(candidate), cause)),
        };
        if candidate.document.kind.is_xml() {
            let pages = match &candidate.companion {
                Some(companion) => self.companion_pages(companion, &mut inspection),
                None => Vec::new(),
            };
            self.finish(&candidate, inspection, pages);
            return Ok(());
        }
        let all = inspection.pages;
        if all == 0 {
            let detail = "it has no pages".into();
            return Err((Box::new(candidate), Cause::Damaged { detail }));
        }
        let mut pages = Vec::new();
        let mut ocr = Vec::new();
        let mut text = Vec::new();
        if candidate.document.kind.is_image() {
            ocr = (1..=all).collect();
        } else {
            let first = all.min(FIRST_PAGES);
            text = (first + 1..=all).collect();
            let read = self.reader.text(&candidate.document, 1, first, &mut |pass| {
                sort_pass(pass, &mut pages, &mut ocr, &mut inspection.notes);
            });
            if let Err(cause) = read {
                return Err((Box::new(candidate), cause));
            }
        }
        if inspection.einvoice.is_some() {
            ocr.clear(); // the invoice itself is there: its picture is not worth recognising
        }
        if ocr.is_empty() && text.is_empty() {
            self.finish(&candidate, inspection, pages);
            return Ok(());
        }
        self.plan(candidate, inspection, pages, &text, ocr);
        Ok(())
    }

    /// Puts a document's pages on the dispatcher's list, but for those that an interrupted run has recognised. The text
    /// layer is looked at again: it costs next to nothing and tells what is to be noticed.
    fn plan(
        &mut self,
        mut candidate: Candidate,
        inspection: Inspection,
        read: Vec<Page>,
        text: &[u32],
        mut ocr: Vec<u32>,
    ) {
        let (sha256, reading) = (candidate.document.sha256, self.shared.terms.fingerprint.reading);
        let Some(kept) = self.shared.with_ledger(|ledger| {
            ledger.forget_old_pages(sha256, &reading)?;
            ledger.put_pages(sha256, &reading, &read)?;
            ledger.page_numbers(sha256, &reading)
        }) else {
            return;
        };
        let ocr_pages = ocr.len() as u32;
        let before = kept.len() - read.len();
        if !self.shared.terms.again {
            self.shared.count(|summary| summary.pages += read.len() as u64);
        }
        drop(read);
        ocr.retain(|page| kept.binary_search(page).is_err());
        if !ocr.is_empty()
            && let Some(cause) = self.failed_elsewhere(sha256)
        {
            return self.fail(candidate, &cause);
        }
        self.shared.send(Event::Planned {
            path: candidate.met.shown.clone(),
            pages: inspection.pages,
            ocr_pages,
            pages_before: before as u32,
        });
        if self.shared.has_many_in_hand() {
            candidate.document.at = candidate.document.at.closed();
        }
        let spooled = match self.spool(&candidate) {
            Ok(spooled) => spooled,
            Err(error) => return self.shared.fail_run(error),
        };
        let defer = self.shared.terms.defer_ocr;
        let mut document = InHand {
            id: self.shared.new_id(),
            candidate,
            inspection,
            noticed: Mutex::new(Noticed {
                notes: Vec::new(),
                ocr_pages,
                computed: Duration::ZERO,
                waiting: if defer { std::mem::take(&mut ocr) } else { Vec::new() },
            }),
            spooled,
            opened: OnceLock::new(),
        };
        if let Some(path) = &document.spooled {
            document.candidate.document.at = BytesAt::File(path.clone());
        }
        if defer {
            document.spooled = None; // it is kept for the machine that will read it
        }
        let document = Arc::new(document);
        if ocr.is_empty() && text.is_empty() {
            self.complete(&document);
        } else {
            self.shared.plan(document, text, &ocr);
        }
    }

    /// Why a burst worker could not read this document, if one tried.
    fn failed_elsewhere(&self, sha256: Sha256) -> Option<Cause> {
        let terms = &self.shared.terms;
        self.shared
            .with_ledger(|ledger| {
                if terms.retry_failed {
                    ledger.forget_page_failure(sha256)?;
                }
                ledger.page_failure(sha256, &terms.fingerprint)
            })
            .flatten()
    }

    fn spool(&self, candidate: &Candidate) -> crate::Result<Option<std::path::PathBuf>> {
        match &candidate.document.at {
            BytesAt::File(_) | BytesAt::Open(..) => Ok(None),
            BytesAt::Memory(_) if self.shared.terms.dry_run => Ok(None),
            BytesAt::Memory(bytes) => {
                spool::keep(&self.shared.terms.state_dir, candidate.document.sha256, bytes)
                    .map(Some)
            }
        }
    }

    /// The text of the page that belongs to an XML invoice. That it cannot be read takes nothing from the invoice.
    fn companion_pages(&mut self, companion: &Candidate, inspection: &mut Inspection) -> Vec<Page> {
        let mut pages = Vec::new();
        let read = self.reader.inspect(&companion.document).and_then(|look| {
            let last = look.pages.min(FIRST_PAGES);
            self.reader.text(&companion.document, 1, last, &mut |pass| {
                if let TextPass::Read(page) = pass {
                    pages.push(page);
                }
            })
        });
        if let Err(cause) = read {
            inspection.notes.push(ReadingNote::CompanionUnreadable { cause });
        }
        pages
    }

    /// Reads a unit of a document in hand.
    fn read(&mut self, document: &Arc<InHand>, unit: &Unit) {
        let begun = Instant::now();
        let computing = self.reader.pid().and_then(|pid| Some((pid, computing_of(pid)?)));
        let source = document.document();
        let mut pages = Vec::new();
        let mut ocr = Vec::new();
        let mut notes = Vec::new();
        let result = match (unit.kind, unit.pages.first(), unit.pages.last()) {
            (UnitKind::Text, Some(&first), Some(&last)) => {
                self.reader.text(source, first, last, &mut |pass| {
                    sort_pass(pass, &mut pages, &mut ocr, &mut notes);
                })
            }
            _ => self.reader.ocr(source, &unit.pages, &mut |page| pages.push(page)),
        };
        let took = begun.elapsed();
        let computed = computing.and_then(|(pid, before)| computing_of(pid)?.checked_sub(before));
        // a text layer is read in one go: what was left of it would begin anew
        let is_long =
            unit.kind == UnitKind::Ocr && self.is_over_budget(document, computed.unwrap_or(took));
        self.tell_replacements(&document.candidate.met.shown);
        let reading = self.shared.terms.fingerprint.reading;
        let Some(kept) = self.shared.with_ledger(|ledger| {
            ledger.put_pages(source.sha256, &reading, &pages)?;
            ledger.page_numbers(source.sha256, &reading)
        }) else {
            return;
        };
        if let Err(cause) = result {
            if self.shared.give_up(document.id) {
                self.fail_in_hand(document, &cause);
            }
            return;
        }
        if document.inspection.einvoice.is_some() {
            ocr.clear();
        }
        if let Ok(mut noticed) = document.noticed.lock() {
            noticed.notes.append(&mut notes);
            noticed.ocr_pages += ocr.len() as u32;
            ocr.retain(|page| kept.binary_search(page).is_err()); // an interrupted run has read them
            if self.shared.terms.defer_ocr {
                noticed.waiting.append(&mut ocr);
            }
        }
        self.shared.send(Event::PagesRead {
            path: document.candidate.met.shown.clone(),
            pages: pages.len() as u32,
        });
        self.shared.count(|summary| {
            summary.pages += pages.len() as u64;
            if unit.kind == UnitKind::Ocr {
                summary.ocr_pages += pages.len() as u64;
            }
        });
        drop(pages);
        if let Some(document) = self.shared.unit_finished(document, unit, took, &ocr) {
            self.complete(&document);
        } else if is_long && self.shared.give_up(document.id) {
            self.defer(&document.candidate.met, true); // with the pages that the ledger has by now
        }
    }

    /// Adds to what a document has cost; whether others go first now.
    fn is_over_budget(&self, document: &InHand, computed: Duration) -> bool {
        let limits = &self.shared.terms.settings.limits;
        let Ok(mut noticed) = document.noticed.lock() else {
            return false;
        };
        noticed.computed += computed;
        let pages = limits.recognition_seconds.saturating_mul(u64::from(noticed.ocr_pages));
        noticed.computed > Duration::from_secs(limits.document_seconds.saturating_add(pages))
    }

    /// Records that a document failed; the page beside a broken XML invoice gets its own chance.
    pub fn fail(&mut self, mut candidate: Candidate, cause: &Cause) {
        if self.changed_meanwhile(&candidate.met) {
            return;
        }
        let companion = candidate.companion.take();
        self.record_failure(&candidate.met, cause);
        if let Some(companion) = companion {
            self.take(*companion);
        }
    }

    fn fail_in_hand(&self, document: &InHand, cause: &Cause) {
        let met = &document.candidate.met;
        if !self.changed_meanwhile(met) {
            self.record_failure(met, cause);
        }
    }

    fn record_failure(&self, met: &Met, cause: &Cause) {
        self.shared.count(|summary| summary.count_failure(&met.shown, cause, true));
        self.shared.record(
            |ledger| {
                // proposals for others stand, and so do earlier ones when the cause lies outside the document
                let stands = cause.is_passing()
                    && ledger.document(met.sha256)?.is_some_and(|known| known.cause.is_none());
                if met.is_counted || stands {
                    return Ok(()); // the next run tries again
                }
                ledger.put_outcome(
                    met.sha256,
                    None,
                    &self.shared.terms.fingerprint,
                    &Outcome::Failed(cause.clone()),
                    PageCount::default(),
                    &[],
                )
            },
            Event::Failed { path: met.shown.clone(), cause: cause.clone() },
        );
    }

    /// A file that was written to while it was read is left for the next run.
    fn changed_meanwhile(&self, met: &Met) -> bool {
        // a file that is gone was read whole or failed as such
        let changed = matches!(is_unchanged(&met.entry), Ok(false));
        if changed {
            self.defer(met, false);
        }
        changed
    }

    /// Leaves a document for the next run.
    fn defer(&self, met: &Met, is_long: bool) {
        self.shared.count(|summary| summary.deferred += 1);
        self.shared.send(Event::Deferred { path: met.shown.clone(), is_long });
    }
}

/// What a process has computed by now, where the system tells it.
fn computing_of(pid: u32) -> Option<Duration> {
    let told = std::fs::read_to_string(format!("/proc/{pid}/schedstat")).ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

fn sort_pass(
    pass: TextPass,
    pages: &mut Vec<Page>,
    ocr: &mut Vec<u32>,
    notes: &mut Vec<ReadingNote>,
) {
    match pass {
        TextPass::Read(page) => pages.push(page),
        TextPass::NeedsOcr { page, why } => {
            if why == reading::document::NoText::BrokenEncoding {
                notes.push(ReadingNote::TextLayerUnusable { page });
            }
            ocr.push(page);
        }
    }
}
