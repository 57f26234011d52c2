//! Time for the words and the pixels of a page of born-digital invoices.
//!
//! Takes the PDFs of the folder in `DIZZY_BENCH_PDFS`; without it, of `visual` and `real-pdf` in the development corpus.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use reading::document::{MediaKind, OpenDocument};

fn pdfs() -> Vec<Vec<u8>> {
    let folders: Vec<PathBuf> = if let Some(folder) = std::env::var_os("DIZZY_BENCH_PDFS") {
        vec![folder.into()]
    } else {
        let shared = std::env::var_os("DIZZY_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
        vec![shared.join("corpus/visual"), shared.join("corpus/real-pdf")]
    };
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

/// Opens each document and reads all its pages; returns how many.
fn read_all(documents: &[Vec<u8>]) -> u32 {
    let limits = office::settings::Settings::default().limits;
    let mut pages = 0;
    for bytes in documents {
        let opened = OpenDocument::open(MediaKind::Pdf, bytes.clone(), &limits);
        let Ok((mut document, inspection)) = opened else {
            continue;
        };
        for page in 1..=inspection.pages {
            black_box(document.text(page).ok());
            pages += 1;
        }
    }
    pages
}

fn words(c: &mut Criterion) {
    let documents = pdfs();
    if documents.is_empty() {
        return;
    }
    let pages = read_all(&documents);
    let mut group = c.benchmark_group("pdf");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5));
    group.bench_function(format!("words of {pages} pages"), |b| {
        b.iter(|| read_all(&documents));
    });
    let limits = office::settings::Settings::default().limits;
    let some = &documents[..documents.len().min(8)];
    group.bench_function(format!("pixels of {} first pages at 300 dpi", some.len()), |b| {
        b.iter(|| {
            for bytes in some {
                let opened = OpenDocument::open(MediaKind::Pdf, bytes.clone(), &limits);
                if let Ok((mut document, _)) = opened {
                    black_box(document.page_image(1, 300).ok());
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, words);
criterion_main!(benches);
