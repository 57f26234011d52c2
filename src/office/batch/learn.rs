//! Learning files: from the disk through the readers of [`booking::learn`] into the ledger.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use flate2::read::MultiGzDecoder;
use sha2::Digest;
use zip::ZipArchive;

use crate::ledger::{HistoryKind, LearnCount, Learning, Ledger, Renamed};
use crate::settings::Settings;
use crate::{Error, Result};
use booking::Administration;
use booking::learn::corrections;
use booking::learn::corrections::Correction;
use booking::learn::xaf::Unbalanced;
use booking::learn::{Entry, Input, Place, Stop, Trouble, What, is_other_currency, xaf};
use booking::learn::{Mapping, read_table};
use invoice::both;
use reading::source::Sha256;

use super::books;
use super::corrected::{checked, corrected};
use super::whose::{Whose, label, whose};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learnt {
    /// It was learned.
    File {
        /// Bytes.
        len: u64,
        /// What it changed.
        count: LearnCount,
        /// What it says about itself: company and year.
        about: String,
        /// What a person should know of it.
        notes: Notes,
    },
    /// Corrections were learned.
    Corrections {
        /// What they changed.
        count: LearnCount,
        /// Corrections of fields that teach nothing about booking.
        idle: u64,
        /// Corrections of documents that are not in the ledger.
        unknown: u64,
    },
    /// It was learned before; nothing changed.
    Before,
}

/// What a person should know of a file that was learned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// The first of the entries that do not balance; none of them was learned.
    pub unbalanced: Vec<Unbalanced>,
    /// How many those are.
    pub left_out: u64,
    /// Accounts that were called otherwise before, in an earlier file or in this one.
    pub renamed: Vec<Renamed>,
    /// It names no supplier, as an auditfile 4.0 without a subledger.
    pub lacks_suppliers: bool,
    /// Line and name of the company that the file is of, and what the administration is called, where that is not the same.
    pub company: Option<(u64, String, String)>,
}

/// For whom files are learned, and how.
#[derive(Debug, Clone, Copy)]
pub struct Lessons<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// The administration; "" without configuration.
    pub administration: &'a str,
    /// Columns of a list of bookings that the person named.
    pub mapping: &'a Mapping,
    /// The files are of the administration, whatever company they name.
    pub same_company: bool,
}

