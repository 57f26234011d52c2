//! A page to draw on, in points.

use std::error::Error;
use std::path::Path;

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};
use image::imageops::FilterType;
use image::{GrayImage, Rgb, RgbImage};
use invoice::BBox;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Side of a letter, pixels.
const LETTER_PX: i64 = 8;

/// The picture of a page.
pub struct Paper {
    pixels: RgbImage,
    px_per_pt: f32,
}

impl Paper {
    /// The picture of a page of this size (width, height; points), at `dpi` dots per inch.
    pub fn new(grey: &GrayImage, size_pt: (f32, f32), dpi: u32) -> Self {
        let px_per_pt = dpi as f32 / 72.0;
        let px = |pt: f32| (pt * px_per_pt).round().clamp(1.0, 10_000.0) as u32;
        let (width, height) = (px(size_pt.0), px(size_pt.1));
        let grey = image::imageops::resize(grey, width, height, FilterType::Triangle);
        // Paler, so that what is drawn stands out.
        let pixels = RgbImage::from_fn(width, height, |x, y| {
            let level = 70 + (u16::from(grey.get_pixel(x, y)[0]) * 185 / 255) as u8;
            Rgb([level; 3])
        });
        Self { pixels, px_per_pt }
    }

    fn px(&self, pt: f32) -> i64 {
        (pt * self.px_per_pt).round() as i64
    }

    fn dot(&mut self, x: i64, y: i64, colour: Colour) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if x < self.pixels.width() && y < self.pixels.height() {
            self.pixels.put_pixel(x, y, Rgb(colour));
        }
    }

    /// Colours the light pixels of a box.
    pub fn fill(&mut self, bbox: &BBox, colour: Colour) {
        for y in self.px(bbox.y0)..=self.px(bbox.y1) {
            for x in self.px(bbox.x0)..=self.px(bbox.x1) {
                let (Ok(column), Ok(row)) = (u32::try_from(x), u32::try_from(y)) else {
                    continue;
                };
                let pixel = self.pixels.get_pixel_checked(column, row);
                if pixel.is_some_and(|p| p[0] > 190) {
                    self.dot(x, y, colour);
                }
            }
        }
    }

    /// A line that is level or upright.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), colour: Colour) {
        for x in self.px(from.0)..=self.px(to.0) {
            for y in self.px(from.1)..=self.px(to.1) {
                self.dot(x, y, colour);
            }
        }
    }

    /// The edges of a box, outside of it.
    pub fn frame(&mut self, bbox: &BBox, width_px: i64, colour: Colour) {
        let (x0, y0) = (self.px(bbox.x0), self.px(bbox.y0));
        let (x1, y1) = (self.px(bbox.x1), self.px(bbox.y1));
        for out in 0..width_px {
            for x in x0 - out..=x1 + out {
                self.dot(x, y0 - out, colour);
                self.dot(x, y1 + out, colour);
            }
            for y in y0 - out..=y1 + out {
                self.dot(x0 - out, y, colour);
                self.dot(x1 + out, y, colour);
            }
        }
    }

    /// Small white text on a ground of colour, standing on `y` (points).
    pub fn tag(&mut self, x: f32, y: f32, text: &str, colour: Colour) {
        let (left, top) = (self.px(x), self.px(y) - LETTER_PX);
        for (at, letter) in (0..).zip(text.chars()) {
            let letter = if letter == '€' { 'E' } else { letter };
            let shape = BASIC_FONTS.get(letter).or_else(|| LATIN_FONTS.get(letter));
            for (down, bits) in (0..).zip(shape.unwrap_or([0xff; 8])) {
                for across in 0..LETTER_PX {
                    let is_ink = bits >> across & 1 == 1;
                    let ink = if is_ink { [255; 3] } else { colour };
                    self.dot(left + at * LETTER_PX + across, top + down, ink);
                }
            }
        }
    }

    /// Writes a PNG.
    pub fn save(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        Ok(self.pixels.save(path)?)
    }
}
