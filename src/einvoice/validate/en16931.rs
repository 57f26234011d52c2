//! The business rules of EN 16931-1 that are not about VAT categories: what must be there, sums, decimals, codes.

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::rule::{Places, Rule, rules};
use super::view::{AcView, Num, Syntax, View, cents};
use invoice::codes::{self, DOCUMENT_TYPES};

/// Numbers and dates of which nothing can be made: they come before all rules, which take them for 0 or for missing.
pub(super) static FORM: &[Rule] = rules![
    "DZ-NUMBER" Error "": "Hier moet een getal staan, met een punt als decimaalteken en zonder scheidingstekens.",
        "A number must stand here, with a decimal point and no other marks."
        => |v, at| {
            for num in numbers(v) {
                if let (Some(node), None) = (num.node, num.value) {
                    at.when(true, node);
                }
            }
        };
    "DZ-DATE" Error "": "Hier moet een bestaande datum staan, in de vorm 2026-03-31 (UBL) of 20260331 (CII).",
        "A date that exists must stand here, as 2026-03-31 (UBL) or 20260331 (CII)."
        => |v, at| {
            for node in dates(v) {
                at.when(super::super::value::parse_date(node.text()).is_none(), node);
            }
        };
];

pub(super) static SUMS: &[Rule] = rules![
    "BR-CO-10" Error "BT-106": "Het totaal van de regels is niet de som van de regelbedragen; reken het na.",
        "The sum of the lines is not what the line amounts add up to; compute it again."
        => |v, at| if let Some(t) = &v.totals && let Some(given) = t.lines.value {
            let sum: Decimal = v.lines.iter().map(|line| line.net.or_zero()).sum();
            at.when(given != cents(sum) && !v.lines.is_empty(), t.lines.node.unwrap_or(t.node));
        };
    "BR-CO-11" Error "BT-107": "Het totaal van de kortingen is niet de som van de kortingen op documentniveau.",
        "The total of the allowances is not the sum of the allowances of the document."
        => |v, at| if let Some(t) = &v.totals { document_sum(v, at, t.node, t.allowances, false); };
    "BR-CO-12" Error "BT-108": "Het totaal van de toeslagen is niet de som van de toeslagen op documentniveau.",
        "The total of the charges is not the sum of the charges of the document."
        => |v, at| if let Some(t) = &v.totals { document_sum(v, at, t.node, t.charges, true); };
    "BR-CO-13" Error "BT-109": "Het totaal exclusief btw is niet regels min kortingen plus toeslagen; reken het na.",
        "The total without VAT is not lines less allowances plus charges; compute it again."
        => |v, at| if let Some(t) = &v.totals && let (Some(lines), Some(net)) = (t.lines.value, t.net.value) {
            let expected = cents(lines - t.allowances.or_zero() + t.charges.or_zero());
            at.when(net != expected, t.net.node.unwrap_or(t.node));
        };
    "BR-CO-14" Error "BT-110": "Het btw-totaal is niet de som van de btw per tarief; reken het na.",
        "The VAT total is not the sum of the VAT per rate; compute it again."
        => |v, at| for total in &v.tax_totals {
            if let Some(given) = total.amount.value && total.rows > 0 {
                at.when(given != cents(total.sum_of_rows), total.node);
            }
        };
    "BR-CO-15" Error "BT-112": "Het totaal inclusief btw is niet het totaal exclusief btw plus het btw-totaal in dezelfde valuta; reken het na.",
        "The total with VAT is not the total without VAT plus the VAT total in the same currency; compute it again."
        => |v, at| if let Some(t) = &v.totals && let (Some(net), Some(gross)) = (t.net.value, t.gross.value) {
            let vat: Vec<Decimal> = v.tax_totals.iter()
                .filter(|total| total.currency() == v.currency_code())
                .map(|total| total.amount.or_zero())
                .collect();
            // CII leaves the total out where there is no VAT
            let is_one = vat.len() == 1 || !v.is_strict || (vat.is_empty() && v.syntax == Syntax::Cii);
            let is_known = !vat.is_empty() || v.is_strict;
            let wrong = !is_one || gross != cents(net + vat.iter().sum::<Decimal>());
            at.when(is_known && wrong && v.currency.is_some(), t.gross.node.unwrap_or(t.node));
        };
    "BR-CO-16" Error "BT-115": "Het te betalen bedrag is niet het totaal inclusief btw min vooruitbetaald plus afronding; reken het na.",
        "The amount due is not the total with VAT less what was prepaid plus rounding; compute it again."
        => |v, at| if let Some(t) = &v.totals && let (Some(gross), Some(payable)) = (t.gross.value, t.payable.value) {
            let expected = cents(gross - t.prepaid.or_zero() + t.rounding.or_zero());
            at.when(cents(payable) != expected, t.payable.node.unwrap_or(t.node));
        };
    "BR-CO-17" Error "BT-117": "De btw van dit tarief is niet het tarief maal de grondslag; reken het na.",
        "The VAT of this rate is not the rate times the taxable amount; compute it again."
        => |v, at| for row in &v.rows {
            if let (Some(tax), Some(taxable)) = (row.tax.value, row.taxable.value)
                && (v.is_strict || row.rate.node.is_some())
            {
                at.when(!is_rate_times_base(row.rate.value, taxable, tax), row.node);
            }
        };
];

