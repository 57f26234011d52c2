//! What reading a scan costs: CPU seconds of dizzy's whole way to the words (the document opened, the page decoded,
//! looked at, prepared, recognised, with and without the second look), and of Tesseract alone on the very picture that dizzy prepared for it: in memory,
//! with the same settings. Both engines are warm and run on one thread. Linux only (it reads the scheduler's clock).
//!
//! `OMP_THREAD_LIMIT=1 cargo run --release --example ocr_page -- [--rounds N] FILE…`
//! `OMP_THREAD_LIMIT=1 cargo run --release --example ocr_page -- --words FILE…`
//!
//! `cargo run --release --example ocr_page -- --pictures FOLDER FILE…`
//!
//! With `--words` nothing is measured: the words are shown, line by line, each with the percent that the recogniser is
//! sure of it and, in brackets, where it stands (left, top; points).
//! With `--pictures` the black-and-white pictures that the recogniser gets are written to the folder, as PNG.
//!
//! Every page of every file (PDF, TIFF, PNG, JPEG) is taken as a scan. Of several rounds each page's cheapest counts;
//! who goes first changes from page to page.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;

use image::GrayImage;
use office::settings::Settings;
use reading::document::{OpenDocument, PageImage, Sniffed, sniff};
use reading::ocr::SecondLook;
use reading::ocr::{
    OcrEngine, TesseractEngine, installed_languages, prepared_picture, tessdata_dir,
};
use tesseract::{OcrEngineMode, PageSegMode, Tesseract};

type Failure = Box<dyn Error>;

/// Tesseract without dizzy.
struct Alone(Option<Tesseract>);

/// CPU seconds for one page.
#[derive(Clone, Copy)]
struct Cost {
    decode: f64,
    /// With one look at the page.
    once: f64,
    /// With the second look.
    twice: f64,
    alone: f64,
}

impl Cost {
    const NONE: Self = Self {
        decode: f64::INFINITY,
        once: f64::INFINITY,
        twice: f64::INFINITY,
        alone: f64::INFINITY,
    };

    fn least(self, other: Self) -> Self {
        Self {
            decode: self.decode.min(other.decode),
            once: self.once.min(other.once),
            twice: self.twice.min(other.twice),
            alone: self.alone.min(other.alone),
        }
    }

    fn ratio(self) -> f64 {
        (self.decode + self.twice) / self.alone
    }
}

fn main() -> Result<(), Failure> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let mut rounds = 1;
    if files.first().is_some_and(|first| first == "--rounds") {
        rounds = files.get(1).ok_or("--rounds N")?.parse()?;
        files.drain(..2);
    }
    let settings = Settings::default();
    let mut engine =
        TesseractEngine::new(&settings.ocr, &settings.limits, extract::UNDERSTANDING.look_again)?;
    if files.first().is_some_and(|first| first == "--pictures") {
        let folder = files.get(1).ok_or("--pictures FOLDER")?;
        return write_pictures(Path::new(folder), &files[2..], &settings);
    }
    if files.first().is_some_and(|first| first == "--words") {
        return show_words(&mut engine, &files[1..], &settings);
    }
    if std::env::var("OMP_THREAD_LIMIT").as_deref() != Ok("1") {
        return Err("set OMP_THREAD_LIMIT=1: Tesseract's other threads would not be counted".into());
    }
    let mut alone = Alone::new(&settings)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "decode  once    twice   alone   ratio  words  places  changed  page")?;
    let mut costs: Vec<Cost> = Vec::new();
    let mut looked = Vec::new();
    for file in &files {
        for page in 1.. {
            let mut least = Cost::NONE;
            let mut words = 0;
            let mut second = SecondLook::default();
            for round in 0..rounds.max(1) {
                let start = cpu_seconds()?;
                let Some(image) = open(Path::new(file), page, &settings)? else {
                    break;
                };
                let decode = cpu_seconds()? - start;
                let mut cost = Cost { decode, ..Cost::NONE };
                // The second of two finds warmer caches.
                for turn in 0..3 {
                    let start = cpu_seconds()?;
                    match (turn + costs.len() + round) % 3 {
                        0 => {
                            engine.read_once(&image)?;
                            cost.once = cpu_seconds()? - start;
                        }
                        1 => {
                            let (page, look) = engine.read_twice(&image)?;
                            cost.twice = cpu_seconds()? - start;
                            (words, second) = (page.words.len(), look);
                        }
                        _ => cost.alone = alone.cost(&image)?,
                    }
                }
                least = least.least(cost);
            }
            if least.decode.is_infinite() {
                break;
            }
            writeln!(
                out,
                "{:6.3}  {:6.3}  {:6.3}  {:6.3}  {:5.3}  {words:5}  {:6}  {:7}  {file} {page}",
                least.decode,
                least.once,
                least.twice,
                least.alone,
                least.ratio(),
                second.spots,
                second.changed
            )?;
            // A page that Tesseract has nothing to do on tells nothing about the share.
            if words > 0 {
                costs.push(least);
                looked.push(second);
            }
        }
    }
    let mut ratios: Vec<f64> = costs.iter().map(|cost| cost.ratio()).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).ok_or("no page with words")?;
    let sum = |part: fn(&Cost) -> f64| costs.iter().map(part).sum::<f64>() / costs.len() as f64;
    let (decode, once, twice) = (sum(|c| c.decode), sum(|c| c.once), sum(|c| c.twice));
    let bare = sum(|c| c.alone);
    writeln!(
        out,
        "{} pages with words: decoding {decode:.3} + reading {twice:.3} CPU s a page, Tesseract alone {bare:.3}; \
         ratio: median {median:.3}, of the sums {:.3}, highest {:.3}",
        costs.len(),
        (decode + twice) / bare,
        ratios.last().unwrap_or(median)
    )?;
    writeln!(
        out,
        "The second look: {} pages got one, {} places changed; reading with it costs {:.3} of reading once ({once:.3})",
        looked.iter().filter(|look| look.spots > 0).count(),
        looked.iter().map(|look| look.changed).sum::<usize>(),
        twice / once
    )?;
    Ok(())
}

