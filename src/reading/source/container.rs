//! Files inside files: the members of a ZIP archive and the attachments of an e-mail, nested in each other.
//!
//! Everything in a container was written by a stranger: members, depth and unpacked bytes are limited by what was really
//! unpacked, whatever the container declares; names are shown and never used as paths; a damaged member fails alone; a
//! panic of an unpacking library is the member's failure.

mod archive;
mod decode;
mod mail;
mod mime;
mod names;
mod wording;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::Cause;
use crate::document::{ContainerKind, MediaKind, SNIFF_LEN, Sniffed, sniff};
use crate::settings::{Intake, Limits};

pub use wording::office_tells_of_invoice;

use super::identity::FromStart;
use super::{BytesAt, SkipReason};

const MIB: u64 = 1024 * 1024;

/// A document from a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDocument {
    /// Where it was, for people: `mail.eml!/map.zip!/factuur.pdf`. Unique within what was unpacked at once, safe to show.
    pub path: String,
    /// What the bytes are.
    pub kind: MediaKind,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// What [`unpack`] comes across. Paths are as in [`MemberDocument::path`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Member {
    /// A document.
    Document(MemberDocument),
    /// An e-invoice and a PDF with the same name in the same folder of a container: most likely the picture of it.
    Pair { xml: MemberDocument, other: MemberDocument },
    /// A member that is no invoice document.
    Skipped { path: String, reason: SkipReason },
    /// A member that cannot be unpacked; the others are not affected.
    Failed { path: String, cause: Cause },
}

/// Unpacks the container at `at`, called `name`, and those inside it, giving each member to `sink` as soon as it is
/// unpacked, in the container's order. Holds one member (or one pair) for each level of nesting.
///
/// # Errors
/// What fails the container as a whole: damage, or a limit. What `sink` got before remains good.
pub fn unpack(
    kind: ContainerKind,
    at: &BytesAt,
    name: &str,
    settings: &Intake,
    limits: &Limits,
    sink: &mut dyn FnMut(Member),
) -> Result<(), Cause> {
    let mut unpacker = Unpacker {
        depth_limit: settings.container_depth,
        members_limit: settings.container_members,
        members_left: settings.container_members,
        bytes_limit: settings.container_mib.saturating_mul(MIB),
        bytes_left: settings.container_mib.saturating_mul(MIB),
        member_limit: limits.document_mib.saturating_mul(MIB),
        given: 0,
        sink,
    };
    if settings.container_depth == 0 {
        return Err(Cause::NestedTooDeep { limit: 0 });
    }
    let file = match at {
        BytesAt::Memory(bytes) => return unpacker.unpack_bytes(kind, bytes, name, 1),
        BytesAt::File(path) => Arc::new(File::open(path).map_err(|error| Cause::from(&error))?),
        BytesAt::Open(_, file) => Arc::clone(file),
    };
    let len = file.metadata().map_err(|error| Cause::from(&error))?.len();
    let file = FromStart::of(file);
    match kind {
        ContainerKind::Zip => unpacker.unpack_archive(BufReader::new(file), name, 1),
        ContainerKind::Email => {
            let limit = unpacker.member_limit;
            let mut bytes = Vec::new();
            if len <= limit {
                let read = file.take(limit + 1).read_to_end(&mut bytes);
                read.map_err(|error| Cause::from(&error))?;
            }
            let bytes_len = len.max(bytes.len() as u64);
            if bytes_len > limit {
                return Err(Cause::TooLarge { bytes: bytes_len, limit });
            }
            unpacker.unpack_mail(&bytes, name, 1)
        }
    }
}

/// An unpacking under way: what is still allowed, over all levels together.
struct Unpacker<'a> {
    depth_limit: u32,
    members_limit: u32,
    members_left: u32,
    bytes_limit: u64,
    bytes_left: u64,
    member_limit: u64,
    /// Members that were documents or containers, or could not be had.
    given: u64,
    sink: &'a mut dyn FnMut(Member),
}

/// The content of one member.
enum Fetched {
    /// A document or container, complete.
    Bytes(Sniffed, Vec<u8>),
    Left(SkipReason),
    Failed(Cause),
}

/// Names of members that belong together, as indices in their container.
enum Item {
    One(usize),
    Pair { xml: usize, other: usize },
}

