//! The resolution that picture files claim.

use crate::document::MediaKind;

use super::ifd::Tiff;

/// Resolutions that scanners and printers have, dots per inch.
const PLAUSIBLE_DPI: std::ops::RangeInclusive<f64> = 50.0..=1200.0;
/// A page is no longer than A2; a camera that claims 72 dpi claims a page of a metre and more.
const MAX_PAGE_INCHES: f64 = 24.0;
const INCHES_PER_METRE: f64 = 39.370_078_74;

/// Resolution across and down, dots per inch, as the header claims it.
pub(super) fn claimed(kind: MediaKind, bytes: &[u8], exif: Option<&[u8]>) -> Option<(f64, f64)> {
    match kind {
        MediaKind::Jpeg => jfif(bytes).or_else(|| exif.and_then(of_exif)),
        MediaKind::Png => phys(bytes).or_else(|| exif.and_then(of_exif)),
        MediaKind::Bmp => bmp(bytes),
        MediaKind::Webp => exif.and_then(of_exif),
        _ => None,
    }
}

/// The claim, when a scan of this many pixels can have it.
pub(super) fn plausible(
    claim: Option<(f64, f64)>,
    width_px: u32,
    height_px: u32,
) -> Option<(f64, f64)> {
    claim.filter(|(across, down)| {
        PLAUSIBLE_DPI.contains(across)
            && PLAUSIBLE_DPI.contains(down)
            && f64::from(width_px) / across <= MAX_PAGE_INCHES
            && f64::from(height_px) / down <= MAX_PAGE_INCHES
    })
}

fn of_exif(exif: &[u8]) -> Option<(f64, f64)> {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Tiff::new(exif)?.directories().first()?.resolution()
}

/// The JFIF segment: unit 1 is inch, 2 is centimetre; 0 gives only the aspect.
fn jfif(bytes: &[u8]) -> Option<(f64, f64)> {
    for (marker, segment) in jpeg_segments(bytes) {
        if marker == 0xe0
            && let [b'J', b'F', b'I', b'F', 0, _, _, unit, x0, x1, y0, y1, ..] = segment
        {
            let scale = match unit {
                1 => 1.0,
                2 => 2.54,
                _ => return None,
            };
            let dots = |high: &u8, low: &u8| f64::from(u16::from_be_bytes([*high, *low])) * scale;
            return Some((dots(x0, x1), dots(y0, y1)));
        }
    }
    None
}

/// The segments of a JPEG before its first scan, with their markers; the last one is the scan's header.
pub(super) fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut done = false;
    std::iter::from_fn(move || {
        while !done {
            match rest {
                [0xff, 0xff, ..] => rest = &rest[1..],
                [0xff, marker, high, low, ..] => {
                    let marker = *marker;
                    let len = usize::from(u16::from_be_bytes([*high, *low]));
                    let segment = rest.get(4..2 + len.max(2))?;
                    rest = &rest[2 + len.max(2)..];
                    done = marker == 0xda;
                    return Some((marker, segment));
                }
                _ => return None,
            }
        }
        None
    })
}

/// Whether the JPEG has its end marker; decoders fill what is missing with grey.
pub(super) fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let start = bytes.as_ptr() as usize;
    jpeg_segments(bytes).find(|(marker, _)| *marker == 0xda).is_some_and(|(_, header)| {
        let scan = header.as_ptr() as usize - start + header.len();
        bytes[scan..].windows(2).any(|pair| pair == [0xff, 0xd9])
    })
}

/// The pHYs chunk: unit 1 is metre.
fn phys(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut rest = bytes.get(8..)?;
    loop {
        let len = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let kind = rest.get(4..8)?;
        let data = rest.get(8..8usize.checked_add(len)?)?;
        match kind {
            b"pHYs" => {
                let across = u32::from_be_bytes(data.get(..4)?.try_into().ok()?);
                let down = u32::from_be_bytes(data.get(4..8)?.try_into().ok()?);
                let is_metre = data.get(8) == Some(&1);
                return is_metre.then(|| per_metre(across, down));
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = rest.get(12 + len..)?,
        }
    }
}

/// Pixels per metre of a Windows bitmap's information header.
fn bmp(bytes: &[u8]) -> Option<(f64, f64)> {
    let field = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (field(14)? >= 40).then_some(())?;
    Some(per_metre(field(38)?, field(42)?))
}

fn per_metre(across: u32, down: u32) -> (f64, f64) {
    (f64::from(across) / INCHES_PER_METRE, f64::from(down) / INCHES_PER_METRE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_claim_is_not_believed() {
        assert_eq!(plausible(Some((72.0, 72.0)), 3000, 4000), None);
        assert_eq!(plausible(Some((300.0, 300.0)), 2480, 3508), Some((300.0, 300.0)));
        assert_eq!(plausible(Some((1.0, 1.0)), 10, 10), None);
    }

    #[test]
    fn jfif_in_centimetres() {
        let bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x02\0\x76\0\x76\0\0\xff\xd9";
        let (across, _) = jfif(bytes).expect("density");
        assert!((across - 299.72).abs() < 0.01);
    }
}
