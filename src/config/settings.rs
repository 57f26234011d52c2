//! The settings of a run, resolved: what the layers of configuration come to.

use std::path::PathBuf;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::span::{Span, Threshold};
use crate::booking::{Administration, BookingRule, Package};

/// All settings. `default.toml` documents each key; names there and here are the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// `[burst]`
    pub burst: Burst,
    /// `[ui]`
    pub ui: Ui,
    /// `[[administrations]]`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub administrations: Vec<Administration>,
    /// `[[rules]]`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<BookingRule>,
}

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

/// Which files are taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// A file that changed less than this long ago is looked at again before it is read, ms.
    pub settle_ms: u64,
    /// Containers inside containers (a ZIP in an e-mail in a ZIP), levels.
    pub container_depth: u32,
    /// Files in one container.
    pub container_members: u32,
    /// Bytes that one container may unpack to, MiB.
    pub container_mib: u64,
}

/// Optical character recognition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ocr {
    /// Tesseract language codes in order of preference; those not installed are left out.
    pub languages: Vec<String>,
    /// Folder with the `*.traineddata` files; empty means Tesseract's own.
    pub tessdata: PathBuf,
    /// Resolution at which vector pages are drawn for recognition, dots per inch.
    pub render_dpi: u32,
}

/// The reader processes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// A reader is replaced after this many documents.
    pub recycle_documents: u32,
    /// A reader is replaced when it holds more than this, MiB.
    pub recycle_mib: u64,
    /// Confine readers (no files, no network, no programs), where the system can.
    pub sandbox: bool,
}

/// What one document may cost at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Size of a document, MiB.
    pub document_mib: u64,
    /// Pages of a document.
    pub pages: u32,
    /// Size of a page's picture, millions of pixels, checked before it is decoded.
    pub page_mpx: u32,
    /// Time for one page, seconds.
    pub page_seconds: u64,
    /// Words on a page.
    pub page_words: u32,
    /// What compressed parts of a document may unpack to, MiB.
    pub unpacked_mib: u64,
    /// Memory of a reader, MiB.
    pub reader_mib: u64,
}

/// When a proposal is `ready`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Every core field must be at least this sure, 0 to 1.
    pub ready_confidence: f32,
    /// A value less sure than this is not given at all, 0 to 1.
    pub floor_confidence: f32,
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

/// How entries are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Lines of one account and VAT code become one.
    pub merge_lines: bool,
    /// A proposal is ready when its account is at least this likely, 0 to 1.
    pub ready_account: f32,
    /// Days between two invoices of equal amount that may be one.
    pub duplicate_days: u32,
    /// Exchange rates of the European Central Bank; empty means none.
    pub exchange_rates: PathBuf,
}

/// Burst: when this machine is not enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the configuration"
)]
pub struct Burst {
    /// Where the machines meet; empty means that there is no burst.
    pub store: String,
    /// `dizzy process` bursts by itself over the threshold.
    pub auto: bool,
    /// Work that this machine does alone.
    pub threshold: Threshold,
    /// All should be done this long after the burst begins.
    pub deadline: Span,
    /// Workers at most.
    pub max_workers: u32,
    /// What a burst may cost at most, US dollars.
    pub max_cost_usd: Decimal,
    /// This machine takes shards too.
    pub work_here: bool,
    /// AWS region of bucket and workers.
    pub region: String,
    /// Regions outside the European Union are not refused.
    pub allow_outside_eu: bool,
    /// EC2 instance types that will do.
    pub instance_types: Vec<String>,
    /// Ask for spare capacity first.
    pub spot: bool,
    /// Machine image; empty means the newest Debian of this architecture.
    pub image: String,
    /// Where dizzy is on the machine image; empty means that workers fetch the program.
    pub image_program: String,
    /// Instance profile of the workers.
    pub instance_profile: String,
    /// Security group of the workers, by id or name.
    pub security_group: String,
    /// Subnets for the workers; empty means those of the default VPC.
    pub subnets: Vec<String>,
    /// Disk of a worker, GiB.
    pub volume_gib: u32,
    /// A worker ends itself after this long.
    pub worker_life: Span,
    /// What a worker's vCPU does in the time in which a core of this machine does 1.0.
    pub vcpu_speed: f64,
    /// A shard is cut to take one core about this long, seconds.
    pub shard_seconds: u64,
    /// A worker that is not heard of for this long loses its shard, seconds.
    pub lease_seconds: u64,
}

/// How dizzy speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ui {
    /// Language of messages.
    pub lang: UiLang,
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
