//! From grey to black and white.

use super::{Bits, Gray};

impl Gray<'_> {
    /// Sauvola's threshold (J. Sauvola, M. Pietikäinen, Adaptive document image binarization, 2000): a pixel is black
    /// when it is darker than `mean * (1 + factor * (deviation / 128 - 1))` of the square around it of about
    /// `2 * half + 1` pixels, and in any case when it is darker than `floor`.
    ///
    /// The threshold changes slowly: it is computed once for each cell of 4 × 4 pixels, over whole cells.
    pub(in crate::ocr) fn binarise(&self, half: usize, factor: f32, floor: u8) -> Bits {
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
                for (word, pixels) in
                    words[y * per_row..(y + 1) * per_row].iter_mut().zip(black.chunks_exact(32))
                {
                    *word = packed(pixels);
                }
            }
        }
        Bits { width: w, height: h, words }
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
                (sum.iter().map(|&sum| u32::from(sum)).sum::<u32>(), square.iter().sum::<u32>())
            }));
        }
        Self { width, height, sums }
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
pub(super) fn packed(pixels: &[u8]) -> u32 {
    pixels.chunks_exact(8).fold(0, |bits, eight| {
        // Moves bit 0 of byte i to bit 63 - i; no two sums meet in one bit.
        let eight = eight.try_into().map_or(0, u64::from_le_bytes);
        bits << 8 | (eight.wrapping_mul(0x8040_2010_0804_0201) >> 56) as u32
    })
}
