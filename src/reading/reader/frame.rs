//! Frames: a length (four bytes, little-endian) and that many bytes of MessagePack.

use std::io::{self, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::settings::Limits;

/// Longest request, bytes: settings, or a list of page numbers.
pub const REQUEST_LIMIT: u32 = 1024 * 1024;

/// Buffers that one large frame has blown up are not kept larger than this, bytes.
const KEPT_BUFFER: usize = 1024 * 1024;

/// Longest answer under these limits, bytes: a page with as many words as a page may have, or a large e-invoice.
pub fn answer_limit(limits: &Limits) -> u32 {
    const BASE: u32 = 16 * 1024 * 1024;
    const PER_WORD: u32 = 512;
    BASE.saturating_add(limits.page_words.saturating_mul(PER_WORD))
}

/// Why no frame was read.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum FrameError {
    /// The stream ended where a frame could have begun.
    #[error("the stream ended")]
    Ended,
    /// The stream failed, or ended in a frame.
    #[error("the stream broke: {0}")]
    Broken(#[from] io::Error),
    /// A frame longer than any that can be meant.
    #[error("a frame of {len} bytes, over the limit of {limit}")]
    TooLong { len: u64, limit: u32 },
    /// A frame that is no message.
    #[error("a frame that cannot be understood")]
    Garbled,
}

/// Appends `message` to `buffer` as a frame.
///
/// # Errors
/// When it comes out longer than `limit` or cannot be written as MessagePack; `buffer` is then as it was.
pub fn append(
    buffer: &mut Vec<u8>,
    message: &impl Serialize,
    limit: u32,
) -> Result<(), FrameError> {
    let start = buffer.len();
    buffer.extend_from_slice(&[0; 4]);
    if rmp_serde::encode::write(buffer, message).is_err() {
        buffer.truncate(start);
        return Err(FrameError::Garbled);
    }
    let len = buffer.len() - start - 4;
    match u32::try_from(len) {
        Ok(short) if short <= limit => {
            buffer[start..start + 4].copy_from_slice(&short.to_le_bytes());
            Ok(())
        }
        _ => {
            buffer.truncate(start);
            Err(FrameError::TooLong { len: len as u64, limit })
        }
    }
}

/// Reads one frame; `buffer` is scratch space. Takes memory as bytes arrive, never on the word of the length.
///
/// # Errors
/// See [`FrameError`].
pub fn read<T: DeserializeOwned>(
    input: &mut impl Read,
    buffer: &mut Vec<u8>,
    limit: u32,
) -> Result<T, FrameError> {
    let mut header = [0; 4];
    let mut filled = 0;
    while filled < header.len() {
        match input.read(&mut header[filled..]) {
            Ok(0) if filled == 0 => return Err(FrameError::Ended),
            Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    let len = u32::from_le_bytes(header);
    if len > limit {
        return Err(FrameError::TooLong { len: u64::from(len), limit });
    }
    buffer.clear();
    let got = input.take(u64::from(len)).read_to_end(buffer)?;
    if got < len as usize {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    let message = rmp_serde::from_slice(buffer).map_err(|_| FrameError::Garbled);
    slim(buffer);
    message
}

/// Empties a buffer and gives back what one large frame has taken.
pub(crate) fn slim(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT_BUFFER);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Request;

    #[test]
    fn frames_come_back_as_they_went() {
        let mut bytes = Vec::new();
        let requests = [Request::Ocr { pages: vec![1, 70_000] }, Request::SelfCheck];
        for request in &requests {
            append(&mut bytes, request, REQUEST_LIMIT).unwrap();
        }
        let mut input = &bytes[..];
        let mut scratch = Vec::new();
        for request in requests {
            let back: Request = read(&mut input, &mut scratch, REQUEST_LIMIT).unwrap();
            assert_eq!(back, request);
        }
        assert!(matches!(
            read::<Request>(&mut input, &mut scratch, REQUEST_LIMIT),
            Err(FrameError::Ended)
        ));
    }

    #[test]
    fn a_length_is_not_believed() {
        let mut scratch = Vec::new();
        let long = [0xff_u8; 8];
        assert!(matches!(
            read::<Request>(&mut &long[..], &mut scratch, 1000),
            Err(FrameError::TooLong { limit: 1000, .. })
        ));
        // A length within the limit takes memory only for the bytes that come.
        let cut = [0, 0, 0, 0x40, 1, 2];
        assert!(matches!(
            read::<Request>(&mut &cut[..], &mut scratch, u32::MAX),
            Err(FrameError::Broken(_))
        ));
        assert!(scratch.capacity() < 1024 * 1024, "{}", scratch.capacity());
    }

    #[test]
    fn nonsense_is_garbled_and_what_is_too_long_is_not_sent() {
        let mut scratch = Vec::new();
        let nonsense = [3, 0, 0, 0, 0xc1, 0xc1, 0xc1];
        assert!(matches!(
            read::<Request>(&mut &nonsense[..], &mut scratch, 1000),
            Err(FrameError::Garbled)
        ));
        let mut bytes = vec![7];
        let many = Request::Ocr { pages: (0..100).collect() };
        assert!(append(&mut bytes, &many, 50).is_err());
        assert_eq!(bytes, [7]);
    }
}
