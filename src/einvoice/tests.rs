//! Whole documents: every field, and hostile ones.

use super::*;
use invoice::{DocumentType, Field, Lang, Method, Proof, VatCategory};
use std::fmt::Debug;

const UBL: &str = include_str!("samples/invoice.ubl.xml");
const CREDIT_NOTE: &str = include_str!("samples/credit-note.ubl.xml");
const CII: &str = include_str!("samples/invoice.cii.xml");
const ZUGFERD_1: &str = include_str!("samples/zugferd1.cii.xml");

/// The value of a field, printed.
fn value<'a, T: ToString + 'a>(field: impl Into<Option<&'a Field<T>>>) -> String {
    field.into().map_or_else(String::new, |field| field.value.to_string())
}

fn check<T: Debug + PartialEq>(pairs: impl IntoIterator<Item = (T, T)>) {
    for (i, (given, wanted)) in pairs.into_iter().enumerate() {
        assert_eq!(given, wanted, "pair {i}");
    }
}

#[test]
fn ubl_invoice_with_every_field() {
    let invoice = read(UBL.as_bytes()).unwrap();
    let (totals, supplier) = (&invoice.totals, &invoice.supplier);
    check([
        (value(invoice.number.as_ref()), "2026-0017".to_owned()),
        (value(invoice.issue_date.as_ref()), "2026-03-31".to_owned()),
        (value(invoice.due_date.as_ref()), "2026-04-30".to_owned()),
        (value(invoice.supply_date.as_ref()), "2026-03-30".to_owned()),
        (value(invoice.currency.as_ref()), "USD".to_owned()),
        (value(invoice.tax_currency.as_ref()), "EUR".to_owned()),
        (value(invoice.payment_reference.as_ref()), "2026 0017".to_owned()),
        (value(invoice.order_reference.as_ref()), "PO-9".to_owned()),
        (value(invoice.buyer_reference.as_ref()), "afdeling 7".to_owned()),
        (value(invoice.contract_reference.as_ref()), "C-3".to_owned()),
        (value(invoice.project_reference.as_ref()), "P-5".to_owned()),
        (value(invoice.credited_invoice.as_ref()), "2026-0001".to_owned()),
        (value(invoice.accounting_cost.as_ref()), "4500".to_owned()),
        (value(invoice.payment_terms.as_ref()), "30 dagen".to_owned()),
        (value(totals.lines.as_ref()), "100.00".to_owned()),
        (value(totals.allowances.as_ref()), "10.00".to_owned()),
        (value(totals.charges.as_ref()), String::new()),
        (value(totals.net.as_ref()), "90.00".to_owned()),
        (value(totals.vat.as_ref()), "18.90".to_owned()),
        (value(totals.vat_accounting.as_ref()), "17.00".to_owned()),
        (value(totals.gross.as_ref()), "108.90".to_owned()),
        (value(totals.prepaid.as_ref()), "8.00".to_owned()),
        (value(totals.rounding.as_ref()), "0.10".to_owned()),
        (value(totals.payable.as_ref()), "101.00".to_owned()),
        (value(supplier.name.as_ref()), "De Bron Water B.V.".to_owned()),
        (value(supplier.trading_name.as_ref()), "De Bron".to_owned()),
        (value(supplier.vat_id.as_ref()), "NL004495445B01".to_owned()),
        (value(supplier.tax_number.as_ref()), "T-1".to_owned()),
        (value(supplier.kvk.as_ref()), "64000003".to_owned()),
        (value(supplier.iban.as_ref()), "NL91ABNA0417164300".to_owned()),
        (value(supplier.bic.as_ref()), "ABNANL2A".to_owned()),
        (value(supplier.email.as_ref()), "post@bron.example".to_owned()),
        (value(supplier.phone.as_ref()), "015-0000000".to_owned()),
        (value(invoice.customer.kvk.as_ref()), "64000011".to_owned()),
        (value(invoice.payee.as_ref().unwrap().name.as_ref()), "Factor B.V.".to_owned()),
        (value(invoice.payee.as_ref().unwrap().iban.as_ref()), "NL91ABNA0417164300".to_owned()),
    ]);
    assert_eq!(invoice.notes, ["Bedankt & tot ziens"]);
    assert_eq!(invoice.document_type.unwrap().value, DocumentType::Invoice);
    assert!(invoice.specification.unwrap().ends_with("nlcius:v1.0"));
    let period = invoice.period.unwrap().value;
    assert_eq!(period.start.unwrap().to_string(), "2026-03-01");
    assert_eq!(period.end.unwrap().to_string(), "2026-03-31");

    let address = supplier.address.as_ref().unwrap().value.clone();
    assert_eq!(address.street.as_deref(), Some("Kade 1, Hal B"));
    assert_eq!(address.city.as_deref(), Some("Delft"));
    assert_eq!(address.postcode.as_deref(), Some("2611 AA"));
    assert_eq!(address.country.as_deref(), Some("NL"));
    assert_eq!(supplier.endpoint.as_ref().unwrap().value.scheme.as_deref(), Some("0106"));
    assert_eq!(supplier.identifiers.len(), 1, "the KvK number is not there a second time");

    let [blocked, broken, ordinary] = &invoice.payment_means[..] else {
        panic!("three ways to pay");
    };
    assert_eq!(value(blocked.iban.as_ref()), "NL57RABO0107307510");
    assert_eq!(
        (value(broken.iban.as_ref()), value(broken.account.as_ref())),
        (String::new(), "NL91ABNA0417164301".to_owned())
    );
    assert_eq!(value(ordinary.reference.as_ref()), "2026 0017");
    assert_eq!(ordinary.account_name.as_deref(), Some("De Bron"));
    assert_eq!(ordinary.code.as_deref(), Some("58"));

    let row = &invoice.vat_breakdown[1].value;
    assert_eq!(row.category, Some(VatCategory::Ae));
    assert_eq!(row.exemption_code.as_deref(), Some("VATEX-EU-AE"));
    assert_eq!(row.exemption_reason.as_deref(), Some("btw verlegd"));
    let discount = &invoice.allowances_charges[0].value;
    assert!(!discount.is_charge);
    assert_eq!(discount.amount.to_string(), "10.00");
    assert_eq!(discount.base.unwrap().to_string(), "100.00");
    assert_eq!(discount.reason.as_deref(), Some("korting"));

    assert_eq!(invoice.lines.len(), 1);
    let line = &invoice.lines[0].value;
    assert_eq!(line.id.as_deref(), Some("1"));
    assert_eq!(line.description.as_deref(), Some("Water"));
    assert_eq!(line.unit_price.unwrap().to_string(), "0.495");
    assert_eq!(line.unit.as_deref(), Some("MTQ"));
    assert_eq!(line.article.as_deref(), Some("W1"));
    assert_eq!(line.gtin.as_deref(), Some("08712345000011"));
    assert_eq!(line.order_line.as_deref(), Some("7"));
    assert_eq!(line.accounting_cost.as_deref(), Some("4510"));
    assert_eq!(line.note.as_deref(), Some("maart"));
    assert!(line.period.unwrap().end.is_none());
    assert!(line.allowances_charges[0].is_charge);
}

