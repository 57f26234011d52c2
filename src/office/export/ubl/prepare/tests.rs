//! What is filled in, what is left out, and what is told.

use super::*;
use crate::export::ubl::{NoUbl, Ubl, ubl};
use booking::{Booking, Postal, SourceKind, SourceRef, Verdict};
use invoice::Line;
use invoice::{Address, Identifier};

/// A proposal from a paper invoice: net 100 at 21 %.
fn proposal() -> Proposal {
    let mut invoice = Invoice {
        document_type: Some(derived(DocumentType::Invoice)),
        number: Some(derived("7".to_owned())),
        issue_date: Some(derived("2026-03-31".parse().unwrap())),
        currency: Some(derived("EUR".to_owned())),
        ..Invoice::default()
    };
    invoice.supplier.name = Some(derived("Kaas B.V.".to_owned()));
    invoice.supplier.vat_id = Some(derived("NL004495445B01".to_owned()));
    invoice.supplier.iban = Some(derived("NL91ABNA0417164300".to_owned()));
    invoice.totals.net = Some(derived(Amount::from_cents(10_000)));
    invoice.totals.vat = Some(derived(Amount::from_cents(2_100)));
    invoice.totals.gross = Some(derived(Amount::from_cents(12_100)));
    Proposal {
        source: SourceRef { kind: SourceKind::PdfText, pages: Some((1, 1)) },
        verdict: Verdict::Ready,
        direction: Direction::Purchase,
        administration: None,
        supplier_known_as: None,
        invoice,
        journal: Vec::new(),
        booking: Booking::default(),
        findings: Vec::new(),
        reviewed: None,
    }
}

/// The buyer, whom the paper does not name.
fn bakker() -> Administration {
    Administration {
        name: "Bakker".to_owned(),
        kvk: Some("64000011".to_owned()),
        addresses: vec![Postal { city: Some("Ede".to_owned()), ..Postal::default() }],
        ..Administration::default()
    }
}

fn made(proposal: &Proposal) -> Ubl {
    ubl(proposal, Some(&bakker()), None, Lang::Nl).unwrap()
}

#[test]
fn a_missing_buyer_is_told_and_lent_by_the_administration() {
    let proposal = proposal();
    assert_eq!(ubl(&proposal, None, None, Lang::Nl), Err(NoUbl::NotMet(vec!["BR-07", "BR-10"])));
    assert_eq!(made(&proposal).invoice.customer.name.unwrap().value, "Bakker");
}

/// Peppol has rules for sellers of some countries, and knows no address of a scheme that was withdrawn.
#[test]
fn it_is_peppol_only_where_its_rules_are_known() {
    let mut proposal = proposal();
    let address = |scheme: &str, value: &str| {
        derived(Identifier { scheme: Some(scheme.to_owned()), value: value.to_owned() })
    };
    proposal.invoice.buyer_reference = Some(derived("inkoop".to_owned()));
    let mut of = |vat_id: &str, scheme: &str| {
        let party = &mut proposal.invoice.supplier;
        party.vat_id = Some(derived(vat_id.to_owned()));
        party.endpoint = Some(address(scheme, "12345"));
        proposal.invoice.customer.endpoint = Some(address("9944", "NL002455799B11"));
        let made = made(&proposal);
        (made.specification, made.invoice.supplier.endpoint.is_some())
    };
    assert_eq!(of("FR83404833048", "9957"), (einvoice::write::PEPPOL, true));
    assert_eq!(of("DK13585628", "9957"), (einvoice::write::EN16931, true));
    assert_eq!(of("DE136695976", "9930"), (einvoice::write::EN16931, true));
    assert_eq!(of("FR83404833048", "9958"), (einvoice::write::EN16931, false));
}

