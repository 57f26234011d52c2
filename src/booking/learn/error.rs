//! Why a file cannot be learned.

use std::path::PathBuf;

/// A file that cannot be learned, and where it goes wrong. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[error("{}{place}: {what}", file.display())]
pub struct Trouble {
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub what: What,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Line, from 1.
    pub line: Option<u64>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.line.map_or(Ok(()), |line| write!(f, ", line {line}"))
    }
}

/// Why reading stops: something in the file, or what the entries are handed to.
#[derive(Debug, thiserror::Error)]
pub enum Stop<E> {
    /// The file is wrong.
    #[error("{what}{place}")]
    File {
        /// Where.
        place: Place,
        /// What.
        what: What,
    },
    /// The entries cannot be kept.
    #[error(transparent)]
    Sink(#[from] E),
}

impl<E> Stop<E> {
    /// Something in the file.
    pub fn file(place: Place, what: impl Into<What>) -> Self {
        Self::File { place, what: what.into() }
    }

    /// With the place, where none is known yet.
    #[must_use]
    pub fn at(self, at: Place) -> Self {
        match self {
            Self::File { place, what } if place == Place::default() => {
                Self::File { place: at, what }
            }
            other => other,
        }
    }
}

/// What is wrong with a file. Holds facts, no contents of the file.
#[derive(Debug, thiserror::Error)]
pub enum What {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is an archive of several files, or of none.
    #[error("an archive that does not hold exactly one file")]
    Several,
    /// It is a document of an office program (Excel, Word).
    #[error("an Excel or Word file")]
    OfficeFile,
    /// It is packed.
    #[error("packed with {0}")]
    Packed(&'static str),
    /// It is no auditfile.
    #[error("not an XML auditfile")]
    NotAuditfile,
    /// It is the auditfile of before XML.
    #[error("an auditfile of before XML (CLAIR1.00.00)")]
    OldAuditfile,
    /// It ends in the middle.
    #[error("the file is cut off")]
    Truncated,
    /// Its XML is not well-formed.
    #[error("not well-formed XML: {0}")]
    Syntax(&'static str),
    /// It has a document type definition, which auditfiles never have (entity bombs, external entities).
    #[error("XML with a document type definition")]
    Doctype,
    /// It has an entity that XML does not define.
    #[error("XML with an entity of its own")]
    Entity,
    /// Its encoding is none that auditfiles may have.
    #[error("encoding {0} is not known")]
    UnknownEncoding(String),
    /// Something in it is larger than anything an auditfile holds.
    #[error("{0}")]
    TooLarge(&'static str),
    /// A list has no column that holds this.
    #[error("no column for {field}")]
    NoField {
        /// What is missing, as `--map` calls it.
        field: &'static str,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// A list has no column of this name.
    #[error("no column {wanted}")]
    NoColumn {
        /// The name.
        wanted: String,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// It is of another company than the administration.
    #[error("of {theirs}, not of {own}")]
    Foreign {
        /// The company that it is of.
        theirs: String,
        /// Whose books it was given for.
        own: String,
        /// The administration that it is of, where there is one.
        of: Option<String>,
    },
    /// Its amounts are in another currency than the books.
    #[error("amounts in {found}, not in {own}")]
    Currency {
        /// Theirs.
        found: String,
        /// That of the books.
        own: String,
    },
    /// An amount is no number.
    #[error("an amount that is no number")]
    BadAmount,
    /// A date is none.
    #[error("a date that is none")]
    BadDate,
}
