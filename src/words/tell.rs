//! What the other commands say: status, export, config, doctor, and complaints about the command line.

use std::path::Path;

use super::{Counted, Lang, count, messages, text, word};
use office::ledger::CameTo;

messages! {
    pub(crate) fn path_hint(lang) =>
        "Controleer de naam; zet een pad met spaties tussen aanhalingstekens."
        / "Check the name; put a path with spaces between quotes.";
    pub(crate) fn empty_list(lang) =>
        "de lijst op de standaardinvoer is leeg" / "the list on standard input is empty";
    pub(crate) fn list_from_terminal(lang) =>
        "'-' leest een lijst van bestanden van de standaardinvoer, en dat is nu het toetsenbord"
        / "'-' reads a list of files from standard input, and that is the keyboard now";
    pub(crate) fn list_hint(lang) =>
        "Bijvoorbeeld: find scans -name '*.pdf' | dizzy process -"
        / "For example: find scans -name '*.pdf' | dizzy process -";
    pub(crate) fn not_utf8(lang, path: &Path) => let path = path.display();
        "{path}: de naam is geen geldige UTF-8" / "{path}: the name is not valid UTF-8";
    /// A file that `config init` would overwrite.
    pub(crate) fn exists_already(lang, path: &Path) => let path = path.display();
        "{path} bestaat al en is niet veranderd" / "{path} exists already and was not changed";
    pub(crate) fn exists_already_hint(lang) =>
        "Geef een andere naam: dizzy config init BESTAND"
        / "Give another name: dizzy config init FILE";
    pub(crate) fn wrote(lang, path: &Path) => let path = path.display();
        "{path} geschreven" / "wrote {path}";
    pub(crate) fn no_ledger(lang, state: &Path) => let state = state.display();
        "Hier is nog niets verwerkt (er is geen {state})."
        / "Nothing was processed here yet (there is no {state}).";
    pub(crate) fn no_ledger_hint(lang) =>
        "Begin met `dizzy process MAP`, of noem de goede map met --out."
        / "Start with `dizzy process FOLDER`, or name the right folder with --out.";
    /// The first line of `status`.
    pub(crate) fn status_title(lang, documents: u64, pages: u64, ocr_pages: u64) =>
        let documents = Counted::Documents.of(lang, documents);
        let pages = Counted::Pages.of(lang, pages);
        let ocr = count(lang, ocr_pages);
        "{documents}, {pages} ({ocr} herkend van beeld)"
        / "{documents}, {pages} ({ocr} recognised from pictures)";
    /// What persons made of proposals.
    pub(crate) fn came_to(lang, of: &CameTo, later: u64) =>
        let (unchanged, corrected) = (count(lang, of.unchanged), count(lang, of.corrected));
        let (handed_over, later) = (count(lang, of.handed_over), count(lang, later));
        "Akkoord: {unchanged} zoals voorgesteld, {corrected} verbeterd; overgedragen: {handed_over}, later anders: {later}"
        / "Accepted: {unchanged} as proposed, {corrected} corrected; handed over: {handed_over}, other later: {later}";
    /// A person wants a new ledger: what is gone with the old one, and what to do.
    pub(crate) fn begun_anew(lang) =>
        "dit is een nieuw werkbestand. Wat in het oude stond is weg: wat geleerd was van auditfiles en lijsten, wat akkoord was en \
         wat verbeterd was. Leer eerst de auditfiles van iedere administratie opnieuw (`dizzy learn`), geef dit dan nog eens, en \
         kijk de voorstellen opnieuw na (`dizzy review`). Wat in handed-over staat blijft overgedragen; van een administratie die \
         daar in staat en waarvan niets geleerd is wordt niets overgedragen."
        / "this is a new ledger. What was in the old one is gone: what was learned from auditfiles and lists, what was accepted and \
         what was corrected. First learn the auditfiles of each administration again (`dizzy learn`), then run this once more, and \
         go through the proposals again (`dizzy review`). What is in handed-over stays handed over; of an administration that \
         is in there and of which nothing is learned, nothing is handed over.";
    pub(crate) fn came_true(lang, of: u64, right: u64, wished: f64) =>
        let (share, of) = (per_cent(lang, right as f64 / of.max(1) as f64), count(lang, of));
        let wished = per_cent(lang, wished);
        "Van {of} die boekbaar waren en gezien of overgedragen zijn is {share} nooit verbeterd; gewenst is {wished} (ready.right)"
        / "Of {of} that were ready and were seen or handed over {share} were never corrected; wished are {wished} (ready.right)";
    pub(crate) fn runs_title(lang) => "Laatste keren" / "Last runs";
    pub(crate) fn not_ended(lang) => "bezig of afgebroken" / "at work or cut off";
}

