//! Labels that no list knows, read part by part.
//!
//! "Stukdatum", "Rechnungskennzeichen", "Kindly settle no later than": nobody can list them all, but they are put together of
//! few parts. A phrase is a label when all of it is parts that we know, and together they have one meaning.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold;
use super::label::Label;

/// Longer phrases are sentences, folded characters.
const MAX_CHARS: usize = 44;
/// Ways to take a phrase apart that are followed at one place.
const MAX_WAYS: usize = 24;

/// What a part contributes; the keys of `parts.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Document,
    Number,
    Date,
    /// "Betaaldag", "Rechnungstag".
    Day,
    Made,
    Pay,
    Due,
    Until,
    /// A limit of time, or what is left out.
    Before,
    On,
    Total,
    /// The last of several sums.
    Final,
    Sub,
    Without,
    With,
    Tax,
    Base,
    Filler,
}

/// A set of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Parts(u32);

impl Parts {
    fn and(self, part: Part) -> Self {
        Self(self.0 | 1 << part as u16)
    }

    fn has(self, part: Part) -> bool {
        self.0 & 1 << part as u16 != 0
    }

    fn any(self, parts: &[Part]) -> bool {
        parts.iter().any(|p| self.has(*p))
    }

    /// What parts mean together.
    fn meaning(self) -> Option<Label> {
        use Part::{
            Base, Before, Date, Day, Document, Due, Final, Made, Number, On, Pay, Sub, Tax, Total,
            Until, With, Without,
        };
        let amounts = self.any(&[Total, Sub, Tax, Base, With, Without]);
        let times = self.any(&[Date, Day, Made, Until, On]);
        if self.has(Number) {
            let alone = !amounts && !times && !self.any(&[Pay, Due, Before]);
            return (alone && self.has(Document)).then_some(Label::Number);
        }
        if self.has(Tax) {
            if times || self.has(Document) && !self.any(&[Total, Sub, Without, With, Before]) {
                return None;
            }
            if self.has(With) {
                return (!self.any(&[Without, Before, Base])).then_some(Label::Gross);
            }
            if self.any(&[Without, Before, Base]) {
                return Some(Label::Net);
            }
            return self.any(&[Total, Pay, Due]).then_some(Label::Vat);
        }
        if amounts {
            if times || self.has(Before) {
                return None;
            }
            return match (self.has(Sub), self.has(Without), self.has(With)) {
                (true, _, false) => self.has(Document).then_some(Label::Net),
                (false, true, false) => self.has(Total).then_some(Label::Net),
                (false, false, true) => self.has(Total).then_some(Label::Gross),
                (false, false, false) if self.has(Base) => None,
                (false, false, false) if self.any(&[Pay, Due]) => Some(Label::Payable),
                (false, false, false) => {
                    let of_all = self.has(Document) || self.has(Final) && self.has(Total);
                    of_all.then_some(Label::Gross)
                }
                _ => None,
            };
        }
        let limit = self.any(&[Until, Before]);
        if self.has(Pay) && (limit || self.any(&[On, Day])) || self.has(Due) && (limit || times) {
            return (!self.has(Made)).then_some(Label::DueDate);
        }
        if limit || self.any(&[Pay, Due]) {
            return None;
        }
        let dated = self.has(Document) && self.any(&[Date, Day, Made]);
        (dated || self.has(Made) && self.any(&[Date, Day, On])).then_some(Label::IssueDate)
    }
}

/// The parts, by their folded text.
pub(super) struct Grammar {
    parts: HashMap<String, Vec<Part>>,
    longest: usize,
}

pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let data: HashMap<Part, Vec<String>> = toml::from_str(include_str!("parts.toml"))
        .expect("the embedded parts are valid, as the tests hold");
    let mut parts: HashMap<String, Vec<Part>> = HashMap::new();
    for (part, texts) in &data {
        for text in texts {
            let known = parts.entry(fold(text)).or_default();
            if !known.contains(part) {
                known.push(*part);
            }
        }
    }
    let longest = parts.keys().map(String::len).max().unwrap_or(0);
    Grammar { parts, longest }
});

impl Grammar {
    /// The meaning of a folded phrase, when all of it is parts and only one meaning comes of them.
    pub fn read(&self, text: &str) -> Option<Label> {
        if !(4..=MAX_CHARS).contains(&text.len()) || !text.is_ascii() {
            return None;
        }
        let mut ways: Vec<BTreeSet<Parts>> = vec![BTreeSet::new(); text.len() + 1];
        ways[0].insert(Parts::default());
        for at in 0..text.len() {
            let here: Vec<Parts> = ways[at].iter().copied().take(MAX_WAYS).collect();
            if here.is_empty() {
                continue;
            }
            for end in at + 1..=text.len().min(at + self.longest) {
                let Some(parts) = self.parts.get(&text[at..end]) else {
                    continue;
                };
                for way in &here {
                    ways[end].extend(parts.iter().map(|p| way.and(*p)));
                }
            }
        }
        let mut meanings = ways[text.len()].iter().filter_map(|p| p.meaning());
        let first = meanings.next()?;
        meanings.all(|m| m == first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_nobody_listed_are_read_by_their_parts() {
        for (text, label) in [
            ("Belegkennziffer", Label::Number),
            ("Référence de la facture", Label::Number),
            ("Our invoice identifier", Label::Number),
            ("Datum van opmaak", Label::IssueDate),
            ("Bewijsstukdatum", Label::IssueDate),
            ("Facture établie le", Label::IssueDate),
            ("Zu überweisen bis spätestens", Label::DueDate),
            ("Kindly remit no later than", Label::DueDate),
            ("Verschuldigde omzetbelasting", Label::Vat),
            ("Geschuldete USt", Label::Vat),
            ("Som zonder omzetbelasting", Label::Net),
            ("Summe vor Steuer", Label::Net),
            ("Somme toutes taxes", Label::Gross),
            ("Amount to remit", Label::Payable),
            ("Thans te voldoen bedrag", Label::Payable),
        ] {
            assert_eq!(GRAMMAR.read(&fold(text)), Some(label), "{text}");
        }
    }

    #[test]
    fn other_phrases_are_no_labels() {
        for text in [
            "Ordernummer",
            "Total weight",
            "Betaald op",
            "Notariskosten",
            "Datum",
            "Number",
            "Rechnung",
            "Voor de betaler",
            "Invoice payments",
            "Totaal",
        ] {
            assert_eq!(GRAMMAR.read(&fold(text)), None, "{text}");
        }
    }
}
