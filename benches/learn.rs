//! Learning: an auditfile read, and an account chosen in books with 10,000 suppliers.

use std::hint::black_box;

use booking::learn::{Asked, Builder, Example, Usage};
use booking::learn::{Entry, Input, general, xaf};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use invoice::Amount;
use testing::books::{Books, Plan};

fn learn(c: &mut Criterion) {
    let books =
        Books::make(Plan { suppliers: 10_000, bookings: 50_000, years: 1, ..Plan::default() });
    let mut file = Vec::new();
    books.write_xaf(books.plan.first_year, false, &mut file).expect("writing into memory");
    let mut group = c.benchmark_group("learn");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(file.len() as u64));
    group.bench_function("read an auditfile", |b| {
        b.iter(|| {
            let mut bookings = 0u32;
            let input = Input::open(file.as_slice()).expect("XML");
            xaf::read(input, |entry| {
                bookings += u32::from(matches!(black_box(entry), Entry::Booking(_)));
                Ok::<(), std::convert::Infallible>(())
            })
            .expect("an auditfile");
            bookings
        });
    });
    group.finish();

    let mut lines: Vec<Vec<Example>> = vec![Vec::new(); books.suppliers.len()];
    for (i, booking) in books.bookings.iter().enumerate() {
        lines[booking.supplier].extend(booking.lines.iter().map(|line| Example {
            booking: i as i64,
            date: None,
            is_correction: false,
            account: line.account.to_owned(),
            vat_code: None,
            net: Amount::from_cents(line.net_cents),
            text: line.text.clone(),
        }));
    }
    let mut builder = Builder::default();
    let all = || books.suppliers.iter().zip(&lines).filter(|(_, lines)| !lines.is_empty());
    for (supplier, lines) in all() {
        builder.learn(&supplier.name, lines);
    }
    for (supplier, lines) in all() {
        builder.remember(Some(&supplier.number), &supplier.name, lines);
    }
    let model = builder.finish(Usage::default());
    let (supplier, _) = all().max_by_key(|(_, lines)| lines.len()).expect("a supplier");
    let asked = Asked {
        supplier: Some(&supplier.number),
        supplier_name: Some(&supplier.name),
        texts: &["abonnement glasvezel internet maart 2026"],
        net: Amount::from_cents(12_345),
    };
    c.bench_function("learn/by supplier, of 10,000", |b| {
        b.iter(|| model.by_supplier(black_box(&asked)));
    });
    c.bench_function("learn/by words, of 10,000", |b| {
        b.iter(|| model.by_words(black_box(&asked)));
    });
    c.bench_function("learn/general model", |b| {
        b.iter(|| general::rank(black_box(&asked)));
    });
}

criterion_group!(benches, learn);
criterion_main!(benches);
