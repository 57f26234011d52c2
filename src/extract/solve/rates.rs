//! VAT rates that the law knows, by country and date.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// A rate, per mille, in force from the first date to the last.
struct LegalRate {
    country: &'static str,
    per_mille: i64,
    from: &'static str,
    until: &'static str,
}

const fn rate(
    country: &'static str,
    per_mille: i64,
    from: &'static str,
    until: &'static str,
) -> LegalRate {
    LegalRate {
        country,
        per_mille,
        from,
        until,
    }
}

const START: &str = "2000-01-01";
const OPEN: &str = "9999-12-31";

/// Rates above 0. Dutch ones: Wet op de omzetbelasting 1968, art. 9, with its changes of 2012-10-01 and 2019-01-01
/// (near a change both occur, so the old one runs a year longer); German ones: § 12 UStG with the lowering of the
/// second half of 2020; others as the Commission's "Taxes in Europe" database lists them.
const RATES: &[LegalRate] = &[
    rate("NL", 210, "2012-10-01", OPEN),
    rate("NL", 190, START, "2013-09-30"),
    rate("NL", 90, "2019-01-01", OPEN),
    rate("NL", 60, START, "2019-12-31"),
    rate("BE", 210, START, OPEN),
    rate("BE", 120, START, OPEN),
    rate("BE", 60, START, OPEN),
    rate("DE", 190, "2007-01-01", OPEN),
    rate("DE", 70, START, OPEN),
    rate("DE", 160, "2020-07-01", "2021-06-30"),
    rate("DE", 50, "2020-07-01", "2021-06-30"),
    rate("FR", 200, "2014-01-01", OPEN),
    rate("FR", 196, START, "2014-12-31"),
    rate("FR", 100, "2014-01-01", OPEN),
    rate("FR", 70, "2012-01-01", "2014-12-31"),
    rate("FR", 55, START, OPEN),
    rate("FR", 21, START, OPEN),
    rate("LU", 170, "2015-01-01", OPEN),
    rate("LU", 160, "2023-01-01", "2023-12-31"),
    rate("LU", 140, "2015-01-01", OPEN),
    rate("LU", 80, "2015-01-01", OPEN),
    rate("LU", 30, START, OPEN),
    rate("AT", 200, START, OPEN),
    rate("AT", 130, "2016-01-01", OPEN),
    rate("AT", 100, START, OPEN),
    rate("IE", 230, "2012-01-01", OPEN),
    rate("IE", 135, START, OPEN),
    rate("IE", 90, "2011-07-01", OPEN),
    rate("GB", 200, "2011-01-04", OPEN),
    rate("GB", 50, START, OPEN),
    rate("CH", 81, "2024-01-01", OPEN),
    rate("CH", 77, "2018-01-01", "2024-12-31"),
    rate("CH", 26, "2024-01-01", OPEN),
    rate("CH", 25, "2018-01-01", "2024-12-31"),
    rate("ES", 210, "2012-09-01", OPEN),
    rate("ES", 100, "2012-09-01", OPEN),
    rate("IT", 220, "2013-10-01", OPEN),
    rate("IT", 100, START, OPEN),
    rate("PL", 230, START, OPEN),
    rate("PL", 80, START, OPEN),
    rate("DK", 250, START, OPEN),
    rate("SE", 250, START, OPEN),
    rate("SE", 120, START, OPEN),
];

/// The rates of a country at a date, or of any country and any time where those are not known.
pub(crate) fn legal_rates(country: Option<&str>, date: Option<Date>) -> Vec<Decimal> {
    let date = date.map(|d| d.to_string());
    let known = country.is_some_and(|c| RATES.iter().any(|r| r.country == c));
    let mut rates: Vec<Decimal> = RATES
        .iter()
        .filter(|r| !known || country == Some(r.country))
        .filter(|r| date.as_deref().is_none_or(|d| r.from <= d && d <= r.until))
        .map(|r| Decimal::new(r.per_mille, 1).normalize())
        .collect();
    rates.sort_unstable_by(|a, b| b.cmp(a));
    rates.dedup();
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(country: &str, date: &str) -> Vec<String> {
        legal_rates(Some(country), Some(date.parse().unwrap()))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn rates_have_their_times() {
        assert_eq!(at("NL", "2012-01-01"), ["19", "6"]);
        assert_eq!(at("NL", "2026-03-01"), ["21", "9"]);
        assert_eq!(at("DE", "2020-08-01"), ["19", "16", "7", "5"]);
        assert_eq!(at("FR", "2026-03-01"), ["20", "10", "5.5", "2.1"]);
        assert!(legal_rates(None, None).len() > 10);
    }
}
