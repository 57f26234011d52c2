//! Peppol BIS Billing 3, beyond EN 16931; with the rules for sellers in the Netherlands.

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::super::write::PEPPOL_PROCESS;
use super::en16931::{amounts, dates};
use super::nlcius::{KVK_OR_OIN, is_dutch_means, is_registered_in};
use super::rule::{Rule, rules};
use super::specification::SELF_BILLING;
use super::view::{View, cents};
use invoice::codes::{self, DOCUMENT_TYPES};

/// Countries with rules of their own for sellers, in Germany where both parties are of it, but for the Netherlands (BIS
/// Billing 3.0, edition of May 2026).
pub(super) const COUNTRIES: [&str; 8] = ["DE", "DK", "EL", "GR", "IS", "IT", "NO", "SE"];

/// Whether rules of another country than the Netherlands hold. The country is that of the VAT identifier or of the address.
pub(super) fn is_ruled_elsewhere(v: &View<'_>) -> bool {
    let of_vat_id = v.seller.vat_id.and_then(|id| id.text().get(..2));
    let of_address = v.seller.address.and_then(|address| Some(address.country?.text()));
    of_vat_id.into_iter().chain(of_address).any(|code| COUNTRIES.contains(&code))
}

/// The buyer made the invoice out.
fn is_self_billed(v: &View<'_>) -> bool {
    v.specification.is_some_and(|node| node.text().trim().starts_with(SELF_BILLING))
}

