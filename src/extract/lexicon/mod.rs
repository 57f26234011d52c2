//! Words that invoices use, per language, as data: labels of fields, kinds of documents, months.
//!
//! Texts are compared in a folded form: lower case, no accents, only letters and digits, nothing between words. So
//! "Btw-nr.", "BTW nr" and "b.t.w. nr" are one entry, and so is a heading in spaced letters ("F A C T U U R").

mod grammar;
mod label;
pub(crate) mod shops;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

pub(crate) use invoice::fold::{fold, fold_char};
pub(crate) use label::Label;
pub(crate) use words::{WORDS, Words};

use super::layout::Layout;
use super::notation::{currency_code, read_number};
pub(crate) use grammar::GRAMMAR;

/// Words that one label may span.
const MAX_TOKENS: usize = 7;
/// Tokens that a label in spaced letters may span.
const MAX_LETTERS: usize = 24;
/// Folded length from which a misread label is still recognised, and from which two characters may be wrong.
const FUZZY_ONE: usize = 6;
const FUZZY_TWO: usize = 11;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    Nl,
    En,
    De,
    Fr,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Nl, Self::En, Self::De, Self::Fr];

    fn data(self) -> &'static str {
        match self {
            Self::Nl => include_str!("nl.toml"),
            Self::En => include_str!("en.toml"),
            Self::De => include_str!("de.toml"),
            Self::Fr => include_str!("fr.toml"),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    labels: HashMap<Label, Vec<String>>,
    #[serde(default)]
    endings: HashMap<Label, Vec<String>>,
    months: HashMap<String, Vec<String>>,
}

/// What a folded text stands for.
#[derive(Debug, Default, Clone)]
struct Entry {
    labels: Vec<Label>,
    languages: Vec<Language>,
}

#[derive(Debug)]
pub(crate) struct Lexicon {
    entries: HashMap<String, Entry>,
    /// Folded texts by length, with the set of letters, for misread labels.
    by_length: HashMap<usize, Vec<(String, u64)>>,
    endings: Vec<(String, Label)>,
    /// Month names, folded, longest first, with the number of the month.
    pub months: Vec<(String, i8)>,
}

/// A label found in a row.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub row: usize,
    pub words: Range<usize>,
    /// Bytes of the row's text.
    pub bytes: Range<usize>,
    pub bbox: invoice::BBox,
    labels: Vec<Label>,
    languages: Vec<Language>,
    /// The folded label.
    pub text: String,
}

impl Hit {
    pub fn is(&self, label: Label) -> bool {
        self.labels.contains(&label)
    }

    /// True for a label of its own that announces a value: it begins a cell and ends in a colon.
    pub(crate) fn is_key(&self, layout: &Layout<'_>) -> bool {
        let cell = &layout.cells[layout.words[self.words.start].cell];
        let next = layout.words.get(self.words.end).map_or("", |w| w.word.text.as_str());
        cell.words.start == self.words.start
            && (layout.words[self.words.end - 1].word.text.contains(':') || next.starts_with(':'))
    }

    /// What it can stand for, in words.
    pub fn meanings(&self) -> String {
        let names: Vec<String> = self.labels.iter().map(|l| format!("{l:?}")).collect();
        names.join("/")
    }

    pub fn is_any(&self, labels: &[Label]) -> bool {
        labels.iter().any(|l| self.is(*l))
    }
}

/// The lexicon, parsed once.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::parse);

