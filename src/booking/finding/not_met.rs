//! Rules of the specification of an e-invoice.

use serde::{Deserialize, Serialize};

use einvoice::validate::{self, Rule};
use invoice::{Lang, Severity};

use super::Found;

/// An e-invoice does not meet a rule of its specification: id, sentences and terms are those of [`einvoice::validate`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMet {
    /// The rule's identifier.
    pub rule: String,
    /// An error, not a recommendation.
    pub is_error: bool,
}

/// Rules about amounts and parties: what is owed, or to whom, is doubtful where one is not met.
const MONEY: [&str; 19] = [
    "BR-12",
    "BR-13",
    "BR-14",
    "BR-15",
    "BR-24",
    "BR-45",
    "BR-46",
    "BR-47",
    "BR-48",
    "BR-CO-1",
    "BR-GA-3",
    "DZ-ATTRIBUTE",
    "DZ-ELEMENT",
    "DZ-NAMESPACE",
    "DZ-NUMBER",
    "DZ-TWICE",
    "UBL-SR-12",
    "UBL-SR-18",
    "UBL-SR-23",
];

impl NotMet {
    fn info(&self) -> Option<&'static Rule> {
        validate::rule(&self.rule)
    }

    fn is_about_money(&self) -> bool {
        let id = &self.rule;
        let is_vat = ["-05", "-06", "-07", "-08", "-09"].iter().any(|end| id.ends_with(end))
            && id.matches('-').count() == 2
            && !id.starts_with("BR-DEC")
            && !id.starts_with("BR-CL");
        is_vat || MONEY.iter().any(|start| id.starts_with(start))
    }
}

impl Found for NotMet {
    fn id(&self) -> &str {
        &self.rule
    }

    /// Only what makes its amounts doubtful keeps it from being booked: a receiver may refuse an invoice without a unit
    /// code, and can still see what it is for.
    fn severity(&self) -> Severity {
        match (self.is_error, self.is_about_money()) {
            (true, true) => Severity::Error,
            (true, false) => Severity::Warning,
            (false, _) => Severity::Info,
        }
    }

    fn wants_person(&self) -> bool {
        self.severity() == Severity::Error
    }

    fn fields(&self) -> Vec<String> {
        self.info().map_or_else(Vec::new, |rule| fields_of(rule.about))
    }

    fn text(&self, lang: Lang) -> String {
        let (nl, en) = self.info().map_or(
            (
                "Er is niet voldaan aan een regel van de specificatie van de e-factuur.",
                "A rule of the e-invoice's specification is not met.",
            ),
            |rule| (rule.nl, rule.en),
        );
        lang.pick(nl, en).to_owned()
    }
}

/// The fields of the output that business terms are.
fn fields_of(about: &str) -> Vec<String> {
    const FIELDS: [(&str, &str); 22] = [
        ("BT-1", "invoice_number"),
        ("BT-2", "issue_date"),
        ("BT-3", "document_type"),
        ("BT-5", "currency"),
        ("BT-9", "due_date"),
        ("BT-13", "order_reference"),
        ("BT-25", "credited_invoice"),
        ("BT-27", "supplier.name"),
        ("BT-30", "supplier.kvk"),
        ("BT-31", "supplier.vat_id"),
        ("BG-5", "supplier.address"),
        ("BT-44", "customer.name"),
        ("BT-48", "customer.vat_id"),
        ("BG-8", "customer.address"),
        ("BT-72", "supply_date"),
        ("BT-84", "supplier.iban"),
        ("BT-109", "totals.net"),
        ("BT-110", "totals.vat"),
        ("BT-112", "totals.gross"),
        ("BT-115", "totals.payable"),
        ("BT-116", "vat_breakdown"),
        ("BT-117", "vat_breakdown"),
    ];
    about
        .split(", ")
        .filter_map(|term| FIELDS.iter().find(|(known, _)| *known == term))
        .map(|(_, field)| (*field).to_owned())
        .collect()
}
