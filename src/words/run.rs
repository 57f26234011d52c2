//! What is said during and after a run.

use std::path::Path;
use std::time::Duration;

use super::{Counted, Lang, count, decimal, duration, messages, text, word};

messages! {
    /// "118 of 300 documents"; "118 of 300+" while more are being found.
    pub(crate) fn of_documents(lang, done: u64, found: u64, all_found: bool) =>
        let (name, more) = (Counted::Documents.name(lang, found), if all_found { "" } else { "+" });
        let (done, found) = (count(lang, done), count(lang, found));
        "{done} van {found}{more} {name}" / "{done} of {found}{more} {name}";
    /// "4.2 pages/s"
    pub(crate) fn pages_per_second(lang, rate: f64) => let rate = decimal(lang, rate);
        "{rate} blz./s" / "{rate} pages/s";
    /// "2 min left"
    pub(crate) fn time_left(lang, left: Duration) =>
        let left = duration(lang, Duration::from_secs(left.as_secs().max(1)));
        "nog {left}" / "{left} left";
    pub fn failed(lang, number: u64) => let number = count(lang, number);
        "{number} mislukt" / "{number} failed";
    /// "page 120 of 500"
    pub(crate) fn page_of(lang, page: u32, pages: u32) =>
        let (page, pages) = (count(lang, page.into()), count(lang, pages.into()));
        "bladzijde {page} van {pages}" / "page {page} of {pages}";
    pub fn looking(lang) => "documenten zoeken" / "looking for documents";
    pub fn draining(lang) =>
        "Stoppen: de huidige bladzijden worden afgemaakt; nog eens Ctrl-C stopt meteen."
        / "Stopping: the pages in hand are finished first. Ctrl-C again stops at once.";
    pub(crate) fn stopped_at_once(lang) =>
        "Meteen gestopt. Er is niets verloren: geef dezelfde opdracht om verder te gaan."
        / "Stopped at once. Nothing is lost: run the same command to go on.";
    pub fn unconfined(lang, what: &[String]) => let what = what.join("; ");
        "Let op: de leesprocessen zijn niet volledig afgeschermd: {what}"
        / "Note: the reader processes are not fully confined: {what}";
    pub(crate) fn no_ocr(lang) =>
        "Let op: er is geen tekstherkenning; scans kunnen niet worden gelezen (zie `dizzy doctor`)."
        / "Note: there is no text recognition; scans cannot be read (see `dizzy doctor`).";
    /// A reader was replaced; the document is tried once more.
    pub(crate) fn tried_again(lang, what: &str) =>
        "{what} Het wordt nog eens geprobeerd." / "{what} It is tried once more.";
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

    pub fn word(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::Ready => "boekbaar" / "ready";
            Self::Review => "nakijken" / "review";
            Self::Failed => "mislukt" / "failed";
            Self::Skipped => "overgeslagen" / "skipped";
            Self::Deferred => "later" / "later";
            Self::DoneBefore => "al gedaan" / "done before";
            Self::SameBytes => "dubbel" / "same bytes";
            Self::ToRead => "lezen" / "read";
            Self::Waiting => "wacht" / "waiting";
        })
    }

    /// What it means, beside its number in the summary.
    pub fn meaning(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::Ready => "kan zo geboekt worden" / "can be booked as they are";
            Self::Review => "iemand moet ernaar kijken" / "a person should look at them";
            Self::Failed => "niet gelezen; zie hieronder" / "not read; see below";
            Self::Skipped => "geen facturen" / "no invoices";
            Self::Deferred => "nog niet af; de volgende keer" / "not finished; next time";
            Self::DoneBefore => "in een eerdere keer gelezen" / "read in an earlier run";
            Self::SameBytes =>
                "precies hetzelfde als een ander bestand" / "exactly the same as another file";
            Self::ToRead => "wordt gelezen" / "is to be read";
            Self::Waiting => "nog niet gelezen" / "not read yet";
        })
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
    let how =
        if interrupted { lang.pick("Gestopt", "Stopped") } else { lang.pick("Klaar", "Done") };
    let time = duration(lang, elapsed);
    let documents = Counted::Documents.of(lang, read);
    if read == 0 {
        return text!(lang, match failed {
            0 => "{how} in {time}: niets nieuws gelezen." / "{how} in {time}: nothing new was read.";
            failed => let failed = count(lang, failed);
                "{how} in {time}: niets gelezen, {failed} mislukt."
                / "{how} in {time}: nothing read, {failed} failed.";
        });
    }
    let mut details = vec![Counted::Pages.of(lang, pages)];
    if ocr_pages > 0 {
        let ocr = count(lang, ocr_pages);
        details.push(text!(lang, "{ocr} herkend van beeld", "{ocr} recognised from pictures"));
    }
    if pages > 0 && elapsed >= Duration::from_secs(1) {
        details.push(pages_per_second(lang, pages as f64 / elapsed.as_secs_f64()));
    }
    let details = details.join(", ");
    text!(
        lang,
        "{how} in {time}: {documents} gelezen ({details}).",
        "{how} in {time}: {documents} read ({details})."
    )
}

