//! The engine on a drawn page, stored in every way that scanners store pages.

use std::f32::consts::SQRT_2;

use crate::Cause;
use crate::document::PageImage;
use crate::settings::{Limits, Ocr};
use crate::text::{Page, ReadBy, Word};
use invoice::BBox;

use super::{LookAgain, OcrEngine, SecondLook, TesseractEngine, engine_id};

const NO_LOOK: LookAgain = |_, _, _| Ok(SecondLook::default());

/// Where the word stands on the drawn page, pixels (see `samples/origin.toml`).
const TOTAAL_PX: [f32; 4] = [900.0, 1528.0, 1079.0, 1562.0];
/// Values that any reading of the drawn page must hold, each a word of its own.
const VALUES: [&str; 7] =
    ["NL812345678B01", "2026-00417", "31-03-2026", "14-04-2026", "1.374,50", "123,71", "1.498,21"];

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn engine() -> Option<TesseractEngine> {
    match TesseractEngine::new(&Ocr::default(), &Limits::default(), NO_LOOK) {
        Ok(engine) => Some(engine),
        Err(cause) => {
            eprintln!("SKIPPED: {cause}");
            None
        }
    }
}

fn drawn() -> PageImage {
    let bytes = include_bytes!("samples/invoice.png");
    let picture = image::load_from_memory(bytes).unwrap().into_luma8();
    PageImage {
        number: 1,
        width_px: picture.width(),
        height_px: picture.height(),
        luma: picture.into_raw(),
        dpi: Some(300.0),
    }
}

fn flat(width_px: u32, height_px: u32, tone: u8) -> PageImage {
    PageImage {
        number: 4,
        width_px,
        height_px,
        luma: vec![tone; (width_px * height_px) as usize],
        dpi: Some(300.0),
    }
}

/// A picture whose pixel (x, y) is `pixel` of it, white outside.
fn redrawn(
    image: &PageImage,
    width_px: u32,
    height_px: u32,
    pixel: impl Fn(i64, i64) -> (i64, i64),
) -> PageImage {
    let (w, h) = (i64::from(image.width_px), i64::from(image.height_px));
    let luma = (0..i64::from(height_px))
        .flat_map(|y| (0..i64::from(width_px)).map(move |x| (x, y)))
        .map(|(x, y)| match pixel(x, y) {
            (x, y) if x >= 0 && y >= 0 && x < w && y < h => image.luma[(y * w + x) as usize],
            _ => 255,
        })
        .collect();
    PageImage { width_px, height_px, luma, ..*image }
}

/// Stored as if put on the scanner turned clockwise by this much.
fn stored_turned(image: &PageImage, deg: u16) -> PageImage {
    let (w, h) = (i64::from(image.width_px), i64::from(image.height_px));
    match deg {
        90 => redrawn(image, image.height_px, image.width_px, |x, y| (y, h - 1 - x)),
        180 => redrawn(image, image.width_px, image.height_px, |x, y| (w - 1 - x, h - 1 - y)),
        270 => redrawn(image, image.height_px, image.width_px, |x, y| (w - 1 - y, x)),
        _ => image.clone(),
    }
}

/// Turned clockwise about the middle by a few degrees.
fn stored_skewed(image: &PageImage, deg: f64) -> PageImage {
    let (sin, cos) = deg.to_radians().sin_cos();
    let (mx, my) = (f64::from(image.width_px) / 2.0, f64::from(image.height_px) / 2.0);
    redrawn(image, image.width_px, image.height_px, |x, y| {
        let (dx, dy) = (x as f64 - mx, y as f64 - my);
        ((mx + dx * cos + dy * sin).round() as i64, (my - dx * sin + dy * cos).round() as i64)
    })
}

/// Noise that is the same in every run.
fn with_noise(mut image: PageImage, per_mille: u64) -> PageImage {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for pixel in &mut image.luma {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if (state >> 33) % 1000 < per_mille {
            *pixel = if state >> 63 == 0 { 20 } else { 235 };
        }
    }
    image
}

/// Half the resolution, each pixel the mean of four.
fn halved(image: &PageImage) -> PageImage {
    let small = image::imageops::thumbnail(
        &image::GrayImage::from_raw(image.width_px, image.height_px, image.luma.clone()).unwrap(),
        image.width_px / 2,
        image.height_px / 2,
    );
    PageImage {
        width_px: small.width(),
        height_px: small.height(),
        luma: small.into_raw(),
        dpi: image.dpi.map(|dpi| dpi / 2.0),
        ..*image
    }
}

fn word<'a>(page: &'a Page, text: &str) -> &'a Word {
    page.words
        .iter()
        .find(|word| word.text == text)
        .unwrap_or_else(|| panic!("{text} was not read"))
}

#[track_caller]
fn assert_values(page: &Page) {
    let missing: Vec<&str> = VALUES
        .into_iter()
        .filter(|value| !page.words.iter().any(|word| word.text == *value))
        .collect();
    let read: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    assert!(missing.is_empty(), "{missing:?} not in {read:?}");
}

