//! Whose document it is, and whether it buys or sells.

use super::Direction;
use super::context::{Books, Context};
use super::finding::Finding;
use super::finding::rules::{NoAdministration, OtherAddressee, OtherAdministration};
use super::proposal::AssignedBy;
use invoice::{Invoice, LEAST_OWN, Party};

/// The books a document belongs in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assigned<'a> {
    /// The books.
    pub books: &'a Books,
    /// How they were found; `None` when no administration fits.
    pub by: Option<AssignedBy>,
    /// Whether the administration buys or sells.
    pub direction: Direction,
    /// Whether what the document says of its parties agrees.
    pub doubt: Option<Doubt>,
}

/// What speaks against the administration that a document was assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It lies in the folder of one administration and is addressed to another.
    OtherAdministration,
    /// It lies in the folder of an administration and is addressed to somebody else.
    OtherAddressee,
    /// Administrations are configured, and none of them is a party to it.
    NoAdministration,
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

/// An addressee whose name is less sure than this says nothing, 0 to 1.
const SURE_NAME: f32 = 0.7;

/// True when the document is surely addressed to somebody else than this administration.
fn is_for_another(books: &Books, invoice: &Invoice) -> bool {
    let customer = &invoice.customer;
    let Some(name) = &customer.name else {
        return false;
    };
    let ours = &books.identity;
    name.confidence.get() >= SURE_NAME
        && !ours.is_party(customer)
        // neighbours share a postcode, and no number; sisters share an address
        && (!ours.is_at(customer)
            || customer.vat_id.is_some()
            || customer.kvk.is_some()
            || ours.is_sister(&name.value))
        && !ours.shares_name(&name.value)
}

/// The books of a document: those that a person gave it to, else by the folder it is in, if it is in one of an
/// administration, else by the parties on it.
pub(crate) fn assign<'a>(
    invoice: &Invoice,
    given: Option<&'a Books>,
    folder: Option<&'a Books>,
    context: &'a Context,
) -> Assigned<'a> {
    if let Some(books) = given {
        let (buyer, seller) = scores(books, invoice);
        let direction = if seller >= LEAST_OWN && seller > buyer {
            Direction::Sale
        } else {
            Direction::Purchase
        };
        return Assigned { books, by: Some(AssignedBy::Person), direction, doubt: None };
    }
    let found = by_parties(invoice, context);
    if let Some(books) = folder {
        let (buyer, seller) = scores(books, invoice);
        let is_party = buyer.max(seller) >= LEAST_OWN;
        let is_other = |other: &Books| other.administration.name != books.administration.name;
        let doubt = match &found {
            _ if is_party => None,
            Some((_, Direction::Purchase, other)) if is_other(other) => {
                Some(Doubt::OtherAdministration)
            }
            _ => is_for_another(books, invoice).then_some(Doubt::OtherAddressee),
        };
        return Assigned {
            books,
            by: Some(AssignedBy::Folder),
            direction: if seller >= LEAST_OWN && seller > buyer {
                Direction::Sale
            } else {
                Direction::Purchase
            },
            doubt,
        };
    }
    if let Some((_, direction, books)) = found {
        return Assigned { books, by: Some(AssignedBy::Party), direction, doubt: None };
    }
    // one administration has all that comes, unless it is addressed to somebody else
    let (books, doubt) = match context.books() {
        [] => (context.unnamed(), None),
        [only] if only.administration.folders.is_empty() && !is_for_another(only, invoice) => {
            (only, None)
        }
        _ => (context.unnamed(), Some(Doubt::NoAdministration)),
    };
    Assigned { books, by: None, direction: Direction::Purchase, doubt }
}

/// The administration that is most surely a party to the document, and which; the first of equals.
fn by_parties<'a>(invoice: &Invoice, context: &'a Context) -> Option<(f32, Direction, &'a Books)> {
    let mut best: Option<(f32, Direction, &Books)> = None;
    for books in context.books() {
        let (buyer, seller) = scores(books, invoice);
        for (score, direction) in [(buyer, Direction::Purchase), (seller, Direction::Sale)] {
            if score >= LEAST_OWN && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, direction, books));
            }
        }
    }
    best
}

/// What is to be said about whose document it is.
pub fn finding(assigned: &Assigned<'_>, is_bookable: bool) -> Option<Finding> {
    match assigned.doubt? {
        Doubt::OtherAdministration => Some(OtherAdministration {}.into()),
        Doubt::OtherAddressee => Some(OtherAddressee {}.into()),
        Doubt::NoAdministration => is_bookable.then(|| NoAdministration {}.into()),
    }
}
