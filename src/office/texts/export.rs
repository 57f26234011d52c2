//! What `dizzy export` says.

use std::path::Path;

use super::{Lang, messages, text};
use crate::ledger::{Difference, Part};

/// Nothing was handed over now.
pub fn nothing_new(lang: Lang, left_out: usize) -> &'static str {
    if left_out == 0 {
        lang.pick("Niets nieuws om over te dragen.", "Nothing new to hand over.")
    } else {
        lang.pick("Niets overgedragen.", "Nothing was handed over.")
    }
}

/// So many entries are not in the files, `each` of them by package where there are several; the documents and reasons
/// follow.
pub fn left_out(lang: Lang, entries: usize, each: &[(&str, usize)]) -> String {
    let each: Vec<String> = each.iter().map(|(name, number)| format!("{name}: {number}")).collect();
    let each = if each.is_empty() { String::new() } else { format!(" ({})", each.join(", ")) };
    text!(lang, match entries {
        1 => "1 boeking kan niet worden overgedragen{each}:" / "1 entry cannot be handed over{each}:";
        n => "{n} boekingen kunnen niet worden overgedragen{each}:"
            / "{n} entries cannot be handed over{each}:";
    })
}

/// Of so many differences each is named.
const NAMED: usize = 3;

/// What is other than it was handed over: "4400 117.31 L -> 4500 117.31 L; invoice number A1 -> A7 and 2 more".
pub fn differs(lang: Lang, differs: &[Difference]) -> String {
    let shown: Vec<String> = differs.iter().take(NAMED).map(|one| difference(lang, one)).collect();
    let mut shown = shown.join("; ");
    if let Some(more) = differs.len().checked_sub(NAMED).filter(|more| *more > 0) {
        shown += &text!(lang, " en nog {more}", " and {more} more");
    }
    shown
}

fn difference(lang: Lang, one: &Difference) -> String {
    let name = match one.part {
        Part::Line => "",
        Part::Administration => lang.pick("administratie ", "administration "),
        Part::Supplier => lang.pick("leverancier ", "supplier "),
        Part::Number => lang.pick("factuurnummer ", "invoice number "),
        Part::Date => lang.pick("datum ", "date "),
        Part::DueDate => lang.pick("vervaldatum ", "due date "),
        Part::Vat => lang.pick("btw ", "VAT "),
        Part::Total => lang.pick("totaal ", "total "),
        Part::Iban => "IBAN ",
        Part::Other => {
            return lang
                .pick("kostenplaats of rubriek", "cost centre or box of the return")
                .to_owned();
        }
    };
    let or_none = |text: &str| match text {
        "" => lang.pick("(niets)", "(nothing)").to_owned(),
        text => text.to_owned(),
    };
    format!("{name}{} -> {}", or_none(&one.was), or_none(&one.now))
}

messages! {
    /// So many more of them.
    pub fn more_left_out(lang, entries: usize) =>
        "… en nog {entries}: 'dizzy export' zet ze met de reden in index.csv van het pakket"
        / "… and {entries} more: 'dizzy export' lists them with the reason in the package's index.csv";
    /// So many wait for a look and were named by an earlier hand-over.
    pub fn named_before(lang, entries: usize) =>
        "Nog na te kijken, en al eerder genoemd: {entries} ('dizzy review')."
        / "Still to be looked at, and named before: {entries} ('dizzy review').";
    /// What is missing because the ledger was changed from outside.
    pub fn altered(lang, documents: usize) =>
        "Niet meegenomen, want buiten dizzy om veranderd ({documents}):"
        / "Left out, because it was changed outside dizzy ({documents}):";
    /// No bookkeeping package is chosen.
    pub fn no_package(lang) =>
        "Voor welk boekhoudpakket is dit?" / "Which bookkeeping package is this for?";
    /// How a bookkeeping package is chosen.
    pub fn no_package_hint(lang) =>
        "Noem het met --export, bijvoorbeeld --export exact, of onder export.formats in de instellingen."
        / "Name it with --export, as in --export exact, or under export.formats in the configuration.";
}

/// What was taken back, by its folder.
pub fn taken_back(lang: Lang, folder: Option<&Path>) -> String {
    text!(lang, match folder {
        None => "Er is niets overgedragen." / "Nothing was handed over.";
        Some(folder) => let folder = folder.display();
            "Teruggenomen; wat erin stond is weer nieuw: {folder}"
            / "Taken back; what was in it is new again: {folder}";
    })
}

messages! {
    /// Above what was corrected after it was handed over.
    pub fn corrected_later_title(lang) =>
        "Na de overdracht verbeterd" / "Corrected after it was handed over";
}

messages! {
    /// Behind a document.
    pub fn page(lang, page: u32) => ", bladzijde {page}" / ", page {page}";
}

/// Which hand-over has the old values: "exact, 0002, bladzijde 3".
pub fn handed_over_as(lang: Lang, package: &str, number: u32, first_page: u32) -> String {
    text!(lang, match first_page {
        0..=1 => "{package}, {number:04}" / "{package}, {number:04}";
        _ => "{package}, {number:04}, bladzijde {first_page}"
            / "{package}, {number:04}, page {first_page}";
    })
}

messages! {
    /// What to do about it.
    pub fn corrected_later_hint(lang) =>
        "Verbeter deze boekingen ook in het pakket, of laat 'dizzy export --correct' er correctieboekingen voor maken. Is de \
         laatste overdracht er nog niet ingelezen, dan maakt 'dizzy export --undo' haar weer nieuw."
        / "Correct these entries in the package too, or let 'dizzy export --correct' make correcting entries for them. When \
         the last hand-over was not imported yet, 'dizzy export --undo' makes it new again.";
    /// Before what a line says that takes back one of an earlier hand-over.
    pub fn takes_back(lang, number: u32, line: &str) =>
        "Terugboeking {number:04}: {line}" / "Reversal {number:04}: {line}";
    /// There is nothing that correcting entries are wanted for.
    pub fn nothing_corrected(lang) =>
        "Niets verbeterd wat al overgedragen is." / "Nothing was corrected that was handed over.";
}
