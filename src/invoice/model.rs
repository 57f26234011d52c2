//! The semantic model of EN 16931-1 as dizzy needs it. BT and BG are the standard's numbers.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Amount, Field};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// An invoice (BT-3 380 and its kin).
    Invoice,
    /// A credit note (BT-3 381, 384 with a negative total, 396 …).
    CreditNote,
    /// A receipt of a shop, restaurant or filling station.
    Receipt,
    /// A payment reminder or dunning letter: not to be booked again.
    Reminder,
    /// An offer or estimate, also a pro forma invoice.
    Quote,
    /// A list of what is open, or an account statement.
    Statement,
    /// An order or its confirmation.
    Order,
    /// What was delivered, without being charged.
    DeliveryNote,
    /// Anything else: terms, letters, contracts.
    Other,
}

/// VAT category, UNCL 5305 as restricted by EN 16931.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum VatCategory {
    /// Standard rate, in the Netherlands also the low rate.
    S,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge.
    Ae,
    /// Intra-Community supply.
    K,
    /// Export outside the EU.
    G,
    /// Outside the scope of VAT.
    O,
    /// Canary Islands general indirect tax (IGIC).
    L,
    /// Tax of Ceuta and Melilla (IPSI).
    M,
}

impl VatCategory {
    const CODES: [(Self, &'static str); 9] = [
        (Self::S, "S"),
        (Self::Z, "Z"),
        (Self::E, "E"),
        (Self::Ae, "AE"),
        (Self::K, "K"),
        (Self::G, "G"),
        (Self::O, "O"),
        (Self::L, "L"),
        (Self::M, "M"),
    ];

    /// Its code, UNCL 5305.
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize].1
    }

    /// That of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code).map(|(category, _)| *category)
    }
}

/// An invoice, with the evidence of every value. A field that was not found is `None`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Invoice {
    /// What the document is (from BT-3 or from its words).
    pub document_type: Option<Field<DocumentType>>,
    /// Specification identifier (BT-24), of e-invoices only.
    pub specification: Option<String>,
    /// Invoice number (BT-1).
    pub number: Option<Field<String>>,
    /// Issue date (BT-2).
    pub issue_date: Option<Field<Date>>,
    /// Payment due date (BT-9).
    pub due_date: Option<Field<Date>>,
    /// Actual delivery date (BT-72).
    pub supply_date: Option<Field<Date>>,
    /// Invoicing period (BG-14).
    pub period: Option<Field<Period>>,
    /// Currency (BT-5), ISO 4217.
    pub currency: Option<Field<String>>,
    /// VAT accounting currency (BT-6), when it differs.
    pub tax_currency: Option<Field<String>>,
    /// Seller (BG-4): who is owed the money.
    pub supplier: Party,
    /// Buyer (BG-7).
    pub customer: Party,
    /// Payee (BG-10), when it is not the seller.
    pub payee: Option<Party>,
    /// Remittance information (BT-83): payment reference, betalingskenmerk.
    pub payment_reference: Option<Field<String>>,
    /// Purchase order (BT-13).
    pub order_reference: Option<Field<String>>,
    /// Buyer reference (BT-10).
    pub buyer_reference: Option<Field<String>>,
    /// Contract (BT-12).
    pub contract_reference: Option<Field<String>>,
    /// Project (BT-11).
    pub project_reference: Option<Field<String>>,
    /// Preceding invoice (BT-25): for a credit note the invoice that is credited.
    pub credited_invoice: Option<Field<String>>,
    /// Ledger account the buyer asked for (BT-19).
    pub accounting_cost: Option<Field<String>>,
    /// Payment terms (BT-20).
    pub payment_terms: Option<Field<String>>,
    /// Ways to pay (BG-16).
    pub payment_means: Vec<PaymentMeans>,
    /// Document totals (BG-22).
    pub totals: Totals,
    /// VAT per category and rate (BG-23).
    pub vat_breakdown: Vec<Field<VatBreakdown>>,
    /// Allowances and charges of the whole document (BG-20, BG-21).
    pub allowances_charges: Vec<Field<AllowanceCharge>>,
    /// Invoice lines (BG-25).
    pub lines: Vec<Field<Line>>,
    /// Notes (BG-1).
    pub notes: Vec<String>,
}

