//! From words to a proposal: the stage that runs in dizzy itself, for every document.

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use dizzy::config::Settings;
use dizzy::document::{MediaKind, OpenDocument, Reading, TextPass};
use dizzy::extract::{Stage, through};
use dizzy::pipeline::{PipelineSettings, propose};
use dizzy::text::Page;

/// The words of a fixture, read once.
fn reading(name: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    let bytes = std::fs::read(path).expect("the fixture is there");
    let limits = Settings::default().limits;
    let (mut document, inspection) =
        OpenDocument::open(MediaKind::Pdf, bytes, &limits).expect("the fixture opens");
    let pages = (1..=inspection.pages)
        .filter_map(|page| match document.text(page) {
            Ok(TextPass::Read(page)) => Some(page),
            _ => None,
        })
        .collect();
    Reading {
        kind: MediaKind::Pdf,
        pages,
        einvoice: None,
        embedded: Vec::new(),
        notes: Vec::new(),
    }
}

fn extract(criterion: &mut Criterion) {
    let settings = PipelineSettings::from(&Settings::default());
    for (name, file) in [
        ("dutch", "pdf-text/dutch-two-rates/factuur-2026-1183.pdf"),
        ("german", "pdf-text/german/RE-2026-1067.pdf"),
    ] {
        let reading = reading(file);
        let pages: Vec<&Page> = reading.pages.iter().collect();
        for stage in [Stage::Rows, Stage::Candidates, Stage::Totals] {
            criterion.bench_function(&format!("{stage:?}/{name}"), |bench| {
                bench.iter(|| through(stage, &pages));
            });
        }
        criterion.bench_function(&format!("propose/{name}"), |bench| {
            bench.iter(|| propose(&reading, &settings));
        });
    }
}

criterion_group!(benches, extract);
criterion_main!(benches);