impl Unpacker<'_> {
    /// Unpacks a container that is in memory. `depth` is 1 for the outermost one.
    fn unpack_bytes(
        &mut self,
        kind: ContainerKind,
        bytes: &[u8],
        path: &str,
        depth: u32,
    ) -> Result<(), Cause> {
        if depth > self.depth_limit {
            return Err(Cause::NestedTooDeep { limit: self.depth_limit });
        }
        match kind {
            ContainerKind::Zip => self.unpack_archive(Cursor::new(bytes), path, depth),
            ContainerKind::Email => self.unpack_mail(bytes, path, depth),
        }
    }

    fn count_members(&mut self, members: usize) -> Result<(), Cause> {
        let left =
            u32::try_from(members).ok().and_then(|members| self.members_left.checked_sub(members));
        self.members_left = left.ok_or(Cause::TooManyMembers { limit: self.members_limit })?;
        Ok(())
    }

    /// Reads a member as far as it is of use: the beginning tells whether it is. `declared` is the size that the
    /// container gives.
    ///
    /// # Errors
    /// When the container as a whole unpacks to too much.
    fn fetch(&mut self, input: &mut dyn Read, declared: u64) -> Result<Fetched, Cause> {
        let allowed = self.member_limit.min(self.bytes_left);
        let mut bytes = Vec::new();
        let mut sniffed = None;
        let read = guarded(|| {
            let mut limited = input.take(allowed.saturating_add(1));
            (&mut limited).take(SNIFF_LEN as u64).read_to_end(&mut bytes)?;
            let is_whole = bytes.len() < SNIFF_LEN;
            let len = if is_whole { 0 } else { declared }.max(bytes.len() as u64);
            let what = sniff(&bytes, len);
            let is_wanted = match &what {
                Sniffed::Document(_) | Sniffed::Container(_) => true,
                Sniffed::Skip(reason) => reason.is_office(),
                Sniffed::Damaged(_) => false,
            };
            sniffed = Some(what);
            if is_wanted && declared <= allowed {
                limited.read_to_end(&mut bytes)?;
            }
            Ok(())
        });
        let len = bytes.len() as u64;
        if len > self.bytes_left {
            self.bytes_left = 0;
            return Err(Cause::UnpacksTooLarge { limit: self.bytes_limit });
        }
        self.bytes_left -= len;
        let size = declared.max(len);
        Ok(match (read, sniffed) {
            (Err(cause), _) | (Ok(()), Some(Sniffed::Damaged(cause))) => Fetched::Failed(cause),
            (Ok(()), Some(Sniffed::Skip(reason @ SkipReason::NotAnInvoiceFormat { .. })))
                if reason.is_office() && office_tells_of_invoice(Cursor::new(&bytes)) =>
            {
                Fetched::Failed(reason.needs_person())
            }
            (Ok(()), Some(Sniffed::Skip(reason))) => Fetched::Left(reason),
            (Ok(()), _) if size > self.member_limit => {
                Fetched::Failed(Cause::TooLarge { bytes: size, limit: self.member_limit })
            }
            (Ok(()), _) if size > allowed => {
                return Err(Cause::UnpacksTooLarge { limit: self.bytes_limit });
            }
            (Ok(()), Some(sniffed)) => Fetched::Bytes(sniffed, bytes),
            (Ok(()), None) => Fetched::Failed(Cause::Empty),
        })
    }

    /// Gives away what was fetched, unless it is a document: that is handed back. Containers are unpacked.
    fn settle(&mut self, fetched: Fetched, path: String, depth: u32) -> Option<MemberDocument> {
        self.given += u64::from(!matches!(fetched, Fetched::Left(_)));
        match fetched {
            Fetched::Bytes(Sniffed::Document(kind), bytes) => {
                return Some(MemberDocument { path, kind, bytes: bytes.into() });
            }
            Fetched::Bytes(Sniffed::Container(kind), bytes) => {
                if let Err(cause) = self.unpack_bytes(kind, &bytes, &path, depth + 1) {
                    (self.sink)(Member::Failed { path, cause });
                }
            }
            Fetched::Left(reason) | Fetched::Bytes(Sniffed::Skip(reason), _) => {
                (self.sink)(Member::Skipped { path, reason });
            }
            Fetched::Failed(cause) | Fetched::Bytes(Sniffed::Damaged(cause), _) => {
                (self.sink)(Member::Failed { path, cause });
            }
        }
        None
    }

    /// Gives away what came of two members that are named as a pair. A pair they are when the XML is an e-invoice.
    fn give_pair(&mut self, xml: Option<MemberDocument>, other: Option<MemberDocument>) {
        match (xml, other) {
            (Some(xml), Some(other)) if xml.kind.is_xml() && other.kind == MediaKind::Pdf => {
                (self.sink)(Member::Pair { xml, other });
            }
            (xml, other) => {
                for document in xml.into_iter().chain(other) {
                    (self.sink)(Member::Document(document));
                }
            }
        }
    }
}

/// Runs a step of an unpacking library; its errors and its panics are the member's failure.
fn guarded<T>(step: impl FnOnce() -> io::Result<T>) -> Result<T, Cause> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(value)) => Ok(value),
        // An error with a number is the system's: the container's file cannot be read.
        Ok(Err(error)) if error.raw_os_error().is_some() => Err(Cause::from(&error)),
        Ok(Err(error)) => Err(Cause::Damaged { detail: error.to_string() }),
        Err(_) => Err(Cause::Damaged { detail: "the unpacking library failed on it".into() }),
    }
}

#[cfg(test)]
mod tests;
