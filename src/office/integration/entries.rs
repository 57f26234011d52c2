//! Entries for the tests of exports.

use std::path::PathBuf;

use crate::export::{ProposalRecord, SourceInfo};
use booking::{
    Booking, Direction, Exchange, JournalLine, LineKind, Proposal, SourceKind, SourceRef, Verdict,
};
use invoice::{Amount, Confidence, Derivation, Evidence, Field, Invoice};
use reading::source::Sha256;

pub fn field<T>(value: T) -> Field<T> {
    Field::new(value, Evidence::derived(Derivation::WholeDocument), Confidence::new(1.0))
}

/// A line: account, RGS code, debit (negative: credit), what it is.
pub fn line(account: &str, rgs: &str, amount: &str, kind: LineKind) -> JournalLine {
    let amount: Amount = amount.parse().unwrap();
    let (debit, credit) =
        if amount.is_negative() { (Amount::ZERO, -amount) } else { (amount, Amount::ZERO) };
    JournalLine {
        account: account.into(),
        rgs: Some(rgs.into()),
        debit,
        credit,
        kind,
        ..JournalLine::default()
    }
}

pub fn record(path: &str, name: &str, number: &str, journal: Vec<JournalLine>) -> ProposalRecord {
    let mut invoice = Invoice {
        number: Some(field(number.to_owned())),
        issue_date: Some(field("2026-03-31".parse().unwrap())),
        ..Invoice::default()
    };
    invoice.supplier.name = Some(field(name.to_owned()));
    invoice.customer.name = Some(field("Klant & Zonen".to_owned()));
    ProposalRecord {
        proposal: Proposal {
            source: SourceRef { kind: SourceKind::PdfText, pages: Some((1, 1)) },
            verdict: Verdict::Ready,
            direction: Direction::Purchase,
            administration: Some("bakkerij Van Dam B.V.".into()),
            supplier_known_as: None,
            invoice,
            journal,
            booking: Booking {
                journal: "INK".into(),
                currency: "EUR".into(),
                ..Booking::default()
            },
            reviewed: None,
            findings: Vec::new(),
        },
        source: SourceInfo {
            path: path.into(),
            sha256: Sha256::of(path.as_bytes()),
            companion: None,
        },
        duplicate_of: None,
        duplicate_reason: None,
    }
}

pub fn records() -> Vec<ProposalRecord> {
    use LineKind::{Cost, Creditor, Debtor, Revenue, Vat};
    let mut rates = record(
        "inkoop/a.pdf",
        "Groothandel",
        "F-1",
        vec![
            line("7000", "WKprInh", "100.00", Cost),
            line("4520", "WBedKan", "50.00", Cost),
            line("1520", "BVorVbk", "9.00", Vat),
            line("1520", "BVorVbk", "10.50", Vat),
            line("1600", "BSchCre", "-169.50", Creditor),
        ],
    );
    rates.proposal.journal[0].description = "Meel; date: 1999, [2020-01-01] \"fijn\"\n=1+1".into();
    rates.proposal.journal[0].cost_center = Some("WINKEL".into());
    rates.proposal.journal[2].vat_code = Some("IL".into());
    rates.proposal.journal[2].rubriek = Some("5b".into());
    rates.proposal.journal[4].relation = Some("20001".into());
    rates.proposal.journal[4].due_date = Some("2026-04-30".parse().unwrap());
    rates.proposal.journal[4].payment_reference = Some("1234 5678 9012 3456".into());

    let credit = record(
        "inkoop/credit.pdf",
        "Groothandel",
        "C-1",
        vec![
            line("7000", "WKprInh", "-100.00", Cost),
            line("1520", "BVorVbk", "-21.00", Vat),
            line("1600", "BSchCre", "121.00", Creditor),
        ],
    );
    let mut reverse = record(
        "inkoop/verlegd.pdf",
        "Onderaannemer",
        "V-1",
        vec![
            line("4500", "WBedHui", "1000.00", Cost),
            line("1520", "BVorVbk", "210.00", Vat),
            line("1510", "BSchBep", "-210.00", Vat),
            line("1600", "BSchCre", "-1000.00", Creditor),
        ],
    );
    reverse.proposal.verdict = Verdict::Review;
    let mut foreign = record(
        "inkoop/usd.pdf",
        "Hosting Inc.",
        "US-1",
        vec![line("4600", "WBedAut", "92.32", Cost), line("1600", "BSchCre", "-92.32", Creditor)],
    );
    foreign.proposal.booking.exchange = Some(Exchange {
        from: "USD".into(),
        to: "EUR".into(),
        rate: "1.0832".parse().unwrap(),
        day: Some("2026-03-30".parse().unwrap()),
        source: "ecb".into(),
    });
    let mut sale = record(
        "verkoop/1.pdf",
        "Bakkerij",
        "2026001",
        vec![
            line("1300", "BVorDeb", "121.00", Debtor),
            line("8000", "WOmz", "-100.00", Revenue),
            line("1500", "BSchBep", "-21.00", Vat),
        ],
    );
    sale.proposal.direction = Direction::Sale;
    sale.proposal.administration = None;
    let hostile = record(
        "inkoop/a:b;\n2026-01-01 * x.pdf",
        "(!* =\"; | \\ P\r\n2026-01-01 open Assets:X",
        "]) \"; date:never\\",
        vec![line("; 1", "W", "1.00", Cost), line("é\n  Assets:Y  5 EUR", "B", "-1.00", Creditor)],
    );
    let pair = || vec![line("4500", "W", "1.00", Cost), line("1600", "B", "-1.00", Creditor)];
    let mut copy = record("inkoop/kopie.pdf", "Groothandel", "F-1", pair());
    copy.proposal.verdict = Verdict::Review;
    copy.duplicate_of = Some("inkoop/a.pdf".into());
    let mut undated = record("inkoop/zonder-datum.pdf", "Winkel", "9", pair());
    undated.proposal.invoice.issue_date = None;
    let mut crooked = record("inkoop/scheef.pdf", "Winkel", "10", pair());
    crooked.proposal.journal[0].debit = "1.01".parse().unwrap();
    let none = record("inkoop/offerte.pdf", "Winkel", "11", Vec::new());
    vec![rates, credit, reverse, foreign, sale, hostile, copy, undated, crooked, none]
}

/// Compares with a golden file; `DIZZY_BLESS=1` writes it.
pub fn golden(name: &str, made: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("integration/golden").join(name);
    if std::env::var_os("DIZZY_BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap();
    assert_eq!(std::str::from_utf8(made).unwrap(), wanted, "{name}");
    path
}
