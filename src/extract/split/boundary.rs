//! Whether a document starts on a page: the page compared with the document so far.

use super::look::{Look, Sheet};
use super::weights::WEIGHTS;
use reading::text::Page;

/// What speaks for a start or against it, by name, in the order of `Boundary::features`.
pub const FEATURES: [&str; 41] = [
    "always",
    "same number",
    "number of the document found again",
    "another number",
    "a number for the first time",
    "no number any more",
    "page 1 of many",
    "page 1 of 1",
    "page 1",
    "the page number follows",
    "another page number",
    "no page number, pages are missing",
    "no page number, pages are complete",
    "no page number any more",
    "VAT id or account shared",
    "VAT id or account differs",
    "no VAT id or account any more",
    "titled as invoice or credit note",
    "titled as something else",
    "invoice date",
    "totals before",
    "totals before, title, date or totals again",
    "totals for the first time, no title",
    "carried over from the page before",
    "carried over to this page",
    "head alike",
    "head differs",
    "foot alike",
    "references shared",
    "nothing that names a document",
    "terms by title",
    "running text",
    "blank page before",
    "paper of another size",
    "scan and text side by side",
    "addressed to somebody",
    "salutation",
    "amounts in the same columns",
    "letters of another size",
    "head alike but another number",
    "the page before named no document",
];

/// The last page of the document before and the first that may start another.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Index of the page.
    pub page: usize,
    /// What was seen, each mostly 0 or 1; see [`FEATURES`].
    pub features: [f32; FEATURES.len()],
}

/// All boundaries between written pages that no separator decides, as they look when every earlier cut is right: what the
/// weights are fitted on. `starts` says which pages start a document.
pub fn boundaries(pages: &[Page], starts: &[bool]) -> Vec<Boundary> {
    let mut found = Vec::new();
    let mut so_far = SoFar::default();
    for (index, page) in pages.iter().enumerate() {
        match Sheet::of(page) {
            Sheet::Blank => so_far.blank(),
            Sheet::Separator => so_far.separator(),
            Sheet::Written => {
                let look = Look::of(page);
                if so_far.pages > 0 && !so_far.separated {
                    let features = so_far.features(&look);
                    found.push(Boundary { page: index, features });
                }
                if starts.get(index) == Some(&true) || so_far.pages == 0 {
                    so_far = SoFar::starting(look);
                } else {
                    so_far.goes_on(look);
                }
            }
        }
    }
    found
}

/// What is known of the document that the pages so far belong to.
#[derive(Debug, Clone, Default)]
pub(super) struct SoFar {
    /// Pages that were taken in.
    pages: usize,
    first: Look,
    last: Look,
    number: Option<(String, f32)>,
    page_of: Option<(u32, Option<u32>)>,
    identifiers: Vec<String>,
    references: Vec<String>,
    has_totals: bool,
    blank_before: bool,
    separated: bool,
}

impl SoFar {
    /// A document that starts with this page.
    pub fn starting(first: Look) -> Self {
        let mut so_far = Self { first: first.clone(), ..Self::default() };
        so_far.goes_on(first);
        so_far
    }

    /// The document goes on with a page.
    pub(crate) fn goes_on(&mut self, page: Look) {
        self.pages += 1;
        let surer = |new: &f32| self.number.as_ref().is_none_or(|(_, old)| new - old > 0.2);
        if let Some((_, score)) = &page.number
            && surer(score)
        {
            self.number.clone_from(&page.number);
        }
        self.page_of = page.page_of.or(self.page_of);
        self.identifiers.extend_from_slice(&page.identifiers);
        self.references.extend_from_slice(&page.references);
        self.references.sort_unstable();
        self.references.dedup();
        self.has_totals |= page.has_totals;
        self.blank_before = false;
        self.separated = false;
        self.last = page;
    }

    /// A page without writing follows.
    pub fn blank(&mut self) {
        self.blank_before = true;
    }

