//! What an administration knows of its suppliers and accounts, as it was learned: the creditor list and the chart.

use jiff::civil::Date;
use rusqlite::{Row, params};

use crate::Result;
use booking::learn::VatCode;
use booking::{Account, Supplier};

use super::Ledger;
use super::blob::{pack, unpack};

impl Ledger {
    /// Keeps a supplier of an administration; one with the same code is replaced.
    pub(crate) fn put_supplier(&mut self, administration: &str, supplier: &Supplier) -> Result<()> {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        self.write(
            "INSERT OR REPLACE INTO supplier (administration, code, name, vat_id, kvk, ibans, address, first_seen,
                 last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                administration,
                supplier.code,
                supplier.name,
                supplier.vat_id,
                supplier.kvk,
                pack(&supplier.ibans),
                supplier.address.as_ref().map(pack),
                day(supplier.first_seen),
                day(supplier.last_seen),
            ],
        )
    }

    /// The suppliers of an administration, by code.
    pub fn suppliers(&self, administration: &str) -> Result<Vec<Supplier>> {
        self.all(
            "SELECT code, name, vat_id, kvk, ibans, address, first_seen, last_seen FROM supplier
                 WHERE administration = ?1 ORDER BY code",
            [administration],
            supplier,
        )
    }

    /// The supplier of this code.
    pub fn supplier(&self, administration: &str, code: &str) -> Result<Option<Supplier>> {
        self.first(
            "SELECT code, name, vat_id, kvk, ibans, address, first_seen, last_seen FROM supplier
                 WHERE administration = ?1 AND code = ?2",
            [administration, code],
            supplier,
        )
    }

    /// Forgets a supplier of an administration. True when there was one.
    pub fn forget_supplier(&mut self, administration: &str, code: &str) -> Result<bool> {
        self.write_rows(
            "DELETE FROM supplier WHERE administration = ?1 AND code = ?2",
            [administration, code],
        )
        .map(|rows| rows > 0)
    }

    /// Keeps an account of an administration's chart; one with the same number is replaced.
    #[cfg(test)]
    pub(crate) fn put_account(&mut self, administration: &str, account: &Account) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO account (administration, number, name, rgs) VALUES (?1, ?2, ?3, ?4)",
            params![administration, account.number, account.name, account.rgs],
        )
    }

    /// The chart of accounts of an administration, by number: without those that its latest auditfile no longer lists, unless
    /// that lists only some.
    pub fn accounts(&self, administration: &str) -> Result<Vec<Account>> {
        self.all(
            "WITH latest AS (SELECT max(ends) AS day FROM account WHERE administration = ?1),
             listed AS (SELECT count(*) AS some FROM account, latest WHERE administration = ?1 AND ends = day)
             SELECT number, name, rgs FROM account, latest, listed
             WHERE administration = ?1 AND (ends IS NULL OR ends = day OR some * 10 < 8 *
               (SELECT count(*) FROM account WHERE administration = ?1 AND ends IS NOT NULL))
             ORDER BY number",
            [administration],
            |row| Ok(Account { number: row.get(0)?, name: row.get(1)?, rgs: row.get(2)? }),
        )
    }

    /// The VAT codes of an administration, as its auditfiles list them.
    pub(super) fn vat_codes(&self, administration: &str) -> Result<Vec<VatCode>> {
        let sql = "SELECT code, name, claims, pays, coalesce(ends < max(ends) OVER (), FALSE)
             FROM learned_vat_code WHERE administration = ?1 ORDER BY code";
        self.all(sql, [administration], |row| {
            Ok(VatCode {
                code: row.get(0)?,
                name: row.get(1)?,
                claims: row.get(2)?,
                pays: row.get(3)?,
                is_gone: row.get(4)?,
            })
        })
    }
}

fn supplier(row: &Row<'_>) -> rusqlite::Result<Supplier> {
    let day = |at| -> rusqlite::Result<Option<Date>> {
        let text: Option<String> = row.get(at)?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    let address: Option<Vec<u8>> = row.get(5)?;
    Ok(Supplier {
        code: row.get(0)?,
        name: row.get(1)?,
        vat_id: row.get(2)?,
        kvk: row.get(3)?,
        ibans: unpack(&row.get::<_, Vec<u8>>(4)?).unwrap_or_default(),
        address: address.and_then(|bytes| unpack(&bytes)),
        first_seen: day(6)?,
        last_seen: day(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::Address;

    #[test]
    fn suppliers_and_accounts_come_back_and_go() {
        let mut ledger = Ledger::in_memory().unwrap();
        let supplier = Supplier {
            code: "40012".into(),
            name: "Kaas en Zonen B.V.".into(),
            vat_id: Some("NL004495445B01".into()),
            kvk: Some("27131824".into()),
            ibans: vec!["NL91ABNA0417164300".into()],
            address: Some(Address { postcode: Some("1234 AB".into()), ..Address::default() }),
            first_seen: Some("2024-01-31".parse().unwrap()),
            last_seen: None,
        };
        ledger.put_supplier("bakker", &supplier).unwrap();
        ledger.put_supplier("bakker", &supplier).unwrap();
        assert_eq!(ledger.suppliers("bakker").unwrap(), [supplier]);
        assert_eq!(ledger.suppliers("slager").unwrap(), []);
        assert!(ledger.forget_supplier("bakker", "40012").unwrap());
        assert!(!ledger.forget_supplier("bakker", "40012").unwrap());
        let account = Account {
            number: "4520".into(),
            name: "Software".into(),
            rgs: Some("WBedKanSof".into()),
        };
        ledger.put_account("bakker", &account).unwrap();
        assert_eq!(ledger.accounts("bakker").unwrap(), [account]);
    }

    #[test]
    fn what_the_latest_auditfile_no_longer_lists_is_gone() {
        use super::super::HistoryKind;
        use booking::learn::{self, Entry};
        let mut ledger = Ledger::in_memory().unwrap();
        let mut learn = |name: &str, day: Date, accounts: &[&str], code: &str| {
            let mut learning = ledger.learn("A", name, HistoryKind::Auditfile).unwrap();
            for number in accounts {
                let number = (*number).to_owned();
                let account = learn::Account { number, ..learn::Account::default() };
                learning.keep(Entry::Account(account)).unwrap();
            }
            let code = VatCode { code: code.to_owned(), ..VatCode::default() };
            learning.keep(Entry::VatCode(code)).unwrap();
            learning.ends(day).unwrap();
            learning.finish(reading::source::Sha256::of(name.as_bytes()), 1).unwrap();
            let chart = ledger.accounts("A").unwrap();
            let gone = ledger.vat_codes("A").unwrap().into_iter().filter(|c| c.is_gone);
            let gone: Vec<String> = gone.map(|c| c.code).collect();
            (chart.iter().map(|a| a.number.clone()).collect::<Vec<_>>().join(" "), gone.join(" "))
        };
        let day = jiff::civil::date;
        let first = learn("2026", day(2026, 6, 30), &["1", "2", "3", "4", "6"], "21H");
        assert_eq!(first, ("1 2 3 4 6".to_owned(), String::new()));
        // the year before is learned later
        let both = learn("2025", day(2025, 12, 31), &["1", "2", "3", "4", "5"], "2");
        assert_eq!(both, ("1 2 3 4 6".to_owned(), "2".to_owned()));
        // one that lists only what it has entries on closes nothing
        let some = learn("2026-09", day(2026, 9, 30), &["1", "2"], "21H");
        assert_eq!(some.0, "1 2 3 4 5 6");
    }
}
