//! The business rules of EN 16931-1 for each VAT category: ten that are alike, and a few of their own.

use rust_decimal::Decimal;

use super::super::tree::Node;
use super::en16931::{is_rate_times_base, of_document, of_lines};
use super::rule::{Places, Rule, Severity, rules};
use super::view::{Num, Syntax, View, cents};

/// What the rules of a category ask of its rate.
#[derive(Clone, Copy, PartialEq)]
enum Rate {
    /// More than 0.
    Positive,
    /// 0 or more.
    NotNegative,
    /// 0.
    Zero,
    Absent,
}

/// Which identifiers seller and buyer need.
#[derive(Clone, Copy, PartialEq)]
enum Ids {
    /// The seller's VAT id or tax number, or the representative's VAT id.
    Seller,
    /// The same, and the buyer's VAT id or registration.
    SellerAndAnyBuyer,
    /// The seller's or the representative's VAT id.
    SellerVat,
    /// The same, and the buyer's VAT id.
    BothVat,
    /// Nobody's VAT id.
    NoVat,
}

macro_rules! row {
    ($id:expr, $about:literal, $nl:expr, $en:expr, $check:expr) => {
        Rule { id: $id, severity: Severity::Error, about: $about, nl: $nl, en: $en, check: $check }
    };
}

/// The ten rules of a category.
macro_rules! category {
    ($p:literal, $code:literal, $nl:literal / $en:literal,
     $rate:expr, $rate_nl:literal / $rate_en:literal,
     $ids:expr, $ids_nl:literal / $ids_en:literal,
     $reason:literal, $reason_nl:literal / $reason_en:literal) => {
        &[
            row!(concat!($p, "-01"), "BG-23",
                concat!("Bedragen in btw-categorie ", $code, " (", $nl, ") en rijen ervan in de btw-specificatie horen bij elkaar; voeg de rij toe of haal haar weg."),
                concat!("Amounts of VAT category ", $code, " (", $en, ") and its rows in the VAT breakdown belong together; add the row or take it out."),
                |v, at| listed(v, at, $code, $rate)),
            row!(concat!($p, "-02"), "BT-31, BT-32, BT-48, BT-63",
                concat!("Regels in btw-categorie ", $code, " (", $nl, ") vragen ", $ids_nl, "."),
                concat!("Lines of VAT category ", $code, " (", $en, ") ask for ", $ids_en, "."),
                |v, at| parties(v, at, v.users.get($code).is_some_and(|users| users.lines), $ids)),
            row!(concat!($p, "-03"), "BT-31, BT-32, BT-48, BT-63",
                concat!("Kortingen in btw-categorie ", $code, " (", $nl, ") vragen ", $ids_nl, "."),
                concat!("Allowances of VAT category ", $code, " (", $en, ") ask for ", $ids_en, "."),
                |v, at| parties(v, at, v.users.get($code).is_some_and(|users| users.allowances), $ids)),
            row!(concat!($p, "-04"), "BT-31, BT-32, BT-48, BT-63",
                concat!("Toeslagen in btw-categorie ", $code, " (", $nl, ") vragen ", $ids_nl, "."),
                concat!("Charges of VAT category ", $code, " (", $en, ") ask for ", $ids_en, "."),
                |v, at| parties(v, at, v.users.get($code).is_some_and(|users| users.charges), $ids)),
            row!(concat!($p, "-05"), "BT-152",
                concat!("Een regel in btw-categorie ", $code, " (", $nl, ") heeft ", $rate_nl, "; verbeter tarief of categorie."),
                concat!("A line of VAT category ", $code, " (", $en, ") has ", $rate_en, "; mend the rate or the category."),
                |v, at| for line in &v.lines { rated(at, line.category, line.rate, line.node, $code, $rate); }),
            row!(concat!($p, "-06"), "BT-96",
                concat!("Een korting in btw-categorie ", $code, " (", $nl, ") heeft ", $rate_nl, "; verbeter tarief of categorie."),
                concat!("An allowance of VAT category ", $code, " (", $en, ") has ", $rate_en, "; mend the rate or the category."),
                |v, at| for ac in of_document(v, false).chain(of_lines(v, false)) { rated(at, ac.category, ac.rate, ac.node, $code, $rate); }),
            row!(concat!($p, "-07"), "BT-103",
                concat!("Een toeslag in btw-categorie ", $code, " (", $nl, ") heeft ", $rate_nl, "; verbeter tarief of categorie."),
                concat!("A charge of VAT category ", $code, " (", $en, ") has ", $rate_en, "; mend the rate or the category."),
                |v, at| for ac in of_document(v, true).chain(of_lines(v, true)) { rated(at, ac.category, ac.rate, ac.node, $code, $rate); }),
            row!(concat!($p, "-08"), "BT-116",
                concat!("De grondslag in btw-categorie ", $code, " (", $nl, ") is niet wat regels, kortingen en toeslagen erin samen zijn; reken die na."),
                concat!("The taxable amount of VAT category ", $code, " (", $en, ") is not what its lines, allowances and charges come to; compute it again."),
                |v, at| base(v, at, $code, $rate)),
            row!(concat!($p, "-09"), "BT-117",
                concat!("Het btw-bedrag in categorie ", $code, " (", $nl, ") is niet tarief maal grondslag; reken het na."),
                concat!("The VAT of category ", $code, " (", $en, ") is not the rate times the taxable amount; compute it again."),
                |v, at| tax(v, at, $code, $rate)),
            row!(concat!($p, "-10"), "BT-120, BT-121",
                concat!("Btw-categorie ", $code, " (", $nl, ") heeft ", $reason_nl, "."),
                concat!("VAT category ", $code, " (", $en, ") has ", $reason_en, "."),
                |v, at| for row in v.rows_of($code) {
                    at.when((row.reason.is_some() || row.reason_code.is_some()) != $reason, row.node);
                }),
        ]
    };
}

