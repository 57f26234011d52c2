//! ZIP archives, what is a ZIP archive only technically (Office documents), and OLE compound files.

use super::{ContainerKind, Sniffed, at, find, skip};

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
const SPLIT_MARKER: &[u8] = b"PK\x07\x08";

/// How many members' names are looked at to tell a document format from a mere archive.
const NAMES: usize = 64;

/// A ZIP archive, or the document format that is packed as one. `None` when it is no ZIP.
pub(super) fn sniff(head: &[u8]) -> Option<Sniffed> {
    // An archive that was to be split and then fitted in one part begins with the marker of a split one.
    let head = head.strip_prefix(SPLIT_MARKER).unwrap_or(head);
    if head.starts_with(END_OF_DIRECTORY) {
        return Some(Sniffed::Container(ContainerKind::Zip));
    }
    if !head.starts_with(LOCAL_HEADER) {
        return None;
    }
    Some(match packed_document(head) {
        Some(what) => skip(what),
        None => Sniffed::Container(ContainerKind::Zip),
    })
}

/// The document format that a ZIP archive is, by the names of its members.
fn packed_document(head: &[u8]) -> Option<&'static str> {
    let first = member_name(head)?;
    if first == b"mimetype" {
        return open_document(head);
    }
    // Only the first name is surely of this archive: what follows may lie inside a member that is an archive itself.
    let is_package = first == b"[Content_Types].xml"
        || [&b"_rels/"[..], b"docProps/", b"word/", b"xl/", b"ppt/", b"customXml/"]
            .iter()
            .any(|folder| first.starts_with(folder));
    let names = || {
        let mut offset = 0;
        std::iter::from_fn(move || {
            offset += find(head.get(offset..)?, LOCAL_HEADER)?;
            let name = member_name(&head[offset..]);
            offset += LOCAL_HEADER.len();
            Some(name.unwrap_or_default())
        })
        .take(NAMES)
    };
    let has = |prefix: &[u8]| names().any(|name| name.starts_with(prefix));
    if is_package && (has(b"[Content_Types].xml") || has(b"_rels/")) {
        return Some(if has(b"word/") {
            "Word document"
        } else if has(b"xl/") {
            "Excel workbook"
        } else if has(b"ppt/") {
            "PowerPoint presentation"
        } else if has(b"FixedDoc") || has(b"Documents/1/") {
            "XPS document"
        } else {
            "Office document"
        });
    }
    if first.starts_with(b"META-INF/MANIFEST.MF") {
        return Some("Java program");
    }
    if first.starts_with(b"Index/Document.iwa")
        || has(b"Index/Document.iwa") && first.starts_with(b"Index/")
    {
        return Some("iWork document");
    }
    None
}

/// What the first member of an OpenDocument or EPUB file, always stored and called `mimetype`, says.
fn open_document(head: &[u8]) -> Option<&'static str> {
    const TYPES: [(&[u8], &str); 5] = [
        (b"application/epub+zip", "e-book"),
        (b"application/vnd.oasis.opendocument.text", "OpenDocument text"),
        (b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"),
        (b"application/vnd.oasis.opendocument.presentation", "OpenDocument presentation"),
        (b"application/vnd.oasis.opendocument", "OpenDocument file"),
    ];
    let extra_len = usize::from(u16::from_le_bytes([*head.get(28)?, *head.get(29)?]));
    let content = head.get(30 + b"mimetype".len() + extra_len..)?;
    TYPES.iter().find(|(media_type, _)| content.starts_with(media_type)).map(|(_, what)| *what)
}

/// The name in the local header that begins `bytes`.
fn member_name(bytes: &[u8]) -> Option<&[u8]> {
    let len = usize::from(u16::from_le_bytes([*bytes.get(26)?, *bytes.get(27)?]));
    bytes.get(30..30 + len)
}

/// What an OLE compound file holds, by the names of its streams; \[MS-CFB\] 2.6: a directory of 128-byte entries whose
/// names are UTF-16.
pub(super) fn compound_file(head: &[u8]) -> &'static str {
    const STREAMS: [(&str, &str); 6] = [
        ("__properties_version1.0", "Outlook message (.msg)"),
        ("__nameid_version1.0", "Outlook message (.msg)"),
        ("WordDocument", "Word document (old format)"),
        ("Workbook", "Excel workbook (old format)"),
        ("Book", "Excel workbook (old format)"),
        ("PowerPoint Document", "PowerPoint presentation (old format)"),
    ];
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let known = STREAMS.map(|(stream, what)| (utf16(stream), what));
    for entry in head.chunks_exact(128) {
        for (name, what) in &known {
            // The name ends with a zero character.
            if entry.starts_with(name) && at(entry, name.len(), &[0, 0]) {
                return what;
            }
        }
    }
    // The directory lies beyond what was looked at.
    "Microsoft Office or Outlook file (old format)"
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::source::SkipReason;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            let stored =
                SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(*name, stored).unwrap();
            writer.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn what(bytes: &[u8]) -> String {
        match sniff(bytes) {
            Some(Sniffed::Skip(SkipReason::NotAnInvoiceFormat { what })) => what,
            sniffed => panic!("{sniffed:?}"),
        }
    }

    #[test]
    fn office_documents_are_no_archives() {
        let word = zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        assert_eq!(what(&word), "Word document");
        let excel = zip(&["_rels/.rels", "xl/workbook.xml", "[Content_Types].xml"]);
        assert_eq!(what(&excel), "Excel workbook");
        let calc = zip(&["mimetype", "content.xml"]);
        assert_eq!(what(&calc), "OpenDocument spreadsheet");
        assert_eq!(what(&zip(&["META-INF/MANIFEST.MF"])), "Java program");
    }

    #[test]
    fn archives_of_office_documents_are_archives() {
        let container = Some(Sniffed::Container(ContainerKind::Zip));
        let word = zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("brief.docx", stored).unwrap();
        writer.write_all(&word).unwrap();
        assert_eq!(sniff(&writer.finish().unwrap().into_inner()), container);
        assert_eq!(sniff(&zip(&["word/factuur.pdf"])), container);
        assert_eq!(sniff(&zip(&[])), container);
    }

    #[test]
    fn compound_files_are_named_by_their_streams() {
        let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        file.resize(1024, 0);
        assert_eq!(compound_file(&file), "Microsoft Office or Outlook file (old format)");
        let name: Vec<u8> =
            "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        file[640..640 + name.len()].copy_from_slice(&name);
        assert_eq!(compound_file(&file), "Outlook message (.msg)");
    }
}
