//! What words at the head of a page are: a title, something said to the reader, a web address, or what firms are called.

use super::super::lexicon::{WORDS, fold};
use super::names::has_legal_form;

/// True where a word of a name says what a firm does or that it is one. "Bau" only as a whole word.
pub(crate) fn is_of_trade(name: &str) -> bool {
    name.split([' ', '-', '/']).map(fold).any(|word| {
        WORDS.trades.iter().any(|trade| word == trade || trade.len() >= 4 && word.contains(trade))
    })
}

/// True for what is nothing but the address of a web site: a shop may be called so, but most write their name otherwise.
pub(crate) fn is_domain(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let mut labels = name.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.contains('.')
        && labels.all(is_label)
        && name.rsplit('.').next().is_some_and(|end| WORDS.web.has(end))
}

/// True for a title of a document ("Verkoopbon", "Note d'honoraires") and for words that speak to the reader ("Ihre
/// Nachzahlung", "Bedankt voor je bestelling!").
pub(crate) fn is_heading(name: &str) -> bool {
    if has_legal_form(name) {
        return false;
    }
    let words: Vec<String> =
        name.split([' ', '\'', '’', '/']).map(fold).filter(|word| !word.is_empty()).collect();
    let is_title = |word: &String| {
        WORDS.titles.iter().any(|title| {
            word == title
                || title.len() >= 4 && word.len() > title.len() + 2 && word.ends_with(title)
        })
    };
    let several = words.len() > 1;
    several && words.last().is_some_and(|w| WORDS.last_of_titles.has(w))
        || words.len() <= 4 && words.iter().any(is_title)
        || several && words.iter().any(|w| WORDS.speaking.has(w))
        || several && words.first().is_some_and(|w| WORDS.opening.has(w))
        || several && name.trim_end().ends_with(['!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_trade_tell_a_firm() {
        for name in [
            "Installatiebedrijf Roodnat",
            "Bau Lindner",
            "Kestrel Photography",
            "Zandstekel Eetcafé",
        ] {
            assert!(is_of_trade(name), "{name}");
        }
        for name in ["Roodnat", "Bonbon", "Onze nieuwe folder", "Baum"] {
            assert!(!is_of_trade(name), "{name}");
        }
    }

    #[test]
    fn titles_and_what_is_said_to_the_reader_are_no_names() {
        for heading in [
            "Verkoopbon",
            "Jaarafrekening energie",
            "Note d'honoraires",
            "Guest bill",
            "Kostennote",
            "Ihre Nachzahlung",
            "Bedankt voor je bestelling!",
            "Votre facture",
        ] {
            assert!(is_heading(heading), "{heading}");
        }
        for name in [
            "Bon Appetit",
            "Ons Huis",
            "Notre Dame",
            "Bill & Zonen",
            "Uw Bakker B.V.",
            "U",
            "Note",
            "Jansen Rekeningen B.V.",
        ] {
            assert!(!is_heading(name), "{name}");
        }
    }

    #[test]
    fn a_web_address_is_told_from_a_name_with_a_point() {
        for name in ["hoekstradak.nl", "www.kaas-en-zo.com"] {
            assert!(is_domain(name), "{name}");
        }
        for name in ["Reiger.nl B.V.", "Fa. Jansen", "J.P. Kaas", "nl"] {
            assert!(!is_domain(name), "{name}");
        }
    }
}
