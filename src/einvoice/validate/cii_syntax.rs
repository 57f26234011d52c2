//! What the CII binding of EN 16931 (EN 16931-3-3, CII-SR) adds to the business rules: elements of which there may be
//! one. The elements outside of EN 16931 are in `restricted`.
//!
//! Left out is what a business rule says already: that there is one at all (CII-SR-009, 010, 014, 069, 072 and 454 ask
//! for exactly one: BR-01, BR-04, BR-54 and BR-CO-04 see to the rest; CII-SR-439 is BR-26 and CII-SR-441), and the
//! scheme of an item (CII-SR-046 is BR-64). CII-SR-464 is true of every invoice. The rules from 467 on came later.

use super::super::tree::Node;
use super::rule::{Places, Rule, rules};
use super::ubl_syntax::count;
use super::view::{LineView, View};

pub(super) static RULES: &[Rule] = rules![
    "CII-SR-003" Warning "BT-23": "Een factuur noemt één bedrijfsproces; laat de andere weg.", "An invoice names one business process; leave the others out."
        => |v, at| once(at, v.root, "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter");
    "CII-SR-009" Error "BT-24": "Een factuur volgt één specificatie; laat de andere weg.", "An invoice follows one specification; leave the others out."
        => |v, at| once(at, v.root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter");
    "CII-SR-010" Error "BT-24": "De specificatie heeft één kenmerk; laat de andere weg.", "The specification has one identifier; leave the others out."
        => |v, at| once(at, v.root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID");
    "CII-SR-014" Error "BT-3": "Een factuur heeft één soort; laat de andere weg.", "An invoice has one type code; leave the others out."
        => |v, at| once(at, v.root, "ExchangedDocument/TypeCode");
    "CII-SR-030" Warning "BT-22": "Een opmerking heeft één tekst; maak er twee opmerkingen van.", "A note has one text; make two notes of it."
        => |v, at| for note in &v.notes { once(at, *note, "Content"); };
    "CII-SR-039" Warning "BT-127": "Een regel heeft één opmerking; voeg ze samen.", "A line has one note; join them."
        => |v, at| for line in &v.lines { once(at, line.node, "AssociatedDocumentLineDocument/IncludedNote"); };
    "CII-SR-040" Warning "BT-127": "De opmerking van een regel heeft één tekst; voeg ze samen.", "The note of a line has one text; join them."
        => |v, at| for line in &v.lines { once(at, line.node, "AssociatedDocumentLineDocument/IncludedNote/Content"); };
    "CII-SR-069" Error "BT-160": "Een kenmerk van een artikel heeft één naam; maak er twee kenmerken van.", "An attribute of an item has one name; make two attributes of it."
        => |v, at| for (group, ..) in v.lines.iter().flat_map(|line| &line.attributes) { once(at, *group, "Description"); };
    "CII-SR-072" Error "BT-161": "Een kenmerk van een artikel heeft één waarde; maak er twee kenmerken van.", "An attribute of an item has one value; make two attributes of it."
        => |v, at| for (group, ..) in v.lines.iter().flat_map(|line| &line.attributes) { once(at, *group, "Value"); };
    "CII-SR-090" Error "BT-159": "Een artikel komt uit één land; vul de code van dat land in, en laat de andere weg.", "An item comes from one country; give the code of that one, and leave the others out."
        => |v, at| for line in &v.lines {
            if let Some(origin) = line.node.at("SpecifiedTradeProduct/OriginTradeCountry") {
                at.when(count(line.node, "SpecifiedTradeProduct/OriginTradeCountry/ID") != 1, origin);
            }
        };
    "CII-SR-119" Warning "BT-147": "Op een prijs kent EN 16931 alleen korting, met een bedrag: zet ChargeIndicator op false en geef ActualAmount.", "EN 16931 knows only a discount on a price, with an amount: set ChargeIndicator to false and give ActualAmount."
        => |v, at| for line in &v.lines { only_discounts(line, at); };
    "CII-SR-440" Error "BT-147": "De korting op een prijs heeft één bedrag; tel ze op.", "The discount on a price has one amount; add them up."
        => |v, at| for discount in v.lines.iter().flat_map(discounts) { once(at, discount, "ActualAmount"); };
    "CII-SR-441" Error "BT-146": "Een regel heeft één nettoprijs; laat de andere weg.", "A line has one net price; leave the others out."
        => |v, at| for line in &v.lines { once(at, line.node, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"); };
    "CII-SR-449" Warning "BT-71": "De plaats van levering heeft één nummer: ID, of GlobalID met een schema. Laat het andere weg.", "The place of delivery has one identifier: ID, or GlobalID with a scheme. Leave the other out."
        => |v, at| either(at, v.root.at("SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery/ShipToTradeParty"), "ID", "GlobalID");
    "CII-SR-450" Warning "BT-46": "De afnemer heeft één nummer: ID, of GlobalID met een schema. Laat het andere weg.", "The buyer has one identifier: ID, or GlobalID with a scheme. Leave the other out."
        => |v, at| either(at, v.buyer.node, "ID", "GlobalID");
    "CII-SR-451" Warning "BT-60": "De begunstigde heeft één nummer: ID, of GlobalID met een schema. Laat het andere weg.", "The payee has one identifier: ID, or GlobalID with a scheme. Leave the other out."
        => |v, at| either(at, v.payee.as_ref().and_then(|party| party.node), "ID", "GlobalID");
    "CII-SR-452" Warning "BT-20": "Een factuur heeft één groep van betalingsvoorwaarden; voeg ze samen.", "An invoice has one group of payment terms; join them."
        => |v, at| for terms in v.terms.iter().skip(1) { at.when(true, *terms); };
    "CII-SR-453" Warning "BT-20": "Een factuur heeft één tekst van betalingsvoorwaarden; voeg ze samen.", "An invoice has one text of payment terms; join them."
        => |v, at| for text in v.terms.iter().flat_map(|terms| terms.all("Description")).skip(1) { at.when(true, text); };
    "CII-SR-454" Warning "BG-30": "Een regel heeft één btw-categorie; splits de regel.", "A line has one VAT category; split the line."
        => |v, at| for line in &v.lines { once(at, line.node, "SpecifiedLineTradeSettlement/ApplicableTradeTax"); };
    "CII-SR-455" Error "BG-6": "De leverancier heeft één contactpunt; laat de andere weg.", "The seller has one contact; leave the others out."
        => |v, at| if let Some(node) = v.seller.node { once(at, node, "DefinedTradeContact"); };
    "CII-SR-456" Error "BG-9": "De afnemer heeft één contactpunt; laat de andere weg.", "The buyer has one contact; leave the others out."
        => |v, at| if let Some(node) = v.buyer.node { once(at, node, "DefinedTradeContact"); };
    "CII-SR-457" Warning "BT-17": "Een factuur noemt één aanbesteding of kavel (soort 50); laat de andere weg.", "An invoice names one tender or lot (type 50); leave the others out."
        => |v, at| one_of_type(v, at, "50");
    "CII-SR-458" Warning "BT-18": "Een factuur noemt één gefactureerd object (soort 130); laat de andere weg.", "An invoice names one invoiced object (type 130); leave the others out."
        => |v, at| one_of_type(v, at, "130");
    "CII-SR-459" Error "BT-34": "De leverancier heeft één elektronisch adres; laat de andere weg.", "The seller has one electronic address; leave the others out."
        => |v, at| if let Some(node) = v.seller.node { once(at, node, "URIUniversalCommunication"); };
    "CII-SR-460" Error "BT-49": "De afnemer heeft één elektronisch adres; laat de andere weg.", "The buyer has one electronic address; leave the others out."
        => |v, at| if let Some(node) = v.buyer.node { once(at, node, "URIUniversalCommunication"); };
    "CII-SR-461" Error "BT-7": "Een factuur heeft één btw-datum; noem haar bij één tarief.", "An invoice has one tax point date; give it with one rate."
        => |v, at| for date in v.rows.iter().flat_map(|row| row.node.all("TaxPointDate")).skip(1) { at.when(true, date); };
    "CII-SR-462" Error "BT-8": "Een factuur heeft één code van de btw-datum; maak ze gelijk.", "An invoice has one tax point code; make them equal."
        => |v, at| {
            let mut codes = v.root.inside().filter(|node| {
                node.local() == "DueDateTypeCode" && node.parent().is_some_and(|tax| tax.local() == "ApplicableTradeTax")
            });
            if let Some(first) = codes.next() {
                for code in codes { at.when(code.text() != first.text(), code); }
            }
        };
    "CII-SR-463" Error "BG-20, BG-21, BG-27, BG-28": "Niet te zien is of dit een korting of een toeslag is; vul ChargeIndicator in.", "It cannot be seen whether this is an allowance or a charge; give ChargeIndicator."
        => |v, at| for ac in v.all_acs().filter(|ac| ac.node.local() == "SpecifiedTradeAllowanceCharge") { at.need(ac.flag, ac.node); };
    "CII-SR-465" Warning "BT-41": "Het contactpunt van de leverancier is een persoon of een afdeling; laat een van de twee weg.", "The contact of the seller is a person or a department; leave one of the two out."
        => |v, at| either(at, v.seller.node, "DefinedTradeContact/PersonName", "DefinedTradeContact/DepartmentName");
    "CII-SR-466" Warning "BT-56": "Het contactpunt van de afnemer is een persoon of een afdeling; laat een van de twee weg.", "The contact of the buyer is a person or a department; leave one of the two out."
        => |v, at| either(at, v.buyer.node, "DefinedTradeContact/PersonName", "DefinedTradeContact/DepartmentName");
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
