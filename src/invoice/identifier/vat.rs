//! VAT identifiers: shapes and check digits.
//!
//! Check digits as the tax authorities publish them and python-stdnum collects them. Where a country does not publish its
//! rule, the shape alone decides.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::facts::table;

use super::{compact, luhn, mod97, mod97_pair, passes_eleven_test, values, weighted};

/// Country prefix and the shapes that may follow.
static SHAPES: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| table(include_str!("../facts/vat_ids.toml")));

/// The shapes that may follow the prefix of a country.
pub(super) fn shapes(country: &str) -> &'static [String] {
    SHAPES.get(country).map_or(&[], Vec::as_slice)
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(c, s)| match s {
            b'#' => c.is_ascii_digit(),
            b'@' => c.is_ascii_uppercase(),
            b'*' => c.is_ascii_alphanumeric(),
            literal => c == literal,
        })
}

/// Country prefix and the rest of a VAT identifier of the right shape, in normal form.
fn parts(text: &str) -> Option<(&'static str, String)> {
    let mut text = compact(text)?;
    if text.starts_with("GR") {
        text.replace_range(..2, "EL"); // the VAT prefix of Greece is not its country code
    }
    if text.starts_with("BE") && text.len() == 11 {
        text.insert(2, '0'); // enterprise numbers from before 2008
    }
    let (country, shapes) =
        SHAPES.iter().find(|(country, _)| text.starts_with(country.as_str()))?;
    let rest = text.split_off(country.len());
    shapes.iter().any(|shape| has_shape(&rest, shape)).then_some((country.as_str(), rest))
}

/// A VAT identifier that has the right shape for its country (EU, Northern Ireland, Great Britain, Switzerland,
/// Norway), whatever its check digits say. Normal form: capitals without blanks, dots and dashes, Greece as `EL`,
/// Belgium with ten digits.
pub fn vat_id_shape(text: &str) -> Option<String> {
    parts(text).map(|(country, rest)| format!("{country}{rest}"))
}

/// A VAT identifier with the right shape and, where the country's rule is known, the right check digits.
///
/// A Dutch one passes by either of its two rules: the 11-test of the RSIN, or mod 97 over the whole identifier for
/// sole traders since 2020 (Belastingdienst, "Nieuw btw-identificatienummer").
pub fn vat_id(text: &str) -> Option<String> {
    let (country, rest) = parts(text)?;
    passes_check(country, &rest).then(|| format!("{country}{rest}"))
}

