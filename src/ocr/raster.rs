//! Pictures in memory and what is done to them pixel by pixel: turning, scaling, smoothing, thresholding.
//!
//! One pass over the page does the quarter turn, the scaling and the deskewing together ([`Placement::draw`]), so that
//! a letter is interpolated once at most.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::Tilt;

use super::leptonica::Component;

/// A grey picture: one byte a pixel, rows from the top without padding, 255 = white.
#[derive(Debug, Clone)]
pub(super) struct Gray<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) luma: Cow<'a, [u8]>,
}

/// A two-level picture: 1 = black, most significant bit first, rows padded to whole words of 32 pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) words: Vec<u32>,
}

/// Where each pixel of the picture to be recognised comes from: quarter turn, then straightening about the middle of
/// the page, then scaling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placement {
    /// Clockwise turn of the stored picture: 0, 90, 180 or 270 degrees.
    pub(super) turn_deg: u16,
    /// Slope of the text lines after the turn, degrees, positive when they fall to the right.
    pub(super) skew_deg: f64,
    /// How much more the lines slope at the bottom edge than at the top edge, degrees: a page that was photographed
    /// from aside. `skew_deg` is the slope half-way down.
    pub(super) fan_deg: f64,
    /// Pixels of the result for each pixel of the stored picture.
    pub(super) scale: f64,
}

const WHITE: u8 = 255;

impl Gray<'_> {
    /// The picture reduced by a whole factor; each result pixel is the mean of `factor`² pixels.
    pub(super) fn shrink(&self, factor: usize) -> Gray<'_> {
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
            for row in self
                .luma
                .chunks_exact(self.width)
                .skip(y * factor)
                .take(down)
            {
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
        Gray {
            width,
            height,
            luma: Cow::Owned(luma),
        }
    }

    /// Each pixel replaced by the median of its 3 × 3 neighbourhood: takes speckles away and keeps edges.
    pub(super) fn median(&self) -> Gray<'static> {
        let (w, h) = (self.width, self.height);
        let mut luma = self.luma.to_vec();
        if w < 3 || h < 3 {
            return Gray {
                width: w,
                height: h,
                luma: Cow::Owned(luma),
            };
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
        Gray {
            width: w,
            height: h,
            luma: Cow::Owned(luma),
        }
    }

    /// Whether there is nothing but black and white: a fax, or what a scanner has made of the page.
    pub(super) fn is_two_level(&self) -> bool {
        self.luma.iter().all(|&pixel| pixel == 0 || pixel == WHITE)
    }

    /// A two-level picture without lone pixels, black or white: the salt and pepper of a fax line. They are taken away
    /// before the picture is enlarged, as they cannot be told from points afterwards.
    pub(super) fn without_lone_pixels(&self) -> Gray<'static> {
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
                    let (least, most) = around
                        .iter()
                        .fold((WHITE, 0), |(a, b), &p| (p.min(a), p.max(b)));
                    *out = here[x + 1].clamp(least, most);
                }
            }
        }
        Gray {
            width: w,
            height: h,
            luma: Cow::Owned(luma),
        }
    }

    /// The picture scaled by interpolation, the sides one after the other.
    fn scaled(&self, scale: f64) -> Gray<'static> {
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
        Gray {
            width,
            height,
            luma: Cow::Owned(luma),
        }
    }

    /// Brightness of the paper: nine pixels of ten are darker or equal. Looks at some of the pixels only.
    pub(super) fn paper(&self) -> u8 {
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

    /// Sauvola's threshold (J. Sauvola, M. Pietikäinen, Adaptive document image binarization, 2000): a pixel is black
    /// when it is darker than `mean * (1 + factor * (deviation / 128 - 1))` of the square around it of about
    /// `2 * half + 1` pixels, and in any case when it is darker than `floor`.
    ///
    /// The threshold changes slowly: it is computed once for each cell of 4 × 4 pixels, over whole cells.
    pub(super) fn binarise(&self, half: usize, factor: f32, floor: u8) -> Bits {
        let (w, h) = (self.width, self.height);
        // In cells. 255² × the window's area must fit in u32: at most 51 cells of 4 pixels a side.
        let half = (half.clamp(1, 100) * 2 + 1).div_ceil(CELL) / 2;
        let per_row = w.div_ceil(32);
        let mut words = vec![0u32; per_row * h];
        let cells = Cells::of(self);
        let mut window = vec![(0u32, 0u32); cells.width];
        for row in 0..half.min(cells.height) {
            cells.add(row, &mut window);
        }
        let mut limits = vec![0u8; cells.width * CELL];
        let mut black = vec![0u8; per_row * 32];
        for row in 0..cells.height {
            if row + half < cells.height {
                cells.add(row + half, &mut window);
            }
            if row > half {
                cells.remove(row - half - 1, &mut window);
            }
            let top = row.saturating_sub(half) * CELL;
            let rows = ((row + half + 1) * CELL).min(h) - top;
            limit_row(&window, w, rows, half, factor, floor, &mut limits);
            for y in row * CELL..((row + 1) * CELL).min(h) {
                let pixels = &self.luma[y * w..(y + 1) * w];
                for ((black, &pixel), &limit) in black.iter_mut().zip(pixels).zip(&limits) {
                    *black = u8::from(pixel < limit);
                }
                for (word, pixels) in words[y * per_row..(y + 1) * per_row]
                    .iter_mut()
                    .zip(black.chunks_exact(32))
                {
                    *word = packed(pixels);
                }
            }
        }
        Bits {
            width: w,
            height: h,
            words,
        }
    }
}

