//! A small bounded element tree.
//!
//! Element names are interned, texts lie in one string, elements in one vector: an invoice costs a few allocations.
//! Kept are the texts of elements without children, and the few attributes that invoices use.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use crate::error::Cause;

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

/// The attributes that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    /// The scheme of an identifier.
    SchemeId,
    /// The agency of an identifier's scheme, as Basisfactuur Rijk 1.x names it.
    SchemeAgencyName,
    /// The currency of an amount.
    CurrencyId,
    /// The unit of a quantity.
    UnitCode,
}

impl Attribute {
    fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "schemeID" => Self::SchemeId,
            "schemeAgencyName" => Self::SchemeAgencyName,
            "currencyID" => Self::CurrencyId,
            "unitCode" => Self::UnitCode,
            _ => return None,
        })
    }
}

/// A piece of the text of the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Name {
    qualified: Box<str>,
    local_at: usize,
}

/// "None" for an element's links.
const NO: u32 = u32::MAX;

#[derive(Debug)]
struct Element {
    name: u32,
    parent: u32,
    first_child: u32,
    next_sibling: u32,
    /// Position among the siblings of the same name, from 1.
    position: u32,
    text: Span,
    attributes: Span,
}

/// The elements of a document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    elements: Vec<Element>,
    names: Vec<Name>,
    attributes: Vec<(Attribute, Span)>,
    text: String,
}

/// An element that is being read.
struct Open {
    element: u32,
    last_child: u32,
    /// How many children of each name there are so far.
    counts: Vec<(u32, u32)>,
}

impl Open {
    /// One more child of this name: how many there are now.
    fn count(&mut self, name: u32) -> u32 {
        if let Some((_, count)) = self.counts.iter_mut().find(|(n, _)| *n == name) {
            *count += 1;
            *count
        } else {
            self.counts.push((name, 1));
            1
        }
    }
}

impl Tree {
    /// Parses a document.
    pub(super) fn parse(source: &str) -> Result<Self, Cause> {
        if source
            .trim_matches(|c: char| c.is_whitespace() || c == '\0')
            .is_empty()
        {
            return Err(Cause::Empty);
        }
        Builder::default().parse(source)
    }

    /// The root element.
    pub(super) fn root(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }

