//! The table of settings as code: which key is which, which one was probably meant, and whether it may hold a value.

use rust_decimal::Decimal;
use toml::Value;

use dispatch::{Span, Threshold};
use invoice::{Both, both};
use reading::settings::{Kind, Setting};

/// The table of settings: the rows of each section, in the order in which they are shown.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    [
        office::settings::Process::ROWS,
        reading::settings::Intake::ROWS,
        reading::settings::Ocr::ROWS,
        reading::settings::Reader::ROWS,
        reading::settings::Limits::ROWS,
        booking::settings::Ready::ROWS,
        booking::settings::Review::ROWS,
        office::settings::Export::ROWS,
        booking::settings::Booking::ROWS,
        burst::settings::Burst::ROWS,
        office::settings::Ui::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// Most languages that make sense at once; each slows recognition down.
const LANGUAGES: usize = 16;

/// Longest language code, characters.
const LANGUAGE_LEN: usize = 32;

/// Likeness, 0 to 1, under which a key is no suggestion for another.
const LIKENESS: f64 = 0.6;

/// The setting of this key, when it is known.
pub fn setting(key: &str) -> Option<&'static Setting> {
    settings().find(|known| known.key == key)
}

/// Whether there is a section of this name.
pub(super) fn is_section(section: &str) -> bool {
    settings().any(|known| known.section() == section)
}

/// Settings that are gone, with the one that took their place.
const SUCCESSORS: [(&str, &str); 2] =
    [("review.ready_confidence", "ready.right"), ("booking.ready_account", "ready.right")];

/// What takes the place of a setting that is gone, by its key with or without its section.
pub(super) fn successor(gone: &str) -> Option<&'static str> {
    let is_it =
        |key: &str| key == gone || key.split_once('.').is_some_and(|(_, name)| name == gone);
    SUCCESSORS.into_iter().find(|(key, _)| is_it(key)).map(|(_, new)| new)
}

/// The variable that takes the place of one that is gone.
pub(super) fn successor_of_variable(gone: &str) -> Option<String> {
    let (_, new) =
        SUCCESSORS.into_iter().find(|(key, _)| reading::settings::variable(key) == gone)?;
    Some(reading::settings::variable(new))
}

/// The known key that `unknown` (with or without its section) is most like.
pub(super) fn nearest(unknown: &str) -> Option<&'static str> {
    let unknown_name = unknown.split_once('.').map_or(unknown, |(_, name)| name);
    let likeness = |known: &Setting| {
        let whole = strsim::normalized_damerau_levenshtein(unknown, known.key);
        // The right name in the wrong section, or in none.
        let name = strsim::normalized_damerau_levenshtein(unknown_name, known.name());
        whole.max(name * 0.95)
    };
    most_like(likeness).map(|known| known.key)
}

/// The known section that `unknown` is most like.
pub(super) fn nearest_section(unknown: &str) -> Option<&'static str> {
    most_like(|known| strsim::normalized_damerau_levenshtein(unknown, known.section()))
        .map(Setting::section)
}

/// The known variable that `unknown` is most like.
pub(super) fn nearest_variable(unknown: &str) -> Option<String> {
    most_like(|known| strsim::normalized_damerau_levenshtein(unknown, &known.variable()))
        .map(Setting::variable)
}

fn most_like(likeness: impl Fn(&Setting) -> f64) -> Option<&'static Setting> {
    settings()
        .map(|known| (known, likeness(known)))
        .filter(|(_, likeness)| *likeness >= LIKENESS)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(known, _)| known)
}

