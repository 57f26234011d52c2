//! Stacks composed of single documents, to fit and to measure the splitting of stacks.
//!
//! ```text
//! cargo build --bin dizzy && cargo run --example stacks -- [--fit] [--seed N] [--stacks N] [--show] CACHE FOLDER…
//! ```
//!
//! Every folder has documents and a `truth.jsonl` beside them; a document of several pages is one document. Half of the
//! documents (by their bytes) are for fitting, the other half for measuring. A stack has two to eight of them, with what a
//! mail room puts between: blank backs, terms, delivery notes, reminders, separator sheets; some documents are cut into two
//! pages, some come twice with another number and date. `--fit` prints `src/extract/split/weights.rs` (`training/fit_split.py` does it all). The same seed gives the
//! same stacks. `--show` says where cuts went wrong.
#![allow(clippy::print_stdout, clippy::print_stderr)] // an example says what it does

mod compose;
mod fit;
mod pages;
#[path = "../readings/mod.rs"]
mod readings;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use compose::{Chance, Single, Stack};
use extract::split::{FEATURES, boundaries, split};
use office::settings::Settings;
use readings::Cache;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut fitting, mut show, mut seed, mut count) = (false, false, 1_u64, 400_usize);
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--fit" => fitting = true,
            "--show" => show = true,
            "--seed" => seed = arguments.next().ok_or("--seed N")?.parse()?,
            "--stacks" => count = arguments.next().ok_or("--stacks N")?.parse()?,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let [folder, inputs @ ..] = &paths[..] else {
        return Err("which cache, which folders?".into());
    };
    let (mut fit_on, mut measure_on) = (Vec::new(), Vec::new());
    for input in inputs {
        load(folder, input, &mut fit_on, &mut measure_on)?;
    }
    eprintln!("{} documents to fit on, {} to measure on", fit_on.len(), measure_on.len());
    let mut chance = Chance::new(seed);
    if fitting {
        let stacks: Vec<Stack> = (0..count).map(|_| compose::stack(&fit_on, &mut chance)).collect();
        let samples: Vec<_> = stacks
            .iter()
            .flat_map(|stack| {
                let starts = stack.starts();
                boundaries(&stack.pages, &starts)
                    .into_iter()
                    .map(move |b| (b.features, starts[b.page]))
            })
            .collect();
        let weights = fit::logistic(&samples);
        print!("{}", fit::as_source(&weights));
        return Ok(());
    }
    let stacks: Vec<Stack> = (0..count).map(|_| compose::stack(&measure_on, &mut chance)).collect();
    measure(&stacks, show);
    Ok(())
}

/// The single documents of a folder that could be read, into one of two halves.
fn load(
    cache: &Path,
    folder: &Path,
    fit_on: &mut Vec<Single>,
    measure_on: &mut Vec<Single>,
) -> Result<(), Box<dyn Error>> {
    let cache = Cache::open(cache, Settings::default(), false)?;
    let mut reader = cache.reader()?;
    for line in fs::read_to_string(folder.join("truth.jsonl"))?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        // Stacks have their own truth; a delivery note in the file of an invoice is another document.
        let tags = row["tags"].as_array().map_or(&[][..], Vec::as_slice);
        if row["pages"].is_array() || tags.iter().any(|tag| tag == "pakbon-erbij") {
            continue;
        }
        let path = folder.join(row["file"].as_str().unwrap_or_default());
        let Some((sha256, Ok(reading))) = cache.reading(&path, &mut reader)? else {
            continue;
        };
        if reading.pages.iter().all(|page| page.words.len() < 12) {
            continue;
        }
        let truth = |key: &str| row["truth"][key].as_str().map(str::to_owned);
        let single = Single {
            name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            pages: reading.pages,
            number: truth("invoice_number"),
            supplier: truth("supplier_name"),
        };
        if sha256.0[0] % 2 == 0 {
            fit_on.push(single);
        } else {
            measure_on.push(single);
        }
    }
    Ok(())
}

/// Precision and recall of cuts, exact documents, and what the confidences are worth.
fn measure(stacks: &[Stack], show: bool) {
    let (mut right, mut false_cuts, mut missed, mut exact, mut documents) = (0, 0, 0, 0, 0);
    let (mut sure, mut sure_exact, mut error_bins) = (0, 0, [(0, 0.0, 0); 10]);
    for stack in stacks {
        let runs = split(&stack.pages);
        let starts = stack.starts();
        let mut found = vec![false; stack.pages.len()];
        for run in &runs {
            found[run.pages[0]] = true;
        }
        for page in 1..stack.pages.len() {
            match (found[page], starts[page]) {
                (true, true) => right += 1,
                (false, false) => {}
                (is, _) => {
                    if is {
                        false_cuts += 1;
                    } else {
                        missed += 1;
                    }
                    if show {
                        explain(stack, page, is);
                    }
                }
            }
        }
        documents += stack.documents.len();
        for run in &runs {
            let is_exact = stack
                .documents
                .iter()
                .any(|d| (d.first, d.last) == (run.pages[0], run.pages[run.pages.len() - 1]));
            exact += u32::from(is_exact);
            if run.confidence >= 0.8 {
                sure += 1;
                sure_exact += u32::from(is_exact);
            }
            let bin = &mut error_bins[((run.confidence * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1, bin.1 + run.confidence, bin.2 + u32::from(is_exact));
        }
    }
    let share = |a: u32, b: u32| f64::from(a) / f64::from(b.max(1));
    println!(
        "{} stacks: cuts right {right}, false {false_cuts}, missed {missed}: precision {:.4}, recall {:.4}",
        stacks.len(),
        share(right, right + false_cuts),
        share(right, right + missed)
    );
    println!(
        "documents with the right pages: {exact} of {documents} ({:.4})",
        share(exact, documents as u32)
    );
    println!("surer than 0.8: {sure}, of these right {:.4}", share(sure_exact, sure));
    let total: u32 = error_bins.iter().map(|b| b.0).sum();
    let mut error = 0.0;
    for (n, sum, right) in error_bins.into_iter().filter(|b| b.0 > 0) {
        let (mean, right) = (f64::from(sum) / f64::from(n), share(right, n));
        error += f64::from(n) / f64::from(total) * (mean - right).abs();
        println!("  claimed {mean:.3}  right {right:.3}  {n}");
    }
    println!("expected calibration error {error:.4}");
}

fn explain(stack: &Stack, page: usize, cut: bool) {
    let Some(boundary) =
        boundaries(&stack.pages, &stack.starts()).into_iter().find(|b| b.page == page)
    else {
        return;
    };
    let seen: Vec<String> = boundary
        .features
        .iter()
        .zip(FEATURES)
        .filter(|(x, _)| **x > 0.05)
        .map(|(x, name)| format!("{name} {x:.1}"))
        .collect();
    println!("{}: {} | {}", if cut { "cut" } else { "not cut" }, stack.what(page), seen.join("; "));
}
