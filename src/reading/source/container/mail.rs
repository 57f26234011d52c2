//! E-mail messages.

use std::io::{self, Cursor};

use crate::Cause;
use crate::document::{ContainerKind, MediaKind, Sniffed, is_envelope};
use crate::source::SkipReason;

use super::mime::{self, Part};
use super::names::{Names, paired};
use super::{Fetched, Item, Member, MemberDocument, Unpacker, guarded, wording};

/// An inline picture with a shorter side under this is a logo or a signature, pixels.
const INLINE_SIDE_PX: u32 = 600;

/// An attached picture with a shorter side under this is one too, pixels: nothing can be read on it.
const ATTACHED_SIDE_PX: u32 = 150;

impl Unpacker<'_> {
    pub(super) fn unpack_mail(
        &mut self,
        message: &[u8],
        path: &str,
        depth: u32,
    ) -> Result<(), Cause> {
        let mut names = Names::new(path);
        let message = match messages(message).as_slice() {
            [] => message,
            [only] => *only,
            several => return self.unpack_mailbox(several, &mut names, depth),
        };
        let parts = mime::parts(message, self.members_limit)?;
        self.count_members(parts.len())?;
        let given = self.given;
        let file_names: Vec<&[u8]> =
            parts.iter().map(|part| part.name.as_deref().unwrap_or_default().as_bytes()).collect();
        for item in paired(&file_names) {
            match item {
                Item::One(index) => {
                    if let Some(document) = self.take_part(&parts[index], &mut names, depth)? {
                        (self.sink)(Member::Document(document));
                    }
                }
                Item::Pair { xml, other } => {
                    let xml = self.take_part(&parts[xml], &mut names, depth)?;
                    let (other, result) = match self.take_part(&parts[other], &mut names, depth) {
                        Ok(other) => (other, Ok(())),
                        Err(cause) => (None, Err(cause)),
                    };
                    self.give_pair(xml, other);
                    result?;
                }
            }
        }
        if self.given == given && parts.iter().any(tells_of_invoice) {
            let cause = SkipReason::PartOfMessage.needs_person();
            (self.sink)(Member::Failed { path: names.path(b"message.txt"), cause });
        }
        Ok(())
    }

    fn unpack_mailbox(
        &mut self,
        messages: &[&[u8]],
        names: &mut Names<'_>,
        depth: u32,
    ) -> Result<(), Cause> {
        self.count_members(messages.len())?;
        for (index, message) in messages.iter().enumerate() {
            let path = names.path(format!("message-{}.eml", index + 1).as_bytes());
            if let Err(cause) = self.unpack_bytes(ContainerKind::Email, message, &path, depth + 1) {
                (self.sink)(Member::Failed { path, cause });
            }
        }
        Ok(())
    }

    /// The document that a part is; anything else is dealt with.
    fn take_part(
        &mut self,
        part: &Part<'_>,
        names: &mut Names<'_>,
        depth: u32,
    ) -> Result<Option<MemberDocument>, Cause> {
        let mut fetched = self.fetch_part(part)?;
        let name = part.name.clone().unwrap_or_else(|| unnamed(part, &fetched));
        let path = names.path(name.as_bytes());
        if let Fetched::Bytes(Sniffed::Document(kind), bytes) = &fetched
            && kind.is_image()
            && is_decoration(part, bytes)
        {
            fetched = Fetched::Left(SkipReason::PartOfMessage);
        }
        Ok(self.settle(fetched, path, depth))
    }

    fn fetch_part(&mut self, part: &Part<'_>) -> Result<Fetched, Cause> {
        match &*part.media_type {
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                return Ok(Fetched::Left(SkipReason::NotAnInvoiceFormat {
                    what: "signed or encrypted part of an e-mail (S/MIME)".into(),
                }));
            }
            "application/pkcs7-signature"
            | "application/x-pkcs7-signature"
            | "application/pgp-signature"
            | "application/pgp-encrypted"
            | "message/delivery-status"
            | "message/disposition-notification"
            | "text/rfc822-headers" => return Ok(Fetched::Left(SkipReason::PartOfMessage)),
            _ => {}
        }
        if part.is_broken {
            return Ok(Fetched::Failed(Cause::Damaged {
                detail: "the parts of the message cannot be found".into(),
            }));
        }
        let Some(content) = part.content() else {
            return Ok(Fetched::Failed(Cause::Damaged {
                detail: "in an outdated transfer encoding (uuencode)".into(),
            }));
        };
        let is_text_of_message =
            part.name.is_none() && !part.is_attachment && part.media_type.starts_with("text/");
        if is_text_of_message && content.trim_ascii().is_empty() {
            return Ok(Fetched::Left(SkipReason::PartOfMessage));
        }
        let fetched = self.fetch(&mut &*content, content.len() as u64)?;
        Ok(match fetched {
            // A forwarded message, whatever its header looks like.
            Fetched::Left(_) | Fetched::Bytes(Sniffed::Container(ContainerKind::Email), _)
                if matches!(&*part.media_type, "message/rfc822" | "message/global") =>
            {
                Fetched::Bytes(Sniffed::Container(ContainerKind::Email), content.into_owned())
            }
            // The text may quote anything; only a document is a document.
            Fetched::Bytes(Sniffed::Document(_), _) => fetched,
            _ if is_text_of_message => Fetched::Left(SkipReason::PartOfMessage),
            _ => fetched,
        })
    }
}

