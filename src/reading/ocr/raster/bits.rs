//! Two-level pictures: boxes fitted to their ink, lone pixels, parts.

use super::super::leptonica::Component;
use super::{Bits, WHITE};

impl Bits {
    fn per_row(&self) -> usize {
        self.width.div_ceil(32)
    }

    /// The same as a grey picture's pixels: black 0, white 255.
    pub(in crate::ocr) fn to_luma(&self) -> Vec<u8> {
        if self.width == 0 {
            return Vec::new();
        }
        self.words
            .chunks_exact(self.per_row())
            .flat_map(|row| {
                (0..self.width).map(
                    |x| {
                        if row[x / 32] >> (31 - x % 32) & 1 == 1 { 0 } else { WHITE }
                    },
                )
            })
            .collect()
    }

    /// A horizontal band of the picture.
    pub(in crate::ocr) fn rows(&self, top: usize, height: usize) -> Self {
        let top = top.min(self.height);
        let bottom = (top + height).min(self.height);
        Self {
            width: self.width,
            height: bottom - top,
            words: self.words[top * self.per_row()..bottom * self.per_row()].to_vec(),
        }
    }

    /// The box (left, top, right, bottom; the last two not included) drawn in to the black in it; unchanged when there
    /// is none.
    pub(in crate::ocr) fn fitted(&self, around: [usize; 4]) -> [usize; 4] {
        let [left, top, right, bottom] = around;
        let (right, bottom) = (right.min(self.width), bottom.min(self.height));
        let (mut x0, mut y0, mut x1, mut y1) = (usize::MAX, usize::MAX, 0, 0);
        for y in top..bottom {
            let row = &self.words[y * self.per_row()..];
            let black = |x: &usize| row[x / 32] >> (31 - x % 32) & 1 == 1;
            if let Some(first) = (left..right).find(black) {
                x0 = x0.min(first);
                x1 = x1.max((first..right).rfind(black).unwrap_or(first) + 1);
                y0 = y0.min(y);
                y1 = y + 1;
            }
        }
        if x0 < x1 && y0 < y1 { [x0, y0, x1, y1] } else { around }
    }

    /// Takes the black out of a component's box.
    pub(in crate::ocr) fn whiten(&mut self, place: &Component) {
        let side = |at: i32, most: usize| usize::try_from(at).unwrap_or(0).min(most);
        let (left, right) = (side(place.x, self.width), side(place.x + place.width, self.width));
        let per_row = self.per_row();
        for y in side(place.y, self.height)..side(place.y + place.height, self.height) {
            for x in left..right {
                self.words[y * per_row + x / 32] &= !(1 << (31 - x % 32));
            }
        }
    }

    /// Number of black pixels.
    #[cfg(test)]
    pub(in crate::ocr) fn count_black(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    /// Black pixels without a black neighbour, and takes them away when `remove` is set. Returns how many there were.
    pub(in crate::ocr) fn lone_pixels(&mut self, remove: bool) -> u64 {
        let n = self.per_row();
        if n == 0 || self.height == 0 {
            return 0;
        }
        let spread = |row: &[u32], out: &mut [u32], with_self: bool| {
            for i in 0..n {
                let left = if i > 0 { row[i - 1] << 31 } else { 0 };
                let right = if i + 1 < n { row[i + 1] >> 31 } else { 0 };
                out[i] = (row[i] >> 1 | left) | (row[i] << 1 | right);
                if with_self {
                    out[i] |= row[i];
                }
            }
        };
        let mut count = 0;
        let mut above = vec![0u32; n];
        let mut beside = vec![0u32; n];
        let mut below = vec![0u32; n];
        let mut next_above = vec![0u32; n];
        for y in 0..self.height {
            let here = &self.words[y * n..(y + 1) * n];
            spread(here, &mut beside, false);
            spread(here, &mut next_above, true);
            if y + 1 < self.height {
                spread(&self.words[(y + 1) * n..(y + 2) * n], &mut below, true);
            } else {
                below.fill(0);
            }
            let here = &mut self.words[y * n..(y + 1) * n];
            for i in 0..n {
                let lone = here[i] & !(above[i] | beside[i] | below[i]);
                count += u64::from(lone.count_ones());
                if remove {
                    here[i] &= !lone;
                }
            }
            std::mem::swap(&mut above, &mut next_above);
        }
        count
    }
}
