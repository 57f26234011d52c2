//! Grey pictures: turning, scaling, placing.

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};

const WHITE: u8 = 255;

/// A grey picture, one byte a pixel, rows from the top, 255 = white.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grey {
    pub width_px: u32,
    pub height_px: u32,
    pub luma: Vec<u8>,
}

impl Grey {
    /// `None` when the number of pixels does not fit.
    pub fn new(width_px: u32, height_px: u32, luma: Vec<u8>) -> Option<Self> {
        let pixels = u64::from(width_px) * u64::from(height_px);
        (pixels > 0 && luma.len() as u64 == pixels).then_some(Self { width_px, height_px, luma })
    }

    /// From red, green and blue, by the weights of ITU-R BT.601.
    pub(crate) fn from_rgb(width_px: u32, height_px: u32, rgb: &[u8]) -> Option<Self> {
        Self::new(
            width_px,
            height_px,
            rgb.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect(),
        )
    }

    /// From red, green, blue and opacity, laid on white.
    pub(crate) fn from_rgba(width_px: u32, height_px: u32, rgba: &[u8]) -> Option<Self> {
        let pixels = rgba.chunks_exact(4).map(|p| on_white(luma(p[0], p[1], p[2]), p[3]));
        Self::new(width_px, height_px, pixels.collect())
    }

    /// Rows become columns when `swap`, then mirrored left to right, then top to bottom.
    #[must_use]
    pub(crate) fn oriented(self, swap: bool, flip_x: bool, flip_y: bool) -> Self {
        if !swap && !flip_x && !flip_y {
            return self;
        }
        let (from_width, from_height) = (self.width_px as usize, self.height_px as usize);
        let (width, height) =
            if swap { (from_height, from_width) } else { (from_width, from_height) };
        let mut luma = Vec::with_capacity(self.luma.len());
        for y in 0..height {
            let y = if flip_y { height - 1 - y } else { y };
            if swap {
                let column = (0..width).map(|x| self.luma[x * from_width + y]);
                if flip_x {
                    luma.extend(column.rev());
                } else {
                    luma.extend(column);
                }
            } else {
                let row = &self.luma[y * from_width..(y + 1) * from_width];
                if flip_x {
                    luma.extend(row.iter().rev());
                } else {
                    luma.extend_from_slice(row);
                }
            }
        }
        Self { width_px: width as u32, height_px: height as u32, luma }
    }

    #[must_use]
    pub(crate) fn scaled(self, width_px: u32, height_px: u32) -> Self {
        if (width_px, height_px) == (self.width_px, self.height_px)
            || width_px == 0
            || height_px == 0
        {
            return self;
        }
        let Some(image) = GrayImage::from_raw(self.width_px, self.height_px, self.luma) else {
            return Self {
                width_px,
                height_px,
                luma: vec![WHITE; width_px as usize * height_px as usize],
            };
        };
        let scaled = imageops::resize(&image, width_px, height_px, FilterType::Triangle);
        Self { width_px, height_px, luma: scaled.into_raw() }
    }

    /// Laid on white paper of the given size with its corner at (`x`, `y`); what hangs over the edge is cut off.
    #[must_use]
    pub(crate) fn on_paper(self, width_px: u32, height_px: u32, x: i64, y: i64) -> Self {
        let mut paper = GrayImage::from_pixel(width_px, height_px, Luma([WHITE]));
        if let Some(image) = GrayImage::from_raw(self.width_px, self.height_px, self.luma) {
            imageops::replace(&mut paper, &image, x, y);
        }
        Self { width_px, height_px, luma: paper.into_raw() }
    }
}

pub(super) fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8) as u8
}

/// A grey that lets white shine through.
pub(super) fn on_white(grey: u8, alpha: u8) -> u8 {
    let (grey, alpha) = (u32::from(grey), u32::from(alpha));
    ((grey * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, luma: &[u8]) -> Grey {
        Grey::new(width, height, luma.to_vec()).expect("sizes fit")
    }

    #[test]
    fn the_eight_orientations() {
        let picture = grey(3, 2, &[1, 2, 3, 4, 5, 6]);
        let turn = |swap, x, y| picture.clone().oriented(swap, x, y);
        assert_eq!(turn(false, true, false), grey(3, 2, &[3, 2, 1, 6, 5, 4]));
        assert_eq!(turn(false, true, true), grey(3, 2, &[6, 5, 4, 3, 2, 1]));
        assert_eq!(turn(true, false, false), grey(2, 3, &[1, 4, 2, 5, 3, 6]));
        // A quarter turn clockwise: the first row becomes the last column.
        assert_eq!(turn(true, true, false), grey(2, 3, &[4, 1, 5, 2, 6, 3]));
        assert_eq!(turn(true, false, true), grey(2, 3, &[3, 6, 2, 5, 1, 4]));
    }

    #[test]
    fn paper_is_white_and_cuts_off() {
        let picture = grey(2, 1, &[7, 8]);
        assert_eq!(picture.on_paper(2, 2, 1, 1), grey(2, 2, &[255, 255, 255, 7]));
    }

    #[test]
    fn nothing_of_a_transparent_pixel_is_seen() {
        assert_eq!(on_white(0, 0), 255);
        assert_eq!(on_white(40, 255), 40);
    }
}
