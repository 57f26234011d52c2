//! What a word or phrase on an invoice can stand for.

use serde::Deserialize;

/// The meaning of a label; the keys of the lexicon files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Label {
    // Numbers of documents.
    Number,
    NumberWeak,
    CustomerNumber,
    Order,
    DeliveryNote,
    QuoteNumber,
    OtherNumber,
    PaymentReference,
    CreditedInvoice,
    // Dates.
    IssueDate,
    Date,
    DueDate,
    /// The seller collects the amount on that day.
    DebitDate,
    SupplyDate,
    OtherDate,
    Period,
    // Amounts.
    Net,
    Vat,
    Gross,
    Payable,
    Total,
    Prepaid,
    Deposit,
    Charge,
    Discount,
    DecoyAmount,
    // Identifiers.
    VatId,
    CustomerVatId,
    Kvk,
    Iban,
    AccountHolder,
    Bic,
    // Parties.
    Supplier,
    Customer,
    Delivery,
    Attention,
    Phone,
    Salutation,
    // Kinds of documents.
    TypeInvoice,
    TypeCredit,
    TypeReminder,
    TypeOffer,
    TypeDelivery,
    TypeOrder,
    TypeStatement,
    TypeReceipt,
    /// The buyer makes out the invoice.
    SelfBilled,
    // Why no VAT is charged.
    ExemptAe,
    ExemptK,
    ExemptE,
    ExemptG,
    // Heads of columns.
    ColDescription,
    ColQuantity,
    ColUnit,
    ColPrice,
    ColAmount,
    ColRate,
    ColDiscount,
    ColArticle,
}

impl Label {
    /// True for what names a day.
    pub(crate) fn is_of_dates(self) -> bool {
        matches!(
            self,
            Self::IssueDate
                | Self::Date
                | Self::DueDate
                | Self::DebitDate
                | Self::SupplyDate
                | Self::OtherDate
        )
    }
}
