//! What `dizzy learn` says.

use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;

use super::{Lang, Said, count, duration, dutch, messages, said, text};
use booking::learn::{Trouble, What};
use office::batch::Notes;
use office::ledger::{KeptFor, LearnCount, Renamed};

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

messages! {
    pub(crate) fn takes_a_while(lang, file: &Path, len: u64) =>
        let (file, mib) = (file.display(), count(lang, len >> 20));
        "{file}: {mib} MiB lezen, dat duurt even …"
        / "{file}: reading {mib} MiB, this takes a while …";
}

pub fn learned(
    lang: Lang,
    file: &Path,
    about: &str,
    learned: &LearnCount,
    len: u64,
    time: Duration,
) -> String {
    let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
    let (new, file) = (bookings(lang, learned.new), file.display());
    let mut text = text!(lang, "{file}{about}: {new} geleerd", "{file}{about}: {new} learned");
    if learned.changed > 0 {
        let changed = count(lang, learned.changed);
        text += &text!(lang, ", {changed} bijgewerkt", ", {changed} brought up to date");
    }
    if learned.known > 0 {
        let known = count(lang, learned.known);
        text += &text!(lang, ", {known} al bekend", ", {known} known already");
    }
    let (suppliers, time) = (suppliers(lang, learned.suppliers), duration(lang, time));
    let mib = count(lang, len.div_ceil(1 << 20));
    text + &format!("; {suppliers}; {mib} MiB in {time}.")
}

/// Of one kind this many are told one by one.
const TOLD: usize = 5;

/// What a person should know of a file that was learned, each in a line.
pub(crate) fn notes(lang: Lang, file: &Path, notes: &Notes) -> Vec<String> {
    let file = file.display();
    let mut told = Vec::new();
    if let Some((line, theirs, own)) = &notes.company {
        told.push(text!(
            lang,
            "{file}, regel {line}: de onderneming is hier {theirs}, en de administratie {own}: dat lijkt dezelfde. Is zij het niet, haal het bestand dan weer weg met `dizzy learn --forget`; is het een andere naam, zet die dan onder aliases in dizzy.toml.",
            "{file}, line {line}: the company is {theirs} here, and the administration {own}: it looks like the same. If it is not, take the file out again with `dizzy learn --forget`; if it is another name, put that under aliases in dizzy.toml."
        ));
    }
    if notes.lacks_suppliers {
        told.push(text!(
            lang,
            "{file}: hierin staan geen leveranciers, zoals in een auditfile 4.0 zonder subadministratie. Niet te leren was daarom van wie elke boeking is en met welke btw-nummers, IBAN's, KvK-nummers en adressen leveranciers te herkennen zijn. Geef ook de crediteurenlijst (creditors in dizzy.toml), en leer een auditfile 3.2 of een lijst van boekingen met de leverancier erbij.",
            "{file}: it names no suppliers, as an auditfile 4.0 without a subledger. So it could not teach whose each booking is, nor the VAT ids, IBANs, KvK numbers and addresses by which suppliers are known. Give the creditor list too (creditors in dizzy.toml), and learn an auditfile 3.2 or a list of bookings with their suppliers."
        ));
    }
    for one in notes.unbalanced.iter().take(TOLD) {
        let (line, journal, number, off) =
            (one.line, &one.journal, &one.number, one.off.shown(lang));
        told.push(text!(
            lang,
            "{file}, regel {line}: boeking {number} in dagboek {journal} is niet in evenwicht (debet min credit: {off}) en niet geleerd.",
            "{file}, line {line}: entry {number} in journal {journal} does not balance (debit less credit: {off}) and was not learned."
        ));
    }
    if notes.left_out > 0 {
        let n = count(lang, notes.left_out);
        told.push(text!(
            lang,
            "{file}: niet in evenwicht en daarom niet geleerd: {n}. Herstel ze in het boekhoudpakket, maak het bestand opnieuw en leer het dan nog eens.",
            "{file}: not in balance and therefore not learned: {n}. Mend them in the bookkeeping software, make the file again and learn it once more."
        ));
    }
    let (here, before): (Vec<&Renamed>, Vec<&Renamed>) =
        notes.renamed.iter().partition(|one| one.is_same_file);
    for (all, is_here) in [(here, true), (before, false)] {
        for Renamed { line, number, before, now, .. } in all.iter().take(TOLD) {
            told.push(text!(
                lang,
                "{file}, regel {line}: rekening {number} heet hier {now}, eerder {before}.",
                "{file}, line {line}: account {number} is called {now} here, {before} before."
            ));
        }
        let n = count(lang, all.len() as u64);
        told.extend((!all.is_empty()).then(|| text!(lang, match is_here {
            true =>
                "{file}: rekeningen met twee namen in dit bestand: {n}. Er staan twee rekeningschema's in; de latere naam telt. Maak het bestand opnieuw met een schema."
                / "{file}: accounts with two names in this file: {n}. It holds two charts; the later name counts. Make the file again with one chart.";
            false =>
                "{file}: rekeningen die anders heten dan eerder: {n}. Wat erop geboekt is telt samen met wat er nu op gaat; is het een ander rekeningschema, vergeet dan de oudere bestanden met `dizzy learn --forget`."
                / "{file}: accounts that are called otherwise than before: {n}. What was booked on them counts together with what goes there now; if it is another chart, forget the older files with `dizzy learn --forget`.";
        })));
    }
    told
}

