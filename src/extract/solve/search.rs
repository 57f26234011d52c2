//! The search: every division of every likely gross total into net and VAT, scored.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::roles::Roles;
use super::totals::{Exemption, Solution, Sums, Value};
use super::vat_rows::{VatRow, fits_rate, vat_within};
use invoice::Amount;

/// The bases of the rows may miss the net total by so much, through rounding.
const ROUNDING_CENTS: i64 = 4;
/// Different amounts that are tried as the gross total.
const MAX_GROSS: usize = 40;

pub(super) struct Search<'s> {
    pub values: &'s [Value],
    pub by_amount: HashMap<Amount, usize>,
    pub rows: &'s [VatRow],
    pub choices: &'s [Vec<VatRow>],
    /// What [`apart`] finds.
    pub apart: Vec<VatRow>,
    pub legal: &'s [Decimal],
    pub printed: &'s [Decimal],
    pub exemption: Exemption,
    /// Rates of which a row with base and VAT is printed.
    pub row_rates: Vec<Decimal>,
    /// Read from pixels, or a receipt: the total itself may be misread, and what was paid is the total.
    pub doubtful: bool,
    /// What was given less what was given back.
    pub paid: Vec<Amount>,
    pub has_vat_label: bool,
    pub largest: Amount,
}

impl Search<'_> {
    /// For each likely gross total the best solution, the best of all first.
    pub fn run(&self) -> Vec<Solution> {
        let mut gross: Vec<(f32, &Value)> = self
            .values
            .iter()
            .filter(|v| !v.amount.is_zero())
            .map(|v| (self.gross_score(v), v))
            .collect();
        gross.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.amount.abs().cmp(&a.1.amount.abs())));
        gross.truncate(MAX_GROSS);
        let mut best: Vec<Solution> =
            gross.iter().filter_map(|(score, value)| self.best_with_gross(*score, value)).collect();
        best.extend(self.unprinted());
        best.sort_by(|a, b| b.score.total_cmp(&a.score));
        let second = best.get(1).map_or(-9.0, |s| s.score);
        let rival = best.iter().skip(1).any(|s| s.is_rival_of(&best[0]));
        if let Some(first) = best.first_mut() {
            first.second = second;
            first.rival = rival;
        }
        best
    }

    /// Totals that were misread or left out, where complete VAT rows tell them.
    fn unprinted(&self) -> Vec<Solution> {
        // A total that is printed twice, once as such, was not misread.
        let known = self
            .values
            .iter()
            .any(|v| v.count > 1 && v.roles.gross.max(v.roles.payable).max(v.roles.total) >= 0.9);
        if !self.doubtful || known {
            return Vec::new();
        }
        self.choices
            .iter()
            .filter(|rows| rows.iter().all(|r| r.proof > 0))
            .filter_map(|rows| {
                let base: Amount = rows.iter().map(|r| r.base).sum::<Option<Amount>>()?;
                let vat: Amount = rows.iter().map(|r| r.vat).sum();
                let gross = Value {
                    amount: base + vat,
                    roles: Roles::default(),
                    count: 1,
                    best: None,
                    best_weight: 0.0,
                    as_net: (None, 0.0),
                };
                if vat.is_zero() || self.by_amount.contains_key(&gross.amount) {
                    return None;
                }
                // Paid less change is the total.
                let paid = self.paid.contains(&gross.amount);
                let net_at = self.by_amount.get(&base).copied();
                let vat_at = self.by_amount.get(&vat).copied();
                let score = if paid { 2.0 } else { 0.6 };
                Some(self.judge(score, &gross, base, net_at, vat, vat_at, rows))
            })
            .collect()
    }

    fn gross_score(&self, value: &Value) -> f32 {
        let r = &value.roles;
        let mut score = (3.0 * r.gross).max(2.4 * r.payable).max(1.6 * r.total);
        if r.gross > 0.5 && r.payable > 0.5 {
            score += 0.4;
        }
        score -= 3.0 * r.decoy;
        // Where no VAT is charged, net and total are one amount.
        let stated = self.exemption == Exemption::Stated;
        let both = r.net >= 0.5 && value.count > 1 && (r.total >= 0.9 || stated);
        if r.gross < 0.5 && r.payable < 0.5 && !both {
            score -=
                1.6 * r.net + 2.0 * r.vat + 0.8 * r.adjustment + 1.0 * r.outside + 1.0 * r.base;
            score += if self.doubtful { 0.8 } else { -0.6 } * r.prepaid;
        }
        score += 0.4 * (value.count.min(3) as f32 - 1.0);
        if value.amount.abs() == self.largest {
            score += 0.8;
        }
        if self.paid.contains(&value.amount) {
            score += 1.0;
        }
        score
    }

    fn best_with_gross(&self, score: f32, gross: &Value) -> Option<Solution> {
        let mut best: Option<Solution> = None;
        let mut offer = |solution: Solution| {
            if best.as_ref().is_none_or(|b| solution.score > b.score) {
                best = Some(solution);
            }
        };
        offer(self.without_vat(score, gross));
        offer(Self::gross_only(score, gross));
        for (index, vat) in self.values.iter().enumerate() {
            let same_sign = vat.amount.is_negative() == gross.amount.is_negative();
            if vat.amount.is_zero() || !same_sign || vat.amount.abs() >= gross.amount.abs() {
                continue;
            }
            let net = gross.amount - vat.amount;
            let net_at = self.by_amount.get(&net).copied();
            if net_at.is_some() || vat.roles.vat >= 0.5 {
                offer(self.judge(score, gross, net, net_at, vat.amount, Some(index), &[]));
            }
        }
        for (index, net) in self.values.iter().enumerate() {
            let vat = gross.amount - net.amount;
            if net.roles.net >= 0.5
                && net.amount.abs() < gross.amount.abs()
                && net.amount.is_negative() == gross.amount.is_negative()
                && !self.by_amount.contains_key(&vat)
            {
                offer(self.judge(score, gross, net.amount, Some(index), vat, None, &[]));
            }
        }
        for row in &self.apart {
            let Some(base) = row.base else { continue };
            let outside = gross.amount - base - row.vat;
            if !outside.is_zero() && self.is_outside(outside) {
                let rows = std::slice::from_ref(row);
                let net = gross.amount - row.vat;
                let net_at = self.by_amount.get(&net).copied();
                let vat_at = self.by_amount.get(&row.vat).copied();
                offer(self.judge(score, gross, net, net_at, row.vat, vat_at, rows));
            }
        }
        for rows in self.choices {
            let vat: Amount = rows.iter().map(|r| r.vat).sum();
            if vat.is_zero() || vat.abs() >= gross.amount.abs() {
                continue;
            }
            let net = gross.amount - vat;
            let net_at = self.by_amount.get(&net).copied();
            let vat_at = self.by_amount.get(&vat).copied();
            offer(self.judge(score, gross, net, net_at, vat, vat_at, rows));
        }
        best
    }

    fn without_vat(&self, score: f32, gross: &Value) -> Solution {
        let zero = self.by_amount.get(&Amount::ZERO).copied();
        let zero_vat = zero.filter(|&i| self.values[i].roles.vat >= 0.5);
        let zero_rate = self.printed.iter().any(Decimal::is_zero);
        let mut score = score;
        // Subtotal and total are one amount, and VAT is not named at all.
        let r = &gross.roles;
        let plain = !self.has_vat_label
            && (r.net >= 0.9 || self.is_net_with_charges(gross.amount))
            && r.gross.max(r.payable).max(r.total) >= 0.9;
        let sure = self.exemption == Exemption::Stated || zero_vat.is_some() || plain;
        score += match (self.exemption, zero_vat) {
            (Exemption::Stated, Some(_)) => 3.0,
            (Exemption::Stated, None) | (Exemption::None, Some(_)) => 2.0,
            (Exemption::None, None) => {
                if self.has_vat_label {
                    -1.5
                } else {
                    -0.2
                }
            }
        };
        // A printed VAT amount above 0 speaks against it.
        let charged = self.values.iter().any(|v| {
            !v.amount.is_zero() && v.roles.vat >= 0.9 && v.amount.abs() < gross.amount.abs()
        });
        if charged {
            score -= 2.0;
        }
        if zero_rate && sure {
            score += 0.5;
        }
        score -= 1.8 * self.row_rates.len().min(3) as f32;
        let index = self.by_amount.get(&gross.amount).copied();
        Solution {
            gross: gross.amount,
            net: Some(gross.amount),
            vat: Some(Amount::ZERO),
            gross_at: gross.best,
            net_at: index
                .filter(|i| self.values[*i].roles.net > 0.5)
                .and_then(|i| self.values[i].as_net.0),
            vat_at: zero_vat.and_then(|i| self.values[i].best),
            outside: gross.amount,
            proof: if sure { Sums::NoVat } else { Sums::GrossOnly },
            rate_fits: zero_rate,
            score,
            gross_label: label_of(gross),
            ..Solution::default()
        }
    }

    fn gross_only(score: f32, gross: &Value) -> Solution {
        Solution {
            gross: gross.amount,
            gross_at: gross.best,
            score: score - 0.5,
            gross_label: label_of(gross),
            ..Solution::default()
        }
    }

    /// How well a division of a gross total into net and VAT is supported.
    #[allow(clippy::too_many_arguments)] // the parts of one equation
    fn judge(
        &self,
        score: f32,
        gross: &Value,
        net: Amount,
        net_at: Option<usize>,
        vat: Amount,
        vat_at: Option<usize>,
        rows: &[VatRow],
    ) -> Solution {
        let mut score = score;
        let net_role = net_at.map_or(0.0, |i| self.values[i].roles.net);
        let vat_role = vat_at.map_or(0.0, |i| self.values[i].roles.vat);
        if net_at.is_some() {
            score += 0.9 + 1.8 * net_role;
        }
        if let Some(i) = vat_at {
            score += 0.7 + 1.8 * vat_role;
            // Insurance tax has a rate like VAT and is none; nor is what is paid for shipping.
            let roles = &self.values[i].roles;
            if roles.outside.max(roles.adjustment) >= 0.9 && vat_role < 0.5 {
                score -= 5.0;
            }
        }
        let mut outside = Amount::ZERO;
        let mut rows_fit = false;
        let mut rate_fits = false;
        let mut rows: Vec<VatRow> = rows.to_vec();
        if rows.is_empty() {
            let printed = self.printed.iter().find(|r| !r.is_zero() && fits_rate(net, **r, vat, 3));
            let legal = self.legal.iter().find(|r| fits_rate(net, **r, vat, 3));
            let within = self
                .printed
                .iter()
                .find(|r| !r.is_zero() && vat_within(gross.amount, **r).is_within_cents(vat, 1));
            if let Some(rate) = printed.or(within).or(legal) {
                rate_fits = true;
                // The rate and its VAT stand on one row.
                rows_fit = self.rows.iter().any(|r| r.sure && r.rate == *rate && r.vat == vat);
                score += 1.2 + if printed.or(within).is_some() { 0.8 } else { 0.0 };
                rows.push(VatRow {
                    rate: *rate,
                    base: Some(net),
                    vat,
                    proof: 1,
                    sure: false,
                    row: usize::MAX,
                });
            } else if let Some(completed) = self.completed(net, vat) {
                rate_fits = true;
                rows_fit = true;
                score += 2.0;
                rows = completed;
            } else {
                score -= Self::strangeness(net, vat);
            }
        } else {
            let known: Amount = rows.iter().filter_map(|r| r.base).sum();
            let unknown = rows.iter().filter(|r| r.base.is_none()).count();
            let proof: u32 = rows.iter().map(|r| u32::from(r.proof.min(1))).sum();
            if unknown == 0 {
                outside = net - known;
                if outside.is_within_cents(Amount::ZERO, ROUNDING_CENTS) {
                    outside = Amount::ZERO;
                    rows_fit = true;
                    score += 1.6 + 0.5 * proof.min(3) as f32;
                } else if self.is_outside(outside) {
                    rows_fit = true;
                    score += 1.2 + 0.5 * proof.min(3) as f32;
                } else {
                    score -= 2.5;
                }
            } else if unknown == 1 {
                let rest = net - known;
                let rate = rows.iter().find(|r| r.base.is_none()).map(|r| (r.rate, r.vat));
                if let Some((rate, row_vat)) = rate {
                    if fits_rate(rest, rate, row_vat, 5) {
                        rows_fit = true;
                        score += 1.6 + 0.5 * proof.min(3) as f32;
                        for row in &mut rows {
                            row.base.get_or_insert(rest);
                        }
                    } else if let Some(base) = self.base_for(rate, row_vat, rest) {
                        outside = rest - base;
                        rows_fit = true;
                        score += 0.8;
                        for row in &mut rows {
                            row.base.get_or_insert(base);
                        }
                    } else {
                        score -= 2.5;
                    }
                }
            } else {
                // Several rates, of which only the VAT is printed: printed bases, or the two that solve the sum.
                rows_fit = self.fill_bases(&mut rows, net);
                score += if rows_fit { 1.4 } else { -1.0 };
            }
            rate_fits = rows_fit;
            if rows.iter().any(|r| !r.rate.is_zero() && !self.legal.contains(&r.rate)) {
                score -= 0.7;
            }
        }
        // Every printed VAT row belongs into the totals.
        let left_out =
            self.row_rates.iter().filter(|rate| !rows.iter().any(|r| r.rate == **rate)).count();
        score -= 4.0 * left_out.min(3) as f32;
        let proof =
            if net_at.is_some() && vat_at.is_some() { Sums::AllPrinted } else { Sums::TwoPrinted };
        Solution {
            gross: gross.amount,
            net: Some(net),
            vat: Some(vat),
            gross_at: gross.best,
            net_at: net_at.and_then(|i| {
                let value = &self.values[i];
                value.as_net.0.filter(|_| value.as_net.1 > 0.0).or(value.best)
            }),
            vat_at: vat_at.and_then(|i| self.values[i].best),
            rows,
            outside,
            proof,
            rate_fits,
            rows_fit,
            score,
            gross_label: label_of(gross),
            ..Solution::default()
        }
    }

    /// Rows of which one is missing or misread: the rest of net and VAT is the missing one, when a legal rate fits it.
    fn completed(&self, net: Amount, vat: Amount) -> Option<Vec<VatRow>> {
        self.choices.iter().filter(|rows| rows.iter().all(|r| r.proof > 0 && r.sure)).find_map(
            |rows| {
                let base: Amount = rows.iter().map(|r| r.base).sum::<Option<Amount>>()?;
                let rest_vat = vat - rows.iter().map(|r| r.vat).sum();
                let rest = net - base;
                let small = Amount::from_cents(20);
                if rest_vat < small || rest <= rest_vat || !self.by_amount.contains_key(&rest_vat) {
                    return None;
                }
                let rate = self.legal.iter().find(|r| {
                    fits_rate(rest, **r, rest_vat, 1) && !rows.iter().any(|row| row.rate == **r)
                })?;
                let mut rows = rows.clone();
                rows.push(VatRow {
                    rate: *rate,
                    base: Some(rest),
                    vat: rest_vat,
                    proof: 1,
                    sure: true,
                    row: usize::MAX,
                });
                Some(rows)
            },
        )
    }

    /// True when a subtotal and one charge or discount come to this amount.
    fn is_net_with_charges(&self, gross: Amount) -> bool {
        let with =
            |f: fn(&Roles) -> f32| self.values.iter().filter(move |v| f(&v.roles) >= 0.9).take(12);
        with(|r| r.net).any(|net| {
            with(|r| r.adjustment)
                .any(|a| net.amount + a.amount == gross || net.amount - a.amount == gross)
        })
    }

    /// How unlikely a VAT amount is that no single rate explains.
    fn strangeness(net: Amount, vat: Amount) -> f32 {
        if net.is_zero() {
            return 5.0;
        }
        let share = vat.0 / net.0 * Decimal::ONE_HUNDRED;
        if share > Decimal::from(27) || share < Decimal::from(2) { 4.0 } else { 1.2 }
    }

    /// True for an amount that is printed as outside VAT or at 0 %, alone or as a sum of two.
    fn is_outside(&self, amount: Amount) -> bool {
        let free: Vec<Amount> = self
            .values
            .iter()
            .filter(|v| v.roles.outside >= 0.5)
            .map(|v| v.amount)
            .chain(
                self.choices.iter().flatten().filter(|r| r.rate.is_zero()).filter_map(|r| r.base),
            )
            .take(40)
            .collect();
        free.contains(&amount)
            || free.iter().enumerate().any(|(i, a)| free[i + 1..].iter().any(|b| *a + *b == amount))
    }

    /// A printed amount that is the base of `vat`, not more than `most`.
    fn base_for(&self, rate: Decimal, vat: Amount, most: Amount) -> Option<Amount> {
        self.values
            .iter()
            .filter(|v| v.amount.abs() <= most.abs() && fits_rate(v.amount, rate, vat, 1))
            .filter(|v| {
                v.roles.net >= 0.5 || v.roles.base >= 0.5 || self.is_outside(most - v.amount)
            })
            .map(|v| v.amount)
            .next()
    }

    /// Fills unknown bases with printed amounts, or solves them from the net total; true when they add up to it.
    fn fill_bases(&self, rows: &mut [VatRow], net: Amount) -> bool {
        let mut filled: Vec<VatRow> = rows.to_vec();
        for row in &mut filled {
            if row.base.is_none() {
                row.base = self
                    .values
                    .iter()
                    .find(|v| {
                        fits_rate(v.amount, row.rate, row.vat, 1) && v.amount.abs() > row.vat.abs()
                    })
                    .map(|v| v.amount);
            }
        }
        if filled.iter().all(|r| r.base.is_some())
            && filled.iter().filter_map(|r| r.base).sum::<Amount>() == net
        {
            rows.clone_from_slice(&filled);
            return true;
        }
        // The highest rate gives its base most exactly; the last one gets the rest.
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| rows[*b].rate.cmp(&rows[*a].rate));
        let mut rest = net;
        for (position, &i) in order.iter().enumerate() {
            let row = &filled[i];
            if row.rate.is_zero() {
                return false;
            }
            let computed = Amount(row.vat.0 * Decimal::ONE_HUNDRED / row.rate).round_cents();
            if position + 1 == order.len() {
                if !fits_rate(rest, row.rate, row.vat, 2) {
                    return false;
                }
                filled[i].base = Some(rest);
            } else {
                // The base is only known to some cents; that is said by the missing proof.
                filled[i].base = filled[i].base.or(Some(computed));
                rest = rest - filled[i].base.unwrap_or(computed);
            }
        }
        rows.clone_from_slice(&filled);
        true
    }
}