impl Lexicon {
    fn parse() -> Self {
        let mut lexicon = Self {
            entries: HashMap::new(),
            by_length: HashMap::new(),
            endings: Vec::new(),
            months: Vec::new(),
        };
        for language in Language::ALL {
            let data: Data = toml::from_str(language.data())
                .expect("the embedded lexicons are valid, as the tests hold");
            for (label, phrases) in &data.labels {
                for phrase in phrases.iter().flat_map(|p| expand(p)) {
                    lexicon.add(fold(&phrase), *label, language);
                }
            }
            for (label, endings) in &data.endings {
                for ending in endings {
                    lexicon.endings.push((fold(ending), *label));
                }
            }
            for (month, names) in &data.months {
                let Ok(month) = month.parse() else { continue };
                for name in names {
                    let folded = fold(name);
                    if !lexicon.months.iter().any(|(n, m)| *n == folded && *m == month) {
                        lexicon.months.push((folded, month));
                    }
                }
            }
        }
        lexicon.endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        lexicon.months.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for text in lexicon.entries.keys() {
            if text.len() >= FUZZY_ONE && !text.bytes().any(|b| b.is_ascii_digit()) {
                lexicon
                    .by_length
                    .entry(text.len())
                    .or_default()
                    .push((text.clone(), letters(text)));
            }
        }
        for texts in lexicon.by_length.values_mut() {
            texts.sort();
        }
        lexicon
    }

    fn add(&mut self, text: String, label: Label, language: Language) {
        if text.is_empty() {
            return;
        }
        let entry = self.entries.entry(text).or_default();
        if !entry.labels.contains(&label) {
            entry.labels.push(label);
        }
        if !entry.languages.contains(&language) {
            entry.languages.push(language);
        }
    }

    /// True when a folded text begins with a word that has this label.
    pub(crate) fn begins_as(&self, folded: &str, label: Label) -> bool {
        (5..=folded.len()).filter_map(|end| folded.get(..end)).any(|head| self.means(head, label))
    }

    /// True when the folded text has this label.
    pub fn means(&self, folded: &str, label: Label) -> bool {
        let entry = self.entries.get(folded);
        entry.is_some_and(|e| e.labels.contains(&label))
    }

    /// True when the folded text is some label.
    pub fn knows(&self, folded: &str) -> bool {
        self.entries.contains_key(folded)
    }

    /// The entry for a text that may be misread.
    fn fuzzy(&self, text: &str) -> Option<&Entry> {
        if text.len() < FUZZY_ONE {
            return None;
        }
        let allowed: usize = if text.len() >= FUZZY_TWO { 2 } else { 1 };
        let set = letters(text);
        let mut best: Option<(usize, &str)> = None;
        for length in text.len() - allowed..=text.len() + allowed {
            for (known, known_set) in self.by_length.get(&length).into_iter().flatten() {
                if (set ^ known_set).count_ones() as usize > 2 * allowed {
                    continue;
                }
                let distance = strsim::levenshtein(text, known);
                if distance <= allowed && best.is_none_or(|(b, _)| distance < b) {
                    best = Some((distance, known));
                }
            }
        }
        best.and_then(|(_, known)| self.entries.get(known))
    }

    /// All labels of a document, row by row; a longer label wins over a shorter one inside it.
    pub fn find(&self, layout: &Layout<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for row in 0..layout.rows.len() {
            let tokens = tokens(layout, row);
            let mut at = 0;
            while at < tokens.len() {
                let listed = self.longest(layout, &tokens[at..]);
                let composed = composed(layout, row, &tokens, at)
                    .filter(|(count, ..)| listed.as_ref().is_none_or(|(n, ..)| n < count));
                match composed.or(listed) {
                    Some((count, entry, text)) => {
                        hits.push(hit(layout, row, &tokens[at..at + count], &entry, text));
                        at += count;
                    }
                    None => at += 1,
                }
            }
        }
        hits
    }

