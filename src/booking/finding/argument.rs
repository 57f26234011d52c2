//! The values that findings name.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use invoice::{Amount, DocumentType, Lang, Language};

/// A value of a finding.
pub(super) trait Argument {
    fn text(&self, lang: Lang) -> String;

    /// The fields that it says the finding is about.
    fn paths(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Fields of the output ("supplier.vat_id").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paths(pub Vec<Cow<'static, str>>);

impl Paths {
    /// These fields.
    pub fn of(fields: &[&'static str]) -> Self {
        Self(fields.iter().map(|field| Cow::Borrowed(*field)).collect())
    }
}

/// What the fields that matter most are called.
const NAMES: [(&str, &str, &str); 8] = [
    ("invoice_number", "factuurnummer", "invoice number"),
    ("issue_date", "factuurdatum", "date of issue"),
    ("totals.net", "bedrag zonder btw", "net total"),
    ("totals.vat", "btw-bedrag", "VAT total"),
    ("totals.gross", "totaal met btw", "gross total"),
    ("currency", "valuta", "currency"),
    ("supplier.name", "naam van de leverancier", "name of the supplier"),
    ("document_type", "soort stuk", "kind of document"),
];

impl Argument for DocumentType {
    fn text(&self, lang: Lang) -> String {
        let (nl, en) = match self {
            Self::Invoice => ("factuur", "invoice"),
            Self::CreditNote => ("creditnota", "credit note"),
            Self::Receipt => ("kassabon", "receipt"),
            Self::Reminder => ("herinnering", "reminder"),
            Self::Quote => ("offerte", "quote"),
            Self::Order => ("bestelling", "order"),
            Self::DeliveryNote => ("pakbon", "delivery note"),
            Self::Statement => ("overzicht", "statement"),
            Self::Other => ("iets anders", "something else"),
        };
        lang.pick(nl, en).to_owned()
    }
}

impl Argument for Paths {
    fn text(&self, lang: Lang) -> String {
        let name = |path: &Cow<'static, str>| {
            let known = NAMES.iter().find(|(known, ..)| known == path);
            known.map_or_else(
                || path.clone().into_owned(),
                |(_, nl, en)| lang.pick(*nl, *en).to_owned(),
            )
        };
        self.0.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn paths(&self) -> Vec<String> {
        self.0.iter().map(|path| path.clone().into_owned()).collect()
    }
}

/// The same document in the folder of another administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The administration.
    pub administration: String,
    /// Where it lies there.
    pub path: String,
}

impl Argument for Copy {
    fn text(&self, _: Lang) -> String {
        format!("{}: {}", self.administration, self.path)
    }
}

impl<T: Argument> Argument for Vec<T> {
    fn text(&self, lang: Lang) -> String {
        let all: Vec<String> = self.iter().map(|one| one.text(lang)).collect();
        all.join(", ")
    }
}

impl Argument for Language {
    fn text(&self, lang: Lang) -> String {
        self.name(lang).to_owned()
    }
}

/// What is written the same in both languages.
macro_rules! figures {
    ($($type:ty),+) => {
        $(impl Argument for $type {
            fn text(&self, _: Lang) -> String {
                self.to_string()
            }
        })+
    };
}
figures!(String, u32);

impl Argument for Amount {
    fn text(&self, lang: Lang) -> String {
        self.shown(lang)
    }
}

impl Argument for Date {
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.strftime("%d-%m-%Y").to_string(), self.to_string())
    }
}

impl Argument for Decimal {
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.to_string().replace('.', ","), self.to_string())
    }
}
