//! Small documents drawn as text, in layouts and words of several countries, with what must be read from them.

use crate::Proposal;
use crate::pipeline::{PipelineSettings, propose};
use crate::settings::Review;
use invoice::{Amount, DocumentType, VatCategory};
use reading::document::{MediaKind, Reading};
use std::sync::Arc;
use testing::drawing::page;

mod days;
mod hostile;
mod kinds;
mod letters;
mod parties;
mod verdicts;

fn reading(drawings: &[&str]) -> Reading {
    Reading {
        kind: MediaKind::Pdf,
        pages: drawings.iter().enumerate().map(|(i, d)| page(i as u32 + 1, d)).collect(),
        einvoice: None,
        embedded: Vec::new(),
        notes: Vec::new(),
    }
}

fn proposals(drawings: &[&str]) -> Vec<Proposal> {
    propose(
        &reading(drawings),
        &PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING),
    )
}

/// What was read, one line per field, so that a difference shows at once.
fn summary(proposal: &Proposal) -> String {
    fn text<T: ToString>(field: Option<&invoice::Field<T>>) -> String {
        field.map_or_else(|| "-".to_owned(), |f| f.value.to_string())
    }
    let i = &proposal.invoice;
    let rows: Vec<String> = i
        .vat_breakdown
        .iter()
        .map(|r| {
            let r = &r.value;
            format!(
                "{}{:?} {}+{}",
                r.rate.unwrap_or_default(),
                r.category.unwrap_or(VatCategory::S),
                r.taxable.unwrap_or_default(),
                r.vat.unwrap_or_default()
            )
        })
        .collect();
    format!(
        "{:?} {} of {} due {} | {} | {} {} {} | to {} | {} {}+{}={} [{}] {} lines",
        i.document_type.as_ref().map_or(DocumentType::Other, |f| f.value),
        text(i.number.as_ref()),
        text(i.issue_date.as_ref()),
        text(i.due_date.as_ref()),
        text(i.supplier.name.as_ref()),
        text(i.supplier.vat_id.as_ref()),
        text(i.supplier.kvk.as_ref()),
        text(i.supplier.iban.as_ref()),
        text(i.customer.name.as_ref()),
        text(i.currency.as_ref()),
        text(i.totals.net.as_ref()),
        text(i.totals.vat.as_ref()),
        text(i.totals.gross.as_ref()),
        rows.join(", "),
        i.lines.len(),
    )
}

fn one(drawing: &str) -> String {
    let all = proposals(&[drawing]);
    assert_eq!(all.len(), 1);
    summary(&all[0])
}

#[test]
fn dutch_invoice_with_two_rates() {
    let drawing = "
  Bakkerij De Korenaar B.V.                                   Factuur

  Molenstraat 12                                              Factuurnr.      2026-0417
  3511 AB Utrecht                                             Factuurdatum    3 april 2026
  KvK 12345678                                                Te betalen voor 17 april 2026
  BTW NL004495445B01

  Aan:
  Restaurant Het Anker
  t.a.v. de administratie
  Havenweg 3a
  1011 ZZ Amsterdam

  Omschrijving                     Aantal       Prijs     Btw       Bedrag
  Broden gesneden                     100        2,50      9%       250,00
  Taartdozen                           20        1,25     21%        25,00

                                             Subtotaal              275,00
                                             9% btw over 250,00      22,50
                                             21% btw over 25,00       5,25
                                             Totaalbedrag         € 302,75

  Gelieve te betalen op NL91 ABNA 0417 1643 00 t.n.v. Bakkerij De Korenaar B.V.
";
    assert_eq!(
        one(drawing),
        "Invoice 2026-0417 of 2026-04-03 due 2026-04-17 | Bakkerij De Korenaar B.V. | NL004495445B01 12345678 \
         NL91ABNA0417164300 | to Restaurant Het Anker | EUR 275.00+27.75=302.75 [9S 250.00+22.50, 21S 25.00+5.25] 2 lines"
    );
}

#[test]
fn dutch_small_firm_without_vat() {
    let drawing = "
                                                       Tekstbureau Pennevrucht
                                                       Lindelaan 8
                                                       6811 CD Arnhem
                                                       info@pennevrucht.example

  Uitgeverij Zomer B.V.
  Postbus 44
  1000 AA Amsterdam

  Nota 26014                                           d.d. 12-5-2026

  Redactie najaarscatalogus                                         € 1.250,-
  Correctie twee hoofdstukken                                       €   180,-
                                                                    ---------
  Totaal                                                            € 1.430,-

  Vrijgesteld van btw op grond van de kleineondernemersregeling (KOR).
  KvK-nummer: 23456789    Rekening NL91ABNA0417164300
";
    assert_eq!(
        one(drawing),
        "Invoice 26014 of 2026-05-12 due - | Tekstbureau Pennevrucht | - 23456789 NL91ABNA0417164300 | to Uitgeverij \
         Zomer B.V. | EUR 1430.00+0.00=1430.00 [0E 1430.00+0.00] 2 lines"
    );
}

