//! Exact money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::Lang;

/// An amount of money in the document's currency, exact decimal, printed with at least two decimals.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Amount(pub Decimal);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// An amount of whole cents.
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// Rounded to cents, half a cent away from zero as the Belastingdienst prescribes.
    #[must_use]
    pub fn round_cents(self) -> Self {
        Self(self.0.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    /// `rate` per cent of this amount, rounded to cents.
    #[must_use]
    pub fn percent(self, rate: Decimal) -> Self {
        Self(self.0 * rate / Decimal::ONE_HUNDRED).round_cents()
    }

    /// Without sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// True for 0.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// True below 0.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// For a person: 1.234,56 in Dutch, 1,234.56 in English.
    pub fn shown(self, lang: Lang) -> String {
        let plain = self.to_string();
        let (sign, digits) =
            plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
        let (mark, point) = lang.pick(('.', ','), (',', '.'));
        let mut shown = sign.to_owned();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                shown.push(mark);
            }
            shown.push(digit);
        }
        shown.push(point);
        shown + decimals
    }

    /// True when the two differ by at most `cents`.
    pub fn is_within_cents(self, other: Self, cents: i64) -> bool {
        (self.0 - other.0).abs() <= Decimal::new(cents, 2)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut value = self.0.normalize();
        if value.is_zero() {
            value = Decimal::ZERO; // never "-0.00"
        }
        if value.scale() < 2 {
            value.rescale(2);
        }
        write!(f, "{value}")
    }
}

impl FromStr for Amount {
    type Err = rust_decimal::Error;

    /// Reads the plain notation of XML and JSON: digits, an optional point and sign.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Decimal::from_str(text.trim()).map(Self)
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_two_decimals_or_more() {
        for (text, shown) in [
            ("100", "100.00"),
            ("0.5", "0.50"),
            ("-0", "0.00"),
            ("1.23456", "1.23456"),
            ("-12.30", "-12.30"),
        ] {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn people_see_their_own_marks() {
        for (cents, nl, en) in [
            (123_456, "1.234,56", "1,234.56"),
            (-1_234_567_890, "-12.345.678,90", "-12,345,678.90"),
            (-50, "-0,50", "-0.50"),
            (99_900, "999,00", "999.00"),
        ] {
            let amount = Amount::from_cents(cents);
            assert_eq!((amount.shown(Lang::Nl), amount.shown(Lang::En)), (nl.into(), en.into()));
        }
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        assert_eq!(Amount::from_cents(3750).percent(Decimal::from(21)), Amount::from_cents(788));
        assert_eq!(Amount::from_cents(-3750).percent(Decimal::from(21)), Amount::from_cents(-788));
        assert_eq!(Amount::from_cents(5000).percent(Decimal::from(21)), Amount::from_cents(1050));
    }
}
