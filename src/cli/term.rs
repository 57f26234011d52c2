//! What the terminal can do: colour, width.

use std::io::{self, IsTerminal, Write};

/// The width where the terminal does not tell, columns.
const USUAL_COLUMNS: usize = 80;

/// Colours text, where colours are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    /// For a stream: colours on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
    pub fn of(stream: &impl IsTerminal) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { on: stream.is_terminal() && !set("NO_COLOR") && !dumb }
    }

    #[cfg(test)]
    pub fn plain() -> Self {
        Self { on: false }
    }

    fn sgr(self, code: &str, text: &str) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
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

    pub(crate) fn dim(self, text: &str) -> String {
        self.sgr("2", text)
    }

    pub(crate) fn title(self, text: &str) -> String {
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

/// Columns that lines of prose take at most: longer ones are hard to read.
pub(crate) const PROSE_COLUMNS: usize = 100;

/// A text that goes on in a line of which `before` columns are taken, its further lines behind `indent`. Lines are broken
/// for a person at a terminal; elsewhere programs read them, and they stay whole.
pub(crate) fn paragraph(
    stream: &impl IsTerminal,
    before: usize,
    indent: &str,
    text: &str,
) -> String {
    if stream.is_terminal() {
        let columns = columns().clamp(40, PROSE_COLUMNS);
        flow(before, indent, text, columns)
    } else {
        format!("{text}\n")
    }
}

/// Breaks a text into lines of at most `columns`, of which `before` are taken on the first, and the others begin with
/// `indent`.
fn flow(before: usize, indent: &str, text: &str, columns: usize) -> String {
    let mut flowing = String::with_capacity(text.len() + 16);
    let mut used = before;
    for (i, word) in words(text).iter().enumerate() {
        let is_full = used + usize::from(i > 0) + width(word) > columns;
        if is_full && (i > 0 || before > width(indent)) {
            flowing.push('\n');
            flowing.push_str(indent);
            used = width(indent);
        } else if i > 0 {
            flowing.push(' ');
            used += 1;
        }
        flowing.push_str(word);
        used += width(word);
    }
    flowing.push('\n');
    flowing
}

/// Takes back the line that the terminal began when it showed `^C`, so that bars that are drawn next find their place.
pub(crate) fn forget_ctrl_c() -> io::Result<()> {
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
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The end of a path that fits in `columns`, with `…` in front where something was cut off.
pub(crate) fn shorten(path: &str, columns: usize) -> String {
    let length = width(path);
    if length <= columns {
        return path.to_owned();
    }
    let kept = columns.saturating_sub(1);
    std::iter::once('…').chain(path.chars().skip(length - kept)).collect()
}

/// Breaks a text at spaces into lines of at most `columns`; a longer word stands alone.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    flow(0, "", text, columns).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The words of a text; a command between quotes is one, so that it can be copied from one line.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for word in text.split_whitespace() {
        words.push(word.to_owned());
        if open.is_none() {
            let first = word.chars().next().filter(|c| ['\'', '`'].contains(c));
            open = first.map(|quote| (quote, words.len() - 1));
        }
        let Some((quote, begun)) = open else { continue };
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '?']);
        if bare.ends_with(quote) && !(words.len() - 1 == begun && bare.len() == 1) {
            let command = words.split_off(begun).join(" ");
            words.push(command);
            open = None;
        }
    }
    words
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
    fn a_text_flows_on_behind_what_is_there() {
        assert_eq!(flow(7, "  ", "een twee drie", 11), "een\n  twee drie\n");
        assert_eq!(flow(2, "  ", "een twee drie", 40), "een twee drie\n");
        assert_eq!(flow(0, "    ", "lange-naam x", 4), "lange-naam\n    x\n");
        assert_eq!(flow(9, "  ", "een twee", 11), "\n  een twee\n");
    }

    #[test]
    fn a_command_stays_on_one_line() {
        assert_eq!(
            wrap("pagina's: 'dizzy review --out x'. Of niet", 24),
            ["pagina's:", "'dizzy review --out x'.", "Of niet"]
        );
        // a quote that is never closed is none
        assert_eq!(wrap("'s avonds om tien", 9), ["'s avonds", "om tien"]);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[31mb\n"), "a\u{fffd}[31mb\u{fffd}");
    }
}