/// The rules of all categories.
pub(super) static TABLES: [&[Rule]; 10] = [
    category!(
        "BR-S",
        "S",
        "normaal of laag tarief" / "standard rated",
        Rate::Positive,
        "een tarief boven 0" / "a rate above 0",
        Ids::Seller,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        false,
        "geen reden van vrijstelling; laat die weg" / "no exemption reason; leave it out"
    ),
    category!(
        "BR-Z",
        "Z",
        "nultarief" / "zero rated",
        Rate::Zero,
        "tarief 0" / "rate 0",
        Ids::Seller,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        false,
        "geen reden van vrijstelling; laat die weg" / "no exemption reason; leave it out"
    ),
    category!(
        "BR-E",
        "E",
        "vrijgesteld" / "exempt",
        Rate::Zero,
        "tarief 0" / "rate 0",
        Ids::Seller,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        true,
        "een reden van vrijstelling nodig; geef die in woorden of als VATEX-code"
            / "need of an exemption reason; give it in words or as a VATEX code"
    ),
    category!(
        "BR-AE",
        "AE",
        "btw verlegd" / "reverse charge",
        Rate::Zero,
        "tarief 0" / "rate 0",
        Ids::SellerAndAnyBuyer,
        "een btw-id van de leverancier, en een btw-id of inschrijving van de afnemer"
            / "the seller's VAT identifier and the buyer's VAT identifier or registration",
        true,
        "een reden nodig; geef 'Btw verlegd' of VATEX-EU-AE"
            / "need of a reason; give 'Reverse charge' or VATEX-EU-AE"
    ),
    category!(
        "BR-IC",
        "K",
        "intracommunautaire levering" / "intra-Community supply",
        Rate::Zero,
        "tarief 0" / "rate 0",
        Ids::BothVat,
        "een btw-id van leverancier en afnemer" / "the VAT identifiers of seller and buyer",
        true,
        "een reden nodig; geef 'Intracommunautaire levering' of VATEX-EU-IC"
            / "need of a reason; give 'Intra-Community supply' or VATEX-EU-IC"
    ),
    category!(
        "BR-G",
        "G",
        "uitvoer buiten de EU" / "export outside the EU",
        Rate::Zero,
        "tarief 0" / "rate 0",
        Ids::SellerVat,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        true,
        "een reden nodig; geef 'Uitvoer buiten de EU' of VATEX-EU-G"
            / "need of a reason; give 'Export outside the EU' or VATEX-EU-G"
    ),
    category!(
        "BR-O",
        "O",
        "buiten de btw" / "outside the scope of VAT",
        Rate::Absent,
        "geen tarief" / "no rate",
        Ids::NoVat,
        "dat niemand een btw-id vermeldt; laat de btw-id's weg of kies een andere categorie"
            / "an invoice without VAT identifiers; leave them out or choose another category",
        true,
        "een reden nodig; geef 'Buiten de btw' of VATEX-EU-O"
            / "need of a reason; give 'Not subject to VAT' or VATEX-EU-O"
    ),
    category!(
        "BR-AF",
        "L",
        "IGIC van de Canarische Eilanden" / "IGIC of the Canary Islands",
        Rate::NotNegative,
        "een tarief van 0 of meer" / "a rate of 0 or more",
        Ids::Seller,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        false,
        "geen reden van vrijstelling; laat die weg" / "no exemption reason; leave it out"
    ),
    category!(
        "BR-AG",
        "M",
        "IPSI van Ceuta en Melilla" / "IPSI of Ceuta and Melilla",
        Rate::NotNegative,
        "een tarief van 0 of meer" / "a rate of 0 or more",
        Ids::Seller,
        "een btw-id van de leverancier" / "the seller's VAT identifier",
        false,
        "geen reden van vrijstelling; laat die weg" / "no exemption reason; leave it out"
    ),
    OTHERS,
];

