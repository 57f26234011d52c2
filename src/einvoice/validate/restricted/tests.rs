use std::collections::BTreeSet;

use super::super::validate;
use super::*;

const FULL: &str = include_str!("../samples/full.ubl.xml");

/// The rules of the table that a document with this inside does not meet.
fn found(root: &str, inside: &str) -> BTreeSet<&'static str> {
    let xml = format!(
        r#"<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"><CustomizationID>urn:cen.eu:en16931:2017</CustomizationID>{inside}</{root}>"#
    );
    of(&xml)
}

fn of(xml: &str) -> BTreeSet<&'static str> {
    let ours: BTreeSet<_> = all().iter().map(|rule| rule.id).collect();
    let findings = validate(xml.as_bytes()).unwrap().findings;
    findings
        .iter()
        .map(|finding| finding.rule.id)
        .filter(|id| ours.contains(id))
        .collect()
}

/// Elements of a path, one in the other, the last with this attribute.
fn nested(path: &str, attribute: &str) -> String {
    let mut steps: Vec<_> = path.split('/').filter(|step| !step.is_empty()).collect();
    let last = steps.pop().unwrap();
    let mut text = format!("<{last}{attribute}>1</{last}>");
    for step in steps.iter().rev() {
        text = format!("<{step}>{text}</{step}>");
    }
    text
}

/// A rule that another rule says again of the same element.
const TWICE: &[(&str, &str)] = &[("UBL-CR-430", "UBL-CR-664"), ("UBL-CR-431", "UBL-CR-664")];

#[test]
fn each_element_of_the_table_is_found_by_its_own_rule_alone() {
    for (first, under, names) in ELEMENTS {
        for (number, name) in (*first..).zip(names.split_whitespace()) {
            let id = format!("UBL-CR-{number:03}");
            let (name, attribute) = name
                .split_once('@')
                .map_or((name, String::new()), |(n, a)| (n, format!(r#" {a}="x""#)));
            let under = if *under == "*" { "AnyGroup" } else { under };
            let inside = nested(&format!("{under}/{name}"), &attribute);
            let mut expected = BTreeSet::from([id.as_str()]);
            expected.extend(TWICE.iter().filter(|(a, _)| *a == id).map(|(_, b)| *b));
            assert_eq!(found("Invoice", &inside), expected, "{inside}");
            // and of a line of a credit note too
            let credited = inside
                .replace("<InvoiceLine>", "<CreditNoteLine>")
                .replace("</InvoiceLine>", "</CreditNoteLine>");
            assert_eq!(found("CreditNote", &credited), expected, "{credited}");
        }
    }
}

#[test]
fn each_attribute_of_the_table_is_found_by_its_own_rule_alone() {
    for (id, attribute) in ATTRIBUTES {
        let inside = format!(r#"<Note {}="x">1</Note>"#, attribute.name());
        assert_eq!(found("Invoice", &inside), BTreeSet::from([*id]), "{inside}");
    }
    // BT-82
    let means =
        r#"<PaymentMeans><PaymentMeansCode name="SEPA">58</PaymentMeansCode></PaymentMeans>"#;
    assert_eq!(found("Invoice", means), BTreeSet::new());
}

#[test]
fn an_invoice_with_every_term_of_the_standard_has_nothing_of_the_table() {
    assert_eq!(of(FULL), BTreeSet::new());
}

#[test]
fn the_same_element_elsewhere_and_another_language_are_left_alone() {
    // these stay away from the invoice, not from where they belong
    let inside = "<AnyGroup><Signature>1</Signature></AnyGroup>";
    assert_eq!(found("Invoice", inside), BTreeSet::new());
    // each place counts, and is named
    let xml = FULL.replacen("</Invoice>", "<Signature/><Signature/></Invoice>", 1);
    let findings = validate(xml.as_bytes()).unwrap().findings;
    let [finding] = &findings[..] else {
        panic!("{findings:?}")
    };
    assert_eq!((finding.rule.id, finding.count), ("UBL-CR-137", 2));
    assert_eq!(finding.severity, Severity::Warning);
    let cii = include_bytes!("../../samples/invoice.cii.xml");
    let found = validate(cii).unwrap().findings;
    assert!(found.iter().all(|f| !f.rule.id.starts_with("UBL-")));
}
