//! Whose the addresses are: what makes one the buyer's and another the seller's, and how far the two stand apart.

use super::super::candidates::address::{Block, Heading};
use super::super::candidates::{Candidates, Kind};
use super::super::layout::Layout;
use super::super::lexicon::{Label, Language, WORDS, fold};
use super::names;
use super::party::inside;
use invoice::{BBox, countries};

/// An address with less than this is the buyer's only when another one is plainly the seller's, or one of two is to be.
const LEAST: f32 = 1.0;
const LEAST_BESIDE_SELLER: f32 = -1.5;
const PLAINLY_SELLERS: f32 = -2.0;
/// A firm's name over its own address is set in larger letters than the address; so much larger, in print and recognised.
const LARGER: f32 = 1.2;
const LARGER_OCR: f32 = 1.45;
/// What speaks against the buyer where the lines of an address are centred.
const CENTRED: f32 = 2.5;
/// A window ends this far down and begins no higher, as shares of the page.
const WINDOW: std::ops::Range<f32> = 0.1..0.42;
/// Rows of a document in which names are looked for again.
const MOST_ROWS: usize = 1_500;

#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    /// The address of the buyer and how sure it is, 0 to 1.
    pub buyer: Option<(usize, f32)>,
    /// The address that looks most like the buyer's, chosen or not.
    pub likeliest: usize,
    /// An address that may be its as well, and how far it is behind.
    pub next: Option<(usize, f32)>,
}

impl Sides {
    /// How far the seller of this name is from being the buyer: `None` where no other address could change places with it.
    pub(crate) fn seller_lead(&self, blocks: &[Block], seller: &str) -> Option<f32> {
        let (next, lead) = self.next?;
        let is_of = |block: usize| {
            let name = blocks[block].name.as_ref();
            name.is_some_and(|(name, _)| names::same(name, seller))
        };
        if is_of(next) {
            Some(lead)
        } else {
            (self.buyer.is_none() && is_of(self.likeliest)).then_some(0.0)
        }
    }
}

/// Chooses the address of the buyer.
pub(super) fn choose(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
) -> Option<Sides> {
    let home = home(layout, candidates);
    let look = Look { layout, candidates, blocks, again: &Again::of(layout, candidates) };
    let scores: Vec<f32> = blocks
        .iter()
        .enumerate()
        .map(|(i, block)| look.score(i, block) + look.abroad(home, block))
        .collect();
    let (likeliest, score) = scores
        .iter()
        .copied()
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let others = || scores.iter().enumerate().filter(|(i, _)| *i != likeliest);
    let name = blocks[likeliest].name.as_ref();
    let next = others()
        .filter(|(i, _)| is_rival(&blocks[*i], name.map(|(name, _)| name.as_str())))
        .map(|(i, s)| (i, score - s))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    // Where another address is plainly the seller's, the one that is left need not look like a window.
    let sellers = others().any(|(_, s)| *s <= PLAINLY_SELLERS);
    let least = if sellers || next.is_some() { LEAST_BESIDE_SELLER } else { LEAST };
    let is_buyers = score >= least && (name.is_some() || score >= LEAST);
    Some(Sides {
        buyer: is_buyers.then(|| (likeliest, (0.5 + score * 0.12).clamp(0.35, 0.95))),
        likeliest,
        next,
    })
}

/// Whether lines of unlike length have one middle: a letterhead is set so, an address in a window never.
fn is_centred(name: &BBox, postcode: &BBox) -> bool {
    let reach = name.width().max(postcode.width());
    let apart = (name.x0 - postcode.x0).abs();
    let middles = (name.x0 + name.x1 - postcode.x0 - postcode.x1).abs() / 2.0;
    apart > reach * 0.08 && middles < reach * 0.03
}

/// Whether a block may be the buyer's as well: of another name, without a heading that says what it is.
fn is_rival(block: &Block, name: Option<&str>) -> bool {
    let own = block.name.as_ref().map(|(name, _)| name.as_str());
    block.heading.is_none()
        && !block.one_line
        && block.page == 0
        && own.is_some_and(names::is_plausible)
        && !own.zip(name).is_some_and(|(a, b)| names::same(a, b))
}

/// The country where the seller is registered and banks, where all that is printed agrees.
fn home<'c>(layout: &Layout<'_>, candidates: &'c Candidates) -> Option<&'c str> {
    let of = |kind: Kind| {
        candidates
            .identifiers
            .iter()
            .filter(move |i| i.value.kind == kind && i.value.checked)
            .filter(|i| {
                let row = candidates.row_hits(i.place.row);
                let near = |words: &std::ops::Range<usize>| {
                    words.end <= i.place.words.start && i.place.words.start - words.end < 6
                };
                !row.iter().any(|h| h.is(Label::CustomerVatId) && near(&h.words))
            })
            .filter(|i| i.place.page < layout.pages.len())
            .filter_map(|i| i.value.value.get(..2))
    };
    let mut banks = of(Kind::Iban);
    let bank = banks.next();
    if banks.any(|c| Some(c) != bank) {
        return None;
    }
    let mut registered = of(Kind::VatId).peekable();
    let first = registered.peek().copied();
    match bank {
        Some(bank) => (first.is_none() || registered.any(|c| c == bank)).then_some(bank),
        None => first.filter(|first| registered.all(|c| c == *first)),
    }
}

