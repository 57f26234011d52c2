//! What is remembered of a supplier, and how it votes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use super::super::features;
use super::{
    Asked, CORRECTION, DOUBT, ELSE_SAID, Example, GOODS, JURIES, KNOWING, MANY, MEMORY, NEARLY_ALL,
    Numbers, PUT_RIGHT, SAME, SAME_DECAY, SAME_DOUBT, SLIPS, TRUST, best,
};

/// A line of a supplier that is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Which of the supplier's bookings.
    pub(super) booking: u32,
    pub(super) is_correction: bool,
    pub(super) account: u32,
    pub(super) features: Vec<u32>,
    /// The same of each of the goods that it names, without the amount.
    pub(super) items: Vec<Vec<u32>>,
}

/// What is remembered of a supplier.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    pub(super) lines: VecDeque<Remembered>,
    /// How well each jury did of late: the sum of the logarithms of what it gave the right account.
    pub(super) juries: [f32; JURIES.len()],
    /// All that was ever booked, added up.
    pub(super) habits: Vec<HabitSum>,
    /// Lines in words that were asked about, and those of them that were like none before.
    pub(super) asked: u32,
    pub(super) new: u32,
}

/// How often a supplier was booked in one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct HabitSum {
    pub(super) account: u32,
    pub(super) vat_code: Option<String>,
    pub(super) times: u32,
    pub(super) weight: f32,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

/// In how many remembered lines of a supplier each feature occurs.
pub(super) type Occurs = FxHashMap<u32, u32>;

/// What the remembered lines of a supplier vote.
#[derive(Debug)]
pub(super) struct Votes {
    /// For each account the share that each jury gives it.
    pub(super) shares: Vec<(u32, [f32; JURIES.len()])>,
    /// How much the most similar line is like the question, 0 to 1.
    pub(super) most_alike: f32,
    /// The same of those that have a word of it, and not only the size of its amount.
    pub(super) in_words: f32,
}

impl Memory {
    pub(super) fn add_habit(&mut self, account: u32, line: &Example) {
        let weight = if line.is_correction { CORRECTION } else { 1.0 };
        let known = self
            .habits
            .iter_mut()
            .find(|habit| habit.account == account && habit.vat_code == line.vat_code);
        if let Some(habit) = known {
            habit.times += 1;
            habit.weight += weight;
            habit.last = habit.last.max(line.date);
        } else {
            self.habits.push(HabitSum {
                account,
                vat_code: line.vat_code.clone(),
                times: 1,
                weight,
                first: line.date,
                last: line.date,
            });
        }
    }

    pub(super) fn forget_oldest(&mut self, occurs: &mut Occurs) {
        loop {
            let bookings = self
                .lines
                .iter()
                .zip(self.lines.iter().skip(1))
                .filter(|(a, b)| a.booking != b.booking)
                .count();
            let Some(oldest) = self.lines.front().map(|line| line.booking) else {
                return;
            };
            if bookings < MEMORY {
                return;
            }
            let end = self.lines.iter().position(|line| line.booking != oldest);
            for line in self.lines.drain(..end.unwrap_or(self.lines.len())) {
                for feature in line.features {
                    if let Entry::Occupied(mut times) = occurs.entry(feature) {
                        *times.get_mut() -= 1;
                        if *times.get() == 0 {
                            times.remove();
                        }
                    }
                }
            }
        }
    }

    pub(super) fn occurs(&self) -> Occurs {
        let mut occurs = Occurs::with_capacity_and_hasher(8 * self.lines.len(), FxBuildHasher);
        for line in &self.lines {
            for &feature in &line.features {
                *occurs.entry(feature).or_default() += 1;
            }
        }
        occurs
    }

    /// Whether a remembered line says something in words.
    pub(super) fn has_words(&self) -> bool {
        self.lines.iter().any(|line| !line.items.is_empty())
    }

    /// Where the very same line goes, as shares; empty where there was none. Goods go on one account, but for slips; the last
    /// booking counts most, and what a person put right since counts little.
    pub(super) fn same(&self, occurs: &Occurs, asked: &Numbers) -> Vec<(u32, f32)> {
        self.with_goods(occurs, asked, true)
    }

    /// The same of goods that the line names beside more words: "tarwebloem" in "Tarwebloem patent 25 kg".
    pub(super) fn held(&self, occurs: &Occurs, asked: &Numbers) -> Vec<(u32, f32)> {
        self.with_goods(occurs, asked, false)
    }

