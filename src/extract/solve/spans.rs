//! Which words of a line are a name: without its label, up to the legal form, before what follows.

use super::super::candidates::Candidates;
use super::super::candidates::address;
use super::super::layout::Layout;
use super::super::lexicon::{WORDS, fold};
use super::names;

/// The words of a segment after labels at its start ("Name: X", "IBAN …").
pub(super) fn labelless(
    layout: &Layout<'_>,
    candidates: &Candidates,
    mut words: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let row = layout.words[words.start].row;
    loop {
        let hit = candidates
            .row_hits(row)
            .iter()
            .find(|h| h.words.start == words.start && h.words.end < words.end);
        match hit {
            Some(h) if layout.words[h.words.end - 1].word.text.ends_with(':') => {
                words.start = h.words.end;
            }
            _ => return words,
        }
    }
}

/// The words up to and with the legal form ("& Co. KG" included).
pub(super) fn up_to_form(
    layout: &Layout<'_>,
    words: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let text = |i: usize| layout.words[i].word.text.trim_end_matches([',', ';', ':']);
    let mut end = words.end;
    // A short line of its own is a name as it stands ("Kaas AG Noord").
    let capital = |i: usize| text(i).chars().next().is_some_and(char::is_uppercase);
    if words.len() <= 6 && words.clone().all(|i| capital(i) || text(i).len() <= 3) {
        return words;
    }
    for i in words.start + 1..words.end {
        if names::is_legal_form(text(i)) {
            end = i + 1;
            // "GmbH & Co. KG"
            while end < words.end
                && (matches!(text(end), "&" | "Co." | "Co" | "und" | "et")
                    || names::is_legal_form(text(end)))
            {
                end += 1;
            }
            break;
        }
    }
    // A sentence before the name: it starts at the first capital of the last run of capitals.
    let mut start = end.saturating_sub(1);
    while start > words.start {
        let before = text(start - 1);
        let capital = before.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let joins =
            matches!(before, "&" | "+") || WORDS.within_names.iter().any(|word| word == before);
        if !(capital || joins) || end - start > 7 {
            break;
        }
        start -= 1;
    }
    // All in small letters ("roggewip wonen b.v."): the whole segment.
    if end.saturating_sub(start) <= 1 {
        start = words.start;
    }
    start..end
}

/// The run of words that is a name, from `start`: up to its legal form, or to the first small word or mark.
pub(super) fn name_run(layout: &Layout<'_>, start: usize, end: usize) -> std::ops::Range<usize> {
    let limit = end.min(start + 9);
    for i in start..limit {
        let word = layout.words[i].word.text.as_str();
        let bare = word.trim_end_matches([',', ';', '.', ':']);
        if i > start && names::is_legal_form(word.trim_end_matches([',', ';', ':'])) {
            return start..i + 1;
        }
        if WORDS.after_names.contains(&bare.to_lowercase())
            && i > start
            && bare.chars().next().is_some_and(char::is_lowercase)
        {
            return start..i;
        }
        let is_end = word.ends_with('.') && word.len() > 4;
        if word.ends_with([',', ';']) || (is_end && !WORDS.name_beginnings.has(&fold(bare))) {
            return start..i + 1;
        }
        if address::is_separator(word) || layout.words[i].cell != layout.words[start].cell {
            return start..i;
        }
    }
    start..limit
}
