//! Settings and the layers they come from: embedded `default.toml` ← user file ← project `dizzy.toml` ← environment ← flags.
//!
//! ```
//! use dizzy::config::{Layer, Sources, load};
//!
//! let mut sources = Sources::default();
//! sources.environment.insert("DIZZY_OCR_LANGUAGES".into(), "nld,eng".into());
//! let effective = load(&sources)?;
//! assert_eq!(effective.settings.ocr.languages, ["nld", "eng"]);
//! assert_eq!(effective.origin["ocr.languages"], Layer::Environment);
//! # Ok::<(), dizzy::Error>(())
//! ```

mod keys;
mod layers;
mod lists;
mod render;
mod settings;
mod span;

pub use layers::{Effective, Layer, OTHER_VARIABLES, PROJECT_FILE, Sources, load, user_file};
pub use render::{init_text, render_annotated};
pub use settings::{
    Booking, Burst, Export, ExportFormat, Intake, Limits, Ocr, Process, Reader, Review, Settings,
    Ui, UiLang,
};
pub use span::{Span, Threshold};

/// The embedded defaults, as TOML text with a comment for every key.
pub const DEFAULT_TOML: &str = include_str!("default.toml");

impl Default for Settings {
    fn default() -> Self {
        toml::from_str(DEFAULT_TOML).expect("the embedded default.toml is valid, as the tests hold")
    }
}
