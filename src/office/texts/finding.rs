//! What a check found, for a person.

use super::Lang;
use booking::Finding;
use einvoice::validate;

/// English and Dutch. A message may go on with values in brackets, which are the same in both.
const MESSAGES: &[(&str, &str)] = &[
    (
        "The sum of the line amounts is not the printed sum of the lines.",
        "De som van de regels is niet de afgedrukte som van de regels.",
    ),
    (
        "The net total is not lines less allowances plus charges.",
        "Het totaal zonder btw is niet de regels min kortingen plus toeslagen.",
    ),
    (
        "The VAT total is not the sum of the VAT per rate.",
        "Het btw-totaal is niet de som van de btw per tarief.",
    ),
    (
        "Net and VAT do not add up to the gross total.",
        "Netto en btw zijn samen niet het totaal.",
    ),
    (
        "The amount due is not gross less prepaid plus rounding.",
        "Het te betalen bedrag is niet het totaal min wat al betaald is plus afronding.",
    ),
    (
        "The VAT is not the rate times the taxable amount.",
        "De btw is niet het tarief maal de grondslag.",
    ),
    (
        "The VAT differs from the rate times the taxable amount by more than rounding.",
        "De btw wijkt meer dan een afronding af van het tarief maal de grondslag.",
    ),
    (
        "This VAT rate does not exist.",
        "Dit btw-tarief bestaat niet.",
    ),
    (
        "No invoice number was found.",
        "Er is geen factuurnummer gevonden.",
    ),
    (
        "No issue date was found.",
        "Er is geen factuurdatum gevonden.",
    ),
    (
        "No total with VAT was found.",
        "Er is geen totaal met btw gevonden.",
    ),
    (
        "Net and VAT were not found.",
        "Netto en btw zijn niet gevonden.",
    ),
    (
        "Nothing proves who the supplier is: no VAT identifier or account of his that passes its check, and he is not in the creditor list.",
        "Niets bewijst wie de leverancier is: geen btw-nummer of rekening van hem die klopt, en hij staat niet in de crediteurenlijst.",
    ),
    ("No supplier was found.", "Er is geen leverancier gevonden."),
    ("No currency was found.", "Er is geen valuta gevonden."),
    (
        "The check digits of the supplier's account do not fit.",
        "De controlecijfers van de rekening van de leverancier kloppen niet.",
    ),
    (
        "The check digits of this VAT identifier do not fit.",
        "De controlecijfers van dit btw-nummer kloppen niet.",
    ),
    (
        "The due date lies before the issue date.",
        "De vervaldatum ligt voor de factuurdatum.",
    ),
    (
        "It is not certain where this document starts or ends in the file.",
        "Het is niet zeker waar dit document in het bestand begint of eindigt.",
    ),
    (
        "The e-invoice inside this PDF could not be read; the page was used.",
        "De e-factuur in deze pdf was niet te lezen; de pagina is gebruikt.",
    ),
    (
        "The PDF beside this e-invoice could not be read; the e-invoice has all values.",
        "De pdf naast deze e-factuur was niet te lezen; de e-factuur heeft alle waarden.",
    ),
    (
        "The file was damaged and was repaired as far as possible; pages may be missing.",
        "Het bestand was beschadigd en is zo goed mogelijk hersteld; er kunnen pagina's ontbreken.",
    ),
    (
        "No amount was found to book.",
        "Er is geen bedrag gevonden om te boeken.",
    ),
    (
        "The amounts do not add up to the total; the difference is on the suspense account.",
        "De bedragen zijn samen niet het totaal; het verschil staat op de tussenrekening.",
    ),
    (
        "There is no exchange rate for this currency and day: the entry is in the currency of the invoice.",
        "Er is geen wisselkoers voor deze valuta en dag: de boeking staat in de valuta van de factuur.",
    ),
    (
        "On which ledger account does this go? It is on the suspense account.",
        "Op welke grootboekrekening hoort dit? Het staat op de tussenrekening.",
    ),
    (
        "A person marked this as a duplicate: it is not booked.",
        "Iemand heeft dit als dubbel aangemerkt: het wordt niet geboekt.",
    ),
    (
        "The ledger account is not certain.",
        "De grootboekrekening is niet zeker.",
    ),
    (
        "No chart of accounts or history is known: the ledger account is only advice, choose it yourself.",
        "Er is geen rekeningschema of historie bekend: de grootboekrekening is alleen een advies, kies die zelf.",
    ),
    (
        "The VAT rows do not add up to the total; the VAT was booked as one amount.",
        "De btw-regels zijn samen niet het totaal; de btw is als een bedrag geboekt.",
    ),
    (
        "No VAT is charged and the document does not say why: exempt, reverse-charged, or an error?",
        "Er is geen btw berekend en het document zegt niet waarom: vrijgesteld, verlegd of een fout?",
    ),
    (
        "Goods from outside the EU: is there an article 23 licence, or does the carrier charge the import VAT?",
        "Goederen van buiten de EU: is er een vergunning artikel 23, of rekent de vervoerder de btw bij invoer?",
    ),
    (
        "In which country was this supplied?",
        "In welk land is dit geleverd?",
    ),
    (
        "VAT of another country is charged: it is no Dutch input VAT; it may be claimed back from that country.",
        "Er is btw van een ander land berekend: dat is geen Nederlandse voorbelasting; zij is misschien in dat land terug te vragen.",
    ),
    (
        "The VAT is reverse-charged: is the supplier established in the Netherlands (2a), the EU (4b) or elsewhere (4a)?",
        "De btw is verlegd: is de leverancier gevestigd in Nederland (2a), de EU (4b) of elders (4a)?",
    ),
    (
        "A supplier from another country charges a Dutch rate: has he a Dutch VAT number?",
        "Een leverancier uit een ander land berekent een Nederlands tarief: heeft hij een Nederlands btw-nummer?",
    ),
    (
        "Does the low rate apply to what is reverse-charged?",
        "Geldt voor wat verlegd is het lage tarief?",
    ),
    (
        "This is no Dutch VAT rate: VAT of which country is it?",
        "Dit is geen Nederlands btw-tarief: btw van welk land is het?",
    ),
    (
        "The tax on this document seems to be insurance tax, which is no VAT: is that right?",
        "De belasting op dit document lijkt assurantiebelasting te zijn, en dat is geen btw: klopt dat?",
    ),
    (
        "Food and drink on the spot: the VAT is not deducted.",
        "Eten en drinken in de horeca: de btw is niet aftrekbaar.",
    ),
    (
        "Deposits on packaging are booked on the balance sheet, without VAT.",
        "Statiegeld en emballage staan op de balans, zonder btw.",
    ),
    (
        "This is a reminder: the invoice itself is booked, not this.",
        "Dit is een herinnering: de factuur zelf wordt geboekt, niet dit stuk.",
    ),
    (
        "This is a statement of open items: its invoices are booked, not this.",
        "Dit is een overzicht van openstaande posten: de facturen worden geboekt, niet dit stuk.",
    ),
    (
        "This supplier is not in the creditor list: a new one is proposed.",
        "Deze leverancier staat niet in de crediteurenlijst: er wordt een nieuwe voorgesteld.",
    ),
    (
        "The identifiers on the invoice belong to different suppliers of the creditor list.",
        "De nummers op de factuur horen bij verschillende leveranciers in de crediteurenlijst.",
    ),
    (
        "IBAN changed: this account is not one that this supplier was paid on before. Ask him by a way you know before you pay.",
        "IBAN gewijzigd: deze leverancier is nog niet eerder op deze rekening betaald. Vraag het hem langs een weg die u kent voordat u betaalt.",
    ),
    (
        "Input VAT at risk: the supplier's VAT id was not found on the invoice.",
        "Voorbelasting loopt gevaar: het btw-nummer van de leverancier is niet op de factuur gevonden.",
    ),
    (
        "Input VAT at risk: the customer's name was not found on the invoice.",
        "Voorbelasting loopt gevaar: de naam van de afnemer is niet op de factuur gevonden.",
    ),
    (
        "Input VAT at risk: the supplier's address was not found on the invoice.",
        "Voorbelasting loopt gevaar: het adres van de leverancier is niet op de factuur gevonden.",
    ),
    (
        "Input VAT at risk: supply date missing, unless it is the day of issue.",
        "Voorbelasting loopt gevaar: de leverdatum ontbreekt, tenzij dat de factuurdatum is.",
    ),
    (
        "The VAT is reverse-charged, but the customer's VAT id was not found: the invoice must name it.",
        "De btw is verlegd, maar het btw-nummer van de afnemer is niet gevonden: de factuur moet het noemen.",
    ),
    (
        "The VAT is reverse-charged, but the words \"btw verlegd\" were not found: the invoice must say so.",
        "De btw is verlegd, maar de woorden \"btw verlegd\" zijn niet gevonden: de factuur moet het zeggen.",
    ),
    (
        "This VAT rate did not hold on the day of supply",
        "Dit btw-tarief gold niet op de dag van levering",
    ),
    (
        "The VAT rate changed near the day of supply: which side is it on?",
        "Het btw-tarief veranderde rond de dag van levering: aan welke kant ligt die?",
    ),
    (
        "Lodging is taxed at the general rate since 2026-01-01; only camping pitches and breakfast are low",
        "Logies valt sinds 1 januari 2026 onder het algemene tarief; alleen kampeerplaatsen en ontbijt zijn laag",
    ),
    (
        "The invoice was issued after the 15th of the month that follows the supply.",
        "De factuur is na de 15e van de maand na de levering uitgereikt.",
    ),
    (
        "The pages are numbered as part of more: pages are missing.",
        "De pagina's zijn genummerd als deel van meer: er ontbreken pagina's.",
    ),
    (
        "This VAT id is of the old kind that holds a citizen service number (BSN); it is masked. Ask for an invoice with the number in use since 2020.",
        "Dit is een btw-nummer van de oude soort, met een burgerservicenummer (BSN); het is onleesbaar gemaakt. Vraag een factuur met het nummer van sinds 2020.",
    ),
    (
        "This seems to be an invoice that was read before.",
        "Dit lijkt een factuur die al eerder is gelezen.",
    ),
    (
        "This is an invoice that was read before.",
        "Dit is een factuur die al eerder is gelezen.",
    ),
    (
        "A misread digit was corrected; only this change makes everything fit.",
        "Een verkeerd gelezen cijfer is verbeterd; alleen deze verandering laat alles kloppen.",
    ),
    (
        "The document is addressed to another than the administration of its folder.",
        "Het document is aan een ander gericht dan de administratie van zijn map.",
    ),
    (
        "This document is addressed to another administration than the one whose folder it lies in.",
        "Dit document is gericht aan een andere administratie dan die van de map waarin het ligt.",
    ),
    (
        "For which administration is this? None of them is named on it.",
        "Voor welke administratie is dit? Geen ervan wordt erop genoemd.",
    ),
    (
        "The same file lies in the folder of another administration too; it is booked for one",
        "Hetzelfde bestand ligt ook in de map van een andere administratie; het is voor één geboekt",
    ),
    (
        "The printed supplier is this administration itself; another party was taken.",
        "De leverancier die er staat is deze administratie zelf; er is een andere partij genomen.",
    ),
    (
        "A rule of the e-invoice's specification is not met.",
        "Er is niet voldaan aan een regel van de specificatie van de e-factuur.",
    ),
    (
        "The document is in a language that is not read: only amounts and accounts that prove themselves were taken",
        "Het document is in een taal die niet wordt gelezen: alleen bedragen en rekeningen die zichzelf bewijzen zijn overgenomen",
    ),
    (
        "Several invoices stand on one page, and only one of them was read",
        "Er staan meer facturen op een bladzijde, en maar een ervan is gelezen",
    ),
    (
        "Other totals add up as well as those that were chosen",
        "Andere totalen kloppen net zo goed als die gekozen zijn",
    ),
    (
        "Part of a page stands upside down or on its side; what is there may be read wrongly",
        "Een deel van een bladzijde staat op zijn kop of op zijn kant; wat daar staat kan verkeerd gelezen zijn",
    ),
    (
        "Part of a page could not be read: it is unclear, upside down or in another script",
        "Een deel van een bladzijde was niet te lezen: het is onduidelijk, staat op zijn kop of in een ander schrift",
    ),
];