/// Learns one file.
///
/// # Errors
/// [`Error::Learn`] or [`Error::Lesson`] with the place in the file, or what the ledger or the disk reports. Nothing of the
/// file is kept then.
pub fn learn_file(ledger: &mut Ledger, lessons: &Lessons<'_>, path: &Path) -> Result<Learnt> {
    let Lessons { settings, administration, mapping, same_company } = *lessons;
    let of_name = settings.administrations.iter().find(|one| one.name == administration);
    let currency = of_name.map_or("EUR", Administration::book_currency);
    let trouble = |error: io::Error| wrong(path, error);
    let mut file = File::open(path).map_err(trouble)?;
    let len = file.metadata().map_err(trouble)?.len();
    if ledger.may_be_learned(administration, len)? {
        // Most likely the same file again: a look at its bytes is cheaper than learning it.
        let (sha256, _) = Sha256::of_reader(&mut file).map_err(trouble)?;
        if ledger.is_learned(administration, sha256)? {
            return Ok(Learnt::Before);
        }
        file = File::open(path).map_err(trouble)?;
    }
    let name = path.to_string_lossy();
    let packing = Packing::of(&mut file).map_err(trouble)?;
    let mut hashed = Hashed::new(file);
    let mut archive;
    let raw: Box<dyn Read + Send + '_> = match packing {
        Packing::None => Box::new(&mut hashed),
        Packing::Gzip => Box::new(MultiGzDecoder::new(&mut hashed)),
        Packing::Zip => {
            let damaged = |_| wrong(path, What::Syntax("a damaged archive"));
            archive = ZipArchive::new(File::open(path).map_err(trouble)?).map_err(damaged)?;
            if archive.index_for_name("[Content_Types].xml").is_some() {
                return Err(wrong(path, What::OfficeFile));
            }
            let only = only_member(&archive).ok_or_else(|| wrong(path, What::Several))?;
            Box::new(archive.by_index(only).map_err(damaged)?)
        }
    };
    let input = Input::open(raw).map_err(|what| wrong(path, what))?;
    let is_xml = {
        let head = input.head().trim_ascii_start();
        head.starts_with(b"<") || head.starts_with(b"CLAIR")
    };
    let mut outcome;
    let learning = if is_xml {
        let mut learning = ledger.learn(administration, &name, HistoryKind::Auditfile)?;
        let (header, lacks_suppliers) =
            read_beside(input, &mut learning).map_err(|stop| in_file(stop, path))?;
        let at =
            |line: u64, what| in_file(Stop::<Error>::file(Place { line: Some(line) }, what), path);
        if is_other_currency(&header.currency, currency) {
            let what = What::Currency { found: header.currency, own: currency.to_owned() };
            return Err(at(header.currency_line, what));
        }
        let company = header.company;
        let mut notes = Notes {
            unbalanced: header.unbalanced,
            left_out: header.left_out,
            renamed: std::mem::take(&mut learning.renamed),
            lacks_suppliers,
            company: None,
        };
        match whose(&company, learning.ledger(), settings, administration)? {
            Whose::Foreign(own, of) if !same_company => {
                return Err(at(company.line, What::Foreign { theirs: label(&company), own, of }));
            }
            Whose::OtherName(own) => notes.company = Some((company.line, label(&company), own)),
            Whose::Foreign(..) | Whose::Own => {}
        }
        learning.is_of(&company)?;
        if let Some(day) = header.end {
            learning.ends(day)?;
        }
        let about = [company.name, header.year].join(" ").trim().to_owned();
        outcome = Learnt::File { len, count: LearnCount::default(), about, notes };
        learning
    } else if corrections::is_corrections(input.head()) {
        let mut read = corrections::read(input).map_err(|stop| in_file(stop, path))?;
        let context = books::context(settings, ledger)?;
        checked(ledger, settings, &context, administration, &mut read, path)?;
        let corrected = corrected(ledger, administration, &read)?;
        let mut learning = ledger.learn(administration, &name, HistoryKind::Corrections)?;
        for entry in corrected.entries {
            learning.keep(entry)?;
        }
        outcome = Learnt::Corrections {
            count: LearnCount::default(),
            idle: corrected.idle,
            unknown: corrected.unknown,
        };
        learning
    } else {
        // A list that knows suppliers by name only means those that are known by that name.
        let by_name: HashMap<String, String> = ledger
            .suppliers(administration)?
            .into_iter()
            .map(|supplier| (supplier.name.to_lowercase(), supplier.code))
            .collect();
        let code = |name: &str| by_name.get(&name.to_lowercase()).cloned();
        let mut learning = ledger.learn(administration, &name, HistoryKind::Bookings)?;
        read_table(input, mapping, currency, |mut entry| {
            match &mut entry {
                Entry::Creditor(creditor) if creditor.number == creditor.name => {
                    if let Some(code) = code(&creditor.name) {
                        creditor.number = code;
                    }
                }
                Entry::Booking(booking) => {
                    if let Some(code) = booking.supplier.as_deref().and_then(code) {
                        booking.supplier = Some(code);
                    }
                }
                _ => {}
            }
            learning.keep(entry)
        })
        .map_err(|stop| in_file(stop, path))?;
        let notes = Notes { renamed: std::mem::take(&mut learning.renamed), ..Notes::default() };
        outcome = Learnt::File { len, count: LearnCount::default(), about: String::new(), notes };
        learning
    };
    let (sha256, read) = hashed.finish().map_err(trouble)?;
    if learning.is_known(sha256)? {
        return Ok(Learnt::Before);
    }
    let learned = learning.finish(sha256, read)?;
    match &mut outcome {
        Learnt::File { count, .. } | Learnt::Corrections { count, .. } => *count = learned,
        Learnt::Before => {}
    }
    Ok(outcome)
}

/// Learns corrections that were given one by one, under a name for where they come from.
///
/// # Errors
/// What the ledger reports. Nothing of them is kept then.
pub(crate) fn learn_corrections(
    ledger: &mut Ledger,
    administration: &str,
    name: &str,
    lessons: &[Correction],
) -> Result<LearnCount> {
    let corrected = corrected(ledger, administration, lessons)?;
    let mut learning = ledger.learn(administration, name, HistoryKind::Corrections)?;
    for entry in corrected.entries {
        learning.keep(entry)?;
    }
    // what was said again after something else counts again
    let told = format!("{} {lessons:?}", jiff::Timestamp::now());
    let sha256 = Sha256::of(told.as_bytes());
    let count = learning.finish(sha256, told.len() as u64)?;
    ledger.gather_learned(administration, name)?;
    Ok(count)
}

