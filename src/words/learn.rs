//! What `dizzy learn` says.

use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;

use super::{Lang, Said, count, duration};
use booking::learn::{Trouble, What};
use office::ledger::{KeptFor, LearnCount};

/// "1 booking", "1.200 boekingen".
pub fn bookings(lang: Lang, n: u64) -> String {
    let name = match n {
        1 => lang.pick("boeking", "booking"),
        _ => lang.pick("boekingen", "bookings"),
    };
    format!("{} {name}", count(lang, n))
}

/// "1 supplier", "300 leveranciers".
pub fn suppliers(lang: Lang, n: u64) -> String {
    let name = match n {
        1 => lang.pick("leverancier", "supplier"),
        _ => lang.pick("leveranciers", "suppliers"),
    };
    format!("{} {name}", count(lang, n))
}

/// A large file is being read.
pub(crate) fn takes_a_while(lang: Lang, file: &Path, len: u64) -> String {
    let (file, mib) = (file.display(), count(lang, len >> 20));
    lang.pick(
        format!("{file}: {mib} MiB lezen, dat duurt even …"),
        format!("{file}: reading {mib} MiB, this takes a while …"),
    )
}

/// A file was learned.
pub fn learned(
    lang: Lang,
    file: &Path,
    about: &str,
    learned: &LearnCount,
    len: u64,
    time: Duration,
) -> String {
    let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
    let new = bookings(lang, learned.new);
    let mut text = lang.pick(
        format!("{}{about}: {new} geleerd", file.display()),
        format!("{}{about}: {new} learned", file.display()),
    );
    if learned.changed > 0 {
        let changed = count(lang, learned.changed);
        text.push_str(
            &lang
                .pick(format!(", {changed} bijgewerkt"), format!(", {changed} brought up to date")),
        );
    }
    if learned.known > 0 {
        let known = count(lang, learned.known);
        text.push_str(
            &lang.pick(format!(", {known} al bekend"), format!(", {known} known already")),
        );
    }
    let suppliers = suppliers(lang, learned.suppliers);
    let time = duration(lang, time);
    let mib = count(lang, len.div_ceil(1 << 20));
    text.push_str(&lang.pick(
        format!("; {suppliers}; {mib} MiB in {time}."),
        format!("; {suppliers}; {mib} MiB in {time}."),
    ));
    text
}

/// Corrections were learned.
pub fn corrected(lang: Lang, file: &Path, learned: &LearnCount, idle: u64, unknown: u64) -> String {
    let n = learned.new + learned.changed;
    let (taught, file) = (count(lang, n), file.display());
    let mut text = lang.pick(
        match n {
            1 => format!("{file}: van 1 verbeterd voorstel geleerd"),
            _ => format!("{file}: van {taught} verbeterde voorstellen geleerd"),
        },
        match n {
            1 => format!("{file}: learned from 1 corrected proposal"),
            _ => format!("{file}: learned from {taught} corrected proposals"),
        },
    );
    if learned.known > 0 {
        let known = count(lang, learned.known);
        text.push_str(
            &lang.pick(format!(", {known} al bekend"), format!(", {known} known already")),
        );
    }
    text.push('.');
    if idle > 0 {
        let idle = count(lang, idle);
        text.push_str(&lang.pick(
            format!(" {idle} van velden die over het boeken niets leren."),
            format!(" {idle} of fields that teach nothing about booking."),
        ));
    }
    if unknown > 0 {
        let unknown = count(lang, unknown);
        text.push_str(&lang.pick(
            format!(
                " {unknown} van documenten die hier niet voor deze administratie verwerkt zijn."
            ),
            format!(
                " {unknown} of documents that were not processed here for this administration."
            ),
        ));
    }
    text
}

/// It is not clear whose history is meant.
pub(crate) fn which_administration(lang: Lang, wanted: Option<&str>) -> String {
    match wanted {
        Some(wanted) => lang.pick(
            format!("{wanted}: zo heet geen administratie in de configuratie"),
            format!("{wanted}: no administration of the configuration is called that"),
        ),
        None => lang
            .pick(
                "er zijn meer administraties: van wie is dit?",
                "there are several administrations: whose is this?",
            )
            .to_owned(),
    }
}

