//! What a check found: for each rule one type, with the values that its sentence names.
//!
//! `rules` is the table: a row is the type, its identifier, how serious it is, what it says in Dutch and in English,
//! and where it comes from. What is found stays a value until it is shown; then [`Finding::text`] says it in the language
//! of the reader.

mod argument;
mod not_met;
pub(crate) mod rules;
mod told;

pub use argument::Copy;
pub(crate) use argument::Paths;
pub(crate) use not_met::NotMet;
pub use rules::{CopyElsewhere, Finding, IbanChanged, IsDuplicate, MaybeDuplicate, Moved, RULES};
pub use told::Told;

use invoice::{Lang, RuleInfo, Severity};

/// What every finding can say.
trait Found {
    fn id(&self) -> &str;
    fn severity(&self) -> Severity;
    /// Whether a person must look whatever else is right.
    fn wants_person(&self) -> bool;
    /// The fields it is about, as paths of the output.
    fn fields(&self) -> Vec<String>;
    fn text(&self, lang: Lang) -> String;
}

impl Finding {
    /// The rule's identifier: that of EN 16931 where it is one of its rules ("BR-CO-15"), else "DZ-…".
    pub fn id(&self) -> &str {
        self.found().id()
    }

    /// How serious.
    pub fn severity(&self) -> Severity {
        self.found().severity()
    }

    /// Whether a person must look whatever else is right.
    pub fn wants_person(&self) -> bool {
        self.found().wants_person()
    }

    /// The fields it is about, as paths of the output ("totals.gross").
    pub fn fields(&self) -> Vec<String> {
        self.found().fields()
    }

    /// What is the matter, for a person.
    pub fn text(&self, lang: Lang) -> String {
        self.found().text(lang)
    }
}

/// Makes the types of rules, [`Finding`] and [`RULES`] of rows
/// `/// source` `Name { value: Type } "ID" Severity person [fields]: "Dutch", "English";`. A rule that is no error asks for
/// a person only where `person` says so.
macro_rules! table {
    ($(
        $(#[doc = $source:literal])+
        $name:ident { $($argument:ident: $type:ty),* } $id:literal $severity:ident $($person:ident)? [$($field:literal),*]:
            $nl:literal,
            $en:literal;
    )+) => {
        $(
            $(#[doc = $source])+
            #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            #[allow(missing_docs, reason = "the sentence of the rule names its values")]
            pub struct $name { $(pub $argument: $type),* }

            impl $name {
                /// What is the same each time.
                pub(crate) const INFO: invoice::RuleInfo = invoice::RuleInfo {
                    name: stringify!($name),
                    id: $id,
                    severity: invoice::Severity::$severity,
                    wants_person: matches!(invoice::Severity::$severity, invoice::Severity::Error)
                        || !stringify!($($person)?).is_empty(),
                    nl: $nl,
                    en: $en,
                    fields: &[$($field),*],
                    source: &[$($source),+],
                };
            }

            impl super::Found for $name {
                fn id(&self) -> &str {
                    Self::INFO.id
                }

                fn severity(&self) -> invoice::Severity {
                    Self::INFO.severity
                }

                fn wants_person(&self) -> bool {
                    Self::INFO.wants_person
                }

                fn fields(&self) -> Vec<String> {
                    let fixed: &[&str] = &[$($field),*];
                    let fields = fixed.iter().map(|field| (*field).to_owned());
                    $(let fields = fields.chain(super::argument::Argument::paths(&self.$argument));)*
                    fields.collect()
                }

                fn text(&self, lang: invoice::Lang) -> String {
                    $(
                        let $argument = super::argument::Argument::text(&self.$argument, lang);
                        let _ = &$argument;
                    )*
                    match lang {
                        invoice::Lang::Nl => format!($nl),
                        invoice::Lang::En => format!($en),
                    }
                }
            }

            impl From<$name> for Finding {
                fn from(found: $name) -> Self {
                    Self::$name(found)
                }
            }
        )+

        /// Something a check found.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum Finding {
            $($(#[doc = $source])+ $name($name),)+
            /// An e-invoice does not meet a rule of its specification.
            NotMet(super::NotMet),
            /// What the ledger of an older program has.
            #[serde(untagged)]
            Told(super::Told),
        }

        impl Finding {
            pub(super) fn found(&self) -> &dyn super::Found {
                match self {
                    $(Self::$name(found) => found,)+
                    Self::NotMet(found) => found,
                    Self::Told(found) => found,
                }
            }
        }

        /// Every rule of dizzy's own, in the order of the table.
        pub static RULES: &[&invoice::RuleInfo] = &[$(&$name::INFO),+];
    };
}
use table;

/// The rules with this identifier.
fn by_id(id: &str) -> impl Iterator<Item = &'static RuleInfo> {
    RULES.iter().copied().filter(move |rule| rule.id == id)
}

#[cfg(test)]
mod tests;
