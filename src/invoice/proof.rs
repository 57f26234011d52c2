//! What supports a value and how one was computed. The words for them are made where they are shown.

use std::borrow::Cow;

use serde::de::value::StrDeserializer;
use serde::de::{self, IntoDeserializer};
use serde::{Deserialize, Serialize};

use crate::{Amount, Lang, text, word};

/// A check or a sign that supports a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Modulo 97 of an account (ISO 13616).
    IbanCheckDigits,
    /// The check digits of a VAT identifier that was read on a page.
    VatIdCheckDigits,
    /// The check of a VAT identifier in an e-invoice.
    VatIdCheck,
    /// The check digits of a payment reference (ISO 11649, betalingskenmerk).
    CheckDigits,
    /// The one check digit of a payment reference (betalingskenmerk).
    CheckDigit,
    /// An identifier passes its check once signs that look alike were exchanged.
    LookAlikes,
    /// The only text of the page that is numbered as this supplier numbers its invoices.
    ShapeOfNumbers,
    /// Net, VAT and gross are printed and add up.
    TotalsAddUp,
    /// The rows of the VAT breakdown add up to the totals.
    VatRowsAddUp,
    /// The VAT is the rate times the net amount.
    VatIsRateTimesNet,
    /// The lines of each rate add up to its base.
    LinesOfRates,
    /// The lines add up to the net total.
    LinesAreNet,
    /// The lines add up to the gross total.
    LinesAreGross,
    /// The lines add up to the net total without what is outside VAT.
    LinesAreTaxed,
    /// The lines and the charges and discounts of the document add up to the totals.
    LinesAndCharges,
    /// The lines add up to some amount that is printed.
    LinesArePrinted,
    /// The amount of a line is its quantity times its price.
    QuantityTimesPrice,
    // What speaks for a name, in the order in which it is listed.
    /// A name in the list of chains of shops.
    Chain,
    /// A name with a word of a trade in it.
    Trade,
    /// A name behind the words "account holder".
    AccountHolder,
    /// A name at the head of an address.
    Address,
    /// A name at the head of the block of the addressee.
    AddressBlock,
    /// A name beside registration numbers.
    BesideRegistrations,
    /// A name that fits the web or e-mail domain.
    FitsDomain,
    /// A name under or beside a heading such as "Bill to".
    Heading,
    /// A name that ends with a legal form.
    LegalForm,
    /// Words at the head of a page.
    Letterhead,
    /// A name that is printed more than once.
    Repeated,
    /// A name that is printed as the address of a web site alone.
    Domain,
    /// A misread digit of an identifier was corrected; it is now right and in the creditor list.
    DigitOfIdentifier {
        /// What was read.
        was: String,
    },
    /// A misread digit of a total was corrected; now the totals add up and the VAT fits a rate.
    DigitOfTotal {
        /// What was read.
        was: Amount,
    },
    /// The words in which the ledger of an older program has it.
    #[serde(untagged)]
    Told(String),
}

impl Proof {
    /// Whether check digits were tried and pass.
    pub fn is_check_digit(&self) -> bool {
        matches!(
            self,
            Self::IbanCheckDigits | Self::VatIdCheckDigits | Self::CheckDigits | Self::CheckDigit
        )
    }

    /// In words.
    pub fn text(&self, lang: Lang) -> Cow<'static, str> {
        Cow::Borrowed(word!(lang, match self {
            Self::IbanCheckDigits => "controlecijfers van de IBAN" / "IBAN check digits";
            Self::VatIdCheckDigits => "controlecijfers van het btw-nummer" / "VAT id check digits";
            Self::VatIdCheck => "controle van het btw-nummer" / "VAT identifier check";
            Self::CheckDigits => "controlecijfers" / "check digits";
            Self::CheckDigit => "controlecijfer" / "check digit";
            Self::LookAlikes =>
                "letters en cijfers die op elkaar lijken verwisseld"
                / "letters and digits that look alike exchanged";
            Self::ShapeOfNumbers =>
                "genummerd zoals deze leverancier altijd doet" / "numbered as this supplier always does";
            Self::TotalsAddUp => "netto + btw = totaal" / "net + VAT = gross";
            Self::VatRowsAddUp => "btw-regels kloppen met het totaal" / "VAT rows add up";
            Self::VatIsRateTimesNet => "btw = tarief × netto" / "VAT = rate × net";
            Self::LinesOfRates => "regels van elk tarief kloppen" / "lines of each rate add up";
            Self::LinesAreNet =>
                "regels zijn samen het totaal zonder btw" / "lines add up to the net total";
            Self::LinesAreGross =>
                "regels zijn samen het totaal met btw" / "lines add up to the gross total";
            Self::LinesAreTaxed =>
                "regels zijn samen het belaste totaal" / "lines add up to the taxed total";
            Self::LinesAndCharges =>
                "regels en toeslagen zijn samen de totalen"
                / "lines and charges add up to the totals";
            Self::LinesArePrinted =>
                "regels zijn samen een afgedrukt bedrag" / "lines add up to a printed amount";
            Self::QuantityTimesPrice => "aantal × prijs = bedrag" / "quantity × price = amount";
            Self::Address => "adres" / "address";
            Self::AddressBlock => "adresblok" / "address block";
            Self::AccountHolder => "rekeninghouder" / "account holder";
            Self::LegalForm => "rechtsvorm" / "legal form";
            Self::BesideRegistrations => "naast registratienummers" / "beside registration numbers";
            Self::Letterhead => "briefhoofd" / "letterhead";
            Self::Heading => "kopje" / "heading";
            Self::Repeated => "meer dan eens afgedrukt" / "printed more than once";
            Self::Trade => "een woord van een vak" / "a word of a trade";
            Self::FitsDomain =>
                "past bij het web- of e-maildomein" / "fits the web or e-mail domain";
            Self::Domain => "het adres van een website" / "the address of a web site";
            Self::Chain => "een winkelketen" / "a chain of shops";
        } and {
            Self::DigitOfIdentifier { was } => return Cow::Owned(text!(
                lang,
                "{was}: één cijfer verbeterd; controlecijfers en crediteurenlijst",
                "{was}: one digit corrected; check digits and creditor list"
            )),
            Self::DigitOfTotal { was } => return Cow::Owned(text!(
                lang,
                "{was}: één cijfer verbeterd; netto + btw = totaal, btw = tarief × netto",
                "{was}: one digit corrected; net + VAT = gross, VAT = rate × net"
            )),
            Self::Told(words) => return Cow::Owned(words.clone()),
        }))
    }
}

