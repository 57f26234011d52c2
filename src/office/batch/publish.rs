//! The files in the output folder, made from the ledger.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::export::{
    Failed, Format, ProposalRecord, Skipped, SourceInfo, write_atomically, write_beancount,
    write_failed_csv, write_hledger, write_journal_csv, write_proposals_csv, write_proposals_jsonl,
    write_skipped_csv,
};
use crate::ledger::{DoneDocument, Ledger};
use crate::settings::Settings;
use crate::texts;
use crate::{Error, Result};
use booking::duplicates::{Duplicate, Key, duplicates, paid_elsewhere};
use booking::finding::{Copy, CopyElsewhere, Finding, IbanChanged, IsDuplicate, MaybeDuplicate};
use booking::{Proposal, Verdict, odd_day};
use invoice::{Field, Method};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use reading::Cause;
use reading::source::Sha256;

use super::original::{HeldOpen, Originals};
use super::{belongs, books, hand_over, pictures, publish_packages, publish_report, publish_ubl};

/// Makes the files in the output folder again, each in one piece; says which they are.
pub fn publish(ledger: &Ledger, settings: &Settings, held: &HeldOpen) -> Result<Vec<PathBuf>> {
    publish_only(ledger, settings, &Format::all().collect::<Vec<_>>(), held)
}

/// Makes those of the files in the output folder again that are of these formats.
pub(crate) fn publish_only(
    ledger: &Ledger,
    settings: &Settings,
    formats: &[Format],
    held: &HeldOpen,
) -> Result<Vec<PathBuf>> {
    let same = Amendments::of(ledger, settings)?;
    let written = paths(settings)
        .into_iter()
        .filter(|(format, _)| formats.contains(format))
        .map(|(format, path)| {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).map_err(Error::io("create folder", folder))?;
            write_atomically(&path, |out| {
                write(format, ledger, &same, settings, folder, held, out)
            })?;
            Ok(path)
        })
        .collect();
    belongs::close(settings);
    written
}

/// The same at the end of a run, which most nights has nothing new: files that are as they should be are left alone.
pub(crate) fn publish_changes(
    ledger: &mut Ledger,
    settings: &Settings,
    held: &HeldOpen,
) -> Result<Vec<PathBuf>> {
    if ledger.published()?.is_some_and(|made| made == mark(settings)) {
        belongs::close(settings);
        return Ok(paths(settings).into_iter().map(|(_, path)| path).collect());
    }
    let written = publish(ledger, settings, held)?;
    ledger.set_published(&mark(settings))?;
    Ok(written)
}

fn paths(settings: &Settings) -> Vec<(Format, PathBuf)> {
    Format::all()
        .filter(|format| format.is_chosen(&settings.export.formats))
        .map(|format| (format, settings.process.out.join(format.file_name())))
        .collect()
}

/// Everything but the ledger that the files depend on, and what they are: a file that somebody changed is made again.
fn mark(settings: &Settings) -> String {
    let states: Vec<_> = paths(settings)
        .into_iter()
        .map(|(_, path)| {
            let meta = std::fs::metadata(path).ok()?;
            Some((meta.len(), meta.modified().ok()?))
        })
        .collect();
    let lang = settings.ui.lang.lang();
    let pictures = pictures::count(settings);
    // import files have codes of the configuration in them
    let codes = (!hand_over::chosen(settings).is_empty()).then(|| {
        let codes = format!("{:?}", (&settings.administrations, settings.export.with_review));
        Sha256::of(codes.as_bytes())
    });
    format!("{} {lang:?} {states:?} {pictures} {codes:?}", env!("SOURCES_OFFICE"))
}

/// What is known of proposals only when all of them are seen.
#[derive(Debug, Default)]
pub(super) struct Amendments {
    /// Those that are invoices which others are too, by document and place in it.
    same: HashMap<(Sha256, usize), (String, Duplicate)>,
    /// Those that ask for payment to another account than the earlier ones of their supplier.
    paid_elsewhere: HashSet<(Sha256, usize)>,
    /// Those of a day that is odd as seen from today.
    odd_days: HashMap<(Sha256, usize), Finding>,
    /// Of documents and pages that lie in the folders of several administrations: names and first paths.
    folders: HashMap<Sha256, Vec<(String, String)>>,
}

