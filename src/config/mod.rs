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
//! # Ok::<(), office::Error>(())
//! ```

mod keys;
mod layers;
mod lists;
mod render;

use std::sync::LazyLock;

pub use layers::{Effective, Layer, OTHER_VARIABLES, PROJECT_FILE, Sources, load, user_file};
pub use render::{init_text, render_annotated};

/// The defaults of all settings, as TOML text with a comment for every key: those of each crate, in the order in which
/// they are shown.
pub fn default_toml() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let sections = [
            office::settings::PROCESS_TOML,
            reading::settings::INTAKE_TOML,
            reading::settings::OCR_TOML,
            reading::settings::READER_TOML,
            reading::settings::LIMITS_TOML,
            booking::settings::REVIEW_TOML,
            office::settings::EXPORT_TOML,
            booking::settings::BOOKING_TOML,
            burst::settings::BURST_TOML,
            office::settings::UI_TOML,
        ];
        format!(
            "# dizzy's settings with their defaults.\n\n{}",
            sections.join("\n")
        )
    });
    &TEXT
}
