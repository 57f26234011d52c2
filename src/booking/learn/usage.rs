//! How an administration uses its own VAT codes and accounts, and how its suppliers number their invoices.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::super::law::RateKind;
use super::entry::{BookedLine, OtherLine, VatCode};
use invoice::Amount;

/// Numbers that are kept of a supplier, the latest.
const NUMBERS: usize = 24;

/// Bookings with one share that make it the usual one.
const SHARES: usize = 3;

/// How often each of some accounts was used.
type Tally = BTreeMap<String, u32>;

/// What bookings tell beside costs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// The VAT codes that the files list.
    pub codes: Vec<VatCode>,
    /// The last day of the periods that auditfiles have.
    pub until: Option<Date>,
    creditors: Tally,
    /// By VAT code, "" where none is told; deducted.
    claimed: BTreeMap<String, Tally>,
    /// The same; owed.
    owed: BTreeMap<String, Tally>,
    /// What was booked with a code where it was the only one: without VAT, and the VAT.
    charged: BTreeMap<String, (Amount, Amount)>,
    /// The same, for each of the latest: the rate and the part of its VAT that was deducted, where that was not all.
    deducted_by: BTreeMap<String, Vec<Option<(RateKind, Decimal)>>>,
    /// Lines with a code.
    coded: Tally,
    numbers: BTreeMap<String, Vec<String>>,
    /// All numbers of a supplier's invoices that auditfiles have, letters and digits.
    booked: BTreeMap<String, BTreeSet<String>>,
    /// For each of a supplier's latest bookings: the account that has a part of it without VAT code beside parts with one, and
    /// its share of what was owed.
    parts: BTreeMap<String, Vec<Option<(String, Decimal)>>>,
    /// What was owed with each of a supplier's latest bookings.
    owed_to: BTreeMap<String, Vec<Amount>>,
    /// On which account a supplier is owed.
    creditors_of: BTreeMap<String, Tally>,
    /// For each of a supplier's latest bookings: the share of its VAT that was deducted, where that was not all.
    deducted: BTreeMap<String, Vec<Option<Decimal>>>,
}

impl Usage {
    /// Nothing booked yet, with the VAT codes that the files list and the last day of their periods.
    pub fn with(codes: Vec<VatCode>, until: Option<Date>) -> Self {
        Self { codes, until, ..Self::default() }
    }

    /// Adds a booking; those of a supplier come with the oldest first.
    pub fn add(
        &mut self,
        supplier: Option<&str>,
        lines: &[BookedLine],
        others: &[OtherLine],
        number: Option<&str>,
    ) {
        if let Some(supplier) = supplier {
            let owed = others.iter().filter(|other| !other.is_vat).map(|other| other.amount);
            let owed = owed.sum::<Amount>().abs();
            if !owed.is_zero() {
                push(&mut self.owed_to, supplier, owed);
            }
            // a lesson has no such lines
            if !others.is_empty() {
                let vat = others.iter().filter(|other| other.is_vat).map(|other| other.amount);
                let part = deducted_part(vat.sum::<Amount>().abs(), owed);
                push(&mut self.deducted, supplier, part.map(|(_, share)| share));
                // of what is private no VAT is deducted, and of the rest all
                let vat: Amount =
                    others.iter().filter(|other| other.is_vat).map(|other| other.amount).sum();
                let is_private = |part: &&BookedLine| {
                    let rest = lines.iter().filter(|line| line.vat_code != part.vat_code);
                    let net: Amount = rest.clone().map(|line| line.net).sum();
                    let is_alone = rest.clone().count() + 1 == lines.len();
                    let is_coded = rest.clone().all(|line| line.vat_code.is_some());
                    is_alone && is_coded && is_whole(net, vat)
                };
                let mut parts = lines.iter().filter(is_private).filter(|_| lines.len() > 1);
                let part = match (parts.next(), parts.next()) {
                    (Some(part), None) => {
                        let share = part.net.abs().0.checked_div(owed.0);
                        share.map(|share| (part.account.clone(), share))
                    }
                    _ => None,
                };
                push(&mut self.parts, supplier, part);
            }
        }
        let is_refund = lines.iter().map(|line| line.net).sum::<Amount>().is_negative();
        for other in others {
            if !other.is_vat {
                *self.creditors.entry(other.account.clone()).or_default() += 1;
                if let Some(supplier) = supplier {
                    let of = self.creditors_of.entry(supplier.to_owned()).or_default();
                    *of.entry(other.account.clone()).or_default() += 1;
                }
                continue;
            }
            let side = if other.amount.is_negative() == is_refund {
                &mut self.claimed
            } else {
                &mut self.owed
            };
            let code = other.vat_code.clone().unwrap_or_default();
            *side.entry(code).or_default().entry(other.account.clone()).or_default() += 1;
        }
        let codes: Vec<&str> = lines.iter().filter_map(|line| line.vat_code.as_deref()).collect();
        for code in &codes {
            *self.coded.entry((*code).to_owned()).or_default() += 1;
        }
        if let Some((first, rest)) = codes.split_first()
            && codes.len() == lines.len()
            && rest.iter().all(|code| code == first)
            && !others.is_empty()
        {
            let cost: Amount = lines.iter().map(|line| line.net).sum();
            let vat = others.iter().filter(|other| other.is_vat).map(|other| other.amount);
            let vat: Amount = vat.sum();
            let sums = self.charged.entry((*first).to_owned()).or_default();
            *sums = (sums.0 + cost, sums.1 + vat);
            let gross = (cost + vat).abs();
            if gross >= Amount::from_cents(LEAST_CENTS) {
                push(&mut self.deducted_by, first, deducted_part(vat.abs(), gross));
            }
        }
        if let (Some(supplier), Some(number)) = (supplier, number) {
            if !others.is_empty() {
                self.booked.entry(supplier.to_owned()).or_default().insert(plain(number));
            }
            push(&mut self.numbers, supplier, number.to_owned());
        }
    }

