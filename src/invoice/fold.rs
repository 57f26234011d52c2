//! The folded form in which texts are compared.

/// Up to two characters: what one character folds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded([u8; 2], u8);

impl Folded {
    fn of(letters: &[u8]) -> Self {
        let at = |i: usize| letters.get(i).copied().unwrap_or_default();
        Self([at(0), at(1)], letters.len() as u8)
    }

    /// Whether the character is compared as nothing.
    pub fn is_empty(self) -> bool {
        self.1 == 0
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0[..usize::from(self.1)]).unwrap_or_default()
    }
}

/// A letter of Latin script without its mark, small; both letters of a joined one. `None` for any other character, and for
/// letters without a mark.
pub fn without_mark(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' => "g",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'į' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' | 'Ő' => "o",
        'œ' | 'Œ' => "oe",
        'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' => "s",
        'ß' | 'ẞ' => "ss",
        'ť' | 'Ť' | 'ţ' => "t",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ý' | 'Ý' | 'ÿ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        _ => return None,
    })
}

/// Letters with marks that are compared as nothing: names are kept in the ledger as they are compared.
const LEFT_OUT: &str = "ĄĆďĎđĐėĘĚğĞīįİŃňŇőŐřŘŚşŞťŤţūŮűŰÝŹŻ";

/// What a character is compared as: a letter without case and accent, a digit, or nothing.
pub fn fold_char(c: char) -> Folded {
    match c {
        'a'..='z' | '0'..='9' => Folded::of(&[c as u8]),
        'A'..='Z' => Folded::of(&[c.to_ascii_lowercase() as u8]),
        _ if c.is_ascii() => Folded::of(&[]),
        'º' | '°' => Folded::of(b"o"),
        '\u{fb01}' => Folded::of(b"fi"),
        '\u{fb02}' => Folded::of(b"fl"),
        _ => match without_mark(c) {
            Some(letters) if !LEFT_OUT.contains(c) => Folded::of(letters.as_bytes()),
            _ => Folded::of(&[]),
        },
    }
}

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        folded.push_str(fold_char(c).as_str());
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_and_digits_stay() {
        for (text, folded) in [
            ("K.v.K.-nummer:", "kvknummer"),
            ("vóór", "voor"),
            ("Größe", "grosse"),
            ("N° 12", "no12"),
            ("…", ""),
            ("œuvre & Ærø", "oeuvreaero"),
            ("ﬁlet Ýř", "filet"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