/// What to do about that.
pub(crate) fn which_administration_hint(lang: Lang, names: &[&str]) -> String {
    if names.is_empty() {
        return lang
            .pick(
                "Er is geen administratie geconfigureerd: laat --administration weg, of zet [[administrations]] in dizzy.toml.",
                "No administration is configured: leave --administration out, or put [[administrations]] into dizzy.toml.",
            )
            .to_owned();
    }
    let names = names.join(", ");
    lang.pick(
        format!("Geef --administration met een van: {names}"),
        format!("Give --administration with one of: {names}"),
    )
}

/// Above what is kept for administrations that are not in the configuration.
pub(crate) fn strangers_title(lang: Lang) -> &'static str {
    lang.pick(
        "Bewaard onder een naam die niet in dizzy.toml staat",
        "Kept under a name that is not in dizzy.toml",
    )
}

/// Such a name.
pub fn stranger(lang: Lang, name: &str) -> &str {
    match name {
        "" => lang.pick("zonder administratie", "without an administration"),
        name => name,
    }
}

/// What is kept under a name: "1,200 bookings, 20 suppliers, 3 corrections, 5 handed over".
pub fn kept(lang: Lang, kept: &KeptFor) -> String {
    let mut parts = Vec::new();
    if kept.bookings > 0 {
        parts.push(bookings(lang, kept.bookings));
    }
    if kept.suppliers > 0 {
        parts.push(suppliers(lang, kept.suppliers));
    }
    if kept.corrections > 0 {
        let n = count(lang, kept.corrections);
        parts.push(lang.pick(
            match kept.corrections {
                1 => format!("{n} verbetering"),
                _ => format!("{n} verbeteringen"),
            },
            match kept.corrections {
                1 => format!("{n} correction"),
                _ => format!("{n} corrections"),
            },
        ));
    }
    if kept.handed_over > 0 {
        let n = count(lang, kept.handed_over);
        parts.push(lang.pick(format!("{n} overgedragen"), format!("{n} handed over")));
    }
    parts.join(", ")
}

/// What to do about it; `new` is what the administration is called now, as far as that can be guessed.
pub(crate) fn stranger_hint(lang: Lang, kept: &KeptFor, new: Option<&str>) -> String {
    let new = new.unwrap_or(lang.pick("NIEUW", "NEW"));
    let command = format!("dizzy learn --rename \"{}\" \"{new}\"", kept.name);
    let before = if kept.handed_over > 0 {
        lang.pick(
            ", voordat 'dizzy export --new' nog eens overdraagt wat al is overgedragen",
            ", before 'dizzy export --new' hands over once more what was handed over",
        )
    } else {
        ""
    };
    lang.pick(
        format!(
            "Het wordt zo niet gebruikt. Heet de administratie nu anders, neem het dan mee{before}: {command}"
        ),
        format!(
            "It is not used so. When the administration is called otherwise now, take it along{before}: {command}"
        ),
    )
}

/// Nothing is kept under a name, or it is that of an administration in the configuration.
pub(crate) fn no_stranger(lang: Lang, old: &str) -> String {
    lang.pick(
        format!("{old}: onder deze naam is niets bewaard dat een andere kan krijgen"),
        format!("{old}: nothing is kept under this name that could get another"),
    )
}

/// What to do about that.
pub(crate) fn no_stranger_hint(lang: Lang, names: &[&str]) -> String {
    if names.is_empty() {
        return lang
            .pick(
                "Alles wat bewaard is, hoort bij een administratie die in dizzy.toml staat.",
                "All that is kept belongs to an administration that is in dizzy.toml.",
            )
            .to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    lang.pick(
        format!("Niet in dizzy.toml staan: {names}"),
        format!("Not in dizzy.toml are: {names}"),
    )
}

/// An administration has another name.
pub fn renamed(lang: Lang, moved: &KeptFor, new: &str) -> String {
    let (old, kept) = (stranger(lang, &moved.name), kept(lang, moved));
    lang.pick(
        format!("{old} heet nu {new}: {kept}. De volgende `dizzy process` werkt de voorstellen bij."),
        format!("{old} is called {new} now: {kept}. The next `dizzy process` brings the proposals up to date."),
    )
}

/// A file was learned before.
pub(crate) fn known_before(lang: Lang, file: &Path) -> String {
    let file = file.display();
    lang.pick(
        format!("{file}: al eerder geleerd, er is niets veranderd."),
        format!("{file}: learned before, nothing changed."),
    )
}

pub(crate) fn nothing_learned(lang: Lang) -> &'static str {
    lang.pick(
        "Er is nog niets geleerd. Begin met `dizzy learn auditfile.xaf`.",
        "Nothing was learned yet. Begin with `dizzy learn auditfile.xaf`.",
    )
}

