//! Names of firms: legal forms, and how names are compared.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table;
use crate::fold::fold;

/// Legal forms; what the lists are, `legal_forms.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    #[serde(rename = "forms")]
    known: HashSet<String>,
    capitals_only: HashSet<String>,
    one_capital: HashSet<String>,
    as_written: HashSet<String>,
    in_front: Vec<String>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| table(include_str!("facts/legal_forms.toml")));

/// True when a word is a legal form.
pub fn is_legal_form(word: &str) -> bool {
    let folded = fold(word);
    if !FORMS.known.contains(&folded) {
        return false;
    }
    if FORMS.capitals_only.contains(&folded) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let upper = word.chars().filter(|c| c.is_uppercase()).count();
        return upper == letters
            || word.matches('.').count() >= 2
            || (upper == 1 && FORMS.one_capital.contains(&folded))
            || FORMS.as_written.contains(word);
    }
    true
}

/// True when a name bears a legal form.
pub fn has_legal_form(name: &str) -> bool {
    name.split_whitespace().skip(1).any(|w| is_legal_form(w.trim_end_matches([',', ';', ':'])))
        || FORMS.in_front.iter().any(|form| name.to_lowercase().starts_with(form))
}

/// A name without its legal form, folded, to compare names.
pub fn core(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let core: String = words
        .iter()
        .enumerate()
        .filter(|(i, w)| *i == 0 || !is_legal_form(w.trim_end_matches([',', ';', ':'])))
        .map(|(_, w)| fold(w))
        .collect();
    core
}

/// The words of a name without its legal form, folded.
pub(crate) fn words(name: &str) -> Vec<String> {
    name.split_whitespace()
        .filter(|word| !is_legal_form(word.trim_end_matches([',', ';', ':'])))
        .map(fold)
        .filter(|word| word.len() > 1 && !FORMS.in_front.iter().any(|form| form.trim() == word))
        .collect()
}

/// True when two names are of one firm: one core begins with the other.
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (core(a), core(b));
    let least = a.len().min(b.len());
    least >= 3
        && (a == b
            || (least >= 6 && (a.starts_with(&b) || b.starts_with(&a)))
            || (least >= 8 && strsim::normalized_levenshtein(&a, &b) > 0.85))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_told_from_words() {
        for name in [
            "Kaas B.V.",
            "Kaas BV",
            "Duin GmbH & Co. KG",
            "Atelier SARL",
            "Cloud Ltd.",
            "Stichting Kaas",
            "Kade Vastgoed C.V.",
            "Bakkerij Korst v.o.f.",
            "Maatschap Duin",
            "Coöperatie Akker U.A.",
            "Vereniging Zang",
            "Kaas N.V.",
            "Plage S.A.",
        ] {
            assert!(has_legal_form(name), "{name}");
        }
        for name in ["Kaas en zo", "5 kg", "se lever", "Kaas"] {
            assert!(!has_legal_form(name), "{name}");
        }
    }

    #[test]
    fn names_are_compared_without_form_and_case() {
        assert!(same("Windgans Verwarming BV", "WINDGANS VERWARMING"));
        assert!(!same("Windgans Verwarming BV", "Kaaspaard Installatie B.V."));
    }
}
