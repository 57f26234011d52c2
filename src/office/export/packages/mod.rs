//! Import files for bookkeeping packages, and the auditfile.
//!
//! A file holds the entries of one administration (an auditfile those of one of its years), since that is what packages
//! take in. The codes in it are the administration's own: ledger accounts from its chart, journals from
//! `purchase_journal` and `sales_journal`, VAT codes from `vat_codes`, suppliers from its creditor list. Where a package
//! needs a code that is not known the proposal is left out and the reason given; none is made up. What wants a look is
//! left out too, unless `export.with_review` is on.
//!
//! A package is a module that names the public description of its import and gives its [`Package`], and a line in
//! [`PACKAGES`]. An entry is written as text of its own, so that a file of any length is made in little memory: its head
//! is made when all entries are known.

mod afas;
mod entry;
mod exact;
mod index;
mod snelstart;
mod summary;
mod twinfield;
mod xaf;
mod xml;
mod yuki;

use std::fmt;
use std::io;

pub(crate) use entry::Entry;
pub(crate) use index::{IndexRow, read_handed_over, read_package_index, write_package_index};
pub use summary::Summary;

use super::LeftOut;
use super::format::list_of;

/// All of them, in the order in which they are shown.
pub const PACKAGES: [&Package; 6] = [
    &xaf::PACKAGE,
    &exact::PACKAGE,
    &twinfield::PACKAGE,
    &snelstart::PACKAGE,
    &afas::PACKAGE,
    &yuki::PACKAGE,
];

/// A bookkeeping package that entries are written for, or the auditfile.
pub struct Package {
    /// What it is called in settings and flags, and its folder.
    pub key: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// What is written for it, for the help.
    pub what: &'static str,
    /// Books are kept in it: an administration can name it as its package. An auditfile is for whatever reads it.
    pub is_program: bool,
    /// Extension of its files.
    pub extension: &'static str,
    /// Each year has a file of its own, and each journal in it a part of its own.
    pub is_by_year: bool,
    /// What keeps an entry out of its files.
    pub obstacle: fn(&Entry<'_>) -> Option<LeftOut>,
    /// The beginning of a file.
    pub head: fn(&Summary) -> io::Result<String>,
    /// What goes around the entries of a journal.
    pub around_journal: fn(&str, &Summary) -> io::Result<(String, &'static str)>,
    /// An entry, under this number: no other of its file or of another hand-over has it.
    pub body: fn(&Entry<'_>, u64) -> io::Result<String>,
    /// The end of a file.
    pub foot: &'static str,
}

impl Package {
    /// That of this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        PACKAGES.into_iter().find(|package| package.key == key)
    }

    /// The list of its files, in the output folder.
    pub fn index(&self) -> String {
        list_of(self.key)
    }
}

impl PartialEq for Package {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Package {}

impl fmt::Debug for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

/// Nothing, for packages whose entries stand side by side.
#[expect(clippy::unnecessary_wraps, reason = "others write, which may fail")]
fn nothing_around(_: &str, _: &Summary) -> io::Result<(String, &'static str)> {
    Ok((String::new(), ""))
}
