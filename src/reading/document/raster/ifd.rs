//! The directories of a TIFF file (TIFF 6.0, section 2), also those of EXIF data.

use std::collections::HashSet;

/// Values of one entry that are read.
const MAX_VALUES: u64 = 200_000;
const MAX_DIRECTORIES: usize = 20_000;

pub(super) const NEW_SUBFILE_TYPE: u16 = 254;
pub(super) const IMAGE_WIDTH: u16 = 256;
pub(super) const IMAGE_LENGTH: u16 = 257;
pub(super) const COMPRESSION: u16 = 259;
pub(super) const PHOTOMETRIC: u16 = 262;
pub(super) const FILL_ORDER: u16 = 266;
pub(super) const STRIP_OFFSETS: u16 = 273;
pub(super) const ORIENTATION: u16 = 274;
pub(super) const ROWS_PER_STRIP: u16 = 278;
pub(super) const STRIP_BYTE_COUNTS: u16 = 279;
pub(super) const X_RESOLUTION: u16 = 282;
pub(super) const Y_RESOLUTION: u16 = 283;
pub(super) const PLANAR_CONFIGURATION: u16 = 284;
pub(super) const T4_OPTIONS: u16 = 292;
pub(super) const RESOLUTION_UNIT: u16 = 296;
pub(super) const COLOR_MAP: u16 = 320;

/// A TIFF structure of either byte order, classic or big.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
    big: bool,
}

/// A directory: where it stands, and in which file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ifd<'a> {
    tiff: Tiff<'a>,
    offset: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    at: u64,
}

impl<'a> Tiff<'a> {
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let mut tiff = Self { bytes, little, big: false };
        tiff.big = match tiff.number(2, 2)? {
            42 => false,
            43 => true,
            _ => return None,
        };
        Some(tiff)
    }

    fn number(&self, at: u64, len: u64) -> Option<u64> {
        let start = usize::try_from(at).ok()?;
        let bytes = self.bytes.get(start..start.checked_add(len as usize)?)?;
        let add = |sum, byte: &u8| (sum << 8) | u64::from(*byte);
        Some(if self.little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    }

    /// The chain of directories, each once; a chain that loops or leads out of the file ends there.
    pub fn directories(self) -> Vec<Ifd<'a>> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let mut next = if self.big { self.number(8, 8) } else { self.number(4, 4) };
        while let Some(offset) = next.filter(|o| *o != 0) {
            if found.len() >= MAX_DIRECTORIES || !seen.insert(offset) {
                break;
            }
            let ifd = Ifd { tiff: self, offset };
            let Some(end) = ifd.end() else {
                break;
            };
            found.push(ifd);
            next = self.number(end, if self.big { 8 } else { 4 });
        }
        found
    }
}

impl Ifd<'_> {
    /// Bytes of the number of entries, of an entry, and of the values that fit into an entry.
    fn sizes(&self) -> (u64, u64, u64) {
        if self.tiff.big { (8, 20, 8) } else { (2, 12, 4) }
    }

    fn len(&self) -> Option<u64> {
        self.tiff.number(self.offset, self.sizes().0).filter(|n| *n <= 4_096)
    }

    fn end(&self) -> Option<u64> {
        let (head, entry, _) = self.sizes();
        let end = self.offset.checked_add(head + self.len()? * entry)?;
        (end <= self.tiff.bytes.len() as u64).then_some(end)
    }

    fn entry(&self, tag: u16) -> Option<Entry> {
        let (head, size, inline) = self.sizes();
        for index in 0..self.len()? {
            let at = self.offset.checked_add(head + index * size)?;
            if self.tiff.number(at, 2)? != u64::from(tag) {
                continue;
            }
            let kind = self.tiff.number(at + 2, 2)? as u16;
            let count = self.tiff.number(at + 4, if self.tiff.big { 8 } else { 4 })?;
            let values = at + size - inline;
            let long = count.checked_mul(value_len(kind)?)? > inline;
            let at = if long { self.tiff.number(values, inline)? } else { values };
            return Some(Entry { kind, count, at });
        }
        None
    }

    /// The whole numbers of an entry.
    pub fn numbers(&self, tag: u16) -> Option<Vec<u64>> {
        let entry = self.entry(tag)?;
        let len = value_len(entry.kind).filter(|_| !matches!(entry.kind, 5 | 10 | 11 | 12))?;
        (0..entry.count.min(MAX_VALUES))
            .map(|i| self.tiff.number(entry.at.checked_add(i * len)?, len))
            .collect()
    }

    /// The first whole number of an entry.
    pub fn number(&self, tag: u16) -> Option<u64> {
        let entry = self.entry(tag).filter(|e| e.count > 0)?;
        self.tiff.number(entry.at, value_len(entry.kind)?)
    }

    /// The first fraction of an entry.
    pub fn fraction(&self, tag: u16) -> Option<f64> {
        let entry = self.entry(tag).filter(|e| e.kind == 5 && e.count > 0)?;
        let numerator = self.tiff.number(entry.at, 4)?;
        let denominator = self.tiff.number(entry.at.checked_add(4)?, 4)?;
        (denominator != 0).then(|| numerator as f64 / denominator as f64)
    }

    /// Resolution across and down, dots per inch.
    pub(crate) fn resolution(&self) -> Option<(f64, f64)> {
        let to_inch = match self.number(RESOLUTION_UNIT).unwrap_or(2) {
            2 => 1.0,
            3 => 2.54,
            _ => return None,
        };
        let across = self.fraction(X_RESOLUTION)?;
        let down = self.fraction(Y_RESOLUTION).unwrap_or(across);
        Some((across * to_inch, down * to_inch))
    }

    /// A copy of the file in which an entry of one short number has another value.
    pub(crate) fn with_short(&self, tag: u16, value: u16) -> Option<Vec<u8>> {
        let entry = self.entry(tag).filter(|e| e.kind == 3)?;
        let at = usize::try_from(entry.at).ok()?;
        let mut bytes = self.tiff.bytes.to_vec();
        let value = if self.tiff.little { value.to_le_bytes() } else { value.to_be_bytes() };
        bytes.get_mut(at..at + 2)?.copy_from_slice(&value);
        Some(bytes)
    }
}

/// Bytes of a value of each type.
fn value_len(kind: u16) -> Option<u64> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two directories of one entry each, the second linked back to the first.
    fn looping() -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for next in [26u32, 8] {
            bytes.extend(1u16.to_le_bytes());
            bytes.extend(IMAGE_WIDTH.to_le_bytes());
            bytes.extend(3u16.to_le_bytes());
            bytes.extend(1u32.to_le_bytes());
            bytes.extend(640u32.to_le_bytes());
            bytes.extend(next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_loop_ends() {
        let bytes = looping();
        let tiff = Tiff::new(&bytes).expect("header");
        let directories = tiff.directories();
        assert_eq!(directories.len(), 2);
        assert_eq!(directories[0].number(IMAGE_WIDTH), Some(640));
    }

    #[test]
    fn any_cut_is_survived() {
        let bytes = looping();
        for end in 0..bytes.len() {
            if let Some(tiff) = Tiff::new(&bytes[..end]) {
                for ifd in tiff.directories() {
                    let _ = (ifd.numbers(IMAGE_WIDTH), ifd.resolution());
                }
            }
        }
    }
}
