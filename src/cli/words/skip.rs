//! Why a file was left out.

use super::Lang;
use crate::source::SkipReason;

/// Says why a file was left out: a phrase without capital and full stop.
pub fn skip(lang: Lang, reason: &SkipReason) -> String {
    match reason {
        SkipReason::NotAnInvoiceFormat { what } => lang.pick(dutch_format(what), what).to_owned(),
        SkipReason::OtherXml { root } => lang.pick(
            format!("XML, maar geen e-factuur ({root})"),
            format!("XML, but no e-invoice ({root})"),
        ),
        SkipReason::NotAFile => lang
            .pick("geen gewoon bestand", "not a regular file")
            .to_owned(),
        SkipReason::PartOfMessage => lang
            .pick("tekst of plaatje van een e-mail", "text or picture of an e-mail")
            .to_owned(),
    }
}

/// The Dutch name of a format that intake names in English; an unknown one stays as it is.
fn dutch_format(what: &str) -> &str {
    match what {
        "Word document" => "Word-document",
        "Excel workbook" => "Excel-werkmap",
        "PowerPoint presentation" => "PowerPoint-presentatie",
        "OpenDocument file" => "OpenDocument-bestand",
        "plain text" => "platte tekst",
        "web page" => "webpagina",
        "unknown format" => "onbekend soort bestand",
        "sound" => "geluid",
        "video" => "video",
        "program" => "programma",
        "archive" => "archief",
        other => other,
    }
}
