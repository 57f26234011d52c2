//! Languages that a document may be in, and what they are called.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Lang, table};

/// A language, by its code of ISO 639-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Language(&'static Name);

/// Code, and the Dutch and the English name.
type Name = (String, [String; 2]);

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let names: BTreeMap<_, _> = table(include_str!("facts/languages.toml"));
    names.into_iter().collect()
});

impl Language {
    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known == code).map(Self)
    }

    /// The language of this English name.
    pub fn of_english(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, [_, en])| en == name).map(Self)
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, [nl, en]) = self.0;
        lang.pick(nl, en)
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        &language.0.0
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::of_code(&code).ok_or(code)
    }
}
