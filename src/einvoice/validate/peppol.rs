//! Peppol BIS Billing 3, beyond EN 16931; with the rules for sellers in the Netherlands.

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::super::write::PEPPOL_PROCESS;
use super::en16931::{amounts, dates};
use super::nlcius::{KVK_OR_OIN, is_dutch_means, is_registered_in};
use super::rule::{Table, rules};
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

pub(super) static RULES: Table = rules![
    "PEPPOL-EN16931-R001" => |v, at| at.need(v.process, v.root);
    "PEPPOL-EN16931-R007" => |v, at| at.when(process(v).is_none(), v.process.unwrap_or(v.root));
    "PEPPOL-EN16931-R002" => |v, at| for note in v.notes.iter().skip(1) { at.when(true, *note); };
    "PEPPOL-EN16931-R003" => |v, at| at.need(v.buyer_reference.or(v.order), v.root);
    "PEPPOL-EN16931-R005" => |v, at| if let Some(code) = v.tax_currency { at.when(Some(code.text()) == v.currency_code(), code); };
    "PEPPOL-EN16931-R008" => empty_elements;
    "PEPPOL-EN16931-R010" => |v, at| at.need(v.buyer.endpoint, v.buyer.or(v.root));
    "PEPPOL-EN16931-R020" => |v, at| at.need(v.seller.endpoint, v.seller.or(v.root));
    "PEPPOL-EN16931-R040" => |v, at| for ac in v.all_acs() {
        if let (Some(percent), Some(base)) = (ac.percent.value, ac.base.value) {
            let expected = base * percent / Decimal::ONE_HUNDRED;
            at.when((ac.amount.or_zero() - expected).abs() > slack(), ac.node);
        }
    };
    "PEPPOL-EN16931-R041" => |v, at| for ac in v.all_acs() { at.when(ac.percent.node.is_some() && ac.base.node.is_none(), ac.node); };
    "PEPPOL-EN16931-R042" => |v, at| for ac in v.all_acs() { at.when(ac.percent.node.is_none() && ac.base.node.is_some(), ac.node); };
    "PEPPOL-EN16931-R043" => |v, at| for ac in v.all_acs() {
        at.when(!ac.flag.is_some_and(|flag| matches!(flag.text(), "true" | "false")), ac.node);
    };
    "PEPPOL-EN16931-R044" => |v, at| for line in &v.lines { at.when(line.price_is_charged, line.node); };
    "PEPPOL-EN16931-R046" => |v, at| for line in &v.lines {
        if let (Some(gross), Some(net)) = (line.gross_price.value, line.price.value) {
            at.when(net != gross - line.price_discount.or_zero(), line.price.node.unwrap_or(line.node));
        }
    };
    "PEPPOL-EN16931-R051" => |v, at| {
        let of_document = amounts(v).filter_map(|num| num.node);
        let accounting: Vec<_> = v.tax_totals.iter().filter(|total| total.rows == 0).filter_map(|total| total.amount.node).map(Node::index).collect();
        for node in of_document.filter(|node| !accounting.contains(&node.index())) {
            if let Some(code) = node.attribute(Attribute::CurrencyId) {
                at.when(Some(code) != v.currency_code(), node);
            }
        }
    };
    "PEPPOL-EN16931-R053" => |v, at| at.when(v.tax_totals.iter().filter(|total| total.rows > 0).count() != 1, v.root);
    "PEPPOL-EN16931-R054" => |v, at| at.when(v.tax_totals.iter().filter(|total| total.rows == 0).count() != usize::from(v.tax_currency.is_some()), v.root);
    "PEPPOL-EN16931-R055" => |v, at| if let Some(code) = v.tax_currency {
        let other = v.tax_totals.iter().find(|total| total.currency() == Some(code.text()));
        if let (Some(total), Some(other)) = (v.vat_total(), other) {
            at.when(total.amount.or_zero() * other.amount.or_zero() < Decimal::ZERO, other.node);
        }
    };
    "PEPPOL-EN16931-R061" => |v, at| for means in &v.means {
        at.when(means.code.is_some_and(|code| matches!(code.text(), "49" | "59")) && means.mandate.is_none(), means.node);
    };
    "PEPPOL-EN16931-R080" => |v, at| if v.is_credit_note {
        for document in v.documents.iter().filter(|d| d.type_code.is_some_and(|code| code.text() == "50")).skip(1) { at.when(true, document.node); }
    };
    "PEPPOL-EN16931-R100" => |v, at| for line in &v.lines { at.when(line.objects.len() > 1, line.node); };
    "PEPPOL-EN16931-R101" => |v, at| for document in v.lines.iter().flat_map(|line| &line.objects) {
        at.when(document.type_code.is_none_or(|code| code.text() != "130"), document.node);
    };
    "PEPPOL-EN16931-R110" => |v, at| for start in v.lines.iter().filter_map(|line| line.period?.start) {
        if let Some(first) = v.period.and_then(|p| p.start) { at.when(is_before(start, first), start); }
    };
    "PEPPOL-EN16931-R111" => |v, at| for end in v.lines.iter().filter_map(|line| line.period?.end) {
        if let Some(last) = v.period.and_then(|p| p.end) { at.when(is_before(last, end), end); }
    };
    "PEPPOL-EN16931-R120" => |v, at| for line in &v.lines {
        let quantity = line.quantity.value.unwrap_or(Decimal::ONE);
        let per = line.base_quantity.value.filter(|per| !per.is_zero()).unwrap_or(Decimal::ONE);
        let sum = |charges: bool| cents(line.acs.iter().filter(|ac| ac.is_charge == charges).map(|ac| ac.amount.or_zero()).sum());
        let worth = line.price.or_zero().checked_div(per).and_then(|price| price.checked_mul(quantity));
        let wrong = worth.and_then(|worth| worth.checked_add(sum(true) - sum(false)))
            .is_none_or(|expected| (line.net.or_zero() - expected).abs() > slack());
        at.when(wrong, line.net.node.unwrap_or(line.node));
    };
    "PEPPOL-EN16931-R121" => |v, at| for line in &v.lines {
        if let Some(node) = line.base_quantity.node { at.when(line.base_quantity.or_zero() <= Decimal::ZERO, node); }
    };
    "PEPPOL-EN16931-R130" => |v, at| for line in &v.lines {
        let unit = line.quantity.node.map(|node| node.attribute(Attribute::UnitCode));
        if let (Some(node), Some(unit)) = (line.base_quantity.node, unit) {
            let given = node.attribute(Attribute::UnitCode);
            at.when(given.is_some() && given != unit, node);
        }
    };
    "PEPPOL-EN16931-CL001" => |v, at| for node in v.documents.iter().filter_map(|d| d.embedded) {
        at.when(node.attribute(Attribute::MimeCode).is_some_and(|kind| !codes::FILE_KINDS.has(kind)), node);
    };
    "PEPPOL-EN16931-CL002" => |v, at| for node in v.all_acs().filter(|ac| !ac.is_charge).filter_map(|ac| ac.reason_code) { at.when(!codes::ALLOWANCE_REASONS.has(node.text()), node); };
    "PEPPOL-EN16931-CL003" => |v, at| for node in v.all_acs().filter(|ac| ac.is_charge).filter_map(|ac| ac.reason_code) { at.when(!codes::CHARGE_REASONS.has(node.text()), node); };
    "PEPPOL-EN16931-CL006" => |v, at| if let Some(node) = v.period.and_then(|p| p.code) { at.when(!matches!(node.text(), "3" | "35" | "432"), node); };
    "PEPPOL-EN16931-CL007" => |v, at| for node in amounts(v).filter_map(|num| num.node) {
        at.when(node.attribute(Attribute::CurrencyId).is_none_or(|code| !codes::CURRENCIES.has(code)), node);
    };
    "PEPPOL-EN16931-CL008" => |v, at| for node in [v.seller.endpoint, v.buyer.endpoint].into_iter().flatten() {
        // EN 16931 also has addresses outside Peppol: X.400, e-mail and the like
        let wrong = |scheme: &str| !codes::ADDRESS_SCHEMES.has(scheme) || scheme.len() != 4;
        at.when(node.attribute(Attribute::SchemeId).is_some_and(wrong), node);
    };
    "PEPPOL-EN16931-P0100" => |v, at| if let Some(code) = v.type_code && !v.is_credit_note && process(v).is_some() {
        let is_known = if is_self_billed(v) {
            matches!(code.text(), "389" | "527")
        } else {
            DOCUMENT_TYPES.is_of_peppol(code.text(), false)
        };
        at.when(!is_known, code);
    };
    "PEPPOL-EN16931-P0101" => |v, at| if let Some(code) = v.type_code && v.is_credit_note && process(v).is_some() {
        let is_known = if is_self_billed(v) {
            code.text() == "261"
        } else {
            DOCUMENT_TYPES.is_of_peppol(code.text(), true)
        };
        at.when(!is_known, code);
    };
    "PEPPOL-EN16931-P0104" => |v, at| exemption(v, at, &["VATEX-EU-G"], "G");
    "PEPPOL-EN16931-P0105" => |v, at| exemption(v, at, &["VATEX-EU-O"], "O");
    "PEPPOL-EN16931-P0106" => |v, at| exemption(v, at, &["VATEX-EU-IC"], "K");
    "PEPPOL-EN16931-P0107" => |v, at| exemption(v, at, &["VATEX-EU-AE"], "AE");
    "PEPPOL-EN16931-P0108" => |v, at| exemption(v, at, &["VATEX-EU-D"], "E");
    "PEPPOL-EN16931-P0109" => |v, at| exemption(v, at, &["VATEX-EU-F"], "E");
    "PEPPOL-EN16931-P0110" => |v, at| exemption(v, at, &["VATEX-EU-I"], "E");
    "PEPPOL-EN16931-P0111" => |v, at| exemption(v, at, &["VATEX-EU-J"], "E");
    "PEPPOL-EN16931-P0112" => |v, at| if let Some(code) = v.type_code && !v.is_credit_note && matches!(code.text(), "326" | "384") {
        at.when(!(v.seller.is_in("DE") && v.buyer.is_in("DE")), code);
    };
    "PEPPOL-EN16931-F001" => |v, at| for node in dates(v) {
        at.when(node.text().len() != 10 || super::super::value::parse_date(node.text()).is_none(), node);
    };
    "PEPPOL-COMMON-R040" => |v, at| registered(v, at, "0088", is_gln);
    "PEPPOL-COMMON-R041" => |v, at| registered(v, at, "0192", is_norwegian);
    "PEPPOL-COMMON-R042" => |v, at| registered(v, at, "0184", |id| id.strip_prefix("DK").is_some_and(|n| n.len() == 8 && is_digits(n)));
    "PEPPOL-COMMON-R043" => |v, at| registered(v, at, "0208", is_belgian);
    "PEPPOL-COMMON-R044" => |v, at| registered(v, at, "0201", |id| id.len() == 6 && id.bytes().all(|b| b.is_ascii_alphanumeric()));
    "PEPPOL-COMMON-R045" => |v, at| registered(v, at, "0210", is_italian_tax_code);
    "PEPPOL-COMMON-R046" => |v, at| registered(v, at, "9907", is_italian_tax_code);
    "PEPPOL-COMMON-R047" => |v, at| registered(v, at, "0211", |id| id.strip_prefix("IT").is_some_and(is_partita_iva));
    "PEPPOL-COMMON-R050" => |v, at| registered(v, at, "0151", is_australian);
    "PEPPOL-COMMON-R049" => |v, at| registered(v, at, "0007", |id| id.len() == 10 && is_digits(id) && luhn(id));
];

