use std::collections::BTreeSet;

use super::super::validate;
use super::*;

const FULL: &str = include_str!("../samples/full.ubl.xml");
const FULL_CII: &str = include_str!("../samples/full.cii.xml");

/// The rules of the tables that a document with this inside does not meet.
fn found(root: &str, inside: &str) -> BTreeSet<&'static str> {
    of_xml(&document(root, inside))
}

fn document(root: &str, inside: &str) -> String {
    if root.starts_with("CrossIndustryInvoice") {
        return format!(
            "<{root}><ExchangedDocumentContext><GuidelineSpecifiedDocumentContextParameter>\
            <ID>urn:cen.eu:en16931:2017</ID></GuidelineSpecifiedDocumentContextParameter></ExchangedDocumentContext>\
            {inside}</CrossIndustryInvoice>"
        );
    }
    format!(
        r#"<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"><CustomizationID>urn:cen.eu:en16931:2017</CustomizationID>{inside}</{root}>"#
    )
}

fn of_xml(xml: &str) -> BTreeSet<&'static str> {
    let ours: BTreeSet<_> =
        all().iter().flat_map(|(_, table)| *table).map(|rule| rule.id).collect();
    let findings = validate(xml.as_bytes()).unwrap().findings;
    findings.iter().map(|finding| finding.rule.id).filter(|id| ours.contains(id)).collect()
}

/// Elements of a path, one in the other, the last with this attribute.
fn nested(path: &str, attribute: &str) -> String {
    let mut steps: Vec<_> = path.split('/').filter(|step| !step.is_empty()).collect();
    let Some(last) = steps.pop() else {
        return String::new();
    };
    let mut text = format!("<{last}{attribute}>1</{last}>");
    for step in steps.iter().rev() {
        text = format!("<{step}>{text}</{step}>");
    }
    text
}

/// A rule that another rule says again of the same element.
const TWICE: &[(&str, &str)] = &[("UBL-CR-430", "UBL-CR-664"), ("UBL-CR-431", "UBL-CR-664")];

