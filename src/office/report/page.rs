//! The page around the data: its policy, its style, its scripts.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use data_encoding::BASE64;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::data::{Mode, Picture, Report, of_failed, of_record};
use super::summary::Sums;
use crate::export::ProposalRecord;
use crate::texts::report;
use booking::law::VatCode;

const STYLE: &str = include_str!("page.css");
const BASE: &str = include_str!("base.js");
const CHARTS: &str = include_str!("charts.js");
const DOCUMENT: &str = include_str!("document.js");
const STILL: &str = include_str!("still.js");
const REVIEW: &str = include_str!("review.js");
const MAIN: &str = include_str!("main.js");

/// The scripts of the page, in all its modes.
#[cfg(test)]
pub(crate) const SCRIPTS: &[&str] = &[BASE, CHARTS, DOCUMENT, STILL, REVIEW, MAIN];

/// Writes the page. The proposals of a document follow each other; each comes with its place in the document, with how
/// many the document has, and with the pictures of its pages.
pub(crate) fn write_page<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    report: &Report,
    proposals: impl IntoIterator<Item = io::Result<(R, usize, usize, Vec<Picture>)>>,
) -> io::Result<()> {
    let lang = report.lang;
    let mode_script = match report.mode {
        Mode::Report => STILL,
        Mode::Review => REVIEW,
    };
    let script = [BASE, CHARTS, DOCUMENT, mode_script, MAIN].concat();
    let policy = policy(report.mode, &script);
    let code = lang.pick("nl", "en");
    write!(
        out,
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>dizzy</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<noscript>{}</noscript>\n\
         <script type=\"application/json\" id=\"data\">",
        report::needs_script(lang),
    )?;
    write_data(&mut Escaped(&mut *out), report, proposals)?;
    write!(out, "</script>\n<script>{script}</script>\n</body>\n</html>\n")
}

/// What the page may do: run its own script, wear its own style, show its own pictures.
fn policy(mode: Mode, script: &str) -> String {
    let digest = |text: &str| BASE64.encode(&Sha256::digest(text.as_bytes()));
    let (pictures, connect) = match mode {
        Mode::Report => ("data: file: 'self'", "'none'"),
        Mode::Review => ("data: 'self'", "'self'"),
    };
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src {pictures}; connect-src {connect}; \
         base-uri 'none'; form-action 'none'",
        digest(script),
        digest(STYLE),
    )
}

#[derive(Serialize)]
struct Head<'a> {
    lang: &'static str,
    mode: Mode,
    sure: f32,
    administrations: &'a [String],
    accounts: &'a BTreeMap<String, String>,
    vat_codes: Vec<&'static str>,
    words: BTreeMap<&'static str, &'static str>,
}

/// The data as one JSON object, a proposal at a time.
fn write_data<R: Borrow<ProposalRecord>>(
    out: &mut impl Write,
    report: &Report,
    proposals: impl IntoIterator<Item = io::Result<(R, usize, usize, Vec<Picture>)>>,
) -> io::Result<()> {
    let head = serde_json::to_string(&Head {
        lang: report.lang.pick("nl", "en"),
        mode: report.mode,
        sure: report.sure,
        administrations: &report.administrations,
        accounts: &report.accounts,
        vat_codes: VatCode::purchases().map(VatCode::name).collect(),
        words: report::texts(report.lang).collect(),
    })?;
    out.write_all(head.strip_suffix('}').unwrap_or(&head).as_bytes())?;
    out.write_all(b",\"documents\":[")?;
    let mut sums = Sums::default();
    let mut is_first = true;
    let mut separate = |out: &mut dyn Write| {
        let separator: &[u8] = if is_first { b"\n" } else { b",\n" };
        is_first = false;
        out.write_all(separator)
    };
    for item in proposals {
        let (record, place, parts, pictures) = item?;
        let record = record.borrow();
        sums.add(record);
        separate(out)?;
        let value = of_record(record, place, parts, &pictures, report.lang)?;
        serde_json::to_writer(&mut *out, &value)?;
    }
    for (number, failed) in report.failed.iter().enumerate() {
        separate(out)?;
        serde_json::to_writer(&mut *out, &of_failed(failed, number))?;
    }
    out.write_all(b"],\"summary\":")?;
    let summary = sums.json(report.lang, &report.accounts, &report.run, &report.skipped);
    serde_json::to_writer(&mut *out, &summary)?;
    out.write_all(b"}")
}

/// JSON inside a script element: no `<` in it, so that nothing in a document ends the element or begins another.
struct Escaped<W>(W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(b'<', rest) {
            self.0.write_all(&rest[..at])?;
            self.0.write_all(b"\\u003c")?;
            rest = &rest[at + 1..];
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;

    #[test]
    fn nothing_in_the_data_ends_its_element() {
        let mut out = Vec::new();
        serde_json::to_writer(Escaped(&mut out), "</script><!--<script>").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><!--<script>");
    }

    #[test]
    fn the_policy_names_what_is_in_the_page() {
        let report = Report {
            lang: Lang::En,
            mode: Mode::Report,
            sure: 0.9,
            administrations: Vec::new(),
            accounts: BTreeMap::new(),
            failed: Vec::new(),
            skipped: Vec::new(),
            run: super::super::RunFacts::default(),
        };
        let mut out = Vec::new();
        write_page::<ProposalRecord>(&mut out, &report, []).unwrap();
        let page = String::from_utf8(out).unwrap();
        let between = |from: &str, to: &str| {
            let rest = page.split_once(from).unwrap().1;
            rest.split_once(to).unwrap().0.to_owned()
        };
        for (element, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let digest = BASE64.encode(&Sha256::digest(between(element, end).as_bytes()));
            assert!(page.contains(&format!("'sha256-{digest}'")), "{element}");
        }
        let data = between("id=\"data\">", "</script>");
        serde_json::from_str::<serde_json::Value>(&data).unwrap();
        assert!(!page.contains("http://") || page.matches("http://").count() == 1); // the name of SVG
        assert!(!page.contains("https://"));
    }
}
