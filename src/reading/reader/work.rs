//! What a reader does for a request: the one place where readers meet documents, OCR and e-invoices.

use std::path::PathBuf;

use crate::Cause;
use crate::document::{Inspection, MediaKind, OpenDocument, PICTURE_DPI, PagePicture, TextPass};
use crate::ocr;
use crate::ocr::{LookAgain, OcrEngine};
use crate::text::Page;

use super::Setup;

/// The folder that the OCR engine reads its language data from, if there is one.
pub(super) fn tessdata_dir(setup: &Setup) -> Option<PathBuf> {
    ocr::tessdata_dir(&setup.ocr.tessdata)
}

/// The document in hand and the OCR engine, which outlives documents.
pub(super) struct Work {
    setup: Setup,
    document: Option<OpenDocument>,
    engine: Option<Box<dyn OcrEngine>>,
    look_again: LookAgain,
}

impl Work {
    pub(super) fn new(setup: Setup, look_again: LookAgain) -> Self {
        Self { setup, document: None, engine: None, look_again }
    }

    /// Takes these bytes as the document in hand.
    pub(super) fn open(&mut self, kind: MediaKind, bytes: Vec<u8>) -> Result<Inspection, Cause> {
        self.document = None;
        if kind.is_xml() {
            return Inspection::of_xml(kind, &bytes);
        }
        let (document, inspection) = OpenDocument::open(kind, bytes, &self.setup.limits)?;
        self.document = Some(document);
        Ok(inspection)
    }

    /// The text layer of a page, from 1.
    pub(super) fn text(&mut self, page: u32) -> Result<TextPass, Cause> {
        self.document()?.text(page)
    }

    /// Recognises a page, from 1.
    pub(super) fn ocr(&mut self, page: u32) -> Result<Page, Cause> {
        let render_dpi = self.setup.ocr.render_dpi;
        let image = self.document()?.page_image(page, render_dpi)?;
        // Loading the languages takes a second or more: only those pay who need it, and only once.
        let engine = match &mut self.engine {
            Some(engine) => engine,
            none => none.insert(
                start_engine(&self.setup, self.look_again).map_err(|cause| on_page(cause, page))?,
            ),
        };
        engine.read_page(&image)
    }

    /// A small picture of a page, from 1, turned upright: by so many degrees clockwise, or as its text layer stands.
    pub(super) fn picture(
        &mut self,
        page: u32,
        turn_deg: Option<u16>,
    ) -> Result<PagePicture, Cause> {
        let document = self.document()?;
        let image = document.page_image(page, PICTURE_DPI)?;
        let turn_deg = match (turn_deg, document.text(page)) {
            (Some(turn_deg), _) => turn_deg,
            (None, Ok(TextPass::Read(page))) => page.turned_deg,
            (None, _) => 0,
        };
        PagePicture::of(&image.turned(turn_deg))
    }

    /// Lets go of the document in hand.
    pub(super) fn close(&mut self) {
        self.document = None;
    }

    /// Lets go of everything: after a panic neither the document nor the engine can be trusted.
    pub(super) fn reset(&mut self) {
        self.document = None;
        self.engine = None;
    }

    fn document(&mut self) -> Result<&mut OpenDocument, Cause> {
        self.document.as_mut().ok_or_else(|| Cause::Damaged {
            detail: "a document without pages was asked for one".into(),
        })
    }
}

#[cfg(feature = "tesseract")]
fn start_engine(setup: &Setup, look_again: LookAgain) -> Result<Box<dyn OcrEngine>, Cause> {
    let engine = ocr::TesseractEngine::new(&setup.ocr, &setup.limits, look_again)?;
    Ok(Box::new(engine))
}

#[cfg(not(feature = "tesseract"))]
fn start_engine(_setup: &Setup, _: LookAgain) -> Result<Box<dyn OcrEngine>, Cause> {
    Err(Cause::NoOcr { page: 0, detail: "this build of dizzy has no OCR".into() })
}

/// The engine does not know for which page it is missing.
fn on_page(cause: Cause, page: u32) -> Cause {
    match cause {
        Cause::NoOcr { detail, .. } => Cause::NoOcr { page, detail },
        Cause::OcrFailed { detail, .. } => Cause::OcrFailed { page, detail },
        other => other,
    }
}