/// The number of a process that Peppol knows (BIS Billing 3.0 and Self-Billing 3.0, edition of May 2026).
fn process(v: &View<'_>) -> Option<&'static str> {
    match v.process?.text().trim() {
        "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0" => is_self_billed(v).then_some("01"),
        _ if is_self_billed(v) => None,
        PEPPOL_PROCESS
        | "urn:peppol:france:billing:regulated"
        | "urn:peppol:france:billing:non-regulated" => Some("01"),
        "urn:peppol:bis:billing_with_response" => Some("02"),
        _ => None,
    }
}

fn slack() -> Decimal {
    Decimal::new(2, 2)
}

pub(super) static RULES: &[Rule] = rules![
    "PEPPOL-EN16931-R001" Error "BT-23": "Het proces ontbreekt; vul ProfileID in, meestal urn:fdc:peppol.eu:2017:poacc:billing:01:1.0.",
        "The business process is missing; give ProfileID, mostly urn:fdc:peppol.eu:2017:poacc:billing:01:1.0."
        => |v, at| at.need(v.process, v.root);
    "PEPPOL-EN16931-R007" Error "BT-23": "Dit proces kent Peppol niet; gebruik urn:fdc:peppol.eu:2017:poacc:billing:01:1.0.",
        "Peppol does not know this process; use urn:fdc:peppol.eu:2017:poacc:billing:01:1.0."
        => |v, at| at.when(process(v).is_none(), v.process.unwrap_or(v.root));
    "PEPPOL-EN16931-R002" Error "BT-22": "Peppol staat één opmerking toe; voeg de opmerkingen samen.", "Peppol allows one note; join the notes."
        => |v, at| for note in v.notes.iter().skip(1) { at.when(true, *note); };
    "PEPPOL-EN16931-R003" Error "BT-10, BT-13": "Er is geen referentie van de afnemer en geen ordernummer; vul er één in.", "There is neither a buyer reference nor an order number; give one."
        => |v, at| at.need(v.buyer_reference.or(v.order), v.root);
    "PEPPOL-EN16931-R005" Error "BT-6": "De valuta voor de btw-aangifte is die van de factuur; laat haar weg.", "The VAT accounting currency is that of the invoice; leave it out."
        => |v, at| if let Some(code) = v.tax_currency { at.when(Some(code.text()) == v.currency_code(), code); };
    "PEPPOL-EN16931-R008" Error "": "Dit element is leeg; vul het of laat het weg.", "This element is empty; fill it or leave it out."
        => |v, at| empty_elements(v, at);
    "PEPPOL-EN16931-R010" Error "BT-49": "Het elektronische adres van de afnemer ontbreekt; Peppol heeft het nodig om te bezorgen.", "The buyer's electronic address is missing; Peppol needs it to deliver."
        => |v, at| at.need(v.buyer.endpoint, v.buyer.or(v.root));
    "PEPPOL-EN16931-R020" Error "BT-34": "Het elektronische adres van de leverancier ontbreekt; vul het in.", "The seller's electronic address is missing; fill it in."
        => |v, at| at.need(v.seller.endpoint, v.seller.or(v.root));
    "PEPPOL-EN16931-R040" Error "BT-92, BT-99, BT-136, BT-141": "Deze korting of toeslag is niet het percentage van de grondslag; reken het na.", "This allowance or charge is not the percentage of its base; compute it again."
        => |v, at| for ac in v.all_acs() {
            if let (Some(percent), Some(base)) = (ac.percent.value, ac.base.value) {
                let expected = base * percent / Decimal::ONE_HUNDRED;
                at.when((ac.amount.or_zero() - expected).abs() > slack(), ac.node);
            }
        };
    "PEPPOL-EN16931-R041" Error "BT-93, BT-100, BT-137, BT-142": "Bij een percentage hoort een grondslag; vul die in.", "A percentage needs its base; give it."
        => |v, at| for ac in v.all_acs() { at.when(ac.percent.node.is_some() && ac.base.node.is_none(), ac.node); };
    "PEPPOL-EN16931-R042" Error "BT-94, BT-101, BT-138, BT-143": "Bij een grondslag hoort een percentage; vul het in.", "A base needs its percentage; give it."
        => |v, at| for ac in v.all_acs() { at.when(ac.percent.node.is_none() && ac.base.node.is_some(), ac.node); };
    "PEPPOL-EN16931-R043" Error "BG-20, BG-21": "Of dit een korting of toeslag is moet met true of false worden gezegd.", "Whether this is an allowance or a charge must be said by true or false."
        => |v, at| for ac in v.all_acs() {
            at.when(!ac.flag.is_some_and(|flag| matches!(flag.text(), "true" | "false")), ac.node);
        };
    "PEPPOL-EN16931-R044" Error "BT-147": "Een prijs kan geen toeslag hebben; verwerk die in de prijs.", "A price cannot have a charge; make it part of the price."
        => |v, at| for line in &v.lines { at.when(line.price_is_charged, line.node); };
    "PEPPOL-EN16931-R046" Error "BT-146": "De nettoprijs is niet de brutoprijs min de korting; reken hem na.", "The net price is not the gross price less its discount; compute it again."
        => |v, at| for line in &v.lines {
            if let (Some(gross), Some(net)) = (line.gross_price.value, line.price.value) {
                at.when(net != gross - line.price_discount.or_zero(), line.price.node.unwrap_or(line.node));
            }
        };
    "PEPPOL-EN16931-R051" Error "": "De valuta van dit bedrag is niet die van de factuur; maak ze gelijk.", "The currency of this amount is not that of the invoice; make them the same."
        => |v, at| {
            let of_document = amounts(v).filter_map(|num| num.node);
            let accounting: Vec<_> = v.tax_totals.iter().filter(|total| total.rows == 0).filter_map(|total| total.amount.node).map(Node::index).collect();
            for node in of_document.filter(|node| !accounting.contains(&node.index())) {
                if let Some(code) = node.attribute(Attribute::CurrencyId) {
                    at.when(Some(code) != v.currency_code(), node);
                }
            }
        };
    "PEPPOL-EN16931-R053" Error "BG-23": "Er moet één btw-totaal met specificatie zijn; voeg ze samen.", "There must be one VAT total with a breakdown; join them."
        => |v, at| at.when(v.tax_totals.iter().filter(|total| total.rows > 0).count() != 1, v.root);
    "PEPPOL-EN16931-R054" Error "BT-111": "Een btw-totaal zonder specificatie is er alleen, en dan één keer, met een valuta voor de btw-aangifte.", "A VAT total without breakdown is there once when there is a VAT accounting currency, and else not."
        => |v, at| at.when(v.tax_totals.iter().filter(|total| total.rows == 0).count() != usize::from(v.tax_currency.is_some()), v.root);
    "PEPPOL-EN16931-R055" Error "BT-110, BT-111": "Het btw-totaal in de ene en in de andere valuta hebben niet hetzelfde teken; verbeter dat.", "The VAT total in one and in the other currency differ in sign; mend that."
        => |v, at| if let Some(code) = v.tax_currency {
            let other = v.tax_totals.iter().find(|total| total.currency() == Some(code.text()));
            if let (Some(total), Some(other)) = (v.vat_total(), other) {
                at.when(total.amount.or_zero() * other.amount.or_zero() < Decimal::ZERO, other.node);
            }
        };
    "PEPPOL-EN16931-R061" Error "BT-89": "Een incasso heeft het kenmerk van de machtiging nodig; vul het in.", "A direct debit needs the reference of its mandate; give it."
        => |v, at| for means in &v.means {
            at.when(means.code.is_some_and(|code| matches!(code.text(), "49" | "59")) && means.mandate.is_none(), means.node);
        };
    "PEPPOL-EN16931-R080" Error "BT-11": "Een creditnota kan naar één project verwijzen; laat de andere weg.", "A credit note can refer to one project; leave the others out."
        => |v, at| if v.is_credit_note {
            for document in v.documents.iter().filter(|d| d.type_code.is_some_and(|code| code.text() == "50")).skip(1) { at.when(true, document.node); }
        };
    "PEPPOL-EN16931-R100" Error "BT-128": "Een regel kan naar één object verwijzen; laat de andere weg.", "A line can refer to one object; leave the others out."
        => |v, at| for line in &v.lines { at.when(line.objects.len() > 1, line.node); };
    "PEPPOL-EN16931-R101" Error "BT-128": "De documentverwijzing van een regel is alleen voor een object (soort 130).", "The document reference of a line is for an object only (type 130)."
        => |v, at| for document in v.lines.iter().flat_map(|line| &line.objects) {
            at.when(document.type_code.is_none_or(|code| code.text() != "130"), document.node);
        };
    "PEPPOL-EN16931-R110" Error "BT-134": "De periode van deze regel begint voor de factuurperiode; verbeter de datums.", "The period of this line begins before that of the invoice; mend the dates."
        => |v, at| for start in v.lines.iter().filter_map(|line| line.period?.start) {
            if let Some(first) = v.period.and_then(|p| p.start) { at.when(is_before(start, first), start); }
        };
    "PEPPOL-EN16931-R111" Error "BT-135": "De periode van deze regel eindigt na de factuurperiode; verbeter de datums.", "The period of this line ends after that of the invoice; mend the dates."
        => |v, at| for end in v.lines.iter().filter_map(|line| line.period?.end) {
            if let Some(last) = v.period.and_then(|p| p.end) { at.when(is_before(last, end), end); }
        };
    "PEPPOL-EN16931-R120" Error "BT-131": "Het regelbedrag is niet aantal maal prijs plus toeslagen min kortingen; reken het na.", "The amount of the line is not quantity times price plus charges less allowances; compute it again."
        => |v, at| for line in &v.lines {
            let quantity = line.quantity.value.unwrap_or(Decimal::ONE);
            let per = line.base_quantity.value.filter(|per| !per.is_zero()).unwrap_or(Decimal::ONE);
            let sum = |charges: bool| cents(line.acs.iter().filter(|ac| ac.is_charge == charges).map(|ac| ac.amount.or_zero()).sum());
            let worth = line.price.or_zero().checked_div(per).and_then(|price| price.checked_mul(quantity));
            let wrong = worth.and_then(|worth| worth.checked_add(sum(true) - sum(false)))
                .is_none_or(|expected| (line.net.or_zero() - expected).abs() > slack());
            at.when(wrong, line.net.node.unwrap_or(line.node));
        };
    "PEPPOL-EN16931-R121" Error "BT-149": "De prijs geldt voor een aantal van 0 of minder; geef een aantal boven 0.", "The price is for a quantity of 0 or less; give one above 0."
        => |v, at| for line in &v.lines {
            if let Some(node) = line.base_quantity.node { at.when(line.base_quantity.or_zero() <= Decimal::ZERO, node); }
        };
    "PEPPOL-EN16931-R130" Error "BT-150": "De eenheid van de prijs is een andere dan die van het aantal; maak ze gelijk.", "The unit of the price is another than that of the quantity; make them the same."
        => |v, at| for line in &v.lines {
            let unit = line.quantity.node.map(|node| node.attribute(Attribute::UnitCode));
            if let (Some(node), Some(unit)) = (line.base_quantity.node, unit) {
                let given = node.attribute(Attribute::UnitCode);
                at.when(given.is_some() && given != unit, node);
            }
        };
    "PEPPOL-EN16931-CL001" Error "BT-125-1": "Dit soort bijlage is niet toegestaan; voeg een PDF, PNG, JPEG, CSV, XLSX of ODS toe.", "This kind of attachment is not allowed; attach a PDF, PNG, JPEG, CSV, XLSX or ODS."
        => |v, at| for node in v.documents.iter().filter_map(|d| d.embedded) {
            at.when(node.attribute(Attribute::MimeCode).is_some_and(|kind| !codes::FILE_KINDS.has(kind)), node);
        };
    "PEPPOL-EN16931-CL002" Error "BT-98, BT-140": "Deze reden van korting kent Peppol niet; geef de reden in woorden.", "Peppol does not know this reason of an allowance; give the reason in words."
        => |v, at| for node in v.all_acs().filter(|ac| !ac.is_charge).filter_map(|ac| ac.reason_code) { at.when(!codes::ALLOWANCE_REASONS.has(node.text()), node); };
    "PEPPOL-EN16931-CL003" Error "BT-105, BT-145": "Deze reden van toeslag kent Peppol niet; geef de reden in woorden.", "Peppol does not know this reason of a charge; give the reason in words."
        => |v, at| for node in v.all_acs().filter(|ac| ac.is_charge).filter_map(|ac| ac.reason_code) { at.when(!codes::CHARGE_REASONS.has(node.text()), node); };
    "PEPPOL-EN16931-CL006" Error "BT-8": "Deze code voor de fiscale datum kent Peppol niet; gebruik 3, 35 of 432.", "Peppol does not know this code of the tax point; use 3, 35 or 432."
        => |v, at| if let Some(node) = v.period.and_then(|p| p.code) { at.when(!matches!(node.text(), "3" | "35" | "432"), node); };
    "PEPPOL-EN16931-CL007" Error "": "De valuta van dit bedrag bestaat niet; zet er een ISO-code bij, zoals EUR.", "The currency of this amount does not exist; give an ISO code, such as EUR."
        => |v, at| for node in amounts(v).filter_map(|num| num.node) {
            at.when(node.attribute(Attribute::CurrencyId).is_none_or(|code| !codes::CURRENCIES.has(code)), node);
        };
    "PEPPOL-EN16931-CL008" Error "BT-34-1, BT-49-1": "Het schema van dit elektronische adres kent Peppol niet; gebruik bijvoorbeeld 0106 (KvK) of 9944 (btw-id).", "Peppol does not know the scheme of this electronic address; use for example 0106 (KvK) or 9944 (VAT id)."
        => |v, at| for node in [v.seller.endpoint, v.buyer.endpoint].into_iter().flatten() {
            // EN 16931 also has addresses outside Peppol: X.400, e-mail and the like
            let wrong = |scheme: &str| !codes::ADDRESS_SCHEMES.has(scheme) || scheme.len() != 4;
            at.when(node.attribute(Attribute::SchemeId).is_some_and(wrong), node);
        };
    "PEPPOL-EN16931-P0100" Error "BT-3": "Deze soort factuur kent het factuurproces van Peppol niet; gebruik 380.", "The billing process of Peppol does not know this type of invoice; use 380."
        => |v, at| if let Some(code) = v.type_code && !v.is_credit_note && process(v).is_some() {
            let is_known = if is_self_billed(v) {
                matches!(code.text(), "389" | "527")
            } else {
                DOCUMENT_TYPES.is_of_peppol(code.text(), false)
            };
            at.when(!is_known, code);
        };
    "PEPPOL-EN16931-P0101" Error "BT-3": "Deze soort creditnota kent het factuurproces van Peppol niet; gebruik 381.", "The billing process of Peppol does not know this type of credit note; use 381."
        => |v, at| if let Some(code) = v.type_code && v.is_credit_note && process(v).is_some() {
            let is_known = if is_self_billed(v) {
                code.text() == "261"
            } else {
                DOCUMENT_TYPES.is_of_peppol(code.text(), true)
            };
            at.when(!is_known, code);
        };
    "PEPPOL-EN16931-P0104" Error "BT-118": "VATEX-EU-G hoort bij categorie G.", "VATEX-EU-G belongs to category G."
        => |v, at| exemption(v, at, &["VATEX-EU-G"], "G");
    "PEPPOL-EN16931-P0105" Error "BT-118": "VATEX-EU-O hoort bij categorie O.", "VATEX-EU-O belongs to category O."
        => |v, at| exemption(v, at, &["VATEX-EU-O"], "O");
    "PEPPOL-EN16931-P0106" Error "BT-118": "VATEX-EU-IC hoort bij categorie K.", "VATEX-EU-IC belongs to category K."
        => |v, at| exemption(v, at, &["VATEX-EU-IC"], "K");
    "PEPPOL-EN16931-P0107" Error "BT-118": "VATEX-EU-AE hoort bij categorie AE.", "VATEX-EU-AE belongs to category AE."
        => |v, at| exemption(v, at, &["VATEX-EU-AE"], "AE");
    "PEPPOL-EN16931-P0108" Error "BT-118": "VATEX-EU-D (margeregeling reisbureaus) hoort bij categorie E.", "VATEX-EU-D (margin scheme, travel agents) belongs to category E."
        => |v, at| exemption(v, at, &["VATEX-EU-D"], "E");
    "PEPPOL-EN16931-P0109" Error "BT-118": "VATEX-EU-F (margeregeling gebruikte goederen) hoort bij categorie E.", "VATEX-EU-F (margin scheme, second-hand goods) belongs to category E."
        => |v, at| exemption(v, at, &["VATEX-EU-F"], "E");
    "PEPPOL-EN16931-P0110" Error "BT-118": "VATEX-EU-I (margeregeling kunst) hoort bij categorie E.", "VATEX-EU-I (margin scheme, works of art) belongs to category E."
        => |v, at| exemption(v, at, &["VATEX-EU-I"], "E");
    "PEPPOL-EN16931-P0111" Error "BT-118": "VATEX-EU-J (margeregeling verzamelobjecten) hoort bij categorie E.", "VATEX-EU-J (margin scheme, collectors' items) belongs to category E."
        => |v, at| exemption(v, at, &["VATEX-EU-J"], "E");
    "PEPPOL-EN16931-P0112" Error "BT-3": "Een deelfactuur (326) of correctiefactuur (384) mag in Peppol alleen tussen twee Duitse partijen; gebruik 380 of een creditnota.", "Peppol knows partial invoices (326) and corrected invoices (384) between two German parties only; use 380 or a credit note."
        => |v, at| if let Some(code) = v.type_code && !v.is_credit_note && matches!(code.text(), "326" | "384") {
            at.when(!(v.seller.is_in("DE") && v.buyer.is_in("DE")), code);
        };
    "PEPPOL-EN16931-F001" Error "": "Een datum heeft de vorm 2026-03-31.", "A date is written as 2026-03-31."
        => |v, at| for node in dates(v) {
            at.when(node.text().len() != 10 || super::super::value::parse_date(node.text()).is_none(), node);
        };
    "PEPPOL-COMMON-R040" Error "": "Dit GLN (0088) klopt niet; controleer de cijfers.", "This GLN (0088) is wrong; check the digits."
        => |v, at| registered(v, at, "0088", is_gln);
    "PEPPOL-COMMON-R041" Error "": "Dit Noorse ondernemingsnummer (0192) klopt niet; controleer de cijfers.", "This Norwegian organisation number (0192) is wrong; check the digits."
        => |v, at| registered(v, at, "0192", is_norwegian);
    "PEPPOL-COMMON-R042" Error "": "Een Deens CVR-nummer (0184) is DK met acht cijfers.", "A Danish CVR number (0184) is DK with eight digits."
        => |v, at| registered(v, at, "0184", |id| id.strip_prefix("DK").is_some_and(|n| n.len() == 8 && is_digits(n)));
    "PEPPOL-COMMON-R043" Error "": "Dit Belgische ondernemingsnummer (0208) klopt niet; controleer de cijfers.", "This Belgian enterprise number (0208) is wrong; check the digits."
        => |v, at| registered(v, at, "0208", is_belgian);
    "PEPPOL-COMMON-R044" Error "": "Een Italiaanse IPA-code (0201) heeft zes letters en cijfers.", "An Italian IPA code (0201) has six letters and digits."
        => |v, at| registered(v, at, "0201", |id| id.len() == 6 && id.bytes().all(|b| b.is_ascii_alphanumeric()));
    "PEPPOL-COMMON-R045" Error "": "Dit Italiaanse belastingnummer (0210) klopt niet; controleer het.", "This Italian tax code (0210) is wrong; check it."
        => |v, at| registered(v, at, "0210", is_italian_tax_code);
    "PEPPOL-COMMON-R046" Error "": "Dit Italiaanse belastingnummer (9907) klopt niet; controleer het.", "This Italian tax code (9907) is wrong; check it."
        => |v, at| registered(v, at, "9907", is_italian_tax_code);
    "PEPPOL-COMMON-R047" Error "": "Een Italiaans btw-nummer (0211) is IT met elf cijfers; controleer ze.", "An Italian VAT number (0211) is IT with eleven digits; check them."
        => |v, at| registered(v, at, "0211", |id| id.strip_prefix("IT").is_some_and(is_partita_iva));
    "PEPPOL-COMMON-R050" Error "": "Dit Australische ondernemingsnummer (0151) klopt niet; controleer de cijfers.", "This Australian business number (0151) is wrong; check the digits."
        => |v, at| registered(v, at, "0151", is_australian);
    "PEPPOL-COMMON-R049" Error "": "Dit Zweedse organisatienummer (0007) klopt niet; controleer de cijfers.", "This Swedish organisation number (0007) is wrong; check the digits."
        => |v, at| registered(v, at, "0007", |id| id.len() == 10 && is_digits(id) && luhn(id));
];

/// The rules for sellers in the Netherlands.
pub(super) static DUTCH: &[Rule] = rules![
    "NL-R-001" Error "BT-25": "Een Nederlandse creditnota verwijst naar de factuur die zij crediteert; vul het nummer in.", "A Dutch credit note refers to the invoice that it credits; give its number."
        => |v, at| if v.seller.is_in("NL") && v.is_credit_note { at.need(v.preceding.iter().find_map(|(_, id, _)| *id), v.type_code.unwrap_or(v.root)); };
    "NL-R-002" Error "BT-35, BT-37, BT-38": "Het adres van een Nederlandse leverancier heeft straat, plaats en postcode; vul ze in.", "A Dutch seller's address has street, town and postcode; fill them in."
        => |v, at| if let Some(a) = v.seller.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-003" Error "BT-30": "De inschrijving van een Nederlandse leverancier is een KvK-nummer (0106) of OIN (0190).", "A Dutch seller's registration is a KvK number (0106) or an OIN (0190)."
        => |v, at| if v.seller.is_in("NL") && let Some(id) = v.seller.legal { at.when(!is_registered_in(Some(id), KVK_OR_OIN), id); };
    "NL-R-004" Error "BT-50, BT-52, BT-53": "Het adres van een Nederlandse afnemer heeft straat, plaats en postcode; vul ze in.", "A Dutch buyer's address has street, town and postcode; fill them in."
        => |v, at| if v.seller.is_in("NL") && let Some(a) = v.buyer.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-005" Error "BT-47": "De inschrijving van een Nederlandse afnemer is een KvK-nummer (0106) of OIN (0190).", "A Dutch buyer's registration is a KvK number (0106) or an OIN (0190)."
        => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") && let Some(id) = v.buyer.legal { at.when(!is_registered_in(Some(id), KVK_OR_OIN), id); };
    "NL-R-006" Error "BT-64, BT-66, BT-67": "Het adres van een Nederlandse fiscaal vertegenwoordiger heeft straat, plaats en postcode; vul ze in.", "A Dutch tax representative's address has street, town and postcode; fill them in."
        => |v, at| if v.seller.is_in("NL") && let Some(a) = v.representative.as_ref().and_then(|p| p.address).filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-007" Error "BG-16": "Er valt te betalen, maar er staat niet hoe; geef een betaalwijze.", "There is something to pay, but not how; give a way to pay."
        => |v, at| if let Some(t) = &v.totals {
            let payable = t.payable.or_zero();
            let is_owed = if v.is_credit_note { payable < Decimal::ZERO } else { payable > Decimal::ZERO };
            at.when(v.seller.is_in("NL") && is_owed && v.means.is_empty(), t.node);
        };
    "NL-R-008" Error "BT-81": "Tussen Nederlandse partijen is de betaalwijze 30, 48, 49, 57, 58 of 59.", "Between Dutch parties the means of payment is 30, 48, 49, 57, 58 or 59."
        => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") { for means in &v.means { at.when(!is_dutch_means(means.code), means.node); } };
    "NL-R-009" Error "BT-132": "Een regel verwijst naar een orderregel, maar de factuur heeft geen ordernummer; vul het in.", "A line refers to an order line, but the invoice has no order number; give it."
        => |v, at| if v.seller.is_in("NL") && v.order.is_none() { for node in v.lines.iter().filter_map(|line| line.order_line) { at.when(true, node); } };
];

fn empty_elements<'t>(v: &View<'t>, at: &mut super::rule::Places<'t>) {
    for node in v.root.inside() {
        at.when(node.is_empty() && !node.local().ends_with("BinaryObject"), node);
    }
}

