//! Rows that say how much VAT was charged at one rate.

use rust_decimal::Decimal;

use super::super::candidates::{Candidates, Found, Money};
use super::super::layout::Layout;
use super::super::lexicon::Label;
use super::super::notation::currency_code;
use super::roles::Roles;
use invoice::Amount;

/// Amounts of one row that are combined.
const ROW_AMOUNTS: usize = 8;
/// VAT rows of one document.
const MAX_ROWS: usize = 60;
/// Rows that are chosen from for one rate.
const ROWS_PER_RATE: usize = 5;
/// Choices of rows that are tried.
const MAX_CHOICES: usize = 400;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VatRow {
    pub rate: Decimal,
    /// Taxable amount; `None` where only the VAT is printed.
    pub base: Option<Amount>,
    pub vat: Amount,
    /// How much of it was checked: 0 = only a label, 1 = two amounts fit the rate, 2 = three do.
    pub proof: u8,
    /// It stands in a table or line about VAT, not among lines where numbers happen to fit.
    pub sure: bool,
    pub row: usize,
}

/// True when `vat` is `rate` per cent of `base`, as far as rounding per line or in total allows.
pub(crate) fn fits_rate(base: Amount, rate: Decimal, vat: Amount, slack_cents: i64) -> bool {
    base.percent(rate).is_within_cents(vat, slack_cents)
}

/// The VAT within a gross amount.
pub(crate) fn vat_within(gross: Amount, rate: Decimal) -> Amount {
    Amount(gross.0 * rate / (Decimal::ONE_HUNDRED + rate)).round_cents()
}

/// All rows of the document that look like VAT at one rate.
pub(crate) fn find(
    layout: &Layout<'_>,
    candidates: &Candidates,
    roles: &[Roles],
    legal: &[Decimal],
) -> Vec<VatRow> {
    let mut rows: Vec<VatRow> = Vec::new();
    let mut at = 0;
    let amounts = &candidates.amounts;
    // Whether a row is about VAT.
    let sure = |row: usize, roles: &[Roles]| {
        candidates.row_hits(row).iter().any(|h| h.is(Label::Vat))
            || roles.iter().any(|r| r.vat >= 0.3 || r.base >= 0.5)
    };
    while at < amounts.len() && rows.len() < MAX_ROWS {
        let row = amounts[at].place.row;
        let end = at + amounts[at..].partition_point(|a| a.place.row == row);
        let here: Vec<(&Found<Money>, &Roles)> =
            amounts[at..end].iter().zip(&roles[at..end]).take(ROW_AMOUNTS * 2).collect();
        let known = rows.len();
        rows_in(layout, candidates, row, &here, legal, &mut rows);
        let about_vat = sure(row, &roles[at..end]);
        for found in &mut rows[known..] {
            found.sure = about_vat || found.proof == 2;
        }
        at = end;
    }
    // Rows of one table are about the same.
    for i in 0..rows.len() {
        let beside = |other: &VatRow| other.sure && other.row.abs_diff(rows[i].row) == 1;
        let rated = candidates
            .rates
            .iter()
            .any(|r| r.place.row == rows[i].row && r.value.percent == rows[i].rate);
        if !rows[i].sure && rows[i].proof > 0 && rated && rows.iter().any(beside) {
            rows[i].sure = true;
        }
    }
    rows
}

