//! Pictures of pages for the report, in `report/` beside it: made once, by confined readers, within a budget of time.
//!
//! A scan's picture costs a few hundredths of its recognition, but drawing a page costs more than reading its text layer:
//! a run spends a twentieth of its own time at most, and begins with what a person has to look at. `dizzy report` makes the
//! others, and `dizzy review` each when it is looked at.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::ledger::{DoneDocument, Ledger};
use crate::report::Picture;
use crate::settings::Settings;
use crate::{Error, Result};
use booking::{Proposal, SourceKind, Verdict};
use reading::document::page_size;
use reading::reader::ReaderSlot;
use reading::source::Sha256;

use super::original::{HeldOpen, Origin, Originals};
use super::publish_ubl::put;

/// Pages of one document that get pictures.
const MAX_PAGES: usize = 300;
/// Pages of one document that a run makes pictures of; `dizzy report` makes the others.
const MAX_PAGES_OF_RUN: usize = 20;
/// Pages that a run may always draw, however short it was.
const LEAST_PAGES: usize = 10;
/// The head of a picture, which tells the size of its page, bytes.
const HEAD: u64 = 256;

/// How much is made.
#[derive(Debug, Clone, Copy)]
pub enum Budget {
    All,
    /// A twentieth of what the run took, on all its threads together.
    TwentiethOf(Duration),
}

impl Budget {
    fn time(self) -> Duration {
        match self {
            Self::All => Duration::MAX,
            Self::TwentiethOf(took) => took / 20,
        }
    }
}

/// The folder of the pictures.
pub fn folder(settings: &Settings) -> PathBuf {
    settings.process.out.join("report")
}

/// The name of the picture of a page.
fn name(sha256: Sha256, page: u32) -> String {
    format!("{}-{page}.png", &sha256.to_string()[..16])
}

/// The document whose pages a proposal's page numbers mean: of an XML invoice the one beside it.
pub(crate) fn paged(document: &DoneDocument, proposal: &Proposal) -> Option<Sha256> {
    match proposal.source.kind {
        SourceKind::Ubl | SourceKind::Cii => document.companion.as_ref().map(|(_, sha256)| *sha256),
        _ => Some(document.sha256),
    }
}

fn pages_of(proposal: &Proposal) -> impl Iterator<Item = u32> {
    let (first, last) = proposal.source.pages.unwrap_or((1, 0));
    (first..=last).take(MAX_PAGES)
}

/// Pages of a document that want pictures.
struct Wanted {
    sha256: Sha256,
    origin: Origin,
    /// With the turn that makes each stand upright, where that is known.
    pages: Vec<(u32, Option<u16>)>,
    verdict: Verdict,
}

/// Makes pictures that are missing; says how many it made. Old ones, of documents that are no more, go.
///
/// # Errors
/// When the ledger cannot be read or a file cannot be written. A page that cannot be drawn goes without.
pub fn make(
    ledger: &Ledger,
    settings: &Settings,
    readers: Vec<ReaderSlot>,
    budget: Budget,
    held: &HeldOpen,
) -> Result<usize> {
    let folder = folder(settings);
    fs::create_dir_all(&folder).map_err(Error::io("create folder", &folder))?;
    let mut present = present(&folder);
    let mut wanted = Vec::new();
    let mut names = HashSet::new();
    for document in ledger.done()? {
        let document = document?;
        wanted.extend(missing(ledger, &document, budget, &present, &mut names)?);
    }
    present.retain(|name| !names.contains(name));
    for old in &present {
        let _ = fs::remove_file(folder.join(old)); // a picture too many does no harm
    }
    // what is in one container follows each other
    wanted.sort_by(|a, b| {
        let key = |one: &Wanted| (one.verdict != Verdict::Review, one.pages.len());
        let container = |one: &Wanted| match &one.origin {
            Origin::File(_) => None,
            Origin::Member(path) => Some(path.clone()),
        };
        (container(a), key(a)).cmp(&(container(b), key(b)))
    });
    draw(&folder, settings, wanted, readers, budget.time(), held)
}

/// The pictures that are there.
fn present(folder: &Path) -> HashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "png"))
        .collect()
}

/// How many pictures are there.
pub fn count(settings: &Settings) -> usize {
    present(&folder(settings)).len()
}