pub fn corrected(lang: Lang, file: &Path, learned: &LearnCount, idle: u64, unknown: u64) -> String {
    let n = learned.new + learned.changed;
    let (taught, file) = (count(lang, n), file.display());
    let mut text = text!(lang, match n {
        1 => "{file}: van 1 verbeterd voorstel geleerd"
            / "{file}: learned from 1 corrected proposal";
        _ => "{file}: van {taught} verbeterde voorstellen geleerd"
            / "{file}: learned from {taught} corrected proposals";
    });
    if learned.known > 0 {
        let known = count(lang, learned.known);
        text += &text!(lang, ", {known} al bekend", ", {known} known already");
    }
    text.push('.');
    if idle > 0 {
        let idle = count(lang, idle);
        text += &text!(
            lang,
            " {idle} van velden die over het boeken niets leren.",
            " {idle} of fields that teach nothing about booking."
        );
    }
    if unknown > 0 {
        let unknown = count(lang, unknown);
        text += &text!(
            lang,
            " {unknown} van documenten die hier niet voor deze administratie verwerkt zijn.",
            " {unknown} of documents that were not processed here for this administration."
        );
    }
    text
}

/// It is not clear whose history is meant.
pub(crate) fn which_administration(lang: Lang, wanted: Option<&str>) -> String {
    text!(lang, match wanted {
        Some(wanted) =>
            "{wanted}: zo heet geen administratie in de configuratie"
            / "{wanted}: no administration of the configuration is called that";
        None =>
            "er zijn meer administraties: van wie is dit?"
            / "there are several administrations: whose is this?";
    })
}

/// What to do about that.
pub(crate) fn which_administration_hint(lang: Lang, names: &[&str]) -> String {
    text!(lang, match names {
        [] => "Er is geen administratie geconfigureerd: laat --administration weg, of zet [[administrations]] in dizzy.toml."
            / "No administration is configured: leave --administration out, or put [[administrations]] into dizzy.toml.";
        names => let names = names.join(", ");
            "Geef --administration met een van: {names}" / "Give --administration with one of: {names}";
    })
}

messages! {
    pub(crate) fn strangers_title(lang) =>
        "Bewaard onder een naam die niet in dizzy.toml staat"
        / "Kept under a name that is not in dizzy.toml";
}

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
        parts.push(text!(lang, match kept.corrections {
            1 => "{n} verbetering" / "{n} correction";
            _ => "{n} verbeteringen" / "{n} corrections";
        }));
    }
    if kept.handed_over > 0 {
        let n = count(lang, kept.handed_over);
        parts.push(text!(lang, "{n} overgedragen", "{n} handed over"));
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
    text!(
        lang,
        "Het wordt zo niet gebruikt. Heet de administratie nu anders, neem het dan mee{before}: {command}",
        "It is not used so. When the administration is called otherwise now, take it along{before}: {command}"
    )
}

messages! {
    pub(crate) fn no_stranger(lang, old: &str) =>
        "{old}: onder deze naam is niets bewaard dat een andere kan krijgen"
        / "{old}: nothing is kept under this name that could get another";
}

/// What to do about that.
pub(crate) fn no_stranger_hint(lang: Lang, names: &[&str]) -> String {
    text!(lang, match names {
        [] => "Alles wat bewaard is, hoort bij een administratie die in dizzy.toml staat."
            / "All that is kept belongs to an administration that is in dizzy.toml.";
        names => let names = format!("\"{}\"", names.join("\", \""));
            "Niet in dizzy.toml staan: {names}" / "Not in dizzy.toml are: {names}";
    })
}

