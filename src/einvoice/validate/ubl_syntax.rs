//! What the UBL binding of EN 16931 adds to the business rules: elements of which there may be one, and what amounts
//! and attachments need. The elements outside of EN 16931 (UBL-CR) are in `restricted`.

use super::super::tree::{Attribute, Node};
use super::rule::{Rule, rules};
use super::view::View;

/// How many elements lie on a path.
pub(super) fn count(node: Node<'_>, path: &str) -> usize {
    match path.split_once('/') {
        None => node.all(path).count(),
        Some((step, rest)) => node.all(step).map(|child| count(child, rest)).sum(),
    }
}

macro_rules! at_most_one {
    ($($id:literal $about:literal $path:literal;)*) => {
        rules![$($id Error $about:
            concat!("Van ", $path, " mag er maar één zijn; laat de andere weg."),
            concat!("There may be only one ", $path, "; leave the others out.")
            => |v, at| at.when(count(v.root, $path) > 1, v.root);)*]
    };
}

/// Elements of the document of which there may be one.
pub(super) static ONCE: &[Rule] = at_most_one![
    "UBL-SR-01" "BT-12" "ContractDocumentReference/ID";
    "UBL-SR-02" "BT-15" "ReceiptDocumentReference/ID";
    "UBL-SR-03" "BT-16" "DespatchDocumentReference/ID";
    "UBL-SR-05" "BT-20" "PaymentTerms/Note";
    "UBL-SR-08" "BG-14" "InvoicePeriod";
    "UBL-SR-09" "BT-27" "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName";
    "UBL-SR-10" "BT-28" "AccountingSupplierParty/Party/PartyName/Name";
    "UBL-SR-11" "BT-30" "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID";
    "UBL-SR-14" "BT-33" "AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalForm";
    "UBL-SR-15" "BT-44" "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName";
    "UBL-SR-16" "BT-46" "AccountingCustomerParty/Party/PartyIdentification/ID";
    "UBL-SR-17" "BT-47" "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID";
    "UBL-SR-19" "BT-59" "PayeeParty/PartyName/Name";
    "UBL-SR-21" "BT-61" "PayeeParty/PartyLegalEntity/CompanyID";
    "UBL-SR-22" "BT-62" "TaxRepresentativeParty/PartyName/Name";
    "UBL-SR-24" "BG-13" "Delivery";
    "UBL-SR-25" "BT-70" "Delivery/DeliveryParty/PartyName/Name";
    "UBL-SR-39" "BT-11" "ProjectReference/ID";
    "UBL-SR-40" "BT-45" "AccountingCustomerParty/Party/PartyName/Name";
    "UBL-SR-45" "BT-9" "PaymentMeans/PaymentDueDate";
    "UBL-SR-49" "BT-8" "InvoicePeriod/DescriptionCode";
    "UBL-SR-54" "BG-18" "PaymentMeans/CardAccount";
    "UBL-SR-55" "BG-19" "PaymentMeans/PaymentMandate";
    "UBL-SR-56" "BT-17" "OriginatorDocumentReference/ID";
];

