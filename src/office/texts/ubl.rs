//! What stands in the UBL files that dizzy writes, where the document itself gives no words, and in the list of them.

use super::Lang;
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

/// When to pay, where neither a day nor terms were found.
pub(crate) fn no_terms(lang: Lang) -> &'static str {
    lang.pick("Betaaltermijn: zie het document", "Payment terms: see the document")
}

/// An allowance or charge without a reason.
pub fn allowance_charge(lang: Lang, is_charge: bool) -> &'static str {
    if is_charge { lang.pick("Toeslag", "Charge") } else { lang.pick("Korting", "Allowance") }
}

/// A line without a description.
pub fn line(lang: Lang, number: usize) -> String {
    lang.pick(format!("Regel {number}"), format!("Line {number}"))
}

/// The line that stands for a VAT rate.
pub(crate) fn rate_line(lang: Lang, row: &VatBreakdown) -> String {
    match (row.category, row.rate) {
        (Some(VatCategory::S) | None, Some(rate)) => lang.pick(
            format!("Totaal tegen {} % btw", rate.normalize()),
            format!("Total at {} % VAT", rate.normalize()),
        ),
        (Some(category), _) => lang.pick(
            format!("Totaal zonder btw: {}", exemption(lang, category)),
            format!("Total without VAT: {}", exemption(lang, category)),
        ),
        (None, None) => lang.pick("Totaal", "Total").to_owned(),
    }
}

/// Why there is one line for each VAT rate.
pub(crate) fn lines_by_rate(lang: Lang) -> &'static str {
    lang.pick(
        "De regels van het document zijn niet overgenomen; er is één regel per btw-tarief.",
        "The lines of the document were not taken over; there is one line for each VAT rate.",
    )
}
