//! The folded form in which texts are compared.

/// Up to two characters: what one character folds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded([u8; 2], u8);

impl Folded {
    fn one(c: u8) -> Self {
        Self([c, 0], 1)
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

/// What a character is compared as: a letter without case and accent, a digit, or nothing.
pub fn fold_char(c: char) -> Folded {
    match c {
        'a'..='z' | '0'..='9' => Folded::one(c as u8),
        'A'..='Z' => Folded::one(c.to_ascii_lowercase() as u8),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => Folded::one(b'a'),
        'ç' | 'Ç' | 'č' | 'Č' | 'ć' => Folded::one(b'c'),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => Folded::one(b'e'),
        'ì'..='ï' | 'Ì'..='Ï' | 'ı' => Folded::one(b'i'),
        'ñ' | 'Ñ' | 'ń' => Folded::one(b'n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'º' | '°' => Folded::one(b'o'),
        'ù'..='ü' | 'Ù'..='Ü' | 'ů' => Folded::one(b'u'),
        'ý' | 'ÿ' => Folded::one(b'y'),
        'š' | 'Š' | 'ś' => Folded::one(b's'),
        'ž' | 'Ž' | 'ż' | 'ź' => Folded::one(b'z'),
        'ł' | 'Ł' => Folded::one(b'l'),
        'ß' | 'ẞ' => Folded(*b"ss", 2),
        'æ' | 'Æ' => Folded(*b"ae", 2),
        'œ' | 'Œ' => Folded(*b"oe", 2),
        '\u{fb01}' => Folded(*b"fi", 2),
        '\u{fb02}' => Folded(*b"fl", 2),
        _ => Folded([0; 2], 0),
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
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
