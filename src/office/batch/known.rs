//! What earlier runs know of files: outcomes that stand, and Readings that are understood anew.

use std::time::Instant;

use crate::ledger::{DocumentRecord, FileRecord, FileRole, Ledger};
use reading::Cause;
use reading::source::{FileEntry, Sha256};

use super::Event;
use super::in_hand::Met;
use super::look::modified_ns;
use super::shared::Seen;
use super::worker::Worker;
use crate::ledger::key_of;

/// What earlier runs know of a file, unchanged since.
enum Known {
    Document(DocumentRecord),
    /// What was read of it stands, and is understood otherwise now.
    Reading,
    /// It is no document of its own.
    NoDocument,
}
impl Worker<'_> {
    /// The administration in whose folder a file is.
    pub(super) fn folder_of(&self, entry: &FileEntry) -> Option<String> {
        let path = entry.absolute.to_string_lossy();
        let books = self.shared.terms.context.by_folder(&path)?;
        Some(books.administration.name.clone())
    }

    /// Whether earlier runs know these files and everything in them, unchanged; then they are counted and told.
    pub(super) fn is_known(&mut self, entries: &[&FileEntry]) -> bool {
        let mut rows = Vec::new();
        for entry in entries {
            self.shared.see(Seen { entry: (*entry).clone(), key: key_of(&entry.absolute) });
            let Some(row) =
                self.shared.with_ledger(|ledger| ledger.file(&key_of(&entry.absolute))).flatten()
            else {
                return false;
            };
            if row.len != entry.len || row.modified_ns != modified_ns(entry) {
                return false;
            }
            rows.push(row);
        }
        if let ([entry], [row]) = (entries, &rows[..])
            && row.role == FileRole::Container
        {
            if row.looked != self.shared.terms.fingerprint.text {
                return false;
            }
            let key = key_of(&entry.absolute);
            let members =
                self.shared.with_ledger(|ledger| ledger.members(&key)).unwrap_or_default();
            rows = members.into_iter().map(|(_, row)| row).collect();
        }
        let folder = entries.first().and_then(|entry| self.folder_of(entry));
        let known = |row| self.known(row, &rows, folder.as_deref());
        let known: Option<Vec<_>> = rows.iter().map(known).collect();
        let (Some(known), Some(entry)) = (known, entries.first()) else {
            return false;
        };
        for (row, known) in rows.iter().zip(known) {
            match (&row.role, known) {
                (FileRole::Document(sha256), Known::Reading) => {
                    self.conclude_known(entry, row, *sha256);
                }
                (_, known) => self.tell_known(row, known),
            }
        }
        true
    }

    /// What is known of a row; `None` when it must be looked at again.
    fn known(
        &self,
        row: &FileRecord,
        beside: &[FileRecord],
        folder: Option<&str>,
    ) -> Option<Known> {
        match &row.role {
            FileRole::Document(sha256) => {
                if row.administration.as_deref() != folder {
                    return None;
                }
                let document = self.shared.with_ledger(|ledger| ledger.document(*sha256))?;
                // an XML invoice and its page: both as they were
                let companion = document.as_ref().and_then(|document| document.companion);
                let page_is_here = companion.is_none_or(|companion| {
                    beside.iter().any(|other| other.role == FileRole::Companion(companion))
                });
                if !page_is_here {
                    return None;
                }
                match document {
                    Some(document) if self.is_current(&document) && document.is_for(folder) => {
                        Some(Known::Document(document))
                    }
                    // a dry run tells what would be looked at, and keeps nothing
                    _ => {
                        let is_read =
                            !self.shared.terms.dry_run && self.is_read(*sha256, companion);
                        is_read.then_some(Known::Reading)
                    }
                }
            }
            // what other code saw in it, this may see otherwise
            FileRole::Skipped(_) | FileRole::Failed(_)
                if row.looked != self.shared.terms.fingerprint.text =>
            {
                None
            }
            FileRole::Container | FileRole::Failed(Cause::Altered) => None,
            FileRole::Failed(cause) if cause.is_passing() || self.shared.terms.retry_failed => None,
            FileRole::Companion(_) | FileRole::Skipped(_) | FileRole::Failed(_) => {
                Some(Known::NoDocument)
            }
        }
    }

    /// Whether all that there is to read of a document was read, as it would be now.
    pub(super) fn is_read(&self, sha256: Sha256, companion: Option<Sha256>) -> bool {
        let now = &self.shared.terms.fingerprint;
        let read = |ledger: &mut Ledger| ledger.is_read(sha256, now, companion);
        self.shared.with_ledger(read).unwrap_or_default()
    }

    /// Understands a document anew without looking at its file, which is as it was when it was read.
    fn conclude_known(&self, entry: &FileEntry, row: &FileRecord, sha256: Sha256) {
        let known = self.shared.with_ledger(|ledger| ledger.document(sha256));
        let Some(known) = known else {
            return;
        };
        let is_new = self.shared.meet(sha256);
        let is_for_others = known.is_some_and(|known| self.is_current(&known));
        let met = Met {
            sha256,
            shown: row.shown.clone(),
            entry: entry.clone(),
            found_at: Instant::now(),
            is_counted: !is_new,
        };
        if !is_new {
            self.tell_copy(&row.shown, sha256);
            if !is_for_others {
                return;
            }
        }
        self.conclude_again(&met);
    }

    /// Counts a document of which something is to come, and tells of it.
    pub(super) fn found(&self, met: &Met) {
        if !met.is_counted && !self.shared.terms.again {
            self.shared.count(|summary| summary.documents += 1);
        }
        self.shared.send(Event::Found { path: met.shown.clone() });
    }

    /// Whether a document's outcome still stands.
    pub(super) fn is_current(&self, document: &DocumentRecord) -> bool {
        let terms = &self.shared.terms;
        // named until a person has seen it; what an older version left unreadable is made anew
        if document.cause == Some(Cause::Altered) && document.made_by.understanding != [0; 16] {
            return !terms.retry_failed;
        }
        let is_tried_again = |cause: &Cause| cause.is_passing() || terms.retry_failed;
        document.is_current(&terms.fingerprint)
            && !document.cause.as_ref().is_some_and(is_tried_again)
    }

    fn tell_known(&self, row: &FileRecord, known: Known) {
        match &row.role {
            FileRole::Document(sha256) => {
                let Known::Document(document) = known else {
                    return;
                };
                if self.shared.meet(*sha256) {
                    self.tell_done(&row.shown, &document);
                } else {
                    self.tell_copy(&row.shown, *sha256);
                }
            }
            FileRole::Skipped(reason) => {
                self.shared.count(|summary| summary.count_skipped(&row.shown, reason));
                self.shared
                    .send(Event::Skipped { path: row.shown.clone(), reason: reason.clone() });
            }
            FileRole::Failed(cause) => {
                self.shared.count(|summary| summary.count_failure(&row.shown, cause, false));
                self.shared.send(Event::AlreadyDone { path: row.shown.clone() });
            }
            FileRole::Companion(_) | FileRole::Container => {}
        }
    }

    pub(super) fn tell_done(&self, shown: &str, document: &DocumentRecord) {
        if self.shared.terms.again {
            return;
        }
        self.shared.count(|summary| {
            summary.documents += 1;
            summary.done_before += 1;
            summary.ready += document.ready;
            summary.review += document.review;
            if let Some(cause) = &document.cause {
                summary.count_failure(shown, cause, false);
            }
        });
        self.shared.send(Event::AlreadyDone { path: shown.to_owned() });
    }

    pub(super) fn tell_copy(&self, shown: &str, sha256: Sha256) {
        let of =
            self.shared.with_ledger(|ledger| ledger.path_of(sha256)).flatten().unwrap_or_default();
        self.shared.count(|summary| summary.same_bytes += 1);
        self.shared.send(Event::SameBytes { path: shown.to_owned(), of });
    }
}
