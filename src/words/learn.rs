//! What `dizzy learn` says.

use super::{Lang, Said};
use crate::learn::{Trouble, What};

/// Why a file cannot be learned, and what to do about it.
pub fn trouble(lang: Lang, trouble: &Trouble) -> Said {
    let place = trouble.place.line.map_or(String::new(), |line| {
        lang.pick(format!(", regel {line}"), format!(", line {line}"))
    });
    let (what, hint) = what(lang, &trouble.what);
    let nothing = lang.pick(
        "Van dit bestand is niets geleerd.",
        "Nothing of this file was learned.",
    );
    Said {
        what: format!("{}{place}: {what}", trouble.file.display()),
        hint: format!("{hint} {nothing}").trim().to_owned(),
    }
}

fn what(lang: Lang, what: &What) -> (String, &'static str) {
    let again = lang.pick(
        "Maak de auditfile opnieuw met het boekhoudpakket.",
        "Make the auditfile again with the bookkeeping software.",
    );
    let (nl, en): (String, String) = match what {
        What::Io(error) => {
            let said = super::io(lang, error);
            return (
                said,
                lang.pick(
                    "Controleer de naam en de rechten.",
                    "Check the name and the permissions.",
                ),
            );
        }
        What::Empty => ("het bestand is leeg".into(), "the file is empty".into()),
        What::Packed(with) => {
            let text = lang.pick(
                format!("het bestand is ingepakt ({with})"),
                format!("the file is packed ({with})"),
            );
            return (
                text,
                lang.pick(
                    "Pak het eerst uit, en geef dizzy het uitgepakte bestand.",
                    "Unpack it first, and give dizzy the unpacked file.",
                ),
            );
        }
        What::NotAuditfile => {
            return (
                lang.pick("dit is geen XML-auditfile", "this is not an XML auditfile").to_owned(),
                lang.pick(
                    "dizzy leert van auditfiles (.xaf) en van CSV (.csv).",
                    "dizzy learns from auditfiles (.xaf) and from CSV (.csv).",
                ),
            );
        }
        What::OldAuditfile => {
            return (
                lang.pick(
                    "dit is een auditfile van vóór XML (CLAIR1.00.00)",
                    "this is an auditfile of before XML (CLAIR1.00.00)",
                )
                .to_owned(),
                lang.pick(
                    "Maak met het boekhoudpakket een XML-auditfile (XAF), of een CSV van de boekingen.",
                    "Make an XML auditfile (XAF) with the bookkeeping software, or a CSV of the bookings.",
                ),
            );
        }
        What::Truncated => (
            "het bestand houdt halverwege op".into(),
            "the file ends in the middle".into(),
        ),
        What::Syntax(detail) => (
            format!("dit is geen geldige XML: {}", dutch_detail(detail)),
            format!("not well-formed XML: {detail}"),
        ),
        What::Doctype => (
            "de XML heeft een documenttypedefinitie, die in een auditfile niet hoort".into(),
            "the XML has a document type definition, which no auditfile has".into(),
        ),
        What::Entity => (
            "de XML verwijst naar een entiteit die niet bestaat".into(),
            "the XML refers to an entity that does not exist".into(),
        ),
        What::Encoding(name) => {
            let text = lang.pick(
                format!("er staan tekens in die geen {name} zijn"),
                format!("there are bytes in it that are not {name}"),
            );
            return (
                text,
                lang.pick(
                    "Meestal is het bestand ISO-8859-1 en zegt het dat niet: zet encoding=\"ISO-8859-1\" in de eerste regel.",
                    "Usually the file is ISO-8859-1 and does not say so: put encoding=\"ISO-8859-1\" into its first line.",
                ),
            );
        }
        What::UnknownEncoding(name) => (
            format!("de tekencodering {name} kent dizzy niet"),
            format!("dizzy does not know the encoding {name}"),
        ),
        What::TooLarge(detail) => (
            format!("er staat iets in dat te groot is: {}", dutch_detail(detail)),
            format!("something in it is too large: {detail}"),
        ),
        What::BadAmount => (
            "een bedrag is geen getal".into(),
            "an amount is not a number".into(),
        ),
        What::BadDate => (
            "een datum bestaat niet of heeft een andere vorm dan 2026-01-31".into(),
            "a date does not exist or has another form than 2026-01-31".into(),
        ),
    };
    (lang.pick(nl, en), again)
}

/// The Dutch words for the few details that errors name.
fn dutch_detail(detail: &str) -> &str {
    match detail {
        "a bare ampersand" => "een losse &",
        "an end tag without its start tag" => "een eindtag zonder begintag",
        "a bad character reference" => "een verkeerde tekenverwijzing",
        "a second root element" => "een tweede hoofdelement",
        "bad markup" => "verkeerde opmaak",
        "a field of more than 1 MiB" => "een veld van meer dan 1 MiB",
        "elements nested deeper than 64" => "meer dan 64 elementen in elkaar",
        other => other,
    }
}
