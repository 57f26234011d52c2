//! Why a file was left out.

use super::{Lang, messages, text};
use reading::source::SkipReason;

/// Says why a file was left out: a phrase without capital and full stop.
pub fn skip(lang: Lang, reason: &SkipReason) -> String {
    text!(lang, match reason {
        SkipReason::NotAnInvoiceFormat { what } => let dutch = dutch_format(what);
            "{dutch}" / "{what}";
        SkipReason::OtherXml { root } =>
            "XML, maar geen e-factuur ({root})" / "XML, but no e-invoice ({root})";
        SkipReason::NotAFile => "geen gewoon bestand" / "not a regular file";
        SkipReason::PartOfMessage =>
            "tekst of plaatje van een e-mail" / "text or picture of an e-mail";
    })
}

/// What stands in brackets behind a format.
const KINDS: [(&str, &str); 2] = [("old format)", "oude vorm)"), ("EPS)", "EPS)")];

/// The Dutch name of a format that intake names in English; an unknown one stays as it is.
pub(super) fn dutch_format(what: &str) -> String {
    let whole = match what {
        "plain text" => "platte tekst",
        "web page" => "webpagina",
        "file of an unknown kind" => "onbekend soort bestand",
        "sound recording" => "geluidsopname",
        "sound recording or video" => "geluids- of video-opname",
        "program" => "programma",
        "font" => "lettertype",
        "icon" => "pictogram",
        "printer file" => "printerbestand",
        "Windows shortcut" => "Windows-snelkoppeling",
        "Outlook message (.msg)" => "Outlook-bericht (.msg)",
        "Outlook data file" => "Outlook-gegevensbestand",
        "calendar entry" => "agenda-afspraak",
        "certificate or encrypted text" => "certificaat of versleutelde tekst",
        "signed or encrypted part of an e-mail (S/MIME)" => {
            "ondertekend of versleuteld deel van een e-mail (S/MIME)"
        }
        "XML without a root element near its beginning" => "XML zonder begin van een document",
        "EDIFACT message" => "EDIFACT-bericht",
        "text of an e-mail" => "tekst van een e-mail",
        "e-book" => "e-boek",
        "Microsoft Office or Outlook file (old format)" => {
            "Microsoft Office- of Outlook-bestand (oude vorm)"
        }
        "bank statement (MT940)" => "bankafschrift (MT940)",
        "business card (vCard)" => "visitekaartje (vCard)",
        "mailbox (mbox)" => "postvak (mbox)",
        "PDF portfolio" => "PDF-portfolio: documenten in een document",
        "PDF form that only Acrobat fills (XFA)" => "PDF-formulier dat alleen Acrobat vult (XFA)",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    // what kind of it stands behind it
    if let Some((kind, more)) = what.split_once(" (")
        && let Some((_, dutch)) = KINDS.iter().find(|(english, _)| *english == more)
    {
        return format!("{} ({dutch}", dutch_format(kind));
    }
    [
        (" archive", "-archief"),
        (" document", "-document"),
        (" workbook", "-werkmap"),
        (" spreadsheet", "-rekenblad"),
        (" presentation", "-presentatie"),
        (" picture", "-afbeelding"),
        (" photo", "-foto"),
        (" text", "-tekst"),
        (" program", "-programma"),
        (" database", "-database"),
        (" table", "-tabel"),
        (" file", "-bestand"),
    ]
    .iter()
    .find_map(|(english, dutch)| Some(format!("{}{dutch}", what.strip_suffix(english)?)))
    .unwrap_or_else(|| what.to_owned())
}

messages! {
    /// The same of so many files in a container.
    pub fn times(lang, number: usize, what: &str) =>
        "{number} bestanden hierin: {what}" / "{number} files in it: {what}";
    /// Of which file this one is a copy.
    pub fn same_as(lang, of: &str) => "gelijk aan {of}" / "same as {of}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_dutch_names() {
        for (english, dutch) in [
            ("Word document", "Word-document"),
            ("7-Zip archive", "7-Zip-archief"),
            ("plain text", "platte tekst"),
            ("Word document (old format)", "Word-document (oude vorm)"),
            ("OpenDocument text", "OpenDocument-tekst"),
            ("video", "video"),
        ] {
            let reason = SkipReason::NotAnInvoiceFormat { what: english.into() };
            assert_eq!(skip(Lang::Nl, &reason), dutch);
            assert_eq!(skip(Lang::En, &reason), english);
        }
    }
}
