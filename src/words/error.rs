//! What stops a run, and what to do about it.

use std::io::ErrorKind;
use std::path::Path;

use super::{Lang, Said, dutch, messages, said, text};
use booking::correct::Wrong;
use office::{Error, Stray};
use rusqlite::ErrorCode;

/// Says what stops a burst in the person's language.
pub(crate) fn burst_error(lang: Lang, error: &burst::Error) -> Said {
    use burst::Error;
    match error {
        Error::Office(error) => self::error(lang, error),
        Error::Store(error) => super::burst::store(lang, error),
        Error::Fleet(error) => super::burst::fleet(lang, error),
        Error::Burst(error) => super::burst::burst(lang, error),
    }
}

/// Says an error in the person's language.
pub fn error(lang: Lang, error: &Error) -> Said {
    said!(lang, match error {
        Error::Ledger { path, source }
            if source.sqlite_error_code() == Some(ErrorCode::NotADatabase) =>
            let path = path.display();
            "{path} is geen werkbestand van dizzy: er staat iets anders in, of het is beschadigd"
            / "{path} is no ledger of dizzy: it holds something else, or it is damaged",
            "Zet het werkbestand terug uit uw reservekopie. Is die er niet, begin dan met --out in een andere, lege map, of hier opnieuw met `dizzy process --new-ledger MAP`: dit bestand blijft bewaard als ledger.no-database, en wat in handed-over staat blijft overgedragen."
            / "Put the ledger back from your backup. If there is none, begin in another, empty folder with --out, or anew here with `dizzy process --new-ledger FOLDER`: this file is kept as ledger.no-database, and what is in handed-over stays handed over.";
        Error::Ledger { path, source }
            if source.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) =>
            let path = path.display();
            "het werkbestand {path} kan niet worden gebruikt: {source}"
            / "the ledger {path} cannot be used: {source}",
            "Zet de laatste reservekopie van de hele map terug. Is alleen ledger.sqlite teruggezet, haal dan ledger.sqlite-wal en ledger.sqlite-shm ernaast weg: die horen bij een ander werkbestand."
            / "Put back the last backup of the whole folder. If only ledger.sqlite was put back, remove ledger.sqlite-wal and ledger.sqlite-shm beside it: they belong to another ledger.";
        Error::Ledger { path, source }
            if source.sqlite_error_code() != Some(ErrorCode::DiskFull) =>
            let path = path.display();
            "het werkbestand {path} kan niet worden gebruikt: {source}"
            / "the ledger {path} cannot be used: {source}",
            "Controleer de schijf; helpt dat niet, zet dan de laatste reservekopie van de map terug. Gooi het bestand niet weg: alleen daarin staat wat is gecorrigeerd en overgedragen."
            / "Check the disk; if that does not help, put back the last backup of the folder. Do not remove the file: it alone knows what was corrected and handed over.";
        Error::Ledger { path, source } => let path = path.display();
            "het werkbestand {path} kan niet worden gebruikt: {source}"
            / "the ledger {path} cannot be used: {source}",
            "Maak ruimte op de schijf en geef dezelfde opdracht opnieuw: er is niets verloren."
            / "Make room on the disk and run the same command again: nothing is lost.";
        Error::ForeignLog { ledger } => let ledger = ledger.display();
            "naast het werkbestand {ledger} ligt {ledger}-wal van een ander werkbestand: samen kloppen ze niet"
            / "beside the ledger {ledger} lies {ledger}-wal of another ledger: together they are not whole",
            "Er is niets gelezen en niets veranderd. Leg ledger.sqlite-wal en ledger.sqlite-shm apart als alleen ledger.sqlite is teruggezet; anders zet u de laatste reservekopie van de hele map terug."
            / "Nothing was read and nothing was changed. Move ledger.sqlite-wal and ledger.sqlite-shm away when only ledger.sqlite was put back; else put back the last backup of the whole folder.";
        Error::AlteredHandOver { number } =>
            "wat in het werkbestand staat over de overdracht {number:04} is buiten dizzy om veranderd"
            / "what the ledger has about hand-over {number:04} was changed outside dizzy",
            "Er is niets overgedragen. Controleer de schijf en zet het werkbestand terug uit uw reservekopie."
            / "Nothing was handed over. Check the disk and put the ledger back from your backup.";
        Error::LedgerClosed { path, source } =>
            let (path, why) = (path.display(), io(lang, source));
            "het werkbestand {path} mag niet worden gelezen: {why}"
            / "the ledger {path} may not be read: {why}",
            "Er is niets gedaan. Geef deze opdracht als de gebruiker van wie de map is, of laat die u er toegang toe geven (`access = \"group\"` onder [process])."
            / "Nothing was done. Give this command as the user whose folder it is, or let them give you access to it (`access = \"group\"` under [process]).";
        Error::OnlyToLook { state } => let what = only_to_look(lang, state);
            "{what}" / "{what}",
            "`dizzy status` en `dizzy process -n` werken wel, en `dizzy report --state DEZE_MAP --out MAP`. Geef deze opdracht als de gebruiker van wie de map is."
            / "`dizzy status` and `dizzy process -n` do work, and `dizzy report --state THIS_FOLDER --out FOLDER`. Give this command as the user whose folder it is.";
        Error::LedgerTooNew { path, found, known } => let path = path.display();
            "{path} is geschreven door een nieuwere dizzy (formaat {found}; deze kent {known})"
            / "{path} was written by a newer dizzy (format {found}; this one knows {known})",
            "Werk dizzy bij, of kies met --out een andere map."
            / "Update dizzy, or choose another folder with --out.";
        Error::Locked { path } => let path = path.display();
            "een andere dizzy is bezig in {path}" / "another dizzy is at work in {path}",
            "Wacht tot die klaar is, of kies met --out een andere map."
            / "Wait until it is done, or choose another folder with --out.";
        Error::Config(problem) => let problem = problem.of(lang);
            "de configuratie klopt niet: {problem}" / "the configuration is wrong: {problem}",
            "`dizzy config init` schrijft een bestand met alle instellingen en hun betekenis."
            / "`dizzy config init` writes a file with all settings and what they mean.";
        Error::Lesson { file, line, field, value, wrong } =>
            let why = match wrong {
                Wrong::Line => lang.pick(
                    "Deze regel heeft de boeking niet, of niet met een rekening die te kiezen is.",
                    "The entry has no such line, or none with an account to choose.",
                ),
                wrong => super::review::wrong(lang, *wrong),
            };
            let file = file.display();
            "{file}, regel {line}: {field} {value}: {why}"
            / "{file}, line {line}: {field} {value}: {why}",
            "Verbeter deze regel en leer het bestand opnieuw; er is niets van geleerd."
            / "Mend this line and learn the file again; nothing of it was learned.";
        Error::ReaderStart(source) => let why = io(lang, source);
            "het leesproces start niet: {why}" / "the reader process does not start: {why}",
            "`dizzy doctor` laat zien wat er ontbreekt." / "`dizzy doctor` shows what is missing.";
    } and {
        Error::Learn(trouble) => super::learn::trouble(lang, trouble),
        Error::Stray { ledger, out, why } => stray(lang, ledger, out, *why),
        Error::Io { action, path, source } => {
            let (path, why) = (path.display(), io(lang, source));
            let what = match lang {
                Lang::Nl => format!("{} lukt niet: {path}: {why}", dutch(action).unwrap_or(action)),
                Lang::En => format!("cannot {action} {path}: {why}"),
            };
            let hint = match source.kind() {
                ErrorKind::PermissionDenied => lang.pick(
                    "Kies met --out of --state een map waarin u mag schrijven, of pas de rechten aan.",
                    "Choose a folder that you may write to with --out or --state, or change the permissions.",
                ),
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => lang.pick(
                    "Maak ruimte op de schijf en geef dezelfde opdracht opnieuw: er is niets verloren.",
                    "Make room on the disk and run the same command again: nothing is lost.",
                ),
                _ => "",
            };
            Said { what, hint: hint.to_owned() }
        }
    })
}

