//! What UBL and CII have in common about sellers, buyers and payees: which identifier is what, and who is paid where.

use super::tree::{Attribute, Node};
use super::value::{field, group, text, text_field, vat_field};
use invoice::codes::{is_kvk_scheme, is_vat_scheme};
use invoice::{Address, Field, Identifier, Invoice, Party, PaymentMeans, Source, identifier};

fn scheme(node: Node<'_>) -> Option<&str> {
    node.attribute(Attribute::SchemeId).or_else(|| node.attribute(Attribute::SchemeAgencyName))
}

pub(super) fn identifier_field(node: Node<'_>) -> Option<Field<Identifier>> {
    let value = text(Some(node))?;
    Some(field(node, Identifier { scheme: scheme(node).map(str::to_owned), value }))
}

/// Files an identifier (BT-29, BT-30, BT-46, BT-47) where it belongs: KvK number, VAT identifier, or the rest.
pub(super) fn add_identifier(party: &mut Party, node: Node<'_>) {
    let scheme = scheme(node).unwrap_or_default();
    if is_kvk_scheme(scheme)
        && party.kvk.is_none()
        && let Some(kvk) = identifier::kvk_shape(node.text())
    {
        party.kvk = Some(field(node, kvk));
    } else if is_vat_scheme(scheme) && party.vat_id.is_none() {
        party.vat_id = vat_field(node);
    } else {
        party.identifiers.extend(identifier_field(node));
    }
}

/// A KvK number that is not called one: the legal registration (BT-30, BT-47) of a Dutch party without a scheme, or
/// the electronic address. To be called when the rest of the party is known.
pub(super) fn infer_kvk(party: &mut Party, legal: Option<Node<'_>>, endpoint: Option<Node<'_>>) {
    let is_dutch =
        party.address.as_ref().and_then(|address| address.value.country.as_deref()).map_or_else(
            || party.vat_id.as_ref().is_some_and(|id| id.value.starts_with("NL")),
            |country| country.eq_ignore_ascii_case("NL"),
        );
    if party.kvk.is_some() {
        return;
    }
    if let Some(legal) = legal.filter(|node| is_dutch && scheme(*node).is_none())
        && let Some(kvk) = identifier::kvk_shape(legal.text())
    {
        let used = Some(Source::Path(legal.path()));
        party.identifiers.retain(|other| other.evidence.source != used);
        party.kvk = Some(field(legal, kvk));
    } else if let Some(endpoint) = endpoint.filter(|node| scheme(*node).is_some_and(is_kvk_scheme))
    {
        party.kvk = identifier::kvk_shape(endpoint.text()).map(|kvk| field(endpoint, kvk));
    }
}

/// The registered name, else the trading name; and the trading name when there are both.
pub(super) fn set_names(
    party: &mut Party,
    registered: Option<Node<'_>>,
    trading: Option<Node<'_>>,
) {
    let trading = text_field(trading);
    party.name = text_field(registered);
    if party.name.is_none() {
        party.name = trading;
    } else {
        party.trading_name = trading;
    }
}

/// An address from its lines and its other parts; `None` when all are empty.
pub(super) fn address(
    node: Node<'_>,
    lines: &[Option<String>],
    postcode: &str,
    city: &str,
    country: &str,
) -> Option<Field<Address>> {
    let lines: Vec<&str> = lines.iter().flatten().map(String::as_str).collect();
    let address = Address {
        street: (!lines.is_empty()).then(|| lines.join(", ")),
        postcode: text(node.at(postcode)),
        city: text(node.at(city)),
        country: text(node.at(country)).map(|code| code.to_ascii_uppercase()),
    };
    (address != Address::default()).then(|| group(node, address))
}

/// Gives the supplier, and a payee that is another one, the account that is to be paid: the first valid IBAN.
/// Blocked accounts (g-rekening) come after the ordinary ones; `blocked` tells them, in the order of the payment means.
pub(super) fn set_account(invoice: &mut Invoice, blocked: &[bool]) {
    let is_blocked = |i: usize| blocked.get(i).copied().unwrap_or(false);
    let account = |wanted: bool| {
        invoice
            .payment_means
            .iter()
            .enumerate()
            .find(|(i, means)| is_blocked(*i) == wanted && means.iban.is_some())
            .map(|(_, means)| means)
    };
    let Some(means) = account(false).or_else(|| account(true)) else {
        return;
    };
    let iban = means.iban.clone();
    let bic = bic(means);
    if let Some(payee) = &mut invoice.payee {
        payee.iban.clone_from(&iban);
        payee.bic.clone_from(&bic);
    }
    invoice.supplier.iban = iban;
    invoice.supplier.bic = bic;
}

/// The bank of a way to pay, with the account's element as evidence.
fn bic(means: &PaymentMeans) -> Option<Field<String>> {
    let (value, iban) = (means.bic.as_ref()?, means.iban.as_ref()?);
    let mut evidence = iban.evidence.clone();
    evidence.text = Some(value.clone());
    evidence.proved_by.clear();
    Some(Field::new(value.clone(), evidence, iban.confidence))
}
