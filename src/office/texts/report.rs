//! What the page to look at says: `page.csv` has key, Dutch, English. `{}` stands for a value that the page puts there.

use std::sync::LazyLock;

use super::{Lang, messages};

static TEXTS: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
    let table = include_bytes!("page.csv");
    let rows =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(&table[..]).into_deserialize();
    rows.collect::<Result<_, _>>().expect("each row has a key and a text in both languages")
});

/// The texts of the page in a language, by key.
pub fn texts(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXTS.iter().map(move |[key, nl, en]| (key.as_str(), lang.pick(nl.as_str(), en.as_str())))
}

/// A moment as the page tells it: day and minute, in the time zone of this machine.
pub fn moment(moment: jiff::Timestamp) -> String {
    let here = moment.to_zoned_datetime(jiff::tz::TimeZone::system());
    here.strftime("%Y-%m-%d %H:%M").to_string()
}

messages! {
    /// What the page says where scripts may not run.
    pub(crate) fn needs_script(lang) =>
        "Deze pagina heeft JavaScript nodig; ze vraagt niets van het netwerk."
        / "This page needs JavaScript; it asks nothing of the network.";
    /// What the desk says above pages that are drawn from their words.
    pub(crate) fn drawn_from_words(lang) =>
        "Het bestand dat gelezen is staat niet meer op zijn plaats: de woorden die erop gelezen zijn staan op hun plaats."
        / "The file that was read is no longer in its place: the words that were read on it stand in their places.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_is_there_twice_and_both_languages_take_the_same_values() {
        let mut keys = BTreeSet::new();
        for [key, nl, en] in TEXTS.iter() {
            assert!(keys.insert(key), "{key}");
            assert_eq!(nl.matches("{}").count(), en.matches("{}").count(), "{key}");
        }
    }

    /// Every key that the scripts name outright is there.
    #[test]
    fn what_the_scripts_say_has_texts() {
        let named = regex::Regex::new(r#"say\("([a-z_]+)""#).unwrap();
        for script in crate::report::SCRIPTS {
            for found in named.captures_iter(script) {
                let key = &found[1];
                assert!(TEXTS.iter().any(|[known, ..]| known == key), "{key}");
            }
        }
    }
}
