//! TIFF: several pages, many ways to store one.

use std::io::Cursor;

use tiff::decoder::{Decoder, DecodingResult, Limits as TiffLimits};
use tiff::{ColorType, TiffError};

use crate::Cause;
use crate::document::grey::{Grey, luma};
use crate::settings::Limits;

use super::fax;
use super::ifd::{
    COLOR_MAP, COMPRESSION, IMAGE_LENGTH, IMAGE_WIDTH, Ifd, NEW_SUBFILE_TYPE, ORIENTATION,
    PHOTOMETRIC, PLANAR_CONFIGURATION, Tiff,
};

/// Reduced versions and masks of other pictures (bits of NewSubfileType).
const NOT_A_PAGE: u64 = 0b101;
/// Colours by a table (values of PhotometricInterpretation).
const PALETTE: u64 = 3;
const BLACK_IS_ZERO: u16 = 1;

/// A page's pixels and the resolution that the file claims.
pub(super) struct TiffPage {
    pub grey: Grey,
    pub dpi: Option<(f64, f64)>,
    /// The orientation tag, 1 to 8.
    pub orientation: u8,
}

/// The directories that are pages, with their numbers in the file.
pub(super) fn pages(bytes: &[u8]) -> Vec<(usize, Ifd<'_>)> {
    let directories = Tiff::new(bytes).map(Tiff::directories).unwrap_or_default();
    directories
        .into_iter()
        .enumerate()
        .filter(|(_, ifd)| ifd.number(NEW_SUBFILE_TYPE).unwrap_or(0) & NOT_A_PAGE == 0)
        .filter(|(_, ifd)| size(ifd).is_some())
        .collect()
}

/// Width and height, pixels.
pub(super) fn size(ifd: &Ifd<'_>) -> Option<(u32, u32)> {
    let side = |tag| ifd.number(tag).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
    Some((side(IMAGE_WIDTH)?, side(IMAGE_LENGTH)?))
}

/// Decodes a page of which the size was checked.
///
/// # Errors
/// [`Cause::Truncated`], [`Cause::Damaged`].
pub(super) fn decode(
    bytes: &[u8],
    index: usize,
    ifd: &Ifd<'_>,
    limits: &Limits,
) -> Result<TiffPage, Cause> {
    let (width_px, height_px) = size(ifd).ok_or_else(|| damaged("no size"))?;
    let grey = if fax::is_fax(ifd.number(COMPRESSION).unwrap_or(1)) {
        fax::decode(bytes, ifd, width_px, height_px)?
    } else if ifd.number(PHOTOMETRIC) == Some(PALETTE) {
        // The decoder knows no palettes: it gets the same file as shades of grey, which are the indices.
        let relabelled =
            ifd.with_short(PHOTOMETRIC, BLACK_IS_ZERO).ok_or_else(|| damaged("palette"))?;
        let map = ifd.numbers(COLOR_MAP).ok_or_else(|| damaged("palette"))?;
        samples(&relabelled, index, ifd, limits, Some(&map))?
    } else {
        samples(bytes, index, ifd, limits, None)?
    };
    Ok(TiffPage {
        grey,
        dpi: ifd.resolution(),
        orientation: ifd.number(ORIENTATION).map_or(1, |n| n.min(8) as u8),
    })
}

