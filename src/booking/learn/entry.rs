//! What a history file tells, whatever its format.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use invoice::{Address, Amount};

/// One thing that a history file tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A ledger account of the chart.
    Account(Account),
    /// A supplier (or customer) of the sub-ledger.
    Creditor(Creditor),
    /// A VAT code.
    VatCode(VatCode),
    /// A purchase, as it was booked.
    Booking(Booking),
    /// The supplier of a booking that came before without one (XAF 3.2 names it in the sub-ledger).
    SupplierOf {
        /// The booking.
        mark: Mark,
        /// Its supplier's number.
        supplier: String,
    },
}

/// What a ledger account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccountKind {
    /// Balance sheet.
    Balance,
    /// Profit and loss.
    ProfitAndLoss,
    /// Both, or not told.
    #[default]
    Mixed,
}

impl AccountKind {
    /// The number that the ledger keeps.
    pub fn code(self) -> i64 {
        match self {
            Self::Mixed => 0,
            Self::Balance => 1,
            Self::ProfitAndLoss => 2,
        }
    }

    /// From the number that the ledger keeps.
    pub fn of_code(code: i64) -> Self {
        match code {
            1 => Self::Balance,
            2 => Self::ProfitAndLoss,
            _ => Self::Mixed,
        }
    }
}

/// A ledger account (grootboekrekening).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Its number in the administration.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: AccountKind,
    /// RGS reference code, where the file gives one ("WBedKanTef").
    pub rgs: Option<String>,
    /// Line of the file that says so.
    pub line: u64,
}

/// Which sub-ledger a relation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CreditorKind {
    /// Supplier, both, or not told.
    #[default]
    Supplier,
    /// Customer only.
    Customer,
}

/// A supplier in the administration's list (crediteur).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Creditor {
    /// Its number in the administration.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Supplier or customer.
    pub kind: CreditorKind,
    /// VAT identifier with the country in front, as far as the file gives that.
    pub vat_id: Option<String>,
    /// Chamber of Commerce number.
    pub kvk: Option<String>,
    /// Bank accounts.
    pub ibans: Vec<String>,
    /// Address.
    pub address: Address,
}

/// A VAT code of the administration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VatCode {
    /// The code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Account of the VAT that is deducted.
    pub claims: Option<String>,
    /// Account of the VAT that is owed.
    pub pays: Option<String>,
    /// The latest auditfile no longer lists it.
    #[serde(default)]
    pub is_gone: bool,
}

/// The identity of a booking: the same for the same booking in another export of the same administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(pub i64);

impl Mark {
    /// The identity that these parts make together.
    pub fn of(parts: &[&str]) -> Self {
        let mut digest = sha2::Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
        let digest: [u8; 32] = digest.finalize().into();
        let first: [u8; 8] = std::array::from_fn(|i| digest[i]);
        Self(i64::from_le_bytes(first))
    }

    /// The identity of the next booking that the file calls the same.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(&["again", &self.0.to_string()])
    }
}

/// A purchase, as it was booked.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    /// Its identity.
    pub mark: Mark,
    /// The supplier's number in the administration.
    pub supplier: Option<String>,
    /// Date of the booking.
    pub date: Option<Date>,
    /// What was booked on cost and balance accounts: neither the creditor nor VAT.
    pub lines: Vec<BookedLine>,
    /// The supplier's number of the invoice, where the file has it.
    pub number: Option<String>,
    /// The lines of the creditor and of VAT.
    pub others: Vec<OtherLine>,
}

/// A line of a booking that follows from what it is, also as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLine {
    /// VAT, and not the creditor.
    pub is_vat: bool,
    /// Ledger account.
    pub account: String,
    /// VAT code, when there is one.
    pub vat_code: Option<String>,
    /// Debit; credit is negative.
    pub amount: Amount,
}

/// One line of it, also as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookedLine {
    /// Ledger account.
    pub account: String,
    /// VAT code, when there is one.
    pub vat_code: Option<String>,
    /// Debit without VAT; credit is negative.
    pub net: Amount,
    /// What it says.
    pub text: String,
}