    /// The account of creditors.
    pub fn creditors(&self) -> Option<&str> {
        most(&self.creditors)
    }

    /// The account on which a supplier is owed each time, where it has one of its own.
    pub fn creditor_of(&self, supplier: &str) -> Option<&str> {
        let of = self.creditors_of.get(supplier)?;
        let own = most(of)?;
        let is_own = Some(own) != self.creditors();
        (is_own && is_usual(of[own] as usize, of.values().sum::<u32>() as usize)).then_some(own)
    }

    /// The share of the VAT of a supplier that is deducted each time, where that is not all.
    pub fn deducted_share(&self, supplier: &str) -> Option<Decimal> {
        let shares = self.deducted.get(supplier)?;
        let share = shares.iter().rev().flatten().next()?;
        let alike = shares.iter().flatten().filter(|known| *known == share).count();
        is_usual(alike, shares.len()).then_some(*share)
    }

    /// The rate of which a code deducts a part each time, and that part.
    pub fn partly(&self, code: &str) -> Option<(RateKind, Decimal)> {
        let parts = self.deducted_by.get(code)?;
        let part = parts.iter().rev().flatten().next()?;
        is_usual(parts.iter().flatten().filter(|known| *known == part).count(), parts.len())
            .then_some(*part)
    }

    /// The account of VAT that is deducted, or owed, with this code; of any code when it is not known.
    pub fn vat_account(&self, code: Option<&str>, is_owed: bool) -> Option<&str> {
        let side = if is_owed { &self.owed } else { &self.claimed };
        let Some(code) = code else {
            let mut all = Tally::new();
            for (account, times) in side.values().flatten() {
                *all.entry(account.clone()).or_default() += times;
            }
            let account = most(&all)?.to_owned();
            return side
                .values()
                .find_map(|tally| tally.get_key_value(&account))
                .map(|(a, _)| a.as_str());
        };
        side.get(code).and_then(most)
    }

    /// The account on which a supplier's invoices are booked with the same share each time, without VAT, and that share: what
    /// is private.
    pub fn private_share(&self, supplier: &str) -> Option<(&str, Decimal)> {
        let parts = self.parts.get(supplier)?;
        let (account, share) = parts.iter().rev().flatten().next()?;
        let share = share.round_dp(2);
        let is_same = |part: &&Option<(String, Decimal)>| {
            let part = part.as_ref().filter(|(known, _)| known == account);
            part.is_some_and(|(_, known)| (known - share).abs() <= Decimal::new(5, 3))
        };
        let is_usual = is_usual(parts.iter().filter(is_same).count(), parts.len());
        (is_usual && share > Decimal::ZERO && share < Decimal::ONE).then_some((account, share))
    }

