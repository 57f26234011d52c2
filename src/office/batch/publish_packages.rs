//! The import files for bookkeeping packages in the output folder, made from the ledger in one pass.
//!
//! An entry goes to the end of a spool beside the file it will be in; when all are there the file is put together: its
//! head, which knows what they have in common, the spools, its foot. However many administrations there are, one file at
//! a time is open, and each spool holds little in memory.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::export::packages::{Entry, IndexRow, Summary, read_package_index, write_package_index};
use crate::export::{Package, ProposalRecord, write_atomically};
use crate::ledger::Ledger;
use crate::settings::Settings;
use booking::Administration;

use super::books;
use super::publish_ubl::new_file;

/// A spool is written to the disk when it holds this much, bytes.
const SPOOLED: usize = 64 * 1024;

/// Entries on their way to a file: those of one journal.
struct Spool {
    path: PathBuf,
    held: String,
    on_disk: bool,
}

impl Spool {
    fn new(path: PathBuf) -> Self {
        Self { path, held: String::new(), on_disk: false }
    }

    fn push(&mut self, text: &str) -> io::Result<()> {
        self.held.push_str(text);
        if self.held.len() < SPOOLED {
            return Ok(());
        }
        let mut file = if self.on_disk {
            fs::OpenOptions::new().append(true).open(&self.path)?
        } else {
            new_file(&self.path)? // a killed run may have left one behind
        };
        self.on_disk = true;
        file.write_all(self.held.as_bytes())?;
        self.held.clear();
        Ok(())
    }

