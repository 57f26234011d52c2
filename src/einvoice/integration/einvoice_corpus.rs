//! Reads every structured invoice of the development corpus and compares with its truth, field by field.

use std::collections::{BTreeMap, BTreeSet};

use invoice::{Amount, DocumentType, Invoice, VatCategory};
use serde_json::{Value, json};

/// The least F1 that each field must reach.
const FLOOR: f64 = 0.99;

#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    missed: u32,
}

/// The fields of the truth, in its words, as far as they were read.
fn flat(invoice: &Invoice) -> BTreeMap<&'static str, Value> {
    let mut out = BTreeMap::new();
    let mut put = |key, value: Option<String>| {
        if let Some(value) = value {
            out.insert(key, Value::String(value));
        }
    };
    let text = |field: &Option<invoice::Field<String>>| field.as_ref().map(|f| f.value.clone());
    let amount = |field: &Option<invoice::Field<Amount>>| {
        field.as_ref().map(|f| f.value.round_cents().to_string())
    };
    put("supplier_name", text(&invoice.supplier.name));
    put("supplier_vat_id", text(&invoice.supplier.vat_id));
    put("supplier_iban", text(&invoice.supplier.iban));
    put("supplier_kvk", text(&invoice.supplier.kvk));
    put("customer_name", text(&invoice.customer.name));
    put("invoice_number", text(&invoice.number));
    put("issue_date", invoice.issue_date.as_ref().map(|f| f.value.to_string()));
    put("due_date", invoice.due_date.as_ref().map(|f| f.value.to_string()));
    put("currency", text(&invoice.currency));
    put("net_total", amount(&invoice.totals.net));
    put("vat_total", amount(&invoice.totals.vat));
    put("gross_total", amount(&invoice.totals.gross));
    put(
        "document_type",
        invoice.document_type.as_ref().map(|f| {
            match f.value {
                DocumentType::Invoice => "invoice",
                DocumentType::CreditNote => "credit_note",
                DocumentType::Receipt => "receipt",
                _ => "other",
            }
            .to_owned()
        }),
    );
    if !invoice.lines.is_empty() {
        out.insert("line_count", json!(invoice.lines.len()));
    }
    let rows: Vec<Value> = invoice
        .vat_breakdown
        .iter()
        .map(|row| {
            json!({
                "rate": row.value.rate.map(|rate| rate.normalize().to_string()),
                "category": row.value.category.map(category),
                "taxable": row.value.taxable.map(|a| a.to_string()),
                "vat": row.value.vat.map(|a| a.to_string()),
            })
        })
        .collect();
    if !rows.is_empty() {
        out.insert("vat_breakdown", Value::Array(rows));
    }
    out
}

fn category(category: VatCategory) -> String {
    serde_json::to_value(category).unwrap().as_str().unwrap().to_owned()
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn cents(value: &Value, signed: bool) -> Option<Amount> {
    let amount: Amount = value.as_str()?.parse().ok()?;
    let amount = amount.round_cents();
    Some(if signed { amount } else { amount.abs() })
}

/// Rows with VAT as a sorted list, and the categories of the rows without.
fn rows(value: &Value, signed: bool) -> (Vec<String>, BTreeSet<String>) {
    let (mut with_vat, mut without) = (Vec::new(), BTreeSet::new());
    for row in value.as_array().into_iter().flatten() {
        let vat = cents(&row["vat"], signed);
        if vat.is_some_and(Amount::is_zero) {
            without.extend(row["category"].as_str().map(str::to_owned));
        } else {
            let rate: Option<Amount> = row["rate"].as_str().and_then(|r| r.parse().ok());
            with_vat.push(format!("{rate:?} {:?} {vat:?}", cents(&row["taxable"], signed)));
        }
    }
    with_vat.sort();
    (with_vat, without)
}

fn is_right(field: &str, truth: &Value, given: &Value, signed: bool) -> bool {
    match field {
        "net_total" | "vat_total" | "gross_total" => cents(truth, signed) == cents(given, signed),
        "vat_breakdown" => rows(truth, signed) == rows(given, signed),
        "supplier_vat_id" | "supplier_iban" | "supplier_kvk" => {
            letters_and_digits(truth.as_str().unwrap_or_default())
                == letters_and_digits(given.as_str().unwrap_or_default())
        }
        _ => truth == given,
    }
}

#[test]
fn every_field_of_the_corpus() {
    let Some(corpus) = testing::corpus() else {
        return;
    };
    let mut sets = testing::files(&corpus);
    sets.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("xml-"));
    assert!(!sets.is_empty(), "no xml-* sets in {}", corpus.display());

    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut documents = 0;
    for set in sets {
        for row in std::fs::read_to_string(set.join("truth.jsonl")).unwrap().lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            let file = row["file"].as_str().unwrap();
            let bytes = std::fs::read(set.join(file)).unwrap();
            assert!(
                matches!(einvoice::root(&bytes), Some(einvoice::Root::Ubl | einvoice::Root::Cii)),
                "{file}: root"
            );
            let invoice = einvoice::read(&bytes).unwrap_or_else(|cause| panic!("{file}: {cause}"));
            documents += 1;
            let given = flat(&invoice);
            let credit = json!("credit_note");
            let signed = row["truth"]["document_type"] != credit
                && given.get("document_type") != Some(&credit);
            let absent: Vec<&str> =
                row["absent"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for (field, truth) in row["truth"].as_object().unwrap() {
                let tally = tallies.entry(field.clone()).or_default();
                let alternatives = row["alt"][field].as_array().cloned().unwrap_or_default();
                match given.get(field.as_str()) {
                    given if truth.is_null() => {
                        tally.wrong +=
                            u32::from(given.is_some() && absent.contains(&field.as_str()));
                    }
                    Some(value)
                        if std::iter::once(truth)
                            .chain(&alternatives)
                            .any(|truth| is_right(field, truth, value, signed)) =>
                    {
                        tally.right += 1;
                    }
                    Some(value) => {
                        tally.wrong += 1;
                        tally.missed += 1;
                        eprintln!("{file}: {field}: {truth} expected, {value} read");
                    }
                    None => {
                        tally.missed += 1;
                        eprintln!("{file}: {field}: {truth} expected, nothing read");
                    }
                }
            }
        }
    }
    eprintln!("{documents} documents");
    assert!(documents > 0);
    for (field, tally) in &tallies {
        let (right, rest) = (f64::from(tally.right), f64::from(tally.wrong + tally.missed));
        let f1 = if right + rest > 0.0 { 2.0 * right / (2.0 * right + rest) } else { 1.0 };
        eprintln!(
            "{field:16} F1 {f1:.4} ({} right, {} wrong, {} missed)",
            tally.right, tally.wrong, tally.missed
        );
        assert!(f1 >= FLOOR, "{field}: F1 {f1:.4}");
    }
}
