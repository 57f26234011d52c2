//! What `dizzy export` says.

use std::path::Path;

use super::{Lang, messages, text};

/// Nothing was handed over now.
pub fn nothing_new(lang: Lang, left_out: usize) -> &'static str {
    if left_out == 0 {
        lang.pick("Niets nieuws om over te dragen.", "Nothing new to hand over.")
    } else {
        lang.pick("Niets overgedragen.", "Nothing was handed over.")
    }
}

/// So many entries that were never handed over are not in the files; the documents and reasons follow.
pub fn left_out(lang: Lang, entries: usize) -> String {
    text!(lang, match entries {
        1 => "1 boeking kan niet worden overgedragen:" / "1 entry cannot be handed over:";
        n => "{n} boekingen kunnen niet worden overgedragen:"
            / "{n} entries cannot be handed over:";
    })
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
        "Verbeter deze boekingen ook in het pakket: zij worden niet nog eens overgedragen. Is de laatste overdracht er nog \
         niet ingelezen, dan maakt 'dizzy export --undo' haar weer nieuw."
        / "Correct these entries in the package too: they are not handed over again. When the last hand-over was not \
         imported yet, 'dizzy export --undo' makes it new again.";
}
