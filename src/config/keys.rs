//! The known keys: what each may hold, how each is written in the environment, and which one was probably meant.

use rust_decimal::Decimal;
use toml::Value;

use dispatch::{Span, Threshold};

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Rule {
    /// A whole number in this range, both included.
    Integer(i64, i64),
    /// A number from 0 to 1.
    Fraction,
    /// `true` or `false`.
    Bool,
    /// A file or folder; relative to the file that names it.
    Path,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of these words, each at most once.
    Choices(&'static [&'static str]),
    /// Tesseract language codes.
    Languages,
    /// Words without white space, such as names of AWS things; may be empty.
    Name,
    /// A list of such words.
    Names,
    /// A store: an `s3://` address, or a folder, relative to the file that names it; may be empty.
    Store,
    /// A time like "45m".
    Time,
    /// A time or a number of pages.
    Threshold,
    /// An amount of money in quotes, not negative.
    Money,
    /// A number in this range, both included.
    Number(f64, f64),
    /// `true` or `false`, in a configuration file only.
    FileBool,
}

/// Every key with its rule, as `section.key`.
pub(super) const KEYS: [(&str, Rule); 51] = [
    ("process.out", Rule::Path),
    ("process.state", Rule::Path),
    ("process.jobs", Rule::Integer(0, 1024)),
    ("process.archive", Rule::Path),
    ("intake.settle_ms", Rule::Integer(0, 3_600_000)),
    // Bounds recursion too.
    ("intake.container_depth", Rule::Integer(1, 16)),
    ("intake.container_members", Rule::Integer(1, 1_000_000)),
    ("intake.container_mib", Rule::Integer(1, 1 << 20)),
    ("ocr.languages", Rule::Languages),
    ("ocr.tessdata", Rule::Path),
    ("ocr.render_dpi", Rule::Integer(72, 1200)),
    ("reader.recycle_documents", Rule::Integer(1, 1_000_000)),
    ("reader.recycle_mib", Rule::Integer(64, 1 << 20)),
    ("reader.sandbox", Rule::Bool),
    ("limits.document_mib", Rule::Integer(1, 4096)),
    ("limits.pages", Rule::Integer(1, 1_000_000)),
    ("limits.page_mpx", Rule::Integer(1, 2000)),
    ("limits.page_seconds", Rule::Integer(1, 3600)),
    ("limits.page_words", Rule::Integer(1, 10_000_000)),
    ("limits.unpacked_mib", Rule::Integer(1, 1 << 20)),
    ("limits.reader_mib", Rule::Integer(128, 1 << 20)),
    ("review.ready_confidence", Rule::Fraction),
    ("review.floor_confidence", Rule::Fraction),
    (
        "export.formats",
        Rule::Choices(&[
            "jsonl",
            "csv",
            "journal",
            "ubl",
            "report",
            "hledger",
            "beancount",
            "xaf",
            "exact",
            "twinfield",
            "snelstart",
            "afas",
            "yuki",
        ]),
    ),
    ("export.with_review", Rule::Bool),
    ("booking.merge_lines", Rule::Bool),
    ("booking.ready_account", Rule::Fraction),
    ("booking.duplicate_days", Rule::Integer(0, 366)),
    ("booking.exchange_rates", Rule::Path),
    ("burst.store", Rule::Store),
    ("burst.auto", Rule::Bool),
    ("burst.threshold", Rule::Threshold),
    ("burst.deadline", Rule::Time),
    ("burst.max_workers", Rule::Integer(1, 1000)),
    ("burst.max_cost_usd", Rule::Money),
    ("burst.work_here", Rule::Bool),
    ("burst.region", Rule::Name),
    ("burst.allow_outside_eu", Rule::FileBool),
    ("burst.instance_types", Rule::Names),
    ("burst.spot", Rule::Bool),
    ("burst.image", Rule::Name),
    ("burst.image_program", Rule::Name),
    ("burst.instance_profile", Rule::Name),
    ("burst.security_group", Rule::Name),
    ("burst.subnets", Rule::Names),
    ("burst.volume_gib", Rule::Integer(8, 1024)),
    ("burst.worker_life", Rule::Time),
    ("burst.vcpu_speed", Rule::Number(0.05, 20.0)),
    ("burst.shard_seconds", Rule::Integer(1, 3600)),
    ("burst.lease_seconds", Rule::Integer(2, 3600)),
    ("ui.lang", Rule::Choice(&["auto", "nl", "en"])),
];

