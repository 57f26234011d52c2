//! What the page to look at says: key, Dutch, English. `{}` stands for a value that the page puts there.

use super::{Lang, messages};

/// The texts of the page in a language, by key.
pub fn texts(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXTS.iter().map(move |(key, nl, en)| (*key, lang.pick(*nl, *en)))
}

/// A moment as the page tells it: day and minute, in the time zone of this machine.
pub fn moment(moment: jiff::Timestamp) -> String {
    let here = moment.to_zoned_datetime(jiff::tz::TimeZone::system());
    here.strftime("%Y-%m-%d %H:%M").to_string()
}

messages! {
    /// What the page says where scripts may not run.
    pub(crate) fn needs_script(lang) =>
        "Deze pagina heeft JavaScript nodig; ze vraagt niets van het netwerk."
        / "This page needs JavaScript; it asks nothing of the network.";
    /// What the desk says above pages that are drawn from their words.
    pub(crate) fn drawn_from_words(lang) =>
        "Het bestand dat gelezen is staat niet meer op zijn plaats: de woorden die erop gelezen zijn staan op hun plaats."
        / "The file that was read is no longer in its place: the words that were read on it stand in their places.";
}

const TEXTS: &[(&str, &str, &str)] = &[
    // what became of documents
    ("all", "Alles", "All"),
    ("ready", "Klaar", "Ready"),
    ("review", "Nakijken", "Review"),
    ("failed", "Mislukt", "Failed"),
    ("accepted", "Akkoord", "Accepted"),
    ("is_ready", "Klaar om te boeken", "Ready to book"),
    ("is_review", "Nakijken", "To review"),
    ("is_failed", "Mislukt", "Failed"),
    ("is_accepted", "Akkoord", "Accepted"),
    // the page itself
    ("title_overview", "Boekingsvoorstellen", "Booking proposals"),
    ("of_documents", "{} voorstellen in dit overzicht", "{} proposals in this report"),
    ("find", "Zoek leverancier, nummer, bedrag …", "Find supplier, number, amount …"),
    ("filter", "Welke voorstellen", "Which proposals"),
    ("documents", "Voorstellen", "Proposals"),
    ("no_match", "Geen voorstel past hierbij.", "No proposal fits this."),
    ("all_seen", "Alles is nagekeken.", "Everything has been reviewed."),
    ("unknown_supplier", "Onbekende leverancier", "Unknown supplier"),
    ("page_n", "pagina {}", "page {}"),
    ("pages_n", "pagina {} tot {}", "pages {} to {}"),
    ("page_of", "Pagina {} van {}", "Page {} of {}"),
    ("same_as", "Lijkt hetzelfde als {}", "Seems the same as {}"),
    (
        "no_picture",
        "Van een pagina is geen beeld: de gevonden waarden staan op hun plaats. 'dizzy report' maakt de beelden die ontbreken, als het bestand nog op zijn plaats is.",
        "A page has no picture: the values that were found stand in their places. 'dizzy report' makes the pictures that are missing, where the file is still in its place.",
    ),
    // the overview
    ("purchases", "Inkoop", "Purchases"),
    ("sales", "Verkoop", "Sales"),
    ("gross_of", "met btw, {} facturen", "with VAT, {} invoices"),
    ("vat_return", "Btw-aangifte", "VAT return"),
    ("suppliers_by_amount", "Leveranciers, met btw", "Suppliers, with VAT"),
    ("accounts_by_amount", "Grootboekrekeningen, zonder btw", "Ledger accounts, without VAT"),
    ("others", "Overige ({})", "Others ({})"),
    ("reading", "Lezen", "Reading"),
    ("pages", "pagina's", "pages"),
    ("n_pages", "{} pagina's", "{} pages"),
    ("pages_recognised", "herkend uit beeld", "recognised from pictures"),
    ("pages_per_second", "pagina's per seconde", "pages per second"),
    ("where_time_went", "Waar de rekentijd bleef", "Where computing time went"),
    ("time_ocr", "tekst herkennen", "recognising text"),
    ("time_text", "tekstlaag lezen", "reading text layers"),
    ("runs", "Gelezen per keer", "Read by each run"),
    ("left_out", "Geen facturen", "No invoices"),
    ("hours", "u", "h"),
    ("box_1a", "Leveringen hoog", "Supplies, high rate"),
    ("box_1b", "Leveringen laag", "Supplies, low rate"),
    ("box_1c", "Overige tarieven", "Other rates"),
    ("box_1d", "Privégebruik", "Private use"),
    ("box_1e", "0 % of verlegd", "0 % or reversed"),
    ("box_2a", "Naar u verlegd", "Reversed to you"),
    ("box_3a", "Buiten de EU", "Outside the EU"),
    ("box_3b", "Binnen de EU", "Within the EU"),
    ("box_3c", "Afstand, installatie", "Distance, installation"),
    ("box_4a", "Van buiten de EU", "From outside the EU"),
    ("box_4b", "Uit de EU", "From the EU"),
    ("box_5b", "Voorbelasting", "Input VAT"),
    // the parts of a proposal
    ("part_supplier", "Leverancier", "Supplier"),
    ("part_customer", "Afnemer", "Customer"),
    ("part_invoice", "Factuur", "Invoice"),
    ("part_amounts", "Bedragen", "Amounts"),
    ("part_vat", "Btw", "VAT"),
    ("part_lines", "Regels ({})", "Lines ({})"),
    ("part_journal", "Boeking {}", "Journal entry {}"),
    ("part_findings", "Bevindingen", "Findings"),
    ("no_entry", "Er is geen boeking voor dit document.", "There is no entry for this document."),
    ("not_found", "niet gevonden", "not found"),
    ("label_supplier.name", "Naam", "Name"),
    ("label_supplier.known_as", "In uw lijst", "In your list"),
    ("label_supplier.vat_id", "Btw-nummer", "VAT number"),
    ("label_supplier.kvk", "KvK", "KvK"),
    ("label_supplier.iban", "IBAN", "IBAN"),
    ("label_supplier.bic", "BIC", "BIC"),
    ("label_supplier.address", "Adres", "Address"),
    ("label_supplier.email", "E-mail", "E-mail"),
    ("label_supplier.phone", "Telefoon", "Phone"),
    ("label_supplier.website", "Website", "Website"),
    ("label_customer.name", "Naam", "Name"),
    ("label_customer.vat_id", "Btw-nummer", "VAT number"),
    ("label_customer.kvk", "KvK", "KvK"),
    ("label_customer.address", "Adres", "Address"),
    ("label_document_type", "Soort", "Kind"),
    ("label_invoice_number", "Nummer", "Number"),
    ("label_issue_date", "Datum", "Date"),
    ("label_due_date", "Vervalt", "Due"),
    ("label_supply_date", "Geleverd", "Supplied"),
    ("label_period", "Periode", "Period"),
    ("label_payment_reference", "Kenmerk", "Reference"),
    ("label_order_reference", "Order", "Order"),
    ("label_credited_invoice", "Crediteert", "Credits"),
    ("label_currency", "Valuta", "Currency"),
    ("label_totals.net", "Zonder btw", "Net"),
    ("label_totals.vat", "Btw", "VAT"),
    ("label_totals.gross", "Totaal", "Total"),
    ("label_totals.prepaid", "Al betaald", "Prepaid"),
    ("label_totals.payable", "Te betalen", "To pay"),
    ("label_vat_breakdown", "Btw-regel {}", "VAT row {}"),
    ("label_lines", "Regel {}", "Line {}"),
    ("label_part_description", "Omschrijving", "Description"),
    ("label_part_quantity", "Aantal", "Quantity"),
    ("label_part_unit_price", "Prijs", "Price"),
    ("label_part_net", "Bedrag", "Amount"),
    ("label_part_gross", "Met btw", "With VAT"),
    ("label_part_rate", "Btw %", "VAT %"),
    ("label_part_street", "Straat", "Street"),
    ("label_part_postcode", "Postcode", "Postcode"),
    ("label_part_city", "Plaats", "Town"),
    ("label_part_country", "Land", "Country"),
    ("label_part_start", "Van", "From"),
    ("label_part_end", "Tot en met", "Until"),
    ("type_invoice", "Factuur", "Invoice"),
    ("type_credit_note", "Creditnota", "Credit note"),
    ("type_receipt", "Bon", "Receipt"),
    ("type_reminder", "Herinnering", "Reminder"),
    ("type_quote", "Offerte", "Quote"),
    ("type_order", "Bestelling", "Order"),
    ("type_delivery_note", "Pakbon", "Delivery note"),
    ("type_statement", "Rekeningoverzicht", "Statement"),
    ("type_other", "Ander document", "Other document"),
    ("net", "zonder btw", "net"),
    ("vat", "btw", "VAT"),
    ("rate", "Tarief", "Rate"),
    ("taxable", "grondslag", "taxable"),
    ("description", "Omschrijving", "Description"),
    ("quantity", "Aantal", "Quantity"),
    ("price", "Prijs", "Price"),
    ("category_S", "belast", "taxed"),
    ("category_Z", "0 %", "zero rate"),
    ("category_E", "vrijgesteld", "exempt"),
    ("category_AE", "verlegd", "reverse charge"),
    ("category_K", "intracommunautair", "intra-Community"),
    ("category_G", "uitvoer", "export"),
    ("category_O", "buiten de btw", "outside VAT"),
    ("category_undefined", "onbekend", "unknown"),
    // how a value was found
    ("method_text-layer", "gelezen uit de tekst", "read from the text"),
    ("method_ocr", "herkend uit beeld", "recognised from the picture"),
    ("method_xml", "uit de e-factuur", "from the e-invoice"),
    ("method_derived", "afgeleid", "derived"),
    ("method_entered", "door u ingevuld", "entered by you"),
    ("on_page", "pagina {}", "page {}"),
    ("sure", "{} zeker", "{} sure"),
    ("proved_by", "Bevestigd door: {}", "Confirmed by: {}"),
    // the entry
    ("account", "Rekening", "Account"),
    ("vat_code", "btw-code", "VAT code"),
    ("debit", "Debet", "Debit"),
    ("credit", "Credit", "Credit"),
    ("box", "rubriek {}", "box {}"),
    ("together", "Samen", "Together"),
    ("kind_vat", "Btw", "VAT"),
    ("kind_creditor", "Crediteuren", "Creditors"),
    ("kind_debtor", "Debiteuren", "Debtors"),
    ("kind_suspense", "Tussenrekening", "Suspense"),
    ("kind_rounding", "Afronding", "Rounding"),
    ("by_fixed", "volgt uit de boeking", "follows from the entry"),
    ("by_rule", "uw regel", "your rule"),
    ("by_history", "zoals eerder geboekt", "as booked before"),
    ("by_classifier", "uit uw boekingen geleerd", "learned from your bookings"),
    ("by_general", "algemeen model", "general model"),
    ("by_suspense", "onbekend", "unknown"),
    ("by_person", "door u gekozen", "chosen by you"),
    // what can be done
    (
        "only_looked_at",
        "Dit is om te bekijken; verbeteren en akkoord geven gaat met `dizzy review`.",
        "This is to be looked at; `dizzy review` takes corrections and what is accepted.",
    ),
    ("accept", "Akkoord", "Accept"),
    ("duplicate", "Dubbel", "Duplicate"),
    ("no_duplicate", "Niet dubbel", "No duplicate"),
    ("pages_act", "Pagina's", "Pages"),
    ("divide", "Welke pagina's horen bij elkaar?", "Which pages belong together?"),
    (
        "divide_how",
        "Schrijf van elk document de eerste en laatste pagina: 1-2, 3. Enter bewaart.",
        "Write first and last page of each document: 1-2, 3. Enter keeps it.",
    ),
    ("add_line", "Regel", "Line"),
    ("remove_line", "Regel verwijderen", "Remove the line"),
    ("lines_as_read", "Regels zoals gelezen", "Lines as they were read"),
    ("keep", "Bewaren", "Keep"),
    ("vat_rows", "Btw per tarief", "VAT by rate"),
    (
        "vat_rows_how",
        "Schrijf van elke regel tarief, grondslag en btw: 21 336,50 70,67; 9 75,00 6,75. Voor 0 procent met de reden ervoor: AE (verlegd), E (vrijgesteld), K, G, Z of O. Enter bewaart.",
        "Write rate, taxable amount and VAT of each row: 21 336.50 70.67; 9 75.00 6.75. For 0 per cent with the reason before it: AE (reverse charge), E (exempt), K, G, Z or O. Enter keeps it.",
    ),
    ("key_vat", "Btw per tarief verbeteren", "Correct the VAT by rate"),
    (
        "key_edit",
        "Veld verbeteren: typ, of klik woorden aan",
        "Correct a field: type, or click words",
    ),
    ("key_lines", "Naar de regels", "Go to the lines"),
    ("key_add_line", "Regel toevoegen", "Add a line"),
    ("key_remove_line", "Regel verwijderen", "Remove the line"),
    ("key_account", "Rekening kiezen", "Choose the account"),
    ("key_duplicate", "Dubbel, of niet", "Duplicate, or not"),
    ("key_give", "Aan een andere klant geven", "Give to another client"),
    ("give", "Van een andere klant", "Of another client"),
    ("give_act", "Klant", "Client"),
    (
        "give_how",
        "De administratie waar dit stuk in hoort; leeg is: zoals het stuk zelf zegt.",
        "The administration that it belongs to; empty means: as the document itself says.",
    ),
    ("clients", "Na te kijken per klant", "To review by client"),
    ("no_client", "Geen administratie", "No administration"),
    ("open_of", "{} van {}", "{} of {}"),
    ("key_divide", "Pagina's splitsen of samenvoegen", "Split or join pages"),
    ("code_IH", "Voorbelasting hoog", "Input VAT, high rate"),
    ("code_IL", "Voorbelasting laag", "Input VAT, low rate"),
    ("code_IO", "Voorbelasting overig", "Input VAT, other rate"),
    ("code_IVH", "Verlegd, hoog", "Reverse charge, high"),
    ("code_IVL", "Verlegd, laag", "Reverse charge, low"),
    ("code_IEH", "Uit de EU, hoog", "From the EU, high"),
    ("code_IEL", "Uit de EU, laag", "From the EU, low"),
    ("code_IBH", "Van buiten de EU, hoog", "From outside the EU, high"),
    ("code_IBL", "Van buiten de EU, laag", "From outside the EU, low"),
    ("code_IG", "Zonder btw", "Without VAT"),
    ("code_IN", "Niet aftrekbaar", "Not deductible"),
    ("code_IX", "Buitenlandse btw", "Foreign VAT"),
    ("keys", "Toetsen", "Keyboard"),
    ("key_next", "Volgende, vorige", "Next, previous"),
    ("key_review", "Volgende, vorige om na te kijken", "Next, previous to review"),
    ("key_accept", "Akkoord, en verder", "Accept, and go on"),
    ("key_jump", "Naar een veld", "Jump to a field"),
    ("key_field", "Volgende veld (Shift: vorige)", "Next field (Shift: previous)"),
    ("key_doubt", "Volgende onzekere veld", "Next field that is not sure"),
    ("key_find", "Zoeken", "Search"),
    ("key_overview", "Overzicht", "Overview"),
    ("key_theme", "Licht of donker", "Light or dark"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_is_there_twice_and_both_languages_take_the_same_values() {
        let mut keys = BTreeSet::new();
        for (key, nl, en) in TEXTS {
            assert!(keys.insert(key), "{key}");
            assert_eq!(nl.matches("{}").count(), en.matches("{}").count(), "{key}");
        }
    }

    /// Every key that the scripts name outright is there.
    #[test]
    fn what_the_scripts_say_has_texts() {
        let named = regex::Regex::new(r#"say\("([a-z_]+)""#).unwrap();
        for script in crate::report::SCRIPTS {
            for found in named.captures_iter(script) {
                let key = &found[1];
                assert!(TEXTS.iter().any(|(known, ..)| *known == key), "{key}");
            }
        }
    }
}
