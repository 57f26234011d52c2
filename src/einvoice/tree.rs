//! A small bounded element tree.
//!
//! Element names are interned, texts lie in one string, elements in one vector: an invoice costs a few allocations.
//! Kept are the texts of elements without children, and the few attributes that invoices use.

/// The attributes that are kept, with their names in a document.
macro_rules! attributes {
    ($($(#[$doc:meta])* $attribute:ident $name:literal;)*) => {
        /// The attributes that are kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Attribute {
            $($(#[$doc])* $attribute,)*
        }

        impl Attribute {
            pub(super) fn by_name(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$attribute,)*
                    _ => return None,
                })
            }
        }
    };
}

attributes! {
    SchemeId "schemeID";
    /// The agency of an identifier's scheme, as Basisfactuur Rijk 1.x names it.
    SchemeAgencyName "schemeAgencyName";
    CurrencyId "currencyID";
    UnitCode "unitCode";
    /// The code list that a classification is from.
    ListId "listID";
    /// The kind of an embedded file.
    MimeCode "mimeCode";
    FileName "filename";
    /// A code in words.
    Name "name";
    /// The form of a date or of a file. The others here are of no use, which is said of them.
    Format "format";
    SchemeName "schemeName";
    SchemeAgencyId "schemeAgencyID";
    SchemeDataUri "schemeDataURI";
    SchemeUri "schemeURI";
    SchemeVersionId "schemeVersionID";
    UnitCodeListId "unitCodeListID";
    UnitCodeListIdentifier "unitCodeListIdentifier";
    UnitCodeListAgencyIdentifier "unitCodeListAgencyIdentifier";
    UnitCodeListAgencyId "unitCodeListAgencyID";
    UnitCodeListAgencyName "unitCodeListAgencyName";
    ListAgencyId "listAgencyID";
    ListAgencyName "listAgencyName";
    ListName "listName";
    ListUri "listURI";
    ListVersionId "listVersionID";
    ListSchemeUri "listSchemeURI";
    LanguageId "languageID";
    LanguageLocaleId "languageLocaleID";
    Uri "uri";
    CurrencyCodeListVersionId "currencyCodeListVersionID";
    CharacterSetCode "characterSetCode";
    EncodingCode "encodingCode";
    UnitCodeListVersionId "unitCodeListVersionID";
    /// One that no standard knows.
    Unknown "";
}

/// A piece of the text of the tree.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

#[derive(Debug)]
pub(super) struct Name {
    pub(super) qualified: Box<str>,
    pub(super) local_at: usize,
}

/// Whose names a namespace holds, as far as invoices are made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Space {
    #[default]
    Other,
    Ubl(Level),
    Cii(Level),
}

/// What a namespace holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The document, and in CII its three parts.
    Document,
    /// Elements that hold others; in CII all but those of data types.
    Aggregate,
    /// In UBL elements that hold a value, in CII the parts of a value.
    Basic,
}

impl Space {
    pub(super) fn of(uri: &str) -> Self {
        let ubl = uri.strip_prefix("urn:oasis:names:specification:ubl:schema:xsd:");
        let cii = uri.strip_prefix("urn:un:unece:uncefact:data:standard:");
        match (ubl, cii) {
            (Some("Invoice-2" | "CreditNote-2"), _) => Self::Ubl(Level::Document),
            (Some("CommonAggregateComponents-2"), _) => Self::Ubl(Level::Aggregate),
            (Some("CommonBasicComponents-2"), _) => Self::Ubl(Level::Basic),
            (_, Some("CrossIndustryInvoice:100")) => Self::Cii(Level::Document),
            (_, Some("ReusableAggregateBusinessInformationEntity:100")) => {
                Self::Cii(Level::Aggregate)
            }
            (_, Some("UnqualifiedDataType:100" | "QualifiedDataType:100")) => {
                Self::Cii(Level::Basic)
            }
            _ => Self::Other,
        }
    }
}

/// "None" for an element's links.
pub(super) const NO: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: u32,
    pub(super) space: Space,
    pub(super) parent: u32,
    pub(super) first_child: u32,
    pub(super) next_sibling: u32,
    /// Position among the siblings of the same name, from 1.
    pub(super) position: u32,
    /// Whether it has siblings of the same name.
    pub(super) has_twins: bool,
    /// Whether it is written with neither text nor elements inside.
    pub(super) is_empty: bool,
    pub(super) text: Span,
    pub(super) attributes: Span,
}

/// The elements of a document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    pub(super) names: Vec<Name>,
    pub(super) attributes: Vec<(Attribute, Span)>,
    pub(super) text: String,
}

impl Tree {
    pub(super) fn root(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }

    fn str(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree,
    at: u32,
}

impl<'t> Node<'t> {
    fn element(self) -> &'t Element {
        &self.tree.elements[self.at as usize]
    }

    /// The place of this element in the order of the document.
    pub(super) fn index(self) -> u32 {
        self.at
    }

    /// All elements inside, at any depth, in the order of the document.
    pub(super) fn inside(self) -> impl Iterator<Item = Node<'t>> {
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            let at = next;
            let element = self.tree.elements.get(at as usize)?;
            // elements lie in the order of their start tags, so a parent before this element is outside of it
            if element.parent == NO || element.parent < self.at {
                return None;
            }
            next += 1;
            Some(Node { tree: self.tree, at })
        })
    }

    /// The element around this one.
    pub(super) fn parent(self) -> Option<Node<'t>> {
        let at = self.element().parent;
        (at != NO).then_some(Node { tree: self.tree, at })
    }

    /// Whether it is written with neither text nor elements inside.
    pub(super) fn is_empty(self) -> bool {
        self.element().is_empty
    }

    pub(super) fn local(self) -> &'t str {
        let name = &self.tree.names[self.element().name as usize];
        &name.qualified[name.local_at..]
    }

    /// The namespace of its name.
    pub(super) fn space(self) -> Space {
        self.element().space
    }

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

    /// Whether any attribute was kept.
    pub(super) fn has_attributes(self) -> bool {
        let span = self.element().attributes;
        span.start < span.end
    }

    /// An attribute that is not empty.
    /// Whether it has an attribute that no standard knows.
    pub(super) fn has_unknown_attribute(self) -> bool {
        let span = self.element().attributes;
        self.tree.attributes[span.start as usize..span.end as usize]
            .iter()
            .any(|(attribute, _)| *attribute == Attribute::Unknown)
    }

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
            if step.element().has_twins {
                out.push('[');
                out.push_str(&position.to_string());
                out.push(']');
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_texts() {
        let tree = super::super::parse::tree("<r><x:a><b> 1 </b></x:a><a><b>&lt;2&#33;</b><c><![CDATA[<&]]></c><b u='1' schemeID='&amp;'/></a></r>").unwrap();
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
}
