//! What the bookkeeper changed in proposals: which document, which field, which value instead.
//!
//! As CSV with the columns `sha256`, `pages`, `field`, `value` (and `line`), or as JSON lines with the same keys.

use std::convert::Infallible;
use std::io::{BufRead, Read};

use csv::ReaderBuilder;
use serde::Deserialize;

use super::error::{Place, Stop, What};
use super::input::{Input, line_at};

/// Most corrections in one file.
const MAX_CORRECTIONS: usize = 1_000_000;

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// The ledger account.
    Account,
    /// The VAT code.
    VatCode,
    /// The supplier's number in the administration.
    Supplier,
    /// What a line of the entry has in debit.
    Debit,
    /// What it has in credit.
    Credit,
    /// Something that teaches nothing about booking (a date, an amount).
    Other,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Line of the file that says so, from 1; 0 for one that was given by hand.
    pub at: u64,
    /// SHA-256 of the document, as 64 hexadecimal digits.
    pub sha256: String,
    /// First page of the proposal, from 1; `None` for a bare XML invoice or when not told.
    pub page: Option<u32>,
    /// Line of the journal entry, from 0, when it is about one.
    pub line: Option<usize>,
    /// The field, as the file calls it.
    pub field: String,
    /// What was changed.
    pub changed: Changed,
    /// The right value.
    pub value: String,
}

/// A correction as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    sha256: String,
    #[serde(default)]
    pages: Option<serde_json::Value>,
    #[serde(default)]
    line: Option<usize>,
    field: String,
    value: String,
    /// Who changed it, when, and what it was before may stand there too.
    #[serde(default, rename = "old")]
    _old: Option<serde_json::Value>,
    #[serde(default, rename = "by")]
    _by: Option<String>,
    #[serde(default, rename = "at")]
    _at: Option<String>,
}

/// True when a file begins like one of corrections.
pub fn is_corrections(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    if head.starts_with(b"{") {
        return true;
    }
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line).to_lowercase();
    let names: Vec<&str> =
        line.split([';', ',', '\t']).map(|name| name.trim().trim_matches('"')).collect();
    names.contains(&"sha256") && names.contains(&"field")
}

/// Reads a file of corrections.
///
/// # Errors
/// What is wrong with the file and in which line.
pub fn read(mut input: Input<impl Read>) -> Result<Vec<Correction>, Stop<Infallible>> {
    if input.head().trim_ascii_start().starts_with(b"{") {
        return read_json(&mut input);
    }
    let head = String::from_utf8_lossy(input.head()).into_owned();
    let first = head.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .find(|mark| first.as_bytes().contains(mark))
        .unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(input);
    let headers = reader.headers().map_err(|_| syntax(1, "a line that is no CSV"))?.clone();
    let column =
        |wanted: &str| headers.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted));
    let at = |wanted: &'static str| {
        column(wanted).ok_or_else(|| {
            let columns = headers.iter().take(30).map(str::to_owned).collect();
            let what = What::NoField { field: wanted, columns };
            Stop::file(Place { line: Some(1) }, what)
        })
    };
    let (sha256, field, value) = (at("sha256")?, at("field")?, at("value")?);
    let (pages, line) = (column("pages"), column("line"));
    let mut corrections = Vec::new();
    loop {
        reader.get_mut().begin_tag();
        let number = line_at(&head, reader.position().line());
        let mut record = csv::StringRecord::new();
        let more =
            reader.read_record(&mut record).map_err(|_| syntax(number, "a line that is no CSV"))?;
        if !more {
            return Ok(corrections);
        }
        let text = |column: Option<usize>| {
            column.and_then(|column| record.get(column)).map_or("", str::trim)
        };
        let page = match text(pages) {
            "" => None,
            pages => Some(
                pages
                    .split(['-', ' ', ','])
                    .next()
                    .and_then(|first| first.parse().ok())
                    .ok_or_else(|| syntax(number, "pages that are no numbers"))?,
            ),
        };
        let line = match text(line) {
            "" => None,
            line => Some(line.parse().map_err(|_| syntax(number, "a line that is no number"))?),
        };
        let (name, said) = (text(Some(field)), text(Some(value)));
        let made = correction(number, text(Some(sha256)), page, line, name, said);
        corrections.push(made.ok_or_else(|| syntax(number, "a sha256 that is none"))?);
        if corrections.len() > MAX_CORRECTIONS {
            return Err(Stop::file(
                Place { line: Some(number) },
                What::TooLarge("more than a million corrections"),
            ));
        }
    }
}

