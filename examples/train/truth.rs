//! Whether a value is right, by the conventions of the truth files.

use std::collections::BTreeSet;

use serde_json::Value;

/// `None` where the truth does not tell.
pub fn is_right(row: &Value, field: &str, value: &str) -> Option<bool> {
    let truth = &row["truth"][field];
    let listed = |key: &str| row[key].as_array().into_iter().flatten();
    if truth.is_null() {
        return listed("absent").any(|f| f == field).then_some(false);
    }
    let also = row["alt"][field].as_array().into_iter().flatten();
    let unsigned = row["truth"]["document_type"] == "credit_note"
        || row["truth"]["gross_total"].as_str().is_some_and(|g| g.starts_with('-'));
    if field == "vat_breakdown" {
        return Some(rows_of(truth, unsigned) == rows_printed(value, unsigned));
    }
    Some(std::iter::once(truth).chain(also).any(|t| {
        let text = match t {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        same(field, &text, value, unsigned)
    }))
}

fn same(field: &str, truth: &str, value: &str, unsigned: bool) -> bool {
    match field {
        "net_total" | "vat_total" | "gross_total" => {
            cents(truth, unsigned) == cents(value, unsigned)
        }
        "supplier_name" | "customer_name" => same_name(truth, value),
        "supplier_vat_id" | "supplier_kvk" | "supplier_iban" => compact(truth) == compact(value),
        "invoice_number" => {
            let plain = |s: &str| s.to_uppercase().replace([' ', '.', '\u{a0}'], "");
            plain(truth) == plain(value)
        }
        _ => truth == value,
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

/// An amount as cents.
fn cents(text: &str, unsigned: bool) -> Option<i64> {
    let value: f64 = text.trim().parse().ok()?;
    let cents = (value * 100.0).round() as i64;
    Some(if unsigned { cents.abs() } else { cents })
}

type Row = (String, Option<i64>, Option<i64>);

fn rate(text: &str) -> String {
    let plain =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    plain.to_owned()
}

/// The rows with VAT: rate, taxable amount, VAT.
fn rows_of(truth: &Value, unsigned: bool) -> Vec<Row> {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let mut rows: Vec<Row> = truth
        .as_array()
        .into_iter()
        .flatten()
        .map(|r| {
            (
                rate(&text(&r["rate"])),
                cents(&text(&r["taxable"]), unsigned),
                cents(&text(&r["vat"]), unsigned),
            )
        })
        .filter(|(_, _, vat)| *vat != Some(0))
        .collect();
    rows.sort();
    rows
}

fn rows_printed(value: &str, unsigned: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = value
        .split(", ")
        .filter_map(|r| {
            let mut parts = r.split(' ');
            Some((
                rate(parts.next()?),
                cents(parts.next()?, unsigned),
                cents(parts.next()?, unsigned),
            ))
        })
        .filter(|(_, _, vat)| *vat != Some(0))
        .collect();
    rows.sort();
    rows
}

const LEGAL: &[&str] = &[
    "bv", "nv", "vof", "cv", "gmbh", "ag", "kg", "co", "ltd", "limited", "inc", "llc", "plc", "sa",
    "sas", "sarl", "srl", "b", "v", "n", "o", "f", "e", "k",
];

fn words(name: &str) -> BTreeSet<String> {
    let all: BTreeSet<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let core: BTreeSet<String> =
        all.iter().filter(|w| !LEGAL.contains(&w.as_str())).cloned().collect();
    if core.is_empty() { all } else { core }
}

/// Equal but for legal forms and a letter or two; or one has half of the other's words and no other.
fn same_name(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    let shared = x.intersection(&y).count();
    if shared > 0 && shared == x.len().min(y.len()) && shared * 2 >= x.len().max(y.len()) {
        return true;
    }
    let joined = |w: &BTreeSet<String>| w.iter().cloned().collect::<String>();
    strsim::normalized_levenshtein(&joined(&x), &joined(&y)) >= 0.85
}
