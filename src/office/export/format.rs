//! The files that are made of a run's results.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::packages::{PACKAGES, Package};
use reading::settings::Words;

/// A kind of files that is made of a run's results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per proposal and line.
    Jsonl,
    /// One row per proposal, for a spreadsheet.
    Csv,
    /// One row per line of a journal entry.
    Journal,
    /// One row per document that failed.
    Failed,
    /// One row per file that is no invoice document.
    Skipped,
    /// A UBL invoice for each proposal, with the original inside and beside it, and a list of them.
    Ubl,
    /// The page that a person looks at.
    Report,
    /// The entries for hledger.
    Hledger,
    /// The entries for beancount.
    Beancount,
    /// The entries for a bookkeeping package: a file for each administration, and a list of what is in them.
    Package(&'static Package),
}

/// What there is to know of a format.
struct Facts {
    /// What a person calls it in settings and flags; empty for what is always written.
    key: &'static str,
    /// Its file in the output folder; empty where there are several, in a folder of that key with their list.
    file: &'static str,
    /// What is written, for the help of the flag; empty where the name of the file says it.
    what: &'static str,
    /// The same for the help of the setting, where formats that mean the same stand together.
    meaning: &'static str,
}

impl Format {
    /// All of them, in the order in which they are written.
    pub fn all() -> impl Iterator<Item = Self> {
        [
            Self::Jsonl,
            Self::Csv,
            Self::Journal,
            Self::Failed,
            Self::Skipped,
            Self::Ubl,
            Self::Report,
            Self::Hledger,
            Self::Beancount,
        ]
        .into_iter()
        .chain(PACKAGES.into_iter().map(Self::Package))
    }

    fn facts(self) -> Facts {
        let plain = "journal.hledger, journal.beancount";
        let ubl = "a UBL invoice for each proposal, with the original";
        let (key, file, what, meaning) = match self {
            Self::Jsonl => ("jsonl", "proposals.jsonl", "", "proposals"),
            Self::Csv => ("csv", "proposals.csv", "", "proposals"),
            Self::Journal => ("journal", "journal.csv", "", "journal.csv"),
            Self::Failed => ("", "failed.csv", "", ""),
            Self::Skipped => ("", "skipped.csv", "", ""),
            Self::Ubl => ("ubl", "", ubl, ubl),
            Self::Report => {
                ("report", "report.html", "the page to look at", "report.html, the page to look at")
            }
            Self::Hledger => ("hledger", "journal.hledger", "the entries for hledger", plain),
            Self::Beancount => {
                ("beancount", "journal.beancount", "the entries for beancount", plain)
            }
            Self::Package(package) => {
                let meaning = if package.is_program {
                    "import files for these packages"
                } else {
                    "an auditfile"
                };
                (package.key, "", package.what, meaning)
            }
        };
        Facts { key, file, what, meaning }
    }

    /// What a person calls it in settings and flags; none for what is always written.
    pub fn key(self) -> Option<&'static str> {
        Some(self.facts().key).filter(|key| !key.is_empty())
    }

    /// That of this name.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::all().find(|format| format.key() == Some(key))
    }

    /// Whether it is among those that a person chose; what failed and what was left out is always told.
    pub fn is_chosen(self, formats: &[Self]) -> bool {
        self.key().is_none() || formats.contains(&self)
    }

    /// The file's name in the output folder; for several files that of their list.
    pub fn file_name(self) -> String {
        match self.facts() {
            Facts { key, file: "", .. } => list_of(key),
            Facts { file, .. } => file.to_owned(),
        }
    }

    /// What is written, in a line: `ubl/: a UBL invoice for each proposal, with the original`.
    pub fn help(self) -> String {
        match self.facts() {
            Facts { file, what: "", .. } => file.to_owned(),
            Facts { key, file: "", what, .. } => format!("{key}/: {what}"),
            Facts { file, what, .. } => format!("{file}: {what}"),
        }
    }

    /// The names that a person can choose from, with what each means.
    pub fn words() -> Words {
        Self::all().filter_map(|format| Some((format.key()?, format.facts().meaning))).collect()
    }
}

/// The list of the files in a format's folder.
pub(super) fn list_of(key: &str) -> String {
    format!("{key}/index.csv")
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key().unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::of_key(&key).ok_or_else(|| D::Error::custom(format!("there is no format {key}")))
    }
}
