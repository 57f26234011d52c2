//! Bytes to characters: byte order mark, declared encoding.

use std::borrow::Cow;

use crate::Fault;

/// The characters 0x80 to 0x9F of windows-1252; ISO-8859-1 has control characters there that XML does not allow.
const WINDOWS_1252: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2C6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

/// Where ISO-8859-15 (Latin 9) differs from ISO-8859-1.
const LATIN_9: [(u8, char); 8] = [
    (0xA4, '€'),
    (0xA6, 'Š'),
    (0xA8, 'š'),
    (0xB4, 'Ž'),
    (0xB8, 'ž'),
    (0xBC, 'Œ'),
    (0xBD, 'œ'),
    (0xBE, 'Ÿ'),
];

/// How the bytes say they are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Latin1,
    Latin9,
    Unknown,
}

/// The encoding, and how many bytes its byte order mark takes.
fn encoding(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16Be, 2),
        [b'<', 0, ..] => return (Encoding::Utf16Le, 0),
        [0, b'<', ..] => return (Encoding::Utf16Be, 0),
        _ => {}
    }
    let encoding = match declared(bytes) {
        None => Encoding::Utf8,
        Some(name) => match name.to_ascii_lowercase().as_str() {
            // UTF-16 can be no UTF-16 here: whoever converted the file left the old declaration
            "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf-16le" | "utf-16be" => {
                Encoding::Utf8
            }
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "windows-1252"
            | "cp1252" => Encoding::Latin1,
            "iso-8859-15" | "iso8859-15" | "iso_8859-15" | "latin9" | "latin-9" => Encoding::Latin9,
            _ => Encoding::Unknown,
        },
    };
    (encoding, 0)
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(256)];
    let head = &head[..head.windows(2).position(|w| w == b"?>")?];
    let head = std::str::from_utf8(head).ok()?;
    let (_, rest) = head.trim_start().strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// The characters of a whole document.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let (encoding, skip) = encoding(bytes);
    let bytes = &bytes[skip..];
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            if error.error_len().is_none() {
                Fault::Truncated
            } else {
                Fault::XmlSyntax {
                    offset: (skip + error.valid_up_to()) as u64,
                    detail: "not UTF-8".to_owned(),
                }
            }
        }),
        Encoding::Utf16Le | Encoding::Utf16Be => utf16(bytes, encoding).map(Cow::Owned),
        Encoding::Latin1 | Encoding::Latin9 => {
            Ok(Cow::Owned(bytes.iter().map(|&b| latin(b, encoding)).collect()))
        }
        Encoding::Unknown => {
            Err(Fault::XmlSyntax { offset: 0, detail: "unknown encoding".to_owned() })
        }
    }
}

/// The characters of the beginning of a document; what cannot be decoded becomes a replacement character.
pub(super) fn decode_head(head: &[u8]) -> String {
    let (encoding, skip) = encoding(head);
    let bytes = &head[skip..];
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => char::decode_utf16(units(bytes, encoding))
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        // names of elements are ASCII in every invoice format: any superset of ASCII will do
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn units(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(move |pair| {
        let pair = [pair[0], pair[1]];
        if encoding == Encoding::Utf16Le {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    })
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<String, Fault> {
    let mut out = String::with_capacity(bytes.len() / 2);
    let count = bytes.len() / 2;
    for (i, c) in char::decode_utf16(units(bytes, encoding)).enumerate() {
        match c {
            Ok(c) => out.push(c),
            Err(_) if i + 1 >= count => return Err(Fault::Truncated),
            Err(_) => {
                return Err(Fault::XmlSyntax {
                    offset: i as u64 * 2,
                    detail: "not UTF-16".to_owned(),
                });
            }
        }
    }
    if bytes.len() % 2 == 1 {
        return Err(Fault::Truncated);
    }
    Ok(out)
}

fn latin(byte: u8, encoding: Encoding) -> char {
    if encoding == Encoding::Latin9
        && let Some((_, c)) = LATIN_9.iter().find(|(b, _)| *b == byte)
    {
        return *c;
    }
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(decode("\u{FEFF}<a>é</a>".as_bytes()).unwrap(), "<a>é</a>");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9 \x80</a>").unwrap(),
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>é €</a>"
        );
        assert!(
            decode(b"<?xml version=\"1.0\" encoding=\"iso-8859-15\"?><a>\xA4</a>")
                .unwrap()
                .contains('€')
        );
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend("<a>€</a>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&utf16).unwrap(), "<a>€</a>");
        assert_eq!(decode(&utf16[..utf16.len() - 1]), Err(Fault::Truncated));
        assert_eq!(decode(b"<a>\xC3"), Err(Fault::Truncated));
        assert!(matches!(decode(b"<a>\xE9</a>"), Err(Fault::XmlSyntax { offset: 3, .. })));
        assert!(matches!(
            decode(b"<?xml version=\"1.0\" encoding=\"ebcdic\"?>"),
            Err(Fault::XmlSyntax { .. })
        ));
    }
}