/// Printed amounts of which one is the VAT of the other at a printed rate, wherever they stand: told in sentences, or one
/// under the other.
pub(super) fn apart(values: &[Value], printed: &[Decimal], legal: &[Decimal]) -> Vec<VatRow> {
    const MOST: usize = 20;
    let mut rates: Vec<Decimal> = printed
        .iter()
        .map(Decimal::normalize)
        .filter(|r| !r.is_zero() && legal.contains(r))
        .collect();
    rates.sort_unstable();
    rates.dedup();
    let mut found = Vec::new();
    let taxes = values.iter().filter(|v| v.roles.vat >= 0.5 && !v.amount.is_zero());
    for vat in taxes.take(MOST) {
        for rate in &rates {
            let bases = values.iter().filter(|base| {
                base.amount.abs() > vat.amount.abs()
                    && base.roles.vat < 0.5
                    && fits_rate(base.amount, *rate, vat.amount, 1)
            });
            found.extend(bases.take(MOST).map(|base| VatRow {
                rate: *rate,
                base: Some(base.amount),
                vat: vat.amount,
                proof: 1,
                sure: true,
                row: usize::MAX,
            }));
        }
    }
    found.truncate(MOST);
    found
}

fn label_of(value: &Value) -> f32 {
    let r = &value.roles;
    (r.gross.max(r.payable).max(r.total * 0.8) - r.decoy).max(0.0)
}
