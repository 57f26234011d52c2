//! What UBL knows and EN 16931 does not (EN 16931-3-2, UBL-CR and UBL-DT).
//!
//! An invoice line and a credit note line are one. (Extensions, UBL-CR-001, are left out by the parser, for they may
//! hold anything; and rules that say another again, UBL-CR-631 and 669 to 671.)

use super::super::super::tree::{Attribute, Node};
use super::super::rule::{Places, Table, rules};
use super::super::view::View;
use super::Tables;

/// What the walk looks for in UBL.
pub(super) static TABLES: Tables = Tables {
    rows: include_str!("../../facts/restricted-ubl.txt"),
    unless: &[],
    fine: &[(Attribute::Name, "PaymentMeansCode")], // BT-82
    same: &[("CreditNoteLine", "InvoiceLine")],
};

/// Those that depend on what stands beside.
pub(in super::super) static RULES: Table = rules![
    "UBL-CR-002" => |v, at| for node in v.root.all("UBLVersionID") { at.when(node.text() != "2.1", node); };
    "UBL-CR-412" => |v, at| if !v.is_credit_note { for node in v.means.iter().filter_map(|means| means.node.at("PaymentDueDate")) { at.when(true, node); } };
    "UBL-CR-665" => |v, at| for document in v.documents.iter().filter(|document| !is_object(document.type_code)) {
        if let Some(id) = document.id { at.when(id.attribute(Attribute::SchemeId).is_some(), id); }
    };
    "UBL-CR-666" => |v, at| object_has(v, at, "Attachment");
    "UBL-CR-673" => |v, at| object_has(v, at, "DocumentDescription");
];

fn is_object(type_code: Option<Node<'_>>) -> bool {
    type_code.is_some_and(|code| code.text() == "130")
}

fn object_has<'t>(v: &View<'t>, at: &mut Places<'t>, name: &str) {
    for document in v.documents.iter().filter(|d| is_object(d.type_code)) {
        if let Some(node) = document.node.at(name) {
            at.when(true, node);
        }
    }
}
