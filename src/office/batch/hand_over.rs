//! `dizzy export --new`: import files with what was not handed over before.
//!
//! What is handed over gets a number and a folder of its own, which is never written again. The ledger has it first: when
//! the program ends before all files are there, the next time begins with them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::export::packages::{Entry, IndexRow, read_package_index};
use crate::export::{Format, LeftOut, PACKAGES, Package, ProposalRecord, write_atomically};
use crate::ledger::{FoundEntry, HandedOver, Ledger};
use crate::settings::Settings;
use crate::{Error, Result};

use super::belongs;
use super::hold::hold;
use super::publish::{Amendments, records};
use super::publish_packages::Listed;
use super::run::state_dir;
use super::{books, publish_packages};
use crate::texts;
use booking::{Proposal, Verdict};

/// What was handed over, and what could not be.
#[derive(Debug, Default)]
pub struct NewFiles {
    /// The files; none when nothing is new.
    pub written: Vec<PathBuf>,
    /// Entries that were never handed over and that packages do not get. Those of another package and of copies are not
    /// among them.
    pub left_out: Vec<NotHandedOver>,
    /// How many more wait for a look, which an earlier hand-over has named.
    pub named_before: usize,
}

/// An entry that packages do not get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHandedOver {
    /// The document.
    pub path: String,
    /// First page of the proposal; 0 without pages.
    pub first_page: u32,
    /// The reason.
    pub why: LeftOut,
    /// What the packages are called.
    pub packages: Vec<&'static str>,
}

impl NewFiles {
    /// Once, for however many packages.
    fn leave_out(&mut self, record: &ProposalRecord, package: &Package, why: LeftOut) {
        let path = record.source.path.clone();
        let first_page = record.proposal.source.pages.map_or(0, |(first, _)| first);
        let is_it = |one: &&mut NotHandedOver| {
            (&one.path, one.first_page, &one.why) == (&path, first_page, &why)
        };
        if let Some(one) = self.left_out.iter_mut().find(is_it) {
            one.packages.push(package.title);
        } else {
            let packages = vec![package.title];
            self.left_out.push(NotHandedOver { path, first_page, why, packages });
        }
    }
}

/// Opens the ledger to hand over, and writes first what a crash left out.
fn begin(settings: &Settings) -> Result<(Ledger, Settings, Amendments, NewFiles)> {
    let mut ledger = belongs::open(settings, &state_dir(settings))?;
    let settings = books::with_own_codes(settings, &ledger)?;
    if let Some(number) = ledger.altered_hand_over()? {
        return Err(Error::AlteredHandOver { number });
    }
    let same = Amendments::of(&ledger, &settings)?;
    let mut files = NewFiles::default();
    if let Some(number) = ledger.unfinished_hand_over()? {
        files.written = write(&mut ledger, &same, &settings, number)?;
    }
    Ok((ledger, settings, same, files))
}

/// Writes a correcting entry for each entry that is other than it was handed over to a package that is chosen: one that
/// takes back what the package has, and the entry as it is now, where there still is one.
///
/// # Errors
/// As [`export_new`].
pub fn export_corrected(settings: &Settings) -> Result<NewFiles> {
    let state = state_dir(settings);
    let _lock = hold(&state)?;
    let (mut ledger, settings, same, mut files) = begin(settings)?;
    let settings = &settings;
    let later = ledger.corrected_with_keys()?;
    let mut corrected = Vec::new();
    for record in read(&ledger, &same, settings)? {
        let record = record.map_err(Error::io("read", &state))?;
        for package in &chosen(settings) {
            let key = key(package, &record);
            let Some((_, one)) = later.iter().find(|(of, _)| *of == key) else { continue };
            let Some(before) = ledger.handed_over_as(&key)? else {
                files.leave_out(&record, package, LeftOut::NotKept);
                continue;
            };
            if one.differs.is_empty() {
                continue; // the package has it as it is
            }
            let reversed = reversed(&record, before, one.number, settings);
            let why = obstacle(package, &reversed, settings).or_else(|| {
                obstacle(package, &record, settings).filter(|why| *why != LeftOut::NoEntry)
            });
            match why {
                Some(why) => files.leave_out(&record, package, why),
                None => corrected.push(key),
            }
        }
    }
    if !corrected.is_empty() {
        let number = ledger.hand_over(&corrected)?;
        files.written.extend(write(&mut ledger, &same, settings, number)?);
    }
    Ok(files)
}

