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
