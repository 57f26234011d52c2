//! The bytes of a history file as UTF-8, with the line that is being read and a limit on what one element may hold.

use std::io::{self, BufRead, Read};

use super::error::What;

/// Bytes that are read at a time.
const CHUNK: usize = 256 * 1024;
/// Bytes between two tags; the longest fields of an auditfile have 999 characters.
const MAX_BETWEEN_TAGS: usize = 1 << 20;

/// How the bytes of a file are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    /// ISO-8859-1, read as Windows does: its control characters are letters there, and exporters mean those.
    Windows1252,
    Utf16 {
        big: bool,
    },
}

/// An input that is UTF-8 whatever the file is.
#[derive(Debug)]
pub struct Input<R> {
    raw: R,
    encoding: Encoding,
    /// Bytes of the file that are not decoded yet.
    pending: Vec<u8>,
    /// Decoded: what lies between the two places is not read yet.
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// Line ends before the buffer.
    line_ends: u64,
    since_tag: usize,
}

impl<R: Read> Input<R> {
    /// Looks at the first bytes.
    ///
    /// # Errors
    /// When there are none, or they are packed or in an encoding that is not known.
    pub fn open(mut raw: R) -> Result<Self, What> {
        let mut head = Vec::with_capacity(CHUNK);
        (&mut raw).take(CHUNK as u64).read_to_end(&mut head)?;
        let (encoding, skip) = sniff(&head)?;
        let mut input = Self {
            raw,
            encoding,
            pending: Vec::new(),
            buffer: Vec::with_capacity(CHUNK),
            at: 0,
            end: 0,
            line_ends: 0,
            since_tag: 0,
        };
        input.decode(&head[skip..]);
        input.end = input.buffer.len();
        Ok(input)
    }

    /// The first bytes, decoded, without taking them.
    pub fn head(&self) -> &[u8] {
        &self.buffer[self.at..self.end]
    }

    /// The line that is being read, from 1.
    pub fn line(&self) -> u64 {
        1 + self.line_ends + line_ends(&self.buffer[..self.at])
    }

    /// The next tag begins: the limit on what lies between two tags starts anew.
    pub(crate) fn begin_tag(&mut self) {
        self.since_tag = 0;
    }

