//! Which language to speak to a person.

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
