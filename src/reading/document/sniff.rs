//! What bytes are, from the bytes alone: file names and extensions are never asked.

mod archive;
mod text;
mod xml;

pub(crate) use text::is_envelope;

use super::{MediaKind, SkipReason};
use crate::Cause;

/// How much of the beginning of a file [`sniff`] wants to see, bytes. Less is fine for smaller files.
pub const SNIFF_LEN: usize = 64 * 1024;

/// PDF readers accept this much junk (mail headers, printer commands) before `%PDF-`, bytes; ISO 32000-1, annex H.
const PDF_JUNK_LEN: usize = 1024;

/// What [`sniff`] made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sniffed {
    /// A document for a reader.
    Document(MediaKind),
    /// A file of files, for [`crate::source::unpack`].
    Container(ContainerKind),
    /// Nothing that can hold an invoice dizzy reads.
    Skip(SkipReason),
    /// Nothing can be made of it.
    Damaged(Cause),
}

/// Files that hold other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContainerKind {
    /// A ZIP archive.
    Zip,
    /// An e-mail message (RFC 5322), as `.eml` files hold it.
    Email,
}

/// Tells what a file of `whole_len` bytes is, from its first [`SNIFF_LEN`] bytes (or all, when it has fewer).
pub fn sniff(head: &[u8], whole_len: u64) -> Sniffed {
    let head = &head[..head.len().min(SNIFF_LEN)];
    if whole_len == 0 || head.is_empty() {
        return Sniffed::Damaged(Cause::Empty);
    }
    if head.iter().all(|&byte| byte == 0) {
        return Sniffed::Damaged(Cause::Damaged { detail: "holds nothing but zero bytes".into() });
    }
    if let Some(kind) = document_signature(head) {
        return Sniffed::Document(kind);
    }
    if let Some(sniffed) = archive::sniff(head) {
        return sniffed;
    }
    if let Some(what) = other_signature(head) {
        return skip(what);
    }
    if text::is_email(head, whole_len > head.len() as u64) {
        return Sniffed::Container(ContainerKind::Email);
    }
    if find(&head[..head.len().min(PDF_JUNK_LEN)], b"%PDF-").is_some() {
        return Sniffed::Document(MediaKind::Pdf);
    }
    if let Some(sniffed) = xml::sniff(head) {
        return sniffed;
    }
    skip(text::name(head).unwrap_or("file of an unknown kind"))
}

/// A [`Sniffed::Skip`] of a format that holds no invoice.
fn skip(what: &str) -> Sniffed {
    Sniffed::Skip(SkipReason::NotAnInvoiceFormat { what: what.into() })
}

/// Where `needle` begins in `hay`. `needle` is not empty.
fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w == needle)
}

/// Whether `signature` stands at `offset` of `head`.
fn at(head: &[u8], offset: usize, signature: &[u8]) -> bool {
    head.get(offset..).is_some_and(|h| h.starts_with(signature))
}

fn starts_with_any(text: &[u8], starts: &[&[u8]]) -> bool {
    starts.iter().any(|start| text.starts_with(start))
}

fn document_signature(head: &[u8]) -> Option<MediaKind> {
    const SIGNATURES: [(&[u8], MediaKind); 8] = [
        (b"%PDF-", MediaKind::Pdf),
        (b"II*\0", MediaKind::Tiff),
        (b"MM\0*", MediaKind::Tiff),
        (b"II+\0", MediaKind::Tiff), // BigTIFF
        (b"MM\0+", MediaKind::Tiff),
        (b"\xFF\xD8\xFF", MediaKind::Jpeg),
        (b"\x89PNG\r\n\x1A\n", MediaKind::Png),
        (b"GIF8", MediaKind::Gif),
    ];
    if let Some(&(_, kind)) = SIGNATURES.iter().find(|(s, _)| head.starts_with(s)) {
        // Two letters tell a Canon raw picture from the TIFF that it otherwise is.
        return (!at(head, 8, b"CR\x02")).then_some(kind);
    }
    if head.starts_with(b"RIFF") && at(head, 8, b"WEBP") {
        return Some(MediaKind::Webp);
    }
    // "BM" begins many a text; the size of the second header is one of few.
    let is_bmp = head.starts_with(b"BM")
        && head
            .get(14..18)
            .is_some_and(|size| matches!(size, [12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]));
    is_bmp.then_some(MediaKind::Bmp)
}