/// Most languages that make sense at once; each slows recognition down.
const LANGUAGES: usize = 16;

/// Longest language code, characters.
const LANGUAGE_LEN: usize = 32;

/// Likeness, 0 to 1, under which a key is no suggestion for another.
const LIKENESS: f64 = 0.6;

/// The rule of `key`, when it is known.
pub(super) fn rule(key: &str) -> Option<Rule> {
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .map(|(_, rule)| *rule)
}

/// Whether there is a section of this name.
pub(super) fn is_section(section: &str) -> bool {
    KEYS.iter().any(|(key, _)| split(key).0 == section)
}

/// Section and name of a key.
pub(super) fn split(key: &str) -> (&str, &str) {
    key.split_once('.').unwrap_or(("", key))
}

/// The environment variable of a key: `DIZZY_OCR_LANGUAGES`.
pub(super) fn variable(key: &str) -> String {
    format!("DIZZY_{}", key.replace('.', "_").to_ascii_uppercase())
}

/// The known key that `unknown` (with or without its section) is most like.
pub(super) fn nearest(unknown: &str) -> Option<&'static str> {
    let (_, unknown_name) = split(unknown);
    let likeness = |known: &str| {
        let whole = strsim::normalized_damerau_levenshtein(unknown, known);
        // The right name in the wrong section, or in none.
        let name = strsim::normalized_damerau_levenshtein(unknown_name, split(known).1);
        whole.max(name * 0.95)
    };
    most_like(KEYS.iter().map(|(known, _)| (*known, likeness(known))))
}

/// The known section that `unknown` is most like.
pub(super) fn nearest_section(unknown: &str) -> Option<&'static str> {
    most_like(KEYS.iter().map(|(known, _)| {
        let section = split(known).0;
        (
            section,
            strsim::normalized_damerau_levenshtein(unknown, section),
        )
    }))
}

/// The known variable that `unknown` is most like.
pub(super) fn nearest_variable(unknown: &str) -> Option<String> {
    let key = most_like(KEYS.iter().map(|(known, _)| {
        (
            *known,
            strsim::normalized_damerau_levenshtein(unknown, &variable(known)),
        )
    }));
    key.map(variable)
}

