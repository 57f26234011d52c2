//! VAT rates, by country and day of supply.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::facts::table;

/// A kind of rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateKind {
    /// General rate (algemeen tarief).
    General,
    /// Reduced rate; in the Netherlands that of table I (verlaagd tarief).
    Low,
}

/// A rate and the days of supply for which it holds.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatRate {
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Per cent.
    pub percent: Decimal,
    /// Which rate.
    pub kind: RateKind,
    /// First day, unless it is older than the invoices that are read.
    pub from: Option<Date>,
    /// Last day, when it has passed.
    pub until: Option<Date>,
    seen_until: Option<Date>,
}

impl VatRate {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.has_begun(day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether invoices of a day may have it: near a change both rates occur.
    pub fn is_seen_on(&self, day: Date) -> bool {
        let last = self.seen_until.or(self.until);
        self.has_begun(day) && last.is_none_or(|last| day <= last)
    }

    fn has_begun(&self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rates {
    rates: Vec<VatRate>,
    general: BTreeMap<String, Decimal>,
}

static TABLE: LazyLock<Rates> = LazyLock::new(|| table(include_str!("facts/vat_rates.toml")));

/// All rates above 0 of the countries whose rates are known.
pub fn all() -> &'static [VatRate] {
    &TABLE.rates
}

/// The Dutch rates, the likeliest first.
pub fn dutch() -> impl Iterator<Item = &'static VatRate> {
    all().iter().filter(|rate| rate.country == "NL")
}

/// The general rate of a country as things stand, per cent.
pub fn general(country: &str) -> Option<Decimal> {
    let held = all().iter().find(|rate| {
        rate.country == country && rate.kind == RateKind::General && rate.until.is_none()
    });
    held.map(|rate| rate.percent).or_else(|| TABLE.general.get(country).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::COUNTRIES;
    use jiff::civil::date;

    #[test]
    fn one_general_rate_holds_at_a_time() {
        for rate in all() {
            assert!(COUNTRIES.has(&rate.country), "{rate:?}");
            assert!(rate.percent > Decimal::ZERO && rate.percent.scale() <= 1);
            assert!(rate.until >= rate.from || rate.until.is_none(), "{rate:?}");
            assert!(rate.seen_until.is_none() || rate.seen_until > rate.until, "{rate:?}");
        }
        for day in [date(2012, 9, 30), date(2012, 10, 1), date(2019, 1, 1), date(2026, 6, 1)] {
            for kind in [RateKind::General, RateKind::Low] {
                let held = dutch().filter(|rate| rate.kind == kind && rate.holds_on(day));
                assert_eq!(held.count(), 1, "{day} {kind:?}");
            }
        }
        assert_eq!(general("LT"), Some(Decimal::from(21)));
        assert_eq!(general("DE"), Some(Decimal::from(19)));
        assert_eq!(general("US"), None);
    }
}
