//! Why a document failed, and what a bookkeeper can do about it.

use super::skip::dutch_format;
use super::{Lang, Said, count};
use reading::Cause;

/// Says a cause in the person's language.
pub fn cause(lang: Lang, cause: &Cause) -> Said {
    let (nl, en) = both(lang, cause);
    let (what, hint) = lang.pick(nl, en);
    Said { what, hint }
}

/// The sentence and the hint in Dutch and in English. `lang` is for numbers only.
fn both(lang: Lang, cause: &Cause) -> ((String, String), (String, String)) {
    let reprint_nl =
        "Open het bestand, druk het af naar een nieuwe PDF en leg die in de map.".to_owned();
    let reprint_en = "Open the file, print it to a new PDF and put that in the folder.".to_owned();
    let again_nl = "Vraag de afzender het bestand opnieuw te sturen.".to_owned();
    let again_en = "Ask the sender for the file again.".to_owned();
    let mib = |bytes: u64| count(lang, bytes.div_ceil(1024 * 1024));
    let number = |n: u32| count(lang, u64::from(n));
    match cause {
        Cause::Empty => (
            ("Het bestand is leeg.".into(), again_nl),
            ("The file is empty.".into(), again_en),
        ),
        Cause::Truncated => (
            (
                "Het bestand is niet compleet: het houdt halverwege op.".into(),
                "Kopieer of download het opnieuw, of vraag de afzender het nog eens te sturen."
                    .into(),
            ),
            (
                "The file is not complete: it ends halfway.".into(),
                "Copy or download it again, or ask the sender for it.".into(),
            ),
        ),
        Cause::Damaged { detail } => (
            (format!("Het bestand is beschadigd ({detail})."), reprint_nl),
            (format!("The file is damaged ({detail})."), reprint_en),
        ),
        Cause::PasswordProtected => (
            (
                "Het bestand is met een wachtwoord beveiligd.".into(),
                "Open het met het wachtwoord, druk het af naar een nieuwe PDF en leg die in de map."
                    .into(),
            ),
            (
                "The file is protected with a password.".into(),
                "Open it with the password, print it to a new PDF and put that in the folder."
                    .into(),
            ),
        ),
        Cause::TooLarge { bytes, limit } => (
            (
                format!(
                    "Het bestand is te groot: {} MiB, de grens is {} MiB.",
                    mib(*bytes),
                    mib(*limit)
                ),
                "Splits het in kleinere bestanden, of verhoog de grens met --limit-size.".into(),
            ),
            (
                format!(
                    "The file is too large: {} MiB, the limit is {} MiB.",
                    mib(*bytes),
                    mib(*limit)
                ),
                "Split it into smaller files, or raise the limit with --limit-size.".into(),
            ),
        ),
        Cause::TooManyPages { pages, limit } => (
            (
                format!(
                    "Het document heeft te veel bladzijden: {}, de grens is {}.",
                    number(*pages),
                    number(*limit)
                ),
                "Splits het in kleinere bestanden, of verhoog de grens met --limit-pages.".into(),
            ),
            (
                format!(
                    "The document has too many pages: {}, the limit is {}.",
                    number(*pages),
                    number(*limit)
                ),
                "Split it into smaller files, or raise the limit with --limit-pages.".into(),
            ),
        ),
        Cause::TooManyPixels {
            page,
            width_px,
            height_px,
            limit_mpx,
        } => (
            (
                format!(
                    "Het beeld van bladzijde {page} is te groot: {width_px} × {height_px} beeldpunten, de grens is {limit_mpx} miljoen."
                ),
                "Scan het opnieuw met 300 dpi, of verhoog de grens met --limit-page-pixels.".into(),
            ),
            (
                format!(
                    "The picture of page {page} is too large: {width_px} × {height_px} pixels, the limit is {limit_mpx} million."
                ),
                "Scan it again at 300 dpi, or raise the limit with --limit-page-pixels.".into(),
            ),
        ),
        Cause::PageTooComplex { page } => (
            (
                format!("Op bladzijde {page} staat meer dan op een factuur past."),
                "Is het wel een factuur? Dan: open het bestand, druk het af naar een nieuwe PDF en leg die in de map.".into(),
            ),
            (
                format!("Page {page} holds more than fits on an invoice."),
                "If it is an invoice: open the file, print it to a new PDF and put that in the folder.".into(),
            ),
        ),
        Cause::UnpacksTooLarge { limit } => (
            (
                format!(
                    "De inhoud wordt bij het uitpakken groter dan {} MiB.",
                    mib(*limit)
                ),
                "Vertrouwt u de afzender, pak het dan zelf uit en leg de bestanden in de map.".into(),
            ),
            (
                format!("The content unpacks to more than {} MiB.", mib(*limit)),
                "If you trust the sender, unpack it yourself and put the files in the folder.".into(),
            ),
        ),
        Cause::NestedTooDeep { limit } => (
            (
                format!("Er zitten meer dan {limit} bestanden in elkaar (een ZIP in een ZIP)."),
                "Pak het zelf uit en leg de facturen in de map.".into(),
            ),
            (
                format!("More than {limit} files are packed inside each other (a ZIP in a ZIP)."),
                "Unpack it yourself and put the invoices in the folder.".into(),
            ),
        ),
        Cause::TooManyMembers { limit } => (
            (
                format!("Er zitten meer dan {} bestanden in.", number(*limit)),
                "Pak het zelf uit en leg de facturen in de map.".into(),
            ),
            (
                format!("It holds more than {} files.", number(*limit)),
                "Unpack it yourself and put the invoices in the folder.".into(),
            ),
        ),
        Cause::XmlSyntax { offset, detail } => (
            (
                format!("De e-factuur is geen geldige XML (bij byte {offset}: {detail})."),
                "Vraag de afzender om een geldige e-factuur of om een PDF.".into(),
            ),
            (
                format!("The e-invoice is not valid XML (at byte {offset}: {detail})."),
                "Ask the sender for a valid e-invoice or for a PDF.".into(),
            ),
        ),
        Cause::XmlDoctype => (
            (
                "De XML bevat een DOCTYPE. E-facturen hebben die nooit; het kan een aanval zijn.".into(),
                "Open het bestand niet; vraag de afzender of het echt van hem is.".into(),
            ),
            (
                "The XML has a DOCTYPE. E-invoices never do; it may be an attack.".into(),
                "Do not open the file; ask the sender whether it is really theirs.".into(),
            ),
        ),
        Cause::XmlIncomplete { what } => (
            (
                format!("De e-factuur mist {what}."),
                "Vraag de afzender om een volledige e-factuur of om een PDF.".into(),
            ),
            (
                format!("The e-invoice lacks {what}."),
                "Ask the sender for a complete e-invoice or for a PDF.".into(),
            ),
        ),
        Cause::XmlTooComplex { detail } => (
            (
                format!("De XML bevat meer dan op een factuur past ({detail})."),
                "Vraag de afzender om een gewone e-factuur of om een PDF.".into(),
            ),
            (
                format!("The XML holds more than fits on an invoice ({detail})."),
                "Ask the sender for an ordinary e-invoice or for a PDF.".into(),
            ),
        ),
        Cause::Crashed { how, page } => (
            (
                format!("Het lezen liep vast{} ({how}).", on_page(Lang::Nl, *page)),
                reprint_nl,
            ),
            (
                format!("Reading it crashed{} ({how}).", on_page(Lang::En, *page)),
                reprint_en,
            ),
        ),
        Cause::OverMemory { limit_mib, page } => (
            (
                format!(
                    "Het lezen kostte meer dan {} MiB geheugen{}.",
                    count(lang, *limit_mib),
                    on_page(Lang::Nl, *page)
                ),
                "Scan het opnieuw met 300 dpi in grijs, of verhoog de grens met --limit-memory.".into(),
            ),
            (
                format!(
                    "Reading it took more than {} MiB of memory{}.",
                    count(lang, *limit_mib),
                    on_page(Lang::En, *page)
                ),
                "Scan it again at 300 dpi in grey, or raise the limit with --limit-memory.".into(),
            ),
        ),
        Cause::TimedOut { seconds, page } => (
            (
                format!(
                    "Het lezen duurde langer dan {seconds} seconden{}.",
                    on_page(Lang::Nl, *page)
                ),
                "Scan het opnieuw met 300 dpi, of verhoog de grens met --limit-page-time.".into(),
            ),
            (
                format!(
                    "Reading it took longer than {seconds} seconds{}.",
                    on_page(Lang::En, *page)
                ),
                "Scan it again at 300 dpi, or raise the limit with --limit-page-time.".into(),
            ),
        ),
        Cause::Vanished => (
            (
                "Het bestand was verdwenen toen het aan de beurt kwam.".into(),
                "Leg het terug; de volgende keer wordt het gelezen.".into(),
            ),
            (
                "The file was gone when its turn came.".into(),
                "Put it back; the next run reads it.".into(),
            ),
        ),
        Cause::Unreadable { detail } => (
            (
                format!("Het bestand kan niet worden gelezen ({detail})."),
                "Controleer de rechten van het bestand en de verbinding met de schijf; de volgende keer wordt het opnieuw geprobeerd.".into(),
            ),
            (
                format!("The file cannot be read ({detail})."),
                "Check the file's permissions and the connection to the disk; the next run tries again.".into(),
            ),
        ),
        Cause::Machine { detail } => (
            (
                format!("De computer liet het afweten, niet het document ({detail})."),
                "Maak geheugen of schijfruimte vrij; de volgende keer wordt het vanzelf opnieuw gelezen.".into(),
            ),
            (
                format!("The machine failed, not the document ({detail})."),
                "Free memory or disk space; the next run reads it again by itself.".into(),
            ),
        ),
        Cause::Altered => (
            (
                "Wat dizzy van dit document bewaarde is buiten dizzy om veranderd.".into(),
                "Controleer de schijf en zet het werkbestand terug, of lees het opnieuw met `dizzy process --retry-failed` en kijk het na.".into(),
            ),
            (
                "What dizzy kept of this document was changed outside dizzy.".into(),
                "Check the disk and put the ledger back, or read it again with `dizzy process --retry-failed` and check it.".into(),
            ),
        ),
        Cause::NeedsPerson { what } => (
            (
                format!(
                    "Dit kan een factuur zijn of bevatten, in een vorm die dizzy niet leest ({}).",
                    dutch_format(what)
                ),
                if what.ends_with(" archive") {
                    "Pak het zelf uit en leg de facturen in de map."
                } else {
                    "Kijk zelf: bewaar de factuur als PDF in de map (staat er een link in, haal haar daar op), of vraag de afzender om een PDF of UBL."
                }
                .into(),
            ),
            (
                format!("This may be or hold an invoice, in a form that dizzy does not read ({what})."),
                if what.ends_with(" archive") {
                    "Unpack it yourself and put the invoices in the folder."
                } else {
                    "Look yourself: save the invoice as a PDF in the folder (if there is a link, fetch it there), or ask the sender for PDF or UBL."
                }
                .into(),
            ),
        ),
        Cause::NoOcr { page, detail } => (
            (
                format!(
                    "Bladzijde {page} is een plaatje en tekstherkenning is er niet ({detail})."
                ),
                "Voer `dizzy doctor` uit: dat noemt de opdracht die het verhelpt.".into(),
            ),
            (
                format!("Page {page} is a picture and there is no text recognition ({detail})."),
                "Run `dizzy doctor`: it names the command that mends this.".into(),
            ),
        ),
        Cause::WorkersLost { page, times } => (
            (
                format!(
                    "Bij bladzijde {page} vielen {times} burst-machines na elkaar uit."
                ),
                "De volgende keer wordt het hier gelezen.".into(),
            ),
            (
                format!("At page {page} {times} burst workers ended, one after another."),
                "The next run reads it here.".into(),
            ),
        ),
        Cause::OcrFailed { page, detail } => (
            (
                format!("De tekst van bladzijde {page} kon niet worden herkend ({detail})."),
                "Scan het opnieuw met 300 dpi, recht en zonder schaduw.".into(),
            ),
            (
                format!("The text of page {page} could not be recognised ({detail})."),
                "Scan it again at 300 dpi, straight and without shadows.".into(),
            ),
        ),
    }
}

fn on_page(lang: Lang, page: Option<u32>) -> String {
    page.map(|page| lang.pick(format!(" op bladzijde {page}"), format!(" on page {page}")))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_pages_are_in_the_sentence() {
        let said = cause(Lang::Nl, &Cause::TimedOut { seconds: 60, page: Some(7) });
        assert_eq!(said.what, "Het lezen duurde langer dan 60 seconden op bladzijde 7.");
        let said = cause(Lang::En, &Cause::TooLarge { bytes: 3 << 30, limit: 512 << 20 });
        assert_eq!(said.what, "The file is too large: 3,072 MiB, the limit is 512 MiB.");
    }
}
