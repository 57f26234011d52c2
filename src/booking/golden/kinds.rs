//! Documents that are no invoices, and what they are called.

use super::proposals;
use invoice::DocumentType;

#[test]
fn reminders_quotes_and_letters_are_not_booked() {
    let reminder = "
  Installatiebedrijf Waterpas B.V.
  Dijk 4, 8011 AA Zwolle

  Betalingsherinnering

  Geachte relatie,
  Onderstaande factuur is nog niet voldaan:

  Factuur        Datum          Bedrag
  2026-101       01-02-2026     € 484,00

  Totaal openstaand             € 484,00
";
    let quote = "
  Offerte 2026-33                       Datum 4-4-2026
  Schilderwerk buitenzijde              € 2.400,00
  Btw 21%                               €   504,00
  Totaal                                € 2.904,00
  Deze offerte is geldig tot 4-5-2026
";
    let letter = "
  Beste buurman,
  Op 3 maart 2026 vieren wij feest. U bent van harte welkom.
  Het kost u niets, alleen 2,50 voor de koffie.
";
    for (drawing, kind) in [
        (reminder, DocumentType::Reminder),
        (quote, DocumentType::Quote),
        (letter, DocumentType::Other),
    ] {
        let all = proposals(&[drawing]);
        let found = all[0].invoice.document_type.as_ref().map(|f| f.value);
        assert_eq!(found, Some(kind), "{drawing}");
        assert_eq!(all[0].verdict, crate::Verdict::Review);
    }
}

#[test]
fn other_documents_are_called_what_they_are() {
    for (title, kind) in [
        ("Offerte", DocumentType::Quote),
        ("Orderbevestiging", DocumentType::Order),
        ("Pakbon", DocumentType::DeliveryNote),
        ("Kontoauszug", DocumentType::Statement),
        ("Betalingsherinnering", DocumentType::Reminder),
    ] {
        let drawing = format!(
            "
  Dakwerken Nok B.V.                        {title}
  Nokstraat 4
  1011 AB Amsterdam                         3 maart 2026

  Dakpannen                         10
"
        );
        let all = proposals(&[&drawing]);
        let found = all[0].invoice.document_type.as_ref().map(|f| f.value);
        assert_eq!(found, Some(kind), "{title}");
    }
}

#[test]
fn bills_of_trades_with_words_of_their_own_are_invoices() {
    let practice = "
  Praktijk De Ankerplaats                   Declaratie aan
  Burg. Tellegenstraat 19                   Jan Brouwer
  3511 AB Utrecht                           Energieweg 68
  AGB-code 20618063                         1621 BX Hoorn

  Declaratie 26283559 van 01-08-2025, te betalen uiterlijk 31-08-2025

  Behandeld op    Prestatie    Omschrijving               Tarief
  22-07-2025      347711       Zitting                     45,80

                               Wat wij van u krijgen     € 45,80
  Gezondheidskundige verzorging is vrijgesteld van omzetbelasting.
  IBAN NL91ABNA0417164300
";
    let dealer = "
  Bureau Brouwer                            Verkoopbon
  Energieweg 278
  8011 PK Zwolle                            Bon          8555976712
                                            Verkocht op  28-09-2025
  Koper:
  Jan de Vries
  Gracht 38
  2513 AM Den Haag

  Kast, gebruikt                            EUR 40,00
  Koopsom                                   EUR 40,00
  Bijzondere regeling - gebruikte goederen. De btw is niet aftrekbaar.
  BTW NL004495445B01   IBAN NL91ABNA0417164300
";
    let premium = "
  Waarborg Onderling U.A.

  Jan de Vries
  Gracht 38
  2513 AM Den Haag

  PREMIENOTA
  Polis            38895653
  Nota             RE5719073
  Opmaakdatum      27-02-2025

  Premie                                    € 38,58
  Btw (vrijgesteld, art. 11 Wet OB)         €  0,00
  Door u verschuldigd                       € 38,58
  IBAN NL91ABNA0417164300
";
    let folio = "
  Hotel De Reiger B.V.
  Veerdam 348, 2513 AM Den Haag

  Gast                                      Verblijfsnota   2024.8539
  Jan Brouwer                               Notadatum       5 april 2024
  Energieweg 68                             Kamer           531
  1621 BX Hoorn

  30 maart 2024      Overnachting                 121,00
  Totaal verblijf    € 121,00
  btw-grondslag 21%    100,00
  btw-bedrag            21,00
  BTW NL004495445B01   IBAN NL91ABNA0417164300
";
    for drawing in [practice, dealer, premium, folio] {
        let found = proposals(&[drawing])[0].invoice.document_type.clone();
        assert_eq!(found.map(|f| f.value), Some(DocumentType::Invoice), "{drawing}");
    }
}

#[test]
fn orders_and_lists_of_invoices_are_known_without_their_usual_names() {
    let order = "
  Kupfer Vertriebs GmbH
  Am Sandtorkai 18
  70173 Stuttgart

  Bestellung

  Stuttgart, 18.07.2024
  1 Dichtungssatz                           100,00 EUR
  Netto                                     100,00 EUR
  MwSt 19%                                   19,00 EUR
  Summe                                     119,00 EUR
  DE89370400440532013000
";
    let list = "
  Bureau Brouwer
  Energieweg 89, 3011 AA Rotterdam

  Saldo-opgave debiteuren

  Rotterdam, 25-06-2025
  factuur 2025.8290 van 26-05-2025          EUR 100,00
  factuur 2025.8291 van 19-05-2025          EUR  41,80
  factuur 2025.8292 van 12-05-2025          EUR 122,25
  Openstaand totaal                         EUR 264,05
  IBAN NL91ABNA0417164300
";
    for (drawing, kind) in [(order, DocumentType::Order), (list, DocumentType::Statement)] {
        let found = proposals(&[drawing])[0].invoice.document_type.clone();
        assert_eq!(found.map(|f| f.value), Some(kind), "{drawing}");
    }
}
