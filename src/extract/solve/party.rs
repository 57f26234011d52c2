//! Who sells and who buys: names, addresses and identifiers shared out over the two.

use super::super::candidates::address::{self, Block, Heading, is_street};
use super::super::candidates::{Candidates, Kind};
use super::super::layout::{Layout, Place};
use super::super::lexicon::Label;
use super::super::ours::Ours;
use super::identifiers::identifiers;
use super::names;
use super::supplier::{pick_supplier, supplier_names};
use crate::text::BBox;

/// A name with what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub text: String,
    pub place: Place,
    pub score: f32,
    /// The score of the best name of another firm, 0 when there is none.
    pub second: f32,
    pub proofs: Vec<&'static str>,
}

/// An identifier that was found for a party.
#[derive(Debug, Clone)]
pub(crate) struct Id {
    pub value: String,
    pub place: Place,
    pub checked: bool,
    pub score: f32,
}

/// What is known of a seller or buyer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Side {
    pub name: Option<Name>,
    pub block: Option<Block>,
    pub vat_id: Option<Id>,
    pub kvk: Option<Id>,
    pub iban: Option<Id>,
    pub bic: Option<Id>,
    pub email: Option<Id>,
    pub website: Option<Id>,
}

/// Both parties.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    pub supplier: Side,
    pub customer: Side,
    /// All accounts of the seller, and whether it is a blocked one (G-rekening).
    pub accounts: Vec<(Id, bool)>,
    /// All names that may be the seller's, the likeliest first.
    pub names: Vec<Name>,
}

/// Shares names, addresses and identifiers out.
pub(crate) fn solve(
    layout: &Layout<'_>,
    candidates: &Candidates,
    receipt: bool,
    ours: &Ours,
) -> Parties {
    let blocks = address::find(layout, candidates);
    let mut parties = Parties::default();
    let is_own = |block: &Block| {
        block
            .name
            .as_ref()
            .is_some_and(|(name, _)| ours.is_name(name))
    };
    let own_block = blocks.iter().position(|b| !b.one_line && is_own(b));
    let customer_block = own_block.map(|index| (index, 0.95)).or_else(|| {
        (!receipt)
            .then(|| choose_customer(layout, candidates, &blocks))
            .flatten()
    });
    let customer_name = customer_block
        .and_then(|(i, score)| {
            blocks[i].name.clone().map(|(text, place)| Name {
                text: names::clean(&text),
                place,
                score,
                second: 0.0,
                proofs: vec!["address block"],
            })
        })
        .filter(|n| names::is_plausible(&n.text));
    let customer_name = if receipt {
        None
    } else {
        customer_name.or_else(|| labelled_customer(layout, candidates))
    };
    let customer_reach = customer_block.map(|(i, _)| (blocks[i].page, blocks[i].reach));
    let mut names = supplier_names(
        layout,
        candidates,
        &blocks,
        customer_block.map(|(i, _)| i),
        customer_name.as_ref(),
        receipt,
    );
    names.retain(|name| !ours.is_name(&name.text));
    names.sort_by(|a, b| b.score.total_cmp(&a.score));
    parties.supplier.name = pick_supplier(&names);
    if let Some((index, _)) = customer_block {
        parties.customer.block = Some(blocks[index].clone());
    }
    parties.customer.name = customer_name;
    parties.supplier.block = supplier_block(
        &blocks,
        customer_block.map(|(i, _)| i),
        parties.supplier.name.as_ref(),
        ours,
    );
    parties.names = names;
    identifiers(layout, candidates, customer_reach, ours, &mut parties);
    parties
}

/// The block of the buyer and how sure it is.
fn choose_customer(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
) -> Option<(usize, f32)> {
    let mut best: Option<(usize, f32)> = None;
    for (index, block) in blocks.iter().enumerate() {
        let score = customer_score(layout, candidates, blocks, index, block);
        if best.is_none_or(|(_, b)| score > b) {
            best = Some((index, score));
        }
    }
    // Where another address is plainly the seller's, the one that is left need not look like a window.
    let sellers = blocks.iter().enumerate().any(|(i, b)| {
        best.is_some_and(|(chosen, _)| chosen != i)
            && customer_score(layout, candidates, blocks, i, b) <= -2.0
    });
    let least = if sellers { -1.0 } else { 1.0 };
    best.filter(|(i, score)| *score >= least && (blocks[*i].name.is_some() || *score >= 1.0))
        .map(|(i, score)| (i, (0.5 + score * 0.12).clamp(0.35, 0.95)))
}

