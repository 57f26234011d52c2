//! On which account of RGS a text most likely goes: words that speak for accounts.
//!
//! The supplier's name tells most, then the lines; the rest of the page is looked at only when there is nothing else, since
//! telephone numbers, bank and insurer stand on every letterhead.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::cues::{Finder, Words};
use super::history::{Question, Ranked};

/// Words for an account, folded as [`Words::has`] takes them: strong ones decide alone, weak ones help.
#[derive(Debug, Deserialize)]
struct Topic {
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

/// The accounts of RGS with their words, parsed once.
static TOPICS: LazyLock<BTreeMap<String, Topic>> = LazyLock::new(|| {
    toml::from_str(include_str!("facts/general.toml"))
        .expect("the table is the program's own, as the tests hold")
});

/// Weight of a strong word in the supplier's name, in a line, elsewhere.
const STRONG: [f32; 3] = [3.0, 2.0, 0.6];
/// The same of a weak word.
const WEAK: [f32; 3] = [0.6, 0.5, 0.1];
/// Evidence against which an account must hold, so that little evidence gives little probability.
const DOUBT: f32 = 0.9;
/// No more than this is known without having seen the administration.
const MOST: f32 = 0.9;

/// The accounts that the words speak for, the likeliest first; at most three. `page` are the words of the whole document,
/// for when name and lines say nothing.
pub fn rank(question: &Question<'_>, page: &Words) -> Vec<Ranked> {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| {
        Finder::new(TOPICS.values().flat_map(|topic| topic.strong.iter().chain(&topic.weak)))
    });
    let name = FINDER.hits(&Words::of(question.supplier_name));
    let lines = FINDER.hits(&Words::of(question.texts.iter().copied()));
    let said = name.iter().chain(&lines).any(|hit| *hit);
    let page = if said { vec![false; name.len()] } else { FINDER.hits(page) };
    let mut scored: Vec<(f32, Ranked)> = Vec::new();
    let mut index = 0;
    for (account, topic) in TOPICS.iter() {
        let mut score = 0.0;
        let mut because: Vec<String> = Vec::new();
        for (words, weights) in [(&topic.strong, STRONG), (&topic.weak, WEAK)] {
            for word in words {
                let place = [&name, &lines, &page].iter().position(|hits| hits[index]);
                index += 1;
                if let Some(place) = place {
                    score += weights[place];
                    if because.len() < 3 {
                        because.push(word.trim_matches('*').to_owned());
                    }
                }
            }
        }
        if score > 0.0 {
            let ranked = Ranked { account: account.clone(), probability: 0.0, because };
            scored.push((score, ranked));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.account.cmp(&b.1.account)));
    scored.truncate(3);
    let total: f32 = scored.iter().map(|(score, _)| score * score).sum::<f32>() + DOUBT * DOUBT;
    scored
        .into_iter()
        .map(|(score, mut ranked)| {
            ranked.probability = (score * score / total).min(MOST);
            ranked
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rgs::rgs;
    use invoice::Amount;

    fn best(name: &str, texts: &[&str], page: &str) -> Option<(String, f32)> {
        let question =
            Question { supplier: None, supplier_name: Some(name), texts, amount: Amount::ZERO };
        let first = rank(&question, &Words::of([page])).into_iter().next()?;
        Some((first.account, first.probability))
    }

    #[test]
    fn every_topic_is_an_account_with_folded_words() {
        for (account, topic) in TOPICS.iter() {
            assert!(rgs(account).is_some(), "{account}");
            for word in topic.strong.iter().chain(&topic.weak) {
                let bare = word.trim_matches('*');
                assert_eq!(Words::of([bare]), Words::of([bare.to_lowercase().as_str()]), "{word}");
                assert!(Words::of([bare]).has(bare), "{word} is not folded");
            }
        }
    }

    #[test]
    fn names_and_lines_decide() {
        for (name, texts, expected) in [
            ("Tankstation De Brug", &["Euro 95"][..], "WBedAutBra"),
            ("Jansen B.V.", &["Licentie boekhoudpakket, 3 users"], "WBedKanSof"),
            ("De Vries Accountants", &["Samenstellen jaarrekening 2025"], "WBedAeaAea"),
            ("Waterbedrijf Noord", &["Drinkwater 40 m3"], "WBedHuiWat"),
        ] {
            let (account, probability) = best(name, texts, "").unwrap();
            assert_eq!(account, expected, "{name}");
            assert!(probability > 0.6, "{name}: {probability}");
        }
        assert_eq!(best("Jansen B.V.", &["Diversen"], ""), None);
        let (_, weak) = best("Jansen B.V.", &[], "telefoon 06 12345678").unwrap();
        assert!(weak < 0.5, "{weak}");
    }
}