#[test]
fn english_reverse_charge() {
    let drawing = "
  INVOICE

  Northwind Hosting Ltd                                Invoice no:   NW/20931
  4 Canal Walk                                         Invoice date: 5 March 2026
  Dublin 4                                             Payment due:  4 April 2026
  D04 X285

  Invoice to
  Windmolen Media B.V.
  Dorpsstraat 1
  2311 AB Leiden
  VAT No: NL004495445B01

  Description                                   Qty        Unit price          Amount
  Managed hosting, March 2026                     1           €420.00         €420.00
  Extra backup                                    2            €15.00          €30.00

                                                     Total excl. VAT          €450.00
                                                     VAT 0%                     €0.00
                                                     Total due                €450.00

  Reverse charge: VAT to be accounted for by the recipient.
";
    assert_eq!(
        one(drawing),
        "Invoice NW/20931 of 2026-03-05 due 2026-04-04 | Northwind Hosting Ltd | - - - | to Windmolen Media B.V. | EUR \
         450.00+0.00=450.00 [0AE 450.00+0.00] 2 lines"
            .replace("0AE", "0Ae")
    );
}

#[test]
fn german_invoice_with_sender_line() {
    let drawing = "

  Schreinerei Ahorn GmbH · Waldweg 5 · 48143 Münster

  Firma                                                    Rechnung Nr. 4711-26
  Gasthof Zur Linde                                        Datum: 07.02.2026
  Marktplatz 2                                             Kundennr.: 10023
  48165 Münster

  Pos   Leistung                          Menge    E-Preis      Gesamt
  1     Tischplatte Eiche                     2     310,00      620,00
  2     Montage                               3      65,00      195,00

                                   Summe netto                  815,00 €
                                   19% MwSt                     154,85 €
                                   Rechnungsbetrag              969,85 €

  Zahlbar bis 21.02.2026 ohne Abzug.
  USt-IdNr. DE136695976 · IBAN DE89 3704 0044 0532 0130 00
";
    assert_eq!(
        one(drawing),
        "Invoice 4711-26 of 2026-02-07 due 2026-02-21 | Schreinerei Ahorn GmbH | DE136695976 - DE89370400440532013000 | \
         to Gasthof Zur Linde | EUR 815.00+154.85=969.85 [19S 815.00+154.85] 2 lines"
    );
}

#[test]
fn french_credit_note() {
    let drawing = "
  Papeterie Lavande SARL                                   AVOIR N° AV-2026-014
  3 rue des Tilleuls                                       Date : 11/03/2026
  69002 Lyon

                                                           Atelier Bleu SAS
                                                           18 avenue du Lac
                                                           74000 Annecy

  Désignation                             Qté       P.U. HT     Montant HT
  Retour ramettes A4                       10          4,20          42,00

                                               Total HT               42,00 €
                                               TVA 20 %                8,40 €
                                               Total TTC              50,40 €

  Avoir sur facture FA-2026-102. SIRET 39280913700027
";
    assert_eq!(
        one(drawing),
        "CreditNote AV-2026-014 of 2026-03-11 due - | Papeterie Lavande SARL | - - - | to Atelier Bleu SAS | EUR \
         42.00+8.40=50.40 [20S 42.00+8.40] 1 lines"
    );
}

#[test]
fn receipt_with_letter_coded_vat() {
    let drawing = "
 Groentehal De Peen
 Kerkplein 4
 7411 AA Deventer

 Appels 2 kg        3,98 B
 Tas                0,50 A
 Kaarsen            6,05 A
 ------------------------
 TOTAAL            10,53
 PIN               10,53

 BTW      excl  btw  incl
 A 21%    5,41 1,14  6,55
 B  9%    3,65 0,33  3,98

 14-06-2026 11:42  kassa 2
 Bedankt en tot ziens
";
    assert_eq!(
        one(drawing),
        "Receipt - of 2026-06-14 due - | Groentehal De Peen | - - - | to - | EUR 9.06+1.47=10.53 [9S 3.65+0.33, 21S \
         5.41+1.14] 3 lines"
    );
}

