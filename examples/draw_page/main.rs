//! A document as dizzy sees it: each page as a picture with its words, rows, cells, labels, all that was considered and
//! what was chosen; and in words why each value won.
//!
//! ```text
//! cargo build --bin dizzy && cargo run --example draw_page -- [--dpi N] [--plain] FOLDER FILE…
//! ```
//!
//! Writes `<file>-<page>.png` to the folder and tells the rest on standard output. `--plain` leaves all out but the
//! chosen values.
//!
//! | in the picture | is |
//! |---|---|
//! | pale box | a cell: words without a wide gap; the line under it is its row |
//! | thin box, green to red | a word, by how sure the recogniser is of it |
//! | violet, tagged | a known label with what it can stand for |
//! | orange, blue | what was considered: amounts and the rest |
//! | thick red, tagged | what was chosen, with its field and how sure it is |
#![allow(clippy::print_stdout)] // an example says what it found

#[path = "../readings/mod.rs"]
mod readings;

mod paper;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use booking::pipeline::{PipelineSettings, propose};
use booking::settings::Review;
use extract::explain::{Explained, Spot, explain};
use extract::split::split;
use invoice::BBox;
use invoice::{Invoice, Lang};
use office::export::each_evidence;
use office::settings::Settings;
use paper::{Colour, Paper};
use reading::document::{OpenDocument, Reading, Sniffed, sniff};
use reading::text::{Page, ReadBy};
use readings::Cache;

type Failure = Box<dyn Error>;

const CELL: Colour = [205, 225, 245];
const ROW: Colour = [90, 150, 210];
const LABEL: Colour = [140, 60, 190];
const AMOUNT: Colour = [240, 140, 0];
const OTHER: Colour = [0, 110, 220];
const CHOSEN: Colour = [215, 0, 20];

/// What is drawn, and how large.
#[derive(Clone, Copy)]
struct Style {
    dpi: u32,
    plain: bool,
}

fn main() -> Result<(), Failure> {
    let mut style = Style { dpi: 130, plain: false };
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--dpi" => style.dpi = arguments.next().ok_or("--dpi N")?.parse()?,
            "--plain" => style.plain = true,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let [folder, files @ ..] = &paths[..] else {
        return Err("which folder for the pictures, which documents?".into());
    };
    fs::create_dir_all(folder)?;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/readings");
    let cache = Cache::open(&kept, Settings::default(), false)?;
    let mut reader = cache.reader()?;
    for file in files {
        let Some((_, reading)) = cache.reading(file, &mut reader)? else {
            return Err(format!("{} is no document", file.display()).into());
        };
        document(folder, file, &reading?, style)?;
    }
    Ok(())
}

/// Draws and tells all documents of one file.
fn document(folder: &Path, file: &Path, reading: &Reading, style: Style) -> Result<(), Failure> {
    println!("{}", file.display());
    let settings =
        PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING);
    let proposals = propose(reading, &settings);
    let runs = split(&reading.pages);
    let stem = file.file_stem().ok_or("a file has a name")?;
    for (at, (run, proposal)) in runs.iter().zip(&proposals).enumerate() {
        let pages: Vec<&Page> = run.pages.iter().map(|&i| &reading.pages[i]).collect();
        let known = explain(&pages, settings.floor_confidence);
        let numbers: Vec<u32> = pages.iter().map(|page| page.number).collect();
        println!(
            "document {} of {}: pages {numbers:?}, sure of the cut {:.3}, {:?}",
            at + 1,
            runs.len(),
            run.confidence,
            proposal.verdict
        );
        tell(&known, &proposal.invoice);
        for finding in &proposal.findings {
            let (rule, text) = (finding.id(), finding.text(Lang::En));
            println!("  finding  {rule} ({:?}): {text}", finding.severity());
        }
        for page in pages {
            let mut paper = picture(file, page, style.dpi)?;
            draw(&mut paper, page, &known, &proposal.invoice, style);
            let title = format!("document {} of {}, page {}", at + 1, runs.len(), page.number);
            paper.tag(4.0, 9.0, &title, [0, 0, 0]);
            let name = format!("{}-{}.png", stem.to_string_lossy(), page.number);
            paper.save(&folder.join(name))?;
        }
    }
    Ok(())
}

