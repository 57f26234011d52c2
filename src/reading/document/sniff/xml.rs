//! The root element of an XML file and its namespace: enough to tell an e-invoice from other XML, without a parser.

use std::borrow::Cow;

use super::super::SkipReason;
use crate::document::MediaKind;
use einvoice;

use super::{Sniffed, find, skip};

/// Longest name of a root element that is shown to the person, characters.
const ROOT_NAME_LEN: usize = 64;

/// What an XML file is by its root element; `None` when it is no XML.
pub(super) fn sniff(head: &[u8]) -> Option<Sniffed> {
    let text = as_ascii_compatible(head)?;
    let mut rest = text.trim_ascii_start();
    if !rest.starts_with(b"<") {
        return None;
    }
    let is_declared = rest.starts_with(b"<?xml");
    let mut has_doctype = false;
    // Each round consumes at least one byte, so this ends.
    loop {
        rest = rest.trim_ascii_start();
        let after = if rest.starts_with(b"<?") {
            find(rest, b"?>").map(|end| end + 2)
        } else if rest.starts_with(b"<!--") {
            find(&rest[4..], b"-->").map(|end| end + 7)
        } else if starts_with_ignoring_case(rest, b"<!doctype") {
            if starts_with_ignoring_case(&rest[9..], b" html") && !is_declared {
                return Some(skip("web page"));
            }
            has_doctype = true;
            doctype_len(rest)
        } else {
            break;
        };
        match after {
            Some(len) => rest = &rest[len..],
            None if is_declared || has_doctype => {
                return Some(skip("XML without a root element near its beginning"));
            }
            None => return None,
        }
    }
    let Some(root) = Root::read(rest) else {
        return is_declared.then(|| skip("XML without a root element near its beginning"));
    };
    if let Some(kind) = root.invoice_kind() {
        return Some(Sniffed::Document(kind));
    }
    if root.local == "StandardBusinessDocument"
        && let Some(kind) = enveloped(head)
    {
        return Some(Sniffed::Document(kind));
    }
    if !is_declared && starts_with_ignoring_case(root.local.as_bytes(), b"html") {
        return Some(skip("web page"));
    }
    if !is_declared && root.namespace.is_none() && !root.is_complete {
        return None;
    }
    Some(Sniffed::Skip(SkipReason::OtherXml {
        root: root.local.chars().take(ROOT_NAME_LEN).collect(),
    }))
}

/// What is in the envelope that invoices travel in over the Peppol network.
fn enveloped(head: &[u8]) -> Option<MediaKind> {
    match einvoice::root(head)? {
        einvoice::Root::Ubl => Some(MediaKind::Ubl),
        einvoice::Root::Cii => Some(MediaKind::Cii),
        einvoice::Root::Other(_) => None,
    }
}

/// The text with all markup in ASCII: UTF-8 and the 8-bit encodings as they are, UTF-16 converted. `None` for what
/// cannot be XML.
fn as_ascii_compatible(head: &[u8]) -> Option<Cow<'_, [u8]>> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Cow::Owned(text.into_bytes())
    };
    Some(match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(head, u16::from_le_bytes),
        [0, b'<', ..] => utf16(head, u16::from_be_bytes),
        [0, ..] => return None,
        _ => Cow::Borrowed(head),
    })
}

fn starts_with_ignoring_case(text: &[u8], lower: &[u8]) -> bool {
    text.get(..lower.len()).is_some_and(|start| start.eq_ignore_ascii_case(lower))
}

/// Length of the document type declaration that begins `text`, with its internal subset.
fn doctype_len(text: &[u8]) -> Option<usize> {
    let mut in_subset = false;
    let mut offset = 0;
    while let Some(&byte) = text.get(offset) {
        match byte {
            b'"' | b'\'' => offset += 1 + text[offset + 1..].iter().position(|&b| b == byte)?,
            b'<' if in_subset && text[offset..].starts_with(b"<!--") => {
                offset += 3 + find(&text[offset + 4..], b"-->")? + 3;
            }
            b'<' if in_subset && text[offset..].starts_with(b"<?") => {
                offset += 1 + find(&text[offset..], b"?>")?;
            }
            b'[' => in_subset = true,
            b']' => in_subset = false,
            b'>' if !in_subset => return Some(offset + 1),
            _ => {}
        }
        offset += 1;
    }
    None
}

/// The start tag of the root element.
struct Root<'a> {
    local: Cow<'a, str>,
    namespace: Option<Cow<'a, str>>,
    /// Whether the whole tag was seen.
    is_complete: bool,
}

impl<'a> Root<'a> {
    /// Reads the tag that begins `text`.
    fn read(text: &'a [u8]) -> Option<Self> {
        let text = text.strip_prefix(b"<")?;
        let is_name_byte =
            |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.' | 0x80..);
        let name_len = text.iter().position(|b| !is_name_byte(b)).unwrap_or(text.len());
        let name = &text[..name_len];
        if name.first().is_none_or(|b| matches!(b, b'-' | b'.' | b'0'..=b'9')) {
            return None;
        }
        let (prefix, local) = match name.iter().position(|&b| b == b':') {
            Some(colon) => (&name[..colon], &name[colon + 1..]),
            None => (&name[..0], name),
        };
        let mut root =
            Root { local: String::from_utf8_lossy(local), namespace: None, is_complete: false };
        let mut rest = &text[name_len..];
        loop {
            rest = rest.trim_ascii_start();
            match rest.first() {
                Some(b'>' | b'/') => {
                    root.is_complete = true;
                    break;
                }
                None => break,
                Some(_) => {}
            }
            let Some((attribute, value, after)) = attribute(rest) else {
                break;
            };
            let declares = match attribute.strip_prefix(b"xmlns") {
                Some(b"") => prefix.is_empty(),
                Some([b':', declared @ ..]) => !prefix.is_empty() && declared == prefix,
                _ => false,
            };
            if declares {
                root.namespace = Some(String::from_utf8_lossy(value));
            }
            rest = after;
        }
        Some(root)
    }

