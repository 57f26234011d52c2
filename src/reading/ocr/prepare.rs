//! From a page as it was stored to the picture the recogniser gets: upright, straight, large enough, black on white.
//!
//! All decisions are taken on a reduced picture; the full one is touched once by each step that is needed.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::PageImage;
use invoice::BBox;

use super::How;
use super::clean;
use super::leptonica::{Component, Pix};
use super::raster::{Bits, Gray, Placement};
use super::slope::{self, Slope};
use super::words::Scale;

/// Resolution that the recogniser's models are best at, dots per inch.
const TARGET_DPI: f64 = 300.0;
/// Resolution of the reduced picture that decisions are taken on, dots per inch.
const LOOK_DPI: f64 = 150.0;
/// Pixels of the reduced picture, about, at most.
const LOOK_PX: f64 = 4e6;
/// Short side of an A4 page, inches.
const A4_SHORT_IN: f64 = 8.27;
/// Median size of the letters and digits of an invoice or receipt, inches (measured on scans of known resolution;
/// four pages of five lie within a quarter of it).
const LETTER_IN: f64 = 6.2 / 72.0;
/// Pixels of the picture to be recognised at most, whatever the resolution; bounds memory and time.
const WORKING_PX: f64 = 30e6;
/// Half the window of the threshold on the reduced picture, pixels.
const LOOK_HALF_PX: usize = 10;
const SAUVOLA_FACTOR: f32 = 0.3;
/// A resolution that differs from what the letters tell by more than this factor is nonsense.
const NONSENSE: f64 = 2.5;
/// Sauvola's factor for the second look: thin strokes come out bolder.
const BOLD_FACTOR: f32 = 0.15;
/// The size of the head of a receipt for the stored picture: its large letters become those of text.
const REDUCED: f64 = 0.5;
/// Height of a part that is read again, with the room about its letters, pixels: Tesseract's models see a line 36 high.
const PART_PX: f64 = 72.0;
/// Half the window of the threshold, inches: 15 pixels at 300 dpi, half a line of text.
const HALF_WINDOW_IN: f64 = 0.05;
/// What is darker than this share of the paper's brightness is black whatever stands around it: fills under white
/// letters stay whole, so that Tesseract sees letters and not their outlines.
const DARK_SHARE: f64 = 0.25;
/// Share of lone black pixels from which a page is noisy and is smoothed.
const NOISY_SHARE: f64 = 3e-4;
/// Slopes looked for, degrees to either side.
const SKEW_RANGE_DEG: f32 = 7.0;
/// Slopes below this are left: Tesseract follows them, and straightening blurs.
const SKEW_LEAST_DEG: f32 = 0.3;
/// Leptonica's confidence from which a slope is believed.
const SKEW_CONFIDENCE: f32 = 3.0;
/// Width of a receipt's text at most, inches: rolls are 57 or 80 mm wide.
const RECEIPT_IN: f64 = 3.6;
/// Longest side of the picture to be recognised, pixels; Tesseract takes 32,767.
const WORKING_SIDE_PX: f64 = 32_000.0;
/// Leptonica's score from which text stands upright without doubt, standard deviations.
const UPRIGHT_FOR_SURE: f32 = 4.0;
/// A trial reads one part of so many of the page.
const BANDS: usize = 14;
/// Components looked at on a page at most.
const COMPONENTS: usize = 20_000;

/// What the looks at the reduced picture say about a page.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent findings about one picture")]
pub(super) struct Look {
    /// Resolution of the stored picture, dots per inch: as given, or estimated. Boxes go by it.
    pub(super) dpi: f64,
    /// Resolution that fits the size of its letters; differs where a header's resolution is nonsense (72 dpi on a
    /// photo). Recognition goes by it.
    pub(super) text_dpi: f64,
    /// Nothing on it that could be text.
    pub(super) blank: bool,
    /// Clockwise turn that makes the text lines run across and stand upright, as far as the letters' shapes tell.
    pub(super) turn_deg: u16,
    /// Whether it is certain which way the lines run.
    pub(super) direction_certain: bool,
    /// Whether it is certain which side is up.
    pub(super) upright_certain: bool,
    /// Whether the turn is so doubtful that a few lines are to be read first.
    pub(super) wants_trial: bool,
    /// Slope of the text lines, degrees.
    pub(super) skew_deg: f64,
    /// How much more they slope at the bottom than at the top, degrees.
    pub(super) fan_deg: f64,
    /// One narrow column of text: a receipt.
    pub(super) narrow: bool,
    /// Middles of the letters in the stored picture, as shares of its width and height.
    letters: Vec<(f32, f32)>,
}

