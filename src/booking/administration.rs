//! Whose books they are: the administrations of a bookkeeping office, and the rules their bookkeepers wrote.
//!
//! These are the tables of `dizzy.toml` as they are written there; unknown keys are refused.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use invoice::{Address, Amount};

/// How an administration stands in the VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Taxed: input VAT is deducted.
    #[default]
    Normal,
    /// Small businesses scheme (kleineondernemersregeling, art. 25 Wet OB): charges and deducts none.
    Kor,
    /// Exempt supplies only (art. 11 Wet OB): deducts none.
    Exempt,
    /// Taxed and exempt supplies: the share `pro_rata` is deducted.
    Mixed,
}

/// An administration (`[[administrations]]`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administration {
    /// Name, as it stands on invoices.
    pub name: String,
    /// Other names it goes by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// VAT identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    /// Chamber of Commerce number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kvk: Option<String>,
    /// Its bank accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ibans: Vec<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Postal>,
    /// Folders whose documents are its own, with `*` and `**`; matched against the end of a document's folder, or the
    /// whole when it begins with `/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folders: Vec<String>,
    /// How it stands in the VAT.
    #[serde(default)]
    pub vat: Regime,
    /// Share of input VAT that a mixed administration deducts, per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pro_rata: Option<u8>,
    /// Has a licence to declare import VAT in the return (art. 23 Wet OB).
    #[serde(default)]
    pub article_23: bool,
    /// The last day of the periods that are closed; without it that of the auditfiles that were learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_until: Option<Date>,
    /// Currency of the books, ISO 4217; empty means EUR.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    /// Own account numbers, by RGS code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<String, String>,
    /// Chart of accounts: a CSV file with the columns account, name, rgs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<PathBuf>,
    /// Creditor list: a CSV file with the columns code, name, vat_id, kvk, iban, street, postcode, city, country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditors: Option<PathBuf>,
    /// Own names of the VAT codes, by those that dizzy gives ("IH", "IL" …).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub vat_codes: BTreeMap<String, String>,
    /// Journal (dagboek) of purchases; empty means "INK".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purchase_journal: String,
    /// Journal (dagboek) of sales; empty means "VRK".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sales_journal: String,
    /// The bookkeeping package it is kept in ("exact"): import files of others are not made for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Its code there (Twinfield: office, AFAS: number of the administration).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub package_code: String,
}

impl Administration {
    /// Currency of the books.
    pub fn book_currency(&self) -> &str {
        if self.currency.is_empty() { "EUR" } else { &self.currency }
    }

    /// Share of the input VAT on costs that is deducted, 0 to 1.
    pub fn deductible(&self) -> Decimal {
        match self.vat {
            Regime::Normal => Decimal::ONE,
            Regime::Kor | Regime::Exempt => Decimal::ZERO,
            Regime::Mixed => Decimal::new(i64::from(self.pro_rata.unwrap_or(100).min(100)), 2),
        }
    }
}

/// An address of an administration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postal {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A rule that a bookkeeper wrote (`[[rules]]`): what its conditions have in common goes on its account.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookingRule {
    /// What it is called in the reasons given; empty means its account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Administration it is for; empty means all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub administration: String,
    /// The supplier: code, VAT id, KvK, IBAN, or a part of the name; empty means any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub supplier: String,
    /// One of these words is in the line (or anywhere, where lines are not known); empty means any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// The invoice total is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_from: Option<Amount>,
    /// The invoice total is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<Amount>,
    /// Ledger account, by number or RGS code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// VAT code, one of those that dizzy gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_code: Option<String>,
    /// Cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    /// Division over several accounts; the shares are weights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<SplitPart>,
}

/// A part of a division over several accounts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitPart {
    /// Ledger account, by number or RGS code.
    pub account: String,
    /// Weight of this part.
    pub share: u32,
    /// Cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
}

/// A supplier of an administration, from its creditor list or its history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Supplier {
    /// Code in the administration's own list.
    pub code: String,
    /// Name.
    pub name: String,
    /// VAT identifier.
    pub vat_id: Option<String>,
    /// Chamber of Commerce number.
    pub kvk: Option<String>,
    /// Bank accounts that were paid before, the usual one first.
    pub ibans: Vec<String>,
    /// Address.
    pub address: Option<Address>,
    /// First invoice.
    pub first_seen: Option<Date>,
    /// Latest invoice.
    pub last_seen: Option<Date>,
}

/// An account of an administration's chart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// Number in the administration's own chart.
    pub number: String,
    /// Name.
    pub name: String,
    /// RGS code.
    pub rgs: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused_and_the_rest_has_defaults() {
        let bakker: Administration = toml::from_str("name = \"Bakker\"").unwrap();
        assert_eq!(bakker.deductible(), Decimal::ONE);
        assert_eq!(bakker.book_currency(), "EUR");
        assert!(toml::from_str::<Administration>("name = \"Bakker\"\nvatid = \"NL\"").is_err());
        let mixed: Administration =
            toml::from_str("name = \"B\"\nvat = \"mixed\"\npro_rata = 40").unwrap();
        assert_eq!(mixed.deductible(), "0.40".parse().unwrap());
        let rule: BookingRule =
            toml::from_str("supplier = \"x\"\namount_from = \"10.00\"\naccount = \"4520\"")
                .unwrap();
        assert_eq!(rule.amount_from, Some(Amount::from_cents(1000)));
    }
}