/// The value as the settings want it.
///
/// # Errors
/// What it must be instead, to be put after the key's name.
pub(super) fn check(kind: Kind, value: &Value) -> Result<Value, Both> {
    let taken = match (kind, value) {
        (Kind::Fraction | Kind::Number(..), Value::Integer(n)) => Value::Float(*n as f64),
        _ => value.clone(),
    };
    let is_right = match (kind, &taken) {
        (Kind::Integer(least, most), Value::Integer(n)) => (least..=most).contains(n),
        (Kind::Fraction, Value::Float(x)) => (0.0..=1.0).contains(x),
        (Kind::Number(least, most), Value::Float(x)) => (least..=most).contains(x),
        (Kind::Bool | Kind::FileBool, Value::Boolean(_)) => true,
        (Kind::Path | Kind::Store, Value::String(path)) => !path.contains('\0'),
        (Kind::Choice(words), Value::String(word)) => words.contains(&word.as_str()),
        (Kind::Choices(_), Value::Array(given)) => {
            let known = words_of(kind);
            let is_known = |word: &Value| word.as_str().is_some_and(|word| known.contains(&word));
            let mut words = given.iter().enumerate();
            words.all(|(i, word)| is_known(word) && !given[..i].contains(word))
        }
        (Kind::Languages, Value::Array(codes)) => {
            let codes: Vec<Value> = codes.iter().map(tesseract_code).collect();
            return check_languages(&codes).map(|()| Value::Array(codes));
        }
        (Kind::Name, Value::String(word)) => is_word(word),
        (Kind::Names, Value::Array(words)) => {
            words.iter().all(|word| word.as_str().is_some_and(|w| !w.is_empty() && is_word(w)))
        }
        (Kind::Time, Value::String(text)) => text.parse::<Span>().is_ok(),
        (Kind::Threshold, Value::String(text)) => text.parse::<Threshold>().is_ok(),
        (Kind::Money, Value::String(text)) => {
            let amount = text.parse::<Decimal>();
            amount.is_ok_and(|amount| !amount.is_sign_negative())
        }
        _ => false,
    };
    if is_right {
        return Ok(taken);
    }
    if let (Kind::Choices(_), Value::Array(given)) = (kind, value) {
        return Err(wrong_word(kind, given));
    }
    let (Both { nl, en }, given) = (wanted(kind), described(value));
    Err(both!("moet {nl} zijn, niet {given}", "must be {en}, not {given}"))
}

/// Which of a list is no word of a kind, or stands there twice.
fn wrong_word(kind: Kind, given: &[Value]) -> Both {
    let known = words_of(kind);
    let is_wrong = |(i, word): &(usize, &Value)| {
        !word.as_str().is_some_and(|word| known.contains(&word)) || given[..*i].contains(word)
    };
    let Some((_, word)) = given.iter().enumerate().find(is_wrong) else {
        return both!("", "");
    };
    let shown = described(word);
    let text = word.as_str().unwrap_or_default();
    if known.contains(&text) {
        return both!("noemt {shown} twee keer", "names {shown} twice");
    }
    let likeness = |known: &&&str| strsim::normalized_damerau_levenshtein(text, known);
    let near = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let near = near.filter(|near| likeness(near) >= LIKENESS).map(|near| format!("\"{near}\""));
    let (meant, words) = (super::layers::did_you_mean(near), known.join("\", \""));
    let Both { nl, en } = meant;
    both!(
        "kent {shown} niet{nl}: kies uit \"{words}\"",
        "has no {shown}{en}: choose from \"{words}\""
    )
}

/// That a value is none of the words of a kind.
pub(super) fn one_of(kind: Kind, value: &Value) -> Both {
    let (words, given) = (words_of(kind).join("\", \""), described(value));
    both!("moet een van \"{words}\" zijn, niet {given}", "must be one of \"{words}\", not {given}")
}

