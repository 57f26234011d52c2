//! Why a file was left out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use invoice::table;
use serde::Deserialize;

use super::{Lang, messages, text};
use reading::source::SkipReason;

/// Says why a file was left out: a phrase without capital and full stop.
pub fn skip(lang: Lang, reason: &SkipReason) -> String {
    text!(lang, match reason {
        SkipReason::NotAnInvoiceFormat { what } => let dutch = dutch_format(what);
            "{dutch}" / "{what}";
        SkipReason::OtherXml { root } =>
            "XML, maar geen e-factuur ({root})" / "XML, but no e-invoice ({root})";
        SkipReason::NotAFile => "geen gewoon bestand" / "not a regular file";
        SkipReason::PartOfMessage =>
            "tekst of plaatje van een e-mail" / "text or picture of an e-mail";
    })
}

/// What stands in brackets behind a format.
const KINDS: [(&str, &str); 2] = [("old format)", "oude vorm)"), ("EPS)", "EPS)")];

/// The Dutch name of a format that intake names in English; an unknown one stays as it is.
pub(super) fn dutch_format(what: &str) -> String {
    if let Some(dutch) = dutch(what) {
        return dutch.to_owned();
    }
    // what kind of it stands behind it
    if let Some((kind, more)) = what.split_once(" (")
        && let Some((_, dutch)) = KINDS.iter().find(|(english, _)| *english == more)
    {
        return format!("{} ({dutch}", dutch_format(kind));
    }
    let of_end = |(english, dutch): (&String, &String)| {
        Some(format!("{}{dutch}", what.strip_suffix(english.as_str())?))
    };
    DUTCH.ends.iter().find_map(of_end).unwrap_or_else(|| what.to_owned())
}

/// What `dutch.toml` has.
#[derive(Deserialize)]
struct Dutch {
    whole: BTreeMap<String, String>,
    ends: BTreeMap<String, String>,
}

static DUTCH: LazyLock<Dutch> = LazyLock::new(|| table(include_str!("dutch.toml")));

/// The Dutch for what other crates name in English: formats, actions, details of what is wrong.
pub fn dutch(english: &str) -> Option<&'static str> {
    DUTCH.whole.get(english).map(String::as_str)
}

messages! {
    /// The same of so many files in a container.
    pub fn times(lang, number: usize, what: &str) =>
        "{number} bestanden hierin: {what}" / "{number} files in it: {what}";
    /// Of which file this one is a copy.
    pub fn same_as(lang, of: &str) => "gelijk aan {of}" / "same as {of}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_dutch_names() {
        for (english, dutch) in [
            ("Word document", "Word-document"),
            ("7-Zip archive", "7-Zip-archief"),
            ("plain text", "platte tekst"),
            ("Word document (old format)", "Word-document (oude vorm)"),
            ("OpenDocument text", "OpenDocument-tekst"),
            ("video", "video"),
        ] {
            let reason = SkipReason::NotAnInvoiceFormat { what: english.into() };
            assert_eq!(skip(Lang::Nl, &reason), dutch);
            assert_eq!(skip(Lang::En, &reason), english);
        }
    }
}
