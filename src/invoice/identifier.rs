//! Identifiers with check digits: IBAN, VAT identifiers, KvK numbers, payment references.
//!
//! Every function takes the identifier as it is printed (with blanks, dots, dashes, in small letters) and gives it
//! back in its normal form, or `None` when it is none. A check digit says that the number was read right, not that it
//! was ever issued.
//!
//! ```
//! use invoice::identifier::{iban, vat_id};
//! assert_eq!(iban("nl91 abna 0417 1643 00").as_deref(), Some("NL91ABNA0417164300"));
//! assert_eq!(vat_id("NL0044.95.445.B.01").as_deref(), Some("NL004495445B01"));
//! assert_eq!(vat_id("NL123456789B01"), None);
//! ```

mod misread;
mod vat;

use iban::IbanLike;

pub use misread::{begins_like_identifier, is_like_identifier, misread_iban, misread_vat_id};
pub use vat::{vat_id, vat_id_shape};

/// No identifier here is longer; longer text is not looked at.
const MAX_LEN: usize = 64;

/// Without blanks, dots and dashes, in capitals; `None` when other characters than ASCII letters and digits remain.
fn compact(text: &str) -> Option<String> {
    if text.len() > MAX_LEN {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_uppercase());
        } else if !(c.is_whitespace() || matches!(c, '.' | '-' | '\u{2010}' | '\u{2011}')) {
            return None;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The digits of a number printed with blanks, dots, dashes or slashes; `None` when there are other characters.
fn digits(text: &str) -> Option<String> {
    let out = compact(&text.replace('/', ""))?;
    out.bytes().all(|b| b.is_ascii_digit()).then_some(out)
}

/// The values of digit characters; only for text that holds nothing else.
fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + Clone {
    digits.bytes().map(|b| u32::from(b.wrapping_sub(b'0')))
}

/// Sum of digits times weights, as far as both go.
fn weighted(digits: &str, weights: &[u32]) -> u32 {
    values(digits).zip(weights).map(|(d, w)| d * w).sum()
}

/// The number modulo 97, with A = 10 … Z = 35 (ISO 7064).
fn mod97(text: &str) -> u32 {
    text.bytes().fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        _ => rest,
    })
}

/// The Luhn sum (modulo 10), the last digit counting once.
fn luhn(digits: &str) -> u32 {
    values(digits)
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 })
        .sum::<u32>()
        % 10
}

/// An IBAN of any country in the SWIFT registry: country, length, structure and check digits (ISO 13616, mod 97).
/// Normal form: capitals without blanks.
pub fn iban(text: &str) -> Option<String> {
    let text = compact(text)?;
    let iban: iban::Iban = text.parse().ok()?;
    Some(iban.electronic_str().to_owned())
}

/// A KvK number by its shape: 8 digits, of which not all are 0. It has no check digit, so that a label or a register
/// must say that it is one (kvk.nl). Establishment numbers (12 digits) are refused.
pub fn kvk_shape(text: &str) -> Option<String> {
    let text = digits(text)?;
    (text.len() == 8 && text.bytes().any(|b| b != b'0')).then_some(text)
}

/// True when 9 digits pass the 11-test (elfproef) of RSIN and BSN: 9 d1 + 8 d2 + … + 2 d8, modulo 11, is d9.
fn passes_eleven_test(digits: &str) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    digits.len() == 9 && sum > 0 && values(digits).next_back() == Some(sum % 11)
}

/// An RSIN (number of a Dutch legal person): 9 digits that pass the 11-test.
pub fn rsin(text: &str) -> Option<String> {
    let text = digits(text)?;
    passes_eleven_test(&text).then_some(text)
}

/// True for a Dutch VAT identifier as sole traders have them since 2020: made up by the tax office, and all of it passes
/// mod 97 (Belastingdienst, "Nieuw btw-identificatienummer").
pub fn is_vat_id_since_2020(text: &str) -> bool {
    text.len() == 14 && text.starts_with("NL") && mod97(text) == 1
}

/// A Dutch payment reference (betalingskenmerk): 7 digits without a check digit; 9 to 14 digits that are a check
/// digit, the body's length modulo 10 and a body of 7 to 12 digits; or 16 digits of which the first is the check digit
/// (Betaalvereniging Nederland, "Specificaties betalingskenmerk").
pub fn betalingskenmerk(text: &str) -> Option<String> {
    const WEIGHTS: [u32; 10] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1];
    let text = digits(text)?;
    match text.len() {
        7 => return Some(text),
        9..=14 if values(&text).nth(1) != Some((text.len() as u32 - 2) % 10) => return None,
        9..=14 | 16 => {}
        _ => return None,
    }
    let sum: u32 = values(&text[1..]).rev().zip(WEIGHTS.iter().cycle()).map(|(d, w)| d * w).sum();
    let check = match 11 - sum % 11 {
        10 => 1,
        11 => 0,
        digit => digit,
    };
    let valid = values(&text).next() == Some(check);
    valid.then_some(text)
}

