//! Settings and the layers they come from: embedded `default.toml` ← user file ← project `dizzy.toml` ← environment ← flags.

mod settings;

pub use settings::{Intake, Limits, Ocr, Process, Reader, Review, Settings, Ui, UiLang};

/// The embedded defaults, as TOML text with a comment for every key.
pub const DEFAULT_TOML: &str = include_str!("default.toml");

impl Default for Settings {
    fn default() -> Self {
        toml::from_str(DEFAULT_TOML).expect("the embedded default.toml is valid, as the tests hold")
    }
}