/// Whether VAT is the rate times the taxable amount: less than 1.00 apart, or nothing without a rate.
pub(super) fn is_rate_times_base(rate: Option<Decimal>, taxable: Decimal, tax: Decimal) -> bool {
    match rate.filter(|rate| !rate.round().is_zero()) {
        // rates under a half per cent count as none
        None => tax.round().is_zero(),
        Some(rate) => {
            let expected = cents(taxable.abs() * rate / Decimal::ONE_HUNDRED);
            (tax.abs() - expected).abs() < Decimal::ONE
        }
    }
}

fn document_sum<'t>(
    v: &View<'t>,
    at: &mut Places<'t>,
    totals: Node<'t>,
    given: Num<'t>,
    charges: bool,
) {
    let mut parts = v.acs.iter().filter(|ac| ac.is_charge == charges).peekable();
    let is_any = parts.peek().is_some();
    let sum: Decimal = parts.map(|ac| ac.amount.or_zero()).sum();
    let wrong = match given.value {
        Some(given) => given != cents(sum),
        None => is_any && given.node.is_none(),
    };
    at.when(wrong, given.node.unwrap_or(totals));
}

/// What the head of an invoice must have.
pub(super) static HEAD: &[Rule] = rules![
    "BR-01" Error "BT-24": "De specificatie ontbreekt; vermeld volgens welke norm de factuur is gemaakt (CustomizationID).",
        "The specification is missing; name the norm that the invoice follows (CustomizationID)."
        => |v, at| at.need(v.specification, v.root);
    "BR-02" Error "BT-1": "Het factuurnummer ontbreekt; vul het in.", "The invoice number is missing; fill it in."
        => |v, at| at.need(v.number, v.root);
    "BR-03" Error "BT-2": "De factuurdatum ontbreekt; vul die in.", "The issue date is missing; fill it in."
        => |v, at| at.need(v.issue_date, v.root);
    "BR-04" Error "BT-3": "De soort factuur ontbreekt; vul de code in, 380 voor een factuur of 381 voor een creditnota.",
        "The type of the invoice is missing; give its code, 380 for an invoice or 381 for a credit note."
        => |v, at| at.need(v.type_code, v.root);
    "BR-05" Error "BT-5": "De valuta ontbreekt; vul de code in, zoals EUR.", "The currency is missing; give its code, such as EUR."
        => |v, at| at.need(v.currency, v.root);
    "BR-06" Error "BT-27": "De naam van de leverancier ontbreekt; vul de statutaire naam in.",
        "The seller's name is missing; give the registered name."
        => |v, at| at.need(v.seller.name, v.seller.or(v.root));
    "BR-07" Error "BT-44": "De naam van de afnemer ontbreekt; vul die in.", "The buyer's name is missing; fill it in."
        => |v, at| at.need(v.buyer.name, v.buyer.or(v.root));
    "BR-08" Error "BG-5": "Het adres van de leverancier ontbreekt; geef in elk geval het land.",
        "The seller's address is missing; give at least the country."
        => |v, at| at.need(v.seller.address.map(|a| a.node), v.seller.or(v.root));
    "BR-09" Error "BT-40": "Het land in het adres van de leverancier ontbreekt; vul de code in, zoals NL.",
        "The country of the seller's address is missing; give its code, such as NL."
        => |v, at| if let Some(a) = &v.seller.address { at.need(a.country, a.node); };
    "BR-13" Error "BT-109": "Het totaal exclusief btw ontbreekt; vul het in.", "The total without VAT is missing; fill it in."
        => |v, at| at.need(v.totals.and_then(|t| t.net.node), v.totals.map_or(v.root, |t| t.node));
    "BR-14" Error "BT-112": "Het totaal inclusief btw ontbreekt; vul het in.", "The total with VAT is missing; fill it in."
        => |v, at| at.need(v.totals.and_then(|t| t.gross.node), v.totals.map_or(v.root, |t| t.node));
    "BR-15" Error "BT-115": "Het te betalen bedrag ontbreekt; vul het in.", "The amount due is missing; fill it in."
        => |v, at| at.need(v.totals.and_then(|t| t.payable.node), v.totals.map_or(v.root, |t| t.node));
    "BR-CO-26" Error "BT-29, BT-30, BT-31": "De leverancier is niet te herkennen; geef btw-id, KvK-nummer of een ander nummer.",
        "The seller cannot be told from others; give a VAT id, registration number or other identifier."
        => |v, at| at.when(v.seller.vat_id.is_none() && v.seller.legal.is_none() && v.seller.ids.is_empty(), v.seller.or(v.root));
    "BR-CO-09" Error "BT-31, BT-48, BT-63": "Een btw-id begint met de landcode, zoals NL; zet die ervoor.",
        "A VAT identifier begins with the code of its country, such as NL; put that in front."
        => |v, at| for node in v.parties().filter_map(|party| party.vat_id) {
            at.when(!node.text().get(..2).is_some_and(|code| codes::VAT_PREFIXES.has(code)), node);
        };
    "BR-CL-01" Error "BT-3": "Deze soort factuur staat niet in de codelijst; gebruik 380 (factuur), 381 (creditnota) of een andere code van UNTDID 1001.",
        "This type of invoice is not on the code list; use 380 (invoice), 381 (credit note) or another code of UNTDID 1001."
        => |v, at| if let Some(node) = v.type_code {
            let (invoice, credit) = (DOCUMENT_TYPES.is_invoice(node.text()), DOCUMENT_TYPES.is_credit_note(node.text()));
            let known = match v.syntax {
                Syntax::Cii => invoice || credit,
                Syntax::Ubl if v.is_credit_note => credit,
                Syntax::Ubl => invoice,
            };
            at.when(!known, node);
        };
    "BR-CL-03" Error "": "De valuta bij dit bedrag bestaat niet of ontbreekt; zet er een ISO-code bij, zoals EUR.",
        "The currency of this amount does not exist or is missing; give an ISO code, such as EUR."
        => |v, at| for node in amounts(v).filter_map(|num| num.node) {
            let code = node.attribute(Attribute::CurrencyId);
            // CII gives a currency with the VAT totals only
            let wrong = match v.syntax {
                Syntax::Ubl => code.is_none_or(|code| !codes::CURRENCIES.has(code)),
                Syntax::Cii => code.is_some_and(|code| !codes::CURRENCIES.has(code)),
            };
            at.when(wrong, node);
        };
    "BR-CL-04" Error "BT-5": "Deze valuta bestaat niet; gebruik een ISO-code, zoals EUR.", "This currency does not exist; use an ISO code, such as EUR."
        => |v, at| not_on(at, v.currency, &codes::CURRENCIES);
    "BR-CL-14" Error "BT-40, BT-55, BT-69, BT-80": "Dit land bestaat niet; gebruik een ISO-code van twee letters, zoals NL.",
        "This country does not exist; use an ISO code of two letters, such as NL."
        => |v, at| for address in v.addresses() { not_on(at, address.country, &codes::COUNTRIES); };
];

