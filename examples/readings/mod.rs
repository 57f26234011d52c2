//! Readings kept on disk, for the programs that work on many documents over and over: OCR is paid once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use booking::Context;
use office::batch;
use office::settings::Settings;
use reading::Cause;
use reading::document::{Reading, ReadingNote, SNIFF_LEN, Sniffed, TextPass, sniff};
use reading::ocr::engine_id;
use reading::reader::{ReaderCommand, ReaderSlot};
use reading::source::{BytesAt, Document, Sha256};

/// zstd's level: Readings are written once and read often.
const LEVEL: i32 = 9;

/// A folder of Readings, each under the fingerprint of what read it and the identity of what was read.
pub struct Cache {
    folder: PathBuf,
    settings: Settings,
    fresh: bool,
}

impl Cache {
    /// Keeps Readings below `folder`; `fresh` reads everything again. Readings of another OCR engine, of other languages
    /// or of other readers are kept apart. Those of another extraction are not, though it asks for the second look: it is
    /// what is being worked on.
    pub fn open(folder: &Path, settings: Settings, fresh: bool) -> io::Result<Self> {
        let settings = batch::with_ocr_of_this_machine(settings);
        let readers =
            batch::fingerprint(&settings, &Context::default(), &extract::UNDERSTANDING).text;
        let engine = (engine_id(&settings.ocr), &settings.ocr.languages, settings.ocr.render_dpi);
        let key = Sha256::of(format!("{readers:?} {engine:?}").as_bytes());
        let folder = folder.join(&key.to_string()[..12]);
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, settings, fresh })
    }

    /// A reader: the program `dizzy`, built beside these examples.
    pub fn reader(&self) -> io::Result<ReaderSlot> {
        let program = std::env::current_exe()?.with_file_name("../dizzy");
        let command =
            ReaderCommand { program: program.canonicalize()?, args: vec!["reader".into()] };
        Ok(batch::new_reader(&command, &self.settings))
    }

    /// The Reading of a file, from the folder or from the reader; `None` when the file is no document.
    pub fn reading(
        &self,
        path: &Path,
        reader: &mut ReaderSlot,
    ) -> io::Result<Option<(Sha256, Result<Reading, Cause>)>> {
        let bytes = fs::read(path)?;
        let sha256 = Sha256::of(&bytes);
        let kind = match sniff(&bytes[..bytes.len().min(SNIFF_LEN)], bytes.len() as u64) {
            Sniffed::Document(kind) => kind,
            Sniffed::Damaged(cause) => return Ok(Some((sha256, Err(cause)))),
            Sniffed::Container(_) | Sniffed::Skip(_) => return Ok(None),
        };
        let kept = self.folder.join(format!("{sha256}.zst"));
        if !self.fresh
            && let Ok(packed) = fs::read(&kept)
            && let Ok(reading) = rmp_serde::from_slice(&zstd::decode_all(&packed[..])?)
        {
            return Ok(Some((sha256, reading)));
        }
        let document =
            Document { sha256, kind, len: bytes.len() as u64, at: BytesAt::Memory(bytes.into()) };
        let reading = read(&document, reader);
        let plain = rmp_serde::to_vec(&reading).map_err(io::Error::other)?;
        fs::write(kept, zstd::encode_all(&plain[..], LEVEL)?)?;
        Ok(Some((sha256, reading)))
    }
}

/// Reads all pages, those beside an e-invoice too.
fn read(document: &Document, reader: &mut ReaderSlot) -> Result<Reading, Cause> {
    let look = reader.inspect(document)?;
    let (mut pages, mut ocr, mut notes) = (Vec::new(), Vec::new(), look.notes);
    if document.kind.is_image() {
        ocr = (1..=look.pages).collect();
    } else if look.pages > 0 {
        reader.text(document, 1, look.pages, &mut |pass| match pass {
            TextPass::Read(page) => pages.push(page),
            TextPass::NeedsOcr { page, why } => {
                if why == reading::document::NoText::BrokenEncoding {
                    notes.push(ReadingNote::TextLayerUnusable { page });
                }
                ocr.push(page);
            }
        })?;
    }
    reader.ocr(document, &ocr, &mut |page| pages.push(page))?;
    pages.sort_by_key(|page| page.number);
    notes.sort();
    let reading = Reading {
        kind: document.kind,
        pages,
        einvoice: look.einvoice,
        embedded: look.embedded,
        notes,
    };
    reading.failure().map_or(Ok(reading), Err)
}
