//! What is the matter with a command line.

use super::{Lang, Said};

/// What does not fit in a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misuse {
    /// An option or a further argument that the command does not have.
    Unknown(String),
    /// A command that there is not.
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
        /// The value.
        value: String,
        /// What it takes, where those are few.
        known: Vec<String>,
        /// What a value of it must be.
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
    let what = match misuse {
        Misuse::Unknown(one) if one.starts_with('-') => lang.pick(
            format!("'{command}' kent de optie '{one}' niet"),
            format!("'{command}' has no option '{one}'"),
        ),
        Misuse::Unknown(one) => lang.pick(
            format!("'{command}' kan niets met '{one}'"),
            format!("'{command}' can do nothing with '{one}'"),
        ),
        Misuse::NoSuchCommand(one) => lang.pick(
            format!("'{command}' kent de opdracht '{one}' niet"),
            format!("'{command}' has no command '{one}'"),
        ),
        Misuse::NoCommand => lang.pick(
            format!("achter '{command}' hoort een opdracht"),
            format!("'{command}' needs a command after it"),
        ),
        Misuse::Missing(all) => {
            let all = all.join(", ");
            lang.pick(
                format!("bij '{command}' hoort nog {all}"),
                format!("'{command}' needs {all}"),
            )
        }
        Misuse::NoValue(option) => lang.pick(
            format!("achter '{option}' hoort een waarde"),
            format!("'{option}' needs a value after it"),
        ),
        Misuse::Value { option, value, .. } => lang.pick(
            format!("'{value}' past niet bij '{option}'"),
            format!("'{value}' is no value for '{option}'"),
        ),
        Misuse::Together(one, other) => lang.pick(
            format!("'{one}' en '{other}' gaan niet samen"),
            format!("'{one}' and '{other}' do not go together"),
        ),
        Misuse::Twice(option) => lang.pick(
            format!("'{option}' staat er meer dan eens"),
            format!("'{option}' is there more than once"),
        ),
        Misuse::Other(said) => said.clone(),
    };
    let mut hints = Vec::new();
    match misuse {
        Misuse::Value { known, .. } if !known.is_empty() => {
            let known = known.join(", ");
            hints.push(lang.pick(format!("Kies uit {known}."), format!("Take one of {known}.")));
        }
        Misuse::Value { why: Some(why), .. } => hints.extend(must_be(lang, why)),
        _ => {}
    }
    if let Some(meant) = meant {
        hints.push(lang.pick(format!("Bedoelt u '{meant}'?"), format!("Do you mean '{meant}'?")));
    }
    hints.push(lang.pick(
        format!("'{command} --help' legt alles uit (in het Engels)."),
        format!("'{command} --help' explains all."),
    ));
    Said { what, hint: hints.join(" ") }
}

fn must_be(lang: Lang, why: &MustBe) -> Option<String> {
    let (nl, en) = match why {
        MustBe::WholeNumber => ("Geef een geheel getal.", "Give a whole number."),
        MustBe::Number => (
            "Geef een getal, met een punt voor decimalen.",
            "Give a number, with a point for decimals.",
        ),
        MustBe::Words(words) => return (lang == Lang::En).then(|| format!("{words}.")),
    };
    Some(lang.pick(nl, en).to_owned())
}
