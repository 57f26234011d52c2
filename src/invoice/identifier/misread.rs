//! Identifiers in which a recogniser took letters and digits for each other: mended where exactly one reading passes its
//! check digits.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::table;

use super::vat::{self, vat_id};
use super::{compact, iban};

/// Readings tried at most. Check digits modulo 97 let one wrong reading in a hundred pass, those modulo 11 one in ten.
const MOST: usize = 6;
const MOST_BY_A_DIGIT: usize = 2;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accounts {
    dutch_banks: Vec<String>,
    ibans: BTreeMap<String, String>,
}

static ACCOUNTS: LazyLock<Accounts> =
    LazyLock::new(|| table(include_str!("../facts/accounts.toml")));

/// Countries whose VAT identifiers are checked modulo 97 or 89.
const CHECKED_BY_97: [&str; 4] = ["BE", "FR", "GB", "LU"];

/// The digits that a character may have been, the likeliest first.
fn digits_like(c: char) -> &'static str {
    match c {
        'O' | 'Q' | 'D' | 'U' => "0",
        'I' | 'L' | 'J' => "1",
        'T' => "71",
        'Z' => "2",
        'A' => "4",
        'S' => "58",
        'G' => "690",
        'B' => "8",
        'E' => "86",
        'Y' => "9",
        _ => "",
    }
}

/// The letter that a digit may have been.
fn letter_like(c: char) -> Option<char> {
    Some(match c {
        '0' => 'O',
        '1' => 'I',
        '2' => 'Z',
        '4' => 'A',
        '5' => 'S',
        '6' => 'G',
        '8' => 'B',
        _ => return None,
    })
}

/// The country that two characters stand for.
fn country_like(text: &str) -> Option<&'static str> {
    Some(match text {
        "NL" | "NI" | "N1" => "NL",
        "BE" | "8E" => "BE",
        "DE" | "0E" | "OE" => "DE",
        "FR" => "FR",
        "GB" | "G8" | "6B" => "GB",
        "IE" | "1E" | "LE" => "IE",
        "AT" | "4T" => "AT",
        "LU" | "1U" => "LU",
        "ES" => "ES",
        "IT" | "1T" => "IT",
        _ => return None,
    })
}

/// Country and rest, in capitals, as they were read. Small letters are none of an identifier's but where they look like a
/// digit or a stroke: "de 123456789" begins with a Dutch article.
fn parts(text: &str) -> Option<(&'static str, String)> {
    let is_word = |c: char| c.is_ascii_lowercase() && !matches!(c, 'i' | 'l' | 'o' | 's' | 'z');
    if text.contains(is_word) || text.bytes().take(2).all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let text = compact(text)?;
    let (country, rest) = text.split_at_checked(2)?;
    Some((country_like(country)?, rest.to_owned()))
}

/// What a character may be where `wanted` is wanted; nothing when it cannot be that.
fn may_be(c: char, wanted: char) -> String {
    match wanted {
        '#' if c.is_ascii_digit() => c.to_string(),
        '#' => digits_like(c).to_owned(),
        '@' if c.is_ascii_alphabetic() => c.to_string(),
        '@' => letter_like(c).map(String::from).unwrap_or_default(),
        '*' => c.to_string(),
        // The letter that every identifier of the country has at this place.
        letter if c == letter || letter_like(c) == Some(letter) => letter.to_string(),
        _ => String::new(),
    }
}

/// All readings of `rest` that have this shape; none when it has another shape, or there are more than `most`.
fn readings(rest: &str, shape: &str, most: usize) -> Vec<String> {
    if rest.len() != shape.len() {
        return Vec::new();
    }
    let mut readings = vec![String::new()];
    for (c, wanted) in rest.chars().zip(shape.chars()) {
        let may_be = may_be(c, wanted);
        readings = may_be
            .chars()
            .flat_map(|c| readings.iter().map(move |so_far| format!("{so_far}{c}")))
            .collect();
        if readings.len() > most {
            return Vec::new();
        }
    }
    readings
}

/// The only one of these that passes.
fn only(readings: Vec<String>, passes: fn(&str) -> Option<String>) -> Option<String> {
    let mut passing = readings.into_iter().filter_map(|reading| passes(&reading));
    let first = passing.next()?;
    passing.all(|other| other == first).then_some(first)
}

/// The banks that four letters may stand for: themselves when they are one, else those that differ in one letter.
fn banks(code: &str) -> Vec<&str> {
    let near = |bank: &&str| bank.bytes().zip(code.bytes()).filter(|(a, b)| a != b).count() <= 1;
    let known = ACCOUNTS.dutch_banks.iter().map(String::as_str);
    if known.clone().any(|bank| bank == code) {
        return vec![code];
    }
    let mut banks: Vec<&str> = known.filter(near).collect();
    banks.push(code);
    banks
}

