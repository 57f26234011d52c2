//! Which of several readings of one place stands.

use std::ops::Range;

use crate::extract;
use invoice::identifier::{iban, misread_iban, misread_vat_id, vat_id};
use reading::text::{Page, Word};

use super::shape::{self, Shape};
use super::spots::{self, Spot, Wanted};

/// A new reading that nothing else proves is taken from this on, where the first was no value at all.
const SURE: f32 = 0.85;
/// Two readings that agree, each doubtful below this, prove nothing.
const AGREED: f32 = 0.4;
/// What the first look left out is taken from this on.
const CLEAR: f32 = 0.75;
/// Readings tried against the sum at most.
const TRIALS: usize = 12;

/// What becomes of a place.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) spot: Spot,
    /// The words that take the place of those that stood there; `None`: they stay.
    pub(super) taken: Option<Vec<Word>>,
    /// Readings that differ from what stands and were not taken: the sum may prove one.
    pub(super) others: Vec<Vec<Word>>,
}

/// Whether the readings so far decide, so that no other is needed: the same as at first, or proven by check digits.
pub(super) fn is_settled(page: &Page, spot: &Spot, readings: &[Vec<Word>]) -> bool {
    let first = spots::text(&page.words[spot.words.clone()]);
    readings.last().is_some_and(|last| {
        let text = spots::text(last);
        match spot.wanted {
            Wanted::Identifier => passes(&text),
            Wanted::Amount => text == first && shape::of(&text) == Shape::Amount,
            Wanted::Value => text == first,
            Wanted::LeftOut { .. } => says_much(&text) && confidence(last) >= CLEAR,
        }
    })
}

pub(super) fn verdict(page: &Page, spot: Spot, readings: Vec<Vec<Word>>) -> Verdict {
    let first = &page.words[spot.words.clone()];
    let before = spots::text(first);
    let taken = match spot.wanted {
        Wanted::Identifier => {
            let of = |passes: fn(&str) -> bool| readings.iter().find(|r| passes(&spots::text(r)));
            of(passes).or_else(|| of(passes_mended).filter(|_| !passes_mended(&before)))
        }
        Wanted::Amount | Wanted::Value => chosen(&before, first, &readings, spot.wanted),
        Wanted::LeftOut { .. } => found(&readings),
    };
    let taken = taken.map(|words| kept_place(page, &spot, words));
    let stands = taken.as_deref().map_or(before, spots::text);
    let others = readings
        .into_iter()
        .filter(|words| {
            let text = spots::text(words);
            spot.wanted == Wanted::Amount && text != stands && shape::cents(&text).is_some()
        })
        .collect();
    Verdict { spot, taken, others }
}

/// Whether check digits prove an identifier. Punctuation behind it does not count.
fn passes(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    iban(text).is_some() || vat_id(text).is_some()
}

/// Whether check digits prove an identifier of which letters and digits that look alike are exchanged.
fn passes_mended(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    misread_iban(text).is_some() || misread_vat_id(text).is_some()
}

/// The least sure of the words.
fn confidence(words: &[Word]) -> f32 {
    words.iter().map(|w| w.confidence).fold(1.0, f32::min)
}

/// More than a letter or a stroke.
fn says_much(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
}

/// What the first look left out: read surely, or twice the same.
fn found(readings: &[Vec<Word>]) -> Option<&Vec<Word>> {
    let says = |words: &&Vec<Word>| says_much(&spots::text(words));
    if let [a, b] = readings
        && same(&spots::text(a), &spots::text(b))
        && confidence(a).max(confidence(b)) >= AGREED
    {
        return Some(a).filter(says);
    }
    readings.iter().filter(says).find(|words| confidence(words) >= CLEAR)
}

