//! Why a document failed, and what a bookkeeper can do about it.

use super::skip::dutch_format;
use super::{Lang, Said, count, said, text};
use reading::Cause;

/// Says a cause in the person's language.
pub fn cause(lang: Lang, cause: &Cause) -> Said {
    let mib = |bytes: u64| count(lang, bytes.div_ceil(1024 * 1024));
    let number = |n: u32| count(lang, u64::from(n));
    said!(lang, match cause {
        Cause::Empty =>
            "Het bestand is leeg." / "The file is empty.",
            "Vraag de afzender het bestand opnieuw te sturen." / "Ask the sender for the file again.";
        Cause::Truncated =>
            "Het bestand is niet compleet: het houdt halverwege op."
            / "The file is not complete: it ends halfway.",
            "Kopieer of download het opnieuw, of vraag de afzender het nog eens te sturen."
            / "Copy or download it again, or ask the sender for it.";
        Cause::Damaged { detail } => let dutch = in_dutch(detail);
            "Het bestand is beschadigd{dutch}." / "The file is damaged ({detail}).",
            "Open het bestand, druk het af naar een nieuwe PDF en leg die in de map."
            / "Open the file, print it to a new PDF and put that in the folder.";
        Cause::PasswordProtected =>
            "Het bestand is met een wachtwoord beveiligd."
            / "The file is protected with a password.",
            "Open het met het wachtwoord, druk het af naar een nieuwe PDF en leg die in de map."
            / "Open it with the password, print it to a new PDF and put that in the folder.";
        Cause::TooLarge { bytes, limit } => let (size, most) = (mib(*bytes), mib(*limit));
            "Het bestand is te groot: {size} MiB, de grens is {most} MiB."
            / "The file is too large: {size} MiB, the limit is {most} MiB.",
            "Splits het in kleinere bestanden, of verhoog de grens met --limit-size."
            / "Split it into smaller files, or raise the limit with --limit-size.";
        Cause::TooManyPages { pages, limit } =>
            let (pages, limit) = (number(*pages), number(*limit));
            "Het document heeft te veel bladzijden: {pages}, de grens is {limit}."
            / "The document has too many pages: {pages}, the limit is {limit}.",
            "Splits het in kleinere bestanden, of verhoog de grens met --limit-pages."
            / "Split it into smaller files, or raise the limit with --limit-pages.";
        Cause::TooManyPixels { page, width_px, height_px, limit_mpx } =>
            "Het beeld van bladzijde {page} is te groot: {width_px} × {height_px} beeldpunten, de grens is {limit_mpx} miljoen."
            / "The picture of page {page} is too large: {width_px} × {height_px} pixels, the limit is {limit_mpx} million.",
            "Scan het opnieuw met 300 dpi, of verhoog de grens met --limit-page-pixels."
            / "Scan it again at 300 dpi, or raise the limit with --limit-page-pixels.";
        Cause::PageTooComplex { page } =>
            "Op bladzijde {page} staat meer dan op een factuur past."
            / "Page {page} holds more than fits on an invoice.",
            "Is het wel een factuur? Dan: open het bestand, druk het af naar een nieuwe PDF en leg die in de map."
            / "If it is an invoice: open the file, print it to a new PDF and put that in the folder.";
        Cause::UnpacksTooLarge { limit } => let limit = mib(*limit);
            "De inhoud wordt bij het uitpakken groter dan {limit} MiB."
            / "The content unpacks to more than {limit} MiB.",
            "Vertrouwt u de afzender, pak het dan zelf uit en leg de bestanden in de map."
            / "If you trust the sender, unpack it yourself and put the files in the folder.";
        Cause::NestedTooDeep { limit } =>
            "Er zitten meer dan {limit} bestanden in elkaar (een ZIP in een ZIP)."
            / "More than {limit} files are packed inside each other (a ZIP in a ZIP).",
            "Pak het zelf uit en leg de facturen in de map."
            / "Unpack it yourself and put the invoices in the folder.";
        Cause::TooManyMembers { limit } => let limit = number(*limit);
            "Er zitten meer dan {limit} bestanden in." / "It holds more than {limit} files.",
            "Pak het zelf uit en leg de facturen in de map."
            / "Unpack it yourself and put the invoices in the folder.";
        Cause::XmlSyntax { offset, detail } => let dutch = in_dutch(detail);
            "De e-factuur is geen geldige XML{dutch}, bij byte {offset}."
            / "The e-invoice is not valid XML (at byte {offset}: {detail}).",
            "Vraag de afzender om een geldige e-factuur of om een PDF."
            / "Ask the sender for a valid e-invoice or for a PDF.";
        Cause::XmlDoctype =>
            "De XML bevat een DOCTYPE. E-facturen hebben die nooit; het kan een aanval zijn."
            / "The XML has a DOCTYPE. E-invoices never do; it may be an attack.",
            "Open het bestand niet; vraag de afzender of het echt van hem is."
            / "Do not open the file; ask the sender whether it is really theirs.";
        Cause::XmlIncomplete { what } => let dutch = dutch_detail(what).unwrap_or("wat er een factuur van maakt");
            "De e-factuur mist {dutch}." / "The e-invoice lacks {what}.",
            "Vraag de afzender om een volledige e-factuur of om een PDF."
            / "Ask the sender for a complete e-invoice or for a PDF.";
        Cause::XmlTooComplex { detail } =>
            "De XML bevat meer dan op een factuur past."
            / "The XML holds more than fits on an invoice ({detail}).",
            "Vraag de afzender om een gewone e-factuur of om een PDF."
            / "Ask the sender for an ordinary e-invoice or for a PDF.";
        Cause::Crashed { how, page } =>
            let (on_page, dutch) = (on_page(lang, *page), in_dutch(how));
            "Het lezen liep vast{on_page}{dutch}." / "Reading it crashed{on_page} ({how}).",
            "Open het bestand, druk het af naar een nieuwe PDF en leg die in de map."
            / "Open the file, print it to a new PDF and put that in the folder.";
        Cause::OverMemory { limit_mib, page } =>
            let (most, on_page) = (count(lang, *limit_mib), on_page(lang, *page));
            "Het lezen kostte meer dan {most} MiB geheugen{on_page}."
            / "Reading it took more than {most} MiB of memory{on_page}.",
            "Scan het opnieuw met 300 dpi in grijs, of verhoog de grens met --limit-memory."
            / "Scan it again at 300 dpi in grey, or raise the limit with --limit-memory.";
        Cause::TimedOut { seconds, page } => let on_page = on_page(lang, *page);
            "Het lezen duurde langer dan {seconds} seconden{on_page}."
            / "Reading it took longer than {seconds} seconds{on_page}.",
            "Scan het opnieuw met 300 dpi, of verhoog de grens met --limit-page-time."
            / "Scan it again at 300 dpi, or raise the limit with --limit-page-time.";
        Cause::Vanished =>
            "Het bestand was verdwenen toen het aan de beurt kwam."
            / "The file was gone when its turn came.",
            "Leg het terug; de volgende keer wordt het gelezen."
            / "Put it back; the next run reads it.";
        Cause::Unreadable { detail } => let dutch = in_dutch(detail);
            "Het bestand kan niet worden gelezen{dutch}."
            / "The file cannot be read ({detail}).",
            "Controleer de rechten van het bestand en de verbinding met de schijf; de volgende keer wordt het opnieuw geprobeerd."
            / "Check the file's permissions and the connection to the disk; the next run tries again.";
        Cause::Machine { detail } => let dutch = in_dutch(detail);
            "De computer liet het afweten, niet het document{dutch}."
            / "The machine failed, not the document ({detail}).",
            "Maak geheugen of schijfruimte vrij; de volgende keer wordt het vanzelf opnieuw gelezen."
            / "Free memory or disk space; the next run reads it again by itself.";
        Cause::Altered =>
            "Wat dizzy van dit document bewaarde is buiten dizzy om veranderd."
            / "What dizzy kept of this document was changed outside dizzy.",
            "Controleer de schijf en zet het werkbestand terug, of lees het opnieuw met `dizzy process --retry-failed` en kijk het na."
            / "Check the disk and put the ledger back, or read it again with `dizzy process --retry-failed` and check it.";
        Cause::NeedsPerson { what } if what.ends_with(" archive") => let dutch = dutch_format(what);
            "Dit kan een factuur zijn of bevatten, in een vorm die dizzy niet leest ({dutch})."
            / "This may be or hold an invoice, in a form that dizzy does not read ({what}).",
            "Pak het zelf uit en leg de facturen in de map."
            / "Unpack it yourself and put the invoices in the folder.";
        Cause::NeedsPerson { what } => let dutch = dutch_format(what);
            "Dit kan een factuur zijn of bevatten, in een vorm die dizzy niet leest ({dutch})."
            / "This may be or hold an invoice, in a form that dizzy does not read ({what}).",
            "Kijk zelf: bewaar de factuur als PDF in de map (staat er een link in, haal haar daar op), of vraag de afzender om een PDF of UBL."
            / "Look yourself: save the invoice as a PDF in the folder (if there is a link, fetch it there), or ask the sender for PDF or UBL.";
        Cause::NoOcr { page, detail } => let dutch = in_dutch(detail);
            "Bladzijde {page} is een plaatje en tekstherkenning is er niet{dutch}."
            / "Page {page} is a picture and there is no text recognition ({detail}).",
            "Voer `dizzy doctor` uit: dat noemt de opdracht die het verhelpt."
            / "Run `dizzy doctor`: it names the command that mends this.";
        Cause::WorkersLost { page, times } =>
            "Bij bladzijde {page} vielen {times} burst-machines na elkaar uit."
            / "At page {page} {times} burst workers ended, one after another.",
            "De volgende keer wordt het hier gelezen." / "The next run reads it here.";
        Cause::OcrFailed { page, detail } => let dutch = in_dutch(detail);
            "De tekst van bladzijde {page} kon niet worden herkend{dutch}."
            / "The text of page {page} could not be recognised ({detail}).",
            "Scan het opnieuw met 300 dpi, recht en zonder schaduw."
            / "Scan it again at 300 dpi, straight and without shadows.";
    })
}

