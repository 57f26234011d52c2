//! The list of a package's files: where each proposal is, or why it is in none.

use std::io::{self, Write};

use crate::export::csv::{row, start};

/// A proposal in the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct IndexRow {
    /// The document it was made from.
    pub path: String,
    /// Pages, in words; empty for XML.
    pub pages: String,
    /// Name of the supplier or customer.
    pub name: String,
    /// Invoice number.
    pub number: String,
    /// The file it is in; empty when it is in none.
    pub file: String,
    /// Why it is in none.
    pub left_out: String,
    /// It takes back what was handed over under this number.
    pub takes_back: Option<u32>,
}

/// The last is there where an entry takes back another.
const COLUMNS: [&str; 7] = ["path", "pages", "name", "number", "file", "left_out", "takes_back"];

/// Writes the list, a row for each proposal.
pub(crate) fn write_package_index(out: &mut dyn Write, rows: &[IndexRow]) -> io::Result<()> {
    let mut writer = start(out)?;
    let columns = if rows.iter().any(|of| of.takes_back.is_some()) { 7 } else { 6 };
    row(&mut writer, COLUMNS.into_iter().take(columns))?;
    for of in rows {
        let back = of.takes_back.map_or(String::new(), |number| format!("{number:04}"));
        let cells =
            [of.path.as_str(), &of.pages, &of.name, &of.number, &of.file, &of.left_out, &back];
        row(&mut writer, cells.into_iter().take(columns))?;
    }
    writer.flush()
}

/// The proposals of a list that are in a file.
pub(crate) fn read_handed_over(bytes: &[u8]) -> Vec<IndexRow> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes);
    let rows = reader.records().filter_map(Result::ok).map(|record| {
        let cell = |column| record.get(column).unwrap_or_default().to_owned();
        IndexRow {
            path: cell(0),
            pages: cell(1),
            name: cell(2),
            number: cell(3),
            file: cell(4),
            left_out: cell(5),
            takes_back: cell(6).parse().ok(),
        }
    });
    rows.filter(|row| !row.file.is_empty()).collect()
}

/// The files that a list names; a list that cannot be read names none.
pub(crate) fn read_package_index(bytes: &[u8]) -> Vec<String> {
    let mut files: Vec<String> = read_handed_over(bytes).into_iter().map(|row| row.file).collect();
    files.sort();
    files.dedup();
    files
}
