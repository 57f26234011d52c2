//! The words of a page from which its language is told.

use super::Word;

/// Recognised below this, a word is none.
const DOUBTFUL: f32 = 0.6;
const MOST_WORDS: usize = 400;

/// The words that were surely read, in small letters with a space behind each: no single letters, numbers or addresses.
pub fn prose<'w>(words: impl Iterator<Item = &'w Word>) -> String {
    let is_text = |word: &&Word| {
        word.confidence >= DOUBTFUL
            && word.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !word.text.contains(|c: char| c.is_ascii_digit() || c == '@')
    };
    let mut text = String::new();
    for word in words.filter(is_text).take(MOST_WORDS) {
        text.push_str(&word.text.to_lowercase());
        text.push(' ');
    }
    text
}