/// The page as it is stored, turned upright.
fn picture(file: &Path, page: &Page, dpi: u32) -> Result<Paper, Failure> {
    let settings = Settings::default();
    let bytes = fs::read(file)?;
    let Sniffed::Document(kind) = sniff(&bytes, bytes.len() as u64) else {
        return Err(format!("{} is no document", file.display()).into());
    };
    let (mut document, _) = OpenDocument::open(kind, bytes, &settings.limits)?;
    let image = document.page_image(page.number, dpi)?;
    let image = image.turned(page.turned_deg);
    let grey = image::GrayImage::from_raw(image.width_px, image.height_px, image.luma)
        .ok_or("a picture has its pixels")?;
    Ok(Paper::new(&grey, (page.width_pt, page.height_pt), dpi))
}

fn draw(paper: &mut Paper, page: &Page, known: &Explained, invoice: &Invoice, style: Style) {
    let here = |spots: &[Spot]| -> Vec<BBox> {
        let of_page = spots.iter().filter(|spot| spot.page == page.number);
        of_page.map(|spot| page.as_scanned(&spot.bbox)).collect()
    };
    if !style.plain {
        for cell in here(&known.cells) {
            paper.fill(&cell, CELL);
        }
        for row in here(&known.rows) {
            paper.line((row.x0, row.y1), (row.x1, row.y1), ROW);
        }
        for word in &page.words {
            if matches!(word.read_by, ReadBy::Ocr { .. }) {
                let red = (255.0 * (1.0 - word.confidence)) as u8;
                paper.frame(&page.as_scanned(&word.bbox), 1, [red, 255 - red, 60]);
            }
        }
        for label in known.labels.iter().filter(|l| l.page == page.number) {
            let place = page.as_scanned(&label.bbox);
            paper.frame(&place, 1, LABEL);
            paper.tag(place.x0, place.y1 + 5.5, &label.text, LABEL);
        }
        for considered in known.considered.iter().filter(|c| c.spot.page == page.number) {
            let is_amount = considered.what == "amount";
            let colour = if is_amount { AMOUNT } else { OTHER };
            paper.frame(&page.as_scanned(&considered.spot.bbox), 1, colour);
        }
    }
    each(invoice, |path, evidence, confidence| {
        if evidence.page == Some(page.number)
            && let Some(bbox) = &evidence.bbox
        {
            paper.frame(bbox, 2, CHOSEN);
            paper.tag(bbox.x0, bbox.y0 - 0.5, &format!("{path} {confidence:.2}"), CHOSEN);
        }
    });
}

fn each(invoice: &Invoice, mut visit: impl FnMut(&str, &invoice::Evidence, f32)) {
    let done: Result<(), std::convert::Infallible> =
        each_evidence(invoice, &mut |path, evidence, confidence| {
            visit(path, evidence, confidence.get());
            Ok(())
        });
    let Ok(()) = done;
}

/// Why the values won.
fn tell(known: &Explained, invoice: &Invoice) {
    each(invoice, |path, evidence, confidence| {
        let place = match (evidence.page, &evidence.bbox) {
            (Some(page), Some(b)) => {
                format!("page {page} at {:.0} {:.0} {:.0} {:.0}", b.x0, b.y0, b.x1, b.y1)
            }
            _ => evidence
                .source
                .as_ref()
                .map_or_else(String::new, |source| source.text(Lang::En).to_owned()),
        };
        let text = evidence.text.as_deref().unwrap_or("");
        let proofs: Vec<_> = evidence.proved_by.iter().map(|p| p.text(Lang::En)).collect();
        let proofs = proofs.join(", ");
        println!("  {path:22} {confidence:.3}  {text:?}  {place}  {proofs}");
    });
    println!("  weighed (what each feature adds):");
    for weighed in &known.weighed {
        let parts: Vec<String> = weighed
            .features
            .iter()
            .take(6)
            .map(|(name, part)| format!("{name} {part:+.2}"))
            .collect();
        println!("    {:18} {:?}: {}", weighed.what, weighed.value, parts.join(", "));
    }
    println!("  totals tried (score, net + VAT = gross):");
    for solution in &known.totals {
        println!("    {solution}");
    }
    println!("  considered:");
    for c in &known.considered {
        let b = &c.spot.bbox;
        println!(
            "    {:17} {:6.2}  {:?}  page {} at {:.0} {:.0}  {}",
            c.what, c.score, c.spot.text, c.spot.page, b.x0, b.y0, c.why
        );
    }
}