/// A detail in Dutch, behind what it is of; nothing where there is only a program's own English for it.
fn in_dutch(detail: &str) -> String {
    dutch_detail(detail).map(|dutch| format!(" ({dutch})")).unwrap_or_default()
}

/// The Dutch words for the details that readers and the system name, by how they begin.
fn dutch_detail(detail: &str) -> Option<&'static str> {
    let known = DETAILS.iter().find(|(english, _)| detail.starts_with(english));
    known.map(|(_, dutch)| *dutch)
}

const DETAILS: [(&str, &str); 40] = [
    ("BT-1 invoice number", "factuurnummer (BT-1), factuurdatum (BT-2) en totalen (BG-22)"),
    ("Input/output error", "de schijf of de verbinding ermee geeft een fout"),
    ("No space left", "de schijf is vol"),
    ("Permission denied", "geen toegang"),
    ("Too many open files", "te veel open bestanden"),
    ("Cannot allocate memory", "te weinig geheugen"),
    ("Tesseract has no variable", "deze Tesseract kent een instelling niet"),
    ("TIFF: ", "een TIFF die dizzy niet kan lezen"),
    ("a bare ampersand", "een losse &"),
    ("a directory too large", "een inhoudsopgave die te groot is"),
    ("a document without pages", "zonder bladzijden"),
    ("a second root element", "een tweede hoofdelement"),
    ("a side of its picture", "een zijde van het beeld is te lang"),
    ("an XML invoice has no pages", "een XML-factuur heeft geen bladzijden"),
    ("an end tag without", "een eindtag zonder begintag"),
    ("an invoice as root", "een factuur als hoofdelement"),
    ("bad ", "verkeerde opmaak"),
    (
        "dizzy could not make sense",
        "dizzy begrijpt de inhoud niet; dat is een fout in dizzy, meld het",
    ),
    ("encryption: ", "een versleuteling die dizzy niet kent"),
    ("exit code", "het leesproces hield op"),
    ("holds nothing but zero", "er staan alleen nullen in"),
    ("ill-formed markup", "verkeerde opmaak"),
    ("in an outdated transfer", "in een verouderde codering, uuencode"),
    ("it changed while", "het veranderde tijdens het lezen"),
    ("it has no pages", "zonder bladzijden"),
    ("members overlap", "bestanden erin overlappen, als in een ZIP-bom"),
    ("no page ", "een bladzijde ontbreekt"),
    ("no pages", "er is geen bladzijde te vinden"),
    ("no pixels", "zonder beeldpunten"),
    ("no reader could be started", "er kon geen leesproces worden gestart"),
    ("nonsense from the reader", "het leesproces gaf onzin"),
    ("not UTF-", "tekens die niet in de opgegeven codering zijn"),
    ("not a picture", "geen afbeelding"),
    ("signal ", "het leesproces werd beëindigd"),
    ("stack overflow", "te diep in elkaar"),
    ("text outside the root", "tekst buiten het hoofdelement"),
    ("the par", "de onderdelen zijn niet te vinden"),
    (
        "the reader did not expect",
        "dit had dizzy niet verwacht; dat is een fout in dizzy, meld het",
    ),
    ("the unpacking library", "het uitpakken mislukte"),
    ("unknown ", "onbekende opmaak"),
];

fn on_page(lang: Lang, page: Option<u32>) -> String {
    page.map(|page| text!(lang, " op bladzijde {page}", " on page {page}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_pages_are_in_the_sentence() {
        let said = cause(Lang::Nl, &Cause::TimedOut { seconds: 60, page: Some(7) });
        assert_eq!(said.what, "Het lezen duurde langer dan 60 seconden op bladzijde 7.");
        for (detail, dutch) in [
            ("no pages found", " (er is geen bladzijde te vinden)"),
            ("no page 3", " (een bladzijde ontbreekt)"),
            ("Permission denied (os error 13)", " (geen toegang)"),
            ("what a library says", ""),
        ] {
            let said = |lang| cause(lang, &Cause::Damaged { detail: detail.to_owned() }).what;
            assert_eq!(said(Lang::Nl), format!("Het bestand is beschadigd{dutch}."));
            assert!(said(Lang::En).contains(detail));
        }
        let said = cause(Lang::En, &Cause::TooLarge { bytes: 3 << 30, limit: 512 << 20 });
        assert_eq!(said.what, "The file is too large: 3,072 MiB, the limit is 512 MiB.");
    }
}
