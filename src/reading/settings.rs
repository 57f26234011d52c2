//! The settings of what reads: `[intake]`, `[ocr]`, `[reader]`, `[limits]`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The defaults of `[intake]`, as TOML text with a comment for every key.
pub const INTAKE_TOML: &str = include_str!("settings/intake.toml");

/// The defaults of `[ocr]`, as TOML text with a comment for every key.
pub const OCR_TOML: &str = include_str!("settings/ocr.toml");

/// The defaults of `[reader]`, as TOML text with a comment for every key.
pub const READER_TOML: &str = include_str!("settings/reader.toml");

/// The defaults of `[limits]`, as TOML text with a comment for every key.
pub const LIMITS_TOML: &str = include_str!("settings/limits.toml");

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

impl Default for Intake {
    fn default() -> Self {
        section(INTAKE_TOML, "intake")
    }
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

impl Default for Ocr {
    fn default() -> Self {
        section(OCR_TOML, "ocr")
    }
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

impl Default for Reader {
    fn default() -> Self {
        section(READER_TOML, "reader")
    }
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

impl Default for Limits {
    fn default() -> Self {
        section(LIMITS_TOML, "limits")
    }
}

/// A section of embedded defaults.
///
/// # Panics
/// When it is not what the type wants: the tests hold that it is.
pub fn section<T: serde::de::DeserializeOwned>(text: &str, name: &str) -> T {
    let mut table: toml::Table = toml::from_str(text).expect("embedded defaults are TOML");
    let section = table
        .remove(name)
        .expect("embedded defaults have their section");
    section.try_into().expect("embedded defaults are whole")
}