/// An RF creditor reference (ISO 11649): `RF`, two check digits and up to 21 characters, mod 97.
pub fn iso11649(text: &str) -> Option<String> {
    let text = compact(text)?;
    let reference = text.strip_prefix("RF")?;
    let (check, body) = reference.split_at_checked(2)?;
    let valid = check.bytes().all(|b| b.is_ascii_digit())
        && (1..=21).contains(&body.len())
        && mod97(&format!("{body}RF{check}")) == 1;
    valid.then_some(text)
}

/// A Belgian structured communication (OGM): 12 digits of which the last two are the first ten modulo 97, 97 for 0.
/// Normal form: `+++090/9337/55493+++`.
pub fn ogm(text: &str) -> Option<String> {
    let text = digits(text.trim().trim_matches(['+', '*']))?;
    if text.len() != 12 {
        return None;
    }
    let rest = match mod97(&text[..10]) {
        0 => 97,
        rest => rest,
    };
    (mod97_pair(&text[10..]) == rest)
        .then(|| format!("+++{}/{}/{}+++", &text[..3], &text[3..7], &text[7..]))
}

/// Two digits as a number.
fn mod97_pair(digits: &str) -> u32 {
    values(digits).fold(0, |n, d| n * 10 + d)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn iban_of_any_country() {
        for text in [
            "NL91ABNA0417164300",
            "NL57 RABO 0107307510",
            "DE02 1203 0000 0000 2020 51",
            "BE68 5390 0754 7034",
            "FR14 2004 1010 0505 0001 3M02 606",
            "GB82 WEST 1234 5698 7654 32",
            "mt84 malt 0110 0001 2345 mtlc ast0 01s",
        ] {
            let compact = text.replace(' ', "").to_uppercase();
            assert_eq!(iban(text), Some(compact), "{text}");
        }
        for text in [
            "NL91ABNA0417164301", // check digits
            "NL91ABNA041716430",  // length
            "XX91ABNA0417164300", // country
            "NL11 BANK 1111111111",
            "",
            "é",
            "NL91ABNA0417164300 BIC ABNANL2A",
        ] {
            assert_eq!(iban(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_an_iban_is_always_caught(account in 0u64..10_000_000_000, at in 0usize..12, shift in 1u8..10) {
            let body = format!("RABO{account:010}");
            let check = 98 - mod97(&format!("{body}NL00"));
            let right = format!("NL{check:02}{body}");
            prop_assert_eq!(iban(&right), Some(right.clone()));
            let at = if at < 2 { at + 2 } else { at + 6 };
            let mut wrong = right.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + shift) % 10;
            prop_assert_eq!(iban(std::str::from_utf8(&wrong).unwrap()), None);
        }

        #[test]
        fn no_text_makes_a_check_panic(text in "\\PC{0,70}") {
            let _ = (iban(&text), vat_id(&text), vat_id_shape(&text), kvk_shape(&text), rsin(&text));
            let _ = (betalingskenmerk(&text), iso11649(&text), ogm(&text));
        }
    }

    #[test]
    fn kvk_number_has_eight_digits() {
        assert_eq!(kvk_shape("27 13 18 24").as_deref(), Some("27131824"));
        assert_eq!(kvk_shape("000012345678"), None);
        assert_eq!(kvk_shape("00000000"), None);
        assert_eq!(kvk_shape("SITEST00000"), None);
    }

    #[test]
    fn rsin_passes_the_eleven_test() {
        assert_eq!(rsin("111222333").as_deref(), Some("111222333"));
        assert_eq!(rsin("111222334"), None);
        assert_eq!(rsin("000000000"), None);
    }

    #[test]
    fn payment_references() {
        assert!(betalingskenmerk("5000 0567 8901 2345").is_some());
        assert!(betalingskenmerk("5000056789012346").is_none());
        assert!(betalingskenmerk("12234534622567").is_some());
        assert!(betalingskenmerk("13234534622567").is_none(), "length digit");
        assert!(betalingskenmerk("1234567").is_some());
        assert!(betalingskenmerk("12345678").is_none());
        assert_eq!(iso11649("RF18 5390 0754 7034").as_deref(), Some("RF18539007547034"));
        assert_eq!(iso11649("RF19539007547034"), None);
        assert_eq!(ogm("+++090/9337/55493+++").as_deref(), Some("+++090/9337/55493+++"));
        assert_eq!(ogm("090933755494"), None);
    }
}
