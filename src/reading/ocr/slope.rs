//! Lines that fan out: a page that was photographed from aside slopes one way at its top and another at its bottom.
//!
//! One slope for the whole page, as a scanner gives it, is measured by Leptonica. Here the slope is followed down the
//! page, from the feet of letters that stand in one line.

use super::leptonica::Component;

/// Letters from the first to the last of a stretch of a line that is measured.
const STRETCH: usize = 8;
/// The least of them: shorter words say more of ascenders and descenders than of slope.
const LEAST_STRETCH: usize = 4;
/// Stretches that a page must have.
const LEAST_SAMPLES: usize = 80;
/// A fan below this is left: Tesseract follows it.
const LEAST_FAN_DEG: f64 = 1.0;
/// A page that fans out more is none that was measured rightly.
const MOST_DEG: f64 = 15.0;

/// The slope of a page's lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slope {
    /// Half-way down the page, degrees, positive when they fall to the right.
    pub(super) skew_deg: f64,
    /// How much more they slope at the bottom edge than at the top edge, degrees.
    pub(super) fan_deg: f64,
}

/// The slope of one stretch of a line.
#[derive(Clone, Copy)]
struct Sample {
    /// Place down the page, -0.5 at the top edge to 0.5 at the bottom edge.
    down: f64,
    slope: f64,
    weight: f64,
}

/// How the lines of these letters fan out over a page of this height; `None` where they do not, or too little is
/// there to tell. `size` is the typical letter's, all in pixels.
pub(super) fn fan(letters: &[Component], size: f64, height: usize) -> Option<Slope> {
    let mut samples = samples(letters, size, height);
    if samples.len() < LEAST_SAMPLES {
        return None;
    }
    let mut line = fit(&samples)?;
    // Stretches that jump from line to line lie far off.
    for _ in 0..2 {
        let mut off: Vec<f64> = samples.iter().map(|s| line.miss(s).abs()).collect();
        off.sort_unstable_by(f64::total_cmp);
        let most = (off[off.len() / 2] * 3.0).max(1e-4);
        samples.retain(|s| line.miss(s).abs() <= most);
        line = fit(&samples)?;
    }
    let slope =
        Slope { skew_deg: line.middle.atan().to_degrees(), fan_deg: line.rise.atan().to_degrees() };
    // Both halves must tell of it: a fan that one half alone makes is a picture or a stamp.
    let half = |lower: bool| {
        let share = samples.iter().filter(|s| (s.down > 0.0) == lower);
        share.map(|s| s.weight).sum::<f64>()
    };
    let all = half(true) + half(false);
    let certain = samples.len() >= LEAST_SAMPLES
        && half(true).min(half(false)) >= all * 0.15
        && line.rise.abs() >= 6.0 * line.error;
    let sane = slope.skew_deg.abs() <= MOST_DEG && slope.fan_deg.abs() <= MOST_DEG;
    (certain && sane && slope.fan_deg.abs() >= LEAST_FAN_DEG).then_some(slope)
}

/// Slope as a straight line of the place down the page.
struct Fitted {
    middle: f64,
    rise: f64,
    /// Standard error of `rise`, as if the stretches told of each other nothing.
    error: f64,
}

impl Fitted {
    fn miss(&self, sample: &Sample) -> f64 {
        sample.slope - self.middle - self.rise * sample.down
    }
}

/// Weighted least squares; `None` where all stand at one height.
fn fit(samples: &[Sample]) -> Option<Fitted> {
    let sum = |of: &dyn Fn(&Sample) -> f64| samples.iter().map(|s| s.weight * of(s)).sum::<f64>();
    let weight = sum(&|_| 1.0);
    if weight <= 0.0 {
        return None;
    }
    let down = sum(&|s| s.down) / weight;
    let slope = sum(&|s| s.slope) / weight;
    let spread = sum(&|s| (s.down - down).powi(2));
    if spread / weight < 0.01 {
        return None;
    }
    let rise = sum(&|s| (s.down - down) * (s.slope - slope)) / spread;
    let mut fitted = Fitted { middle: slope - rise * down, rise, error: 0.0 };
    let misses = sum(&|s| fitted.miss(s).powi(2)) / weight;
    fitted.error = (misses / (spread / weight) / samples.len() as f64).sqrt();
    Some(fitted)
}

