//! The twin of a recogniser for tests: gives what was recorded, or fails on demand.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::Cause;
use crate::document::PageImage;
use crate::text::Page;

use super::OcrEngine;

/// Gives pages that were recorded for pictures, known by a digest of size and pixels.
///
/// ```
/// use reading::document::PageImage;
/// use reading::ocr::{OcrEngine, RecordedEngine};
/// use reading::text::Page;
///
/// let image = PageImage { number: 1, width_px: 1, height_px: 1, luma: vec![255], dpi: None };
/// let page = Page { number: 1, width_pt: 595.0, height_pt: 842.0, turned_deg: 0, tilt: reading::text::Tilt::default(), words: vec![], rules: vec![] };
/// let mut engine = RecordedEngine::default();
/// engine.record(&image, Ok(page.clone()));
/// assert_eq!(engine.read_page(&image), Ok(page));
/// ```
#[derive(Debug, Default)]
pub struct RecordedEngine {
    answers: HashMap<[u8; 32], Result<Page, Cause>>,
    failing: Option<Cause>,
    reads: u32,
}

impl RecordedEngine {
    /// Gives `answer` for this picture from now on.
    pub fn record(&mut self, image: &PageImage, answer: Result<Page, Cause>) {
        self.answers.insert(digest(image), answer);
    }

    /// Fails every page with `cause` from now on; `None` ends that.
    pub fn fail_with(&mut self, cause: Option<Cause>) {
        self.failing = cause;
    }

    /// How many pages were asked for.
    pub fn reads(&self) -> u32 {
        self.reads
    }
}

impl OcrEngine for RecordedEngine {
    /// The recorded page with the number that is asked for, as the same picture may stand on several pages.
    fn read_page(&mut self, image: &PageImage) -> Result<Page, Cause> {
        self.reads += 1;
        if let Some(cause) = &self.failing {
            return Err(cause.clone());
        }
        match self.answers.get(&digest(image)) {
            Some(answer) => answer.clone().map(|page| Page {
                number: image.number,
                ..page
            }),
            None => Err(Cause::OcrFailed {
                page: image.number,
                detail: "nothing was recorded for this picture".into(),
            }),
        }
    }
}

fn digest(image: &PageImage) -> [u8; 32] {
    Sha256::new()
        .chain_update(image.width_px.to_be_bytes())
        .chain_update(image.height_px.to_be_bytes())
        .chain_update(&image.luma)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(tone: u8) -> PageImage {
        PageImage {
            number: 3,
            width_px: 2,
            height_px: 1,
            luma: vec![tone; 2],
            dpi: None,
        }
    }

    #[test]
    fn gives_what_was_recorded_and_fails_on_demand() {
        let mut engine = RecordedEngine::default();
        let page = Page {
            number: 1,
            width_pt: 10.0,
            height_pt: 20.0,
            turned_deg: 0,
            tilt: crate::text::Tilt::default(),
            words: vec![],
            rules: vec![],
        };
        engine.record(&image(7), Ok(page));
        assert_eq!(engine.read_page(&image(7)).unwrap().number, 3);
        assert!(matches!(
            engine.read_page(&image(8)),
            Err(Cause::OcrFailed { page: 3, .. })
        ));
        let cause = Cause::PageTooComplex { page: 3 };
        engine.fail_with(Some(cause.clone()));
        assert_eq!(engine.read_page(&image(7)), Err(cause));
        engine.fail_with(None);
        assert!(engine.read_page(&image(7)).is_ok());
        assert_eq!(engine.reads(), 4);
    }
}
