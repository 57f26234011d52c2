//! Every UBL file that is made of the structured invoices of the development corpus passes dizzy's own check, but for the
//! rules that its list names, and reads as the invoice that was written.
#![allow(clippy::print_stderr)] // says why it was skipped

use std::collections::BTreeMap;
use std::path::PathBuf;

use dizzy::config::Settings;
use dizzy::document::{Inspection, MediaKind, Reading};
use dizzy::einvoice::{self, validate, validate::Severity};
use dizzy::export::ubl::ubl;
use dizzy::pipeline::{PipelineSettings, propose};
use dizzy::words::Lang;

/// Values without where they were found, which differs; numbers without zeros at their end.
fn values(invoice: &dizzy::invoice::Invoice) -> serde_json::Value {
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
    let shared = std::env::var_os("DIZZY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(shared.join("corpus")) else {
        eprintln!(
            "skipped: no corpus in {} (set DIZZY_SHARED)",
            shared.display()
        );
        return;
    };
    let settings = PipelineSettings::from(&Settings::default());
    let mut specifications: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut written, mut incomplete, mut wrong) = (0, Vec::new(), Vec::new());
    for set in folder.map(|entry| entry.unwrap().path()) {
        if !set
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("xml-")
        {
            continue;
        }
        for file in std::fs::read_dir(&set)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if file.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&file).unwrap();
            let kind = match einvoice::root(&bytes) {
                Some(einvoice::Root::Cii) => MediaKind::Cii,
                _ => MediaKind::Ubl,
            };
            let inspection = Inspection::of_xml(kind, &bytes).unwrap();
            let reading = Reading {
                kind,
                pages: Vec::new(),
                einvoice: inspection.einvoice,
                embedded: Vec::new(),
                notes: inspection.notes,
            };
            let proposal = propose(&reading, &settings).remove(0);
            let Some(made) = ubl(&proposal, None, Lang::Nl) else {
                wrong.push(format!("{name}: not written"));
                continue;
            };
            written += 1;
            *specifications.entry(made.specification).or_default() += 1;
            if let Some(out) = std::env::var_os("DIZZY_UBL_OUT") {
                std::fs::create_dir_all(&out).unwrap();
                std::fs::write(PathBuf::from(out).join(&name), &made.xml).unwrap();
            }
            let errors: Vec<&str> = validate::validate(made.xml.as_bytes())
                .unwrap()
                .findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .map(|finding| finding.rule.id)
                .collect();
            if errors != made.not_met {
                wrong.push(format!("{name}: {errors:?}, told were {:?}", made.not_met));
            }
            if !made.not_met.is_empty() {
                incomplete.push(format!("{name}: {:?}", made.not_met));
            }
            let again = einvoice::read(made.xml.as_bytes()).unwrap();
            let (again, meant) = (values(&again), values(&made.invoice));
            if again != meant {
                let differences: Vec<String> = meant
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter(|(key, value)| again.get(key) != Some(value))
                    .map(|(key, value)| {
                        format!(
                            "{key}: {value} read as {:?}",
                            again.get(key).map(ToString::to_string)
                        )
                    })
                    .collect();
                wrong.push(format!("{name}: {}", differences.join("; ")));
            }
        }
    }
    eprintln!("{written} files, {specifications:?}");
    eprintln!("not complete:\n{}", incomplete.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(written > 100);
}