fn read_json(input: &mut Input<impl Read>) -> Result<Vec<Correction>, Stop<Infallible>> {
    let mut corrections = Vec::new();
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        input.begin_tag();
        let place = Place { line: Some(number) };
        let read = input.read_until(b'\n', &mut line).map_err(|error| {
            let what = if error.kind() == std::io::ErrorKind::FileTooLarge {
                What::TooLarge("a field of more than 1 MiB")
            } else {
                What::Io(error)
            };
            Stop::file(place, what)
        })?;
        if read == 0 {
            return Ok(corrections);
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let raw: Raw = serde_json::from_slice(&line)
            .map_err(|_| syntax(number, "a line that is no correction"))?;
        let page = match &raw.pages {
            None | Some(serde_json::Value::Null) => None,
            Some(serde_json::Value::Array(pages)) => {
                pages.first().and_then(serde_json::Value::as_u64)
            }
            Some(pages) => pages.as_u64(),
        };
        let page = page.and_then(|page| u32::try_from(page).ok());
        let made = correction(number, &raw.sha256, page, raw.line, &raw.field, &raw.value);
        corrections.push(made.ok_or_else(|| syntax(number, "a sha256 that is none"))?);
        if corrections.len() > MAX_CORRECTIONS {
            return Err(Stop::file(place, What::TooLarge("more than a million corrections")));
        }
    }
}

fn correction(
    at: u64,
    sha256: &str,
    page: Option<u32>,
    line: Option<usize>,
    field: &str,
    value: &str,
) -> Option<Correction> {
    let is_sha256 = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_sha256 {
        return None;
    }
    // "journal[2].account" names the line too.
    let (path, name) = field.rsplit_once('.').unwrap_or(("", field));
    let of_path = path
        .strip_prefix("journal[")
        .and_then(|rest| rest.strip_suffix(']'))
        .and_then(|index| index.parse().ok());
    let is_about_booking = path.is_empty() || of_path.is_some();
    let changed = match name {
        "account" if is_about_booking => Changed::Account,
        "vat_code" if is_about_booking => Changed::VatCode,
        "debit" if of_path.is_some() => Changed::Debit,
        "credit" if of_path.is_some() => Changed::Credit,
        "supplier" | "known_as" | "supplier_code" => Changed::Supplier,
        _ => Changed::Other,
    };
    Some(Correction {
        at,
        field: field.to_owned(),
        sha256: sha256.to_ascii_lowercase(),
        page,
        line: line.or(of_path),
        changed,
        value: value.trim().to_owned(),
    })
}

fn syntax(line: u64, what: &'static str) -> Stop<Infallible> {
    Stop::file(Place { line: Some(line) }, What::Syntax(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrections(text: &str) -> Result<Vec<Correction>, Stop<Infallible>> {
        assert!(is_corrections(text.as_bytes()), "{text}");
        read(Input::open(text.as_bytes()).unwrap())
    }

    #[test]
    fn as_csv_and_as_json_lines() {
        let sha = "ab".repeat(32);
        let csv = corrections(&format!(
            "sha256;pages;field;value\n{sha};2-3;journal[1].account;4210\n{sha};;issue_date;2026-01-01\n"
        ))
        .unwrap();
        assert_eq!(
            csv[0],
            Correction {
                at: 2,
                field: "journal[1].account".into(),
                sha256: sha.clone(),
                page: Some(2),
                line: Some(1),
                changed: Changed::Account,
                value: "4210".into()
            }
        );
        assert_eq!(csv[1].changed, Changed::Other);
        let json = corrections(&format!(
            "{{\"sha256\":\"{sha}\",\"pages\":[2,3],\"line\":1,\"field\":\"account\",\"value\":\"4210\"}}\n\n"
        ))
        .unwrap();
        let same = Correction { at: 1, field: "account".into(), ..csv[0].clone() };
        assert_eq!(json, [same]);
    }

    #[test]
    fn what_is_no_correction_is_said_with_its_line() {
        let of = |text: &str| match corrections(text) {
            Err(Stop::File { place, .. }) => place.line,
            other => panic!("{other:?}"),
        };
        let sha = "ab".repeat(32);
        for end in ["\n", "\r\n"] {
            let rows = ["sha256,field,value", &format!("{sha},account,1"), "xx,account,1", ""];
            assert_eq!(of(&rows.join(end)), Some(3));
        }
        assert_eq!(
            of(&format!("{{\"sha256\":\"{sha}\",\"field\":\"a\",\"value\":\"b\"}}\n{{}}\n")),
            Some(2)
        );
        assert_eq!(of("sha256,field\n"), Some(1));
    }
}