fn rows_in(
    layout: &Layout<'_>,
    candidates: &Candidates,
    row: usize,
    here: &[(&Found<Money>, &Roles)],
    legal: &[Decimal],
    rows: &mut Vec<VatRow>,
) {
    let about_vat = |row: usize| {
        candidates.row_hits(row).iter().any(|h| h.is_any(&[Label::Vat, Label::ColRate]))
    };
    // A row of nothing but an amount goes with the label that left no room for it.
    let bare = here.len() == 1 && layout.rows[row].words.len() <= here[0].0.place.words.len() + 1;
    // So does a row of nothing but amounts under a row of nothing but labels, as forms have it.
    let only_money = layout.words[layout.rows[row].words.clone()].iter().all(|w| {
        let text = w.word.text.as_str();
        text.bytes().any(|b| b.is_ascii_digit()) || currency_code(text).is_some()
    });
    let labelled = about_vat(row) || ((bare || only_money) && row > 0 && about_vat(row - 1));
    // The rate may stand on the row above, when the label took two lines.
    let mut rates: Vec<(Decimal, bool)> = candidates
        .rates
        .iter()
        .filter(|r| r.place.row == row)
        .map(|r| (r.value.percent, true))
        .collect();
    if rates.is_empty() && labelled && row > 0 && layout.rows[row - 1].page == layout.rows[row].page
    {
        rates.extend(
            candidates
                .rates
                .iter()
                .filter(|r| r.place.row + 1 == row)
                .filter(|_| !here.is_empty() && !has_money(candidates, row - 1))
                .map(|r| (r.value.percent, true)),
        );
    }
    for (amount, _) in here {
        let value = amount.value.amount.0.normalize();
        if amount.value.currency.is_none() && legal.contains(&value) {
            rates.push((value, false));
        }
    }
    rates.dedup();
    // No VAT is that high: misread.
    rates.retain(|(rate, _)| *rate <= Decimal::from(30));
    let money: Vec<(Amount, &Roles)> = here
        .iter()
        .filter(|(a, _)| a.value.is_plausible_total())
        .take(ROW_AMOUNTS)
        .map(|(a, r)| (a.value.amount, *r))
        .collect();
    if rates.is_empty() && legal.len() > 1 {
        // Codes instead of rates ("H", "hoog", "1"): two amounts under heads, proven by a third.
        rates.extend(legal.iter().map(|r| (*r, false)));
        for (rate, _) in &rates {
            if let Some(found) = triple(&money, *rate, 1) {
                push(rows, found, *rate, row);
                return;
            }
        }
        return;
    }
    for (rate, marked) in rates.into_iter().take(6) {
        if rate.is_zero() {
            if labelled && let Some((base, _)) = money.iter().find(|(a, _)| !a.is_zero()) {
                let zero = money.iter().any(|(a, _)| a.is_zero());
                rows.push(VatRow {
                    rate,
                    base: Some(*base),
                    vat: Amount::ZERO,
                    proof: u8::from(zero),
                    sure: false,
                    row,
                });
            } else if money.len() >= 2
                && money.iter().any(|(a, _)| a.is_zero())
                && let Some((base, _)) = money.iter().find(|(a, _)| !a.is_zero())
            {
                rows.push(VatRow {
                    rate,
                    base: Some(*base),
                    vat: Amount::ZERO,
                    proof: 1,
                    sure: false,
                    row,
                });
            }
            continue;
        }
        let money: Vec<(Amount, &Roles)> =
            money.iter().filter(|(a, _)| marked || a.0.normalize() != rate).copied().collect();
        if let Some(found) = triple(&money, rate, 2).or_else(|| pair(&money, rate, marked)) {
            push(rows, found, rate, row);
        } else if marked && labelled {
            // Only the VAT itself: the last amount that is not a base.
            let vat = money.iter().rev().find(|(_, r)| r.base < 0.5);
            if let Some((vat, _)) = vat
                && !vat.is_zero()
            {
                let base = money.iter().find(|(_, r)| r.base >= 0.5).map(|(a, _)| *a);
                if base.is_none() {
                    push(rows, (None, *vat, 0), rate, row);
                }
            }
        }
    }
}

fn has_money(candidates: &Candidates, row: usize) -> bool {
    let first = candidates.amounts.partition_point(|a| a.place.row < row);
    candidates.amounts[first..]
        .iter()
        .take_while(|a| a.place.row == row)
        .any(|a| a.value.is_plausible_total())
}

type Fit = (Option<Amount>, Amount, u8);

fn push(rows: &mut Vec<VatRow>, (base, vat, proof): Fit, rate: Decimal, row: usize) {
    rows.push(VatRow { rate, base, vat, proof, sure: false, row });
}

/// Base, VAT and their sum on one row.
fn triple(money: &[(Amount, &Roles)], rate: Decimal, slack: i64) -> Option<Fit> {
    for (base, _) in money {
        for (vat, _) in money {
            if vat.is_zero() || base.abs() <= vat.abs() || !fits_rate(*base, rate, *vat, slack) {
                continue;
            }
            if money.iter().any(|(gross, _)| *gross == *base + *vat) {
                return Some((Some(*base), *vat, 2));
            }
        }
    }
    None
}