/// The pages of a document that have no picture yet. `names` takes what its pictures are called.
fn missing(
    ledger: &Ledger,
    document: &DoneDocument,
    budget: Budget,
    present: &HashSet<String>,
    names: &mut HashSet<String>,
) -> Result<Option<Wanted>> {
    let Some(sha256) = document.proposals.first().and_then(|p| paged(document, p)) else {
        return Ok(None);
    };
    let most = match budget {
        Budget::All => MAX_PAGES,
        Budget::TwentiethOf(_) => MAX_PAGES_OF_RUN,
    };
    let mut pages = Vec::new();
    for page in document.proposals.iter().flat_map(pages_of) {
        let name = name(sha256, page);
        if !present.contains(&name) && pages.len() < most {
            pages.push(page);
        }
        names.insert(name);
    }
    if pages.is_empty() {
        return Ok(None);
    }
    pages.sort_unstable();
    pages.dedup();
    let is_seen = |p: &Proposal| matches!(p.source.kind, SourceKind::PdfScan | SourceKind::Image);
    let pages = if document.proposals.iter().any(is_seen) {
        with_turns(ledger, sha256, &pages)?
    } else {
        pages.into_iter().map(|page| (page, None)).collect() // a text layer knows it itself
    };
    let verdict = document.proposals.iter().map(|p| p.verdict).max();
    Ok(Origin::of(ledger, sha256)?.map(|origin| Wanted {
        sha256,
        origin,
        pages,
        verdict: verdict.unwrap_or(Verdict::Ready),
    }))
}

/// Pages with their turn: what was recognised knows it.
fn with_turns(ledger: &Ledger, sha256: Sha256, pages: &[u32]) -> Result<Vec<(u32, Option<u16>)>> {
    let kept = ledger.pages_of(sha256)?;
    let turn = |number: u32| {
        let page = kept.iter().find(|page| page.number == number)?;
        Some(page.turned_deg)
    };
    Ok(pages.iter().map(|&page| (page, turn(page))).collect())
}

