//! Words around values and names: lists of `words.toml` that rules ask for.

use std::sync::LazyLock;

use serde::Deserialize;

use super::fold;

/// A list of folded words.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Words(Vec<String>);

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Self {
        Self(words.iter().map(|word| fold(word)).collect())
    }
}

impl Words {
    /// True for a folded word of the list.
    pub fn has(&self, folded: &str) -> bool {
        self.0.iter().any(|word| word == folded)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// The lists; what each is, `words.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordLists {
    pub trades: Words,
    pub titles: Words,
    pub last_of_titles: Words,
    pub title_ends: Words,
    pub speaking: Words,
    pub opening: Words,
    pub sign_offs: Words,
    pub persons: Words,
    pub name_beginnings: Words,
    pub countries: Words,
    pub streets: Words,
    /// As printed, in small letters.
    pub to: Vec<String>,
    /// As printed, in small letters.
    pub at: Vec<String>,
    pub brought: Words,
    pub paid: Words,
    /// As printed, in small letters.
    pub after_names: Vec<String>,
    pub joining: Words,
    pub from: Words,
    pub debited: Words,
    pub blocked_account: Words,
    pub without: Words,
    pub within: Words,
    pub on: Words,
    pub of_a_day: Words,
    pub base: Words,
    pub of: Words,
    pub debits: Words,
    pub contracts: Words,
    pub web: Words,
    pub mail_providers: Words,
    pub goes_on: Words,
    pub came_from: Words,
    pub terms: Words,
    pub separators: Words,
    pub contacts: Words,
    pub after_towns: Words,
    pub within_names: Vec<String>,
}

/// The lists, parsed once.
pub(crate) static WORDS: LazyLock<WordLists> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml"))
        .expect("the embedded lists are valid, as the tests hold")
});

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn lists_are_read_and_compared_folded() {
        assert!(WORDS.trades.has("societe"));
        assert!(WORDS.sign_offs.has("freundlichengruss"));
        assert!(WORDS.to.iter().any(|word| word == "à"));
    }

    #[test]
    fn no_word_is_there_twice_or_folds_to_nothing() {
        let lists: HashMap<String, Vec<String>> =
            toml::from_str(include_str!("words.toml")).unwrap();
        for (name, list) in lists {
            let different: BTreeSet<&String> = list.iter().collect();
            assert_eq!(different.len(), list.len(), "{name}");
            assert!(list.iter().all(|word| !fold(word).is_empty()), "{name}");
        }
    }
}