/// The picture for the recogniser, and how its pixels lie on the page.
pub(super) struct Prepared {
    pub(super) pix: Pix,
    /// The same picture, for fitting boxes to the ink.
    pub(super) bits: Bits,
    /// The connected pieces of ink on it that may be letters; none on a page of noise.
    pub(super) letters: Vec<Component>,
    /// The rows with the most letters.
    busiest: Range<usize>,
    pub(super) placement: Placement,
    /// Resolution that fits its letters, dots per inch.
    pub(super) dpi: u16,
}

/// A part of the page to be read once more.
pub(super) struct Part<'a> {
    pub(super) picture: Gray<'a>,
    /// Pixels of it for each pixel of the page's picture.
    pub(super) enlarged: f64,
    /// Its left edge on the page's picture, pixels.
    pub(super) left_px: f64,
    pub(super) top_px: f64,
    /// Resolution that fits its letters, dots per inch.
    pub(super) dpi: u16,
}

impl Prepared {
    /// A part of the page (points) drawn anew from the stored picture, as a setting wants it; `None` where nothing of
    /// the page lies.
    pub(super) fn part(
        &self,
        image: &PageImage,
        scale: &Scale,
        part: BBox,
        how: How,
    ) -> Option<Part<'static>> {
        let px = |pt: f32| (f64::from(pt) / scale.pt_per_px).max(0.0) as usize;
        let (left, right) = (px(part.x0), px(part.x1).min(self.bits.width));
        let (top, bottom) = (px(part.y0), px(part.y1).min(self.bits.height));
        if right < left + 4 || bottom < top + 4 {
            return None;
        }
        let enlarged = if how == How::Smaller {
            (REDUCED / self.placement.scale).clamp(0.3, 1.0)
        } else {
            (PART_PX / (bottom - top) as f64).clamp(1.0, 3.0)
        };
        let source = gray(image);
        let mut picture = self.placement.draw_part(&source, [left, top, right, bottom], enlarged);
        if !matches!(how, How::Closer | How::Smaller) {
            let half = (HALF_WINDOW_IN * f64::from(self.dpi) * enlarged).round() as usize;
            let bits = picture.binarise(half.clamp(7, 40), BOLD_FACTOR, 0);
            picture.luma = Cow::Owned(bits.to_luma());
        }
        Some(Part {
            picture,
            enlarged,
            left_px: left as f64,
            top_px: top as f64,
            dpi: (f64::from(self.dpi) * enlarged).clamp(70.0, 2400.0) as u16,
        })
    }

    /// The few lines of the page with the most letters.
    pub(super) fn band(&self) -> Bits {
        self.bits.rows(self.busiest.start, self.busiest.len())
    }
}

fn gray(image: &PageImage) -> Gray<'_> {
    Gray {
        width: image.width_px as usize,
        height: image.height_px as usize,
        luma: Cow::Borrowed(&image.luma),
    }
}

