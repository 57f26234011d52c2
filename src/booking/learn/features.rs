//! What a text says, as numbers: its words, pairs of words and the ends of long words, hashed.
//!
//! Digits say little about an account (invoice numbers, months) and are left out; Dutch and German join words, so the
//! begin and the end of a long word count beside the whole ("kantoorartikelen" shares its begin with "kantoormeubelen").

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;

use invoice::Amount;
use invoice::fold::without_mark;

use crate::cues::{self, LISTS};

/// Characters of a text that are looked at.
const MAX_TEXT: usize = 600;
/// Words of a text that are looked at.
const MAX_WORDS: usize = 60;
/// A word from this length on counts by its begin and end too, characters.
const LONG_WORD: usize = 8;
/// That begin and end, characters.
const PART: usize = 5;

/// Words that stand in any text.
const STOP: &str = include_str!("../facts/stop_words.txt");

/// The features of a line: number and the word that a person recognises it by.
pub(crate) type Features = BTreeMap<u32, String>;

/// Features of the texts of a line.
pub(crate) fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Features {
    let mut features = Features::new();
    for text in texts {
        add(&mut features, text);
    }
    features
}

/// Adds the words of a supplier's name.
pub(crate) fn add_name(features: &mut Features, name: &str) {
    add(features, name);
}

/// Adds the size of an amount: its power of four, and whether it is a credit.
pub(crate) fn add_amount(features: &mut Features, net: Amount) {
    features.insert(of_amount(net), String::new());
}

/// The number of the size of an amount.
pub(crate) fn of_amount(net: Amount) -> u32 {
    let cents = net.abs().0.to_f64().unwrap_or(0.0).max(1.0);
    let size = (cents.log2() / 2.0).floor().clamp(0.0, 15.0) as u8;
    let sign = if net.is_negative() { '-' } else { '+' };
    hash('a', &format!("{sign}{size}"))
}

/// Sets `numbers` to those of the features of a text, sorted, without the words: what training needs.
pub fn numbers(text: &str, numbers: &mut Vec<u32>) {
    numbers.clear();
    each(text, |number, _| numbers.push(number));
    numbers.sort_unstable();
    numbers.dedup();
}

/// What parts the goods that a text names; a comma within a number parts none.
const BETWEEN: [&str; 9] = [", ", ";", " / ", " + ", " & ", " en ", " and ", " und ", " et "];

/// The goods that a text names one after the other.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let next = BETWEEN.iter().filter_map(|mark| Some((text.find(mark)?, mark.len())));
        let next = next.min_by_key(|(at, _)| *at);
        rest = next.map(|(at, length)| &text[at + length..]);
        Some(goods(next.map_or(text, |(at, _)| &text[..at])))
    })
}

/// A text without what goes with the goods that it names, where it names goods: "Diesel, Verzendkosten" is about diesel.
pub(crate) fn without_beside(text: &str) -> Cow<'_, str> {
    let goes_beside = |item: &&str| cues::Words::of([*item]).has_any(&LISTS.beside);
    if items(text).nth(1).is_none() || !items(text).any(|item| goes_beside(&item)) {
        return Cow::Borrowed(text);
    }
    let goods: Vec<&str> = items(text).filter(|item| !goes_beside(item)).collect();
    if goods.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(goods.join(", ")) }
}

/// A line without how many there are and what each costs, where that stands behind a colon: "Switch: 2 st à € 227,33".
pub(crate) fn goods(text: &str) -> &str {
    let is_count = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let end = text.match_indices(':').find(|(at, _)| is_count(&text[at + 1..]));
    end.map_or(text, |(at, _)| &text[..at]).trim()
}

/// Adds a number to sorted ones.
pub fn insert(numbers: &mut Vec<u32>, number: u32) {
    if let Err(at) = numbers.binary_search(&number) {
        numbers.insert(at, number);
    }
}

fn add(features: &mut Features, text: &str) {
    each(text, |number, word| {
        features.entry(number).or_insert_with(|| word.to_owned());
    });
}

/// Hands out each feature of a text with the word or words that a person recognises it by.
fn each(text: &str, mut visit: impl FnMut(u32, &str)) {
    let words = Words::of(text);
    let mut before = None;
    for &Word { start, end, number } in &words.words {
        if let Some(before) = before.replace(start) {
            let pair = &words.text[before..end];
            visit(hash('p', pair), pair);
        }
        let word = &words.text[start..end];
        let letters = word.chars().count();
        if letters >= LONG_WORD {
            let begin = word.char_indices().nth(PART).map_or(word.len(), |(at, _)| at);
            let end = word.char_indices().nth(letters - PART).map_or(0, |(at, _)| at);
            visit(hash('b', &word[..begin]), word);
            visit(hash('e', &word[end..]), word);
        }
        visit(number, word);
    }
}

