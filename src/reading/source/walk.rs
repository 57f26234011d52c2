//! From what the person named to the files in it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use crate::Cause;

use super::SkipReason;

/// The folder in which dizzy keeps its state; never walked into.
pub(crate) const STATE_FOLDER: &str = ".dizzy";

/// What a walk comes across.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Found {
    /// A file.
    File(FileEntry),
    /// An XML and a PDF with the same name in one folder: most likely an e-invoice and the picture of it.
    Pair { xml: FileEntry, other: FileEntry },
    /// Something that is no file.
    Skipped { path: PathBuf, reason: SkipReason },
    /// A file or folder that cannot be looked at; the walk goes on without it.
    Problem { path: PathBuf, cause: Cause },
}

/// A file as it was when the walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// As the person would write it, without `./`.
    pub path: PathBuf,
    /// From the root of the file system.
    pub absolute: PathBuf,
    /// Size, bytes.
    pub len: u64,
    /// Time of the last change, nanoseconds since 1970 (negative before); 0 where the system does not tell.
    pub modified_ns: i128,
    /// What the file system calls it.
    pub key: FileKey,
}

impl FileEntry {
    /// A file that an earlier walk found under this name, as it is now.
    ///
    /// # Errors
    /// When it is gone or cannot be looked at.
    pub fn again(path: PathBuf, absolute: PathBuf) -> io::Result<Self> {
        let metadata = absolute.metadata()?;
        let mut entry = Self::new(path, &metadata)?;
        entry.absolute = absolute;
        Ok(entry)
    }

    fn new(path: PathBuf, metadata: &Metadata) -> io::Result<Self> {
        Ok(Self {
            absolute: std::path::absolute(&path)?,
            len: metadata.len(),
            modified_ns: modified_ns(metadata),
            key: FileKey::of(&path, metadata)?,
            path,
        })
    }
}

/// What makes a file or folder the same one under several paths: device and inode, or the canonical path where a
/// system has no such numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileKey(Key);

#[cfg(unix)]
type Key = (u64, u64);
#[cfg(not(unix))]
type Key = PathBuf;

impl FileKey {
    /// The key of what `metadata`, links followed, was taken from.
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems must ask again, which can fail")]
    pub(super) fn of(_path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        Ok(Self((metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(super) fn of(path: &Path, _metadata: &Metadata) -> io::Result<Self> {
        fs::canonicalize(path).map(Self)
    }
}

/// Time of the last change, nanoseconds since 1970.
pub(super) fn modified_ns(metadata: &Metadata) -> i128 {
    let Ok(modified) = metadata.modified() else {
        return 0;
    };
    match modified.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    }
}

/// Walks the files and folders that the person named, in that order. In a folder: first its files, by name, then its
/// folders, by name. Hidden files and folders are left out unless they are named themselves, as is everything in
/// `skip_folders` (where dizzy writes). Links are followed; a file or folder that is met again is not given again.
///
/// Holds the names of the folders on the way down, and the identity of every file that was given.
pub fn walk(inputs: &[PathBuf], skip_folders: &[PathBuf]) -> Walk {
    let key = |path: &PathBuf| FileKey::of(path, &fs::metadata(path).ok()?).ok();
    let named = inputs.iter().map(|path| without_dots(path)).collect();
    Walk {
        skip_folders: skip_folders.iter().filter_map(key).collect(),
        seen: HashSet::new(),
        frames: vec![Frame::named(named)],
        ready: VecDeque::new(),
    }
}

/// The iterator of [`walk`].
#[derive(Debug)]
pub struct Walk {
    skip_folders: HashSet<FileKey>,
    seen: HashSet<FileKey>,
    /// Folders on the way down; the last one is in hand.
    frames: Vec<Frame>,
    /// What the last step gave beyond one thing.
    ready: VecDeque<Found>,
}

/// A folder, or the list that the person gave, with what is left of it.
#[derive(Debug)]
struct Frame {
    /// Joined before each name; empty for the person's list.
    folder: PathBuf,
    items: std::vec::IntoIter<Item>,
    folders: std::vec::IntoIter<OsString>,
}

/// One or two names in a folder.
#[derive(Debug, PartialEq, Eq)]
enum Item {
    One(PathBuf),
    Pair { xml: PathBuf, other: PathBuf },
}

impl Frame {
    fn named(paths: Vec<PathBuf>) -> Self {
        Self {
            folder: PathBuf::new(),
            items: paired(paths).into_iter(),
            folders: Vec::new().into_iter(),
        }
    }

    /// Lists a folder. What cannot be listed in it goes to `ready`.
    fn list(folder: PathBuf, ready: &mut VecDeque<Found>) -> io::Result<Self> {
        let mut files = Vec::new();
        let mut folders = Vec::new();
        for entry in fs::read_dir(or_here(&folder))? {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // The rest of the folder is unknown; what was listed is still given.
                    ready.push_back(problem(folder.clone(), &error));
                    break;
                }
            };
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let is_folder = match entry.file_type() {
                Ok(kind) if kind.is_symlink() => {
                    fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir())
                }
                Ok(kind) => kind.is_dir(),
                Err(_) => false, // looked at again, and told, when its turn comes
            };
            if is_folder {
                folders.push(name);
            } else {
                files.push(PathBuf::from(name));
            }
        }
        files.sort_unstable();
        folders.sort_unstable();
        Ok(Self { folder, items: paired(files).into_iter(), folders: folders.into_iter() })
    }
}

