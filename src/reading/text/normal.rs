//! The characters of a text layer in the form that the rest of dizzy expects.

/// What a code point of a text layer stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Char(char),
    /// Several characters: a ligature.
    Text(&'static str),
    /// A blank of any width.
    Blank,
    /// Nothing: marks without width and control characters.
    Nothing,
    /// No character that could be known: private use, replacement.
    Unknown,
}

/// Normalises presentation forms (ligatures, full-width forms, kinds of blanks and hyphens); all else stays as it is.
pub fn normal(c: char) -> Mark {
    match c {
        '!'..='~' => Mark::Char(c),
        // A soft hyphen that is drawn is a hyphen.
        '\u{ad}' | '\u{2010}' | '\u{2011}' => Mark::Char('-'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Mark::Blank
        }
        c if c.is_whitespace() => Mark::Blank,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => Mark::Nothing,
        '\u{fb00}' => Mark::Text("ff"),
        '\u{fb01}' => Mark::Text("fi"),
        '\u{fb02}' => Mark::Text("fl"),
        '\u{fb03}' => Mark::Text("ffi"),
        '\u{fb04}' => Mark::Text("ffl"),
        '\u{fb05}' | '\u{fb06}' => Mark::Text("st"),
        '\u{132}' => Mark::Text("IJ"),
        '\u{133}' => Mark::Text("ij"),
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(Mark::Unknown, Mark::Char)
        }
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..='\u{10ffff}' => Mark::Unknown,
        c if c.is_control() => Mark::Unknown,
        c => Mark::Char(c),
    }
}

/// A letter with the combining mark that follows it as one character, for the letters of western Europe.
pub fn compose(base: char, mark: char) -> Option<char> {
    let (bases, composed) = match mark {
        '\u{300}' => ("aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        '\u{301}' => ("aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝćńśźĆŃŚŹ"),
        '\u{302}' => ("aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        '\u{303}' => ("anoANO", "ãñõÃÑÕ"),
        '\u{308}' => ("aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
        '\u{30a}' => ("aAuU", "åÅůŮ"),
        '\u{30c}' => ("cszCSZrRneE", "čšžČŠŽřŘňěĚ"),
        '\u{327}' => ("cC", "çÇ"),
        _ => return None,
    };
    bases.chars().zip(composed.chars()).find_map(|(b, c)| (b == base).then_some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_taken_apart() {
        assert_eq!(normal('ﬁ'), Mark::Text("fi"));
        assert_eq!(normal('Ａ'), Mark::Char('A'));
        assert_eq!(normal('\u{a0}'), Mark::Blank);
        assert_eq!(normal('\u{f020}'), Mark::Unknown);
        assert_eq!(normal('€'), Mark::Char('€'));
        assert_eq!(normal('²'), Mark::Char('²'));
    }

    #[test]
    fn loose_accents_are_put_on() {
        assert_eq!(compose('u', '\u{308}'), Some('ü'));
        assert_eq!(compose('E', '\u{301}'), Some('É'));
        assert_eq!(compose('x', '\u{308}'), None);
    }
}