fn draw(
    folder: &Path,
    settings: &Settings,
    wanted: Vec<Wanted>,
    readers: Vec<ReaderSlot>,
    time: Duration,
    held: &HeldOpen,
) -> Result<usize> {
    let queue = Mutex::new(wanted.into_iter());
    let spent = Mutex::new((Duration::ZERO, 0));
    let (queue, spent) = (&queue, &spent);
    let results: Vec<io::Result<usize>> = std::thread::scope(|threads| {
        let workers: Vec<_> = readers
            .into_iter()
            .map(|mut reader| {
                threads.spawn(move || {
                    let mut originals = Originals::new(settings, Some(held.clone()));
                    let mut made = 0;
                    loop {
                        let is_over = spent
                            .lock()
                            .is_ok_and(|spent| spent.0 >= time && spent.1 >= LEAST_PAGES);
                        let next = queue.lock().ok().and_then(|mut queue| queue.next());
                        let Some(one) = next.filter(|_| !is_over) else {
                            return Ok(made);
                        };
                        let begun = Instant::now();
                        made += draw_one(folder, &one, &mut originals, &mut reader)?;
                        if let Ok(mut spent) = spent.lock() {
                            spent.0 += begun.elapsed();
                            spent.1 += one.pages.len();
                        }
                    }
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or(Ok(0))).collect()
    });
    let mut made = 0;
    for result in results {
        made += result.map_err(Error::io("write", folder))?;
    }
    Ok(made)
}

/// The pictures of one document; those that come before a page that cannot be drawn stand.
fn draw_one(
    folder: &Path,
    one: &Wanted,
    originals: &mut Originals,
    reader: &mut ReaderSlot,
) -> io::Result<usize> {
    let document = originals.open(&one.origin, one.sha256);
    let Some(document) = document.filter(|document| !document.kind.is_xml()) else {
        return Ok(0);
    };
    let mut made = 0;
    let mut error = None;
    // what cannot be drawn is seen as its values in their places
    let _ = reader.pictures(&document, &one.pages, &mut |picture| match put(
        folder,
        &name(one.sha256, picture.number),
        &picture.png,
    ) {
        Ok(()) => made += 1,
        Err(trouble) => error = Some(trouble),
    });
    error.map_or(Ok(made), Err)
}

/// Whether the picture of a page is there or can be made.
pub(crate) fn is_to_be_had(
    ledger: &Ledger,
    settings: &Settings,
    originals: &mut Originals,
    sha256: Sha256,
    page: u32,
) -> Result<bool> {
    if folder(settings).join(name(sha256, page)).is_file() {
        return Ok(true);
    }
    let origin = Origin::of(ledger, sha256)?;
    let document = origin.and_then(|origin| originals.open(&origin, sha256));
    // another file may lie there now
    Ok(document.is_some_and(|document| {
        let found = document.at.open().and_then(|mut bytes| Sha256::of_reader(&mut bytes));
        found.is_ok_and(|(found, _)| found == sha256)
    }))
}

/// The picture of one page, made when it is not there yet; `None` when it cannot be had.
///
/// # Errors
/// When the ledger cannot be read or the picture cannot be written.
pub fn one(
    ledger: &Ledger,
    settings: &Settings,
    originals: &mut Originals,
    reader: &mut ReaderSlot,
    sha256: Sha256,
    page: u32,
) -> Result<Option<Vec<u8>>> {
    let folder = folder(settings);
    let path = folder.join(name(sha256, page));
    if let Ok(png) = fs::read(&path) {
        return Ok(Some(png));
    }
    fs::create_dir_all(&folder).map_err(Error::io("create folder", &folder))?;
    let Some(origin) = Origin::of(ledger, sha256)? else {
        return Ok(None);
    };
    let wanted = Wanted {
        sha256,
        origin,
        pages: with_turns(ledger, sha256, &[page])?,
        verdict: Verdict::Review,
    };
    draw_one(&folder, &wanted, originals, reader).map_err(Error::io("write", &path))?;
    Ok(fs::read(&path).ok())
}

/// Where the pictures of a proposal's pages are.
pub(crate) struct Shelf<'l> {
    ledger: &'l Ledger,
    folder: PathBuf,
    /// The pictures themselves go into the page.
    embeds: bool,
    /// Page sizes of the picture file looked at last: it may hold many proposals.
    sizes: HashMap<u32, (f32, f32)>,
    of: Option<Sha256>,
}

/// Pictures up to this many bytes in all are put into the page itself.
const EMBEDDED_BYTES: u64 = 6_000_000;

impl<'l> Shelf<'l> {
    /// The pictures beside the report.
    pub fn new(ledger: &'l Ledger, settings: &Settings) -> Self {
        let folder = folder(settings);
        let bytes: u64 = present(&folder)
            .iter()
            .filter_map(|name| folder.join(name).metadata().ok())
            .map(|meta| meta.len())
            .sum();
        Self { ledger, folder, embeds: bytes <= EMBEDDED_BYTES, sizes: HashMap::new(), of: None }
    }

    /// The pictures of a proposal's pages that are there.
    pub fn pictures(&mut self, document: &DoneDocument, proposal: &Proposal) -> Vec<Picture> {
        let Some(sha256) = paged(document, proposal) else {
            return Vec::new();
        };
        if proposal.source.kind == SourceKind::Image && self.of != Some(sha256) {
            // a photograph does not tell its size: where words are, is told in the measure that OCR took
            let pages = self.ledger.pages_of(sha256).unwrap_or_default().into_iter();
            self.sizes = pages.map(|page| (page.number, (page.width_pt, page.height_pt))).collect();
            self.of = Some(sha256);
        }
        let is_image = proposal.source.kind == SourceKind::Image;
        pages_of(proposal)
            .filter_map(|page| {
                let name = name(sha256, page);
                let (size, src) = self.look(&name)?;
                let of_ocr = self.sizes.get(&page).filter(|_| is_image);
                let (width_pt, height_pt) = of_ocr.copied().unwrap_or(size);
                Some(Picture { page, width_pt, height_pt, src })
            })
            .collect()
    }

    /// The size of the page and where the picture is.
    fn look(&self, name: &str) -> Option<((f32, f32), String)> {
        let mut file = fs::File::open(self.folder.join(name)).ok()?;
        let mut bytes = Vec::new();
        if self.embeds {
            file.read_to_end(&mut bytes).ok()?;
            let text = data_encoding::BASE64.encode(&bytes);
            return Some((page_size(&bytes)?, format!("data:image/png;base64,{text}")));
        }
        file.take(HEAD).read_to_end(&mut bytes).ok()?;
        Some((page_size(&bytes)?, format!("report/{name}")))
    }
}
