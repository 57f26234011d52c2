//! `dizzy check`: e-invoices by the rules of their specification.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::args::{Check, CheckFormat, Global};
use super::exit::Exit;
use super::settings::load;
use super::term::{PROSE_COLUMNS, Paint, columns, paragraph, printable, width, wrap};
use crate::words;
use crate::words::{Lang, Said, check as say};
use einvoice::validate;
use einvoice::validate::{Finding, Severity, Specification, Syntax, Validation};
use office::batch;
use office::settings::Settings;
use reading::document::{MediaKind, ReadingNote, SNIFF_LEN, Sniffed, sniff};
use reading::reader::{ReaderCommand, ReaderSlot};
use reading::source::{BytesAt, Document, Sha256};

/// What became of a file.
type Checked = Result<Validation, Said>;

pub fn run(global: &Global, args: &Check) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    let mut reader = None;
    let mut out = io::stdout().lock();
    let paint = Paint::of(&out);
    let mut valid = 0;
    for path in &args.files {
        let checked = check(path, &settings, lang, &mut reader);
        valid += usize::from(checked.as_ref().is_ok_and(Validation::is_valid));
        match args.format {
            CheckFormat::Text => out.write_all(text(path, &checked, lang, paint).as_bytes())?,
            CheckFormat::Json => writeln!(out, "{}", object(path, &checked, lang))?,
        }
    }
    if args.format == CheckFormat::Text && args.files.len() > 1 {
        writeln!(out, "\n{}", say::summary(lang, args.files.len(), valid))?;
    }
    Ok(if valid == args.files.len() { Exit::Done } else { Exit::SomeFailed })
}

/// Checks a file: XML here, a PDF through a confined reader.
fn check(path: &Path, settings: &Settings, lang: Lang, reader: &mut Option<ReaderSlot>) -> Checked {
    let said = |(what, hint): (&str, &str)| Said { what: what.to_owned(), hint: hint.to_owned() };
    let failed = |error: &io::Error| Said {
        what: words::io(lang, error),
        hint: words::tell::path_hint(lang).to_owned(),
    };
    if path.is_dir() {
        return Err(said(say::folder(lang)));
    }
    let limit = settings.limits.document_mib.saturating_mul(1024 * 1024);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|error| failed(&error))?;
    if bytes.len() as u64 > limit {
        let cause = reading::Cause::TooLarge { bytes: bytes.len() as u64, limit };
        return Err(words::cause(lang, &cause));
    }
    let head = &bytes[..bytes.len().min(SNIFF_LEN)];
    match sniff(head, bytes.len() as u64) {
        Sniffed::Document(kind) if kind.is_xml() => {
            validate::validate(&bytes).map_err(|fault| words::cause(lang, &fault.into()))
        }
        Sniffed::Document(MediaKind::Pdf) => {
            let document = Document {
                sha256: Sha256::of(&bytes),
                kind: MediaKind::Pdf,
                len: bytes.len() as u64,
                at: BytesAt::Memory(bytes.into()),
            };
            inside_pdf(&document, settings, lang, reader)
                .and_then(|found| found.ok_or_else(|| said(say::no_einvoice(lang))))
        }
        Sniffed::Damaged(cause) => Err(words::cause(lang, &cause)),
        Sniffed::Document(_) | Sniffed::Container(_) | Sniffed::Skip(_) => {
            Err(said(say::no_einvoice(lang)))
        }
    }
}

