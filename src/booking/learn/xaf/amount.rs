//! Amounts as auditfiles write them.

use rust_decimal::Decimal;

use invoice::Amount;

/// An amount in XML notation, or with a decimal comma as some exporters write it.
pub(super) fn amount(text: &str) -> Option<Amount> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Amount::ZERO);
    }
    if let Some(plain) = cents(text) {
        return Some(Amount::from_cents(plain));
    }
    let decimal = if text.contains(',') && !text.contains('.') {
        text.replace(',', ".").parse::<Decimal>()
    } else {
        text.parse::<Decimal>()
    };
    decimal.ok().map(Amount)
}

/// The usual case, fast: an optional sign, up to fifteen digits, a point and two digits.
fn cents(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let [whole @ .., b'.', tens, ones] = digits else {
        return None;
    };
    if whole.is_empty() || whole.len() > 15 {
        return None;
    }
    let mut cents = 0i64;
    for digit in whole.iter().chain([tens, ones]) {
        if !digit.is_ascii_digit() {
            return None;
        }
        cents = cents * 10 + i64::from(digit - b'0');
    }
    Some(if negative { -cents } else { cents })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations() {
        for (text, expected) in [
            ("12.50", Some("12.50")),
            ("-0.05", Some("-0.05")),
            ("+1.00", Some("1.00")),
            ("12", Some("12.00")),
            ("12.5", Some("12.50")),
            ("12,50", Some("12.50")),
            ("1.23456", Some("1.23456")),
            ("", Some("0.00")),
            ("twelve", None),
            ("1.234,50", None),
        ] {
            assert_eq!(amount(text).map(|a| a.to_string()).as_deref(), expected, "{text}");
        }
    }
}
