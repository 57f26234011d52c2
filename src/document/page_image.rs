//! The pixels of one page, as OCR gets them.

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
