//! An open picture file.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::Cause;
use crate::document::grey::Grey;
use crate::document::pdf::guarded;
use crate::document::{MediaKind, PageImage};
use crate::settings::Limits;

use super::{density, tiff};

/// Resolutions across and down that differ by more than this share are made equal.
const SQUARE: f64 = 0.03;

/// An open picture file: one page, or the pages of a TIFF.
pub(in crate::document) struct RasterFile {
    kind: MediaKind,
    bytes: Vec<u8>,
    pages: u32,
    limits: Limits,
}

/// A page as decoded, and what the file says of it.
struct Decoded {
    grey: Grey,
    /// Resolution across and down, dots per inch.
    claimed_dpi: Option<(f64, f64)>,
    orientation: Orientation,
}

impl RasterFile {
    /// Reads the headers.
    ///
    /// # Errors
    /// [`Cause::Truncated`], [`Cause::Damaged`], [`Cause::TooManyPages`].
    pub fn open(kind: MediaKind, bytes: Vec<u8>, limits: &Limits) -> Result<Self, Cause> {
        let pages = guarded(1, || match kind {
            MediaKind::Tiff => match tiff::pages(&bytes).len() {
                // The first directory's place is in the header; it lies beyond the end of a file that was cut off.
                0 => Err(Cause::Truncated),
                pages => Ok(u32::try_from(pages).unwrap_or(u32::MAX)),
            },
            MediaKind::Jpeg if !density::jpeg_is_whole(&bytes) => Err(Cause::Truncated),
            _ => reader(kind, &bytes, limits)?.into_dimensions().map(|_| 1).map_err(|e| cause(&e)),
        })?;
        if pages > limits.pages {
            return Err(Cause::TooManyPages { pages, limit: limits.pages });
        }
        Ok(Self { kind, bytes, pages, limits: limits.clone() })
    }

    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// The pixels of a page, from 1, upright as far as the file tells.
    ///
    /// # Errors
    /// [`Cause::TooManyPixels`], [`Cause::Truncated`], [`Cause::Damaged`].
    pub fn page_image(&self, number: u32) -> Result<PageImage, Cause> {
        guarded(number, || {
            let decoded = if self.kind == MediaKind::Tiff {
                self.tiff_page(number)?
            } else if number == 1 {
                self.only_page()?
            } else {
                return Err(no_page(number));
            };
            let grey = decoded.grey;
            let dpi = density::plausible(decoded.claimed_dpi, grey.width_px, grey.height_px);
            let (grey, dpi) = squared(grey, dpi, u64::from(self.limits.page_mpx) * 1_000_000);
            let grey = oriented(grey, decoded.orientation);
            Ok(PageImage {
                number,
                width_px: grey.width_px,
                height_px: grey.height_px,
                luma: grey.luma,
                dpi: dpi.map(|dpi| dpi as f32),
            })
        })
    }

    fn check_size(&self, page: u32, (width_px, height_px): (u32, u32)) -> Result<(), Cause> {
        let pixels = u64::from(width_px) * u64::from(height_px);
        if pixels > u64::from(self.limits.page_mpx) * 1_000_000 {
            return Err(Cause::TooManyPixels {
                page,
                width_px,
                height_px,
                limit_mpx: self.limits.page_mpx,
            });
        }
        Ok(())
    }

    fn tiff_page(&self, number: u32) -> Result<Decoded, Cause> {
        let pages = tiff::pages(&self.bytes);
        let (index, ifd) = (number as usize)
            .checked_sub(1)
            .and_then(|i| pages.get(i))
            .ok_or_else(|| no_page(number))?;
        let size = tiff::size(ifd).ok_or_else(|| no_page(number))?;
        self.check_size(number, size)?;
        let page = tiff::decode(&self.bytes, *index, ifd, &self.limits)?;
        let orientation =
            Orientation::from_exif(page.orientation).unwrap_or(Orientation::NoTransforms);
        Ok(Decoded { grey: page.grey, claimed_dpi: page.dpi, orientation })
    }

