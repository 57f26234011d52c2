//! What holds for every booking; the cases of the VAT return are in their own room.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::{BookingTerms, Books, Context, ExchangeRates};
use super::cues::Words;
use super::history::{Habit, History, Learned};
use super::{
    Administration, BookingRule, By, Direction, Document, JournalLine, LineKind, Regime, Supplier,
    assign, book,
};
use crate::administration::SplitPart;
use crate::book::Booked;
use invoice::{
    Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Line, Party,
    VatBreakdown, VatCategory,
};

use VatCategory::{Ae, E, G, K, O, S, Z};

mod cases;
mod own_books;
mod property;

fn field<T>(value: T) -> Field<T> {
    Field::new(value, Evidence::derived(Derivation::WholeDocument), Confidence::new(0.95))
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// An invoice of a Dutch supplier, with these VAT rows: category, rate, base, VAT.
fn invoice(rows: &[(VatCategory, i64, &str, &str)]) -> Invoice {
    let mut invoice = Invoice {
        document_type: Some(field(DocumentType::Invoice)),
        number: Some(field("F-1".to_owned())),
        issue_date: Some(field("2026-03-01".parse().unwrap())),
        currency: Some(field("EUR".to_owned())),
        ..Invoice::default()
    };
    invoice.supplier.name = Some(field("Jansen Techniek B.V.".to_owned()));
    invoice.supplier.vat_id = Some(field("NL004495445B01".to_owned()));
    let (mut net, mut vat) = (Amount::ZERO, Amount::ZERO);
    for (category, rate, base, tax) in rows {
        net = net + amount(base);
        vat = vat + amount(tax);
        invoice.vat_breakdown.push(field(VatBreakdown {
            category: Some(*category),
            rate: Some(Decimal::from(*rate)),
            taxable: Some(amount(base)),
            vat: Some(amount(tax)),
            exemption_reason: None,
            exemption_code: None,
        }));
    }
    invoice.totals.net = Some(field(net));
    invoice.totals.vat = Some(field(vat));
    invoice.totals.gross = Some(field(net + vat));
    invoice
}

fn from(mut invoice: Invoice, vat_id: Option<&str>, name: &str) -> Invoice {
    invoice.supplier.vat_id = vat_id.map(|id| field(id.to_owned()));
    invoice.supplier.name = Some(field(name.to_owned()));
    invoice
}

fn in_country(mut invoice: Invoice, country: &str) -> Invoice {
    invoice.supplier.vat_id = None;
    invoice.supplier.address =
        Some(field(invoice::Address { country: Some(country.to_owned()), ..Default::default() }));
    invoice
}

fn context(administration: Administration) -> Context {
    let books = Books::new(administration, Vec::new(), &[], Learned::default());
    Context::new(
        vec![books],
        Books::default(),
        Vec::new(),
        BookingTerms::default(),
        ExchangeRates::default(),
    )
}

fn booked_in(context: &Context, invoice: &Invoice, words: &str) -> Booked {
    let words = Words::of([words]);
    let document = Document { invoice, words: &words, structured: false, chosen: &BTreeMap::new() };
    let assigned = assign(invoice, None, None, context);
    book(&document, assigned.books, assigned.by, assigned.direction, context)
}

fn regime(vat: Regime) -> Administration {
    Administration {
        name: "Bakker".into(),
        vat,
        pro_rata: (vat == Regime::Mixed).then_some(40),
        ..Administration::default()
    }
}

/// Boxes as "2a 100.00/21.00, 5b 21.00".
fn boxes(booked: &Booked) -> String {
    booked
        .booking
        .vat_return
        .iter()
        .map(|one| match one.base {
            Some(base) => format!("{} {base}/{}", one.rubriek, one.vat),
            None => format!("{} {}", one.rubriek, one.vat),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn balance(lines: &[JournalLine]) -> Amount {
    lines.iter().map(|line| line.debit - line.credit).sum()
}

fn of_kind(booked: &Booked, kind: LineKind) -> Amount {
    booked
        .journal
        .iter()
        .filter(|line| line.kind == kind)
        .map(|line| line.debit - line.credit)
        .sum()
}

#[test]
fn what_was_paid_before_is_not_owed_again() {
    let mut invoice = invoice(&[(S, 21, "1000", "210")]);
    invoice.totals.prepaid = Some(field(amount("1000")));
    invoice.totals.payable = Some(field(amount("210")));
    let context = context(regime(Regime::Normal));
    let booked = booked_in(&context, &invoice, "");
    assert_eq!(of_kind(&booked, LineKind::Creditor), amount("-210"));
    assert_eq!(of_kind(&booked, LineKind::Vat), amount("210"));
    assert_eq!(balance(&booked.journal), Amount::ZERO);
    assert!(booked.findings.iter().any(|f| f.id() == "DZ-PREPAID" && f.wants_person()));
    // a printed total beside what was paid of another bill proves nothing
    invoice.totals.payable = Some(field(amount("1210")));
    let booked = booked_in(&context, &invoice, "");
    assert_eq!(of_kind(&booked, LineKind::Creditor), amount("-1210"));
}

#[test]
fn deposits_go_on_the_balance_sheet() {
    let mut invoice = invoice(&[(S, 21, "100", "21"), (O, 0, "12", "0")]);
    let line = |text: &str, net: &str, rate: i64| {
        field(Line {
            description: Some(text.to_owned()),
            net: Some(amount(net)),
            rate: Some(Decimal::from(rate)),
            ..Line::default()
        })
    };
    invoice.lines = vec![line("Bier 24 fl", "100", 21), line("Statiegeld kratten", "12", 0)];
    let booked = booked_in(&Context::default(), &invoice, "statiegeld");
    assert_eq!(boxes(&booked), "5b 21.00");
    assert_eq!(of_kind(&booked, LineKind::Deposit), amount("12.00"));
    assert_eq!(of_kind(&booked, LineKind::Creditor), amount("-133.00"));
}

#[test]
fn breakfast_in_a_hotel_is_not_deducted() {
    let mut invoice =
        from(invoice(&[(S, 9, "200", "18")]), Some("NL004495445B01"), "Hotel De Linde B.V.");
    invoice.supply_date = Some(field("2025-06-01".parse().unwrap()));
    invoice.lines = [("Kamer 12", "150"), ("Ontbijtbuffet", "50")]
        .map(|(text, net)| {
            field(Line {
                description: Some(text.to_owned()),
                net: Some(amount(net)),
                ..Line::default()
            })
        })
        .to_vec();
    let booked = booked_in(&Context::default(), &invoice, "hotel overnachting");
    assert_eq!(boxes(&booked), "5b 13.50");
}

#[test]
#[allow(clippy::large_stack_arrays, reason = "a table of cases")]
fn sales_are_declared_by_the_seller() {
    let own = Administration {
        name: "Jansen Techniek B.V.".into(),
        vat_id: Some("NL004495445B01".into()),
        ..Administration::default()
    };
    let buyer = |mut invoice: Invoice, vat_id: Option<&str>| {
        invoice.customer.name = Some(field("Afnemer GmbH".to_owned()));
        invoice.customer.vat_id = vat_id.map(|id| field(id.to_owned()));
        invoice
    };
    for (name, invoice, words, expected) in [
        ("domestic", buyer(invoice(&[(S, 21, "100", "21")]), None), "", "1a 100.00/21.00"),
        ("low", buyer(invoice(&[(S, 9, "100", "9")]), None), "", "1b 100.00/9.00"),
        (
            "reverse charge",
            buyer(invoice(&[(Ae, 0, "100", "0")]), Some("NL871742871B01")),
            "btw verlegd",
            "1e 100.00/0.00",
        ),
        (
            "to the EU",
            buyer(invoice(&[(K, 0, "100", "0")]), Some("DE136695976")),
            "",
            "3b 100.00/0.00",
        ),
        (
            "service to the EU",
            buyer(invoice(&[(Ae, 0, "100", "0")]), Some("DE136695976")),
            "",
            "3b 100.00/0.00",
        ),
        ("export", buyer(invoice(&[(G, 0, "100", "0")]), None), "", "3a 100.00/0.00"),
        ("exempt", buyer(invoice(&[(E, 0, "100", "0")]), None), "", ""),
    ] {
        let context = context(own.clone());
        assert_eq!(assign(&invoice, None, None, &context).direction, Direction::Sale, "{name}");
        let booked = booked_in(&context, &invoice, words);
        assert_eq!(boxes(&booked), expected, "{name}");
        assert_eq!(balance(&booked.journal), Amount::ZERO, "{name}");
        assert!(booked.journal.iter().any(|l| l.kind == LineKind::Debtor), "{name}");
    }
}

#[test]
fn rules_go_before_history_and_history_before_words() {
    let mut history = History::default();
    let habit = |account: &str, count| Habit {
        account: account.into(),
        count,
        weight: count,
        ..Habit::default()
    };
    history.add("7", habit("4400", 9.0));
    history.add("7", habit("4500", 1.0));
    let supplier = Supplier {
        code: "7".into(),
        name: "Jansen Techniek B.V.".into(),
        vat_id: Some("NL004495445B01".into()),
        ..Supplier::default()
    };
    let learned = Learned { history, ..Learned::default() };
    let books = Books::new(regime(Regime::Normal), vec![supplier], &[], learned);
    let with = |rules: Vec<BookingRule>| {
        let terms = BookingTerms::default();
        Context::new(vec![books.clone()], Books::default(), rules, terms, ExchangeRates::default())
    };
    let invoice = invoice(&[(S, 21, "100", "21")]);
    let first = |context: &Context| booked_in(context, &invoice, "").journal[0].clone();
    let by_history = first(&with(Vec::new()));
    assert_eq!((by_history.account.as_str(), by_history.why.by), ("4400", By::History));
    assert_eq!(by_history.why.because.to_string(), "9/10");
    let rule = BookingRule {
        supplier: "jansen".into(),
        account: "4777".into(),
        cost_center: Some("K1".into()),
        ..BookingRule::default()
    };
    let by_rule = first(&with(vec![rule.clone()]));
    assert_eq!((by_rule.account.as_str(), by_rule.why.by), ("4777", By::Rule));
    assert_eq!(by_rule.cost_center.as_deref(), Some("K1"));
    let elsewhere = BookingRule { amount_from: Some(amount("500")), ..rule.clone() };
    assert_eq!(first(&with(vec![elsewhere])).account, "4400");
    let split = BookingRule {
        split: [("4701", 2), ("4702", 1)]
            .map(|(account, share)| SplitPart { account: account.into(), share, cost_center: None })
            .to_vec(),
        ..rule
    };
    let booked = booked_in(&with(vec![split]), &invoice, "");
    let amounts: Vec<String> =
        booked.journal.iter().map(|l| format!("{} {}", l.account, l.debit)).collect();
    assert_eq!(amounts[..2], ["4701 66.67", "4702 33.33"]);
    assert_eq!(balance(&booked.journal), Amount::ZERO);
}

#[test]
fn foreign_currency_is_translated_with_its_day() {
    let mut invoice = in_country(invoice(&[(O, 0, "108", "0")]), "US");
    invoice.currency = Some(field("USD".to_owned()));
    let mut rates = ExchangeRates::default();
    rates.add("USD", "2026-02-27".parse().unwrap(), "1.08".parse().unwrap());
    let books = Books::new(regime(Regime::Normal), Vec::new(), &[], Learned::default());
    let known = Context::new(
        vec![books.clone()],
        Books::default(),
        Vec::new(),
        BookingTerms::default(),
        rates,
    );
    let booked = booked_in(&known, &invoice, "");
    assert_eq!(boxes(&booked), "4a 100.00/21.00, 5b 21.00");
    let exchange = booked.booking.exchange.unwrap();
    assert_eq!(exchange.rate.to_string(), "1.08");
    assert_eq!(exchange.day.unwrap().to_string(), "2026-02-27");
    assert_eq!(booked.booking.currency, "EUR");
    let unknown = booked_in(&context(regime(Regime::Normal)), &invoice, "");
    assert_eq!(unknown.booking.currency, "USD");
    assert_eq!(balance(&unknown.journal), Amount::ZERO);
    assert!(unknown.findings.iter().any(|f| f.id() == "DZ-EXCHANGE"));
}

#[test]
fn a_changed_account_is_an_alarm() {
    let supplier = Supplier {
        code: "7".into(),
        name: "Jansen Techniek B.V.".into(),
        vat_id: Some("NL004495445B01".into()),
        ibans: vec!["NL91ABNA0417164300".into()],
        ..Supplier::default()
    };
    let books = Books::new(regime(Regime::Normal), vec![supplier], &[], Learned::default());
    let context = Context::new(
        vec![books],
        Books::default(),
        Vec::new(),
        BookingTerms::default(),
        ExchangeRates::default(),
    );
    let mut invoice = invoice(&[(S, 21, "100", "21")]);
    let rules = |invoice: &Invoice| -> Vec<String> {
        booked_in(&context, invoice, "").findings.iter().map(|f| f.id().to_owned()).collect()
    };
    invoice.supplier.iban = Some(field("NL91ABNA0417164300".to_owned()));
    assert!(!rules(&invoice).contains(&"DZ-IBAN-CHANGED".to_owned()));
    invoice.supplier.iban = Some(field("NL57RABO0107307510".to_owned()));
    assert!(rules(&invoice).contains(&"DZ-IBAN-CHANGED".to_owned()));
}

#[test]
fn without_amounts_there_is_no_entry() {
    let mut empty = invoice(&[]);
    empty.totals = invoice::Totals::default();
    let booked = booked_in(&Context::default(), &empty, "");
    assert!(booked.journal.is_empty());
    assert_eq!(booked.findings.last().unwrap().id(), "DZ-NO-ENTRY");
    let party = Party::default();
    assert_eq!(book::country(&party), None);
}

#[test]
fn an_account_is_only_advice_where_no_accounts_are_known() {
    let read = invoice(&[(S, 21, "100.00", "21.00")]);
    let about_account = |chart: &[crate::Account], words: &str| -> Vec<(String, bool)> {
        let own = Books::new(regime(Regime::Normal), Vec::new(), chart, Learned::default());
        let context = Context::new(
            vec![own],
            Books::default(),
            Vec::new(),
            BookingTerms::default(),
            ExchangeRates::default(),
        );
        let findings = booked_in(&context, &read, words).findings;
        findings
            .iter()
            .filter(|f| f.id().starts_with("DZ-ACCOUNT"))
            .map(|f| (f.id().to_owned(), f.wants_person()))
            .collect()
    };
    assert_eq!(about_account(&[], "zzz"), [("DZ-ACCOUNT".to_owned(), true)]);
    let chart: Vec<_> = crate::rgs_accounts()
        .map(|one| crate::Account { number: one.account().to_owned(), ..Default::default() })
        .collect();
    assert_eq!(about_account(&chart, "zzz"), [("DZ-ACCOUNT".to_owned(), true)]);
}
