//! Reads an e-invoice (UBL or CII) and prints what it says, with the place of each value in the XML.
//!
//!     cargo run --example check_xml -- fixtures/ubl/invoice/factuur.xml
#![allow(clippy::print_stdout)] // an example shows what it does

use std::fmt::Display;

use invoice::{Field, Lang};

fn show<T: Display>(name: &str, field: Option<&Field<T>>) {
    match field {
        Some(field) => println!(
            "{name:<10} {:<28} {}",
            field.value.to_string(),
            field.evidence.source.as_ref().map_or("", |source| source.text(Lang::En))
        ),
        None => println!("{name:<10} -"),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("which file?")?;
    let invoice = einvoice::read(&std::fs::read(path)?)?;
    show("number", invoice.number.as_ref());
    show("date", invoice.issue_date.as_ref());
    show("supplier", invoice.supplier.name.as_ref());
    show("net", invoice.totals.net.as_ref());
    show("VAT", invoice.totals.vat.as_ref());
    show("gross", invoice.totals.gross.as_ref());
    // The breakdown must add up to the total: BR-CO-14 of EN 16931.
    let rows = invoice.vat_breakdown.iter();
    let sum = rows.filter_map(|row| row.value.vat).sum::<invoice::Amount>();
    let agrees = invoice.totals.vat.as_ref().is_some_and(|vat| vat.value == sum);
    let verdict = if agrees { "agrees" } else { "differs" };
    println!("the VAT breakdown adds up to {sum}, which {verdict}");
    Ok(())
}
