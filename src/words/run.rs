//! What is said during and after a run.

use std::path::Path;
use std::time::Duration;

use super::{Counted, Lang, count, decimal, duration};

/// "118 of 300 documents"; "118 of 300+" while more are being found.
pub(crate) fn of_documents(lang: Lang, done: u64, found: u64, all_found: bool) -> String {
    format!(
        "{} {} {}{} {}",
        count(lang, done),
        lang.pick("van", "of"),
        count(lang, found),
        if all_found { "" } else { "+" },
        Counted::Documents.name(lang, found)
    )
}

/// "4.2 pages/s"
pub(crate) fn pages_per_second(lang: Lang, rate: f64) -> String {
    format!("{} {}", decimal(lang, rate), lang.pick("blz./s", "pages/s"))
}

/// "2 min left"
pub(crate) fn time_left(lang: Lang, left: Duration) -> String {
    let left = duration(lang, Duration::from_secs(left.as_secs().max(1)));
    lang.pick(format!("nog {left}"), format!("{left} left"))
}

/// "2 failed"
pub fn failed(lang: Lang, number: u64) -> String {
    format!("{} {}", count(lang, number), lang.pick("mislukt", "failed"))
}

/// "page 120 of 500"
pub(crate) fn page_of(lang: Lang, page: u32, pages: u32) -> String {
    format!(
        "{} {} {} {}",
        lang.pick("bladzijde", "page"),
        count(lang, page.into()),
        lang.pick("van", "of"),
        count(lang, pages.into())
    )
}

/// While the first documents are being looked for.
pub fn looking(lang: Lang) -> &'static str {
    lang.pick("documenten zoeken", "looking for documents")
}

/// After the first Ctrl-C.
pub fn draining(lang: Lang) -> &'static str {
    lang.pick(
        "Stoppen: de huidige bladzijden worden afgemaakt; nog eens Ctrl-C stopt meteen.",
        "Stopping: the pages in hand are finished first. Ctrl-C again stops at once.",
    )
}

/// After the second Ctrl-C.
pub(crate) fn stopped_at_once(lang: Lang) -> &'static str {
    lang.pick(
        "Meteen gestopt. Er is niets verloren: geef dezelfde opdracht om verder te gaan.",
        "Stopped at once. Nothing is lost: run the same command to go on.",
    )
}

/// The readers' sandbox is not whole on this system.
pub fn unconfined(lang: Lang, what: &[String]) -> String {
    let what = what.join("; ");
    lang.pick(
        format!("Let op: de leesprocessen zijn niet volledig afgeschermd: {what}"),
        format!("Note: the reader processes are not fully confined: {what}"),
    )
}

/// This build or machine has no OCR.
pub(crate) fn no_ocr(lang: Lang) -> &'static str {
    lang.pick(
        "Let op: er is geen tekstherkenning; scans kunnen niet worden gelezen (zie `dizzy doctor`).",
        "Note: there is no text recognition; scans cannot be read (see `dizzy doctor`).",
    )
}

/// A reader was replaced; the document is tried once more.
pub(crate) fn tried_again(lang: Lang, what: &str) -> String {
    lang.pick(
        format!("{what} Het wordt nog eens geprobeerd."),
        format!("{what} It is tried once more."),
    )
}

/// What happened to a document, as the first word of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A proposal that can be booked.
    Ready,
    /// A proposal that a person should look at.
    Review,
    Failed,
    Skipped,
    Deferred,
    /// Done in an earlier run.
    DoneBefore,
    /// The same bytes as another.
    SameBytes,
    ToRead,
    /// Not reached before the run was stopped.
    Waiting,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Ready,
        Self::Review,
        Self::Failed,
        Self::Skipped,
        Self::Deferred,
        Self::DoneBefore,
        Self::SameBytes,
        Self::ToRead,
        Self::Waiting,
    ];

    /// The word for it.
    pub fn word(self, lang: Lang) -> &'static str {
        let (nl, en) = match self {
            Self::Ready => ("boekbaar", "ready"),
            Self::Review => ("nakijken", "review"),
            Self::Failed => ("mislukt", "failed"),
            Self::Skipped => ("overgeslagen", "skipped"),
            Self::Deferred => ("later", "later"),
            Self::DoneBefore => ("al gedaan", "done before"),
            Self::SameBytes => ("dubbel", "same bytes"),
            Self::ToRead => ("lezen", "read"),
            Self::Waiting => ("wacht", "waiting"),
        };
        lang.pick(nl, en)
    }

    /// What it means, beside its number in the summary.
    pub fn meaning(self, lang: Lang) -> &'static str {
        let (nl, en) = match self {
            Self::Ready => ("kan zo geboekt worden", "can be booked as they are"),
            Self::Review => ("iemand moet ernaar kijken", "a person should look at them"),
            Self::Failed => ("niet gelezen; zie hieronder", "not read; see below"),
            Self::Skipped => ("geen facturen", "no invoices"),
            Self::Deferred => ("nog niet af; de volgende keer", "not finished; next time"),
            Self::DoneBefore => ("in een eerdere keer gelezen", "read in an earlier run"),
            Self::SameBytes => {
                ("precies hetzelfde als een ander bestand", "exactly the same as another file")
            }
            Self::ToRead => ("wordt gelezen", "is to be read"),
            Self::Waiting => ("nog niet gelezen", "not read yet"),
        };
        lang.pick(nl, en)
    }
}

/// Why a file is left for the next run.
pub(crate) fn later(lang: Lang, is_long: bool) -> &'static str {
    if is_long {
        lang.pick("duurt lang, gaat de volgende keer verder", "takes long, goes on in the next run")
    } else {
        lang.pick("wordt nog geschreven", "is still being written")
    }
}