    /// The longest label that starts at the first of `tokens`: how many tokens, and what it is.
    fn longest(&self, layout: &Layout<'_>, tokens: &[Token]) -> Option<(usize, Entry, String)> {
        let mut text = String::new();
        let mut found = None;
        let mut spaced = true;
        let first_cell = layout.words[tokens[0].word].cell;
        let mut fuzzy_texts: Vec<(usize, String)> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            spaced &= token.text.chars().count() == 1;
            let limit = if spaced { MAX_LETTERS } else { MAX_TOKENS };
            // "2 % Skonto, bis 3. März": another clause begins.
            let before = index.checked_sub(1).map_or(token.bytes.start, |i| tokens[i].bytes.end);
            let between =
                layout.rows[layout.words[token.word].row].text.get(before..token.bytes.start);
            if between.is_some_and(|b| b.contains(", ") || b.contains("; ")) {
                break;
            }
            if index >= limit || (!spaced && layout.words[token.word].cell != first_cell) {
                break;
            }
            text.push_str(&token.text);
            if let Some(entry) = self.entries.get(&text) {
                found = Some((index + 1, entry.clone(), text.clone()));
            } else if token.ocr && index < 4 {
                fuzzy_texts.push((index + 1, text.clone()));
            }
        }
        for (count, text) in fuzzy_texts.iter().rev() {
            if found.is_some() {
                break;
            }
            if let Some(entry) = self.fuzzy(text) {
                return Some((*count, entry.clone(), text.clone()));
            }
        }
        if found.is_none() {
            let word = &tokens[0].text;
            let ending = self
                .endings
                .iter()
                .find(|(e, _)| word.len() > e.len() + 1 && word.ends_with(e.as_str()));
            if let Some((_, label)) = ending {
                let entry = Entry { labels: vec![*label], languages: Vec::new() };
                return Some((1, entry, word.clone()));
            }
        }
        found
    }
}

/// The longest phrase from token `at` on that is a label by its parts: at the start of a cell, or behind a value, and with
/// nothing but a value behind it.
fn composed(
    layout: &Layout<'_>,
    row: usize,
    tokens: &[Token],
    at: usize,
) -> Option<(usize, Entry, String)> {
    let text = &layout.rows[row].text;
    let cell = layout.words[tokens[at].word].cell;
    let before = text[..tokens[at].bytes.start].trim_end_matches([' ', '-']);
    let starts = before.is_empty()
        || before.ends_with(['\t', '|', '·', ':', '•', '(', '/'])
        || at.checked_sub(1).is_some_and(|i| {
            layout.words[tokens[i].word].cell != cell || has_digit(&tokens[i].text)
        });
    let valued = |token: &Token| has_digit(&layout.words[token.word].word.text);
    if !starts || valued(&tokens[at]) {
        return None;
    }
    let mut phrase = String::new();
    let mut found = None;
    for (index, token) in tokens[at..].iter().take(MAX_TOKENS).enumerate() {
        if layout.words[token.word].cell != cell || valued(token) {
            break;
        }
        phrase.push_str(&token.text);
        let rest = text[token.bytes.end..].trim_start_matches(['.', ' ', '-', '–']);
        let value = tokens
            .get(at + index + 1)
            .is_none_or(|next| layout.words[next.word].cell != cell || valued(next));
        let ends = value || rest.starts_with([':', '\t', '(', '€', '$', '£', '=']);
        if ends
            && let Some(label) = GRAMMAR.read(&phrase)
            && !(label.is_of_dates() && begins_with_money(rest))
        {
            let entry = Entry { labels: vec![label], languages: Vec::new() };
            found = Some((index + 1, entry, phrase.clone()));
        }
        if rest.starts_with([':', ',', ';']) {
            break;
        }
    }
    found
}

