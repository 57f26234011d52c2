//! What an administration's own VAT codes and accounts mean, by what they are called and how they were used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::cues::Words;
use super::law::{RateKind, VatCode};
use super::learn::{Usage, VatCode as Listed};
use super::{Account, Administration, rgs};

/// What VAT codes and accounts are called; `ledger.toml` says what each list is.
#[derive(Debug, Deserialize)]
struct Called {
    vat_codes: CodeWords,
    /// By RGS code.
    accounts: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeWords {
    partly: Vec<String>,
    not_deductible: Vec<String>,
    foreign: Vec<String>,
    outside_eu: Vec<String>,
    eu: Vec<String>,
    reverse: Vec<String>,
    none: Vec<String>,
    high: Vec<String>,
    low: Vec<String>,
    purchases: Vec<String>,
    sales: Vec<String>,
}

static CALLED: LazyLock<Called> = LazyLock::new(|| {
    toml::from_str(include_str!("facts/ledger.toml"))
        .expect("the table is the program's own, as the tests hold")
});

/// The VAT codes of an administration.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnCodes {
    /// What its codes mean for purchases, and whether they are of VAT that is deducted in part.
    meaning: BTreeMap<String, (VatCode, bool)>,
    /// What it calls a code, the one that it uses most; apart where it is of VAT that is deducted in part.
    names: BTreeMap<(VatCode, bool), String>,
    /// Those that are still in use.
    current: BTreeSet<String>,
    /// It has codes of its own, whatever they mean.
    is_known: bool,
}

impl OwnCodes {
    /// What its auditfiles tell.
    pub fn of(usage: &Usage) -> Self {
        let mut own = Self::default();
        let mut most: BTreeMap<(VatCode, bool), u32> = BTreeMap::new();
        let is_listed = |code: &str| usage.codes.iter().any(|listed| listed.code == code);
        // what was booked with and stands in no list may say what it is by its name
        let unlisted = usage.used().filter(|code| !is_listed(code)).map(|code| Listed {
            code: code.to_owned(),
            name: code.to_owned(),
            ..Listed::default()
        });
        let all: Vec<Listed> = usage.codes.iter().cloned().chain(unlisted).collect();
        own.is_known = all.iter().any(|listed| VatCode::of_name(&listed.code).is_none());
        for listed in &all {
            let times = usage.times(&listed.code);
            let (purchase, sale) = match VatCode::of_name(&listed.code) {
                Some(code) if !is_listed(&listed.code) => (Some(code), None),
                _ => meaning(listed, usage),
            };
            let is_called = Words::of([listed.name.as_str()]).has_any(&CALLED.vat_codes.partly);
            let is_partly = is_called || usage.partly(&listed.code).is_some();
            if let Some(code) = purchase {
                own.meaning.insert(listed.code.clone(), (code, is_partly));
            }
            for code in [purchase, sale].into_iter().flatten().map(|code| (code, is_partly)) {
                if listed.is_gone || is_of_old_rate(listed) {
                    continue;
                }
                own.current.insert(listed.code.clone());
                if most.get(&code).is_none_or(|known| times > *known) {
                    most.insert(code, times);
                    own.names.insert(code, listed.code.clone());
                }
            }
        }
        own
    }

    /// True when the files have no codes of its own.
    pub fn is_empty(&self) -> bool {
        !self.is_known
    }

    /// What one of its codes means for a purchase, and whether it is of VAT that is deducted in part.
    pub fn meaning(&self, own: &str) -> Option<(VatCode, bool)> {
        self.meaning.get(own).copied()
    }

    /// Whether one of its codes means this, and is still in use.
    pub fn is_current(&self, own: &str, code: VatCode, is_partly: bool) -> bool {
        self.current.contains(own) && self.meaning(own) == Some((code, is_partly))
    }

    /// True when it tells VAT that is deducted in part from VAT that is deducted.
    pub fn tells_partly(&self) -> bool {
        self.names.keys().any(|(_, is_partly)| *is_partly)
    }

    /// What it calls a code. VAT that is not in the return needs no code of its own.
    pub fn name(&self, code: VatCode, is_partly: bool) -> Option<&str> {
        let none = match code {
            VatCode::NotDeductible | VatCode::Foreign => VatCode::InputNone,
            _ => code,
        };
        let keys = [(code, is_partly), (code, false), (code, true), (none, false)];
        keys.iter().find_map(|key| self.names.get(key)).map(String::as_str)
    }

    /// What it calls codes, by those that dizzy gives.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.names.iter().map(|((code, _), own)| (code.name(), own.as_str()))
    }
}

