//! For every rule a document that breaks it, and nothing else than it cannot help breaking with it.

use std::collections::BTreeSet;

use super::*;

mod cii;
mod en;
mod nlcius;
mod peppol;

use cii::{CII_BINDING_CASES, CII_CASES};
use en::CASES;
use nlcius::{G_CASES, NLCIUS_CASES, WITH_G_ACCOUNT};
use peppol::PEPPOL_CASES;

const FULL: &str = include_str!("samples/full.ubl.xml");
const FULL_CII: &str = include_str!("samples/full.cii.xml");
const EN: &str = "urn:cen.eu:en16931:2017";
const PEPPOL: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const NLCIUS: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0";
const G_ACCOUNT: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0#conformant#urn:fdc:nen.nl:gaccount:v1.0";

/// The rules that a document does not meet.
fn broken(xml: &str) -> BTreeSet<&'static str> {
    let found = validate(xml.as_bytes()).unwrap();
    found.findings.iter().map(|f| f.rule.id).collect()
}

fn of_specification(id: &str) -> String {
    FULL.replacen(
        &format!(">{EN}</cbc:CustomizationID>"),
        &format!(">{id}</cbc:CustomizationID>"),
        1,
    )
}

/// A document with each first text replaced by the second, once.
fn edited(xml: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(xml.to_owned(), |xml, (old, new)| {
        assert!(xml.contains(old), "{old}");
        xml.replacen(old, new, 1)
    })
}

/// A row of the table: the rules that break, and the edits that break them.
type Case = (&'static [&'static str], &'static [(&'static str, &'static str)]);

const S21: &str = "<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>";
const PAYABLE: &str = r#"<cbc:PayableAmount currencyID="EUR">301.00</cbc:PayableAmount>"#;
const DOC_ALLOWANCE: &str = "<cbc:AllowanceChargeReason>korting</cbc:AllowanceChargeReason>";
const DOC_CHARGE: &str = "<cbc:AllowanceChargeReason>vracht</cbc:AllowanceChargeReason>";
const LINE_ALLOWANCE: &str = "<cbc:AllowanceChargeReason>actie</cbc:AllowanceChargeReason>";
const LINE_CHARGE: &str = "<cbc:AllowanceChargeReason>spoed</cbc:AllowanceChargeReason>";
const MEANS_END: &str = "</cac:PayeeFinancialAccount></cac:PaymentMeans>";
const COUNTRY: &str =
    "<cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>";
const SELLER: &str = "<cac:AccountingSupplierParty><cac:Party>";
const BUYER: &str = "<cac:AccountingCustomerParty><cac:Party>";
const VAT_SCHEME: &str = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