/// Whether an address is in this country, as far as it and its postcode tell.
fn is_printed_in(block: &Block, country: &str) -> Option<bool> {
    if let Some(printed) = block.address.country.as_deref() {
        return Some(printed == country);
    }
    let postcode = block.address.postcode.as_deref()?;
    let digits = postcode.bytes().filter(u8::is_ascii_digit).count();
    countries::has_postcodes_of(country, digits)
}

/// Where sellers print their names again: folded rows at the head and the foot of a page, beside their registrations, and
/// under a greeting.
struct Again {
    rows: Vec<(usize, String)>,
}

impl Again {
    fn of(layout: &Layout<'_>, candidates: &Candidates) -> Self {
        let mut rows = Vec::new();
        let mut greeted = 0_usize;
        for (index, row) in layout.rows.iter().enumerate().take(MOST_ROWS) {
            let height = layout.page(row.page).height_pt.max(1.0);
            let at = row.bbox.center_y() / height;
            let folded = fold(&row.text);
            let hits = candidates.row_hits(index);
            let theirs = hits
                .iter()
                .any(|h| h.is_any(&[Label::Customer, Label::Attention, Label::CustomerVatId]));
            let registered = candidates
                .identifiers
                .iter()
                .any(|i| i.place.row == index && i.value.kind != Kind::PaymentReference)
                || hits.iter().any(|h| h.is_any(&[Label::Kvk, Label::AccountHolder]));
            let is_sellers = !(WINDOW.start..0.8).contains(&at) || registered || greeted > 0;
            greeted = greeted.saturating_sub(1);
            if WORDS.sign_offs.iter().any(|words| folded.contains(words)) {
                greeted = 4;
            }
            if is_sellers && !theirs {
                rows.push((index, folded));
            }
        }
        Self { rows }
    }

    /// True where a name stands in one of these rows, outside its own address.
    fn has(&self, layout: &Layout<'_>, block: &Block, name: &str) -> bool {
        let core = names::core(name);
        core.len() >= 5
            && self.rows.iter().any(|(index, text)| {
                let row = &layout.rows[*index];
                let own = row.page == block.page
                    && row.bbox.center_y() > block.reach.y0 - 2.0
                    && row.bbox.center_y() < block.reach.y1 + 2.0;
                !own && text.contains(&core)
            })
    }
}

/// What is looked at to tell whose an address is.
struct Look<'l> {
    layout: &'l Layout<'l>,
    candidates: &'l Candidates,
    blocks: &'l [Block],
    again: &'l Again,
}