    fn only_page(&self) -> Result<Decoded, Cause> {
        let mut decoder =
            reader(self.kind, &self.bytes, &self.limits)?.into_decoder().map_err(|e| cause(&e))?;
        self.check_size(1, decoder.dimensions())?;
        let exif = decoder.exif_metadata().ok().flatten();
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let claim = density::claimed(self.kind, &self.bytes, exif.as_deref());
        let image = DynamicImage::from_decoder(decoder).map_err(|e| cause(&e))?;
        let grey = grey(image).ok_or_else(|| Cause::Damaged { detail: "no pixels".into() })?;
        Ok(Decoded { grey, claimed_dpi: claim, orientation })
    }
}

fn reader<'a>(
    kind: MediaKind,
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<ImageReader<Cursor<&'a [u8]>>, Cause> {
    let format = match kind {
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Gif => ImageFormat::Gif,
        MediaKind::Bmp => ImageFormat::Bmp,
        MediaKind::Webp => ImageFormat::WebP,
        _ => {
            return Err(Cause::Damaged { detail: "not a picture".into() });
        }
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut image_limits = image::Limits::default();
    image_limits.max_alloc = Some(limits.unpacked_mib.saturating_mul(1024 * 1024));
    reader.limits(image_limits);
    Ok(reader)
}

fn grey(image: DynamicImage) -> Option<Grey> {
    let (width_px, height_px) = (image.width(), image.height());
    match image {
        DynamicImage::ImageLuma8(pixels) => Grey::new(width_px, height_px, pixels.into_raw()),
        DynamicImage::ImageRgb8(pixels) => Grey::from_rgb(width_px, height_px, &pixels),
        image if image.color().has_alpha() => {
            Grey::from_rgba(width_px, height_px, &image.into_rgba8())
        }
        image => Grey::from_rgb(width_px, height_px, &image.into_rgb8()),
    }
}

/// Pixels as high as they are wide, by scaling the coarser direction (faxes have half as many lines as columns).
fn squared(grey: Grey, dpi: Option<(f64, f64)>, max_px: u64) -> (Grey, Option<f64>) {
    let Some((across, down)) = dpi else {
        return (grey, None);
    };
    let dpi = across.max(down);
    if (across / down - 1.0).abs() <= SQUARE {
        return (grey, Some(dpi));
    }
    let width = (f64::from(grey.width_px) * dpi / across).round() as u32;
    let height = (f64::from(grey.height_px) * dpi / down).round() as u32;
    if u64::from(width) * u64::from(height) > max_px {
        return (grey, Some(dpi));
    }
    (grey.scaled(width, height), Some(dpi))
}

fn oriented(grey: Grey, orientation: Orientation) -> Grey {
    let (swap, flip_x, flip_y) = match orientation {
        Orientation::NoTransforms => (false, false, false),
        Orientation::FlipHorizontal => (false, true, false),
        Orientation::Rotate180 => (false, true, true),
        Orientation::FlipVertical => (false, false, true),
        Orientation::Rotate90FlipH => (true, false, false),
        Orientation::Rotate90 => (true, true, false),
        Orientation::Rotate270FlipH => (true, true, true),
        Orientation::Rotate270 => (true, false, true),
    };
    grey.oriented(swap, flip_x, flip_y)
}

fn no_page(number: u32) -> Cause {
    Cause::Damaged { detail: format!("no page {number}") }
}

fn cause(error: &ImageError) -> Cause {
    let detail = match error {
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Cause::Truncated;
        }
        ImageError::Unsupported(_) => "unsupported form of picture",
        ImageError::Limits(_) => "picture over the limits",
        _ if mentions_end(error) => return Cause::Truncated,
        _ => "picture does not decode",
    };
    Cause::Damaged { detail: detail.into() }
}

/// Decoders wrap the end of the data in errors of their own.
fn mentions_end(error: &ImageError) -> bool {
    let mut source = std::error::Error::source(error);
    for _ in 0..8 {
        let Some(inner) = source else {
            return false;
        };
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return io.kind() == std::io::ErrorKind::UnexpectedEof;
        }
        source = inner.source();
    }
    false
}