    /// Appends `bytes`, decoded, to the buffer.
    fn decode(&mut self, bytes: &[u8]) {
        match self.encoding {
            Encoding::Utf8 => {
                self.pending.extend_from_slice(bytes);
                self.pending = as_text(&mut self.buffer, &self.pending).to_owned();
            }
            Encoding::Windows1252 => {
                for &byte in bytes {
                    if byte < 0x80 {
                        self.buffer.push(byte);
                    } else {
                        let c = windows_1252(byte);
                        self.buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
            }
            Encoding::Utf16 { big } => {
                self.pending.extend_from_slice(bytes);
                let mut whole = self.pending.len() & !1;
                let unit = |pair: &[u8]| {
                    let pair = [pair[0], pair[1]];
                    if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
                };
                // The first half of a surrogate pair waits for the second.
                if whole >= 2 && (0xd800..0xdc00).contains(&unit(&self.pending[whole - 2..whole])) {
                    whole -= 2;
                }
                let units = self.pending[..whole].chunks_exact(2).map(unit);
                for c in char::decode_utf16(units) {
                    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                    self.buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                self.pending.drain(..whole);
            }
        }
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(out.len());
        out[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since_tag > MAX_BETWEEN_TAGS {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "an element of more than 1 MiB",
            ));
        }
        while self.at == self.end {
            self.line_ends += line_ends(&self.buffer[..self.end]);
            self.at = 0;
            self.end = 0;
            if self.encoding == Encoding::Utf8 {
                let kept = self.pending.len();
                self.buffer.resize(CHUNK, 0); // once
                self.buffer[..kept].copy_from_slice(&self.pending);
                self.pending.clear();
                let n = retry(|| self.raw.read(&mut self.buffer[kept..]))?;
                self.end = kept + n;
                if n == 0 && kept == 0 {
                    break;
                }
                if let Err(error) = std::str::from_utf8(&self.buffer[..self.end]) {
                    if error.error_len().is_none() && n > 0 {
                        // a character that goes on in what comes
                        self.pending.extend_from_slice(&self.buffer[error.valid_up_to()..self.end]);
                        self.end = error.valid_up_to();
                    } else {
                        let bytes = std::mem::take(&mut self.buffer);
                        let rest = as_text(&mut self.buffer, &bytes[..self.end]);
                        if n == 0 {
                            self.buffer.extend(rest.iter().map(|_| b'?'));
                        } else {
                            self.pending.extend_from_slice(rest);
                        }
                        self.end = self.buffer.len();
                    }
                }
            } else {
                let mut chunk = [0; 16 * 1024];
                let n = retry(|| self.raw.read(&mut chunk))?;
                if n == 0 {
                    break;
                }
                self.buffer.clear();
                self.decode(&chunk[..n]);
                self.end = self.buffer.len();
            }
        }
        Ok(&self.buffer[self.at..self.end])
    }

    fn consume(&mut self, n: usize) {
        self.since_tag += n;
        self.at += n;
    }
}

/// Appends UTF-8, in which bytes that are none are read as Windows writes them: many a file says that it is UTF-8 and is
/// not. Gives back a character that is not whole yet.
fn as_text<'b>(buffer: &mut Vec<u8>, bytes: &'b [u8]) -> &'b [u8] {
    let mut rest: &[u8] = &[];
    for chunk in bytes.utf8_chunks() {
        rest = &[];
        buffer.extend_from_slice(chunk.valid().as_bytes());
        let invalid = chunk.invalid();
        let at_end = invalid.as_ptr_range().end == bytes.as_ptr_range().end;
        if at_end && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none()) {
            rest = invalid;
            continue;
        }
        for &byte in invalid {
            buffer.extend_from_slice(windows_1252(byte).encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    rest
}

/// The line of a record that a reader of CSV begins: where lines end with CR LF, it has not counted the LF before it yet.
pub(super) fn line_at(head: &str, position: u64) -> u64 {
    let ends = head.split('\n').next().is_some_and(|first| first.ends_with('\r'));
    position + u64::from(ends)
}

fn line_ends(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The encoding of a file by its first bytes, and how many of them are no text.
fn sniff(head: &[u8]) -> Result<(Encoding, usize), What> {
    match head {
        [] => return Err(What::Empty),
        [0x1f, 0x8b, ..] => return Err(What::Packed("gzip")),
        [b'P', b'K', 3 | 5 | 7, ..] => return Err(What::Packed("ZIP")),
        [b'B', b'Z', b'h', ..] => return Err(What::Packed("bzip2")),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Err(What::Packed("zstd")),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => return Err(What::Packed("xz")),
        [b'7', b'z', 0xbc, 0xaf, ..] => return Err(What::Packed("7-Zip")),
        [0xef, 0xbb, 0xbf, rest @ ..] => return declared(rest).map(|_| (Encoding::Utf8, 3)),
        [0xff, 0xfe, ..] => return Ok((Encoding::Utf16 { big: false }, 2)),
        [0xfe, 0xff, ..] => return Ok((Encoding::Utf16 { big: true }, 2)),
        [b'<', 0, ..] => return Ok((Encoding::Utf16 { big: false }, 0)),
        [0, b'<', ..] => return Ok((Encoding::Utf16 { big: true }, 0)),
        _ => {}
    }
    if head.trim_ascii_start().starts_with(b"<") {
        return declared(head).map(|encoding| (encoding, 0));
    }
    // Text without a declaration is UTF-8, or what Windows programs write.
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(), // only cut at the end
    };
    let encoding = if is_utf8 { Encoding::Utf8 } else { Encoding::Windows1252 };
    Ok((encoding, 0))
}

/// The encoding that the XML declaration names.
fn declared(head: &[u8]) -> Result<Encoding, What> {
    let head = String::from_utf8_lossy(&head[..head.len().min(200)]);
    let declaration = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .map_or("", |(declaration, _)| declaration);
    let Some((_, value)) = declaration.split_once("encoding") else {
        return Ok(Encoding::Utf8);
    };
    let value = value.trim_start().trim_start_matches('=').trim_start();
    let name = value.split(['"', '\'']).nth(1).unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        // what was read so far is one byte a sign, whatever the program that wrote it says
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf-16le" | "utf-16be"
        | "unicode" => Ok(Encoding::Utf8),
        "iso-8859-1" | "iso8859-1" | "latin1" | "iso-8859-15" | "windows-1252" | "cp1252" => {
            Ok(Encoding::Windows1252)
        }
        _ => Err(What::UnknownEncoding(
            name.chars().filter(char::is_ascii_graphic).take(40).collect(),
        )),
    }
}

/// The character of a byte in Windows-1252; the few bytes without one are read as ISO-8859-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_over_all_buffers() {
        let text = "a line\n".repeat(CHUNK / 3);
        let mut input = Input::open(text.as_bytes()).unwrap();
        for line in 1..=(CHUNK / 3) as u64 {
            input.begin_tag();
            if line % 1_000 == 1 {
                assert_eq!(input.line(), line);
            }
            input.read_exact(&mut [0; 7]).unwrap();
        }
        assert_eq!(input.line(), 1 + (CHUNK / 3) as u64);
        assert!(input.fill_buf().unwrap().is_empty());
        assert_eq!(input.line(), 1 + (CHUNK / 3) as u64);
    }
}