    /// Everything that was pushed, in its order.
    fn pour(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.on_disk {
            io::copy(&mut fs::File::open(&self.path)?, out)?;
        }
        out.write_all(self.held.as_bytes())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if self.on_disk {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A file that is being made.
struct File {
    name: String,
    summary: Summary,
    entries: u64,
    journals: BTreeMap<String, Spool>,
}

/// A proposal that a list is of.
#[derive(Debug)]
pub(super) struct Listed {
    pub record: ProposalRecord,
    /// It takes back what was handed over under this number.
    pub takes_back: Option<u32>,
}

/// Writes the files of a package into `folder` and their list to `out`; entries are numbered from the one after `before`.
pub fn write(
    package: &Package,
    ledger: &Ledger,
    settings: &Settings,
    folder: &Path,
    records: impl Iterator<Item = io::Result<Listed>>,
    before: u64,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = settings.ui.lang.lang();
    let old = fs::read(folder.join("index.csv")).unwrap_or_default();
    let stems = stems(&settings.administrations);
    let mut names: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut files: BTreeMap<(String, i16), File> = BTreeMap::new();
    let mut rows = Vec::new();
    for record in records {
        let Listed { record, takes_back } = record?;
        let mut row = row(&record);
        row.takes_back = takes_back;
        let entry =
            Entry::new(&record, &settings.administrations, package, settings.export.with_review);
        match entry {
            Err(why) => row.left_out = crate::export::left_out_text(lang, &why),
            Ok(entry) => {
                let of = entry.administration();
                if !names.contains_key(of) {
                    let known =
                        books::account_names_of(settings, ledger, of).map_err(io::Error::other)?;
                    names.insert(of.to_owned(), known);
                }
                let year = if package.is_by_year { entry.date.year() } else { 0 };
                let stem = stems.get(of).map_or("administration", String::as_str);
                let file = files
                    .entry((of.to_owned(), year))
                    .or_insert_with(|| file(package, settings, of, stem, year));
                file.entries += 1;
                file.summary.add(&entry, names.get(of).unwrap_or(&BTreeMap::new()));
                let place = file.journals.len();
                let journal = if package.is_by_year { entry.journal } else { "" };
                let spool = file.journals.entry(journal.to_owned()).or_insert_with(|| {
                    Spool::new(folder.join(format!(".{}.{place}.spool", file.name)))
                });
                spool.push(&(package.body)(&entry, before + file.entries)?)?;
                row.file.clone_from(&file.name);
            }
        }
        rows.push(row);
    }
    for file in files.values() {
        write_atomically(&folder.join(&file.name), |out| put_together(package, file, out))
            .map_err(io::Error::other)?;
    }
    let wanted: HashSet<&str> = files.values().map(|file| file.name.as_str()).collect();
    for name in read_package_index(&old) {
        let is_ours = !name.contains(['/', '\\']) && !name.starts_with('.');
        if is_ours && !wanted.contains(name.as_str()) {
            let _ = fs::remove_file(folder.join(name));
        }
    }
    write_package_index(out, &rows)
}

fn put_together(package: &Package, file: &File, out: &mut dyn Write) -> io::Result<()> {
    out.write_all((package.head)(&file.summary)?.as_bytes())?;
    for (journal, spool) in &file.journals {
        let (open, close) = (package.around_journal)(journal, &file.summary)?;
        out.write_all(open.as_bytes())?;
        spool.pour(out)?;
        out.write_all(close.as_bytes())?;
    }
    out.write_all(package.foot.as_bytes())
}

fn file(package: &Package, settings: &Settings, of: &str, stem: &str, year: i16) -> File {
    let administration = settings.administrations.iter().find(|one| one.name == of);
    let extension = package.extension;
    File {
        name: if package.is_by_year {
            format!("{stem}-{year}.{extension}")
        } else {
            format!("{stem}.{extension}")
        },
        summary: Summary::new(administration.unwrap_or(&Administration::default()), year),
        entries: 0,
        journals: BTreeMap::new(),
    }
}

/// What the files of each administration are called: its name in letters, digits and dashes, with a number behind it
/// where two would be the same.
pub(super) fn stems(administrations: &[Administration]) -> BTreeMap<String, String> {
    let mut taken = HashSet::new();
    let mut stems = BTreeMap::new();
    for one in administrations {
        let dashed: String = one
            .name
            .to_lowercase()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .take(60)
            .collect();
        let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
        let plain = match words.join("-") {
            plain if plain.is_empty() || plain == "index" => "administration".to_owned(),
            plain => plain,
        };
        let mut stem = plain.clone();
        let mut number = 1;
        while !taken.insert(stem.clone()) {
            number += 1;
            stem = format!("{plain}-{number}");
        }
        stems.insert(one.name.clone(), stem);
    }
    stems
}

/// What a list says of a proposal, but for its file.
pub(super) fn row(record: &ProposalRecord) -> IndexRow {
    let proposal = &record.proposal;
    let invoice = &proposal.invoice;
    let other = match proposal.direction {
        booking::Direction::Purchase => &invoice.supplier,
        booking::Direction::Sale => &invoice.customer,
    };
    let read = other.name.as_ref().map(|field| field.value.clone());
    IndexRow {
        path: record.source.path.clone(),
        pages: match proposal.source.pages {
            Some((first, last)) if first != last => format!("{first} to {last}"),
            Some((page, _)) => page.to_string(),
            None => String::new(),
        },
        name: proposal.supplier_known_as.clone().or(read).unwrap_or_default(),
        number: invoice.number.as_ref().map(|field| field.value.clone()).unwrap_or_default(),
        ..IndexRow::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_two_administrations_never_have_one_name() {
        let named = |name: &str| Administration { name: name.into(), ..Administration::default() };
        let stems = stems(&[
            named("Bakker & Zn."),
            named("Bakker / Zn"),
            named("../.."),
            named("Index"),
            named("Café"),
        ]);
        let mut found: Vec<&str> = stems.values().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(
            found,
            ["administration", "administration-2", "bakker-zn", "bakker-zn-2", "café"]
        );
    }

    #[test]
    fn a_spool_gives_back_what_went_in_and_is_gone_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(".x.spool");
        let mut spool = Spool::new(path.clone());
        let mut wanted = String::new();
        for number in 0..20_000 {
            let text = format!("entry {number}\n");
            spool.push(&text).unwrap();
            wanted += &text;
        }
        assert!(path.is_file());
        let mut got = Vec::new();
        spool.pour(&mut got).unwrap();
        assert_eq!(got, wanted.as_bytes());
        drop(spool);
        assert!(!path.exists());
    }
}
