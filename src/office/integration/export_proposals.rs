//! Proposals as files: against the published schema, in a fixed form, streaming.

use std::io;

use crate::export;
use crate::export::{ProposalRecord, SourceInfo};
use booking::duplicates::Reason;
use booking::finding::Told;
use booking::{Booking, Direction, Finding, JournalLine, Proposal, SourceKind, SourceRef, Verdict};
use einvoice::Root;
use invoice::BBox;
use invoice::Lang;
use invoice::{
    Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Method, Severity,
};
use reading::source::Sha256;
use serde_json::Value;

const SAMPLES: [&[u8]; 4] = [
    include_bytes!("../../einvoice/samples/invoice.ubl.xml"),
    include_bytes!("../../einvoice/samples/credit-note.ubl.xml"),
    include_bytes!("../../einvoice/samples/invoice.cii.xml"),
    include_bytes!("../../einvoice/samples/zugferd1.cii.xml"),
];

fn record(bytes: &[u8]) -> ProposalRecord {
    let kind = match einvoice::root(bytes) {
        Some(Root::Cii) => SourceKind::Cii,
        _ => SourceKind::Ubl,
    };
    ProposalRecord {
        proposal: Proposal {
            source: SourceRef { kind, pages: None },
            verdict: Verdict::Ready,
            direction: Direction::Purchase,
            administration: None,
            supplier_known_as: None,
            invoice: einvoice::read(bytes).unwrap(),
            journal: vec![JournalLine {
                account: "45142".into(),
                rgs: Some("WBedHuiElk".into()),
                description: "=1+1".into(),
                debit: "100".parse().unwrap(),
                credit: Amount::ZERO,
                vat_code: None,
                rubriek: Some("5b".into()),
                ..JournalLine::default()
            }],
            booking: Booking::default(),
            reviewed: None,
            findings: vec![Finding::Told(Told {
                rule: "BR-CO-15".into(),
                severity: Severity::Warning,
                message: "net and VAT do not add up".into(),
                fields: vec!["totals.gross".into()],
            })],
        },
        source: SourceInfo {
            path: "mail.eml!/factuur.xml".into(),
            sha256: Sha256::of(bytes),
            companion: Some(("factuur.pdf".into(), Sha256::of(b"pdf"))),
        },
        duplicate_of: None,
        duplicate_reason: None,
    }
}

/// A proposal from a page, with little on it.
fn scanned() -> ProposalRecord {
    let bbox = BBox::new(10.04, 20.06, 99.96, 30.0);
    let evidence = Evidence::on_page(Method::Ocr, 2, bbox, "€ 121,00");
    let mut out = record(SAMPLES[0]);
    out.proposal.invoice = Invoice {
        document_type: Some(Field::new(
            DocumentType::Receipt,
            Evidence::derived(Derivation::WholeDocument),
            Confidence::new(0.876_54),
        )),
        ..Invoice::default()
    };
    out.proposal.invoice.totals.gross =
        Some(Field::new("121".parse().unwrap(), evidence, Confidence::new(0.98)));
    out.proposal.source = SourceRef { kind: SourceKind::PdfScan, pages: Some((2, 3)) };
    out.proposal.journal.clear();
    out.source.companion = None;
    out.duplicate_of = Some("a.pdf".into());
    out.duplicate_reason = Some(Reason::SameInvoice);
    out
}