/// How a history file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zip,
}

impl Packing {
    /// By its first bytes; the file is left at its beginning.
    fn of(file: &mut File) -> io::Result<Self> {
        let mut head = Vec::with_capacity(4);
        file.take(4).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(match head[..] {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'P', b'K', 3, 4] => Self::Zip,
            _ => Self::None,
        })
    }
}

/// The file in an archive that holds one, beside folders.
fn only_member(archive: &ZipArchive<File>) -> Option<usize> {
    let mut files = (0..archive.len()).filter(|index| {
        archive
            .name_for_index(*index)
            .and_then(std::result::Result::ok)
            .is_some_and(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/"))
    });
    let only = files.next()?;
    files.next().is_none().then_some(only)
}

/// A file that cannot be learned.
fn wrong(file: &Path, what: impl Into<What>) -> Error {
    in_file(Stop::<Error>::file(Place::default(), what), file)
}

/// Why a file is not learned, with its name.
fn in_file<E: Into<Error>>(stop: Stop<E>, file: &Path) -> Error {
    match stop {
        Stop::File { place, what } => Error::from(Trouble { file: file.to_owned(), place, what }),
        Stop::Sink(error) => error.into(),
    }
}

/// Entries that go to the ledger together.
const TOGETHER: usize = 256;
/// How often that many may wait: the reader goes on while the ledger keeps some thousands.
const AHEAD: usize = 64;

/// Reads an auditfile on a thread of its own, while this one keeps what it tells. Says too whether it names no
/// supplier, in a list or of a booking.
fn read_beside(
    input: Input<impl Read + Send>,
    learning: &mut Learning<'_>,
) -> Result<(xaf::Header, bool), Stop<Error>> {
    thread::scope(|scope| {
        let (sender, entries) = sync_channel::<Vec<Entry>>(AHEAD);
        let reader = scope.spawn(move || {
            let mut batch = Vec::with_capacity(TOGETHER);
            let header = xaf::read(input, |entry| {
                batch.push(entry);
                if batch.len() < TOGETHER {
                    return Ok(());
                }
                let full = std::mem::replace(&mut batch, Vec::with_capacity(TOGETHER));
                // Nobody listens any more when the ledger cannot go on; its error is the one that is told.
                sender.send(full).map_err(|_| Error::Config(both!("", "")))
            })?;
            let _ = sender.send(batch);
            Ok::<_, Stop<Error>>(header)
        });
        let mut names_suppliers = false;
        for entry in entries.into_iter().flatten() {
            names_suppliers |= match &entry {
                Entry::Creditor(_) => true,
                Entry::Booking(booking) => booking.supplier.is_some(),
                _ => false,
            };
            learning.keep(entry)?;
        }
        let header = reader.join().expect("the reader does not panic")?;
        Ok((header, !names_suppliers))
    })
}

/// A reader that takes the digest of what passes.
struct Hashed<R> {
    inner: R,
    digest: sha2::Sha256,
    len: u64,
}

impl<R: Read> Hashed<R> {
    fn new(inner: R) -> Self {
        Self { inner, digest: sha2::Sha256::new(), len: 0 }
    }

    /// Digest and length of everything, with what was not read yet.
    fn finish(mut self) -> io::Result<(Sha256, u64)> {
        io::copy(&mut self, &mut io::sink())?;
        Ok((Sha256(self.digest.finalize().into()), self.len))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.digest.update(&buffer[..n]);
        self.len += n as u64;
        Ok(n)
    }
}

/// Opens the ledger of a state folder to learn or forget, and holds the folder meanwhile.
///
/// # Errors
/// [`Error::Locked`] when a run is at work there, or what the disk or the ledger reports.
pub fn open_for_learning(state: &Path) -> Result<(File, Ledger)> {
    std::fs::create_dir_all(state).map_err(Error::io("create folder", state))?;
    let lock = super::hold::lock(state)?;
    Ok((lock, Ledger::open(state)?))
}
