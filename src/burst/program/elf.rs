//! What a program or library asks of the loader.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use object::elf::{self, FileHeader32, FileHeader64};
use object::read::StringTable;
use object::read::elf::{Dyn as _, FileHeader, ProgramHeader as _};
use object::{Endianness, FileKind, ReadCache, ReadRef};

/// Which loader a file is for: it takes no library of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    is_64: bool,
    machine: u16,
}

/// What a file asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) kind: Kind,
    /// The loader itself (`PT_INTERP`).
    pub(super) loader: Option<PathBuf>,
    pub(super) libraries: Vec<String>,
    /// Folders to look in first, for this file and the libraries below it (`DT_RPATH`); unused when there is a
    /// `DT_RUNPATH`.
    pub(super) rpath: Option<String>,
    /// Folders to look in, for this file alone (`DT_RUNPATH`).
    pub(super) runpath: Option<String>,
}

/// Reads the parts of the file that say it.
pub(super) fn needs(file: &File) -> Result<Needs, String> {
    let data = &ReadCache::new(file);
    let read = match FileKind::parse(data).map_err(|error| error.to_string())? {
        FileKind::Elf64 => needs_of::<FileHeader64<Endianness>, _>(data),
        FileKind::Elf32 => needs_of::<FileHeader32<Endianness>, _>(data),
        other => return Err(format!("is no ELF file but {other:?}")),
    };
    read.map_err(|error| error.to_string())
}

fn needs_of<'data, H, R>(data: R) -> object::read::Result<Needs>
where
    H: FileHeader<Endian = Endianness>,
    R: ReadRef<'data>,
{
    let header = H::parse(data)?;
    let endian = header.endian()?;
    let segments = header.program_headers(endian, data)?;
    let mut loader = None;
    let mut entries: &[H::Dyn] = &[];
    for segment in segments {
        if let Some(path) = segment.interpreter(endian, data)? {
            loader = Some(PathBuf::from(OsStr::from_bytes(path)));
        }
        if let Some(dynamic) = segment.dynamic(endian, data)? {
            entries = dynamic;
        }
    }
    let value =
        |tag| entries.iter().find(|entry| entry.tag(endian) == tag).map(|entry| entry.val(endian));
    // The table of names is given by its address in memory; the segments say where that is in the file.
    let address = value(elf::DT_STRTAB).unwrap_or_default();
    let names = segments
        .iter()
        .filter(|segment| segment.p_type(endian) == elf::PT_LOAD)
        .find_map(|segment| {
            let within = address.checked_sub(segment.p_vaddr(endian).into())?;
            (within < segment.p_filesz(endian).into())
                .then(|| segment.p_offset(endian).into() + within)
        })
        .map_or_else(StringTable::default, |start| {
            let len = value(elf::DT_STRSZ).unwrap_or_default();
            StringTable::new(data, start, start.saturating_add(len))
        });
    let text = |entry: &H::Dyn| -> object::read::Result<String> {
        let text = entry.string(endian, names)?;
        Ok(String::from_utf8_lossy(text).into_owned())
    };
    let texts = |tag| {
        entries
            .iter()
            .take_while(|entry| entry.tag(endian) != elf::DT_NULL)
            .filter(move |entry| entry.tag(endian) == tag)
            .map(text)
    };
    Ok(Needs {
        kind: Kind { is_64: header.is_type_64(), machine: header.e_machine(endian).0 },
        loader,
        libraries: texts(elf::DT_NEEDED).collect::<Result<_, _>>()?,
        rpath: texts(elf::DT_RPATH).next().transpose()?,
        runpath: texts(elf::DT_RUNPATH).next().transpose()?,
    })
}
