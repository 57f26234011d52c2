//! XML to [`Tree`], within limits.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::tree::{Attribute, Element, NO, Name, Space, Span, Tree};
use crate::Fault;

/// Elements inside elements; invoices have about ten levels.
const MAX_DEPTH: usize = 64;
/// Elements; an invoice line has about forty.
const MAX_ELEMENTS: usize = 2_000_000;
/// Different element names; an invoice has up to about two hundred.
const MAX_NAMES: usize = 1_024;
/// Attributes of one element, namespace declarations included.
pub(super) const MAX_ATTRIBUTES: usize = 128;
/// Text of one element, bytes. Longer text is no field of an invoice (embedded files) and is left out.
const MAX_TEXT: usize = 64 * 1024;
/// All text together, bytes.
const MAX_TEXT_TOTAL: usize = 64 * 1024 * 1024;

/// An element that is being read.
struct Open {
    element: u32,
    last_child: u32,
    /// For each name of its children: the name, the first child of it, and how many there are so far.
    counts: Vec<(u32, u32, u32)>,
}

impl Open {
    /// One more child of this name: how many there are now, and which was the first.
    fn count(&mut self, name: u32, child: u32) -> (u32, u32) {
        if let Some((_, first, count)) = self.counts.iter_mut().find(|(n, ..)| *n == name) {
            *count += 1;
            (*count, *first)
        } else {
            self.counts.push((name, child, 1));
            (1, child)
        }
    }
}

pub(super) fn tree(source: &str) -> Result<Tree, Fault> {
    if source.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
        return Err(Fault::Empty);
    }
    Builder::default().parse(source)
}

/// A tree that is being built.
#[derive(Default)]
struct Builder {
    tree: Tree,
    by_name: HashMap<Box<str>, u32>,
    open: Vec<Open>,
    /// The namespaces that prefixes stand for, with the depth of the element that says so.
    spaces: Vec<(usize, Box<str>, Space)>,
    /// Text since the last tag; `None` when it grew too long.
    pending: Option<String>,
    /// Depth inside an element that is left out with all it holds.
    skipped: usize,
}

