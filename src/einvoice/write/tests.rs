//! Whatever can be said in UBL is read again as it was written.

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::*;
use invoice::{Confidence, Derivation, Evidence, Totals};

fn field<T>(value: T) -> Field<T> {
    Field::new(value, Evidence::derived(Derivation::Ubl), Confidence::CERTAIN)
}

/// Everything but where a value was found: that is another place after reading.
fn values(invoice: &Invoice) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                map.remove("evidence");
                map.remove("confidence");
                map.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            // 1.50 and 1.5 are one amount
            serde_json::Value::String(text) => {
                if let Ok(number) = text.parse::<Decimal>() {
                    *text = number.normalize().to_string();
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(invoice).unwrap();
    strip(&mut value);
    value
}

/// A line of text as documents have them: with signs that mean something in XML, without blanks at its ends.
fn words() -> impl Strategy<Value = String> {
    vec("[a-zA-Zéß€&<>\"'0-9.,/-]{1,8}", 1..4).prop_map(|words| words.join(" "))
}

fn word() -> impl Strategy<Value = Field<String>> {
    words().prop_map(field)
}

fn cents() -> impl Strategy<Value = Amount> {
    (-10_000_000_i64..10_000_000).prop_map(Amount::from_cents)
}

fn total() -> impl Strategy<Value = Option<Field<Amount>>> {
    of(cents().prop_map(field))
}

fn date() -> impl Strategy<Value = Date> {
    (2012_i16..2035, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn number() -> impl Strategy<Value = Decimal> {
    (-1_000_000_i64..1_000_000, 0_u32..4).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn category() -> impl Strategy<Value = VatCategory> {
    use VatCategory::{Ae, E, G, K, L, M, O, S, Z};
    prop::sample::select(vec![S, Z, E, Ae, K, G, O, L, M])
}

fn period() -> impl Strategy<Value = Period> {
    (date(), of(date())).prop_map(|(start, end)| Period { start: Some(start), end })
}

fn allowance_charge(of_line: bool) -> impl Strategy<Value = AllowanceCharge> {
    (
        any::<bool>(),
        cents(),
        of(cents()),
        of(number()),
        category(),
        of(number()),
        of(words()),
        of("[A-Z]{2}"),
    )
        .prop_map(
            move |(is_charge, amount, base, percent, category, rate, reason, reason_code)| {
                AllowanceCharge {
                    is_charge,
                    amount,
                    base,
                    percent,
                    category: (!of_line).then_some(category),
                    rate: rate.filter(|_| !of_line),
                    reason,
                    reason_code,
                }
            },
        )
}

fn party() -> impl Strategy<Value = Party> {
    let names = (word(), of(word()), of(Just(field("NL004495445B01".to_owned()))), of(word()));
    let places = (of(words()), of(words()), of(words()), of("[A-Z]{2}"));
    let ids = (of("[0-9]{8}"), vec(words(), 0..3), of(words()), of(word()), of(word()));
    (names, places, ids).prop_map(
        |(
            (name, trading_name, vat_id, tax_number),
            (street, postcode, city, country),
            (kvk, identifiers, endpoint, email, phone),
        )| {
            let address = Address { street, postcode, city, country };
            Party {
                name: Some(name),
                trading_name,
                vat_id,
                tax_number,
                kvk: kvk.filter(|kvk| invoice::identifier::kvk_shape(kvk).is_some()).map(field),
                identifiers: identifiers
                    .into_iter()
                    .map(|value| field(Identifier { scheme: Some("0088".to_owned()), value }))
                    .collect(),
                address: (address != Address::default()).then(|| field(address)),
                endpoint: endpoint
                    .map(|value| field(Identifier { scheme: Some("0088".to_owned()), value })),
                email,
                phone,
                ..Party::default()
            }
        },
    )
}

fn payment_means() -> impl Strategy<Value = PaymentMeans> {
    let account = of((any::<bool>(), of("[A-Z]{8}"), of(words())));
    (
        prop::sample::select(vec!["30", "58", "59", "1"]),
        account,
        of(word()),
        of(words()),
        of(words()),
    )
        .prop_map(|(code, account, reference, mandate, debited_iban)| {
            let mut means = PaymentMeans {
                code: Some(code.to_owned()),
                reference,
                mandate,
                debited_iban,
                ..PaymentMeans::default()
            };
            if let Some((is_iban, bic, name)) = account {
                let text = if is_iban { "NL91ABNA0417164300" } else { "rekening 12" };
                let account = Some(field(text.to_owned()));
                if is_iban {
                    means.iban = account;
                } else {
                    means.account = account;
                }
                (means.bic, means.account_name) = (bic, name);
            }
            means
        })
}

fn vat_row() -> impl Strategy<Value = VatBreakdown> {
    (category(), of(number()), of(cents()), of(cents()), of(words()), of("[A-Z]{5}")).prop_map(
        |(category, rate, taxable, vat, exemption_reason, exemption_code)| VatBreakdown {
            category: Some(category),
            rate,
            taxable,
            vat: Some(vat.unwrap_or_default()),
            exemption_reason,
            exemption_code,
        },
    )
}

fn line() -> impl Strategy<Value = Line> {
    let texts = (words(), words(), of(words()), of(words()), of(words()), of(words()), of(words()));
    let numbers =
        (number(), "[A-Z0-9]{2,3}", of(number()), of(cents()), of(category()), of(number()));
    (texts, numbers, of(period()), vec(allowance_charge(true), 0..3)).prop_map(
        |(
            (id, description, note, article, gtin, order_line, accounting_cost),
            (quantity, unit, price, net, category, rate),
            period,
            allowances_charges,
        )| Line {
            id: Some(id),
            description: Some(description),
            note,
            quantity: Some(quantity),
            unit: Some(unit),
            unit_price: price.map(Amount),
            net,
            gross: None,
            category,
            rate,
            article,
            gtin,
            order_line,
            accounting_cost,
            period,
            allowances_charges,
        },
    )
}

fn totals() -> impl Strategy<Value = Totals> {
    let sums = (total(), total(), total(), total(), total());
    (cents(), cents(), sums).prop_map(
        |(net, vat, (lines, allowances, charges, prepaid, rounding))| Totals {
            lines,
            allowances,
            charges,
            net: Some(field(net)),
            vat: Some(field(vat)),
            vat_accounting: None,
            gross: Some(field(net + vat)),
            prepaid,
            rounding,
            payable: Some(field(net + vat)),
        },
    )
}

prop_compose! {
    fn invoice()(
        is_credit_note in any::<bool>(),
        (number, issue_date, due_date, supply_date) in (word(), date(), of(date()), of(date())),
        period in of(period()),
        (order, buyer, contract, project, credited, cost) in (of(word()), of(word()), of(word()), of(word()), of(word()), of(word())),
        terms in of(vec(words(), 1..3)),
        notes in vec(words(), 0..3),
        (supplier, customer, payee) in (party(), party(), of((word(), of("[0-9]{8}")))),
        payment_means in vec(payment_means(), 0..3),
        totals in totals(),
        vat_accounting in of(cents()),
        vat_breakdown in vec(vat_row(), 0..4),
        allowances_charges in vec(allowance_charge(false), 0..3),
        lines in vec(line(), 0..4),
    ) -> Invoice {
        let mut out = Invoice {
            document_type: Some(field(if is_credit_note { DocumentType::CreditNote } else { DocumentType::Invoice })),
            specification: Some(EN16931.to_owned()),
            number: Some(number),
            issue_date: Some(field(issue_date)),
            due_date: due_date.map(field),
            supply_date: supply_date.map(field),
            period: period.map(field),
            currency: Some(field("EUR".to_owned())),
            tax_currency: vat_accounting.map(|_| field("USD".to_owned())),
            supplier,
            customer,
            payee: payee.map(|(name, kvk)| Party {
                name: Some(name),
                kvk: kvk.filter(|kvk| invoice::identifier::kvk_shape(kvk).is_some()).map(field),
                ..Party::default()
            }),
            order_reference: order,
            buyer_reference: buyer,
            contract_reference: contract,
            project_reference: project,
            credited_invoice: credited,
            accounting_cost: cost,
            payment_terms: terms.map(|lines| field(lines.join("\n"))),
            payment_means,
            totals,
            vat_breakdown: vat_breakdown.into_iter().map(field).collect(),
            allowances_charges: allowances_charges.into_iter().map(field).collect(),
            lines: lines.into_iter().map(field).collect(),
            notes,
            ..Invoice::default()
        };
        out.totals.vat_accounting = vat_accounting.map(field);
        // what reading takes from the ways to pay
        out.payment_reference = out.payment_means.iter().find_map(|means| means.reference.clone());
        let account = out.payment_means.iter().find(|means| means.iban.is_some());
        let (iban, bic) = account.map_or((None, None), |means| (means.iban.clone(), means.bic.clone().map(field)));
        for party in out.payee.iter_mut().chain([&mut out.supplier]) {
            (party.iban, party.bic) = (iban.clone(), bic.clone());
        }
        if is_credit_note && out.payment_means.is_empty() {
            out.due_date = None;
        }
        out
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_is_read_again(invoice in invoice()) {
        let writing = Writing { specification: EN16931, ..Writing::default() };
        let xml = write(&invoice, &writing);
        let again = crate::read(xml.as_bytes()).unwrap();
        prop_assert_eq!(values(&again), values(&invoice));
    }

    #[test]
    fn any_text_gives_xml_that_is_read(text in any::<String>(), bytes in vec(any::<u8>(), 0..50)) {
        let invoice = Invoice {
            number: Some(field("1".to_owned())),
            notes: vec![text.clone()],
            ..Invoice::default()
        };
        let attachment = Attachment { file_name: text, mime_code: "application/pdf", bytes: Some(bytes) };
        let writing = Writing { attachments: vec![attachment], ..Writing::default() };
        prop_assert!(crate::read(write(&invoice, &writing).as_bytes()).is_ok());
    }
}

#[test]
fn the_samples_are_written_and_read_again() {
    for xml in [
        &include_bytes!("../samples/invoice.ubl.xml")[..],
        include_bytes!("../samples/credit-note.ubl.xml"),
        include_bytes!("../validate/samples/full.ubl.xml"),
    ] {
        let invoice = crate::read(xml).unwrap();
        let writing = Writing { specification: EN16931, ..Writing::default() };
        let again = crate::read(write(&invoice, &writing).as_bytes()).unwrap();
        assert_eq!(again.number.map(|f| f.value), invoice.number.map(|f| f.value));
        assert_eq!(again.totals.payable.map(|f| f.value), invoice.totals.payable.map(|f| f.value));
        assert_eq!(again.lines.len(), invoice.lines.len());
    }
}

#[test]
fn the_original_is_embedded_with_its_kind_and_name() {
    let invoice = Invoice { number: Some(field("1".to_owned())), ..Invoice::default() };
    let writing = Writing {
        attachments: vec![Attachment {
            file_name: "a&b.pdf".to_owned(),
            mime_code: "application/pdf",
            bytes: Some(b"%PDF-".to_vec()),
        }],
        ..Writing::default()
    };
    let xml = write(&invoice, &writing);
    assert!(xml.contains(r#"<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a&amp;b.pdf">JVBERi0=</cbc:EmbeddedDocumentBinaryObject>"#), "{xml}");
}

/// BR-IC-12: goods that go to another member state go somewhere.
#[test]
fn an_intra_community_supply_says_where_the_goods_go() {
    let mut invoice =
        Invoice { document_type: Some(field(DocumentType::Invoice)), ..Invoice::default() };
    invoice.customer.address =
        Some(field(Address { country: Some("DE".to_owned()), ..Address::default() }));
    for (category, is_told) in [(VatCategory::K, true), (VatCategory::S, false)] {
        invoice.vat_breakdown = vec![field(VatBreakdown {
            category: Some(category),
            rate: Some(Decimal::ZERO),
            taxable: Some(Amount::from_cents(100)),
            vat: Some(Amount::ZERO),
            exemption_reason: None,
            exemption_code: None,
        })];
        let xml = write(&invoice, &Writing::default());
        assert_eq!(xml.contains("DeliveryLocation"), is_told);
        let found = crate::validate::validate(xml.as_bytes()).unwrap();
        assert!(!found.findings.iter().any(|f| f.rule.id == "BR-IC-12"));
    }
}
