//! Which language to speak.

use serde::{Deserialize, Serialize};

/// Language of messages to the person, as it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UiLang {
    /// From the locale.
    Auto,
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// A language that dizzy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The text in this language.
    pub fn pick<T>(self, nl: T, en: T) -> T {
        match self {
            Self::Nl => nl,
            Self::En => en,
        }
    }

    /// The configured language, else that of the locale.
    pub fn of(setting: UiLang) -> Self {
        match setting {
            UiLang::Nl => Self::Nl,
            UiLang::En => Self::En,
            UiLang::Auto => Self::of_locale(|name| std::env::var(name).ok()),
        }
    }

    /// The language of the locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
    pub fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale == "nl" || locale.starts_with("nl_") => Self::Nl,
            _ => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let of = |set: &[(&str, &str)]| {
            Lang::of_locale(|name| {
                set.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[]), Lang::En);
        assert_eq!(of(&[("LANG", "nl_NL.UTF-8")]), Lang::Nl);
        assert_eq!(of(&[("LANG", "nl_BE")]), Lang::Nl);
        assert_eq!(of(&[("LANG", "nl_NL.UTF-8"), ("LC_ALL", "C")]), Lang::En);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "nl")]), Lang::Nl);
        assert_eq!(of(&[("LANG", "nlx")]), Lang::En);
    }
}
