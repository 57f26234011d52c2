//! What CII knows and EN 16931 does not (EN 16931-3-3, CII-SR and CII-DT).
//!
//! Left out are rules that say another again (CII-SR-193 and 334), that a business rule says (CII-DT-033: BR-22 and
//! BR-23), and that never take effect where they are defined, because another is asked of the same element before them
//! (CII-DT-010 to 012). Of the two meanings of CII-SR-282 it has the first. Numbers that are in no row have no rule, or
//! are in `cii_syntax`.

use super::super::super::tree::{Attribute, Node};
use super::super::rule::{Rule, Severity};
use super::{Tables, Unless, found_by_walking};

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
    ($($id:literal $severity:ident $about:literal $under:literal / $name:literal: $nl:literal, $en:literal => $is_wrong:expr;)*) => {
        &[$(Unless {
            rule: Rule {
                id: $id,
                severity: Severity::$severity,
                about: $about,
                nl: $nl,
                en: $en,
                check: found_by_walking,
            },
            under: $under,
            name: $name,
            is_wrong: $is_wrong,
        }),*]
    };
}

static UNLESS: &[Unless] = unless![
    "CII-DT-015" Error "BT-124" "*ReferencedDocument" / "URIID":
        "Alleen een bijgevoegd document (soort 916) heeft een adres op het web; laat URIID weg.",
        "Only a supporting document (type 916) has an address on the web; leave URIID out."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-018" Error "BT-17, BT-18, BT-122" "*ReferencedDocument" / "TypeCode":
        "Alleen een AdditionalReferencedDocument heeft een soort: 50 (aanbesteding of kavel), 130 (gefactureerd object) of 916 (bijlage). Geef een van die drie, of laat TypeCode weg.",
        "Only an AdditionalReferencedDocument has a type: 50 (tender or lot), 130 (invoiced object) or 916 (supporting document). Give one of these, or leave TypeCode out."
        => |node| !is_additional(node, &["50", "130", "916"]);
    "CII-DT-021" Error "BT-123" "*ReferencedDocument" / "Name":
        "Alleen een bijgevoegd document (soort 916) heeft een omschrijving; laat Name weg.",
        "Only a supporting document (type 916) has a description; leave Name out."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-022" Error "BT-125" "*ReferencedDocument" / "AttachmentBinaryObject":
        "Alleen een bijgevoegd document (soort 916) heeft een bijlage; maak er een eigen verwijzing van.",
        "Only a supporting document (type 916) has an attachment; make a reference of its own for it."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-024" Error "BT-18-1, BT-128-1" "*ReferencedDocument" / "ReferenceTypeCode":
        "Alleen een gefactureerd object (soort 130) heeft een schema; laat ReferenceTypeCode weg.",
        "Only an invoiced object (type 130) has a scheme; leave ReferenceTypeCode out."
        => |node| !is_additional(node, &["130"]);
    "CII-DT-027" Error "BT-26" "*ReferencedDocument" / "FormattedIssueDateTime":
        "Alleen een eerdere factuur heeft een datum; laat FormattedIssueDateTime bij andere documenten weg.",
        "Only a preceding invoice has a date; leave FormattedIssueDateTime of other documents out."
        => |node| !is_child_of(node, "InvoiceReferencedDocument");
    "CII-DT-037" Error "BT-95-0, BT-102-0, BT-118-0, BT-151-0" "*TradeTax" / "TypeCode":
        "De belasting op een factuur van EN 16931 is btw; zet hier VAT.",
        "The tax on an invoice of EN 16931 is VAT; give VAT here."
        => |node| node.text() != "VAT";
    "CII-DT-041" Warning "BT-116" "*TradeTax" / "BasisAmount":
        "Op een regel kent EN 16931 geen grondslag van de btw: een ontvanger mag haar overslaan. Laat BasisAmount weg.",
        "EN 16931 does not know a taxable amount on a line: a receiver may skip it. Leave BasisAmount out."
        => |node| !is_of_document(node);
    "CII-DT-052" Warning "BT-121" "*TradeTax" / "ExemptionReasonCode":
        "Een korting of toeslag heeft geen code van vrijstelling: een ontvanger mag haar overslaan. Zet ExemptionReasonCode in de btw-uitsplitsing.",
        "An allowance or charge has no exemption code: a receiver may skip it. Give ExemptionReasonCode in the VAT breakdown."
        => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-054" Warning "BT-7" "*TradeTax" / "TaxPointDate":
        "Op een regel kent EN 16931 geen btw-datum: een ontvanger mag haar overslaan. Laat TaxPointDate weg.",
        "EN 16931 does not know a tax point date on a line: a receiver may skip it. Leave TaxPointDate out."
        => |node| !is_of_document(node);
    "CII-DT-058" Warning "BT-8" "*TradeTax" / "DueDateTypeCode":
        "Op een regel kent EN 16931 geen code van de btw-datum: een ontvanger mag haar overslaan. Laat DueDateTypeCode weg.",
        "EN 16931 does not know a tax point code on a line: a receiver may skip it. Leave DueDateTypeCode out."
        => |node| !is_of_document(node);
    "CII-DT-098" Warning "BT-120" "*TradeTax" / "ExemptionReason":
        "Een korting of toeslag heeft geen reden van vrijstelling: een ontvanger mag haar overslaan. Zet ExemptionReason in de btw-uitsplitsing.",
        "An allowance or charge has no exemption reason: a receiver may skip it. Give ExemptionReason in the VAT breakdown."
        => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-097" Error "" "*" / "DateTimeString":
        "Een datum met format 102 is acht cijfers, zoals 20260331.",
        "A date of format 102 is eight digits, such as 20260331."
        => is_no_date;
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