/// The word TOTAAL lies where it was drawn, when a pixel of the drawing is `pt` points.
#[track_caller]
fn assert_place(page: &Page, pt: f32, tolerance_pt: f32) {
    let [x0, y0, x1, y1] = TOTAAL_PX.map(|px| px * pt);
    let BBox { x0: left, y0: top, x1: right, y1: bottom } = word(page, "TOTAAL").bbox;
    let off = [left - x0, top - y0, right - x1, bottom - y1].map(f32::abs);
    assert!(off.iter().all(|&off| off <= tolerance_pt), "off by {off:?}");
}

#[test]
fn an_upright_page_is_read_where_it_stands() {
    let Some(mut engine) = engine() else { return };
    let page = engine.read_page(&drawn()).unwrap();
    assert_values(&page);
    assert_place(&page, 0.24, 1.0);
    assert_eq!(page.turned_deg, 0);
    assert!((page.width_pt - 1748.0 * 0.24).abs() < 0.1);
    assert!((page.height_pt - 2480.0 * 0.24).abs() < 0.1);
    let total = word(&page, "TOTAAL");
    assert_eq!(total.read_by, ReadBy::Ocr { dpi: 300 });
    assert!(total.confidence > 0.7 && total.confidence <= 1.0);
    assert!((5.0..14.0).contains(&total.size_pt), "{}", total.size_pt);
    // Lines are numbered in order without gaps, and a line's words follow each other.
    let lines: Vec<u32> = page.lines().map(|words| words[0].line).collect();
    assert!(lines.iter().copied().eq(0..lines.len() as u32), "{lines:?}");
    let name = page.lines().next().unwrap();
    assert_eq!(name[0].text, "Tuinderij");
    assert!(name.len() >= 4);
}

#[test]
fn turned_pages_are_set_upright() {
    let Some(mut engine) = engine() else { return };
    for stored in [90, 180, 270] {
        let page = engine.read_page(&stored_turned(&drawn(), stored)).unwrap();
        assert_eq!(page.turned_deg, 360 - stored);
        assert_values(&page);
        assert_place(&page, 0.24, 1.0);
        assert!(page.height_pt > page.width_pt);
    }
}

#[test]
fn a_skewed_page_is_straightened_and_its_words_are_found_where_they_are_seen() {
    let Some(mut engine) = engine() else { return };
    for skew in [-3.0_f64, 1.0, 3.0] {
        let stored = stored_skewed(&drawn(), skew);
        let page = engine.read_page(&stored).unwrap();
        assert_values(&page);
        assert_place(&page, 0.24, 3.0);
        // The middle of the word, turned as the page was.
        let [x0, y0, x1, y1] = TOTAAL_PX.map(|px| f64::from(px) * 0.24);
        let (sin, cos) = skew.to_radians().sin_cos();
        let (mx, my) = (f64::from(page.width_pt) / 2.0, f64::from(page.height_pt) / 2.0);
        let (dx, dy) = (f64::midpoint(x0, x1) - mx, f64::midpoint(y0, y1) - my);
        let seen = (mx + dx * cos - dy * sin, my + dx * sin + dy * cos);
        let place = page.as_scanned(&word(&page, "TOTAAL").bbox);
        let off =
            (f64::from(place.center_x()) - seen.0).hypot(f64::from(place.center_y()) - seen.1);
        assert!(off < 1.5, "{off} points at {skew} degrees");
    }
}

#[test]
fn a_skewed_page_on_its_side_is_both_turned_and_straightened() {
    let Some(mut engine) = engine() else { return };
    let image = stored_turned(&stored_skewed(&drawn(), 2.0), 90);
    let page = engine.read_page(&image).unwrap();
    assert_eq!(page.turned_deg, 270);
    assert_values(&page);
    assert_place(&page, 0.24, 3.0);
}

#[test]
fn a_noisy_page_is_read() {
    let Some(mut engine) = engine() else { return };
    let page = engine.read_page(&with_noise(drawn(), 20)).unwrap();
    assert_values(&page);
    assert_place(&page, 0.24, 1.5);
}

#[test]
fn a_page_of_low_resolution_is_enlarged() {
    let Some(mut engine) = engine() else { return };
    let page = engine.read_page(&halved(&drawn())).unwrap();
    assert_values(&page);
    assert_place(&page, 0.24, 1.0);
    assert_eq!(word(&page, "TOTAAL").read_by, ReadBy::Ocr { dpi: 300 });
}

#[test]
fn white_letters_on_black_are_read() {
    let Some(mut engine) = engine() else { return };
    let mut image = drawn();
    let from = 1500 * image.width_px as usize;
    let to = 1600 * image.width_px as usize;
    for pixel in &mut image.luma[from..to] {
        *pixel = 255 - *pixel;
    }
    let page = engine.read_page(&image).unwrap();
    assert_values(&page);
}

