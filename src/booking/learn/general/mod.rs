//! The general model: on which account of RGS a text goes, for administrations that have no history yet.
//!
//! A linear classifier (multinomial logistic regression) over the features of [`super::features`], trained on invented
//! invoices that a generator makes of `facts/general.toml`. `cargo run --release --example train_general` trains it and writes
//! `weights.bin`; `test.toml` holds the lines that it is measured on and that training never sees.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, Curve};
use super::features::{self, Features};
use super::model::{Asked, Choice};

/// The model as `weights.bin` holds it: MessagePack, zstd.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// RGS codes.
    pub classes: Vec<String>,
    /// What one step of a weight is worth.
    pub step: f32,
    /// For each feature the classes that it speaks for or against, and how much.
    pub features: BTreeMap<u32, Vec<(u8, i8)>>,
    /// How often a score was right, on phrases that training had not seen.
    pub calibration: Calibration,
}

impl Weights {
    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let plain = rmp_serde::to_vec(self).expect("plain data serialises");
        zstd::bulk::compress(&plain, 19).expect("compressing into memory cannot fail")
    }

    /// From bytes; `None` when they are no model.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let plain = zstd::bulk::decompress(bytes, 16 << 20).ok()?;
        rmp_serde::from_slice(&plain).ok()
    }
}

/// A general model that is ready to be asked.
#[derive(Debug)]
pub struct General {
    classes: Vec<String>,
    features: HashMap<u32, Vec<(u8, f32)>>,
    curve: Curve,
}

/// The model that ships with the program, as it is written.
static BYTES: &[u8] = include_bytes!("weights.bin");

static SHIPPED: LazyLock<Option<General>> =
    LazyLock::new(|| Weights::from_bytes(BYTES).map(General::from));

impl From<Weights> for General {
    fn from(weights: Weights) -> Self {
        let step = weights.step;
        let classes = weights.classes.len();
        let features = weights.features.into_iter().map(|(feature, classes)| {
            let classes = classes.into_iter();
            let weights = classes.map(|(class, weight)| (class, f32::from(weight) * step));
            (feature, weights.collect::<Vec<(u8, f32)>>())
        });
        Self {
            curve: weights.calibration.curve(|score| 0.9 * score),
            features: features
                .filter(|(_, weights)| weights.iter().all(|(c, _)| usize::from(*c) < classes))
                .collect(),
            classes: weights.classes,
        }
    }
}

/// Accounts of RGS by the shipped model, the likeliest first, at most five; none when no word is known.
pub fn rank(asked: &Asked<'_>) -> Vec<Choice> {
    SHIPPED.as_ref().map(|general| general.rank(asked)).unwrap_or_default()
}

/// Names the shipped model: results of another one are made again.
pub fn digest() -> &'static str {
    static DIGEST: LazyLock<String> =
        LazyLock::new(|| reading::source::Sha256::of(BYTES).to_string());
    &DIGEST
}

/// The features of an invoice, as training makes them too.
pub fn features_of(name: Option<&str>, texts: &[&str]) -> Features {
    let mut features = features::of_texts(texts.iter().copied());
    if let Some(name) = name {
        features::add_name(&mut features, name);
    }
    features
}

impl General {
    /// Shares of the classes, before calibration; empty when no feature is known.
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let mut sums = vec![0.0f32; self.classes.len()];
        let mut known = 0u32;
        for feature in features.keys() {
            let Some(weights) = self.features.get(feature) else {
                continue;
            };
            known += 1;
            for &(class, weight) in weights {
                sums[usize::from(class)] += weight;
            }
        }
        if known == 0 {
            return Vec::new();
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        for sum in &mut sums {
            *sum = (*sum - most).exp();
        }
        let all: f32 = sums.iter().sum();
        sums.iter().map(|sum| sum / all).collect()
    }

    /// The classes' RGS codes.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    fn rank(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let features = features_of(asked.supplier_name, asked.texts);
        let scores = self.scores(&features);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let Some(&first) = order.first() else {
            return Vec::new();
        };
        let sure = self.curve.at(scores[first]);
        let others = (1.0 - scores[first]).max(1e-6);
        order
            .into_iter()
            .take(5)
            .map(|class| Choice {
                account: self.classes[class].clone(),
                vat_code: None,
                probability: if class == first {
                    sure
                } else {
                    ((1.0 - sure) * scores[class] / others).min(sure)
                },
                because: self.because(&features, class),
            })
            .collect()
    }

    /// The words that speak most for a class.
    fn because(&self, features: &Features, class: usize) -> Vec<String> {
        let mut words: BTreeMap<&str, f32> = BTreeMap::new();
        for (feature, word) in features {
            let weight = self
                .features
                .get(feature)
                .and_then(|weights| weights.iter().find(|(c, _)| usize::from(*c) == class))
                .map_or(0.0, |(_, weight)| *weight);
            if weight > 0.0 {
                *words.entry(word).or_default() += weight;
            }
        }
        let mut words: Vec<(&str, f32)> = words.into_iter().collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        words.into_iter().take(3).map(|(word, _)| word.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::Amount;

    #[derive(Deserialize)]
    struct Test {
        lines: Vec<(String, String, String)>,
    }

    /// What was reached when the weights were made, less a little.
    const FLOOR_FIRST: f64 = 0.74;
    const FLOOR_THREE: f64 = 0.88;

    #[test]
    #[allow(clippy::print_stderr, reason = "the figures")]
    fn lines_that_training_has_not_seen() {
        let test: Test = toml::from_str(include_str!("test.toml")).unwrap();
        let (mut first, mut three, mut said) = (0, 0, 0.0);
        for (account, name, line) in &test.lines {
            let ranked = rank(&Asked {
                supplier: None,
                supplier_name: Some(name),
                texts: &[line],
                net: Amount::ZERO,
            });
            first += u32::from(ranked.first().is_some_and(|r| r.account == *account));
            three += u32::from(ranked.iter().take(3).any(|r| r.account == *account));
            said += ranked.first().map_or(0.0, |r| f64::from(r.probability));
        }
        let lines = test.lines.len() as f64;
        let (first, three, said) =
            (f64::from(first) / lines, f64::from(three) / lines, said / lines);
        eprintln!("{lines} lines: first {first:.3}, in three {three:.3}, said {said:.3}");
        assert!(first >= FLOOR_FIRST, "{first}");
        assert!(three >= FLOOR_THREE, "{three}");
        assert!((said - first).abs() < 0.15, "calibrated: said {said}, was {first}");
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let of = |name, line| {
            rank(&Asked { supplier: None, supplier_name: name, texts: &[line], net: Amount::ZERO })
        };
        assert!(of(None, "2026-001").is_empty());
        let unknown = of(Some("Xqzw"), "Qwrtzp");
        assert!(unknown.is_empty(), "{unknown:?}");
        let known = of(Some("Kantoorvakhandel"), "kopieerpapier");
        assert_eq!(known[0].account, "WBedKanKan");
        assert!(!known[0].because.is_empty());
    }
}
