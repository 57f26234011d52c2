//! Documents that are no invoices, and what they are called.

use super::proposals;
use crate::invoice::DocumentType;

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
        assert_eq!(all[0].verdict, crate::booking::Verdict::Review);
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
