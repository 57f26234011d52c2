//! Chains of shops that a receipt may show only as a mark, in small print or in its web address.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{LEXICON, fold};
use crate::layout::Layout;
use reading::text::ReadBy;

/// Words that the name of a chain may span.
const MAX_WORDS: usize = 4;
/// Folded lengths from which one and two characters may be misread.
const FUZZY_ONE: usize = 7;
const FUZZY_TWO: usize = 9;
/// The head of a receipt, as a share of its height.
const HEAD: f32 = 0.35;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    anywhere: Vec<String>,
    head_only: Vec<String>,
}

#[derive(Debug)]
struct Shop {
    name: String,
    head_only: bool,
}

static SHOPS: LazyLock<HashMap<String, Shop>> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("shops.toml"))
        .expect("the embedded chains are valid, as the tests hold");
    let shop = |head_only: bool| move |name: String| (fold(&name), Shop { name, head_only });
    let anywhere = data.anywhere.into_iter().map(shop(false));
    anywhere.chain(data.head_only.into_iter().map(shop(true))).collect()
});

/// Rows at the head of a receipt where the shop stands.
const FIRST_ROWS: usize = 5;
/// Words read less surely than this may be names of few letters, misread by one.
const UNSURE: f32 = 0.9;

/// A chain on a receipt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub name: &'static str,
    pub words: Range<usize>,
    pub head: bool,
    /// Letter by letter.
    pub exact: bool,
}

/// All chains that a receipt names.
pub(crate) fn on(layout: &Layout<'_>) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (index, row) in layout.rows.iter().enumerate() {
        let first = index < FIRST_ROWS;
        let head = row.page == 0 && row.bbox.center_y() < layout.page(row.page).height_pt * HEAD;
        for start in row.words.clone() {
            let mut text = String::new();
            for end in start + 1..=row.words.end.min(start + MAX_WORDS) {
                text.push_str(&fold(&layout.words[end - 1].word.text));
                let unsure = first
                    && layout.words[start..end].iter().all(|w| {
                        matches!(w.word.read_by, ReadBy::Ocr { .. }) && w.word.confidence < UNSURE
                    });
                let found = known(&text).or_else(|| unsure.then(|| nearest(&text)).flatten());
                // "Total", "Netto" head an amount more often than a receipt.
                let label = index > 1 && LEXICON.knows(&text);
                if let Some((shop, exact)) = found
                    && if shop.head_only { first && !label } else { head || exact }
                {
                    seen.push(Seen { name: &shop.name, words: start..end, head, exact });
                }
            }
        }
    }
    seen
}

/// True when a folded text is the name of a chain, letter by letter. Only OCR asks.
pub(crate) fn is_chain(folded: &str) -> bool {
    SHOPS.contains_key(folded)
}

/// The chain that a web or e-mail address belongs to: "www.intratuin-breda.nl".
pub(crate) fn of_domain(domain: &str) -> Option<&'static str> {
    let host = domain.rsplit('@').next().unwrap_or(domain);
    let host = host.split('/').next().unwrap_or(host);
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    labels.iter().flat_map(|label| std::iter::once(*label).chain(label.split('-'))).find_map(
        |part| {
            let shop = SHOPS.get(&fold(part))?;
            (part.len() >= 4).then_some(shop.name.as_str())
        },
    )
}

fn known(text: &str) -> Option<(&'static Shop, bool)> {
    if let Some(shop) = SHOPS.get(text) {
        return Some((shop, true));
    }
    if text.len() < FUZZY_ONE - 1 || text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    SHOPS.iter().find_map(|(key, shop)| {
        let allowed = match key.len() {
            FUZZY_TWO.. => 2,
            FUZZY_ONE.. => 1,
            _ => return None,
        };
        (key.len().abs_diff(text.len()) <= allowed && strsim::levenshtein(key, text) <= allowed)
            .then_some((shop, false))
    })
}

/// The only chain that a short text misses by one character.
fn nearest(text: &str) -> Option<(&'static Shop, bool)> {
    if !(3..=6).contains(&text.len()) || LEXICON.knows(text) {
        return None;
    }
    let mut near = SHOPS
        .iter()
        .filter(|(key, _)| (4..=6).contains(&key.len()) && strsim::levenshtein(key, text) == 1);
    let (_, shop) = near.next()?;
    near.next().is_none().then_some((shop, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_known_by_their_letters_and_their_addresses() {
        assert_eq!(
            known("albertheijn").map(|(s, e)| (s.name.as_str(), e)),
            Some(("Albert Heijn", true))
        );
        assert_eq!(known("hornbacb").map(|(s, e)| (s.name.as_str(), e)), Some(("Hornbach", false)));
        assert!(known("paderborn").is_none());
        assert_eq!(of_domain("www.intratuin-breda.nl"), Some("Intratuin"));
        assert_eq!(of_domain("info@kaaspaard.example"), None);
    }
}