#[test]
fn evidence_names_the_element() {
    let invoice = read(UBL.as_bytes()).unwrap();
    let path =
        |evidence: &invoice::Evidence| evidence.source.as_ref().unwrap().text(Lang::En).to_owned();
    assert_eq!(path(&invoice.number.as_ref().unwrap().evidence), "/ubl:Invoice/b:ID");
    let iban = &invoice.supplier.iban.as_ref().unwrap().evidence;
    assert_eq!(path(iban), "/ubl:Invoice/a:PaymentMeans[3]/a:PayeeFinancialAccount/b:ID");
    assert_eq!(iban.text.as_deref(), Some("NL91 ABNA 0417 1643 00"), "as it stands there");
    assert_eq!(iban.proved_by, [Proof::IbanCheckDigits]);
    assert_eq!(
        path(&invoice.vat_breakdown[0].evidence),
        "/ubl:Invoice/a:TaxTotal[2]/a:TaxSubtotal[1]"
    );
    assert_eq!(path(&invoice.lines[0].evidence), "/ubl:Invoice/a:InvoiceLine");
    assert_eq!(iban.method, Method::Xml);
}

#[test]
fn ubl_credit_note() {
    let note = read(CREDIT_NOTE.as_bytes()).unwrap();
    assert_eq!(note.document_type.unwrap().value, DocumentType::CreditNote);
    check([
        (value(note.credited_invoice.as_ref()), "2026-0017".to_owned()),
        (value(note.project_reference.as_ref()), "P-5".to_owned()),
        (value(note.order_reference.as_ref()), String::new()),
        (value(note.due_date.as_ref()), "2026-05-01".to_owned()),
        (value(note.supplier.name.as_ref()), "De Bron".to_owned()),
        (value(note.supplier.kvk.as_ref()), "64000003".to_owned()),
        (value(note.totals.gross.as_ref()), "54.50".to_owned()),
        (value(note.totals.vat.as_ref()), "4.50".to_owned()),
    ]);
    assert_eq!(note.totals.gross.unwrap().evidence.method, Method::Derived);
    let line = &note.lines[0].value;
    assert_eq!(line.description.as_deref(), Some("Retour"));
    assert_eq!(line.rate, Some(9.into()));
}

