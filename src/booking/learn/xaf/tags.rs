//! The elements of an auditfile that are looked at.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Root,
    Header,
    Company,
    Creditors,
    Creditor,
    Address,
    Bank,
    Ledger,
    Account,
    Taxonomy,
    VatCodes,
    VatCode,
    Transactions,
    Journal,
    Transaction,
    Line,
    Vat,
    SubLedger,
    SubLine,
    /// One of the fields below.
    Field(Field),
    /// Left out, with all inside it.
    Skipped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Year,
    End,
    Software,
    Version,
    CompanyName,
    CreditorNumber,
    CreditorName,
    CreditorKind,
    Kvk,
    VatCountry,
    VatId,
    Street,
    HouseNumber,
    HouseAddition,
    City,
    Postcode,
    Country,
    Iban,
    AccountNumber,
    AccountName,
    AccountKind,
    Rgs,
    RgsConcept,
    VatCodeCode,
    VatCodeName,
    VatPays,
    VatClaims,
    JournalId,
    JournalName,
    JournalKind,
    JournalOffset,
    Number,
    Date,
    Text,
    LineAccount,
    LineText,
    LineAmount,
    LineSide,
    LineDebit,
    LineCredit,
    LineRelation,
    LineReference,
    LineDate,
    LineVat,
    SubJournal,
    SubNumber,
    SubRelation,
}

/// Which element this is, inside that one. By the outer element first, and by bytes, which are told apart one by one
/// instead of name by name: a gigabyte has tens of millions of tags.
pub(super) fn tag(parent: Tag, name: &str) -> Tag {
    use Field as F;
    use Tag as T;
    let field = match parent {
        T::Line => match name.as_bytes() {
            b"vat" => return T::Vat,
            b"accID" | b"accountID" => F::LineAccount,
            b"amnt" => F::LineAmount,
            b"amntTp" => F::LineSide,
            b"desc" | b"description" => F::LineText,
            b"effDate" | b"effectiveDate" => F::LineDate,
            b"custSupID" => F::LineRelation,
            b"debitAmount" => F::LineDebit,
            b"creditAmount" => F::LineCredit,
            b"docRef" => F::LineReference,
            _ => return T::Skipped,
        },
        T::Vat => match name.as_bytes() {
            b"vatID" | b"vatCode" => F::LineVat,
            _ => return T::Skipped,
        },
        T::Transaction => match name.as_bytes() {
            b"trLine" | b"line" => return T::Line,
            b"trLines" => return T::Transaction,
            b"nr" | b"transactionID" => F::Number,
            b"trDt" | b"transactionDate" => F::Date,
            b"desc" | b"description" => F::Text,
            _ => return T::Skipped,
        },
        T::Journal => match name.as_bytes() {
            b"transaction" => return T::Transaction,
            b"jrnID" | b"journalID" => F::JournalId,
            b"desc" | b"description" => F::JournalName,
            b"jrnTp" | b"type" => F::JournalKind,
            b"offsetAccID" => F::JournalOffset,
            _ => return T::Skipped,
        },
        T::SubLine => match name.as_bytes() {
            b"jrnID" => F::SubJournal,
            b"trNr" => F::SubNumber,
            b"custSupID" => F::SubRelation,
            _ => return T::Skipped,
        },
        T::Creditor => match name.as_bytes() {
            b"streetAddress" | b"postalAddress" => return T::Address,
            b"bankAccount" => return T::Bank,
            b"custSupID" => F::CreditorNumber,
            b"custSupName" | b"companyName" => F::CreditorName,
            b"custSupTp" | b"type" => F::CreditorKind,
            b"commerceNr" => F::Kvk,
            b"taxRegistrationCountry" => F::VatCountry,
            b"taxRegIdent" | b"taxRegistrationNr" => F::VatId,
            b"bankAccNr" => F::Iban,
            _ => return T::Skipped,
        },
        T::Bank => match name.as_bytes() {
            b"bankAccNr" => F::Iban,
            _ => return T::Skipped,
        },
        T::Address => match name.as_bytes() {
            b"streetname" | b"address" => F::Street,
            b"number" => F::HouseNumber,
            b"numberExtension" => F::HouseAddition,
            b"city" => F::City,
            b"postalCode" => F::Postcode,
            b"country" => F::Country,
            _ => return T::Skipped,
        },
        T::Account => match name.as_bytes() {
            b"taxonomy" => return T::Taxonomy,
            b"accID" | b"accountID" => F::AccountNumber,
            b"accDesc" | b"accountDesc" => F::AccountName,
            b"accTp" | b"accountType" => F::AccountKind,
            b"RGScode" | b"leadCode" | b"leadReference" | b"leadCrossRef" => F::Rgs,
            _ => return T::Skipped,
        },
        T::Taxonomy => match name.as_bytes() {
            b"entryPoint" => return T::Taxonomy,
            b"conceptRef" => F::RgsConcept,
            _ => return T::Skipped,
        },
        T::VatCode => match name.as_bytes() {
            b"vatID" => F::VatCodeCode,
            b"vatDesc" => F::VatCodeName,
            b"vatToPayAccID" => F::VatPays,
            b"vatToClaimAccID" => F::VatClaims,
            _ => return T::Skipped,
        },
        T::Header => match name.as_bytes() {
            b"fiscalYear" => F::Year,
            b"endDate" => F::End,
            b"softwareDesc" | b"productID" => F::Software,
            b"auditfileVersion" => F::Version,
            b"companyName" => F::CompanyName,
            _ => return T::Skipped,
        },
        T::Company if name == "companyName" => F::CompanyName,
        T::Root | T::Company => {
            return match name.as_bytes() {
                b"header" => T::Header,
                b"company" => T::Company,
                b"customersSuppliers" => T::Creditors,
                b"generalLedger" => T::Ledger,
                b"vatCodes" => T::VatCodes,
                b"transactions" => T::Transactions,
                _ => T::Skipped,
            };
        }
        T::Creditors | T::Ledger | T::VatCodes | T::Transactions | T::SubLedger => {
            return match (parent, name.as_bytes()) {
                (T::Creditors, b"customerSupplier") => T::Creditor,
                (T::Ledger, b"ledgerAccount") => T::Account,
                (T::VatCodes, b"vatCode") => T::VatCode,
                (T::Transactions, b"journal") => T::Journal,
                (T::Transactions, b"subledgers") | (T::SubLedger, b"subledger") => T::SubLedger,
                (T::SubLedger, b"sbLine") => T::SubLine,
                _ => T::Skipped,
            };
        }
        T::Field(_) | T::Skipped => return T::Skipped,
    };
    T::Field(field)
}
