//! Texts of elements to values.

use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::tree::Node;
use invoice::{Amount, Field, Period, Proof, VatCategory, identifier};

/// A value with its element as evidence.
pub(super) fn field<T>(node: Node<'_>, value: T) -> Field<T> {
    Field::xml(value, node.path(), node.text())
}

/// A value of an element that holds other elements.
pub(super) fn group<T>(node: Node<'_>, value: T) -> Field<T> {
    Field::xml(value, node.path(), node.all_text())
}

/// Whether XML 1.0 has this character.
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Text on one line: every run of white space becomes one blank.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text of an element, on one line.
pub(super) fn text(node: Option<Node<'_>>) -> Option<String> {
    node.map(|node| one_line(node.text())).filter(|text| !text.is_empty())
}

/// The text of an element, on one line, with evidence.
pub(super) fn text_field(node: Option<Node<'_>>) -> Option<Field<String>> {
    let node = node?;
    text(Some(node)).map(|value| field(node, value))
}

/// The texts of several elements as one value, a line each; evidence is the first.
pub(super) fn joined<'t>(nodes: impl Iterator<Item = Node<'t>>) -> Option<Field<String>> {
    let mut out: Option<Field<String>> = None;
    for node in nodes.filter(|node| !node.text().is_empty()) {
        match &mut out {
            None => out = Some(field(node, node.text().to_owned())),
            Some(joined) => {
                joined.value.push('\n');
                joined.value.push_str(node.text());
            }
        }
    }
    out
}

/// Numbers beyond this are no amounts of money, and sums of them must not overflow.
const LARGEST: i64 = 1_000_000_000_000_000;
const MAX_SCALE: u32 = 10;

/// A decimal number as XML Schema writes it. One decimal comma is understood, as some packages write it against the
/// rules; anything else is not guessed at.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let with_point;
    let text = match text.split_once(',') {
        Some((whole, cents)) if !whole.contains('.') && (1..=2).contains(&cents.len()) => {
            with_point = format!("{whole}.{cents}");
            &with_point
        }
        _ => text,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit());
    if !plain {
        return None;
    }
    let value = Decimal::from_str(text).ok()?;
    (value.abs() <= Decimal::from(LARGEST)).then(|| value.round_dp(MAX_SCALE))
}

pub(super) fn number(node: Option<Node<'_>>) -> Option<Decimal> {
    decimal(node?.text())
}

pub(super) fn amount(node: Option<Node<'_>>) -> Option<Amount> {
    number(node).map(Amount)
}

/// The amount in an element, with evidence.
pub(super) fn amount_field(node: Option<Node<'_>>) -> Option<Field<Amount>> {
    let node = node?;
    amount(Some(node)).map(|value| field(node, value))
}

pub(super) fn unit_price(price: Option<Decimal>, per: Option<Decimal>) -> Option<Amount> {
    let price = price?;
    let per = per.filter(|per| !per.is_zero() && *per != Decimal::ONE);
    let price = per.map_or(Some(price), |per| price.checked_div(per))?;
    (price.abs() <= Decimal::from(LARGEST)).then(|| Amount(price.round_dp(MAX_SCALE)))
}

/// A date: `2026-03-31`, also with a time or time zone behind it (UBL), or `20260331` (CII, format 102).
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = text.get(..10)
        && day.as_bytes()[4] == b'-'
        && (text.len() == 10 || text[10..].starts_with(['T', 'Z', '+', '-', ' ']))
    {
        return day.parse().ok();
    }
    let digits = text.get(..8)?;
    let is_date = digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(text.len(), 8 | 12 | 14)
        && text.bytes().all(|b| b.is_ascii_digit());
    if !is_date {
        return None;
    }
    Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()
}

/// The date in an element, or in the element inside it (`udt:DateTimeString`).
pub(super) fn date_field(node: Option<Node<'_>>) -> Option<Field<Date>> {
    let node = node?;
    let node = if node.text().is_empty() { node.children().next()? } else { node };
    parse_date(node.text()).map(|date| field(node, date))
}

pub(super) fn period(node: Option<Node<'_>>, start: &str, end: &str) -> Option<Period> {
    let node = node?;
    let period = Period {
        start: date_field(node.at(start)).map(|field| field.value),
        end: date_field(node.at(end)).map(|field| field.value),
    };
    (period.start.is_some() || period.end.is_some()).then_some(period)
}

/// A VAT category, UNCL 5305. Codes that EN 16931 left out but that still occur are put where they belong: AA (low
/// rate) and H (high rate) are standard rated.
pub(super) fn category(node: Option<Node<'_>>) -> Option<VatCategory> {
    match node?.text() {
        "AA" | "H" => Some(VatCategory::S),
        code => VatCategory::of_code(code),
    }
}

/// A VAT identifier in its normal form, or as the sender wrote it when it has not the shape of one.
pub(super) fn vat_field(node: Node<'_>) -> Option<Field<String>> {
    let mut out = text_field(Some(node))?;
    if let Some(shape) = identifier::vat_id_shape(node.text()) {
        out.value = shape;
        if identifier::vat_id(node.text()).is_some() {
            out.evidence.proved_by.push(Proof::VatIdCheck);
        }
    }
    Some(out)
}

/// A valid IBAN with evidence.
pub(super) fn iban_field(node: Node<'_>) -> Option<Field<String>> {
    let mut out = field(node, identifier::iban(node.text())?);
    out.evidence.proved_by.push(Proof::IbanCheckDigits);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, value) in [
            ("100.00", "100.00"),
            ("-.5", "-0.5"),
            ("+7", "7"),
            ("12.", "12"),
            ("1234,56", "1234.56"),
            ("0.12345678901234", "0.1234567890"),
        ] {
            assert_eq!(decimal(text), Some(value.parse().unwrap()), "{text}");
        }
        for text in
            ["", ".", "-", "1e5", "1,234", "1.234,56", "EUR 5", "9999999999999999", "--1", "1.2.3"]
        {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(unit_price(decimal("25"), decimal("100")), "0.25".parse().ok());
        assert_eq!(unit_price(decimal("25"), decimal("0")), "25".parse().ok());
        assert_eq!(unit_price(decimal("1000000000000000"), decimal("0.0000000001")), None);
    }

    #[test]
    fn dates() {
        for text in [
            "2026-03-31",
            "2026-03-31Z",
            "2026-03-31+01:00",
            "2026-03-31T10:00:00",
            "20260331",
            "202603311530",
        ] {
            assert_eq!(parse_date(text), Some(Date::constant(2026, 3, 31)), "{text}");
        }
        for text in [
            "",
            "2026-02-30",
            "20260231",
            "31-03-2026",
            "2026-03",
            "2026-3-1",
            "2026033",
            "202603",
            "2026-03-311",
            "été 2026 x",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