static OTHERS: &[Rule] = rules![
    "BR-IC-11" Error "BT-72, BG-14": "Een intracommunautaire levering heeft een leverdatum of factuurperiode nodig; vul die in.",
        "An intra-Community supply needs a delivery date or an invoicing period; give one."
        => |v, at| if let Some(row) = v.rows_of("K").next() {
            at.when(v.delivery_date.is_none() && v.period.is_none(), row.node);
        };
    "BR-IC-12" Error "BT-80": "Een intracommunautaire levering heeft het land van aflevering nodig; vul het in.",
        "An intra-Community supply needs the country of delivery; give it."
        => |v, at| if let Some(row) = v.rows_of("K").next() {
            at.when(v.delivery_address.and_then(|a| a.country).is_none(), row.node);
        };
    "BR-O-11" Error "BG-23": "Naast 'buiten de btw' (O) kan de btw-specificatie geen andere categorie hebben; splits de factuur.",
        "Beside 'outside the scope of VAT' (O) the VAT breakdown can have no other category; split the invoice."
        => |v, at| if v.rows_of("O").next().is_some() {
            for row in v.rows.iter().filter(|row| is_other_than_o(row.category)) { at.when(true, row.node); }
        };
    "BR-O-12" Error "BT-151": "Naast 'buiten de btw' (O) kan geen regel een andere categorie hebben; splits de factuur.",
        "Beside 'outside the scope of VAT' (O) no line can have another category; split the invoice."
        => |v, at| if v.rows_of("O").next().is_some() {
            for line in v.lines.iter().filter(|line| is_other_than_o(line.category)) { at.when(true, line.node); }
        };
    "BR-O-13" Error "BT-95": "Naast 'buiten de btw' (O) kan geen korting een andere categorie hebben; splits de factuur.",
        "Beside 'outside the scope of VAT' (O) no allowance can have another category; split the invoice."
        => |v, at| if v.rows_of("O").next().is_some() {
            for ac in of_document(v, false).filter(|ac| is_other_than_o(ac.category)) { at.when(true, ac.node); }
        };
    "BR-O-14" Error "BT-102": "Naast 'buiten de btw' (O) kan geen toeslag een andere categorie hebben; splits de factuur.",
        "Beside 'outside the scope of VAT' (O) no charge can have another category; split the invoice."
        => |v, at| if v.rows_of("O").next().is_some() {
            for ac in of_document(v, true).filter(|ac| is_other_than_o(ac.category)) { at.when(true, ac.node); }
        };
    "BR-B-01" Error "BT-118": "Categorie B (split payment) is alleen voor facturen binnen Italië; kies een andere categorie.",
        "Category B (split payment) is for invoices within Italy only; choose another category."
        => |v, at| if let Some(node) = split_payment(v) {
            at.when(v.addresses().any(|address| address.country.is_some() && !address.is_in("IT")), node);
        };
    "BR-B-02" Error "BT-118": "Categorie B (split payment) kan niet samen met categorie S voorkomen; splits de factuur.",
        "Category B (split payment) cannot stand beside category S; split the invoice."
        => |v, at| if let Some(node) = split_payment(v) {
            at.when(v.users.contains_key("S") || v.rows_of("S").next().is_some(), node);
        };
];

fn is_other_than_o(category: Option<Node<'_>>) -> bool {
    category.is_some_and(|code| code.text() != "O")
}

/// The first use of category B.
fn split_payment<'t>(v: &View<'t>) -> Option<Node<'t>> {
    let rows = v.rows.iter().map(|row| row.category);
    let lines = v.lines.iter().map(|line| line.category);
    rows.chain(lines)
        .chain(v.acs.iter().map(|ac| ac.category))
        .flatten()
        .find(|code| code.text() == "B")
}