fn most_like(candidates: impl Iterator<Item = (&'static str, f64)>) -> Option<&'static str> {
    candidates
        .filter(|(_, likeness)| *likeness >= LIKENESS)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(known, _)| known)
}

impl Rule {
    /// The value as the settings want it.
    ///
    /// # Errors
    /// What it must be instead, to be put after the key's name.
    pub(super) fn check(self, value: &Value) -> Result<Value, String> {
        let must_be = |what: String| format!("must be {what}, not {}", described(value));
        match (self, value) {
            (Self::Integer(least, most), Value::Integer(n)) if (least..=most).contains(n) => {
                Ok(value.clone())
            }
            (Self::Integer(least, most), _) => {
                Err(must_be(format!("a whole number from {least} to {most}")))
            }
            (Self::Fraction, Value::Float(x)) if (0.0..=1.0).contains(x) => Ok(value.clone()),
            (Self::Fraction, Value::Integer(0)) => Ok(Value::Float(0.0)),
            (Self::Fraction, Value::Integer(1)) => Ok(Value::Float(1.0)),
            (Self::Fraction, _) => Err(must_be("a number from 0 to 1".into())),
            (Self::Bool | Self::FileBool, Value::Boolean(_)) => Ok(value.clone()),
            (Self::Bool | Self::FileBool, _) => Err(must_be("true or false".into())),
            (Self::Path, Value::String(path)) if !path.contains('\0') => Ok(value.clone()),
            (Self::Path, _) => Err(must_be("a path in quotes".into())),
            (Self::Choice(words), Value::String(word)) if words.contains(&&**word) => {
                Ok(value.clone())
            }
            (Self::Choice(words), _) => {
                Err(must_be(format!("one of \"{}\"", words.join("\", \""))))
            }
            (Self::Choices(words), Value::Array(given))
                if given.iter().enumerate().all(|(i, word)| {
                    word.as_str().is_some_and(|word| words.contains(&word))
                        && !given[..i].contains(word)
                }) =>
            {
                Ok(value.clone())
            }
            (Self::Choices(words), _) => {
                Err(must_be(format!("a list of \"{}\"", words.join("\", \""))))
            }
            (Self::Languages, Value::Array(codes)) => {
                check_languages(codes)?;
                Ok(value.clone())
            }
            (Self::Languages, _) => Err(must_be("a list like [\"nld\", \"eng\"]".into())),
            (Self::Name, Value::String(word)) if is_word(word) => Ok(value.clone()),
            (Self::Name, _) => Err(must_be("a name in quotes, without spaces".into())),
            (Self::Names, Value::Array(words))
                if words
                    .iter()
                    .all(|w| w.as_str().is_some_and(|w| !w.is_empty() && is_word(w))) =>
            {
                Ok(value.clone())
            }
            (Self::Names, _) => Err(must_be("a list of names like [\"a\", \"b\"]".into())),
            (Self::Store, Value::String(store)) if !store.contains('\0') => Ok(value.clone()),
            (Self::Store, _) => Err(must_be(
                "\"s3://bucket/prefix\" or a folder in quotes".into(),
            )),
            (Self::Time, Value::String(text)) => text.parse::<Span>().map(|_| value.clone()),
            (Self::Time, _) => Err(must_be("a time in quotes like \"45m\"".into())),
            (Self::Threshold, Value::String(text)) => {
                text.parse::<Threshold>().map(|_| value.clone())
            }
            (Self::Threshold, _) => Err(must_be(
                "a time like \"1h\" or a number like \"5000 pages\", in quotes".into(),
            )),
            (Self::Money, Value::String(text))
                if text
                    .parse::<Decimal>()
                    .is_ok_and(|amount| !amount.is_sign_negative()) =>
            {
                Ok(value.clone())
            }
            (Self::Money, _) => Err(must_be("an amount in quotes like \"25.00\"".into())),
            (Self::Number(least, most), Value::Float(x)) if (least..=most).contains(x) => {
                Ok(value.clone())
            }
            (Self::Number(least, most), Value::Integer(n))
                if (least..=most).contains(&(*n as f64)) =>
            {
                Ok(Value::Float(*n as f64))
            }
            (Self::Number(least, most), _) => {
                Err(must_be(format!("a number from {least} to {most}")))
            }
        }
    }

    /// The value that an environment variable holds.
    ///
    /// # Errors
    /// As [`Rule::check`].
    pub(super) fn parse(self, text: &str) -> Result<Value, String> {
        let as_text = || Value::String(text.into());
        let value = match self {
            Self::Integer(..) => text
                .trim()
                .parse()
                .map_or_else(|_| as_text(), Value::Integer),
            Self::FileBool => {
                return Err("can be set in a configuration file only".into());
            }
            Self::Fraction | Self::Number(..) => {
                text.trim().parse().map_or_else(|_| as_text(), Value::Float)
            }
            Self::Bool => text
                .trim()
                .parse()
                .map_or_else(|_| as_text(), Value::Boolean),
            Self::Path
            | Self::Choice(_)
            | Self::Name
            | Self::Store
            | Self::Time
            | Self::Threshold
            | Self::Money => as_text(),
            Self::Names | Self::Choices(_) if text.trim().is_empty() => Value::Array(Vec::new()),
            Self::Languages | Self::Names | Self::Choices(_) => Value::Array(
                text.split(',')
                    .map(|code| Value::String(code.trim().into()))
                    .collect(),
            ),
        };
        self.check(&value)
    }
}

/// A name of something at AWS, or a path on another machine.
fn is_word(word: &str) -> bool {
    word.len() <= 512 && !word.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Language codes become parts of file names.
fn check_languages(codes: &[Value]) -> Result<(), String> {
    if codes.is_empty() {
        return Err("must name at least one language".into());
    }
    if codes.len() > LANGUAGES {
        return Err(format!("must not name more than {LANGUAGES} languages"));
    }
    for (index, code) in codes.iter().enumerate() {
        let is_code = code.as_str().is_some_and(|code| {
            (1..=LANGUAGE_LEN).contains(&code.len())
                && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        if !is_code {
            return Err(format!(
                "must hold Tesseract language codes such as \"nld\", not {}",
                described(code)
            ));
        }
        if codes[..index].contains(code) {
            return Err(format!("names {code} twice"));
        }
    }
    Ok(())
}

/// A value for a message, not at any length.
fn described(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".into(),
        Value::Table(_) => "a section".into(),
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
    use crate::config::default_toml;

    fn keys_of(table: &toml::Table) -> Vec<String> {
        let mut keys: Vec<String> = table
            .iter()
            .flat_map(|(section, keys)| {
                let keys = keys.as_table().unwrap().keys();
                keys.map(move |key| format!("{section}.{key}"))
            })
            .collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_defaults_the_settings_and_the_rules_have_the_same_keys() {
        let mut known: Vec<String> = KEYS.iter().map(|(key, _)| (*key).to_owned()).collect();
        known.sort();
        let defaults: toml::Table = default_toml().parse().unwrap();
        assert_eq!(keys_of(&defaults), known);
        // the lists of administrations and rules are empty and left out
        let mut settings = toml::Table::try_from(office::settings::Settings::default()).unwrap();
        let burst = toml::Table::try_from(burst::settings::Burst::default()).unwrap();
        settings.insert("burst".to_owned(), burst.into());
        assert_eq!(keys_of(&settings), known);
    }

    #[test]
    fn the_defaults_keep_the_rules() {
        let defaults: toml::Table = default_toml().parse().unwrap();
        for (key, rule) in KEYS {
            let (section, name) = split(key);
            let value = &defaults[section][name];
            assert_eq!(rule.check(value).as_ref(), Ok(value), "{key}");
        }
    }

    #[test]
    fn no_two_keys_share_a_variable() {
        let mut variables: Vec<String> = KEYS.iter().map(|(key, _)| variable(key)).collect();
        variables.sort();
        variables.dedup();
        assert_eq!(variables.len(), KEYS.len());
    }

    #[test]
    fn likely_keys_are_suggested_and_unlikely_ones_are_not() {
        assert_eq!(nearest("ocr.langauges"), Some("ocr.languages"));
        assert_eq!(nearest("languages"), Some("ocr.languages"));
        assert_eq!(nearest("limits.jobs"), Some("process.jobs"));
        assert_eq!(nearest("ocr.zzzzqqqq"), None);
        assert_eq!(nearest_section("proces"), Some("process"));
        assert_eq!(
            nearest_variable("DIZZY_OCR_LANGUAGE").as_deref(),
            Some("DIZZY_OCR_LANGUAGES")
        );
    }

    #[test]
    fn languages_are_codes() {
        let check = |codes: &[&str]| Rule::Languages.parse(&codes.join(","));
        assert!(check(&["nld", "chi_sim"]).is_ok());
        for wrong in [
            &["../nld"][..],
            &["nld", "nld"],
            &[""],
            &["nld eng"],
            &["nl\u{eb}"],
            &["a/b"],
        ] {
            assert!(check(wrong).is_err(), "{wrong:?}");
        }
        assert!(Rule::Languages.check(&Value::Array(Vec::new())).is_err());
        assert!(
            Rule::Languages
                .check(&Value::Array(vec![Value::Integer(1)]))
                .is_err()
        );
    }
}