/// Side of a threshold's cell, pixels.
const CELL: usize = 4;

/// Sums of the pixels, and of their squares, in each cell of a picture; those at its right and bottom edge may be cut.
struct Cells {
    width: usize,
    height: usize,
    sums: Vec<(u32, u32)>,
}

impl Cells {
    fn of(picture: &Gray<'_>) -> Self {
        let (width, height) = (picture.width.div_ceil(CELL), picture.height.div_ceil(CELL));
        let mut sums = Vec::with_capacity(width * height);
        // Four rows at once, then across.
        let mut column = vec![0u16; picture.width];
        let mut column_squares = vec![0u32; picture.width];
        for rows in picture.luma.chunks(CELL * picture.width.max(1)) {
            column.fill(0);
            column_squares.fill(0);
            for row in rows.chunks_exact(picture.width) {
                for ((sum, square), &pixel) in column.iter_mut().zip(&mut column_squares).zip(row) {
                    let pixel = u16::from(pixel);
                    *sum += pixel;
                    *square += u32::from(pixel * pixel);
                }
            }
            let across = column.chunks(CELL).zip(column_squares.chunks(CELL));
            sums.extend(across.map(|(sum, square)| {
                (
                    sum.iter().map(|&sum| u32::from(sum)).sum::<u32>(),
                    square.iter().sum::<u32>(),
                )
            }));
        }
        Self {
            width,
            height,
            sums,
        }
    }

    fn row(&self, row: usize) -> &[(u32, u32)] {
        &self.sums[row * self.width..(row + 1) * self.width]
    }

    fn add(&self, row: usize, window: &mut [(u32, u32)]) {
        for (window, cell) in window.iter_mut().zip(self.row(row)) {
            window.0 += cell.0;
            window.1 += cell.1;
        }
    }

    fn remove(&self, row: usize, window: &mut [(u32, u32)]) {
        for (window, cell) in window.iter_mut().zip(self.row(row)) {
            window.0 -= cell.0;
            window.1 -= cell.1;
        }
    }
}

