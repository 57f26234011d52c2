//! A person who looks where a value is said to stand finds the value there: the words in the box of every evidence are
//! the text that it quotes, and that text says the value.

use booking::settings::Review;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use booking::pipeline::{PipelineSettings, propose};
use invoice::BBox;
use office::export::{ProposalRecord, SourceInfo, write_proposals_jsonl};
use reading::document::{MediaKind, OpenDocument, Reading, Sniffed, TextPass, sniff};
use reading::ocr::OcrEngine;
use reading::settings::Limits;
use reading::source::Sha256;
use reading::text::{Page, Word};
use serde_json::Value;
use testing::{corpus, files};

/// Scans of the corpus that are recognised here.
const CHOSEN: [&str; 3] = ["d05-500-photo.jpg", "d17-500-rot90.jpg", "d04-501-coffee.pdf"];

/// Everything that is wrong, with how much was looked at.
#[derive(Default)]
struct Report {
    looked_at: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

#[test]
fn values_of_the_fixtures_stand_where_they_are_said_to() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut report = Report::default();
    let mut engine = engine();
    for set in ["pdf-text", "scan"] {
        for case in files(&fixtures.join(set)) {
            for file in files(&case) {
                // Recognition takes its time: a page of each kind is enough.
                let many = ["stack", "two-page-tiff"].iter().any(|name| case.ends_with(name));
                report.check(&file, engine.as_deref_mut().filter(|_| !many));
            }
        }
    }
    report.says_enough(150);
}

#[test]
fn values_of_the_corpus_stand_where_they_are_said_to() {
    let Some(corpus) = corpus() else { return };
    let mut report = Report::default();
    let mut engine = engine();
    for set in ["dutch-dev", "visual", "real-pdf"] {
        for file in files(&corpus.join(set)) {
            // Recognition takes its time: one that was photographed, one that was turned, one that lies askew.
            let is_chosen = CHOSEN.iter().any(|name| file.ends_with(name));
            report.check(&file, engine.as_deref_mut().filter(|_| is_chosen));
        }
    }
    report.says_enough(1_500);
}

impl Report {
    fn says_enough(&self, least: usize) {
        let count: usize = self.looked_at.values().sum();
        assert!(
            self.wrong.is_empty(),
            "{} of {count}:\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
        assert!(count >= least, "only {count}: {:?}", self.looked_at);
    }

    fn check(&mut self, file: &Path, ocr: Option<&mut (dyn OcrEngine + '_)>) {
        let Some(reading) = read(file, ocr) else {
            return;
        };
        let settings =
            PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING);
        let source = SourceInfo {
            path: file.display().to_string(),
            sha256: Sha256::of(b""),
            companion: None,
        };
        for proposal in propose(&reading, &settings) {
            let record = ProposalRecord {
                proposal,
                source: source.clone(),
                duplicate_of: None,
                duplicate_reason: None,
            };
            let mut line = Vec::new();
            write_proposals_jsonl(&mut line, [Ok(record)]).expect("written");
            let proposal: Value = serde_json::from_slice(&line).expect("JSON");
            self.check_proposal(file, &reading.pages, &proposal);
        }
    }

    fn check_proposal(&mut self, file: &Path, pages: &[Page], proposal: &Value) {
        for (path, evidence) in proposal["evidence"].as_object().expect("evidence") {
            let Some(bbox) = evidence["bbox"].as_array() else {
                continue;
            };
            let edge = |at: usize| bbox[at].as_f64().expect("a number") as f32;
            let place = BBox::new(edge(0), edge(1), edge(2), edge(3));
            let page = pages
                .iter()
                .find(|p| u64::from(p.number) == evidence["page"].as_u64().unwrap_or(0));
            let quoted = evidence["text"].as_str().unwrap_or("");
            let there = page.map_or(Vec::new(), |page| words_in(page, &place));
            let value = value_at(proposal, path);
            *self
                .looked_at
                .entry(path.split(['[', '.']).next().unwrap_or("").to_owned())
                .or_default() += 1;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !are_quoted(&there, &place, quoted) {
                let there = joined(&there);
                self.wrong
                    .push(format!("{name} {path}: quotes {quoted:?}, there stands {there:?}"));
            } else if !says(quoted, path, value) {
                self.wrong.push(format!("{name} {path}: {quoted:?} does not say {value}"));
            }
        }
    }
}

/// The words whose middle lies in a place.
fn words_in<'p>(page: &'p Page, place: &BBox) -> Vec<&'p Word> {
    let within = |word: &&Word| {
        let seen = page.as_scanned(&word.bbox);
        let (x, y) = (seen.center_x(), seen.center_y());
        (place.x0..=place.x1).contains(&x) && (place.y0..=place.y1).contains(&y)
    };
    page.words.iter().filter(within).collect()
}

