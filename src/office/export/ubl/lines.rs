//! The lines of a UBL invoice: those that were read, or one for each VAT rate.

use rust_decimal::Decimal;

use super::prepare::{derived, value};
use super::unit;
use crate::texts::{Lang, ubl as say};
use invoice::{Amount, Field, Invoice, Line, VatBreakdown, VatCategory};

/// The lines, when they come to what the invoice comes to; else one for each VAT rate, and a note that says so.
pub(super) fn lines(invoice: &mut Invoice, lang: Lang) {
    for (number, line) in invoice.lines.iter_mut().enumerate() {
        complete_line(&mut line.value, number + 1, &invoice.vat_breakdown, lang);
    }
    let t = &invoice.totals;
    let sum: Option<Amount> = invoice.lines.iter().map(|line| line.value.net).sum();
    let fits = !invoice.lines.is_empty()
        && sum.is_some_and(|sum| {
            let expected = value(t.net.as_ref()).map(|net| {
                net + value(t.allowances.as_ref()).unwrap_or_default()
                    - value(t.charges.as_ref()).unwrap_or_default()
            });
            expected == Some(sum)
        })
        && each_rate_fits(invoice);
    if fits {
        invoice.totals.lines = sum.map(derived);
        return;
    }
    if invoice.vat_breakdown.is_empty() {
        return;
    }
    invoice.notes.push(say::lines_by_rate(lang).to_owned());
    // allowances and charges are in the taxable amounts already
    invoice.allowances_charges.clear();
    invoice.totals.allowances = None;
    invoice.totals.charges = None;
    invoice.lines = invoice
        .vat_breakdown
        .iter()
        .enumerate()
        .map(|(number, row)| {
            let row = &row.value;
            let mut line = Line {
                id: Some((number + 1).to_string()),
                description: Some(say::rate_line(lang, row)),
                quantity: Some(Decimal::ONE),
                unit: Some("C62".to_owned()),
                net: row.taxable,
                category: row.category,
                rate: row.rate,
                ..Line::default()
            };
            price(&mut line);
            derived(line)
        })
        .collect();
    let sum: Option<Amount> = invoice.lines.iter().map(|line| line.value.net).sum();
    invoice.totals.lines = sum.map(derived);
}

/// Whether the lines, allowances and charges of each VAT rate come to its taxable amount.
fn each_rate_fits(invoice: &Invoice) -> bool {
    invoice.vat_breakdown.iter().all(|row| {
        let row = &row.value;
        let is_of = |category: Option<VatCategory>, rate: Option<Decimal>| {
            category == row.category
                && (row.category != Some(VatCategory::S)
                    || rate.map(|r| r.normalize()) == row.rate.map(|r| r.normalize()))
        };
        let lines: Amount = invoice
            .lines
            .iter()
            .filter(|line| is_of(line.value.category, line.value.rate))
            .filter_map(|line| line.value.net)
            .sum();
        let acs: Amount = invoice
            .allowances_charges
            .iter()
            .filter(|ac| is_of(ac.value.category, ac.value.rate))
            .map(|ac| if ac.value.is_charge { ac.value.amount } else { -ac.value.amount })
            .sum();
        row.taxable.is_some_and(|taxable| taxable.is_within_cents(lines + acs, 0))
    })
}

fn complete_line(line: &mut Line, number: usize, rows: &[Field<VatBreakdown>], lang: Lang) {
    line.gross = None;
    line.id.get_or_insert_with(|| number.to_string());
    if line.description.is_none() {
        line.description = Some(say::line(lang, number));
    }
    line.unit = Some(unit::code(line.unit.as_deref()).to_owned());
    if line.category.is_none() {
        let is_of = |row: &&Field<VatBreakdown>| {
            rows.len() == 1 || (line.rate.is_some() && row.value.rate == line.rate)
        };
        let mut fitting = rows.iter().filter(is_of);
        if let (Some(row), None) = (fitting.next(), fitting.next()) {
            (line.category, line.rate) = (row.value.category, row.value.rate);
        } else if line.rate.is_some_and(|rate| rate > Decimal::ZERO) {
            line.category = Some(VatCategory::S);
        }
    }
    match line.category {
        Some(VatCategory::O) => line.rate = None,
        Some(
            VatCategory::Z | VatCategory::E | VatCategory::Ae | VatCategory::K | VatCategory::G,
        ) => line.rate = Some(Decimal::ZERO),
        _ => {}
    }
    price(line);
}

/// Quantity and price, whose product the amount is; a price is never negative (BR-27).
fn price(line: &mut Line) {
    let Some(net) = line.net else { return };
    if line.quantity.is_none_or(|quantity| quantity.is_zero()) || line.unit_price.is_none() {
        line.quantity = Some(Decimal::ONE);
        line.unit_price = Some(net);
    }
    if let (Some(unit_price), Some(quantity)) = (line.unit_price, line.quantity)
        && unit_price.is_negative()
    {
        line.unit_price = Some(-unit_price);
        line.quantity = Some(-quantity);
    }
}