    fn str(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    by_name: HashMap<Box<str>, u32>,
    open: Vec<Open>,
    /// Text since the last tag; `None` when it grew too long.
    pending: Option<String>,
    /// Depth inside an element that is left out with all it holds.
    skipped: usize,
}

impl Builder {
    fn parse(mut self, source: &str) -> Result<Tree, Cause> {
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
                Event::DocType(_) => return Err(Cause::XmlDoctype),
                Event::Eof => break,
                _ => {}
            }
        }
        if !self.open.is_empty() || self.skipped > 0 {
            return Err(Cause::Truncated);
        }
        if self.tree.elements.is_empty() {
            return Err(Cause::Truncated); // an XML declaration or a comment, and no more
        }
        Ok(self.tree)
    }

    fn start(&mut self, start: &BytesStart<'_>, offset: u64) -> Result<(), Cause> {
        if self.open.len() + self.skipped >= MAX_DEPTH {
            return Err(too_complex(format!(
                "elements nested deeper than {MAX_DEPTH}"
            )));
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
            parent: NO,
            first_child: NO,
            next_sibling: NO,
            position: 1,
            text: Span::default(),
            attributes,
        };
        if let Some(parent) = self.open.last_mut() {
            element.parent = parent.element;
            element.position = parent.count(name);
            if parent.last_child == NO {
                self.tree.elements[parent.element as usize].first_child = at;
            } else {
                self.tree.elements[parent.last_child as usize].next_sibling = at;
            }
            parent.last_child = at;
        }
        self.tree.elements.push(element);
        self.open.push(Open {
            element: at,
            last_child: NO,
            counts: Vec::new(),
        });
        self.pending = Some(String::new());
        Ok(())
    }

    fn end(&mut self) -> Result<(), Cause> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let Some(closed) = self.open.pop() else {
            return Ok(()); // the parser refuses end tags without start tags
        };
        let pending = self.pending.replace(String::new());
        if closed.last_child == NO
            && let Some(text) = pending
        {
            let name = &self.tree.names[self.tree.elements[closed.element as usize].name as usize];
            if !name.qualified.ends_with("BinaryObject") {
                let span = self.keep(text.trim())?;
                self.tree.elements[closed.element as usize].text = span;
            }
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str, offset: u64) -> Result<(), Cause> {
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

    fn keep(&mut self, text: &str) -> Result<Span, Cause> {
        if self.tree.text.len() + text.len() > MAX_TEXT_TOTAL {
            return Err(too_complex(format!(
                "more than {MAX_TEXT_TOTAL} bytes of text"
            )));
        }
        let start = self.tree.text.len() as u32;
        self.tree.text.push_str(text);
        Ok(Span {
            start,
            end: self.tree.text.len() as u32,
        })
    }

    fn intern(&mut self, start: &BytesStart<'_>) -> Result<u32, Cause> {
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

    fn attributes(&mut self, start: &BytesStart<'_>, offset: u64) -> Result<Span, Cause> {
        let first = self.tree.attributes.len() as u32;
        for (count, attribute) in start.attributes().enumerate() {
            let attribute = attribute.map_err(|_| syntax(offset, "bad attribute"))?;
            if count >= MAX_ATTRIBUTES {
                return Err(too_complex(format!(
                    "more than {MAX_ATTRIBUTES} attributes"
                )));
            }
            let Some(kept) = Attribute::by_name(attribute.key.as_ref()) else {
                continue;
            };
            let value = unescape(&attribute.value)
                .map_err(|_| syntax(offset, "bad reference in an attribute"))?;
            if value.len() <= MAX_TEXT {
                let span = self.keep(value.trim())?;
                self.tree.attributes.push((kept, span));
            }
        }
        Ok(Span {
            start: first,
            end: self.tree.attributes.len() as u32,
        })
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

fn syntax(offset: u64, detail: &str) -> Cause {
    Cause::XmlSyntax {
        offset,
        detail: detail.to_owned(),
    }
}

fn too_complex(detail: String) -> Cause {
    Cause::XmlTooComplex { detail }
}

/// What a parser's error means: the input ended, or it is not well-formed. Names of the document are left out.
fn failure(error: &Error, source: &str, offset: u64) -> Cause {
    let rest = usize::try_from(offset)
        .ok()
        .and_then(|at| source.as_bytes().get(at..))
        .unwrap_or_default();
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) if rest.len() >= "<![CDATA[".len() => {
            syntax(offset, "unknown markup")
        }
        Error::Syntax(_) => Cause::Truncated,
        Error::IllFormed(IllFormedError::UnclosedReference) if !rest.contains(&b'<') => {
            Cause::Truncated
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

/// An element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree,
    at: u32,
}

impl<'t> Node<'t> {
    fn element(self) -> &'t Element {
        &self.tree.elements[self.at as usize]
    }

    /// Name without prefix.
    pub(super) fn local(self) -> &'t str {
        let name = &self.tree.names[self.element().name as usize];
        &name.qualified[name.local_at..]
    }

    /// All children.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        let link = move |at: u32| (at != NO).then_some(Node { tree, at });
        std::iter::successors(link(self.element().first_child), move |node| {
            link(node.element().next_sibling)
        })
    }

    /// The children of this local name.
    pub(super) fn all(self, local: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.local() == local)
    }

    /// The first element on a path of local names (`A/B/C`): the first B that has a C, and so on.
    pub(super) fn at(self, path: &str) -> Option<Node<'t>> {
        match path.split_once('/') {
            None => self.all(path).next(),
            Some((step, rest)) => self.all(step).find_map(|child| child.at(rest)),
        }
    }

    /// The first element with text on the first of these paths that has one.
    pub(super) fn first_of(self, paths: &[&str]) -> Option<Node<'t>> {
        paths.iter().find_map(|path| self.filled(path))
    }

    /// The first element with text on a path of local names.
    pub(super) fn filled(self, path: &str) -> Option<Node<'t>> {
        match path.split_once('/') {
            None => self.all(path).find(|node| !node.text().is_empty()),
            Some((step, rest)) => self.all(step).find_map(|child| child.filled(rest)),
        }
    }

    /// The text of an element without children, without blanks around it.
    pub(super) fn text(self) -> &'t str {
        self.tree.str(self.element().text)
    }

    /// An attribute that is not empty.
    pub(super) fn attribute(self, wanted: Attribute) -> Option<&'t str> {
        let span = self.element().attributes;
        self.tree.attributes[span.start as usize..span.end as usize]
            .iter()
            .find(|(attribute, _)| *attribute == wanted)
            .map(|(_, value)| self.tree.str(*value))
            .filter(|value| !value.is_empty())
    }

    /// The texts of all elements inside, in order, parted by blanks; not more than a line of it.
    pub(super) fn all_text(self) -> String {
        const ENOUGH: usize = 200;
        fn collect(node: Node<'_>, out: &mut String) {
            if out.len() >= ENOUGH {
                return;
            }
            if !node.text().is_empty() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.extend(node.text().chars().take(ENOUGH));
            }
            for child in node.children() {
                collect(child, out); // as deep as MAX_DEPTH
            }
        }
        let mut out = String::new();
        collect(self, &mut out);
        out
    }

    /// Where it is: an XPath with the document's own prefixes, positions where there are several of one name.
    pub(super) fn path(self) -> String {
        let mut steps = Vec::new();
        let mut node = self;
        loop {
            steps.push(node);
            match node.element().parent {
                NO => break,
                parent => node.at = parent,
            }
        }
        let mut out = String::with_capacity(64);
        for step in steps.into_iter().rev() {
            out.push('/');
            out.push_str(&self.tree.names[step.element().name as usize].qualified);
            let position = step.element().position;
            if position > 1 || step.has_twin() {
                out.push('[');
                out.push_str(&position.to_string());
                out.push(']');
            }
        }
        out
    }

    /// Whether a later sibling has the same name.
    fn has_twin(self) -> bool {
        let name = self.element().name;
        let mut at = self.element().next_sibling;
        while at != NO {
            let sibling = &self.tree.elements[at as usize];
            if sibling.name == name {
                return true;
            }
            at = sibling.next_sibling;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_texts() {
        let tree = Tree::parse("<r><x:a><b> 1 </b></x:a><a><b>&lt;2&#33;</b><c><![CDATA[<&]]></c><b u='1' schemeID='&amp;'/></a></r>").unwrap();
        let root = tree.root();
        assert_eq!(root.at("a/c").unwrap().text(), "<&");
        assert_eq!(root.at("a/b").unwrap().text(), "1");
        let second = root.all("a").nth(1).unwrap();
        assert_eq!(second.at("b").unwrap().text(), "<2!");
        assert_eq!(second.at("b").unwrap().path(), "/r/a/b[1]");
        assert_eq!(root.at("a/b").unwrap().path(), "/r/x:a/b");
        let empty = second.all("b").nth(1).unwrap();
        assert_eq!(empty.attribute(Attribute::SchemeId), Some("&"));
        assert_eq!(empty.attribute(Attribute::UnitCode), None);
        assert!(root.at("b").is_none(), "only on the full path");
    }

    #[test]
    fn what_is_no_invoice_field_is_left_out() {
        let long = "A".repeat(MAX_TEXT + 1);
        let tree = Tree::parse(&format!("<r><UBLExtensions><x><r/></x></UBLExtensions><a>{long}</a><FileBinaryObject>QQ==</FileBinaryObject></r>")).unwrap();
        assert!(tree.root().at("UBLExtensions").is_none());
        assert_eq!(tree.root().at("a").unwrap().text(), "");
        assert_eq!(tree.root().at("FileBinaryObject").unwrap().text(), "");
        assert!(tree.text.is_empty());
    }

    #[test]
    fn limits() {
        let deep = "<a>".repeat(1_000_000);
        assert!(matches!(
            Tree::parse(&deep),
            Err(Cause::XmlTooComplex { .. })
        ));
        let names = (0..=MAX_NAMES).fold(String::new(), |out, i| out + &format!("<n{i}/>"));
        assert!(matches!(
            Tree::parse(&format!("<r>{names}</r>")),
            Err(Cause::XmlTooComplex { .. })
        ));
        let attributes = (0..100_000).fold(String::new(), |out, i| out + &format!(" a{i}=''"));
        assert!(matches!(
            Tree::parse(&format!("<r{attributes}/>")),
            Err(Cause::XmlTooComplex { .. })
        ));
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
            match Tree::parse(xml) {
                Err(Cause::Truncated) => assert!(truncated, "{xml}"),
                Err(Cause::XmlSyntax { .. }) => assert!(!truncated, "{xml}"),
                other => panic!("{xml}: {other:?}"),
            }
        }
        assert!(matches!(Tree::parse(" \n"), Err(Cause::Empty)));
        assert!(Tree::parse("<a/>\n\0\0").is_ok(), "padding after the end");
    }
}
