//! The transfer encodings of MIME (RFC 2045 6), forgiving: mail programs and gateways damage both.

/// Base64; characters outside its alphabet are passed over, as RFC 2045 6.8 asks. Padding in the middle (joined pieces)
/// starts afresh.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits = 0u32;
    let mut count = 0;
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// Quoted-printable; what is no valid escape is kept as it is.
pub(super) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|&b| b == b'\n') {
        let content = line.trim_ascii_end();
        let ending: &[u8] = match line {
            [.., b'\r', b'\n'] => b"\r\n",
            [.., b'\n'] => b"\n",
            _ => b"",
        };
        let (content, ending) = match content {
            [content @ .., b'='] => (content, &b""[..]),
            content => (content, ending),
        };
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            let escaped = match (byte, after) {
                (b'=', &[high, low, ..]) => hex(high).zip(hex(low)),
                _ => None,
            };
            if let Some((high, low)) = escaped {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            } else {
                bytes.push(byte);
                rest = after;
            }
        }
        bytes.extend_from_slice(ending);
    }
    bytes
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_in_all_states() {
        assert_eq!(base64(b"JVBERi0xLjc="), b"%PDF-1.7");
        assert_eq!(base64(b"JVBE\r\nRi0x\r\n Ljc=\r\n"), b"%PDF-1.7");
        assert_eq!(base64(b"JVBERi0xLjc"), b"%PDF-1.7");
        assert_eq!(base64(b"YQ==YmM="), b"abc");
        assert_eq!(base64(b"=*!"), b"");
    }

    #[test]
    fn quoted_printable_in_all_states() {
        assert_eq!(quoted_printable(b"caf=C3=A9 =e2=82=ac"), "café €".as_bytes());
        assert_eq!(quoted_printable(b"soft=\r\nbreak=  \nhere"), b"softbreakhere");
        assert_eq!(quoted_printable(b"a  \r\nb\n"), b"a\r\nb\n");
        assert_eq!(quoted_printable(b"1=2 =Z1 ="), b"1=2 =Z1 ");
    }
}
