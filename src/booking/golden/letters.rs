//! Totals and days to pay that are told in sentences, or stand where few documents have them.

use super::{one, page};
use extract::extract;

#[test]
fn a_letter_tells_its_sums_in_sentences() {
    let read = one("
                                        Advocatenkantoor Wilgenhof B.V.
                                        Singel 12, 1015 AC Amsterdam
Bakkerij Zon B.V.
Dorpsstraat 4
1234 AB Amersfoort

Amsterdam, 13-12-2025
Declaratie 2025-0968

Voor onze werkzaamheden brengen wij EUR 480,00 in rekening. De omzetbelasting van 21% hierover is
EUR 100,80. Daarnaast betaalden wij voor u EUR 332,75 aan griffierecht. Wij verzoeken u het
totaal van EUR 913,55 uiterlijk 27-12-2025 op onze rekening over te maken.

BTW NL123456782B90   IBAN NL91ABNA0417164300");
    assert!(read.contains("due 2025-12-27"), "{read}");
    assert!(read.contains("EUR 812.75+100.80=913.55"), "{read}");
    assert!(read.contains("21S 480.00+100.80"), "{read}");
    assert!(read.contains("0O 332.75+0.00"), "{read}");
}

#[test]
fn a_tax_of_the_town_is_apart_from_what_bears_vat() {
    let read = one("
Hotel De Wilg B.V.
Singel 12, 1015 AC Amsterdam
Factuur aan:
Bakkerij Zon B.V.
Dorpsstraat 4
1234 AB Amersfoort

Factuurnummer   2025-0968
Factuurdatum    13-12-2025

Kamer met ontbijt                          218,00
Toeristenbelasting                          14,10
Totaal verblijf            232,10
btw-grondslag 9%           200,00
btw-bedrag                  18,00

BTW NL123456782B90   IBAN NL91ABNA0417164300");
    assert!(read.contains("EUR 214.10+18.00=232.10"), "{read}");
    assert!(read.contains("9S 200.00+18.00, 0O 14.10+0.00"), "{read}");
}

#[test]
fn values_over_their_labels() {
    let read = one("
Transport De Wilg B.V.                 Bakkerij Zon B.V.
Singel 12                              Dorpsstraat 4
1015 AC Amsterdam                      1234 AB Amersfoort

5134818033         13-12-2025          27-01-2026          824294
Factuurnummer      Opgesteld           Vervalt             Debiteur

Rit                                                       Bedrag
Amsterdam - Zwolle                                        500,00
Amsterdam - Breda                                         250,00

                   750,00              157,50              907,50
                   Vracht              BTW 21%             Factuurtotaal

BTW NL123456782B90   IBAN NL91ABNA0417164300");
    assert!(read.starts_with("Invoice 5134818033 of 2025-12-13 due 2026-01-27"), "{read}");
    assert!(read.contains("EUR 750.00+157.50=907.50"), "{read}");
}

#[test]
fn the_last_day_of_a_discount_is_not_the_day_to_pay() {
    let read = one("
Meisterbetrieb Wilg GmbH
Hauptstr. 12, 10115 Berlin
Bakkerij Zon B.V.
Dorpsstraat 4
1234 AB Amersfoort

Rechnung Nr. 2025-0968                    Berlin, den 13.12.2025

Warenwert netto                           100,00 EUR
zzgl. 19 % MwSt                            19,00 EUR
Rechnungsbetrag                           119,00 EUR

Zahlbar bis 20.12.2025 mit 2 % Skonto: 116,62 EUR
ohne Abzug bis 12.01.2026

USt-IdNr. DE123456788   IBAN DE89370400440532013000");
    assert!(read.contains("due 2026-01-12"), "{read}");
    assert!(read.contains("EUR 100.00+19.00=119.00"), "{read}");
}

#[test]
fn what_is_collected_on_a_day_is_due_on_it() {
    let read = one("
Energie De Wilg B.V.
Singel 12, 1015 AC Amsterdam
Factuur aan:
Bakkerij Zon B.V.
Dorpsstraat 4
1234 AB Amersfoort

Notanummer        Datum nota        Wij schrijven af op      Bedrag deze nota
7111592663        05-06-2025        19-06-2025               EUR 121,00

Kosten zonder btw                                  100,00
Btw hoog 21%                                        21,00
Bedrag deze nota                                   121,00

BTW NL123456782B90   IBAN NL91ABNA0417164300");
    assert!(read.starts_with("Invoice 7111592663 of 2025-06-05 due 2025-06-19"), "{read}");
    assert!(read.contains("EUR 100.00+21.00=121.00"), "{read}");
}

#[test]
fn sums_are_told_in_many_words() {
    for sentence in [
        "Hierbij declareren wij EUR 200,00 vermeerderd met 21% omzetbelasting (EUR 42,00), tezamen EUR 242,00.",
        "Wij brengen u EUR 200,00 in rekening, met 21% btw van EUR 42,00.\nU betaalt ons dus EUR 242,00.",
        "For professional services 200.00 EUR and VAT at 21% thereon 42.00 EUR. The total due is 242.00 EUR.",
        "Der Gesamtbetrag von 242,00 EUR enthält 42,00 EUR MwSt. (21 %).",
        "Nos honoraires s'élèvent à 200,00 EUR hors taxes, soit 242,00 EUR TTC, dont 42,00 EUR de TVA à 21 %.",
    ] {
        let read = one(&format!(
            "\nDe Wilg B.V.\nSingel 12\n1015 AC Amsterdam\n\nFactuurnummer  2025-0968\nFactuurdatum   13-12-2025\n\n{sentence}\n\nBTW NL123456782B90   IBAN NL91ABNA0417164300"
        ));
        assert!(read.contains("200.00+42.00=242.00"), "{sentence}: {read}");
    }
}

#[test]
fn boxes_have_their_label_at_the_left_and_their_amount_at_the_right() {
    let page = page(
        1,
        "Gagel Kantoor B.V.\nBtw-nummer NL004495445B01\n\nFactuurnummer  2026-118\nFactuurdatum   03-03-2026\n\n\
         Omschrijving                    Totaal\nNietjes                         168,18\nKoekjes                          78,50\n\n\n\
         Subtotaal           BTW 21%             BTW 9%              Totaalbedrag\n\
         \u{20}         EUR 246,68           EUR 35,32            EUR 7,07            EUR 289,07\n",
    );
    let totals = extract(&[&page], 0.0).totals;
    let shown = [totals.net, totals.vat, totals.gross].map(|t| t.map(|t| t.value.to_string()));
    assert_eq!(shown, ["246.68", "42.39", "289.07"].map(|t| Some(t.to_owned())));
}

#[test]
fn what_is_named_with_the_payment_is_the_number_where_nothing_else_is() {
    let page = page(
        1,
        "Gagel Kantoor B.V.\n\nFactuurdatum   03-03-2026\n\nTotaal  121,00\n\n\
         Wij verzoeken u het bedrag over te maken onder vermelding van\nRO-26-2660.\n",
    );
    let number = extract(&[&page], 0.0).number.map(|number| number.value);
    assert_eq!(number.as_deref(), Some("RO-26-2660"));
}

#[test]
fn numbers_with_blanks_are_read_whole() {
    for (printed, number) in
        [("2026 07 0044", "2026 07 0044"), ("M2 260405", "M2 260405"), ("M4 26 0399", "M4 26 0399")]
    {
        let text = format!(
            "Gagel Kantoor B.V.\n\nFactuurnummer  {printed}\nFactuurdatum   03-03-2026\n\nTotaal  121,00\n"
        );
        let found = extract(&[&page(1, &text)], 0.0).number.map(|number| number.value);
        assert_eq!(found.as_deref(), Some(number));
    }
}
