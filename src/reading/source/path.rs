//! Paths for people: as the ledger, the exports and the messages show them.

use std::fmt::Write;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A path as text: UTF-8 as it is, every other byte as `\xNN`, control characters and those that turn the direction of
/// writing escaped. On Unix two different paths never show the same, since a backslash is doubled.
pub fn display(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        escape(path.as_os_str().as_bytes(), true)
    }
    #[cfg(not(unix))]
    {
        escape(path.to_string_lossy().as_bytes(), false)
    }
}

/// A name inside a container as text, by the same rules.
pub(super) fn display_name(name: &[u8]) -> String {
    escape(name, true)
}

fn escape(bytes: &[u8], doubles_backslash: bool) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' if doubles_backslash => text.push_str("\\\\"),
                '\0'..='\x1F' | '\x7F' => write_escape(&mut text, c as u8),
                _ if c.is_control() || turns_direction_or_hides(c) => {
                    let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
                }
                _ => text.push(c),
            }
        }
        for &byte in chunk.invalid() {
            write_escape(&mut text, byte);
        }
    }
    text
}

fn write_escape(text: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\\x{byte:02x}");
}

/// Characters that make a name look like another one: separators of lines, marks that turn the direction of writing.
fn turns_direction_or_hides(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The paths that `input` lists: one a line, or separated by NUL when there is one anywhere (`find -print0`). Bytes, not
/// necessarily UTF-8, on Unix. Empty lines are left out.
///
/// # Errors
/// What `input` reports.
pub fn list_from(mut input: impl Read) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    Ok(bytes
        .split(|&b| b == separator)
        .map(|line| match line {
            [line @ .., b'\r'] if separator == b'\n' => line,
            line => line,
        })
        .filter(|line| !line.is_empty())
        .map(path_from)
        .collect())
}

fn path_from(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_they_are_where_that_is_safe() {
        assert_eq!(display(Path::new("café/factuur €.pdf")), "café/factuur €.pdf");
        assert_eq!(display(Path::new("a\nb\x1b[31m")), "a\\x0ab\\x1b[31m");
        assert_eq!(display(Path::new("a\u{202e}fdp.exe")), "a\\u{202e}fdp.exe");
        assert_eq!(display(Path::new("a\u{85}b")), "a\\u{85}b");
    }

    #[cfg(unix)]
    #[test]
    fn different_bytes_show_differently() {
        let shown = |bytes: &[u8]| display(&path_from(bytes));
        assert_eq!(shown(b"caf\xE9.pdf"), "caf\\xe9.pdf");
        assert_eq!(shown(b"caf\\xe9.pdf"), "caf\\\\xe9.pdf");
    }

    #[test]
    fn lists_are_read_by_line_or_by_nul() {
        let list = |text: &[u8]| list_from(text).unwrap();
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(list(b"a.pdf\r\n\nb c.pdf"), paths(&["a.pdf", "b c.pdf"]));
        assert_eq!(list(b"a\nb.pdf\0c.pdf\0"), paths(&["a\nb.pdf", "c.pdf"]));
        assert_eq!(list(b""), paths(&[]));
    }

    #[cfg(unix)]
    #[test]
    fn lists_hold_any_bytes() {
        assert_eq!(list_from(&b"\xE9.pdf\n"[..]).unwrap(), [path_from(b"\xE9.pdf")]);
    }
}
