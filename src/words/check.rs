//! What `dizzy check` says, and how the rules of e-invoices are said elsewhere.

use super::{Lang, count, messages};
use einvoice::validate::{Rule, Severity, Specification};

/// What is wrong and what to do.
pub fn rule(lang: Lang, rule: &Rule) -> &'static str {
    lang.pick(rule.nl, rule.en)
}

pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => lang.pick("fout", "error"),
        Severity::Warning => lang.pick("waarschuwing", "warning"),
    }
}

/// The specification that an invoice says to follow, and what of it was checked.
pub fn specification(lang: Lang, specification: &Specification, is_whole: bool) -> String {
    let name = match specification.name {
        "" => lang.pick(
            format!("andere specificatie ({})", specification.id),
            format!("another specification ({})", specification.id),
        ),
        name => name.to_owned(),
    };
    let unchecked = match (is_whole, specification.is_en16931()) {
        (true, _) => return name,
        (false, true) if specification.is_whole() => lang.pick(
            "niet getoetst aan de regels voor het land van de leverancier",
            "not checked by the rules for the seller's country",
        ),
        (false, true) => lang.pick(
            "alleen aan EN 16931 getoetst, niet aan haar eigen regels",
            "checked by EN 16931 only, not by its own rules",
        ),
        (false, false) => lang.pick(
            "alleen de sommen zijn nagerekend, niet haar eigen regels",
            "only the sums were checked, not its own rules",
        ),
    };
    format!("{name}; {unchecked}")
}

/// How an invoice came out.
pub fn outcome(lang: Lang, is_whole: bool, errors: usize, warnings: usize) -> String {
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
        let whole = lang.pick("geldig", "valid");
        let partly = lang.pick("geldig voor zover nagegaan", "valid as far as checked");
        if is_whole { whole } else { partly }.to_owned()
    } else {
        many(errors, lang.pick("fout", "error"), lang.pick("fouten", "errors"))
    };
    warnings.map_or(errors.clone(), |warnings| format!("{errors}, {warnings}"))
}

messages! {
    pub(crate) fn more_places(lang, more: usize) => let number = count(lang, more as u64);
        "en nog {number} plaatsen" / "and {number} more places";
    pub fn summary(lang, files: usize, valid: usize) =>
        let (all, good) = (count(lang, files as u64), count(lang, valid as u64));
        "{good} van {all} e-facturen zijn geldig." / "{good} of {all} e-invoices are valid.";
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

/// A PDF holds e-invoices that differ.
pub(crate) fn several(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        (
            "In deze pdf zitten verschillende e-facturen: welke geldt is niet te zeggen.",
            "Vraag de leverancier om een pdf met een e-factuur.",
        ),
        (
            "Different e-invoices lie in this PDF: which one holds cannot be told.",
            "Ask the supplier for a PDF with one e-invoice.",
        ),
    )
}

pub fn folder(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        ("Dit is een map.", "Noem de bestanden, zoals: dizzy check map/*.xml"),
        ("This is a folder.", "Name the files, as in: dizzy check folder/*.xml"),
    )
}
