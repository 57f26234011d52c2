//! Which language to speak to a person.

use std::fmt;

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
}

/// A text in both languages, where it is not known yet in which one it will be read. [`both!`](crate::both) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// The text in this language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.nl, &self.en)
    }
}

impl fmt::Display for Both {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// A [`Both`] of a Dutch and an English text, each as `format!` takes it.
#[macro_export]
macro_rules! both {
    ($nl:literal, $en:literal $(,)?) => {
        $crate::Both { nl: format!($nl), en: format!($en) }
    };
}