messages! {
    pub(crate) fn all_of_ledger(lang) =>
        "In deze map, met wat eerder gedaan is:" / "In this folder, with what was done before:";
    pub(crate) fn failures_title(lang) => "Mislukt" / "Failed";
    pub(crate) fn skipped_title(lang) => "Overgeslagen" / "Skipped";
    pub(crate) fn and_more(lang, number: u64) => let number = count(lang, number);
        "en nog {number}" / "and {number} more";
    pub(crate) fn not_archived_title(lang) =>
        "Niet naar het archief verplaatst" / "Not moved to the archive";
    pub(crate) fn output_title(lang) => "Geschreven" / "Written";
}

/// "and 20 files in proposals/ubl"
pub(crate) fn and_files_in(lang: Lang, number: u64, dir: &Path) -> String {
    let files = Counted::Files.of(lang, number);
    let dir = dir.display();
    format!("{dir} ({files})")
}

messages! {
    pub(crate) fn next_title(lang) => "Nu" / "Next";
    pub(crate) fn next_review(lang, number: u64, csv: &Path) =>
        let proposals = Counted::Proposals.of(lang, number);
        let csv = csv.display();
        "Kijk {proposals} na: in {csv}, verdict \"review\"."
        / "Look at {proposals}: in {csv}, verdict \"review\".";
    pub(crate) fn next_review_page(lang, number: u64, page: &Path, command: &str) =>
        let proposals = Counted::Proposals.of(lang, number);
        let page = page.display();
        "Kijk {proposals} na: open {page}, of verbeter ze met '{command}'."
        / "Look at {proposals}: open {page}, or correct them with '{command}'.";
    pub(crate) fn next_failed(lang, csv: &Path) => let csv = csv.display();
        "Verhelp wat mislukte ({csv} noemt alles) en geef dezelfde opdracht opnieuw."
        / "Mend what failed ({csv} lists everything) and run the same command again.";
    pub(crate) fn next_resume(lang, waiting: u64) =>
        let documents = Counted::Documents.of(lang, waiting);
        "Geef dezelfde opdracht om verder te gaan: {documents} te gaan."
        / "Run the same command to go on: {documents} to go.";
    pub(crate) fn next_deferred(lang, number: u64) => let files = Counted::Files.of(lang, number);
        "Geef straks dezelfde opdracht: {files} nog niet af."
        / "Run the same command in a while: {files} not finished.";
    pub(crate) fn next_book(lang) =>
        "Alles kan zo geboekt worden." / "Everything can be booked as it is.";
    pub(crate) fn nothing_found(lang) =>
        "Geen facturen gevonden. Is dit de goede map? `dizzy process --dry-run` laat zien wat er overgeslagen wordt."
        / "No invoices found. Is this the right folder? `dizzy process --dry-run` shows what is skipped.";
    pub(crate) fn dry_run(lang, to_read: u64) =>
        let documents = Counted::Documents.of(lang, to_read);
        "{documents} te lezen; er is niets gelezen en niets geschreven."
        / "{documents} to read; nothing was read and nothing written.";
}
