//! Pages that lie between invoices, and pages changed as mail rooms and suppliers change them.

use reading::text::{Page, ReadBy, Word};

use crate::compose::{Chance, Single, word};

/// A page of lines.
fn drawn(lines: &[String], top: f32, leading: f32) -> Page {
    let mut words = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let mut x = 56.0;
        for text in line.split(' ') {
            if text.is_empty() {
                x += 30.0;
            } else {
                words.push(word(text, x, top + leading * n as f32, n as u32));
                x += 5.0 * text.chars().count() as f32 + 3.0;
            }
        }
    }
    Page {
        number: 1,
        width_pt: 595.3,
        height_pt: 841.9,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words,
        rules: Vec::new(),
    }
}

/// The same page as a scanner and a recogniser give it.
pub fn as_read(mut page: Page, scanned: bool, chance: &mut Chance) -> Page {
    if scanned {
        for word in &mut page.words {
            word.read_by = ReadBy::Ocr { dpi: 200 };
            word.confidence = 0.6 + chance.below(40) as f32 / 100.0;
            if chance.is(0.04) {
                word.text = word.text.replace('l', "1").replace('O', "0").replace('e', "c");
            }
        }
    }
    page
}

/// The back of a sheet.
pub fn blank(scanned: bool, chance: &mut Chance) -> Page {
    let specks = if scanned { chance.below(4) } else { 0 };
    let lines: Vec<String> =
        (0..specks).map(|_| chance.of(&[".", "|", "-", "~"]).to_string()).collect();
    as_read(drawn(&lines, 100.0, 120.0), scanned, chance)
}

pub fn separator(chance: &mut Chance) -> Page {
    let lines = chance.of(&[
        "SCHEIDINGSBLAD|Niet verwijderen",
        "DOCUMENT SEPARATOR|PATCH II",
        "PATCH  T",
        "Trennblatt|bitte nicht entfernen",
    ]);
    let lines: Vec<String> = lines.split('|').map(str::to_owned).collect();
    drawn(&lines, 300.0, 40.0)
}

const ARTICLES: [[&str; 6]; 4] = [
    [
        "Deze voorwaarden zijn van toepassing op alle aanbiedingen en overeenkomsten tussen partijen.",
        "De genoemde levertijden zijn bij benadering en gelden niet als uiterste termijn.",
        "Klachten worden binnen acht dagen na ontvangst schriftelijk en gemotiveerd gemeld.",
        "Betaling vindt plaats binnen dertig dagen na factuurdatum zonder korting of verrekening.",
        "Het geleverde blijft eigendom van de verkoper totdat volledig is betaald.",
        "Op de overeenkomst is uitsluitend Nederlands recht van toepassing.",
    ],
    [
        "These terms apply to every offer and every agreement to the exclusion of any other terms.",
        "Delivery dates are estimates only and time shall not be of the essence.",
        "The buyer shall inspect the goods and report defects in writing within eight days.",
        "Payment is due within thirty days of the invoice date without set off or deduction.",
        "Title to the goods passes only when all sums due have been received in full.",
        "The courts of the seller's registered office have exclusive jurisdiction.",
    ],
    [
        "Diese Bedingungen gelten für alle Angebote und Verträge zwischen den Parteien.",
        "Angegebene Lieferzeiten sind unverbindlich, soweit nicht ausdrücklich zugesagt.",
        "Mängel sind innerhalb von acht Tagen nach Erhalt schriftlich anzuzeigen.",
        "Die Zahlung erfolgt binnen dreißig Tagen nach Rechnungsdatum ohne Abzug.",
        "Die Ware bleibt bis zur vollständigen Bezahlung Eigentum des Verkäufers.",
        "Gerichtsstand ist der Sitz des Verkäufers.",
    ],
    [
        "Les présentes conditions s'appliquent à toutes les offres et à tous les contrats.",
        "Les délais de livraison sont donnés à titre indicatif et sans engagement.",
        "Toute réclamation doit être adressée par écrit dans les huit jours de la réception.",
        "Le paiement est dû à trente jours de la date de facture sans escompte.",
        "Le vendeur conserve la propriété des marchandises jusqu'au paiement complet.",
        "Les tribunaux du siège du vendeur sont seuls compétents.",
    ],
];
const TITLES: [[&str; 2]; 4] = [
    ["ALGEMENE VOORWAARDEN", "Leverings- en betalingsvoorwaarden"],
    ["GENERAL TERMS AND CONDITIONS", "Terms of delivery and payment"],
    ["ALLGEMEINE GESCHÄFTSBEDINGUNGEN", "Lieferbedingungen"],
    ["CONDITIONS GÉNÉRALES", "Conditions générales de vente"],
];

