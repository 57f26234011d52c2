//! Chance with a shape: how long things take, and when they happen.

use std::f64::consts::TAU;

use crate::store::Chance;

/// Draws from distributions, the same for the same seed.
#[derive(Debug)]
pub(crate) struct Random(Chance);

impl Random {
    /// The draws of this seed; `stream` keeps those for different things apart.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mix = Chance::seeded(seed);
        Self(Chance::seeded(mix.next() ^ stream.wrapping_mul(0xd6e8_feb8_6659_fd93)))
    }

    pub fn number(&self) -> u64 {
        self.0.next()
    }

    /// From 0 to 1, never 0 itself.
    pub fn share(&self) -> f64 {
        ((self.0.next() >> 11) as f64 + 1.0) / (1_u64 << 53) as f64
    }

    /// Logarithmically normal: `spread` is the standard deviation of the logarithm, `median` what half are below.
    pub fn around(&self, median: f64, spread: f64) -> f64 {
        if spread <= 0.0 {
            return median;
        }
        let normal = (-2.0 * self.share().ln()).sqrt() * (TAU * self.share()).cos();
        median * (spread * normal).exp()
    }

    /// As [`Self::around`], with this mean.
    pub(crate) fn with_mean(&self, mean: f64, spread: f64) -> f64 {
        self.around(mean * (-spread * spread / 2.0).exp(), spread)
    }

    /// When something that happens `per_hour` times an hour happens next, ms from now; `None` when it never does.
    pub(crate) fn next_ms(&self, per_hour: f64) -> Option<i64> {
        (per_hour > 0.0).then(|| (-self.share().ln() / per_hour * 3_600_000.0) as i64)
    }

    /// How often something happens that stops after each time with this chance: 0 and more, `mean` on average.
    pub(crate) fn repeats(&self, mean: f64) -> u32 {
        if mean <= 0.0 {
            return 0;
        }
        let again = mean / (1.0 + mean);
        (self.share().ln() / again.ln()) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_what_was_asked_for() {
        let random = Random::new(7, 1);
        let mean = |draw: &dyn Fn() -> f64| (0..50_000).map(|_| draw()).sum::<f64>() / 50_000.0;
        for (asked, got) in [
            (1500.0, mean(&|| random.with_mean(1500.0, 0.5))),
            (0.3, mean(&|| f64::from(random.repeats(0.3)))),
            (720_000.0, mean(&|| random.next_ms(5.0).unwrap() as f64)),
            (0.5, mean(&|| random.share())),
        ] {
            assert!((got / asked - 1.0).abs() < 0.03, "{asked} {got}");
        }
        assert_eq!(random.next_ms(0.0), None);
        assert_eq!(random.repeats(0.0), 0);
        assert!((random.around(30.0, 0.0) - 30.0).abs() < f64::EPSILON);
    }

    #[test]
    fn streams_and_seeds_differ_and_repeat() {
        let first = |seed, stream| Random::new(seed, stream).number();
        assert_eq!(first(1, 1), first(1, 1));
        assert_ne!(first(1, 1), first(1, 2));
        assert_ne!(first(1, 1), first(2, 1));
    }
}
