//! From what was read of a document to its proposals in the ledger.

use crate::conclude::Kept;
use crate::ledger::{Fingerprint, KeptReading, PackedReading, PageCount, Waiting};
use booking::Verdict;
use reading::document::Inspection;
use reading::text::Page;

use super::super::Event;
use super::super::in_hand::{Candidate, InHand, Met, Noticed};
use super::Worker;

impl Worker<'_> {
    /// All that is read of a document in hand is in the ledger: understand it, or let it wait for OCR.
    pub(super) fn complete(&self, document: &InHand) {
        let candidate = &document.candidate;
        let Fingerprint { text, reading, .. } = self.shared.terms.fingerprint;
        let Some(pages) =
            self.shared.with_ledger(|ledger| ledger.pages(candidate.met.sha256, &reading))
        else {
            return;
        };
        let Noticed { notes, ocr_pages, mut waiting, .. } = document
            .noticed
            .lock()
            .map(|mut noticed| std::mem::take(&mut *noticed))
            .unwrap_or_default();
        waiting.sort_unstable();
        let kept = KeptReading {
            by: if ocr_pages > 0 { reading } else { text },
            companion: candidate.companion_sha256(),
            count: PageCount { pages: document.inspection.pages, ocr_pages },
            reading: document.inspection.clone().with_pages(pages, notes),
            is_in_parts: true,
        };
        if waiting.is_empty() {
            self.conclude(&candidate.met, &kept, true);
        } else {
            self.let_wait(candidate, &kept, waiting);
        }
    }

    /// Puts a document on the list of those that wait for OCR. What is read of it already is not read again.
    fn let_wait(&self, candidate: &Candidate, kept: &KeptReading, pages: Vec<u32>) {
        let bytes = candidate.document.at.file();
        let bytes = bytes.unwrap_or(&candidate.met.entry.absolute); // not spooled: it is only looked at
        let ocr_pages = pages.len() as u32;
        let waiting = Waiting {
            sha256: candidate.met.sha256,
            kind: candidate.document.kind,
            len: candidate.document.len,
            bytes: bytes.to_owned(),
            path: candidate.met.entry.path.clone(),
            absolute: candidate.met.entry.absolute.clone(),
            pages,
        };
        let packed = PackedReading::of(kept);
        self.shared.count(|summary| summary.waiting += 1);
        self.shared.record(
            |ledger| {
                ledger.put_part_of_reading(waiting.sha256, &packed, &waiting.pages)?;
                ledger.put_waiting(&waiting, &kept.by)
            },
            Event::Waiting { path: candidate.met.shown.clone(), ocr_pages },
        );
    }

    /// Understands a document that was read at the first look.
    pub(super) fn finish(&self, candidate: &Candidate, inspection: Inspection, pages: Vec<Page>) {
        let all = if candidate.document.kind.is_xml() {
            (pages.len() as u32).max(1)
        } else {
            inspection.pages
        };
        self.shared.send(Event::PagesRead { path: candidate.met.shown.clone(), pages: all });
        if !candidate.met.is_counted {
            self.shared.count(|summary| summary.pages += u64::from(all));
        }
        let kept = KeptReading {
            by: self.shared.terms.fingerprint.text,
            companion: candidate.companion_sha256(),
            count: PageCount { pages: all, ocr_pages: 0 },
            reading: inspection.with_pages(pages, Vec::new()),
            is_in_parts: false,
        };
        self.conclude(&candidate.met, &kept, true);
    }

    /// Understands a document anew from what the ledger keeps of it.
    pub(crate) fn conclude_again(&self, met: &Met) {
        let now = &self.shared.terms.fingerprint;
        let Some(kept) = self.shared.with_ledger(|ledger| ledger.current_reading(met.sha256, now))
        else {
            return;
        };
        let Some(kept) = kept else {
            // another version wrote it: the next run reads the document
            let forgotten = self.shared.with_ledger(|ledger| ledger.forget_reading(met.sha256));
            if forgotten.is_some() {
                self.defer(met, false);
            }
            return;
        };
        self.conclude(met, &kept, false);
    }

    /// From Reading to proposals in the ledger.
    fn conclude(&self, met: &Met, kept: &KeptReading, is_new: bool) {
        if self.changed_meanwhile(met) {
            return;
        }
        let terms = &self.shared.terms;
        let packed = (is_new || kept.is_in_parts).then(|| PackedReading::of(kept));
        let (result, verdicts) = loop {
            let Some(books) =
                self.shared.with_ledger(|ledger| terms.concluder.books(ledger, met.sha256))
            else {
                return;
            };
            let proposals = match terms.concluder.propose(&kept.reading, &books) {
                Ok(proposals) => proposals,
                Err(cause) => {
                    if !is_new {
                        self.found(met);
                    }
                    return self.record_failure(met, &cause);
                }
            };
            let verdicts: Vec<_> =
                proposals.iter().map(|p| (p.by_folder().map(str::to_owned), p.verdict)).collect();
            let Some(result) = self.shared.with_ledger(|ledger| {
                let packed = packed.as_ref();
                terms.concluder.keep(ledger, met.sha256, kept, packed, &books, proposals, None)
            }) else {
                return;
            };
            if !matches!(result, Kept::FoundElsewhere) {
                break (result, verdicts);
            }
        };
        let before = match result {
            Kept::Same(record) if !met.is_counted => return self.tell_done(&met.shown, &record),
            Kept::Same(record) => Some(record),
            Kept::Changed(before) => before,
            Kept::FoundElsewhere => None,
        };
        if !is_new {
            self.found(met);
        }
        // what is for other books is counted already
        let is_to_count = |folder: &Option<String>| {
            !met.is_counted || before.as_ref().is_none_or(|known| !known.is_for(folder.as_deref()))
        };
        let verdicts: Vec<Verdict> = verdicts
            .into_iter()
            .filter(|(folder, _)| is_to_count(folder))
            .map(|(_, verdict)| verdict)
            .collect();
        let number = |wanted| verdicts.iter().filter(|v| **v == wanted).count() as u64;
        self.shared.count(|summary| {
            summary.read += u64::from(!met.is_counted);
            summary.ready += number(Verdict::Ready);
            summary.ready_now += number(Verdict::Ready);
            summary.review += number(Verdict::Review);
            summary.review_now += number(Verdict::Review);
        });
        self.shared.count_proposals(verdicts.len() as u64);
        self.shared.record(
            |_| Ok(()),
            Event::Proposed { path: met.shown.clone(), verdicts, took: met.found_at.elapsed() },
        );
    }
}
