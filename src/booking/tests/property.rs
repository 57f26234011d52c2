//! Over generated invoices: every entry balances, and its boxes are what stands on the VAT accounts.

use proptest::prelude::*;

use super::*;

fn category() -> impl Strategy<Value = (VatCategory, i64)> {
    prop_oneof![
        Just((S, 21)),
        Just((S, 9)),
        Just((S, 19)),
        Just((S, 7)),
        Just((Z, 0)),
        Just((E, 0)),
        Just((Ae, 0)),
        Just((K, 0)),
        Just((G, 0)),
        Just((O, 0)),
    ]
}

fn row() -> impl Strategy<Value = ((VatCategory, i64), i64, i64)> {
    (category(), -2_000_000i64..20_000_000, -3i64..4)
}

fn any_regime() -> impl Strategy<Value = Regime> {
    prop_oneof![Just(Regime::Normal), Just(Regime::Kor), Just(Regime::Exempt), Just(Regime::Mixed)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever the rows, rounding, currency, party and regime: debits are credits, the boxes are what is on the VAT
    /// accounts, and the creditor gets the total.
    #[test]
    fn every_entry_balances_and_its_boxes_add_up(
        rows in proptest::collection::vec(row(), 1..6),
        seller in prop_oneof![Just(Some("NL004495445B01")), Just(Some("DE136695976")), Just(None)],
        words in prop_oneof![Just(""), Just("btw verlegd"), Just("margeregeling"), Just("statiegeld emballage"), Just("restaurant tafel bediening couvert")],
        kind in prop_oneof![Just(DocumentType::Invoice), Just(DocumentType::CreditNote), Just(DocumentType::Receipt)],
        vat in any_regime(),
        lines in 0usize..5,
        gross_off in prop_oneof![9 => Just(0i64), 1 => -500i64..500],
        usd in proptest::bool::ANY,
        merge in proptest::bool::ANY,
    ) {
        let mut document = Invoice {
            document_type: Some(field(kind)),
            currency: Some(field(if usd { "USD" } else { "EUR" }.to_owned())),
            issue_date: Some(field("2026-03-01".parse().unwrap())),
            ..Invoice::default()
        };
        document.supplier.name = Some(field("Jansen".to_owned()));
        document.supplier.vat_id = seller.map(|id| field(id.to_owned()));
        let mut gross = Amount::ZERO;
        for ((category, rate), cents, off) in rows {
            let base = Amount::from_cents(cents);
            let tax = base.percent(Decimal::from(rate));
            let tax = if rate == 0 { tax } else { tax + Amount::from_cents(off) };
            gross = gross + base + tax;
            document.vat_breakdown.push(field(VatBreakdown {
                category: Some(category), rate: Some(Decimal::from(rate)), taxable: Some(base), vat: Some(tax),
                exemption_reason: None, exemption_code: None,
            }));
            for part in 0..lines as i64 {
                let share = cents / lines as i64;
                let share = if part == 0 { cents - share * (lines as i64 - 1) } else { share };
                document.lines.push(field(Line {
                    description: Some(format!("Licentie {part}")), net: Some(Amount::from_cents(share)),
                    rate: Some(Decimal::from(rate)), category: Some(category), ..Line::default()
                }));
            }
        }
        document.totals.gross = Some(field(gross + Amount::from_cents(gross_off)));
        let mut rates = ExchangeRates::default();
        rates.add("USD", "2026-02-27".parse().unwrap(), "1.0837".parse().unwrap());
        let books = Books::new(regime(vat), Vec::new(), &[], Learned::default());
        let terms = BookingTerms { merge_lines: merge, ..BookingTerms::default() };
        let context = Context::new(vec![books], Books::default(), Vec::new(), terms, rates);
        let booked = booked_in(&context, &document, words);
        prop_assert_eq!(balance(&booked.journal), Amount::ZERO);
        for line in &booked.journal {
            prop_assert!(!line.debit.is_negative() && !line.credit.is_negative());
            prop_assert!(line.debit.is_zero() || line.credit.is_zero());
            prop_assert_eq!(line.debit.round_cents(), line.debit);
        }
        // input VAT is what stands on its account; what is owed stands on the others
        let on = |rgs: &str| -> Amount {
            booked.journal.iter().filter(|l| l.rgs.as_deref() == Some(rgs)).map(|l| l.debit - l.credit).sum()
        };
        let of = |name: &str| booked.booking.vat_return.iter().find(|b| b.rubriek.to_string() == name);
        prop_assert_eq!(on(super::super::rgs::INPUT_VAT), of("5b").map_or(Amount::ZERO, |b| b.vat));
        for (account, name) in [(super::super::rgs::VAT_REVERSE, "2a"), (super::super::rgs::VAT_EU, "4b"), (super::super::rgs::VAT_NON_EU, "4a")] {
            prop_assert_eq!(-on(account), of(name).map_or(Amount::ZERO, |b| b.vat));
        }
        let creditor = of_kind(&booked, LineKind::Creditor);
        let total = document.totals.gross.as_ref().unwrap().value;
        let total = if usd { super::super::context::in_euros(total, "1.0837".parse().unwrap()) } else { total };
        prop_assert_eq!(creditor.abs(), total.abs());
    }
}
