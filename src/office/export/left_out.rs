//! Why a proposal is not in an export.

use super::ProposalRecord;
use booking::{JournalLine, Verdict};
use invoice::Amount;

/// Why a proposal is left out of an export of entries. [`super::left_out_text()`] says it to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// There is no journal entry.
    NoEntry,
    /// It is an invoice that was read before.
    Duplicate,
    /// The date is not known.
    NoDate,
    /// The currency of the books is not known.
    NoCurrency,
    /// Debit and credit differ.
    Unbalanced,
    /// An amount is finer than a cent.
    Fractions,
    /// It wants a look first.
    Review,
    /// It belongs to no administration.
    NoAdministration,
    /// The administration is kept in another package, which a person calls so.
    OtherPackage(String),
    /// The entry is in this currency, which is not that of the books.
    ForeignEntry(String),
    /// The invoice number is not known.
    NoNumber,
    /// The supplier or customer is not in the administration's list.
    NoRelation,
    /// The package's name of this VAT code is not known.
    NoVatCode(String),
    /// The package wants a number here.
    NotNumber(Place, String),
    /// The package takes no more than so many characters here.
    TooLong(Place, usize),
    /// The format knows purchases only.
    PurchasesOnly,
    /// Nothing is learned of the administration, of which entries were handed over before: its accounts are not known any
    /// more.
    NothingLearned,
    /// What was handed over was not kept, so that nothing can take it back.
    NotKept,
    /// VAT is not or only partly deducted in a way that the format cannot say.
    PartlyDeducted,
}

/// A part of an entry that packages have wishes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Place {
    Journal,
    Account,
    /// Code of the supplier or customer.
    Relation,
    CostCenter,
    VatCode,
    InvoiceNumber,
}

/// Debit positive, credit negative.
pub(super) fn signed(line: &JournalLine) -> Amount {
    line.debit - line.credit
}

/// What keeps a proposal out of every export of entries.
pub(super) fn obstacle(record: &ProposalRecord) -> Option<LeftOut> {
    let proposal = &record.proposal;
    let currency = &proposal.booking.currency;
    let sum: Amount = proposal.journal.iter().map(signed).sum();
    if proposal.journal.is_empty() {
        Some(LeftOut::NoEntry)
    } else if record.duplicate_of.is_some() && proposal.verdict != Verdict::Ready {
        Some(LeftOut::Duplicate)
    } else if proposal.invoice.issue_date.is_none() {
        Some(LeftOut::NoDate)
    } else if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        Some(LeftOut::NoCurrency)
    } else if !sum.is_zero() {
        Some(LeftOut::Unbalanced)
    } else {
        None
    }
}
