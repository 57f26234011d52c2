//! What stands in the UBL files that dizzy writes, where the document itself gives no words, and in the list of them.

use super::{Lang, messages, text};
use invoice::{VatBreakdown, VatCategory};

/// Why no VAT is charged, by the category; for the others the document says it.
pub fn exemption(lang: Lang, category: VatCategory) -> &'static str {
    match category {
        VatCategory::Ae => lang.pick("Btw verlegd", "Reverse charge"),
        VatCategory::K => lang.pick("Intracommunautaire levering", "Intra-Community supply"),
        VatCategory::G => lang.pick("Uitvoer buiten de EU", "Export outside the EU"),
        VatCategory::O => lang.pick("Buiten de btw", "Not subject to VAT"),
        _ => lang.pick(
            "Geen btw berekend; de reden staat op het document.",
            "No VAT charged; the document gives the reason.",
        ),
    }
}

messages! {
    /// When to pay, where neither a day nor terms were found.
    pub(crate) fn no_terms(lang) =>
        "Betaaltermijn: zie het document" / "Payment terms: see the document";
}

/// An allowance or charge without a reason.
pub fn allowance_charge(lang: Lang, is_charge: bool) -> &'static str {
    if is_charge { lang.pick("Toeslag", "Charge") } else { lang.pick("Korting", "Allowance") }
}

messages! {
    /// A line without a description.
    pub fn line(lang, number: usize) => "Regel {number}" / "Line {number}";
}

/// The line that stands for a VAT rate.
pub(crate) fn rate_line(lang: Lang, row: &VatBreakdown) -> String {
    text!(lang, match (row.category, row.rate) {
        (Some(VatCategory::S) | None, Some(rate)) => let rate = rate.normalize();
            "Totaal tegen {rate} % btw" / "Total at {rate} % VAT";
        (Some(category), _) => let why = exemption(lang, category);
            "Totaal zonder btw: {why}" / "Total without VAT: {why}";
        (None, None) => "Totaal" / "Total";
    })
}

messages! {
    /// Why there is one line for each VAT rate.
    pub(crate) fn lines_by_rate(lang) =>
        "De regels van het document zijn niet overgenomen; er is één regel per btw-tarief."
        / "The lines of the document were not taken over; there is one line for each VAT rate.";
}
