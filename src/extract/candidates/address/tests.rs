//! Tests of [`super`].

use super::*;

#[test]
fn postcodes_of_several_countries() {
    for (text, code, city, country) in [
        ("1078 VG Amsterdam", "1078 VG", "Amsterdam", Some("NL")),
        ("Parallelweg 263-2, 3815MR Amersfoort", "3815 MR", "Amersfoort", Some("NL")),
        ("5229 PR 's-Hertogenbosch", "5229 PR", "'s-Hertogenbosch", Some("NL")),
        ("D-40210 Düsseldorf", "40210", "Düsseldorf", Some("DE")),
        ("75011 Paris", "75011", "Paris", None),
        ("3000 Leuven", "3000", "Leuven", None),
        ("Exampleville, CA 94999", "CA 94999", "Exampleville", Some("US")),
    ] {
        let (_, address) = postcode(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(address.postcode.as_deref(), Some(code), "{text}");
        assert_eq!(address.city.as_deref(), Some(city), "{text}");
        assert_eq!(address.country.as_deref(), country, "{text}");
    }
    for text in ["12 maart 2026", "Factuur 2026", "€ 1.234,56", "2026 Maart"] {
        assert!(postcode(text).is_none(), "{text}");
    }
}

#[test]
fn streets() {
    for text in [
        "Industrieweg 51",
        "Marktplein 64-2",
        "'t Zand 15 B",
        "100, rue de l'Exemple",
        "15 Example Quay",
        "Postbus 995",
    ] {
        assert!(is_street(text), "{text}");
    }
    for text in ["Klompwijk Webdesign", "1078 VG", "Nederland"] {
        assert!(!is_street(text), "{text}");
    }
}

#[test]
fn digits_after_a_label_are_no_postcode() {
    let found = |line: &str| {
        let page = testing::drawing::page(1, line);
        let layout = Layout::new(&[&page]);
        find(&layout, &Candidates::of(&layout)).len()
    };
    assert_eq!(found("  Klantnr 34182 Eanstad"), 0);
    assert_eq!(found("  Kastanjelaan 34182 Eanstad"), 1);
}