/// Terms after an invoice, with or without the supplier's name and a title.
pub fn terms(of: &Single, chance: &mut Chance) -> Page {
    let language = chance.below(4);
    let mut lines = Vec::new();
    if chance.is(0.4) {
        lines.push(of.supplier.clone().unwrap_or_default());
    }
    if chance.is(0.8) {
        lines.push((*chance.of(&TITLES[language])).to_owned());
    }
    for n in 1..=12 + chance.below(30) {
        let article = chance.of(&ARTICLES[language]);
        lines.push(if chance.is(0.5) { format!("{n}. {article}") } else { (*article).to_owned() });
    }
    drawn(&lines, 40.0, 15.0)
}

/// Hours, calls or meter readings that go with an invoice.
pub fn specification(of: &Single, chance: &mut Chance) -> Page {
    let title = chance.of(&[
        "Specificatie bij factuur",
        "Urenspecificatie",
        "Bijlage bij factuur",
        "Detailed usage",
        "Anlage zur Rechnung",
        "Annexe",
    ]);
    let mut lines = Vec::new();
    if chance.is(0.6) {
        lines.push(of.supplier.clone().unwrap_or_default());
    }
    let number = if chance.is(0.6) { of.number.clone().unwrap_or_default() } else { String::new() };
    lines.push(format!("{title} {number}"));
    if chance.is(0.5) {
        lines.push("Pagina 2 van 2".to_owned());
    }
    for _ in 0..8 + chance.below(25) {
        let (day, hours, name) = (
            1 + chance.below(28),
            1 + chance.below(8),
            chance.of(&["Montage", "Overleg", "Reistijd", "Support", "Beratung"]),
        );
        lines.push(format!("{day:02}-03-2026  {name}  {hours},00  {},50", 20 + chance.below(400)));
    }
    if chance.is(0.5) {
        lines.push(format!("Totaal  {},00", 100 + chance.below(900)));
    }
    drawn(&lines, 50.0, 17.0)
}

/// Something that is no invoice and belongs to none.
pub fn other_document(chance: &mut Chance) -> (&'static str, Page) {
    let company = *chance.of(&[
        "Jansen Transport B.V.",
        "Groothandel De Linde",
        "Meyer Logistik GmbH",
        "Northgate Supplies Ltd",
        "Atelier Dubois SARL",
    ]);
    let n = 10_000 + chance.below(89_999);
    let (name, lines): (_, Vec<String>) = match chance.below(4) {
        0 => ("delivery note", vec![
            company.into(), "Havenstraat 12".into(), "3011 AB Rotterdam".into(), String::new(),
            (*chance.of(&["PAKBON", "Afleverbon", "Delivery note", "Lieferschein", "Bon de livraison"])).into(),
            format!("Nummer  {n}"), "Datum  12-03-2026".into(), String::new(),
            "Artikel  Omschrijving  Aantal".into(), "10023  Doos schroeven  12".into(), "10088  Kabelgoot 2 m  40".into(),
            "Voor ontvangst getekend".into()]),
        1 => ("reminder", vec![
            company.into(), "Kerkplein 4".into(), "6811 KL Arnhem".into(), String::new(),
            (*chance.of(&["Betalingsherinnering", "AANMANING", "Payment reminder", "Mahnung", "Rappel de paiement"])).into(),
            "Geachte heer, mevrouw,".into(), "Onze administratie heeft nog geen betaling ontvangen van de volgende factuur.".into(),
            format!("Factuurnummer  {n}  Factuurdatum  02-02-2026  Bedrag  € 431,20"),
            "Wij verzoeken u het bedrag binnen zeven dagen over te maken.".into(), "Met vriendelijke groet,".into(), company.into()]),
        2 => ("letter", vec![
            company.into(), "Postbus 220".into(), "3500 AE Utrecht".into(), String::new(), "Utrecht, 14 maart 2026".into(),
            "Betreft: wijziging van ons rekeningnummer".into(), "Geachte relatie,".into(),
            "Met ingang van 1 april wijzigt ons bankrekeningnummer. Wij verzoeken u dit in uw administratie aan te passen.".into(),
            "Heeft u vragen, dan kunt u contact opnemen met onze afdeling financiële administratie.".into(), "Hoogachtend,".into()]),
        _ => ("order", vec![
            company.into(), "Industrieweg 8".into(), "7202 BR Zutphen".into(), String::new(),
            (*chance.of(&["Orderbevestiging", "Order confirmation", "Auftragsbestätigung", "OFFERTE"])).into(),
            format!("Ordernummer  {n}"), "Datum  03-03-2026".into(), "Omschrijving  Aantal  Prijs  Bedrag".into(),
            "Werkbank 200 cm  2  € 349,00  € 698,00".into(), "Totaal  € 698,00".into()]),
    };
    (name, drawn(&lines, 45.0, 20.0))
}