messages! {
    pub(crate) fn only_to_look(lang, state: &Path) => let state = state.display();
        "het werkbestand in {state} kan worden gelezen, maar niet geschreven (van een andere gebruiker, of op een schijf die alleen-lezen is)"
        / "the ledger in {state} can be read but not written (it is another user's, or on a read-only disk)";
}

/// A ledger beside the output of earlier runs that it does not know, with the three ways on.
fn stray(lang: Lang, ledger: &Path, out: &Path, why: Stray) -> Said {
    let (ledger, out) = (ledger.display(), out.display());
    let what = text!(lang, match why {
        Stray::Missing =>
            "in {out} staat wat eerder is verwerkt, maar het werkbestand dat daarbij hoort is er niet ({ledger})"
            / "{out} has what was processed before, but the ledger that belongs to it is not there ({ledger})";
        Stray::Another =>
            "het werkbestand {ledger} hoort bij een andere map dan {out}"
            / "the ledger {ledger} belongs to another folder than {out}";
        Stray::Older(number) =>
            "het werkbestand {ledger} is ouder dan {out}: het weet niet wat onder nummer {number:04} is overgedragen"
            / "the ledger {ledger} is older than {out}: it does not know what was handed over under number {number:04}";
    });
    let hint = lang.pick(
        "Er is niets gedaan, want anders wordt hetzelfde twee keer overgedragen. Drie wegen: zet het goede werkbestand terug uit uw reservekopie, of wijs het aan met --state; of begin met --out in een andere, lege map; of begin hier opnieuw met `dizzy process --new-ledger MAP`: alles wordt opnieuw gelezen, en wat in handed-over staat blijft overgedragen.",
        "Nothing was done, or the same would be handed over twice. Three ways on: put the right ledger back from your backup, or name it with --state; or begin in another, empty folder with --out; or begin anew here with `dizzy process --new-ledger FOLDER`: all is read again, and what is in handed-over stays handed over.",
    );
    Said { what, hint: hint.to_owned() }
}

/// Says the system's answer.
pub fn io(lang: Lang, error: &std::io::Error) -> String {
    let kind = error.kind();
    text!(lang, match kind {
        ErrorKind::NotFound => "bestaat niet" / "does not exist";
        ErrorKind::PermissionDenied => "geen toegang" / "permission denied";
        ErrorKind::AlreadyExists => "bestaat al" / "exists already";
        ErrorKind::StorageFull => "de schijf is vol" / "the disk is full";
        ErrorKind::QuotaExceeded => "uw schijfruimte is op" / "your disk quota is used up";
        ErrorKind::ReadOnlyFilesystem =>
            "de schijf is alleen-lezen" / "the file system is read-only";
        ErrorKind::NotADirectory => "is geen map" / "is not a folder";
        ErrorKind::IsADirectory => "is een map" / "is a folder";
    } and { _ => error.to_string() })
}