messages! {
    pub fn renamed(lang, moved: &KeptFor, new: &str) =>
        let (old, kept) = (stranger(lang, &moved.name), kept(lang, moved));
        "{old} heet nu {new}: {kept}. De volgende `dizzy process` werkt de voorstellen bij."
        / "{old} is called {new} now: {kept}. The next `dizzy process` brings the proposals up to date.";
    pub(crate) fn known_before(lang, file: &Path) => let file = file.display();
        "{file}: al eerder geleerd, er is niets veranderd."
        / "{file}: learned before, nothing changed.";
    pub(crate) fn nothing_learned(lang) =>
        "Er is nog niets geleerd. Begin met `dizzy learn auditfile.xaf`."
        / "Nothing was learned yet. Begin with `dizzy learn auditfile.xaf`.";
    pub(crate) fn files_title(lang) => "Geleerd van" / "Learned from";
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
    text!(
        lang,
        "Rekening in één keer goed, op boekingen die nog niet bekend waren: {known} bij bekende leveranciers, {new} bij nieuwe.",
        "Account right at once, on bookings that were not known yet: {known} with known suppliers, {new} with new ones."
    )
}

pub(crate) fn bookings_in(lang: Lang, n: u64, period: Option<(Date, Date)>) -> String {
    let bookings = bookings(lang, n);
    text!(lang, match period {
        Some((first, last)) =>
            "{bookings}, van {first} tot en met {last}" / "{bookings}, from {first} to {last}";
        None => "{bookings}" / "{bookings}";
    })
}

messages! {
    pub(crate) fn also_as(lang, codes: &str) =>
        "ook geboekt onder {codes}: dezelfde leverancier" / "also booked under {codes}: the same supplier";
}

/// Titles of the table of habits: account, its name, VAT code, lines, latest.
pub(crate) fn habit_titles(lang: Lang) -> [&'static str; 5] {
    lang.pick(
        ["rekening", "naam", "btw-code", "regels", "laatst"],
        ["account", "name", "VAT code", "lines", "latest"],
    )
}

messages! {
    pub fn next(lang, account: &str, probability: f32) =>
        let percent = (probability * 100.0).round();
        "Een volgende factuur zonder verdere gegevens: {account}, {percent} % zeker."
        / "A next invoice that says no more: {account}, {percent} % sure.";
    pub(crate) fn no_supplier(lang, wanted: &str) =>
        "{wanted}: geen leverancier en geen bestand dat geleerd is"
        / "{wanted}: neither a supplier nor a file that was learned";
    pub(crate) fn no_supplier_hint(lang) =>
        "`dizzy learn --show` laat zien wat er geleerd is; geef met --administration aan van wie."
        / "`dizzy learn --show` shows what was learned; --administration says whose.";
    pub(crate) fn several_suppliers(lang, wanted: &str, n: u64) => let n = count(lang, n);
        "{wanted}: {n} leveranciers heten zo" / "{wanted}: {n} suppliers are called that";
    pub(crate) fn several_suppliers_hint(lang, list: &[String]) => let list = list.join(", ");
        "Geef het nummer: {list}" / "Give the number: {list}";
    pub(crate) fn forget_file(lang, name: &str, n: u64) => let bookings = bookings(lang, n);
        "{name} vergeten, met {bookings}? [j/N]" / "Forget {name}, with {bookings}? [y/N]";
    pub(crate) fn forgot(lang, name: &str, n: u64) => let bookings = bookings(lang, n);
        "{name} is vergeten, met {bookings}." / "{name} is forgotten, with {bookings}.";
    pub(crate) fn nothing_forgotten(lang) => "er is niets vergeten" / "nothing was forgotten";
    pub(crate) fn nobody_to_ask(lang) =>
        "vergeten kan niet ongedaan worden gemaakt, en hier is niemand om het te vragen"
        / "forgetting cannot be undone, and there is nobody here to ask";
    pub(crate) fn nobody_to_ask_hint(lang) => "Geef --yes als het mag." / "Give --yes when it may.";
}

/// Why a file cannot be learned, and what to do about it.
pub fn trouble(lang: Lang, trouble: &Trouble) -> Said {
    let place = trouble
        .place
        .line
        .map_or(String::new(), |line| text!(lang, ", regel {line}", ", line {line}"));
    let said = what(lang, &trouble.what);
    let nothing =
        lang.pick("Van dit bestand is niets geleerd.", "Nothing of this file was learned.");
    Said {
        what: format!("{}{place}: {}", trouble.file.display(), said.what),
        hint: format!("{} {nothing}", said.hint),
    }
}

