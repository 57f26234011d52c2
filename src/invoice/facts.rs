//! The tables of facts in `facts/`: each is parsed when it is first asked for.

use serde::de::DeserializeOwned;

/// A table of facts that the program is built with.
///
/// # Panics
/// When it is none; tests read all of them.
pub fn table<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the table is the program's own, as the tests hold")
}

/// The words of a list, without its comments.
pub(crate) fn words(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_ascii_whitespace)
}
