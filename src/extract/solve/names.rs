//! What in a text is the name of a firm.

pub(crate) use invoice::names::{core, has_legal_form, is_legal_form, same};

use super::super::lexicon::{WORDS, fold};

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
    let shared = core.bytes().zip(domain.bytes()).take_while(|(a, b)| a == b).count();
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