/// The first line of the summary. `failed` counts documents that failed in this run.
pub(crate) fn closing(
    lang: Lang,
    interrupted: bool,
    failed: u64,
    read: u64,
    pages: u64,
    ocr_pages: u64,
    elapsed: Duration,
) -> String {
    let how = match (interrupted, lang) {
        (false, Lang::Nl) => "Klaar",
        (false, Lang::En) => "Done",
        (true, Lang::Nl) => "Gestopt",
        (true, Lang::En) => "Stopped",
    };
    let time = duration(lang, elapsed);
    let documents = Counted::Documents.of(lang, read);
    if read == 0 && failed > 0 {
        return lang.pick(
            format!("{how} in {time}: niets gelezen, {} mislukt.", count(lang, failed)),
            format!("{how} in {time}: nothing read, {} failed.", count(lang, failed)),
        );
    }
    if read == 0 {
        return lang.pick(
            format!("{how} in {time}: niets nieuws gelezen."),
            format!("{how} in {time}: nothing new was read."),
        );
    }
    let mut details = vec![Counted::Pages.of(lang, pages)];
    if ocr_pages > 0 {
        details.push(lang.pick(
            format!("{} herkend van beeld", count(lang, ocr_pages)),
            format!("{} recognised from pictures", count(lang, ocr_pages)),
        ));
    }
    if pages > 0 && elapsed >= Duration::from_secs(1) {
        details.push(pages_per_second(lang, pages as f64 / elapsed.as_secs_f64()));
    }
    let details = details.join(", ");
    lang.pick(
        format!("{how} in {time}: {documents} gelezen ({details})."),
        format!("{how} in {time}: {documents} read ({details})."),
    )
}

/// Above the table: what the numbers are about.
pub(crate) fn all_of_ledger(lang: Lang) -> &'static str {
    lang.pick(
        "In deze map, met wat eerder gedaan is:",
        "In this folder, with what was done before:",
    )
}

pub(crate) fn failures_title(lang: Lang) -> &'static str {
    lang.pick("Mislukt", "Failed")
}

pub(crate) fn skipped_title(lang: Lang) -> &'static str {
    lang.pick("Overgeslagen", "Skipped")
}

/// "and 12 more"
pub(crate) fn and_more(lang: Lang, number: u64) -> String {
    let number = count(lang, number);
    lang.pick(format!("en nog {number}"), format!("and {number} more"))
}

/// Above the files that were written.
pub(crate) fn not_archived_title(lang: Lang) -> &'static str {
    lang.pick("Niet naar het archief verplaatst", "Not moved to the archive")
}

/// Above the files that were written.
pub(crate) fn output_title(lang: Lang) -> &'static str {
    lang.pick("Geschreven", "Written")
}

/// "and 20 files in proposals/ubl"
pub(crate) fn and_files_in(lang: Lang, number: u64, dir: &Path) -> String {
    let files = Counted::Files.of(lang, number);
    let dir = dir.display();
    format!("{dir} ({files})")
}

pub(crate) fn next_title(lang: Lang) -> &'static str {
    lang.pick("Nu", "Next")
}

/// What to do with proposals to review.
pub(crate) fn next_review(lang: Lang, number: u64, csv: &Path) -> String {
    let proposals = Counted::Proposals.of(lang, number);
    let csv = csv.display();
    lang.pick(
        format!("Kijk {proposals} na: in {csv}, verdict \"review\"."),
        format!("Look at {proposals}: in {csv}, verdict \"review\"."),
    )
}

/// What to do with proposals to review when there is a page for it.
pub(crate) fn next_review_page(lang: Lang, number: u64, page: &Path, command: &str) -> String {
    let proposals = Counted::Proposals.of(lang, number);
    let page = page.display();
    lang.pick(
        format!("Kijk {proposals} na: open {page}, of verbeter ze met '{command}'."),
        format!("Look at {proposals}: open {page}, or correct them with '{command}'."),
    )
}

/// What to do with failures.
pub(crate) fn next_failed(lang: Lang, csv: &Path) -> String {
    let csv = csv.display();
    lang.pick(
        format!("Verhelp wat mislukte ({csv} noemt alles) en geef dezelfde opdracht opnieuw."),
        format!("Mend what failed ({csv} lists everything) and run the same command again."),
    )
}

/// How to go on after an interruption.
pub(crate) fn next_resume(lang: Lang, waiting: u64) -> String {
    let documents = Counted::Documents.of(lang, waiting);
    lang.pick(
        format!("Geef dezelfde opdracht om verder te gaan: {documents} te gaan."),
        format!("Run the same command to go on: {documents} to go."),
    )
}

/// Files that were still being written, or took too long.
pub(crate) fn next_deferred(lang: Lang, number: u64) -> String {
    let files = Counted::Files.of(lang, number);
    lang.pick(
        format!("Geef straks dezelfde opdracht: {files} nog niet af."),
        format!("Run the same command in a while: {files} not finished."),
    )
}

pub(crate) fn next_book(lang: Lang) -> &'static str {
    lang.pick("Alles kan zo geboekt worden.", "Everything can be booked as it is.")
}

pub(crate) fn nothing_found(lang: Lang) -> &'static str {
    lang.pick(
        "Geen facturen gevonden. Is dit de goede map? `dizzy process --dry-run` laat zien wat er overgeslagen wordt.",
        "No invoices found. Is this the right folder? `dizzy process --dry-run` shows what is skipped.",
    )
}

/// The first line after a dry run.
pub(crate) fn dry_run(lang: Lang, to_read: u64) -> String {
    let documents = Counted::Documents.of(lang, to_read);
    lang.pick(
        format!("{documents} te lezen; er is niets gelezen en niets geschreven."),
        format!("{documents} to read; nothing was read and nothing written."),
    )
}
