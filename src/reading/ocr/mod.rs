//! Optical character recognition: pixels of a page to words with places.
//!
//! [`OcrEngine`] is the seam to the outside world. Behind it stands Tesseract (feature `tesseract`), with the page
//! made upright, straight and black on white first.
//!
//! What matters and was read weakly is read again with other settings: which places that are, and what becomes of their
//! readings, is decided by a `LookAgain`, which knows invoices.
//!
//! A page is read in the first two of the settings' languages, and in all of them when its words are of another.
//!
//! Boxes are points on the page as it was recognised: turned upright, and straightened about its middle when its lines
//! sloped by 0.3 degrees or more or fanned out, so that what stands in one row has one height. On the unstraightened
//! picture a box lies off by at most half the page times the slope (5 pt at the edges of A4 for one degree).
//!
//! Points come from the picture's resolution. Where it is unknown, a picture with the proportions of a printed page is
//! taken for A4, and any other (a receipt) is measured by the size of its letters.

mod again;
#[cfg(any(test, feature = "tesseract"))]
mod choice;
#[cfg(feature = "tesseract")]
mod clean;
mod languages;
#[cfg(feature = "tesseract")]
mod leptonica;
#[cfg(feature = "tesseract")]
mod prepare;
#[cfg(feature = "tesseract")]
mod raster;
#[cfg(feature = "tesseract")]
mod slope;
#[cfg(feature = "tesseract")]
mod tesseract;
#[cfg(feature = "tesseract")]
mod words;

#[cfg(all(test, feature = "tesseract"))]
mod tests;

#[cfg(feature = "tesseract")]
pub use self::{prepare::prepared_picture, tesseract::TesseractEngine};
pub(crate) use again::LookAgain;
pub use again::{How, Reread, SecondLook};
pub use languages::{installed_languages, tessdata_dir};

use crate::Cause;
use crate::document::PageImage;
use crate::settings;
use crate::text::Page;

/// Whether this build has an engine.
pub const HAS_ENGINE: bool = cfg!(feature = "tesseract");

/// The outside world's recogniser.
pub trait OcrEngine {
    /// The words on a page, as [`Page`] describes them: the page turned upright, boxes in points.
    ///
    /// # Errors
    /// A [`Cause`] when the picture is over a limit or the recogniser fails; the engine can be used again.
    fn read_page(&mut self, image: &PageImage) -> Result<Page, Cause>;
}

/// Names what decides what is recognised and is not of this program: engine and version, languages and the size of their
/// models. The engine is `none` where this build has none.
pub fn engine_id(settings: &settings::Ocr) -> String {
    use std::fmt::Write as _;

    let mut id = engine_version();
    for (language, bytes) in languages::model_sizes(settings) {
        // Writing to a String cannot fail.
        let _ = write!(id, " {language}:{bytes}");
    }
    id
}

#[cfg(feature = "tesseract")]
fn engine_version() -> String {
    let version = ::tesseract::plumbing::version().to_string_lossy();
    format!("tesseract {version}")
}

#[cfg(not(feature = "tesseract"))]
fn engine_version() -> String {
    "none".to_owned()
}
