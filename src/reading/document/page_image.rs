//! The pixels of one page, as OCR gets them.

use super::grey::Grey;

/// A page as a grey picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PageImage {
    /// Page number in the file, from 1.
    pub number: u32,
    /// Width, pixels.
    pub width_px: u32,
    /// Height, pixels.
    pub height_px: u32,
    /// Grey values, one byte a pixel, rows from the top without padding, 255 = white.
    pub luma: Vec<u8>,
    /// Resolution, dots per inch, from the page size or the picture's header; `None` where neither tells.
    pub dpi: Option<f32>,
}

impl PageImage {
    /// The same turned clockwise by a multiple of 90 degrees.
    #[must_use]
    pub fn turned(self, degrees: u16) -> Self {
        let (swap, flip_x, flip_y) = match degrees % 360 {
            90 => (true, true, false),
            180 => (false, true, true),
            270 => (true, false, true),
            _ => return self,
        };
        let grey = Grey { width_px: self.width_px, height_px: self.height_px, luma: self.luma };
        let grey = grey.oriented(swap, flip_x, flip_y);
        Self { width_px: grey.width_px, height_px: grey.height_px, luma: grey.luma, ..self }
    }
}