#[test]
fn prices_with_vat_and_a_deposit() {
    let drawing = "
  Wijnhandel Vat en Kurk B.V.                    FACTUUR   VK-8812

  Keizersgracht 10                               Datum: 02-01-2026
  1015 CN Amsterdam                              Vervaldatum: 16-01-2026

  Factuuradres
  Hotel De Zwaan V.O.F.
  Markt 5
  2611 GP Delft

  Artikel        Omschrijving            Aantal       Prijs      Totaal
  1001           Huiswijn rood               24        5,00      120,00
  9000           Statiegeld kratten           4        3,90       15,60

                                     Totaal excl. btw            120,00
                                     Btw 21%                      25,20
                                     Statiegeld (geen btw)        15,60
                                     Te betalen                € 160,80
  KvK 12345678 | Btw NL004495445B01 | NL91ABNA0417164300
";
    assert_eq!(
        one(drawing),
        "Invoice VK-8812 of 2026-01-02 due 2026-01-16 | Wijnhandel Vat en Kurk B.V. | NL004495445B01 12345678 \
         NL91ABNA0417164300 | to Hotel De Zwaan V.O.F. | EUR 135.60+25.20=160.80 [21S 120.00+25.20, 0O 15.60+0.00] 2 lines"
    );
}

#[test]
fn insurance_tax_is_no_vat() {
    let drawing = "
  Verzekeringen Zeker N.V.                                  Premienota

  Mevrouw A. Visser                                         Polisnummer   88-77-66
  Wilgenlaan 3                                              Notanummer    N-220011
  9712 AA Groningen                                         Notadatum     01-06-2026

  Aansprakelijkheidsverzekering bedrijven                        100,00
  Assurantiebelasting 21%                                         21,00
  Te betalen premie                                              121,00

  Automatisch afgeschreven op 15-06-2026 van NL91ABNA0417164300
";
    // The account is the customer's: it is debited.
    assert_eq!(
        one(drawing),
        "Invoice N-220011 of 2026-06-01 due 2026-06-15 | Verzekeringen Zeker N.V. | - - - | to A. Visser | EUR \
         121.00+0.00=121.00 [0E 121.00+0.00] 2 lines"
    );
}

#[test]
fn american_invoice_with_shipping_and_no_vat() {
    let drawing = "
  Bill To:                           INVOICE # 10045
  Dutch Cheese BV                    DATE: 1/15/2026
  Kaasmarkt 1                        DUE: 2/14/2026
  1441 BG Purmerend

  Acme Widgets LLC
  77 Industrial Rd
  Austin, TX 78701

  QTY   DESCRIPTION         UNIT PRICE    AMOUNT
  10    Widget A                $25.00   $250.00
  5     Widget B                $40.00   $200.00
                        SUBTOTAL         $450.00
                        SHIPPING          $35.00
                        TOTAL            $485.00
";
    assert_eq!(
        one(drawing),
        "Invoice 10045 of 2026-01-15 due 2026-02-14 | Acme Widgets LLC | - - - | to Dutch Cheese BV | USD \
         485.00+0.00=485.00 [0O 485.00+0.00] 2 lines"
    );
}

#[test]
fn belgian_receipt_whose_totals_are_only_per_rate() {
    let drawing = "
  Café Central                  Rue Neuve 4, 1000 Bruxelles
  TVA BE 0403.170.701
  Ticket 88121      12/02/2026 13:05
  2 Croque monsieur    24,00
  2 Café                6,40
  TOTAL EUR            30,40
  TVA 12% 24,00 HTVA 21,43 TVA 2,57
  TVA 21%  6,40 HTVA  5,29 TVA 1,11
  Bancontact           30,40
  Merci et à bientôt
";
    assert_eq!(
        one(drawing),
        "Receipt - of 2026-02-12 due - | Café Central | BE0403170701 - - | to - | EUR 26.72+3.68=30.40 [12S 21.43+2.57, \
         21S 5.29+1.11] 2 lines"
    );
}

#[test]
fn a_final_bill_counts_before_what_was_paid_in_advance() {
    let drawing = "
  Stroomstoot Energie                                        Jaarafrekening

  Fam. Jansen                                   Klantnummer        12 34 567
  Lindenlaan 14                                 Factuurnummer      8800123456
  3706 AB Zeist                                 Factuurdatum       21 januari 2026

  Kosten stroom                                                        € 812,40
  Kosten gas                                                         € 1.104,22
  Subtotaal exclusief btw                                            € 1.916,62
  Btw 21%                                                              € 402,49
  Totale kosten                                                      € 2.319,11
  Betaalde termijnbedragen inclusief btw                           - € 2.100,00
  Nog te betalen                                                       € 219,11

  Stroomstoot Energie N.V., Postbus 10, 5600 AA Eindhoven, KvK 12345678, btw NL004495445B01
";
    let all = proposals(&[drawing]);
    let totals = &all[0].invoice.totals;
    let shown = |f: Option<&invoice::Field<Amount>>| f.map(|f| f.value.to_string());
    assert_eq!(shown(totals.gross.as_ref()).as_deref(), Some("2319.11"));
    assert_eq!(shown(totals.payable.as_ref()).as_deref(), Some("219.11"));
}

