//! Names of firms: legal forms, and how names are compared.

use std::sync::LazyLock;

use crate::fold::fold;

/// Legal forms, folded, as single words; "B.V." and "BV" are one.
static FORMS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    vec![
        "bv", "nv", "vof", "gmbh", "ag", "kg", "ohg", "ug", "ek", "ev", "sarl", "sas", "sasu",
        "eurl", "snc", "sprl", "srl", "bvba", "vzw", "asbl", "ltd", "limited", "llc", "inc",
        "corp", "plc", "llp", "cv", "ua", "spa", "sa", "scop", "gbr", "se", "kgaa", "ab", "oy",
        "aps", "cvba", "sro", "bhd", "pty",
    ]
});

/// Forms that are also ordinary short words: only in capitals or with points.
const CAPITALS_ONLY: &[&str] = &[
    "ag", "kg", "ek", "ev", "se", "ua", "cv", "sa", "ab", "oy", "inc", "corp", "nv", "bv", "ug",
    "spa", "srl",
];

/// True when a word is a legal form.
pub fn is_legal_form(word: &str) -> bool {
    let folded = fold(word);
    if !FORMS.contains(&folded.as_str()) {
        return false;
    }
    if CAPITALS_ONLY.contains(&folded.as_str()) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let upper = word.chars().filter(|c| c.is_uppercase()).count();
        return upper == letters
            || word.matches('.').count() >= 2
            || (upper == 1 && matches!(folded.as_str(), "inc" | "corp"))
            || matches!(word, "e.K." | "e.V." | "eK");
    }
    true
}

/// True when a name bears a legal form.
pub fn has_legal_form(name: &str) -> bool {
    name.split_whitespace()
        .skip(1)
        .any(|w| is_legal_form(w.trim_end_matches([',', ';', ':'])))
        || [
            "stichting ",
            "coöperatie ",
            "cooperatie ",
            "vereniging ",
            "maatschap ",
        ]
        .iter()
        .any(|p| name.to_lowercase().starts_with(p))
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
        assert!(!same(
            "Windgans Verwarming BV",
            "Kaaspaard Installatie B.V."
        ));
    }
}
