//! What the page shows.

use std::collections::BTreeMap;
use std::convert::Infallible;

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::export::{ProposalRecord, evidence};
use crate::texts::Lang;

/// What can be done with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Report,
    /// It takes corrections: it comes from [`crate::batch::Desk`].
    Review,
}

/// The picture of a page of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// Page number in the file, from 1.
    pub page: u32,
    /// Width of the page, pt.
    pub width_pt: f32,
    /// Height of the page, pt.
    pub height_pt: f32,
    /// Where it is: a path beside the page, or the picture itself as `data:`.
    pub src: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FailedDocument {
    /// Its path.
    pub path: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub hint: String,
}

/// Files that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SkippedKind {
    /// Why.
    pub reason: String,
    /// How many.
    pub files: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct TimePart {
    /// "ocr" or "text".
    pub what: &'static str,
    /// Seconds of one core.
    pub seconds: f64,
}

/// What is known of the runs.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(crate) struct RunFacts {
    /// Pages.
    pub pages: u64,
    /// Pages read by OCR.
    pub ocr_pages: u64,
    /// Pages per second of the last run that read some, for a person.
    pub pages_per_second: Option<String>,
    /// Where computing time went.
    pub time: Vec<TimePart>,
    /// The latest runs that read something, oldest first: when, and how many pages.
    pub runs: Vec<RunPages>,
}

/// A run in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RunPages {
    /// When it began, for a person.
    pub started: String,
    /// Pages that it read.
    pub pages: u64,
}

/// Everything of the page but the proposals.
#[derive(Debug, Clone)]
pub struct Report {
    /// Language of the page.
    pub lang: Lang,
    /// What can be done with it.
    pub mode: Mode,
    /// Values at least this sure are shown as sure, 0 to 1.
    pub sure: f32,
    /// Names of the administrations.
    pub administrations: Vec<String>,
    /// Names of the ledger accounts, by number.
    pub accounts: BTreeMap<String, String>,
    /// What failed.
    pub failed: Vec<FailedDocument>,
    /// What was left out.
    pub skipped: Vec<SkippedKind>,
    /// The runs.
    pub run: RunFacts,
}

/// A proposal as the page has it: as published, without what is empty, and with what only the page needs.
///
/// # Errors
/// When a value has no form in JSON, which is not expected.
pub(crate) fn of_record(
    record: &ProposalRecord,
    place: usize,
    parts: usize,
    pictures: &[Picture],
    lang: Lang,
) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(record)?;
    if let Value::Object(fields) = &mut value {
        fields.remove("schema");
        fields.insert("id".into(), id_of(record, place).into());
        fields.insert("parts".into(), parts.into());
        let entry = Sha256::digest(record.proposal.entry().as_bytes());
        fields.insert("seen".into(), HEXLOWER.encode(&entry[..8]).into());
        if let Some(Value::Array(findings)) = fields.get_mut("findings") {
            for (finding, json) in record.proposal.findings.iter().zip(findings) {
                json["message"] = finding.text(lang).into();
            }
        }
        if let Some(Value::Object(proofs)) = fields.get_mut("evidence") {
            let told = evidence::each(&record.proposal.invoice, &mut |path, evidence, _| {
                let Some(proof) = proofs.get_mut(path) else {
                    return Ok(());
                };
                proof["proved_by"] = evidence::words(&evidence.proved_by, lang).into();
                if let Some(source) = &evidence.source {
                    proof["source"] = source.text(lang).into();
                }
                Ok::<(), Infallible>(())
            });
            let Ok(()) = told;
        }
        if !pictures.is_empty() {
            fields.insert("pictures".into(), serde_json::to_value(pictures)?);
        }
    }
    prune(&mut value);
    Ok(value)
}

/// What the page calls a proposal: document and place in it.
pub(super) fn id_of(record: &ProposalRecord, place: usize) -> String {
    let sha256 = record.source.sha256.to_string();
    format!("{}-{place}", &sha256[..16])
}

/// A failed document as the page has it.
pub(super) fn of_failed(failed: &FailedDocument, number: usize) -> Value {
    json!({
        "id": format!("failed-{number}"), "verdict": "failed", "source": { "path": failed.path },
        "cause": failed.cause, "hint": failed.hint,
    })
}

/// Takes out what says nothing: 2,000 proposals are in one page.
fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| {
                prune(value);
                !is_nothing(value)
            });
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}
