//! What a person says that a proposal should be: corrections, and what they do to what was read.
//!
//! A correction names a field as the output does ("totals.gross"), and is kept apart from what was read: it is applied
//! whenever the document is understood anew, so that no later run loses it. Amounts and dates are taken as people write
//! them and kept as the output has them.
//!
//! The lines of an invoice are one field: what a person changes of one is kept with all of them as they saw them, so that it
//! stays with its line when another reading finds more or fewer.

mod apply;
mod lines;
mod value;

pub(crate) use apply::OfProposal;
pub use lines::{line_of, with_line};
pub use value::{Wrong, account_of_line, is_account, normal, shares};

/// Where on a page a person pointed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Page, from 1.
    pub page: u32,
    /// Place on it, pt: left, top, right, bottom.
    pub bbox: [f32; 4],
    /// The words there.
    pub text: String,
}

/// What a person said of one field of a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// First page of the proposal that it is about, from 1; 0 for an XML invoice, and for what concerns the whole document.
    pub first_page: u32,
    /// The field, as the output names it, or one of `account`, `vat_code`, `supplier_code`, `duplicate`, `accepted` and
    /// `layout`.
    pub field: String,
    /// The value, as the output has it.
    pub value: String,
    /// Where it stands on the page.
    pub place: Option<Place>,
}

/// The corrections of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corrections(pub Vec<Correction>);

impl Corrections {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which pages belong together, when a person has said so: first and last of each document.
    pub fn layout(&self) -> Option<Vec<(u32, u32)>> {
        let layout = self.0.iter().find(|one| one.field == "layout")?;
        value::pages(&layout.value)
    }

    /// The corrections of the proposal that begins on this page (0 without pages).
    pub fn of(&self, first_page: u32) -> OfProposal<'_> {
        let mine =
            self.0.iter().filter(|one| one.first_page == first_page && one.field != "layout");
        OfProposal::new(mine.collect())
    }
}

#[cfg(test)]
mod tests;