fn samples(
    bytes: &[u8],
    index: usize,
    ifd: &Ifd<'_>,
    limits: &Limits,
    map: Option<&[u64]>,
) -> Result<Grey, Cause> {
    let budget =
        usize::try_from(limits.unpacked_mib.saturating_mul(1024 * 1024)).unwrap_or(usize::MAX);
    let mut tiff_limits = TiffLimits::default();
    tiff_limits.decoding_buffer_size = budget;
    tiff_limits.intermediate_buffer_size = budget;
    let mut decoder =
        Decoder::new(Cursor::new(bytes)).map_err(|e| cause(&e))?.with_limits(tiff_limits);
    decoder.seek_to_image(index).map_err(|e| cause(&e))?;
    let (width_px, height_px) = decoder.dimensions().map_err(|e| cause(&e))?;
    let color = decoder.colortype().map_err(|e| cause(&e))?;
    let mut result = DecodingResult::U8(Vec::new());
    decoder.read_image_to_buffer(&mut result).map_err(|e| cause(&e))?;

    let pixels = width_px as usize * height_px as usize;
    let planar = ifd.number(PLANAR_CONFIGURATION) == Some(2);
    if let (ColorType::Gray(bits @ 1..8), DecodingResult::U8(packed)) = (color, &result) {
        let indices = unpacked_bits(packed, bits, width_px as usize, map.is_none());
        let luma = match map {
            Some(map) => by_palette(&indices, map),
            None => indices,
        };
        return Grey::new(width_px, height_px, luma).ok_or_else(|| damaged("size"));
    }
    if let (Some(map), DecodingResult::U8(indices)) = (map, &result) {
        return Grey::new(width_px, height_px, by_palette(indices, map))
            .ok_or_else(|| damaged("size"));
    }
    let bytes = eight_bits(result).ok_or_else(|| damaged("sample format"))?;
    let channels = bytes.len() / pixels.max(1);
    if channels == 0 {
        return Err(damaged("size"));
    }
    // Sample `c` of pixel `i`.
    let at = |i: usize, c: usize| {
        if planar { bytes[c * pixels + i] } else { bytes[i * channels + c] }
    };
    let grey: Vec<u8> = match color {
        ColorType::RGB(_) | ColorType::RGBA(_) if channels >= 3 => {
            (0..pixels).map(|i| luma(at(i, 0), at(i, 1), at(i, 2))).collect()
        }
        ColorType::CMYK(_) | ColorType::CMYKA(_) if channels >= 4 => (0..pixels)
            .map(|i| {
                let light = |ink: u8| {
                    let product = u32::from(255 - ink) * u32::from(255 - at(i, 3));
                    (product / 255) as u8
                };
                luma(light(at(i, 0)), light(at(i, 1)), light(at(i, 2)))
            })
            .collect(),
        // The first sample of grey, of YCbCr and of Lab is the brightness.
        _ => (0..pixels).map(|i| at(i, 0)).collect(),
    };
    Grey::new(width_px, height_px, grey).ok_or_else(|| damaged("size"))
}

/// Samples of fewer than eight bits, as indices or spread over the range of a byte; rows start at whole bytes.
fn unpacked_bits(packed: &[u8], bits: u8, width: usize, spread: bool) -> Vec<u8> {
    let row_len = (width * usize::from(bits)).div_ceil(8).max(1);
    let max = (1u16 << bits) - 1;
    let mut out = Vec::with_capacity(packed.len() / row_len * width);
    for row in packed.chunks_exact(row_len) {
        for x in 0..width {
            let bit = x * usize::from(bits);
            let pair =
                u16::from_be_bytes([row[bit / 8], row.get(bit / 8 + 1).copied().unwrap_or(0)]);
            let value = (pair >> (16 - bit % 8 - usize::from(bits))) & max;
            out.push(if spread { (value * 255 / max) as u8 } else { value as u8 });
        }
    }
    out
}

/// Brightness by a colour table: all reds, then all greens, then all blues, 16 bits each.
fn by_palette(indices: &[u8], map: &[u64]) -> Vec<u8> {
    let colors = map.len() / 3;
    let table: Vec<u8> = (0..256)
        .map(|i| {
            let part = |c: usize| {
                map.get(c * colors + i).filter(|_| i < colors).map_or(0, |v| (v >> 8) as u8)
            };
            luma(part(0), part(1), part(2))
        })
        .collect();
    indices.iter().map(|i| table[usize::from(*i)]).collect()
}

/// Samples as bytes; `None` for kinds that no scanner makes.
fn eight_bits(result: DecodingResult) -> Option<Vec<u8>> {
    let unit = |v: f32| (v.clamp(0.0, 1.0) * 255.0) as u8;
    Some(match result {
        DecodingResult::U8(v) => v,
        DecodingResult::U16(v) => v.into_iter().map(|s| (s >> 8) as u8).collect(),
        DecodingResult::U32(v) => v.into_iter().map(|s| (s >> 24) as u8).collect(),
        DecodingResult::F32(v) => v.into_iter().map(unit).collect(),
        _ => return None,
    })
}

fn damaged(detail: &str) -> Cause {
    Cause::Damaged { detail: format!("TIFF: {detail}") }
}

fn cause(error: &TiffError) -> Cause {
    match error {
        TiffError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Cause::Truncated,
        TiffError::IoError(_) | TiffError::FormatError(_) => damaged("format"),
        TiffError::UnsupportedError(_) => damaged("unsupported form"),
        TiffError::LimitsExceeded => damaged("over the limits"),
        _ => damaged("not readable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_unpacked_by_row() {
        assert_eq!(
            unpacked_bits(&[0b1010_0000, 0b0110_0000], 1, 3, true),
            [255, 0, 255, 0, 255, 255]
        );
        assert_eq!(unpacked_bits(&[0x1f, 0x70], 4, 3, false), [1, 15, 7]);
    }

    #[test]
    fn a_palette_gives_brightness() {
        let map = [0, 0xffff, 0, 0xffff, 0, 0xffff];
        assert_eq!(by_palette(&[0, 1, 2], &map), [0, 255, 0]);
    }
}