/// An IBAN in which letters and digits that look alike were taken for each other, or a letter of a Dutch bank's code for
/// another, where one reading alone passes the check digits. Normal form as [`iban()`] has it.
pub fn misread_iban(text: &str) -> Option<String> {
    let (country, rest) = parts(text)?;
    let shape = ACCOUNTS.ibans.get(country)?;
    let readings = readings(&rest, shape, MOST);
    let all: Vec<String> = readings
        .iter()
        .flat_map(|reading| {
            let (check, bank, account) = match country {
                "NL" => (&reading[..2], banks(&reading[2..6]), &reading[6..]),
                _ => (&reading[..], vec![""], ""),
            };
            bank.into_iter().map(move |bank| format!("{country}{check}{bank}{account}"))
        })
        .collect();
    if all.len() > MOST {
        return None;
    }
    only(all, iban)
}

/// A VAT identifier in which letters and digits that look alike were taken for each other, where one reading alone passes
/// the check digits. Normal form as [`vat_id()`] has it.
pub fn misread_vat_id(text: &str) -> Option<String> {
    let (country, rest) = parts(text)?;
    let most = if CHECKED_BY_97.contains(&country) { MOST } else { MOST_BY_A_DIGIT };
    let readings = vat_shapes(country)
        .flat_map(|shape| readings(&rest, &shape, most))
        .map(|rest| format!("{country}{rest}"))
        .collect();
    only(readings, vat_id)
}

/// The shapes of a country's VAT identifiers. Where either may stand, a letter that may be a digit is one: identifiers with
/// letters there pass unchecked.
fn vat_shapes(country: &str) -> impl Iterator<Item = String> {
    vat::shapes(country).iter().map(|shape| shape.replace('*', "#"))
}

/// Whether an identifier may begin with these two characters.
pub fn begins_like_identifier(text: &str) -> bool {
    text.get(..2).is_some_and(|start| country_like(&start.to_ascii_uppercase()).is_some())
}

/// Whether a text has the length of an account, or the shape of a VAT identifier, with letters and digits that may be
/// misread.
pub fn is_like_identifier(text: &str) -> bool {
    let Some((country, rest)) = parts(text) else {
        return false;
    };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let shape = ACCOUNTS.ibans.get(country);
    let is_account = shape.is_some_and(|shape| rest.len() == shape.len());
    let has_shape = |shape: String| {
        let mut pairs = rest.chars().zip(shape.chars());
        rest.len() == shape.len() && pairs.all(|(c, wanted)| !may_be(c, wanted).is_empty())
    };
    digits * 2 >= rest.len() && (is_account || vat_shapes(country).any(has_shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts() {
        for (read, right) in [
            ("NL9IABNAO417164300", "NL91ABNA0417164300"),
            ("NLG1 ABNA 0417 16A3 00", "NL91ABNA0417164300"),
            ("NL91 A8NA 0417 1643 0O", "NL91ABNA0417164300"),
            ("NL91 ASNA 0417 1643 00", "NL91ABNA0417164300"),
            ("BEG8 S390 0754 7034", "BE68539007547034"),
            ("DEB9 3704 0044 0532 0130 OO", "DE89370400440532013000"),
        ] {
            assert_eq!(misread_iban(read).as_deref(), Some(right), "{read}");
        }
        for wrong in ["", "NL", "NL91ABNA0417164301", "NL9XABNA0417164300", "NLSSABNASSSSSSSSSS"] {
            assert_eq!(misread_iban(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn vat_identifiers() {
        for (read, right) in [
            ("NL004495445801", "NL004495445B01"),
            ("N1004495445B01", "NL004495445B01"),
            ("NL O04495445 B 01", "NL004495445B01"),
            ("DE13669S976", "DE136695976"),
            ("BEO403170701", "BE0403170701"),
            ("1E6388047V", "IE6388047V"),
            ("1E3628739UA", "IE3628739UA"),
            ("FR4030326S045", "FR40303265045"),
        ] {
            assert_eq!(misread_vat_id(read).as_deref(), Some(right), "{read}");
        }
        for wrong in ["NL123456789801", "de 136695976", "NLSS4495445B01", "1E6388047W"] {
            assert_eq!(misread_vat_id(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shapes() {
        for text in ["NL9IABNAO417164300", "NLS9O293843B01", "1E9514028Q"] {
            assert!(is_like_identifier(text), "{text}");
        }
        for text in ["NL", "NEDERLAND", "1E95", "BESTELLINGEN", "IEDEREEN1"] {
            assert!(!is_like_identifier(text), "{text}");
        }
    }

    proptest::proptest! {
        /// One digit of an account taken for a letter is always read back, or not at all.
        #[test]
        fn what_is_mended_was_right(at in 2_usize..18, letter in "[OILZASGBETY]") {
            let right = "NL91ABNA0417164300";
            let mut read = right.to_owned();
            read.replace_range(at..=at, &letter);
            let was = &right[at..=at];
            if let Some(mended) = misread_iban(&read)
                && (digits_like(letter.chars().next().unwrap()).contains(was) || was == letter)
            {
                proptest::prop_assert_eq!(mended, right);
            }
        }
    }
}
