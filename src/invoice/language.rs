//! Languages that a document may be in, and what they are called.

use serde::{Deserialize, Serialize};

use crate::Lang;

/// A language, by its code of ISO 639-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Language(&'static Name);

/// Code, Dutch name, English name.
type Name = (&'static str, &'static str, &'static str);

impl Language {
    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        NAMES.iter().find(|(known, ..)| *known == code).map(Self)
    }

    /// The language of this English name.
    pub fn of_english(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, _, en)| *en == name).map(Self)
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, nl, en) = self.0;
        lang.pick(nl, en)
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        language.0.0
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::of_code(&code).ok_or(code)
    }
}

/// Those that can be told from a text: the languages of whatlang 0.18, by the codes of ISO 639-3.
const NAMES: &[Name] = &[
    ("afr", "Afrikaans", "Afrikaans"),
    ("aka", "Akan", "Akan"),
    ("amh", "Amhaars", "Amharic"),
    ("ara", "Arabisch", "Arabic"),
    ("aze", "Azerbeidzjaans", "Azerbaijani"),
    ("bel", "Wit-Russisch", "Belarusian"),
    ("ben", "Bengaals", "Bengali"),
    ("bul", "Bulgaars", "Bulgarian"),
    ("cat", "Catalaans", "Catalan"),
    ("ces", "Tsjechisch", "Czech"),
    ("cmn", "Chinees", "Chinese"),
    ("cym", "Welsh", "Welsh"),
    ("dan", "Deens", "Danish"),
    ("deu", "Duits", "German"),
    ("ell", "Grieks", "Greek"),
    ("eng", "Engels", "English"),
    ("epo", "Esperanto", "Esperanto"),
    ("est", "Ests", "Estonian"),
    ("fin", "Fins", "Finnish"),
    ("fra", "Frans", "French"),
    ("guj", "Gujarati", "Gujarati"),
    ("heb", "Hebreeuws", "Hebrew"),
    ("hin", "Hindi", "Hindi"),
    ("hrv", "Kroatisch", "Croatian"),
    ("hun", "Hongaars", "Hungarian"),
    ("hye", "Armeens", "Armenian"),
    ("ind", "Indonesisch", "Indonesian"),
    ("ita", "Italiaans", "Italian"),
    ("jav", "Javaans", "Javanese"),
    ("jpn", "Japans", "Japanese"),
    ("kan", "Kannada", "Kannada"),
    ("kat", "Georgisch", "Georgian"),
    ("khm", "Khmer", "Khmer"),
    ("kor", "Koreaans", "Korean"),
    ("lat", "Latijn", "Latin"),
    ("lav", "Lets", "Latvian"),
    ("lit", "Litouws", "Lithuanian"),
    ("mal", "Malayalam", "Malayalam"),
    ("mar", "Marathi", "Marathi"),
    ("mkd", "Macedonisch", "Macedonian"),
    ("mya", "Birmaans", "Burmese"),
    ("nep", "Nepalees", "Nepali"),
    ("nld", "Nederlands", "Dutch"),
    ("nob", "Noors", "Norwegian"),
    ("ori", "Odia", "Oriya"),
    ("pan", "Punjabi", "Punjabi"),
    ("pes", "Perzisch", "Persian"),
    ("pol", "Pools", "Polish"),
    ("por", "Portugees", "Portuguese"),
    ("ron", "Roemeens", "Romanian"),
    ("rus", "Russisch", "Russian"),
    ("sin", "Singalees", "Sinhalese"),
    ("slk", "Slowaaks", "Slovak"),
    ("slv", "Sloveens", "Slovene"),
    ("sna", "Shona", "Shona"),
    ("spa", "Spaans", "Spanish"),
    ("srp", "Servisch", "Serbian"),
    ("swe", "Zweeds", "Swedish"),
    ("tam", "Tamil", "Tamil"),
    ("tel", "Telugu", "Telugu"),
    ("tgl", "Tagalog", "Tagalog"),
    ("tha", "Thais", "Thai"),
    ("tuk", "Turkmeens", "Turkmen"),
    ("tur", "Turks", "Turkish"),
    ("ukr", "Oekraïens", "Ukrainian"),
    ("urd", "Urdu", "Urdu"),
    ("uzb", "Oezbeeks", "Uzbek"),
    ("vie", "Vietnamees", "Vietnamese"),
    ("yid", "Jiddisch", "Yiddish"),
    ("zul", "Zoeloe", "Zulu"),
];
