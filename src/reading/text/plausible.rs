//! Whether letters make words of a western European language, or noise.
//!
//! Text layers with a broken encoding show proper glyphs and yield shifted or shuffled letters. Pairs of neighbouring
//! letters give them away: in Dutch, English, German and French few pairs are common, and a substitution of letters
//! turns common pairs into rare ones. Other languages in Latin letters keep most pairs and pass; other scripts, numbers
//! and codes are not judged.

use invoice::fold::without_mark;

/// How common each pair of letters is: row = first letter, column = second, `0` (unseen) to `9` (very common).
///
/// `round(log2(676 · p)) + 5`, p being the largest share of the pair among all pairs in the word lists of the four
/// languages (Tesseract's, folded to a–z).
const BIGRAMS: &str = include_str!("bigrams.txt");

/// A line of [`BIGRAMS`] with its line end.
const ROW: usize = 27;

/// Fewer pairs than this are no sample to judge by.
const MIN_PAIRS: u32 = 60;

/// The mean of healthy text lies between 5.9 and 7.4 (Polish 6.0, Finnish 6.5, Dutch invoices 6.5 to 7.2), that of the
/// same invoices after a shift or a random substitution below 5.2.
const MIN_MEAN: f32 = 5.35;

/// Statistics of letter pairs over some text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct LetterPairs {
    sum: u32,
    pairs: u32,
}

impl LetterPairs {
    /// Takes in the runs of three or more letters in `text`; words with digits are codes and say nothing.
    pub fn add(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !word.contains(|c: char| c.is_ascii_digit()) {
                self.add_word(word);
            }
        }
    }

    fn add_word(&mut self, text: &str) {
        for run in text.split(|c: char| !c.is_alphabetic()) {
            let mut letters = [0u8; 64];
            let mut len = 0;
            for c in run.chars() {
                let Some(letter) = fold(c) else {
                    len = 0; // another script
                    break;
                };
                if len < letters.len() {
                    letters[len] = letter;
                    len += 1;
                }
            }
            if len < 3 {
                continue;
            }
            for pair in letters[..len].windows(2) {
                let row = usize::from(pair[0] - b'a');
                let column = usize::from(pair[1] - b'a');
                self.sum += u32::from(BIGRAMS.as_bytes()[row * ROW + column] - b'0');
                self.pairs += 1;
            }
        }
    }

    /// Whether the text is probably no language at all. False when there is too little text to say.
    pub(crate) fn look_garbled(self) -> bool {
        self.pairs >= MIN_PAIRS && self.mean() < MIN_MEAN
    }

    fn mean(self) -> f32 {
        self.sum as f32 / self.pairs.max(1) as f32
    }
}

/// The plain lower-case letter; `None` for letters of other scripts.
fn fold(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase() as u8);
    }
    without_mark(c)?.bytes().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUTCH: &str = "Wij verzoeken u vriendelijk het verschuldigde bedrag binnen veertien dagen over te maken \
        onder vermelding van het factuurnummer op onze bankrekening";

    fn garbled(text: &str) -> bool {
        let mut pairs = LetterPairs::default();
        pairs.add(text);
        pairs.look_garbled()
    }

    #[test]
    fn the_table_has_a_row_for_each_letter() {
        assert_eq!(BIGRAMS.len(), 26 * ROW);
        assert!(BIGRAMS.lines().all(|l| l.len() == 26 && l.bytes().all(|b| b.is_ascii_digit())));
    }

    #[test]
    fn languages_pass() {
        for text in [
            DUTCH,
            "Please transfer the total amount within thirty days of the date of this invoice to our account",
            "Bitte überweisen Sie den Rechnungsbetrag innerhalb von vierzehn Tagen ohne Abzug auf unser Konto",
            "Veuillez régler le montant total de cette facture dans un délai de trente jours à réception",
            "El contrato de suministro eléctrico se renueva automáticamente cada año salvo aviso previo",
            "Faktura za usługi świadczone w miesiącu styczniu zgodnie z umową, termin płatności czternaście dni",
            "Laskun päivämäärä ja eräpäivä sekä viitenumero on ilmoitettava maksun yhteydessä viivästyskorko",
        ] {
            assert!(!garbled(text), "{text}");
        }
    }

    #[test]
    fn shifted_letters_do_not_pass() {
        for shift in 1..26u8 {
            let text: String = DUTCH
                .chars()
                .map(|c| fold(c).map_or(c, |l| char::from((l - b'a' + shift) % 26 + b'a')))
                .collect();
            assert!(garbled(&text), "{shift}: {text}");
        }
    }

    #[test]
    fn numbers_codes_and_other_scripts_are_not_judged() {
        assert!(!garbled("XK2 L9Q ZZ7 QX1 1234567 99,50 WQ8 ".repeat(40).as_str()));
        assert!(!garbled(
            "Счёт на оплату услуг за январь покупатель продавец итого к оплате ".repeat(3).as_str()
        ));
        assert!(!garbled("qzx"));
    }
}
