//! Configuration as text: what is in force, and a file to begin with.

use std::fmt::Write;
use std::sync::LazyLock;

use super::{Effective, default_toml};

/// The settings in force as TOML, with the layer of each in a comment behind it.
pub fn render_annotated(effective: &Effective) -> String {
    let mut text = String::new();
    let mut section = "";
    for line in default_toml().lines() {
        if let Some(name) = section_name(line) {
            section = name;
            if !text.is_empty() {
                text.push('\n');
            }
            let _ = writeln!(text, "[{section}]"); // writing to a string cannot fail
        } else if let Some(name) = key_name(line) {
            let key = format!("{section}.{name}");
            if let (Some(value), Some(layer)) =
                (effective.values.get(&key), effective.origin.get(&key))
            {
                // A path may hold anything, a comment only one line.
                let layer: String = layer
                    .to_string()
                    .chars()
                    .map(|c| if c.is_control() { '\u{fffd}' } else { c })
                    .collect();
                let _ = writeln!(text, "{name} = {value} # {layer}");
            }
        }
    }
    text
}

/// A configuration file to begin with: the defaults with every key commented out, so that it changes nothing.
pub fn init_text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::from(
            "# dizzy's settings. Every key shows its default; take away the # before it and change it.\n",
        );
        for line in default_toml().lines().skip_while(|line| !line.is_empty()) {
            let mark = if key_name(line).is_some() { "#" } else { "" };
            let _ = writeln!(text, "{mark}{line}"); // writing to a string cannot fail
        }
        text
    });
    &TEXT
}

/// The section that a line of the defaults opens.
fn section_name(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

/// The key that a line of the defaults gives; each has a line of its own, as the tests hold.
fn key_name(line: &str) -> Option<&str> {
    if line.starts_with('#') {
        return None;
    }
    line.split_once(" = ").map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, keys, load};

    #[test]
    fn every_default_has_a_line_of_its_own_and_a_comment_above_it() {
        let lines: Vec<&str> = default_toml().lines().collect();
        let mut section = "";
        let mut seen = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            if let Some(name) = section_name(line) {
                section = name;
            } else if let Some(name) = key_name(line) {
                assert!(
                    lines[index - 1].starts_with("# "),
                    "no comment above {line}"
                );
                seen.push(format!("{section}.{name}"));
            } else {
                assert!(
                    line.is_empty() || line.starts_with("# "),
                    "odd line: {line}"
                );
            }
        }
        let known: Vec<&str> = keys::KEYS.iter().map(|(key, _)| *key).collect();
        assert_eq!(
            seen, known,
            "default.toml and the rules have the same keys in the same order"
        );
    }

    #[test]
    fn what_is_shown_comes_to_the_same_settings() {
        let mut sources = Sources::default();
        sources
            .environment
            .insert("DIZZY_OCR_LANGUAGES".into(), "nld,eng".into());
        sources
            .environment
            .insert("DIZZY_PROCESS_OUT".into(), "C:\\a \"b\" # c\n".into());
        sources.flags = "[review]\nready_confidence = 0.8".parse().unwrap();
        let effective = load(&sources).unwrap();
        let shown = render_annotated(&effective);
        for line in [
            "languages = [\"nld\", \"eng\"] # environment",
            "ready_confidence = 0.8 # command line",
            "settle_ms = 2000 # default",
        ] {
            assert!(
                shown.lines().any(|shown| shown == line),
                "{line} in\n{shown}"
            );
        }
        let again = Sources {
            flags: shown.parse().unwrap(),
            ..Sources::default()
        };
        assert_eq!(load(&again).unwrap().settings, effective.settings);
    }

    #[test]
    fn the_first_file_changes_nothing_until_it_is_edited() {
        let table: toml::Table = init_text().parse().unwrap();
        assert!(
            table
                .values()
                .all(|section| section.as_table().unwrap().is_empty())
        );
        let edited: Vec<&str> = init_text()
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(key) if !key.starts_with(' ') => key,
                _ => line,
            })
            .collect();
        let defaults: toml::Table = default_toml().parse().unwrap();
        assert_eq!(edited.join("\n").parse::<toml::Table>().unwrap(), defaults);
    }
}
