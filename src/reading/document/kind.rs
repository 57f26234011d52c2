//! The kinds of documents, by content.

use serde::{Deserialize, Serialize};

/// What the bytes of a document are; sniffed from the content, never from the extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum MediaKind {
    Pdf,
    /// Tagged Image File Format, possibly with several pages.
    Tiff,
    Jpeg,
    Png,
    Gif,
    Bmp,
    Webp,
    /// OASIS UBL 2 Invoice or CreditNote.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice (also ZUGFeRD 1.0).
    Cii,
}

impl MediaKind {
    /// True for pictures without text of their own.
    pub fn is_image(self) -> bool {
        matches!(self, Self::Tiff | Self::Jpeg | Self::Png | Self::Gif | Self::Bmp | Self::Webp)
    }

    /// True for structured invoices.
    pub fn is_xml(self) -> bool {
        matches!(self, Self::Ubl | Self::Cii)
    }
}
