//! What `dizzy export` says.

use std::path::Path;

use super::Lang;

/// No proposal is new.
pub fn nothing_new(lang: Lang) -> &'static str {
    lang.pick(
        "Niets nieuws: alles is al overgedragen.",
        "Nothing new: all of it was handed over before.",
    )
}

/// No bookkeeping package is chosen.
pub fn no_package(lang: Lang) -> &'static str {
    lang.pick(
        "Voor welk boekhoudpakket is dit?",
        "Which bookkeeping package is this for?",
    )
}

/// What to do then.
pub fn no_package_hint(lang: Lang) -> &'static str {
    lang.pick(
        "Noem het met --export, bijvoorbeeld --export exact, of onder export.formats in de instellingen.",
        "Name it with --export, as in --export exact, or under export.formats in the configuration.",
    )
}

/// What was taken back, by its folder.
pub fn taken_back(lang: Lang, folder: Option<&Path>) -> String {
    let Some(folder) = folder else {
        return lang
            .pick("Er is niets overgedragen.", "Nothing was handed over.")
            .to_owned();
    };
    lang.pick(
        format!(
            "Teruggenomen; wat erin stond is weer nieuw: {}",
            folder.display()
        ),
        format!(
            "Taken back; what was in it is new again: {}",
            folder.display()
        ),
    )
}

/// Above what was corrected after it was handed over.
pub fn corrected_later_title(lang: Lang) -> &'static str {
    lang.pick(
        "Na de overdracht verbeterd",
        "Corrected after it was handed over",
    )
}

/// Which hand-over has the old values: "exact, 0002, bladzijde 3".
pub fn handed_over_as(lang: Lang, package: &str, number: u32, first_page: u32) -> String {
    let mut said = format!("{package}, {number:04}");
    if first_page > 1 {
        said.push_str(&lang.pick(
            format!(", bladzijde {first_page}"),
            format!(", page {first_page}"),
        ));
    }
    said
}

/// What to do about it.
pub fn corrected_later_hint(lang: Lang) -> &'static str {
    lang.pick(
        "Verbeter deze boekingen ook in het pakket: zij worden niet nog eens overgedragen. Is de laatste overdracht er nog \
         niet ingelezen, dan maakt 'dizzy export --undo' haar weer nieuw.",
        "Correct these entries in the package too: they are not handed over again. When the last hand-over was not \
         imported yet, 'dizzy export --undo' makes it new again.",
    )
}