fn is_before(a: Node<'_>, b: Node<'_>) -> bool {
    let date = |node: Node<'_>| super::super::value::parse_date(node.text());
    matches!((date(a), date(b)), (Some(a), Some(b)) if a < b)
}

/// An exemption code that stands with another category than its own.
fn exemption<'t>(v: &View<'t>, at: &mut super::rule::Places<'t>, reasons: &[&str], category: &str) {
    for row in &v.rows {
        if let Some(code) = row.reason_code
            && reasons.contains(&&*code.text().to_ascii_uppercase())
        {
            at.when(row.category.is_none_or(|given| given.text() != category), code);
        }
    }
}

/// Identifiers of a register that have not its form.
fn registered<'t>(
    v: &View<'t>,
    at: &mut super::rule::Places<'t>,
    scheme: &str,
    is_right: fn(&str) -> bool,
) {
    let ids = v
        .parties()
        .flat_map(|party| party.ids.iter().copied().chain(party.legal).chain(party.endpoint));
    for node in ids.filter(|node| node.attribute(Attribute::SchemeId) == Some(scheme)) {
        at.when(!is_right(node.text()), node);
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a number, from the right.
fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.bytes().rev().map(|b| u32::from(b - b'0'))
}

/// GS1: weights 1, 3, 1, 3 … from the right come to a multiple of 10.
fn is_gln(id: &str) -> bool {
    is_digits(id)
        && digits(id)
            .enumerate()
            .map(|(i, digit)| digit * if i % 2 == 1 { 3 } else { 1 })
            .sum::<u32>()
            .is_multiple_of(10)
}

/// Nine digits, the last one by weights 2 to 7 from the right, modulo 11.
fn is_norwegian(id: &str) -> bool {
    if id.len() != 9 || !is_digits(id) {
        return false;
    }
    let sum: u32 =
        digits(id).skip(1).zip((2..=7).cycle()).map(|(digit, weight)| digit * weight).sum();
    digits(id).next() == Some((11 - sum % 11) % 11)
}

/// Ten digits, the last two 97 less the others modulo 97.
fn is_belgian(id: &str) -> bool {
    id.len() == 10
        && is_digits(id)
        && id[..8].parse::<u32>().is_ok_and(|n| id[8..].parse() == Ok(97 - n % 97))
}

/// Every second digit doubled from the right, digits summed, a multiple of 10.
fn luhn(id: &str) -> bool {
    digits(id)
        .enumerate()
        .map(|(i, digit)| {
            let digit = if i % 2 == 1 { digit * 2 } else { digit };
            digit / 10 + digit % 10
        })
        .sum::<u32>()
        .is_multiple_of(10)
}

/// Eleven digits of which the last makes the Luhn sum.
fn is_partita_iva(id: &str) -> bool {
    id.len() == 11 && is_digits(id) && luhn(id)
}

/// The code of a person (sixteen letters and digits of a fixed shape) or the number of a firm. In the shape, digits may
/// be letters where two persons would have one code.
fn is_italian_tax_code(id: &str) -> bool {
    if id.len() != 16 {
        return is_partita_iva(id);
    }
    id.bytes().enumerate().all(|(place, b)| match place {
        0..=5 | 8 | 11 | 15 => b.is_ascii_alphabetic(),
        _ => b.is_ascii_digit() || b"LMNPQRSTUVlmnpqrstuv".contains(&b),
    })
}

/// Eleven digits: the first less one, weights 10, 1, 3, 5 … 19, a multiple of 89.
fn is_australian(id: &str) -> bool {
    const WEIGHTS: [u32; 11] = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    if id.len() != WEIGHTS.len() || !is_digits(id) {
        return false;
    }
    let sum: u32 = id.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    // the first digit counts one less
    sum.checked_sub(WEIGHTS[0]).is_some_and(|sum| sum.is_multiple_of(89))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_registers() {
        assert!(is_australian("51824753556") && !is_australian("51824753557"));
        assert!(!is_australian("00000000000"));
        assert!(is_partita_iva("00743110157") && !is_partita_iva("00743110158"));
        assert!(is_italian_tax_code("RSSMRA85T10A562S"));
        assert!(!is_italian_tax_code("RSSMRA85T10A56AS"));
    }
}
