//! How sure a value is: what speaks for it, weighed by weights that were fitted on documents with known truth, and then
//! corrected so that of the values that are called 0.9 sure nine out of ten are right.
//!
//! `weights.json` is written by `cargo run --example train`; documents that the weights were fitted on do not count for
//! the correction.

mod features;
mod model;

pub use features::FEATURES;
pub(crate) use features::{Known, Observation, each};

use super::layout::Layout;
use super::solve::dates::Chosen;
use super::solve::number::Reference;
use super::solve::totals::Solution;
use invoice::{Confidence, Invoice, Proof};

/// What is judged by weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// BT-1.
    Number,
    /// BT-2.
    IssueDate,
    /// BT-9.
    DueDate,
    /// BT-109.
    Net,
    /// BT-110.
    Vat,
    /// BT-112.
    Gross,
    /// BG-23.
    Breakdown,
    /// BT-27.
    SupplierName,
    /// BT-31.
    SupplierVatId,
    /// BT-30.
    SupplierKvk,
    /// BT-84.
    SupplierIban,
    /// BT-44.
    CustomerName,
    /// BT-5.
    Currency,
    /// BT-3.
    DocumentType,
    /// BG-25.
    Lines,
}

impl Family {
    /// All of them, with their keys in the file of weights.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Number, "invoice_number"),
        (Self::IssueDate, "issue_date"),
        (Self::DueDate, "due_date"),
        (Self::Net, "net_total"),
        (Self::Vat, "vat_total"),
        (Self::Gross, "gross_total"),
        (Self::Breakdown, "vat_breakdown"),
        (Self::SupplierName, "supplier_name"),
        (Self::SupplierVatId, "supplier_vat_id"),
        (Self::SupplierKvk, "supplier_kvk"),
        (Self::SupplierIban, "supplier_iban"),
        (Self::CustomerName, "customer_name"),
        (Self::Currency, "currency"),
        (Self::DocumentType, "document_type"),
        (Self::Lines, "line_count"),
    ];

    /// Its key in the file of weights.
    pub fn key(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What each feature of a value adds to the logarithm of the odds that it is right, the strongest first.
pub(super) fn contributions(family: Family, features: &[f32]) -> Vec<(&'static str, f32)> {
    model::MODEL.contributions(family, features)
}

/// How sure totals are at most when others add up as well, and a date or number when another has as much for it.
const EQUALLY_LIKELY: f32 = 0.6;

/// How sure totals are at least that the rows of a VAT table prove.
const TOLD_BY_ROWS: f32 = 0.95;

/// Addresses that stand less apart may be either party's.
const APART: f32 = 1.0;

/// Words at the head of a page, also printed again, may be a slogan or a title where nothing else speaks for them: they
/// are a name at most so surely.
const ONLY_LETTERHEAD: f32 = 0.85;
/// How sure a name is at most that is printed as the address of a web site alone.
const ONLY_DOMAIN: f32 = 0.7;
/// Recognised below this on average, words are noise or two lines that were taken for one.
const HARDLY_READ: f32 = 0.4;

/// Replaces the first guesses at confidence by calibrated ones and leaves out what is less sure than `floor`.
pub(crate) fn settle(layout: &Layout<'_>, known: &Known<'_>, invoice: &mut Invoice, floor: f32) {
    fn weak<T>(field: Option<&invoice::Field<T>>, floor: f32) -> bool {
        field.is_some_and(|f| f.confidence.get() < floor)
    }
    let judge = known.judge(layout);
    each(invoice, &mut |family, _, evidence, confidence| {
        let features = judge.features(family, evidence, *confidence);
        let mut sure = model::MODEL.probability(family, &features);
        let total = matches!(family, Family::Net | Family::Vat | Family::Gross | Family::Breakdown);
        if total && known.solution.is_some_and(|s| s.rival) {
            // Of two that add up equally well one is wrong, whatever else speaks for either.
            sure = sure.min(EQUALLY_LIKELY);
        }
        // what no total says, the rows of a VAT table say that come to the printed total
        if total && known.solution.is_some_and(Solution::is_told_by_rows) {
            sure = sure.max(TOLD_BY_ROWS);
        }
        if family == Family::Number && known.number.is_some_and(Reference::has_rival) {
            sure = sure.min(EQUALLY_LIKELY);
        }
        let date = match family {
            Family::IssueDate => known.dates.issue.as_ref(),
            Family::DueDate => known.dates.due.as_ref(),
            _ => None,
        };
        if date.is_some_and(Chosen::has_rival) {
            sure = sure.min(EQUALLY_LIKELY);
        }
        let lead = match family {
            Family::SupplierName => known.parties.supplier_lead,
            Family::CustomerName => known.parties.customer_lead,
            _ => None,
        };
        if lead.is_some_and(|lead| lead < APART) {
            // Two addresses and nothing that tells whose they are.
            sure = sure.min(EQUALLY_LIKELY);
        }
        if matches!(family, Family::SupplierName | Family::CustomerName) {
            let proofs = &evidence.proved_by;
            if proofs.contains(&Proof::Domain) {
                sure = sure.min(ONLY_DOMAIN);
            }
            let is_lone = |p: &Proof| matches!(p, Proof::Letterhead | Proof::Repeated);
            if !proofs.is_empty() && proofs.iter().all(is_lone) {
                sure = sure.min(ONLY_LETTERHEAD);
            }
            // What was hardly read is hardly a name, wherever it stands.
            let read = judge.mean_word(evidence);
            // A chain of shops is known besides by the list that it stands in.
            let listed = proofs.contains(&Proof::Chain);
            if read < HARDLY_READ && !listed {
                sure = sure.min(read);
            }
        }
        *confidence = Confidence::new(sure);
    });
    macro_rules! drop_weak {
        ($($place:expr),+ $(,)?) => { $(if weak($place.as_ref(), floor) { $place = None; })+ };
    }
    drop_weak!(
        invoice.number,
        invoice.issue_date,
        invoice.due_date,
        invoice.totals.net,
        invoice.totals.vat,
        invoice.totals.gross,
        invoice.supplier.name,
        invoice.supplier.vat_id,
        invoice.supplier.kvk,
        invoice.supplier.iban,
        invoice.customer.name,
        invoice.currency,
    );
    invoice.vat_breakdown.retain(|r| r.confidence.get() >= floor);
    invoice.lines.retain(|l| l.confidence.get() >= floor);
}
