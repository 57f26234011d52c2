//! Tests of [`super`].

use std::convert::Infallible;

use super::*;

fn entries(csv: &str, mapping: &Mapping) -> Result<Vec<Entry>, Stop<Infallible>> {
    let mut entries = Vec::new();
    let input = Input::open(csv.as_bytes()).unwrap();
    read(input, mapping, "EUR", |entry| {
        entries.push(entry);
        Ok(())
    })?;
    Ok(entries)
}

fn bookings(csv: &str, mapping: &Mapping) -> Vec<Booking> {
    let entries = entries(csv, mapping).unwrap();
    entries
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Booking(booking) => Some(booking),
            _ => None,
        })
        .collect()
}

#[test]
fn dutch_headers_and_decimal_commas() {
    let found = bookings(
        "Boekstuk;Datum;Crediteur;Naam;Grootboekrekening;Grootboekomschrijving;BTW-code;Bedrag;Omschrijving\n\
             1;31-01-2025;4001;Meel BV;7000;Inkoop;IH;\"1.234,50\";Tarwemeel\n\
             1;31-01-2025;4001;Meel BV;4500;Vracht;IH;10,00;Vracht\n\
             1;31-01-2025;4001;Meel BV;1600;Crediteuren;;-1.505,85;Meel BV\n\
             2;1-2-2025;4001;Meel BV;7000;Inkoop;IH;-5,00;Credit\n",
        &[],
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].lines.len(), 2, "not the creditor line");
    assert_eq!(found[0].lines[0].net, Amount::from_cents(123_450));
    assert_eq!(found[0].supplier.as_deref(), Some("4001"));
    assert_eq!(found[0].date, Some("2025-01-31".parse().unwrap()));
    assert_eq!(found[1].lines[0].net, Amount::from_cents(-500));
}

#[test]
fn english_headers_commas_and_a_mapping() {
    let csv = "date,vendor name,post,memo,amount\n2025-02-03,\"Tel, Inc\",4210,\"fibre, home\",\"1,234.50\"\n";
    let found = bookings(csv, &[("Post".into(), Field::Account), ("memo".into(), Field::Text)]);
    assert_eq!(found[0].supplier.as_deref(), Some("Tel, Inc"));
    assert_eq!(found[0].lines[0].account, "4210");
    assert_eq!(found[0].lines[0].text, "fibre, home");
    assert_eq!(found[0].lines[0].net, Amount::from_cents(123_450));
    // without the mapping nobody knows what "post" is
    let Err(Stop::File { what, .. }) = entries(csv, &[]) else { panic!() };
    assert!(matches!(what, What::NoField { field: "account", .. }), "{what:?}");
    let Err(Stop::File { what, .. }) = entries(csv, &[("rekening".into(), Field::Account)]) else {
        panic!()
    };
    assert!(matches!(what, What::NoColumn { .. }), "{what:?}");
}

#[test]
fn wrong_values_are_said_with_their_line() {
    let of = |csv: &str| match entries(csv, &[]) {
        Err(Stop::File { place, what }) => (place.line, what),
        other => panic!("{other:?}"),
    };
    let (line, what) = of("account;supplier;net\n4000;1;1,00\n4000;1;veel\n");
    assert_eq!(line, Some(3));
    assert!(matches!(what, What::BadAmount));
    let (line, what) = of("account;supplier;date\n4000;1;31-02-2025\n");
    assert_eq!(line, Some(2));
    assert!(matches!(what, What::BadDate));
    let huge = format!("account;supplier\n4000;\"{}\n", "x".repeat(3 << 20));
    assert!(matches!(of(&huge).1, What::TooLarge(_)));
}

#[test]
fn marks_of_decimals() {
    assert_eq!(decimal_mark("1.234,5"), Some(','));
    assert_eq!(decimal_mark("1,234.50"), Some('.'));
    assert_eq!(decimal_mark("1.234"), None);
    assert_eq!(decimal_mark("12,50"), Some(','));
    assert_eq!(amount("€ 1.234,50-", ','), Some(Amount::from_cents(-123_450)));
    assert_eq!(amount("x", ','), None);
}
