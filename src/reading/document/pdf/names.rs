//! Text strings of PDF dictionaries.

/// Decodes a PDF text string: UTF-16 or UTF-8 with a byte order mark, else Latin-1 as the near kin of PDFDocEncoding.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().copied().map(char::from).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_encodings() {
        assert_eq!(text_string(b"\xfe\xff\0f\0i\x20\xac"), "fi€");
        assert_eq!(text_string(b"\xef\xbb\xbfdag"), "dag");
        assert_eq!(text_string(b"caf\xe9"), "café");
    }
}