fn samples(letters: &[Component], size: f64, height: usize) -> Vec<Sample> {
    let next = neighbours(letters, size);
    let foot = |c: &Component| f64::from(c.y + c.height);
    let middle = |c: &Component| f64::from(c.x) + f64::from(c.width) / 2.0;
    let mut samples = Vec::new();
    for (first, letter) in letters.iter().enumerate() {
        let mut last = first;
        let mut steps = 0;
        while steps < STRETCH
            && let Some(at) = next[last]
        {
            last = at;
            steps += 1;
        }
        let across = middle(&letters[last]) - middle(letter);
        if steps >= LEAST_STRETCH && across > size * 2.0 {
            let foot_first = foot(letter);
            let rise = foot(&letters[last]) - foot_first;
            samples.push(Sample {
                down: (foot_first + rise / 2.0) / height.max(1) as f64 - 0.5,
                slope: rise / across,
                weight: across,
            });
        }
    }
    samples
}

/// For each letter the one that follows it in its line.
fn neighbours(letters: &[Component], size: f64) -> Vec<Option<usize>> {
    let cell = (size * 2.0).max(4.0) as i32;
    let mut sorted: Vec<(i32, i32, usize)> = letters
        .iter()
        .enumerate()
        .map(|(at, c)| ((c.y + c.height / 2) / cell, c.x / cell, at))
        .collect();
    sorted.sort_unstable();
    let widest = (size * 1.2) as i32;
    let mut next = vec![None; letters.len()];
    for &(row, column, at) in &sorted {
        let here = letters[at];
        let mut nearest: Option<(i32, usize)> = None;
        for near_row in row - 1..=row + 1 {
            let from = sorted.partition_point(|&(r, c, _)| (r, c) < (near_row, column));
            for &(r, c, other) in sorted[from..].iter().take(32) {
                if (r, c) > (near_row, column + 2) {
                    break;
                }
                let there = letters[other];
                let gap = there.x - here.x - here.width;
                let overlap =
                    (here.y + here.height).min(there.y + there.height) - here.y.max(there.y);
                if other != at
                    && gap >= -2
                    && gap <= widest
                    && there.x > here.x
                    && overlap * 2 >= here.height.min(there.height)
                    && nearest.is_none_or(|(best, _)| gap < best)
                {
                    nearest = Some((gap, other));
                }
            }
        }
        next[at] = nearest.map(|(_, other)| other);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of letters, some with descenders, on a page of 1,200 × 1,600 pixels.
    fn page(skew_deg: f64, fan_deg: f64) -> Vec<Component> {
        let mut letters = Vec::new();
        for line in 0..40 {
            let middle = 60.0 + f64::from(line) * 38.0;
            let slope = (skew_deg + fan_deg * (middle / 1600.0 - 0.5)).to_radians();
            for at in 0..60 {
                let x = 100.0 + f64::from(at) * 16.0;
                let y = middle + slope.tan() * (x - 600.0);
                let hangs = i32::from((line * 7 + at * 3) % 11 == 0) * 4;
                letters.push(Component {
                    x: x as i32,
                    y: y.round() as i32,
                    width: 11,
                    height: 15 + hangs,
                });
            }
        }
        letters
    }

    #[test]
    fn a_fan_is_measured() {
        for (skew, wanted) in [(0.0, 3.0), (1.5, -4.0), (-2.0, 6.0)] {
            let found = fan(&page(skew, wanted), 15.0, 1600).unwrap();
            assert!((found.fan_deg - wanted).abs() < 0.4, "{found:?}");
            assert!((found.skew_deg - skew).abs() < 0.3, "{found:?}");
        }
    }

    #[test]
    fn straight_and_skewed_pages_do_not_fan_out() {
        for skew in [0.0, 0.7, -3.0] {
            assert_eq!(fan(&page(skew, 0.0), 15.0, 1600), None);
        }
    }

    #[test]
    fn little_text_tells_nothing() {
        assert_eq!(fan(&[], 15.0, 1600), None);
        assert_eq!(fan(&page(0.0, 4.0)[..60], 15.0, 1600), None);
        let top: Vec<Component> = page(0.0, 6.0).into_iter().take(60 * 12).collect();
        assert_eq!(fan(&top, 15.0, 1600), None);
    }
}