/// Writes what the recogniser gets.
fn write_pictures(folder: &Path, files: &[String], settings: &Settings) -> Result<(), Failure> {
    for file in files {
        let path = Path::new(file);
        let name = path.file_stem().ok_or("a file has a name")?;
        for number in 1.. {
            let Some(image) = open(path, number, settings)? else {
                break;
            };
            let Some(picture) = prepared_picture(&image) else {
                continue;
            };
            let pixels = GrayImage::from_raw(picture.width_px, picture.height_px, picture.luma);
            let target = folder.join(format!("{}-{number}.png", name.to_string_lossy()));
            pixels.ok_or("a picture has its pixels")?.save(target)?;
        }
    }
    Ok(())
}

/// Prints what is read.
fn show_words(
    engine: &mut TesseractEngine,
    files: &[String],
    settings: &Settings,
) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for file in files {
        for number in 1.. {
            let Some(image) = open(Path::new(file), number, settings)? else {
                break;
            };
            let page = engine.read_page(&image)?;
            writeln!(
                out,
                "{file} {number}: {:.0} x {:.0} pt, turned by {} degrees",
                page.width_pt, page.height_pt, page.turned_deg
            )?;
            for line in page.lines() {
                if let Some(first) = line.first() {
                    write!(out, "[{:.0} {:.0}]", first.bbox.x0, first.bbox.y0)?;
                }
                for word in line {
                    write!(out, "  {} {:.0}", word.text, word.confidence * 100.0)?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

impl Alone {
    fn new(settings: &Settings) -> Result<Self, Failure> {
        let installed = installed_languages(&settings.ocr.tessdata);
        let mut languages = settings.ocr.languages.clone();
        languages.retain(|language| installed.contains(language));
        let folder = tessdata_dir(&settings.ocr.tessdata).ok_or("no Tesseract data")?;
        let mut tesseract = Tesseract::new_with_oem(
            folder.to_str(),
            Some(&languages.join("+")),
            OcrEngineMode::LstmOnly,
        )?
        .set_variable("tessedit_enable_doc_dict", "0")?
        .set_variable("debug_file", "/dev/null")?;
        tesseract.set_page_seg_mode(PageSegMode::PsmAuto);
        Ok(Self(Some(tesseract)))
    }

    /// CPU seconds of the recognition alone; handing over the picture is not counted.
    fn cost(&mut self, image: &PageImage) -> Result<f64, Failure> {
        let Some(picture) = prepared_picture(image) else {
            return Ok(0.0);
        };
        // One bit a pixel, 1 = white, as the C interface takes it.
        let rows = picture.luma.chunks_exact(picture.width_px as usize);
        let bits: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(packed)).collect();
        let tesseract = self
            .0
            .take()
            .ok_or("Tesseract failed before")?
            .set_frame(
                &bits,
                i32::try_from(picture.width_px)?,
                i32::try_from(picture.height_px)?,
                0,
                i32::try_from(picture.width_px.div_ceil(8))?,
            )?
            .set_source_resolution(picture.dpi.unwrap_or(300.0) as i32);
        let start = cpu_seconds()?;
        self.0 = Some(tesseract.recognize()?);
        Ok(cpu_seconds()? - start)
    }
}

fn packed(pixels: &[u8]) -> u8 {
    let bits = pixels.iter().fold(0, |bits, &pixel| (bits << 1) | u8::from(pixel > 127));
    bits << (8 - pixels.len())
}

/// The page's picture, from the file's bytes, as a reader does it; `None` after the last page.
fn open(path: &Path, page: u32, settings: &Settings) -> Result<Option<PageImage>, Failure> {
    let bytes = std::fs::read(path)?;
    let Sniffed::Document(kind) = sniff(&bytes, bytes.len() as u64) else {
        return Err(format!("{} is no document", path.display()).into());
    };
    let (mut document, inspection) = OpenDocument::open(kind, bytes, &settings.limits)?;
    if page > inspection.pages {
        return Ok(None);
    }
    Ok(Some(document.page_image(page, settings.ocr.render_dpi)?))
}

/// CPU time of this thread so far.
fn cpu_seconds() -> Result<f64, Failure> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = line.split(' ').next().unwrap_or("0").parse()?;
    Ok(nanoseconds / 1e9)
}
