//! What `dizzy check` says, and how the rules of e-invoices are said elsewhere.

use super::{Lang, count};
use einvoice::validate::{Rule, Severity, Specification};

/// What is wrong and what to do.
pub fn rule(lang: Lang, rule: &Rule) -> &'static str {
    lang.pick(rule.nl, rule.en)
}

/// How serious it is.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => lang.pick("fout", "error"),
        Severity::Warning => lang.pick("waarschuwing", "warning"),
    }
}

/// The specification that an invoice says to follow.
pub fn specification(lang: Lang, specification: &Specification) -> String {
    if specification.is_en16931() || !specification.name.is_empty() {
        return specification.name.to_owned();
    }
    lang.pick(
        format!("ouder dan EN 16931 ({}); alleen de sommen zijn nagerekend", specification.id),
        format!("older than EN 16931 ({}); only the sums were checked", specification.id),
    )
}

/// How an invoice came out.
pub fn outcome(lang: Lang, errors: usize, warnings: usize) -> String {
    let many = |n: usize, one: &str, more: &str| {
        format!("{} {}", count(lang, n as u64), if n == 1 { one } else { more })
    };
    let warnings = (warnings > 0).then(|| {
        many(
            warnings,
            lang.pick("waarschuwing", "warning"),
            lang.pick("waarschuwingen", "warnings"),
        )
    });
    let errors = if errors == 0 {
        lang.pick("geldig", "valid").to_owned()
    } else {
        many(errors, lang.pick("fout", "error"), lang.pick("fouten", "errors"))
    };
    warnings.map_or(errors.clone(), |warnings| format!("{errors}, {warnings}"))
}

/// Places of a finding that are not named.
pub(crate) fn more_places(lang: Lang, more: usize) -> String {
    let number = count(lang, more as u64);
    lang.pick(format!("en nog {number} plaatsen"), format!("and {number} more places"))
}

/// How all files came out together.
pub fn summary(lang: Lang, files: usize, valid: usize) -> String {
    let (all, good) = (count(lang, files as u64), count(lang, valid as u64));
    lang.pick(
        format!("{good} van {all} e-facturen zijn geldig."),
        format!("{good} of {all} e-invoices are valid."),
    )
}

/// A file holds no e-invoice.
pub(crate) fn no_einvoice(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        (
            "Hierin zit geen e-factuur.",
            "Geef een UBL- of CII-bestand, of een PDF met de XML erin (Factur-X, ZUGFeRD).",
        ),
        (
            "This holds no e-invoice.",
            "Give a UBL or CII file, or a PDF with the XML inside (Factur-X, ZUGFeRD).",
        ),
    )
}

/// A folder was given.
pub fn folder(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        ("Dit is een map.", "Noem de bestanden, zoals: dizzy check map/*.xml"),
        ("This is a folder.", "Name the files, as in: dizzy check folder/*.xml"),
    )
}