/// True when an amount stands next: no label of a date has one.
fn begins_with_money(rest: &str) -> bool {
    let value = rest.trim_start_matches([':', '\t', ' ', '=']);
    let first = value.split([' ', '\t']).next().unwrap_or_default();
    currency_code(first).is_some()
        || first.starts_with(['€', '$', '£'])
        || read_number(first).is_some_and(|n| n.decimals == 2 && n.length == first.len())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// How often each language's labels occur.
pub(crate) fn language_of(hits: &[Hit]) -> Language {
    let count = |language: Language| {
        hits.iter()
            .filter(|h| h.languages.contains(&language))
            .map(|h| if h.languages.len() == 1 { 4 } else { 1 })
            .sum::<usize>()
    };
    Language::ALL
        .into_iter()
        .max_by_key(|l| (count(*l), *l == Language::Nl))
        .unwrap_or(Language::Nl)
}

/// A run of letters and digits inside a word.
#[derive(Debug)]
struct Token {
    text: String,
    word: usize,
    /// Bytes of the row's text.
    bytes: Range<usize>,
    ocr: bool,
}

fn tokens(layout: &Layout<'_>, row: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let r = &layout.rows[row];
    let mut open = false;
    let mut word = r.words.start;
    for (at, c) in r.text.char_indices() {
        while word + 1 < r.words.end && layout.byte_of(word + 1) <= at {
            word += 1;
            open = false;
        }
        if c == '#' {
            // "Invoice #" is "Invoice nr".
            tokens.push(Token { text: "nr".to_owned(), word, bytes: at..at + 1, ocr: false });
            open = false;
            continue;
        }
        let folded = fold_char(c);
        if folded.is_empty() {
            open = false;
            continue;
        }
        if !open {
            tokens.push(Token {
                text: String::new(),
                word,
                bytes: at..at,
                ocr: matches!(layout.words[word].word.read_by, reading::text::ReadBy::Ocr { .. }),
            });
            open = true;
        }
        if let Some(token) = tokens.last_mut() {
            token.text.push_str(folded.as_str());
            token.bytes.end = at + c.len_utf8();
        }
    }
    tokens
}

fn hit(layout: &Layout<'_>, row: usize, tokens: &[Token], entry: &Entry, text: String) -> Hit {
    let words = tokens[0].word..tokens[tokens.len() - 1].word + 1;
    let bytes = tokens[0].bytes.start..tokens[tokens.len() - 1].bytes.end;
    let bbox = invoice::BBox::around(layout.words[words.clone()].iter().map(|w| &w.word.bbox))
        .unwrap_or_default();
    Hit {
        row,
        words,
        bytes,
        bbox,
        labels: entry.labels.clone(),
        languages: entry.languages.clone(),
        text,
    }
}

/// The letters that occur, as a set of bits.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |set, b| set | 1 << (u64::from(b.wrapping_sub(b'a')) % 64))
}

/// All texts that a pattern with "{a,b}" stands for.
fn expand(pattern: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        let options: Vec<&str> = rest[open + 1..open + length].split(',').collect();
        texts = texts
            .iter()
            .flat_map(|t| {
                let head = &rest[..open];
                options.iter().map(move |o| format!("{t}{head}{o}"))
            })
            .collect();
        rest = &rest[open + length + 1..];
    }
    for text in &mut texts {
        text.push_str(rest);
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_all_their_texts() {
        assert_eq!(expand("{a,b} c {d,}"), ["a c d", "a c ", "b c d", "b c "]);
        assert_eq!(expand("plain"), ["plain"]);
    }

    #[test]
    fn all_lexicons_are_read_and_know_their_labels() {
        for (text, label) in [
            ("Factuurnummer", Label::Number),
            ("Rechnungs-Nr.", Label::Number),
            ("Facture N°", Label::Number),
            ("Invoice #", Label::Number),
            ("Uiterste betaaldatum", Label::DueDate),
            ("Date d'échéance", Label::DueDate),
            ("Totaal excl. BTW", Label::Net),
            ("Total T.T.C.", Label::Gross),
            ("Zahlbetrag", Label::Payable),
        ] {
            let folded = fold(&text.replace('#', "nr"));
            let entry = LEXICON.entries.get(&folded).unwrap_or_else(|| panic!("{text}"));
            assert!(entry.labels.contains(&label), "{text}: {:?}", entry.labels);
        }
        assert!(LEXICON.months.iter().any(|(n, m)| n == "marz" && *m == 3));
    }

    #[test]
    fn misread_labels_are_recognised_and_others_are_not() {
        assert!(LEXICON.fuzzy("factuurnumrner").is_some());
        assert!(LEXICON.fuzzy("fectuurdatum").is_some());
        assert!(LEXICON.fuzzy("schroevendraaier").is_none());
        assert!(LEXICON.fuzzy("btw").is_none());
    }
}
