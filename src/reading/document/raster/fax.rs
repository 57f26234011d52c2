//! Fax compression in TIFF: modified Huffman, Group 3 and Group 4 (TIFF 6.0, sections 10 and 11).

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

use crate::Cause;
use crate::document::grey::Grey;

use super::ifd::{
    COMPRESSION, FILL_ORDER, Ifd, PHOTOMETRIC, ROWS_PER_STRIP, STRIP_BYTE_COUNTS, STRIP_OFFSETS,
    T4_OPTIONS,
};

/// Whether a value of the compression tag is one of fax machines.
pub(super) fn is_fax(compression: u64) -> bool {
    matches!(compression, 2..=4)
}

/// Decodes the strips of a directory, of which the size was checked.
///
/// # Errors
/// [`Cause::Truncated`] when strips are missing, [`Cause::Damaged`].
pub(super) fn decode(
    bytes: &[u8],
    ifd: &Ifd<'_>,
    width_px: u32,
    height_px: u32,
) -> Result<Grey, Cause> {
    let damaged = || Cause::Damaged { detail: "TIFF: fax strips".into() };
    let offsets = ifd.numbers(STRIP_OFFSETS).ok_or_else(damaged)?;
    let lengths = ifd.numbers(STRIP_BYTE_COUNTS).unwrap_or_default();
    let rows_per_strip = ifd.number(ROWS_PER_STRIP).unwrap_or(u64::MAX);
    let rows_per_strip = u32::try_from(rows_per_strip).unwrap_or(u32::MAX).clamp(1, height_px);
    let options = ifd.number(T4_OPTIONS).unwrap_or(0);
    let compression = ifd.number(COMPRESSION).unwrap_or(0);
    let lsb_first = ifd.number(FILL_ORDER) == Some(2);
    // Black runs are ones; in "black is zero" pictures ones are white.
    let (paper, ink) = if ifd.number(PHOTOMETRIC) == Some(1) { (0, 255) } else { (255, 0) };
    let encoding = match compression {
        4 => EncodingMode::Group4,
        3 if options & 1 == 1 => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };

    let mut luma = Vec::with_capacity(width_px as usize * height_px as usize);
    let mut missing = false;
    for (index, offset) in offsets.iter().enumerate() {
        let done = (luma.len() / width_px as usize) as u32;
        let rows = rows_per_strip.min(height_px - done);
        if rows == 0 {
            break;
        }
        let start = usize::try_from(*offset).unwrap_or(usize::MAX).min(bytes.len());
        let length =
            lengths.get(index).map_or(usize::MAX, |n| usize::try_from(*n).unwrap_or(usize::MAX));
        let end = start.saturating_add(length).min(bytes.len());
        missing |= length != usize::MAX && start.saturating_add(length) > bytes.len();
        let strip = &bytes[start..end];
        let reversed: Vec<u8>;
        let strip = if lsb_first {
            reversed = strip.iter().map(|b| b.reverse_bits()).collect();
            &reversed
        } else {
            strip
        };
        let mut picture =
            Rows { luma: &mut luma, width: width_px as usize, left: rows as usize, paper, ink };
        let settings = DecodeSettings {
            columns: width_px,
            rows,
            end_of_block: true,
            end_of_line: compression == 3,
            rows_are_byte_aligned: compression == 2,
            encoding,
            strict: false,
        };
        // An error ends the strip; the rows before it are kept.
        let _ = hayro_ccitt::decode(strip, &mut picture, &mut DecoderContext::new(settings));
        let lost = picture.left;
        luma.resize(luma.len() + lost * width_px as usize, paper);
        missing |= lost * 10 > rows as usize;
    }
    if missing {
        return Err(Cause::Truncated);
    }
    luma.resize(width_px as usize * height_px as usize, paper);
    Grey::new(width_px, height_px, luma).ok_or_else(damaged)
}

/// Takes rows of colour changes and makes pixels of them.
struct Rows<'a> {
    luma: &'a mut Vec<u8>,
    width: usize,
    left: usize,
    paper: u8,
    ink: u8,
}

impl Decoder for Rows<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let row = self.luma.len();
        let (mut color, mut other) = (self.paper, self.ink);
        for change in changes {
            let end = (*change as usize).min(self.width);
            self.luma.resize((row + end).max(self.luma.len()), color);
            std::mem::swap(&mut color, &mut other);
        }
        self.luma.resize(row + self.width, color);
    }
}
