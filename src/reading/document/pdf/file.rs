//! An open PDF.

use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::Cause;
use crate::document::{Embedded, Inspection, MediaKind, PageImage, ReadingNote, TextPass};
use crate::settings::Limits;

use super::attachments::{attachments, unpacked_len};
use super::budget::{Budget, guarded};
use super::picture;
use super::survey::Survey;

/// A page's drawing instructions unpack to at most this; a dense page has one MiB.
const MAX_CONTENT_BYTES: u64 = 64 * 1024 * 1024;
/// Deflate packs at most about 1 to 1032.
const MAX_DEFLATE_RATIO: u64 = 1032;
/// Where a whole file has its end marker, bytes from the end.
const TAIL: usize = 2_048;

pub(in crate::document) struct PdfFile {
    pdf: Pdf,
    limits: Limits,
}

impl PdfFile {
    /// Parses the document and looks at what is embedded in it.
    ///
    /// # Errors
    /// [`Cause::PasswordProtected`], [`Cause::Truncated`], [`Cause::Damaged`], [`Cause::TooManyPages`],
    /// [`Cause::UnpacksTooLarge`].
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<(Self, Inspection), Cause> {
        let is_whole = has_end_marker(&bytes);
        let repaired = !is_whole || !points_to_xref(&bytes);
        let pdf = guarded(0, || {
            Pdf::new(bytes).map_err(|error| match error {
                LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                    Cause::PasswordProtected
                }
                LoadPdfError::Decryption(error) => {
                    Cause::Damaged { detail: format!("encryption: {error:?}") }
                }
                LoadPdfError::Invalid => unreadable(is_whole),
            })
        })?;
        let file = Self { pdf, limits: limits.clone() };
        let pages = u32::try_from(file.pdf.pages().len()).unwrap_or(u32::MAX);
        if pages == 0 {
            return Err(unreadable(is_whole));
        }
        if pages > limits.pages {
            return Err(Cause::TooManyPages { pages, limit: limits.pages });
        }
        let found = guarded(0, || attachments(&file.pdf, limits))?;
        if found.einvoice.is_none()
            && let Some(what) = guarded(0, || Ok(for_person(&file.pdf, &found.embedded)))?
        {
            return Err(Cause::NeedsPerson { what: what.into() });
        }
        let mut notes = found.notes;
        if repaired {
            notes.push(ReadingNote::Repaired);
        }
        let inspection = Inspection {
            kind: MediaKind::Pdf,
            pages,
            einvoice: found.einvoice,
            embedded: found.embedded,
            notes,
        };
        Ok((file, inspection))
    }

    /// The text layer of a page, from 1.
    ///
    /// # Errors
    /// [`Cause::PageTooComplex`], [`Cause::UnpacksTooLarge`], [`Cause::Damaged`].
    pub fn text(&self, number: u32) -> Result<TextPass, Cause> {
        guarded(number, || {
            let page = self.page(number)?;
            let pass = Survey::of(page, Budget::of(&self.limits)).into_text(number);
            match &pass {
                TextPass::Read(page) if page.words.len() > self.limits.page_words as usize => {
                    Err(Cause::PageTooComplex { page: number })
                }
                _ => Ok(pass),
            }
        })
    }

    /// The pixels of a page, from 1.
    ///
    /// # Errors
    /// As [`Self::text`], and [`Cause::TooManyPixels`].
    pub fn page_image(&self, number: u32, render_dpi: u32) -> Result<PageImage, Cause> {
        guarded(number, || {
            let page = self.page(number)?;
            let survey = Survey::of(page, Budget::of(&self.limits));
            picture::page_image(page, number, &survey, render_dpi, &self.limits)
        })
    }

    fn page(&self, number: u32) -> Result<&PdfPage<'_>, Cause> {
        let page = (number as usize)
            .checked_sub(1)
            .and_then(|index| self.pdf.pages().get(index))
            .ok_or_else(|| Cause::Damaged { detail: format!("no page {number}") })?;
        check_content(page)?;
        Ok(page)
    }
}

/// Refuses drawing instructions that unpack to more than any page has; the PDF crate unpacks without a limit.
fn check_content(page: &PdfPage<'_>) -> Result<(), Cause> {
    let too_large = || Cause::UnpacksTooLarge { limit: MAX_CONTENT_BYTES };
    let mut left = MAX_CONTENT_BYTES;
    let mut check = |stream: &Stream<'_>| {
        let packed = stream.raw_data().len() as u64;
        // Most pages are too small to unpack to that much: nothing to measure.
        let len = if packed.saturating_mul(MAX_DEFLATE_RATIO) <= left && stream.filters().len() < 2
        {
            packed
        } else {
            unpacked_len(stream, left).ok_or_else(too_large)?
        };
        left = left.checked_sub(len).ok_or_else(too_large)?;
        Ok(())
    };
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => check(&stream),
        Some(Object::Array(_)) => {
            let streams = page.raw().get::<Array<'_>>("Contents");
            for stream in streams.iter().flat_map(Array::iter::<Stream<'_>>) {
                check(&stream)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What its pages do not show: files that are the document, or a form that is drawn from XML.
fn for_person(pdf: &Pdf, embedded: &[Embedded]) -> Option<&'static str> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let is_pdf = |file: &Embedded| file.name.to_ascii_lowercase().ends_with(".pdf");
    if root.get::<Dict<'_>>("Collection").is_some() && embedded.iter().any(is_pdf) {
        return Some("PDF portfolio");
    }
    let has_xfa = root.get::<Dict<'_>>("AcroForm").is_some_and(|form| form.contains_key("XFA"));
    let is_drawn = root.get::<bool>("NeedsRendering") == Some(true);
    (has_xfa && is_drawn).then_some("PDF form that only Acrobat fills (XFA)")
}

fn unreadable(is_whole: bool) -> Cause {
    if is_whole { Cause::Damaged { detail: "no pages found".into() } } else { Cause::Truncated }
}

fn has_end_marker(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    tail.windows(5).any(|w| w == b"%%EOF")
}

/// Whether the number at the file's end leads to a table of objects (ISO 32000-1, 7.5.5).
fn points_to_xref(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let Some(at) = tail.windows(9).rposition(|w| w == b"startxref") else {
        return false;
    };
    let digits: String = tail[at + 9..]
        .iter()
        .map(|b| char::from(*b))
        .skip_while(char::is_ascii_whitespace)
        .take_while(char::is_ascii_digit)
        .collect();
    // Offsets count from the header, which need not be the first byte.
    let header = bytes.windows(5).take(1_024).position(|w| w == b"%PDF-").unwrap_or(0);
    let Ok(offset) = digits.parse::<usize>() else {
        return false;
    };
    [offset, offset.saturating_add(header)].into_iter().any(|offset| {
        let target: Vec<u8> = bytes
            .iter()
            .skip(offset)
            .copied()
            .skip_while(u8::is_ascii_whitespace)
            .take(5)
            .collect();
        target.starts_with(b"xref") || target.first().is_some_and(u8::is_ascii_digit)
    })
}