impl Builder {
    pub(super) fn parse(mut self, source: &str) -> Result<Tree, Fault> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().expand_empty_elements = true;
        self.pending = Some(String::new());
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(failure(&error, source, reader.error_position())),
            };
            let offset = reader.buffer_position();
            match event {
                Event::Start(start) => self.start(&start, offset)?,
                Event::End(_) => self.end()?,
                Event::Text(text) => self.add_text(&text.xml10_content(), offset)?,
                Event::CData(data) => self.add_text(&data.xml10_content(), offset)?,
                Event::GeneralRef(reference) => {
                    let unknown = || syntax(offset, "unknown entity");
                    match reference
                        .resolve_char_ref()
                        .map_err(|_| syntax(offset, "bad character reference"))?
                    {
                        Some(c) => self.add_text(c.encode_utf8(&mut [0; 4]), offset)?,
                        None => {
                            self.add_text(predefined(&reference).ok_or_else(unknown)?, offset)?;
                        }
                    }
                }
                Event::DocType(_) => return Err(Fault::XmlDoctype),
                Event::Eof => break,
                _ => {}
            }
        }
        if !self.open.is_empty() || self.skipped > 0 {
            return Err(Fault::Truncated);
        }
        if self.tree.elements.is_empty() {
            return Err(Fault::Truncated); // an XML declaration or a comment, and no more
        }
        Ok(self.tree)
    }

    fn start(&mut self, start: &BytesStart<'_>, offset: u64) -> Result<(), Fault> {
        if self.open.len() + self.skipped >= MAX_DEPTH {
            return Err(too_complex(format!("elements nested deeper than {MAX_DEPTH}")));
        }
        if self.skipped > 0
            || (self.open.len() == 1 && start.local_name().as_ref() == "UBLExtensions")
        {
            self.skipped += 1;
            return Ok(());
        }
        if self.open.is_empty() && !self.tree.elements.is_empty() {
            return Err(syntax(offset, "a second root element"));
        }
        if self.tree.elements.len() >= MAX_ELEMENTS {
            return Err(too_complex(format!("more than {MAX_ELEMENTS} elements")));
        }
        let name = self.intern(start)?;
        let attributes = self.attributes(start, offset)?;
        let at = self.tree.elements.len() as u32;
        let mut element = Element {
            name,
            space: self.space(start),
            parent: NO,
            first_child: NO,
            next_sibling: NO,
            position: 1,
            has_twins: false,
            is_empty: false,
            text: Span::default(),
            attributes,
        };
        if let Some(parent) = self.open.last_mut() {
            element.parent = parent.element;
            let (position, first) = parent.count(name, at);
            element.position = position;
            if position > 1 {
                element.has_twins = true;
                self.tree.elements[first as usize].has_twins = true;
            }
            if parent.last_child == NO {
                self.tree.elements[parent.element as usize].first_child = at;
            } else {
                self.tree.elements[parent.last_child as usize].next_sibling = at;
            }
            parent.last_child = at;
        }
        self.tree.elements.push(element);
        self.open.push(Open { element: at, last_child: NO, counts: Vec::new() });
        self.pending = Some(String::new());
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let Some(closed) = self.open.pop() else {
            return Ok(()); // the parser refuses end tags without start tags
        };
        self.spaces.truncate(self.spaces.partition_point(|(depth, ..)| *depth < self.open.len()));
        let pending = self.pending.replace(String::new());
        if closed.last_child == NO
            && let Some(text) = pending
        {
            self.tree.elements[closed.element as usize].is_empty = text.trim().is_empty();
            let name = &self.tree.names[self.tree.elements[closed.element as usize].name as usize];
            if !name.qualified.ends_with("BinaryObject") {
                let span = self.keep(text.trim())?;
                self.tree.elements[closed.element as usize].text = span;
            }
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str, offset: u64) -> Result<(), Fault> {
        if self.skipped > 0 {
            return Ok(());
        }
        if self.open.is_empty() {
            return if text.chars().all(|c| c.is_whitespace() || c == '\0') {
                Ok(())
            } else {
                Err(syntax(offset, "text outside the root element"))
            };
        }
        if let Some(pending) = &mut self.pending {
            if pending.len() + text.len() > MAX_TEXT {
                self.pending = None;
            } else {
                pending.push_str(text);
            }
        }
        Ok(())
    }

    fn keep(&mut self, text: &str) -> Result<Span, Fault> {
        if self.tree.text.len() + text.len() > MAX_TEXT_TOTAL {
            return Err(too_complex(format!("more than {MAX_TEXT_TOTAL} bytes of text")));
        }
        let start = self.tree.text.len() as u32;
        self.tree.text.push_str(text);
        Ok(Span { start, end: self.tree.text.len() as u32 })
    }

    fn intern(&mut self, start: &BytesStart<'_>) -> Result<u32, Fault> {
        let name = start.name();
        let qualified: &str = name.as_ref();
        if let Some(&id) = self.by_name.get(qualified) {
            return Ok(id);
        }
        if self.tree.names.len() >= MAX_NAMES || qualified.len() > 1024 {
            return Err(too_complex(format!("more than {MAX_NAMES} element names")));
        }
        let id = self.tree.names.len() as u32;
        self.tree.names.push(Name {
            qualified: qualified.into(),
            local_at: qualified.find(':').map_or(0, |colon| colon + 1),
        });
        self.by_name.insert(qualified.into(), id);
        Ok(id)
    }

    /// The namespace of an element, after its own declarations.
    fn space(&self, start: &BytesStart<'_>) -> Space {
        let name = start.name();
        let prefix = AsRef::<str>::as_ref(&name).split_once(':').map_or("", |(prefix, _)| prefix);
        let known = self.spaces.iter().rev().find(|(_, of, _)| **of == *prefix);
        known.map_or(Space::Other, |(.., space)| *space)
    }

    fn attributes(&mut self, start: &BytesStart<'_>, offset: u64) -> Result<Span, Fault> {
        let first = self.tree.attributes.len() as u32;
        for (count, attribute) in start.attributes().enumerate() {
            let attribute = attribute.map_err(|_| syntax(offset, "bad attribute"))?;
            if count >= MAX_ATTRIBUTES {
                return Err(too_complex(format!("more than {MAX_ATTRIBUTES} attributes")));
            }
            let key: &str = attribute.key.as_ref();
            if let Some(prefix) = key.strip_prefix("xmlns") {
                let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
                let space = Space::of(attribute.value.trim());
                self.spaces.push((self.open.len(), prefix.into(), space));
            }
            let Some(kept) = Attribute::by_name(key) else {
                // what says where a schema is, or how blanks count, is about the XML
                if !["xmlns", "xsi:", "xml:"].iter().any(|start| key.starts_with(start)) {
                    self.tree.attributes.push((Attribute::Unknown, Span::default()));
                }
                continue;
            };
            let value = unescape(&attribute.value)
                .map_err(|_| syntax(offset, "bad reference in an attribute"))?;
            if value.len() <= MAX_TEXT {
                let span = self.keep(value.trim())?;
                self.tree.attributes.push((kept, span));
            }
        }
        Ok(Span { start: first, end: self.tree.attributes.len() as u32 })
    }
}

