//! A page as a small picture for people: a hundred dots to the inch, sixteen greys, PNG.

use serde::{Deserialize, Serialize};

use crate::Cause;

use super::PageImage;

/// Pages that have to be drawn are drawn at this resolution.
pub(crate) const PICTURE_DPI: u32 = 100;

/// Pictures of scans are made smaller by a whole factor, as long as they stay this wide, pixels.
const WIDTH_PX: u32 = 800;
/// Bits a pixel: text has few greys, and half the bits are half the bytes.
const BITS: u32 = 4;

/// A page as a small picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PagePicture {
    /// Page number in the file, from 1.
    pub number: u32,
    /// The picture, PNG; its resolution (pHYs) tells the size of the page.
    pub png: Vec<u8>,
}

impl PagePicture {
    /// The picture of a page of which the pixels are known.
    ///
    /// # Errors
    /// [`Cause::Damaged`] when it cannot be written as PNG, which is not expected.
    pub fn of(image: &PageImage) -> Result<Self, Cause> {
        let factor = (image.width_px / WIDTH_PX).max(1);
        let (width, height) = (image.width_px / factor, (image.height_px / factor).max(1));
        let rows = shrunk(image, factor, width, height);
        let mut png = Vec::with_capacity(rows.len() / 4);
        let dpi = image.dpi.unwrap_or(PICTURE_DPI as f32) / factor as f32;
        let written = write(&mut png, &rows, width, height, dpi);
        written.map_err(|error| Cause::Damaged {
            detail: format!("the picture of page {}: {error}", image.number),
        })?;
        Ok(Self { number: image.number, png })
    }
}

/// Squares of pixels averaged, packed two to a byte, every row from a byte of its own.
fn shrunk(image: &PageImage, factor: u32, width: u32, height: u32) -> Vec<u8> {
    let (factor, width) = (factor as usize, width as usize);
    let from = image.width_px as usize;
    let mut rows = Vec::with_capacity(width.div_ceil(2) * height as usize);
    let mut sums = vec![0_u32; width];
    for y in 0..height as usize {
        sums.fill(0);
        let mut lines = 0;
        for line in
            (y * factor..(y + 1) * factor).map_while(|y| image.luma.get(y * from..(y + 1) * from))
        {
            lines += 1;
            for (sum, pixels) in sums.iter_mut().zip(line.chunks_exact(factor)) {
                *sum += pixels.iter().map(|grey| u32::from(*grey)).sum::<u32>();
            }
        }
        let pixels = (factor as u32 * lines).max(1);
        let grey = |sum: u32| ((sum / pixels * 15 + 127) / 255) as u8;
        rows.extend(
            sums.chunks(2).map(|two| grey(two[0]) << BITS | two.get(1).map_or(0, |sum| grey(*sum))),
        );
    }
    rows
}

fn write(
    png: &mut Vec<u8>,
    rows: &[u8],
    width: u32,
    height: u32,
    dpi: f32,
) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(png, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_compression(png::Compression::Fast);
    let per_meter = (f64::from(dpi) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: png::Unit::Meter,
    }));
    encoder.write_header()?.write_image_data(rows)
}

/// Width and height of the page, pt, by the head of its picture; `None` when it is not one of ours.
pub fn page_size(head: &[u8]) -> Option<(f32, f32)> {
    let reader = png::Decoder::new(std::io::Cursor::new(head)).read_info().ok()?;
    let info = reader.info();
    let per_meter = info.pixel_dims.filter(|dims| dims.xppu > 0)?.xppu;
    let points = |pixels: u32| (f64::from(pixels) / f64::from(per_meter) / 0.0254 * 72.0) as f32;
    Some((points(info.width), points(info.height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_small_and_tells_the_size_of_its_page() {
        let (width_px, height_px) = (2480, 3508);
        let mut luma = vec![255; width_px as usize * height_px as usize];
        luma[..2480 * 3].fill(0);
        let image = PageImage { number: 3, width_px, height_px, luma, dpi: Some(300.0) };
        let picture = PagePicture::of(&image).unwrap();
        assert_eq!(picture.number, 3);
        let (width, height) = page_size(&picture.png).unwrap();
        assert!((width - 595.0).abs() < 1.0 && (height - 842.0).abs() < 1.0, "{width} {height}");
        let decoded = image::load_from_memory(&picture.png).unwrap().into_luma8();
        assert_eq!(decoded.dimensions(), (826, 1169));
        assert_eq!(decoded.get_pixel(400, 0).0, [0]);
        assert_eq!(decoded.get_pixel(825, 1).0, [255]);
        assert_eq!(page_size(b"no picture"), None);
    }
}
