//! Tests of [`super`].

use super::*;

/// A correction of the invoice that begins at page 1.
fn one(field: &str, value: &str) -> Correction {
    Correction {
        first_page: 1,
        field: field.into(),
        value: value.into(),
        place: None,
    }
}

#[test]
fn values_are_taken_as_people_write_them() {
    for (written, kept) in [
        ("€ 1.234,56", "1234.56"),
        ("1,234.5", "1234.50"),
        ("1.234", "1234.00"),
        ("-12", "-12.00"),
        ("EUR 0,05", "0.05"),
    ] {
        assert_eq!(
            normal("totals.gross", written).as_deref(),
            Ok(kept),
            "{written}"
        );
    }
    for wrong in ["12a", "1.2.3,456,7x", ",", "--1"] {
        assert_eq!(normal("totals.gross", wrong), Err(Wrong::Amount), "{wrong}");
    }
    for written in ["31-3-2026", "2026-03-31", "31/03/26", "31.3.2026"] {
        assert_eq!(normal("issue_date", written).as_deref(), Ok("2026-03-31"));
    }
    assert_eq!(normal("issue_date", "31-2-2026"), Err(Wrong::Date));
    assert_eq!(
        normal("supplier.iban", "NL91 ABNA 0417 1643 01"),
        Err(Wrong::CheckDigits)
    );
    assert_eq!(
        normal("document_type", "credit_note").as_deref(),
        Ok("credit_note")
    );
    assert_eq!(normal("layout", "1-2,3").as_deref(), Ok("1-2, 3-3"));
    assert_eq!(normal("layout", "2, 1"), Err(Wrong::Pages));
    assert_eq!(normal("evidence", "x"), Err(Wrong::Field));
}

#[test]
fn rows_of_vat_are_written_on_one_line() {
    assert_eq!(
        normal(
            "vat_breakdown",
            "21% 336,50 70,67; 9 1.075 6,75 ;ae 0 100 0"
        )
        .as_deref(),
        Ok("S 21 336.50 70.67; S 9 1075.00 6.75; AE 0 100.00 0.00")
    );
    for wrong in [
        "21 336,50",
        "0 100 0",
        "X 21 1 1",
        "210 1 1",
        "-1 1 1",
        "21 a 1",
        ";",
    ] {
        assert_eq!(
            normal("vat_breakdown", wrong),
            Err(Wrong::VatRows),
            "{wrong}"
        );
    }
    let mut invoice = Invoice::default();
    let corrections = Corrections(vec![
        one("totals.net", "500.00"),
        one("vat_breakdown", "S 21 336.50 70.67; AE 0 100.00 0.00"),
    ]);
    corrections.of(1).apply(&mut invoice);
    let rows: Vec<_> = invoice.vat_breakdown.iter().map(|row| &row.value).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].category, Some(VatCategory::Ae));
    assert_eq!(rows[0].taxable, Some(Amount::from_cents(33650)));
}

#[test]
fn two_totals_give_the_third_and_the_only_row() {
    let field = |cents| {
        Some(Field::new(
            Amount::from_cents(cents),
            Evidence::derived("test"),
            Confidence::new(0.5),
        ))
    };
    let mut invoice = Invoice::default();
    invoice.totals.net = field(100);
    invoice.totals.vat = field(21);
    invoice.totals.gross = field(500);
    let row = VatBreakdown {
        category: None,
        rate: None,
        taxable: Some(Amount::from_cents(1)),
        vat: None,
        exemption_reason: None,
        exemption_code: None,
    };
    invoice.vat_breakdown = vec![Field::new(
        row,
        Evidence::derived("test"),
        Confidence::new(0.5),
    )];
    let corrections = Corrections(vec![
        one("totals.net", "200.00"),
        one("totals.vat", "42.00"),
    ]);
    corrections.of(1).apply(&mut invoice);
    assert_eq!(
        invoice.totals.gross.unwrap().value,
        Amount::from_cents(24200)
    );
    assert_eq!(
        invoice.vat_breakdown[0].value.taxable,
        Some(Amount::from_cents(20000))
    );
    assert!(corrections.of(2).fields().is_empty());
}
