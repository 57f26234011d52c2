//! NLCIUS 1.0 (SI-UBL 2.0) for sellers in the Netherlands, and the Dutch extension for blocked accounts (g-rekening).

use invoice::codes::{KVK, OIN};

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::en16931::{of_document, of_lines};
use super::rule::{Table, rules};
use super::view::{Num, View};

/// The registers of Dutch companies and of Dutch public bodies.
pub(super) const KVK_OR_OIN: &[&str] = &[KVK, OIN];

/// Whether an identifier is of one of these registers.
pub(super) fn is_registered_in(id: Option<Node<'_>>, registers: &[&str]) -> bool {
    id.is_some_and(|id| {
        let scheme = id.attribute(Attribute::SchemeId);
        scheme.is_some_and(|scheme| registers.contains(&scheme)) && !id.text().is_empty()
    })
}

/// Whether a means of payment is one of those that Dutch sellers use.
pub(super) fn is_dutch_means(code: Option<Node<'_>>) -> bool {
    code.is_some_and(|code| matches!(code.text(), "30" | "48" | "49" | "57" | "58" | "59"))
}

pub(super) static RULES: Table = rules![
    "BR-NL-1" => |v, at| if v.seller.is_in("NL") { at.when(!is_registered_in(v.seller.legal, KVK_OR_OIN), v.seller.or(v.root)); };
    "BR-NL-2" => |v, at| if v.seller.is_in("NL") { at.need(v.buyer_reference.or(v.order), v.root); };
    "BR-NL-3" => |v, at| if let Some(a) = v.seller.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-4" => |v, at| if v.seller.is_in("NL") && let Some(a) = v.buyer.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-5" => |v, at| if v.seller.is_in("NL") && let Some(a) = v.representative.as_ref().and_then(|p| p.address).filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-7" => |v, at| if v.seller.is_in("NL") && let Some(code) = v.type_code { at.when(!matches!(code.text(), "380" | "381" | "384" | "389"), code); };
    "BR-NL-8" => |v, at| if v.seller.is_in("NL") && let Some(code) = v.type_code { at.when((code.text() == "381") != v.is_credit_note, code); };
    "BR-NL-9" => |v, at| if v.seller.is_in("NL") && v.type_text() == "384" { at.need(v.preceding.iter().find_map(|(_, id, _)| *id), v.root); };
    "BR-NL-10" => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") { at.when(!is_registered_in(v.buyer.legal, KVK_OR_OIN), v.buyer.or(v.root)); };
    "BR-NL-11" => |v, at| if let Some(t) = &v.totals {
        at.when(v.seller.is_in("NL") && t.payable.or_zero() > Decimal::ZERO && v.means.is_empty(), t.node);
    };
    "BR-NL-12" => |v, at| if v.seller.is_in("NL") { for means in &v.means { at.when(!is_dutch_means(means.code), means.node); } };
    "BR-NL-13" => |v, at| if v.order.is_none() { for node in v.lines.iter().filter_map(|line| line.order_line) { at.when(true, node); } };
    "BR-NL-19" => |v, at| dutch(v, at, v.tax_currency);
    "BR-NL-20" => |v, at| dutch(v, at, v.tax_point);
    "BR-NL-21" => |v, at| dutch(v, at, v.period.and_then(|p| p.code));
    "BR-NL-24" => |v, at| for (_, _, date) in &v.preceding { dutch(v, at, *date); };
    "BR-NL-25" => |v, at| dutch(v, at, v.seller.tax_number);
    "BR-NL-26" => |v, at| dutch(v, at, v.seller.legal_form);
    "BR-NL-27" => |v, at| for address in v.addresses() { dutch(v, at, address.third_line); };
    "BR-NL-28" => |v, at| for address in v.addresses() { dutch(v, at, address.subdivision); };
    "BR-NL-29" => |v, at| for code in v.means.iter().filter_map(|means| means.code) {
        at.when(v.seller.is_in("NL") && code.attribute(Attribute::Name).is_some(), code);
    };
    "BR-NL-30" => |v, at| for means in &v.means { dutch(v, at, means.account_name); };
    "BR-NL-31" => |v, at| for means in &v.means {
        if means.code.is_some_and(|code| matches!(code.text(), "58" | "59")) { dutch(v, at, means.bank); }
    };
    "BR-NL-32" => |v, at| for ac in of_document(v, false).chain(of_lines(v, false)) { dutch(v, at, ac.reason_code); };
    "BR-NL-33" => |v, at| for total in &v.tax_totals {
        at.when(v.seller.is_in("NL") && total.currency() != v.currency_code(), total.node);
    };
    "BR-NL-34" => |v, at| for ac in of_document(v, true).chain(of_lines(v, true)) { dutch(v, at, ac.reason_code); };
    "BR-NL-35" => |v, at| for row in &v.rows { dutch(v, at, row.reason_code); };
    "SI-UBL-2" => |v, at| for node in v.root.inside() { at.when(node.is_empty() && !node.local().ends_with("BinaryObject"), node); };
];

/// Notes an element that a Dutch seller had better leave out.
fn dutch<'t>(v: &View<'t>, at: &mut super::rule::Places<'t>, node: Option<Node<'t>>) {
    if let Some(node) = node {
        at.when(v.seller.is_in("NL"), node);
    }
}

pub(super) static G_ACCOUNT: Table = rules![
    "BR-GA-1" => |v, at| at.when(v.terms.len() != 2, v.root);
    "BR-GA-2" => |v, at| at.when(v.means.len() != 2, v.root);
    "BR-GA-3" => |v, at| if let Some(t) = &v.totals {
        let parts: Decimal = v.terms.iter().map(|terms| Num::of(terms.at("Amount")).or_zero()).sum();
        at.when(t.payable.value.is_some_and(|payable| payable != parts), t.payable.node.unwrap_or(t.node));
    };
    "BR-GA-4" => |v, at| for terms in &v.terms { at.when(terms.all("PaymentMeansID").count() != 1, *terms); };
    "BR-GA-5" => |v, at| for means in &v.means { at.when(means.node.all("ID").count() != 1, means.node); };
    "BR-GA-6" => |v, at| for means in &v.means {
        if let Some(id) = means.id {
            let terms = v.terms.iter().filter(|terms| terms.all("PaymentMeansID").any(|given| given.text() == id.text()));
            at.when(terms.count() != 1, means.node);
        }
    };
    "BR-GA-7" => |v, at| at.when(v.means.iter().filter(|means| means.id.is_some_and(|id| id.text() == "GACCOUNT")).count() != 1, v.root);
];