/// Takes a page's own numbering away.
pub fn take_page_number(page: &mut Page) {
    const WORDS: [&str; 7] = ["pagina", "page", "seite", "blad", "bladzijde", "blz.", "pag."];
    let lines: Vec<u32> = page
        .words
        .iter()
        .filter(|w| WORDS.contains(&w.text.trim_end_matches(':').to_lowercase().as_str()))
        .map(|w| w.line)
        .collect();
    let height = page.height_pt;
    page.words.retain(|w| {
        !(lines.contains(&w.line) && (w.bbox.y0 < height * 0.12 || w.bbox.y1 > height * 0.88))
    });
}

/// A document of one page printed on two: the table is cut, the head comes again or not, pages are numbered or not.
pub fn cut_in_two(page: &Page, chance: &mut Chance) -> Option<Vec<Page>> {
    let height = page.height_pt;
    if height < 700.0 || page.words.len() < 50 {
        return None;
    }
    let cut = height * (0.42 + chance.below(28) as f32 / 100.0);
    let (above, below): (Vec<Word>, Vec<Word>) =
        page.words.iter().cloned().partition(|w| w.bbox.y1 < cut);
    if above.len() < 25 || below.len() < 10 {
        return None;
    }
    let head_end = height * (0.12 + chance.below(10) as f32 / 100.0);
    let with_head = chance.is(0.5);
    let shift = cut - if with_head { head_end + 25.0 } else { 50.0 };
    let mut second: Vec<Word> = if with_head {
        above.iter().filter(|w| w.bbox.y1 < head_end).cloned().collect()
    } else {
        Vec::new()
    };
    second.extend(below.into_iter().map(|mut w| {
        w.bbox.y0 -= shift;
        w.bbox.y1 -= shift;
        w
    }));
    let mut pages =
        vec![Page { words: above, ..page.clone() }, Page { words: second, ..page.clone() }];
    pages.iter_mut().for_each(take_page_number);
    let style = chance.below(5);
    let name = *chance.of(&["Pagina", "Blad", "Page", "Seite"]);
    for (n, page) in pages.iter_mut().enumerate() {
        let line = page.words.iter().map(|w| w.line).max().unwrap_or(0) + 1;
        let text = match style {
            0 => format!("{name} {} van 2", n + 1),
            1 => format!("{}/2", n + 1),
            2 => format!("{name} {}", n + 1),
            _ => continue,
        };
        let mut x = 480.0;
        for part in text.split(' ') {
            page.words.push(word(part, x, height - 40.0, line));
            x += 6.0 * part.len() as f32 + 4.0;
        }
    }
    if chance.is(0.2) {
        let line = 9_000;
        for (i, part) in chance
            .of(&["Vervolg op volgende pagina", "Continued on next page", "Transporteren"])
            .split(' ')
            .enumerate()
        {
            pages[0].words.push(word(part, 380.0 + 50.0 * i as f32, cut + 10.0, line));
        }
    }
    Some(pages)
}
