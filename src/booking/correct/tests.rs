//! Tests of [`super`].

use rust_decimal::Decimal;

use super::*;
use invoice::BBox;
use invoice::{
    Amount, Confidence, Derivation, Evidence, Field, Invoice, Line, Method, VatBreakdown,
    VatCategory,
};

/// A correction of the invoice that begins at page 1.
fn one(field: &str, value: &str) -> Correction {
    Correction { first_page: 1, field: field.into(), value: value.into(), place: None }
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
        assert_eq!(normal("totals.gross", written).as_deref(), Ok(kept), "{written}");
    }
    for wrong in ["12a", "1.2.3,456,7x", ",", "--1"] {
        assert_eq!(normal("totals.gross", wrong), Err(Wrong::Amount), "{wrong}");
    }
    for written in ["31-3-2026", "2026-03-31", "31/03/26", "31.3.2026"] {
        assert_eq!(normal("issue_date", written).as_deref(), Ok("2026-03-31"));
    }
    assert_eq!(normal("issue_date", "31-2-2026"), Err(Wrong::Date));
    for year in ["3-3-1026", "3-3-1999", "3-3-2206"] {
        assert_eq!(normal("due_date", year), Err(Wrong::Year), "{year}");
    }
    for amount in ["12,345", "€ 1,000", "-12,345"] {
        assert_eq!(normal("totals.net", amount), Err(Wrong::TwoWays), "{amount}");
    }
    assert_eq!(normal("supplier.vat_id", "nl 0044.95.445.B01").as_deref(), Ok("NL004495445B01"));
    assert_eq!(normal("supplier.vat_id", "NL123"), Err(Wrong::VatId));
    assert_eq!(normal("customer.vat_id", "NL004495446B01"), Err(Wrong::CheckDigits));
    assert_eq!(normal("supplier.iban", "NL91 ABNA 0417 1643 01"), Err(Wrong::CheckDigits));
    assert_eq!(normal("document_type", "credit_note").as_deref(), Ok("credit_note"));
    assert_eq!(normal("layout", "1-2,3").as_deref(), Ok("1-2, 3-3"));
    assert_eq!(normal("layout", "2, 1"), Err(Wrong::Pages));
    assert_eq!(normal("evidence", "x"), Err(Wrong::Field));
}

