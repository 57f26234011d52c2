//! The totals: of all readings of the amounts on the pages the one that adds up best.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::candidates::{Candidates, Found, Money};
use super::super::layout::Layout;
use super::super::lexicon::Label;
use super::rates::legal_rates;
pub(crate) use super::roles::Roles;
use super::roles::roles_of;
use super::search::{self, Search};
use super::vat_rows::{self, VatRow};
use invoice::Amount;

/// Solutions whose scores are nearer than this are equally likely.
const CLOSE: f32 = 1.3;
/// Different amounts that are combined.
const MAX_VALUES: usize = 400;

/// An amount as often as it is printed.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub amount: Amount,
    pub roles: Roles,
    pub count: usize,
    /// The occurrence that evidence shows: the best labelled one.
    pub best: Option<usize>,
    pub best_weight: f32,
    /// The occurrence that is labelled best as a net total, and how well.
    pub as_net: (Option<usize>, f32),
}

/// How the VAT total came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sums {
    /// Net, VAT and gross are printed and add up.
    AllPrinted,
    /// Two of them are printed, and rates or rows fit.
    TwoPrinted,
    NoVat,
    #[default]
    GrossOnly,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Solution {
    pub gross: Amount,
    pub net: Option<Amount>,
    pub vat: Option<Amount>,
    /// Indices of the amounts that show them.
    pub gross_at: Option<usize>,
    pub net_at: Option<usize>,
    pub vat_at: Option<usize>,
    pub rows: Vec<VatRow>,
    /// Part of the net total that is outside VAT or at 0 %.
    pub outside: Amount,
    pub proof: Sums,
    /// A rate explains the VAT.
    pub rate_fits: bool,
    pub rows_fit: bool,
    pub score: f32,
    /// Score of the best solution with another gross total.
    pub second: f32,
    /// Other totals add up as well and are as likely: one of the two was misread, or there are two invoices.
    pub rival: bool,
    /// How sure a label is that the gross total is one.
    pub gross_label: f32,
}

impl Solution {
    /// Whether a table of VAT has a row for each rate, with base, VAT and their sum, and all come to a total that is printed.
    pub fn is_told_by_rows(&self) -> bool {
        let sum: Amount = self.rows.iter().filter_map(|row| Some(row.base? + row.vat)).sum();
        self.rows_fit
            && !self.rival
            && self.gross_at.is_some()
            && self.rows.len() > 1
            && self.rows.iter().all(|row| row.proof >= 2 && row.sure)
            && sum == self.gross
    }
}

/// What the whole document says about exemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exemption {
    None,
    Stated,
}

pub(crate) struct Totals {
    /// What the labels say of each amount.
    pub roles: Vec<Roles>,
    pub solution: Option<Solution>,
    /// The solutions that lost, the best first.
    pub others: Vec<Solution>,
}

impl Totals {
    /// The gross totals that are as likely as the chosen one.
    pub(crate) fn rivals(&self) -> Vec<Amount> {
        let Some(best) = &self.solution else {
            return Vec::new();
        };
        let rivals = self.others.iter().filter(|s| s.is_rival_of(best));
        rivals.map(|s| s.gross).collect()
    }
}

/// Solves the totals of a document.
pub(crate) fn solve(
    layout: &Layout<'_>,
    candidates: &Candidates,
    country: Option<&str>,
    date: Option<Date>,
    exemption: Exemption,
) -> Totals {
    let roles: Vec<Roles> = candidates
        .amounts
        .iter()
        .map(|a| {
            if a.value.is_plausible_total() {
                roles_of(layout, candidates, a)
            } else {
                Roles::default()
            }
        })
        .collect();
    let mut legal = legal_rates(country, date);
    if legal.is_empty() {
        legal = legal_rates(None, date);
    }
    let printed: Vec<Decimal> = candidates.rates.iter().map(|r| r.value.percent).collect();
    let rows = vat_rows::find(layout, candidates, &roles, &legal);
    let choices = vat_rows::choices(&rows);
    let row_rates = row_rates(&rows);
    // In a table of several rates the head "gross" stands over parts of the total.
    let parts: Vec<usize> = if row_rates.len() > 1 {
        rows.iter().filter(|r| r.sure).map(|r| r.row).collect()
    } else {
        Vec::new()
    };
    let values = values_of(&candidates.amounts, &roles, &parts);
    let search = Search {
        values: &values,
        by_amount: values.iter().enumerate().map(|(i, v)| (v.amount, i)).collect(),
        rows: &rows,
        choices: &choices,
        apart: search::apart(&values, &printed, &legal),
        legal: &legal,
        printed: &printed,
        exemption,
        row_rates,
        doubtful: layout.is_ocr() || super::kind::is_roll(layout),
        paid: paid(&values),
        has_vat_label: candidates.has(Label::Vat),
        largest: values.iter().map(|v| v.amount.abs()).max().unwrap_or_default(),
    };
    let mut ranked = search.run().into_iter();
    Totals { roles, solution: ranked.next(), others: ranked.collect() }
}

