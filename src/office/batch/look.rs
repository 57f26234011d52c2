//! From a file of the walk to documents: containers, pairs, copies.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use crate::ledger::{FileRecord, FileRole, Problem, key_of};
use reading::Cause;
use reading::document::{ContainerKind, MediaKind, SNIFF_LEN, Sniffed, sniff};
use reading::source::{
    BytesAt, Document, FileEntry, Found, Member, MemberDocument, Sha256, SkipReason, display,
    is_unchanged, office_tells_of_invoice, unpack,
};

use super::Event;
use super::in_hand::{Candidate, Met};
use super::worker::Worker;

impl Row<'_> {
    /// A row for something in this container.
    fn member<'a>(&'a self, shown: &'a str, key: &'a [u8]) -> Row<'a> {
        Row { entry: self.entry, shown, key, container: Some(self.key) }
    }
}

/// A file or a member of a container, for its row in the ledger.
struct Row<'a> {
    entry: &'a FileEntry,
    shown: &'a str,
    key: &'a [u8],
    container: Option<&'a [u8]>,
}

impl Worker<'_> {
    /// Looks at what the walk found. `again`: it had changed a moment ago and time was given.
    pub fn look(&mut self, found: Found, again: bool) {
        match found {
            Found::Skipped { path, reason } => {
                let shown = display(&path);
                self.shared.count(|summary| summary.count_skipped(&shown, &reason));
                let event = Event::Skipped { path: shown.clone(), reason: reason.clone() };
                self.note_problem(&path, &shown, &Problem::Skipped(reason), event);
            }
            Found::Problem { path, cause } => {
                let shown = display(&path);
                self.shared.count(|summary| summary.count_failure(&shown, &cause, true));
                let event = Event::Failed { path: shown.clone(), cause: cause.clone() };
                self.note_problem(&path, &shown, &Problem::Failed(cause), event);
            }
            Found::File(entry) => {
                if self.is_known(&[&entry])
                    || self.is_unsettled(&[&entry], again, || Found::File(entry.clone()))
                {
                    return;
                }
                self.open(&entry);
            }
            Found::Pair { xml, other } => {
                if self.is_known(&[&xml, &other]) {
                    return;
                }
                let pair = || Found::Pair { xml: xml.clone(), other: other.clone() };
                if self.is_unsettled(&[&xml, &other], again, pair) {
                    return;
                }
                self.open_pair(&xml, &other);
            }
        }
    }

    /// Notes what the walk could not look at.
    fn note_problem(&self, path: &Path, shown: &str, problem: &Problem, event: Event) {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let key = key_of(&absolute);
        self.shared.record(|ledger| ledger.put_problem(&key, shown, problem), event);
    }

    /// Puts a file aside that changed a moment ago; leaves it for the next run when it is still changing.
    fn is_unsettled(
        &self,
        entries: &[&FileEntry],
        again: bool,
        found: impl FnOnce() -> Found,
    ) -> bool {
        if !again {
            return self.shared.put_aside(entries, found);
        }
        let changing = entries.iter().find(|entry| matches!(is_unchanged(entry), Ok(false)));
        if let Some(entry) = changing {
            self.shared.count(|summary| summary.deferred += 1);
            self.shared.send(Event::Deferred { path: display(&entry.path), is_long: false });
        }
        changing.is_some()
    }

    /// Notes a file that is no invoice document.
    fn skip(&self, row: &Row<'_>, reason: SkipReason) {
        if let Some(cause) = reason.for_person(row.shown) {
            return self.fail_file(row, cause);
        }
        self.shared.count(|summary| summary.count_skipped(row.shown, &reason));
        let event = Event::Skipped { path: row.shown.to_owned(), reason: reason.clone() };
        let record = self.row(row.entry, row.shown, FileRole::Skipped(reason), None);
        self.shared.record(|ledger| ledger.put_file(row.key, &record, row.container), event);
    }

    /// Notes a file that could not even be taken as a document.
    fn fail_file(&self, row: &Row<'_>, cause: Cause) {
        self.shared.count(|summary| summary.count_failure(row.shown, &cause, true));
        let record = self.row(row.entry, row.shown, FileRole::Failed(cause.clone()), None);
        let event = Event::Failed { path: row.shown.to_owned(), cause };
        self.shared.record(|ledger| ledger.put_file(row.key, &record, row.container), event);
    }

    fn row(
        &self,
        entry: &FileEntry,
        shown: &str,
        role: FileRole,
        administration: Option<String>,
    ) -> FileRecord {
        FileRecord {
            administration,
            shown: shown.to_owned(),
            len: entry.len,
            modified_ns: modified_ns(entry),
            role,
            looked: self.shared.terms.fingerprint.text,
        }
    }

    fn open(&mut self, entry: &FileEntry) {
        let (sniffed, at) = open_and_sniff(entry);
        self.take_opened(entry, sniffed, at);
    }

    fn take_opened(&mut self, entry: &FileEntry, sniffed: Result<Sniffed, Cause>, at: BytesAt) {
        let (shown, key) = (display(&entry.path), key_of(&entry.absolute));
        let row = Row { entry, shown: &shown, key: &key, container: None };
        match sniffed {
            Err(cause) | Ok(Sniffed::Damaged(cause)) => {
                self.fail_file(&row, cause);
            }
            Ok(Sniffed::Skip(reason))
                if reason.is_office()
                    && File::open(&entry.absolute).is_ok_and(office_tells_of_invoice) =>
            {
                self.fail_file(&row, reason.needs_person());
            }
            Ok(Sniffed::Skip(reason)) => self.skip(&row, reason),
            Ok(Sniffed::Container(kind)) => self.open_container(&row, kind, &at),
            Ok(Sniffed::Document(kind)) => match self.candidate(entry, kind, at) {
                Ok(candidate) => self.take(candidate),
                Err(cause) => self.fail_file(&row, cause),
            },
        }
    }

    fn open_pair(&mut self, xml: &FileEntry, other: &FileEntry) {
        let (xml_kind, xml_at) = open_and_sniff(xml);
        let (other_kind, other_at) = open_and_sniff(other);
        if let (Ok(Sniffed::Document(xml_kind)), Ok(Sniffed::Document(MediaKind::Pdf))) =
            (&xml_kind, &other_kind)
            && xml_kind.is_xml()
            && let (Ok(mut invoice), Ok(page)) = (
                self.candidate(xml, *xml_kind, xml_at.clone()),
                self.candidate(other, MediaKind::Pdf, other_at.clone()),
            )
        {
            invoice.companion = Some(Box::new(page));
            return self.take(invoice);
        }
        // not what their names promised: each for itself
        self.take_opened(xml, xml_kind, xml_at);
        self.take_opened(other, other_kind, other_at);
    }

    fn candidate(
        &self,
        entry: &FileEntry,
        kind: MediaKind,
        at: BytesAt,
    ) -> Result<Candidate, Cause> {
        let limit = self.shared.terms.settings.limits.document_mib << 20;
        if entry.len > limit {
            return Err(Cause::TooLarge { bytes: entry.len, limit });
        }
        let digest = at.open().and_then(|mut bytes| Sha256::of_reader(&mut bytes));
        let (sha256, len) = digest.map_err(|e| Cause::from(&e))?;
        Ok(Candidate {
            met: Met {
                sha256,
                shown: display(&entry.path),
                entry: entry.clone(),
                found_at: Instant::now(),
                is_counted: false,
            },
            document: Document { sha256, kind, len, at },
            key: key_of(&entry.absolute),
            container: None,
            companion: None,
        })
    }

    fn open_container(&mut self, row: &Row<'_>, kind: ContainerKind, at: &BytesAt) {
        if self.shared.terms.dry_run {
            self.shared.count(|summary| summary.documents += 1);
            return self.shared.send(Event::Found { path: row.shown.to_owned() });
        }
        let (bytes, limit) = (row.entry.len, self.shared.terms.settings.limits.document_mib << 20);
        if kind == ContainerKind::Email && bytes > limit {
            return self.fail_file(row, Cause::TooLarge { bytes, limit });
        }
        let forgotten = self.shared.with_ledger(|ledger| ledger.forget_members(row.key));
        if forgotten.is_none() {
            return;
        }
        let settings = &self.shared.terms.settings;
        let result =
            unpack(kind, at, row.shown, &settings.intake, &settings.limits, &mut |member| {
                self.member(row, member);
            });
        match result {
            Ok(()) => {
                let record = self.row(row.entry, row.shown, FileRole::Container, None);
                self.shared.with_ledger(|ledger| ledger.put_file(row.key, &record, None));
            }
            Err(cause) => self.fail_file(row, cause),
        }
    }

    fn member(&mut self, container: &Row<'_>, member: Member) {
        let entry = container.entry;
        // a member's key is its container's with the name inside
        let key_of_member = |path: &str| -> Vec<u8> {
            let inside = path.strip_prefix(container.shown).unwrap_or(path);
            [container.key, inside.as_bytes()].concat()
        };
        let candidate = |MemberDocument { path, kind, bytes }: MemberDocument| {
            let sha256 = Sha256::of(&bytes);
            Candidate {
                document: Document {
                    sha256,
                    kind,
                    len: bytes.len() as u64,
                    at: BytesAt::Memory(bytes),
                },
                key: key_of_member(&path),
                container: Some(container.key.to_owned()),
                companion: None,
                met: Met {
                    sha256,
                    shown: path,
                    entry: entry.clone(),
                    found_at: Instant::now(),
                    is_counted: false,
                },
            }
        };
        match member {
            Member::Document(document) => self.take(candidate(document)),
            Member::Pair { xml, other } => {
                let mut invoice = candidate(xml);
                invoice.companion = Some(Box::new(candidate(other)));
                self.take(invoice);
            }
            Member::Skipped { path, reason } => {
                let key = key_of_member(&path);
                self.skip(&container.member(&path, &key), reason);
            }
            Member::Failed { path, cause } => {
                let key = key_of_member(&path);
                self.fail_file(&container.member(&path, &key), cause);
            }
        }
    }

    /// Notes a document and reads it, unless its bytes were met before.
    pub fn take(&mut self, mut candidate: Candidate) {
        let sha256 = candidate.document.sha256;
        let folder = self.folder_of(&candidate.met.entry);
        let Some((known, elsewhere)) = self.shared.with_ledger(|ledger| {
            let known = (ledger.document(sha256)?, ledger.path_of(sha256)?);
            let container = candidate.container.as_deref();
            let role = FileRole::Document(sha256);
            let row = self.row(&candidate.met.entry, &candidate.met.shown, role, folder.clone());
            ledger.put_file(&candidate.key, &row, container)?;
            if let Some(page) = &candidate.companion {
                let role = FileRole::Companion(page.document.sha256);
                let row = self.row(&page.met.entry, &page.met.shown, role, folder.clone());
                ledger.put_file(&page.key, &row, container)?;
            }
            Ok(known)
        }) else {
            return;
        };
        let known = known.filter(|known| {
            self.is_current(known) && known.companion == candidate.companion_sha256()
        });
        let is_elsewhere = elsewhere.is_some_and(|path| path != candidate.met.shown);
        match known {
            Some(known) if known.is_for(folder.as_deref()) => {
                if is_elsewhere || !self.shared.meet(sha256) {
                    return self.tell_copy(&candidate.met.shown, sha256);
                }
                return self.tell_done(&candidate.met.shown, &known);
            }
            // this administration has no proposal of it yet
            Some(_) => candidate.met.is_counted = !self.shared.meet(sha256),
            // the worker that has it in hand sees that it lies here too
            None if !self.shared.meet(sha256) => {
                return self.tell_copy(&candidate.met.shown, sha256);
            }
            None => {}
        }
        let terms = &self.shared.terms;
        let look = !terms.dry_run || terms.defer_ocr;
        if candidate.met.is_counted {
            self.tell_copy(&candidate.met.shown, sha256);
        }
        let is_read = self.is_read(sha256, candidate.companion_sha256());
        if is_read && !terms.dry_run {
            return self.conclude_again(&candidate.met);
        }
        self.found(&candidate.met);
        if look && !is_read {
            self.first_look(candidate);
        }
    }
}

/// Opens a file, which is then open for whoever reads it, and looks at its beginning.
fn open_and_sniff(entry: &FileEntry) -> (Result<Sniffed, Cause>, BytesAt) {
    let at = BytesAt::File(entry.absolute.clone()).opened();
    let mut head = Vec::new();
    let read = at.open().and_then(|file| file.take(SNIFF_LEN as u64).read_to_end(&mut head));
    let sniffed = match read {
        Ok(_) => Ok(sniff(&head, entry.len)),
        Err(error) => Err(Cause::from(&error)),
    };
    (sniffed, at)
}

pub(super) fn modified_ns(entry: &FileEntry) -> i64 {
    i64::try_from(entry.modified_ns).unwrap_or(i64::MAX)
}