/// Looks at the page: blank, resolution, orientation, skew.
pub(super) fn look(image: &PageImage) -> Look {
    let source = gray(image);
    let given_dpi = image.dpi.map(f64::from).filter(|dpi| (30.0..=4800.0).contains(dpi));
    let page_dpi = page_dpi(&source);
    let dpi = given_dpi.or(page_dpi).unwrap_or(TARGET_DPI);
    let mut look = Look {
        dpi,
        text_dpi: dpi,
        blank: true,
        turn_deg: 0,
        direction_certain: true,
        upright_certain: true,
        wants_trial: false,
        skew_deg: 0.0,
        fan_deg: 0.0,
        narrow: false,
        letters: Vec::new(),
    };
    let (small, factor) = small(&source, dpi);
    let bits = reduced_bits(&small);
    let Some(pix) = Pix::new(&bits) else {
        return look;
    };
    let components = pix.components(COMPONENTS);
    let letters = letters(&components, small.height.max(small.width));
    if letters.is_empty() {
        return look;
    }
    look.blank = false;
    look.letters = middles(&letters, small.width, small.height);
    let by_letters = letters_dpi(&letters, factor);
    if given_dpi.is_none() && page_dpi.is_none() {
        look.dpi = by_letters;
        look.text_dpi = by_letters;
    } else if !(1.0 / NONSENSE..NONSENSE).contains(&(by_letters / dpi)) {
        look.text_dpi = page_dpi
            .filter(|page| (1.0 / NONSENSE..NONSENSE).contains(&(by_letters / page)))
            .unwrap_or(by_letters);
    }
    turn(&mut look, &letters, &bits, &pix);
    look.narrow = is_narrow(&look, source.width, source.height);
    let standing: Vec<Component> = letters
        .iter()
        .map(|letter| letter.turned(look.turn_deg, small.width, small.height))
        .collect();
    let height = if look.turn_deg % 180 == 90 { small.width } else { small.height };
    if let Some(Slope { skew_deg, fan_deg }) =
        slope::fan(&standing, median_height(&letters), height)
    {
        (look.skew_deg, look.fan_deg) = (skew_deg, fan_deg);
    } else if look.turn_deg == 0 {
        look.skew_deg = skew(&pix);
    } else if let Some(pix) = pix.turned(look.turn_deg) {
        look.skew_deg = skew(&pix);
    }
    look
}

/// Whether all text but a few letters stands within the width of a receipt.
fn is_narrow(look: &Look, width: usize, height: usize) -> bool {
    let lies = look.turn_deg % 180 == 90;
    let mut places: Vec<f32> =
        look.letters.iter().map(|&(x, y)| if lies { y } else { x }).collect();
    places.sort_unstable_by(f32::total_cmp);
    let few = places.len() / 50;
    let (Some(first), Some(last)) = (places.get(few), places.get(places.len() - 1 - few)) else {
        return false;
    };
    let side_in = if lies { height } else { width } as f64 / look.text_dpi;
    f64::from(last - first) * side_in <= RECEIPT_IN
}

/// The reduced picture in black and white, without dust.
fn reduced_bits(small: &Gray<'_>) -> Bits {
    let mut bits = small.binarise(LOOK_HALF_PX, SAUVOLA_FACTOR, 0);
    bits.lone_pixels(true);
    bits
}

/// The reduced picture that decisions are taken on. One of wrong resolution is not looked at larger than a page is.
fn small<'a>(source: &'a Gray<'_>, dpi: f64) -> (Gray<'a>, usize) {
    let usual = (dpi / LOOK_DPI).round();
    let least = ((source.width * source.height) as f64 / LOOK_PX).sqrt().floor();
    // Nothing is made smaller than a snippet, whatever its header says.
    let most = (source.width.min(source.height) as f64 / 100.0).floor();
    let factor = usual.min(most).max(least).max(1.0) as usize;
    (source.shrink(factor), factor)
}

/// Resolution if the picture has the proportions of a printed page: it is taken for A4.
fn page_dpi(source: &Gray<'_>) -> Option<f64> {
    let short = source.width.min(source.height) as f64;
    let long = source.width.max(source.height) as f64;
    (short >= 400.0 && (1.2..=1.6).contains(&(long / short))).then_some(short / A4_SHORT_IN)
}

/// Resolution from the height of the letters, for receipts and snippets.
fn letters_dpi(letters: &[Component], factor: usize) -> f64 {
    let height = median_height(letters) * factor as f64;
    (height / LETTER_IN).clamp(72.0, 600.0)
}

fn median_height(letters: &[Component]) -> f64 {
    let mut heights: Vec<i32> = letters.iter().map(|c| c.height.max(c.width)).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).copied().map_or(0.0, f64::from)
}

/// The components that can be letters: no dust, no rules, no pictures. Fewer than three are none.
fn letters(components: &[Component], side: usize) -> Vec<Component> {
    let most = i32::try_from(side / 12).unwrap_or(i32::MAX).max(12);
    let mut found: Vec<Component> = components
        .iter()
        .filter(|c| {
            let (long, short) = (c.width.max(c.height), c.width.min(c.height));
            long >= 4 && long <= most && short >= 1 && long <= 12 * short
        })
        .copied()
        .collect();
    // Against the rest of a noisy ground: what is much smaller than the typical letter.
    let typical = median_height(&found);
    found.retain(|c| f64::from(c.width.max(c.height)) >= typical * 0.5);
    if found.len() < 3 {
        found.clear();
    }
    found
}

