//! The cases of the VAT return, each by name with its boxes and its cost.

use super::*;

/// A case: its name, the invoice, the words on it, how the buyer stands in the VAT, the boxes, the cost.
struct Case(&'static str, Invoice, &'static str, Regime, &'static str, &'static str);

fn cases() -> Vec<Case> {
    let one = |category, rate, base, vat| invoice(&[(category, rate, base, vat)]);
    let credit = {
        let mut credit = one(S, 21, "100", "21");
        credit.document_type = Some(field(DocumentType::CreditNote));
        credit
    };
    let negative_credit = {
        let mut credit = one(S, 21, "-100", "-21");
        credit.document_type = Some(field(DocumentType::CreditNote));
        credit
    };
    let dated = |mut invoice: Invoice, day: &str| {
        invoice.supply_date = Some(field(day.parse().unwrap()));
        invoice
    };
    let n = Regime::Normal;
    vec![
        Case("domestic, general rate", one(S, 21, "100", "21"), "", n, "5b 21.00", "100.00"),
        Case("domestic, low rate", one(S, 9, "100", "9"), "", n, "5b 9.00", "100.00"),
        Case(
            "both rates",
            invoice(&[(S, 21, "100", "21"), (S, 9, "50", "4.50")]),
            "",
            n,
            "5b 25.50",
            "150.00",
        ),
        Case(
            "general rate before October 2012",
            dated(one(S, 19, "100", "19"), "2012-09-30"),
            "",
            n,
            "5b 19.00",
            "100.00",
        ),
        Case(
            "low rate before 2019",
            dated(one(S, 6, "100", "6"), "2018-12-31"),
            "",
            n,
            "5b 6.00",
            "100.00",
        ),
        Case("rounded per line", one(S, 21, "50", "10.51"), "", n, "5b 10.51", "50.00"),
        Case("rounded on the total", one(S, 21, "50", "10.50"), "", n, "5b 10.50", "50.00"),
        Case(
            "a small business of the EU, a service",
            from(one(E, 0, "500", "0"), Some("DE136695976"), "Beratung Klein"),
            "Kleinunternehmer nach § 19 UStG",
            n,
            "4b 500.00/105.00, 5b 105.00",
            "500.00",
        ),
        Case(
            "VAT of another country beside a discount for paying early",
            from(
                invoice(&[(S, 21, "1794.50", "376.85"), (E, 0, "55.50", "0")]),
                Some("BE0403053608"),
                "Levier BV",
            ),
            "korting contant",
            n,
            "",
            "2226.85",
        ),
        Case(
            "domestic reverse charge",
            one(Ae, 0, "100", "0"),
            "btw verlegd",
            n,
            "2a 100.00/21.00, 5b 21.00",
            "100.00",
        ),
        Case(
            "reverse charge read from the words",
            one(Z, 0, "100", "0"),
            "BTW verlegd naar afnemer",
            n,
            "2a 100.00/21.00, 5b 21.00",
            "100.00",
        ),
        Case(
            "services from the EU",
            from(one(Ae, 0, "100", "0"), Some("IE5410400AH"), "Cloud Ltd."),
            "reverse charge",
            n,
            "4b 100.00/21.00, 5b 21.00",
            "100.00",
        ),
        Case(
            "goods from the EU",
            from(one(K, 0, "100", "0"), Some("DE136695976"), "Werkzeug GmbH"),
            "",
            n,
            "4b 100.00/21.00, 5b 21.00",
            "100.00",
        ),
        Case(
            "food from the EU",
            from(one(K, 0, "100", "0"), Some("DE136695976"), "Feinkost GmbH"),
            "Lebensmittel",
            n,
            "4b 100.00/9.00, 5b 9.00",
            "100.00",
        ),
        Case(
            "service from outside the EU",
            in_country(one(O, 0, "100", "0"), "US"),
            "",
            n,
            "4a 100.00/21.00, 5b 21.00",
            "100.00",
        ),
        Case(
            "import without a licence",
            in_country(one(G, 0, "100", "0"), "CN"),
            "",
            n,
            "",
            "100.00",
        ),
        Case("credit note with positive amounts", credit, "", n, "5b -21.00", "-100.00"),
        Case("credit note with negative amounts", negative_credit, "", n, "5b -21.00", "-100.00"),
        Case(
            "restaurant",
            from(one(S, 9, "100", "9"), Some("NL004495445B01"), "Restaurant De Zwaan"),
            "",
            n,
            "",
            "109.00",
        ),
        Case(
            "buyer in the small businesses scheme",
            one(S, 21, "100", "21"),
            "",
            Regime::Kor,
            "",
            "121.00",
        ),
        Case("exempt buyer", one(S, 21, "100", "21"), "", Regime::Exempt, "", "121.00"),
        Case(
            "exempt buyer, reverse charge",
            one(Ae, 0, "100", "0"),
            "verlegd",
            Regime::Exempt,
            "2a 100.00/21.00",
            "121.00",
        ),
        Case("mixed buyer, 40 %", one(S, 21, "100", "21"), "", Regime::Mixed, "5b 8.40", "112.60"),
        Case(
            "mixed buyer, 40 %, from the EU",
            from(one(Ae, 0, "100", "0"), Some("IE5410400AH"), "Cloud Ltd."),
            "",
            Regime::Mixed,
            "4b 100.00/21.00, 5b 8.40",
            "112.60",
        ),
        Case(
            "seller in the small businesses scheme",
            from(one(E, 0, "100", "0"), Some("NL002455799B11"), "Bietsnoek"),
            "kleineondernemersregeling",
            n,
            "",
            "100.00",
        ),
        Case("margin scheme", one(Z, 0, "100", "0"), "margeregeling", n, "", "100.00"),
        Case("exempt supply", one(E, 0, "100", "0"), "vrijgesteld van btw", n, "", "100.00"),
        Case(
            "insurance",
            from(one(E, 0, "121", "0"), None, "Zeker Verzekeringen N.V."),
            "premie assurantiebelasting 21 %",
            n,
            "",
            "121.00",
        ),
        Case(
            "insurance tax that was taken for VAT",
            from(one(S, 21, "100", "21"), None, "Zeker Verzekeringen"),
            "assurantiebelasting 21 %",
            n,
            "",
            "121.00",
        ),
        Case(
            "German VAT",
            from(one(S, 19, "100", "19"), Some("DE136695976"), "Werkzeug GmbH"),
            "",
            n,
            "",
            "119.00",
        ),
        Case(
            "Belgian VAT, whose rate is also ours",
            from(one(S, 21, "100", "21"), Some("BE0403170701"), "Bouwen NV"),
            "",
            n,
            "",
            "121.00",
        ),
        Case(
            "tourist tax beside lodging",
            from(
                invoice(&[(S, 21, "100", "21"), (O, 0, "10", "0")]),
                Some("NL004495445B01"),
                "Hotel De Linde",
            ),
            "toeristenbelasting",
            n,
            "5b 21.00",
            "110.00",
        ),
    ]
}

#[test]
fn every_case_ends_in_its_boxes() {
    for Case(name, invoice, words, vat, expected, cost) in cases() {
        let booked = booked_in(&context(regime(vat)), &invoice, words);
        assert_eq!(boxes(&booked), expected, "{name}");
        assert_eq!(balance(&booked.journal), Amount::ZERO, "{name}");
        let costs = of_kind(&booked, LineKind::Cost) + of_kind(&booked, LineKind::Suspense);
        assert_eq!(costs, amount(cost), "{name}");
        let gross = invoice.totals.gross.as_ref().unwrap().value;
        let turned = if cost.starts_with('-') { -gross.abs() } else { gross };
        assert_eq!(of_kind(&booked, LineKind::Creditor), -turned, "{name}");
    }
}