/// What a setting of this kind must be.
fn wanted(kind: Kind) -> Both {
    let words = words_of(kind).join("\", \"");
    match kind {
        Kind::Integer(least, most) => {
            both!(
                "een heel getal van {least} tot en met {most}",
                "a whole number from {least} to {most}"
            )
        }
        Kind::Number(least, most) => {
            both!("een getal van {least} tot en met {most}", "a number from {least} to {most}")
        }
        Kind::Choice(_) => both!("een van \"{words}\"", "one of \"{words}\""),
        Kind::Choices(_) => both!("een lijst van \"{words}\"", "a list of \"{words}\""),
        Kind::Fraction => both!("een getal van 0 tot en met 1", "a number from 0 to 1"),
        Kind::Bool | Kind::FileBool => both!("true of false", "true or false"),
        Kind::Path => both!("een pad tussen aanhalingstekens", "a path in quotes"),
        Kind::Languages => {
            both!("een lijst als [\"nld\", \"eng\"]", "a list like [\"nld\", \"eng\"]")
        }
        Kind::Name => both!(
            "een naam tussen aanhalingstekens, zonder spaties",
            "a name in quotes, without spaces"
        ),
        Kind::Names => {
            both!("een lijst van namen als [\"a\", \"b\"]", "a list of names like [\"a\", \"b\"]")
        }
        Kind::Store => both!(
            "\"s3://bucket/prefix\" of een map tussen aanhalingstekens",
            "\"s3://bucket/prefix\" or a folder in quotes"
        ),
        Kind::Time => both!(
            "een tijd van een seconde tot een week tussen aanhalingstekens, als \"45m\" of \"1h 30m\",",
            "a time from a second to a week in quotes, like \"45m\" or \"1h 30m\""
        ),
        Kind::Threshold => both!(
            "een tijd als \"1h\" of een aantal als \"5000 pages\", tussen aanhalingstekens,",
            "a time like \"1h\" or a number like \"5000 pages\", in quotes"
        ),
        Kind::Money => both!(
            "een bedrag tussen aanhalingstekens als \"25.00\"",
            "an amount in quotes like \"25.00\""
        ),
    }
}

/// The words that a setting of this kind is chosen from.
fn words_of(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Choice(words) => words.to_vec(),
        Kind::Choices(words) => words().into_iter().map(|(word, _)| word).collect(),
        _ => Vec::new(),
    }
}

/// The value that an environment variable holds.
///
/// # Errors
/// As [`check`], and for what an environment variable cannot set.
pub(super) fn parse(kind: Kind, text: &str) -> Result<Value, Both> {
    if matches!(kind, Kind::FileBool) {
        return Err(both!(
            "kan alleen in een configuratiebestand staan",
            "can be set in a configuration file only"
        ));
    }
    let list = || text.split(',').map(str::trim).map(Value::from).collect();
    let value = match kind {
        Kind::Names | Kind::Choices(_) if text.trim().is_empty() => Value::Array(Vec::new()),
        Kind::Languages | Kind::Names | Kind::Choices(_) => Value::Array(list()),
        kind => scalar(kind, text),
    };
    check(kind, &value)
}

