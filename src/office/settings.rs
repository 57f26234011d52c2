//! The settings of an office: where results go, what is written, and all that reading and booking want.

use std::path::PathBuf;

use booking::settings::{Booking, Review};
use booking::{Administration, BookingRule, Package};
use reading::settings::{Intake, Limits, Ocr, Reader, section};
use serde::{Deserialize, Serialize};

/// The defaults of `[process]`, as TOML text with a comment for every key.
pub const PROCESS_TOML: &str = include_str!("settings/process.toml");

/// The defaults of `[export]`, as TOML text with a comment for every key.
pub const EXPORT_TOML: &str = include_str!("settings/export.toml");

/// The defaults of `[ui]`, as TOML text with a comment for every key.
pub const UI_TOML: &str = include_str!("settings/ui.toml");

/// Where results go and how many processors work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Folder for the proposals.
    pub out: PathBuf,
    /// Folder for the ledger; empty means `.dizzy` in `out`.
    pub state: PathBuf,
    /// Worker threads, each with a reader process; 0 means one per core.
    pub jobs: usize,
    /// Finished input files are moved here; empty means that they stay.
    pub archive: PathBuf,
}

impl Default for Process {
    fn default() -> Self {
        section(PROCESS_TOML, "process")
    }
}

/// What is written of the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// The files to write; those with what failed and what was left out are always written.
    pub formats: Vec<ExportFormat>,
    /// Import files for bookkeeping packages also hold proposals that want a look.
    pub with_review: bool,
}

impl Default for Export {
    fn default() -> Self {
        section(EXPORT_TOML, "export")
    }
}

/// How dizzy speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ui {
    /// Language of messages.
    pub lang: UiLang,
}

impl Default for Ui {
    fn default() -> Self {
        section(UI_TOML, "ui")
    }
}

/// A kind of files with results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// `proposals.jsonl`.
    Jsonl,
    /// `proposals.csv`.
    Csv,
    /// `journal.csv`.
    Journal,
    /// `ubl/`.
    Ubl,
    /// `report.html`.
    Report,
    /// `journal.hledger`.
    Hledger,
    /// `journal.beancount`.
    Beancount,
    /// `xaf/`.
    Xaf,
    /// `exact/`.
    Exact,
    /// `twinfield/`.
    Twinfield,
    /// `snelstart/`.
    Snelstart,
    /// `afas/`.
    Afas,
    /// `yuki/`.
    Yuki,
}

impl ExportFormat {
    /// That of a bookkeeping package.
    pub fn of(package: Package) -> Self {
        match package {
            Package::Xaf => Self::Xaf,
            Package::Exact => Self::Exact,
            Package::Twinfield => Self::Twinfield,
            Package::Snelstart => Self::Snelstart,
            Package::Afas => Self::Afas,
            Package::Yuki => Self::Yuki,
        }
    }
}

/// Language of messages to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UiLang {
    /// From the locale.
    Auto,
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// All settings of an office. The embedded defaults document each key; names there and here are the same.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[process]`
    pub process: Process,
    /// `[intake]`
    pub intake: Intake,
    /// `[ocr]`
    pub ocr: Ocr,
    /// `[reader]`
    pub reader: Reader,
    /// `[limits]`
    pub limits: Limits,
    /// `[review]`
    pub review: Review,
    /// `[export]`
    pub export: Export,
    /// `[booking]`
    pub booking: Booking,
    /// `[ui]`
    pub ui: Ui,
    /// `[[administrations]]`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub administrations: Vec<Administration>,
    /// `[[rules]]`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<BookingRule>,
}