/// The e-invoice inside a PDF, by the rules; `None` when there is none.
fn inside_pdf(
    document: &Document,
    settings: &Settings,
    lang: Lang,
    reader: &mut Option<ReaderSlot>,
) -> Result<Option<Validation>, Said> {
    let slot = if let Some(slot) = reader {
        slot
    } else {
        let command = ReaderCommand::this_program()
            .map_err(|error| Said { what: words::io(lang, &error), hint: String::new() })?;
        reader.insert(batch::new_reader(&command, settings))
    };
    let inspection = slot.inspect(document).map_err(|cause| words::cause(lang, &cause))?;
    for note in &inspection.notes {
        if let ReadingNote::EmbeddedInvoiceUnreadable { cause, .. } = note {
            return Err(words::cause(lang, cause));
        }
        if let ReadingNote::SeveralEInvoices { .. } = note {
            let (what, hint) = say::several(lang);
            return Err(Said { what: what.to_owned(), hint: hint.to_owned() });
        }
    }
    Ok(inspection.einvoice.map(|invoice| {
        let id = invoice.specification.unwrap_or_default();
        let findings = inspection.notes.into_iter().filter_map(|note| {
            let ReadingNote::RuleNotMet { rule, is_error, places, count } = note else {
                return None;
            };
            let severity = if is_error { Severity::Error } else { Severity::Warning };
            Some(Finding {
                rule: validate::rule(&rule)?,
                severity,
                places,
                count: usize::try_from(count).unwrap_or(usize::MAX),
            })
        });
        let specification = Specification::of(&id, Syntax::Cii);
        Validation {
            syntax: Syntax::Cii,
            is_whole: specification.is_whole(),
            specification,
            findings: findings.collect(),
        }
    }))
}

/// How many findings are as serious as this.
fn count(validation: &Validation, severity: Severity) -> usize {
    let findings = validation.findings.iter();
    findings.filter(|f| f.severity == severity).count()
}

/// A file for a person.
fn text(path: &Path, checked: &Checked, lang: Lang, paint: Paint) -> String {
    let name = paint.title(&printable(&path.display().to_string()));
    let mut out = String::new();
    let validation = match checked {
        Ok(validation) => validation,
        Err(said) => {
            let _ = writeln!(out, "{name}: {}", paint.bad(&printable(&said.what)));
            if !said.hint.is_empty() {
                let hint = paragraph(&io::stdout(), 4, "    ", &printable(&said.hint));
                let _ = write!(out, "  → {hint}");
            }
            return out;
        }
    };
    let errors = count(validation, Severity::Error);
    let plain =
        say::outcome(lang, validation.is_whole, errors, count(validation, Severity::Warning));
    let outcome = if errors == 0 { paint.good(&plain) } else { paint.bad(&plain) };
    let specification =
        printable(&say::specification(lang, &validation.specification, validation.is_whole));
    // the colours of what stands before take no columns
    let before = width(&printable(&path.display().to_string())) + 2 + width(&plain) + 3;
    let specification = paragraph(&io::stdout(), before, "    ", &specification);
    let _ = write!(out, "{name}: {outcome} · {specification}");
    for finding in &validation.findings {
        let severity = say::severity(lang, finding.severity);
        let severity = match finding.severity {
            Severity::Error => paint.bad(severity),
            Severity::Warning => paint.look(severity),
        };
        let about = if finding.rule.about.is_empty() {
            String::new()
        } else {
            format!(" · {}", finding.rule.about)
        };
        let _ = writeln!(out, "  {severity} {}{about}", finding.rule.id);
        for line in wrap(say::rule(lang, finding.rule), columns().clamp(40, PROSE_COLUMNS) - 6) {
            let _ = writeln!(out, "      {line}");
        }
        for place in &finding.places {
            let _ = writeln!(out, "      {}", paint.dim(&printable(place)));
        }
        if finding.count > finding.places.len() {
            let more = say::more_places(lang, finding.count - finding.places.len());
            let _ = writeln!(out, "      {}", paint.dim(&more));
        }
    }
    out
}

/// A file for a program.
fn object(path: &Path, checked: &Checked, lang: Lang) -> Value {
    let file = path.display().to_string();
    match checked {
        Err(said) => json!({
            "file": file,
            "valid": false,
            "error": { "what": said.what, "hint": said.hint },
        }),
        Ok(validation) => json!({
            "file": file,
            "valid": validation.is_valid(),
            "specification": {
                "id": validation.specification.id,
                "name": validation.specification.name,
                "all_rules_checked": validation.is_whole,
            },
            "findings": validation.findings.iter().map(|finding| json!({
                "rule": finding.rule.id,
                "severity": match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "about": finding.rule.about.split(", ").filter(|term| !term.is_empty()).collect::<Vec<_>>(),
                "message": say::rule(lang, finding.rule),
                "places": finding.places,
                "count": finding.count,
            })).collect::<Vec<_>>(),
        }),
    }
}
