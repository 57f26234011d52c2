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
const MAX_WORDS: usize = 4;
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
    Debit,
    /// A discount for those who pay soon.
    Deduction,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Parts(u32);

impl Parts {
    fn and(self, part: Part) -> Self {
        Self(self.0 | 1 << part as u16)
    }

    fn has(self, part: Part) -> bool {
        self.0 & 1 << part as u16 != 0
    }

    /// True when there is nothing but these.
    fn within(self, parts: &[Part]) -> bool {
        let all = parts.iter().fold(Self::default(), |all, p| all.and(*p));
        self.0 & !all.0 == 0
    }

    fn any(self, parts: &[Part]) -> bool {
        parts.iter().any(|p| self.has(*p))
    }

    fn meaning(self) -> Option<Label> {
        use Part::{
            Base, Before, Date, Day, Debit, Deduction, Document, Due, Final, Made, Number, On, Pay,
            Sub, Tax, Total, Until, With, Without,
        };
        let amounts = self.any(&[Total, Sub, Tax, Base, With, Without]);
        let times = self.any(&[Date, Day, Made, Until, On]);
        let limit = self.any(&[Until, Before]);
        if self.any(&[Debit, Deduction]) {
            if self.any(&[Number, Total, Sub, Tax, Base, Made]) || !(limit || times) {
                return None;
            }
            return Some(match (self.has(Deduction), self.has(Without)) {
                (true, true) => Label::DueDate,
                (true, false) => Label::OtherDate,
                (false, _) => Label::DebitDate,
            });
        }
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
pub(crate) struct Grammar {
    parts: HashMap<String, Vec<Part>>,
    longest: usize,
}

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
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
    /// True when these folded words in a row, or the first few of them, say that something is paid.
    pub(crate) fn pays(&self, words: &[String]) -> bool {
        self.begins_with(words, Part::Pay)
    }

    pub(crate) fn collects(&self, words: &[String]) -> bool {
        self.begins_with(words, Part::Debit)
    }

    fn begins_with(&self, words: &[String], part: Part) -> bool {
        let mut text = String::new();
        words.iter().take(MAX_WORDS).any(|word| {
            text.push_str(word);
            self.parts.get(&text).is_some_and(|p| p.contains(&part))
        })
    }

    /// True when all of a folded phrase is words of a limit: "uiterlijk op", "bis spätestens zum", "no later than".
    pub(crate) fn is_limit(&self, text: &str) -> bool {
        self.ways(text).iter().any(|way| {
            way.any(&[Part::Until, Part::Before])
                && way.within(&[Part::Until, Part::Before, Part::On, Part::Filler])
        })
    }

    /// The meaning of a folded phrase, when all of it is parts and only one meaning comes of them.
    pub fn read(&self, text: &str) -> Option<Label> {
        if text.len() < 4 {
            return None;
        }
        let ways = self.ways(text);
        let mut meanings = ways.iter().filter_map(|p| p.meaning());
        let first = meanings.next()?;
        meanings.all(|m| m == first).then_some(first)
    }

    /// The ways to take all of a folded phrase apart.
    fn ways(&self, text: &str) -> BTreeSet<Parts> {
        if !(2..=MAX_CHARS).contains(&text.len()) || !text.is_ascii() {
            return BTreeSet::new();
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
        ways.pop().unwrap_or_default()
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
            ("Betaaltermijn tot", Label::DueDate),
            ("Ohne Abzug bis", Label::DueDate),
            ("Sans escompte avant le", Label::DueDate),
            ("Verfalltag", Label::DueDate),
            ("Zu entrichten bis", Label::DueDate),
            ("Met betalingskorting tot", Label::OtherDate),
            ("Skonto bis zum", Label::OtherDate),
            ("Datum automatische incasso", Label::DebitDate),
            ("Abbuchung am", Label::DebitDate),
            ("Prélèvement automatique le", Label::DebitDate),
            ("Date of direct debit", Label::DebitDate),
        ] {
            assert_eq!(GRAMMAR.read(&fold(text)), Some(label), "{text}");
        }
    }

    #[test]
    fn limits_and_words_of_paying_are_known_by_their_parts() {
        for text in
            ["uiterlijk op", "t/m", "spätestens bis zum", "no later than", "au plus tard le", "by"]
        {
            assert!(GRAMMAR.is_limit(&fold(text)), "{text}");
        }
        for text in ["op", "betalen", "am", "van", "up to standard"] {
            assert!(!GRAMMAR.is_limit(&fold(text)), "{text}");
        }
        let words = |text: &str| text.split(' ').map(fold).collect::<Vec<_>>();
        assert!(GRAMMAR.pays(&words("over te maken op")));
        assert!(GRAMMAR.pays(&words("Überweisen Sie")));
        assert!(!GRAMMAR.pays(&words("geleverd op")));
        assert!(GRAMMAR.collects(&words("geïncasseerd van uw rekening")));
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
            "Incassokosten",
            "Skontobetrag",
            "Kortingscode",
            "Invoice payments",
            "Totaal",
        ] {
            assert_eq!(GRAMMAR.read(&fold(text)), None, "{text}");
        }
    }
}