impl Amendments {
    /// Of everything that the ledger holds.
    pub fn of(ledger: &Ledger, settings: &Settings) -> Result<Self> {
        let mut folders: HashMap<Sha256, Vec<(String, String)>> = HashMap::new();
        for (sha256, name, shown) in ledger.places_in_folders()? {
            folders.entry(sha256).or_default().push((name, shown));
        }
        let booked = ledger.booked()?;
        let mut places = Vec::new();
        let mut keys = Vec::new();
        for (path, sha256, of) in ledger.duplicate_keys()? {
            for (index, key) in of.into_iter().enumerate() {
                if let Some(key) = key {
                    let places_of = folders.get(&sha256).into_iter().flatten();
                    let own = places_of
                        .filter(|(name, _)| *name == key.administration())
                        .map(|(_, shown)| shown)
                        .next();
                    places.push((own.unwrap_or(&path).clone(), sha256, index));
                    keys.push(if booked.contains(&sha256) { key.booked() } else { key });
                }
            }
        }
        let mut known = HashSet::new();
        for administration in keys.iter().map(Key::administration).collect::<BTreeSet<_>>() {
            let ibans = ledger.suppliers(administration)?.into_iter().flat_map(|one| one.ibans);
            known.extend(ibans.map(|iban| (administration, iban)));
        }
        let is_known =
            |key: &Key, iban: &str| known.contains(&(key.administration(), iban.to_owned()));
        let elsewhere = paid_elsewhere(&keys, is_known).into_iter().zip(&places);
        let paid_elsewhere = elsewhere
            .filter(|(is, _)| *is)
            .map(|(_, (_, sha256, index))| (*sha256, *index))
            .collect();
        let today = Offset::UTC.to_datetime(Timestamp::now()).date();
        let odd_days = keys.iter().zip(&places).filter_map(|(key, (_, sha256, index))| {
            let found = odd_day(key.day()?, today, !key.administration().is_empty())?;
            Some(((*sha256, *index), found))
        });
        let odd_days = odd_days.collect();
        let found = duplicates(&keys, settings.booking.duplicate_days);
        let same = found
            .into_iter()
            .zip(&places)
            .filter_map(|(duplicate, (_, sha256, index))| {
                let duplicate = duplicate?;
                let (original, ..) = places.get(duplicate.of)?;
                Some(((*sha256, *index), (original.clone(), duplicate)))
            })
            .collect();
        Ok(Self { same, paid_elsewhere, odd_days, folders })
    }

    /// Documents and places in them of proposals that want a look beside all others.
    fn changed(&self) -> impl Iterator<Item = &(Sha256, usize)> {
        self.same.keys().chain(&self.paid_elsewhere).chain(self.odd_days.keys())
    }

    /// Where what is booked for the administration of a proposal lies.
    pub(super) fn source_for(&self, source: &SourceInfo, proposal: &Proposal) -> SourceInfo {
        let administration = proposal.administration.as_deref();
        let mut own = source.clone();
        if let Some(path) = self.path_for(source.sha256, administration) {
            path.clone_into(&mut own.path);
        }
        if let Some((shown, sha256)) = &mut own.companion
            && let Some(path) = self.path_for(*sha256, administration)
        {
            path.clone_into(shown);
        }
        own
    }

    /// The first path of what is booked for this administration, where several have it in their folders.
    fn path_for(&self, sha256: Sha256, administration: Option<&str>) -> Option<&str> {
        let places = self.folders.get(&sha256)?;
        let (_, path) = places.iter().find(|(name, _)| Some(name.as_str()) == administration)?;
        Some(path)
    }

    /// What a proposal is a duplicate of; `None` also when the bookkeeper said that it is none.
    fn duplicate(
        &self,
        sha256: Sha256,
        index: usize,
        proposal: &Proposal,
    ) -> Option<&(String, Duplicate)> {
        let denied = proposal.reviewed.as_ref().is_some_and(|said| said.duplicate == Some(false));
        self.same.get(&(sha256, index)).filter(|_| !denied)
    }

