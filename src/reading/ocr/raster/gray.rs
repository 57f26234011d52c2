//! Grey pictures: made smaller, smoothed, without lone pixels.

use std::borrow::Cow;

use super::{Gray, WHITE};

impl Gray<'_> {
    /// The picture reduced by a whole factor; each result pixel is the mean of `factor`² pixels.
    pub(in crate::ocr) fn shrink(&self, factor: usize) -> Gray<'_> {
        if factor <= 1 {
            return Gray {
                width: self.width,
                height: self.height,
                luma: Cow::Borrowed(&self.luma),
            };
        }
        let factor = factor.min(64);
        let (width, height) = ((self.width / factor).max(1), (self.height / factor).max(1));
        let (across, down) = (factor.min(self.width), factor.min(self.height));
        let area = (across * down) as u32;
        let mut luma = Vec::with_capacity(width * height);
        // Down first, whole rows at once; at most 64 × 255 fits.
        let mut columns = vec![0u16; self.width];
        for y in 0..height {
            columns.fill(0);
            for row in self.luma.chunks_exact(self.width).skip(y * factor).take(down) {
                for (sum, &pixel) in columns.iter_mut().zip(row) {
                    *sum += u16::from(pixel);
                }
            }
            if (across, down) == (2, 2) {
                let pairs = columns.chunks_exact(2);
                luma.extend(pairs.map(|pair| ((pair[0] + pair[1] + 2) >> 2) as u8));
            } else {
                luma.extend(columns.chunks_exact(across).take(width).map(|sums| {
                    let sum = sums.iter().map(|&sum| u32::from(sum)).sum::<u32>();
                    ((sum + area / 2) / area) as u8
                }));
            }
        }
        Gray { width, height, luma: Cow::Owned(luma) }
    }

    /// Each pixel replaced by the median of its 3 × 3 neighbourhood: takes speckles away and keeps edges.
    pub(in crate::ocr) fn median(&self) -> Gray<'static> {
        let (w, h) = (self.width, self.height);
        let mut luma = self.luma.to_vec();
        if w < 3 || h < 3 {
            return Gray { width: w, height: h, luma: Cow::Owned(luma) };
        }
        let source = &self.luma;
        for y in 1..h - 1 {
            let above = &source[(y - 1) * w..y * w];
            let here = &source[y * w..(y + 1) * w];
            let below = &source[(y + 1) * w..(y + 2) * w];
            let out = &mut luma[y * w + 1..(y + 1) * w - 1];
            for (x, out) in out.iter_mut().enumerate() {
                *out = median_of_9([
                    above[x],
                    above[x + 1],
                    above[x + 2],
                    here[x],
                    here[x + 1],
                    here[x + 2],
                    below[x],
                    below[x + 1],
                    below[x + 2],
                ]);
            }
        }
        Gray { width: w, height: h, luma: Cow::Owned(luma) }
    }

    /// Whether there is nothing but black and white: a fax, or what a scanner has made of the page.
    pub(in crate::ocr) fn is_two_level(&self) -> bool {
        self.luma.iter().all(|&pixel| pixel == 0 || pixel == WHITE)
    }

    /// A two-level picture without lone pixels, black or white: the salt and pepper of a fax line. They are taken away
    /// before the picture is enlarged, as they cannot be told from points afterwards.
    pub(in crate::ocr) fn without_lone_pixels(&self) -> Gray<'static> {
        let (w, h) = (self.width, self.height);
        let mut luma = self.luma.to_vec();
        if w >= 3 && h >= 3 {
            for y in 1..h - 1 {
                let above = &self.luma[(y - 1) * w..y * w];
                let here = &self.luma[y * w..(y + 1) * w];
                let below = &self.luma[(y + 1) * w..(y + 2) * w];
                let out = &mut luma[y * w + 1..(y + 1) * w - 1];
                for (x, out) in out.iter_mut().enumerate() {
                    let around = [
                        above[x],
                        above[x + 1],
                        above[x + 2],
                        here[x],
                        here[x + 2],
                        below[x],
                        below[x + 1],
                        below[x + 2],
                    ];
                    // Differs from all eight.
                    let (least, most) =
                        around.iter().fold((WHITE, 0), |(a, b), &p| (p.min(a), p.max(b)));
                    *out = here[x + 1].clamp(least, most);
                }
            }
        }
        Gray { width: w, height: h, luma: Cow::Owned(luma) }
    }

    /// The picture scaled by interpolation, the sides one after the other.
    pub(super) fn scaled(&self, scale: f64) -> Gray<'static> {
        let (w, h) = (self.width, self.height);
        let width = ((w as f64 * scale).round() as usize).max(1);
        let height = ((h as f64 * scale).round() as usize).max(1);
        let (across, down) = (sources(w, width, scale), sources(h, height, scale));
        let mut luma = Vec::with_capacity(width * height);
        // One row between two rows of the source; its last pixel twice, so that each has a next one.
        let mut between = vec![0u16; w + 1];
        for (line, part) in down {
            let line = line as usize;
            let top = &self.luma[line * w..(line + 1) * w];
            let below = (line + 1).min(h - 1);
            let bottom = &self.luma[below * w..(below + 1) * w];
            for ((out, &a), &b) in between.iter_mut().zip(top).zip(bottom) {
                // 255 × 256 fits.
                *out = u16::from(a) * (256 - part) + u16::from(b) * part;
            }
            between[w] = between[w - 1];
            luma.extend(across.iter().map(|&(column, part)| {
                let column = column as usize;
                let pair = &between[column..column + 2];
                let mixed = u32::from(pair[0]) * u32::from(256 - part)
                    + u32::from(pair[1]) * u32::from(part);
                ((mixed + (1 << 15)) >> 16) as u8
            }));
        }
        Gray { width, height, luma: Cow::Owned(luma) }
    }

    /// Brightness of the paper: nine pixels of ten are darker or equal. Looks at some of the pixels only.
    pub(in crate::ocr) fn paper(&self) -> u8 {
        let mut counts = [0u32; 256];
        let mut total = 0;
        for &pixel in self.luma.iter().step_by(13) {
            counts[usize::from(pixel)] += 1;
            total += 1;
        }
        let mut left = total / 10;
        for (tone, &count) in counts.iter().enumerate().rev() {
            if count > left {
                return tone as u8;
            }
            left -= count;
        }
        0
    }
}