/// How a value was computed that stands nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// From words and layout of the whole document.
    WholeDocument,
    /// No page has a word.
    NoWords,
    /// The document is in a language that is not read.
    UnreadLanguage,
    /// The currency is named somewhere on the page.
    CurrencyOnPage,
    /// The currency of the country of the seller.
    CountryOfSeller,
    /// By the country or the language of the document.
    CountryOrLanguage,
    /// Gross as the sum of the rows of VAT.
    SumOfVatRows,
    /// Net as gross less VAT.
    GrossLessVat,
    /// VAT as gross less net.
    GrossLessNet,
    /// The rows of VAT of the document, or the rate that fits its totals.
    VatRowsOrRate,
    /// BR-CO-15: BT-109 + BT-110.
    NetPlusVat,
    /// BR-CO-16: BT-115 + BT-113 - BT-114.
    PayableAndPrepaid,
    /// BR-CO-15: BT-112 - BT-110.
    NetOfTotals,
    /// BR-CO-15: BT-112 - BT-109.
    VatOfTotals,
    /// From other values that a person entered.
    Entered,
    /// From the lines that a person entered.
    EnteredLines,
    /// What a UBL file asks for beside what was read.
    Ubl,
}

impl Derivation {
    /// In words.
    pub fn text(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::WholeDocument =>
                "woorden en opmaak van het hele document"
                / "words and layout of the whole document";
            Self::NoWords => "geen woorden op enige pagina" / "no words on any page";
            Self::UnreadLanguage =>
                "in een taal die niet wordt gelezen" / "in a language that is not read";
            Self::CurrencyOnPage => "valuta op de pagina genoemd" / "currency named on the page";
            Self::CountryOfSeller => "land van de verkoper" / "country of the seller";
            Self::CountryOrLanguage =>
                "land of taal van het document" / "country or language of the document";
            Self::SumOfVatRows => "som van de btw-regels" / "sum of the VAT rows";
            Self::GrossLessVat => "totaal - btw" / "gross - VAT";
            Self::GrossLessNet => "totaal - netto" / "gross - net";
            Self::VatRowsOrRate =>
                "btw-regels van het document, of het tarief dat bij de totalen past"
                / "VAT rows of the document, or the rate that fits the totals";
            Self::NetPlusVat => "BT-109 + BT-110" / "BT-109 + BT-110";
            Self::PayableAndPrepaid => "BT-115 + BT-113 - BT-114" / "BT-115 + BT-113 - BT-114";
            Self::NetOfTotals => "BT-112 - BT-110" / "BT-112 - BT-110";
            Self::VatOfTotals => "BT-112 - BT-109" / "BT-112 - BT-109";
            Self::Entered => "wat iemand heeft ingevuld" / "what a person entered";
            Self::EnteredLines =>
                "de regels die iemand heeft ingevuld" / "the lines that a person entered";
            Self::Ubl => "wat UBL vraagt" / "what UBL asks for";
        })
    }
}

/// Where a value comes from that is on no page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, from = "String")]
pub enum Source {
    /// It was computed.
    Derived(Derivation),
    /// The path of its element in an e-invoice (`/Invoice/cbc:ID`); of a derived value in the ledger of an older
    /// program, the words for how it was computed.
    Path(String),
}

impl Source {
    /// The path, or how it was computed in words.
    pub fn text(&self, lang: Lang) -> &str {
        match self {
            Self::Derived(how) => how.text(lang),
            Self::Path(path) => path,
        }
    }
}

impl From<String> for Source {
    /// What is serialised: a path begins with a slash, all else is how the value was computed.
    fn from(text: String) -> Self {
        if !text.starts_with('/') {
            let name: StrDeserializer<'_, de::value::Error> = text.as_str().into_deserializer();
            if let Ok(how) = Derivation::deserialize(name) {
                return Self::Derived(how);
            }
        }
        Self::Path(text)
    }
}