    /// Adds to a proposal what is known of it, unless the bookkeeper accepted it.
    fn amend(&self, sha256: Sha256, index: usize, proposal: &mut Proposal) {
        if proposal.reviewed.as_ref().is_some_and(|said| said.accepted) {
            return;
        }
        let duplicate = self.duplicate(sha256, index, proposal).cloned();
        let folders = self.folders.get(&sha256).into_iter().flatten();
        let copies: Vec<Copy> = folders
            .filter(|(name, _)| proposal.administration.as_ref() != Some(name))
            .map(|(name, path)| Copy { administration: name.clone(), path: path.clone() })
            .collect();
        if !copies.is_empty() {
            proposal.findings.push(CopyElsewhere { copies }.into());
        }
        let is_told =
            |found: &Finding| matches!(found, Finding::IbanChanged(_) | Finding::PaidElsewhere(_));
        if self.paid_elsewhere.contains(&(sha256, index))
            && !proposal.findings.iter().any(is_told)
            && !proposal.journal.is_empty()
        {
            proposal.findings.push(IbanChanged {}.into());
            proposal.verdict = proposal.verdict.max(Verdict::Review);
        }
        let is_entered = |day: &Field<Date>| day.evidence.method == Method::Entered;
        if let Some(found) = self.odd_days.get(&(sha256, index))
            && !proposal.invoice.issue_date.as_ref().is_some_and(is_entered)
        {
            proposal.findings.push(found.clone());
            proposal.verdict = proposal.verdict.max(Verdict::Review);
        }
        if let Some((_, duplicate)) = duplicate {
            proposal.findings.push(if duplicate.certain {
                IsDuplicate {}.into()
            } else {
                MaybeDuplicate {}.into()
            });
            // it must not be booked unseen
            proposal.verdict = proposal.verdict.max(Verdict::Review);
        }
    }
}

/// Documents with proposals that were ready by themselves and want a look beside all others, and how many of them.
pub(super) fn set_back(
    ledger: &Ledger,
    settings: &Settings,
    is_counted: impl Fn(&Sha256) -> bool,
) -> Result<Vec<(Sha256, u64)>> {
    let amendments = Amendments::of(ledger, settings)?;
    let mut documents: Vec<Sha256> =
        amendments.changed().map(|(sha256, _)| *sha256).filter(is_counted).collect();
    documents.sort_unstable();
    documents.dedup();
    let mut doubled = Vec::new();
    for sha256 in documents {
        let Some(document) = ledger.done_at(String::new(), &sha256.0)? else {
            continue;
        };
        let mut number = 0;
        for (index, mut proposal) in document.proposals.into_iter().enumerate() {
            let before = proposal.verdict;
            amendments.amend(sha256, index, &mut proposal);
            number += u64::from(before == Verdict::Ready && proposal.verdict != before);
        }
        if number > 0 {
            doubled.push((sha256, number));
        }
    }
    Ok(doubled)
}

fn write(
    format: Format,
    ledger: &Ledger,
    same: &Amendments,
    settings: &Settings,
    folder: &Path,
    held: &HeldOpen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = settings.ui.lang.lang();
    match format {
        Format::Jsonl => write_proposals_jsonl(out, records(ledger, same)?),
        Format::Csv => write_proposals_csv(out, records(ledger, same)?, lang),
        Format::Journal => write_journal_csv(out, records(ledger, same)?),
        Format::Hledger => write_hledger(out, records(ledger, same)?, lang),
        Format::Beancount => write_beancount(out, records(ledger, same)?, lang),
        Format::Failed => {
            let failures = ledger.failures().map_err(io::Error::other)?;
            let rows = together(failures).into_iter().map(|(path, cause, number)| {
                let code = code(&cause);
                let said = texts::cause(lang, &cause);
                let cause =
                    if number > 1 { texts::times(lang, number, &said.what) } else { said.what };
                Ok(Failed { path, cause, hint: said.hint, code })
            });
            write_failed_csv(out, rows)
        }
        Format::Skipped => {
            let skipped = ledger.skipped().map_err(io::Error::other)?;
            let copies = ledger.copies().map_err(io::Error::other)?;
            let mut rows: Vec<(String, String, String)> = skipped
                .into_iter()
                .map(|(path, reason)| (path, texts::skip(lang, &reason), code(&reason)))
                .chain(
                    copies
                        .into_iter()
                        .map(|(path, of)| (path, texts::same_as(lang, &of), "copy".to_owned())),
                )
                .collect();
            rows.sort();
            let rows =
                rows.into_iter().map(|(path, reason, code)| Ok(Skipped { path, reason, code }));
            write_skipped_csv(out, rows)
        }
        Format::Ubl => {
            let originals = Originals::new(settings, Some(held.clone()));
            publish_ubl::write(ledger, same, folder, settings, originals, out)
        }
        Format::Report => publish_report::write(ledger, same, settings, out),
        Format::Package(package) => {
            let listed = |record| publish_packages::Listed { record, takes_back: None };
            let records = records(ledger, same)?.map(|record| record.map(listed));
            let settings = books::with_own_codes(settings, ledger).map_err(io::Error::other)?;
            publish_packages::write(package, ledger, &settings, folder, records, 0, out)
        }
    }
}