#[test]
fn an_address_without_a_country_is_in_that_of_the_sender() {
    let mut proposal = proposal();
    proposal.invoice.supplier.vat_id = None;
    proposal.invoice.supplier.kvk = None;
    proposal.invoice.supplier.tax_number = Some(derived("133/5555/0815".to_owned()));
    proposal.invoice.supplier.iban = Some(derived("DE89370400440532013000".to_owned()));
    let address =
        |city: &str| derived(Address { city: Some(city.to_owned()), ..Address::default() });
    proposal.invoice.supplier.address = Some(address("Kleve"));
    proposal.invoice.customer.name = Some(derived("Frau Holle".to_owned()));
    proposal.invoice.customer.address = Some(address("Goch"));
    proposal.booking.relation =
        Some(booking::Relation { code: Some("40016".to_owned()), by: None, score: 1.0 });
    let made = ubl(&proposal, None, None, Lang::Nl).unwrap().invoice;
    for party in [&made.supplier, &made.customer] {
        let country = party.address.as_ref().unwrap().value.country.as_deref();
        assert_eq!(country, Some("DE"));
    }
    // no register has it: the code that the books know it by
    assert_eq!(made.supplier.identifiers[0].value.value, "40016");
    proposal.invoice.supplier.name = None;
    proposal.supplier_known_as = Some("Kaas B.V.".to_owned());
    let made = ubl(&proposal, None, None, Lang::Nl).unwrap().invoice;
    assert_eq!(made.supplier.name.unwrap().value, "Kaas B.V.");
}

#[test]
fn what_goes_to_a_g_account_is_said_in_the_extension_for_it() {
    let mut proposal = proposal();
    proposal.invoice.supplier.kvk = Some(derived("64000011".to_owned()));
    proposal.invoice.supplier.address = Some(derived(Address {
        street: Some("Melkweg 1".to_owned()),
        postcode: Some("1011 AB".to_owned()),
        city: Some("Amsterdam".to_owned()),
        country: Some("NL".to_owned()),
    }));
    proposal.invoice.order_reference = Some(derived("PO-9".to_owned()));
    proposal.invoice.payment_means = vec![PaymentMeans {
        iban: Some(derived("NL20INGB0001234567".to_owned())),
        account_name: Some("G-rekening".to_owned()),
        amount: Some(Amount::from_cents(3_025)),
        ..PaymentMeans::default()
    }];
    let mut bakker = bakker();
    bakker.addresses[0].street = Some("Dorpsstraat 1".to_owned());
    bakker.addresses[0].postcode = Some("6710 AA".to_owned());
    let divided = ubl(&proposal, Some(&bakker), None, Lang::Nl).unwrap();
    assert_eq!(divided.specification, einvoice::write::NLCIUS_G_ACCOUNT);
    let parts = |invoice: &Invoice| -> Vec<Option<Amount>> {
        invoice.payment_means.iter().map(|means| means.amount).collect()
    };
    let expected = [Some(Amount::from_cents(9_075)), Some(Amount::from_cents(3_025))];
    assert_eq!(parts(&divided.invoice), expected);
    let again = einvoice::read(divided.xml.as_bytes()).unwrap();
    assert_eq!(parts(&again), expected);
    assert!(again.payment_means[1].is_g_account());
    // more than is due is no part of it
    proposal.invoice.payment_means[0].amount = Some(Amount::from_cents(99_999));
    let whole = ubl(&proposal, Some(&bakker), None, Lang::Nl).unwrap();
    assert_eq!(whole.specification, einvoice::write::NLCIUS);
    assert_eq!(parts(&whole.invoice), [None, None]);
}