/// The same paths in the same order; an XML and a PDF in one folder whose names differ in the extension only become a
/// pair in the place of the first of them, when there is exactly one of each.
fn paired(paths: Vec<PathBuf>) -> Vec<Item> {
    #[derive(Default)]
    struct Group {
        xml: Vec<usize>,
        pdf: Vec<usize>,
    }
    let mut groups: HashMap<(Option<&Path>, &OsStr), Group> = HashMap::new();
    for (index, path) in paths.iter().enumerate() {
        let (Some(stem), Some(extension)) = (path.file_stem(), path.extension()) else {
            continue;
        };
        let key = (path.parent(), stem);
        if extension.eq_ignore_ascii_case("xml") {
            groups.entry(key).or_default().xml.push(index);
        } else if extension.eq_ignore_ascii_case("pdf") {
            groups.entry(key).or_default().pdf.push(index);
        }
    }
    // Index of the first of a pair → (xml, pdf), and of the second → nothing.
    let mut pairs: HashMap<usize, Option<(usize, usize)>> = HashMap::new();
    for group in groups.into_values() {
        if let ([xml], [pdf]) = (&group.xml[..], &group.pdf[..]) {
            pairs.insert(*xml.min(pdf), Some((*xml, *pdf)));
            pairs.insert(*xml.max(pdf), None);
        }
    }
    if pairs.is_empty() {
        return paths.into_iter().map(Item::One).collect();
    }
    let mut items = Vec::with_capacity(paths.len());
    let mut paths = paths;
    for index in 0..paths.len() {
        match pairs.get(&index) {
            None => items.push(Item::One(std::mem::take(&mut paths[index]))),
            Some(None) => {}
            Some(&Some((xml, other))) => items.push(Item::Pair {
                xml: std::mem::take(&mut paths[xml]),
                other: std::mem::take(&mut paths[other]),
            }),
        }
    }
    items
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(found);
            }
            let frame = self.frames.last_mut()?;
            if let Some(item) = frame.items.next() {
                let folder = frame.folder.clone();
                match item {
                    Item::One(name) => {
                        if let Some(entry) = self.look(folder.join(name)) {
                            self.ready.push_back(Found::File(entry));
                        }
                    }
                    Item::Pair { xml, other } => {
                        let xml = self.look(folder.join(xml));
                        let other = self.look(folder.join(other));
                        self.ready.extend(match (xml, other) {
                            (Some(xml), Some(other)) => Some(Found::Pair { xml, other }),
                            (Some(only), None) | (None, Some(only)) => Some(Found::File(only)),
                            (None, None) => None,
                        });
                    }
                }
            } else if let Some(name) = frame.folders.next() {
                let path = frame.folder.join(name);
                match fs::metadata(&path) {
                    Ok(metadata) => self.descend(path, &metadata, false),
                    Err(error) => self.ready.push_back(problem(path, &error)),
                }
            } else {
                self.frames.pop();
            }
        }
    }
}

impl Walk {
    /// The file at `path`, unless it was given before. What is no file is dealt with.
    fn look(&mut self, path: PathBuf) -> Option<FileEntry> {
        let metadata = match fs::metadata(or_here(&path)) {
            Ok(metadata) => metadata,
            Err(error) => {
                self.ready.push_back(problem(path, &error));
                return None;
            }
        };
        if metadata.is_dir() {
            // Only what the person named comes here, or a file that has become a folder this instant.
            self.descend(path, &metadata, self.frames.len() == 1);
            return None;
        }
        if !metadata.is_file() {
            let reason = SkipReason::NotAFile;
            self.ready.push_back(Found::Skipped { path, reason });
            return None;
        }
        match FileEntry::new(path.clone(), &metadata) {
            Ok(entry) => self.seen.insert(entry.key.clone()).then_some(entry),
            Err(error) => {
                self.ready.push_back(problem(path, &error));
                None
            }
        }
    }

    fn descend(&mut self, folder: PathBuf, metadata: &Metadata, is_named: bool) {
        let key = match FileKey::of(or_here(&folder), metadata) {
            Ok(key) => key,
            Err(error) => return self.ready.push_back(problem(folder, &error)),
        };
        let is_state = folder.file_name() == Some(OsStr::new(STATE_FOLDER));
        if !is_named && (is_state || self.skip_folders.contains(&key)) || !self.seen.insert(key) {
            return;
        }
        match Frame::list(folder.clone(), &mut self.ready) {
            Ok(frame) => self.frames.push(frame),
            Err(error) => self.ready.push_back(problem(folder, &error)),
        }
    }
}

/// The path without `.` in it; empty for the current folder itself.
fn without_dots(path: &Path) -> PathBuf {
    path.components().filter(|component| *component != Component::CurDir).collect()
}

/// The path for the system, to which the empty one means nothing.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn problem(path: PathBuf, error: &io::Error) -> Found {
    let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
    Found::Problem { path, cause: error.into() }
}

#[cfg(test)]
mod tests;
