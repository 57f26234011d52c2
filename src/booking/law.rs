//! Dutch VAT law as data with dates: rates and their switches, boxes of the return, VAT codes.
//!
//! Sources: Wet op de omzetbelasting 1968 (art. 9, tables I and II; art. 12 reverse charge; art. 15 deduction; art. 25
//! small businesses), Besluit uitsluiting aftrek omzetbelasting 1968, the return form of the Belastingdienst. What holds
//! from when stands in the tables; code only looks things up.

use std::fmt;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use invoice::vat_rates::RateKind;
use invoice::{countries, vat_rates};

/// Lodging (logies) left table I: 9 % until the day before, the general rate from then on; camping pitches and breakfast
/// supplied separately stay low (Belastingplan 2025).
pub(crate) const LODGING_GENERAL_FROM: Date = date(2026, 1, 1);

/// Invoices were rightly issued at the old rate this long after a switch: by the 15th of the next month (art. 34g Wet OB),
/// and longer by those who invoice monthly; within it a rate is doubtful, not wrong, days.
pub(crate) const SWITCH_DAYS: i64 = 46;

/// What a printed rate is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RateOn {
    /// It holds.
    Holds(RateKind),
    /// It is the rate before or after a switch that is near: the supply date decides.
    NearSwitch(RateKind),
    /// It was or will be a Dutch rate, but not on this day.
    OtherTime(RateKind),
    /// It never was one.
    Never,
}

/// What a rate is on the day of supply.
pub(crate) fn rate_on(percent: Decimal, day: Date) -> RateOn {
    let mut found = RateOn::Never;
    for rate in vat_rates::dutch().filter(|rate| rate.percent == percent) {
        if rate.holds_on(day) {
            return RateOn::Holds(rate.kind);
        }
        let is_near =
            |from: Date, to: Date| (0..=SWITCH_DAYS).contains(&i64::from((to - from).get_days()));
        let near = rate.until.is_some_and(|until| is_near(until, day))
            || rate.from.is_some_and(|from| is_near(day, from));
        found = if near { RateOn::NearSwitch(rate.kind) } else { RateOn::OtherTime(rate.kind) };
    }
    found
}

/// The rate of a kind on a day of supply, per cent; before the table begins its first.
pub fn rate(kind: RateKind, day: Date) -> Decimal {
    let of_kind = || vat_rates::dutch().filter(move |rate| rate.kind == kind);
    let held = of_kind().find(|rate| rate.holds_on(day));
    let first = || of_kind().min_by_key(|rate| rate.from);
    held.or_else(first).map_or(Decimal::ZERO, |rate| rate.percent)
}

/// True for a member state of the EU, and for Northern Ireland, which counts as one for goods.
pub(crate) fn is_eu(country: &str) -> bool {
    countries::eu(country, None).is_some()
}

/// A box (rubriek) of the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rubriek {
    /// Supplies at the general rate.
    #[serde(rename = "1a")]
    R1a,
    /// Supplies at the low rate.
    #[serde(rename = "1b")]
    R1b,
    /// Supplies at other rates.
    #[serde(rename = "1c")]
    R1c,
    /// Private use.
    #[serde(rename = "1d")]
    R1d,
    /// Supplies at 0 % or whose VAT is reverse-charged to the buyer.
    #[serde(rename = "1e")]
    R1e,
    /// Received with domestic reverse charge.
    #[serde(rename = "2a")]
    R2a,
    /// Supplies to countries outside the EU.
    #[serde(rename = "3a")]
    R3a,
    /// Supplies to countries in the EU.
    #[serde(rename = "3b")]
    R3b,
    /// Distance sales and installation in the EU.
    #[serde(rename = "3c")]
    R3c,
    /// Received from countries outside the EU.
    #[serde(rename = "4a")]
    R4a,
    /// Received from countries in the EU.
    #[serde(rename = "4b")]
    R4b,
    /// Input VAT (voorbelasting).
    #[serde(rename = "5b")]
    R5b,
}

impl fmt::Display for Rubriek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::R1a => "1a",
            Self::R1b => "1b",
            Self::R1c => "1c",
            Self::R1d => "1d",
            Self::R1e => "1e",
            Self::R2a => "2a",
            Self::R3a => "3a",
            Self::R3b => "3b",
            Self::R3c => "3c",
            Self::R4a => "4a",
            Self::R4b => "4b",
            Self::R5b => "5b",
        })
    }
}

