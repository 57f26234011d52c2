//! Settings and the layers they come from: defaults of the table of settings ← user file ← project `dizzy.toml` ← environment ← flags.
//!
//! ```
//! use dizzy::config::{Sources, load};
//!
//! let mut sources = Sources::default();
//! sources.environment.insert("DIZZY_OCR_LANGUAGES".into(), "nld,eng".into());
//! let effective = load(&sources)?;
//! assert_eq!(effective.settings.ocr.languages, ["nld", "eng"]);
//! # Ok::<(), office::Error>(())
//! ```

mod keys;
mod layers;
mod lists;
mod render;

pub(crate) use keys::scalar;
pub use keys::{setting, settings};
pub(crate) use layers::{Effective, Layer, wished_language};
pub use layers::{Sources, load};
pub(crate) use render::{init_text, render_annotated};
