//! Values that are on the document as a whole: currency, payment reference, country, stated exemption.

use super::super::candidates::{Candidates, Found, Kind, Money};
use super::super::lexicon::{Label, Language};
use super::super::solve::number;
use super::super::solve::party::{Id, Side};
use super::super::solve::totals::Solution;
use super::Maker;
use invoice::{
    Amount, Confidence, Derivation, Evidence, Field, Proof, VatCategory, countries, identifier,
};

/// The category of an exemption that the document states.
pub(super) fn exemption(candidates: &Candidates) -> Option<VatCategory> {
    // Reverse charge and intra-Community supplies are stated in more specific words than "exempt".
    let order = [
        (Label::ExemptK, VatCategory::K),
        (Label::ExemptAe, VatCategory::Ae),
        (Label::ExemptG, VatCategory::G),
        (Label::ExemptE, VatCategory::E),
    ];
    order.into_iter().find(|(label, _)| candidates.has(*label)).map(|(_, category)| category)
}

/// The seller's country, from what is certain of it.
pub(super) fn country(side: &Side) -> Option<String> {
    let prefix = |id: &Id| id.value.get(..2).map(str::to_owned);
    side.vat_id
        .as_ref()
        .and_then(prefix)
        .or_else(|| side.block.as_ref().and_then(|b| b.address.country.clone()))
        .or_else(|| side.iban.as_ref().and_then(prefix))
}

pub(super) fn payment_reference(
    maker: &Maker<'_, '_>,
    candidates: &Candidates,
) -> Option<Field<String>> {
    let checked = candidates.identifiers.iter().find(|i| i.value.kind == Kind::PaymentReference);
    if let Some(found) = checked {
        return maker.proven(found.value.value.clone(), &found.place, 0.97, &[Proof::CheckDigits]);
    }
    let reference = number::reference(maker.layout, candidates, Label::PaymentReference)?;
    match identifier::betalingskenmerk(&reference.text) {
        Some(value) if value.len() > 7 => {
            maker.proven(value, &reference.place, 0.95, &[Proof::CheckDigit])
        }
        _ => maker.reference(&reference),
    }
}

/// The currency: at the total, at most amounts, or by the country.
pub(super) fn currency(
    maker: &Maker<'_, '_>,
    candidates: &Candidates,
    solution: Option<&Solution>,
    country: Option<&str>,
) -> Option<Field<String>> {
    if let Some(at) = solution.and_then(|s| s.gross_at)
        && let Some(found) = candidates.amounts.get(at)
        && let Some(code) = found.value.currency
    {
        // "$" is also the sign of other dollars, "€" of nothing else.
        let confidence = if code == "USD" { 0.9 } else { 0.98 };
        return maker.field(code.to_owned(), &found.place, confidence);
    }
    // Recognised pages have stray signs; a written code is no accident.
    let named = maker.layout.words.iter().any(|w| matches!(w.word.text.as_str(), "EUR" | "€"));
    if named && maker.layout.is_ocr() {
        return Some(Field::new(
            "EUR".to_owned(),
            Evidence::derived(Derivation::CurrencyOnPage),
            Confidence::new(0.93),
        ));
    }
    let mut counts: Vec<(&'static str, usize, usize)> = Vec::new();
    for (at, code) in
        candidates.amounts.iter().enumerate().filter_map(|(i, a)| a.value.currency.map(|c| (i, c)))
    {
        match counts.iter_mut().find(|(c, ..)| *c == code) {
            Some((_, n, _)) => *n += 1,
            None => counts.push((code, 1, at)),
        }
    }
    if let Some((code, _, at)) = counts.iter().max_by_key(|(_, n, _)| *n) {
        let found = &candidates.amounts[*at];
        return maker.field((*code).to_owned(), &found.place, 0.93);
    }
    for placed in &maker.layout.words {
        let text = placed.word.text.trim_matches(['(', ')', ':', ',', '.']);
        if text == "EUR"
            || text == "€"
            || text.eq_ignore_ascii_case("euro")
            || text == "USD"
            || text == "GBP"
            || text == "CHF"
        {
            let code = crate::notation::currency_code(text).unwrap_or("EUR");
            return Some(Field::new(
                code.to_owned(),
                Evidence::derived(Derivation::CurrencyOnPage),
                Confidence::new(0.93),
            ));
        }
    }
    solution?;
    // Firms of countries with a currency of their own that print no sign mean that one.
    let of_country = country.and_then(countries::currency_of);
    let own = of_country.filter(|code| *code != "EUR");
    if let Some(code) = own {
        return Some(Field::new(
            code.to_owned(),
            Evidence::derived(Derivation::CountryOfSeller),
            Confidence::new(0.75),
        ));
    }
    let euro = of_country == Some("EUR") || candidates.language != Language::En;
    euro.then(|| {
        Field::new(
            "EUR".to_owned(),
            Evidence::derived(Derivation::CountryOrLanguage),
            Confidence::new(0.9),
        )
    })
}

/// The amount that stands behind an account in its row: what is to be paid there.
pub(super) fn beside(candidates: &Candidates, account: &Id) -> Option<Amount> {
    let behind = |found: &&Found<Money>| {
        found.place.row == account.place.row
            && found.place.words.start >= account.place.words.end
            && found.value.decimals == 2
            && !found.value.ambiguous
    };
    let mut amounts = candidates.amounts.iter().filter(behind);
    let first = amounts.next()?;
    amounts.next().is_none().then_some(first.value.amount)
}