#[test]
fn lines_on_several_accounts_have_one_each() {
    let mut proposal = proposal();
    let line = |text: &str, cents| {
        derived(Line {
            description: Some(text.to_owned()),
            net: Some(Amount::from_cents(cents)),
            ..Line::default()
        })
    };
    proposal.invoice.lines = vec![line("Kaas", 6_000), line("Doos", 4_000)];
    proposal.journal = ["7000", "4190"]
        .map(|account| booking::JournalLine { account: account.to_owned(), ..Default::default() })
        .into();
    proposal.booking.line_accounts = [(0, "7000".to_owned()), (1, "4190".to_owned())].into();
    let costs = |proposal: &Proposal| -> Vec<Option<String>> {
        let invoice = made(proposal).invoice;
        assert!(invoice.accounting_cost.is_none());
        let lines = invoice.lines.into_iter();
        lines.map(|line| line.value.accounting_cost).collect()
    };
    assert_eq!(costs(&proposal), [Some("7000".to_owned()), Some("4190".to_owned())]);
    let xml = made(&proposal).xml;
    assert!(xml.contains("<cbc:AccountingCost>4190<"), "{xml}");
    // booked otherwise by a person
    proposal.journal[1].account = "4520".to_owned();
    assert_eq!(costs(&proposal), [None, None]);
}

#[test]
fn lines_that_do_not_add_up_give_way_to_one_for_each_rate() {
    let mut proposal = proposal();
    proposal.invoice.lines = vec![derived(Line {
        description: Some("Kaas".to_owned()),
        net: Some(Amount::from_cents(9_000)),
        ..Line::default()
    })];
    let invoice = made(&proposal).invoice;
    assert_eq!(invoice.lines.len(), 1);
    assert_eq!(invoice.lines[0].value.net, Some(Amount::from_cents(10_000)));
    assert_eq!(invoice.notes, [say::lines_by_rate(Lang::Nl)]);
    proposal.invoice.lines[0].value.net = Some(Amount::from_cents(10_000));
    let invoice = made(&proposal).invoice;
    assert_eq!(invoice.lines[0].value.description.as_deref(), Some("Kaas"));
    assert!(invoice.notes.is_empty());
}

#[test]
fn credit_notes_have_positive_amounts_and_cost_accounts_come_from_the_journal() {
    let mut proposal = proposal();
    proposal.invoice.document_type = Some(derived(DocumentType::CreditNote));
    turn(&mut proposal.invoice);
    proposal.journal = vec![
        booking::JournalLine {
            account: "4520".to_owned(),
            kind: LineKind::Cost,
            ..Default::default()
        },
        booking::JournalLine {
            account: "1600".to_owned(),
            kind: LineKind::Creditor,
            ..Default::default()
        },
    ];
    let made = made(&proposal);
    assert!(made.xml.contains("<cbc:CreditNoteTypeCode>381<"));
    assert!(made.xml.contains("<cbc:AccountingCost>4520<"));
    let gross = made.invoice.totals.gross.unwrap().value;
    assert_eq!(gross, Amount::from_cents(12_100));
}

#[test]
fn what_is_outside_the_vat_beside_what_is_not_is_written_as_exempt() {
    let mut proposal = proposal();
    let row = |category, rate: Option<i64>, taxable, vat| {
        derived(VatBreakdown {
            category: Some(category),
            rate: rate.map(Decimal::from),
            taxable: Some(Amount::from_cents(taxable)),
            vat: Some(Amount::from_cents(vat)),
            exemption_reason: None,
            exemption_code: None,
        })
    };
    proposal.invoice.vat_breakdown =
        vec![row(VatCategory::S, Some(21), 10_000, 2_100), row(VatCategory::O, None, 250, 0)];
    proposal.invoice.totals.net = Some(derived(Amount::from_cents(10_250)));
    proposal.invoice.totals.gross = Some(derived(Amount::from_cents(12_350)));
    let made = made(&proposal);
    let row = &made.invoice.vat_breakdown[1].value;
    assert_eq!(row.category, Some(VatCategory::E));
    assert_eq!(row.exemption_reason.as_deref(), Some("Buiten de btw"));
}

#[test]
fn reminders_are_no_invoices() {
    let mut proposal = proposal();
    proposal.invoice.document_type = Some(derived(DocumentType::Reminder));
    assert_eq!(ubl(&proposal, Some(&bakker()), None, Lang::Nl), Err(NoUbl::NotBooked));
}