    fn with_goods(&self, occurs: &Occurs, asked: &Numbers, is_all: bool) -> Vec<(u32, f32)> {
        let lines = self.lines.len() as f32;
        let worth = |number: &u32| {
            let times = occurs.get(number).copied().unwrap_or_default();
            ((lines + 1.0) / (times as f32 + 0.5)).ln().max(0.01)
        };
        let sum = |numbers: &[u32]| -> f32 { numbers.iter().map(worth).sum() };
        let words = asked.words();
        if words.is_empty() {
            return Vec::new();
        }
        let wanted = sum(&words);
        let is_same = |item: &Vec<u32>| {
            let common: f32 =
                item.iter().filter(|n| words.binary_search(n).is_ok()).map(worth).sum();
            common >= SAME * sum(item) && (!is_all || common >= SAME * wanted)
        };
        // how much each account speaks against all others, in logarithms
        let mut for_account: BTreeMap<u32, f32> = BTreeMap::new();
        let (mut weight, mut is_put_right) = (1.0, false);
        for line in self.lines.iter().rev().filter(|line| line.items.iter().any(is_same)) {
            let voice = match (line.is_correction, is_put_right) {
                (_, true) => PUT_RIGHT,
                (true, false) => CORRECTION,
                (false, false) => 1.0,
            };
            *for_account.entry(line.account).or_default() += voice * weight * (1.0 / SLIPS).ln();
            weight *= SAME_DECAY;
            is_put_right |= line.is_correction;
        }
        if for_account.is_empty() {
            return Vec::new();
        }
        let mut scores: BTreeMap<u32, f32> = self.shares().into_iter().collect();
        for (account, score) in &mut scores {
            *score *= for_account.get(account).copied().unwrap_or_default().exp();
        }
        let all = scores.values().sum::<f32>()
            + SAME_DOUBT * scores.values().copied().fold(0.0, f32::max);
        scores.into_iter().map(|(account, score)| (account, score / all)).collect()
    }

    /// Where all lines of an invoice go together, where most of them were booked before and all of those on one account.
    pub(super) fn same_all(&self, occurs: &Occurs, asked: &Asked<'_>) -> Option<Vec<(u32, f32)>> {
        let lines = asked.texts.iter().map(|text| Numbers::of(features::goods(text), asked.net));
        let all: Vec<Vec<(u32, f32)>> =
            lines.filter(|line| line.has_words).map(|line| self.same(occurs, &line)).collect();
        let known: Vec<&Vec<(u32, f32)>> = all.iter().filter(|same| !same.is_empty()).collect();
        let (account, _) = best(known.first()?)?;
        let is_on =
            |same: &&&Vec<(u32, f32)>| best(same).is_some_and(|(other, _)| other == account);
        let is_most = all.len() > 1 && known.len() * 3 >= all.len() * 2;
        let least =
            known.iter().filter_map(|same| best(same)).min_by(|a, b| a.1.total_cmp(&b.1))?;
        (is_most && known.iter().filter(is_on).count() == known.len()).then(|| vec![least])
    }

    /// The share of each account in the remembered lines, the largest first.
    pub(super) fn shares(&self) -> Vec<(u32, f32)> {
        let mut lines: BTreeMap<u32, f32> = BTreeMap::new();
        for line in &self.lines {
            *lines.entry(line.account).or_default() += 1.0;
        }
        let all = self.lines.len() as f32;
        let mut shares: Vec<(u32, f32)> =
            lines.into_iter().map(|(account, lines)| (account, lines / all)).collect();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        shares
    }

    /// Whether its bookings name goods and hardly ever new ones: then what is new may be something else. A text that always
    /// is the same names none.
    pub(super) fn knows_its_words(&self) -> bool {
        let goods: BTreeSet<&Vec<u32>> = self.lines.iter().flat_map(|line| &line.items).collect();
        self.asked >= KNOWING && self.new * 8 <= self.asked && goods.len() >= GOODS
    }

