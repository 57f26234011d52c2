//! What words at the head of a page are: a title, something said to the reader, a web address, or what firms are called.

use super::super::lexicon::fold;
use super::names::has_legal_form;

/// Words, and parts of words, that firms have in their names and documents do not have in their titles; folded.
const TRADES: &[&str] = &[
    "bedrijf",
    "groothandel",
    "handels",
    "bouw",
    "techniek",
    "advies",
    "adviseur",
    "groep",
    "bakker",
    "slager",
    "garage",
    "hotel",
    "restaurant",
    "cafe",
    "installatie",
    "schilder",
    "hovenier",
    "makelaar",
    "notaris",
    "advocat",
    "accountant",
    "kantoor",
    "praktijk",
    "apotheek",
    "tandarts",
    "drukker",
    "logistiek",
    "winkel",
    "studio",
    "atelier",
    "zonen",
    "gebroeders",
    "timmer",
    "loodgieter",
    "kapper",
    "uitgever",
    "stichting",
    "systems",
    "services",
    "solutions",
    "consult",
    "partners",
    "brothers",
    "associates",
    "photography",
    "company",
    "holding",
    "limited",
    "group",
    "labs",
    "werke",
    "werkstatt",
    "betrieb",
    "vertrieb",
    "technik",
    "bau",
    "sohne",
    "druckerei",
    "kanzlei",
    "verlag",
    "gesellschaft",
    "spedition",
    "versicherungs",
    "etablissements",
    "maison",
    "societe",
    "ateliers",
    "boulangerie",
    "cabinet",
    "agence",
    "fils",
    "entreprise",
];

/// True where a word of a name says what a firm does or that it is one. "Bau" only as a whole word.
pub(crate) fn is_of_trade(name: &str) -> bool {
    name.split([' ', '-', '/']).map(fold).any(|word| {
        TRADES
            .iter()
            .any(|trade| word == *trade || trade.len() >= 4 && word.contains(trade))
    })
}

/// True for what is nothing but the address of a web site: a shop may be called so, but most write their name otherwise.
pub(crate) fn is_domain(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "nl",
        "com",
        "de",
        "fr",
        "be",
        "eu",
        "net",
        "org",
        "uk",
        "ie",
        "at",
        "ch",
        "lu",
        "shop",
        "store",
        "online",
        "io",
        "app",
        "nu",
        "info",
        "biz",
        "frl",
        "amsterdam",
    ];
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let mut labels = name.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.contains('.')
        && labels.all(is_label)
        && name
            .rsplit('.')
            .next()
            .is_some_and(|end| ENDS.contains(&end))
}

/// True for a title of a document ("Verkoopbon", "Note d'honoraires") and for words that speak to the reader ("Ihre
/// Nachzahlung", "Bedankt voor je bestelling!").
pub(crate) fn is_heading(name: &str) -> bool {
    /// Titles, and what longer titles end in.
    const TITLES: &[&str] = &[
        "factuur",
        "faktuur",
        "nota",
        "rekening",
        "declaratie",
        "kwitantie",
        "kassabon",
        "verkoopbon",
        "aankoopbon",
        "inkoopbon",
        "bestelbon",
        "werkbon",
        "pakbon",
        "leverbon",
        "retourbon",
        "reparatiebon",
        "orderbon",
        "tegoedbon",
        "bewijs",
        "overzicht",
        "bevestiging",
        "bestelling",
        "specificatie",
        "betaalverzoek",
        "verzoek",
        "inkoopverklaring",
        "rechnung",
        "faktura",
        "beleg",
        "quittung",
        "kassenzettel",
        "bestatigung",
        "ubersicht",
        "bescheid",
        "aufstellung",
        "kostennote",
        "honorarnote",
        "gutschrift",
        "nachzahlung",
        "guthaben",
        "invoice",
        "receipt",
        "statement",
        "folio",
        "breakdown",
        "confirmation",
        "summary",
        "reminder",
        "facture",
        "recu",
        "releve",
        "avoir",
        "quittance",
        "detail",
        "recapitulatif",
        "commande",
        "avis",
        "appel",
    ];
    /// Whom a firm speaks to, and who speaks. "Ons Huis" and "Notre Dame" are names.
    const SPEAKING: &[&str] = &[
        "u", "uw", "je", "jouw", "jullie", "wij", "onze", "sie", "ihr", "ihre", "ihrem", "ihren",
        "ihrer", "ihnen", "dein", "deinen", "deine", "wir", "unsere", "unserer", "you", "your",
        "our", "vous", "votre", "vos", "nous", "nos",
    ];
    const OPENING: &[&str] = &[
        "bedankt",
        "dank",
        "danke",
        "thanks",
        "thank",
        "merci",
        "bitte",
        "please",
        "graag",
        "gelieve",
        "veuillez",
        "welkom",
        "welcome",
        "willkommen",
        "bienvenue",
        "betaal",
        "zahlen",
        "pay",
        "note",
    ];
    if has_legal_form(name) {
        return false;
    }
    let words: Vec<String> = name
        .split([' ', '\'', '’', '/'])
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let is_title = |word: &String| {
        TITLES.iter().any(|title| {
            word == title
                || title.len() >= 4 && word.len() > title.len() + 2 && word.ends_with(title)
        })
    };
    let several = words.len() > 1;
    // Bill is also who somebody is.
    several && words.last().is_some_and(|w| w == "bill")
        || words.len() <= 4 && words.iter().any(is_title)
        || several && words.iter().any(|w| SPEAKING.contains(&w.as_str()))
        || several && words.first().is_some_and(|w| OPENING.contains(&w.as_str()))
        || several && name.trim_end().ends_with(['!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_trade_tell_a_firm() {
        for name in [
            "Installatiebedrijf Roodnat",
            "Bau Lindner",
            "Kestrel Photography",
            "Zandstekel Eetcafé",
        ] {
            assert!(is_of_trade(name), "{name}");
        }
        for name in ["Roodnat", "Bonbon", "Onze nieuwe folder", "Baum"] {
            assert!(!is_of_trade(name), "{name}");
        }
    }

    #[test]
    fn titles_and_what_is_said_to_the_reader_are_no_names() {
        for heading in [
            "Verkoopbon",
            "Jaarafrekening energie",
            "Note d'honoraires",
            "Guest bill",
            "Kostennote",
            "Ihre Nachzahlung",
            "Bedankt voor je bestelling!",
            "Votre facture",
        ] {
            assert!(is_heading(heading), "{heading}");
        }
        for name in [
            "Bon Appetit",
            "Ons Huis",
            "Notre Dame",
            "Bill & Zonen",
            "Uw Bakker B.V.",
            "U",
            "Note",
            "Jansen Rekeningen B.V.",
        ] {
            assert!(!is_heading(name), "{name}");
        }
    }

    #[test]
    fn a_web_address_is_told_from_a_name_with_a_point() {
        for name in ["hoekstradak.nl", "www.kaas-en-zo.com"] {
            assert!(is_domain(name), "{name}");
        }
        for name in ["Reiger.nl B.V.", "Fa. Jansen", "J.P. Kaas", "nl"] {
            assert!(!is_domain(name), "{name}");
        }
    }
}