fn passes_check(country: &str, rest: &str) -> bool {
    match country {
        "NL" => {
            &rest[10..] != "00"
                && (passes_eleven_test(&rest[..9]) || mod97(&format!("NL{rest}")) == 1)
        }
        "BE" => rest.starts_with(['0', '1']) && 97 - mod97(&rest[..8]) == mod97_pair(&rest[8..]),
        "DE" => rest.starts_with(|c| c != '0') && passes_mod_11_10(rest),
        "HR" => passes_mod_11_10(rest),
        "FR" => french(rest),
        "LU" => {
            let number = values(&rest[..6]).fold(0, |n, d| n * 10 + d);
            number % 89 == mod97_pair(&rest[6..])
        }
        "AT" => {
            let sum: u32 = values(&rest[1..8])
                .enumerate()
                .map(|(i, d)| if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 })
                .sum();
            values(rest).next_back() == Some((10 - (sum + 4) % 10) % 10)
        }
        "IT" => luhn(rest) == 0,
        "SE" => luhn(&rest[..10]) == 0,
        "ES" => spanish(rest),
        "DK" => weighted(rest, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "FI" => weighted(rest, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11),
        "PL" => values(rest).next_back() == Some(weighted(rest, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11),
        "PT" => {
            let check = 11 - weighted(rest, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            values(rest).next_back() == Some(if check >= 10 { 0 } else { check })
        }
        "IE" => irish(rest),
        "CHE" => {
            let check = (11 - weighted(rest, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11;
            values(&rest[..9]).next_back() == Some(check)
        }
        "GB" | "XI" => british(rest),
        _ => true,
    }
}

/// ISO 7064, mod 11,10: German and Croatian identifiers.
fn passes_mod_11_10(digits: &str) -> bool {
    let product = values(&digits[..digits.len() - 1]).fold(10, |product, d| {
        let sum = match (product + d) % 10 {
            0 => 10,
            sum => sum,
        };
        sum * 2 % 11
    });
    values(digits).next_back() == Some((11 - product) % 10)
}

/// Key of two digits, (12 + 3 × SIREN mod 97) mod 97. Keys with letters follow another rule and pass by shape.
fn french(rest: &str) -> bool {
    let (key, siren) = rest.split_at(2);
    if key.bytes().any(|b| b.is_ascii_alphabetic()) {
        return !key.contains(['I', 'O']);
    }
    (12 + 3 * mod97(siren)) % 97 == mod97_pair(key)
}

/// NIF of natural persons (DNI, NIE: modulo 23) and of legal persons (CIF: Luhn with a digit or a letter).
fn spanish(rest: &str) -> bool {
    const DNI: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    const CIF: &[u8; 10] = b"JABCDEFGHI";
    let (first, last) = (rest.as_bytes()[0], rest.as_bytes()[8]);
    let lead = match first {
        b'0'..=b'9' => u32::from(first - b'0'),
        b'X' | b'K' | b'L' | b'M' => 0,
        b'Y' => 1,
        b'Z' => 2,
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W' => {
            let digit = (10 - luhn(&format!("{}0", &rest[1..8]))) % 10;
            return last == b'0' + digit as u8 || last == CIF[digit as usize];
        }
        _ => return false,
    };
    let number = values(&rest[1..8]).fold(lead, |n, d| n * 10 + d);
    last == DNI[(number % 23) as usize]
}

/// Check letter of the form of seven digits, modulo 23; a second letter counts nine times. The old form passes by shape.
fn irish(rest: &str) -> bool {
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    if !rest.as_bytes()[1].is_ascii_digit() {
        return true;
    }
    let second = match rest.as_bytes().get(8) {
        None | Some(b'W') => 0,
        Some(letter) => u32::from(letter - b'A') + 1,
    };
    let sum = weighted(&rest[..7], &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
    rest.as_bytes()[7] == LETTERS[(sum % 23) as usize]
}

/// Weighted sum plus check number divisible by 97, since 2010 also with 55 added. Government departments and health
/// authorities pass by shape.
fn british(rest: &str) -> bool {
    if rest.len() < 9 {
        return true;
    }
    let sum = weighted(&rest[..7], &[8, 7, 6, 5, 4, 3, 2]) + mod97_pair(&rest[7..9]);
    sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_by_either_rule() {
        assert_eq!(vat_id("NL 0044.95.445.B.01").as_deref(), Some("NL004495445B01"));
        assert_eq!(vat_id("NL002455799B11").as_deref(), Some("NL002455799B11"));
        assert_eq!(vat_id("NL123456789B13").as_deref(), Some("NL123456789B13"));
        assert_eq!(vat_id("NL123456789B01"), None, "the dummy fails both");
        assert_eq!(vat_id_shape("NL123456789B01").as_deref(), Some("NL123456789B01"));
        assert_eq!(vat_id("NL004495445B00"), None);
    }

    #[test]
    fn one_of_each_country_with_a_rule() {
        for right in [
            "BE0403170701",
            "DE136695976",
            "FR40303265045",
            "LU15027442",
            "ATU13585627",
            "IT00743110157",
            "ES54362315K",
            "ESX5253868R",
            "ESJ99216582",
            "DK13585628",
            "FI20774740",
            "SE123456789701",
            "PL8567346215",
            "PT501964843",
            "HR33392005961",
            "GB980780684",
            "IE6388047V",
            "CHE107787577",
            "CHE-107.787.577 MWST",
        ] {
            assert!(vat_id(right).is_some(), "{right}");
            // the fourth character from the end is a digit in all of them but the last
            let mut wrong = compact(right).unwrap().into_bytes();
            let at = wrong.iter().rposition(u8::is_ascii_digit).unwrap() - 2;
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(vat_id(&wrong), None, "{wrong}");
            assert!(vat_id_shape(&wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn shapes() {
        assert_eq!(vat_id("GR123456789").as_deref(), Some("EL123456789"));
        assert_eq!(vat_id("BE 403.170.701").as_deref(), Some("BE0403170701"));
        for wrong in
            ["", "NL", "NL12345678", "DE37/302/30168", "XX123456789", "NL1234567890B1", "ÉÉ"]
        {
            assert_eq!(vat_id_shape(wrong), None, "{wrong}");
        }
    }
}