#[test]
fn a_credit_note_is_one_by_every_code() {
    // 502 is a self-billed one that was sold on, 503 that of an advance
    for code in ["81", "261", "381", "396", "502", "503", "532"] {
        let xml = CII.replace("<ram:TypeCode>384<", &format!("<ram:TypeCode>{code}<"));
        let (note, validation) = read_and_validate(xml.as_bytes()).unwrap();
        let kind = note.document_type.unwrap().value;
        assert_eq!(kind, DocumentType::CreditNote, "{code}");
        let mut rules = validation.findings.iter().map(|finding| finding.rule.id);
        assert!(rules.all(|rule| rule != "BR-CL-01"), "{code}");
    }
}

#[test]
fn cii_correction_that_takes_money_back() {
    let invoice = read(CII.as_bytes()).unwrap();
    assert_eq!(invoice.document_type.as_ref().unwrap().value, DocumentType::CreditNote);
    let supplier = &invoice.supplier;
    check([
        (value(invoice.number.as_ref()), "R-1".to_owned()),
        (value(invoice.issue_date.as_ref()), "2026-03-31".to_owned()),
        (value(invoice.supply_date.as_ref()), "2026-03-30".to_owned()),
        (value(invoice.payment_reference.as_ref()), "R-1 K-9".to_owned()),
        (value(invoice.order_reference.as_ref()), "B-2".to_owned()),
        (value(invoice.credited_invoice.as_ref()), "R-0".to_owned()),
        (value(invoice.payment_terms.as_ref()), "sofort".to_owned()),
        (value(supplier.name.as_ref()), "Lager GmbH".to_owned()),
        (value(supplier.trading_name.as_ref()), "Lager".to_owned()),
        (value(supplier.vat_id.as_ref()), "DE136695976".to_owned()),
        (value(supplier.tax_number.as_ref()), "201/113/40209".to_owned()),
        (value(supplier.kvk.as_ref()), "64000003".to_owned()),
        (value(supplier.iban.as_ref()), "DE02120300000000202051".to_owned()),
        (value(supplier.bic.as_ref()), "BYLADEM1001".to_owned()),
        (value(supplier.email.as_ref()), "a@lager.example".to_owned()),
        (value(supplier.phone.as_ref()), "030 1".to_owned()),
        (value(invoice.customer.name.as_ref()), "Klant N.V.".to_owned()),
        (value(invoice.totals.vat.as_ref()), "-1.90".to_owned()),
        (value(invoice.totals.gross.as_ref()), "-11.90".to_owned()),
    ]);
    assert_eq!(supplier.address.as_ref().unwrap().value.street.as_deref(), Some("Weg 1, Hof"));
    assert_eq!(supplier.endpoint.as_ref().unwrap().value.value, "e@lager.example");
    let schemes: Vec<_> =
        supplier.identifiers.iter().map(|id| id.value.scheme.as_deref()).collect();
    assert_eq!(schemes, [None, Some("SEPA")]);
    let means = &invoice.payment_means[0];
    assert_eq!(means.mandate.as_deref(), Some("M-1"));
    assert_eq!(means.debited_iban.as_deref(), Some("NL91ABNA0417164300"));
    assert!(invoice.allowances_charges[0].value.is_charge);
    assert_eq!(invoice.lines.len(), 1, "a group is no line");
    let line = &invoice.lines[0].value;
    assert_eq!(line.unit_price.unwrap().to_string(), "5.00", "the net price");
    assert_eq!(line.quantity.unwrap().normalize().to_string(), "-2");
    assert_eq!(
        invoice.lines[0].evidence.source.as_ref().map(|source| source.text(Lang::En)),
        Some(
            "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem[2]"
        )
    );
}

#[test]
fn zugferd_1() {
    let invoice = read(ZUGFERD_1.as_bytes()).unwrap();
    check([
        (value(invoice.number.as_ref()), "Z-1".to_owned()),
        (value(invoice.order_reference.as_ref()), "B-3".to_owned()),
        (value(invoice.supplier.name.as_ref()), "Lager GmbH".to_owned()),
        (value(invoice.totals.net.as_ref()), "110.00".to_owned()),
        (value(invoice.totals.vat.as_ref()), "20.90".to_owned()),
        (value(invoice.totals.gross.as_ref()), "130.90".to_owned()),
    ]);
    assert_eq!(invoice.lines.len(), 1, "a text is no line");
    assert_eq!(invoice.lines[0].value.rate, Some(19.into()));
    assert_eq!(invoice.allowances_charges[0].value.reason.as_deref(), Some("Fracht"));
}