fn customer_score(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
    index: usize,
    block: &Block,
) -> f32 {
    let page = layout.page(block.page);
    let x = block.bbox.x0 / page.width_pt.max(1.0);
    let y = block.bbox.center_y() / page.height_pt.max(1.0);
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
    if (0.1..0.42).contains(&y) {
        score += 1.2;
        // The window of an envelope: left in most countries, right in France and Belgium.
        score += if x < 0.35 { 0.6 } else { 0.2 };
    } else if y > 0.7 {
        score -= 2.0;
    }
    if y < 0.1 {
        score -= 0.8;
    }
    if block.has_attention {
        score += 1.5;
    }
    if block.address.street.is_some() {
        score += 0.3;
    }
    if block.name.is_none() {
        score -= 1.0;
    }
    // Contacts and registrations belong to the seller's own address.
    let contacts = candidates
        .identifiers
        .iter()
        .filter(|i| i.place.page == block.page && inside(&i.place.bbox, &block.reach))
        .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website | Kind::Iban))
        .count();
    score -= 1.6 * contacts.min(2) as f32;
    let registered = candidates.hits.iter().any(|h| {
        layout.rows[h.row].page == block.page
            && h.is_any(&[Label::Kvk, Label::Phone, Label::Iban])
            && inside(&h.bbox, &block.reach)
    });
    if registered {
        score -= 1.5;
    }
    score += foreign(candidates, block);
    if let Some((name, _)) = &block.name {
        let domain = candidates
            .identifiers
            .iter()
            .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website))
            .map(|i| names::fits_domain(name, &i.value.value))
            .fold(0.0, f32::max);
        score -= 2.5 * domain;
        // The same firm on the sender's line or in the footer.
        let again = blocks.iter().enumerate().any(|(i, b)| {
            i != index && b.one_line && b.name.as_ref().is_some_and(|(n, _)| names::same(n, name))
        });
        if again {
            score -= 2.5;
        }
    }
    // A one-line sender right above opens the window.
    let window = blocks.iter().any(|b| {
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

/// Whether the VAT id in an address is of another country than the account that is to be paid into, where there is one of that
/// country too: then the address is the buyer's.
fn foreign(candidates: &Candidates, block: &Block) -> f32 {
    let country = |of: Kind| {
        candidates
            .identifiers
            .iter()
            .filter(move |i| i.value.kind == of && i.value.checked)
            .filter_map(|i| Some((i.value.value.get(..2)?, &i.place)))
    };
    let Some((bank, _)) = country(Kind::Iban).next() else {
        return 0.0;
    };
    let home = country(Kind::VatId).any(|(c, _)| c == bank);
    let abroad = country(Kind::VatId).any(|(c, _)| c != bank);
    let here = country(Kind::VatId)
        .find(|(_, place)| place.page == block.page && inside(&place.bbox, &block.reach));
    match here {
        Some((c, _)) if home && abroad => {
            if c == bank {
                -1.5
            } else {
                1.5
            }
        }
        _ => 0.0,
    }
}

pub(super) fn inside(inner: &BBox, outer: &BBox) -> bool {
    inner.center_y() > outer.y0 - 2.0
        && inner.center_y() < outer.y1 + 2.0
        && inner.x0 > outer.x0 - 8.0
        && inner.x0 < outer.x1 + 8.0
}

/// A buyer without a postcode: what stands under or beside "Bill to".
fn labelled_customer(layout: &Layout<'_>, candidates: &Candidates) -> Option<Name> {
    for (index, cell) in layout.cells.iter().enumerate() {
        let page = layout.rows[cell.row].page;
        if page > 0 {
            break;
        }
        let Some((Heading::Customer, rest)) = address::heading_of(layout, candidates, index) else {
            continue;
        };
        let made = |text: String, place: Place, score: f32| Name {
            text: names::clean(&text),
            place,
            score,
            second: 0.0,
            proofs: vec!["heading"],
        };
        if let Some((text, place)) = rest
            && names::is_plausible(&text)
        {
            return Some(made(text, place, 0.75));
        }
        // The cell below, in the same column; else the next one on the row.
        let rows = layout.page_rows[page].clone();
        let below = (cell.row + 1..rows.end.min(cell.row + 4)).find_map(|row| {
            layout.rows[row].cells.clone().find(|c| {
                let b = &layout.cells[*c].bbox;
                (b.x0 - cell.bbox.x0).abs() < 10.0 && b.y0 - cell.bbox.y1 < 30.0
            })
        });
        if let Some(below) = below {
            let place = layout.cell_place(below);
            if names::is_plausible(&place.text)
                && !is_street(&place.text)
                && !starts_with_label(candidates, layout, below)
            {
                return Some(made(place.text.clone(), place, 0.7));
            }
        }
    }
    None
}

fn starts_with_label(candidates: &Candidates, layout: &Layout<'_>, cell: usize) -> bool {
    let cell = &layout.cells[cell];
    candidates.row_hits(cell.row).iter().any(|h| {
        h.words.start == cell.words.start && !h.is_any(&[Label::Attention, Label::ColDescription])
    })
}

/// The seller's own address: the block of that name, else a block with the seller's registrations.
fn supplier_block(
    blocks: &[Block],
    customer: Option<usize>,
    name: Option<&Name>,
    ours: &Ours,
) -> Option<Block> {
    let candidates = || {
        blocks
            .iter()
            .enumerate()
            .filter(|(i, b)| {
                Some(*i) != customer
                    && !b.name.as_ref().is_some_and(|(name, _)| ours.is_name(name))
                    && !matches!(b.heading, Some(Heading::Customer | Heading::Delivery))
            })
            .map(|(_, b)| b)
    };
    let customer_name = customer.and_then(|i| blocks[i].name.as_ref());
    let named = name.and_then(|name| {
        candidates().find(|b| {
            b.name
                .as_ref()
                .is_some_and(|(n, _)| names::same(n, &name.text))
        })
    });
    named
        .or_else(|| {
            candidates().find(|b| {
                !b.name
                    .as_ref()
                    .zip(customer_name)
                    .is_some_and(|((a, _), (b, _))| names::same(a, b))
            })
        })
        .cloned()
}
