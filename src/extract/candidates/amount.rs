//! Amounts of money and percentages as they are printed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::super::layout::Layout;
use super::{Found, MAX_CANDIDATES};
use invoice::Amount;

/// Digits that an amount may have in all.
const MAX_DIGITS: usize = 14;

/// A number that may be an amount of money.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Money {
    pub amount: Amount,
    /// Decimals as printed.
    pub decimals: u32,
    /// ISO 4217 code of a currency that stands at the number.
    pub currency: Option<&'static str>,
    /// One group of three digits after one separator: "1.234" may be 1234 or 1.234.
    pub ambiguous: bool,
}

impl Money {
    /// True for what looks like money and not like a count or a price with many decimals.
    pub fn is_plausible_total(&self) -> bool {
        self.decimals == 2 || (self.currency.is_some() && self.decimals < 2)
    }
}

/// A printed percentage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rate {
    pub percent: Decimal,
    /// Whether "%" stands at it.
    pub marked: bool,
}

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

fn is_space(c: char) -> bool {
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
    let length = run.get(i).map_or(
        run.last().map_or(0, |(at, c)| at + c.len_utf8()),
        |(at, _)| *at,
    );
    let (whole, fraction, ambiguous) = interpret(&groups, &separators)?;
    if dash && !fraction.is_empty() {
        return None;
    }
    if whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    let decimals = fraction.len() as u32;
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(Number {
        value: Decimal::new(digits, decimals),
        decimals,
        ambiguous,
        length,
        dash,
    })
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
        toml::from_str(include_str!("../lexicon/currencies.toml"))
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

/// The currency at the end of `before`, and where it begins.
fn currency_before(before: &str) -> Option<(&'static str, usize)> {
    let trimmed = before.trim_end_matches(is_space);
    for sign in ["US$", "€", "$", "£", "¥"] {
        if trimmed.ends_with(sign) {
            return Some((currency_code(sign)?, trimmed.len() - sign.len()));
        }
    }
    let start = trimmed
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_alphabetic())
        .last()
        .map(|(at, _)| at)?;
    Some((currency_code(&trimmed[start..])?, start))
}

/// The currency at the start of `after`, and its length with the blank before it.
fn currency_after(after: &str) -> Option<(&'static str, usize)> {
    let blank = after.len() - after.trim_start_matches(is_space).len();
    let rest = &after[blank..];
    for sign in ["€", "$", "£"] {
        if let Some(tail) = rest.strip_prefix(sign) {
            // A sign before the next number belongs to that.
            let next = tail.trim_start_matches(is_space);
            if next.starts_with(|c: char| c.is_ascii_digit()) && blank > 0 {
                return None;
            }
            return Some((currency_code(sign)?, blank + sign.len()));
        }
    }
    let end = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    Some((currency_code(&rest[..end])?, blank + end))
}

/// All amounts and percentages; `taken` says which bytes of a row belong to something else.
pub(crate) fn find(
    layout: &Layout<'_>,
    taken: impl Fn(usize, &Range<usize>) -> bool,
) -> (Vec<Found<Money>>, Vec<Found<Rate>>) {
    let mut amounts = Vec::new();
    let mut rates = Vec::new();
    for (row, r) in layout.rows.iter().enumerate() {
        if amounts.len() + rates.len() > MAX_CANDIDATES {
            break;
        }
        let text = r.text.as_str();
        let mut at = 0;
        while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit()) {
            let start = at + offset;
            let (next, token) = read_token(text, start);
            at = next;
            match token {
                Some(Token::Money(money, bytes)) if !taken(row, &bytes) => {
                    amounts.push(Found {
                        value: money,
                        place: layout.place(row, bytes.clone()),
                        bytes,
                    });
                }
                Some(Token::Rate(rate, bytes)) => rates.push(Found {
                    value: rate,
                    place: layout.place(row, bytes.clone()),
                    bytes,
                }),
                _ => {}
            }
        }
    }
    (amounts, rates)
}

#[derive(Debug, PartialEq)]
enum Token {
    Money(Money, Range<usize>),
    Rate(Rate, Range<usize>),
}

