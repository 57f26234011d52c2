//! NLCIUS 1.0 (SI-UBL 2.0) for sellers in the Netherlands, and the Dutch extension for blocked accounts (g-rekening).

use invoice::codes::{KVK, OIN};

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::en16931::{of_document, of_lines};
use super::rule::{Rule, rules};
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

pub(super) static RULES: &[Rule] = rules![
    "BR-NL-1" Error "BT-30": "Het KvK-nummer (0106) of OIN (0190) van de leverancier ontbreekt; vul het in.", "The seller's KvK number (0106) or OIN (0190) is missing; fill it in."
        => |v, at| if v.seller.is_in("NL") { at.when(!is_registered_in(v.seller.legal, KVK_OR_OIN), v.seller.or(v.root)); };
    "BR-NL-2" Error "BT-10, BT-13": "Er is geen referentie van de afnemer en geen ordernummer; vul er één in.", "There is neither a buyer reference nor an order number; give one."
        => |v, at| if v.seller.is_in("NL") { at.need(v.buyer_reference.or(v.order), v.root); };
    "BR-NL-3" Error "BT-35, BT-37, BT-38": "Het adres van de leverancier heeft straat, plaats en postcode nodig; vul ze in.", "The seller's address needs street, town and postcode; fill them in."
        => |v, at| if let Some(a) = v.seller.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-4" Error "BT-50, BT-52, BT-53": "Het adres van een Nederlandse afnemer heeft straat, plaats en postcode nodig; vul ze in.", "A Dutch buyer's address needs street, town and postcode; fill them in."
        => |v, at| if v.seller.is_in("NL") && let Some(a) = v.buyer.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-5" Error "BT-64, BT-66, BT-67": "Het adres van een Nederlandse fiscaal vertegenwoordiger heeft straat, plaats en postcode nodig; vul ze in.", "A Dutch tax representative's address needs street, town and postcode; fill them in."
        => |v, at| if v.seller.is_in("NL") && let Some(a) = v.representative.as_ref().and_then(|p| p.address).filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "BR-NL-7" Error "BT-3": "De soort is niet 380, 381, 384 of 389; gebruik een van deze.", "The type is not 380, 381, 384 or 389; use one of these."
        => |v, at| if v.seller.is_in("NL") && let Some(code) = v.type_code { at.when(!matches!(code.text(), "380" | "381" | "384" | "389"), code); };
    "BR-NL-8" Error "BT-3": "Soort 381 hoort in een CreditNote, de andere soorten in een Invoice.", "Type 381 belongs in a CreditNote, the other types in an Invoice."
        => |v, at| if v.seller.is_in("NL") && let Some(code) = v.type_code { at.when((code.text() == "381") != v.is_credit_note, code); };
    "BR-NL-9" Error "BT-25": "Een corrigerende factuur (384) verwijst naar de factuur die zij verbetert; vul het nummer in.", "A corrective invoice (384) refers to the invoice that it corrects; give its number."
        => |v, at| if v.seller.is_in("NL") && v.type_text() == "384" { at.need(v.preceding.iter().find_map(|(_, id, _)| *id), v.root); };
    "BR-NL-10" Error "BT-47": "Het KvK-nummer (0106) of OIN (0190) van de Nederlandse afnemer ontbreekt; vul het in.", "The Dutch buyer's KvK number (0106) or OIN (0190) is missing; fill it in."
        => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") { at.when(!is_registered_in(v.buyer.legal, KVK_OR_OIN), v.buyer.or(v.root)); };
    "BR-NL-11" Error "BG-16": "Er valt te betalen, maar er staat niet hoe; geef een betaalwijze.", "There is something to pay, but not how; give a way to pay."
        => |v, at| if let Some(t) = &v.totals {
            at.when(v.seller.is_in("NL") && t.payable.or_zero() > Decimal::ZERO && v.means.is_empty(), t.node);
        };
    "BR-NL-12" Error "BT-81": "De betaalwijze is niet 30, 48, 49, 57, 58 of 59; gebruik een van deze.", "The means of payment is not 30, 48, 49, 57, 58 or 59; use one of these."
        => |v, at| if v.seller.is_in("NL") { for means in &v.means { at.when(!is_dutch_means(means.code), means.node); } };
    "BR-NL-13" Error "BT-132": "Een regel verwijst naar een orderregel, maar de factuur heeft geen ordernummer; vul het in.", "A line refers to an order line, but the invoice has no order number; give it."
        => |v, at| if v.order.is_none() { for node in v.lines.iter().filter_map(|line| line.order_line) { at.when(true, node); } };
    "BR-NL-19" Warning "BT-6": "Een valuta voor de btw-aangifte wordt afgeraden.", "A VAT accounting currency is not recommended."
        => |v, at| dutch(v, at, v.tax_currency);
    "BR-NL-20" Warning "BT-7": "Een fiscale datum wordt afgeraden; de ontvanger ziet ervan af.", "A tax point date is not recommended; it is disregarded."
        => |v, at| dutch(v, at, v.tax_point);
    "BR-NL-21" Warning "BT-8": "Een code voor de fiscale datum wordt afgeraden; de ontvanger ziet ervan af.", "A code of the tax point is not recommended; it is disregarded."
        => |v, at| dutch(v, at, v.period.and_then(|p| p.code));
    "BR-NL-24" Warning "BT-26": "De datum van de eerdere factuur wordt afgeraden; het nummer volstaat.", "The date of the earlier invoice is not recommended; its number will do."
        => |v, at| for (_, _, date) in &v.preceding { dutch(v, at, *date); };
    "BR-NL-25" Warning "BT-32": "Een ander belastingnummer dan het btw-id heeft in Nederland geen betekenis.", "A tax number other than the VAT identifier means nothing in the Netherlands."
        => |v, at| dutch(v, at, v.seller.tax_number);
    "BR-NL-26" Warning "BT-33": "Verdere juridische gegevens van de leverancier worden afgeraden.", "Other legal information about the seller is not recommended."
        => |v, at| dutch(v, at, v.seller.legal_form);
    "BR-NL-27" Warning "BT-162, BT-163, BT-164, BT-165": "Een derde adresregel wordt afgeraden.", "A third address line is not recommended."
        => |v, at| for address in v.addresses() { dutch(v, at, address.third_line); };
    "BR-NL-28" Warning "BT-39, BT-54, BT-68, BT-79": "Een provincie of deelstaat wordt afgeraden.", "A country subdivision is not recommended."
        => |v, at| for address in v.addresses() { dutch(v, at, address.subdivision); };
    "BR-NL-29" Warning "BT-82": "Een betaalwijze in woorden wordt afgeraden; de code volstaat.", "A means of payment in words is not recommended; the code will do."
        => |v, at| for code in v.means.iter().filter_map(|means| means.code) {
            at.when(v.seller.is_in("NL") && code.attribute(Attribute::Name).is_some(), code);
        };
    "BR-NL-30" Warning "BT-85": "De naam van de rekening wordt afgeraden.", "The name of the account is not recommended."
        => |v, at| for means in &v.means { dutch(v, at, means.account_name); };
    "BR-NL-31" Warning "BT-86": "Bij een SEPA-betaling (58, 59) is de bank (BIC) niet nodig.", "A SEPA payment (58, 59) needs no bank (BIC)."
        => |v, at| for means in &v.means {
            if means.code.is_some_and(|code| matches!(code.text(), "58" | "59")) { dutch(v, at, means.bank); }
        };
    "BR-NL-32" Warning "BT-98, BT-140": "Een code voor de reden van een korting wordt afgeraden; geef de reden in woorden.", "A code of the reason of an allowance is not recommended; give it in words."
        => |v, at| for ac in of_document(v, false).chain(of_lines(v, false)) { dutch(v, at, ac.reason_code); };
    "BR-NL-33" Warning "BT-111": "Een btw-totaal in een andere valuta wordt afgeraden.", "A VAT total in another currency is not recommended."
        => |v, at| for total in &v.tax_totals {
            at.when(v.seller.is_in("NL") && total.currency() != v.currency_code(), total.node);
        };
    "BR-NL-34" Warning "BT-105, BT-145": "Een code voor de reden van een toeslag wordt afgeraden; geef de reden in woorden.", "A code of the reason of a charge is not recommended; give it in words."
        => |v, at| for ac in of_document(v, true).chain(of_lines(v, true)) { dutch(v, at, ac.reason_code); };
    "BR-NL-35" Warning "BT-121": "Een code voor de vrijstelling wordt afgeraden; geef de reden in woorden.", "A code of the exemption is not recommended; give the reason in words."
        => |v, at| for row in &v.rows { dutch(v, at, row.reason_code); };
    "SI-UBL-2" Warning "": "Dit element is leeg; laat het weg.", "This element is empty; leave it out."
        => |v, at| for node in v.root.inside() { at.when(node.is_empty() && !node.local().ends_with("BinaryObject"), node); };
];

