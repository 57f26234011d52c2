//! Who sells and who buys: names, addresses and identifiers shared out over the two.

use super::super::candidates::Candidates;
use super::super::candidates::address::{self, Block, Heading, is_street};
use super::super::layout::{Layout, Place};
use super::super::lexicon::Label;
use super::identifiers::identifiers;
use super::names;
use super::sides;
use super::supplier::{pick_supplier, supplier_names};
use super::wording;
use invoice::{BBox, Ours, Proof};

#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub text: String,
    pub place: Place,
    pub score: f32,
    /// The score of the best name of another firm, 0 when there is none.
    pub second: f32,
    pub proofs: Vec<Proof>,
}

/// An identifier that was found for a party.
#[derive(Debug, Clone)]
pub(crate) struct Id {
    pub value: String,
    pub place: Place,
    pub checked: bool,
    /// Letters and digits that look alike were exchanged for the check digits to pass.
    pub mended: bool,
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

#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    pub supplier: Side,
    pub customer: Side,
    /// All accounts of the seller, and whether it is a blocked one (G-rekening).
    pub accounts: Vec<(Id, bool)>,
    /// How far the addresses of seller and buyer stand apart, where one could be taken for the other.
    pub supplier_lead: Option<f32>,
    pub customer_lead: Option<f32>,
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
    let is_own = |block: &Block| block.name.as_ref().is_some_and(|(name, _)| ours.is_name(name));
    let own_block = blocks.iter().position(|b| !b.one_line && is_own(b));
    let sides = if own_block.is_none() && !receipt {
        sides::choose(layout, candidates, &blocks)
    } else {
        None
    };
    let customer_block =
        own_block.map(|index| (index, 0.95)).or_else(|| sides.and_then(|s| s.buyer));
    let customer_name = customer_block
        .and_then(|(i, score)| {
            blocks[i].name.clone().map(|(text, place)| Name {
                text: names::clean(&text),
                place,
                score,
                second: 0.0,
                proofs: vec![Proof::AddressBlock],
            })
        })
        .filter(|n| names::is_plausible(&n.text) && !wording::is_heading(&n.text));
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
    parties.customer_lead = sides.and_then(|s| s.next).map(|(_, lead)| lead);
    parties.supplier_lead = sides
        .zip(parties.supplier.name.as_ref())
        .and_then(|(s, name)| s.seller_lead(&blocks, &name.text));
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
            proofs: vec![Proof::Heading],
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
            // "Name:" stands before the name.
            let is_key = layout.cell_place(below).text.trim_end().ends_with(':');
            let value =
                layout.rows[layout.cells[below].row].cells.clone().find(|c| is_key && *c > below);
            let below = value.unwrap_or(below);
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
        candidates().find(|b| b.name.as_ref().is_some_and(|(n, _)| names::same(n, &name.text)))
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