fn chosen<'r>(
    before: &str,
    first: &[Word],
    readings: &'r [Vec<Word>],
    wanted: Wanted,
) -> Option<&'r Vec<Word>> {
    let fits = |text: &str| match wanted {
        Wanted::Amount => shape::cents(text).is_some(),
        Wanted::Value | Wanted::Identifier | Wanted::LeftOut { .. } => {
            shape::of(text) != Shape::Other && !shape::is_mixed_date(text)
        }
    };
    let texts: Vec<String> = readings.iter().map(|words| spots::text(words)).collect();
    // The first reading, read once more.
    if let Some(again) = texts.iter().position(|text| text == before) {
        let surer = confidence(&readings[again]) > confidence(first);
        return surer.then_some(&readings[again]);
    }
    // Two that agree against the first.
    if let [a, b] = readings
        && same(&texts[0], &texts[1])
        && fits(&texts[0])
        && confidence(a).max(confidence(b)) >= AGREED
    {
        let surest = if confidence(a) >= confidence(b) { a } else { b };
        return Some(surest);
    }
    // One that is certain, where there was no value at all.
    let mut certain =
        readings.iter().zip(&texts).filter(|(words, text)| fits(text) && confidence(words) >= SURE);
    let (words, _) = certain.next()?;
    let alone = certain.next().is_none();
    (alone && !fits(before) && wanted == Wanted::Amount).then_some(words)
}

/// Whether two readings say the same; the currency and what stands about an amount do not count.
fn same(a: &str, b: &str) -> bool {
    a == b || shape::cents(a).is_some_and(|cents| shape::cents(b) == Some(cents))
}

/// The new words in the line of the old ones.
fn kept_place(page: &Page, spot: &Spot, words: &[Word]) -> Vec<Word> {
    let mut words = words.to_vec();
    let old = page.words[spot.words.clone()].first();
    for word in &mut words {
        match (old, spot.wanted) {
            (Some(old), _) => {
                word.line = old.line;
                word.size_pt = old.size_pt;
            }
            (None, Wanted::LeftOut { line }) => word.line = line,
            (None, _) => {}
        }
    }
    words
}

/// In the order in which they can be put into the page: places before one stay where they are, and what comes between
/// two words follows those that are replaced.
pub(super) fn from_the_back(verdicts: &mut [Verdict]) {
    verdicts.sort_by(|a, b| {
        let (at, other) = (&a.spot.words, &b.spot.words);
        let order = other.start.cmp(&at.start);
        order
            .then(at.is_empty().cmp(&other.is_empty()))
            .then(b.spot.part.x0.total_cmp(&a.spot.part.x0))
    });
}

/// Where exactly one of the readings that were not taken makes the page add up, it is taken.
pub(super) fn prove_by_sum(page: &Page, verdicts: &mut [Verdict]) {
    if verdicts.iter().all(|verdict| verdict.others.is_empty()) {
        return;
    }
    from_the_back(verdicts);
    let adds_up = |other: Option<(usize, usize)>, verdicts: &[Verdict]| {
        let mut trial = page.clone();
        for (at, verdict) in verdicts.iter().enumerate() {
            let words = match other {
                Some((spot, reading)) if spot == at => {
                    let words = &verdict.others[reading];
                    Some(kept_place(page, &verdict.spot, words))
                }
                _ => verdict.taken.clone(),
            };
            if let Some(words) = words {
                put(&mut trial, verdict.spot.words.clone(), words);
            }
        }
        spots::adds_up(&extract(&[&trial], 0.0))
    };
    if adds_up(None, verdicts) {
        return;
    }
    let trials: Vec<(usize, usize)> = verdicts
        .iter()
        .enumerate()
        .flat_map(|(spot, verdict)| (0..verdict.others.len()).map(move |r| (spot, r)))
        .take(TRIALS)
        .collect();
    let mut proven = trials.into_iter().filter(|&trial| adds_up(Some(trial), verdicts));
    let (first, second) = (proven.next(), proven.next());
    if let (Some((spot, reading)), None) = (first, second) {
        let verdict = &mut verdicts[spot];
        let words = kept_place(page, &verdict.spot, &verdict.others[reading]);
        verdict.taken = Some(words);
    }
}

pub(super) fn put(page: &mut Page, place: Range<usize>, words: Vec<Word>) {
    page.words.splice(place, words);
}
