//! The weights and what they make of the features.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{FEATURES, Family};

/// The weights that ship with the program.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| {
    serde_json::from_str(include_str!("weights.json"))
        .expect("the embedded weights are valid, as the tests hold")
});

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Model {
    features: Vec<String>,
    families: HashMap<String, Weighing>,
}

/// Logistic regression, then a correction that rises step by step (isotonic regression).
#[derive(Debug, Serialize, Deserialize)]
struct Weighing {
    weights: Vec<f32>,
    /// What the regression says, rising, and how often that is right.
    curve: Vec<(f32, f32)>,
}

impl Model {
    /// What each feature adds to the logarithm of the odds, the strongest first.
    pub(crate) fn contributions(
        &self,
        family: Family,
        features: &[f32],
    ) -> Vec<(&'static str, f32)> {
        let weights = self.families.get(family.key()).map(|w| &w.weights);
        let mut parts: Vec<(&'static str, f32)> = FEATURES
            .iter()
            .zip(features.iter().zip(weights.into_iter().flatten()))
            .map(|(name, (feature, weight))| (*name, feature * weight))
            .filter(|(_, part)| part.abs() > 0.005)
            .collect();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        parts
    }

    /// The probability that a value with these features is right.
    pub fn probability(&self, family: Family, features: &[f32]) -> f32 {
        let Some(weighing) = self.families.get(family.key()) else {
            return features.get(1).map_or(0.5, |z| sigmoid(z * 3.0));
        };
        let sum: f32 = weighing.weights.iter().zip(features).map(|(w, f)| w * f).sum();
        along(&weighing.curve, sigmoid(sum))
    }

    /// True when the file fits this program.
    #[cfg(test)]
    fn is_sound(&self) -> bool {
        self.features == FEATURES
            && Family::ALL.iter().all(|(_, key)| {
                self.families.get(*key).is_some_and(|w| {
                    w.weights.len() == FEATURES.len()
                        && w.curve.windows(2).all(|p| p[0].0 <= p[1].0 && p[0].1 <= p[1].1)
                        && w.curve.iter().all(|(_, y)| (0.0..=1.0).contains(y))
                })
            })
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The height of a curve at `x`, straight between its points.
fn along(curve: &[(f32, f32)], x: f32) -> f32 {
    let after = curve.partition_point(|(at, _)| *at < x);
    match (after.checked_sub(1).map(|i| curve[i]), curve.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some((_, y)), _) | (None, Some(&(_, y))) => y,
        (None, None) => x,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_fit_the_program() {
        assert!(MODEL.is_sound());
    }

    #[test]
    fn a_curve_is_straight_between_its_points_and_flat_outside() {
        let curve = [(0.2, 0.1), (0.6, 0.9)];
        for (x, y) in [(0.0, 0.1), (0.2, 0.1), (0.4, 0.5), (0.6, 0.9), (1.0, 0.9)] {
            assert!((along(&curve, x) - y).abs() < 1e-6, "{x}");
        }
        assert!((along(&[], 0.3) - 0.3).abs() < 1e-6);
    }
}
