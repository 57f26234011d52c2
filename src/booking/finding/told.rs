//! Findings that the ledger of an older program has: it kept the English sentence.

use serde::{Deserialize, Serialize};

use einvoice::validate;
use invoice::{Lang, Language, Severity};

use super::rules::UnreadLanguage;
use super::{Found, by_id};

/// A finding as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The rule's identifier.
    pub rule: String,
    /// How serious.
    pub severity: Severity,
    /// What was the matter, in English.
    pub message: String,
    /// The fields it is about.
    pub fields: Vec<String>,
}

impl Found for Told {
    fn id(&self) -> &str {
        &self.rule
    }

    fn severity(&self) -> Severity {
        self.severity
    }

    fn wants_person(&self) -> bool {
        let is_asked =
            |rule: &invoice::RuleInfo| rule.severity == self.severity && rule.wants_person;
        self.severity == Severity::Error || by_id(&self.rule).any(is_asked)
    }

    fn fields(&self) -> Vec<String> {
        self.fields.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let own = by_id(&self.rule).map(|rule| (rule.nl, rule.en));
        let standard = validate::rule(&self.rule).map(|rule| (rule.nl, rule.en));
        let said = match lang {
            Lang::En => None,
            Lang::Nl => own.chain(standard).find_map(|(nl, en)| self.dutch(nl, en)),
        };
        said.unwrap_or_else(|| self.message.clone())
    }
}

impl Told {
    /// The sentence in Dutch, where it is this English one; values stand in one place in both.
    fn dutch(&self, nl: &str, en: &str) -> Option<String> {
        let (before, values, after) = parts_of(en);
        let told = self.message.strip_prefix(before)?.strip_suffix(after)?;
        if values.is_empty() && !told.is_empty() {
            return None;
        }
        let is_language = self.rule == UnreadLanguage::INFO.id;
        let told = match Language::of_english(told).filter(|_| is_language) {
            Some(language) => language.name(Lang::Nl),
            None => told,
        };
        let (before, _, after) = parts_of(nl);
        Some(format!("{before}{told}{after}"))
    }
}

/// What stands before the first value of a sentence, the values with what is between them, and what stands after.
fn parts_of(sentence: &str) -> (&str, &str, &str) {
    match (sentence.find('{'), sentence.rfind('}')) {
        (Some(from), Some(to)) => (&sentence[..from], &sentence[from..=to], &sentence[to + 1..]),
        _ => (sentence, "", ""),
    }
}
