//! What the sentence around a date says of it: a limit for paying, the day of a direct debit, or the last day of a discount.

use std::ops::Range;

use super::super::candidates::Found;
use super::super::candidates::date::{self, Printed};
use super::super::layout::{Layout, Place};
use super::super::lexicon::{GRAMMAR, LEXICON, Label, WORDS, fold};

/// Rows that a sentence may go on above and below.
const ROWS: usize = 2;
/// Rows of one paragraph are not farther apart than this share of their height.
const LEADING: f32 = 1.1;
/// Words of a limit ("niet later dan op").
const LIMIT_WORDS: usize = 4;

/// What a sentence says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// To be paid not later.
    Limit,
    Debit,
    /// Less is to be paid until then.
    Discount,
}

/// What the sentence around a date says.
pub(super) fn told(layout: &Layout<'_>, found: &Found<Printed>) -> Option<Told> {
    let (before, after) = around(layout, &found.place, &found.bytes);
    let (before, after) = (text_of(layout, &before), text_of(layout, &after));
    let clause = before.rsplit(is_clause_end).next().unwrap_or_default();
    if has_discount(clause) || is_discount_behind(&after) {
        return Some(Told::Discount);
    }
    let words = folded(&before);
    let later = folded(&after);
    // A clause behind is about something else: "loopt tot 3 maart, betaling per maand".
    let clause_behind = folded(after.split([',', ';']).next().unwrap_or_default());
    // "Betaling binnen:   7 dagen, dus voor 3 maart": the label of the cell says that it is about paying.
    let row = &layout.rows[found.place.row].text[..found.bytes.start];
    let label = folded(row.rsplit_once('\t').map_or("", |(cells, _)| cells));
    let says = |is: fn(&[String]) -> bool, behind: &Vec<String>| {
        [&label, &words, behind].iter().any(|text| (0..text.len()).any(|at| is(&text[at..])))
    };
    let limit = (1..=LIMIT_WORDS.min(words.len()))
        .any(|count| GRAMMAR.is_limit(&words[words.len() - count..].concat()));
    // "From 1 March until 31 March" is a period.
    let of_period = || !date::read(clause).is_empty();
    if limit && says(|w| GRAMMAR.pays(w), &clause_behind) && !of_period() {
        return Some(Told::Limit);
    }
    let on = words.last().is_some_and(|w| WORDS.on.has(w));
    (on && says(|w| GRAMMAR.collects(w), &later)).then_some(Told::Debit)
}

/// "Before 20 January: 2 % discount": the discount stands right behind the date, without a date or term of its own.
fn is_discount_behind(after: &str) -> bool {
    let after =
        after.trim_start_matches(|c: char| is_clause_end(c) || matches!(c, ' ' | '-' | '–'));
    let clause = after.split(is_clause_end).next().unwrap_or_default();
    let own = folded(clause).iter().any(|w| WORDS.within.has(w));
    has_discount(clause) && !own && date::read(clause).is_empty()
}

fn has_discount(clause: &str) -> bool {
    let words = folded(clause);
    let is_discount = |word: &String| {
        LEXICON.begins_as(word, Label::Discount)
            || (1..word.len()).any(|at| LEXICON.means(&word[at..], Label::Discount))
    };
    words.iter().any(is_discount) && !words.iter().any(|w| WORDS.without.has(w))
}

fn is_clause_end(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '(' | ')' | '/' | '\t')
}

fn folded(text: &str) -> Vec<String> {
    text.split_whitespace().map(fold).filter(|w| !w.is_empty()).collect()
}

/// A stretch of one row, bytes.
pub(super) type Stretch = (usize, Range<usize>);

/// The sentence around a stretch of a row, over the rows of its paragraph: what is before it and what is behind, each from
/// top to bottom.
pub(super) fn around(
    layout: &Layout<'_>,
    place: &Place,
    bytes: &Range<usize>,
) -> (Vec<Stretch>, Vec<Stretch>) {
    let home = layout.words[place.words.start].cell;
    let cell = |cell: usize| layout.bytes_of(&layout.cells[cell].words);
    let mut before: Vec<Stretch> = vec![(place.row, cell(home).start..bytes.start)];
    let mut after: Vec<Stretch> = vec![(place.row, bytes.end..cell(home).end)];
    for (side, step) in [(&mut before, -1), (&mut after, 1)] {
        let mut at = home;
        let mut rows = 0;
        while let Some((row, stretch)) = side.last_mut() {
            let text = &layout.rows[*row].text[stretch.clone()];
            let end = if step < 0 { ends(text).last() } else { ends(text).next() };
            if let Some(end) = end {
                if step < 0 {
                    stretch.start += end;
                } else {
                    stretch.end = stretch.start + end;
                }
                break;
            }
            rows += 1;
            let Some(next) = beside(layout, at, step).filter(|_| rows <= ROWS) else {
                break;
            };
            at = next;
            side.push((layout.cells[at].row, cell(at)));
        }
    }
    before.reverse();
    (before, after)
}

fn text_of(layout: &Layout<'_>, stretches: &[Stretch]) -> String {
    let texts = stretches.iter().map(|(row, bytes)| &layout.rows[*row].text[bytes.clone()]);
    texts.collect::<Vec<_>>().join(" ")
}