/// What a code means for purchases and for sales.
fn meaning(listed: &Listed, usage: &Usage) -> (Option<VatCode>, Option<VatCode>) {
    let words = Words::of([listed.name.as_str()]);
    let called = &CALLED.vat_codes;
    let rate = match usage.partly(&listed.code) {
        Some((kind, _)) => Some(Rate::Kind(kind)),
        None => rate_kind(&words, usage.rate(&listed.code)),
    };
    let is_low = rate == Some(Rate::Kind(RateKind::Low));
    let pick = |high, low| Some(if is_low { low } else { high });
    let (purchase, sale) = if words.has_any(&called.not_deductible) {
        (Some(VatCode::NotDeductible), None)
    } else if words.has_any(&called.foreign) {
        (Some(VatCode::Foreign), None)
    } else if words.has_any(&called.outside_eu) {
        (pick(VatCode::NonEuHigh, VatCode::NonEuLow), Some(VatCode::SaleExport))
    } else if words.has_any(&called.eu) {
        (pick(VatCode::EuHigh, VatCode::EuLow), Some(VatCode::SaleEu))
    } else if words.has_any(&called.reverse) {
        (pick(VatCode::ReverseHigh, VatCode::ReverseLow), Some(VatCode::SaleZero))
    } else {
        match rate {
            Some(Rate::Kind(RateKind::General)) => {
                (Some(VatCode::InputHigh), Some(VatCode::SaleHigh))
            }
            Some(Rate::Kind(RateKind::Low)) => (Some(VatCode::InputLow), Some(VatCode::SaleLow)),
            Some(Rate::Zero) => (Some(VatCode::InputNone), Some(VatCode::SaleNone)),
            None if words.has_any(&called.none) => {
                (Some(VatCode::InputNone), Some(VatCode::SaleNone))
            }
            None => (None, None),
        }
    };
    let is_bought = words.has_any(&called.purchases) || usage.times(&listed.code) > 0;
    let is_sold = words.has_any(&called.sales);
    match (is_bought, is_sold) {
        (true, false) => (purchase, None),
        (false, true) => (None, sale),
        _ if listed.claims.is_some() && listed.pays.is_none() => (purchase, None),
        _ => (purchase, sale),
    }
}

/// The rate of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rate {
    Kind(RateKind),
    /// 0 %.
    Zero,
}

/// The rate of a code, by its words or else by what was booked with it.
fn rate_kind(words: &Words, booked: Option<Decimal>) -> Option<Rate> {
    let called = &CALLED.vat_codes;
    if words.has_any(&called.high) {
        return Some(Rate::Kind(RateKind::General));
    }
    if words.has_any(&called.low) {
        return Some(Rate::Kind(RateKind::Low));
    }
    let said = words.trimmed().split(' ').find_map(|word| word.parse::<Decimal>().ok());
    // half a per cent is rounding of many small amounts
    let is_near = |rate: &invoice::vat_rates::VatRate, percent: Decimal| {
        (rate.percent - percent).abs() <= Decimal::new(5, 1)
    };
    let percent = said.or(booked)?;
    if percent.is_zero() {
        return Some(Rate::Zero);
    }
    invoice::vat_rates::dutch()
        .find(|rate| is_near(rate, percent))
        .map(|rate| Rate::Kind(rate.kind))
}

/// Whether a code says a rate that holds no more, as codes stay in the lists of programs.
fn is_of_old_rate(listed: &Listed) -> bool {
    let words = Words::of([listed.name.as_str()]);
    let said: Vec<Decimal> =
        words.trimmed().split(' ').filter_map(|word| word.parse().ok()).collect();
    let rates = |is_old: bool| {
        let of = invoice::vat_rates::dutch().filter(move |rate| rate.until.is_some() == is_old);
        of.map(|rate| rate.percent).collect::<Vec<_>>()
    };
    let (old, now) = (rates(true), rates(false));
    said.iter().any(|said| old.contains(said)) && !said.iter().any(|said| now.contains(said))
}

