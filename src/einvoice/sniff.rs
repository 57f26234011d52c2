//! What an XML document is, from its root element.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::decode::decode_head;

/// What the root element says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// A UBL invoice or credit note, also inside a Peppol envelope.
    Ubl,
    /// A CII invoice, also of ZUGFeRD 1.0 and also inside a Peppol envelope.
    Cii,
    /// Another root element, by its local name.
    Other(String),
}

/// The UN/CEFACT envelope in which documents travel over Peppol.
pub(super) const ENVELOPE: &str = "StandardBusinessDocument";

/// What a root element of this local name is, when its namespace is not against it.
pub(super) fn by_name(local: &str) -> Option<Root> {
    match local {
        "Invoice" | "CreditNote" => Some(Root::Ubl),
        "CrossIndustryInvoice" | "CrossIndustryDocument" => Some(Root::Cii),
        _ => None,
    }
}

/// The longest local name of a root element that is given back, bytes.
const MAX_NAME: usize = 100;

/// A quick look at the beginning of a file (64 KiB do): the root element, or `None` when it is no XML, or when the
/// root element does not begin in it.
pub fn root(head: &[u8]) -> Option<Root> {
    let text = decode_head(head);
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let mut reader = Reader::from_str(text.trim_start());
    let mut in_envelope = false;
    loop {
        // the head may end in the middle of a tag
        match reader.read_event().unwrap_or(Event::Eof) {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.local_name();
                let local: &str = name.as_ref();
                if !in_envelope && local == ENVELOPE {
                    in_envelope = true;
                } else if let Some(kind) = by_name(local).filter(|_| namespace_fits(&start, local))
                {
                    return Some(kind);
                } else if !in_envelope {
                    return Some(Root::Other(local.chars().take(MAX_NAME).collect()));
                }
            }
            Event::Eof => return in_envelope.then(|| Root::Other(ENVELOPE.to_owned())),
            _ => {}
        }
    }
}

/// `Invoice` is the root of other formats too (ebInterface, packages' own exports): UBL says so in a namespace. The
/// names of CII are its own.
fn namespace_fits(start: &BytesStart<'_>, local: &str) -> bool {
    local.starts_with("CrossIndustry")
        || start.attributes().take(super::parse::MAX_ATTRIBUTES).flatten().any(|attribute| {
            attribute.key.as_ref().starts_with("xmlns")
                && attribute.value.contains("oasis:names:specification:ubl:schema:xsd")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        let ubl = br#"<?xml version="1.0"?><!-- x --><ubl:CreditNote xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"><a"#;
        assert_eq!(root(ubl), Some(Root::Ubl));
        assert_eq!(
            root(b"\xEF\xBB\xBF\n<rsm:CrossIndustryInvoice xmlns:rsm='urn:x'>"),
            Some(Root::Cii)
        );
        assert_eq!(root(b"<CrossIndustryDocument/>"), Some(Root::Cii));
        assert_eq!(
            root(b"<Invoice xmlns='http://www.ebinterface.at/schema/4p3/'>"),
            Some(Root::Other("Invoice".into()))
        );
        assert_eq!(root(b"<!DOCTYPE html><html>"), Some(Root::Other("html".into())));
        assert_eq!(root(b"Factuur <Invoice>"), None);
        assert_eq!(root(b"<?xml version='1.0'?>  "), None);
        assert_eq!(root(b""), None);
        let envelope = br#"<StandardBusinessDocument><StandardBusinessDocumentHeader><Type>Invoice</Type></StandardBusinessDocumentHeader>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">"#;
        assert_eq!(root(envelope), Some(Root::Ubl));
        assert_eq!(root(&envelope[..40]), Some(Root::Other(ENVELOPE.into())));
    }
}
