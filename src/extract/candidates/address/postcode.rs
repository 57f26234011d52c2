//! The lines of an address by themselves: postcode and town, street, contacts.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::lexicon::{LEXICON, WORDS, fold};
use invoice::Address;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is valid, as the tests hold")
}

const TOWN: &str = r"(\p{Lu}[\p{L}'’. -]{1,40}|['’][ts][ -]\p{Lu}[\p{L}'’ -]{1,40})";

static DUTCH: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:NL[- ]+)?\b([1-9]\d{{3}}) ?([A-Z]{{2}})\b[ ,]+{TOWN}")));
pub(super) static DUTCH_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b[1-9]\d{3} ?[A-Z]{2}$"));
static FIVE_DIGITS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:\b(D|DE|F|FR|ES|IT|FI)[ -]+)?\b(\d{{5}})\b {TOWN}")));
static FOUR_DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^(?:(B|BE|A|AT|CH|L|LU|DK)[ -]+)?([1-9]\d{{3}})\b {TOWN}$"))
});
static BRITISH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b ?(\p{Lu}[\p{L} ]{2,30})?"));
static IRISH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Z]\d[\dW] [A-Z\d]{4})\b"));
static AMERICAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\p{Lu}[\p{L} .]{1,30}),? ([A-Z]{2})\.? (\d{5})(?:-\d{4})?\b"));
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(\p{L}{2}.* \d{1,5} ?[a-z]{0,2}(?:[-/ ] ?[\da-z]{1,4})?$|^\d{1,5}[a-z]?,? ?(?:bis|ter)?,? \p{L}{3}|postbus|postfach|p\.? ?o\.? box|\bb\.?p\.? \d|\bcedex\b|(?:straat|laan|weg|plein|gracht|kade|dijk|str\.|straße|strasse|gasse|allee|platz|street|avenue|road)\b.* \d)",
    )
});

/// Text of a line that is an identifier or a way to reach someone, not a name or street.
pub(crate) fn is_contact(text: &str) -> bool {
    let folded = fold(text);
    text.contains('@')
        || text.contains("www.")
        || WORDS.contacts.iter().any(|word| folded.starts_with(word))
}

/// True for a line that is a street with a house number or a box number.
pub(crate) fn is_street(text: &str) -> bool {
    STREET.is_match(text.trim_end_matches([',', '.']))
}

/// A postcode with its town in a text: where it starts, and the address of it.
pub(crate) fn postcode(text: &str) -> Option<(usize, Address)> {
    let make = |postcode: String, city: &str, country: Option<&str>| Address {
        street: None,
        postcode: Some(postcode),
        city: Some(trim_town(city)).filter(|c| !c.is_empty()),
        country: country.map(str::to_owned),
    };
    if let Some(c) = DUTCH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((start, make(format!("{} {}", &c[1], &c[2]), &c[3], Some("NL"))));
    }
    if let Some(c) = AMERICAN.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((start, make(format!("{} {}", &c[2], &c[3]), &c[1], Some("US"))));
    }
    if let Some(c) = FIVE_DIGITS.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let country = c.get(1).map(|m| match m.as_str() {
            "D" | "DE" => "DE",
            "F" | "FR" => "FR",
            "ES" => "ES",
            "IT" => "IT",
            _ => "FI",
        });
        return Some((start, make(c[2].to_owned(), &c[3], country)));
    }
    if let Some(c) = FOUR_DIGITS.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let country = c.get(1).map(|m| match m.as_str() {
            "B" | "BE" => "BE",
            "A" | "AT" => "AT",
            "CH" => "CH",
            "DK" => "DK",
            _ => "LU",
        });
        if country.is_none() && LEXICON.months.iter().any(|(m, _)| *m == fold(&c[3])) {
            return None;
        }
        return Some((start, make(c[2].to_owned(), &c[3], country)));
    }
    if let Some(c) = BRITISH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        let town = c.get(2).map_or("", |m| m.as_str());
        return Some((start, make(c[1].to_owned(), town, Some("GB"))));
    }
    if let Some(c) = IRISH.captures(text) {
        let start = c.get(0).map_or(0, |m| m.start());
        return Some((start, make(c[1].to_owned(), "", Some("IE"))));
    }
    None
}

/// A town ends where a label, a number or a mark begins.
fn trim_town(town: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in town.split(' ') {
        let folded = fold(word);
        let stops = !words.is_empty() && (WORDS.after_towns.has(&folded) || folded.is_empty());
        if stops || words.len() >= 5 {
            break;
        }
        words.push(word);
    }
    words.join(" ").trim_matches([' ', '.', ',', '-']).to_owned()
}
