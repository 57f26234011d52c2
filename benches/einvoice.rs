//! Structured invoices: reading one, and writing its proposal.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("einvoice");
    for (name, bytes) in [
        ("ubl", &include_bytes!("../src/einvoice/samples/invoice.ubl.xml")[..]),
        ("cii", include_bytes!("../src/einvoice/samples/invoice.cii.xml")),
    ] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(format!("read {name}"), |bench| {
            bench.iter(|| einvoice::read(black_box(bytes)));
        });
        group.bench_function(format!("root {name}"), |bench| {
            bench.iter(|| einvoice::root(black_box(bytes)));
        });
    }
    group.finish();
}

/// The invoice with so many copies of its second line.
fn with_lines(count: usize) -> String {
    let full = include_str!("../src/einvoice/validate/samples/full.ubl.xml");
    let from = full.rfind("<cac:InvoiceLine><cbc:ID>2<").unwrap();
    let to = full.rfind("<cac:InvoiceLine><cbc:ID>3<").unwrap();
    let line = &full[from..to];
    format!("{}{}{}", &full[..from], line.repeat(count), &full[to..])
}

fn validate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("validate");
    for lines in [1, 100, 10_000] {
        let xml = with_lines(lines);
        if lines == 10_000 {
            group.sample_size(10);
        }
        group.throughput(Throughput::Elements(lines as u64));
        group.bench_function(format!("{lines} lines"), |bench| {
            bench.iter(|| einvoice::validate::validate(black_box(xml.as_bytes())));
        });
    }
    let cii = include_bytes!("../src/einvoice/validate/samples/full.cii.xml");
    group.throughput(Throughput::Elements(1));
    group.bench_function("CII", |bench| {
        bench.iter(|| einvoice::validate::validate(black_box(cii)));
    });
    group.finish();
}

criterion_group!(benches, read, validate);
criterion_main!(benches);
