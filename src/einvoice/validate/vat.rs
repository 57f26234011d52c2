//! The business rules of EN 16931-1 for each VAT category: ten that are alike, and a few of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use invoice::table;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::super::tree::Node;
use super::en16931::{is_rate_times_base, of_document, of_lines};
use super::rule::{Check, Places, Rule, Severity, Table, rules};
use super::view::{Num, Syntax, View, cents};

/// What the rules of a category ask of its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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

/// A text in Dutch and in English.
type Said = [String; 2];

/// A VAT category.
#[derive(Debug, Deserialize)]
pub(super) struct Category {
    /// What the identifiers of its rules begin with.
    prefix: String,
    code: String,
    name: Said,
    rate: Rate,
    ids: Ids,
    /// The reason for an exemption that it needs; others have none.
    reason: Option<Said>,
}

/// What `facts/vat.toml` has of a rule that each category has.
#[derive(Deserialize)]
struct Alike {
    about: String,
    says: Said,
}

#[derive(Deserialize)]
struct Facts {
    categories: Vec<Category>,
    rates: HashMap<Rate, Said>,
    ids: HashMap<Ids, Said>,
    rules: Vec<Alike>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| table(include_str!("../facts/vat.toml")));

/// Looks at an invoice for a rule of a category.
pub(super) type CategoryCheck = for<'t> fn(&View<'t>, &mut Places<'t>, &'static Category);

/// What is looked at for the rules that all categories have, in their order.
const CHECKS: [CategoryCheck; 10] = [
    |v, at, c| listed(v, at, &c.code, c.rate),
    |v, at, c| parties(v, at, v.users.get(&*c.code).is_some_and(|users| users.lines), c.ids),
    |v, at, c| parties(v, at, v.users.get(&*c.code).is_some_and(|users| users.allowances), c.ids),
    |v, at, c| parties(v, at, v.users.get(&*c.code).is_some_and(|users| users.charges), c.ids),
    |v, at, c| {
        for line in &v.lines {
            rated(at, line.category, line.rate, line.node, c);
        }
    },
    |v, at, c| all_rated(v, at, c, false),
    |v, at, c| all_rated(v, at, c, true),
    |v, at, c| base(v, at, &c.code, c.rate),
    |v, at, c| tax(v, at, &c.code, c.rate),
    |v, at, c| {
        for row in v.rows_of(&c.code) {
            let is_given = row.reason.is_some() || row.reason_code.is_some();
            at.when(is_given != c.reason.is_some(), row.node);
        }
    },
];

/// The rules that all categories have.
pub(super) static RULES: Table = LazyLock::new(|| {
    let Facts { categories, rates, ids, rules } = &*FACTS;
    let no_reason = [
        "geen reden van vrijstelling; laat die weg".to_owned(),
        "no exemption reason; leave it out".to_owned(),
    ];
    let of_category = |category: &'static Category| {
        let reason = category.reason.as_ref().unwrap_or(&no_reason);
        rules.iter().zip(CHECKS).zip(1..).map(move |((rule, check), number)| {
            let said = |lang: usize| -> &'static str {
                rule.says[lang]
                    .replace("{code}", &category.code)
                    .replace("{name}", &category.name[lang])
                    .replace("{rate}", &rates[&category.rate][lang])
                    .replace("{ids}", &ids[&category.ids][lang])
                    .replace("{reason}", &reason[lang])
                    .leak()
            };
            Rule {
                id: format!("{}-{number:02}", category.prefix).leak(),
                severity: Severity::Error,
                about: &rule.about,
                nl: said(0),
                en: said(1),
                check: Check::Vat(category, check),
            }
        })
    };
    categories.iter().flat_map(of_category).collect()
});

/// The rules that only some have.
pub(super) static OTHERS: Table = rules![
    "BR-IC-11" => |v, at| if let Some(row) = v.rows_of("K").next() {
        at.when(v.delivery_date.is_none() && v.period.is_none(), row.node);
    };
    "BR-IC-12" => |v, at| if let Some(row) = v.rows_of("K").next() {
        at.when(v.delivery_address.and_then(|a| a.country).is_none(), row.node);
    };
    "BR-O-11" => |v, at| if v.rows_of("O").next().is_some() {
        for row in v.rows.iter().filter(|row| is_other_than_o(row.category)) { at.when(true, row.node); }
    };
    "BR-O-12" => |v, at| if v.rows_of("O").next().is_some() {
        for line in v.lines.iter().filter(|line| is_other_than_o(line.category)) { at.when(true, line.node); }
    };
    "BR-O-13" => |v, at| if v.rows_of("O").next().is_some() {
        for ac in of_document(v, false).filter(|ac| is_other_than_o(ac.category)) { at.when(true, ac.node); }
    };
    "BR-O-14" => |v, at| if v.rows_of("O").next().is_some() {
        for ac in of_document(v, true).filter(|ac| is_other_than_o(ac.category)) { at.when(true, ac.node); }
    };
    "BR-B-01" => |v, at| if let Some(node) = split_payment(v) {
        at.when(v.addresses().any(|address| address.country.is_some() && !address.is_in("IT")), node);
    };
    "BR-B-02" => |v, at| if let Some(node) = split_payment(v) {
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

/// Whether all allowances, or all charges, of a category have the rate that belongs to it.
fn all_rated<'t>(v: &View<'t>, at: &mut Places<'t>, category: &Category, charges: bool) {
    for ac in of_document(v, charges).chain(of_lines(v, charges)) {
        rated(at, ac.category, ac.rate, ac.node, category);
    }
}

/// Whether something of a category has the rate that belongs to it.
fn rated<'t>(
    at: &mut Places<'t>,
    given_category: Option<Node<'t>>,
    given: Num<'t>,
    place: Node<'t>,
    category: &Category,
) {
    if given_category.is_none_or(|given| given.text() != category.code) {
        return;
    }
    let right = match (category.rate, given.value) {
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