/// A VAT code: how a line stands in the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum VatCode {
    /// Purchase at the general rate.
    InputHigh,
    /// Purchase at the low rate.
    InputLow,
    /// Purchase at a rate that no table knows.
    InputOther,
    /// Purchase with domestic reverse charge, general rate.
    ReverseHigh,
    /// Purchase with domestic reverse charge, low rate.
    ReverseLow,
    /// Purchase from the EU, general rate.
    EuHigh,
    /// Purchase from the EU, low rate.
    EuLow,
    /// Service from outside the EU, or import with an article 23 licence, general rate.
    NonEuHigh,
    /// The same at the low rate.
    NonEuLow,
    /// Purchase without VAT.
    InputNone,
    /// Purchase with Dutch VAT that is not deducted.
    NotDeductible,
    /// Purchase with the VAT of another country.
    Foreign,
    /// Sale at the general rate.
    SaleHigh,
    /// Sale at the low rate.
    SaleLow,
    /// Sale at another rate.
    SaleOther,
    /// Sale at 0 % or with reverse charge.
    SaleZero,
    /// Sale to the EU.
    SaleEu,
    /// Sale outside the EU.
    SaleExport,
    /// Exempt sale, or one under the small businesses or the margin scheme.
    SaleNone,
}

/// Every code with the name that dizzy gives it and the box of its base.
const CODES: [(VatCode, &str, Option<Rubriek>); 19] = [
    (VatCode::InputHigh, "IH", None),
    (VatCode::InputLow, "IL", None),
    (VatCode::InputOther, "IO", None),
    (VatCode::ReverseHigh, "IVH", Some(Rubriek::R2a)),
    (VatCode::ReverseLow, "IVL", Some(Rubriek::R2a)),
    (VatCode::EuHigh, "IEH", Some(Rubriek::R4b)),
    (VatCode::EuLow, "IEL", Some(Rubriek::R4b)),
    (VatCode::NonEuHigh, "IBH", Some(Rubriek::R4a)),
    (VatCode::NonEuLow, "IBL", Some(Rubriek::R4a)),
    (VatCode::InputNone, "IG", None),
    (VatCode::NotDeductible, "IN", None),
    (VatCode::Foreign, "IX", None),
    (VatCode::SaleHigh, "VH", Some(Rubriek::R1a)),
    (VatCode::SaleLow, "VL", Some(Rubriek::R1b)),
    (VatCode::SaleOther, "VO", Some(Rubriek::R1c)),
    (VatCode::SaleZero, "V0", Some(Rubriek::R1e)),
    (VatCode::SaleEu, "VE", Some(Rubriek::R3b)),
    (VatCode::SaleExport, "VX", Some(Rubriek::R3a)),
    (VatCode::SaleNone, "VV", None),
];

impl VatCode {
    /// The codes of purchases.
    pub fn purchases() -> impl Iterator<Item = Self> {
        let codes = CODES.iter().map(|(code, ..)| *code);
        codes.take_while(|code| *code != Self::SaleHigh)
    }

    /// The name that dizzy gives it.
    pub fn name(self) -> &'static str {
        CODES.iter().find(|(code, ..)| *code == self).map_or("", |(_, name, _)| name)
    }

    /// The code of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        CODES.iter().find(|(_, known, _)| *known == name).map(|(code, ..)| *code)
    }

    /// The box in which the amount without VAT is declared.
    pub(crate) fn base_box(self) -> Option<Rubriek> {
        CODES.iter().find(|(code, ..)| *code == self).and_then(|(.., rubriek)| *rubriek)
    }

    /// The buyer owes the VAT itself, at this kind of rate.
    pub fn self_assessed(self) -> Option<RateKind> {
        match self {
            Self::ReverseHigh | Self::EuHigh | Self::NonEuHigh => Some(RateKind::General),
            Self::ReverseLow | Self::EuLow | Self::NonEuLow => Some(RateKind::Low),
            _ => None,
        }
    }

    /// VAT on the invoice can be deducted.
    pub fn is_input(self) -> bool {
        matches!(self, Self::InputHigh | Self::InputLow | Self::InputOther)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (percent, at, expected) in [
            (19, "2012-09-30", RateOn::Holds(RateKind::General)),
            (21, "2012-10-01", RateOn::Holds(RateKind::General)),
            (21, "2012-09-20", RateOn::NearSwitch(RateKind::General)),
            (19, "2012-10-15", RateOn::NearSwitch(RateKind::General)),
            (19, "2020-10-15", RateOn::OtherTime(RateKind::General)),
            (6, "2018-12-31", RateOn::Holds(RateKind::Low)),
            (6, "2019-01-31", RateOn::NearSwitch(RateKind::Low)),
            (6, "2026-01-01", RateOn::OtherTime(RateKind::Low)),
            (9, "2019-01-01", RateOn::Holds(RateKind::Low)),
            (9, "2017-01-01", RateOn::OtherTime(RateKind::Low)),
            (20, "2026-01-01", RateOn::Never),
        ] {
            assert_eq!(rate_on(Decimal::from(percent), day(at)), expected, "{percent} {at}");
        }
        assert_eq!(rate(RateKind::General, day("2012-09-30")), Decimal::from(19));
        assert_eq!(rate(RateKind::Low, day("2026-06-01")), Decimal::from(9));
    }

    #[test]
    fn names_of_codes_are_one_to_one() {
        for (code, name, _) in CODES {
            assert_eq!(VatCode::of_name(name), Some(code));
            assert_eq!(code.name(), name);
        }
    }
}