/// The thresholds along a row of cells, each written to the pixels of its cell. `window` holds the sums down the
/// window's `rows` rows of pixels, for each cell of the row; `half` is in cells, `width` in pixels.
fn limit_row(
    window: &[(u32, u32)],
    width: usize,
    rows: usize,
    half: usize,
    factor: f32,
    floor: u8,
    limits: &mut [u8],
) {
    let (mut sum, mut square) = (0u32, 0u32);
    for cell in &window[..half.min(window.len())] {
        sum += cell.0;
        square += cell.1;
    }
    for (at, limits) in limits.chunks_exact_mut(CELL).enumerate() {
        if let Some(cell) = window.get(at + half) {
            sum += cell.0;
            square += cell.1;
        }
        if at > half {
            let cell = window[at - half - 1];
            sum -= cell.0;
            square -= cell.1;
        }
        let left = at.saturating_sub(half) * CELL;
        let area = (rows * (((at + half + 1) * CELL).min(width) - left)) as f32;
        let mean = sum as f32 / area;
        let deviation = (square as f32 / area - mean * mean).max(0.0).sqrt();
        let limit = mean * (1.0 + factor * (deviation * (1.0 / 128.0) - 1.0));
        limits.fill((limit.ceil() as u8).max(floor));
    }
}

