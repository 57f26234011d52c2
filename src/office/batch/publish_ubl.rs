//! The UBL files in the output folder, made from the ledger: only those that are not as they should be are written.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256 as Hasher};

use crate::export::SourceInfo;
use crate::export::ubl::{
    MAX_EMBEDDED, NoUbl, Ubl, UblRow, base_name, mime_code, read_ubl_index, ubl, write_ubl_index,
};
use crate::ledger::{DoneDocument, Ledger};
use crate::settings::Settings;
use booking::{Proposal, SourceKind};
use einvoice::write::Attachment;
use reading::source::{Document, Sha256};

use super::original::{Origin, Originals};
use super::publish::Amendments;

/// The list of the files, in their folder.
const INDEX: &str = "index.csv";

/// Brings the UBL files in `folder` up to date and writes their list to `out`.
pub fn write(
    ledger: &Ledger,
    same: &Amendments,
    folder: &Path,
    settings: &Settings,
    mut originals: Originals,
    out: &mut dyn Write,
) -> io::Result<()> {
    let known = fs::read(folder.join(INDEX)).unwrap_or_default();
    let known: HashMap<String, UblRow> =
        read_ubl_index(&known).into_iter().map(|row| (row.file.clone(), row)).collect();
    let mut rows = Vec::new();
    for document in ledger.done().map_err(io::Error::other)? {
        for document in apart(document.map_err(io::Error::other)?, same) {
            rows.extend(of_document(ledger, &mut originals, folder, settings, &document, &known)?);
        }
    }
    remove_old(folder, &known, &rows);
    // the files first, then the list that says that they are there
    sync(folder)?;
    write_ubl_index(out, &rows)
}

/// A document as it is booked for one administration.
struct Booked {
    source: SourceInfo,
    proposals: Vec<Proposal>,
    /// The name of its files, without what tells them apart.
    base: String,
}

/// A document for each administration that it is booked for because it lies in its folder: their files have names of
/// their own.
fn apart(document: DoneDocument, same: &Amendments) -> Vec<Booked> {
    let source =
        SourceInfo { path: document.path, sha256: document.sha256, companion: document.companion };
    let mut booked: Vec<Booked> = Vec::new();
    for proposal in document.proposals {
        let is_with = |last: &&mut Booked| {
            last.proposals.last().is_some_and(|other| other.by_folder() == proposal.by_folder())
        };
        if let Some(last) = booked.last_mut().filter(is_with) {
            last.proposals.push(proposal);
            continue;
        }
        let source = same.source_for(&source, &proposal);
        let mut base = base_name(&source.path, source.sha256);
        if !booked.is_empty() {
            let _ = write!(base, "-{}", booked.len() + 1); // writing to a string cannot fail
        }
        booked.push(Booked { source, proposals: vec![proposal], base });
    }
    booked
}

/// The files of a document.
fn of_document(
    ledger: &Ledger,
    originals: &mut Originals,
    folder: &Path,
    settings: &Settings,
    document: &Booked,
    known: &HashMap<String, UblRow>,
) -> io::Result<Vec<UblRow>> {
    let is_xml = document
        .proposals
        .first()
        .is_some_and(|p| matches!(p.source.kind, SourceKind::Ubl | SourceKind::Cii));
    let Booked { source, base, .. } = document;
    let (shown, identity) = match (&source.companion, is_xml) {
        (Some((path, sha256)), true) => (path.clone(), Some(*sha256)),
        (None, true) => (String::new(), None),
        (_, false) => (source.path.clone(), Some(source.sha256)),
    };
    let is_alone = document.proposals.len() == 1;
    let mut rows = Vec::new();
    for proposal in &document.proposals {
        let stem = match (is_alone, proposal.source.pages) {
            (false, Some((first, _))) => format!("{base}-p{first}"),
            _ => base.clone(),
        };
        let original_name = format!("{base}.{}", extension(&shown));
        // what is written without the bytes of the original, which its identity stands for
        let named = identity.map(|_| Attachment {
            file_name: original_name.clone(),
            mime_code: mime_code(&shown).unwrap_or_default(),
            bytes: None,
        });
        let made = match write_one(proposal, named.as_ref(), settings) {
            Ok(made) => made,
            Err(NoUbl::NotBooked) => continue,
            Err(NoUbl::NotMet(rules)) => {
                rows.push(UblRow {
                    source: source.path.clone(),
                    not_met: rules.join(" "),
                    ..UblRow::default()
                });
                continue;
            }
        };
        let row = UblRow {
            file: format!("{stem}.xml"),
            source: source.path.clone(),
            original: String::new(),
            specification: made.specification.to_owned(),
            not_met: String::new(),
            digest: digest(&made.xml, identity),
        };
        let old = known.get(&row.file).filter(|old| old.digest == row.digest);
        if let Some(old) = old
            && is_there(folder, &old.file)
            && (identity.is_none() || is_there(folder, &old.original))
        {
            rows.push(old.clone());
            continue;
        }
        rows.push(make(
            ledger, originals, folder, settings, proposal, row, is_alone, named, identity,
            &made.xml,
        )?);
    }
    Ok(rows)
}

/// The UBL of a proposal, in the language of the settings.
fn write_one(
    proposal: &Proposal,
    original: Option<&Attachment>,
    settings: &Settings,
) -> Result<Ubl, NoUbl> {
    let administration = settings
        .administrations
        .iter()
        .find(|administration| Some(&administration.name) == proposal.administration.as_ref());
    ubl(proposal, administration, original, settings.ui.lang.lang())
}