#[test]
fn a_page_of_unknown_resolution_is_taken_for_a4() {
    let Some(mut engine) = engine() else { return };
    let image = PageImage { dpi: None, ..drawn() };
    let page = engine.read_page(&image).unwrap();
    assert_values(&page);
    assert!((page.width_pt - 595.0).abs() < 1.0, "{}", page.width_pt);
    // A5 drawn on A4: everything is larger by the root of two.
    assert_place(&page, 0.24 * SQRT_2, 3.0);
}

#[test]
fn a_receipt_of_unknown_resolution_is_measured_by_its_letters() {
    let Some(mut engine) = engine() else { return };
    let strip = redrawn(&drawn(), 760, 2480, |x, y| (x + 880, y));
    let page = engine.read_page(&PageImage { dpi: None, ..strip }).unwrap();
    word(&page, "1.498,21");
    let dpi = 760.0 * 72.0 / page.width_pt;
    assert!((220.0..400.0).contains(&dpi), "{dpi}");
}

#[test]
fn a_header_with_a_nonsense_resolution_does_no_harm() {
    let Some(mut engine) = engine() else { return };
    for dpi in [72.0, 1200.0] {
        let image = PageImage { dpi: Some(dpi), ..drawn() };
        let page = engine.read_page(&image).unwrap();
        assert_values(&page);
        // Boxes stay in the page's own measure.
        assert_place(&page, 72.0 / dpi, 1.0 * 300.0 / dpi);
    }
}

#[test]
fn what_was_read_before_changes_nothing() {
    let Ok(mut engine) = TesseractEngine::new(&Ocr::default(), &Limits::default(), NO_LOOK) else {
        return;
    };
    let first = engine.read_page(&drawn()).unwrap();
    engine.read_page(&stored_turned(&drawn(), 180)).unwrap();
    engine.read_page(&flat(500, 500, 255)).unwrap();
    assert_eq!(engine.read_page(&drawn()).unwrap(), first);
}

#[test]
fn pages_without_text_are_empty() {
    let Some(mut engine) = engine() else { return };
    for (width, height) in [(1, 1), (2, 1), (1, 900), (40, 40), (1240, 1754)] {
        for tone in [0, 128, 255] {
            let page = engine.read_page(&flat(width, height, tone)).unwrap();
            assert!(page.is_blank());
            assert_eq!((page.number, page.turned_deg), (4, 0));
        }
    }
    let dusty = with_noise(flat(1240, 1754, 250), 1);
    let page = engine.read_page(&dusty).unwrap();
    assert!(page.is_blank(), "{:?}", page.words);
}

#[test]
fn a_black_page_with_a_white_edge_is_no_trouble() {
    let Some(mut engine) = engine() else { return };
    let mut image = flat(1240, 1754, 0);
    for row in image.luma.chunks_exact_mut(1240) {
        row[..20].fill(255);
    }
    assert!(engine.read_page(&image).is_ok());
}

#[test]
fn a_page_of_noise_is_no_trouble() {
    let Some(mut engine) = engine() else { return };
    assert!(engine.read_page(&with_noise(flat(600, 600, 128), 900)).is_ok());
}

#[test]
fn pictures_over_a_limit_are_refused_and_the_engine_lives_on() {
    let Some(mut engine) = engine() else { return };
    assert!(matches!(
        engine.read_page(&flat(32_768, 2, 255)),
        Err(Cause::OcrFailed { page: 4, .. })
    ));
    assert!(matches!(
        engine.read_page(&PageImage { width_px: 11, ..flat(10, 10, 255) }),
        Err(Cause::OcrFailed { page: 4, .. })
    ));
    assert!(matches!(engine.read_page(&flat(0, 10, 255)), Err(Cause::OcrFailed { page: 4, .. })));
    assert!(matches!(
        engine.read_page(&PageImage { luma: Vec::new(), ..flat(10_000, 9_000, 255) }),
        Err(Cause::TooManyPixels { page: 4, limit_mpx: 80, .. })
    ));
    assert_values(&engine.read_page(&drawn()).unwrap());
}

#[test]
fn a_page_with_too_many_words_is_refused() {
    let limits = Limits { page_words: 10, ..Limits::default() };
    let Ok(mut engine) = TesseractEngine::new(&Ocr::default(), &limits, NO_LOOK) else {
        return;
    };
    assert_eq!(engine.read_page(&drawn()), Err(Cause::PageTooComplex { page: 1 }));
}

#[test]
fn without_models_there_is_no_engine() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Ocr { tessdata: folder.path().to_path_buf(), ..Ocr::default() };
    assert!(matches!(
        TesseractEngine::new(&settings, &Limits::default(), NO_LOOK),
        Err(Cause::NoOcr { page: 0, .. })
    ));
}

#[test]
fn the_engine_id_names_version_and_languages() {
    let mut settings = Ocr::default();
    let all = engine_id(&settings);
    assert!(all.starts_with("tesseract "), "{all}");
    settings.languages.truncate(1);
    let one = engine_id(&settings);
    assert!(all.starts_with(&one), "{one} / {all}");
}
