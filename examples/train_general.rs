//! Trains the general model over RGS and writes it to `src/booking/learn/general/weights.bin`.
//!
//! ```sh
//! cargo run --release --example train_general
//! ```
//!
//! A generator makes invoices of the phrases in `src/booking/facts/general.toml`: a supplier's name, one or two lines, in one of four
//! languages, with words left out and words that say nothing put in. Multinomial logistic regression learns from these
//! by stochastic gradient descent. It is done twice: first without every fifth phrase, to measure on those how often a
//! score is right, then with all.

#![allow(clippy::print_stdout, reason = "says what it reached")]

use std::collections::{BTreeMap, HashMap};

use booking::learn::Calibration;
use booking::learn::general::{General, Weights, features_of};
use testing::books::Chance;

/// Words by account: those of names, and phrases of each language.
type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

const LANGUAGES: [(&str, f64); 4] = [("nl", 0.55), ("en", 0.2), ("de", 0.15), ("fr", 0.1)];
const SAMPLES: usize = 500;
const EPOCHS: u32 = 12;
const RATE: f32 = 0.25;
const DECAY: f32 = 2e-5;
/// Weights below this are left out.
const LEAST: f32 = 0.04;

const NEUTRAL_NAMES: [&str; 24] = [
    "jansen",
    "de vries",
    "bakker",
    "visser",
    "meijer",
    "mulder",
    "muller",
    "schmidt",
    "dubois",
    "martin",
    "smith",
    "brown",
    "noord",
    "zuid",
    "groep",
    "holding",
    "partners",
    "nederland",
    "europe",
    "services",
    "solutions",
    "zonen",
    "van dijk",
    "international",
];
const NOISE: [&str; 22] = [
    "project",
    "conform offerte",
    "stuks",
    "uur",
    "artikel",
    "levering",
    "order",
    "klant",
    "pieces",
    "delivery",
    "stuck",
    "lieferung",
    "unites",
    "livraison",
    "diversen",
    "werkzaamheden",
    "kosten",
    "toeslag",
    "korting",
    "set",
    "doos",
    "contract",
];

fn main() -> std::io::Result<()> {
    let table: Table = toml::from_str(include_str!("../src/booking/facts/general.toml"))
        .expect("the table of phrases");
    let held_out = |index: usize| index % 5 == 4;
    let first = General::from(train(&table, &|i| !held_out(i), Calibration::default()));
    let mut calibration = Calibration::default();
    let mut right = 0;
    let tests = samples(&table, &held_out, 40, 99);
    for (class, features) in &tests {
        let scores = first.scores(&features.iter().map(|f| (*f, String::new())).collect());
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        if let Some(best) = best {
            calibration.count(scores[best], best == *class);
            right += u32::from(best == *class);
        }
    }
    println!(
        "phrases not trained on: {:.3} right of {}",
        f64::from(right) / tests.len() as f64,
        tests.len()
    );
    let weights = train(&table, &|_| true, calibration);
    let bytes = weights.to_bytes();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/booking/learn/general/weights.bin");
    std::fs::write(path, &bytes)?;
    println!("{} features, {} bytes", weights.features.len(), bytes.len());
    Ok(())
}

/// Invented invoices: class and features of each, of the phrases that `takes` takes.
fn samples(
    table: &Table,
    takes: &dyn Fn(usize) -> bool,
    each: usize,
    seed: u64,
) -> Vec<(usize, Vec<u32>)> {
    let mut chance = Chance::new(seed);
    let mut samples = Vec::new();
    for (class, words) in table.values().enumerate() {
        let of = |key: &str| -> Vec<&str> {
            let all = words.get(key).map_or(&[][..], Vec::as_slice);
            let taken = all.iter().enumerate().filter(|(i, _)| key == "names" || takes(*i));
            taken.map(|(_, phrase)| phrase.as_str()).collect()
        };
        let names = of("names");
        for _ in 0..each {
            let mut dice = chance.share();
            let language = LANGUAGES
                .iter()
                .find(|(_, share)| {
                    dice -= share;
                    dice < 0.0
                })
                .map_or("nl", |(language, _)| language);
            let mut phrases = of(language);
            if phrases.is_empty() {
                phrases = of("nl");
            }
            if phrases.is_empty() {
                continue;
            }
            let neutral = *chance.of(&NEUTRAL_NAMES[..]);
            let name = if chance.is(0.6) && !names.is_empty() {
                format!("{} {neutral}", chance.of(&names))
            } else {
                neutral.to_owned()
            };
            let mut text = String::new();
            for _ in 0..=usize::from(chance.is(0.3)) {
                for word in chance.of(&phrases).split(' ') {
                    if !chance.is(0.15) {
                        text.push_str(word);
                        text.push(' ');
                    }
                }
                if chance.is(0.4) {
                    text.push_str(chance.of::<&str>(&NOISE));
                    text.push(' ');
                }
            }
            let text = if chance.is(0.06) { "" } else { text.as_str() };
            let features = features_of(Some(&name), &[text]);
            samples.push((class, features.into_keys().collect()));
        }
    }
    for i in (1..samples.len()).rev() {
        samples.swap(i, chance.below(i + 1));
    }
    samples
}

fn train(table: &Table, takes: &dyn Fn(usize) -> bool, calibration: Calibration) -> Weights {
    let classes: Vec<String> = table.keys().cloned().collect();
    let n = classes.len();
    let samples = samples(table, takes, SAMPLES, 1);
    let mut weights: HashMap<u32, Vec<f32>> = HashMap::new();
    let mut scores = vec![0.0f32; n];
    for epoch in 0..EPOCHS {
        let rate = RATE / (1.0 + epoch as f32 * 0.5);
        for (class, features) in &samples {
            // Long texts are no surer than short ones.
            let scale = 1.0 / (features.len().max(1) as f32).sqrt();
            scores.fill(0.0);
            for feature in features {
                let row = weights.entry(*feature).or_insert_with(|| vec![0.0; n]);
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += *weight;
                }
            }
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let mut all = 0.0;
            for score in &mut scores {
                *score = (*score - most).exp();
                all += *score;
            }
            for (i, score) in scores.iter_mut().enumerate() {
                let wanted = if i == *class { 0.95 } else { 0.05 / (n - 1) as f32 };
                *score = wanted - *score / all;
            }
            for feature in features {
                let row = weights.get_mut(feature).expect("made above");
                for (weight, error) in row.iter_mut().zip(&scores) {
                    *weight += rate * scale * error - DECAY * *weight;
                }
            }
        }
    }
    let most = weights.values().flatten().fold(0.0f32, |most, w| most.max(w.abs()));
    let step = most / 127.0;
    let features = weights
        .into_iter()
        .map(|(feature, row)| {
            let kept = row
                .iter()
                .enumerate()
                .filter(|(_, weight)| weight.abs() >= LEAST)
                .map(|(class, weight)| (class as u8, (weight / step).round() as i8))
                .filter(|(_, weight)| *weight != 0)
                .collect::<Vec<(u8, i8)>>();
            (feature, kept)
        })
        .filter(|(_, row)| !row.is_empty())
        .collect();
    Weights { classes, step, features, calibration }
}
