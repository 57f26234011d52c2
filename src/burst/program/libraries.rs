//! The shared libraries of a program, found as the system's loader finds them (ld.so(8)) but for one thing: variants
//! for newer processors are left alone, because a worker may have an older one.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::Error;

use super::elf::{self, Kind, Needs};
use super::{ProgramError, cache};

/// The loader's list of libraries.
const CACHE: &str = "/etc/ld.so.cache";

/// Where the loader looks last: the folders of distributions for 64 and 32 bits, with and without architecture.
fn default_folders() -> Vec<PathBuf> {
    let tuple = format!("{}-linux-gnu", std::env::consts::ARCH);
    [
        format!("/lib/{tuple}"),
        format!("/usr/lib/{tuple}"),
        "/lib64".into(),
        "/usr/lib64".into(),
        "/lib".into(),
        // where musl's loader looks
        "/usr/local/lib".into(),
        "/usr/lib".into(),
    ]
    .map(PathBuf::from)
    .into()
}

/// What an older libc loads by itself to look up names of hosts. A newer one has them built in, and a system without
/// them does without.
const BY_LIBC: [&str; 2] = ["libnss_dns.so.2", "libnss_files.so.2"];

/// A library by the name it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Library {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The loader; `None` for a program that is linked statically.
    pub(super) loader: Option<Library>,
    /// The libraries, libc among them, the loader not, in the order of their names.
    pub(super) libraries: Vec<Library>,
}

/// A program or library whose needs are to be met.
struct Open {
    path: PathBuf,
    needs: Needs,
    /// Folders that those it was loaded for look in first.
    inherited: Vec<PathBuf>,
}

pub(super) fn of(binary: &Path) -> Result<Found, Error> {
    let needs = read(binary)?;
    let search = Search::of_system(needs.kind);
    // What the link to a running program stands for; its libraries may lie beside it.
    let place = fs::canonicalize(binary)
        .or_else(|_| fs::read_link(binary)) // a program that was replaced
        .unwrap_or_else(|_| binary.to_owned());
    let loader = needs.loader.as_deref().map(|path| search.loader(path, &place)).transpose()?;
    let mut found = BTreeMap::new();
    let mut open = VecDeque::from([Open { path: place, needs, inherited: Vec::new() }]);
    // Breadth first, each name once: the first that answers to a name is the one for all, as in the loader.
    while let Some(Open { path, needs, mut inherited }) = open.pop_front() {
        let runpath = folders(needs.runpath.as_deref(), &path);
        if needs.runpath.is_none() {
            inherited.splice(0..0, folders(needs.rpath.as_deref(), &path));
        }
        let by_libc = BY_LIBC.iter().filter(|_| is_libc(&path)).copied();
        let wanted = needs.libraries.iter().map(|name| (name.as_str(), true));
        for (name, must) in wanted.chain(by_libc.map(|name| (name, false))) {
            // libc asks for its loader.
            let is_loader = loader.as_ref().is_some_and(|loader| loader.name == name);
            if is_loader || found.contains_key(name) {
                continue;
            }
            let rpath: &[PathBuf] = match needs.runpath {
                Some(_) => &[],
                None => &inherited,
            };
            match search.library(name, rpath, &runpath) {
                Some((library, needs)) => {
                    found.insert(name.to_owned(), library.clone());
                    open.push_back(Open { path: library, needs, inherited: inherited.clone() });
                }
                None if must => {
                    return Err(
                        ProgramError::NoLibrary { name: name.to_owned(), needed_by: path }.into()
                    );
                }
                None => {}
            }
        }
    }
    Ok(Found {
        loader,
        libraries: found.into_iter().map(|(name, path)| Library { name, path }).collect(),
    })
}

fn is_libc(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "libc.so.6")
}

fn read(path: &Path) -> Result<Needs, Error> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let not_elf = |detail| ProgramError::NotElf { path: path.to_owned(), detail };
    Ok(elf::needs(&file).map_err(not_elf)?)
}

/// The folders of a path that a file asks for; `$ORIGIN` is where that file lies. Folders that depend on the processor
/// are left out.
fn folders(path: Option<&str>, of: &Path) -> Vec<PathBuf> {
    let real = fs::canonicalize(of).unwrap_or_else(|_| of.to_owned());
    let origin = real.parent().unwrap_or(Path::new("/"));
    let origin = origin.to_string_lossy();
    path.unwrap_or_default()
        .split(':')
        .filter(|folder| !folder.is_empty())
        .map(|folder| folder.replace("${ORIGIN}", &origin).replace("$ORIGIN", &origin))
        .filter(|folder| !folder.contains('$'))
        .map(PathBuf::from)
        .collect()
}

struct Search {
    kind: Kind,
    /// The person's own folders (`LD_LIBRARY_PATH`).
    first: Vec<PathBuf>,
    listed: Vec<(String, PathBuf)>,
    last: Vec<PathBuf>,
}

impl Search {
    fn of_system(kind: Kind) -> Self {
        // A packed program was started with its own libraries.
        let packed =
            reading::reader::launcher().and_then(|launcher| Some(launcher.parent()?.join("lib")));
        let environment = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
        let own = std::env::split_paths(&environment).filter(|path| !path.as_os_str().is_empty());
        Self {
            kind,
            first: packed.into_iter().chain(own).collect(),
            listed: cache::libraries(&fs::read(CACHE).unwrap_or_default()),
            last: default_folders(),
        }
    }

    fn loader(&self, path: &Path, needed_by: &Path) -> Result<Library, ProgramError> {
        let no_library = || ProgramError::NoLibrary {
            name: path.display().to_string(),
            needed_by: needed_by.to_owned(),
        };
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(no_library)?.to_owned();
        // The loader and libc must be of one make.
        let own = self.first.iter().map(|folder| folder.join(&name));
        let (path, _) = own
            .chain([path.to_owned()])
            .find_map(|path| self.fitting(path))
            .ok_or_else(no_library)?;
        Ok(Library { name, path })
    }

    fn library(
        &self,
        name: &str,
        rpath: &[PathBuf],
        runpath: &[PathBuf],
    ) -> Option<(PathBuf, Needs)> {
        if name.contains('/') {
            return None; // A place and not a name: it would be sought there on the worker too.
        }
        let within = |folders: &[PathBuf]| {
            folders.iter().map(|folder| folder.join(name)).find_map(|path| self.fitting(path))
        };
        let listed = || {
            self.listed
                .iter()
                .filter(|(listed, _)| listed == name)
                .find_map(|(_, path)| self.fitting(path.clone()))
        };
        within(rpath)
            .or_else(|| within(&self.first))
            .or_else(|| within(runpath))
            .or_else(listed)
            .or_else(|| within(&self.last))
    }

    /// The file, when the loader would take it. Like the loader, it passes over what it cannot read.
    fn fitting(&self, path: PathBuf) -> Option<(PathBuf, Needs)> {
        let needs = elf::needs(&File::open(&path).ok()?).ok()?;
        (needs.kind == self.kind).then_some((path, needs))
    }
}
