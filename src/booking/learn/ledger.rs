//! What journals and accounts are called in the books of others.

use std::sync::LazyLock;

use serde::Deserialize;

/// The names; what each list is, `ledger.toml` says.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    pub purchases: Vec<String>,
    pub others: Vec<String>,
    pub creditors: Vec<String>,
    pub creditors_in_lists: Vec<String>,
    pub vat: Vec<String>,
    pub money: Vec<String>,
}

/// The names, parsed once.
pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../facts/ledger.toml"))
        .expect("the table is the program's own, as the tests hold")
});

/// True when a name in small letters has one of the words in it.
pub(super) fn has(name: &str, words: &[String]) -> bool {
    words.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_small_letters() {
        let names = [&NAMES.purchases, &NAMES.others, &NAMES.creditors, &NAMES.vat, &NAMES.money];
        for word in names.into_iter().chain([&NAMES.creditors_in_lists]).flatten() {
            assert_eq!(word, &word.to_lowercase());
        }
    }
}
