//! What names the reader's own firm, so that it is not taken for the seller of what it buys.

use crate::fold::fold;
use crate::names;
use crate::{Field, Party};

/// Own identifiers, names and postcodes, in the form in which they are compared. Empty when nothing is known.
#[derive(Debug, Clone, Default)]
pub struct Ours {
    ids: Vec<String>,
    names: Vec<String>,
    cores: Vec<String>,
    /// The words of each name, without legal forms.
    words: Vec<Vec<String>>,
    postcodes: Vec<String>,
}

/// A name or party is the own one with at least this score.
pub const LEAST_OWN: f32 = 0.6;

/// Words as like as this are one, for misread letters.
const ALIKE: f64 = 0.7;

/// Letters and digits only, in capitals.
fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

impl Ours {
    /// From identifiers (VAT ids, KvK numbers, IBANs), names and postcodes.
    pub fn new<'t>(
        ids: impl IntoIterator<Item = &'t str>,
        names: impl IntoIterator<Item = &'t str>,
        postcodes: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        Self {
            ids: ids.into_iter().map(bare).filter(|id| !id.is_empty()).collect(),
            names: names.iter().map(|name| fold(name)).collect(),
            cores: names.iter().map(|name| names::core(name)).collect(),
            words: names.iter().map(|name| names::words(name)).collect(),
            postcodes: postcodes.into_iter().map(bare).collect(),
        }
    }

    /// True for one of the own VAT identifiers, KvK numbers or bank accounts.
    pub fn has_id(&self, id: &str) -> bool {
        !self.ids.is_empty() && self.ids.contains(&bare(id))
    }

    /// How much a name is the own one, 0 to 1.
    pub(crate) fn name_score(&self, name: &str) -> f32 {
        if self.names.is_empty() {
            return 0.0;
        }
        if self.names.contains(&fold(name)) {
            return 0.95;
        }
        let core = names::core(name);
        self.cores
            .iter()
            .map(|own| {
                if *own == core {
                    0.8
                } else if own.len().min(core.len()) >= 8
                    && strsim::normalized_levenshtein(own, &core) > 0.88
                {
                    0.65
                } else {
                    0.0
                }
            })
            .fold(0.0, f32::max)
    }

    /// True for an own name.
    pub fn is_name(&self, name: &str) -> bool {
        self.name_score(name) >= LEAST_OWN
    }

    /// True when one of a party's identifiers is an own one.
    pub fn has_id_of(&self, party: &Party) -> bool {
        let has = |field: &Option<Field<String>>| {
            field.as_ref().is_some_and(|field| self.has_id(&field.value))
        };
        has(&party.vat_id) || has(&party.kvk) || has(&party.iban)
    }

    /// How much a party's names, with its postcode, are the own ones, 0 to 1.
    #[allow(clippy::float_arithmetic, reason = "a score is no money")]
    pub fn party_name_score(&self, party: &Party) -> f32 {
        let score = [&party.name, &party.trading_name]
            .into_iter()
            .flatten()
            .map(|field| self.name_score(&field.value))
            .fold(0.0, f32::max);
        let postcode =
            party.address.as_ref().and_then(|field| field.value.postcode.as_deref()).map(bare);
        let here = postcode.is_some_and(|postcode| self.postcodes.contains(&postcode));
        if score > 0.0 && here { (score + 0.1).min(1.0) } else { score }
    }

    /// True when a party has an own postcode.
    pub fn is_at(&self, party: &Party) -> bool {
        let postcode = party.address.as_ref().and_then(|field| field.value.postcode.as_deref());
        postcode.is_some_and(|postcode| self.postcodes.contains(&bare(postcode)))
    }

    /// True when a name holds an own one or is a part of it, without legal forms ("Jansen" of "Jansen Bouw").
    pub fn shares_name(&self, name: &str) -> bool {
        let core = names::core(name);
        self.cores.iter().any(|own| {
            own.len().min(core.len()) >= 4
                && (own.contains(core.as_str()) || core.contains(own.as_str()))
        })
    }

    /// True for the name of another legal person, also of the same group ("Duin Holding B.V." beside "Duin Transport B.V."): it
    /// has a word that no own name has, and lacks one of each.
    pub fn is_sister(&self, name: &str) -> bool {
        let of_name = names::words(name);
        let is_like = |a: &String, b: &String| {
            a.starts_with(b.as_str())
                || b.starts_with(a.as_str())
                || strsim::normalized_levenshtein(a, b) > ALIKE
        };
        let lacks = |of: &[String], other: &[String]| {
            other.iter().any(|word| !of.iter().any(|known| is_like(known, word)))
        };
        names::has_legal_form(name)
            && !self.words.is_empty()
            && self.words.iter().all(|own| lacks(own, &of_name) && lacks(&of_name, own))
    }

    /// True when a party is the own firm, by identifier or name.
    pub fn is_party(&self, party: &Party) -> bool {
        self.has_id_of(party) || self.party_name_score(party) >= LEAST_OWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sister_has_a_word_of_its_own() {
        let ours = Ours::new([], ["Duin Transport B.V.", "Stichting Centrum De Ark"], []);
        for name in ["Duin Holding B.V.", "Stichting Vrienden van De Ark"] {
            assert!(ours.is_sister(name), "{name}");
        }
        for name in [
            "Duin B.V.",
            "DUIN TRANSPORT BV",
            "Duin Transp0rt B.V.",
            "Duin Transport en Opslag B.V.",
            "Centrum De Ark",
            "t.a.v. mevrouw De Boer",
        ] {
            assert!(!ours.is_sister(name), "{name}");
        }
    }
}