/// The cell of the row above (-1) or below (1) that goes on with a paragraph.
fn beside(layout: &Layout<'_>, cell: usize, step: isize) -> Option<usize> {
    let here = &layout.cells[cell];
    let row = here.row.checked_add_signed(step)?;
    let other = layout.rows.get(row)?;
    if other.page != layout.rows[here.row].page {
        return None;
    }
    other.cells.clone().find(|&c| {
        let there = &layout.cells[c];
        let gap = (there.bbox.y0 - here.bbox.y1).max(here.bbox.y0 - there.bbox.y1);
        let begins = (there.bbox.x0 - here.bbox.x0).abs() < 3.0;
        begins && gap < here.bbox.height() * LEADING && there.words.len() > 2
    })
}

/// The bytes behind the marks that end a sentence. A point behind a digit or a short word ends none ("3. März", "Nr. 5").
pub(super) fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let free = rest.is_empty() || rest.starts_with(char::is_whitespace);
        let is_end = match c {
            '!' | '?' => free,
            '.' => {
                let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
                let next = rest.trim_start().chars().next();
                let numeral = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
                let is_short = matches!(word.chars().count(), 1..=3)
                    && word.chars().all(char::is_alphabetic)
                    && word.contains(char::is_lowercase);
                free && !numeral && !is_short && next.is_none_or(char::is_uppercase)
            }
            _ => false,
        };
        is_end.then_some(at + c.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use testing::drawing::page;

    use super::*;
    use crate::candidates::Candidates;

    /// What is told of each date of a drawing.
    fn all(drawing: &str) -> Vec<Option<Told>> {
        let page = page(1, drawing);
        let layout = Layout::new(&[&page]);
        let candidates = Candidates::of(&layout);
        candidates.dates.iter().map(|d| told(&layout, d)).collect()
    }

    #[test]
    fn limits_of_paying_are_told_in_sentences() {
        for text in [
            "Wilt u zorgen dat € 120,00 uiterlijk 3 april 2025 op onze rekening staat?",
            "Wij verzoeken u het totaal van € 391,29 voor 27/12/2026 te voldoen.",
            "Bitte überweisen Sie 13.998,54 € spätestens zum 03.04.25. Vielen Dank.",
            "Merci de régler 120,00 € au plus tard le 3 avril 2025.",
            "Kindly settle the sum of 120.00 no later than 3 April 2025.",
            "Betaling binnen        7 dagen, dus voor 13/08/2025",
            "Graag vóór 22 december 2025 op rekening NL42 TRIO 0664 9799 69",
            "Paiement à 30 jours, soit le 3 avril 2025",
            "Please see to it that the amount is\ntransferred by 3 April 2025 to our account.",
        ] {
            assert_eq!(all(text), [Some(Told::Limit)], "{text}");
        }
    }

    #[test]
    fn the_day_of_a_discount_is_not_the_day_to_pay() {
        for text in [
            "Bij betaling voor 20-01-2024: 2 % korting, dus € 98,00",
            "Zahlbar bis 20.01.2024 mit 2 % Skonto: 98,00 EUR",
            "Avant le 20 janvier 2024, escompte 2 % : 98,00 EUR",
            "2 % settlement discount if paid by 20 January 2024",
        ] {
            assert_eq!(all(text), [Some(Told::Discount)], "{text}");
        }
        for text in [
            "Zahlbar bis 22.01.2024 ohne Abzug, bei Zahlung innerhalb von 7 Tagen 2 % Skonto",
            "Te betalen voor 22-01-2024, binnen 8 dagen 2 % korting",
            "Paiement avant le 22 janvier 2024 sans escompte",
        ] {
            assert_eq!(all(text), [Some(Told::Limit)], "{text}");
        }
        let short = "Bei Zahlung bis 20.01.2024 2 % Skonto, bis 22.01.2024 netto";
        assert_eq!(all(short), [Some(Told::Discount), Some(Told::Limit)]);
        let both = "2 % Skonto bei Zahlung bis 20.01.2024, sonst zahlbar bis 22.01.2024 netto.";
        assert_eq!(all(both), [Some(Told::Discount), Some(Told::Limit)]);
    }

    #[test]
    fn direct_debits_are_told_in_sentences_unless_the_day_is_a_guess() {
        for (text, expected) in [
            ("Het bedrag wordt op 20 maart 2026 van uw rekening afgeschreven.", Some(Told::Debit)),
            ("Der Betrag wird am 20.03.2026 von Ihrem Konto eingezogen.", Some(Told::Debit)),
            ("Le montant sera prélevé le 20 mars 2026.", Some(Told::Debit)),
            ("Wir buchen den Betrag am 20.03.2026 von Ihrem Konto ab.", Some(Told::Debit)),
            ("Het bedrag wordt rond 20 maart 2026 afgeschreven.", None),
            ("Abonnement loopt tot 20 maart 2026, betaling per maand", None),
            ("Geleverd van 1 maart 2026 tot 20 maart 2026", None),
        ] {
            assert_eq!(all(text).last(), Some(&expected), "{text}");
        }
    }
}
