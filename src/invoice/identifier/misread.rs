//! Identifiers in which a recogniser took letters and digits for each other: mended where exactly one reading passes its
//! check digits.

use super::{compact, iban, vat_id};

/// Readings tried at most. Check digits modulo 97 let one wrong reading in a hundred pass, those modulo 11 one in ten.
const MOST: usize = 6;
const MOST_BY_A_DIGIT: usize = 2;

/// Accounts: country, then `#` a digit, `@` a letter of the bank (SWIFT, "IBAN Registry").
const IBANS: [(&str, &str); 8] = [
    ("NL", "##@@@@##########"),
    ("BE", "##############"),
    ("DE", "####################"),
    ("FR", "#####################**###"),
    ("GB", "##@@@@##############"),
    ("IE", "##@@@@##############"),
    ("AT", "##################"),
    ("LU", "##################"),
];

/// VAT identifiers: country, what follows (`B` is itself), and whether the check is modulo 97.
const VAT_IDS: [(&str, &str, bool); 8] = [
    ("NL", "#########B##", false),
    ("BE", "##########", true),
    ("DE", "#########", false),
    ("FR", "###########", true),
    ("IE", "#######@", false),
    ("IE", "#######@@", false),
    ("AT", "U########", false),
    ("LU", "########", true),
];

/// Banks that Dutch invoices name; one letter of a code may be misread.
const DUTCH_BANKS: [&str; 21] = [
    "ABNA", "ADYB", "ASNB", "BNGH", "BNPA", "BUNQ", "CITI", "COBA", "DEUT", "FVLB", "HAND", "HSBC",
    "INGB", "KNAB", "NNBA", "NWAB", "RABO", "RBRB", "REVO", "SNSB", "TRIO",
];

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

/// All readings of `rest` that have this shape; `None` when it has another shape, or there are too many.
fn readings(rest: &str, shape: &str, most: usize) -> Option<Vec<String>> {
    if rest.len() != shape.len() {
        return None;
    }
    let mut readings = vec![String::new()];
    for (c, wanted) in rest.chars().zip(shape.chars()) {
        let may_be = match wanted {
            '#' if c.is_ascii_digit() => c.to_string(),
            '#' => digits_like(c).to_owned(),
            '@' if c.is_ascii_alphabetic() => c.to_string(),
            '@' => letter_like(c)?.to_string(),
            '*' => c.to_string(),
            // The letter that every identifier of the country has at this place says nothing of the others.
            letter if c == letter || letter_like(c) == Some(letter) => letter.to_string(),
            _ => return None,
        };
        readings = may_be
            .chars()
            .flat_map(|c| readings.iter().map(move |so_far| format!("{so_far}{c}")))
            .collect();
        if readings.is_empty() || readings.len() > most {
            return None;
        }
    }
    Some(readings)
}

/// The only one of these that passes.
fn only(
    readings: impl Iterator<Item = String>,
    passes: fn(&str) -> Option<String>,
) -> Option<String> {
    let mut passing = readings.filter_map(|reading| passes(&reading));
    let first = passing.next()?;
    passing.all(|other| other == first).then_some(first)
}

/// The banks that four letters may stand for: themselves when they are one, else those that differ in one letter.
fn banks(code: &str) -> Vec<&str> {
    let near = |bank: &&&str| {
        bank.bytes()
            .zip(code.bytes())
            .filter(|(a, b)| a != b)
            .count()
            <= 1
    };
    if DUTCH_BANKS.contains(&code) {
        return vec![code];
    }
    let mut banks: Vec<&str> = DUTCH_BANKS.iter().filter(near).copied().collect();
    banks.push(code);
    banks
}

/// An IBAN in which letters and digits that look alike were taken for each other, or a letter of a Dutch bank's code for
/// another, where one reading alone passes the check digits. Normal form as [`iban()`] has it.
pub fn misread_iban(text: &str) -> Option<String> {
    let (country, rest) = parts(text)?;
    let (_, shape) = IBANS.iter().find(|(code, _)| *code == country)?;
    let readings = readings(&rest, shape, MOST)?;
    let all = readings.iter().flat_map(|reading| {
        let (check, bank, account) = match country {
            "NL" => (&reading[..2], banks(&reading[2..6]), &reading[6..]),
            _ => (&reading[..], vec![""], ""),
        };
        bank.into_iter()
            .map(move |bank| format!("{country}{check}{bank}{account}"))
    });
    only(all, iban)
}

/// A VAT identifier in which letters and digits that look alike were taken for each other, where one reading alone passes
/// the check digits. Normal form as [`vat_id()`] has it.
pub fn misread_vat_id(text: &str) -> Option<String> {
    let (country, rest) = parts(text)?;
    let (_, shape, by_97) = VAT_IDS
        .iter()
        .find(|(code, shape, _)| *code == country && shape.len() == rest.len())?;
    let most = if *by_97 { MOST } else { MOST_BY_A_DIGIT };
    let readings = readings(&rest, shape, most)?;
    only(
        readings.iter().map(|rest| format!("{country}{rest}")),
        vat_id,
    )
}

/// Whether an identifier may begin with these two characters.
pub fn begins_like_identifier(text: &str) -> bool {
    text.get(..2)
        .is_some_and(|start| country_like(&start.to_ascii_uppercase()).is_some())
}

/// Whether a text has the shape of an account or a VAT identifier, with letters and digits that may be misread.
pub fn is_like_identifier(text: &str) -> bool {
    let Some((country, rest)) = parts(text) else {
        return false;
    };
    let fits = |shape: &str| {
        rest.len() == shape.len()
            && rest.bytes().filter(u8::is_ascii_digit).count() * 2 >= rest.len()
            && rest
                .chars()
                .zip(shape.chars())
                .all(|(c, wanted)| match wanted {
                    '#' => c.is_ascii_digit() || !digits_like(c).is_empty(),
                    '@' => c.is_ascii_alphabetic() || letter_like(c).is_some(),
                    '*' => true,
                    letter => c == letter || letter_like(c) == Some(letter),
                })
    };
    IBANS
        .iter()
        .any(|(code, shape)| *code == country && fits(shape))
        || VAT_IDS
            .iter()
            .any(|(code, shape, _)| *code == country && fits(shape))
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
        for wrong in [
            "",
            "NL",
            "NL91ABNA0417164301",
            "NL9XABNA0417164300",
            "NLSSABNASSSSSSSSSS",
        ] {
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
        for wrong in [
            "NL123456789801",
            "de 136695976",
            "NLSS4495445B01",
            "GB980780684",
            "1E6388047W",
        ] {
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
