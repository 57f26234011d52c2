//! How numbers and currencies are printed.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

/// Digits that an amount may have in all.
const MAX_DIGITS: usize = 14;

/// A number read from text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub value: Decimal,
    pub decimals: u32,
    pub ambiguous: bool,
    /// Bytes read.
    pub length: usize,
    /// Ends in a dash for "no cents" ("12,-").
    pub dash: bool,
}

pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '_')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

/// Reads an unsigned number at the start of `text`, in any of the notations 1.234,56, 1,234.56, 1 234,56, 1'234.56,
/// 1234.5, "12,-"; `None` when the digits there are no such number (dates, telephone numbers, article codes).
pub(crate) fn read_number(text: &str) -> Option<Number> {
    let run: Vec<(usize, char)> = text.char_indices().take(40).collect();
    let char_at = |i: usize| run.get(i).map_or('\0', |(_, c)| *c);
    let digit_at = |i: usize| char_at(i).is_ascii_digit();
    // Groups of digits and the separators between them.
    let mut groups: Vec<String> = Vec::new();
    let mut separators: Vec<char> = Vec::new();
    let mut i = 0;
    loop {
        let mut group = String::new();
        while digit_at(i) {
            group.push(char_at(i));
            i += 1;
        }
        if group.is_empty() {
            return None;
        }
        groups.push(group);
        let c = char_at(i);
        let group_of_three =
            digit_at(i + 1) && digit_at(i + 2) && digit_at(i + 3) && !digit_at(i + 4);
        if (matches!(c, '.' | ',') || is_apostrophe(c)) && digit_at(i + 1) {
            separators.push(if is_apostrophe(c) { '\'' } else { c });
            i += 1;
        } else if is_space(c)
            && group_of_three
            && groups.last().is_some_and(|g| g.len() <= 3)
            && separators.iter().all(|s| *s == ' ')
            && spaced_number_ends_well(&run[i..])
        {
            separators.push(' ');
            i += 1;
        } else {
            break;
        }
        if groups.len() > 6 {
            return None;
        }
    }
    let mut dash = false;
    if matches!(char_at(i), ',' | '.') {
        let mut j = i + 1;
        while matches!(char_at(j), '-' | '–' | '—' | '=') {
            j += 1;
        }
        if j > i + 1 && !char_at(j).is_alphanumeric() {
            dash = true;
            i = j;
        }
    }
    let length =
        run.get(i).map_or(run.last().map_or(0, |(at, c)| at + c.len_utf8()), |(at, _)| *at);
    let (whole, fraction, ambiguous) = interpret(&groups, &separators)?;
    if dash && !fraction.is_empty() {
        return None;
    }
    if whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    let decimals = fraction.len() as u32;
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(Number { value: Decimal::new(digits, decimals), decimals, ambiguous, length, dash })
}

/// Blanks group thousands only when the number goes on to a decimal mark: "2 500" may be two columns.
fn spaced_number_ends_well(run: &[(usize, char)]) -> bool {
    let mut i = 0;
    let at = |i: usize| run.get(i).map_or('\0', |(_, c)| *c);
    while is_space(at(i))
        && at(i + 1).is_ascii_digit()
        && at(i + 2).is_ascii_digit()
        && at(i + 3).is_ascii_digit()
    {
        i += 4;
    }
    matches!(at(i), ',' | '.')
        && at(i + 1).is_ascii_digit()
        && at(i + 2).is_ascii_digit()
        && !at(i + 3).is_ascii_digit()
}

/// Whole part, fraction, and whether another reading is possible.
fn interpret(groups: &[String], separators: &[char]) -> Option<(String, String, bool)> {
    let thousands = |groups: &[String]| {
        groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3) && groups[0] != "0"
    };
    let Some((&last, before)) = separators.split_last() else {
        return Some((groups[0].clone(), String::new(), false));
    };
    let (head, tail) = groups.split_at(groups.len() - 1);
    let tail = &tail[0];
    let uniform = before.windows(2).all(|w| w[0] == w[1]);
    if !uniform {
        return None;
    }
    match before.first() {
        // One separator: decimals, unless three digits follow.
        None => match (last, tail.len()) {
            ('.' | ',', 3) => {
                if head[0].len() <= 3 && head[0] != "0" {
                    Some((format!("{}{tail}", head[0]), String::new(), true))
                } else {
                    Some((head[0].clone(), tail.clone(), false))
                }
            }
            ('.' | ',', 1..=6) => Some((head[0].clone(), tail.clone(), false)),
            (' ' | '\'', 3) if head[0].len() <= 3 => {
                Some((format!("{}{tail}", head[0]), String::new(), false))
            }
            _ => None,
        },
        Some(&grouping) if grouping == last => {
            if thousands(groups) {
                Some((groups.concat(), String::new(), false))
            } else if thousands(head) && tail.len() == 2 && grouping != ' ' {
                // "1.234.56": the decimal mark was misread.
                Some((head.concat(), tail.clone(), true))
            } else {
                None
            }
        }
        Some(_) if thousands(head) && matches!(last, '.' | ',') && tail.len() <= 4 => {
            Some((head.concat(), tail.clone(), false))
        }
        Some(_) => None,
    }
}

/// The currencies that are read, by what they are printed as.
static CURRENCIES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let printed: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("lexicon/currencies.toml"))
            .expect("the embedded currencies are valid, as the tests hold");
    let each = |(code, printed): (String, Vec<String>)| {
        printed.into_iter().map(move |text| (text, code.clone()))
    };
    printed.into_iter().flat_map(each).collect()
});

/// The ISO 4217 code of a currency sign or code.
pub(crate) fn currency_code(text: &str) -> Option<&'static str> {
    CURRENCIES.get(text).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_of_iso_4217() {
        assert!(CURRENCIES.values().all(|code| invoice::codes::CURRENCIES.has(code)));
        assert_eq!(currency_code("US$"), Some("USD"));
        assert_eq!(currency_code("kr"), None);
    }
}