/// A place of the tables: the rule, how serious it is, the path, and the attribute.
type Place = (String, Severity, String, Option<&'static str>);

/// Every place of every row.
fn places(tables: &Tables) -> Vec<Place> {
    let mut out = Vec::new();
    for Row { id, severity, root, under, name } in rows(tables.rows) {
        let (path, attribute) =
            name.split_once('@').map_or((name, None), |(path, attribute)| (path, Some(attribute)));
        for under in under.split('|').filter(|under| *under != "@") {
            let under = match under.strip_prefix('*') {
                Some("") => "AnyGroup".to_owned(),
                Some(ending) => format!("Any{ending}"),
                None => format!("{root}/{under}"),
            };
            out.push((id.clone(), severity, format!("{under}/{path}"), attribute));
        }
    }
    out
}

#[test]
fn each_element_of_the_tables_is_found_by_its_own_rule_alone() {
    for (tables, root) in [(&ubl::TABLES, "Invoice"), (&cii::TABLES, "CrossIndustryInvoice")] {
        for (id, severity, path, attribute) in places(tables) {
            let attribute = attribute.map_or(String::new(), |name| format!(r#" {name}="x""#));
            let mut expected = BTreeSet::from([id.as_str()]);
            expected.extend(TWICE.iter().filter(|(a, _)| *a == id).map(|(_, b)| *b));
            let inside = nested(&path, &attribute);
            if inside.is_empty() {
                // the element of the document itself
                assert_eq!(found(&format!("{root}{attribute}"), ""), expected);
                continue;
            }
            assert_eq!(found(root, &inside), expected, "{inside}");
            let rule = super::super::rule(&id).unwrap();
            assert_eq!(rule.severity, severity, "{id}");
            // and of a line of a credit note too
            if root == "Invoice" {
                let credited = inside
                    .replace("<InvoiceLine>", "<CreditNoteLine>")
                    .replace("</InvoiceLine>", "</CreditNoteLine>");
                assert_eq!(found("CreditNote", &credited), expected, "{credited}");
            }
        }
    }
}

#[test]
fn each_attribute_of_the_table_is_found_by_its_own_rule_alone() {
    let everywhere: Vec<_> =
        rows(ubl::TABLES.rows).into_iter().filter(|row| row.under == "@").collect();
    assert_eq!(everywhere.len(), 22);
    for Row { id, name, .. } in everywhere {
        let inside = format!(r#"<Note {name}="x">1</Note>"#);
        assert_eq!(found("Invoice", &inside), BTreeSet::from([id.as_str()]), "{inside}");
    }
    // BT-82
    let means =
        r#"<PaymentMeans><PaymentMeansCode name="SEPA">58</PaymentMeansCode></PaymentMeans>"#;
    assert_eq!(found("Invoice", means), BTreeSet::new());
}

/// What stays away unless something stands beside it: rule, where it is wrong, and where it is fine.
#[rustfmt::skip]
const BESIDE: &[(&str, &str, &str)] = &[
    ("CII-DT-015", "<AdditionalReferencedDocument><URIID>1</URIID></AdditionalReferencedDocument>", "<AdditionalReferencedDocument><URIID>1</URIID><TypeCode>916</TypeCode></AdditionalReferencedDocument>"),
    ("CII-DT-015", "<ContractReferencedDocument><URIID>1</URIID></ContractReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>916</TypeCode><URIID>1</URIID></AdditionalReferencedDocument>"),
    ("CII-DT-018", "<AdditionalReferencedDocument><TypeCode>751</TypeCode></AdditionalReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>130</TypeCode></AdditionalReferencedDocument>"),
    ("CII-DT-018", "<InvoiceReferencedDocument><TypeCode>50</TypeCode></InvoiceReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>50</TypeCode></AdditionalReferencedDocument>"),
    ("CII-DT-021", "<AdditionalReferencedDocument><TypeCode>130</TypeCode><Name>1</Name></AdditionalReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>916</TypeCode><Name>1</Name></AdditionalReferencedDocument>"),
    ("CII-DT-022", "<AdditionalReferencedDocument><TypeCode>130</TypeCode><AttachmentBinaryObject>1</AttachmentBinaryObject></AdditionalReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>916</TypeCode><AttachmentBinaryObject>1</AttachmentBinaryObject></AdditionalReferencedDocument>"),
    ("CII-DT-024", "<AdditionalReferencedDocument><TypeCode>916</TypeCode><ReferenceTypeCode>1</ReferenceTypeCode></AdditionalReferencedDocument>", "<AdditionalReferencedDocument><TypeCode>130</TypeCode><ReferenceTypeCode>1</ReferenceTypeCode></AdditionalReferencedDocument>"),
    ("CII-DT-027", "<ContractReferencedDocument><FormattedIssueDateTime/></ContractReferencedDocument>", "<InvoiceReferencedDocument><FormattedIssueDateTime/></InvoiceReferencedDocument>"),
    ("CII-DT-037", "<ApplicableTradeTax><TypeCode>GST</TypeCode></ApplicableTradeTax>", "<ApplicableTradeTax><TypeCode>VAT</TypeCode></ApplicableTradeTax>"),
    ("CII-DT-041", "<ApplicableTradeTax><BasisAmount>1</BasisAmount></ApplicableTradeTax>", "<ApplicableHeaderTradeSettlement><ApplicableTradeTax><BasisAmount>1</BasisAmount></ApplicableTradeTax></ApplicableHeaderTradeSettlement>"),
    ("CII-DT-052", "<CategoryTradeTax><ExemptionReasonCode>1</ExemptionReasonCode></CategoryTradeTax>", "<ApplicableTradeTax><ExemptionReasonCode>1</ExemptionReasonCode></ApplicableTradeTax>"),
    ("CII-DT-054", "<ApplicableTradeTax><TaxPointDate/></ApplicableTradeTax>", "<ApplicableHeaderTradeSettlement><Group><ApplicableTradeTax><TaxPointDate/></ApplicableTradeTax></Group></ApplicableHeaderTradeSettlement>"),
    ("CII-DT-058", "<ApplicableTradeTax><DueDateTypeCode>5</DueDateTypeCode></ApplicableTradeTax>", "<ApplicableHeaderTradeSettlement><ApplicableTradeTax><DueDateTypeCode>5</DueDateTypeCode></ApplicableTradeTax></ApplicableHeaderTradeSettlement>"),
    ("CII-DT-097", r#"<IssueDateTime><DateTimeString format="102">2026-03-31</DateTimeString></IssueDateTime>"#, r#"<IssueDateTime><DateTimeString format="102"> 20260331 </DateTimeString></IssueDateTime>"#),
    ("CII-DT-097", r#"<IssueDateTime><DateTimeString format="102">20261331</DateTimeString></IssueDateTime>"#, r#"<IssueDateTime><DateTimeString format="203">202603311200</DateTimeString></IssueDateTime>"#),
    ("CII-DT-097", r#"<IssueDateTime><DateTimeString format="102">20260300</DateTimeString></IssueDateTime>"#, r#"<FormattedIssueDateTime><DateTimeString format="102">x</DateTimeString></FormattedIssueDateTime>"#),
    ("CII-DT-098", "<CategoryTradeTax><ExemptionReason>1</ExemptionReason></CategoryTradeTax>", "<ApplicableTradeTax><ExemptionReason>1</ExemptionReason></ApplicableTradeTax>"),
];

#[test]
fn what_may_stand_beside_something_is_found_without_it() {
    let root = "CrossIndustryInvoice";
    for (id, wrong, fine) in BESIDE {
        assert_eq!(found(root, wrong), BTreeSet::from([*id]), "{wrong}");
        assert_eq!(found(root, fine), BTreeSet::new(), "{fine}");
    }
    for unless in cii::TABLES.unless {
        assert!(BESIDE.iter().any(|(id, ..)| *id == unless.id), "{} has no example", unless.id);
    }
}

#[test]
fn an_invoice_with_every_term_of_the_standard_has_nothing_of_the_table() {
    assert_eq!(of_xml(FULL), BTreeSet::new());
    assert_eq!(of_xml(FULL_CII), BTreeSet::new());
}

#[test]
fn the_same_element_elsewhere_and_another_language_are_left_alone() {
    // these stay away from the invoice, not from where they belong
    let inside = "<AnyGroup><Signature>1</Signature></AnyGroup>";
    assert_eq!(found("Invoice", inside), BTreeSet::new());
    // each place counts, and is named
    let xml = FULL.replacen("</Invoice>", "<Signature/><Signature/></Invoice>", 1);
    let mut findings = validate(xml.as_bytes()).unwrap().findings;
    findings.retain(|finding| finding.rule.id.starts_with("UBL-"));
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((finding.rule.id, finding.count), ("UBL-CR-137", 2));
    assert_eq!(finding.severity, Severity::Warning);
    for (xml, other) in [
        (FULL_CII.replace("ram:PostcodeCode", "PaymentAlternativeCurrencyCode"), "UBL-"),
        (FULL.replace("cbc:Note", "cbc:PostOfficeBox"), "CII-"),
    ] {
        let found = validate(xml.as_bytes()).unwrap().findings;
        assert!(found.iter().all(|f| !f.rule.id.starts_with(other)));
    }
}

#[test]
fn attributes_of_identifiers_and_amounts_of_cii_have_their_exceptions() {
    let root = "CrossIndustryInvoice";
    // an identifier without a scheme has its own rules, the others another set
    let number = r#"<ExchangedDocument><ID schemeID="a" schemeName="b">1</ID></ExchangedDocument>"#;
    assert_eq!(found(root, number), BTreeSet::from(["CII-DT-001", "CII-DT-005"]));
    let party = r#"<SellerTradeParty><ID schemeID="a" schemeName="b">1</ID></SellerTradeParty>"#;
    assert_eq!(found(root, party), BTreeSet::from(["CII-DT-101"]));
    // BT-110 and BT-111 are told apart by their currency
    let total = r#"<TaxTotalAmount currencyID="EUR">1</TaxTotalAmount>"#;
    assert_eq!(found(root, total), BTreeSet::new());
    // the language is asked of the document alone
    let note = r#"<IncludedNote languageID="nl">1</IncludedNote>"#;
    assert_eq!(found(root, note), BTreeSet::new());
}

#[test]
fn an_extension_of_cii_is_not_held_to_what_it_extends() {
    let xml = FULL_CII.replacen(
        "<ram:InvoiceCurrencyCode>",
        "<ram:InvoicerTradeParty/><ram:InvoiceCurrencyCode>",
        1,
    );
    assert_eq!(of_xml(&xml), BTreeSet::from(["CII-SR-350"]));
    let extended = xml.replacen(
        ">urn:cen.eu:en16931:2017<",
        ">urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended<",
        1,
    );
    assert_ne!(extended, xml);
    assert_eq!(of_xml(&extended), BTreeSet::new());
}

#[test]
fn the_sentence_names_the_element_and_what_it_stands_in() {
    for (id, place) in [
        ("CII-SR-442", "ApplicableHeaderTradeAgreement/Reference"),
        (
            "CII-SR-223",
            "ApplicableHeaderTradeAgreement/SellerTradeParty/SpecifiedLegalOrganization/LegalClassificationCode",
        ),
        ("CII-SR-013", "ExchangedDocument/Name"),
        ("CII-DT-038", "…TradeTax/CalculatedRate"),
        ("CII-DT-031", "…Amount@currencyID"),
        ("CII-DT-005", "@schemeID"),
        ("CII-DT-013", "@languageID"),
        ("UBL-CR-648", "CustomizationID@schemeID"),
        ("UBL-CR-660", "Country/IdentificationCode@listID"),
        ("UBL-DT-08", "@schemeName"),
    ] {
        let rule = super::super::rule(id).unwrap();
        assert!(rule.nl.contains(&format!(" {place} niet")), "{}", rule.nl);
        assert!(rule.en.contains(&format!(" {place}: ")), "{}", rule.en);
    }
}