    /// The account that has all but slips, with how sure that many lines make it; one that a person put right counts more.
    pub(super) fn of_one(&self) -> Option<(u32, f32)> {
        let (account, share) = *self.shares().first()?;
        let is_one = share >= 1.0 || self.lines.len() >= MANY && share >= NEARLY_ALL;
        let own = self.lines.iter().filter(|line| line.account == account);
        let voices: f32 = own.map(|line| if line.is_correction { CORRECTION } else { 1.0 }).sum();
        is_one.then_some((account, voices / (voices + 1.0)))
    }

    /// On which accounts the remembered lines with a word are, and how many.
    pub(super) fn with_word(&self, word: u32) -> BTreeMap<u32, u32> {
        let mut times = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.features.binary_search(&word).is_ok()) {
            *times.entry(line.account).or_default() += 1;
        }
        times
    }

    /// What the remembered lines vote, in which features occur as [`Memory::occurs`] says.
    pub(super) fn votes(&self, occurs: &Occurs, asked: &Numbers) -> Votes {
        // What is in every line tells them not apart; what is in one tells most.
        let lines = self.lines.len() as f32;
        let worths: Vec<f32> = (0..=self.lines.len())
            .map(|times| ((lines + 1.0) / (times as f32 + 0.5)).ln().max(0.0))
            .collect();
        let worth = |feature: &u32| worths.get(*occurs.get(feature)? as usize).copied();
        let asked_worth: f32 = asked.all.iter().filter_map(worth).sum();
        let mut votes: BTreeMap<u32, [f32; JURIES.len()]> = BTreeMap::new();
        let mut totals = JURIES.map(|(_, any)| DOUBT * any);
        let mut weights = [1.0; JURIES.len()];
        let (mut most_alike, mut in_words) = (0.0f32, 0.0f32);
        let mut booking = None;
        for line in self.lines.iter().rev() {
            if booking.is_some_and(|booking| booking != line.booking) {
                for (weight, (decay, _)) in weights.iter_mut().zip(JURIES) {
                    *weight *= decay;
                }
            }
            booking = Some(line.booking);
            let mut common = 0.0;
            let mut own = 0.0;
            let mut has_word = false;
            let size = asked.size;
            let mut asked = asked.all.iter().peekable(); // both are sorted
            for feature in &line.features {
                let worth = worth(feature).unwrap_or(0.0);
                own += worth;
                while asked.next_if(|asked| *asked < feature).is_some() {}
                if asked.peek() == Some(&feature) {
                    common += worth;
                    has_word |= *feature != size;
                }
            }
            // a booked line stands for several of an invoice: what else it says counts less than what it lacks
            let other = ELSE_SAID * (own - common);
            let likeness = if common > 0.0 { common / (asked_worth + other) } else { 0.0 };
            most_alike = most_alike.max(likeness);
            if has_word {
                in_words = in_words.max(likeness);
            }
            let sums = votes.entry(line.account).or_default();
            let voices = if line.is_correction { CORRECTION } else { 1.0 };
            for (jury, (_, any)) in JURIES.into_iter().enumerate() {
                let vote = voices * weights[jury] * (any + (1.0 - any) * likeness * likeness);
                sums[jury] += vote;
                totals[jury] += vote;
            }
        }
        let shares = votes
            .into_iter()
            .map(|(account, mut sums)| {
                for (sum, total) in sums.iter_mut().zip(totals) {
                    *sum /= total;
                }
                (account, sums)
            })
            .collect();
        Votes { shares, most_alike, in_words }
    }

    /// The juries together, each as far as it is trusted.
    pub(super) fn together(&self, votes: &[(u32, [f32; JURIES.len()])]) -> Vec<(u32, f32)> {
        let most = self.juries.iter().copied().fold(f32::MIN, f32::max);
        let trust = self.juries.map(|jury| (jury - most).exp());
        let all: f32 = trust.iter().sum();
        votes
            .iter()
            .map(|(account, shares)| {
                let sum: f32 = shares.iter().zip(trust).map(|(s, t)| s * t).sum();
                (*account, sum / all)
            })
            .collect()
    }

    /// Notes how well each jury did, now that the right account is known.
    pub(super) fn judge(&mut self, votes: &[(u32, [f32; JURIES.len()])], right: u32) {
        let given = votes
            .iter()
            .find(|(account, _)| *account == right)
            .map_or([0.0; JURIES.len()], |(_, shares)| *shares);
        for (jury, share) in self.juries.iter_mut().zip(given) {
            *jury = *jury * TRUST + share.max(0.02).ln();
        }
    }
}