/// What programs call a cause or reason: the name of its kind, which no language changes.
fn code<T: Serialize>(what: &T) -> String {
    let name = match serde_json::to_value(what) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(fields)) => {
            fields.into_iter().next().map_or_else(String::new, |(name, _)| name)
        }
        _ => String::new(),
    };
    let mut code = String::new();
    for (at, c) in name.chars().enumerate() {
        if at > 0 && c.is_uppercase() {
            code.push('_');
        }
        code.extend(c.to_lowercase());
    }
    code.replace('-', "_")
}

/// So many members of a container fail for one cause before they are told in one line.
const TOLD_APART: usize = 20;

/// Failures with how many each stands for: what failed in one container for one cause, in large numbers, is one.
fn together(failures: Vec<(String, Cause)>) -> Vec<(String, Cause, usize)> {
    let of = |path: &str| path.split_once("!/").map(|(container, _)| container.to_owned());
    let mut numbers: BTreeMap<(Option<String>, Cause), usize> = BTreeMap::new();
    for (path, cause) in &failures {
        *numbers.entry((of(path), cause.clone())).or_default() += 1;
    }
    let mut told = Vec::new();
    for (path, cause) in failures {
        let Some(container) = of(&path) else {
            told.push((path, cause, 1));
            continue;
        };
        let key = (Some(container.clone()), cause);
        match numbers.get(&key).copied() {
            None => {} // told with the first of them
            Some(number) if number <= TOLD_APART => told.push((path, key.1, 1)),
            Some(number) => {
                numbers.remove(&key);
                told.push((format!("{container}!/"), key.1, number));
            }
        }
    }
    told
}

/// Every proposal with its source, in the order of the paths.
pub(super) fn records<'l>(
    ledger: &'l Ledger,
    same: &'l Amendments,
) -> io::Result<impl Iterator<Item = io::Result<ProposalRecord>> + 'l> {
    let documents = ledger.done().map_err(io::Error::other)?;
    Ok(documents.flat_map(move |document| {
        let (records, error) = match document {
            Ok(document) => (of_document(document, same), None),
            Err(error) => (Vec::new(), Some(Err(io::Error::other(error)))),
        };
        records.into_iter().map(Ok).chain(error)
    }))
}

pub(super) fn of_document(document: DoneDocument, amendments: &Amendments) -> Vec<ProposalRecord> {
    let source =
        SourceInfo { path: document.path, sha256: document.sha256, companion: document.companion };
    let record = |(index, mut proposal): (usize, Proposal)| {
        amendments.amend(source.sha256, index, &mut proposal);
        let duplicate = amendments.duplicate(source.sha256, index, &proposal);
        ProposalRecord {
            source: amendments.source_for(&source, &proposal),
            proposal,
            duplicate_of: duplicate.map(|(path, _)| path.clone()),
            duplicate_reason: duplicate.map(|(_, duplicate)| duplicate.reason),
        }
    };
    document.proposals.into_iter().enumerate().map(record).collect()
}

#[cfg(test)]
mod tests {
    use booking::{Booking, Direction, SourceKind, SourceRef};
    use invoice::{Confidence, Derivation, Evidence, Invoice};

    use super::*;

    #[test]
    fn an_invoice_of_the_future_is_looked_at_unless_a_person_gave_its_day() {
        let (sha256, day) = (Sha256::of(b"a"), "2062-06-01".parse().unwrap());
        let found = odd_day(day, "2026-06-15".parse().unwrap(), false).unwrap();
        let odd_days = HashMap::from([((sha256, 0), found)]);
        let amendments = Amendments { odd_days, ..Amendments::default() };
        for (method, verdict) in
            [(Method::TextLayer, Verdict::Review), (Method::Entered, Verdict::Ready)]
        {
            let mut evidence = Evidence::derived(Derivation::WholeDocument);
            evidence.method = method;
            let issue_date = Some(Field::new(day, evidence, Confidence::new(0.95)));
            let mut proposal = Proposal {
                source: SourceRef { kind: SourceKind::PdfText, pages: None },
                verdict: Verdict::Ready,
                direction: Direction::Purchase,
                administration: None,
                supplier_known_as: None,
                invoice: Invoice { issue_date, ..Invoice::default() },
                journal: Vec::new(),
                booking: Booking::default(),
                findings: Vec::new(),
                reviewed: None,
            };
            amendments.amend(sha256, 0, &mut proposal);
            assert_eq!(proposal.verdict, verdict);
        }
        assert!(amendments.changed().any(|place| *place == (sha256, 0)));
    }
}