/// Above the list of files.
pub(crate) fn files_title(lang: Lang) -> &'static str {
    lang.pick("Geleerd van", "Learned from")
}

/// How often the model was right about bookings that it did not know yet: of known suppliers, of new ones.
pub(crate) fn measured(lang: Lang, known: (u32, u32), new: (u32, u32)) -> String {
    let percent = |(asked, right): (u32, u32)| {
        if asked == 0 {
            "–".to_owned()
        } else {
            let percent = format!("{:.1} %", f64::from(right) * 100.0 / f64::from(asked));
            lang.pick(percent.replace('.', ","), percent)
        }
    };
    let (known, new) = (percent(known), percent(new));
    lang.pick(
        format!(
            "Rekening in één keer goed, op boekingen die nog niet bekend waren: {known} bij bekende leveranciers, {new} bij nieuwe."
        ),
        format!(
            "Account right at once, on bookings that were not known yet: {known} with known suppliers, {new} with new ones."
        ),
    )
}

/// How many bookings a supplier has, and from when to when.
pub(crate) fn bookings_in(lang: Lang, n: u64, period: Option<(Date, Date)>) -> String {
    let bookings = bookings(lang, n);
    match period {
        Some((first, last)) => lang.pick(
            format!("{bookings}, van {first} tot en met {last}"),
            format!("{bookings}, from {first} to {last}"),
        ),
        None => bookings,
    }
}

/// Titles of the table of habits: account, its name, VAT code, lines, latest.
pub(crate) fn habit_titles(lang: Lang) -> [&'static str; 5] {
    lang.pick(
        ["rekening", "naam", "btw-code", "regels", "laatst"],
        ["account", "name", "VAT code", "lines", "latest"],
    )
}

/// What the next invoice would be booked on.
pub fn next(lang: Lang, account: &str, probability: f32) -> String {
    let percent = (probability * 100.0).round();
    lang.pick(
        format!("Een volgende factuur zonder verdere gegevens: {account}, {percent} % zeker."),
        format!("A next invoice that says no more: {account}, {percent} % sure."),
    )
}

/// There is no such supplier.
pub(crate) fn no_supplier(lang: Lang, wanted: &str) -> String {
    lang.pick(
        format!("{wanted}: geen leverancier en geen bestand dat geleerd is"),
        format!("{wanted}: neither a supplier nor a file that was learned"),
    )
}

/// What to do about that.
pub(crate) fn no_supplier_hint(lang: Lang) -> &'static str {
    lang.pick(
        "`dizzy learn --show` laat zien wat er geleerd is; geef met --administration aan van wie.",
        "`dizzy learn --show` shows what was learned; --administration says whose.",
    )
}

/// Several suppliers have this in their name.
pub(crate) fn several_suppliers(lang: Lang, wanted: &str, n: u64) -> String {
    let n = count(lang, n);
    lang.pick(
        format!("{wanted}: {n} leveranciers heten zo"),
        format!("{wanted}: {n} suppliers are called that"),
    )
}

/// What to do about that.
pub(crate) fn several_suppliers_hint(lang: Lang, list: &[String]) -> String {
    let list = list.join(", ");
    lang.pick(format!("Geef het nummer: {list}"), format!("Give the number: {list}"))
}

/// Whether a file is to be forgotten.
pub(crate) fn forget_file(lang: Lang, name: &str, n: u64) -> String {
    let bookings = bookings(lang, n);
    lang.pick(
        format!("{name} vergeten, met {bookings}? [j/N]"),
        format!("Forget {name}, with {bookings}? [y/N]"),
    )
}