    /// The kind of e-invoice whose root this is, by namespace and local name.
    fn invoice_kind(&self) -> Option<MediaKind> {
        const CII: &str = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:";
        const ZUGFERD_1: &str = "urn:ferd:CrossIndustryDocument:";
        let namespace = self.namespace.as_deref()?.trim();
        match &*self.local {
            "Invoice" if namespace == "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" => {
                Some(MediaKind::Ubl)
            }
            "CreditNote"
                if namespace == "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2" =>
            {
                Some(MediaKind::Ubl)
            }
            "CrossIndustryInvoice" if namespace.starts_with(CII) => Some(MediaKind::Cii),
            "CrossIndustryDocument" if namespace.starts_with(ZUGFERD_1) => Some(MediaKind::Cii),
            _ => None,
        }
    }
}

/// Name and value of the attribute that begins `text`, and what follows it.
fn attribute(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let name_len = text.iter().position(|&b| b == b'=' || b == b'>' || b.is_ascii_whitespace())?;
    let (name, rest) = text.split_at(name_len);
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, rest) = rest.split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let end = rest.iter().position(|&b| b == quote)?;
    Some((name, &rest[..end], &rest[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";

    const IS_UBL: Option<Sniffed> = Some(Sniffed::Document(MediaKind::Ubl));

    /// The root of what is some other XML.
    fn other_root(text: &str) -> String {
        match sniff(text.as_bytes()) {
            Some(Sniffed::Skip(SkipReason::OtherXml { root })) => root,
            sniffed => panic!("{text}: {sniffed:?}"),
        }
    }

    #[test]
    fn the_root_element_decides() {
        let prefixed = format!(
            "\u{feff}\n<?xml version=\"1.0\"?>\n<!-- <x> -->\n<?pi ?>\n<a:Invoice xmlns=\"urn:x\"\n xmlns:a = '{UBL}'\n>"
        );
        assert_eq!(sniff(prefixed.as_bytes()), IS_UBL);
        let credit =
            "<CreditNote xmlns='urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'>";
        assert_eq!(sniff(credit.as_bytes()), IS_UBL);
        for cii in [
            "<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'>",
            "<rsm:CrossIndustryDocument xmlns:rsm='urn:ferd:CrossIndustryDocument:invoice:1p0'>",
        ] {
            let expected = Some(Sniffed::Document(MediaKind::Cii));
            assert_eq!(sniff(cii.as_bytes()), expected);
        }
    }

    #[test]
    fn an_invoice_in_a_peppol_envelope_is_an_invoice() {
        let head = "<StandardBusinessDocument xmlns='http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader'><StandardBusinessDocumentHeader/>";
        assert_eq!(other_root(head), "StandardBusinessDocument");
        assert_eq!(sniff(format!("{head}<Invoice xmlns='{UBL}'>").as_bytes()), IS_UBL);
    }

    #[test]
    fn other_xml_is_named_by_its_root() {
        let cases = [
            (
                "<?xml version='1.0'?><auditfile xmlns='http://www.auditfiles.nl/XAF/3.2'/>",
                "auditfile",
            ),
            ("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'>", "Document"),
            ("<o:Order xmlns:o='urn:oasis:names:specification:ubl:schema:xsd:Order-2'>", "Order"),
            (
                "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0'/>",
                "Invoice",
            ),
            ("<Invoice/>", "Invoice"),
            ("<svg xmlns='http://www.w3.org/2000/svg'>", "svg"),
        ];
        for (text, root) in cases {
            assert_eq!(other_root(text), root);
        }
        // The namespace of another prefix is not the root's.
        let text = format!("<b:Invoice xmlns:a='{UBL}'>");
        assert_eq!(other_root(&text), "Invoice");
    }

    #[test]
    fn an_invoice_with_a_document_type_goes_to_the_reader() {
        let text = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE Invoice [ <!-- ]> --> <!ENTITY a \"]>\"> <?b ]>?> ]>\n<Invoice xmlns=\"{UBL}\">"
        );
        assert_eq!(sniff(text.as_bytes()), IS_UBL);
        assert_eq!(sniff(b"<!DOCTYPE html><html>"), Some(skip("web page")));
    }

    #[test]
    fn utf_16_is_read() {
        let text = format!("<?xml version='1.0' encoding='UTF-16'?><Invoice xmlns='{UBL}'>");
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(sniff(&le), IS_UBL);
        assert_eq!(sniff(&be), IS_UBL);
        assert_eq!(sniff(&[&b"\xFF\xFE"[..], &le].concat()), IS_UBL);
        assert_eq!(sniff(&[&b"\xFE\xFF"[..], &be].concat()), IS_UBL);
    }

    #[test]
    fn text_with_angle_brackets_is_no_xml() {
        assert_eq!(sniff(b"< 5 euro"), None);
        assert_eq!(sniff(b"<jan@example.com> wrote:"), None);
        assert_eq!(sniff(b"<!-- never closed"), None);
        assert_eq!(sniff(b"hello"), None);
    }

    #[test]
    fn endless_prologs_end() {
        let mut text = b"<?xml version='1.0'?>".to_vec();
        text.extend(b"<!---->".repeat(9000));
        assert!(matches!(sniff(&text), Some(Sniffed::Skip(_))));
        let open = b"<!DOCTYPE a [".repeat(5000);
        assert!(matches!(sniff(&open), Some(Sniffed::Skip(_))));
    }
}
