//! What work costs on this machine: learned from every page, kept between runs.

use serde::{Deserialize, Serialize};

/// Experience fades so that the last few hundred pages count most.
const MEMORY: f64 = 200.0;

/// What work of a kind costs on this machine, learned from runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// Milliseconds of one core for one page or document.
    pub ms: f64,
    /// How much experience stands behind it (pages, fading).
    pub weight: f64,
}

/// The cost of a kind of work, milliseconds of one core.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    ms: f64,
    weight: f64,
}

impl Estimate {
    /// An estimate from nothing but a first guess.
    pub fn guess(ms: f64) -> Self {
        Self { ms, weight: 1.0 }
    }

    /// What an earlier run has learned, else the guess.
    #[must_use]
    pub fn or_learned(self, learned: Option<Rate>) -> Self {
        match learned {
            Some(rate) if rate.ms.is_finite() && rate.ms > 0.0 && rate.weight.is_finite() => {
                Self { ms: rate.ms, weight: rate.weight.clamp(0.0, MEMORY) }
            }
            _ => self,
        }
    }

    /// Takes in that `count` pieces of work took `ms` together.
    pub fn learn(&mut self, count: u32, ms: f64) {
        if count == 0 || !ms.is_finite() || ms < 0.0 {
            return;
        }
        let new = f64::from(count);
        self.ms = (self.ms * self.weight + ms) / (self.weight + new);
        self.weight = (self.weight + new).min(MEMORY);
    }

    /// Milliseconds for one piece.
    pub fn ms(&self) -> f64 {
        self.ms
    }

    /// For the ledger.
    pub fn rate(&self) -> Rate {
        Rate { ms: self.ms, weight: self.weight }
    }
}

/// The estimates of all kinds of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimates {
    /// The text layer of a page.
    pub text_page: Estimate,
    /// Recognising a page.
    pub ocr_page: Estimate,
}

impl Default for Estimates {
    fn default() -> Self {
        Self { text_page: Estimate::guess(2.0), ocr_page: Estimate::guess(1500.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn experience_replaces_the_guess() {
        let mut estimate = Estimate::guess(1500.0);
        for _ in 0..300 {
            estimate.learn(1, 400.0);
        }
        assert!((estimate.ms() - 400.0).abs() < 10.0, "{estimate:?}");
    }

    #[test]
    fn nonsense_is_not_learned() {
        let mut estimate = Estimate::guess(5.0);
        estimate.learn(0, 100.0);
        estimate.learn(3, f64::NAN);
        assert!((estimate.ms() - 5.0).abs() < f64::EPSILON);
        let absurd = Some(Rate { ms: f64::NAN, weight: 3.0 });
        assert!((estimate.or_learned(absurd).ms() - 5.0).abs() < f64::EPSILON);
    }
}