/// Whether the breakdown has the row or rows of a category, and only then.
fn listed<'t>(v: &View<'t>, at: &mut Places<'t>, code: &'static str, rate: Rate) {
    let rows = v.rows_of(code).count();
    let is_used = v.users.contains_key(code);
    let wrong = match rate {
        // several rates, so several rows; and no row of which nothing is part
        Rate::Positive | Rate::NotNegative => is_used != (rows > 0),
        Rate::Zero | Rate::Absent => rows > 1 || (is_used && rows == 0),
    };
    let place = v.rows_of(code).next().map_or(v.root, |row| row.node);
    at.when(wrong, place);
}

/// Whether the parties have the identifiers that a category asks for, when it is used.
fn parties<'t>(v: &View<'t>, at: &mut Places<'t>, is_used: bool, ids: Ids) {
    if !is_used {
        return;
    }
    let representative = v.representative.as_ref().and_then(|party| party.vat_id);
    let seller_vat = v.seller.vat_id.or(representative);
    let seller_any = seller_vat.or(v.seller.tax_number);
    let (seller, buyer) = (v.seller.or(v.root), v.buyer.or(v.root));
    match ids {
        Ids::Seller => at.need(seller_any, seller),
        Ids::SellerAndAnyBuyer => {
            at.need(seller_any, seller);
            at.need(v.buyer.vat_id.or(v.buyer.legal), buyer);
        }
        Ids::SellerVat => at.need(seller_vat, seller),
        Ids::BothVat => {
            at.need(seller_vat, seller);
            at.need(v.buyer.vat_id, buyer);
        }
        Ids::NoVat => {
            for node in [seller_vat, v.buyer.vat_id].into_iter().flatten() {
                at.when(true, node);
            }
        }
    }
}

/// Whether something of a category has the rate that belongs to it.
fn rated<'t>(
    at: &mut Places<'t>,
    category: Option<Node<'t>>,
    given: Num<'t>,
    place: Node<'t>,
    code: &str,
    rate: Rate,
) {
    if category.is_none_or(|category| category.text() != code) {
        return;
    }
    let right = match (rate, given.value) {
        (Rate::Absent, _) => given.node.is_none(),
        (Rate::Positive, Some(given)) => given > Decimal::ZERO,
        (Rate::NotNegative, Some(given)) => given >= Decimal::ZERO,
        (Rate::Zero, Some(given)) => given.is_zero(),
        (_, None) => false,
    };
    at.when(!right, place);
}

/// Whether the taxable amounts of a category are what its lines, allowances and charges come to, for each rate where
/// there are rates. In UBL those may be less than 1.00 apart and others not; in CII it is the other way round, and O not
/// either (EN 16931, artefacts 1.3.16).
fn base<'t>(v: &View<'t>, at: &mut Places<'t>, code: &'static str, rate: Rate) {
    let has_rates = matches!(rate, Rate::Positive | Rate::NotNegative);
    let is_loose = match v.syntax {
        Syntax::Ubl => has_rates,
        Syntax::Cii => rate == Rate::Zero,
    };
    let is_apart = |taxable: Decimal, net: Decimal| {
        if is_loose { (taxable - net).abs() >= Decimal::ONE } else { cents(taxable) != cents(net) }
    };
    for row in v.rows_of(code) {
        let Some(taxable) = row.taxable.value else {
            continue;
        };
        let wrong = if has_rates {
            let key = (code, row.rate.value.map(|rate| rate.normalize()));
            let portion = v.portions.get(&key).copied().unwrap_or_default();
            row.rate.value.is_some() && (portion.parts == 0 || is_apart(taxable, portion.net))
        } else {
            is_apart(taxable, v.portion(code).net)
        };
        at.when(wrong, row.taxable.node.unwrap_or(row.node));
    }
}

/// Whether the VAT of a category fits.
fn tax<'t>(v: &View<'t>, at: &mut Places<'t>, code: &'static str, rate: Rate) {
    for row in v.rows_of(code) {
        let (Some(taxable), Some(tax)) = (row.taxable.value, row.tax.value) else {
            continue;
        };
        let right = match rate {
            Rate::Positive | Rate::NotNegative => is_rate_times_base(row.rate.value, taxable, tax),
            Rate::Zero | Rate::Absent => tax.is_zero(),
        };
        at.when(!right, row.tax.node.unwrap_or(row.node));
    }
}
