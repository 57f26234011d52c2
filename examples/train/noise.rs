//! Pages as if they had been printed, scanned and recognised: letters exchanged, words unsure, boxes tighter.

use invoice::BBox;
use reading::text::{Page, ReadBy, Word};

/// xorshift64*: the same for the same name.
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Self {
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
        });
        Self(seed | 1)
    }

    /// From 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn pick<'a>(&mut self, of: &'a [&'a str]) -> &'a str {
        of[(self.roll() * of.len() as f64) as usize % of.len()]
    }
}

/// What a character is taken for.
const TAKEN_FOR: &[(char, &[&str])] = &[
    ('0', &["O", "8", "6", "o"]),
    ('1', &["l", "7", "I", "4"]),
    ('3', &["8", "5"]),
    ('4', &["1", "9"]),
    ('5', &["S", "6", "3"]),
    ('6', &["8", "5", "0"]),
    ('7', &["1", "2"]),
    ('8', &["B", "3", "6"]),
    ('9', &["0", "4", "8"]),
    (',', &[".", ""]),
    ('.', &[",", ""]),
    ('€', &["E", "€", "6"]),
    ('m', &["rn", "n"]),
    ('n', &["m", "u"]),
    ('i', &["l", "1"]),
    ('l', &["i", "1", "I"]),
    ('e', &["c", "o"]),
    ('B', &["8", "R"]),
    ('-', &["", "—"]),
    (':', &["", "."]),
];

/// The pages of the document with this name as they might have been recognised.
pub fn recognised(pages: &[Page], name: &str) -> Vec<Page> {
    let mut dice = Dice::of(name);
    // Most scans are clean, some are bad.
    let rate = 0.0005 + 0.02 * dice.roll().powi(3);
    let sure = 0.97 - 4.0 * rate - 0.05 * dice.roll();
    let mut pages = pages.to_vec();
    for page in &mut pages {
        page.words = page.words.iter().filter_map(|w| word(w, rate, sure, &mut dice)).collect();
        page.rules.clear();
    }
    pages
}

fn word(word: &Word, rate: f64, sure: f64, dice: &mut Dice) -> Option<Word> {
    if dice.roll() < rate * 0.3 {
        return None;
    }
    let mut text = String::new();
    let mut wrong = false;
    for c in word.text.chars() {
        let known = TAKEN_FOR.iter().find(|(from, _)| *from == c);
        match known {
            Some((_, others)) if dice.roll() < rate => {
                text.push_str(dice.pick(others));
                wrong = true;
            }
            _ => text.push(c),
        }
    }
    if text.is_empty() {
        return None;
    }
    // A wrong word is unsure more often than a right one, and now and then quite sure.
    let spread = if wrong { 0.45 } else { 0.12 };
    let confidence =
        (sure - spread * dice.roll().powi(2) - if wrong { 0.1 } else { 0.0 }).clamp(0.05, 0.99);
    let b = &word.bbox;
    let height = b.height();
    let shake = (dice.roll() as f32 - 0.5) * 0.06 * height;
    Some(Word {
        text,
        bbox: BBox::new(b.x0, b.y0 + height * 0.14 + shake, b.x1, b.y1 - height * 0.14 + shake),
        bold: false,
        confidence: confidence as f32,
        read_by: ReadBy::Ocr { dpi: 300 },
        ..word.clone()
    })
}
