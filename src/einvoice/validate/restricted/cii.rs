//! What CII knows and EN 16931 does not (EN 16931-3-3, CII-SR and CII-DT).
//!
//! Left out are rules that say another again (CII-SR-193 and 334), that a business rule says (CII-DT-033: BR-22 and
//! BR-23), and that never take effect where they are defined, because another is asked of the same element before them
//! (CII-DT-010 to 012). Of the two meanings of CII-SR-282 it has the first. Numbers that are in no row have no rule, or
//! are in `cii_syntax`.

use super::super::super::tree::{Attribute, Node};
use super::{Tables, Unless};

/// What the walk looks for in CII.
pub(super) static TABLES: Tables = Tables {
    rows: include_str!("../../facts/restricted-cii.txt"),
    unless: UNLESS,
    fine: &[
        (Attribute::CurrencyId, "TaxTotalAmount"), // BT-110 and BT-111 differ by it
        (Attribute::CurrencyCodeListVersionId, "TaxTotalAmount"),
    ],
    same: &[],
};

/// A table of elements that stay away unless something stands beside them.
macro_rules! unless {
    ($($id:literal $under:literal / $name:literal => $is_wrong:expr;)*) => {
        &[$(Unless {
            id: $id,
            under: $under,
            name: $name,
            is_wrong: $is_wrong,
        }),*]
    };
}

static UNLESS: &[Unless] = unless![
    "CII-DT-015" "*ReferencedDocument" / "URIID" => |node| !is_additional(node, &["916"]);
    "CII-DT-018" "*ReferencedDocument" / "TypeCode" => |node| !is_additional(node, &["50", "130", "916"]);
    "CII-DT-021" "*ReferencedDocument" / "Name" => |node| !is_additional(node, &["916"]);
    "CII-DT-022" "*ReferencedDocument" / "AttachmentBinaryObject" => |node| !is_additional(node, &["916"]);
    "CII-DT-024" "*ReferencedDocument" / "ReferenceTypeCode" => |node| !is_additional(node, &["130"]);
    "CII-DT-027" "*ReferencedDocument" / "FormattedIssueDateTime" => |node| !is_child_of(node, "InvoiceReferencedDocument");
    "CII-DT-037" "*TradeTax" / "TypeCode" => |node| node.text() != "VAT";
    "CII-DT-041" "*TradeTax" / "BasisAmount" => |node| !is_of_document(node);
    "CII-DT-052" "*TradeTax" / "ExemptionReasonCode" => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-054" "*TradeTax" / "TaxPointDate" => |node| !is_of_document(node);
    "CII-DT-058" "*TradeTax" / "DueDateTypeCode" => |node| !is_of_document(node);
    "CII-DT-098" "*TradeTax" / "ExemptionReason" => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-097" "*" / "DateTimeString" => is_no_date;
];

fn is_child_of(node: Node<'_>, name: &str) -> bool {
    node.parent().is_some_and(|parent| parent.local() == name)
}

/// Whether it is of a document that is named with one of these types.
fn is_additional(node: Node<'_>, types: &[&str]) -> bool {
    node.parent().is_some_and(|document| {
        document.local() == "AdditionalReferencedDocument"
            && document.all("TypeCode").any(|code| types.contains(&code.text()))
    })
}

/// Whether it is of the whole document, not of a line.
fn is_of_document(node: Node<'_>) -> bool {
    std::iter::successors(node.parent(), |node| node.parent())
        .any(|above| above.local() == "ApplicableHeaderTradeSettlement")
}

/// Whether it says to be a date of year, month and day (102), and is none. That the day exists is asked elsewhere.
fn is_no_date(node: Node<'_>) -> bool {
    // the one in a FormattedIssueDateTime is of another type
    let is_another = node.parent().is_some_and(|parent| parent.local().starts_with("Formatted"));
    let text = node.text();
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<u8>().ok());
    let is_date = text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && number(4..6).is_some_and(|month| (1..=12).contains(&month))
        && number(6..8).is_some_and(|day| (1..=31).contains(&day));
    node.attribute(Attribute::Format) == Some("102") && !is_another && !is_date
}
