//! Logistic regression, so that every weight can be read.

use std::fmt::Write as _;

use extract::split::FEATURES;

const N: usize = FEATURES.len();
/// Rounds of gradient descent, and the pull of weights towards nothing.
const ROUNDS: usize = 4_000;
const PULL: f64 = 2e-4;

/// Weights for these samples; the same samples give the same weights.
pub fn logistic(samples: &[([f32; N], bool)]) -> [f64; N] {
    let (mut weights, mut momentum) = ([0.0_f64; N], [0.0_f64; N]);
    let each = 1.0 / samples.len().max(1) as f64;
    let mut loss = 0.0;
    for round in 0..ROUNDS {
        let mut gradient = [0.0_f64; N];
        loss = 0.0;
        for (x, starts) in samples {
            let sum: f64 = x.iter().zip(&weights).map(|(x, w)| f64::from(*x) * w).sum();
            let chance = 1.0 / (1.0 + (-sum).exp());
            loss -= each
                * if *starts { chance.max(1e-12).ln() } else { (1.0 - chance).max(1e-12).ln() };
            let error = chance - f64::from(u8::from(*starts));
            gradient.iter_mut().zip(x).for_each(|(g, x)| *g += each * error * f64::from(*x));
        }
        let step = if round < ROUNDS / 2 { 2.0 } else { 0.7 };
        for i in 0..N {
            momentum[i] = 0.9 * momentum[i] + gradient[i] + PULL * weights[i];
            weights[i] -= step * 0.1 * momentum[i];
        }
    }
    eprintln!(
        "{} boundaries, {} of them starts, mean loss {loss:.4}",
        samples.len(),
        samples.iter().filter(|s| s.1).count()
    );
    weights
}

/// `src/extract/split/weights.rs`.
pub fn as_source(weights: &[f64; N]) -> String {
    let mut source = String::from(
        "//! What each sign weighs.\n\nuse super::FEATURES;\n\n/// Written by `training/fit_split.py`: logarithms of odds for a start, in the order of [`FEATURES`].\n\
         pub(super) const WEIGHTS: [f32; FEATURES.len()] = [\n",
    );
    for (weight, name) in weights.iter().zip(FEATURES) {
        let _ = writeln!(source, "    {weight:.2}, // {name}");
    }
    source.push_str("];\n");
    source
}
