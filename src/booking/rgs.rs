//! Accounts of the reference chart RGS (Referentie GrootboekSchema, MKB 3.7) that proposals use by themselves.
//!
//! The code is what is exchanged and lasts; the number is RGS's example of one, where the list at hand gives it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// An account of RGS.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rgs {
    /// Code ("WBedKanSof").
    #[serde(skip)]
    pub code: String,
    /// Example number ("46152"); empty where unknown.
    #[serde(default)]
    pub number: String,
    /// What it is, in Dutch.
    pub name: String,
}

impl Rgs {
    /// What stands for the account in books that have no chart of their own.
    pub fn account(&self) -> &str {
        if self.number.is_empty() { &self.code } else { &self.number }
    }
}

pub(crate) const CREDITORS: &str = "BSchCreHac";
pub(crate) const DEBTORS: &str = "BVorDebHad";
/// Input VAT.
pub(crate) const INPUT_VAT: &str = "BSchBepBoo";
/// VAT due, general rate.
pub(crate) const VAT_HIGH: &str = "BSchBepBla";
/// VAT due, low rate.
pub(crate) const VAT_LOW: &str = "BSchBepBlv";
/// VAT due, other rates.
pub(crate) const VAT_OTHER: &str = "BSchBepBlo";
/// VAT due on domestic reverse charge.
pub(crate) const VAT_REVERSE: &str = "BSchBepBlw";
/// VAT due on purchases from outside the EU.
pub(crate) const VAT_NON_EU: &str = "BSchBepBlb";
/// VAT due on purchases from the EU.
pub(crate) const VAT_EU: &str = "BSchBepBlu";
/// Purchases of which the account is not known.
pub(crate) const SUSPENSE: &str = "BSchTusTin";
pub(crate) const ROUNDING: &str = "WBedAdlBov";
pub(crate) const DEPOSIT: &str = "BVrdEmbVoo";
pub(crate) const REVENUE_HIGH: &str = "WOmzNohOlh";
pub(crate) const REVENUE_LOW: &str = "WOmzNohOlv";
pub(crate) const REVENUE_OTHER: &str = "WOmzNohOlo";
/// Revenue at 0 % or with reverse charge.
pub(crate) const REVENUE_ZERO: &str = "WOmzNohOlg";
/// Revenue outside the EU.
pub(crate) const REVENUE_EXPORT: &str = "WOmzNopOln";
/// Revenue in the EU.
pub(crate) const REVENUE_EU: &str = "WOmzNopOli";
pub(crate) const REVENUE_NONE: &str = "WOmzNopNod";

static ACCOUNTS: LazyLock<BTreeMap<String, Rgs>> = LazyLock::new(|| {
    let mut accounts: BTreeMap<String, Rgs> = toml::from_str(include_str!("facts/rgs.toml"))
        .expect("the table is the program's own, as the tests hold");
    for (code, account) in &mut accounts {
        account.code.clone_from(code);
    }
    accounts
});

/// The accounts, by code.
pub fn all() -> impl Iterator<Item = &'static Rgs> {
    ACCOUNTS.values()
}

/// The account of a code, when proposals use it.
pub fn rgs(code: &str) -> Option<&'static Rgs> {
    ACCOUNTS.get(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_roles_are_accounts() {
        let all: Vec<&Rgs> = all().collect();
        for (i, one) in all.iter().enumerate() {
            for other in &all[i + 1..] {
                assert!(one.number.is_empty() || one.number != other.number, "{}", one.code);
            }
        }
        for code in [
            CREDITORS,
            DEBTORS,
            INPUT_VAT,
            VAT_HIGH,
            VAT_LOW,
            VAT_OTHER,
            VAT_REVERSE,
            VAT_NON_EU,
            VAT_EU,
            SUSPENSE,
            ROUNDING,
            DEPOSIT,
            REVENUE_HIGH,
            REVENUE_LOW,
            REVENUE_OTHER,
            REVENUE_ZERO,
            REVENUE_EXPORT,
            REVENUE_EU,
            REVENUE_NONE,
        ] {
            assert!(rgs(code).is_some(), "{code}");
        }
    }
}
