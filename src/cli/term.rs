//! What the terminal can do: colour, width.

use std::io::{self, IsTerminal, Write};

/// The width where the terminal does not tell, columns.
const USUAL_COLUMNS: usize = 80;

/// Colours text, where colours are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// For a stream: colours on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
    pub fn of(stream: &impl IsTerminal) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            on: stream.is_terminal() && !set("NO_COLOR") && !dumb,
        }
    }

    /// No colours.
    #[cfg(test)]
    pub fn plain() -> Self {
        Self { on: false }
    }

    fn sgr(self, code: &str, text: &str) -> String {
        if self.on {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// Done, in order.
    pub fn good(self, text: &str) -> String {
        self.sgr("32", text)
    }

    /// Wants a look.
    pub fn look(self, text: &str) -> String {
        self.sgr("33", text)
    }

    /// Went wrong.
    pub fn bad(self, text: &str) -> String {
        self.sgr("31", text)
    }

    /// Less important.
    pub fn dim(self, text: &str) -> String {
        self.sgr("2", text)
    }

    /// A title.
    pub fn title(self, text: &str) -> String {
        self.sgr("1", text)
    }
}

/// Columns of the terminal on standard error or output.
pub fn columns() -> usize {
    rustix::termios::tcgetwinsize(io::stderr())
        .or_else(|_| rustix::termios::tcgetwinsize(io::stdout()))
        .map(|size| usize::from(size.ws_col))
        .ok()
        .filter(|columns| *columns > 0)
        .or_else(|| std::env::var("COLUMNS").ok()?.parse().ok())
        .unwrap_or(USUAL_COLUMNS)
}

/// Takes back the line that the terminal began when it showed `^C`, so that bars that are drawn next find their place.
///
/// # Errors
/// When the terminal is gone.
pub fn forget_ctrl_c() -> io::Result<()> {
    if io::stdin().is_terminal() {
        write!(io::stderr(), "\r\x1b[K\x1b[A")?;
    }
    Ok(())
}

/// How many columns a text takes: one per character. File names in wide scripts come out a little long.
pub fn width(text: &str) -> usize {
    text.chars().count()
}

/// The text without control characters, which a hostile file name could hold.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

/// The end of a path that fits in `columns`, with `…` in front where something was cut off.
pub fn shorten(path: &str, columns: usize) -> String {
    let length = width(path);
    if length <= columns {
        return path.to_owned();
    }
    let kept = columns.saturating_sub(1);
    std::iter::once('…')
        .chain(path.chars().skip(length - kept))
        .collect()
}

/// Breaks a text at spaces into lines of at most `columns`; a longer word stands alone.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_path_is_kept() {
        assert_eq!(shorten("scans/é.pdf", 11), "scans/é.pdf");
        assert_eq!(shorten("scans/é.pdf", 6), "…é.pdf");
        assert_eq!(shorten("scans", 0), "…");
    }

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrap("een twee drie", 8), ["een twee", "drie"]);
        assert_eq!(wrap("lange-naam x", 4), ["lange-naam", "x"]);
        assert!(wrap("", 4).is_empty());
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[31mb\n"), "a\u{fffd}[31mb\u{fffd}");
    }
}
