//! VAT rates that the law knows, by country and date.

use jiff::civil::Date;
use rust_decimal::Decimal;

use invoice::vat_rates;

/// The rates of a country at a date, or of any country and any time where those are not known.
pub(crate) fn legal_rates(country: Option<&str>, date: Option<Date>) -> Vec<Decimal> {
    let all = vat_rates::all();
    let country = country.filter(|country| all.iter().any(|rate| rate.country == *country));
    let mut rates: Vec<Decimal> = all
        .iter()
        .filter(|rate| country.is_none_or(|country| rate.country == country))
        .filter(|rate| date.is_none_or(|day| rate.is_seen_on(day)))
        .map(|rate| rate.percent)
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