/// 32 pixels of 0 or 1, the first as the highest bit.
fn packed(pixels: &[u8]) -> u32 {
    pixels.chunks_exact(8).fold(0, |bits, eight| {
        // Moves bit 0 of byte i to bit 63 - i; no two sums meet in one bit.
        let eight = eight.try_into().map_or(0, u64::from_le_bytes);
        bits << 8 | (eight.wrapping_mul(0x8040_2010_0804_0201) >> 56) as u32
    })
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

impl Bits {
    fn per_row(&self) -> usize {
        self.width.div_ceil(32)
    }

    /// The same as a grey picture's pixels: black 0, white 255.
    pub(super) fn to_luma(&self) -> Vec<u8> {
        if self.width == 0 {
            return Vec::new();
        }
        self.words
            .chunks_exact(self.per_row())
            .flat_map(|row| {
                (0..self.width).map(|x| {
                    if row[x / 32] >> (31 - x % 32) & 1 == 1 {
                        0
                    } else {
                        WHITE
                    }
                })
            })
            .collect()
    }

    /// A horizontal band of the picture.
    pub(super) fn rows(&self, top: usize, height: usize) -> Self {
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
    pub(super) fn fitted(&self, around: [usize; 4]) -> [usize; 4] {
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
        if x0 < x1 && y0 < y1 {
            [x0, y0, x1, y1]
        } else {
            around
        }
    }

    /// Takes the black out of a component's box.
    pub(super) fn whiten(&mut self, place: &Component) {
        let side = |at: i32, most: usize| usize::try_from(at).unwrap_or(0).min(most);
        let (left, right) = (
            side(place.x, self.width),
            side(place.x + place.width, self.width),
        );
        let per_row = self.per_row();
        for y in side(place.y, self.height)..side(place.y + place.height, self.height) {
            for x in left..right {
                self.words[y * per_row + x / 32] &= !(1 << (31 - x % 32));
            }
        }
    }

    /// Number of black pixels.
    #[cfg(test)]
    pub(super) fn count_black(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    /// Black pixels without a black neighbour, and takes them away when `remove` is set. Returns how many there were.
    pub(super) fn lone_pixels(&mut self, remove: bool) -> u64 {
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

impl Placement {
    /// How the page lay.
    pub(super) fn tilt(&self) -> Tilt {
        Tilt {
            skew_deg: self.skew_deg as f32,
            fan_deg: self.fan_deg as f32,
        }
    }

    /// The stored picture's size after the quarter turn, pixels.
    pub(super) fn upright_size(&self, width: usize, height: usize) -> (usize, usize) {
        if self.turn_deg % 180 == 90 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// The picture as the recogniser gets it.
    pub(super) fn draw<'a>(&self, source: &'a Gray<'_>) -> Gray<'a> {
        let straight = self.skew_deg == 0.0 && self.fan_deg == 0.0;
        if straight && (self.scale - 1.0).abs() < 1e-6 {
            return quarter_turn(source, self.turn_deg);
        }
        let whole = (1.0 / self.scale + 1e-6).floor() as usize;
        if whole >= 2 {
            let small = source.shrink(whole);
            let rest = Self {
                scale: self.scale * whole as f64,
                ..*self
            };
            let drawn = rest.draw(&small);
            return Gray {
                width: drawn.width,
                height: drawn.height,
                luma: Cow::Owned(drawn.luma.into_owned()),
            };
        }
        if straight {
            return quarter_turn(source, self.turn_deg).scaled(self.scale);
        }
        let (width, height) = self.size(source);
        self.interpolate(source, [0, 0, width, height])
    }

    /// Size of the picture that `draw` gives, pixels; a pixel more or less where the picture is made much smaller.
    fn size(&self, source: &Gray<'_>) -> (usize, usize) {
        let (upright_w, upright_h) = self.upright_size(source.width, source.height);
        let side = |length: usize| ((length as f64 * self.scale).round() as usize).max(1);
        (side(upright_w), side(upright_h))
    }

    /// A part (left, top, right, bottom; pixels of the picture that `draw` gives) drawn from the stored picture, larger
    /// by `enlarge`. White where the part reaches out of the page.
    pub(super) fn draw_part(
        &self,
        source: &Gray<'_>,
        part: [usize; 4],
        enlarge: f64,
    ) -> Gray<'static> {
        let closer = Self {
            scale: self.scale * enlarge,
            ..*self
        };
        let (width, height) = closer.size(source);
        let edge = |px: usize, most: usize| ((px as f64 * enlarge).round() as usize).min(most);
        let [left, top, right, bottom] = part;
        let part = [
            edge(left, width - 1),
            edge(top, height - 1),
            edge(right, width),
            edge(bottom, height),
        ];
        let [left, top, right, bottom] = part;
        closer.interpolate(
            source,
            [left, top, right.max(left + 1), bottom.max(top + 1)],
        )
    }

    /// Draws a part (left, top, right, bottom) of the result.
    fn interpolate(&self, source: &Gray<'_>, part: [usize; 4]) -> Gray<'static> {
        let (upright_w, upright_h) = self.upright_size(source.width, source.height);
        let [left, top, right, bottom] = part;
        let (width, height) = (right - left, bottom - top);
        let (sin, cos) = self.skew_deg.to_radians().sin_cos();
        let fan = self.fan_deg.to_radians() / upright_h as f64;
        let (middle_x, middle_y) = (upright_w as f64 / 2.0, upright_h as f64 / 2.0);
        // From a place in the result (pixel middles at .5) to a place in the stored picture.
        let origin = |u: f64, v: f64| {
            let (dx, dy) = (u / self.scale - middle_x, v / self.scale - middle_y);
            let (x, y) = (
                middle_x + dx * cos - dy * sin,
                middle_y + dx * sin + dy * cos + dx * dy * fan,
            );
            let (w, h) = (source.width as f64, source.height as f64);
            match self.turn_deg {
                90 => (y, h - x),
                180 => (w - x, h - y),
                270 => (w - y, x),
                _ => (x, y),
            }
        };
        let fixed = |value: f64| (value * 65536.0).round() as i64;
        let (w, h) = (
            source.width.cast_signed() as i64,
            source.height.cast_signed() as i64,
        );
        let mut luma = vec![WHITE; width * height];
        for (v, row) in luma.chunks_exact_mut(width).enumerate() {
            // A row of the result is a straight line in the source.
            let (across, down) = (left as f64 + 0.5, (top + v) as f64 + 0.5);
            let (place, next) = (origin(across, down), origin(across + 1.0, down));
            let (step_x, step_y) = (fixed(next.0 - place.0), fixed(next.1 - place.1));
            let (x, y) = (fixed(place.0 - 0.5), fixed(place.1 - 0.5));
            let inner = intersection(
                steps_within(x, step_x, (w - 1) << 16, width),
                steps_within(y, step_y, (h - 1) << 16, width),
            );
            let outer = (0..inner.start).chain(inner.end..width);
            for u in outer {
                let column = (x + step_x * u as i64) >> 16;
                let line = (y + step_y * u as i64) >> 16;
                if column >= -1 && line >= -1 && column < w && line < h {
                    // The outermost half pixel: the nearest one.
                    let at = line.clamp(0, h - 1) * w + column.clamp(0, w - 1);
                    row[u] = source.luma[at as usize];
                }
            }
            let mut x = x + step_x * inner.start as i64;
            let mut y = y + step_y * inner.start as i64;
            for out in &mut row[inner] {
                let at = ((y >> 16) * w + (x >> 16)) as usize;
                let (part_x, part_y) = ((x >> 8) as u32 & 255, (y >> 8) as u32 & 255);
                let top = &source.luma[at..at + 2];
                let bottom = &source.luma[at + source.width..at + source.width + 2];
                let mix = |a: u8, b: u8| u32::from(a) * (256 - part_x) + u32::from(b) * part_x;
                let mixed =
                    mix(top[0], top[1]) * (256 - part_y) + mix(bottom[0], bottom[1]) * part_y;
                *out = ((mixed + (1 << 15)) >> 16) as u8;
                x += step_x;
                y += step_y;
            }
        }
        Gray {
            width,
            height,
            luma: Cow::Owned(luma),
        }
    }
}

/// Those of `count` steps from `from` that lie in `0..below`.
fn steps_within(from: i64, step: i64, below: i64, count: usize) -> Range<usize> {
    let count = count as i64;
    // The first step at or past a place, walking up.
    let reaches = |place: i64, from: i64, step: i64| (place - from + step - 1).div_euclid(step);
    let (first, end) = match step {
        0 if (0..below).contains(&from) => (0, count),
        0 => (0, 0),
        1.. => (reaches(0, from, step), reaches(below, from, step)),
        // Walking down is walking up mirrored.
        _ => {
            let mirrored = below - 1 - from;
            (reaches(0, mirrored, -step), reaches(below, mirrored, -step))
        }
    };
    let first = first.clamp(0, count);
    first as usize..end.clamp(first, count) as usize
}

fn intersection(a: Range<usize>, b: Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
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

fn quarter_turn<'a>(source: &'a Gray<'_>, turn_deg: u16) -> Gray<'a> {
    let (w, h) = (source.width, source.height);
    let (width, height) = if turn_deg % 180 == 90 { (h, w) } else { (w, h) };
    let luma = match turn_deg {
        90 | 270 => Cow::Owned(transposed(&source.luma, w, h, turn_deg == 90)),
        180 => Cow::Owned(source.luma.iter().rev().copied().collect()),
        _ => Cow::Borrowed(&*source.luma),
    };
    Gray {
        width,
        height,
        luma,
    }
}

/// Turned by 90 degrees, in tiles so that neither side leaves the cache.
fn transposed(luma: &[u8], w: usize, h: usize, clockwise: bool) -> Vec<u8> {
    const TILE: usize = 64;
    let mut out = vec![WHITE; w * h];
    for tile_y in (0..h).step_by(TILE) {
        for tile_x in (0..w).step_by(TILE) {
            for y in tile_y..(tile_y + TILE).min(h) {
                for x in tile_x..(tile_x + TILE).min(w) {
                    let at = if clockwise {
                        x * h + (h - 1 - y)
                    } else {
                        (w - 1 - x) * h + y
                    };
                    out[at] = luma[y * w + x];
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(width: usize, luma: &[u8]) -> Gray<'_> {
        Gray {
            width,
            height: luma.len() / width,
            luma: Cow::Borrowed(luma),
        }
    }

    #[test]
    fn quarter_turns_are_clockwise() {
        let picture = gray(3, &[1, 2, 3, 4, 5, 6]);
        let turned = |turn_deg| {
            Placement {
                turn_deg,
                skew_deg: 0.0,
                fan_deg: 0.0,
                scale: 1.0,
            }
            .draw(&picture)
            .luma
            .into_owned()
        };
        assert_eq!(turned(0), [1, 2, 3, 4, 5, 6]);
        assert_eq!(turned(90), [4, 1, 5, 2, 6, 3]);
        assert_eq!(turned(180), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turned(270), [3, 6, 2, 5, 1, 4]);
    }

    #[test]
    fn interpolated_turns_agree_with_exact_ones() {
        let luma: Vec<u8> = (0..40 * 30).map(|i| (i * 7 % 251) as u8).collect();
        let picture = gray(40, &luma);
        for turn_deg in [0, 90, 180, 270] {
            let placement = Placement {
                turn_deg,
                skew_deg: 0.0,
                fan_deg: 0.0,
                scale: 1.0,
            };
            let exact = placement.draw(&picture);
            let (width, height) = placement.size(&picture);
            let interpolated = placement.interpolate(&picture, [0, 0, width, height]);
            assert_eq!(exact.luma, interpolated.luma, "{turn_deg}");
        }
    }

    #[test]
    fn scaling_by_sides_agrees_with_interpolation() {
        let luma: Vec<u8> = (0..40 * 30).map(|i| (i * 7 % 251) as u8).collect();
        let picture = gray(40, &luma);
        for scale in [1.5, 2.0, 0.8, 1.37] {
            let placement = Placement {
                turn_deg: 0,
                skew_deg: 0.0,
                fan_deg: 0.0,
                scale,
            };
            let (width, height) = placement.size(&picture);
            let at_once = placement.interpolate(&picture, [0, 0, width, height]);
            let by_sides = picture.scaled(scale);
            assert_eq!(
                (by_sides.width, by_sides.height),
                (at_once.width, at_once.height)
            );
            // At the edges the one takes the nearest pixel, the other mixes along the edge.
            for y in 3..by_sides.height - 3 {
                for x in 3..by_sides.width - 3 {
                    let at = y * by_sides.width + x;
                    let (a, b) = (by_sides.luma[at], at_once.luma[at]);
                    assert!(a.abs_diff(b) <= 2, "{scale}: {x} {y}: {a} {b}");
                }
            }
        }
    }

    #[test]
    fn a_part_is_the_same_as_in_the_whole() {
        let luma: Vec<u8> = (0..60 * 50).map(|i| (i * 7 % 251) as u8).collect();
        let picture = gray(60, &luma);
        for (turn_deg, skew_deg, fan_deg, scale) in [
            (0, 0.0, 0.0, 1.0),
            (90, 2.0, 0.0, 1.5),
            (180, 1.0, 4.0, 1.0),
        ] {
            let placement = Placement {
                turn_deg,
                skew_deg,
                fan_deg,
                scale,
            };
            let whole = placement.draw(&picture);
            let part = placement.draw_part(&picture, [10, 20, 40, 31], 1.0);
            assert_eq!((part.width, part.height), (30, 11));
            for y in 0..11 {
                let at = (y + 20) * whole.width + 10;
                assert_eq!(part.luma[y * 30..][..30], whole.luma[at..at + 30]);
            }
            let large = placement.draw_part(&picture, [10, 20, 40, 31], 2.0);
            assert_eq!((large.width, large.height), (60, 22));
            // Reaching out of the page is no trouble.
            placement.draw_part(&picture, [0, 0, 9000, 9000], 2.0);
            placement.draw_part(&picture, [8000, 8000, 9000, 9000], 2.0);
        }
    }

    #[test]
    fn a_fan_is_folded() {
        // A line that falls at the bottom of the page and is level at the top.
        let (w, h) = (200, 200);
        let placement = Placement {
            turn_deg: 0,
            skew_deg: 2.0,
            fan_deg: 4.0,
            scale: 1.0,
        };
        let luma: Vec<u8> = (0..w * h)
            .map(|i| {
                let (x, y) = ((i % w) as f64, (i / w) as f64);
                let slope = 4f64.to_radians().tan() * (x - 100.0);
                if (y - 180.0 - slope).abs() < 1.5 {
                    0
                } else {
                    WHITE
                }
            })
            .collect();
        let picture = gray(w, &luma);
        let drawn = placement.draw(&picture);
        let row = |x: usize| (0..h).filter(|y| drawn.luma[y * w + x] < 128).max();
        let rows: Vec<usize> = [20, 100, 180].into_iter().filter_map(row).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().max().unwrap() - rows.iter().min().unwrap() <= 1);
    }

    #[test]
    fn lone_pixels_go_from_a_fax() {
        let mut clean = [WHITE; 48];
        for at in [20, 21, 28] {
            clean[at] = 0;
        }
        let mut luma = clean;
        luma[9] = 0;
        let fax = gray(8, &luma);
        assert!(fax.is_two_level() && !gray(2, &[0, 7]).is_two_level());
        assert_eq!(fax.without_lone_pixels().luma.as_ref(), clean);
    }

    #[test]
    fn steps_are_those_inside() {
        for (from, step) in [
            (-7, 3),
            (12, -4),
            (5, 0),
            (-1, 0),
            (100, -7),
            (0, 1),
            (9, 1),
            (-50, 2),
        ] {
            let inside: Vec<usize> = (0..20)
                .filter(|&n: &usize| (0..10).contains(&(from + step * n as i64)))
                .collect();
            let found: Vec<usize> = steps_within(from, step, 10, 20).collect();
            assert_eq!(found, inside, "{from} {step}");
        }
    }

    #[test]
    fn pixels_are_packed_in_order() {
        let mut pixels = [0u8; 32];
        for at in 0..32 {
            pixels[at] = 1;
            assert_eq!(packed(&pixels), !0u32 << (31 - at));
        }
    }

    #[test]
    fn shrinking_takes_means() {
        let picture = gray(4, &[0, 100, 10, 10, 100, 200, 10, 10]);
        assert_eq!(picture.shrink(2).luma.as_ref(), [100, 10]);
        assert_eq!(gray(1, &[7]).shrink(8).luma.as_ref(), [7]);
    }

    #[test]
    fn the_median_takes_a_speckle_away() {
        let mut luma = [200u8; 25];
        luma[12] = 0;
        assert_eq!(gray(5, &luma).median().luma.as_ref(), [200; 25]);
    }

    #[test]
    fn sauvola_finds_the_stroke_on_any_ground() {
        // A dark stroke on a ground that falls from white to grey.
        let (w, h) = (100, 60);
        let luma: Vec<u8> = (0..w * h)
            .map(|i| {
                let (x, y) = (i % w, i / w);
                let ground = 250 - x;
                let stroke = (28..31).contains(&y) && (10..90).contains(&x);
                (if stroke { ground / 3 } else { ground }) as u8
            })
            .collect();
        let bits = gray(w, &luma).binarise(15, 0.3, 0);
        assert_eq!(bits.count_black(), 3 * 80);
    }

    #[test]
    fn flat_pictures_of_any_tone_are_blank() {
        for tone in [0, 1, 90, 255] {
            assert_eq!(
                gray(70, &vec![tone; 70 * 50])
                    .binarise(15, 0.3, 0)
                    .count_black(),
                0
            );
        }
        assert_eq!(gray(1, &[0]).binarise(15, 0.3, 0).count_black(), 0);
    }

    #[test]
    fn boxes_are_fitted_to_the_black_in_them() {
        let mut words = vec![0; 2 * 5];
        words[2 * 2] = 1; // x 31, y 2
        words[2 * 3 + 1] = 1 << 31; // x 32, y 3
        let bits = Bits {
            width: 64,
            height: 5,
            words,
        };
        assert_eq!(bits.fitted([3, 0, 60, 5]), [31, 2, 33, 4]);
        assert_eq!(bits.fitted([32, 0, 900, 900]), [32, 3, 33, 4]);
        assert_eq!(bits.fitted([0, 0, 5, 5]), [0, 0, 5, 5]);
        assert_eq!(bits.fitted([70, 9, 80, 20]), [70, 9, 80, 20]);
    }

    #[test]
    fn lone_pixels_are_found_across_words() {
        let mut bits = Bits {
            width: 64,
            height: 3,
            words: vec![0, 0, 1, 1 << 31, 0, 0],
        };
        assert_eq!(bits.lone_pixels(false), 0);
        bits.words = vec![0, 0, 1, 0, 0, 1 << 20];
        assert_eq!(bits.lone_pixels(true), 2);
        assert_eq!(bits.count_black(), 0);
    }
}