/// Notes an element that a Dutch seller had better leave out.
fn dutch<'t>(v: &View<'t>, at: &mut super::rule::Places<'t>, node: Option<Node<'t>>) {
    if let Some(node) = node {
        at.when(v.seller.is_in("NL"), node);
    }
}

pub(super) static G_ACCOUNT: &[Rule] = rules![
    "BR-GA-1" Error "NL-GA-01": "Een factuur met g-rekening heeft twee betalingscondities; geef ze, één voor elke rekening.", "An invoice with a G-account has two payment terms; give them, one for each account."
        => |v, at| at.when(v.terms.len() != 2, v.root);
    "BR-GA-2" Error "BG-16": "Een factuur met g-rekening heeft twee betaalwijzen; geef ze, één voor elke rekening.", "An invoice with a G-account has two ways to pay; give them, one for each account."
        => |v, at| at.when(v.means.len() != 2, v.root);
    "BR-GA-3" Error "NL-GA-03": "De twee te betalen delen zijn samen niet het te betalen bedrag; reken ze na.", "The two parts to pay do not add up to the amount due; compute them again."
        => |v, at| if let Some(t) = &v.totals {
            let parts: Decimal = v.terms.iter().map(|terms| Num::of(terms.at("Amount")).or_zero()).sum();
            at.when(t.payable.value.is_some_and(|payable| payable != parts), t.payable.node.unwrap_or(t.node));
        };
    "BR-GA-4" Error "NL-GA-02": "Deze betalingsconditie verwijst niet naar een betaalwijze; vul PaymentMeansID in.", "These payment terms do not refer to a way to pay; give PaymentMeansID."
        => |v, at| for terms in &v.terms { at.when(terms.all("PaymentMeansID").count() != 1, *terms); };
    "BR-GA-5" Error "NL-GA-04": "Deze betaalwijze heeft geen eigen kenmerk; vul ID in.", "This way to pay has no identifier of its own; give ID."
        => |v, at| for means in &v.means { at.when(means.node.all("ID").count() != 1, means.node); };
    "BR-GA-6" Error "NL-GA-02, NL-GA-04": "Bij deze betaalwijze hoort niet precies één betalingsconditie; maak de kenmerken gelijk.", "Not exactly one of the payment terms belongs to this way to pay; make the identifiers the same."
        => |v, at| for means in &v.means {
            if let Some(id) = means.id {
                let terms = v.terms.iter().filter(|terms| terms.all("PaymentMeansID").any(|given| given.text() == id.text()));
                at.when(terms.count() != 1, means.node);
            }
        };
    "BR-GA-7" Error "NL-GA-04": "Geen van de betaalwijzen heet GACCOUNT; noem die van de g-rekening zo.", "None of the ways to pay is called GACCOUNT; call that of the G-account so."
        => |v, at| at.when(v.means.iter().filter(|means| means.id.is_some_and(|id| id.text() == "GACCOUNT")).count() != 1, v.root);
];
