//! What is the matter with a command line.

use super::{Lang, Said, text, word};

/// What does not fit in a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misuse {
    /// An option or a further argument that the command does not have.
    Unknown(String),
    NoSuchCommand(String),
    /// A command with commands of its own, and none of those.
    NoCommand,
    /// What must be there, as the usage names it.
    Missing(Vec<String>),
    /// An option that stands without its value.
    NoValue(String),
    /// An option with a value that it does not take.
    Value {
        option: String,
        value: String,
        /// What it takes, where those are few.
        known: Vec<String>,
        why: Option<MustBe>,
    },
    /// Two that do not go together.
    Together(String, String),
    /// An option that stands there twice.
    Twice(String),
    /// Anything else, in the words of the parser.
    Other(String),
}

/// What a value of an option must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MustBe {
    WholeNumber,
    Number,
    /// In the words of whoever reads it, which are English.
    Words(String),
}

/// What is the matter, and what to do. `meant` is what the person may have meant, `command` what they called.
pub fn usage(lang: Lang, misuse: &Misuse, meant: Option<&str>, command: &str) -> Said {
    let what = text!(lang, match misuse {
        Misuse::Unknown(one) if one.starts_with('-') =>
            "'{command}' kent de optie '{one}' niet" / "'{command}' has no option '{one}'";
        Misuse::Unknown(one) =>
            "'{command}' kan niets met '{one}'" / "'{command}' can do nothing with '{one}'";
        Misuse::NoSuchCommand(one) =>
            "'{command}' kent de opdracht '{one}' niet" / "'{command}' has no command '{one}'";
        Misuse::NoCommand =>
            "achter '{command}' hoort een opdracht" / "'{command}' needs a command after it";
        Misuse::Missing(all) => let all = all.join(", ");
            "bij '{command}' hoort nog {all}" / "'{command}' needs {all}";
        Misuse::NoValue(option) =>
            "achter '{option}' hoort een waarde" / "'{option}' needs a value after it";
        Misuse::Value { option, value, .. } =>
            "'{value}' past niet bij '{option}'" / "'{value}' is no value for '{option}'";
        Misuse::Together(one, other) =>
            "'{one}' en '{other}' gaan niet samen" / "'{one}' and '{other}' do not go together";
        Misuse::Twice(option) =>
            "'{option}' staat er meer dan eens" / "'{option}' is there more than once";
        Misuse::Other(said) => "{said}" / "{said}";
    });
    let mut hints = Vec::new();
    match misuse {
        Misuse::Value { known, .. } if !known.is_empty() => {
            let known = known.join(", ");
            hints.push(text!(lang, "Kies uit {known}.", "Take one of {known}."));
        }
        Misuse::Value { why: Some(why), .. } => hints.extend(must_be(lang, why)),
        _ => {}
    }
    if let Some(meant) = meant {
        hints.push(text!(lang, "Bedoelt u '{meant}'?", "Do you mean '{meant}'?"));
    }
    hints.push(text!(
        lang,
        "'{command} --help' legt alles uit (in het Engels).",
        "'{command} --help' explains all."
    ));
    Said { what, hint: hints.join(" ") }
}

fn must_be(lang: Lang, why: &MustBe) -> Option<String> {
    Some(
        word!(lang, match why {
            MustBe::WholeNumber => "Geef een geheel getal." / "Give a whole number.";
            MustBe::Number =>
                "Geef een getal, met een punt voor decimalen."
                / "Give a number, with a point for decimals.";
        } and {
            MustBe::Words(words) => return (lang == Lang::En).then(|| format!("{words}.")),
        })
        .to_owned(),
    )
}