/// Reads what stands at the digit at `start`; gives where to look on.
fn read_token(text: &str, start: usize) -> (usize, Option<Token>) {
    let run_end = |from: usize| {
        text[from..]
            .find(|c: char| {
                !(c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '-' | ':' | '\''))
            })
            .map_or(text.len(), |n| from + n)
    };
    let Some(number) = read_number(&text[start..]) else {
        return (run_end(start).max(start + 1), None);
    };
    let mut end = start + number.length;
    let before = &text[..start];
    let after = &text[end..];
    // What stands right before the digits.
    let currency_left = currency_before(before);
    let head = currency_left.map_or(before, |(_, at)| &before[..at]);
    let glued = currency_left.is_none()
        && before.ends_with(|c: char| {
            c.is_alphabetic() || matches!(c, '/' | '*' | '.' | ',' | '+' | '_' | ':')
        })
        && !before.ends_with(": ");
    let glued = glued && !(before.ends_with(':') && number.decimals == 2);
    let next = after.chars().next().unwrap_or(' ');
    let next2 = after.chars().nth(1).unwrap_or(' ');
    if after.trim_start_matches(is_space).starts_with('%') && !glued {
        let rate = Token::Rate(
            Rate {
                percent: number.value.normalize(),
                marked: true,
            },
            start..end,
        );
        return (end, Some(rate));
    }
    let currency_right = currency_after(after);
    if glued {
        return (run_end(end).max(end), None);
    }
    let goes_on = currency_right.is_none_or(|(_, l)| l > 4)
        && (next.is_alphanumeric()
            || (matches!(next, '/' | ':' | '*' | '.' | ',' | '\'' | '×')
                && next2.is_alphanumeric())
            || (next == '-' && next2.is_alphanumeric()));
    if goes_on && currency_right.is_none() {
        return (run_end(end).max(end), None);
    }
    // Sign: before the currency, before the digits, behind, or brackets.
    let minus = |s: &str| s.ends_with(['-', '−', '–']);
    let mut from = currency_left.map_or(start, |(_, at)| at);
    let mut negative = false;
    let mut currency_outer = None;
    if minus(head.trim_end_matches(is_space)) && currency_left.is_some() {
        let stem = head.trim_end_matches(is_space);
        let outer = &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)];
        if !outer.ends_with(|c: char| c.is_alphanumeric()) {
            negative = true;
            from = outer.len();
        }
    } else if minus(before) {
        let outer = &before[..before.len() - before.chars().next_back().map_or(0, char::len_utf8)];
        if outer.ends_with(|c: char| c.is_alphanumeric()) {
            // "085-000": part of a code.
            return (run_end(end).max(end), None);
        }
        negative = true;
        from = outer.len();
        if let Some((code, at)) = currency_before(outer) {
            currency_outer = Some(code);
            from = at;
        }
    }

    let opened = text[..from].ends_with('(');
    let tail = &text[end..];
    if matches!(next, '-' | '−' | '–') && !next2.is_alphanumeric() && !number.dash {
        negative = true;
        end += next.len_utf8();
    } else if opened && tail.starts_with(')') {
        negative = true;
    }
    if let Some((_, length)) = currency_right {
        end = (start + number.length + length).max(end);
        let rest = &text[end..];
        if rest.starts_with(['-', '−']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric()) {
            negative = true;
        }
    }
    let rest = text[end..].trim_start_matches(is_space);
    if rest
        .strip_prefix("CR")
        .is_some_and(|r| !r.starts_with(char::is_alphanumeric))
    {
        negative = true;
    }
    let value = if negative {
        -number.value
    } else {
        number.value
    };
    let money = Money {
        amount: Amount(value),
        decimals: if number.dash { 2 } else { number.decimals },
        currency: currency_left
            .map(|(c, _)| c)
            .or(currency_outer)
            .or(currency_right.map(|(c, _)| c)),
        ambiguous: number.ambiguous,
    };
    (end, Some(Token::Money(money, from..end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit()) {
            let (next, token) = read_token(text, at + offset);
            at = next;
            match token {
                Some(Token::Money(m, _)) => all.push(format!(
                    "{}{}",
                    m.amount,
                    m.currency.map(|c| format!(" {c}")).unwrap_or_default()
                )),
                Some(Token::Rate(r, _)) => all.push(format!("{}%", r.percent)),
                None => {}
            }
        }
        all
    }

    #[test]
    fn currencies_are_of_iso_4217() {
        assert!(
            CURRENCIES
                .values()
                .all(|code| invoice::codes::CURRENCIES.has(code))
        );
        assert_eq!(currency_code("US$"), Some("USD"));
        assert_eq!(currency_code("kr"), None);
    }

    #[test]
    fn notations() {
        for (text, amounts) in [
            ("1.234,56", vec!["1234.56"]),
            ("1,234.56", vec!["1234.56"]),
            ("1 234,56 €", vec!["1234.56 EUR"]),
            ("1'234.56 CHF", vec!["1234.56 CHF"]),
            ("€ 1.234.567,89", vec!["1234567.89 EUR"]),
            ("€ 12,-", vec!["12.00 EUR"]),
            ("€ 12,--", vec!["12.00 EUR"]),
            ("€ -52,45", vec!["-52.45 EUR"]),
            ("-€ 52,45", vec!["-52.45 EUR"]),
            ("€-52,45", vec!["-52.45 EUR"]),
            ("52,45-", vec!["-52.45"]),
            ("52,45 €-", vec!["-52.45 EUR"]),
            ("(52.45)", vec!["-52.45"]),
            ("52,45 CR", vec!["-52.45"]),
            ("$17,600.00\t$740.00", vec!["17600.00 USD", "740.00 USD"]),
            ("EUR 9,025.00", vec!["9025.00 EUR"]),
            ("Totaal:779,27", vec!["779.27"]),
            ("21% 8,26 1,74 10,00", vec!["21%", "8.26", "1.74", "10.00"]),
            ("20,00 % 159,66 €", vec!["20.00%", "159.66 EUR"]),
            ("€ 0,14321", vec!["0.14321 EUR"]),
            ("12,34 EUR 56,78 EUR", vec!["12.34 EUR", "56.78 EUR"]),
            ("(0%)", vec!["0%"]),
        ] {
            let want: Vec<String> = amounts
                .iter()
                .map(|a| {
                    a.strip_suffix(".00%")
                        .map_or((*a).to_owned(), |r| format!("{r}%"))
                })
                .collect();
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn codes_are_no_amounts() {
        for text in [
            "085-000 98 59".split(' ').next().unwrap(),
            "8134.41.717.B01",
            "2025/5425",
            "RE-2026-72574",
            "06-00059017",
            "NL14RABO0990",
            "12:30",
            "50.36323x",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn one_group_of_three_is_ambiguous() {
        let number = read_number("1.234").unwrap();
        assert!(number.ambiguous);
        assert_eq!(number.value, Decimal::from(1234));
        assert!(!read_number("0,123").unwrap().ambiguous);
    }

    proptest::proptest! {
        #[test]
        fn amounts_read_back_what_is_printed(cents in 0_i64..10_000_000_000, style in 0..4) {
            let plain = Amount::from_cents(cents).to_string();
            let (whole, fraction) = plain.split_once('.').unwrap();
            let (group, mark) = [(".", ","), (",", "."), (" ", ","), ("'", ".")][style as usize];
            let mut grouped = String::new();
            for (i, c) in whole.chars().enumerate() {
                if i > 0 && (whole.len() - i) % 3 == 0 {
                    grouped.push_str(group);
                }
                grouped.push(c);
            }
            let text = format!("{grouped}{mark}{fraction}");
            let number = read_number(&text).unwrap();
            proptest::prop_assert_eq!(number.value, Amount::from_cents(cents).0);
            proptest::prop_assert_eq!(number.length, text.len());
        }

        #[test]
        fn no_text_panics(text in "[0-9.,' €$%()\\-/A-Zé\u{a0}\t]{0,40}") {
            let _ = read(&text);
        }
    }
}