fn joined(words: &[&Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// Whether words are what is quoted, and no more words than that; where it goes on in the next line, the box holds both.
fn are_quoted(words: &[&Word], place: &BBox, quoted: &str) -> bool {
    let holds = |words: &[&Word]| folded(&joined(words)).contains(&folded(quoted));
    let height = words.iter().map(|word| word.bbox.height()).fold(0.0, f32::max);
    let one_line = place.height() < height * 1.8;
    // A sign without letters or digits may be in it or not.
    let words: Vec<&Word> =
        words.iter().copied().filter(|word| !folded(&word.text).is_empty()).collect();
    let least = match &words[..] {
        [] | [_] => true,
        [_, rest @ ..] if holds(rest) => false,
        [rest @ .., _] => !holds(rest),
    };
    holds(&words) && (!one_line || least)
}

/// The value of a field by its path: `totals.net`, `lines[2]`.
fn value_at<'v>(proposal: &'v Value, path: &str) -> &'v Value {
    let pointer: String = path.replace('[', ".").replace(']', "");
    pointer.split('.').fold(proposal, |value, key| match key.parse::<usize>() {
        Ok(at) => &value[at],
        Err(_) => &value[key],
    })
}

/// Letters, digits and the sign of the euro, small, without regard to what recognition takes for each other.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || *c == '€')
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            's' => '5',
            'b' => '8',
            'z' => '2',
            c => c,
        })
        .collect()
}

/// Whether a text says a value.
fn says(text: &str, path: &str, value: &Value) -> bool {
    let field = path.rsplit('.').next().unwrap_or(path);
    match field {
        "document_type" => !text.is_empty(),
        "net" | "vat" | "gross" | "payable" | "prepaid" => says_amount(text, value),
        "issue_date" | "due_date" | "supply_date" => says_date(text, value),
        "period" => says_date(text, &value["start"]),
        "currency" => says_currency(text, value),
        "address" => value["postcode"]
            .as_str()
            .or(value["city"].as_str())
            .is_some_and(|v| folded(text).contains(&folded(v))),
        _ if field.starts_with("lines[") => {
            ["net", "gross"].iter().any(|key| says_amount(text, &value[key]))
        }
        _ if value.is_string() => {
            let value = value.as_str().unwrap_or("");
            folded(text).contains(&folded(value))
        }
        _ => !value.is_null(),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn says_amount(text: &str, value: &Value) -> bool {
    let Some(value) = value.as_str() else {
        return false;
    };
    let bare = |text: &str| digits(text).trim_matches('0').to_owned();
    bare(text) == bare(value)
}

fn says_date(text: &str, value: &Value) -> bool {
    let parts: Vec<&str> = value.as_str().unwrap_or("").split('-').collect();
    let [year, _, day] = parts[..] else {
        return false;
    };
    let all = digits(text);
    all.contains(day.trim_start_matches('0')) && all.contains(&year[2..])
}

fn says_currency(text: &str, value: &Value) -> bool {
    let signs: &[&str] = match value.as_str() {
        Some("EUR") => &["€", "EUR", "Euro"],
        Some("USD") => &["$", "USD"],
        Some("GBP") => &["£", "GBP"],
        Some("CHF") => &["CHF", "Fr"],
        Some(code) => return text.contains(code),
        None => return false,
    };
    signs.iter().any(|sign| text.to_lowercase().contains(&sign.to_lowercase()))
}

/// The words of a document; of a hybrid invoice only the page counts. `None` for what is no document, and for a scan
/// when nothing is to recognise it.
fn read(file: &Path, ocr: Option<&mut (dyn OcrEngine + '_)>) -> Option<Reading> {
    let bytes = fs::read(file).expect("a file");
    let Sniffed::Document(kind) = sniff(&bytes, bytes.len() as u64) else {
        return None;
    };
    let (mut document, inspection) = OpenDocument::open(kind, bytes, &Limits::default()).ok()?;
    let mut pages = Vec::new();
    let mut scans = Vec::new();
    for number in 1..=inspection.pages {
        match kind {
            MediaKind::Pdf => match document.text(number).ok()? {
                TextPass::Read(page) => pages.push(page),
                TextPass::NeedsOcr { .. } => scans.push(number),
            },
            _ => scans.push(number),
        }
    }
    if !scans.is_empty() {
        let ocr = ocr?;
        for number in scans {
            let image = document.page_image(number, 300).expect("pixels");
            pages.push(ocr.read_page(&image).expect("words"));
        }
    }
    pages.sort_by_key(|page| page.number);
    Some(Reading { kind, pages, einvoice: None, embedded: Vec::new(), notes: Vec::new() })
}

/// Tesseract, where it has languages.
#[cfg(feature = "tesseract")]
fn engine() -> Option<Box<dyn OcrEngine>> {
    let engine = reading::ocr::TesseractEngine::new(
        &reading::settings::Ocr::default(),
        &Limits::default(),
        extract::UNDERSTANDING.look_again,
    )
    .ok()?;
    Some(Box::new(engine))
}

/// It is not built in.
#[cfg(not(feature = "tesseract"))]
fn engine() -> Option<Box<dyn OcrEngine>> {
    None
}