fn corpus() -> Vec<Vec<u8>> {
    let Some(corpus) = testing::corpus() else {
        return Vec::new();
    };
    testing::files(&corpus)
        .iter()
        .flat_map(|set| testing::files(set))
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(export::PROPOSAL_SCHEMA).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn proposals_fit_the_published_schema() {
    let schema = schema();
    let mut records: Vec<ProposalRecord> = SAMPLES.iter().map(|bytes| record(bytes)).collect();
    records.push(scanned());
    records.extend(corpus().iter().map(|bytes| record(bytes)));
    for record in &records {
        let json = serde_json::to_value(record).unwrap();
        let errors: Vec<String> =
            schema.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_schema_is_strict() {
    let schema = schema();
    let good = serde_json::to_value(record(SAMPLES[0])).unwrap();
    assert!(schema.is_valid(&good));
    for (pointer, wrong) in [
        ("/totals/gross", Value::from("121")),
        ("/totals/gross", Value::from(121.0)),
        ("/issue_date", Value::from("31-03-2026")),
        ("/verdict", Value::from("maybe")),
        ("/supplier/iban", Value::from("NL91 ABNA 0417 1643 00")),
        ("/lines/0", serde_json::json!({"description": "x"})),
        ("/vat_breakdown/0/rate", Value::from("21.00")),
        ("/source/sha256", Value::from("abc")),
        ("/evidence", serde_json::json!({"totals gross": {}})),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
    let mut more = good.clone();
    more["surprise"] = Value::Null;
    assert!(!schema.is_valid(&more));
    let mut less = good;
    less.as_object_mut().unwrap().remove("evidence");
    assert!(!schema.is_valid(&less));
}

#[test]
fn keys_keep_their_order() {
    let json = serde_json::to_value(record(SAMPLES[0])).unwrap();
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&json)[..24],
        [
            "schema",
            "source",
            "verdict",
            "document_type",
            "direction",
            "administration",
            "supplier",
            "customer",
            "invoice_number",
            "issue_date",
            "due_date",
            "supply_date",
            "period",
            "currency",
            "payment_reference",
            "order_reference",
            "credited_invoice",
            "totals",
            "vat_breakdown",
            "lines",
            "journal",
            "booking",
            "findings",
            "duplicate_of"
        ]
    );
    assert_eq!(keys(&json).last().unwrap(), "evidence");
    assert_eq!(
        keys(&json["supplier"])[..6],
        ["name", "vat_id", "kvk", "iban", "address", "known_as"]
    );
    assert_eq!(keys(&json["totals"])[..5], ["net", "vat", "gross", "prepaid", "payable"]);
    assert_eq!(keys(&json["source"]), ["path", "sha256", "kind", "pages", "companion"]);
    assert_eq!(json["totals"]["gross"], "108.90");
    assert_eq!(json["vat_breakdown"][0]["rate"], "21");
    assert_eq!(json["journal"][0]["debit"], "100.00");
    assert_eq!(json["evidence"]["lines[0]"]["source"], "/ubl:Invoice/a:InvoiceLine");
    assert_eq!(json["evidence"]["payment_means[1].account"]["text"], "NL91ABNA0417164301");
}

#[test]
fn boxes_and_confidences_are_rounded() {
    let json = serde_json::to_value(scanned()).unwrap();
    let gross = &json["evidence"]["totals.gross"];
    assert_eq!(gross["bbox"].to_string(), "[10.0,20.1,100.0,30.0]");
    assert_eq!(gross["confidence"].to_string(), "0.98");
    assert_eq!(gross["page"], 2);
    assert_eq!(gross["method"], "ocr");
    assert_eq!(gross["text"], "€ 121,00");
    assert_eq!(json["evidence"]["document_type"]["confidence"].to_string(), "0.877");
    assert_eq!(json["source"]["pages"].to_string(), "[2,3]");
    assert_eq!(json["duplicate_of"], "a.pdf");
    assert!(
        json["invoice_number"].is_null()
            && json["period"].is_null()
            && json["source"]["companion"].is_null()
    );
}

#[test]
fn the_same_proposals_give_the_same_bytes() {
    let write = || {
        let mut out = (Vec::new(), Vec::new());
        let records = || SAMPLES.iter().map(|bytes| Ok(record(bytes)));
        export::write_proposals_jsonl(&mut out.0, records()).unwrap();
        export::write_proposals_csv(&mut out.1, records(), Lang::En).unwrap();
        out
    };
    let (json, csv) = write();
    assert_eq!((json.clone(), csv), write());
    let json = String::from_utf8(json).unwrap();
    assert_eq!(json.lines().count(), SAMPLES.len());
    assert!(json.ends_with("}\n"));
}

#[test]
fn a_spreadsheet_of_proposals() {
    let mut evil = record(SAMPLES[0]);
    evil.proposal.invoice.supplier.name.as_mut().unwrap().value = "=cmd|'/c calc'!A0\r\nBV".into();
    let mut out = Vec::new();
    export::write_proposals_csv(
        &mut out,
        [&record(SAMPLES[2]), &scanned(), &evil].map(io::Result::Ok),
        Lang::En,
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let at =
        |row: usize, column: &str| &rows[row][columns.iter().position(|c| c == column).unwrap()];
    assert_eq!(rows.len(), 3);
    assert_eq!(at(0, "gross"), "-11,90", "a number stays a number");
    assert_eq!(at(0, "vat_breakdown"), "S 19%: -10,00 + -1,90");
    assert_eq!(at(0, "document_type"), "credit_note");
    assert_eq!(at(0, "issue_date"), "2026-03-31");
    assert_eq!(at(1, "pages"), "2 to 3");
    assert_eq!(at(1, "kind"), "pdf-scan");
    assert_eq!(at(2, "supplier"), "'=cmd|'/c calc'!A0 BV");
    assert_eq!(at(2, "warnings"), "BR-CO-15");
}

#[test]
fn a_journal_for_an_import() {
    let mut evil = record(SAMPLES[0]);
    evil.proposal.journal.push(JournalLine {
        account: "16011".into(),
        credit: "100".parse().unwrap(),
        ..JournalLine::default()
    });
    let mut out = Vec::new();
    export::write_journal_csv(&mut out, [&evil, &scanned()].map(io::Result::Ok)).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.strip_prefix('\u{FEFF}').unwrap().as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let at =
        |row: usize, column: &str| &rows[row][columns.iter().position(|c| c == column).unwrap()];
    assert_eq!(rows.len(), 2, "a proposal without an entry has no rows");
    assert_eq!(at(0, "description"), "'=1+1");
    assert_eq!((at(0, "debit"), at(0, "credit")), ("100,00", "0,00"));
    assert_eq!((at(1, "debit"), at(1, "credit")), ("0,00", "100,00"));
    assert_eq!(at(0, "entry"), at(1, "entry"));
}

#[test]
fn writers_hold_one_record_at_a_time() {
    use std::cell::Cell;
    /// Counts how many of it live.
    struct Counted<'a>(ProposalRecord, &'a Cell<(u32, u32)>);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            let (alive, most) = self.1.get();
            self.1.set((alive - 1, most));
        }
    }
    impl std::borrow::Borrow<ProposalRecord> for Counted<'_> {
        fn borrow(&self) -> &ProposalRecord {
            &self.0
        }
    }
    let alive = Cell::new((0, 0));
    let base = scanned();
    let records = (0..1000).map(|_| {
        let (now, most) = alive.get();
        alive.set((now + 1, most.max(now + 1)));
        Ok(Counted(base.clone(), &alive))
    });
    export::write_proposals_jsonl(&mut io::sink(), records).unwrap();
    assert_eq!(alive.get(), (0, 1));
}