/// Languages by their English names, and in Dutch.
const LANGUAGES: &[(&str, &str)] = &[
    ("Arabic", "Arabisch"),
    ("Bulgarian", "Bulgaars"),
    ("Catalan", "Catalaans"),
    ("Croatian", "Kroatisch"),
    ("Czech", "Tsjechisch"),
    ("Danish", "Deens"),
    ("Esperanto", "Esperanto"),
    ("Estonian", "Ests"),
    ("Finnish", "Fins"),
    ("Greek", "Grieks"),
    ("Hebrew", "Hebreeuws"),
    ("Hungarian", "Hongaars"),
    ("Indonesian", "Indonesisch"),
    ("Italian", "Italiaans"),
    ("Japanese", "Japans"),
    ("Korean", "Koreaans"),
    ("Latin", "Latijn"),
    ("Latvian", "Lets"),
    ("Lithuanian", "Litouws"),
    ("Macedonian", "Macedonisch"),
    ("Chinese", "Chinees"),
    ("Norwegian", "Noors"),
    ("Persian", "Perzisch"),
    ("Polish", "Pools"),
    ("Portuguese", "Portugees"),
    ("Romanian", "Roemeens"),
    ("Russian", "Russisch"),
    ("Serbian", "Servisch"),
    ("Slovak", "Slowaaks"),
    ("Slovene", "Sloveens"),
    ("Spanish", "Spaans"),
    ("Swedish", "Zweeds"),
    ("Thai", "Thais"),
    ("Turkish", "Turks"),
    ("Ukrainian", "Oekraïens"),
    ("Vietnamese", "Vietnamees"),
];

