//! Amounts of money and percentages as they are printed.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::layout::Layout;
use super::super::notation::{currency_code, is_space, read_number};
use super::{Found, MAX_CANDIDATES};
use invoice::Amount;

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
    pub(crate) fn is_plausible_total(&self) -> bool {
        self.decimals == 2 || (self.currency.is_some() && self.decimals < 2)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rate {
    pub percent: Decimal,
    /// Whether "%" stands at it.
    pub marked: bool,
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
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
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
        let rate =
            Token::Rate(Rate { percent: number.value.normalize(), marked: true }, start..end);
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
    if rest.strip_prefix("CR").is_some_and(|r| !r.starts_with(char::is_alphanumeric)) {
        negative = true;
    }
    let value = if negative { -number.value } else { number.value };
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
                .map(|a| a.strip_suffix(".00%").map_or((*a).to_owned(), |r| format!("{r}%")))
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
