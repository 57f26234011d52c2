//! An open document of any kind.

use crate::Cause;
use crate::settings::Limits;

use super::pdf::PdfFile;
use super::raster::RasterFile;
use super::{Inspection, MediaKind, NoText, PageImage, TextPass};

/// A document that was parsed and can be asked for its pages.
///
/// Takes bytes and nothing else, so that it works in a confined process. Every failure is a [`Cause`]: panics of the
/// parsers are caught. What cannot be caught (memory, endless loops) is for the process around it to bound.
pub struct OpenDocument(Content);

enum Content {
    Pdf(PdfFile),
    Raster(RasterFile),
    Xml,
}

impl OpenDocument {
    /// Opens bytes that were sniffed as `kind` and looks at them quickly.
    ///
    /// # Errors
    /// [`Cause::Empty`], [`Cause::TooLarge`], [`Cause::TooManyPages`], [`Cause::PasswordProtected`],
    /// [`Cause::Truncated`], [`Cause::Damaged`], [`Cause::UnpacksTooLarge`], and for XML those of [`einvoice::read`].
    pub fn open(
        kind: MediaKind,
        bytes: Vec<u8>,
        limits: &Limits,
    ) -> Result<(Self, Inspection), Cause> {
        if bytes.is_empty() {
            return Err(Cause::Empty);
        }
        let limit = limits.document_mib.saturating_mul(1024 * 1024);
        if bytes.len() as u64 > limit {
            return Err(Cause::TooLarge { bytes: bytes.len() as u64, limit });
        }
        match kind {
            MediaKind::Pdf => {
                let (file, inspection) = PdfFile::open(bytes, limits)?;
                Ok((Self(Content::Pdf(file)), inspection))
            }
            MediaKind::Ubl | MediaKind::Cii => {
                Ok((Self(Content::Xml), Inspection::of_xml(kind, &bytes)?))
            }
            MediaKind::Tiff
            | MediaKind::Jpeg
            | MediaKind::Png
            | MediaKind::Gif
            | MediaKind::Bmp
            | MediaKind::Webp => {
                let file = RasterFile::open(kind, bytes, limits)?;
                let inspection = Inspection {
                    kind,
                    pages: file.pages(),
                    einvoice: None,
                    embedded: Vec::new(),
                    notes: Vec::new(),
                };
                Ok((Self(Content::Raster(file)), inspection))
            }
        }
    }

    /// The text layer of page `page`, counted from 1, or why it does not do.
    ///
    /// # Errors
    /// [`Cause::PageTooComplex`], [`Cause::UnpacksTooLarge`], [`Cause::Damaged`].
    pub fn text(&mut self, page: u32) -> Result<TextPass, Cause> {
        match &self.0 {
            Content::Pdf(file) => file.text(page),
            Content::Raster(_) => Ok(TextPass::NeedsOcr { page, why: NoText::None }),
            Content::Xml => Err(no_pages()),
        }
    }

    /// The pixels of page `page`, counted from 1, turned as the page is shown: those of a scan as they are stored, other
    /// pages drawn at `render_dpi` or as near to it as the limit of pixels allows.
    ///
    /// # Errors
    /// [`Cause::TooManyPixels`], [`Cause::PageTooComplex`], [`Cause::UnpacksTooLarge`], [`Cause::Truncated`],
    /// [`Cause::Damaged`].
    pub fn page_image(&mut self, page: u32, render_dpi: u32) -> Result<PageImage, Cause> {
        match &self.0 {
            Content::Pdf(file) => file.page_image(page, render_dpi),
            Content::Raster(file) => file.page_image(page),
            Content::Xml => Err(no_pages()),
        }
    }
}

fn no_pages() -> Cause {
    Cause::Damaged { detail: "an XML invoice has no pages".into() }
}