/// The accounts that entries need, by RGS code, as an administration has them: how it used them, else what they are called.
pub(crate) fn accounts(
    chart: &[Account],
    usage: &Usage,
    codes: &OwnCodes,
) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    let owed = |code: VatCode| {
        let own = codes.name(code, false)?;
        let listed = || usage.codes.iter().find(|listed| listed.code == own)?.pays.as_deref();
        usage.vat_account(Some(own), true).or_else(listed)
    };
    let used = [
        (rgs::CREDITORS, usage.creditors()),
        (rgs::INPUT_VAT, usage.vat_account(None, false)),
        (rgs::VAT_REVERSE, owed(VatCode::ReverseHigh)),
        (rgs::VAT_EU, owed(VatCode::EuHigh)),
        (rgs::VAT_NON_EU, owed(VatCode::NonEuHigh)),
        (rgs::VAT_HIGH, owed(VatCode::SaleHigh)),
        (rgs::VAT_LOW, owed(VatCode::SaleLow)),
    ];
    found.extend(used.into_iter().filter_map(|(code, account)| Some((code, account?.to_owned()))));
    let names: Vec<(&Account, Words)> =
        chart.iter().map(|account| (account, Words::of([account.name.as_str()]))).collect();
    for (code, phrases) in &CALLED.accounts {
        let Some(known) = rgs::rgs(code) else { continue };
        let is_linked = chart.iter().any(|account| account.rgs.as_deref() == Some(code));
        let named = || {
            let of = |phrase: &String| names.iter().find(|(_, words)| words.has(phrase));
            phrases.iter().find_map(of).map(|(account, _)| account.number.clone())
        };
        if !is_linked
            && !found.contains_key(known.code.as_str())
            && let Some(number) = named()
        {
            found.insert(known.code.as_str(), number);
        }
    }
    // one account for all VAT that is owed, or for all VAT
    let any = usage.vat_account(None, true).map(str::to_owned);
    let any = any.or_else(|| found.get(rgs::VAT_HIGH).cloned());
    let any = any.or_else(|| found.get(rgs::INPUT_VAT).cloned());
    if let Some(any) = any {
        for code in [rgs::VAT_REVERSE, rgs::VAT_EU, rgs::VAT_NON_EU, rgs::VAT_HIGH, rgs::VAT_LOW] {
            if !chart.iter().any(|account| account.rgs.as_deref() == Some(code)) {
                found.entry(code).or_insert_with(|| any.clone());
            }
        }
    }
    found
}

impl Administration {
    /// The administration with the names of VAT codes that its auditfiles tell, where its settings give none.
    #[must_use]
    pub fn with_codes_of(mut self, usage: &Usage) -> Self {
        for (code, own) in OwnCodes::of(usage).names() {
            self.vat_codes.entry(code.to_owned()).or_insert_with(|| own.to_owned());
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(code: &str, name: &str) -> Listed {
        Listed { code: code.into(), name: name.into(), ..Listed::default() }
    }

    #[test]
    fn codes_are_known_by_what_they_are_called() {
        let usage = Usage::with(
            vec![
                listed("6", "Inkoop btw laag (6%)"),
                listed("2", "Inkoop btw hoog 21%"),
                listed("1", "Inkoop btw laag 9%"),
                listed("0", "Geen btw"),
                listed("7", "Btw verlegd binnenland 21%"),
                listed("8", "Inkopen binnen de EU hoog"),
                listed("9", "Diensten van buiten de EU"),
                listed("5", "Verkoop hoog"),
                listed("X", "Diversen"),
                listed("2P", "Inkoop hoog, deels aftrekbaar"),
                listed("19", "Inkoop btw hoog 19%"),
            ],
            None,
        );
        let own = OwnCodes::of(&usage);
        for (name, code) in [
            ("2", VatCode::InputHigh),
            ("1", VatCode::InputLow),
            ("0", VatCode::InputNone),
            ("7", VatCode::ReverseHigh),
            ("8", VatCode::EuHigh),
            ("9", VatCode::NonEuHigh),
        ] {
            assert_eq!(own.meaning(name), Some((code, false)), "{name}");
            assert_eq!(own.name(code, false), Some(name));
        }
        assert_eq!(own.meaning("2P"), Some((VatCode::InputHigh, true)));
        assert_eq!(own.name(VatCode::InputHigh, true), Some("2P"));
        assert_eq!(own.meaning("5"), None);
        assert_eq!(own.name(VatCode::SaleHigh, false), Some("5"));
        assert_eq!(own.meaning("X"), None);
        assert_eq!(own.name(VatCode::NotDeductible, false), Some("0"));
    }

    #[test]
    fn accounts_are_those_that_were_used_or_are_called_so() {
        let chart = |accounts: &[(&str, &str)]| -> Vec<Account> {
            let of = |&(number, name): &(&str, &str)| Account {
                number: number.into(),
                name: name.into(),
                rgs: None,
            };
            accounts.iter().map(of).collect()
        };
        let chart =
            chart(&[("1300", "Statiegeld fust"), ("1699", "Crediteuren"), ("1999", "Vraagposten")]);
        let mut usage = Usage::default();
        let other = |is_vat, account: &str, cents| super::super::learn::OtherLine {
            is_vat,
            account: account.into(),
            vat_code: None,
            amount: invoice::Amount::from_cents(cents),
        };
        usage.add(None, &[], &[other(false, "1600", -121), other(true, "1520", 21)], None);
        let found = accounts(&chart, &usage, &OwnCodes::of(&usage));
        assert_eq!(found[rgs::CREDITORS], "1600");
        assert_eq!(found[rgs::INPUT_VAT], "1520");
        assert_eq!(found[rgs::DEPOSIT], "1300");
        assert_eq!(found[rgs::SUSPENSE], "1999");
        assert_eq!(found[rgs::VAT_REVERSE], "1520");
    }

    #[test]
    fn every_account_is_one_of_rgs() {
        for code in CALLED.accounts.keys() {
            assert!(rgs::rgs(code).is_some(), "{code}");
        }
    }
}