    /// The codes that lines were booked with.
    pub fn used(&self) -> impl Iterator<Item = &str> {
        self.coded.keys().map(String::as_str)
    }

    /// Lines that were booked with a code.
    pub fn times(&self, code: &str) -> u32 {
        self.coded.get(code).copied().unwrap_or_default()
    }

    /// The VAT that comes with a code, per cent to one place; `None` where that was never seen.
    pub fn rate(&self, code: &str) -> Option<Decimal> {
        let (net, vat) = self.charged.get(code)?;
        let rate = vat.0.checked_div(net.0)? * Decimal::ONE_HUNDRED;
        Some(rate.round_dp(1).normalize())
    }

    /// What a supplier's invoices come to: the middle one of the latest and the highest, where there are three or more.
    pub fn usual_owed(&self, supplier: &str) -> Option<(Amount, Amount)> {
        let mut amounts = self.owed_to.get(supplier)?.clone();
        amounts.sort_unstable();
        let highest = *amounts.last().filter(|_| amounts.len() >= SHARES)?;
        Some((amounts[amounts.len() / 2], highest))
    }

    /// Whether the auditfiles have an invoice of this number of a supplier.
    pub fn is_booked(&self, supplier: &str, number: &str) -> bool {
        self.booked.get(supplier).is_some_and(|all| all.contains(&plain(number)))
    }

    /// The latest numbers of each supplier's invoices.
    pub fn all_numbers(&self) -> impl Iterator<Item = &[String]> {
        self.numbers.values().map(Vec::as_slice)
    }

    /// The latest numbers of a supplier's invoices, the oldest first.
    pub fn numbers(&self, supplier: &str) -> &[String] {
        self.numbers.get(supplier).map_or(&[], Vec::as_slice)
    }
}

/// The letters and digits of a number.
fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Whether this is the VAT on this at a rate of the law.
fn is_whole(net: Amount, vat: Amount) -> bool {
    !vat.is_zero()
        && invoice::vat_rates::dutch().any(|rate| net.percent(rate.percent).is_within_cents(vat, 2))
}

/// Adds to the latest of a supplier.
fn push<T>(of: &mut BTreeMap<String, Vec<T>>, supplier: &str, one: T) {
    let latest = of.entry(supplier.to_owned()).or_default();
    latest.push(one);
    if latest.len() > NUMBERS {
        latest.remove(0);
    }
}

/// Whether what was done so many times of all is what is done.
fn is_usual(alike: usize, all: usize) -> bool {
    alike >= SHARES && alike * 10 >= all * 8
}

/// Steps of shares of VAT that are deducted.
const STEP: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// How far VAT may be from such a share, for rounding.
const ROUNDING: Decimal = Decimal::from_parts(2, 0, 0, false, 3);
/// Less than this says nothing about shares, cents with VAT.
const LEAST_CENTS: i64 = 1_000;

/// The rate and the part of it that is deducted, where that is not all: a whole number of twentieths.
fn deducted_part(vat: Amount, gross: Amount) -> Option<(RateKind, Decimal)> {
    if gross < Amount::from_cents(LEAST_CENTS) {
        return None;
    }
    let rates = invoice::vat_rates::dutch().filter(|rate| rate.until.is_none());
    rates.filter(|rate| !rate.percent.is_zero()).find_map(|rate| {
        let whole = gross.0 * rate.percent / (Decimal::ONE_HUNDRED + rate.percent);
        let exact = vat.0.checked_div(whole)?;
        let share = ((exact / STEP).round() * STEP).normalize();
        let is_part = share > Decimal::ZERO && share < Decimal::ONE;
        (is_part && (exact - share).abs() <= ROUNDING).then_some((rate.kind, share))
    })
}

/// The most used account; of equals the first.
fn most(tally: &Tally) -> Option<&str> {
    let most = tally.iter().max_by_key(|(account, times)| (*times, std::cmp::Reverse(*account)));
    most.map(|(account, _)| account.as_str())
}