/// A period of days, both included (BG-14, BG-26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day (BT-73, BT-134).
    pub start: Option<Date>,
    /// Last day (BT-74, BT-135).
    pub end: Option<Date>,
}

/// A seller, buyer or payee.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Party {
    /// Name (BT-27, BT-44): the registered name, else the trading name.
    pub name: Option<Field<String>>,
    /// Trading name (BT-28, BT-45).
    pub trading_name: Option<Field<String>>,
    /// VAT identifier (BT-31, BT-48).
    pub vat_id: Option<Field<String>>,
    /// Local tax number (BT-32), such as the German Steuernummer.
    pub tax_number: Option<Field<String>>,
    /// Chamber of Commerce (KvK) number, 8 digits (BT-30, BT-47 with scheme 0106).
    pub kvk: Option<Field<String>>,
    /// Other registration or party identifiers (BT-29, BT-30, BT-46, BT-47) with their scheme.
    pub identifiers: Vec<Field<Identifier>>,
    /// Account that is to be paid (BT-84), of a seller or payee.
    pub iban: Option<Field<String>>,
    /// Bank (BT-86).
    pub bic: Option<Field<String>>,
    /// Postal address (BG-5, BG-8).
    pub address: Option<Field<Address>>,
    /// Electronic address (BT-34, BT-49) with its scheme.
    pub endpoint: Option<Field<Identifier>>,
    /// E-mail address of the contact (BT-43, BT-58).
    pub email: Option<Field<String>>,
    /// Telephone number of the contact (BT-42, BT-57).
    pub phone: Option<Field<String>>,
    /// Web site, of printed invoices.
    pub website: Option<Field<String>>,
}

/// An identifier with the scheme it belongs to (ISO 6523 or EAS code), when given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Scheme, e.g. "0106" for KvK numbers.
    pub scheme: Option<String>,
    /// The identifier.
    pub value: String,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and number (BT-35, BT-50), further lines joined with ", ".
    pub street: Option<String>,
    /// Postcode (BT-38, BT-53).
    pub postcode: Option<String>,
    /// Town (BT-37, BT-52).
    pub city: Option<String>,
    /// Country (BT-40, BT-55), ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A way to pay (BG-16).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PaymentMeans {
    /// UNCL 4461 code (BT-81): 30 and 58 credit transfer, 59 SEPA direct debit …
    pub code: Option<String>,
    /// Account to pay to (BT-84).
    pub iban: Option<Field<String>>,
    /// Account to pay to as the sender gives it (BT-84), where it is no IBAN or fails the check of one.
    pub account: Option<Field<String>>,
    /// Name of the account (BT-85).
    pub account_name: Option<String>,
    /// Bank (BT-86).
    pub bic: Option<String>,
    /// Remittance information (BT-83).
    pub reference: Option<Field<String>>,
    /// Direct debit mandate (BT-89).
    pub mandate: Option<String>,
    /// Debited account (BT-91).
    pub debited_iban: Option<String>,
    /// What is to be paid this way, where the invoice divides the amount due (the Dutch G-account extension, NL-GA-03).
    #[serde(default)]
    pub amount: Option<Amount>,
}

impl PaymentMeans {
    /// True for a Dutch blocked account (G-rekening), by the name it is given.
    pub fn is_g_account(&self) -> bool {
        self.account_name.as_deref().is_some_and(|name| {
            let plain: String =
                name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            plain.contains("grekening") || plain.contains("gaccount")
        })
    }
}