/// The rest of what must be there, and codes and decimals.
pub(super) static RULES: &[Rule] = rules![
    "BR-10" Error "BG-8": "Het adres van de afnemer ontbreekt; geef in elk geval het land.",
        "The buyer's address is missing; give at least the country."
        => |v, at| at.need(v.buyer.address.map(|a| a.node), v.buyer.or(v.root));
    "BR-11" Error "BT-55": "Het land in het adres van de afnemer ontbreekt; vul de code in, zoals NL.",
        "The country of the buyer's address is missing; give its code, such as NL."
        => |v, at| if let Some(a) = &v.buyer.address { at.need(a.country, a.node); };
    "BR-12" Error "BT-106": "Het totaal van de regels ontbreekt; vul het in.", "The sum of the lines is missing; fill it in."
        => |v, at| at.need(v.totals.and_then(|t| t.lines.node), v.totals.map_or(v.root, |t| t.node));
    "BR-16" Error "BG-25": "Er is geen enkele regel; een factuur heeft er ten minste één.", "There is no line; an invoice has at least one."
        => |v, at| at.when(v.lines.is_empty(), v.root);
    "BR-17" Error "BT-59": "De begunstigde heeft geen naam of is de leverancier zelf; geef de naam, of laat de begunstigde weg.",
        "The payee has no name or is the seller; give the name, or leave the payee out."
        => |v, at| if let Some(payee) = &v.payee {
            let is_seller = payee.ids.iter().any(|id| v.seller.ids.iter().any(|other| other.text() == id.text()));
            at.when(payee.name.is_none() || is_seller, payee.or(v.root));
        };
    "BR-18" Error "BT-62": "De naam van de fiscaal vertegenwoordiger ontbreekt; vul die in.", "The tax representative's name is missing; fill it in."
        => |v, at| if let Some(party) = &v.representative { at.need(party.name, party.or(v.root)); };
    "BR-19" Error "BG-12": "Het adres van de fiscaal vertegenwoordiger ontbreekt; vul het in.", "The tax representative's address is missing; fill it in."
        => |v, at| if let Some(party) = &v.representative { at.need(party.address.map(|a| a.node), party.or(v.root)); };
    "BR-20" Error "BT-69": "Het land in het adres van de fiscaal vertegenwoordiger ontbreekt; vul de code in.", "The country of the tax representative's address is missing; give its code."
        => |v, at| if let Some(a) = v.representative.as_ref().and_then(|party| party.address) { at.need(a.country, a.node); };
    "BR-21" Error "BT-126": "Deze regel heeft geen nummer; geef elke regel een nummer.", "This line has no number; give each line one."
        => |v, at| for line in &v.lines { at.need(line.id, line.node); };
    "BR-22" Error "BT-129": "Deze regel heeft geen aantal; vul het in.", "This line has no quantity; fill it in."
        => |v, at| for line in &v.lines { at.need(line.quantity.node, line.node); };
    "BR-23" Error "BT-130": "Het aantal van deze regel heeft geen eenheid; geef de code, zoals C62 (stuk) of HUR (uur).",
        "The quantity of this line has no unit; give its code, such as C62 (piece) or HUR (hour)."
        => |v, at| for line in &v.lines {
            at.when(line.quantity.node.is_none_or(|node| node.attribute(Attribute::UnitCode).is_none()), line.node);
        };
    "BR-24" Error "BT-131": "Deze regel heeft geen bedrag; vul het in.", "This line has no amount; fill it in."
        => |v, at| for line in &v.lines { at.need(line.net.node, line.node); };
    "BR-25" Error "BT-153": "Deze regel heeft geen omschrijving; geef de naam van het artikel.", "This line has no description; give the name of the item."
        => |v, at| for line in &v.lines { at.need(line.name, line.node); };
    "BR-26" Error "BT-146": "Deze regel heeft geen prijs; geef de prijs per eenheid zonder btw.", "This line has no price; give the price of a unit without VAT."
        => |v, at| for line in &v.lines { at.need(line.price.node, line.node); };
    "BR-27" Error "BT-146": "Deze prijs is negatief; maak het aantal negatief in plaats van de prijs.", "This price is negative; make the quantity negative instead."
        => |v, at| for line in &v.lines { negative(at, line.price); };
    "BR-28" Error "BT-148": "Deze brutoprijs is negatief; maak het aantal negatief in plaats van de prijs.", "This gross price is negative; make the quantity negative instead."
        => |v, at| for line in &v.lines { negative(at, line.gross_price); };
    "BR-29" Error "BT-74": "De factuurperiode eindigt voor zij begint; verwissel of verbeter de datums.", "The invoicing period ends before it begins; mend the dates."
        => |v, at| if let Some(p) = &v.period { at.when(is_reversed(p.start, p.end), p.node); };
    "BR-30" Error "BT-135": "De periode van deze regel eindigt voor zij begint; verwissel of verbeter de datums.", "The period of this line ends before it begins; mend the dates."
        => |v, at| for p in v.lines.iter().filter_map(|line| line.period) { at.when(is_reversed(p.start, p.end), p.node); };
    "BR-31" Error "BT-92": "Deze korting heeft geen bedrag; vul het in.", "This allowance has no amount; fill it in."
        => |v, at| for ac in of_document(v, false) { at.need(ac.amount.node, ac.node); };
    "BR-32" Error "BT-95": "Deze korting heeft geen btw-categorie; vul die in.", "This allowance has no VAT category; fill it in."
        => |v, at| for ac in of_document(v, false) { at.need(ac.category, ac.node); };
    "BR-33" Error "BT-97, BT-98": "Deze korting heeft geen reden; geef die in woorden of als code.", "This allowance has no reason; give it in words or as a code."
        => |v, at| for ac in of_document(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-36" Error "BT-99": "Deze toeslag heeft geen bedrag; vul het in.", "This charge has no amount; fill it in."
        => |v, at| for ac in of_document(v, true) { at.need(ac.amount.node, ac.node); };
    "BR-37" Error "BT-102": "Deze toeslag heeft geen btw-categorie; vul die in.", "This charge has no VAT category; fill it in."
        => |v, at| for ac in of_document(v, true) { at.need(ac.category, ac.node); };
    "BR-38" Error "BT-104, BT-105": "Deze toeslag heeft geen reden; geef die in woorden of als code.", "This charge has no reason; give it in words or as a code."
        => |v, at| for ac in of_document(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-41" Error "BT-136": "Deze korting op een regel heeft geen bedrag; vul het in.", "This allowance of a line has no amount; fill it in."
        => |v, at| for ac in of_lines(v, false) { at.need(ac.amount.node, ac.node); };
    "BR-42" Error "BT-139, BT-140": "Deze korting op een regel heeft geen reden; geef die in woorden of als code.", "This allowance of a line has no reason; give it in words or as a code."
        => |v, at| for ac in of_lines(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-43" Error "BT-141": "Deze toeslag op een regel heeft geen bedrag; vul het in.", "This charge of a line has no amount; fill it in."
        => |v, at| for ac in of_lines(v, true) { at.need(ac.amount.node, ac.node); };
    "BR-44" Error "BT-144, BT-145": "Deze toeslag op een regel heeft geen reden; geef die in woorden of als code.", "This charge of a line has no reason; give it in words or as a code."
        => |v, at| for ac in of_lines(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-45" Error "BT-116": "De grondslag van dit btw-tarief ontbreekt; vul die in.", "The taxable amount of this VAT rate is missing; fill it in."
        => |v, at| for row in &v.rows { at.need(row.taxable.node, row.node); };
    "BR-46" Error "BT-117": "Het btw-bedrag van dit tarief ontbreekt; vul het in.", "The VAT amount of this rate is missing; fill it in."
        => |v, at| for row in &v.rows { at.need(row.tax.node, row.node); };
    "BR-47" Error "BT-118": "Deze btw-specificatie heeft geen categorie; vul de code in, zoals S.", "This row of the VAT breakdown has no category; give its code, such as S."
        => |v, at| for row in &v.rows { at.need(row.category, row.node); };
    "BR-48" Error "BT-119": "Deze btw-specificatie heeft geen tarief; vul het in, ook als het 0 is.", "This row of the VAT breakdown has no rate; fill it in, also when it is 0."
        => |v, at| for row in &v.rows {
            at.when(row.rate.node.is_none() && row.category.is_none_or(|code| code.text() != "O"), row.node);
        };
    "BR-49" Error "BT-81": "De betaalwijze heeft geen code; vul die in, zoals 30 of 58 voor een overboeking.", "The way to pay has no code; give it, such as 30 or 58 for a credit transfer."
        => |v, at| for means in &v.means { at.need(means.code, means.node); };
    "BR-50" Error "BT-84": "De rekening waarop betaald moet worden heeft geen nummer; vul de IBAN in.", "The account to pay to has no number; give the IBAN."
        => |v, at| for means in v.means.iter().filter(|means| is_transfer(means.code)) {
            if let Some(group) = means.account_group { at.need(means.account, group); }
        };
    "BR-51" Warning "BT-87": "Van een betaalkaart horen hooguit de eerste zes en de laatste vier cijfers op een factuur.", "Not more than the first six and last four digits of a payment card belong on an invoice."
        => |v, at| for node in v.means.iter().filter_map(|means| means.card) {
            at.when(node.text().chars().filter(char::is_ascii_digit).count() > 10, node);
        };
    "BR-52" Error "BT-122": "Dit bijgevoegde document heeft geen kenmerk; vul het in.", "This supporting document has no reference; fill it in."
        => |v, at| for document in &v.documents { at.need(document.id, document.node); };
    "BR-53" Error "BT-111": "Er is een valuta voor de btw-aangifte, maar geen btw-totaal in die valuta; voeg het toe.", "There is a VAT accounting currency but no VAT total in it; add that total."
        => |v, at| if let Some(code) = v.tax_currency {
            at.when(!v.tax_totals.iter().any(|total| total.currency() == Some(code.text())), code);
        };
    "BR-54" Error "BT-160, BT-161": "Een kenmerk van een artikel heeft een naam en een waarde; vul beide in.", "An attribute of an item has a name and a value; give both."
        => |v, at| for (group, has_name, has_value) in v.lines.iter().flat_map(|line| &line.attributes) {
            at.when(!has_name || !has_value, *group);
        };
    "BR-55" Error "BT-25": "Er wordt naar een eerdere factuur verwezen zonder nummer; vul het nummer in.", "An earlier invoice is referred to without its number; fill it in."
        => |v, at| for (group, id, _) in &v.preceding { at.need(*id, *group); };
    "BR-56" Error "BT-63": "De fiscaal vertegenwoordiger heeft geen btw-id; vul het in.", "The tax representative has no VAT identifier; fill it in."
        => |v, at| if let Some(party) = &v.representative { at.need(party.vat_id, party.or(v.root)); };
    "BR-57" Error "BT-80": "Het land van het afleveradres ontbreekt; vul de code in.", "The country of the delivery address is missing; give its code."
        => |v, at| if let Some(a) = &v.delivery_address { at.need(a.country, a.node); };
    "BR-61" Error "BT-84": "Voor een overboeking is een rekening nodig; vul de IBAN in.", "A credit transfer needs an account; give the IBAN."
        => |v, at| for means in v.means.iter().filter(|means| is_transfer(means.code)) { at.need(means.account, means.node); };
    "BR-62" Error "BT-34": "Het elektronische adres van de leverancier heeft geen schema; geef het, zoals 0106 voor KvK.", "The seller's electronic address has no scheme; give it, such as 0106 for KvK."
        => |v, at| schemeless(at, v.seller.endpoint, Attribute::SchemeId);
    "BR-63" Error "BT-49": "Het elektronische adres van de afnemer heeft geen schema; geef het, zoals 0106 voor KvK.", "The buyer's electronic address has no scheme; give it, such as 0106 for KvK."
        => |v, at| schemeless(at, v.buyer.endpoint, Attribute::SchemeId);
    "BR-64" Error "BT-157": "Het artikelnummer heeft geen schema; geef het, zoals 0160 voor GTIN.", "The standard item identifier has no scheme; give it, such as 0160 for GTIN."
        => |v, at| for line in &v.lines { schemeless(at, line.standard_id, Attribute::SchemeId); };
    "BR-65" Error "BT-158": "De artikelgroep noemt haar codelijst niet; vul die in.", "The item classification does not name its code list; give it."
        => |v, at| for node in v.lines.iter().flat_map(|line| &line.classes) { schemeless(at, Some(*node), Attribute::ListId); };
    "BR-CO-03" Error "BT-7, BT-8": "Een fiscale datum en een code voor die datum sluiten elkaar uit; laat één van beide weg.", "A tax point date and a code for it exclude each other; leave one out."
        => |v, at| if let (Some(date), Some(_)) = (v.tax_point, v.period.and_then(|p| p.code)) { at.when(true, date); };
    "BR-CO-04" Error "BT-151": "Deze regel heeft geen btw-categorie; vul de code in, zoals S.", "This line has no VAT category; give its code, such as S."
        => |v, at| for line in &v.lines { at.when(!line.has_category, line.node); };
    "BR-CO-18" Error "BG-23": "De btw-specificatie ontbreekt; geef grondslag en btw per tarief.", "The VAT breakdown is missing; give base and VAT per rate."
        => |v, at| at.when(v.rows.is_empty(), v.root);
    "BR-CO-19" Error "BG-14": "De factuurperiode heeft geen begin en geen einde; vul er ten minste één in.", "The invoicing period has neither beginning nor end; give at least one."
        => |v, at| if let Some(p) = &v.period { at.when(p.start.is_none() && p.end.is_none() && p.code.is_none(), p.node); };
    "BR-CO-20" Error "BG-26": "De periode van deze regel heeft geen begin en geen einde; vul er ten minste één in.", "The period of this line has neither beginning nor end; give at least one."
        => |v, at| for p in v.lines.iter().filter_map(|line| line.period) { at.when(p.start.is_none() && p.end.is_none(), p.node); };
    "BR-CO-21" Error "BT-97, BT-98": "Deze korting heeft geen reden of redencode; vul er één in.", "This allowance has neither a reason nor a code of it; give one."
        => |v, at| for ac in of_document(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-22" Error "BT-104, BT-105": "Deze toeslag heeft geen reden of redencode; vul er één in.", "This charge has neither a reason nor a code of it; give one."
        => |v, at| for ac in of_document(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-23" Error "BT-139, BT-140": "Deze korting op een regel heeft geen reden of redencode; vul er één in.", "This allowance of a line has neither a reason nor a code of it; give one."
        => |v, at| for ac in of_lines(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-24" Error "BT-144, BT-145": "Deze toeslag op een regel heeft geen reden of redencode; vul er één in.", "This charge of a line has neither a reason nor a code of it; give one."
        => |v, at| for ac in of_lines(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };

    "BR-DEC-01" Error "BT-92": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_document(v, false) { decimals(at, ac.amount); };
    "BR-DEC-02" Error "BT-93": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_document(v, false) { decimals(at, ac.base); };
    "BR-DEC-05" Error "BT-99": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_document(v, true) { decimals(at, ac.amount); };
    "BR-DEC-06" Error "BT-100": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_document(v, true) { decimals(at, ac.base); };
    "BR-DEC-09" Error "BT-106": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.lines); };
    "BR-DEC-10" Error "BT-107": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.allowances); };
    "BR-DEC-11" Error "BT-108": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.charges); };
    "BR-DEC-12" Error "BT-109": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.net); };
    "BR-DEC-13" Error "BT-110": DECIMALS_NL, DECIMALS_EN => |v, at| for total in &v.tax_totals {
        if total.currency() == v.currency_code() { decimals(at, total.amount); }
    };
    "BR-DEC-14" Error "BT-112": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.gross); };
    "BR-DEC-15" Error "BT-111": DECIMALS_NL, DECIMALS_EN => |v, at| for total in &v.tax_totals {
        let code = v.tax_currency.map(Node::text);
        if code.is_some() && total.currency() == code && code != v.currency_code() { decimals(at, total.amount); }
    };
    "BR-DEC-16" Error "BT-113": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.prepaid); };
    "BR-DEC-17" Error "BT-114": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.rounding); };
    "BR-DEC-18" Error "BT-115": DECIMALS_NL, DECIMALS_EN => |v, at| if let Some(t) = &v.totals { decimals(at, t.payable); };
    "BR-DEC-19" Error "BT-116": DECIMALS_NL, DECIMALS_EN => |v, at| for row in &v.rows { decimals(at, row.taxable); };
    "BR-DEC-20" Error "BT-117": DECIMALS_NL, DECIMALS_EN => |v, at| for row in &v.rows { decimals(at, row.tax); };
    "BR-DEC-23" Error "BT-131": DECIMALS_NL, DECIMALS_EN => |v, at| for line in &v.lines { decimals(at, line.net); };
    "BR-DEC-24" Error "BT-136": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_lines(v, false) { decimals(at, ac.amount); };
    "BR-DEC-25" Error "BT-137": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_lines(v, false) { decimals(at, ac.base); };
    "BR-DEC-27" Error "BT-141": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_lines(v, true) { decimals(at, ac.amount); };
    "BR-DEC-28" Error "BT-142": DECIMALS_NL, DECIMALS_EN => |v, at| for ac in of_lines(v, true) { decimals(at, ac.base); };

    "BR-CL-05" Error "BT-6": "De valuta voor de btw-aangifte bestaat niet; gebruik een ISO-code, zoals EUR.", "The VAT accounting currency does not exist; use an ISO code, such as EUR."
        => |v, at| not_on(at, v.tax_currency, &codes::CURRENCIES);
    "BR-CL-06" Error "BT-8": "Deze code voor de fiscale datum is geen code van de lijst; gebruik 3, 35 of 432.", "This code of the tax point is not on the list; use 3, 35 or 432."
        => |v, at| not_on(at, v.period.and_then(|p| p.code), &codes::TAX_POINTS);
    "BR-CL-07" Error "BT-18-1, BT-128-1": "Het schema van dit kenmerk staat niet in de codelijst UNTDID 1153.", "The scheme of this reference is not on the code list UNTDID 1153."
        => |v, at| for document in v.documents.iter().chain(v.lines.iter().flat_map(|line| &line.objects)) {
            if document.type_code.is_some_and(|code| code.text() == "130") {
                scheme_not_on(at, document.id, Attribute::SchemeId, &codes::REFERENCE_TYPES, &[]);
            }
        };
    "BR-CL-08" Error "BT-21": "Het onderwerp van deze opmerking staat niet in de codelijst UNTDID 4451.", "The subject of this note is not on the code list UNTDID 4451."
        => |v, at| for (node, code) in &v.note_subjects { at.when(!codes::NOTE_SUBJECTS.has(code), *node); };
    "BR-CL-10" Error "BT-29-1, BT-46-1, BT-60-1": "Het register van dit nummer staat niet in de lijst ISO 6523; gebruik bijvoorbeeld 0106 (KvK) of 0088 (GLN).", "The register of this identifier is not on the list ISO 6523; use for example 0106 (KvK) or 0088 (GLN)."
        => |v, at| for id in v.parties().flat_map(|party| &party.ids) {
            // CII has identifiers without a register (ID) and with one (GlobalID)
            scheme_not_on(at, Some(*id), Attribute::SchemeId, &codes::REGISTERS, &["SEPA"]);
        };
    "BR-CL-11" Error "BT-30-1, BT-47-1, BT-61-1": "Het register van dit inschrijvingsnummer staat niet in de lijst ISO 6523; voor KvK is het 0106.", "The register of this registration is not on the list ISO 6523; that of KvK is 0106."
        => |v, at| for party in v.parties() { scheme_not_on(at, party.legal, Attribute::SchemeId, &codes::REGISTERS, &[]); };
    "BR-CL-13" Error "BT-158-1": "Deze lijst van artikelgroepen staat niet in UNTDID 7143.", "This list of item classes is not in UNTDID 7143."
        => |v, at| for node in v.lines.iter().flat_map(|line| &line.classes) { scheme_not_on(at, Some(*node), Attribute::ListId, &codes::ITEM_CLASSES, &[]); };
    "BR-CL-15" Error "BT-159": "Dit land van herkomst bestaat niet; gebruik een ISO-code van twee letters.", "This country of origin does not exist; use an ISO code of two letters."
        => |v, at| for line in &v.lines { not_on(at, line.origin, &codes::COUNTRIES); };
    "BR-CL-16" Error "BT-81": "Deze betaalwijze staat niet in de codelijst UNTDID 4461; gebruik bijvoorbeeld 30, 58 of 59.", "This way to pay is not on the code list UNTDID 4461; use for example 30, 58 or 59."
        => |v, at| for means in &v.means { not_on(at, means.code, &codes::PAYMENT_MEANS); };
    "BR-CL-17" Error "BT-95, BT-102, BT-118": "Deze btw-categorie bestaat niet; gebruik S, Z, E, AE, K, G of O.", "This VAT category does not exist; use S, Z, E, AE, K, G or O."
        => |v, at| {
            for row in &v.rows { not_on(at, row.category, &codes::CATEGORIES); }
            for ac in &v.acs { not_on(at, ac.category, &codes::CATEGORIES); }
        };
    "BR-CL-18" Error "BT-151": "Deze btw-categorie bestaat niet; gebruik S, Z, E, AE, K, G of O.", "This VAT category does not exist; use S, Z, E, AE, K, G or O."
        => |v, at| for line in &v.lines { not_on(at, line.category, &codes::CATEGORIES); };
    "BR-CL-19" Error "BT-98, BT-140": "Deze reden van korting staat niet in de codelijst UNTDID 5189; geef de reden in woorden.", "This reason of an allowance is not on the code list UNTDID 5189; give the reason in words."
        => |v, at| for ac in v.all_acs().filter(|ac| !ac.is_charge) { not_on(at, ac.reason_code, &codes::ALLOWANCE_REASONS); };
    "BR-CL-20" Error "BT-105, BT-145": "Deze reden van toeslag staat niet in de codelijst UNTDID 7161; geef de reden in woorden.", "This reason of a charge is not on the code list UNTDID 7161; give the reason in words."
        => |v, at| for ac in v.all_acs().filter(|ac| ac.is_charge) { not_on(at, ac.reason_code, &codes::CHARGE_REASONS); };
    "BR-CL-21" Error "BT-157-1": "Het schema van dit artikelnummer staat niet in de lijst ISO 6523; voor GTIN is het 0160.", "The scheme of this item identifier is not on the list ISO 6523; that of GTIN is 0160."
        => |v, at| for line in &v.lines { scheme_not_on(at, line.standard_id, Attribute::SchemeId, &codes::REGISTERS, &[]); };
    "BR-CL-22" Error "BT-121": "Deze code voor de vrijstelling bestaat niet; gebruik een VATEX-code of geef de reden in woorden.", "This code of an exemption does not exist; use a VATEX code or give the reason in words."
        => |v, at| for node in v.rows.iter().filter_map(|row| row.reason_code) {
            at.when(!codes::EXEMPTIONS.has(&node.text().to_ascii_uppercase()), node);
        };
    "BR-CL-23" Error "BT-130, BT-150": "Deze eenheid bestaat niet; gebruik een code van UN/ECE Rec. 20, zoals C62 (stuk), HUR (uur) of KGM (kilo).", "This unit does not exist; use a code of UN/ECE Rec. 20, such as C62 (piece), HUR (hour) or KGM (kilogram)."
        => |v, at| for line in &v.lines {
            scheme_not_on(at, line.quantity.node, Attribute::UnitCode, &codes::UNITS, &[]);
            scheme_not_on(at, line.base_quantity.node, Attribute::UnitCode, &codes::UNITS, &[]);
        };
    "BR-CL-24" Error "BT-125-1": "Dit soort bijlage is niet toegestaan; voeg een PDF, PNG, JPEG, CSV, XLSX of ODS toe.", "This kind of attachment is not allowed; attach a PDF, PNG, JPEG, CSV, XLSX or ODS."
        => |v, at| for document in &v.documents { scheme_not_on(at, document.embedded, Attribute::MimeCode, &codes::FILE_KINDS, &[]); };
    "BR-CL-25" Error "BT-34-1, BT-49-1": "Het schema van dit elektronische adres bestaat niet; gebruik bijvoorbeeld 0106 (KvK) of 9944 (btw-id).", "The scheme of this electronic address does not exist; use for example 0106 (KvK) or 9944 (VAT id)."
        => |v, at| {
            // what was withdrawn since an earlier year's invoice may have; ISO dates and those of CII sort as text
            let day = v.issue_date.map_or("", Node::text).replace('-', "");
            let is_older = !day.is_empty() && day.as_str() < "20251115";
            let list = if is_older { &codes::ALL_ADDRESS_SCHEMES } else { &codes::ADDRESS_SCHEMES };
            for party in [&v.seller, &v.buyer] { scheme_not_on(at, party.endpoint, Attribute::SchemeId, list, &[]); }
        };
    "BR-CL-26" Error "BT-71-1": "Het register van deze afleverlocatie staat niet in de lijst ISO 6523.", "The register of this place of delivery is not on the list ISO 6523."
        => |v, at| scheme_not_on(at, v.delivery_place, Attribute::SchemeId, &codes::REGISTERS, &[]);
];

