//! What the columns of a list of bookings hold, and what their heads are called.

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
    /// What it says.
    Text,
}

impl Field {
    /// All, with the name that `--map` knows and what headers call them.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 14] = [
        (
            Self::Number,
            "number",
            &[
                "number",
                "boekstuk",
                "boekstuknummer",
                "boekstuknr",
                "boekingsnummer",
                "stuknummer",
                "transactie",
                "transactienummer",
                "entry",
                "entrynumber",
                "transaction",
                "transactionnumber",
                "bookingnumber",
            ],
        ),
        (
            Self::Supplier,
            "supplier",
            &[
                "supplier",
                "crediteur",
                "crediteurnummer",
                "crediteurnr",
                "crediteurcode",
                "relatie",
                "relatiecode",
                "relatienummer",
                "leveranciernummer",
                "leverancierscode",
                "creditor",
                "suppliernumber",
                "suppliercode",
                "supplierid",
                "vendor",
                "vendorid",
                "vendornumber",
            ],
        ),
        (
            Self::SupplierName,
            "supplier_name",
            &[
                "suppliername",
                "leverancier",
                "leveranciersnaam",
                "crediteurnaam",
                "naamcrediteur",
                "naamleverancier",
                "relatienaam",
                "vendorname",
                "creditorname",
                "naam",
                "name",
            ],
        ),
        (
            Self::VatId,
            "vat_id",
            &["vatid", "btwnummer", "btwid", "vatnumber"],
        ),
        (Self::Kvk, "kvk", &["kvk", "kvknummer", "kvknr"]),
        (
            Self::Iban,
            "iban",
            &["iban", "bankrekening", "rekeningnummeriban"],
        ),
        (
            Self::Date,
            "date",
            &[
                "date",
                "datum",
                "boekdatum",
                "boekingsdatum",
                "factuurdatum",
                "invoicedate",
                "bookingdate",
            ],
        ),
        (
            Self::Account,
            "account",
            &[
                "account",
                "grootboek",
                "grootboekrekening",
                "grootboeknummer",
                "gbrekening",
                "grootboekrek",
                "rekening",
                "rekeningnummer",
                "kostenrekening",
                "accountnumber",
                "accountcode",
                "glaccount",
                "ledgeraccount",
            ],
        ),
        (
            Self::AccountName,
            "account_name",
            &[
                "accountname",
                "grootboekomschrijving",
                "grootboeknaam",
                "rekeningnaam",
                "rekeningomschrijving",
                "omschrijvinggrootboek",
                "accountdescription",
            ],
        ),
        (
            Self::VatCode,
            "vat_code",
            &["vatcode", "btwcode", "btw", "taxcode", "btwsoort"],
        ),
        (
            Self::Net,
            "net",
            &[
                "net",
                "bedrag",
                "bedragexcl",
                "bedragexclbtw",
                "nettobedrag",
                "netto",
                "amount",
                "netamount",
                "amountexclvat",
                "exclbtw",
                "bedrageur",
            ],
        ),
        (Self::Debit, "debit", &["debit", "debet", "debetbedrag"]),
        (Self::Credit, "credit", &["credit", "creditbedrag"]),
        (
            Self::Text,
            "text",
            &[
                "text",
                "omschrijving",
                "description",
                "tekst",
                "boekingsomschrijving",
                "details",
                "toelichting",
            ],
        ),
    ];

    /// The field that `--map` calls so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(field, ..)| *field)
    }

    /// What `--map` calls it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(field, ..)| *field == self)
            .map_or("", |(_, name, _)| name)
    }

    pub(super) fn by_header(header: &str) -> Option<Self> {
        let header = plain(header);
        Self::ALL
            .iter()
            .find(|(.., names)| names.contains(&header.as_str()))
            .map(|(field, ..)| *field)
    }
}

/// Small letters and digits only.
pub(super) fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