/// Document totals (BG-22).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of the lines (BT-106).
    pub lines: Option<Field<Amount>>,
    /// Sum of allowances on document level (BT-107).
    pub allowances: Option<Field<Amount>>,
    /// Sum of charges on document level (BT-108).
    pub charges: Option<Field<Amount>>,
    /// Total without VAT (BT-109).
    pub net: Option<Field<Amount>>,
    /// Total VAT (BT-110).
    pub vat: Option<Field<Amount>>,
    /// Total VAT in the accounting currency (BT-111).
    pub vat_accounting: Option<Field<Amount>>,
    /// Total with VAT (BT-112).
    pub gross: Option<Field<Amount>>,
    /// Paid before (BT-113).
    pub prepaid: Option<Field<Amount>>,
    /// Rounding (BT-114).
    pub rounding: Option<Field<Amount>>,
    /// Due for payment (BT-115).
    pub payable: Option<Field<Amount>>,
}

/// One row of the VAT breakdown (BG-23).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VatBreakdown {
    /// Category (BT-118).
    pub category: Option<VatCategory>,
    /// Rate, per cent (BT-119).
    pub rate: Option<Decimal>,
    /// Taxable amount (BT-116).
    pub taxable: Option<Amount>,
    /// VAT (BT-117).
    pub vat: Option<Amount>,
    /// Why no VAT is charged (BT-120).
    pub exemption_reason: Option<String>,
    /// Why, as VATEX code (BT-121).
    pub exemption_code: Option<String>,
}

/// An allowance (discount) or a charge (BG-20, BG-21, BG-27, BG-28).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AllowanceCharge {
    /// True for a charge, false for an allowance.
    pub is_charge: bool,
    /// Amount without VAT (BT-92, BT-99, BT-136, BT-141).
    pub amount: Amount,
    /// Base (BT-93, BT-100, BT-137, BT-142).
    pub base: Option<Amount>,
    /// Per cent of the base (BT-94, BT-101, BT-138, BT-143).
    pub percent: Option<Decimal>,
    /// Category (BT-95, BT-102).
    pub category: Option<VatCategory>,
    /// VAT rate, per cent (BT-96, BT-103).
    pub rate: Option<Decimal>,
    /// Reason in words (BT-97, BT-104, BT-139, BT-144).
    pub reason: Option<String>,
    /// Reason as code, UNCL 5189 or 7161 (BT-98, BT-105, BT-140, BT-145).
    pub reason_code: Option<String>,
}

/// An invoice line (BG-25).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Line identifier (BT-126).
    pub id: Option<String>,
    /// Item name, with its description when there is no name (BT-153, BT-154).
    pub description: Option<String>,
    /// Note (BT-127).
    pub note: Option<String>,
    /// Quantity (BT-129).
    pub quantity: Option<Decimal>,
    /// Unit, UN/ECE Recommendation 20 code in e-invoices, else the printed word (BT-130).
    pub unit: Option<String>,
    /// Price of one unit without VAT (BT-146, divided by BT-149).
    pub unit_price: Option<Amount>,
    /// Line total without VAT (BT-131).
    pub net: Option<Amount>,
    /// Line total with VAT, where a printed invoice gives only that.
    pub gross: Option<Amount>,
    /// VAT category (BT-151).
    pub category: Option<VatCategory>,
    /// VAT rate, per cent (BT-152).
    pub rate: Option<Decimal>,
    /// Item identifier of the seller (BT-155).
    pub article: Option<String>,
    /// Item identifier of the standard catalogue, GTIN (BT-157).
    pub gtin: Option<String>,
    /// Order line (BT-132).
    pub order_line: Option<String>,
    /// Ledger account the buyer asked for (BT-133).
    pub accounting_cost: Option<String>,
    /// Period (BG-26).
    pub period: Option<Period>,
    /// Allowances and charges of the line (BG-27, BG-28).
    pub allowances_charges: Vec<AllowanceCharge>,
}