/// Writes a file, and its original beside it.
#[expect(clippy::too_many_arguments, reason = "one place, called once")]
fn make(
    ledger: &Ledger,
    originals: &mut Originals,
    folder: &Path,
    settings: &Settings,
    proposal: &Proposal,
    mut row: UblRow,
    is_alone: bool,
    named: Option<Attachment>,
    identity: Option<Sha256>,
    bare: &str,
) -> io::Result<UblRow> {
    let copied = match (identity, &named) {
        (Some(identity), Some(named)) => {
            let original = original(ledger, originals, identity)?;
            copied(original.as_ref(), identity, folder, &named.file_name)?
        }
        _ => None,
    };
    let (Some(named), Some(len)) = (named, copied) else {
        // without the original it is not named either
        let made = write_one(proposal, None, settings);
        let xml = made.as_ref().map_or(bare, |made| made.xml.as_str());
        put(folder, &row.file, xml.as_bytes())?;
        return Ok(row);
    };
    let copy = folder.join(&named.file_name);
    let is_small = len <= MAX_EMBEDDED;
    row.original.clone_from(&named.file_name);
    if is_alone && is_small && !named.mime_code.is_empty() {
        let whole = Attachment { bytes: Some(fs::read(&copy)?), ..named };
        let made = write_one(proposal, Some(&whole), settings);
        let xml = made.as_ref().map_or(bare, |made| made.xml.as_str());
        put(folder, &row.file, xml.as_bytes())?;
    } else {
        put(folder, &row.file, bare.as_bytes())?;
    }
    Ok(row)
}

/// The document of this identity: a file, or a member of a ZIP file or e-mail; whether a file's bytes are the same is
/// seen when it is read.
fn original(
    ledger: &Ledger,
    originals: &mut Originals,
    identity: Sha256,
) -> io::Result<Option<Document>> {
    let origin = Origin::of(ledger, identity).map_err(io::Error::other)?;
    Ok(origin.and_then(|origin| originals.open(&origin, identity)))
}

/// Has an original lie beside its XML and tells its length. What was copied before and has gone since is still there.
fn copied(
    original: Option<&Document>,
    identity: Sha256,
    folder: &Path,
    name: &str,
) -> io::Result<Option<u64>> {
    let copy = folder.join(name);
    if let Some(original) = original {
        // a copy that is there already was checked when it was made; the invoices of a stack share one
        let is_copied = fs::metadata(&copy).is_ok_and(|meta| meta.len() == original.len);
        if is_copied || copy_checked(original, folder, name)? {
            return Ok(Some(original.len));
        }
    }
    let Ok(mut kept) = fs::File::open(&copy) else {
        return Ok(None);
    };
    let (found, len) = Sha256::of_reader(&mut kept)?;
    Ok((found == identity).then_some(len))
}

/// Copies an original beside its XML, at any size; `false` when it is gone or its bytes are others than those read.
fn copy_checked(from: &Document, folder: &Path, name: &str) -> io::Result<bool> {
    let Ok(mut original) = from.at.open() else {
        return Ok(false);
    };
    let part = folder.join(format!(".{name}.part"));
    let mut file = new_file(&part)?;
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = original.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
        file.write_all(&buffer[..count])?;
    }
    let digest: [u8; 32] = hasher.finalize().into();
    if digest != from.sha256.0 {
        fs::remove_file(&part)?;
        return Ok(false);
    }
    fs::rename(&part, folder.join(name))?;
    Ok(true)
}

/// A file under its name, whole; it is brought to the disk with all others.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!(".{name}.part"));
    new_file(&part)?.write_all(bytes)?;
    fs::rename(&part, folder.join(name))
}

/// A new file of this name, never through a link that somebody put there.
pub(super) fn new_file(part: &Path) -> io::Result<fs::File> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::OpenOptions::new().write(true).create_new(true).open(part)
}

/// Brings the files that were written to the disk.
fn sync(folder: &Path) -> io::Result<()> {
    let folder = fs::File::open(folder)?;
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(&folder)?;
    #[cfg(not(target_os = "linux"))]
    folder.sync_all().or_else(|_| Ok::<(), io::Error>(()))?;
    Ok(())
}

fn is_there(folder: &Path, name: &str) -> bool {
    !name.is_empty() && folder.join(name).is_file()
}

/// Takes away what an earlier run wrote and this one would not.
fn remove_old(folder: &Path, known: &HashMap<String, UblRow>, rows: &[UblRow]) {
    let wanted: HashSet<&str> =
        rows.iter().flat_map(|row| [row.file.as_str(), row.original.as_str()]).collect();
    for old in known.values() {
        for name in [&old.file, &old.original] {
            let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && name != "..";
            if is_plain && !wanted.contains(name.as_str()) {
                let _ = fs::remove_file(folder.join(name));
            }
        }
    }
}

/// What makes a file what it is: its text, and the identity of what is inside.
fn digest(xml: &str, original: Option<Sha256>) -> String {
    let mut hasher = Hasher::new();
    hasher.update(env!("SOURCES_OFFICE"));
    hasher.update(xml);
    if let Some(original) = original {
        hasher.update(original.0);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    Sha256(digest).to_string()[..16].to_owned()
}

/// The extension of a path, in small letters; "bin" for one without.
fn extension(path: &str) -> String {
    path.rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .filter(|extension| {
            (1..=5).contains(&extension.len())
                && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        })
        .unwrap_or_else(|| "bin".to_owned())
}
