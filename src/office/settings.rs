//! The settings of an office: where results go, what is written, and all that reading and booking want.

use std::path::PathBuf;

use booking::settings::{Booking, Ready, Review};
use booking::{Administration, BookingRule};
use reading::settings::Kind::{Bool, Choice, Choices, Integer, Path};
use reading::settings::{Intake, Limits, Ocr, Reader};
use serde::{Deserialize, Serialize};

use crate::export::Format;

pub use crate::access::Access;
pub use crate::texts::UiLang;

reading::settings! {
    /// Where results go and how many processors work.
    pub struct Process("process") {
        /// Folder for the proposals.
        out: PathBuf = "proposals" => Path, flag "out";
        /// Folder for the ledger; "" means ".dizzy" in the folder of the proposals.
        state: PathBuf = "" => Path, flag "state";
        /// Worker threads, each with a reader process; 0 means one per core.
        jobs: usize = 0 => Integer(0, 1024), flag "jobs";
        /// Who may read ledger and results, as they are made: "owner", "group", or "system" (what the umask says).
        access: Access = "owner" => Choice(&["owner", "group", "system"]);
        /// Finished input files are moved to this folder; "" means that they stay where they are.
        archive: PathBuf = "" => Path, flag "archive";
    }
}

reading::settings! {
    /// What is written of the results.
    pub struct Export("export") {
        /// What is written besides failed.csv and skipped.csv:
        formats: Vec<Format> = ["jsonl", "csv", "journal", "ubl", "report"] => Choices(Format::words), flag "export";
        /// Auditfile and import files also hold the proposals that want a look; else only those that are ready.
        with_review: bool = false => Bool;
    }
}

reading::settings! {
    /// How dizzy speaks.
    pub struct Ui("ui") {
        /// Language of messages: "nl", "en", or "auto" (from the locale).
        lang: UiLang = "auto" => Choice(&["auto", "nl", "en"]), flag "ui-lang";
    }
}

/// All settings of an office, by section.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub struct Settings {
    pub process: Process,
    pub intake: Intake,
    pub ocr: Ocr,
    pub reader: Reader,
    pub limits: Limits,
    pub ready: Ready,
    pub review: Review,
    pub export: Export,
    pub booking: Booking,
    pub ui: Ui,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub administrations: Vec<Administration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<BookingRule>,
}
