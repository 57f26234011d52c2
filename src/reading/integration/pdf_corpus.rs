//! The development corpus: everything opens or fails with a cause, and what is printed is found.
#![allow(clippy::print_stderr, reason = "what was not found is for the reader of the test")]

use std::collections::HashMap;
use std::path::Path;

use reading::document::{OpenDocument, TextPass};
use reading::settings::Limits;
use serde_json::Value;
use testing::{corpus, files};

use crate::kind_of_pages;

/// The words of all pages whose text layer is usable, and whether some page needs OCR.
fn words(path: &Path) -> Option<(Vec<String>, bool)> {
    let bytes = std::fs::read(path).ok()?;
    let kind = kind_of_pages(&bytes)?;
    let (mut document, inspection) = OpenDocument::open(kind, bytes, &Limits::default()).ok()?;
    let mut words = Vec::new();
    let mut needs_ocr = false;
    for page in 1..=inspection.pages {
        match document.text(page) {
            Ok(TextPass::Read(page)) => words.extend(page.words.into_iter().map(|w| w.text)),
            _ => needs_ocr = true,
        }
    }
    Some((words, needs_ocr))
}

fn truths(set: &Path) -> Vec<Value> {
    std::fs::read_to_string(set.join("truth.jsonl"))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// The digits of a number without sign, grouping and decimal mark: "1.234,50", "1,234.50" and "1 234.50" are alike.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn every_file_opens_or_fails_with_a_cause() {
    let Some(corpus) = corpus() else { return };
    let mut opened = 0;
    for set in files(&corpus).iter().filter(|p| p.is_dir()) {
        for path in files(set) {
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            let Some(kind) = kind_of_pages(&bytes) else {
                continue;
            };
            match OpenDocument::open(kind, bytes, &Limits::default()) {
                Ok((mut document, inspection)) => {
                    assert!(inspection.pages > 0, "{}", path.display());
                    for page in 1..=inspection.pages.min(40) {
                        if let Err(cause) = document.text(page) {
                            eprintln!("{}, page {page}: {cause}", path.display());
                        }
                    }
                    opened += 1;
                }
                Err(cause) => eprintln!("{}: {cause}", path.display()),
            }
        }
    }
    assert!(opened > 200, "{opened}");
}

#[test]
fn born_digital_pages_are_read_and_scans_are_not() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for set in ["dutch-dev", "visual", "hybrid", "real-pdf", "print-scan"] {
        for truth in truths(&corpus.join(set)) {
            let file = truth["file"].as_str().expect("a name");
            let is_scan = truth["kind"] == "scan";
            let Some((words, needs_ocr)) = words(&corpus.join(set).join(file)) else {
                wrong.push(format!("{set}/{file}: does not open"));
                continue;
            };
            if is_scan && !words.is_empty() || !is_scan && needs_ocr {
                wrong.push(format!("{set}/{file}: {} words, needs OCR: {needs_ocr}", words.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Share of the truth's numbers and amounts that stand on the page as exact words. The floors allow for totals that the
/// truth sums up from several VAT rows and the page does not print (all that is missed).
#[test]
fn printed_values_are_found_as_words() {
    let Some(corpus) = corpus() else { return };
    for (set, floor) in [("dutch-dev", 0.93), ("visual", 0.999), ("hybrid", 0.93)] {
        let mut read: HashMap<String, Vec<String>> = HashMap::new();
        let (mut sought, mut found) = (0u32, 0u32);
        let mut missed = Vec::new();
        for truth in truths(&corpus.join(set)) {
            if truth["kind"] == "scan" {
                continue;
            }
            let file = truth["file"].as_str().expect("a name").to_owned();
            let words = read.entry(file.clone()).or_insert_with(|| {
                words(&corpus.join(set).join(&file)).map(|(w, _)| w).unwrap_or_default()
            });
            for field in ["invoice_number", "net_total", "vat_total", "gross_total"] {
                let Some(value) = truth["truth"][field].as_str() else {
                    continue;
                };
                let amount = field != "invoice_number";
                if amount && digits(value).chars().all(|c| c == '0') {
                    continue;
                }
                sought += 1;
                let hit = if amount {
                    let wanted = digits(value);
                    let wanted = wanted.trim_start_matches('0');
                    let same = |text: &str| digits(text).trim_start_matches('0') == wanted;
                    words.iter().any(|w| same(w))
                        || words.windows(2).any(|w| same(&w.concat()))
                        || words.windows(3).any(|w| same(&w.concat()))
                } else {
                    let flat: String = value.split_whitespace().collect();
                    words.iter().any(|w| w.contains(&flat))
                        || words.windows(4).any(|w| w.concat().contains(&flat))
                };
                found += u32::from(hit);
                if !hit {
                    missed.push(format!("{file}: {field} {value}"));
                }
            }
        }
        let share = f64::from(found) / f64::from(sought.max(1));
        eprintln!("{set}: {found} of {sought} = {share:.4}\n{missed:#?}");
        assert!(share >= floor, "{set}: {share:.4}");
    }
}