impl Look<'_> {
    /// How much speaks for the buyer, less what speaks for the seller.
    fn score(&self, index: usize, block: &Block) -> f32 {
        let mut score: f32 = match block.heading {
            Some(Heading::Customer) => 4.0,
            Some(Heading::Delivery) => 1.5,
            Some(Heading::Supplier) => -4.0,
            None => 0.0,
        };
        if block.one_line {
            score -= 3.0;
        }
        if block.page > 0 {
            score -= 1.5;
        }
        score += self.position(index, block);
        if block.has_attention {
            score += 1.5;
        }
        if block.address.street.is_some() {
            score += 0.3;
        }
        if block.name.is_none() {
            // Five digits and a word are often no town.
            score -= if block.address.street.is_none() { 3.0 } else { 1.0 };
        }
        score += self.registered(block);
        if block.name.is_some() {
            score += self.named(index, block);
        }
        // A one-line sender right above opens the window.
        let window = self.blocks.iter().any(|b| {
            b.one_line
                && b.page == block.page
                && (0.0..45.0).contains(&(block.bbox.y0 - b.bbox.y1))
                && (b.bbox.x0 - block.bbox.x0).abs() < 20.0
        });
        if window {
            score += 2.0;
        }
        score
    }

    fn position(&self, index: usize, block: &Block) -> f32 {
        let page = self.layout.page(block.page);
        let x = block.bbox.x0 / page.width_pt.max(1.0);
        let y = block.bbox.center_y() / page.height_pt.max(1.0);
        // Two addresses side by side.
        let beside = self.blocks.iter().enumerate().find(|(i, b)| {
            *i != index
                && !b.one_line
                && b.page == block.page
                && b.bbox.overlap_y(&block.bbox) > 0.5
                && b.name.is_some()
        });
        let mut score = 0.0;
        if WINDOW.contains(&y) {
            score += 1.2;
            // The window of an envelope: left in most countries, right in France and Belgium.
            score += if x < 0.35 { 0.6 } else { 0.2 };
        } else if y > 0.7 {
            score -= 2.0;
        }
        if y < WINDOW.start {
            score -= 0.8;
        }
        if let Some((_, other)) = beside {
            // Who writes stands first, but where the window is on the left.
            let windowed = matches!(self.candidates.language, Language::Nl | Language::De)
                && WINDOW.contains(&y);
            if !windowed {
                score += if block.bbox.x0 < other.bbox.x0 { -0.6 } else { 0.2 };
            }
        }
        score
    }

    /// Contacts and registrations belong to the seller's own address.
    fn registered(&self, block: &Block) -> f32 {
        let here = |place: &super::super::layout::Place| {
            place.page == block.page && inside(&place.bbox, &block.reach)
        };
        let contacts = self
            .candidates
            .identifiers
            .iter()
            .filter(|i| here(&i.place))
            .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website | Kind::Iban))
            .count();
        let mut score = -1.6 * contacts.min(2) as f32;
        let labelled = |labels: &[Label]| {
            self.candidates.hits.iter().any(|h| {
                self.layout.rows[h.row].page == block.page
                    && h.is_any(labels)
                    && inside(&h.bbox, &block.reach)
            })
        };
        if labelled(&[Label::Kvk, Label::Phone, Label::Iban]) {
            score -= 1.5;
        }
        if block.heading.is_none() && labelled(&[Label::CustomerNumber, Label::CustomerVatId]) {
            score += 1.0;
        }
        score
    }

    fn named(&self, index: usize, block: &Block) -> f32 {
        let Some((name, place)) = &block.name else {
            return 0.0;
        };
        let mut score = 0.0;
        let domain = self
            .candidates
            .identifiers
            .iter()
            .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website))
            .map(|i| names::fits_domain(name, &i.value.value))
            .fold(0.0, f32::max);
        score -= 2.5 * domain;
        // The same firm on the sender's line, in the footer, beside the account or under a greeting.
        let again = self.blocks.iter().enumerate().any(|(i, b)| {
            i != index && b.one_line && b.name.as_ref().is_some_and(|(n, _)| names::same(n, name))
        });
        if again || block.heading.is_none() && self.again.has(self.layout, block, name) {
            score -= 2.5;
        }
        let is_headed = self.blocks.iter().any(|b| {
            b.heading == Some(Heading::Supplier)
                && b.name.as_ref().is_some_and(|(n, _)| names::same(n, name))
        });
        if is_headed && block.heading != Some(Heading::Customer) {
            // Another address of it whom a heading calls the seller.
            score -= 6.0;
        }
        let size = |words: &std::ops::Range<usize>| self.layout.words[words.start].word.size_pt;
        let larger = if place.ocr { LARGER_OCR } else { LARGER };
        if block.heading.is_none() && size(&place.words) >= size(&block.postcode.words) * larger {
            score -= 2.0;
        }
        if block.heading.is_none() && is_centred(&place.bbox, &block.postcode.bbox) {
            score -= CENTRED;
        }
        if self.greeted(name) {
            score += 1.5;
        }
        score
    }

    /// Whether the letter greets somebody of this name ("Geachte heer Brouwer").
    fn greeted(&self, name: &str) -> bool {
        let parts: Vec<String> =
            name.split_whitespace().map(fold).filter(|part| part.len() >= 4).collect();
        self.candidates.hits.iter().filter(|h| h.is(Label::Salutation)).any(|h| {
            let row = &self.layout.rows[h.row];
            let end = row.words.end.min(h.words.end + 5);
            self.layout.words[h.words.end.min(end)..end]
                .iter()
                .any(|w| parts.contains(&fold(&w.word.text)))
        })
    }

    /// Whether an address is in this country: by the VAT id that stands in it, else by itself.
    fn is_in(&self, block: &Block, country: &str) -> Option<bool> {
        let identifiers = self.candidates.identifiers.iter();
        let mut registered = identifiers
            .filter(|i| i.value.kind == Kind::VatId && i.value.checked)
            .filter(|i| i.place.page == block.page && inside(&i.place.bbox, &block.reach))
            .filter_map(|i| i.value.value.get(..2));
        match registered.next() {
            Some(registered) => Some(registered == country),
            None => is_printed_in(block, country),
        }
    }

    /// The address in the country where the seller is registered and banks is its, and one abroad is the buyer's, where
    /// there is one of each.
    fn abroad(&self, home: Option<&str>, block: &Block) -> f32 {
        let Some(home) = home else {
            return 0.0;
        };
        let places = || {
            self.blocks
                .iter()
                .filter(|b| b.page == 0 && !b.one_line && b.name.is_some())
                .filter_map(|b| self.is_in(b, home))
        };
        if !(places().any(|here| here) && places().any(|here| !here)) {
            return 0.0;
        }
        match self.is_in(block, home) {
            Some(true) => -1.5,
            Some(false) => 1.5,
            None => 0.0,
        }
    }
}