/// The words of a text, in small letters without marks; digits part words.
pub fn words(text: &str) -> Vec<String> {
    let Words { text, words } = Words::of(text);
    words.iter().map(|word| text[word.start..word.end].to_owned()).collect()
}

/// Words with a space between them, so that two in a row are a piece of the text.
#[derive(Debug)]
struct Words {
    text: String,
    words: Vec<Word>,
}

/// Where a word is, and its number.
#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    number: u32,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self {
            text: String::with_capacity(text.len().min(MAX_TEXT) + 1),
            words: Vec::with_capacity(8),
        };
        let mut start = 0;
        for c in text.chars().take(MAX_TEXT).chain([' ']) {
            if c.is_ascii_alphabetic() {
                words.text.push(c.to_ascii_lowercase());
            } else if c.is_alphabetic() {
                for c in c.to_lowercase() {
                    let letters = &mut words.text;
                    letters.push_str(plain(c).unwrap_or(c.encode_utf8(&mut [0; 4])));
                }
            } else {
                // d'électricité and foto's are two words too
                start = words.end(start);
                if words.words.len() == MAX_WORDS {
                    break;
                }
            }
        }
        words
    }

    /// Ends the word that begins at `start`; where the next begins.
    fn end(&mut self, start: usize) -> usize {
        // By number: half of all comparisons of a gigabyte would be with these words.
        static NUMBERS: LazyLock<Vec<u32>> = LazyLock::new(|| {
            let words = STOP.lines().filter(|line| !line.starts_with('#'));
            let words = words.flat_map(str::split_ascii_whitespace);
            let mut numbers: Vec<u32> = words.map(|stop| hash('w', stop)).collect();
            numbers.sort_unstable();
            numbers
        });
        let word = &self.text[start..];
        let number = hash('w', word);
        let is_word = word.chars().nth(1).is_some();
        if is_word && NUMBERS.binary_search(&number).is_err() {
            let end = self.text.len();
            self.words.push(Word { start, end, number });
            self.text.push(' ');
        } else {
            self.text.truncate(start);
        }
        self.text.len()
    }
}

/// A small letter of western Europe without its mark; all others stay as they are, as they did in training.
fn plain(c: char) -> Option<&'static str> {
    let is_western = matches!(c, 'ß'..='ÿ' | 'œ') && c != 'ø';
    is_western.then(|| without_mark(c))?
}

/// FNV-1a over the kind and the text, 32 bits.
fn hash(kind: char, text: &str) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    for byte in [kind as u8].iter().chain(text.as_bytes()) {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text() {
        assert_eq!(
            words("Factuur 2025-001: Kantoorartikelen, l'électricité mei 2025"),
            ["kantoorartikelen", "electricite"]
        );
        let long = "x ".repeat(100_000);
        assert!(words(&long).is_empty());
        let many = of_texts(["kantoor stoelen", "kantoorartikelen"]);
        assert!(many.values().any(|word| word == "kantoor stoelen"));
    }

    #[test]
    fn marks_go_where_they_went_in_training() {
        assert_eq!(words("Größe Œuvre naïf"), ["grosse", "oeuvre", "naif"]);
        assert_eq!(words("Smørrebrød Łódź"), ["smørrebrød", "łodź"]);
    }

    #[test]
    fn numbers_are_those_of_the_features() {
        for text in
            ["", "Één kantoorartikelen, d'électricité für die Straße", "a bc de 12 fg bc de"]
        {
            let mut numbers = Vec::new();
            super::numbers(text, &mut numbers);
            let features = of_texts([text]);
            assert_eq!(numbers, features.keys().copied().collect::<Vec<_>>(), "{text}");
        }
        let pairs = of_texts(["a bc de 12 fg bc de"]);
        let pairs: Vec<&String> = pairs.values().filter(|word| word.contains(' ')).collect();
        assert_eq!(pairs.len(), 2, "{pairs:?}"); // "bc fg", "fg bc": a stop word is none
    }

    #[test]
    fn amounts_by_size() {
        let of = |cents| {
            let mut features = Features::new();
            add_amount(&mut features, Amount::from_cents(cents));
            *features.keys().next().unwrap()
        };
        assert_eq!(of(10_000), of(12_000));
        assert_ne!(of(10_000), of(-10_000));
        assert_ne!(of(10_000), of(1_000_000));
        of(i64::MIN + 1);
    }
}