    /// A separator sheet follows.
    pub fn separator(&mut self) {
        self.separated = true;
    }

    /// How likely it is that the page starts another document, 0 to 1.
    pub(crate) fn chance_of_start(&self, page: &Look) -> f32 {
        if self.pages == 0 || self.separated {
            return 1.0;
        }
        let sum: f32 = self.features(page).iter().zip(&WEIGHTS).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    fn features(&self, page: &Look) -> [f32; FEATURES.len()] {
        let yes = |is: bool| f32::from(u8::from(is));
        let mut x = [0.0; FEATURES.len()];
        x[0] = 1.0;
        let mut differs = 0.0;
        match (&self.number, &page.number) {
            (Some((a, _)), Some((b, _))) if a == b => x[1] = 1.0,
            (Some((a, _)), _) if a.len() >= 5 && page.text.contains(a.as_str()) => x[2] = 1.0,
            (Some((_, s)), Some((_, t))) => differs = s.min(*t),
            (None, Some((_, t))) => x[4] = *t,
            (Some(_), None) => x[5] = 1.0,
            (None, None) => {}
        }
        x[3] = differs;
        match (self.page_of, page.page_of) {
            (_, Some((1, Some(total)))) => x[if total > 1 { 6 } else { 7 }] = 1.0,
            (_, Some((1, None))) => x[8] = 1.0,
            (before, Some((n, total))) => {
                let follows =
                    before.is_none_or(|(m, of)| n == m + 1 && (of.is_none() || of == total));
                x[if follows { 9 } else { 10 }] = 1.0;
            }
            (Some((m, Some(of))), None) => x[if m < of { 11 } else { 12 }] = 1.0,
            (Some((_, None)), None) => x[13] = 1.0,
            (None, None) => {}
        }
        if !self.identifiers.is_empty() {
            let shared = page.identifiers.iter().any(|i| self.identifiers.contains(i));
            x[if shared {
                14
            } else if page.identifiers.is_empty() {
                16
            } else {
                15
            }] = 1.0;
        }
        x[17] = yes(page.titled);
        x[18] = yes(page.other_title && !page.titled);
        x[19] = yes(page.has_date);
        x[20] = yes(self.has_totals);
        x[21] = yes(self.has_totals && (page.titled || page.has_totals || page.has_date));
        x[22] = yes(!self.has_totals && page.has_totals && !page.titled);
        x[23] = yes(page.came_from);
        x[24] = yes(self.last.goes_on);
        let head = alike(&page.head, &self.first.head).max(alike(&page.head, &self.last.head));
        x[25] = head;
        x[26] = yes(head < 0.25 && !page.head.is_empty() && !self.first.head.is_empty());
        x[27] = alike(&page.foot, &self.last.foot);
        let shared =
            page.references.iter().filter(|r| self.references.binary_search(r).is_ok()).count();
        x[28] = shared.min(3) as f32 / 3.0;
        x[29] = yes(page.is_bare());
        x[30] = yes(page.terms && !page.titled);
        x[31] = page.prose;
        x[32] = yes(self.blank_before);
        let far = |a: f32, b: f32, most: f32| (a - b).abs() > most * a.max(b);
        x[33] = yes(far(page.width_pt, self.last.width_pt, 0.04)
            || far(page.height_pt, self.last.height_pt, 0.04));
        x[34] = yes(page.scanned != self.last.scanned);
        x[35] = yes(page.addressed);
        x[36] = yes(page.salutation);
        x[37] = alike(&page.columns, &self.last.columns);
        x[38] =
            yes(!page.scanned && !self.last.scanned && far(page.body_pt, self.last.body_pt, 0.06));
        x[39] = head * differs;
        x[40] = yes(self.last.is_bare());
        x
    }
}

/// The share of the shorter list that is in the other, 0 to 1.
fn alike<T: PartialEq>(a: &[T], b: &[T]) -> f32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0.0;
    }
    short.iter().filter(|word| long.contains(word)).count() as f32 / short.len() as f32
}
