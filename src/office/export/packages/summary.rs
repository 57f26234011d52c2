//! What the entries of a file have in common, for its head.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Entry;
use super::xml::clean;
use booking::law::VatCode;
use booking::rgs_account;
use booking::{Administration, LineKind};
use invoice::{Address, Amount};

/// What is known of a file when all its entries are.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    pub(super) administration: Administration,
    pub(super) year: i16,
    pub(super) last_date: Option<Date>,
    pub(super) lines: u64,
    pub(super) debit: Amount,
    pub(super) credit: Amount,
    pub(super) accounts: BTreeMap<String, AccountOf>,
    pub(super) relations: BTreeMap<String, RelationOf>,
    pub(super) codes: BTreeMap<String, CodeOf>,
    /// Accounts of creditors or debtors, and whether it is of purchases, by journal.
    pub(super) journals: BTreeMap<String, JournalOf>,
}

/// A ledger account that is booked on.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountOf {
    pub name: String,
    pub rgs: Option<String>,
    pub is_balance: bool,
}

/// A supplier or customer with a code.
#[derive(Debug, Clone, Default)]
pub(super) struct RelationOf {
    pub name: String,
    pub is_supplier: bool,
    pub vat_id: String,
    pub kvk: String,
    pub iban: String,
    pub address: Address,
}

/// A VAT code that is used, with the accounts that its VAT is booked on.
#[derive(Debug, Clone, Default)]
pub(super) struct CodeOf {
    pub code: Option<VatCode>,
    pub to_claim: Option<String>,
    pub to_pay: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct JournalOf {
    pub is_purchase: bool,
    pub offset_accounts: BTreeSet<String>,
}

impl Summary {
    /// Of a file of an administration without entries, of a year where files have one.
    pub fn new(administration: &Administration, year: i16) -> Self {
        Self { administration: administration.clone(), year, ..Self::default() }
    }

    /// Counts an entry in; `account_names` are the names of the administration's accounts by their numbers.
    pub fn add(&mut self, entry: &Entry<'_>, account_names: &BTreeMap<String, String>) {
        self.last_date = self.last_date.max(Some(entry.date));
        let journal = self.journals.entry(entry.journal.to_owned()).or_default();
        journal.is_purchase |= entry.is_purchase();
        journal.offset_accounts.insert(entry.total.line.account.clone());
        for line in entry.all() {
            self.lines += 1;
            self.debit = self.debit + line.line.debit;
            self.credit = self.credit + line.line.credit;
            let number = &line.line.account;
            self.accounts.entry(number.clone()).or_insert_with(|| {
                account(number, line.line.rgs.as_deref(), line.line.kind, account_names)
            });
            if let Some(name) = &line.line.vat_code {
                let known = self.codes.entry(name.clone()).or_default();
                known.code = known.code.or(line.code);
                if line.is_vat() {
                    let place = if line.amount.is_negative() == entry.is_credit() {
                        &mut known.to_claim
                    } else {
                        &mut known.to_pay
                    };
                    place.get_or_insert_with(|| number.clone());
                }
            }
        }
        if let Some(code) = entry.relation() {
            let party = entry.party;
            let shown = |field: &Option<invoice::Field<String>>| {
                field.as_ref().map(|field| field.value.clone()).unwrap_or_default()
            };
            self.relations.entry(code.to_owned()).or_insert_with(|| RelationOf {
                name: clean(entry.name, 50),
                is_supplier: entry.is_purchase(),
                vat_id: shown(&party.vat_id),
                kvk: shown(&party.kvk),
                iban: shown(&party.iban),
                address: party
                    .address
                    .as_ref()
                    .map(|field| field.value.clone())
                    .unwrap_or_default(),
            });
        }
    }
}

fn account(
    number: &str,
    code: Option<&str>,
    kind: LineKind,
    names: &BTreeMap<String, String>,
) -> AccountOf {
    let of_rgs = code.and_then(rgs_account).map(|account| account.name.as_str());
    let is_balance = match code {
        Some(code) => code.starts_with('B'),
        None => !matches!(kind, LineKind::Cost | LineKind::Revenue | LineKind::Rounding),
    };
    AccountOf {
        name: names.get(number).map(String::as_str).or(of_rgs).unwrap_or(number).to_owned(),
        rgs: code.map(str::to_owned),
        is_balance,
    }
}
