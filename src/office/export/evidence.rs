//! The fields of an invoice that have evidence, by their path in the published JSON, in a fixed order.

use std::borrow::Cow;

use invoice::{Confidence, Evidence, Field, Invoice, Lang, Party, Proof};

/// Takes the path of a field and what is known about it.
pub(crate) type Visit<'v, E> = dyn FnMut(&str, &Evidence, Confidence) -> Result<(), E> + 'v;

fn one<T, E>(path: &str, field: Option<&Field<T>>, visit: &mut Visit<'_, E>) -> Result<(), E> {
    match field {
        Some(field) => visit(path, &field.evidence, field.confidence),
        None => Ok(()),
    }
}

fn many<T, E>(name: &str, fields: &[Field<T>], visit: &mut Visit<'_, E>) -> Result<(), E> {
    for (i, field) in fields.iter().enumerate() {
        visit(&format!("{name}[{i}]"), &field.evidence, field.confidence)?;
    }
    Ok(())
}

fn party<E>(name: &str, party: &Party, visit: &mut Visit<'_, E>) -> Result<(), E> {
    for (key, field) in [
        ("name", &party.name),
        ("vat_id", &party.vat_id),
        ("kvk", &party.kvk),
        ("iban", &party.iban),
        ("bic", &party.bic),
        ("trading_name", &party.trading_name),
        ("tax_number", &party.tax_number),
        ("email", &party.email),
        ("phone", &party.phone),
        ("website", &party.website),
    ] {
        one(&format!("{name}.{key}"), field.as_ref(), visit)?;
    }
    one(&format!("{name}.address"), party.address.as_ref(), visit)?;
    one(&format!("{name}.endpoint"), party.endpoint.as_ref(), visit)?;
    many(&format!("{name}.identifiers"), &party.identifiers, visit)
}

/// Visits every field that has evidence.
///
/// # Errors
/// The first that `visit` gives.
pub fn each<E>(invoice: &Invoice, visit: &mut Visit<'_, E>) -> Result<(), E> {
    one("document_type", invoice.document_type.as_ref(), visit)?;
    party("supplier", &invoice.supplier, visit)?;
    party("customer", &invoice.customer, visit)?;
    one("invoice_number", invoice.number.as_ref(), visit)?;
    one("issue_date", invoice.issue_date.as_ref(), visit)?;
    one("due_date", invoice.due_date.as_ref(), visit)?;
    one("supply_date", invoice.supply_date.as_ref(), visit)?;
    one("period", invoice.period.as_ref(), visit)?;
    for (path, field) in [
        ("currency", &invoice.currency),
        ("payment_reference", &invoice.payment_reference),
        ("order_reference", &invoice.order_reference),
        ("credited_invoice", &invoice.credited_invoice),
    ] {
        one(path, field.as_ref(), visit)?;
    }
    let totals = &invoice.totals;
    for (path, field) in [
        ("totals.net", &totals.net),
        ("totals.vat", &totals.vat),
        ("totals.gross", &totals.gross),
        ("totals.prepaid", &totals.prepaid),
        ("totals.payable", &totals.payable),
        ("totals.lines", &totals.lines),
        ("totals.allowances", &totals.allowances),
        ("totals.charges", &totals.charges),
        ("totals.vat_accounting", &totals.vat_accounting),
        ("totals.rounding", &totals.rounding),
    ] {
        one(path, field.as_ref(), visit)?;
    }
    many("vat_breakdown", &invoice.vat_breakdown, visit)?;
    many("lines", &invoice.lines, visit)?;
    if let Some(payee) = &invoice.payee {
        party("payee", payee, visit)?;
    }
    for (i, means) in invoice.payment_means.iter().enumerate() {
        one(&format!("payment_means[{i}].iban"), means.iban.as_ref(), visit)?;
        one(&format!("payment_means[{i}].account"), means.account.as_ref(), visit)?;
        one(&format!("payment_means[{i}].reference"), means.reference.as_ref(), visit)?;
    }
    many("allowances_charges", &invoice.allowances_charges, visit)?;
    for (path, field) in [
        ("payment_terms", &invoice.payment_terms),
        ("buyer_reference", &invoice.buyer_reference),
        ("contract_reference", &invoice.contract_reference),
        ("project_reference", &invoice.project_reference),
        ("accounting_cost", &invoice.accounting_cost),
        ("tax_currency", &invoice.tax_currency),
    ] {
        one(path, field.as_ref(), visit)?;
    }
    Ok(())
}

/// What supports a value, in words.
pub fn words(proofs: &[Proof], lang: Lang) -> Vec<Cow<'static, str>> {
    proofs.iter().map(|proof| proof.text(lang)).collect()
}
