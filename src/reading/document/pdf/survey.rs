//! One page interpreted: what it draws and whether its text can be trusted.

use std::collections::HashSet;

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use hayro_syntax::page::Page as PdfPage;
use kurbo::Rect;

use crate::document::{NoText, TextPass};
use crate::text::{Glyph, GlyphText, Layout, LetterPairs, Page, ReadBy, Tilt, Word};
use invoice::BBox;

use super::budget::Budget;
use super::device::{PageDevice, Placed};

/// Text next to a picture this large may be no more than a stamp or a header line on a scan.
const LARGE_PICTURE: f64 = 0.3;
/// With fewer words than this it is taken for one; the shortest invoices have about forty.
const STAMP_WORDS: usize = 30;
/// Even a small picture may hold the matter of a page that has hardly a word.
const SMALL_PICTURE: f64 = 0.1;
const HARDLY_A_WORD: usize = 8;
/// Curved shapes of a page whose letters are outlines.
const OUTLINED_TEXT: usize = 150;
/// Straight lines and areas that a page without any text may have and still be blank.
const BLANK_MARKS: usize = 20;
/// Share of characters without meaning from which on a text layer is not usable.
const MAX_UNKNOWN: f32 = 0.15;
/// Fewer words than this are no record of a scanned page.
const MIN_HIDDEN_WORDS: usize = 8;
/// Share of scraps among the words of an earlier OCR from which on it is worth doing again.
const MAX_SCRAPS: f32 = 0.3;
/// An earlier OCR of unknown make: good, yet not certain.
const HIDDEN_CONFIDENCE: f32 = 0.8;

pub(super) struct Survey {
    pub device: PageDevice,
    /// Size as shown, pt.
    pub width_pt: f32,
    pub height_pt: f32,
}

impl Survey {
    /// Interprets the page; leaves by unwinding when the budget is spent.
    pub fn of(page: &PdfPage<'_>, budget: Budget) -> Self {
        let (width_pt, height_pt) = page.render_dimensions();
        let mut device = PageDevice::new(width_pt, height_pt, budget);
        interpret(page, &mut device);
        Self { device, width_pt, height_pt }
    }

    fn page_area(&self) -> f64 {
        f64::from(self.width_pt) * f64::from(self.height_pt)
    }

    /// Share of the page under pictures, 0 to 1 (strips and tiles add up).
    fn pictured(&self) -> f64 {
        let area: f64 =
            self.device.pictures.iter().filter(|p| !p.covered).map(|p| p.shown.area()).sum();
        (area / self.page_area().max(1.0)).min(1.0)
    }

    fn main_picture(&self) -> Option<&Placed> {
        let pictures = self.device.pictures.iter().filter(|p| !p.covered);
        pictures.max_by(|a, b| a.shown.area().total_cmp(&b.shown.area()))
    }

    /// Reads the text layer, or says why not.
    pub(crate) fn into_text(mut self, number: u32) -> TextPass {
        let glyphs = std::mem::take(&mut self.device.glyphs);
        let mut census = Census::of(&glyphs);
        let layout = Layout::of(glyphs, self.width_pt, self.height_pt);
        census.count_pairs(&layout);
        let seen = layout.words.iter().filter(|(_, hidden)| !hidden).count();
        let unseen = layout.words.len() - seen;
        let pictured = self.pictured();
        let needs_ocr = |why| TextPass::NeedsOcr { page: number, why };

        let mainly_picture = (pictured >= LARGE_PICTURE && seen < STAMP_WORDS)
            || (pictured >= SMALL_PICTURE && seen < HARDLY_A_WORD);
        if mainly_picture || (seen == 0 && unseen > 0) {
            return if unseen == 0 {
                needs_ocr(NoText::None)
            } else if census.hidden.is_sound() && is_good_record(&layout) {
                let dpi = self.main_picture().and_then(Placed::dpi).unwrap_or(0.0);
                let dpi = dpi.clamp(0.0, 10_000.0) as u16;
                TextPass::Read(self.page(number, layout, |(mut word, hidden)| {
                    if hidden {
                        word.read_by = ReadBy::Ocr { dpi };
                        word.confidence = HIDDEN_CONFIDENCE;
                    }
                    Some(word)
                }))
            } else {
                needs_ocr(NoText::PoorHiddenText)
            };
        }
        if self.device.outlines > OUTLINED_TEXT && seen < STAMP_WORDS {
            return needs_ocr(NoText::None);
        }
        if !census.seen.is_sound() {
            return needs_ocr(NoText::BrokenEncoding);
        }
        let nothing_drawn = self.device.outlines == 0
            && self.device.pictures.is_empty()
            && self.device.marks.len() < BLANK_MARKS;
        if seen == 0 && !nothing_drawn {
            return needs_ocr(NoText::None);
        }
        TextPass::Read(self.page(number, layout, |(word, hidden)| (!hidden).then_some(word)))
    }