/// Rules that a table breaks, each first in a row of its own; panics where something else broke.
fn run(base: &str, cases: &[Case], tested: &mut BTreeSet<&'static str>) {
    assert_eq!(broken(base), BTreeSet::new());
    let mut wrong = Vec::new();
    for (rules, edits) in cases {
        let xml = edited(base, edits);
        save(rules[0], &xml);
        let expected: BTreeSet<&str> = rules.iter().copied().collect();
        // an element that lacks or repeats a part breaks the schema too
        let mut found = broken(&xml);
        found.retain(|id| expected.contains(id) || !is_of_grammar(id));
        if found != expected {
            wrong.push(format!("{}: {found:?} instead of {expected:?}", rules[0]));
        }
        tested.extend(*rules);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_of_grammar(id: &str) -> bool {
    grammar::RULES.iter().any(|rule| rule.id == id)
}

/// Puts a broken document where other validators can look at it, when asked.
fn save(rule: &str, xml: &str) {
    if let Some(folder) = std::env::var_os("DIZZY_BROKEN") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{rule}.xml")), xml).unwrap();
    }
}

/// A small invoice with a line, an allowance and a charge of one category.
fn of_category(code: &str, rate: Option<&str>, reason: Option<&str>, vat: &str) -> String {
    let percent = rate.map_or(String::new(), |rate| format!("<cbc:Percent>{rate}</cbc:Percent>"));
    let tax = |name: &str| {
        format!("<cac:{name}><cbc:ID>{code}</cbc:ID>{percent}{VAT_SCHEME}</cac:{name}>")
    };
    let reason = reason.map_or(String::new(), |reason| {
        format!("<cbc:TaxExemptionReason>{reason}</cbc:TaxExemptionReason>")
    });
    let ids = |id: &str| {
        if code == "O" {
            String::new()
        } else {
            format!(
                "<cac:PartyTaxScheme><cbc:CompanyID>{id}</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme>"
            )
        }
    };
    let gross: rust_decimal::Decimal = "110.00".parse::<rust_decimal::Decimal>().unwrap()
        + vat.parse::<rust_decimal::Decimal>().unwrap();
    format!(
        r#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>{EN}</cbc:CustomizationID><cbc:ID>1</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate><cbc:DueDate>2026-04-30</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
{SELLER}<cac:PostalAddress>{COUNTRY}</cac:PostalAddress>{}<cac:PartyLegalEntity><cbc:RegistrationName>A</cbc:RegistrationName><cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
{BUYER}<cac:PostalAddress>{COUNTRY}</cac:PostalAddress>{}<cac:PartyLegalEntity><cbc:RegistrationName>B</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:Delivery><cbc:ActualDeliveryDate>2026-03-30</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address>{COUNTRY}</cac:Address></cac:DeliveryLocation></cac:Delivery>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>k</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">10.00</cbc:Amount>{}</cac:AllowanceCharge>
<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>t</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">20.00</cbc:Amount>{}</cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>{code}</cbc:ID>{percent}{reason}{VAT_SCHEME}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">110.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount currencyID="EUR">20.00</cbc:ChargeTotalAmount><cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>x</cbc:Name>{}</cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine></Invoice>"#,
        ids("NL004495445B01"),
        ids("NL002455799B11"),
        tax("TaxCategory"),
        tax("TaxCategory"),
        tax("ClassifiedTaxCategory"),
    )
}

/// Breaks the ten rules of a category one after the other.
fn run_category(
    prefix: &str,
    code: &'static str,
    rate: Option<&str>,
    tested: &mut BTreeSet<&'static str>,
) {
    let has_reason = !matches!(code, "S" | "Z" | "L" | "M");
    let vat = match rate {
        Some("21") => "23.10",
        Some("7") => "7.70",
        _ => "0.00",
    };
    let base = of_category(code, rate, has_reason.then_some("reden"), vat);
    assert_eq!(broken(&base), BTreeSet::new(), "{code}");
    let mut check = |suffixes: &[&str], others: &[&str], xml: String| {
        let ids: BTreeSet<String> = suffixes
            .iter()
            .map(|suffix| format!("{prefix}-{suffix}"))
            .chain(others.iter().map(|other| (*other).to_owned()))
            .collect();
        save(&format!("{prefix}-{}", suffixes[0]), &xml);
        let found = broken(&xml);
        let found_owned: BTreeSet<String> = found.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(found_owned, ids, "{prefix}-{}", suffixes[0]);
        tested.extend(found);
    };
    let percent = rate.map_or(String::new(), |rate| format!("<cbc:Percent>{rate}</cbc:Percent>"));
    let line = format!("<cac:ClassifiedTaxCategory><cbc:ID>{code}</cbc:ID>{percent}");
    let part = format!("<cac:TaxCategory><cbc:ID>{code}</cbc:ID>{percent}");
    let end = base.find("</cac:AllowanceCharge>").unwrap();
    let subtotal = base.find("<cac:TaxSubtotal>").unwrap();
    let subtotal_end = base.find("</cac:TaxTotal>").unwrap();

    // -01: no row
    let no_row = format!("{}{}", &base[..subtotal], &base[subtotal_end..]);
    check(&["01"], &["BR-CO-18"], no_row);
    // -02, -03, -04: identifiers, of which each kind of part is left with the category in turn

    let broken_ids = if code == "O" {
        base.replacen(
            "<cac:PartyLegalEntity><cbc:RegistrationName>A",
            &format!("<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>A"),
            1,
        )
    } else {
        base.replacen(
            &format!("<cac:PartyTaxScheme><cbc:CompanyID>NL004495445B01</cbc:CompanyID>{VAT_SCHEME}</cac:PartyTaxScheme>"),
            "",
            1,
        )
    };
    check(&["02", "03", "04"], &[], broken_ids);
    // -05, -06, -07: the rate of the line, the allowance, the charge
    let wrong = match code {
        "S" => "<cbc:Percent>0</cbc:Percent>",
        "L" | "M" => "<cbc:Percent>-1</cbc:Percent>",
        _ => "<cbc:Percent>5</cbc:Percent>",
    };
    let with_rate = |text: &str| {
        text.replacen(
            &format!("<cbc:ID>{code}</cbc:ID>{percent}"),
            &format!("<cbc:ID>{code}</cbc:ID>{wrong}"),
            1,
        )
    };
    let by_rate = matches!(code, "S" | "L" | "M");
    let base_breaks: &[&str] = if by_rate { &["08"] } else { &[] };
    let line_at = base.find(&line).unwrap();
    let mut ids = vec!["05"];
    ids.extend(base_breaks);
    check(&ids, &[], format!("{}{}", &base[..line_at], with_rate(&base[line_at..])));
    let mut ids = vec!["06"];
    ids.extend(base_breaks);
    check(&ids, &[], with_rate(&base));
    let mut ids = vec!["07"];
    ids.extend(base_breaks);
    check(&ids, &[], format!("{}{}", &base[..end], with_rate(&base[end..])));
    assert!(base.contains(&part));
    // -08: the base
    let taxable = r#"<cbc:TaxableAmount currencyID="EUR">110.00"#;
    let (other_base, also): (&str, &[&str]) = if by_rate {
        (r#"<cbc:TaxableAmount currencyID="EUR">111.50"#, &[])
    } else {
        (r#"<cbc:TaxableAmount currencyID="EUR">110.01"#, &[])
    };
    check(&["08"], also, base.replacen(taxable, other_base, 1));
    // -09: the VAT
    let row_vat = format!(r#"110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}"#);
    let (wrong_vat, also): (&str, &[&str]) =
        if by_rate { ("30.00", &["BR-CO-14", "BR-CO-17"]) } else { ("0.40", &["BR-CO-14"]) };
    check(
        &["09"],
        also,
        base.replacen(
            &row_vat,
            &format!(r#"110.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{wrong_vat}"#),
            1,
        ),
    );
    // -10: the reason
    let xml = if has_reason {
        base.replacen("<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>", "", 1)
    } else {
        let at = subtotal + base[subtotal..].find(VAT_SCHEME).unwrap();
        format!(
            "{}<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>{}",
            &base[..at],
            &base[at..]
        )
    };
    check(&["10"], &[], xml);
}

#[test]
fn every_rule_is_broken_by_an_example() {
    let mut tested = BTreeSet::new();
    let peppol = of_specification(PEPPOL);
    let nlcius = of_specification(NLCIUS);
    for (base, cases) in [
        (FULL, CASES),
        (&peppol, PEPPOL_CASES),
        (&nlcius, NLCIUS_CASES),
        (FULL_CII, CII_BINDING_CASES),
    ] {
        run(base, cases, &mut tested);
    }
    let with_g_account = edited(&of_specification(G_ACCOUNT), WITH_G_ACCOUNT);
    run(&with_g_account, G_CASES, &mut tested);
    for (prefix, code, rate) in [
        ("BR-S", "S", Some("21")),
        ("BR-Z", "Z", Some("0")),
        ("BR-E", "E", Some("0")),
        ("BR-AE", "AE", Some("0")),
        ("BR-IC", "K", Some("0")),
        ("BR-G", "G", Some("0")),
        ("BR-O", "O", None),
        ("BR-AF", "L", Some("7")),
        ("BR-AG", "M", Some("7")),
    ] {
        run_category(prefix, code, rate, &mut tested);
    }

    let mut alone = |rule: &'static [&'static str], xml: &str| {
        save(rule[0], xml);
        let mut found = broken(xml);
        found.retain(|id| !is_of_grammar(id));
        assert_eq!(found, rule.iter().copied().collect());
        tested.extend(rule);
    };
    let no_specification =
        FULL.replacen(&format!("<cbc:CustomizationID>{EN}</cbc:CustomizationID>"), "", 1);
    alone(&["BR-01"], &no_specification);
    let from = FULL.find("<cac:InvoiceLine>").unwrap();
    let to = FULL.find("</Invoice>").unwrap();
    let no_lines = format!("{}{}", &FULL[..from], &FULL[to..]);
    alone(&["BR-16", "BR-E-08", "BR-S-08"], &no_lines);
    let k = of_category("K", Some("0"), Some("reden"), "0.00");
    alone(
        &["BR-IC-11"],
        &k.replacen("<cbc:ActualDeliveryDate>2026-03-30</cbc:ActualDeliveryDate>", "", 1),
    );
    alone(
        &["BR-IC-12"],
        &k.replacen(
            &format!(
                "<cac:DeliveryLocation><cac:Address>{COUNTRY}</cac:Address></cac:DeliveryLocation>"
            ),
            "",
            1,
        ),
    );
    let o = of_category("O", None, Some("reden"), "0.00");
    let z = |name: &str| format!("<cac:{name}><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>");
    alone(
        &["BR-O-12", "BR-O-08", "BR-Z-01", "BR-Z-02"],
        &o.replacen(
            "<cac:ClassifiedTaxCategory><cbc:ID>O</cbc:ID>",
            &z("ClassifiedTaxCategory"),
            1,
        ),
    );
    alone(
        &["BR-O-13", "BR-O-08", "BR-Z-01", "BR-Z-03"],
        &o.replacen("<cac:TaxCategory><cbc:ID>O</cbc:ID>", &z("TaxCategory"), 1),
    );
    let charge = o.find("</cac:AllowanceCharge>").unwrap();
    alone(
        &["BR-O-14", "BR-O-08", "BR-Z-01", "BR-Z-04"],
        &format!(
            "{}{}",
            &o[..charge],
            o[charge..].replacen("<cac:TaxCategory><cbc:ID>O</cbc:ID>", &z("TaxCategory"), 1)
        ),
    );
    let row = format!(
        r#"<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">0.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>{VAT_SCHEME}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>"#
    );
    alone(&["BR-O-11"], &o.replacen("</cac:TaxTotal>", &row, 1));

    // credit notes, of Peppol
    let credit = of_specification(PEPPOL)
        .replace("<Invoice ", "<CreditNote ")
        .replace("</Invoice>", "</CreditNote>")
        .replace("schema:xsd:Invoice-2", "schema:xsd:CreditNote-2")
        .replace("InvoiceTypeCode>380", "CreditNoteTypeCode>381")
        .replace("</cbc:InvoiceTypeCode>", "</cbc:CreditNoteTypeCode>")
        .replace("<cbc:InvoiceTypeCode", "<cbc:CreditNoteTypeCode")
        .replace("cac:InvoiceLine>", "cac:CreditNoteLine>")
        .replace("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
        .replace("<cbc:DueDate>2026-04-30</cbc:DueDate>", "");
    assert_eq!(broken(&credit), BTreeSet::new());
    alone(&["NL-R-001"], &credit.replacen("<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>2026-100</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>", "", 1));
    alone(&["PEPPOL-EN16931-P0101"], &credit.replacen(">381<", ">308<", 1));
    let project = "<cac:AdditionalDocumentReference><cbc:ID>P</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>";
    alone(
        &["PEPPOL-EN16931-R080"],
        &credit.replacen(
            "<cac:AdditionalDocumentReference>",
            &format!("{project}{project}<cac:AdditionalDocumentReference>"),
            1,
        ),
    );
    // exemptions of the margin scheme, with another category
    let ae = of_category("AE", Some("0"), Some("reden"), "0.00").replacen(
        &format!(">{EN}<"),
        &format!(">{PEPPOL}<"),
        1,
    );
    for (rule, code) in [
        ("PEPPOL-EN16931-P0108", "D"),
        ("PEPPOL-EN16931-P0109", "F"),
        ("PEPPOL-EN16931-P0110", "I"),
        ("PEPPOL-EN16931-P0111", "J"),
    ] {
        let xml = ae.replacen(
            "<cbc:TaxExemptionReason>reden</cbc:TaxExemptionReason>",
            &format!("<cbc:TaxExemptionReasonCode>VATEX-EU-{code}</cbc:TaxExemptionReasonCode>"),
            1,
        );
        let fresh: Vec<_> = broken(&xml).difference(&broken(&ae)).copied().collect();
        assert_eq!(fresh, [rule]);
        tested.insert(rule);
    }

    // each row of its tables has a test there
    tested.extend(restricted::all().iter().flat_map(|(_, table)| *table).map(|rule| rule.id));
    // so have those of the schema
    tested.extend(grammar::RULES.iter().map(|rule| rule.id));
    let untested: Vec<_> =
        rules().map(|(_, rule)| rule.id).filter(|id| !tested.contains(id)).collect();
    assert_eq!(untested, Vec::<&str>::new(), "rules without an example that breaks them");
}

#[test]
fn rules_have_one_identifier_each_and_sentences_in_both_languages() {
    let mut seen = BTreeSet::new();
    for (_, rule) in rules() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        for text in [rule.nl, rule.en] {
            assert!(text.ends_with(['.', ')']) && text.len() > 15, "{}: {text}", rule.id);
        }
    }
}

#[test]
fn places_are_named_and_the_rest_is_counted() {
    let line = "<cac:InvoiceLine><cbc:ID>x</cbc:ID></cac:InvoiceLine>".repeat(30);
    let xml = FULL.replacen("</Invoice>", &format!("{line}</Invoice>"), 1);
    let found = validate(xml.as_bytes()).unwrap();
    let finding = found.findings.iter().find(|f| f.rule.id == "BR-25").unwrap();
    assert_eq!((finding.places.len(), finding.count), (5, 30));
    assert_eq!(finding.places[0], "/Invoice/cac:InvoiceLine[4]");
}

#[test]
fn specifications_decide_which_rules_apply() {
    let sets = |id: &str| {
        let specification = Specification::of(id, Syntax::Cii);
        (
            specification.name,
            specification.is_en16931(),
            specification.applies(RuleSet::Nlcius),
            specification.applies(RuleSet::Peppol),
        )
    };
    assert_eq!(sets(EN), ("EN 16931", true, false, false));
    assert_eq!(sets(PEPPOL), ("Peppol BIS Billing 3", true, false, true));
    assert_eq!(sets(NLCIUS), ("NLCIUS (SI-UBL 2.0)", true, true, false));
    assert_eq!(
        sets("urn:factur-x.eu:1p0:minimum"),
        ("Factur-X header profile", false, false, false)
    );
    assert_eq!(
        sets("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0").0,
        "XRechnung"
    );
    assert_eq!(
        sets("urn:ferd:CrossIndustryDocument:invoice:1p0:comfort"),
        ("", false, false, false)
    );
    assert_eq!(sets(""), ("EN 16931", true, false, false));
    assert!(Specification::of(G_ACCOUNT, Syntax::Ubl).applies(RuleSet::GAccount));
    // a header profile is no invoice of EN 16931, and an extension is made of what EN 16931 does not know
    let is_bound = |id: &str| Specification::of(id, Syntax::Cii).applies(RuleSet::Cii);
    assert!(is_bound(EN) && is_bound("") && is_bound(PEPPOL));
    assert!(is_bound("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic"));
    assert!(is_bound("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"));
    for id in [
        "urn:factur-x.eu:1p0:minimum",
        "urn:factur-x.eu:1p0:basicwl",
        "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
        "urn:factur-x.eu:1p0:extended",
        "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort",
        G_ACCOUNT,
    ] {
        assert!(!is_bound(id), "{id}");
    }
    assert!(!Specification::of(EN, Syntax::Ubl).applies(RuleSet::Cii));
    assert!(!Specification::of(EN, Syntax::Cii).applies(RuleSet::Ubl));
}

#[test]
fn an_invoice_in_an_envelope_and_one_in_cii_are_checked_too() {
    let inner = FULL.split_once("?>").unwrap().1;
    let xml = format!(
        "<StandardBusinessDocument xmlns='urn:x'><Header/>{inner}</StandardBusinessDocument>"
    );
    assert!(validate(xml.as_bytes()).unwrap().is_valid());
    assert!(matches!(validate(b"<html/>"), Err(Fault::XmlIncomplete { .. })));
    let cii = include_bytes!("../samples/invoice.cii.xml");
    assert_eq!(validate(cii).unwrap().syntax, Syntax::Cii);
}

#[test]
fn cii_is_taken_for_the_right_terms() {
    run(FULL_CII, CII_CASES, &mut BTreeSet::new());
}

/// A second total or account, a name that the schema does not have, another namespace: the next reader may take them.
#[test]
fn what_the_schema_does_not_allow_is_an_error() {
    const IBAN: &str = "<cbc:ID>NL91ABNA0417164300</cbc:ID>";
    const GROSS: &str = "<ram:GrandTotalAmount>229.90</ram:GrandTotalAmount>";
    let twice = |text: &str| text.repeat(2);
    let other = r#"<x:Note xmlns:x="urn:example:notes">x</x:Note>"#;
    let (_, rest) = FULL_CII.split_once("<ram:SpecifiedTaxRegistration>").unwrap();
    let (registration, _) = rest.split_once("</ram:SpecifiedTaxRegistration>").unwrap();
    let registration =
        &format!("<ram:SpecifiedTaxRegistration>{registration}</ram:SpecifiedTaxRegistration>");
    let cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    for (id, base, old, new) in [
        ("DZ-TWICE", FULL, PAYABLE, twice(PAYABLE)),
        ("DZ-TWICE", FULL, IBAN, twice(IBAN)),
        ("DZ-TWICE", FULL_CII, GROSS, twice(GROSS)),
        ("DZ-TWICE", FULL_CII, registration.as_str(), twice(registration)),
        ("DZ-TWICE", FULL, PAYABLE, PAYABLE.to_owned() + &PAYABLE.replace("cbc:", "b:")),
        ("DZ-ELEMENT", FULL, PAYABLE, PAYABLE.to_owned() + "<cbc:PayAmount>1</cbc:PayAmount>"),
        ("DZ-ELEMENT", FULL_CII, GROSS, GROSS.to_owned() + "<ram:GrossAmount>1</ram:GrossAmount>"),
        ("DZ-ATTRIBUTE", FULL, "<cbc:DueDate>", "<cbc:DueDate kind=\"x\">".to_owned()),
        ("DZ-ATTRIBUTE", FULL_CII, GROSS, GROSS.replacen('>', " rate=\"2\">", 1)),
        ("DZ-NAMESPACE", FULL, "<cbc:DueDate>", other.to_owned() + "<cbc:DueDate>"),
        (
            "DZ-NAMESPACE",
            FULL,
            "<cbc:DueDate>2026-04-30</cbc:DueDate>",
            "<cac:DueDate>2026-04-30</cac:DueDate>".to_owned(),
        ),
        ("DZ-NAMESPACE", FULL, cac, cac.replace("oasis", "0asis")),
        (
            "DZ-NAMESPACE",
            FULL_CII,
            "<ram:GrandTotalAmount>229.90</ram:GrandTotalAmount>",
            GROSS.replace("ram:", "udt:"),
        ),
        ("DZ-PART", FULL, PAYABLE, String::new()),
        (
            "DZ-ORDER",
            FULL,
            "<cac:LegalMonetaryTotal>",
            format!("<cac:LegalMonetaryTotal>{PAYABLE}"),
        ),
    ] {
        let declared = base.replacen("xmlns:cbc=", r#"xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:cbc="#, 1);
        let xml = edited(&declared, &[(old, &new)]);
        let found = validate(xml.as_bytes()).unwrap();
        assert!(found.findings.iter().any(|f| f.rule.id == id), "{id}: {new}: {:?}", broken(&xml));
        assert!(!found.is_valid());
    }
}

/// Self-billing has its own process and types, and no rules of countries.
#[test]
fn self_billing_has_its_own_rules() {
    const BILLING: &str = "poacc:billing:";
    let billing = of_specification(PEPPOL);
    let own = billing.replace(BILLING, "poacc:selfbilling:");
    assert!(broken(&own).contains("PEPPOL-EN16931-P0100"));
    let right = own.replace("InvoiceTypeCode>380", "InvoiceTypeCode>389");
    assert_eq!(broken(&right), BTreeSet::new());
    let process = right.replace("poacc:selfbilling:01", "poacc:billing:01");
    assert_eq!(broken(&process), BTreeSet::from(["PEPPOL-EN16931-R007"]));
    // a seller of a country whose rules are not checked
    let whole = |xml: &str| validate(xml.as_bytes()).unwrap().is_whole;
    let swedish = billing.replace(">NL</cbc:IdentificationCode>", ">SE</cbc:IdentificationCode>");
    assert!(whole(&billing) && whole(&right) && !whole(&swedish));
}

#[test]
fn what_is_not_checked_is_said() {
    for (id, whole, en16931) in [
        (EN, true, true),
        (PEPPOL, true, true),
        (G_ACCOUNT, true, true),
        ("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", false, true),
        ("urn:peppol:pint:billing-1@eu-1", false, false),
        ("1.1", false, false),
    ] {
        let of = Specification::of(id, Syntax::Ubl);
        assert_eq!((of.is_whole(), of.is_en16931()), (whole, en16931), "{id}");
    }
}

/// What the editions of spring 2026 allow: no day to pay, the processes of Peppol with a response and of France, any means
/// of payment for a buyer elsewhere.
#[test]
fn what_is_allowed_is_not_called_wrong() {
    let undated = edited(
        FULL,
        &[
            ("<cbc:DueDate>2026-04-30</cbc:DueDate>", ""),
            ("<cac:PaymentTerms><cbc:Note>30 dagen</cbc:Note></cac:PaymentTerms>", ""),
        ],
    );
    assert_eq!(broken(&undated), broken(FULL));
    let peppol = of_specification(PEPPOL);
    let process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
    for known in ["urn:peppol:bis:billing_with_response", "urn:peppol:france:billing:regulated"] {
        assert_eq!(broken(&edited(&peppol, &[(process, known)])), broken(&peppol));
    }
    let means = edited(&peppol, &[("<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>42")]);
    assert!(broken(&means).contains("NL-R-008"));
    let buyer = means.find("<cac:AccountingCustomerParty>").unwrap();
    let (head, tail) = means.split_at(buyer);
    let abroad = edited(tail, &[(COUNTRY, &COUNTRY.replace("NL", "BE"))]);
    assert!(!broken(&format!("{head}{abroad}")).contains("NL-R-008"));
}

/// In CII a rate's base is what its lines are, to the cent, and the bases without a rate may differ by less than 1.00; in
/// UBL it is the other way round.
#[test]
fn bases_may_differ_by_less_than_a_unit_or_not_at_all() {
    let off = |xml: &str, from: &str, to: &str| broken(&edited(xml, &[(from, to)]));
    let base = "<ram:BasisAmount>190.00</ram:BasisAmount><ram:CategoryCode>S";
    let cent = "<ram:BasisAmount>190.01</ram:BasisAmount><ram:CategoryCode>S";
    assert!(off(FULL_CII, base, cent).contains("BR-S-08"));
    let exempt = edited(
        FULL_CII,
        &[(
            "<ram:ApplicableTradeTax><ram:CalculatedAmount>39.90",
            "<ram:ApplicableTradeTax><ram:CalculatedAmount>0.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>\
             <ram:ExemptionReason>x</ram:ExemptionReason><ram:BasisAmount>0.99</ram:BasisAmount>\
             <ram:CategoryCode>E</ram:CategoryCode><ram:RateApplicablePercent>0</ram:RateApplicablePercent>\
             </ram:ApplicableTradeTax><ram:ApplicableTradeTax><ram:CalculatedAmount>39.90",
        )],
    );
    assert!(!broken(&exempt).contains("BR-E-08"));
    let more = exempt.replacen("0.99</ram:BasisAmount>", "1.00</ram:BasisAmount>", 1);
    assert!(broken(&more).contains("BR-E-08"));
}