#[test]
fn rows_of_vat_are_written_on_one_line() {
    assert_eq!(
        normal("vat_breakdown", "21% 336,50 70,67; 9 1.075 6,75 ;ae 0 100 0").as_deref(),
        Ok("S 21 336.50 70.67; S 9 1075.00 6.75; AE 0 100.00 0.00")
    );
    for wrong in ["21 336,50", "0 100 0", "X 21 1 1", "210 1 1", "-1 1 1", "21 a 1", ";"] {
        assert_eq!(normal("vat_breakdown", wrong), Err(Wrong::VatRows), "{wrong}");
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
            Evidence::derived(Derivation::WholeDocument),
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
    invoice.vat_breakdown =
        vec![Field::new(row, Evidence::derived(Derivation::WholeDocument), Confidence::new(0.5))];
    let corrections = Corrections(vec![one("totals.net", "200.00"), one("totals.vat", "42.00")]);
    corrections.of(1).apply(&mut invoice);
    assert_eq!(invoice.totals.gross.unwrap().value, Amount::from_cents(24200));
    assert_eq!(invoice.vat_breakdown[0].value.taxable, Some(Amount::from_cents(20000)));
    assert!(corrections.of(2).fields().is_empty());
}

fn lines() -> Vec<Field<Line>> {
    let line = |description: &str, quantity: i64, cents: i64| Line {
        description: Some(description.to_owned()),
        quantity: Some(Decimal::from(quantity)),
        unit_price: Some(Amount::from_cents(cents)),
        net: Some(Amount::from_cents(cents * quantity)),
        rate: Some(Decimal::from(21)),
        category: Some(VatCategory::S),
        article: Some("A-1".to_owned()),
        ..Line::default()
    };
    let place = |y0| {
        let bbox = BBox { x0: 50.0, y0, x1: 300.0, y1: y0 + 10.0 };
        Evidence::on_page(Method::TextLayer, 1, bbox, "as it stands there")
    };
    vec![
        Field::new(line("Bread", 2, 250), place(100.0), Confidence::new(0.7)),
        Field::new(line("Milk", 1, 120), place(112.0), Confidence::new(0.7)),
    ]
}

/// The lines after a person said this of one of them.
fn said(index: usize, what: &str) -> Vec<Field<Line>> {
    let value = with_line(&lines(), index, what, None).expect("it is taken");
    lines::parse(&value).expect("what was made can be read")
}

#[test]
fn a_line_changes_in_what_is_said_of_it() {
    let changed = said(0, r#"{"description": " Brown bread ", "quantity": "3"}"#);
    let line = &changed[0];
    assert_eq!(line.value.description.as_deref(), Some("Brown bread"));
    // it was quantity times price, and stays so
    assert_eq!(line.value.net, Some(Amount::from_cents(750)));
    assert_eq!(line.value.article.as_deref(), Some("A-1"), "the rest stays");
    assert_eq!(line.evidence.method, Method::Entered);
    assert_eq!(line.confidence, Confidence::CERTAIN);
    assert!(line.evidence.bbox.is_some(), "it stands where it stood");
    assert_eq!(changed[1], lines()[1], "the other line stays as it was read");

    let priced = said(1, r#"{"unit_price": "1,2345", "quantity": "1.000,5", "net": "1.200,00"}"#);
    assert_eq!(priced[1].value.unit_price.unwrap().to_string(), "1.2345");
    assert_eq!(priced[1].value.quantity, Some("1000.5".parse().unwrap()));
    assert_eq!(priced[1].value.net, Some(Amount::from_cents(120_000)));
    // what no longer fits is for the person to say
    let odd = with_line(&priced, 1, r#"{"quantity": "2"}"#, None).unwrap();
    assert_eq!(lines::parse(&odd).unwrap()[1].value.net, priced[1].value.net);

    let free = said(0, r#"{"rate": "0 ae"}"#);
    assert_eq!(free[0].value.category, Some(VatCategory::Ae));
    let low = said(0, r#"{"rate": "9 %"}"#);
    assert_eq!(
        (low[0].value.rate, low[0].value.category),
        (Some(Decimal::from(9)), Some(VatCategory::S))
    );
    let unknown = said(0, r#"{"rate": ""}"#);
    assert_eq!((unknown[0].value.rate, unknown[0].value.category), (None, None));
}

#[test]
fn lines_come_and_go() {
    let more = said(2, r#"{"description": "Eggs", "quantity": "10", "unit_price": "0,25"}"#);
    assert_eq!(more.len(), 3);
    assert_eq!(more[2].value.net, Some(Amount::from_cents(250)));
    assert_eq!(more[2].evidence.bbox, None);
    let fewer = with_line(&more, 0, "", None).unwrap();
    let names: Vec<_> =
        lines::parse(&fewer).unwrap().into_iter().map(|line| line.value.description).collect();
    assert_eq!(names, [Some("Milk".to_owned()), Some("Eggs".to_owned())]);
    for (index, what, wrong) in [
        (3, "{}", Wrong::Line),
        (2, "", Wrong::Line),
        (0, "brown", Wrong::Word),
        (0, r#"{"colour": "brown"}"#, Wrong::Word),
        (0, r#"{"quantity": "two"}"#, Wrong::Number),
        (0, r#"{"unit_price": "1.2.3,4,5"}"#, Wrong::Number),
        (0, r#"{"net": "12a"}"#, Wrong::Amount),
        (0, r#"{"rate": "101"}"#, Wrong::Rate),
        (0, r#"{"rate": "S"}"#, Wrong::Rate),
    ] {
        assert_eq!(with_line(&lines(), index, what, None), Err(wrong), "{what}");
    }
}

#[test]
fn a_line_grows_by_what_was_pointed_at() {
    let place =
        |page, y0| Place { page, bbox: [40.0, y0, 90.0, y0 + 8.0], text: "Bread".to_owned() };
    let on = |place: Place| {
        let value = with_line(&lines(), 0, r#"{"description": "Bread"}"#, Some(&place)).unwrap();
        lines::parse(&value).unwrap().remove(0).evidence
    };
    let grown = on(place(1, 105.0));
    let bbox = grown.bbox.unwrap();
    let grown_to = BBox { x0: 40.0, y0: 100.0, x1: 300.0, y1: 113.0 };
    assert_eq!(bbox, grown_to);
    assert_eq!(grown.text.as_deref(), Some("as it stands there"));
    let far_away = on(place(1, 700.0));
    assert_eq!(far_away.bbox, lines()[0].evidence.bbox);
    let elsewhere = on(place(2, 10.0));
    assert_eq!((elsewhere.page, elsewhere.text.as_deref()), (Some(2), Some("Bread")));
}

/// The sum of corrected lines is checked against the total, unless a sum of the lines is printed.
#[test]
fn corrected_lines_are_added_up_again() {
    let value = with_line(&lines(), 1, "", None).unwrap();
    let corrections = Corrections(vec![one("lines", &normal("lines", &value).unwrap())]);
    let mut invoice = Invoice { lines: lines(), ..Invoice::default() };
    corrections.of(1).apply(&mut invoice);
    assert_eq!(invoice.lines.len(), 1);
    assert_eq!(invoice.totals.lines.as_ref().unwrap().value, Amount::from_cents(500));
    assert_eq!(corrections.of(1).fields(), ["lines"]);

    let printed = Field::xml(Amount::from_cents(620), "/Invoice", "6.20");
    invoice.totals.lines = Some(printed.clone());
    corrections.of(1).apply(&mut invoice);
    assert_eq!(invoice.totals.lines, Some(printed));
    assert_eq!(normal("lines", "bread"), Err(Wrong::Line));
}

#[test]
fn addresses_and_periods_are_taken_in_parts() {
    let written = r#"{"street": " Kade 1 ", "postcode": "1234 AB", "city": "", "country": "nl"}"#;
    let kept = normal("supplier.address", written).unwrap();
    let mut invoice = Invoice::default();
    let period = normal("period", r#"{"start": "1-3-2026", "end": ""}"#).unwrap();
    let corrections = Corrections(vec![one("supplier.address", &kept), one("period", &period)]);
    corrections.of(1).apply(&mut invoice);
    let address = invoice.supplier.address.unwrap().value;
    assert_eq!(address.street.as_deref(), Some("Kade 1"));
    assert_eq!((address.city, address.country.as_deref()), (None, Some("NL")));
    let period = invoice.period.unwrap().value;
    assert_eq!((period.start, period.end), ("2026-03-01".parse().ok(), None));
    for (field, value, taken) in [
        ("customer.address", r#"{"street": " "}"#, Ok(String::new())),
        ("customer.address", r#"{"country": "XX"}"#, Err(Wrong::Country)),
        ("customer.address", "Kade 1", Err(Wrong::Word)),
        ("period", r#"{"start": "", "end": ""}"#, Ok(String::new())),
        ("period", r#"{"start": "soon"}"#, Err(Wrong::Date)),
    ] {
        assert_eq!(normal(field, value), taken, "{field} {value}");
    }
}
