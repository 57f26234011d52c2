//! The structure of a MIME message (RFC 2045, 2046): its parts as slices, nothing decoded.
//!
//! The tree is walked here and not by the mail library, which decodes all attachments at once, turns the bytes of XML
//! attachments into text, and nests without a bound; it reads the header fields of each part.

use std::borrow::Cow;

use mail_parser::{ContentType, MessageParser, MimeHeaders};

use crate::Cause;

use super::{decode, guarded};

/// Multiparts inside multiparts; real messages have up to five.
const MULTIPART_DEPTH: u32 = 20;

/// Header lines about content that are looked at, bytes; real parts have some hundreds.
const FIELDS_LEN: usize = 32 * 1024;

/// A part that holds no parts.
pub(super) struct Part<'a> {
    /// Position in the message: "2", "1.2".
    pub(super) number: String,
    pub(super) name: Option<String>,
    /// `text/plain`, lower case.
    pub(super) media_type: String,
    pub(super) is_attachment: bool,
    /// Marked as shown within the text, or named there.
    pub(super) is_inline: bool,
    /// Should hold parts and they cannot be found.
    pub(super) is_broken: bool,
    encoding: Encoding,
    body: &'a [u8],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Base64,
    QuotedPrintable,
    Unknown,
}

impl Part<'_> {
    /// The part's content; `None` for an encoding that nobody uses any more.
    pub(super) fn content(&self) -> Option<Cow<'_, [u8]>> {
        Some(match self.encoding {
            Encoding::Identity => Cow::Borrowed(self.body),
            Encoding::Base64 => Cow::Owned(decode::base64(self.body)),
            Encoding::QuotedPrintable => Cow::Owned(decode::quoted_printable(self.body)),
            Encoding::Unknown => return None,
        })
    }
}

/// All parts of a message that hold no parts, in order.
///
/// # Errors
/// [`Cause::TooManyMembers`] with more than `parts_limit`, [`Cause::NestedTooDeep`].
pub(super) fn parts(message: &[u8], parts_limit: u32) -> Result<Vec<Part<'_>>, Cause> {
    let mut parts = Vec::new();
    let start = message.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(message);
    collect(start.trim_ascii_start(), String::new(), 0, parts_limit, &mut parts)?;
    Ok(parts)
}

fn collect<'a>(
    entity: &'a [u8],
    number: String,
    depth: u32,
    limit: u32,
    parts: &mut Vec<Part<'a>>,
) -> Result<(), Cause> {
    if depth > MULTIPART_DEPTH {
        return Err(Cause::NestedTooDeep { limit: MULTIPART_DEPTH });
    }
    let (header, body) = split_header(entity);
    let fields = content_fields(header);
    let parsed = guarded(|| Ok(Fields::parse(&fields)))?;
    if let Some(boundary) = &parsed.boundary {
        let inner = split_parts(body, boundary.as_bytes());
        if !inner.is_empty() {
            for (index, entity) in inner.into_iter().enumerate() {
                let number = match &*number {
                    "" => (index + 1).to_string(),
                    outer => format!("{outer}.{}", index + 1),
                };
                collect(entity, number, depth + 1, limit, parts)?;
            }
            return Ok(());
        }
    }
    if parts.len() >= limit as usize {
        return Err(Cause::TooManyMembers { limit });
    }
    parts.push(Part {
        number: if number.is_empty() { "1".into() } else { number },
        name: parsed.name,
        media_type: parsed.media_type,
        is_attachment: parsed.is_attachment,
        is_inline: parsed.is_inline,
        is_broken: parsed.is_multipart && !body.trim_ascii().is_empty(),
        encoding: parsed.encoding,
        body,
    });
    Ok(())
}

/// The header of an entity and its body, the empty line between them left out.
fn split_header(entity: &[u8]) -> (&[u8], &[u8]) {
    let mut offset = 0;
    for line in entity.split_inclusive(|&b| b == b'\n') {
        if line == b"\n" || line == b"\r\n" {
            return (&entity[..offset], &entity[offset + line.len()..]);
        }
        offset += line.len();
    }
    (entity, &[])
}

/// The lines of the `Content-…` fields, which are all that matters here.
fn content_fields(header: &[u8]) -> Vec<u8> {
    let mut fields = Vec::new();
    let mut is_wanted = false;
    for line in header.split_inclusive(|&b| b == b'\n') {
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            is_wanted = line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
        }
        if is_wanted && fields.len() + line.len() <= FIELDS_LEN {
            fields.extend_from_slice(line);
        }
    }
    fields.extend_from_slice(b"\r\n\r\n");
    fields
}

/// What the header of a part says.
struct Fields {
    media_type: String,
    is_multipart: bool,
    boundary: Option<String>,
    name: Option<String>,
    is_attachment: bool,
    is_inline: bool,
    encoding: Encoding,
}

impl Fields {
    fn parse(fields: &[u8]) -> Self {
        let message = MessageParser::default().parse_headers(fields);
        let part = message.as_ref().and_then(|message| message.parts.first());
        let content_type = part.and_then(|part| part.content_type());
        let disposition = part.and_then(|part| part.content_disposition());
        let is_attachment = disposition.is_some_and(ContentType::is_attachment);
        let encoding = part.and_then(|part| part.content_transfer_encoding());
        let encoding = encoding.map(|encoding| encoding.trim().to_ascii_lowercase());
        Self {
            media_type: content_type.map_or_else(
                || "text/plain".into(),
                |t| {
                    let (main, sub) = (t.ctype(), t.subtype().unwrap_or_default());
                    format!("{main}/{sub}").to_ascii_lowercase()
                },
            ),
            is_multipart: content_type.is_some_and(|t| t.ctype().eq_ignore_ascii_case("multipart")),
            boundary: content_type
                .filter(|t| t.ctype().eq_ignore_ascii_case("multipart"))
                .and_then(|t| t.attribute("boundary"))
                .map(|boundary| boundary.trim_end().to_owned())
                .filter(|boundary| !boundary.is_empty()),
            name: part
                .and_then(|part| part.attachment_name())
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty()),
            is_attachment,
            is_inline: !is_attachment
                && (disposition.is_some_and(ContentType::is_inline)
                    || part.is_some_and(|part| part.content_id().is_some())),
            encoding: match encoding.as_deref() {
                Some("base64") => Encoding::Base64,
                Some("quoted-printable") => Encoding::QuotedPrintable,
                Some("x-uuencode" | "x-uue" | "uuencode") => Encoding::Unknown,
                _ => Encoding::Identity,
            },
        }
    }
}

/// The parts between the lines `--boundary`; RFC 2046 5.1.1. The last one may lack its end (a message cut off).
fn split_parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut part_start = None;
    let mut offset = 0;
    for line in body.split_inclusive(|&b| b == b'\n') {
        let after = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary));
        // A longer boundary that begins like this one is another one.
        let delimiter = after.and_then(|after| match after.trim_ascii_end() {
            b"" => Some(false),
            b"--" => Some(true),
            _ => None,
        });
        if let Some(is_last) = delimiter {
            if let Some(start) = part_start.take() {
                parts.push(without_line_end(&body[start..offset]));
            }
            if is_last {
                return parts;
            }
            part_start = Some(offset + line.len());
        }
        offset += line.len();
    }
    if let Some(start) = part_start.filter(|&start| start < body.len()) {
        parts.push(&body[start..]);
    }
    parts
}

/// The line end before a delimiter belongs to the delimiter.
fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}