const DECIMALS_NL: &str = "Dit bedrag heeft meer dan twee decimalen; rond het af.";
const DECIMALS_EN: &str = "This amount has more than two decimals; round it.";

/// The allowances or the charges of the document.
pub(super) fn of_document<'v, 't>(
    v: &'v View<'t>,
    charges: bool,
) -> impl Iterator<Item = &'v AcView<'t>> {
    v.acs.iter().filter(move |ac| ac.is_charge == charges)
}

/// The allowances or the charges of all lines.
pub(super) fn of_lines<'v, 't>(
    v: &'v View<'t>,
    charges: bool,
) -> impl Iterator<Item = &'v AcView<'t>> {
    v.lines.iter().flat_map(|line| &line.acs).filter(move |ac| ac.is_charge == charges)
}

fn is_transfer(code: Option<Node<'_>>) -> bool {
    code.is_some_and(|code| matches!(code.text(), "30" | "58"))
}

fn negative<'t>(at: &mut Places<'t>, num: Num<'t>) {
    if let Some(node) = num.node {
        at.when(num.or_zero() < Decimal::ZERO, node);
    }
}

fn decimals<'t>(at: &mut Places<'t>, num: Num<'t>) {
    if let Some(node) = num.node {
        at.when(num.decimals() > 2, node);
    }
}

