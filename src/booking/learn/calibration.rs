//! From a score to a probability that holds: of the answers with 0.9, nine in ten are right.
//!
//! Measured on the administration itself: while it learns, the model is asked about bookings that it does not know yet,
//! and per class of scores it is counted how often the first answer was right. Classes with few answers lean on what is
//! usual, and a higher score never gives a lower probability (pool adjacent violators).

use serde::{Deserialize, Serialize};

/// Lower bounds of the classes of scores.
const CLASSES: [f32; 12] = [0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.88, 0.94, 0.97, 0.985, 0.995];

/// Answers that "what is usual" counts for.
const USUAL_WEIGHT: f32 = 20.0;

/// From this score on an answer is sure: what is booked otherwise is a slip.
pub(super) const SUREST: f32 = 0.985;
/// No probability is higher.
const MOST: f32 = 0.998;

/// How often a choice of so much confidence was right, counted in steps.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Calibration {
    answers: [u32; CLASSES.len()],
    right: [u32; CLASSES.len()],
}

impl Calibration {
    /// Counts an answer.
    pub fn count(&mut self, score: f32, is_right: bool) {
        let class = class(score);
        self.answers[class] += 1;
        self.right[class] += u32::from(is_right);
    }

    /// How many answers were counted, and how many were right.
    pub fn total(&self) -> (u32, u32) {
        (self.answers.iter().sum(), self.right.iter().sum())
    }

    /// The answers of the surest classes, and those of them that were wrong.
    pub fn where_sure(&self) -> (u32, u32) {
        let surest = class(SUREST)..;
        let answers: u32 = self.answers[surest.clone()].iter().sum();
        let right: u32 = self.right[surest].iter().sum();
        (answers, answers - right)
    }

    /// The probabilities of the classes; `usual` gives that of a score where nothing is known.
    pub fn curve(&self, usual: impl Fn(f32) -> f32) -> Curve {
        // Blocks of classes with their weight and rate; a block that is higher than the next is joined with it.
        let mut blocks: Vec<(f32, f32, usize)> = Vec::with_capacity(CLASSES.len());
        for class in 0..CLASSES.len() {
            let weight = self.answers[class] as f32 + USUAL_WEIGHT;
            let right = self.right[class] as f32 + USUAL_WEIGHT * usual(middle(class));
            blocks.push((weight, right, 1));
            while let [.., (w0, r0, n0), (w1, r1, n1)] = blocks[..]
                && r0 / w0 > r1 / w1
            {
                blocks.truncate(blocks.len() - 2);
                blocks.push((w0 + w1, r0 + r1, n0 + n1));
            }
        }
        let mut rates = [0.0; CLASSES.len()];
        let mut class = 0;
        for (weight, right, classes) in blocks {
            for rate in &mut rates[class..class + classes] {
                *rate = right / weight;
            }
            class += classes;
        }
        Curve { rates }
    }
}

/// Probabilities by class of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    rates: [f32; CLASSES.len()],
}

impl Curve {
    /// The same where so many of the answers that count as wrong were slips in what was asked about.
    #[must_use]
    pub fn without(mut self, slips: f32) -> Self {
        for rate in &mut self.rates {
            *rate = (*rate / (1.0 - slips)).min(MOST);
        }
        self
    }

    /// The probability of a score.
    pub fn at(&self, score: f32) -> f32 {
        let class = class(score);
        let (here, at) = (self.rates[class], middle(class));
        // Between the middles of two classes the probability goes from one to the other.
        let other = if score >= at { class + 1 } else { class.wrapping_sub(1) };
        let Some(&there) = self.rates.get(other) else {
            return here;
        };
        let share = (score - at) / (middle(other) - at);
        here + (there - here) * share.clamp(0.0, 1.0)
    }
}

fn class(score: f32) -> usize {
    CLASSES.partition_point(|&from| from <= score).max(1) - 1
}

fn middle(class: usize) -> f32 {
    let to = CLASSES.get(class + 1).copied().unwrap_or(1.0);
    f32::midpoint(CLASSES[class], to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_answers_it_is_as_usual() {
        let curve = Calibration::default().curve(|score| score * 0.5);
        assert!((curve.at(0.55) - 0.275).abs() < 0.01);
        assert!(curve.at(1.0) > 0.49);
    }

    #[test]
    fn counts_win_and_never_fall() {
        let mut calibration = Calibration::default();
        for i in 0..1000 {
            calibration.count(0.55, i % 10 < 6);
            calibration.count(0.75, i % 10 < 5); // a violator
            calibration.count(0.999, i % 100 < 97);
        }
        let curve = calibration.curve(|score| score);
        assert!((curve.at(0.55) - 0.55).abs() < 0.02, "{}", curve.at(0.55));
        assert!((curve.at(0.75) - 0.55).abs() < 0.02);
        assert!((curve.at(0.999) - 0.97).abs() < 0.01);
        let mut last = 0.0;
        for step in 0..=1000 {
            let p = curve.at(step as f32 / 1000.0);
            assert!(p >= last, "{step}");
            last = p;
        }
    }
}
