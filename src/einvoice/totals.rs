//! Totals that a profile lets a sender leave out.

use invoice::{Amount, Confidence, Derivation, Evidence, Field, Totals};

/// Computes the one missing amount of net + VAT = gross (BR-CO-15), and gross from the payable amount (BR-CO-16).
/// Given amounts are never touched, also when they do not add up: that is for the checks to find.
pub(super) fn complete(totals: &mut Totals) {
    let value = |field: &Option<Field<Amount>>| field.as_ref().map(|field| field.value);
    let derived = |amount: Amount, how: Derivation| {
        Some(Field::new(amount, Evidence::derived(how), Confidence::new(0.95)))
    };
    if totals.gross.is_none() {
        if let (Some(net), Some(vat)) = (value(&totals.net), value(&totals.vat)) {
            totals.gross = derived(net + vat, Derivation::NetPlusVat);
        } else if let Some(payable) = value(&totals.payable) {
            let prepaid = value(&totals.prepaid).unwrap_or_default();
            let rounding = value(&totals.rounding).unwrap_or_default();
            totals.gross = derived(payable + prepaid - rounding, Derivation::PayableAndPrepaid);
        }
    }
    match (value(&totals.net), value(&totals.vat), value(&totals.gross)) {
        (None, Some(vat), Some(gross)) => {
            totals.net = derived(gross - vat, Derivation::NetOfTotals);
        }
        (Some(net), None, Some(gross)) => {
            totals.vat = derived(gross - net, Derivation::VatOfTotals);
        }
        _ => {}
    }
}
