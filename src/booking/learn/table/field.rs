//! What the columns of a list of bookings hold, and what their heads are called.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What headers call each field, by its name.
static HEADERS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../facts/headers.toml"))
        .expect("the table is the program's own, as the tests hold")
});

/// What a column of a list of bookings holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What lines of one booking have in common.
    Number,
    /// Number of the supplier.
    Supplier,
    /// Its name.
    SupplierName,
    /// Its VAT identifier.
    VatId,
    /// Its Chamber of Commerce number.
    Kvk,
    /// Its bank account.
    Iban,
    /// Date of the booking or the invoice.
    Date,
    /// Ledger account.
    Account,
    /// Name of the ledger account.
    AccountName,
    /// VAT code.
    VatCode,
    /// Amount without VAT, credits negative.
    Net,
    /// Amount in debit.
    Debit,
    /// Amount in credit.
    Credit,
    /// Currency of the amounts.
    Currency,
    /// What it says.
    Text,
}

impl Field {
    /// All, with the name that `--map` knows.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Number, "number"),
        (Self::Supplier, "supplier"),
        (Self::SupplierName, "supplier_name"),
        (Self::VatId, "vat_id"),
        (Self::Kvk, "kvk"),
        (Self::Iban, "iban"),
        (Self::Date, "date"),
        (Self::Account, "account"),
        (Self::AccountName, "account_name"),
        (Self::VatCode, "vat_code"),
        (Self::Net, "net"),
        (Self::Debit, "debit"),
        (Self::Credit, "credit"),
        (Self::Currency, "currency"),
        (Self::Text, "text"),
    ];

    /// The field that `--map` calls so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }

    /// What `--map` calls it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    pub(super) fn by_header(header: &str) -> Option<Self> {
        let header = plain(header);
        HEADERS
            .iter()
            .find(|(_, names)| names.contains(&header))
            .and_then(|(name, _)| Self::by_name(name))
    }
}

/// Small letters and digits only.
pub(super) fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_of_one_field() {
        let heads: Vec<&String> = HEADERS.values().flatten().collect();
        for head in &heads {
            assert_eq!(&plain(head), *head);
            assert_eq!(heads.iter().filter(|other| *other == head).count(), 1, "{head}");
        }
        for (field, name) in Field::ALL {
            assert!(HEADERS[name].iter().all(|head| Field::by_header(head) == Some(field)));
        }
        assert_eq!(HEADERS.len(), Field::ALL.len());
    }
}