/// The messages of a mailbox (mbox), without the lines that stand before each; none when it is no mailbox.
fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    let start = bytes.len() - bytes.trim_ascii_start().len();
    let (mut begin, mut offset, mut is_after_empty) = (None, start, true);
    for line in bytes[start..].split_inclusive(|&b| b == b'\n') {
        let is_first = offset == start;
        if is_after_empty && is_envelope(line) && (is_first || line.starts_with(b"From ")) {
            messages.extend(begin.map(|begin: usize| &bytes[begin..offset]));
            begin = Some(offset + line.len());
        } else if is_first {
            return messages;
        }
        is_after_empty = line.trim_ascii().is_empty();
        offset += line.len();
    }
    messages.extend(begin.map(|begin| &bytes[begin..]));
    messages
}

/// Whether a part is the text of a message, and tells of an invoice.
fn tells_of_invoice(part: &Part<'_>) -> bool {
    let is_text =
        part.name.is_none() && !part.is_attachment && part.media_type.starts_with("text/");
    is_text && wording::tells_of_invoice(&part.content().unwrap_or_default())
}

/// A name for a part that has none.
fn unnamed(part: &Part<'_>, fetched: &Fetched) -> String {
    let extension = match fetched {
        Fetched::Bytes(Sniffed::Document(kind), _) => match kind {
            MediaKind::Pdf => ".pdf",
            MediaKind::Tiff => ".tif",
            MediaKind::Jpeg => ".jpg",
            MediaKind::Png => ".png",
            MediaKind::Gif => ".gif",
            MediaKind::Bmp => ".bmp",
            MediaKind::Webp => ".webp",
            MediaKind::Ubl | MediaKind::Cii => ".xml",
        },
        Fetched::Bytes(Sniffed::Container(ContainerKind::Zip), _) => ".zip",
        Fetched::Bytes(Sniffed::Container(ContainerKind::Email), _) => ".eml",
        _ if part.media_type == "text/html" => ".html",
        _ if part.media_type == "text/plain" => ".txt",
        _ => "",
    };
    format!("part-{}{extension}", part.number)
}

/// Whether a picture belongs to the looks of the message. A photo of a receipt that a phone shows inline does not.
fn is_decoration(part: &Part<'_>, bytes: &[u8]) -> bool {
    let least = if part.is_inline { INLINE_SIDE_PX } else { ATTACHED_SIDE_PX };
    // Only the header is read. What cannot be measured goes to a reader, which says what is wrong.
    let size = guarded(|| {
        image::ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()?
            .into_dimensions()
            .map_err(io::Error::other)
    });
    size.is_ok_and(|(width, height)| width.min(height) < least)
}
