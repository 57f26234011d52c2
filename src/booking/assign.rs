//! Whose document it is, and whether he buys or sells.

use super::context::{Books, Context};
use super::proposal::AssignedBy;
use super::{Administration, Direction};
use crate::extract::{LEAST_OWN, Ours};
use crate::invoice::{Invoice, Party};

/// The books a document belongs in.
#[derive(Debug, Clone, Copy)]
pub struct Assigned<'a> {
    /// The books.
    pub books: &'a Books,
    /// How they were found; `None` when no administration fits.
    pub by: Option<AssignedBy>,
    /// Whether the administration buys or sells.
    pub direction: Direction,
}

/// What names an administration.
pub fn identity(administration: &Administration) -> Ours {
    let ids = administration
        .vat_id
        .iter()
        .chain(&administration.kvk)
        .chain(&administration.ibans);
    let names = std::iter::once(&administration.name).chain(&administration.aliases);
    let postcodes = administration
        .addresses
        .iter()
        .filter_map(|address| address.postcode.as_deref());
    Ours::new(
        ids.map(String::as_str),
        names.map(String::as_str),
        postcodes,
    )
}

/// Whether the administration is the buyer and whether it is the seller.
fn scores(books: &Books, invoice: &Invoice) -> (f32, f32) {
    let ours = &books.identity;
    let side = |party: &Party| {
        let by_id: f32 = if ours.has_id_of(party) { 1.0 } else { 0.0 };
        (by_id, ours.party_name_score(party))
    };
    let (customer_id, customer_name) = side(&invoice.customer);
    let (supplier_id, supplier_name) = side(&invoice.supplier);
    let buyer = customer_id.max(customer_name);
    // its own number as that of the seller is a misreading when its name stands with the buyer
    let seller = if customer_name >= LEAST_OWN && supplier_name < LEAST_OWN {
        0.0
    } else {
        supplier_id.max(supplier_name)
    };
    (buyer, seller)
}

/// The books of a document: by the folder it is in, else by the parties on it.
pub fn assign<'a>(invoice: &Invoice, path: &str, context: &'a Context) -> Assigned<'a> {
    if let Some(books) = context.by_folder(path) {
        let (buyer, seller) = scores(books, invoice);
        return Assigned {
            books,
            by: Some(AssignedBy::Folder),
            direction: if seller >= LEAST_OWN && seller > buyer {
                Direction::Sale
            } else {
                Direction::Purchase
            },
        };
    }
    let mut best: Option<(f32, Direction, &Books)> = None;
    for books in context.books() {
        let (buyer, seller) = scores(books, invoice);
        for (score, direction) in [(buyer, Direction::Purchase), (seller, Direction::Sale)] {
            if score >= LEAST_OWN && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, direction, books));
            }
        }
    }
    match best {
        Some((_, direction, books)) => Assigned {
            books,
            by: Some(AssignedBy::Party),
            direction,
        },
        // one administration has all that comes
        None => match context.books() {
            [only] if only.administration.folders.is_empty() => Assigned {
                books: only,
                by: None,
                direction: Direction::Purchase,
            },
            _ => Assigned {
                books: context.unnamed(),
                by: None,
                direction: Direction::Purchase,
            },
        },
    }
}