/// The value of a text; the text itself where it is none of this kind, which `check` then says.
pub(crate) fn scalar(kind: Kind, text: &str) -> Value {
    let trimmed = text.trim();
    let value = match kind {
        Kind::Integer(..) => trimmed.parse().ok().map(Value::Integer),
        Kind::Fraction | Kind::Number(..) => trimmed.parse().ok().map(Value::Float),
        Kind::Bool | Kind::FileBool => trimmed.parse().ok().map(Value::Boolean),
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// A name of something at AWS, or a path on another machine.
fn is_word(word: &str) -> bool {
    word.len() <= 512 && !word.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// A language by Tesseract's code, also where it is given by that of ISO 639-1.
fn tesseract_code(given: &Value) -> Value {
    let code = match given.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("nl") => "nld",
        Some("en") => "eng",
        Some("de") => "deu",
        Some("fr") => "fra",
        Some("es") => "spa",
        Some("it") => "ita",
        Some("pt") => "por",
        Some("pl") => "pol",
        Some("da") => "dan",
        Some("sv") => "swe",
        Some("fi") => "fin",
        _ => return given.clone(),
    };
    code.into()
}

/// Language codes become parts of file names.
fn check_languages(codes: &[Value]) -> Result<(), Both> {
    if codes.is_empty() {
        return Err(both!("moet ten minste een taal noemen", "must name at least one language"));
    }
    if codes.len() > LANGUAGES {
        return Err(both!(
            "mag niet meer dan {LANGUAGES} talen noemen",
            "must not name more than {LANGUAGES} languages"
        ));
    }
    for (index, code) in codes.iter().enumerate() {
        let is_code = code.as_str().is_some_and(|code| {
            (1..=LANGUAGE_LEN).contains(&code.len())
                && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        if !is_code {
            let given = described(code);
            return Err(both!(
                "moet taalcodes van Tesseract bevatten zoals \"nld\", niet {given}",
                "must hold Tesseract language codes such as \"nld\", not {given}"
            ));
        }
        if codes[..index].contains(code) {
            return Err(both!("noemt {code} twee keer", "names {code} twice"));
        }
    }
    Ok(())
}

/// A value for a message, not at any length.
fn described(value: &Value) -> String {
    match value {
        Value::Array(_) => "[…]".into(),
        Value::Table(_) => "{…}".into(),
        value => {
            let text = value.to_string();
            match text.char_indices().nth(60) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_what_the_sections_hold_and_each_has_its_default() {
        let keys = |table: toml::Table| -> Vec<String> {
            let sections = table.into_iter().flat_map(|(section, keys)| {
                let keys = keys.as_table().unwrap().clone().into_iter();
                keys.map(move |(key, _)| format!("{section}.{key}"))
            });
            let mut keys: Vec<String> = sections.collect();
            keys.sort();
            keys
        };
        // the lists of administrations and rules are empty and left out
        let mut held = toml::Table::try_from(office::settings::Settings::default()).unwrap();
        let burst = toml::Table::try_from(burst::settings::Burst::default()).unwrap();
        held.insert("burst".to_owned(), burst.into());
        let mut known: Vec<&str> = settings().map(|known| known.key).collect();
        known.sort_unstable();
        assert_eq!(keys(held), known);
        for known in settings() {
            let default = known.default();
            assert_eq!(check(known.kind, &default).as_ref(), Ok(&default), "{}", known.key);
            assert!(known.help().ends_with('.'), "{}", known.key);
        }
    }

    #[test]
    fn no_two_keys_share_a_variable() {
        let mut variables: Vec<String> = settings().map(Setting::variable).collect();
        let all = variables.len();
        variables.sort();
        variables.dedup();
        assert_eq!(variables.len(), all);
    }

    #[test]
    fn likely_keys_are_suggested_and_unlikely_ones_are_not() {
        assert_eq!(nearest("ocr.langauges"), Some("ocr.languages"));
        assert_eq!(nearest("languages"), Some("ocr.languages"));
        assert_eq!(nearest("limits.jobs"), Some("process.jobs"));
        assert_eq!(nearest("ocr.zzzzqqqq"), None);
        assert_eq!(nearest_section("proces"), Some("process"));
        assert_eq!(nearest_variable("DIZZY_OCR_LANGUAGE").as_deref(), Some("DIZZY_OCR_LANGUAGES"));
    }

    #[test]
    fn of_a_list_the_wrong_word_is_named() {
        let kind = setting("export.formats").unwrap().kind;
        let said = |words: &str| parse(kind, words).unwrap_err().en;
        let start = "has no \"exakt\" (did you mean \"exact\"?): choose from";
        assert!(said("jsonl,exakt").starts_with(start), "{}", said("jsonl,exakt"));
        assert_eq!(said("jsonl,csv,jsonl"), "names \"jsonl\" twice");
    }

    #[test]
    fn languages_are_codes() {
        let check = |codes: &[&str]| parse(Kind::Languages, &codes.join(","));
        assert!(check(&["nld", "chi_sim"]).is_ok());
        for wrong in
            [&["../nld"][..], &["nld", "nld"], &[""], &["nld eng"], &["nl\u{eb}"], &["a/b"]]
        {
            assert!(check(wrong).is_err(), "{wrong:?}");
        }
        assert!(super::check(Kind::Languages, &Value::Array(Vec::new())).is_err());
        let numbers = Value::Array(vec![Value::Integer(1)]);
        assert!(super::check(Kind::Languages, &numbers).is_err());
    }
}
