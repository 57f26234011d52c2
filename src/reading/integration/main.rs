//! From bytes to text: PDFs built by hand, pictures, and the development corpus.

mod page_image;
mod pdf_corpus;
mod pdf_text;

use reading::document::{MediaKind, OpenDocument, Sniffed, TextPass, sniff};
use reading::settings::Limits;
use reading::text::Page;

/// The kind of a file that has pages.
fn kind_of_pages(bytes: &[u8]) -> Option<MediaKind> {
    match sniff(bytes, bytes.len() as u64) {
        Sniffed::Document(MediaKind::Ubl | MediaKind::Cii) => None,
        Sniffed::Document(kind) => Some(kind),
        _ => None,
    }
}

/// Opens a PDF that must open.
fn open_pdf(bytes: Vec<u8>) -> OpenDocument {
    OpenDocument::open(MediaKind::Pdf, bytes, &Limits::default()).expect("opens").0
}

/// The first page's text pass.
fn pass(bytes: Vec<u8>) -> TextPass {
    open_pdf(bytes).text(1).expect("a text pass")
}

/// The first page of a PDF whose text is usable.
fn page(bytes: Vec<u8>) -> Page {
    match pass(bytes) {
        TextPass::Read(page) => page,
        TextPass::NeedsOcr { why, .. } => panic!("needs OCR: {why:?}"),
    }
}

/// The lines of a page as text, words separated by one blank.
fn lines(page: &Page) -> Vec<String> {
    page.lines()
        .map(|line| line.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}
