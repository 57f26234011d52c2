//! Proposals for many documents, again and again: what is read is kept, so that a change of splitting or extraction shows
//! in seconds. `benches/scoreboard/scoreboard.py` scores what this writes.
//!
//! ```text
//! cargo build --bin dizzy && cargo run --example propose_all -- [--fresh] [--ignore-attachments] [--jobs N] \
//!     [--lang nld,eng] [--words words.jsonl] CACHE proposals.jsonl FILE-OR-FOLDER…
//! ```
//!
//! `--lang` reads scans with other languages than the default ones; `--words` writes the words of every page; `--ignore-attachments` reads a hybrid invoice (Factur-X, ZUGFeRD) as if
//! there were only its page.
#![allow(clippy::print_stderr)] // an example says what it does

mod readings;

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use booking::pipeline::{PipelineSettings, propose};
use office::export::{ProposalRecord, SourceInfo, write_proposals_jsonl};
use office::settings::Settings;
use reading::document::{MediaKind, Reading};
use readings::Cache;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let (mut fresh, mut ignore, mut words, mut jobs) = (false, false, None, 2_usize);
    let mut paths = Vec::new();
    let mut settings = Settings::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--fresh" => fresh = true,
            "--ignore-attachments" => ignore = true,
            "--words" => words = arguments.next(),
            "--lang" => {
                let languages = arguments.next().ok_or("--lang LANGUAGE,…")?;
                settings.ocr.languages = languages.split(',').map(str::to_owned).collect();
            }
            "--jobs" => jobs = arguments.next().ok_or("--jobs N")?.parse()?,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    let [folder, out, inputs @ ..] = &paths[..] else {
        return Err("which cache, which output, which documents?".into());
    };
    let cache = Cache::open(folder, settings.clone(), fresh)?;
    let mut files = Vec::new();
    inputs.iter().try_for_each(|input| list(input, &mut files))?;
    files.sort();
    let left = Mutex::new(files.iter());
    let (settings, done) = (
        PipelineSettings::new(&settings.review, Arc::default(), extract::UNDERSTANDING),
        Mutex::new(Vec::new()),
    );
    std::thread::scope(|scope| -> Result<(), Failure> {
        let work = || -> Result<(), Failure> {
            let mut reader = cache.reader()?;
            while let Some(path) = next(&left) {
                let Some((sha256, reading)) = cache.reading(path, &mut reader)? else {
                    continue;
                };
                let mut reading = match reading {
                    Ok(reading) => reading,
                    Err(cause) => {
                        eprintln!("{}: {cause}", path.display());
                        continue;
                    }
                };
                if ignore && reading.kind == MediaKind::Pdf {
                    reading.einvoice = None;
                }
                let source =
                    SourceInfo { path: path.display().to_string(), sha256, companion: None };
                let record = |proposal| ProposalRecord {
                    proposal,
                    source: source.clone(),
                    duplicate_of: None,
                    duplicate_reason: None,
                };
                let records: Vec<_> =
                    propose(&reading, &settings).into_iter().map(record).collect();
                done.lock().expect("no worker panics").push((
                    path,
                    records,
                    words.as_ref().map(|_| text(path, &reading)),
                ));
            }
            Ok(())
        };
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no worker panics"))
    })?;
    let mut done = done.into_inner().expect("no worker panics");
    done.sort_by_key(|(path, ..)| *path);
    let mut file = BufWriter::new(fs::File::create(out)?);
    write_proposals_jsonl(&mut file, done.iter().flat_map(|(_, records, _)| records).map(Ok))?;
    file.flush()?;
    if let Some(words) = words {
        fs::write(words, done.iter().filter_map(|(.., text)| text.as_deref()).collect::<String>())?;
    }
    Ok(())
}

fn next<'a>(left: &Mutex<std::slice::Iter<'a, PathBuf>>) -> Option<&'a PathBuf> {
    left.lock().expect("no worker panics").next()
}

/// All files at or below `path`.
fn list(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            list(&entry?.path(), files)?;
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}

/// The words of every page, as one line of JSON.
fn text(path: &Path, reading: &Reading) -> String {
    let pages = reading.pages.iter().map(|page| {
        let words: Vec<_> = page.words.iter().map(|word| word.text.as_str()).collect();
        serde_json::json!({"page": page.number, "words": words})
    });
    let line =
        serde_json::json!({"path": path.display().to_string(), "pages": pages.collect::<Vec<_>>()});
    format!("{line}\n")
}
