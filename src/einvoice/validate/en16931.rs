//! The business rules of EN 16931-1 that are not about VAT categories: what must be there, sums, decimals, codes.

use rust_decimal::Decimal;

use super::super::tree::{Attribute, Node};
use super::rule::{Places, Table, rules};
use super::view::{AcView, Num, Syntax, View, cents};
use invoice::codes::{self, DOCUMENT_TYPES};

/// Numbers and dates of which nothing can be made: they come before all rules, which take them for 0 or for missing.
pub(super) static FORM: Table = rules![
    "DZ-NUMBER" => |v, at| {
        for num in numbers(v) {
            if let (Some(node), None) = (num.node, num.value) {
                at.when(true, node);
            }
        }
    };
    "DZ-DATE" => |v, at| {
        for node in dates(v) {
            at.when(super::super::value::parse_date(node.text()).is_none(), node);
        }
    };
];

pub(super) static SUMS: Table = rules![
    "BR-CO-10" => |v, at| if let Some(t) = &v.totals && let Some(given) = t.lines.value {
        let sum: Decimal = v.lines.iter().map(|line| line.net.or_zero()).sum();
        at.when(given != cents(sum) && !v.lines.is_empty(), t.lines.node.unwrap_or(t.node));
    };
    "BR-CO-11" => |v, at| if let Some(t) = &v.totals { document_sum(v, at, t.node, t.allowances, false); };
    "BR-CO-12" => |v, at| if let Some(t) = &v.totals { document_sum(v, at, t.node, t.charges, true); };
    "BR-CO-13" => |v, at| if let Some(t) = &v.totals && let (Some(lines), Some(net)) = (t.lines.value, t.net.value) {
        let expected = cents(lines - t.allowances.or_zero() + t.charges.or_zero());
        at.when(net != expected, t.net.node.unwrap_or(t.node));
    };
    "BR-CO-14" => |v, at| for total in &v.tax_totals {
        if let Some(given) = total.amount.value && total.rows > 0 {
            at.when(given != cents(total.sum_of_rows), total.node);
        }
    };
    "BR-CO-15" => |v, at| if let Some(t) = &v.totals && let (Some(net), Some(gross)) = (t.net.value, t.gross.value) {
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
    "BR-CO-16" => |v, at| if let Some(t) = &v.totals && let (Some(gross), Some(payable)) = (t.gross.value, t.payable.value) {
        let expected = cents(gross - t.prepaid.or_zero() + t.rounding.or_zero());
        at.when(cents(payable) != expected, t.payable.node.unwrap_or(t.node));
    };
    "BR-CO-17" => |v, at| for row in &v.rows {
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
pub(super) static HEAD: Table = rules![
    "BR-01" => |v, at| at.need(v.specification, v.root);
    "BR-02" => |v, at| at.need(v.number, v.root);
    "BR-03" => |v, at| at.need(v.issue_date, v.root);
    "BR-04" => |v, at| at.need(v.type_code, v.root);
    "BR-05" => |v, at| at.need(v.currency, v.root);
    "BR-06" => |v, at| at.need(v.seller.name, v.seller.or(v.root));
    "BR-07" => |v, at| at.need(v.buyer.name, v.buyer.or(v.root));
    "BR-08" => |v, at| at.need(v.seller.address.map(|a| a.node), v.seller.or(v.root));
    "BR-09" => |v, at| if let Some(a) = &v.seller.address { at.need(a.country, a.node); };
    "BR-13" => |v, at| at.need(v.totals.and_then(|t| t.net.node), v.totals.map_or(v.root, |t| t.node));
    "BR-14" => |v, at| at.need(v.totals.and_then(|t| t.gross.node), v.totals.map_or(v.root, |t| t.node));
    "BR-15" => |v, at| at.need(v.totals.and_then(|t| t.payable.node), v.totals.map_or(v.root, |t| t.node));
    "BR-CO-26" => |v, at| at.when(v.seller.vat_id.is_none() && v.seller.legal.is_none() && v.seller.ids.is_empty(), v.seller.or(v.root));
    "BR-CO-09" => |v, at| for node in v.parties().filter_map(|party| party.vat_id) {
        at.when(!node.text().get(..2).is_some_and(|code| codes::VAT_PREFIXES.has(code)), node);
    };
    "BR-CL-01" => |v, at| if let Some(node) = v.type_code {
        let (invoice, credit) = (DOCUMENT_TYPES.is_invoice(node.text()), DOCUMENT_TYPES.is_credit_note(node.text()));
        let known = match v.syntax {
            Syntax::Cii => invoice || credit,
            Syntax::Ubl if v.is_credit_note => credit,
            Syntax::Ubl => invoice,
        };
        at.when(!known, node);
    };
    "BR-CL-03" => |v, at| for node in amounts(v).filter_map(|num| num.node) {
        let code = node.attribute(Attribute::CurrencyId);
        // CII gives a currency with the VAT totals only
        let wrong = match v.syntax {
            Syntax::Ubl => code.is_none_or(|code| !codes::CURRENCIES.has(code)),
            Syntax::Cii => code.is_some_and(|code| !codes::CURRENCIES.has(code)),
        };
        at.when(wrong, node);
    };
    "BR-CL-04" => |v, at| not_on(at, v.currency, &codes::CURRENCIES);
    "BR-CL-14" => |v, at| for address in v.addresses() { not_on(at, address.country, &codes::COUNTRIES); };
];

/// The rest of what must be there, and codes and decimals.
pub(super) static RULES: Table = rules![
    "BR-10" => |v, at| at.need(v.buyer.address.map(|a| a.node), v.buyer.or(v.root));
    "BR-11" => |v, at| if let Some(a) = &v.buyer.address { at.need(a.country, a.node); };
    "BR-12" => |v, at| at.need(v.totals.and_then(|t| t.lines.node), v.totals.map_or(v.root, |t| t.node));
    "BR-16" => |v, at| at.when(v.lines.is_empty(), v.root);
    "BR-17" => |v, at| if let Some(payee) = &v.payee {
        let is_seller = payee.ids.iter().any(|id| v.seller.ids.iter().any(|other| other.text() == id.text()));
        at.when(payee.name.is_none() || is_seller, payee.or(v.root));
    };
    "BR-18" => |v, at| if let Some(party) = &v.representative { at.need(party.name, party.or(v.root)); };
    "BR-19" => |v, at| if let Some(party) = &v.representative { at.need(party.address.map(|a| a.node), party.or(v.root)); };
    "BR-20" => |v, at| if let Some(a) = v.representative.as_ref().and_then(|party| party.address) { at.need(a.country, a.node); };
    "BR-21" => |v, at| for line in &v.lines { at.need(line.id, line.node); };
    "BR-22" => |v, at| for line in &v.lines { at.need(line.quantity.node, line.node); };
    "BR-23" => |v, at| for line in &v.lines {
        at.when(line.quantity.node.is_none_or(|node| node.attribute(Attribute::UnitCode).is_none()), line.node);
    };
    "BR-24" => |v, at| for line in &v.lines { at.need(line.net.node, line.node); };
    "BR-25" => |v, at| for line in &v.lines { at.need(line.name, line.node); };
    "BR-26" => |v, at| for line in &v.lines { at.need(line.price.node, line.node); };
    "BR-27" => |v, at| for line in &v.lines { negative(at, line.price); };
    "BR-28" => |v, at| for line in &v.lines { negative(at, line.gross_price); };
    "BR-29" => |v, at| if let Some(p) = &v.period { at.when(is_reversed(p.start, p.end), p.node); };
    "BR-30" => |v, at| for p in v.lines.iter().filter_map(|line| line.period) { at.when(is_reversed(p.start, p.end), p.node); };
    "BR-31" => |v, at| for ac in of_document(v, false) { at.need(ac.amount.node, ac.node); };
    "BR-32" => |v, at| for ac in of_document(v, false) { at.need(ac.category, ac.node); };
    "BR-33" => |v, at| for ac in of_document(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-36" => |v, at| for ac in of_document(v, true) { at.need(ac.amount.node, ac.node); };
    "BR-37" => |v, at| for ac in of_document(v, true) { at.need(ac.category, ac.node); };
    "BR-38" => |v, at| for ac in of_document(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-41" => |v, at| for ac in of_lines(v, false) { at.need(ac.amount.node, ac.node); };
    "BR-42" => |v, at| for ac in of_lines(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-43" => |v, at| for ac in of_lines(v, true) { at.need(ac.amount.node, ac.node); };
    "BR-44" => |v, at| for ac in of_lines(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-45" => |v, at| for row in &v.rows { at.need(row.taxable.node, row.node); };
    "BR-46" => |v, at| for row in &v.rows { at.need(row.tax.node, row.node); };
    "BR-47" => |v, at| for row in &v.rows { at.need(row.category, row.node); };
    "BR-48" => |v, at| for row in &v.rows {
        at.when(row.rate.node.is_none() && row.category.is_none_or(|code| code.text() != "O"), row.node);
    };
    "BR-49" => |v, at| for means in &v.means { at.need(means.code, means.node); };
    "BR-50" => |v, at| for means in v.means.iter().filter(|means| is_transfer(means.code)) {
        if let Some(group) = means.account_group { at.need(means.account, group); }
    };
    "BR-51" => |v, at| for node in v.means.iter().filter_map(|means| means.card) {
        at.when(node.text().chars().filter(char::is_ascii_digit).count() > 10, node);
    };
    "BR-52" => |v, at| for document in &v.documents { at.need(document.id, document.node); };
    "BR-53" => |v, at| if let Some(code) = v.tax_currency {
        at.when(!v.tax_totals.iter().any(|total| total.currency() == Some(code.text())), code);
    };
    "BR-54" => |v, at| for (group, has_name, has_value) in v.lines.iter().flat_map(|line| &line.attributes) {
        at.when(!has_name || !has_value, *group);
    };
    "BR-55" => |v, at| for (group, id, _) in &v.preceding { at.need(*id, *group); };
    "BR-56" => |v, at| if let Some(party) = &v.representative { at.need(party.vat_id, party.or(v.root)); };
    "BR-57" => |v, at| if let Some(a) = &v.delivery_address { at.need(a.country, a.node); };
    "BR-61" => |v, at| for means in v.means.iter().filter(|means| is_transfer(means.code)) { at.need(means.account, means.node); };
    "BR-62" => |v, at| schemeless(at, v.seller.endpoint, Attribute::SchemeId);
    "BR-63" => |v, at| schemeless(at, v.buyer.endpoint, Attribute::SchemeId);
    "BR-64" => |v, at| for line in &v.lines { schemeless(at, line.standard_id, Attribute::SchemeId); };
    "BR-65" => |v, at| for node in v.lines.iter().flat_map(|line| &line.classes) { schemeless(at, Some(*node), Attribute::ListId); };
    "BR-CO-03" => |v, at| if let (Some(date), Some(_)) = (v.tax_point, v.period.and_then(|p| p.code)) { at.when(true, date); };
    "BR-CO-04" => |v, at| for line in &v.lines { at.when(!line.has_category, line.node); };
    "BR-CO-18" => |v, at| at.when(v.rows.is_empty(), v.root);
    "BR-CO-19" => |v, at| if let Some(p) = &v.period { at.when(p.start.is_none() && p.end.is_none() && p.code.is_none(), p.node); };
    "BR-CO-20" => |v, at| for p in v.lines.iter().filter_map(|line| line.period) { at.when(p.start.is_none() && p.end.is_none(), p.node); };
    "BR-CO-21" => |v, at| for ac in of_document(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-22" => |v, at| for ac in of_document(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-23" => |v, at| for ac in of_lines(v, false) { at.need(ac.reason.or(ac.reason_code), ac.node); };
    "BR-CO-24" => |v, at| for ac in of_lines(v, true) { at.need(ac.reason.or(ac.reason_code), ac.node); };

    "BR-DEC-01" => |v, at| for ac in of_document(v, false) { decimals(at, ac.amount); };
    "BR-DEC-02" => |v, at| for ac in of_document(v, false) { decimals(at, ac.base); };
    "BR-DEC-05" => |v, at| for ac in of_document(v, true) { decimals(at, ac.amount); };
    "BR-DEC-06" => |v, at| for ac in of_document(v, true) { decimals(at, ac.base); };
    "BR-DEC-09" => |v, at| if let Some(t) = &v.totals { decimals(at, t.lines); };
    "BR-DEC-10" => |v, at| if let Some(t) = &v.totals { decimals(at, t.allowances); };
    "BR-DEC-11" => |v, at| if let Some(t) = &v.totals { decimals(at, t.charges); };
    "BR-DEC-12" => |v, at| if let Some(t) = &v.totals { decimals(at, t.net); };
    "BR-DEC-13" => |v, at| for total in &v.tax_totals {
        if total.currency() == v.currency_code() { decimals(at, total.amount); }
    };
    "BR-DEC-14" => |v, at| if let Some(t) = &v.totals { decimals(at, t.gross); };
    "BR-DEC-15" => |v, at| for total in &v.tax_totals {
        let code = v.tax_currency.map(Node::text);
        if code.is_some() && total.currency() == code && code != v.currency_code() { decimals(at, total.amount); }
    };
    "BR-DEC-16" => |v, at| if let Some(t) = &v.totals { decimals(at, t.prepaid); };
    "BR-DEC-17" => |v, at| if let Some(t) = &v.totals { decimals(at, t.rounding); };
    "BR-DEC-18" => |v, at| if let Some(t) = &v.totals { decimals(at, t.payable); };
    "BR-DEC-19" => |v, at| for row in &v.rows { decimals(at, row.taxable); };
    "BR-DEC-20" => |v, at| for row in &v.rows { decimals(at, row.tax); };
    "BR-DEC-23" => |v, at| for line in &v.lines { decimals(at, line.net); };
    "BR-DEC-24" => |v, at| for ac in of_lines(v, false) { decimals(at, ac.amount); };
    "BR-DEC-25" => |v, at| for ac in of_lines(v, false) { decimals(at, ac.base); };
    "BR-DEC-27" => |v, at| for ac in of_lines(v, true) { decimals(at, ac.amount); };
    "BR-DEC-28" => |v, at| for ac in of_lines(v, true) { decimals(at, ac.base); };

    "BR-CL-05" => |v, at| not_on(at, v.tax_currency, &codes::CURRENCIES);
    "BR-CL-06" => |v, at| not_on(at, v.period.and_then(|p| p.code), &codes::TAX_POINTS);
    "BR-CL-07" => |v, at| for document in v.documents.iter().chain(v.lines.iter().flat_map(|line| &line.objects)) {
        if document.type_code.is_some_and(|code| code.text() == "130") {
            scheme_not_on(at, document.id, Attribute::SchemeId, &codes::REFERENCE_TYPES, &[]);
        }
    };
    "BR-CL-08" => |v, at| for (node, code) in &v.note_subjects { at.when(!codes::NOTE_SUBJECTS.has(code), *node); };
    "BR-CL-10" => |v, at| for id in v.parties().flat_map(|party| &party.ids) {
        // CII has identifiers without a register (ID) and with one (GlobalID)
        scheme_not_on(at, Some(*id), Attribute::SchemeId, &codes::REGISTERS, &["SEPA"]);
    };
    "BR-CL-11" => |v, at| for party in v.parties() { scheme_not_on(at, party.legal, Attribute::SchemeId, &codes::REGISTERS, &[]); };
    "BR-CL-13" => |v, at| for node in v.lines.iter().flat_map(|line| &line.classes) { scheme_not_on(at, Some(*node), Attribute::ListId, &codes::ITEM_CLASSES, &[]); };
    "BR-CL-15" => |v, at| for line in &v.lines { not_on(at, line.origin, &codes::COUNTRIES); };
    "BR-CL-16" => |v, at| for means in &v.means { not_on(at, means.code, &codes::PAYMENT_MEANS); };
    "BR-CL-17" => |v, at| {
        for row in &v.rows { not_on(at, row.category, &codes::CATEGORIES); }
        for ac in &v.acs { not_on(at, ac.category, &codes::CATEGORIES); }
    };
    "BR-CL-18" => |v, at| for line in &v.lines { not_on(at, line.category, &codes::CATEGORIES); };
    "BR-CL-19" => |v, at| for ac in v.all_acs().filter(|ac| !ac.is_charge) { not_on(at, ac.reason_code, &codes::ALLOWANCE_REASONS); };
    "BR-CL-20" => |v, at| for ac in v.all_acs().filter(|ac| ac.is_charge) { not_on(at, ac.reason_code, &codes::CHARGE_REASONS); };
    "BR-CL-21" => |v, at| for line in &v.lines { scheme_not_on(at, line.standard_id, Attribute::SchemeId, &codes::REGISTERS, &[]); };
    "BR-CL-22" => |v, at| for node in v.rows.iter().filter_map(|row| row.reason_code) {
        at.when(!codes::EXEMPTIONS.has(&node.text().to_ascii_uppercase()), node);
    };
    "BR-CL-23" => |v, at| for line in &v.lines {
        scheme_not_on(at, line.quantity.node, Attribute::UnitCode, &codes::UNITS, &[]);
        scheme_not_on(at, line.base_quantity.node, Attribute::UnitCode, &codes::UNITS, &[]);
    };
    "BR-CL-24" => |v, at| for document in &v.documents { scheme_not_on(at, document.embedded, Attribute::MimeCode, &codes::FILE_KINDS, &[]); };
    "BR-CL-25" => |v, at| {
        // what was withdrawn since an earlier year's invoice may have; ISO dates and those of CII sort as text
        let day = v.issue_date.map_or("", Node::text).replace('-', "");
        let is_older = !day.is_empty() && day.as_str() < "20251115";
        let list = if is_older { &codes::ALL_ADDRESS_SCHEMES } else { &codes::ADDRESS_SCHEMES };
        for party in [&v.seller, &v.buyer] { scheme_not_on(at, party.endpoint, Attribute::SchemeId, list, &[]); }
    };
    "BR-CL-26" => |v, at| scheme_not_on(at, v.delivery_place, Attribute::SchemeId, &codes::REGISTERS, &[]);
];

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
