//! ZIP archives.

use std::io::{self, Read, Seek};

use zip::CompressionMethod;
use zip::read::ZipFileEntry;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use crate::Cause;
use crate::source::SkipReason;

use super::names::{Names, paired};
use super::{Fetched, Item, Member, Unpacker, guarded};

/// Size of an archive's directory over which it is no archive of documents, bytes.
const DIRECTORY_LEN: u64 = 64 * 1024 * 1024;

/// Bytes of a member's local header before its name and data; APPNOTE.TXT 4.3.7.
const LOCAL_HEADER_LEN: u64 = 30;

type Entry = ZipFileEntry<'static>;

impl Unpacker<'_> {
    pub(super) fn unpack_archive<R: Read + Seek>(
        &mut self,
        reader: R,
        path: &str,
        depth: u32,
    ) -> Result<(), Cause> {
        // Read entry by entry: the directory of a hostile archive may be larger than memory.
        let mut archive = open(reader)?;
        self.count_members(archive.len())?;
        let files = guarded(|| archive.files().map_err(io_error))?;
        let mut entries = Vec::new();
        let mut first_header = None;
        while let Some(entry) = guarded(|| files.next().transpose().map_err(io_error))? {
            let start = entry.central_header_start();
            if start.saturating_sub(*first_header.get_or_insert(start)) > DIRECTORY_LEN {
                return Err(damaged("a directory too large for an archive of documents"));
            }
            entries.push(entry);
        }
        refuse_overlaps(&entries)?;
        entries.retain(|entry| !is_ignored(entry));

        let mut names = Names::new(path);
        let display: Vec<Vec<u8>> = entries.iter().map(name).collect();
        let items = paired(&display.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
        for item in items {
            let mut take = |unpacker: &mut Self, index: usize| {
                let entry: Option<Entry> = entries[index].take();
                let path = names.path(&display[index]);
                let fetched = match entry {
                    Some(entry) => unpacker.fetch_entry(entry, files.reader_mut()),
                    None => Ok(Fetched::Failed(Cause::Vanished)), // each index is taken once
                };
                match fetched {
                    Ok(fetched) => Ok(unpacker.settle(fetched, path, depth)),
                    Err(cause) => Err(cause),
                }
            };
            match item {
                Item::One(index) => {
                    if let Some(document) = take(self, index)? {
                        (self.sink)(Member::Document(document));
                    }
                }
                Item::Pair { xml, other } => {
                    let xml = take(self, xml)?;
                    let other = take(self, other);
                    let (other, result) = match other {
                        Ok(other) => (other, Ok(())),
                        Err(cause) => (None, Err(cause)),
                    };
                    self.give_pair(xml, other);
                    result?;
                }
            }
        }
        Ok(())
    }

    fn fetch_entry<R: Read + Seek>(
        &mut self,
        entry: Entry,
        reader: &mut R,
    ) -> Result<Fetched, Cause> {
        if entry.is_symlink() {
            return Ok(Fetched::Left(SkipReason::NotAFile));
        }
        if entry.encrypted() {
            return Ok(Fetched::Failed(Cause::PasswordProtected));
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let detail =
                format!("compressed in a way ({}) that is not supported", entry.compression());
            return Ok(Fetched::Failed(damaged(&detail)));
        }
        let declared = entry.size();
        let opened =
            guarded(|| entry.with_reader(reader, zip::ZipReadOptions::new()).map_err(io_error));
        match opened {
            Ok(mut file) => self.fetch(&mut file, declared),
            Err(cause) => Ok(Fetched::Failed(cause)),
        }
    }
}

fn damaged(detail: &str) -> Cause {
    Cause::Damaged { detail: detail.into() }
}

/// Finds the archive's directory, which stands at its end.
fn open<R: Read + Seek>(reader: R) -> Result<ZipIterable<R>, Cause> {
    let mut is_cut_off = false;
    let archive = guarded(|| {
        ZipIterable::try_new(reader, zip::read::Config::default()).map_err(|error| {
            is_cut_off = matches!(&error, ZipError::InvalidArchive(why) if why.contains("EOCD"));
            io_error(error)
        })
    });
    // What begins as an archive and has no directory is the beginning of one.
    archive.map_err(|cause| if is_cut_off { Cause::Truncated } else { cause })
}

/// The system's errors as they are, for [`guarded`] to tell them from damage.
fn io_error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// A bomb lets many members share one piece of compressed data; honest members lie one after the other.
fn refuse_overlaps(entries: &[Entry]) -> Result<(), Cause> {
    let mut spans: Vec<(u64, u64)> = entries
        .iter()
        .map(|entry| {
            let data = entry.header_start().saturating_add(LOCAL_HEADER_LEN);
            (entry.header_start(), data.saturating_add(entry.compressed_size()))
        })
        .collect();
    spans.sort_unstable();
    if spans.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(damaged("members overlap, as in a ZIP bomb"));
    }
    Ok(())
}

/// The member's name: UTF-8 where it is, otherwise the DOS characters that old programs write.
fn name(entry: &Entry) -> Vec<u8> {
    let raw = entry.name_raw();
    if std::str::from_utf8(raw).is_ok() {
        return raw.to_vec();
    }
    match guarded(|| entry.name().map_err(io_error)) {
        Ok(name) => name.into_owned().into_bytes(),
        Err(_) => raw.to_vec(),
    }
}

/// Folders, hidden files, and what macOS adds to archives.
fn is_ignored(entry: &Entry) -> bool {
    let name = entry.name_raw();
    let is_separator = |b: &u8| matches!(b, b'/' | b'\\');
    name.last().is_some_and(is_separator)
        || name.split(is_separator).any(|part| {
            part == b"__MACOSX" || part.starts_with(b".") && part != b"." && part != b".."
        })
}
