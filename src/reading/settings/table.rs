//! The table of settings: what each is called, what it may hold, its default and its flag.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// A row of the table of settings. A row is written once, in [`settings!`](crate::settings!).
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Section and name: `ocr.languages`.
    pub key: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Its default, as TOML.
    #[doc(hidden)]
    pub default: &'static str,
    /// The flag that sets it, without the dashes.
    pub flag: Option<&'static str>,
    #[doc(hidden)]
    pub help: &'static str,
}

/// Words with what each means.
pub type Words = Vec<(&'static str, &'static str)>;

/// What a setting may hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A whole number in this range, both included.
    Integer(i64, i64),
    /// A number from 0 to 1.
    Fraction,
    /// A number in this range, both included.
    Number(f64, f64),
    /// `true` or `false`.
    Bool,
    /// `true` or `false`, in a configuration file only.
    FileBool,
    /// A file or folder; relative to the file that names it.
    Path,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of these words, each at most once; those that mean the same stand together.
    Choices(fn() -> Words),
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
}

impl Setting {
    /// The name of its section: `ocr`.
    pub fn section(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(section, _)| section)
    }

    /// Its name in its section: `languages`.
    pub fn name(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, name)| name)
    }

    /// The environment variable that sets it: `DIZZY_OCR_LANGUAGES`.
    pub fn variable(&self) -> String {
        variable(self.key)
    }

    /// Its default.
    pub fn default(&self) -> Value {
        let mut table: Table = toml::from_str(&format!("default = {}", self.default))
            .expect("the tests hold that defaults are TOML");
        table.remove("default").expect("it was just written")
    }

    /// What it is, in one line; for a list of words, with what they mean.
    pub fn help(&self) -> String {
        let help = self.help.trim_start();
        let Kind::Choices(words) = self.kind else {
            return help.to_owned();
        };
        let words = words();
        let described: Vec<String> = words
            .chunk_by(|one, next| one.1 == next.1)
            .map(|alike| format!("{} ({})", listed(alike), alike[0].1))
            .collect();
        format!("{help} {}.", described.join(", "))
    }
}

/// The environment variable of a key.
pub fn variable(key: &str) -> String {
    format!("DIZZY_{}", key.replace('.', "_").to_ascii_uppercase())
}

/// `"a", "b" and "c"`.
fn listed(words: &[(&str, &str)]) -> String {
    let quoted: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} and {last}", before.join(", "))
        }
        _ => quoted.concat(),
    }
}

/// A section with its defaults.
///
/// # Panics
/// When they are not what the type wants: the tests hold that they are.
#[doc(hidden)]
pub fn defaults<T: DeserializeOwned>(rows: &[Setting]) -> T {
    let section: Table = rows.iter().map(|row| (row.name().to_owned(), row.default())).collect();
    section.try_into().expect("the tests hold that defaults fit")
}

/// A section of the configuration: the struct that holds it, its rows of the table of settings, and its defaults.
///
/// A row is a field with what it is, in one line (help, comment of `dizzy config init`, documentation), its type, its
/// default as TOML, its [`Kind`] and, where there is one, the flag that sets it.
#[macro_export]
macro_rules! settings {
    (
        $(#[$meta:meta])*
        pub struct $section:ident($name:literal) {
            $(
                $(#[doc = $help:literal])+
                $key:ident: $type:ty = $default:expr => $kind:expr $(, flag $flag:literal)?;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $section {
            $($(#[doc = $help])+ pub $key: $type,)+
        }

        impl $section {
            /// Its rows in the table of settings.
            pub const ROWS: &[$crate::settings::Setting] = &[$($crate::settings::Setting {
                key: concat!($name, ".", stringify!($key)),
                kind: $kind,
                default: stringify!($default),
                flag: $crate::settings!(@flag $($flag)?),
                help: concat!($($help),+),
            },)+];
        }

        impl Default for $section {
            fn default() -> Self {
                $crate::settings::defaults(Self::ROWS)
            }
        }
    };
    (@flag) => { None };
    (@flag $flag:literal) => { Some($flag) };
}
