//! Configuration as text: what is in force, and a file to begin with.

use std::fmt::Write;

use reading::settings::Setting;

use super::{Effective, settings};

/// The settings in force as TOML, with the layer of each in a comment behind it.
pub(crate) fn render_annotated(effective: &Effective) -> String {
    by_section(|known| {
        let (value, layer) = (&effective.values[known.key], &effective.origin[known.key]);
        // A path may hold anything, a comment only one line.
        let layer: String =
            layer.name().en.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        format!("{} = {value} # {layer}\n", known.name())
    })
}

/// A configuration file to begin with: the defaults with every key commented out, so that it changes nothing.
pub(crate) fn init_text() -> String {
    let sections = by_section(|known| {
        let (help, name, default) = (known.help(), known.name(), known.default());
        format!("# {help}\n#{name} = {default}\n")
    });
    format!(
        "# dizzy's settings. Every key shows its default; take away the # before it and change it.\n\n{sections}"
    )
}

/// Every section with its settings, an empty line between them.
fn by_section(line: impl Fn(&Setting) -> String) -> String {
    let mut text = String::new();
    let mut section = "";
    for known in settings() {
        if known.section() != section {
            let gap = if section.is_empty() { "" } else { "\n" };
            section = known.section();
            let _ = writeln!(text, "{gap}[{section}]"); // writing to a string cannot fail
        }
        text.push_str(&line(known));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::layers::Layer;
    use crate::config::{Sources, load};

    #[test]
    fn what_is_shown_comes_to_the_same_settings() {
        let mut sources = Sources::default();
        sources.environment.insert("DIZZY_OCR_LANGUAGES".into(), "nld,eng".into());
        sources.environment.insert("DIZZY_PROCESS_OUT".into(), "C:\\a \"b\" # c\n".into());
        sources.flags = "[ready]\nright = 0.98".parse().unwrap();
        let effective = load(&sources).unwrap();
        let shown = render_annotated(&effective);
        for line in [
            "languages = [\"nld\", \"eng\"] # environment",
            "right = 0.98 # command line",
            "settle_ms = 2000 # default",
        ] {
            assert!(shown.lines().any(|shown| shown == line), "{line} in\n{shown}");
        }
        let again = Sources { flags: shown.parse().unwrap(), ..Sources::default() };
        assert_eq!(load(&again).unwrap().settings, effective.settings);
    }

    #[test]
    fn the_first_file_changes_nothing_until_it_is_edited() {
        let layer = |text: &str| Sources { flags: text.parse().unwrap(), ..Sources::default() };
        let text = init_text();
        let unchanged = load(&layer(&text)).unwrap();
        assert!(unchanged.origin.values().all(|from| *from == Layer::Default));
        let edited: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(key) if !key.starts_with(' ') => key,
                _ => line,
            })
            .collect();
        let edited = load(&layer(&edited.join("\n"))).unwrap();
        assert!(edited.origin.values().all(|from| *from == Layer::Flags));
        assert_eq!(edited.values, unchanged.values);
    }
}
