//! Logistic regression by Newton's method, isotonic correction, and what came of it.

/// Pulls weights to 0; the bias is free.
const RIDGE: f64 = 1.0;
const ROUNDS: usize = 30;
/// Values that one step of the curve rests on, at least.
const STEP: usize = 40;

type Sample = (Vec<f64>, bool);

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The weights that explain best which values are right.
pub fn regression(samples: &[Sample]) -> Vec<f64> {
    let Some((first, _)) = samples.first() else {
        return Vec::new();
    };
    let n = first.len();
    let mut weights = vec![0.0; n];
    for _ in 0..ROUNDS {
        let mut gradient = vec![0.0; n];
        let mut hessian = vec![vec![0.0; n]; n];
        for (features, right) in samples {
            let p = sigmoid(dot(&weights, features));
            let error = f64::from(u8::from(*right)) - p;
            let slope = (p * (1.0 - p)).max(1e-6);
            for i in 0..n {
                if features[i] == 0.0 {
                    continue;
                }
                gradient[i] += error * features[i];
                for j in 0..n {
                    hessian[i][j] += slope * features[i] * features[j];
                }
            }
        }
        for i in 0..n {
            let ridge = if i == 0 { 1e-3 } else { RIDGE };
            gradient[i] -= ridge * weights[i];
            hessian[i][i] += ridge;
        }
        let step = solve(hessian, gradient);
        for (w, s) in weights.iter_mut().zip(&step) {
            *w += s.clamp(-2.0, 2.0);
        }
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    weights
}

/// Gauss with pivots.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n).max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        if a[i][i].abs() < 1e-12 {
            continue;
        }
        for row in i + 1..n {
            let factor = a[row][i] / a[i][i];
            if factor != 0.0 {
                let pivot_row = a[i].clone();
                for (value, pivot) in a[row].iter_mut().zip(&pivot_row).skip(i) {
                    *value -= factor * pivot;
                }
                b[row] -= factor * b[i];
            }
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * x[j]).sum();
        x[i] = if a[i][i].abs() < 1e-12 { 0.0 } else { (b[i] - known) / a[i][i] };
    }
    x
}

/// The rising curve from what the regression says to how often that is right.
pub fn curve(weights: &[f64], samples: &[Sample]) -> Vec<(f64, f64)> {
    let mut said: Vec<(f64, bool)> =
        samples.iter().map(|(f, right)| (sigmoid(dot(weights, f)), *right)).collect();
    said.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Blocks of (sum said, right, count), joined until they rise.
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    for chunk in said.chunks(STEP) {
        let count = chunk.len() as f64;
        let right = chunk.iter().filter(|(_, r)| *r).count() as f64;
        blocks.push((chunk.iter().map(|(p, _)| p).sum(), right, count));
        while let [.., a, b] = blocks[..] {
            if a.1 / a.2 < b.1 / b.2 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let round = |v: f64| (v * 10_000.0).round() / 10_000.0;
    let mut points: Vec<(f64, f64)> = blocks
        .iter()
        // Nothing is certain: as if one more had been seen, and half of it wrong.
        .map(|(sum, right, count)| (round(sum / count), round((right + 0.5) / (count + 1.0))))
        .collect();
    // What the regression is less sure of than of anything seen is less sure still.
    if let Some(&(_, last)) = points.last() {
        points.insert(0, (0.0, 0.0));
        points.push((1.0, last));
    }
    for i in 1..points.len() {
        points[i].1 = points[i].1.max(points[i - 1].1);
    }
    points
}

fn along(curve: &[(f64, f64)], x: f64) -> f64 {
    let after = curve.partition_point(|(at, _)| *at < x);
    match (after.checked_sub(1).map(|i| curve[i]), curve.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some((_, y)), _) | (None, Some(&(_, y))) => y,
        (None, None) => x,
    }
}

/// Expected calibration error and the like over documents that served for nothing.
pub fn report(weights: &[f64], curve: &[(f64, f64)], test: &[Sample]) -> String {
    if test.is_empty() {
        return String::new();
    }
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (features, right) in test {
        let p = along(curve, sigmoid(dot(weights, features)));
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += p;
        bin.1 += f64::from(u8::from(*right));
        bin.2 += 1.0;
    }
    let error: f64 =
        bins.iter().map(|(said, right, _)| (said - right).abs()).sum::<f64>() / test.len() as f64;
    let wrong = test.iter().filter(|(_, right)| !right).count();
    format!("tested on {:5} ({wrong:4} wrong): calibration error {error:.3}", test.len())
}

/// Weights short enough for a file.
pub fn rounded(weights: &[f64]) -> Vec<f64> {
    weights.iter().map(|w| (w * 10_000.0).round() / 10_000.0).collect()
}
