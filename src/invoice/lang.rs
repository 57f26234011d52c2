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

/// The text in a language, of a Dutch and an English one, each as `format!` takes it; or one for each case of a `match`,
/// with values that the texts name before them. Cases that are more than a text follow behind `and`.
#[macro_export]
macro_rules! text {
    ($lang:expr, $nl:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::Lang::Nl => format!($nl),
            $crate::Lang::En => format!($en),
        }
    };
    ($lang:expr, match $($value:tt).+ {
        $($case:pat $(if $guard:expr)? => $(let $local:pat = $is:expr;)* $nl:literal / $en:literal;)*
    } $(and { $($more:tt)* })?) => {
        match $($value).+ {
            $($case $(if $guard)? => { $(let $local = $is;)* $crate::text!($lang, $nl, $en) })*
            $($($more)*)?
        }
    };
}

/// As [`text!`](crate::text) of a `match`, for texts that name no values: a `&'static str`.
#[macro_export]
macro_rules! word {
    ($lang:expr, match $($value:tt).+ {
        $($case:pat $(if $guard:expr)? => $nl:literal / $en:literal;)*
    } $(and { $($more:tt)* })?) => {
        match $($value).+ {
            $($case $(if $guard)? => $lang.pick($nl, $en),)*
            $($($more)*)?
        }
    };
}

/// Functions that say something, a row each: what it is told, values that its text names, Dutch / English. Without
/// arguments the text stands as it is.
#[macro_export]
macro_rules! messages {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident $args:tt
        => $(let $local:pat = $value:expr;)* $nl:literal / $en:literal;)*) => {
        $($crate::messages!(@one [$(#[$meta])* $vis] $name $args [$(let $local = $value;)*] $nl $en);)*
    };
    (@one [$($head:tt)*] $name:ident ($lang:ident) [] $nl:literal $en:literal) => {
        $($head)* fn $name($lang: $crate::Lang) -> &'static str {
            $lang.pick($nl, $en)
        }
    };
    (@one [$($head:tt)*] $name:ident ($lang:ident $(, $arg:ident: $type:ty)*) [$($lets:tt)*] $nl:literal $en:literal) => {
        $($head)* fn $name($lang: $crate::Lang $(, $arg: $type)*) -> String {
            $($lets)*
            $crate::text!($lang, $nl, $en)
        }
    };
}