fn what(lang: Lang, what: &What) -> Said {
    let again = lang.pick(
        "Herstel het, of maak het bestand opnieuw met het boekhoudpakket.",
        "Mend it, or make the file again with the bookkeeping software.",
    );
    said!(lang, match what {
        What::Io(error) => let why = super::io(lang, error);
            "{why}" / "{why}",
            "Controleer de naam en de rechten." / "Check the name and the permissions.";
        What::Empty => "het bestand is leeg" / "the file is empty", "{again}" / "{again}";
        What::Several =>
            "het archief bevat niet precies één bestand"
            / "the archive does not hold exactly one file",
            "Pak het eerst uit, en geef dizzy de bestanden die het moet leren."
            / "Unpack it first, and give dizzy the files that it should learn.";
        What::OfficeFile =>
            "dit is een Excel- of Word-bestand" / "this is an Excel or Word file",
            "Bewaar het als CSV en leer dat." / "Save it as CSV and learn that.";
        What::Packed(with) =>
            "het bestand is ingepakt ({with})" / "the file is packed ({with})",
            "Pak het eerst uit, en geef dizzy het uitgepakte bestand."
            / "Unpack it first, and give dizzy the unpacked file.";
        What::NotAuditfile =>
            "dit is geen XML-auditfile" / "this is not an XML auditfile",
            "dizzy leert van auditfiles (.xaf) en van CSV (.csv)."
            / "dizzy learns from auditfiles (.xaf) and from CSV (.csv).";
        What::OldAuditfile =>
            "dit is een auditfile van vóór XML (CLAIR1.00.00)"
            / "this is an auditfile of before XML (CLAIR1.00.00)",
            "Maak met het boekhoudpakket een XML-auditfile (XAF), of een CSV van de boekingen."
            / "Make an XML auditfile (XAF) with the bookkeeping software, or a CSV of the bookings.";
        What::Truncated =>
            "het bestand houdt halverwege op" / "the file ends in the middle",
            "{again}" / "{again}";
        What::Syntax(detail) => let dutch = dutch(detail).unwrap_or(detail);
            "het bestand is niet in orde: {dutch}" / "the file is not in order: {detail}",
            "{again}" / "{again}";
        What::Doctype =>
            "de XML heeft een documenttypedefinitie, die in een auditfile niet hoort"
            / "the XML has a document type definition, which no auditfile has",
            "{again}" / "{again}";
        What::Entity =>
            "de XML verwijst naar een entiteit die niet bestaat"
            / "the XML refers to an entity that does not exist",
            "{again}" / "{again}";
        What::UnknownEncoding(name) =>
            "de tekencodering {name} kent dizzy niet" / "dizzy does not know the encoding {name}",
            "{again}" / "{again}";
        What::TooLarge(detail) => let dutch = dutch(detail).unwrap_or(detail);
            "er staat iets in dat te groot is: {dutch}" / "something in it is too large: {detail}",
            "{again}" / "{again}";
        What::NoField { field, columns } =>
            let columns = columns.join(", ");
            let dutch = match *field {
                "account" => "de grootboekrekening",
                "supplier" => "de leverancier",
                other => other,
            };
            "geen kolom met {dutch} ({columns})" / "no column for {field} ({columns})",
            "Zeg welke kolom het is, bijvoorbeeld --map Rekening=account of --map Naam=supplier_name."
            / "Say which column it is, for example --map Post=account or --map Name=supplier_name.";
        What::NoColumn { wanted, columns } => let columns = columns.join(", ");
            "geen kolom {wanted} ({columns})" / "no column {wanted} ({columns})",
            "Geef bij --map de naam van een kolom die er is."
            / "Give --map the name of a column that is there.";
        What::Foreign { theirs, own, of: Some(of) } =>
            "dit bestand is van {theirs}, niet van {own}" / "this file is of {theirs}, not of {own}",
            "Leer het voor de goede administratie: --administration \"{of}\"."
            / "Learn it for the right administration: --administration \"{of}\".";
        What::Foreign { theirs, own, of: None } =>
            "dit bestand is van {theirs}, niet van {own}" / "this file is of {theirs}, not of {own}",
            "Zeg met --administration van wie het is. Is het dezelfde onderneming met een andere naam, rechtsvorm of fiscaal nummer, geef dan --same-company."
            / "Say with --administration whose it is. If it is the same company under another name, legal form or fiscal number, give --same-company.";
        What::Currency { found, own } =>
            "de bedragen zijn in {found}, en de boeken in {own}"
            / "the amounts are in {found}, and the books in {own}",
            "Maak het bestand in {own}. Worden de boeken toch in {found} gevoerd, zet dan currency = \"{found}\" bij deze administratie in dizzy.toml."
            / "Make the file in {own}. If the books are kept in {found} after all, put currency = \"{found}\" into this administration in dizzy.toml.";
        What::BadAmount =>
            "een bedrag is geen getal" / "an amount is not a number", "{again}" / "{again}";
        What::BadDate =>
            "een datum bestaat niet of heeft een andere vorm dan 2026-01-31"
            / "a date does not exist or has another form than 2026-01-31",
            "{again}" / "{again}";
    })
}
