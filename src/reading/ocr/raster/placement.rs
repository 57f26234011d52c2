//! From the stored picture to the one that is recognised.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::Tilt;

use super::{Gray, Placement, WHITE};

impl Placement {
    pub(in crate::ocr) fn tilt(&self) -> Tilt {
        Tilt { skew_deg: self.skew_deg as f32, fan_deg: self.fan_deg as f32 }
    }

    /// The stored picture's size after the quarter turn, pixels.
    pub(in crate::ocr) fn upright_size(&self, width: usize, height: usize) -> (usize, usize) {
        if self.turn_deg % 180 == 90 { (height, width) } else { (width, height) }
    }

    /// The picture as the recogniser gets it.
    pub(in crate::ocr) fn draw<'a>(&self, source: &'a Gray<'_>) -> Gray<'a> {
        let straight = self.skew_deg == 0.0 && self.fan_deg == 0.0;
        if straight && (self.scale - 1.0).abs() < 1e-6 {
            return quarter_turn(source, self.turn_deg);
        }
        let whole = (1.0 / self.scale + 1e-6).floor() as usize;
        if whole >= 2 {
            let small = source.shrink(whole);
            let rest = Self { scale: self.scale * whole as f64, ..*self };
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
    pub(super) fn size(&self, source: &Gray<'_>) -> (usize, usize) {
        let (upright_w, upright_h) = self.upright_size(source.width, source.height);
        let side = |length: usize| ((length as f64 * self.scale).round() as usize).max(1);
        (side(upright_w), side(upright_h))
    }

    /// A part (left, top, right, bottom; pixels of the picture that `draw` gives) drawn from the stored picture, larger
    /// by `enlarge`. White where the part reaches out of the page.
    pub(in crate::ocr) fn draw_part(
        &self,
        source: &Gray<'_>,
        part: [usize; 4],
        enlarge: f64,
    ) -> Gray<'static> {
        let closer = Self { scale: self.scale * enlarge, ..*self };
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
        closer.interpolate(source, [left, top, right.max(left + 1), bottom.max(top + 1)])
    }

    /// Draws a part (left, top, right, bottom) of the result.
    pub(super) fn interpolate(&self, source: &Gray<'_>, part: [usize; 4]) -> Gray<'static> {
        let (upright_w, upright_h) = self.upright_size(source.width, source.height);
        let [left, top, right, bottom] = part;
        let (width, height) = (right - left, bottom - top);
        let (sin, cos) = self.skew_deg.to_radians().sin_cos();
        let fan = self.fan_deg.to_radians() / upright_h as f64;
        let (middle_x, middle_y) = (upright_w as f64 / 2.0, upright_h as f64 / 2.0);
        // From a place in the result (pixel middles at .5) to a place in the stored picture.
        let origin = |u: f64, v: f64| {
            let (dx, dy) = (u / self.scale - middle_x, v / self.scale - middle_y);
            let (x, y) =
                (middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos + dx * dy * fan);
            let (w, h) = (source.width as f64, source.height as f64);
            match self.turn_deg {
                90 => (y, h - x),
                180 => (w - x, h - y),
                270 => (w - y, x),
                _ => (x, y),
            }
        };
        let fixed = |value: f64| (value * 65536.0).round() as i64;
        let (w, h) = (source.width.cast_signed() as i64, source.height.cast_signed() as i64);
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
        Gray { width, height, luma: Cow::Owned(luma) }
    }
}

/// Those of `count` steps from `from` that lie in `0..below`.
pub(super) fn steps_within(from: i64, step: i64, below: i64, count: usize) -> Range<usize> {
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

fn quarter_turn<'a>(source: &'a Gray<'_>, turn_deg: u16) -> Gray<'a> {
    let (w, h) = (source.width, source.height);
    let (width, height) = if turn_deg % 180 == 90 { (h, w) } else { (w, h) };
    let luma = match turn_deg {
        90 | 270 => Cow::Owned(transposed(&source.luma, w, h, turn_deg == 90)),
        180 => Cow::Owned(source.luma.iter().rev().copied().collect()),
        _ => Cow::Borrowed(&*source.luma),
    };
    Gray { width, height, luma }
}

/// Turned by 90 degrees, in tiles so that neither side leaves the cache.
fn transposed(luma: &[u8], w: usize, h: usize, clockwise: bool) -> Vec<u8> {
    const TILE: usize = 64;
    let mut out = vec![WHITE; w * h];
    for tile_y in (0..h).step_by(TILE) {
        for tile_x in (0..w).step_by(TILE) {
            for y in tile_y..(tile_y + TILE).min(h) {
                for x in tile_x..(tile_x + TILE).min(w) {
                    let at = if clockwise { x * h + (h - 1 - y) } else { (w - 1 - x) * h + y };
                    out[at] = luma[y * w + x];
                }
            }
        }
    }
    out
}
