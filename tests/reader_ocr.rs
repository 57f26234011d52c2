//! Scans through a real reader process: sandboxed, limited, with the recogniser in it.

use std::io::Cursor;
use std::sync::Arc;

use image::{GrayImage, ImageFormat, imageops};
use office::settings::Settings;
use reading::Cause;
use reading::document::MediaKind;
use reading::ocr::installed_languages;
use reading::reader::{ReaderCommand, ReaderSlot, Setup};
use reading::source::{BytesAt, Document, Sha256};
use reading::text::Page;

const INVOICE: &[u8] = include_bytes!("../src/reading/ocr/samples/invoice.png");
const VALUES: [&str; 5] = ["NL812345678B01", "2026-00417", "31-03-2026", "1.374,50", "1.498,21"];

/// A slot as a run has it, all limits at their defaults; none where no language data are installed.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn slot() -> Option<ReaderSlot> {
    let mut settings = Settings::default();
    let installed = installed_languages(&settings.ocr.tessdata);
    settings.ocr.languages.retain(|language| installed.contains(language));
    if settings.ocr.languages.is_empty() {
        eprintln!("skipped: no Tesseract language data are installed");
        return None;
    }
    // A test build, on a machine that others use too.
    settings.limits.page_seconds = 300;
    let setup = Setup { limits: settings.limits, ocr: settings.ocr, sandbox: true };
    let command =
        ReaderCommand { program: env!("CARGO_BIN_EXE_dizzy").into(), args: vec!["reader".into()] };
    Some(ReaderSlot::new(command, setup, settings.reader))
}

fn png(bytes: &[u8]) -> Document {
    Document {
        sha256: Sha256::of(bytes),
        kind: MediaKind::Png,
        len: bytes.len() as u64,
        at: BytesAt::Memory(Arc::from(bytes)),
    }
}

fn recognised(slot: &mut ReaderSlot, document: &Document) -> Result<Page, Cause> {
    let mut pages = Vec::new();
    slot.inspect(document)?;
    slot.ocr(document, &[1], &mut |page| pages.push(page))?;
    assert_eq!(pages.len(), 1);
    Ok(pages.remove(0))
}

#[track_caller]
fn assert_values(page: &Page) {
    let read: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    for value in VALUES {
        assert!(read.contains(&value), "{value} not in {read:?}");
    }
}

/// The most memory that the reader has held, MiB.
#[cfg(target_os = "linux")]
fn peak_mib(slot: &ReaderSlot) -> u64 {
    let pid = slot.pid().expect("a reader runs");
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))
        .and_then(|kib| kib.trim().parse::<u64>().ok());
    kib.expect("its peak") / 1024
}

#[test]
fn a_scan_is_read_in_the_sandbox() {
    let Some(mut slot) = slot() else { return };
    let document = png(INVOICE);
    // The second page finds the engine loaded, with all files out of reach.
    for _ in 0..2 {
        let page = recognised(&mut slot, &document).expect("read");
        assert_eq!((page.number, page.turned_deg), (1, 0));
        assert_values(&page);
    }
    // People get it as it stands.
    let mut widths = Vec::new();
    let pages = [(1, Some(0)), (1, Some(90))];
    slot.pictures(&document, &pages, &mut |picture| {
        widths.push(reading::document::page_size(&picture.png).expect("a size"));
    })
    .expect("pictures");
    let [(width, height), turned] = widths[..] else {
        panic!("{widths:?}");
    };
    assert!(width < height, "{widths:?}");
    assert!((turned.0 - height).abs() < 2.0, "{widths:?}");
    let reach = slot.reach().expect("a reader");
    let unconfined = slot.unconfined().expect("a reader");
    assert!(reach.is_nothing() || !unconfined.is_empty(), "{reach:?}: not said to be unconfined");
    assert_eq!(slot.take_replacements(), []);
    #[cfg(target_os = "linux")]
    {
        let peak = peak_mib(&slot);
        assert!((20..400).contains(&peak), "{peak} MiB");
    }
}

#[test]
fn a_very_large_scan_stays_within_the_memory() {
    let Some(mut slot) = slot() else { return };
    let small = image::load_from_memory(INVOICE).expect("a picture");
    let small = small.into_luma8();
    let (width, height) = (small.width() * 4, small.height() * 4);
    let mut large = GrayImage::from_pixel(width, height + 240, image::Luma([255]));
    let enlarged = imageops::resize(&small, width, height, imageops::FilterType::Nearest);
    imageops::replace(&mut large, &enlarged, 0, 0);
    assert!(large.width() * large.height() > 70_000_000);
    let mut bytes = Cursor::new(Vec::new());
    large.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    drop((large, enlarged));
    let page = recognised(&mut slot, &png(bytes.get_ref())).expect("read");
    assert_values(&page);
    assert_eq!(slot.take_replacements(), []);
    #[cfg(target_os = "linux")]
    {
        let peak = peak_mib(&slot);
        assert!((70..700).contains(&peak), "{peak} MiB");
    }
    // The same reader goes on.
    assert_values(&recognised(&mut slot, &png(INVOICE)).expect("read"));
    assert_eq!(slot.take_replacements(), []);
}

#[test]
fn a_scan_over_the_limit_costs_one_document() {
    let Some(mut slot) = slot() else { return };
    let over = GrayImage::from_pixel(9_000, 9_000, image::Luma([255]));
    let mut bytes = Cursor::new(Vec::new());
    over.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    assert!(matches!(
        recognised(&mut slot, &png(bytes.get_ref())),
        Err(Cause::TooManyPixels { page: 1, .. })
    ));
    assert_eq!(slot.take_replacements(), []);
    assert_values(&recognised(&mut slot, &png(INVOICE)).expect("read"));
}