#[test]
fn a_stack_is_cut_into_its_documents() {
    let first = "
  Drukkerij Inkt B.V.                     Factuurnummer: D-100
                                          Factuurdatum: 01-03-2026
  Pagina 1 van 2
  Folders                                                 € 100,00
";
    let second = "
  Drukkerij Inkt B.V.                     Factuurnummer: D-100
  Pagina 2 van 2
                                          Totaal excl. btw € 100,00
                                          Btw 21%           € 21,00
                                          Totaal incl. btw € 121,00
";
    let other = "
  Garage Bougie B.V.                      Factuurnummer: 77
                                          Factuurdatum: 09-03-2026
                                          Totaal excl. btw  € 50,00
                                          Btw 21%           € 10,50
                                          Totaal incl. btw  € 60,50
";
    let all = proposals(&[first, second, "", other]);
    let pages: Vec<_> = all.iter().map(|p| p.source.pages).collect();
    assert_eq!(pages, [Some((1, 2)), Some((4, 4))]);
    assert_eq!(
        all.iter()
            .filter_map(|p| p.invoice.totals.gross.as_ref())
            .map(|g| g.value.to_string())
            .collect::<Vec<_>>(),
        ["121.00", "60.50"]
    );
}

#[test]
fn a_blocked_account_stands_beside_the_ordinary_one() {
    let drawing = "
  Stukadoors Wit B.V.                       FACTUUR
  Witweg 4                                  Factuurnummer  2026-0012
  1011 AB Amsterdam                         Factuurdatum   03-03-2026
  KvK 12345678  BTW NL004495445B01

  Aan: Bouwbedrijf De Balk
  Balkweg 1
  3511 AB Utrecht
  BTW-nr. NL002455799B11

  Stucwerk week 9                                   1.000,00
  Totaal excl. btw                                  1.000,00
  Btw verlegd naar afnemer
  Totaal                                            1.000,00

  G-rekening: NL20INGB0001234567
  Bankrekening: NL91ABNA0417164300
";
    let invoice = &proposals(&[drawing])[0].invoice;
    let shown: Vec<(Option<&str>, Option<&str>)> = invoice
        .payment_means
        .iter()
        .map(|m| {
            let iban = m.iban.as_ref().map(|f| f.value.as_str());
            (iban, m.account_name.as_deref())
        })
        .collect();
    assert_eq!(
        shown,
        [(Some("NL91ABNA0417164300"), None), (Some("NL20INGB0001234567"), Some("G-rekening")),]
    );
    let row = &invoice.vat_breakdown[0].value;
    assert_eq!(row.category, Some(VatCategory::Ae));
}

#[test]
fn the_account_called_blocked_is_not_the_one_named_first() {
    for (one, other) in [
        (
            "Over te maken op G-rekening NL20INGB0001234567      250,00",
            "Over te maken op NL91ABNA0417164300      750,00",
        ),
        (
            "Wij verzoeken 25 % te storten op onze G rekening NL20INGB0001234567",
            "Rekening NL91ABNA0417164300",
        ),
        ("Bankrekening NL91ABNA0417164300", "G-rekening   NL20INGB0001234567"),
    ] {
        let drawing = format!(
            "
  Stukadoors Wit B.V.                       FACTUUR
  Witweg 4                                  Factuurnummer  2026-0012
  1011 AB Amsterdam                         Factuurdatum   03-03-2026
  KvK 12345678  BTW NL004495445B01

  Aan: Bouwbedrijf De Balk
  Balkweg 1
  3511 AB Utrecht

  Stucwerk week 9                                   1.000,00
  Totaal excl. btw                                  1.000,00
  Btw verlegd naar afnemer
  Totaal                                            1.000,00

  {one}
  {other}
"
        );
        let invoice = &proposals(&[&drawing])[0].invoice;
        let shown: Vec<(Option<&str>, Option<&str>)> = invoice
            .payment_means
            .iter()
            .map(|m| {
                let iban = m.iban.as_ref().map(|f| f.value.as_str());
                (iban, m.account_name.as_deref())
            })
            .collect();
        assert_eq!(
            shown,
            [(Some("NL91ABNA0417164300"), None), (Some("NL20INGB0001234567"), Some("G-rekening")),],
            "{one}"
        );
        let part = one.ends_with("250,00").then(|| Amount::from_cents(25_000));
        assert_eq!(invoice.payment_means[1].amount, part, "{one}");
    }
}