#[test]
fn inside_a_peppol_envelope() {
    let wrapped = format!(
        "<StandardBusinessDocument><StandardBusinessDocumentHeader/>{}</StandardBusinessDocument>",
        CREDIT_NOTE.trim()
    );
    assert_eq!(root(wrapped.as_bytes()), Some(Root::Ubl));
    assert_eq!(value(&read(wrapped.as_bytes()).unwrap().number), "C-1");
}

#[test]
fn cut_off_anywhere() {
    for whole in [UBL, CREDIT_NOTE, CII, ZUGFERD_1] {
        let bytes = whole.trim_end().as_bytes();
        assert!(read(bytes).is_ok());
        for end in 1..bytes.len() {
            assert_eq!(read(&bytes[..end]).err(), Some(Fault::Truncated), "cut at {end}");
            let _ = root(&bytes[..end]);
        }
    }
    assert_eq!(read(b"").err(), Some(Fault::Empty));
}

#[test]
fn one_changed_byte_never_panics() {
    let bytes = UBL.as_bytes();
    for at in (0..bytes.len()).step_by(7) {
        for byte in [0, b'<', b'&', b'"', 0xFF] {
            let mut changed = bytes.to_vec();
            changed[at] = byte;
            let _ = (root(&changed), read(&changed));
        }
    }
}

#[test]
fn entities_are_never_expanded() {
    let laughs = format!(
        r#"<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>{}"#,
        CREDIT_NOTE.replace(">C-1<", ">&b;<")
    );
    assert_eq!(read(laughs.as_bytes()).err(), Some(Fault::XmlDoctype));
    let external = r#"<!DOCTYPE Invoice SYSTEM "file:///etc/passwd"><Invoice/>"#;
    assert_eq!(read(external.as_bytes()).err(), Some(Fault::XmlDoctype));
    let undefined = CREDIT_NOTE.replace(">C-1<", ">&b;<");
    assert!(matches!(read(undefined.as_bytes()), Err(Fault::XmlSyntax { .. })));
}

#[test]
fn large_things_inside() {
    let attachment = "QUJD".repeat(2_000_000);
    let heavy = UBL.replace("JVBERi0=", &attachment);
    assert_eq!(value(&read(heavy.as_bytes()).unwrap().number), "2026-0017");
    let nested = format!("<Invoice>{}", "<a>".repeat(1_000_000));
    assert!(matches!(read(nested.as_bytes()), Err(Fault::XmlTooComplex { .. })));
    let line = &CREDIT_NOTE[CREDIT_NOTE.find("<cac:CreditNoteLine>").unwrap()
        ..CREDIT_NOTE.find("</CreditNote>").unwrap()];
    let long = CREDIT_NOTE.replace(line, &line.repeat(20_000));
    assert_eq!(read(long.as_bytes()).unwrap().lines.len(), 20_000);
}

#[test]
fn amounts_beyond_reason_are_left_out() {
    let absurd = CREDIT_NOTE
        .replace("54.50", "79228162514264337593543950335")
        .replace(">50.00<", ">-79228162514264337593543950335<");
    let note = read(absurd.as_bytes()).unwrap();
    assert!(note.totals.gross.is_none() && note.totals.net.is_none());
}

#[test]
fn incomplete() {
    let nothing = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>";
    assert!(matches!(read(nothing.as_bytes()), Err(Fault::XmlIncomplete { .. })));
    assert!(matches!(read(b"<html/>"), Err(Fault::XmlIncomplete { .. })));
    let no_number = CREDIT_NOTE.replace("<cbc:ID>C-1</cbc:ID>", "");
    assert!(read(no_number.as_bytes()).unwrap().number.is_none());
    let only_number = "<Invoice><ID>7</ID></Invoice>";
    assert_eq!(value(&read(only_number.as_bytes()).unwrap().number), "7");
}

#[test]
fn a_utf_16_invoice() {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(UBL.encode_utf16().flat_map(u16::to_be_bytes));
    assert_eq!(root(&bytes), Some(Root::Ubl));
    assert_eq!(read(&bytes).unwrap(), read(UBL.as_bytes()).unwrap());
}