    fn page(
        &self,
        number: u32,
        mut layout: Layout,
        take: impl FnMut((Word, bool)) -> Option<Word>,
    ) -> Page {
        let words = std::mem::take(&mut layout.words).into_iter().filter_map(take).collect();
        let rules: Vec<BBox> = self.device.rules.iter().map(|rule| layout.upright(*rule)).collect();
        Page {
            number,
            width_pt: layout.width_pt,
            height_pt: layout.height_pt,
            turned_deg: layout.turned_deg,
            tilt: Tilt::default(),
            words,
            rules,
        }
    }
}

/// Draws the page on a device that measures in page points.
pub(super) fn interpret<'a>(page: &PdfPage<'a>, device: &mut impl hayro_interpret::Device<'a>) {
    let (width_pt, height_pt) = page.render_dimensions();
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, f64::from(width_pt), f64::from(height_pt)),
        &InterpreterCache::new(),
        page.xref(),
        InterpreterSettings::default(),
    );
    interpret_page(page, &mut context, device);
}

impl Placed {
    /// Resolution on the page, dots per inch, by its better direction.
    pub fn dpi(&self) -> Option<f64> {
        let [a, b, c, d, ..] = self.transform.as_coeffs();
        let pixel_pt = a.hypot(b).min(c.hypot(d));
        (pixel_pt > 1e-4).then(|| 72.0 / pixel_pt)
    }
}

/// The characters of a layer of text: how many, and how many without meaning.
#[derive(Default)]
struct Layer {
    marks: u32,
    unknown: u32,
    pairs: LetterPairs,
}

impl Layer {
    /// Whether its characters can mean what they show.
    fn is_sound(&self) -> bool {
        let unknown = self.unknown as f32 / self.marks.max(1) as f32;
        (self.unknown < 3 || unknown <= MAX_UNKNOWN) && !self.pairs.look_garbled()
    }
}

#[derive(Default)]
struct Census {
    seen: Layer,
    hidden: Layer,
}

impl Census {
    fn of(glyphs: &[Glyph]) -> Self {
        let mut census = Self::default();
        for glyph in glyphs.iter().filter(|g| g.text != GlyphText::Blank) {
            let layer = census.layer(glyph.hidden);
            layer.marks += 1;
            layer.unknown += u32::from(glyph.text == GlyphText::Unknown);
        }
        census
    }

    fn layer(&mut self, hidden: bool) -> &mut Layer {
        if hidden { &mut self.hidden } else { &mut self.seen }
    }

    /// Takes in each word once: a code that stands in every row is no language.
    fn count_pairs(&mut self, layout: &Layout) {
        let mut met = HashSet::new();
        for (word, hidden) in &layout.words {
            if met.insert((word.text.as_str(), *hidden)) {
                self.layer(*hidden).pairs.add(&word.text);
            }
        }
    }
}

/// Whether hidden words read like a page and not like the scraps that an OCR makes of a bad scan.
fn is_good_record(layout: &Layout) -> bool {
    let hidden = || layout.words.iter().filter(|(_, hidden)| *hidden).map(|(word, _)| word);
    let count = hidden().count();
    let scraps = hidden().filter(|word| is_scrap(&word.text)).count();
    let lines = BBox::around(hidden().map(|word| &word.bbox)).map_or(0.0, |b| b.height());
    count >= MIN_HIDDEN_WORDS
        && scraps as f32 <= MAX_SCRAPS * count as f32
        && lines > 0.05 * layout.height_pt
}

/// A word that no one writes: loose signs, lone letters, letters and signs mixed.
fn is_scrap(word: &str) -> bool {
    let chars = word.chars().count();
    let alphanumeric = word.chars().filter(|c| c.is_alphanumeric()).count();
    let odd = word
        .chars()
        .filter(|c| "~|\\^{}<>_«»¬¢§¶¤¦`´¨".contains(*c) || *c == char::REPLACEMENT_CHARACTER);
    match chars {
        1 => !word.chars().all(|c| c.is_ascii_digit() || "€$£%&+-–—:.,/•*xàaAyIi".contains(c)),
        _ => odd.count() > 0 || alphanumeric * 2 < chars,
    }
}
