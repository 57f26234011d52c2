//! What reading a scan costs: CPU seconds of dizzy's whole way, and of Tesseract alone on the picture that dizzy
//! prepared for it, both with warm engines on one thread. Linux only (it reads the scheduler's clock).
//!
//! `OMP_THREAD_LIMIT=1 cargo run --release --example ocr_page -- PICTURE[@DPI]…`

use std::error::Error;
use std::io::Write as _;

use dizzy::config::Settings;
use dizzy::document::PageImage;
use dizzy::ocr::{OcrEngine, TesseractEngine, installed_languages, prepared_picture, tessdata_dir};
use tesseract::{OcrEngineMode, PageSegMode, Tesseract};

fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings::default();
    let mut engine = TesseractEngine::new(&settings.ocr, &settings.limits)?;
    let installed = installed_languages(&settings.ocr.tessdata);
    let mut languages = settings.ocr.languages.clone();
    languages.retain(|language| installed.contains(language));
    let folder = tessdata_dir(&settings.ocr.tessdata).ok_or("no Tesseract data")?;
    let mut tesseract = Tesseract::new_with_oem(
        folder.to_str(),
        Some(&languages.join("+")),
        OcrEngineMode::LstmOnly,
    )?;
    tesseract.set_page_seg_mode(PageSegMode::PsmAuto);
    let (mut whole, mut alone, mut words) = (0.0, 0.0, 0);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for argument in &arguments {
        let image = open(argument)?;
        let start = cpu_seconds()?;
        words += engine.read_page(&image)?.words.len();
        whole += cpu_seconds()? - start;
        let picture = prepared_picture(&image).ok_or("no memory for the picture")?;
        // One bit a pixel, 1 = white, as the C interface takes it.
        let rows = picture.luma.chunks_exact(picture.width_px as usize);
        let bits: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(packed)).collect();
        tesseract = tesseract.set_frame(
            &bits,
            i32::try_from(picture.width_px)?,
            i32::try_from(picture.height_px)?,
            0,
            i32::try_from(picture.width_px.div_ceil(8))?,
        )?;
        tesseract = tesseract.set_source_resolution(picture.dpi.unwrap_or(300.0) as i32);
        let start = cpu_seconds()?;
        tesseract = tesseract.recognize()?;
        alone += cpu_seconds()? - start;
    }
    let pages = arguments.len().max(1) as f64;
    writeln!(
        std::io::stdout(),
        "{pages} pages, {words} words: {:.3} CPU s a page; Tesseract alone {:.3}; ratio {:.3}",
        whole / pages,
        alone / pages,
        whole / alone
    )?;
    Ok(())
}

fn packed(pixels: &[u8]) -> u8 {
    let bits = pixels
        .iter()
        .fold(0, |bits, &pixel| (bits << 1) | u8::from(pixel > 127));
    bits << (8 - pixels.len())
}

fn open(argument: &str) -> Result<PageImage, Box<dyn Error>> {
    let (path, dpi) = match argument.rsplit_once('@') {
        Some((path, dpi)) => (path, Some(dpi.parse()?)),
        None => (argument, None),
    };
    let picture = image::open(path)?.into_luma8();
    Ok(PageImage {
        number: 1,
        width_px: picture.width(),
        height_px: picture.height(),
        luma: picture.into_raw(),
        dpi,
    })
}

/// CPU time of this thread so far.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = line.split(' ').next().unwrap_or("0").parse()?;
    Ok(nanoseconds / 1e9)
}
