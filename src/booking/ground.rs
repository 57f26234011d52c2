//! Why a part of an invoice stands in the VAT return as it does.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use invoice::Lang;

/// The ground of a VAT code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The line has none: what is owed, VAT itself.
    #[default]
    None,
    /// The code that was used with this supplier before, or that a rule of the bookkeeper names.
    AsBefore,
    /// Insurance tax is no VAT.
    InsuranceTax,
    /// VAT of another country.
    Foreign,
    /// Art. 15 lid 5 Wet OB.
    Food,
    NothingDeducted,
    /// Fuel that was paid in cash.
    FuelInCash,
    /// Art. 9 lid 1 Wet OB.
    GeneralRate,
    /// Art. 9 lid 2 Wet OB.
    LowRate,
    /// A part without a rate.
    RateNotKnown,
    /// A rate that the Netherlands do not have.
    NoDutchRate,
    Deposit,
    /// Art. 12 Wet OB.
    ReverseCharge,
    /// Art. 138 VAT directive.
    IntraCommunity,
    /// Art. 28b Wet OB.
    Margin,
    /// Art. 11 Wet OB, insurance.
    Insurance,
    /// A purchase from another member state.
    FromEu,
    /// A seller under the scheme for small businesses of another member state.
    SmallBusinessOfEu,
    /// A service from outside the EU.
    FromOutsideEu,
    /// Art. 25 Wet OB.
    SmallBusiness,
    /// Nothing is charged, and nothing says why.
    NotCharged,
    /// Art. 11 Wet OB.
    Exempt,
    /// Art. 23 Wet OB.
    ImportWithLicence,
    /// The customs declaration has the VAT.
    Import,
    /// A sale with VAT.
    Charged,
    /// A sale under a scheme that charges none.
    Scheme,
    /// A service to another member state.
    ServiceToEu,
    Export,
    /// A sale that is exempt or outside VAT.
    ExemptOrOutside,
    /// A sale to another member state.
    ToEu,
    /// A sale to a country outside the EU.
    OutsideEu,
    /// A sale at 0 %.
    Zero,
    /// The words in which the ledger of an older program has it.
    #[serde(untagged)]
    Told(String),
}

impl Ground {
    /// In words.
    pub fn text(&self, lang: Lang) -> Cow<'static, str> {
        let (nl, en) = match self {
            Self::None => ("", ""),
            Self::AsBefore => {
                ("zoals eerder of zoals de regel zegt", "as before or as the rule says")
            }
            Self::InsuranceTax => ("assurantiebelasting is geen btw", "insurance tax is not VAT"),
            Self::Foreign => ("btw van een ander land", "VAT of another country"),
            Self::Food => (
                "eten en drinken in de horeca (art. 15 lid 5 Wet OB)",
                "food and drink on the spot (art. 15 lid 5 Wet OB)",
            ),
            Self::NothingDeducted => {
                ("deze administratie trekt geen btw af", "this administration deducts no VAT")
            }
            Self::FuelInCash => ("brandstof, contant betaald", "fuel, paid in cash"),
            Self::GeneralRate => ("Nederlandse btw, algemeen tarief", "Dutch VAT, general rate"),
            Self::LowRate => ("Nederlandse btw, laag tarief", "Dutch VAT, low rate"),
            Self::RateNotKnown => (
                "btw tegen een tarief dat in geen tabel staat",
                "VAT at a rate that no table knows",
            ),
            Self::NoDutchRate => ("geen Nederlands tarief", "no Dutch rate"),
            Self::Deposit => ("statiegeld of emballage", "deposit on packaging"),
            Self::ReverseCharge => ("btw verlegd", "reverse charge"),
            Self::IntraCommunity => ("intracommunautaire levering", "intra-Community supply"),
            Self::Margin => ("margeregeling (art. 28b Wet OB)", "margin scheme (art. 28b Wet OB)"),
            Self::Insurance => {
                ("verzekering: vrijgesteld (art. 11 Wet OB)", "insurance: exempt (art. 11 Wet OB)")
            }
            Self::FromEu => ("uit de EU", "from the EU"),
            Self::SmallBusinessOfEu => (
                "kleine ondernemer van een andere lidstaat",
                "small business of another member state",
            ),
            Self::FromOutsideEu => ("dienst van buiten de EU", "service from outside the EU"),
            Self::SmallBusiness => (
                "de verkoper valt onder de kleineondernemersregeling (art. 25 Wet OB)",
                "the seller is in the small businesses scheme (art. 25 Wet OB)",
            ),
            Self::NotCharged => ("geen btw berekend", "no VAT charged"),
            Self::Exempt => ("vrijgesteld (art. 11 Wet OB)", "exempt (art. 11 Wet OB)"),
            Self::ImportWithLicence => {
                ("invoer met een vergunning artikel 23", "import with an article 23 licence")
            }
            Self::Import => (
                "invoer: de btw komt met de douaneaangifte",
                "import: the VAT comes with the customs declaration",
            ),
            Self::Charged => ("btw berekend", "VAT charged"),
            Self::Scheme => (
                "onder deze regeling wordt geen btw berekend",
                "no VAT is charged under this scheme",
            ),
            Self::ServiceToEu => ("dienst aan de EU", "service to the EU"),
            Self::Export => ("uitvoer", "export"),
            Self::ExemptOrOutside => ("vrijgesteld of buiten de btw", "exempt or outside VAT"),
            Self::ToEu => ("naar de EU", "to the EU"),
            Self::OutsideEu => ("buiten de EU", "outside the EU"),
            Self::Zero => ("0 %", "0 %"),
            Self::Told(words) => return Cow::Owned(words.clone()),
        };
        Cow::Borrowed(lang.pick(nl, en))
    }
}