/// Finds how the page must be turned.
fn turn(look: &mut Look, letters: &[Component], bits: &Bits, pix: &Pix) {
    let across = share_of_neighbours_across(letters);
    look.direction_certain = (across - 0.5).abs() >= 0.1;
    let lies = across < 0.5;
    let standing = if lies {
        pix.turned(90).and_then(|pix| pix.upright())
    } else {
        // A third of the page mostly tells enough.
        let band = busiest_rows(letters.iter().map(|c| c.y + c.height / 2), bits.height, 3);
        Pix::new(&bits.rows(band.start, band.len()))
            .and_then(|band| band.upright())
            .filter(|&standing| standing >= UPRIGHT_FOR_SURE)
            .or_else(|| pix.upright())
    }
    .map_or(0.0, f64::from);
    if lies {
        look.turn_deg = if standing < 0.0 { 270 } else { 90 };
        look.upright_certain = standing.abs() >= 4.0;
        look.wants_trial = !look.upright_certain;
    } else {
        // Few pages are stored upside down: that takes more to believe.
        look.turn_deg = if standing < -3.0 { 180 } else { 0 };
        look.upright_certain = !(-10.0..2.0).contains(&standing);
        look.wants_trial = (-6.0..-3.0).contains(&standing);
    }
}

/// Share of letters whose nearest neighbour stands beside them rather than above or below: letters of a word are
/// closer than lines are. Near 1 for lines that run across, near 0 for a page on its side; 0.5 where nothing tells.
fn share_of_neighbours_across(letters: &[Component]) -> f64 {
    let cell = (median_height(letters) * 2.0).max(4.0) as i32;
    let middle = |c: &Component| (c.x + c.width / 2, c.y + c.height / 2);
    let mut sorted: Vec<(i32, i32, i32, i32)> = letters
        .iter()
        .map(|c| {
            let (x, y) = middle(c);
            (y / cell, x / cell, x, y)
        })
        .collect();
    sorted.sort_unstable();
    let step = (sorted.len() / 3000).max(1);
    let (mut across, mut votes) = (0u32, 0u32);
    for &(row, column, x, y) in sorted.iter().step_by(step) {
        let mut nearest: Option<(i32, i32, i32)> = None;
        for near_row in row - 1..=row + 1 {
            let from = sorted.partition_point(|&(r, c, ..)| (r, c) < (near_row, column - 1));
            for &(r, c, near_x, near_y) in sorted[from..].iter().take(64) {
                if (r, c) > (near_row, column + 1) {
                    break;
                }
                let (dx, dy) = ((near_x - x).abs(), (near_y - y).abs());
                let distance = dx * dx + dy * dy;
                if distance > 0 && nearest.is_none_or(|(best, ..)| distance < best) {
                    nearest = Some((distance, dx, dy));
                }
            }
        }
        if let Some((_, dx, dy)) = nearest
            && dx != dy
        {
            votes += 1;
            across += u32::from(dx > dy);
        }
    }
    if votes < 3 { 0.5 } else { f64::from(across) / f64::from(votes) }
}

/// Slope of the lines, 0 where it is too small to pay or not to be trusted.
fn skew(pix: &Pix) -> f64 {
    match pix.skew(SKEW_RANGE_DEG) {
        Some((angle, confidence))
            if confidence >= SKEW_CONFIDENCE && angle.abs() >= SKEW_LEAST_DEG =>
        {
            f64::from(angle)
        }
        _ => 0.0,
    }
}

/// The black-and-white picture that the recogniser gets for a page: to look at, and to measure against. `None` when
/// memory is short or the picture is none.
pub fn prepared_picture(image: &PageImage) -> Option<PageImage> {
    let pixels = u64::from(image.width_px) * u64::from(image.height_px);
    if pixels == 0 || pixels != image.luma.len() as u64 {
        return None;
    }
    let prepared = prepare(image, &look(image))?;
    let bits = &prepared.bits;
    Some(PageImage {
        number: image.number,
        width_px: u32::try_from(bits.width).ok()?,
        height_px: u32::try_from(bits.height).ok()?,
        luma: bits.to_luma(),
        dpi: Some(f32::from(prepared.dpi)),
    })
}

