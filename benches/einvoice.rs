//! Structured invoices: reading one, and writing its proposal.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dizzy::einvoice;

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("einvoice");
    for (name, bytes) in [
        (
            "ubl",
            &include_bytes!("../src/einvoice/samples/invoice.ubl.xml")[..],
        ),
        (
            "cii",
            include_bytes!("../src/einvoice/samples/invoice.cii.xml"),
        ),
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

criterion_group!(benches, read);
criterion_main!(benches);