/// What takes back a proposal that was handed over under this number.
fn reversed(
    record: &ProposalRecord,
    mut before: Proposal,
    number: u32,
    settings: &Settings,
) -> ProposalRecord {
    let lang = settings.ui.lang.lang();
    for line in &mut before.journal {
        std::mem::swap(&mut line.debit, &mut line.credit);
        line.description = texts::export::takes_back(lang, number, &line.description);
    }
    // the administration may be called otherwise by now; what was handed over was looked at
    before.administration.clone_from(&record.proposal.administration);
    before.verdict = Verdict::Ready;
    ProposalRecord {
        proposal: before,
        source: record.source.clone(),
        duplicate_of: None,
        duplicate_reason: None,
    }
}

/// Writes import files with what is new for the packages that are chosen.
///
/// # Errors
/// When the ledger cannot be read or written, or a file cannot be written.
pub fn export_new(settings: &Settings) -> Result<NewFiles> {
    let state = state_dir(settings);
    let _lock = hold(&state)?;
    let (mut ledger, settings, same, mut files) = begin(settings)?;
    let settings = &settings;
    let chosen = chosen(settings);
    let forgotten = forgotten(&ledger, settings)?;
    let mut new = Vec::new();
    for record in read(&ledger, &same, settings)? {
        let record = record.map_err(Error::io("read", &state))?;
        for package in &chosen {
            let key = key(package, &record);
            if ledger.handed_over(&key)?.is_some() || was_found(&ledger, package, &record)? {
                continue;
            }
            let of = record.proposal.administration.as_deref().unwrap_or_default();
            match obstacle(package, &record, settings) {
                None if forgotten.contains(of) => {
                    files.leave_out(&record, package, LeftOut::NothingLearned);
                }
                None => new.push(key),
                Some(LeftOut::NoEntry | LeftOut::Duplicate | LeftOut::OtherPackage(_)) => {}
                Some(why) => files.leave_out(&record, package, why),
            }
        }
    }
    let all = std::mem::take(&mut files.left_out);
    for one in all {
        let page = if one.first_page > 1 { format!("#{}", one.first_page) } else { String::new() };
        if one.why != LeftOut::Review || ledger.name_once(&(one.path.clone() + &page))? {
            files.left_out.push(one);
        } else {
            files.named_before += 1;
        }
    }
    ledger.commit()?;
    if !new.is_empty() {
        let number = ledger.hand_over(&new)?;
        let written = write(&mut ledger, &same, settings, number)?;
        files.written.extend(written);
    }
    Ok(files)
}

/// The administrations that something was handed over of before this ledger was begun, and whose accounts are not known:
/// what was learned is gone.
fn forgotten(ledger: &Ledger, settings: &Settings) -> Result<HashSet<String>> {
    let found = ledger.found_numbers()?;
    let mut files = HashSet::new();
    for (_, folder) in
        all_handed_over(&settings.process.out)?.iter().filter(|(number, _)| found.contains(number))
    {
        for package in PACKAGES {
            let list = fs::read(folder.join(package.index())).unwrap_or_default();
            for name in read_package_index(&list) {
                let stem = name.strip_suffix(&format!(".{}", package.extension)).unwrap_or(&name);
                let year = stem.rsplit_once('-').filter(|_| package.is_by_year);
                files.insert(year.map_or(stem, |(stem, _)| stem).to_owned());
            }
        }
    }
    let learned = if files.is_empty() { Vec::new() } else { ledger.kept_for()? };
    let mut forgotten = HashSet::new();
    for (name, stem) in publish_packages::stems(&settings.administrations) {
        let is_learned = learned.iter().any(|one| one.name == name && one.bookings > 0);
        if files.contains(&stem)
            && !is_learned
            && books::account_names_of(settings, ledger, &name)?.is_empty()
        {
            forgotten.insert(name);
        }
    }
    Ok(forgotten)
}

/// Takes back what was handed over last: it is new again, and its folder says that it was taken back. `None` when there
/// is nothing to take back.
///
/// # Errors
/// When the ledger cannot be written.
pub fn take_back(settings: &Settings) -> Result<Option<PathBuf>> {
    let state = state_dir(settings);
    let _lock = hold(&state)?;
    let Some(number) = belongs::open(settings, &state)?.take_back()? else {
        return Ok(None);
    };
    let before = folder(settings, number);
    let mut name = before.clone().into_os_string();
    name.push("-taken-back");
    let after = PathBuf::from(name);
    if before.is_dir() {
        fs::rename(&before, &after).map_err(Error::io("rename", &before))?;
    }
    Ok(Some(after))
}

