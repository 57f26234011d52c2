//! What can be wrong with an e-invoice before it is understood.

/// Why bytes are no invoice that can be read.
/// `detail` is the parser's word, never the content of a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum Fault {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// They end in the middle.
    #[error("the file is cut off")]
    Truncated,
    /// XML that is not well-formed.
    #[error("not well-formed XML at byte {offset}: {detail}")]
    XmlSyntax { offset: u64, detail: String },
    /// XML with a document type definition, which e-invoices never have (entity bombs, external entities).
    #[error("XML with a document type definition")]
    XmlDoctype,
    /// XML beyond what any invoice needs (depth, elements, text).
    #[error("XML with {detail}")]
    XmlTooComplex {
        /// What is too much ("elements nested deeper than 64").
        detail: String,
    },
    /// An e-invoice that lacks what makes it one.
    #[error("e-invoice without {what}")]
    XmlIncomplete {
        /// The missing element, by its EN 16931 name (e.g. "BT-1 invoice number").
        what: String,
    },
}
