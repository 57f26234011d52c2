//! What proves a value, and what makes it doubtful.

use super::proposals;
use crate::Verdict;
use invoice::Proof;

#[test]
fn sure_totals_say_what_proves_them() {
    let all = proposals(&["
  Factuurnummer: 1          Factuurdatum: 01-03-2026
  Totaal excl. btw € 50,00
  Btw 21%          € 10,50
  Totaal incl. btw € 60,50
"]);
    let gross = all[0].invoice.totals.gross.as_ref().unwrap();
    assert!(gross.evidence.proved_by.contains(&Proof::TotalsAddUp));
    assert!(gross.confidence.get() > 0.9);
    assert_eq!(gross.evidence.page, Some(1));
}

#[test]
fn totals_that_add_up_in_two_ways_want_a_look() {
    let drawing = |second: &str| {
        format!(
            "
  Dakwerken Nok B.V.                        FACTUUR
  Nokstraat 4                               Factuurnummer  2026-0931
  1011 AB Amsterdam                         Factuurdatum   03-03-2026
  KvK 12345678  BTW NL004495445B01

  Aan: Bouwbedrijf De Balk
  Balkweg 1
  3511 AB Utrecht

  Omschrijving                  Aantal     Prijs      Bedrag
  Dakpannen                         10     10,00      100,00

  Totaal excl. btw                                    100,00
  Btw 21%                                              21,00
  Totaal incl. btw                                    121,00
{second}
  IBAN NL91ABNA0417164300
"
        )
    };
    let verdict = |second: &str| proposals(&[&drawing(second)])[0].verdict;
    assert_eq!(verdict(""), Verdict::Ready);
    let other = "
  Totaal excl. btw                                    190,00
  Btw 21%                                              39,90
  Totaal incl. btw                                    229,90
";
    assert_eq!(verdict(other), Verdict::Review);
}

#[test]
fn of_two_dates_with_as_much_for_them_neither_is_sure() {
    let verdict = |first: &str, second: &str| {
        let drawing = format!(
            "
  Garage Krukas B.V.                        FACTUUR
  Cilinderweg 4                             Factuurnummer  2026-0931
  1011 AB Amsterdam                         {first} 03-03-2026
  KvK 12345678  BTW NL004495445B01          {second} 05-03-2026

  Aan: Bouwbedrijf De Balk
  Balkweg 1
  3511 AB Utrecht

  Omschrijving                  Aantal     Prijs      Bedrag
  Grote beurt                        1    100,00      100,00

  Totaal excl. btw                                    100,00
  Btw 21%                                              21,00
  Totaal incl. btw                                    121,00

  IBAN NL91ABNA0417164300
"
        );
        proposals(&[&drawing])[0].verdict
    };
    assert_eq!(verdict("Factuurdatum  ", "Gereed        "), Verdict::Ready);
    assert_eq!(verdict("Datum         ", "Datum         "), Verdict::Review);
}
