//! What the CII binding of EN 16931 (EN 16931-3-3, CII-SR) adds to the business rules: elements of which there may be
//! one. The elements outside of EN 16931 are in `restricted`.
//!
//! Left out is what a business rule says already: that there is one at all (CII-SR-009, 010, 014, 069, 072 and 454 ask
//! for exactly one: BR-01, BR-04, BR-54 and BR-CO-04 see to the rest; CII-SR-439 is BR-26 and CII-SR-441), and the
//! scheme of an item (CII-SR-046 is BR-64). CII-SR-464 is true of every invoice. The rules from 467 on came later.

use super::super::tree::Node;
use super::rule::{Places, Table, rules};
use super::ubl_syntax::count;
use super::view::{LineView, View};

pub(super) static RULES: Table = rules![
    "CII-SR-003" => |v, at| once(at, v.root, "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter");
    "CII-SR-009" => |v, at| once(at, v.root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter");
    "CII-SR-010" => |v, at| once(at, v.root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID");
    "CII-SR-014" => |v, at| once(at, v.root, "ExchangedDocument/TypeCode");
    "CII-SR-030" => |v, at| for note in &v.notes { once(at, *note, "Content"); };
    "CII-SR-039" => |v, at| for line in &v.lines { once(at, line.node, "AssociatedDocumentLineDocument/IncludedNote"); };
    "CII-SR-040" => |v, at| for line in &v.lines { once(at, line.node, "AssociatedDocumentLineDocument/IncludedNote/Content"); };
    "CII-SR-069" => |v, at| for (group, ..) in v.lines.iter().flat_map(|line| &line.attributes) { once(at, *group, "Description"); };
    "CII-SR-072" => |v, at| for (group, ..) in v.lines.iter().flat_map(|line| &line.attributes) { once(at, *group, "Value"); };
    "CII-SR-090" => |v, at| for line in &v.lines {
        if let Some(origin) = line.node.at("SpecifiedTradeProduct/OriginTradeCountry") {
            at.when(count(line.node, "SpecifiedTradeProduct/OriginTradeCountry/ID") != 1, origin);
        }
    };
    "CII-SR-119" => |v, at| for line in &v.lines { only_discounts(line, at); };
    "CII-SR-440" => |v, at| for discount in v.lines.iter().flat_map(discounts) { once(at, discount, "ActualAmount"); };
    "CII-SR-441" => |v, at| for line in &v.lines { once(at, line.node, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"); };
    "CII-SR-449" => |v, at| either(at, v.root.at("SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery/ShipToTradeParty"), "ID", "GlobalID");
    "CII-SR-450" => |v, at| either(at, v.buyer.node, "ID", "GlobalID");
    "CII-SR-451" => |v, at| either(at, v.payee.as_ref().and_then(|party| party.node), "ID", "GlobalID");
    "CII-SR-452" => |v, at| for terms in v.terms.iter().skip(1) { at.when(true, *terms); };
    "CII-SR-453" => |v, at| for text in v.terms.iter().flat_map(|terms| terms.all("Description")).skip(1) { at.when(true, text); };
    "CII-SR-454" => |v, at| for line in &v.lines { once(at, line.node, "SpecifiedLineTradeSettlement/ApplicableTradeTax"); };
    "CII-SR-455" => |v, at| if let Some(node) = v.seller.node { once(at, node, "DefinedTradeContact"); };
    "CII-SR-456" => |v, at| if let Some(node) = v.buyer.node { once(at, node, "DefinedTradeContact"); };
    "CII-SR-457" => |v, at| one_of_type(v, at, "50");
    "CII-SR-458" => |v, at| one_of_type(v, at, "130");
    "CII-SR-459" => |v, at| if let Some(node) = v.seller.node { once(at, node, "URIUniversalCommunication"); };
    "CII-SR-460" => |v, at| if let Some(node) = v.buyer.node { once(at, node, "URIUniversalCommunication"); };
    "CII-SR-461" => |v, at| for date in v.rows.iter().flat_map(|row| row.node.all("TaxPointDate")).skip(1) { at.when(true, date); };
    "CII-SR-462" => |v, at| {
        let mut codes = v.root.inside().filter(|node| {
            node.local() == "DueDateTypeCode" && node.parent().is_some_and(|tax| tax.local() == "ApplicableTradeTax")
        });
        if let Some(first) = codes.next() {
            for code in codes { at.when(code.text() != first.text(), code); }
        }
    };
    "CII-SR-463" => |v, at| for ac in v.all_acs().filter(|ac| ac.node.local() == "SpecifiedTradeAllowanceCharge") { at.need(ac.flag, ac.node); };
    "CII-SR-465" => |v, at| either(at, v.seller.node, "DefinedTradeContact/PersonName", "DefinedTradeContact/DepartmentName");
    "CII-SR-466" => |v, at| either(at, v.buyer.node, "DefinedTradeContact/PersonName", "DefinedTradeContact/DepartmentName");
];

/// There is at most one element on this path.
fn once<'t>(at: &mut Places<'t>, node: Node<'t>, path: &str) {
    at.when(count(node, path) > 1, node.at(path).unwrap_or(node));
}

/// There is one of two elements, not both.
fn either<'t>(at: &mut Places<'t>, node: Option<Node<'t>>, one: &str, other: &str) {
    if let Some(node) = node {
        at.when(node.at(one).is_some() && node.at(other).is_some(), node);
    }
}

/// There is at most one further document of this type.
fn one_of_type<'t>(v: &View<'t>, at: &mut Places<'t>, code: &str) {
    let of_type = v
        .documents
        .iter()
        .filter(|document| document.type_code.is_some_and(|node| node.text() == code));
    for document in of_type.skip(1) {
        at.when(true, document.node);
    }
}

/// The allowances and charges on the gross price of a line.
fn discounts<'t>(line: &LineView<'t>) -> impl Iterator<Item = Node<'t>> + use<'t> {
    line.node
        .all("SpecifiedLineTradeAgreement")
        .flat_map(|agreement| agreement.all("GrossPriceProductTradePrice"))
        .flat_map(|price| price.all("AppliedTradeAllowanceCharge"))
}

/// A price has discounts with their amounts, or neither flags nor amounts.
fn only_discounts<'t>(line: &LineView<'t>, at: &mut Places<'t>) {
    let Some(first) = discounts(line).next() else {
        return;
    };
    let has_flag = discounts(line).any(|it| it.at("ChargeIndicator").is_some());
    let has_amount = discounts(line).any(|it| it.at("ActualAmount").is_some());
    let is_discount = discounts(line)
        .filter_map(|it| it.at("ChargeIndicator/Indicator"))
        .any(|flag| matches!(flag.text(), "false" | "0"));
    at.when(!(is_discount && has_amount) && (has_flag || has_amount), first);
}
