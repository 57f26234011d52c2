//! Every UBL file that is made of the development corpus (structured invoices and PDFs with text) passes dizzy's own check
//! and reads as the invoice that was written.

use booking::settings::Review;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::export::ubl::{NoUbl, ubl};
use crate::texts::Lang;
use booking::pipeline::{PipelineSettings, propose};
use einvoice::validate;
use einvoice::validate::Severity;
use reading::document::{Inspection, MediaKind, OpenDocument, Reading, TextPass};
use reading::settings::Limits;
use reading::text::Page;

/// Values without where they were found, which differs; numbers without zeros at their end.
fn values(invoice: &invoice::Invoice) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                map.remove("evidence");
                map.remove("confidence");
                map.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            serde_json::Value::String(text) => {
                if let Ok(number) = text.parse::<rust_decimal::Decimal>() {
                    *text = number.normalize().to_string();
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(invoice).unwrap();
    strip(&mut value);
    value
}

#[test]
fn what_is_written_passes_the_check_and_reads_the_same() {
    let Some(corpus) = testing::corpus() else {
        return;
    };
    let settings =
        PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING);
    let mut specifications: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut written, mut without, mut wrong) = (0, Vec::new(), Vec::<String>::new());
    for set in testing::files(&corpus) {
        let set_name = set.file_name().unwrap().to_string_lossy().into_owned();
        let is_xml = set_name.starts_with("xml-");
        if !is_xml && !["dutch-dev", "real-pdf", "visual", "hybrid"].contains(&set_name.as_str()) {
            continue;
        }
        for file in testing::files(&set) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let Some(reading) = reading(&file, is_xml) else {
                continue;
            };
            for proposal in propose(&reading, &settings) {
                let made = match ubl(&proposal, None, None, Lang::Nl) {
                    Ok(made) => made,
                    Err(NoUbl::NotBooked) => {
                        assert!(!is_xml, "{name}: not booked");
                        continue;
                    }
                    Err(NoUbl::NotMet(rules)) => {
                        assert!(!rules.is_empty(), "{name}");
                        without.push(format!("{name}: {rules:?}"));
                        continue;
                    }
                };
                written += 1;
                *specifications.entry(made.specification).or_default() += 1;
                if let Some(out) = std::env::var_os("DIZZY_UBL_OUT") {
                    std::fs::create_dir_all(&out).unwrap();
                    std::fs::write(Path::new(&out).join(&name), &made.xml).unwrap();
                }
                let errors: Vec<&str> = validate::validate(made.xml.as_bytes())
                    .unwrap()
                    .findings
                    .iter()
                    .filter(|finding| finding.severity == Severity::Error)
                    .map(|finding| finding.rule.id)
                    .collect();
                if !errors.is_empty() {
                    wrong.push(format!("{name}: {errors:?}"));
                }
                let again = einvoice::read(made.xml.as_bytes()).unwrap();
                let (mut meant, again_values) = (values(&made.invoice), values(&again));
                // a net total that was not read is what gross and VAT say
                let (before, after) = (&made.invoice.totals, &again.totals);
                if let (None, Some(gross), Some(vat), Some(net)) =
                    (&before.net, &before.gross, &before.vat, &after.net)
                    && net.value == gross.value - vat.value
                {
                    meant["totals"]["net"] = again_values["totals"]["net"].clone();
                }
                wrong.extend(
                    differences(&meant, &again_values)
                        .map(|difference| format!("{name}: {difference}")),
                );
            }
        }
    }
    eprintln!("{written} files, {specifications:?}");
    eprintln!("{} without, for want of values:\n{}", without.len(), without.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(written > 200);
}

/// What was read of an XML file, or of a PDF with a text layer on all of its pages.
fn reading(file: &Path, is_xml: bool) -> Option<Reading> {
    let extension = file.extension()?;
    let bytes = std::fs::read(file).unwrap();
    if is_xml {
        if extension != "xml" {
            return None;
        }
        let kind = match einvoice::root(&bytes) {
            Some(einvoice::Root::Cii) => MediaKind::Cii,
            _ => MediaKind::Ubl,
        };
        let inspection = Inspection::of_xml(kind, &bytes).unwrap();
        return Some(of_inspection(inspection, Vec::new()));
    }
    if extension != "pdf" {
        return None;
    }
    let limits = Limits::default();
    let (mut document, inspection) = OpenDocument::open(MediaKind::Pdf, bytes, &limits).ok()?;
    let mut pages = Vec::new();
    for page in 1..=inspection.pages {
        let Ok(TextPass::Read(page)) = document.text(page) else {
            return None;
        };
        pages.push(page);
    }
    Some(of_inspection(inspection, pages))
}

fn of_inspection(inspection: Inspection, pages: Vec<Page>) -> Reading {
    Reading {
        kind: inspection.kind,
        pages,
        einvoice: inspection.einvoice,
        embedded: inspection.embedded,
        notes: inspection.notes,
    }
}

/// The keys of an object that another has with other values.
fn differences<'a>(
    meant: &'a serde_json::Value,
    again: &'a serde_json::Value,
) -> impl Iterator<Item = String> + 'a {
    meant
        .as_object()
        .unwrap()
        .iter()
        .filter(|(key, value)| again.get(key) != Some(value))
        .map(|(key, value)| format!("{key}: {value} read as {}", again[key]))
}
