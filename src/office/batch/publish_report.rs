//! The page to look at, made from the ledger.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::export::ProposalRecord;
use crate::ledger::{DoneDocument, Ledger, Status};
use crate::report::{
    FailedDocument, Mode, Picture, Report, RunFacts, RunPages, SkippedKind, TimePart, write_page,
};
use crate::settings::Settings;
use crate::texts;
use crate::texts::Lang;

use super::books;
use super::pictures::Shelf;
use super::publish::{Amendments, of_document};
use super::run::{OCR_PAGE, TEXT_PAGE};

/// Reasons for leaving files out that are named.
const NAMED_REASONS: usize = 8;

/// Writes the page.
pub fn write(
    ledger: &Ledger,
    same: &Amendments,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = about(ledger, settings, Mode::Report).map_err(io::Error::other)?;
    let documents = ledger.done().map_err(io::Error::other)?;
    let mut shelf = Shelf::new(ledger, settings);
    let proposals = documents.flat_map(|document| match document {
        Ok(document) => of_one(document, same, &mut shelf),
        Err(error) => vec![Err(io::Error::other(error))],
    });
    write_page(out, &report, proposals)
}

type Item = io::Result<(ProposalRecord, usize, usize, Vec<Picture>)>;

/// The proposals of a document for the page.
fn of_one(document: DoneDocument, same: &Amendments, shelf: &mut Shelf<'_>) -> Vec<Item> {
    let pictures: Vec<Vec<Picture>> =
        document.proposals.iter().map(|proposal| shelf.pictures(&document, proposal)).collect();
    let records = of_document(document, same);
    let parts = records.len();
    records
        .into_iter()
        .enumerate()
        .zip(pictures)
        .map(|((place, record), pictures)| Ok((record, place, parts, pictures)))
        .collect()
}

/// Everything of the page but the proposals.
pub fn about(ledger: &Ledger, settings: &Settings, mode: Mode) -> crate::Result<Report> {
    let lang = settings.ui.lang.lang();
    let status = ledger.status()?;
    let failed = ledger.failures()?.into_iter().map(|(path, cause)| {
        let said = texts::cause(lang, &cause);
        FailedDocument { path, cause: said.what, hint: said.hint }
    });
    Ok(Report {
        lang,
        mode,
        sure: settings.ready.least(),
        administrations: settings.administrations.iter().map(|one| one.name.clone()).collect(),
        accounts: books::account_names(settings, ledger)?,
        failed: failed.collect(),
        skipped: skipped(ledger, lang)?,
        run: run_facts(ledger, &status, lang)?,
    })
}

fn skipped(ledger: &Ledger, lang: Lang) -> crate::Result<Vec<SkippedKind>> {
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    for (_, reason) in ledger.skipped()? {
        *kinds.entry(texts::skip(lang, &reason)).or_default() += 1;
    }
    let mut kinds: Vec<SkippedKind> =
        kinds.into_iter().map(|(reason, files)| SkippedKind { reason, files }).collect();
    kinds.sort_by(|a, b| b.files.cmp(&a.files).then_with(|| a.reason.cmp(&b.reason)));
    kinds.truncate(NAMED_REASONS);
    Ok(kinds)
}

fn run_facts(ledger: &Ledger, status: &Status, lang: Lang) -> crate::Result<RunFacts> {
    let text_pages = status.pages.saturating_sub(status.ocr_pages);
    let mut time = Vec::new();
    for (what, key, pages) in [("ocr", OCR_PAGE, status.ocr_pages), ("text", TEXT_PAGE, text_pages)]
    {
        if let Some(rate) = ledger.rate(key)? {
            let seconds = rate.ms * pages as f64 / 1000.0;
            time.push(TimePart { what, seconds });
        }
    }
    let runs = status.runs.iter().filter(|run| run.pages > 0).take(8);
    let mut runs: Vec<RunPages> = runs
        .map(|run| RunPages { started: texts::report::moment(run.started), pages: run.pages })
        .collect();
    runs.reverse();
    Ok(RunFacts {
        pages: status.pages,
        ocr_pages: status.ocr_pages,
        pages_per_second: status.pages_per_second.map(|number| texts::decimal(lang, number)),
        time,
        runs,
    })
}