/// Whether a supplier is to be forgotten.
pub(crate) fn forget_supplier(lang: Lang, title: &str, n: u64) -> String {
    forget_file(lang, title, n)
}

pub(crate) fn forgot(lang: Lang, name: &str, n: u64) -> String {
    let bookings = bookings(lang, n);
    lang.pick(
        format!("{name} is vergeten, met {bookings}."),
        format!("{name} is forgotten, with {bookings}."),
    )
}

pub(crate) fn nothing_forgotten(lang: Lang) -> &'static str {
    lang.pick("er is niets vergeten", "nothing was forgotten")
}

/// There is nobody to ask.
pub(crate) fn nobody_to_ask(lang: Lang) -> &'static str {
    lang.pick(
        "vergeten kan niet ongedaan worden gemaakt, en hier is niemand om het te vragen",
        "forgetting cannot be undone, and there is nobody here to ask",
    )
}

/// What to do about that.
pub(crate) fn nobody_to_ask_hint(lang: Lang) -> &'static str {
    lang.pick("Geef --yes als het mag.", "Give --yes when it may.")
}

/// Why a file cannot be learned, and what to do about it.
pub fn trouble(lang: Lang, trouble: &Trouble) -> Said {
    let place = trouble.place.line.map_or(String::new(), |line| {
        lang.pick(format!(", regel {line}"), format!(", line {line}"))
    });
    let (what, hint) = what(lang, &trouble.what);
    let nothing =
        lang.pick("Van dit bestand is niets geleerd.", "Nothing of this file was learned.");
    Said {
        what: format!("{}{place}: {what}", trouble.file.display()),
        hint: format!("{hint} {nothing}").trim().to_owned(),
    }
}

fn what(lang: Lang, what: &What) -> (String, &'static str) {
    let again = lang.pick(
        "Maak het bestand opnieuw met het boekhoudpakket.",
        "Make the file again with the bookkeeping software.",
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
        What::Several => {
            return (
                lang.pick(
                    "het archief bevat niet precies één bestand",
                    "the archive does not hold exactly one file",
                )
                .to_owned(),
                lang.pick(
                    "Pak het eerst uit, en geef dizzy de bestanden die het moet leren.",
                    "Unpack it first, and give dizzy the files that it should learn.",
                ),
            );
        }
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
        What::Truncated => {
            ("het bestand houdt halverwege op".into(), "the file ends in the middle".into())
        }
        What::Syntax(detail) => (
            format!("het bestand is niet in orde: {}", dutch_detail(detail)),
            format!("the file is not in order: {detail}"),
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
        What::NoField { field, columns } => {
            let columns = columns.join(", ");
            let field_nl = match *field {
                "account" => "de grootboekrekening",
                "supplier" => "de leverancier",
                other => other,
            };
            let text =
                lang.pick(format!("geen kolom met {field_nl}"), format!("no column for {field}"));
            return (
                format!("{text} ({columns})"),
                lang.pick(
                    "Zeg welke kolom het is, bijvoorbeeld --map Rekening=account of --map Naam=supplier_name.",
                    "Say which column it is, for example --map Post=account or --map Name=supplier_name.",
                ),
            );
        }
        What::NoColumn { wanted, columns } => {
            let columns = columns.join(", ");
            return (
                lang.pick(
                    format!("geen kolom {wanted} ({columns})"),
                    format!("no column {wanted} ({columns})"),
                ),
                lang.pick(
                    "Geef bij --map de naam van een kolom die er is.",
                    "Give --map the name of a column that is there.",
                ),
            );
        }
        What::BadAmount => ("een bedrag is geen getal".into(), "an amount is not a number".into()),
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
        "a line that is no CSV" => "een regel die geen CSV is",
        "a line that is no correction" => "een regel die geen verbetering is",
        "a line that is no number" => "een regelnummer dat geen getal is",
        "pages that are no numbers" => "bladzijden die geen getallen zijn",
        "a sha256 that is none" => "een sha256 die er geen is",
        "more than a million corrections" => "meer dan een miljoen verbeteringen",
        "a field of more than 1 MiB" => "een veld van meer dan 1 MiB",
        "elements nested deeper than 64" => "meer dan 64 elementen in elkaar",
        other => other,
    }
}