/// Rates above 0 of rows whose arithmetic holds.
fn row_rates(rows: &[VatRow]) -> Vec<Decimal> {
    let mut rates: Vec<Decimal> = rows
        .iter()
        .filter(|r| r.proof > 0 && r.sure && !r.rate.is_zero())
        .map(|r| r.rate)
        .collect();
    rates.sort_unstable();
    rates.dedup();
    rates
}

/// Differences of amounts that were paid and given back.
fn paid(values: &[Value]) -> Vec<Amount> {
    let given: Vec<Amount> = values
        .iter()
        .filter(|v| v.roles.prepaid >= 0.9 && !v.amount.is_negative() && !v.amount.is_zero())
        .map(|v| v.amount)
        .take(8)
        .collect();
    let mut paid = Vec::new();
    for a in &given {
        paid.extend(given.iter().filter(|b| *b < a).map(|b| *a - *b));
    }
    paid
}

fn values_of(amounts: &[Found<Money>], roles: &[Roles], parts: &[usize]) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut index: HashMap<Amount, usize> = HashMap::new();
    for (at, (found, role)) in amounts.iter().zip(roles).enumerate() {
        if !found.value.is_plausible_total() {
            continue;
        }
        let weakened;
        let role = if parts.contains(&found.place.row) && role.gross + role.net + role.vat > 0.0 {
            weakened = Roles {
                gross: role.gross * 0.3,
                net: role.net * 0.5,
                vat: role.vat * 0.5,
                ..*role
            };
            &weakened
        } else {
            role
        };
        let weight = role.gross.max(role.payable).max(role.net).max(role.vat).max(role.total * 0.8)
            - role.decoy;
        if let Some(&i) = index.get(&found.value.amount) {
            let value = &mut values[i];
            value.count += 1;
            let decoy = value.roles.decoy.min(role.decoy);
            value.roles.join(role);
            value.roles.decoy = decoy;
            if role.net > value.as_net.1 {
                value.as_net = (Some(at), role.net);
            }
            if weight >= value.best_weight {
                value.best = Some(at);
                value.best_weight = weight;
            }
        } else {
            index.insert(found.value.amount, values.len());
            values.push(Value {
                amount: found.value.amount,
                roles: *role,
                count: 1,
                best: Some(at),
                best_weight: weight,
                as_net: (Some(at), role.net),
            });
        }
    }
    if values.len() > MAX_VALUES {
        // Labels first, then the largest.
        values.sort_by(|a, b| {
            b.best_weight.total_cmp(&a.best_weight).then(b.amount.abs().cmp(&a.amount.abs()))
        });
        values.truncate(MAX_VALUES);
    }
    values
}

impl Solution {
    /// Net, VAT and gross are printed and add up at a rate, and the gross total is labelled as one.
    pub(crate) fn is_proven(&self) -> bool {
        self.proof == Sums::AllPrinted
            && (self.rate_fits || self.rows_fit)
            && self.gross_label >= 0.5
    }

    /// Whether this is about as likely as the best.
    pub(crate) fn is_rival_of(&self, best: &Self) -> bool {
        self.is_proven() && best.score - self.score < CLOSE
    }

    /// How sure the gross total is, 0 to 1, without regard to misreading.
    pub fn confidence(&self) -> f32 {
        let margin = (self.score - self.second).clamp(0.0, 3.0) / 3.0;
        let base: f32 = match (self.proof, self.rows_fit || self.rate_fits) {
            (Sums::AllPrinted, true) => 0.93,
            (Sums::AllPrinted, false) => 0.78,
            (Sums::TwoPrinted, true) => 0.88,
            (Sums::TwoPrinted, false) => 0.55,
            (Sums::NoVat, _) => 0.85,
            (Sums::GrossOnly, _) => 0.5,
        };
        let label = if self.gross_label >= 0.8 {
            0.05
        } else if self.gross_label >= 0.4 {
            0.0
        } else {
            -0.2
        };
        (base + label + 0.04 * margin - if margin < 0.05 { 0.15 } else { 0.0 }).clamp(0.05, 0.99)
    }
}
