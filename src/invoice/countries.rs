//! Countries: membership of the EU, postcodes, currencies.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::facts::table;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Countries {
    eu: BTreeMap<String, Member>,
    postcode_digits: BTreeMap<String, Vec<String>>,
    currency: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    since: Date,
    until: Option<Date>,
    #[serde(default)]
    goods_only: bool,
}

static TABLE: LazyLock<Countries> = LazyLock::new(|| table(include_str!("facts/countries.toml")));

/// How far a country is of the EU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// A member state.
    Full,
    /// For goods only: Northern Ireland.
    Goods,
}

/// How far a country is of the EU for VAT, on a day or, without one, as things stand. By its code, or as its VAT identifiers
/// begin.
pub fn eu(country: &str, day: Option<Date>) -> Option<Membership> {
    let member = TABLE.eu.get(country)?;
    let is_one = match day {
        Some(day) => day >= member.since && member.until.is_none_or(|until| day <= until),
        None => member.until.is_none(),
    };
    is_one.then_some(if member.goods_only { Membership::Goods } else { Membership::Full })
}

/// Whether postcodes of so many digits and nothing else may be of this country; `None` where no country has such.
pub fn has_postcodes_of(country: &str, digits: usize) -> Option<bool> {
    let countries = TABLE.postcode_digits.get(&digits.to_string())?;
    Some(countries.iter().any(|known| known == country))
}

/// The currency of a country (ISO 4217), where it is listed.
pub fn currency_of(country: &str) -> Option<&'static str> {
    TABLE.currency.get(country).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{COUNTRIES, CURRENCIES, VAT_PREFIXES};
    use jiff::civil::date;

    #[test]
    fn members_have_their_times() {
        assert_eq!(eu("NL", None), Some(Membership::Full));
        assert_eq!(eu("EL", None), eu("GR", None));
        assert_eq!(eu("XI", None), Some(Membership::Goods));
        assert_eq!(eu("GB", None), None);
        assert_eq!(eu("GB", Some(date(2020, 12, 31))), Some(Membership::Full));
        assert_eq!(eu("GB", Some(date(2021, 1, 1))), None);
        assert_eq!(eu("HR", Some(date(2013, 6, 30))), None);
        assert_eq!(eu("CH", None), None);
        let now = TABLE.eu.iter().filter(|(_, m)| m.until.is_none() && !m.goods_only);
        assert_eq!(now.count(), 27 + 1, "Greece has two codes");
    }

    #[test]
    fn codes_are_codes() {
        assert!(TABLE.eu.keys().all(|code| VAT_PREFIXES.has(code)));
        let mut of_postcodes = TABLE.postcode_digits.values().flatten();
        assert!(of_postcodes.all(|code| VAT_PREFIXES.has(code)));
        for (country, currency) in &TABLE.currency {
            assert!(COUNTRIES.has(country) && CURRENCIES.has(currency), "{country}");
        }
        assert_eq!(has_postcodes_of("DE", 5), Some(true));
        assert_eq!(has_postcodes_of("BE", 5), Some(false));
        assert_eq!(has_postcodes_of("BE", 6), None);
    }
}