/// The rules for sellers in the Netherlands.
pub(super) static DUTCH: Table = rules![
    "NL-R-001" => |v, at| if v.seller.is_in("NL") && v.is_credit_note { at.need(v.preceding.iter().find_map(|(_, id, _)| *id), v.type_code.unwrap_or(v.root)); };
    "NL-R-002" => |v, at| if let Some(a) = v.seller.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-003" => |v, at| if v.seller.is_in("NL") && let Some(id) = v.seller.legal { at.when(!is_registered_in(Some(id), KVK_OR_OIN), id); };
    "NL-R-004" => |v, at| if v.seller.is_in("NL") && let Some(a) = v.buyer.address.filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-005" => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") && let Some(id) = v.buyer.legal { at.when(!is_registered_in(Some(id), KVK_OR_OIN), id); };
    "NL-R-006" => |v, at| if v.seller.is_in("NL") && let Some(a) = v.representative.as_ref().and_then(|p| p.address).filter(|a| a.is_in("NL")) { at.when(!a.is_complete(), a.node); };
    "NL-R-007" => |v, at| if let Some(t) = &v.totals {
        let payable = t.payable.or_zero();
        let is_owed = if v.is_credit_note { payable < Decimal::ZERO } else { payable > Decimal::ZERO };
        at.when(v.seller.is_in("NL") && is_owed && v.means.is_empty(), t.node);
    };
    "NL-R-008" => |v, at| if v.seller.is_in("NL") && v.buyer.is_in("NL") { for means in &v.means { at.when(!is_dutch_means(means.code), means.node); } };
    "NL-R-009" => |v, at| if v.seller.is_in("NL") && v.order.is_none() { for node in v.lines.iter().filter_map(|line| line.order_line) { at.when(true, node); } };
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