/// Makes the picture for the recogniser; `None` when memory is short.
pub(super) fn prepare(image: &PageImage, look: &Look) -> Option<Prepared> {
    let mut source = gray(image);
    if source.is_two_level() {
        source = source.without_lone_pixels();
    }
    let placement = Placement {
        turn_deg: look.turn_deg,
        skew_deg: look.skew_deg,
        fan_deg: look.fan_deg,
        scale: scale(&source, look.text_dpi),
    };
    let drawn = placement.draw(&source);
    let dpi = look.text_dpi * placement.scale;
    let half = (HALF_WINDOW_IN * dpi).round().clamp(7.0, 30.0) as usize;
    let floor = (f64::from(drawn.paper()) * DARK_SHARE) as u8;
    let mut bits = drawn.binarise(half, SAUVOLA_FACTOR, floor);
    let lone = bits.lone_pixels(true);
    if lone as f64 > NOISY_SHARE * (bits.width * bits.height) as f64 {
        bits = drawn.median().binarise(half, SAUVOLA_FACTOR, floor);
        bits.lone_pixels(true);
    }
    let letters = match Pix::new(&bits)?.all_components(clean::MOST) {
        Some(components) => clean::clean(&mut bits, components, dpi),
        None => Vec::new(),
    };
    Some(Prepared {
        pix: Pix::new(&bits)?,
        letters,
        busiest: busiest_band(look, bits.height),
        placement,
        dpi: dpi.round().clamp(70.0, 2400.0) as u16,
        bits,
    })
}

/// The part of the upright page with the most letters: a few lines of text.
fn busiest_band(look: &Look, height: usize) -> Range<usize> {
    let down = look.letters.iter().map(|&(x, y)| match look.turn_deg {
        90 => x,
        180 => 1.0 - y,
        270 => 1.0 - x,
        _ => y,
    });
    busiest_rows(down.map(|down| (down * height as f32) as i32), height, BANDS)
}

/// The `1 / part` of a picture's rows in which the most of these places lie.
fn busiest_rows(places: impl Iterator<Item = i32>, height: usize, part: usize) -> Range<usize> {
    const STEPS: usize = 4;
    let mut bins = vec![0u32; part * STEPS];
    for place in places {
        let bin = place.max(0) as usize * bins.len() / height.max(1);
        bins[bin.min(part * STEPS - 1)] += 1;
    }
    let first = (0..=bins.len() - STEPS)
        .rev()
        .max_by_key(|&first| bins[first..first + STEPS].iter().sum::<u32>())
        .unwrap_or(0);
    let (top, bottom) = (height * first / bins.len(), height * (first + STEPS) / bins.len());
    top..bottom.max(top + 1)
}

fn middles(letters: &[Component], width: usize, height: usize) -> Vec<(f32, f32)> {
    let share = |from: i32, length: i32, whole: usize| {
        ((from as f32 + length as f32 / 2.0) / whole as f32).clamp(0.0, 1.0)
    };
    letters.iter().map(|c| (share(c.x, c.width, width), share(c.y, c.height, height))).collect()
}

/// The same page the other way round, its slope measured anew.
pub(super) fn turned(image: &PageImage, look: &Look, turn_deg: u16) -> Look {
    let mut turned = Look {
        turn_deg,
        // Seen the other way up, the top's slope is at the bottom.
        fan_deg: -look.fan_deg,
        ..look.clone()
    };
    if turn_deg % 180 != look.turn_deg % 180 {
        let source = gray(image);
        turned.fan_deg = 0.0;
        turned.narrow = is_narrow(&turned, source.width, source.height);
        let (small, _) = small(&source, look.dpi);
        turned.skew_deg = Pix::new(&reduced_bits(&small))
            .and_then(|pix| pix.turned(turn_deg))
            .map_or(0.0, |pix| skew(&pix));
    }
    turned
}

/// How much the picture is enlarged or reduced.
fn scale(source: &Gray<'_>, dpi: f64) -> f64 {
    let wanted = match dpi {
        ..180.0 => 2.0,
        180.0..250.0 => 1.5,
        250.0..400.0 => 1.0,
        _ => TARGET_DPI / dpi,
    };
    let (width, height) = (source.width as f64, source.height as f64);
    let most = (WORKING_PX / (width * height)).sqrt().min(WORKING_SIDE_PX / width.max(height));
    wanted.min(most.max(0.01))
}
