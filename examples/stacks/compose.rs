//! Stacks of pages.

use reading::text::{Page, ReadBy, Word};

use crate::pages;

/// Chance with a seed (SplitMix64): the same seed, the same stacks.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// True in this share of cases.
    pub fn is(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / ((1_u64 << 53) as f64) < share
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// A document that was alone in its file.
#[derive(Clone)]
pub struct Single {
    pub name: String,
    pub pages: Vec<Page>,
    pub number: Option<String>,
    pub supplier: Option<String>,
}

/// A document in a stack: indices of its first and last page.
pub struct Placed {
    pub name: String,
    pub first: usize,
    pub last: usize,
}

#[derive(Default)]
pub struct Stack {
    pub pages: Vec<Page>,
    pub documents: Vec<Placed>,
}

impl Stack {
    /// Which pages start a document.
    pub fn starts(&self) -> Vec<bool> {
        let mut starts = vec![false; self.pages.len()];
        self.documents.iter().for_each(|d| starts[d.first] = true);
        starts
    }

    /// What lies around a page.
    pub fn what(&self, page: usize) -> String {
        let name = |p: usize| {
            let of = self.documents.iter().find(|d| d.first <= p && p <= d.last);
            of.map_or("-".to_owned(), |d| format!("{} p{}", d.name, p - d.first + 1))
        };
        format!("{} then {}", name(page - 1), name(page))
    }

    fn put(&mut self, name: &str, pages: Vec<Page>) {
        let first = self.pages.len();
        self.pages.extend(pages);
        self.documents.push(Placed { name: name.to_owned(), first, last: self.pages.len() - 1 });
    }

    /// Pages that belong to the document before.
    fn append(&mut self, page: Page) {
        let last = self.pages.len();
        self.pages.push(page);
        if let Some(document) = self.documents.last_mut() {
            document.last = last;
        }
    }
}

/// A stack of two to eight documents with what lies between.
pub fn stack(singles: &[Single], chance: &mut Chance) -> Stack {
    let mut stack = Stack::default();
    let duplex = chance.is(0.25);
    let separators = chance.is(0.06);
    let unnumbered = chance.is(0.3);
    let mut before: Option<Single> = None;
    for _ in 0..2 + chance.below(7) {
        let single = pick(singles, before.as_ref(), chance);
        let mut pages = single.pages.clone();
        if pages.len() == 1 && chance.is(0.2) {
            pages = pages::cut_in_two(&pages[0], chance).unwrap_or(pages);
        }
        if unnumbered {
            pages.iter_mut().for_each(pages::take_page_number);
        }
        if separators {
            let page = pages::separator(chance);
            stack.pages.push(page);
        }
        stack.put(&single.name, pages);
        let scanned = single.pages[0].words.iter().any(|w| matches!(w.read_by, ReadBy::Ocr { .. }));
        if chance.is(0.08) {
            let page = pages::terms(&single, chance);
            stack.append(pages::as_read(page, scanned, chance));
        } else if chance.is(0.05) {
            let page = pages::specification(&single, chance);
            stack.append(pages::as_read(page, scanned, chance));
        }
        if duplex && chance.is(0.6) {
            stack.pages.push(pages::blank(scanned, chance));
        }
        if chance.is(0.06) {
            let (name, page) = pages::other_document(chance);
            stack.put(name, vec![pages::as_read(page, scanned, chance)]);
        }
        before = Some(single);
    }
    for (index, page) in stack.pages.iter_mut().enumerate() {
        page.number = index as u32 + 1;
    }
    stack
}

/// Any document, one of the same supplier, or the one before with another number and date.
fn pick(singles: &[Single], before: Option<&Single>, chance: &mut Chance) -> Single {
    if let Some(before) = before {
        if chance.is(0.15) {
            return twin(before, chance);
        }
        let same: Vec<&Single> = singles
            .iter()
            .filter(|s| s.supplier == before.supplier && s.name != before.name)
            .collect();
        if !same.is_empty() && chance.is(0.25) {
            return (*chance.of(&same)).clone();
        }
    }
    chance.of(singles).clone()
}

/// The next invoice of the same supplier: the same page with another number, other dates, other amounts.
fn twin(single: &Single, chance: &mut Chance) -> Single {
    let mut twin = single.clone();
    let number = single.number.as_deref().map(plain).unwrap_or_default();
    let next = |c: char, chance: &mut Chance| {
        if c.is_ascii_digit() { char::from(b'0' + chance.below(10) as u8) } else { c }
    };
    let changed: String = number
        .chars()
        .rev()
        .enumerate()
        .map(|(i, c)| if i < 4 { next(c, chance) } else { c })
        .collect();
    let changed: Vec<char> = changed.chars().rev().collect();
    for word in twin.pages.iter_mut().flat_map(|p| &mut p.words) {
        let is_number = number.len() >= 3 && plain(&word.text) == number;
        let looks_like_amount =
            word.text.contains(',') || (word.text.contains('.') && word.text.len() < 9);
        let mut digit = 0;
        word.text = word
            .text
            .chars()
            .map(|c| {
                let alphanumeric = c.is_alphanumeric();
                let new = if is_number && alphanumeric {
                    changed[digit]
                } else if looks_like_amount && chance.is(0.3) {
                    next(c, chance)
                } else {
                    c
                };
                digit += usize::from(alphanumeric);
                new
            })
            .collect();
    }
    twin.name = format!("twin of {}", single.name);
    twin.number = Some(changed.iter().collect());
    twin
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A word at a place.
pub fn word(text: &str, x: f32, y: f32, line: u32) -> Word {
    Word {
        text: text.to_owned(),
        bbox: invoice::BBox::new(x, y, x + 5.0 * text.chars().count() as f32, y + 9.0),
        size_pt: 9.5,
        bold: false,
        confidence: 1.0,
        line,
        read_by: ReadBy::TextLayer,
    }
}
