//! What every rule has, whoever checks it.

use serde::{Deserialize, Serialize};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended before booking.
    Error,
    /// A person should look.
    Warning,
    /// Good to know.
    Info,
}

/// What is the same each time that a rule is not met.
#[derive(Debug)]
pub struct RuleInfo {
    /// The type of its finding.
    pub name: &'static str,
    /// Its identifier: that of EN 16931 where it is one of its rules ("BR-CO-15"), else "DZ-…".
    pub id: &'static str,
    /// How serious.
    pub severity: Severity,
    /// A person must look whatever else is right.
    pub wants_person: bool,
    /// What is the matter, in Dutch; the values of the finding go where their names stand in braces.
    pub nl: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// The fields that it is about, as paths of the output ("totals.gross"); empty where the finding names them.
    pub fields: &'static [&'static str],
    /// When it is raised, why, and the law or specification that it is from: the lines of its doc comment.
    pub source: &'static [&'static str],
}
