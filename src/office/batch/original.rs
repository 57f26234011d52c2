//! Documents that were read before, taken in hand again: from their files, or out of the containers they came in.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::Result;
use crate::ledger::Ledger;
use crate::settings::Settings;
use reading::document::{ContainerKind, MediaKind, SNIFF_LEN, Sniffed, sniff};
use reading::settings::{Intake, Limits};
use reading::source::{BytesAt, Document, Member, MemberDocument, Sha256, unpack};

/// The members of a container are kept at hand up to so many bytes: the next document is most likely in it too.
const KEPT_BYTES: usize = 256 << 20;

/// Files that are held open at most: a system allows a process about a thousand.
const MOST_HELD: usize = 200;

/// Where the bytes of a document are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A file of its own.
    File(PathBuf),
    /// In this container, which may be in no other.
    Member(PathBuf),
}

impl Origin {
    /// Where a document is now; `None` when it is nowhere any more.
    pub fn of(ledger: &Ledger, sha256: Sha256) -> Result<Option<Self>> {
        let file = |paths: Vec<PathBuf>| paths.into_iter().find(|path| path.is_file());
        if let Some(path) = file(ledger.files_of(sha256)?) {
            return Ok(Some(Self::File(path)));
        }
        Ok(file(ledger.containers_of(sha256)?).map(Self::Member))
    }
}

/// A member of the container that was opened last.
struct Kept {
    sha256: Sha256,
    kind: MediaKind,
    bytes: Arc<[u8]>,
}

/// Files that are held open between one use and the next of a run: pictures, copies beside the UBL.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeldOpen(Arc<Mutex<HashMap<PathBuf, BytesAt>>>);

impl HeldOpen {
    fn open(&self, path: &Path) -> BytesAt {
        let at = BytesAt::File(path.to_owned());
        let Ok(mut held) = self.0.lock() else {
            return at;
        };
        if let Some(at) = held.get(path) {
            return at.clone();
        }
        let at = at.opened();
        if held.len() < MOST_HELD {
            held.insert(path.to_owned(), at.clone());
        }
        at
    }
}

pub(crate) struct Originals {
    intake: Intake,
    limits: Limits,
    held: Option<HeldOpen>,
    last: Option<(PathBuf, Vec<Kept>)>,
}

impl Originals {
    /// With the limits of these settings. Files stay open only as long as they are used, or as `held` does.
    pub fn new(settings: &Settings, held: Option<HeldOpen>) -> Self {
        Self { intake: settings.intake.clone(), limits: settings.limits.clone(), held, last: None }
    }

    /// What a file is, by its beginning, how long it is, and its bytes.
    fn look(&self, path: &Path) -> Option<(Sniffed, u64, BytesAt)> {
        let len = path.metadata().ok()?.len();
        let at = match &self.held {
            Some(held) => held.open(path),
            None => BytesAt::File(path.to_owned()).opened(),
        };
        let mut head = Vec::new();
        let read = at.open().ok()?.take(SNIFF_LEN as u64).read_to_end(&mut head);
        read.ok()?;
        Some((sniff(&head, len), len, at))
    }

    /// A document as a reader takes it; `None` when it is no longer there. That the bytes of a file are those that were
    /// read, the reader's client sees when it sends them.
    pub fn open(&mut self, origin: &Origin, sha256: Sha256) -> Option<Document> {
        match origin {
            Origin::File(path) => {
                let (Sniffed::Document(kind), len, at) = self.look(path)? else {
                    return None;
                };
                Some(Document { sha256, kind, len, at })
            }
            Origin::Member(path) => self.member(path, sha256),
        }
    }

    fn member(&mut self, path: &Path, sha256: Sha256) -> Option<Document> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            self.last = None;
            let (Sniffed::Container(kind), _, at) = self.look(path)? else {
                return None;
            };
            self.last = Some((path.to_owned(), self.unpacked(kind, &at)));
        }
        let (_, members) = self.last.as_ref()?;
        let found = members.iter().find(|kept| kept.sha256 == sha256)?;
        let document = Document {
            sha256,
            kind: found.kind,
            len: found.bytes.len() as u64,
            at: BytesAt::Memory(Arc::clone(&found.bytes)),
        };
        if members.iter().map(|kept| kept.bytes.len()).sum::<usize>() > KEPT_BYTES {
            self.last = None;
        }
        Some(document)
    }

    /// The documents in a container; those before a damaged member stand.
    fn unpacked(&self, kind: ContainerKind, at: &BytesAt) -> Vec<Kept> {
        let mut members = Vec::new();
        let mut keep = |MemberDocument { kind, bytes, .. }: MemberDocument| {
            members.push(Kept { sha256: Sha256::of(&bytes), kind, bytes });
        };
        let _ = unpack(kind, at, "", &self.intake, &self.limits, &mut |member| match member {
            Member::Document(document) => keep(document),
            Member::Pair { xml, other } => {
                keep(xml);
                keep(other);
            }
            Member::Skipped { .. } | Member::Failed { .. } => {}
        });
        members
    }
}