/// The five entities that XML itself defines.
fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

fn syntax(offset: u64, detail: &str) -> Fault {
    Fault::XmlSyntax { offset, detail: detail.to_owned() }
}

fn too_complex(detail: String) -> Fault {
    Fault::XmlTooComplex { detail }
}

/// What a parser's error means: the input ended, or it is not well-formed. Names of the document are left out.
fn failure(error: &Error, source: &str, offset: u64) -> Fault {
    let rest =
        usize::try_from(offset).ok().and_then(|at| source.as_bytes().get(at..)).unwrap_or_default();
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) if rest.len() >= "<![CDATA[".len() => {
            syntax(offset, "unknown markup")
        }
        Error::Syntax(_) => Fault::Truncated,
        Error::IllFormed(IllFormedError::UnclosedReference) if !rest.contains(&b'<') => {
            Fault::Truncated
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => syntax(offset, "a bare ampersand"),
        Error::IllFormed(
            IllFormedError::MismatchedEndTag { .. }
            | IllFormedError::UnmatchedEndTag(_)
            | IllFormedError::MissingEndTag(_),
        ) => syntax(offset, "an end tag without its start tag"),
        Error::IllFormed(_) => syntax(offset, "ill-formed markup"),
        Error::InvalidAttr(_) => syntax(offset, "bad attribute"),
        _ => syntax(offset, "bad markup"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_invoice_field_is_left_out() {
        let long = "A".repeat(MAX_TEXT + 1);
        let tree = tree(&format!("<r><UBLExtensions><x><r/></x></UBLExtensions><a>{long}</a><FileBinaryObject>QQ==</FileBinaryObject></r>")).unwrap();
        assert!(tree.root().at("UBLExtensions").is_none());
        assert_eq!(tree.root().at("a").unwrap().text(), "");
        assert_eq!(tree.root().at("FileBinaryObject").unwrap().text(), "");
        assert!(tree.text.is_empty());
    }

    #[test]
    fn limits() {
        let deep = "<a>".repeat(1_000_000);
        assert!(matches!(tree(&deep), Err(Fault::XmlTooComplex { .. })));
        let names = (0..=MAX_NAMES).fold(String::new(), |out, i| out + &format!("<n{i}/>"));
        assert!(matches!(tree(&format!("<r>{names}</r>")), Err(Fault::XmlTooComplex { .. })));
        let attributes = (0..100_000).fold(String::new(), |out, i| out + &format!(" a{i}=''"));
        assert!(matches!(tree(&format!("<r{attributes}/>")), Err(Fault::XmlTooComplex { .. })));
    }

    #[test]
    fn ill_formed() {
        for (xml, truncated) in [
            ("<a>", true),
            ("<a", true),
            ("<a b='", true),
            ("<a>&am", true),
            ("<a><!-- x", true),
            ("<?xml version='1.0'?>", true),
            ("<a></b>", false),
            ("<a>&x;</a>", false),
            ("<a>AT&T</a>", false),
            ("<a/><b/>", false),
            ("x<a/>", false),
            ("<a b='1' b='2'/>", false),
            ("</a>", false),
            ("<a>&#0;</a>", false),
        ] {
            match tree(xml) {
                Err(Fault::Truncated) => assert!(truncated, "{xml}"),
                Err(Fault::XmlSyntax { .. }) => assert!(!truncated, "{xml}"),
                other => panic!("{xml}: {other:?}"),
            }
        }
        assert!(matches!(tree(" \n"), Err(Fault::Empty)));
        assert!(tree("<a/>\n\0\0").is_ok(), "padding after the end");
    }
}