/// Formats that are known by a signature and hold no invoice for us, as a person calls them.
fn other_signature(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(usize, &[u8], &str); 41] = [
        (0, b"Rar!\x1A\x07", "RAR archive"),
        (0, b"7z\xBC\xAF\x27\x1C", "7-Zip archive"),
        (0, b"\x1F\x8B", "gzip archive"),
        (0, b"BZh", "bzip2 archive"),
        (0, b"\xFD7zXZ\0", "xz archive"),
        (0, b"\x28\xB5\x2F\xFD", "Zstandard archive"),
        (0, b"MSCF", "Windows cabinet archive"),
        (257, b"ustar", "tar archive"),
        (0, b"{\\rtf", "RTF document"),
        (0, b"%!PS", "PostScript file"),
        (0, b"\xC5\xD0\xD3\xC6", "PostScript picture (EPS)"),
        (0, b"\x1B%-12345X", "printer file"),
        (0, b"AT&TFORM", "DjVu document"),
        (0, b"\0\0\0\x0CjP  ", "JPEG 2000 picture"),
        (0, b"\xFF\x4F\xFF\x51", "JPEG 2000 picture"),
        (0, b"\0\0\0\x0CJXL ", "JPEG XL picture"),
        (0, b"\xFF\x0A", "JPEG XL picture"),
        (8, b"CR\x02", "camera raw picture"),
        (0, b"8BPS", "Photoshop picture"),
        (0, b"\xD7\xCD\xC6\x9A", "Windows metafile picture"),
        (40, b" EMF", "Windows metafile picture"),
        (0, b"\0\0\x01\0", "icon"),
        (0, b"ID3", "sound recording"),
        (0, b"OggS", "sound recording"),
        (0, b"fLaC", "sound recording"),
        (0, b"\x1A\x45\xDF\xA3", "video"),
        (0, b"MZ", "Windows program"),
        (0, b"\x7FELF", "program"),
        (0, b"\xCF\xFA\xED\xFE", "program"),
        (0, b"\xCE\xFA\xED\xFE", "program"),
        (0, b"\xCA\xFE\xBA\xBE", "program"),
        (0, b"#!", "script"),
        (0, b"SQLite format 3\0", "database"),
        (4, b"Standard Jet DB", "Access database"),
        (4, b"Standard ACE DB", "Access database"),
        (0, b"!BDN", "Outlook data file"),
        (0, b"\x78\x9F\x3E\x22", "Outlook winmail.dat"), // TNEF
        (0, b"L\0\0\0\x01\x14\x02\0", "Windows shortcut"),
        (0, b"wOFF", "font"),
        (0, b"\0\x01\0\0\0", "font"),
        (0, b"OTTO", "font"),
    ];
    if head.starts_with(b"RIFF") {
        return Some("sound recording or video");
    }
    if at(head, 4, b"ftyp") {
        return Some(media_brand(head));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(archive::compound_file(head));
    }
    SIGNATURES
        .iter()
        .find(|(offset, signature, _)| at(head, *offset, signature))
        .map(|(_, _, what)| *what)
}

/// ISO base media files (HEIC photos, videos) by their major brand.
fn media_brand(head: &[u8]) -> &'static str {
    match head.get(8..12) {
        Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1") => {
            "HEIC photo"
        }
        Some(b"avif" | b"avis") => "AVIF picture",
        Some(b"M4A " | b"M4B ") => "sound recording",
        Some(b"crx ") => "camera raw picture",
        _ => "video",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(bytes: &[u8]) -> Sniffed {
        sniff(bytes, bytes.len() as u64)
    }

    fn what(bytes: &[u8]) -> String {
        match kind(bytes) {
            Sniffed::Skip(SkipReason::NotAnInvoiceFormat { what }) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn documents_are_known_by_their_content() {
        let cases: [(&[u8], MediaKind); 12] = [
            (b"%PDF-1.7\n", MediaKind::Pdf),
            (b"\xEF\xBB\xBF\r\n%PDF-1.4\n", MediaKind::Pdf),
            (b"II*\0\x08\0\0\0", MediaKind::Tiff),
            (b"MM\0*\0\0\0\x08", MediaKind::Tiff),
            (b"II+\0\x08\0\0\0", MediaKind::Tiff),
            (b"MM\0+\0\x08\0\0", MediaKind::Tiff),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", MediaKind::Jpeg),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", MediaKind::Png),
            (b"GIF89a", MediaKind::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", MediaKind::Webp),
            (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0", MediaKind::Bmp),
            (
                b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>",
                MediaKind::Ubl,
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(kind(bytes), Sniffed::Document(expected), "{bytes:?}");
        }
    }

    #[test]
    fn junk_before_a_pdf_is_accepted_up_to_its_limit() {
        let mut bytes = vec![b'x'; 1000];
        bytes.extend(b"%PDF-1.4\n");
        assert_eq!(kind(&bytes), Sniffed::Document(MediaKind::Pdf));
        bytes.splice(0..0, [b'x'; 100]);
        assert_eq!(what(&bytes), "plain text");
    }

    #[test]
    fn what_cannot_hold_an_invoice_is_named() {
        assert_eq!(what(b"Rar!\x1A\x07\0"), "RAR archive");
        assert_eq!(what(b"\0\0\0\x18ftypheic\0\0\0\0"), "HEIC photo");
        assert_eq!(what(b"\0\0\0\x18ftypmp42\0\0\0\0"), "video");
        assert_eq!(what(b"{\\rtf1\\ansi hello}"), "RTF document");
        assert_eq!(what(b"MZ\x90\0\x03\0"), "Windows program");
        assert_eq!(what(b"\x78\x9F\x3E\x22\x01\0"), "Outlook winmail.dat");
        assert_eq!(what(b"BM is the start of this sentence.\n"), "plain text");
        assert_eq!(what(b"\x01\x02\x03\xFE\xFF\0\x07"), "file of an unknown kind");
        let mut tar = vec![0; 512];
        tar[..5].copy_from_slice(b"a.pdf");
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(what(&tar), "tar archive");
    }

    #[test]
    fn nothing_at_all_is_damaged() {
        assert_eq!(kind(b""), Sniffed::Damaged(Cause::Empty));
        assert!(matches!(kind(&[0; 4096]), Sniffed::Damaged(Cause::Damaged { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
            let _ = kind(&bytes);
        }

        #[test]
        fn no_cut_off_or_changed_beginning_makes_it_panic(
            start in prop::sample::select(vec![
                &b"PK\x03\x04\x14\0\0\0\0\0"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<?xml version='1.0'?>",
                b"<!DOCTYPE a [ <!ENTITY b \"c\"> ]><a:b xmlns:a='x'>", b"\xFF\xFE<\0?\0", b"From: a\nReceived: b\n",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..600),
            cut in 0usize..64,
        ) {
            let mut bytes = start.to_vec();
            bytes.truncate(start.len().saturating_sub(cut / 8));
            bytes.extend(rest);
            let _ = kind(&bytes);
        }
    }
}