/// Two of base, VAT and gross.
fn pair(money: &[(Amount, &Roles)], rate: Decimal, marked: bool) -> Option<Fit> {
    let least = if marked { 2 } else { 50 };
    for slack in [1, 5] {
        for (i, (base, _)) in money.iter().enumerate() {
            for (j, (vat, _)) in money.iter().enumerate() {
                if i == j || vat.is_zero() || vat.abs() < Amount::from_cents(least) {
                    continue;
                }
                if base.abs() > vat.abs()
                    && base.is_negative() == vat.is_negative()
                    && fits_rate(*base, rate, *vat, slack)
                {
                    return Some((Some(*base), *vat, 1));
                }
            }
        }
        if !marked {
            return None;
        }
    }
    for (gross, _) in money {
        for (vat, _) in money {
            if !vat.is_zero()
                && gross.abs() > vat.abs()
                && vat.abs() >= Amount::from_cents(least)
                && vat_within(*gross, rate).is_within_cents(*vat, 1)
            {
                return Some((Some(*gross - *vat), *vat, 1));
            }
        }
    }
    for (base, _) in money {
        for (gross, _) in money {
            if gross.abs() > base.abs()
                && !base.is_zero()
                && fits_rate(*base, rate, *gross - *base, 1)
            {
                return Some((Some(*base), *gross - *base, 1));
            }
        }
    }
    None
}

/// Choices of at most one row per rate, and all rows of each rate summed; each choice as rows.
pub(crate) fn choices(rows: &[VatRow]) -> Vec<Vec<VatRow>> {
    let mut rates: Vec<Decimal> = rows.iter().map(|r| r.rate).collect();
    rates.sort_unstable();
    rates.dedup();
    rates.truncate(6);
    let mut all: Vec<Vec<VatRow>> = vec![Vec::new()];
    for rate in rates {
        let mut options: Vec<VatRow> = Vec::new();
        let of_rate: Vec<&VatRow> = rows.iter().filter(|r| r.rate == rate).collect();
        for row in &of_rate {
            match options.iter_mut().find(|o| {
                o.vat == row.vat && (o.base == row.base || o.base.is_none() || row.base.is_none())
            }) {
                Some(known) => {
                    if row.proof > known.proof || (known.base.is_none() && row.base.is_some()) {
                        *known = (*row).clone();
                    }
                }
                None => options.push((*row).clone()),
            }
        }
        options.sort_by_key(|o| std::cmp::Reverse((o.proof, o.row)));
        // Lines that show their VAT one by one add up to the total.
        let summed =
            (of_rate.len() > 1 && of_rate.iter().all(|r| r.base.is_some())).then(|| VatRow {
                rate,
                base: Some(of_rate.iter().filter_map(|r| r.base).sum()),
                vat: of_rate.iter().map(|r| r.vat).sum(),
                proof: 0,
                sure: true,
                row: of_rate[0].row,
            });
        options.truncate(ROWS_PER_RATE);
        options.extend(summed);
        let mut next = all.clone();
        for choice in &all {
            for option in &options {
                if next.len() >= MAX_CHOICES {
                    break;
                }
                let mut longer = choice.clone();
                longer.push(option.clone());
                next.push(longer);
            }
        }
        all = next;
    }
    all.retain(|c| !c.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(cents: &[i64]) -> Vec<(Amount, Roles)> {
        cents.iter().map(|c| (Amount::from_cents(*c), Roles::default())).collect()
    }

    #[test]
    fn base_vat_and_gross_are_told_apart_in_any_order() {
        for cents in [[826, 174, 1000], [1000, 826, 174], [174, 826, 1000]] {
            let all = money(&cents);
            let all: Vec<(Amount, &Roles)> = all.iter().map(|(a, r)| (*a, r)).collect();
            assert_eq!(
                triple(&all, Decimal::from(21), 2),
                Some((Some(Amount::from_cents(826)), Amount::from_cents(174), 2))
            );
        }
    }

    #[test]
    fn both_legal_roundings_fit() {
        // 37.50 and 12.50 at 21 %: 7.88 + 2.63 per line, 10.50 on the total.
        let base = Amount::from_cents(5000);
        assert!(fits_rate(base, Decimal::from(21), Amount::from_cents(1051), 1));
        assert!(fits_rate(base, Decimal::from(21), Amount::from_cents(1050), 1));
        assert!(!fits_rate(base, Decimal::from(21), Amount::from_cents(1061), 1));
    }
}