pub(super) static RULES: &[Rule] = rules![
    "UBL-SR-04" Error "BT-18": "Er mag maar één gefactureerd object zijn (soort 130); laat de andere weg.", "There may be one invoiced object (type 130); leave the others out."
        => |v, at| for document in v.documents.iter().filter(|d| d.type_code.is_some_and(|code| code.text() == "130")).skip(1) { at.when(true, document.node); };
    "UBL-SR-07" Error "BT-25": "Een verwijzing naar een eerdere factuur noemt haar nummer; vul het in.", "A reference to an earlier invoice gives its number; fill it in."
        => |v, at| for (group, id, _) in &v.preceding { at.need(*id, *group); };
    "UBL-SR-20" Error "BT-60": "De begunstigde heeft hooguit één nummer (naast dat van SEPA); laat de andere weg.", "The payee has at most one identifier (beside that of SEPA); leave the others out."
        => |v, at| if let Some(node) = v.payee.as_ref().and_then(|party| party.node) {
            at.when(ids(node).filter(|id| !is_sepa(*id)).count() > 1, node);
        };
    "UBL-SR-23" Error "BT-63": "Van de fiscaal vertegenwoordiger mag er maar één btw-id zijn.", "The tax representative may have only one VAT identifier."
        => |v, at| if let Some(node) = v.representative.as_ref().and_then(|party| party.node) { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-29" Error "BT-90": "De incassant heeft hooguit één incassanten-id (SEPA); laat de andere weg.", "The creditor has at most one SEPA identifier; leave the others out."
        => |v, at| for node in [v.seller.node, v.payee.as_ref().and_then(|party| party.node)].into_iter().flatten() {
            at.when(ids(node).filter(|id| is_sepa(*id)).count() > 1, node);
        };
    "UBL-SR-42" Error "BT-31, BT-32": "De leverancier heeft hooguit twee belastingregistraties; laat de andere weg.", "The seller has at most two tax registrations; leave the others out."
        => |v, at| if let Some(node) = v.seller.node { at.when(count(node, "PartyTaxScheme") > 2, node); };
    "UBL-SR-44" Error "BT-83": "Alle betaalwijzen hebben hetzelfde betalingskenmerk; maak ze gelijk.", "All ways to pay have the same payment reference; make them equal."
        => |v, at| {
            let mut all = v.means.iter().flat_map(|means| means.node.all("PaymentID"));
            if let Some(first) = all.next() {
                for other in all { at.when(other.text() != first.text(), other); }
            }
        };
    "UBL-SR-46" Error "BT-82": "De betaalwijze heeft hooguit één omschrijving (name); laat de andere weg.", "The way to pay has at most one text (name); leave the others out."
        => |v, at| for code in v.means.iter().filter_map(|means| means.code).filter(|code| code.attribute(Attribute::Name).is_some()).skip(1) { at.when(true, code); };
    "UBL-SR-47" Error "BT-81": "Alle betaalwijzen hebben dezelfde code; maak ze gelijk.", "All ways to pay have the same code; make them equal."
        => |v, at| {
            let mut all = v.means.iter().filter_map(|means| means.code);
            if let Some(first) = all.next() {
                for other in all { at.when(other.text() != first.text(), other); }
            }
        };
    "UBL-SR-51" Error "BT-162, BT-163, BT-164, BT-165": "Een adres heeft hooguit één derde regel; voeg ze samen.", "An address has at most one third line; join them."
        => |v, at| for node in v.root.inside().filter(|node| matches!(node.local(), "PostalAddress" | "Address")) {
            at.when(count(node, "AddressLine") > 1, node);
        };
    "UBL-SR-06" Error "BT-25": "Een verwijzing noemt één eerdere factuur; maak er twee verwijzingen van.", "A reference names one earlier invoice; make two references of it."
        => |v, at| for (group, ..) in &v.preceding { at.when(count(*group, "InvoiceDocumentReference") > 1, *group); };
    "UBL-SR-12" Error "BT-31": "Van de leverancier mag er maar één btw-id zijn.", "The seller may have only one VAT identifier."
        => |v, at| if let Some(node) = v.seller.node { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-13" Error "BT-32": "Van de leverancier mag er maar één ander belastingnummer zijn.", "The seller may have only one other tax number."
        => |v, at| if let Some(node) = v.seller.node { at.when(tax_ids(node, false) > 1, node); };
    "UBL-SR-18" Error "BT-48": "Van de afnemer mag er maar één btw-id zijn.", "The buyer may have only one VAT identifier."
        => |v, at| if let Some(node) = v.buyer.node { at.when(tax_ids(node, true) > 1, node); };
    "UBL-SR-26" Error "BT-83": "Een betaalwijze heeft één betalingskenmerk; laat de andere weg.", "A way to pay has one payment reference; leave the others out."
        => |v, at| for means in &v.means { at.when(count(means.node, "PaymentID") > 1, means.node); };
    "UBL-SR-27" Error "BT-81": "Een betaalwijze heeft één code; laat de andere weg.", "A way to pay has one code; leave the others out."
        => |v, at| for means in &v.means { at.when(count(means.node, "PaymentMeansCode") > 1, means.node); };
    "UBL-SR-28" Error "BT-89": "Een betaalwijze heeft één machtiging; laat de andere weg.", "A way to pay has one mandate; leave the others out."
        => |v, at| for means in &v.means { at.when(count(means.node, "PaymentMandate/ID") > 1, means.node); };
    "UBL-SR-30" Error "BT-97": "Een korting heeft één reden; voeg de redenen samen.", "An allowance has one reason; join the reasons."
        => |v, at| for ac in v.all_acs().filter(|ac| !ac.is_charge) { at.when(count(ac.node, "AllowanceChargeReason") > 1, ac.node); };
    "UBL-SR-31" Error "BT-104": "Een toeslag heeft één reden; voeg de redenen samen.", "A charge has one reason; join the reasons."
        => |v, at| for ac in v.all_acs().filter(|ac| ac.is_charge) { at.when(count(ac.node, "AllowanceChargeReason") > 1, ac.node); };
    "UBL-SR-32" Error "BT-120": "Een btw-tarief heeft één reden van vrijstelling; voeg de redenen samen.", "A VAT rate has one exemption reason; join the reasons."
        => |v, at| for row in &v.rows { at.when(count(row.node, "TaxCategory/TaxExemptionReason") > 1, row.node); };
    "UBL-SR-33" Error "BT-123": "Een bijgevoegd document heeft één omschrijving; voeg ze samen.", "A supporting document has one description; join them."
        => |v, at| for document in &v.documents { at.when(count(document.node, "DocumentDescription") > 1, document.node); };
    "UBL-SR-34" Error "BT-127": "Een regel heeft één opmerking; voeg ze samen.", "A line has one note; join them."
        => |v, at| for line in &v.lines { at.when(count(line.node, "Note") > 1, line.node); };
    "UBL-SR-35" Error "BT-132": "Een regel verwijst naar één orderregel; splits de regel.", "A line refers to one order line; split the line."
        => |v, at| for line in &v.lines { at.when(count(line.node, "OrderLineReference/LineID") > 1, line.node); };
    "UBL-SR-36" Error "BG-26": "Een regel heeft één periode; splits de regel.", "A line has one period; split the line."
        => |v, at| for line in &v.lines { at.when(count(line.node, "InvoicePeriod") > 1, line.node); };
    "UBL-SR-37" Error "BT-147": "Een prijs heeft één korting; voeg ze samen.", "A price has one discount; join them."
        => |v, at| for line in &v.lines { at.when(count(line.node, "Price/AllowanceCharge/Amount") > 1, line.node); };
    "UBL-SR-43" Error "BT-18, BT-122": "Alleen een gefactureerd object (130) of het project van een creditnota (50) heeft een soort; laat haar weg.", "Only an invoiced object (130) or the project of a credit note (50) has a type; leave it out."
        => |v, at| for document in &v.documents {
            let wrong = match document.type_code.map(Node::text) {
                Some("130") => false,
                Some("50") => !v.is_credit_note,
                Some(_) => true,
                None => document.id.is_some_and(|id| id.attribute(Attribute::SchemeId).is_some()),
            };
            at.when(wrong, document.node);
        };
    "UBL-SR-48" Error "BG-30": "Een regel heeft precies één btw-categorie; vul die in, of splits de regel.", "A line has exactly one VAT category; give it, or split the line."
        => |v, at| for line in &v.lines { at.when(count(line.node, "Item/ClassifiedTaxCategory") != 1, line.node); };
    "UBL-SR-50" Error "BT-154": "Een artikel heeft één omschrijving; voeg ze samen.", "An item has one description; join them."
        => |v, at| for line in &v.lines { at.when(count(line.node, "Item/Description") > 1, line.node); };
    "UBL-SR-52" Error "BT-128": "Een regel verwijst naar één object; laat de andere weg.", "A line refers to one object; leave the others out."
        => |v, at| for line in &v.lines { at.when(line.objects.len() > 1, line.node); };
    "UBL-SR-53" Error "BT-31, BT-48, BT-63": "Een belastingnummer heeft een nummer en een schema (VAT voor btw); vul beide in.", "A tax registration has a number and a scheme (VAT for VAT); give both."
        => |v, at| for scheme in v.parties().filter_map(|party| party.node).flat_map(|node| node.all("PartyTaxScheme")) {
            at.when(scheme.at("CompanyID").is_none() || scheme.at("TaxScheme/ID").is_none(), scheme);
        };
    "UBL-DT-01" Error "": "Een bedrag heeft hooguit twee decimalen; rond het af. (Een prijs mag er meer hebben.)", "An amount has at most two decimals; round it. (A price may have more.)"
        => |v, at| decimals(v, at);
    "UBL-DT-06" Error "BT-125-1": "Een bijlage zegt van welk soort zij is; vul mimeCode in.", "An attachment says of what kind it is; give mimeCode."
        => |v, at| for node in v.documents.iter().filter_map(|document| document.embedded) { at.when(node.attribute(Attribute::MimeCode).is_none(), node); };
    "UBL-DT-07" Error "BT-125-2": "Een bijlage heeft een bestandsnaam; vul filename in.", "An attachment has a file name; give filename."
        => |v, at| for node in v.documents.iter().filter_map(|document| document.embedded) { at.when(node.attribute(Attribute::FileName).is_none(), node); };
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
