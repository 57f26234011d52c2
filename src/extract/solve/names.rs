//! Names of firms.

use std::sync::LazyLock;

use super::super::lexicon::{WORDS, fold};

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
pub(crate) fn is_legal_form(word: &str) -> bool {
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
pub(crate) fn has_legal_form(name: &str) -> bool {
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
pub(crate) fn core(name: &str) -> String {
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
pub(crate) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (core(a), core(b));
    let least = a.len().min(b.len());
    least >= 3
        && (a == b
            || (least >= 6 && (a.starts_with(&b) || b.starts_with(&a)))
            || (least >= 8 && strsim::normalized_levenshtein(&a, &b) > 0.85))
}

/// How well a domain name fits a name, 0 to 1.
pub(crate) fn fits_domain(name: &str, domain: &str) -> f32 {
    let host = domain.rsplit('@').next().unwrap_or(domain);
    let host = host.split('/').next().unwrap_or(host);
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    let Some(label) = labels.last() else {
        return 0.0;
    };
    let domain = fold(label);
    if WORDS.mail_providers.has(&domain) || domain.len() < 3 {
        return 0.0;
    }
    let core = core(name);
    let shared = core
        .bytes()
        .zip(domain.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == domain.len() || shared == core.len() && shared >= 4 {
        return 1.0;
    }
    if shared >= 6 {
        return 0.7;
    }
    let first = name.split_whitespace().map(fold).find(|w| w.len() >= 4);
    if first.is_some_and(|w| domain.contains(&w)) {
        return 0.8;
    }
    0.0
}

/// A name as it is given out: without marks and labels at its ends.
pub(crate) fn clean(name: &str) -> String {
    // "Sold by: X"
    let name = match name.rsplit_once(": ") {
        Some((label, rest)) if label.split(' ').count() <= 3 => rest,
        _ => name,
    };
    name.trim()
        .trim_matches([
            ',', ';', ':', '|', '·', '•', '-', '–', '—', '*', '_', '"', '“', '”', '(', '=', '~',
        ])
        .trim()
        .to_owned()
}

/// True for what could be a name: letters, not a sentence, not a number.
pub(crate) fn is_plausible(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let words = name.split_whitespace().count();
    letters >= 2
        && digits * 2 <= letters
        && (1..=9).contains(&words)
        && name.chars().count() <= 80
        && !name.contains(['@', '€', '%', '='])
        && name.chars().any(char::is_alphabetic)
        && !WORDS.name_beginnings.has(&fold(name))
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

    #[test]
    fn a_beginning_is_no_name() {
        assert!(is_plausible("Gebr. De Wit"));
        assert!(!is_plausible("Gebr."));
    }

    #[test]
    fn domains_speak_for_names() {
        assert!(fits_domain("Roggewip Wonen B.V.", "administratie@roggewipwonen.example") > 0.9);
        assert!(fits_domain("Roggewip Wonen B.V.", "jan@gmail.com") < 0.1);
        assert!(fits_domain("Duinwolk Werkzeughandel GmbH", "www.roggewip.example") < 0.1);
    }
}