/// The numbers and folders of what was handed over and not taken back, in order.
///
/// # Errors
/// When the folder of all cannot be read.
pub(super) fn all_handed_over(out: &Path) -> Result<Vec<(u32, PathBuf)>> {
    let all = out.join("handed-over");
    let read = match fs::read_dir(&all) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(Error::io("read folder", &all))?,
    };
    let own = read.filter_map(|entry| {
        let (name, path) = entry.ok().map(|entry| (entry.file_name(), entry.path()))?;
        let number: u32 = name.to_str()?.parse().ok()?;
        // whatever else somebody keeps there is not what dizzy wrote
        let is_own = PACKAGES.into_iter().any(|package| path.join(package.index()).is_file());
        (is_own && name.to_str()? == numbered(number)).then_some((number, path))
    });
    let mut folders: Vec<_> = own.collect();
    folders.sort();
    Ok(folders)
}

fn folder(settings: &Settings, number: u32) -> PathBuf {
    let all = settings.process.out.join("handed-over");
    all.join(numbered(number))
}

fn numbered(number: u32) -> String {
    format!("{number:04}")
}

/// The packages that a person chose.
pub fn chosen(settings: &Settings) -> Vec<&'static Package> {
    let formats = settings.export.formats.as_slice();
    PACKAGES.into_iter().filter(|package| Format::Package(package).is_chosen(formats)).collect()
}

fn read<'l>(
    ledger: &'l Ledger,
    same: &'l Amendments,
    settings: &Settings,
) -> Result<impl Iterator<Item = io::Result<ProposalRecord>> + use<'l>> {
    records(ledger, same).map_err(Error::io("read", &settings.process.out))
}

fn key(package: &Package, record: &ProposalRecord) -> HandedOver {
    let proposal = &record.proposal;
    (
        package.index(),
        record.source.sha256,
        proposal.by_folder().unwrap_or_default().to_owned(),
        proposal.source.pages.map_or(0, |(first, _)| first),
    )
}

/// A row of a package's list, as the ledger keeps it. Lists have a quote before what a spreadsheet would compute.
pub(super) fn found_entry(package: &Package, row: IndexRow) -> FoundEntry {
    let cells = [row.path, row.pages, row.name, row.number];
    let [path, pages, name, number] = cells.map(|cell| cell.trim_start_matches('\'').to_owned());
    [package.index(), path, pages, name, number]
}

/// Whether a hand-over that only its list is known of has this proposal.
fn was_found(ledger: &Ledger, package: &Package, record: &ProposalRecord) -> Result<bool> {
    ledger.is_found(&found_entry(package, publish_packages::row(record)))
}

/// What keeps this proposal out of the files of a package.
fn obstacle(package: &Package, record: &ProposalRecord, settings: &Settings) -> Option<LeftOut> {
    let administrations = &settings.administrations;
    let with_review = settings.export.with_review;
    Entry::new(record, administrations, package, with_review).err()
}

/// Writes the files of a number.
fn write(
    ledger: &mut Ledger,
    same: &Amendments,
    settings: &Settings,
    number: u32,
) -> Result<Vec<PathBuf>> {
    let folder = folder(settings, number);
    let mut written = Vec::new();
    let packages = ledger.packages_of(number)?;
    for package in PACKAGES {
        if !packages.contains(&package.index()) {
            continue;
        }
        let index = folder.join(package.index());
        let place = index.parent().unwrap_or(Path::new(".")).to_owned();
        fs::create_dir_all(&place).map_err(Error::io("create folder", &place))?;
        // no number twice, over all hand-overs
        let first = ledger.handed_over_before(&package.index(), number)?;
        let of_number = |record: ProposalRecord| -> Result<Vec<Listed>> {
            let key = key(package, &record);
            if ledger.handed_over(&key)? != Some(number) {
                return Ok(Vec::new());
            }
            let before = ledger.takes_back(number, &key)?;
            let back = before.map(|(of, before)| (reversed(&record, before, of, settings), of));
            let back = back.map(|(record, of)| Listed { record, takes_back: Some(of) });
            Ok(back.into_iter().chain([Listed { record, takes_back: None }]).collect())
        };
        let own = read(ledger, same, settings)?.flat_map(|record| {
            match record.and_then(|record| of_number(record).map_err(io::Error::other)) {
                Ok(own) => own.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        });
        write_atomically(&index, |out| {
            publish_packages::write(package, ledger, settings, &place, own, first, out)
        })?;
        let files = fs::read_dir(&place).map_err(Error::io("read folder", &place))?;
        written.extend(files.flatten().map(|file| file.path()));
    }
    written.sort();
    belongs::close(settings);
    ledger.finish_hand_over(number)?;
    Ok(written)
}
