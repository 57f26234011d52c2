//! The many ways to say until when is to be paid, and what only looks like one.

use jiff::civil::{Date, date};

use super::{one, page};
use extract::extract;

const DUE: &[&str] = &[
    "Uiterste betaaldatum: 03-03-2026",
    "Betaling binnen 30 dagen, uiterlijk 03-03-2026",
    "Betaling dient te geschieden voor 03-03-2026",
    "Gelieve te storten voor 03-03-2026",
    "Wij ontvangen het bedrag graag uiterlijk 03-03-2026 op NL91ABNA0417164300",
    "Het factuurbedrag dient uiterlijk op 03-03-2026 te zijn bijgeschreven",
    "We incasseren dit bedrag op 3 maart 2026",
    "Afschrijfdatum  03-03-2026",
    "Betaal deze factuur voor 3 maart 2026 via de link",
    "Maak het bedrag over vóór 3 maart 2026 op NL91ABNA0417164300",
    "Graag betaald op   03-03-2026",
    "Uw betaling verwachten wij voor 03-03-2026",
    "Payment is due by 3 March 2026",
    "Terms: Net 30, due 3 March 2026",
    "Payment must reach us by 3 March 2026",
    "We will take payment by Direct Debit on 3 March 2026",
    "Payable within 30 days (3 March 2026)",
    "Balance due 3 March 2026",
    "Zahlbar innerhalb 30 Tagen bis 03.03.2026",
    "Der Rechnungsbetrag ist bis zum 03.03.2026 auf unser Konto zu überweisen.",
    "Wir ziehen den Rechnungsbetrag am 03.03.2026 ein",
    "Zahlung bis spätestens 03.03.2026 erbeten",
    "Nettofälligkeit 03.03.2026",
    "Règlement à réception, au plus tard le 03/03/2026",
    "Nous vous remercions de bien vouloir régler cette facture avant le 03/03/2026.",
    "Cette somme sera prélevée le 3 mars 2026 sur votre compte.",
    "Net à payer au 03/03/2026   100,00",
    "2% korting bij betaling voor 20-02-2026, anders netto voor 03-03-2026",
    "Bei Zahlung bis 20.02.2026 2% Skonto, bis 03.03.2026 netto",
    "2% discount if paid by 20 February 2026, net by 3 March 2026",
    "2 % d'escompte pour paiement avant le 20/02/2026, net au 03/03/2026",
    "Skontofrist 20.02.2026   Nettofrist 03.03.2026",
];

const NOT_DUE: &[&str] = &[
    "Het bedrag wordt omstreeks 03-03-2026 van uw rekening afgeschreven",
    "Offerte geldig tot 03-03-2026",
    "Valid until 03/03/2026",
    "Betaald op 03-03-2026 met iDEAL",
    "Bezahlt am 03.03.2026",
    "Uw betaling ontvingen wij op 03-03-2026",
    "Abonnement loopt tot 03-03-2026, betaling per maand",
    "Bezwaar maken kan tot 03-03-2026",
    "Reclamaties voor 03-03-2026 melden",
    "Op uw verzoek voor 03-03-2026 geleverd; betaling volgens afspraak",
    "Huur voor 03-03-2026 tot 31-03-2026",
];

/// The day to pay of an invoice of 1 February 2026 with this line.
fn due(line: &str) -> Option<Date> {
    let page = page(1, &format!("Factuurdatum  01-02-2026\n\n{line}\n\nTotaal  10,00"));
    extract(&[&page], 0.0).due_date.map(|due| due.value)
}

#[test]
fn the_day_to_pay_is_known_in_many_words() {
    for line in DUE {
        assert_eq!(due(line), Some(date(2026, 3, 3)), "{line}");
    }
}

#[test]
fn other_days_are_not_the_day_to_pay() {
    for line in NOT_DUE {
        assert_eq!(due(line), None, "{line}");
    }
}

#[test]
fn a_town_is_no_label_of_a_date() {
    let read = one("
Reiger B.V.                    Te betalen                 Uiterlijk
Energieweg 101
2513 AM Den Haag               € 121,00                   24-01-2025

                               Bakkerij Zon B.V.
                               Dorpsstraat 4
                               1234 AB Amersfoort

                               Factuur 24768657 | 10-01-2025

                               Advies                      100,00
                               Totaal exclusief btw        100,00
                               Btw 21%                      21,00
                               Totaal                      121,00

BTW NL123456782B90   IBAN NL91ABNA0417164300");
    assert!(read.contains("2025-01-10 due 2025-01-24"), "{read}");
}
