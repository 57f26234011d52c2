//! What the UBL binding of EN 16931 adds to the business rules: elements of which there may be one, and what amounts
//! and attachments need. The elements outside of EN 16931 (UBL-CR) are in `restricted`.

use super::super::tree::{Attribute, Node};
use super::rule::{Table, rules};
use super::view::View;

/// How many elements lie on a path.
pub(super) fn count(node: Node<'_>, path: &str) -> usize {
    match path.split_once('/') {
        None => node.all(path).count(),
        Some((step, rest)) => node.all(step).map(|child| count(child, rest)).sum(),
    }
}

pub(super) static RULES: Table = rules![
    "UBL-SR-04" => |v, at| for document in v.documents.iter().filter(|d| d.type_code.is_some_and(|code| code.text() == "130")).skip(1) { at.when(true, document.node); };
    "UBL-SR-07" => |v, at| for (group, id, _) in &v.preceding { at.need(*id, *group); };
    "UBL-SR-20" => |v, at| if let Some(node) = v.payee.as_ref().and_then(|party| party.node) {
        at.when(ids(node).filter(|id| !is_sepa(*id)).count() > 1, node);
    };
    "UBL-SR-23" => |v, at| if let Some(node) = v.representative.as_ref().and_then(|party| party.node) { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-29" => |v, at| for node in [v.seller.node, v.payee.as_ref().and_then(|party| party.node)].into_iter().flatten() {
        at.when(ids(node).filter(|id| is_sepa(*id)).count() > 1, node);
    };
    "UBL-SR-42" => |v, at| if let Some(node) = v.seller.node { at.when(count(node, "PartyTaxScheme") > 2, node); };
    "UBL-SR-44" => |v, at| {
        let mut all = v.means.iter().flat_map(|means| means.node.all("PaymentID"));
        if let Some(first) = all.next() {
            for other in all { at.when(other.text() != first.text(), other); }
        }
    };
    "UBL-SR-46" => |v, at| for code in v.means.iter().filter_map(|means| means.code).filter(|code| code.attribute(Attribute::Name).is_some()).skip(1) { at.when(true, code); };
    "UBL-SR-47" => |v, at| {
        let mut all = v.means.iter().filter_map(|means| means.code);
        if let Some(first) = all.next() {
            for other in all { at.when(other.text() != first.text(), other); }
        }
    };
    "UBL-SR-51" => |v, at| for node in v.root.inside().filter(|node| matches!(node.local(), "PostalAddress" | "Address")) {
        at.when(count(node, "AddressLine") > 1, node);
    };
    "UBL-SR-06" => |v, at| for (group, ..) in &v.preceding { at.when(count(*group, "InvoiceDocumentReference") > 1, *group); };
    "UBL-SR-12" => |v, at| if let Some(node) = v.seller.node { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-13" => |v, at| if let Some(node) = v.seller.node { at.when(tax_ids(node, false) > 1, node); };
    "UBL-SR-18" => |v, at| if let Some(node) = v.buyer.node { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-26" => |v, at| for means in &v.means { at.when(count(means.node, "PaymentID") > 1, means.node); };
    "UBL-SR-27" => |v, at| for means in &v.means { at.when(count(means.node, "PaymentMeansCode") > 1, means.node); };
    "UBL-SR-28" => |v, at| for means in &v.means { at.when(count(means.node, "PaymentMandate/ID") > 1, means.node); };
    "UBL-SR-30" => |v, at| for ac in v.all_acs().filter(|ac| !ac.is_charge) { at.when(count(ac.node, "AllowanceChargeReason") > 1, ac.node); };
    "UBL-SR-31" => |v, at| for ac in v.all_acs().filter(|ac| ac.is_charge) { at.when(count(ac.node, "AllowanceChargeReason") > 1, ac.node); };
    "UBL-SR-32" => |v, at| for row in &v.rows { at.when(count(row.node, "TaxCategory/TaxExemptionReason") > 1, row.node); };
    "UBL-SR-33" => |v, at| for document in &v.documents { at.when(count(document.node, "DocumentDescription") > 1, document.node); };
    "UBL-SR-34" => |v, at| for line in &v.lines { at.when(count(line.node, "Note") > 1, line.node); };
    "UBL-SR-35" => |v, at| for line in &v.lines { at.when(count(line.node, "OrderLineReference/LineID") > 1, line.node); };
    "UBL-SR-36" => |v, at| for line in &v.lines { at.when(count(line.node, "InvoicePeriod") > 1, line.node); };
    "UBL-SR-37" => |v, at| for line in &v.lines { at.when(count(line.node, "Price/AllowanceCharge/Amount") > 1, line.node); };
    "UBL-SR-43" => |v, at| for document in &v.documents {
        let wrong = match document.type_code.map(Node::text) {
            Some("130") => false,
            Some("50") => !v.is_credit_note,
            Some(_) => true,
            None => document.id.is_some_and(|id| id.attribute(Attribute::SchemeId).is_some()),
        };
        at.when(wrong, document.node);
    };
    "UBL-SR-48" => |v, at| for line in &v.lines { at.when(count(line.node, "Item/ClassifiedTaxCategory") != 1, line.node); };
    "UBL-SR-50" => |v, at| for line in &v.lines { at.when(count(line.node, "Item/Description") > 1, line.node); };
    "UBL-SR-52" => |v, at| for line in &v.lines { at.when(line.objects.len() > 1, line.node); };
    "UBL-SR-53" => |v, at| for scheme in v.parties().filter_map(|party| party.node).flat_map(|node| node.all("PartyTaxScheme")) {
        at.when(scheme.at("CompanyID").is_none() || scheme.at("TaxScheme/ID").is_none(), scheme);
    };
    "UBL-DT-01" => decimals;
    "UBL-DT-06" => |v, at| for node in v.documents.iter().filter_map(|document| document.embedded) { at.when(node.attribute(Attribute::MimeCode).is_none(), node); };
    "UBL-DT-07" => |v, at| for node in v.documents.iter().filter_map(|document| document.embedded) { at.when(node.attribute(Attribute::FileName).is_none(), node); };
];

fn ids(party: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    party.all("PartyIdentification").flat_map(|group| group.all("ID"))
}

/// An identifier of a creditor in SEPA direct debits.
fn is_sepa(id: Node<'_>) -> bool {
    id.attribute(Attribute::SchemeId) == Some("SEPA")
}

/// How many tax registrations a party has, of VAT or of something else.
fn tax_ids(party: Node<'_>, vat: bool) -> usize {
    party
        .all("PartyTaxScheme")
        .filter(|scheme| scheme.at("CompanyID").is_some())
        .filter(|scheme| {
            scheme.at("TaxScheme/ID").is_some_and(|id| id.text().eq_ignore_ascii_case("VAT") == vat)
        })
        .count()
}

fn decimals<'t>(v: &View<'t>, at: &mut super::rule::Places<'t>) {
    for node in v.root.inside().filter(|node| {
        let name = node.local();
        name.ends_with("Amount") && name != "PriceAmount"
    }) {
        let is_of_price =
            node.parent().and_then(Node::parent).is_some_and(|above| above.local() == "Price");
        let decimals = node.text().split_once('.').map_or(0, |(_, d)| d.len());
        at.when(decimals > 2 && !is_of_price, node);
    }
}