/// Along one side of a picture: for each pixel of the result the pixel before it, and how much of the one after it
/// goes in, of 256.
fn sources(from: usize, to: usize, scale: f64) -> Vec<(u32, u16)> {
    let last = from.saturating_sub(1) as f64;
    (0..to)
        .map(|at| {
            let place = ((at as f64 + 0.5) / scale - 0.5).clamp(0.0, last);
            let before = place.floor().min((last - 1.0).max(0.0));
            (before as u32, ((place - before) * 256.0).round() as u16)
        })
        .collect()
}

/// The middle of nine values by the 19 exchanges of the known network (N. Devillard, 1998); minima and maxima only,
/// so that whole registers of pixels are done at once.
fn median_of_9(mut v: [u8; 9]) -> u8 {
    const EXCHANGES: [(usize, usize); 19] = [
        (1, 2),
        (4, 5),
        (7, 8),
        (0, 1),
        (3, 4),
        (6, 7),
        (1, 2),
        (4, 5),
        (7, 8),
        (0, 3),
        (5, 8),
        (4, 7),
        (3, 6),
        (1, 4),
        (2, 5),
        (4, 7),
        (4, 2),
        (6, 4),
        (4, 2),
    ];
    for (a, b) in EXCHANGES {
        let (low, high) = (v[a].min(v[b]), v[a].max(v[b]));
        v[a] = low;
        v[b] = high;
    }
    v[4]
}