/// A share with a decimal, never more than it is.
fn per_cent(lang: Lang, share: f64) -> String {
    // what 0.995 is in binary is not less than it
    let tenths = (share * 1000.0 + 1e-6).floor() / 10.0;
    format!("{} %", tenths.to_string().replace('.', lang.pick(",", ".")))
}

/// What goes on in `doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Text recognition is built in.
    Ocr,
    /// A language of text recognition.
    Language,
    Sandbox,
    /// The folder for the proposals.
    Out,
    /// The folder for the ledger.
    State,
    Config,
    Room,
}

impl Check {
    pub fn name(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::Ocr => "tekstherkenning" / "text recognition";
            Self::Language => "taal" / "language";
            Self::Sandbox => "afscherming" / "sandbox";
            Self::Out => "uitvoer" / "output";
            Self::State => "werkbestand" / "ledger";
            Self::Config => "configuratie" / "configuration";
            Self::Room => "schijfruimte" / "disk space";
        })
    }
}

#[cfg(not(feature = "tesseract"))]
pub(crate) fn ocr_not_built(lang: Lang) -> &'static str {
    lang.pick(
        "niet in dit programma: scans kunnen niet worden gelezen",
        "not in this program: scans cannot be read",
    )
}

messages! {
    pub(crate) fn no_such_language(lang, code: &str) =>
        "de taal {code} is hier niet geïnstalleerd" / "the language {code} is not installed here";
    pub(crate) fn languages_there(lang, installed: &[String]) =>
        let installed = installed.join(", ");
        "Hier zijn {installed}; `dizzy doctor` zegt hoe er een bij komt."
        / "There are {installed}; `dizzy doctor` tells how to add one.";
    pub(crate) fn ocr_no_languages(lang) =>
        "Tesseract heeft geen enkele taal: scans kunnen niet worden gelezen"
        / "Tesseract has no language at all: scans cannot be read";
    pub(crate) fn ocr_works(lang, languages: &[String]) => let languages = languages.join(", ");
        "Tesseract, met {languages}" / "Tesseract, with {languages}";
    pub(crate) fn language_missing(lang, code: &str) =>
        "{code} is niet geïnstalleerd" / "{code} is not installed";
    pub(crate) fn sandbox_whole(lang) =>
        "leesprocessen kunnen niet bij bestanden, netwerk of programma's"
        / "readers reach no files, network or programs";
    pub(crate) fn sandbox_off(lang) =>
        "staat uit in de configuratie (reader.sandbox)"
        / "is switched off in the configuration (reader.sandbox)";
    pub(crate) fn sandbox_off_hint(lang) =>
        "Zet in dizzy.toml onder [reader]: sandbox = true"
        / "Put in dizzy.toml under [reader]: sandbox = true";
    pub(crate) fn sandbox_partial_hint(lang) =>
        "Linux 6.7 of nieuwer schermt alles af. Lezen lukt ook zo: elk document heeft een eigen proces met grenzen."
        / "Linux 6.7 or newer confines everything. Reading works without: each document has a process with limits.";
    pub(crate) fn can_write(lang, dir: &Path) => let dir = dir.display();
        "{dir} is beschrijfbaar" / "{dir} can be written";
    pub(crate) fn cannot_write(lang, dir: &Path, why: &str) => let dir = dir.display();
        "{dir} is niet beschrijfbaar: {why}" / "{dir} cannot be written: {why}";
    pub(crate) fn config_fine(lang) => "klopt" / "is valid";
    pub(crate) fn room(lang, free_mib: u64) => let free = count(lang, free_mib);
        "{free} MiB vrij" / "{free} MiB free";
    pub(crate) fn room_hint(lang) =>
        "Maak ruimte, of kies met --out een andere schijf."
        / "Make room, or choose another disk with --out.";
}

pub(crate) fn doctor_verdict(lang: Lang, missing: usize, warnings: usize) -> String {
    text!(lang, match (missing, warnings) {
        (0, 0) =>
            "Alles is er: dizzy kan aan het werk." / "Everything is there: dizzy can go to work.";
        (0, n) =>
            "dizzy kan aan het werk; hierboven staat wat beter kan ({n})."
            / "dizzy can go to work; see above for what could be better ({n}).";
        (n, _) =>
            "Er ontbreekt iets ({n}): voer de opdrachten hierboven uit."
            / "Something is missing ({n}): run the commands above.";
    })
}