/// What a check found, in a language.
pub fn finding(lang: Lang, finding: &Finding) -> String {
    let message = finding.message.as_str();
    match lang {
        Lang::En => message.to_owned(),
        Lang::Nl => MESSAGES
            .iter()
            .find_map(|(english, dutch)| {
                let values = message.strip_prefix(english)?;
                let values = if finding.rule == "DZ-LANGUAGE" {
                    in_dutch(values)
                } else {
                    values.to_owned()
                };
                Some(format!("{dutch}{values}"))
            })
            .or_else(|| {
                // a rule of e-invoices has its own words
                let rule = validate::rule(&finding.rule)?;
                (rule.en == message).then(|| rule.nl.to_owned())
            })
            .unwrap_or_else(|| message.to_owned()),
    }
}

/// The name of a language in brackets.
fn in_dutch(values: &str) -> String {
    let name = values.trim_matches([' ', '(', ')', '.']);
    match LANGUAGES.iter().find(|(english, _)| *english == name) {
        Some((_, dutch)) => format!(" ({dutch})."),
        None => values.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use booking::Severity;

    #[test]
    fn values_stand_in_both_languages() {
        let said = |message: &str| {
            let found = Finding {
                rule: "DZ-RATE-DATE".into(),
                severity: Severity::Error,
                message: message.into(),
                fields: Vec::new(),
            };
            finding(Lang::Nl, &found)
        };
        assert_eq!(
            said("This VAT rate did not hold on the day of supply (6 %, 2026-03-01: 9 %)."),
            "Dit btw-tarief gold niet op de dag van levering (6 %, 2026-03-01: 9 %)."
        );
        assert_eq!(said("Something else."), "Something else.");
        let found = Finding {
            rule: "DZ-LANGUAGE".into(),
            severity: Severity::Warning,
            message: format!("{} (Polish).", MESSAGES[MESSAGES.len() - 5].0),
            fields: Vec::new(),
        };
        assert!(finding(Lang::Nl, &found).ends_with(" (Pools)."));
    }

    /// Every message that the booking code gives has a translation.
    #[test]
    fn every_message_is_translated() {
        let sources = [
            include_str!("../../booking/checks.rs"),
            include_str!("../../booking/legal.rs"),
            include_str!("../../booking/assign.rs"),
            include_str!("../../booking/book.rs"),
            include_str!("../../booking/repair.rs"),
            include_str!("../batch/publish.rs"),
            include_str!("../../booking/pipeline.rs"),
        ];
        for source in sources {
            for message in literals(source) {
                assert!(
                    MESSAGES.iter().any(|(english, _)| *english == message),
                    "no Dutch for: {message}"
                );
            }
        }
    }

    /// The string literals of a source that are sentences.
    fn literals(source: &str) -> Vec<String> {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let mut found = Vec::new();
        let mut rest = code;
        while let Some(at) = rest.find('"') {
            rest = &rest[at + 1..];
            let mut text = String::new();
            let mut escaped = false;
            let mut end = rest.len();
            for (i, c) in rest.char_indices() {
                if escaped {
                    text.push(c);
                    escaped = false;
                } else if c == '\\' {
                    escaped = true;
                } else if c == '"' {
                    end = i;
                    break;
                } else {
                    text.push(c);
                }
            }
            rest = rest.get(end + 1..).unwrap_or_default();
            let words = text.split(' ').count();
            if words >= 4
                && text.starts_with(|c: char| c.is_ascii_uppercase())
                && !text.contains('{')
            {
                found.push(text);
            }
        }
        found
    }
}
