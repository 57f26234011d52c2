//! How an administration uses its own VAT codes and accounts, and how its suppliers number their invoices.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
    /// Lines with a code.
    coded: Tally,
    numbers: BTreeMap<String, Vec<String>>,
    /// For each of a supplier's latest bookings: the account that has a part of it without VAT code beside parts with one, and
    /// its share of what was owed.
    parts: BTreeMap<String, Vec<Option<(String, Decimal)>>>,
    /// What was owed with each of a supplier's latest bookings.
    owed_to: BTreeMap<String, Vec<Amount>>,
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
            let before = self.owed_to.entry(supplier.to_owned()).or_default();
            before.extend((!owed.is_zero()).then_some(owed));
            if before.len() > NUMBERS {
                before.remove(0);
            }
            // a lesson has no such lines
            if !others.is_empty() {
                let (coded, bare): (Vec<_>, Vec<_>) =
                    lines.iter().partition(|line| line.vat_code.is_some());
                // of what is private no VAT is deducted, and of the rest all
                let net: Amount = coded.iter().map(|line| line.net).sum();
                let vat: Amount =
                    others.iter().filter(|other| other.is_vat).map(|other| other.amount).sum();
                let is_whole = invoice::vat_rates::dutch()
                    .any(|rate| net.percent(rate.percent).is_within_cents(vat, 2));
                let parts = self.parts.entry(supplier.to_owned()).or_default();
                parts.push(match bare[..] {
                    [part] if !coded.is_empty() && is_whole => {
                        let share = part.net.abs().0.checked_div(owed.0);
                        share.map(|share| (part.account.clone(), share))
                    }
                    _ => None,
                });
                if parts.len() > NUMBERS {
                    parts.remove(0);
                }
            }
        }
        let is_refund = lines.iter().map(|line| line.net).sum::<Amount>().is_negative();
        for other in others {
            if !other.is_vat {
                *self.creditors.entry(other.account.clone()).or_default() += 1;
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
        {
            let sums = self.charged.entry((*first).to_owned()).or_default();
            sums.0 = sums.0 + lines.iter().map(|line| line.net).sum();
            let vat = others.iter().filter(|other| other.is_vat).map(|other| other.amount);
            sums.1 = sums.1 + vat.sum();
        }
        if let (Some(supplier), Some(number)) = (supplier, number) {
            let numbers = self.numbers.entry(supplier.to_owned()).or_default();
            numbers.push(number.to_owned());
            if numbers.len() > NUMBERS {
                numbers.remove(0);
            }
        }
    }

    /// The account of creditors.
    pub fn creditors(&self) -> Option<&str> {
        most(&self.creditors)
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
        let alike = parts.iter().filter(is_same).count();
        let is_usual = alike >= SHARES && alike * 10 >= parts.len() * 8;
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

    /// The latest numbers of each supplier's invoices.
    pub fn all_numbers(&self) -> impl Iterator<Item = &[String]> {
        self.numbers.values().map(Vec::as_slice)
    }

    /// The latest numbers of a supplier's invoices, the oldest first.
    pub fn numbers(&self, supplier: &str) -> &[String] {
        self.numbers.get(supplier).map_or(&[], Vec::as_slice)
    }
}

/// The most used account; of equals the first.
fn most(tally: &Tally) -> Option<&str> {
    let most = tally.iter().max_by_key(|(account, times)| (*times, std::cmp::Reverse(*account)));
    most.map(|(account, _)| account.as_str())
}
