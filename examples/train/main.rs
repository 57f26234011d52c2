//! Fits the weights of confidence on documents with known truth and writes them as JSON; `training/fit.py` makes the
//! documents and calls this.
//!
//! ```text
//! cargo run --example train -- CACHE WEIGHTS --fit FOLDER… --correct FOLDER… [--both FOLDER…] [--test FOLDER…]
//! ```
//!
//! Each folder holds documents and their `truth.jsonl`. The regression is fitted on `--fit`, the curve that corrects it on
//! `--correct`; of `--both` every other document serves for either. Nothing is random but the noise of pages that are
//! read as if they had been recognised, and that hangs on the name of the document alone. `--test` only measures.
#![allow(clippy::print_stdout)] // an example says what it found

mod fit;
mod noise;
#[path = "../readings/mod.rs"]
mod readings;
mod truth;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use extract::confidence::{FEATURES, Family};
use extract::observe;
use office::settings::Settings;
use reading::document::MediaKind;
use reading::text::Page;
use readings::Cache;
use serde_json::{Value, json};

/// Values less sure than this are not looked at: the floor of the program.
const FLOOR: f32 = 0.3;

/// What was seen of each kind of value: its numbers, and whether it is right.
type Seen = BTreeMap<&'static str, Vec<(Vec<f64>, bool)>>;

#[derive(Default)]
struct Data {
    fit: Seen,
    correct: Seen,
    test: Seen,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let cache = PathBuf::from(arguments.next().ok_or("which cache?")?);
    let out = PathBuf::from(arguments.next().ok_or("which file of weights?")?);
    let cache = Cache::open(&cache, Settings::default(), false)?;
    let mut reader = cache.reader()?;
    let mut data = Data::default();
    let mut part = String::from("--fit");
    for argument in arguments {
        if argument.starts_with("--") {
            part = argument;
            continue;
        }
        read(&cache, &mut reader, Path::new(&argument), &part, &mut data)?;
    }
    let mut families = serde_json::Map::new();
    for (_, key) in Family::ALL {
        let none = Vec::new();
        let of = |seen: &Seen| seen.get(key).cloned().unwrap_or_else(|| none.clone());
        let (fit, correct, test) = (of(&data.fit), of(&data.correct), of(&data.test));
        let weights = fit::regression(&fit);
        let curve = fit::curve(&weights, &correct);
        println!(
            "{key:16} fitted on {:5} ({:4} wrong), corrected on {:5} ({:4} wrong)  {}",
            fit.len(),
            fit.iter().filter(|(_, right)| !right).count(),
            correct.len(),
            correct.iter().filter(|(_, right)| !right).count(),
            fit::report(&weights, &curve, &test),
        );
        families.insert(key.into(), json!({"weights": fit::rounded(&weights), "curve": curve}));
    }
    let text = serde_json::to_string_pretty(&json!({"features": FEATURES, "families": families}))?;
    fs::write(out, text + "\n")?;
    Ok(())
}

/// Observes all documents of a folder.
fn read(
    cache: &Cache,
    reader: &mut reading::reader::ReaderSlot,
    folder: &Path,
    part: &str,
    data: &mut Data,
) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(folder.join("truth.jsonl"))?;
    for (index, line) in text.lines().enumerate() {
        let row: Value = serde_json::from_str(line)?;
        let name = row["file"].as_str().unwrap_or_default();
        if row.get("pages").is_some_and(|p| !p.is_null()) {
            continue; // stacks are cut first
        }
        let Some((_, Ok(reading))) = cache.reading(&folder.join(name), reader)? else {
            continue;
        };
        let on_page = reading.kind == MediaKind::Pdf || reading.kind.is_image();
        if !on_page || reading.pages.is_empty() {
            continue;
        }
        let seen = match (part, index % 2) {
            ("--fit", _) | ("--both", 0) => &mut data.fit,
            ("--correct" | "--both", _) => &mut data.correct,
            _ => &mut data.test,
        };
        let clean: Vec<&Page> = reading.pages.iter().collect();
        look(&clean, &row, seen);
        if row["kind"] == "digital-pdf" && part != "--both" {
            let noisy: Vec<Page> = noise::recognised(&reading.pages, name);
            look(&noisy.iter().collect::<Vec<_>>(), &row, seen);
        }
    }
    Ok(())
}

fn look(pages: &[&Page], row: &Value, seen: &mut Seen) {
    for observation in observe(pages, FLOOR) {
        let key = observation.family.key();
        if let Some(right) = truth::is_right(row, key, &observation.value) {
            let features = observation.features.iter().map(|f| f64::from(*f)).collect();
            seen.entry(key).or_default().push((features, right));
        }
    }
}
