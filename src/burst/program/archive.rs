//! An archive whose bytes depend on nothing but names and contents.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

use crate::Error;

/// Fixed, like everything else that goes into the bytes. Higher levels take twice the time for one part in a hundred.
const LEVEL: u32 = 6;

/// "Unknown" in a gzip header.
const NO_SYSTEM: u8 = 255;

/// Who may do what with a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mode {
    Program,
    Data,
}

/// A `.tar.gz` in the making: its files are gathered first and written in the order of their names.
#[derive(Debug)]
pub(super) struct Archive {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, (Mode, Content)>,
}

#[derive(Debug)]
enum Content {
    Text(String),
    File(PathBuf),
}

impl Archive {
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            path: path.to_owned(),
            file: File::create(path).map_err(Error::io("create", path))?,
            entries: BTreeMap::new(),
        })
    }

    /// Adds a script or a word.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        let mode = if text.starts_with("#!") { Mode::Program } else { Mode::Data };
        let content = Content::Text(text.to_owned());
        self.entries.insert(name.to_owned(), (mode, content));
    }

    pub(super) fn file(&mut self, name: &str, mode: Mode, path: &Path) {
        let content = Content::File(path.to_owned());
        self.entries.insert(name.to_owned(), (mode, content));
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        let Self { path, file, entries } = self;
        let gzip = GzBuilder::new()
            .mtime(0)
            .operating_system(NO_SYSTEM)
            .write(BufWriter::new(file), Compression::new(LEVEL));
        let mut tar = tar::Builder::new(gzip);
        for (name, (mode, content)) in &entries {
            match content {
                Content::Text(text) => {
                    let len = text.len() as u64;
                    append(&mut tar, name, *mode, len, text.as_bytes())
                        .map_err(Error::io("write", &path))?;
                }
                Content::File(source) => {
                    let (file, len) = open(source).map_err(Error::io("read", source))?;
                    append(&mut tar, name, *mode, len, file).map_err(Error::io("pack", source))?;
                }
            }
        }
        tar.into_inner()
            .and_then(flate2::write::GzEncoder::finish)
            .and_then(|mut file| file.flush())
            .map_err(Error::io("write", &path))
    }
}

fn open(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let len = file.metadata()?.len();
    Ok((file, len))
}

fn append(
    tar: &mut tar::Builder<impl Write>,
    name: &str,
    mode: Mode,
    len: u64,
    content: impl Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(match mode {
        Mode::Program => 0o755,
        Mode::Data => 0o644,
    });
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_size(len);
    tar.append_data(&mut header, name, Exactly { content, left: len })
}

/// As many bytes as the header says, or an error: a file that shrinks meanwhile must not give a broken archive.
struct Exactly<R> {
    content: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if most == 0 {
            return Ok(0);
        }
        let read = self.content.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use reading::source::Sha256;

    fn packed(folder: &Path, names: &[&str]) -> Vec<u8> {
        let path = folder.join("out.tar.gz");
        let source = folder.join("source");
        std::fs::write(&source, "content").unwrap();
        let mut archive = Archive::create(&path).unwrap();
        archive.text("run", "#!/bin/sh\n");
        for name in names {
            archive.file(name, Mode::Data, &source);
        }
        archive.finish().unwrap();
        std::fs::read(path).unwrap()
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = packed(one.path(), &["b", "a/c"]);
        // Another place, time and order.
        let second = packed(other.path(), &["a/c", "b"]);
        assert_eq!(Sha256::of(&first), Sha256::of(&second));
        assert_ne!(Sha256::of(&first), Sha256::of(&packed(one.path(), &["b"])));

        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&first[..]));
        let entries: Vec<_> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let header = entry.header();
                assert_eq!((header.mtime().unwrap(), header.uid().unwrap()), (0, 0));
                let name = entry.path().unwrap().display().to_string();
                (name, header.mode().unwrap(), header.size().unwrap())
            })
            .collect();
        let expected = [("a/c", 0o644, 7), ("b", 0o644, 7), ("run", 0o755, 10)];
        assert_eq!(entries, expected.map(|(n, m, s)| (n.to_owned(), m, s)));
    }

    #[test]
    fn a_file_that_shrinks_is_an_error() {
        let mut content = Exactly { content: &b"abc"[..], left: 5 };
        let error = io::copy(&mut content, &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        // What a file grows by is left out.
        let mut content = Exactly { content: &b"abc"[..], left: 2 };
        assert_eq!(io::copy(&mut content, &mut io::sink()).unwrap(), 2);
    }
}