fn schemeless<'t>(at: &mut Places<'t>, node: Option<Node<'t>>, scheme: Attribute) {
    if let Some(node) = node {
        at.when(node.attribute(scheme).is_none(), node);
    }
}

fn not_on<'t>(at: &mut Places<'t>, node: Option<Node<'t>>, list: &codes::Codes) {
    if let Some(node) = node {
        at.when(!list.has(node.text()), node);
    }
}

/// A scheme that is given and on no list.
pub(super) fn scheme_not_on<'t>(
    at: &mut Places<'t>,
    node: Option<Node<'t>>,
    attribute: Attribute,
    list: &codes::Codes,
    also: &[&str],
) {
    if let Some(node) = node
        && let Some(scheme) = node.attribute(attribute)
    {
        at.when(!list.has(scheme) && !also.contains(&scheme), node);
    }
}

/// Whether a period ends before it begins. Both forms of dates sort as text.
fn is_reversed(start: Option<Node<'_>>, end: Option<Node<'_>>) -> bool {
    let date = |node: Option<Node<'_>>| super::super::value::parse_date(node?.text());
    matches!((date(start), date(end)), (Some(start), Some(end)) if end < start)
}

pub(super) fn amounts<'v, 't>(v: &'v View<'t>) -> impl Iterator<Item = Num<'t>> + 'v {
    let totals = v.totals.iter().flat_map(|t| {
        [t.lines, t.allowances, t.charges, t.net, t.gross, t.prepaid, t.rounding, t.payable]
    });
    let rows = v.rows.iter().flat_map(|row| [row.taxable, row.tax]);
    let lines = v
        .lines
        .iter()
        .flat_map(|line| [line.net, line.price, line.gross_price, line.price_discount]);
    let acs = v.all_acs().flat_map(|ac| [ac.amount, ac.base]);
    totals
        .chain(v.tax_totals.iter().map(|total| total.amount))
        .chain(rows)
        .chain(lines)
        .chain(acs)
        .filter(|num| num.node.is_some())
}

fn numbers<'v, 't>(v: &'v View<'t>) -> impl Iterator<Item = Num<'t>> + 'v {
    let lines = v.lines.iter().flat_map(|line| [line.quantity, line.base_quantity, line.rate]);
    let acs = v.all_acs().flat_map(|ac| [ac.percent, ac.rate]);
    amounts(v).chain(lines).chain(acs).chain(v.rows.iter().map(|row| row.rate))
}

pub(super) fn dates<'v, 't>(v: &'v View<'t>) -> impl Iterator<Item = Node<'t>> + 'v {
    let periods = v
        .period
        .iter()
        .copied()
        .chain(v.lines.iter().filter_map(|line| line.period))
        .flat_map(|p| [p.start, p.end]);
    [v.issue_date, v.due_date, v.tax_point, v.delivery_date].into_iter().chain(periods).flatten()
}
