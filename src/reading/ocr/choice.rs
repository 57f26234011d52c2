//! In which of the settings' languages a page is read.

use whatlang::{Detector, Lang};

use crate::text::{Word, prose};

/// Most pages are in one of so many languages: the first of the settings.
const AT_HOME: usize = 2;
/// Letters of certain words from which a page's language is told.
const LEAST_LETTERS: usize = 60;

/// In which languages a page is read: first in those that most pages are in, and in all of the settings' where its words
/// turn out to be of another: two languages fewer cost Dutch and English scans a fifth less, and no more goes wrong.
pub(super) struct Choice {
    /// Joined as Tesseract takes them.
    pub first: String,
    pub all: String,
    /// Tells the settings' languages apart; `None` where one of them cannot be told, and then `first` are all.
    told: Option<(Detector, Vec<Lang>)>,
}

impl Choice {
    /// The choice between languages that are installed.
    pub(super) fn between(usable: &[String]) -> Self {
        let all = usable.join("+");
        let langs: Option<Vec<Lang>> = usable.iter().map(Lang::from_code).collect();
        match langs {
            Some(langs) if langs.len() > AT_HOME => Self {
                first: usable[..AT_HOME].join("+"),
                all,
                told: Some((Detector::with_allowlist(langs.clone()), langs[AT_HOME..].to_vec())),
            },
            _ => Self { first: all.clone(), all, told: None },
        }
    }

    /// Whether words that were read in the first languages are of another one.
    pub(super) fn is_abroad(&self, words: &[Word]) -> bool {
        let Some((detector, abroad)) = &self.told else {
            return false;
        };
        let text = prose(words.iter());
        text.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_LETTERS
            && detector
                .detect(&text)
                .is_some_and(|told| abroad.contains(&told.lang()) && told.is_reliable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ReadBy;
    use invoice::BBox;

    fn choice(codes: &[&str]) -> Choice {
        Choice::between(&codes.iter().map(|&c| c.to_owned()).collect::<Vec<_>>())
    }

    fn read(text: &str, confidence: f32) -> Vec<Word> {
        text.split_whitespace()
            .map(|word| Word {
                text: word.into(),
                bbox: BBox::new(0.0, 0.0, 1.0, 1.0),
                size_pt: 10.0,
                bold: false,
                confidence,
                line: 0,
                read_by: ReadBy::Ocr { dpi: 300 },
            })
            .collect()
    }

    const GERMAN: &str = "Bitte überweisen Sie den Betrag innerhalb von vierzehn Tagen ohne Abzug unter Angabe der \
         Rechnungsnummer auf unser Konto";
    const DUTCH: &str = "Wij verzoeken u vriendelijk het bedrag binnen veertien dagen over te maken onder vermelding \
         van het factuurnummer";

    #[test]
    fn a_page_is_read_in_all_languages_when_its_words_are_of_another_than_the_first() {
        let choice = choice(&["nld", "eng", "deu", "fra"]);
        assert_eq!((&*choice.first, &*choice.all), ("nld+eng", "nld+eng+deu+fra"));
        assert!(choice.is_abroad(&read(GERMAN, 0.9)));
        assert!(!choice.is_abroad(&read(DUTCH, 0.9)));
        // What was hardly read, and a word or two, tell nothing.
        assert!(!choice.is_abroad(&read(GERMAN, 0.5)));
        assert!(!choice.is_abroad(&read("Rechnung Betrag", 0.9)));
    }

    #[test]
    fn the_first_languages_are_those_of_the_settings() {
        let choice = choice(&["deu", "fra", "nld"]);
        assert!(!choice.is_abroad(&read(GERMAN, 0.9)));
        assert!(choice.is_abroad(&read(DUTCH, 0.9)));
    }

    #[test]
    fn two_languages_and_those_that_cannot_be_told_apart_are_read_at_once() {
        for codes in [&["nld", "eng"][..], &["nld", "eng", "chi_sim"]] {
            let choice = choice(codes);
            assert_eq!(choice.first, choice.all);
            assert!(!choice.is_abroad(&read(GERMAN, 0.9)));
        }
    }
}
