//! From words to a proposal: the stage that runs in dizzy itself, for every document; and with the reading of a text PDF
//! before it.

use booking::settings::Review;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use booking::pipeline::{PipelineSettings, propose};
use booking::{Administration, BookingTerms, Books, Context, ExchangeRates};
use criterion::{Criterion, criterion_group, criterion_main};
use extract::{Stage, through};
use office::batch::{Lessons, learn_file};
use office::ledger::{Ledger, general_model};
use office::settings::Settings;
use reading::document::{MediaKind, OpenDocument, Reading, TextPass};
use reading::text::Page;
use testing::books::Plan;

/// The bytes of a fixture.
fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    std::fs::read(path).expect("the fixture is there")
}

/// The words of a PDF.
fn reading(bytes: Vec<u8>) -> Reading {
    let limits = Settings::default().limits;
    let (mut document, inspection) =
        OpenDocument::open(MediaKind::Pdf, bytes, &limits).expect("the fixture opens");
    let pages = (1..=inspection.pages)
        .filter_map(|page| match document.text(page) {
            Ok(TextPass::Read(page)) => Some(page),
            _ => None,
        })
        .collect();
    Reading { kind: MediaKind::Pdf, pages, einvoice: None, embedded: Vec::new(), notes: Vec::new() }
}

/// What is known for booking after learning a year of 10,000 suppliers.
fn learned() -> Arc<Context> {
    let books = testing::books::Books::make(Plan {
        suppliers: 10_000,
        bookings: 50_000,
        years: 1,
        ..Plan::default()
    });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("auditfile.xaf");
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    books.write_xaf(books.plan.first_year, false, &mut file).expect("written");
    drop(file);
    let mut ledger = Ledger::open(folder.path()).expect("a ledger");
    let settings = Settings::default();
    let lessons =
        Lessons { settings: &settings, administration: "", mapping: &[], same_company: false };
    learn_file(&mut ledger, &lessons, &path).expect("learned");
    let mut unnamed = Books::new(
        Administration::default(),
        ledger.suppliers("").expect("suppliers"),
        &ledger.accounts("").expect("accounts"),
        ledger.learned("").expect("a model"),
    );
    assert!(unnamed.creditors.all().len() > 9_000);
    unnamed.general = Some(general_model());
    Arc::new(Context::new(
        Vec::new(),
        unnamed,
        Vec::new(),
        BookingTerms::default(),
        ExchangeRates::default(),
    ))
}

fn extract(criterion: &mut Criterion) {
    let settings =
        PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING);
    let of_many = PipelineSettings::new(&Review::default(), learned(), extract::UNDERSTANDING);
    for (name, file) in [
        ("dutch", "pdf-text/dutch-two-rates/factuur-2026-1183.pdf"),
        ("german", "pdf-text/german/RE-2026-1067.pdf"),
    ] {
        let bytes = bytes(file);
        let reading = reading(bytes.clone());
        let pages: Vec<&Page> = reading.pages.iter().collect();
        for stage in [Stage::Rows, Stage::Candidates, Stage::Totals] {
            criterion.bench_function(&format!("{stage:?}/{name}"), |bench| {
                bench.iter(|| through(stage, &pages));
            });
        }
        criterion.bench_function(&format!("propose/{name}"), |bench| {
            bench.iter(|| propose(&reading, &settings));
        });
        criterion.bench_function(&format!("from bytes to proposal/{name}"), |bench| {
            bench.iter(|| propose(&self::reading(bytes.clone()), &settings));
        });
        criterion.bench_function(&format!("propose, 10,000 suppliers/{name}"), |bench| {
            bench.iter(|| propose(&reading, &of_many));
        });
    }
}

criterion_group!(benches, extract);
criterion_main!(benches);
