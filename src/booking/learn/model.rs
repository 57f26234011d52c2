//! The model of one administration: what its suppliers are booked on, and which words go with which account.
//!
//! **Suppliers.** The last bookings of every supplier are remembered. A new invoice asks them: each votes for its own
//! account, the later more than the earlier, and one with the same words more than one with others. Three juries weigh
//! this differently, from "what was last done" to "the same words, ever", and each is trusted as it was right about this
//! supplier of late. That follows a supplier who moves to another account after two or three bookings, and keeps apart
//! the accounts of a wholesaler.
//!
//! A posting may name the goods that it is for ("Handzaag, Slotbout M10"): each is remembered by itself, and a line that is
//! the very same goes where that went.
//!
//! **Words.** For suppliers that are new, a naive Bayes classifier over the words of line and name. A word counts for an
//! account by how many suppliers use it there, not by how often one does: sixty equal monthly invoices say little about
//! a stranger. What an account is called counts as one supplier more.
//!
//! Both are calibrated on bookings that they did not know ([`super::calibration`]): each supplier's booking on those
//! before it, apart for what is known of it ([`Known`]), each supplier's words on those of all others.

mod build;
mod known;
mod memory;
mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, Curve, SUREST};
use super::features::{self, Features};
use super::usage::Usage;
use invoice::Amount;

use known::Known;
use memory::{Memory, Occurs};

/// Bookings that are remembered of a supplier.
const MEMORY: usize = 40;
/// Lines that are remembered of a booking.
const LINES: usize = 8;
/// How remembered bookings vote: what a booking's vote is worth beside that of the booking after it, and what one is
/// worth that has no word in common with the question beside one with the same words.
const JURIES: [(f32, f32); 3] = [
    (0.5, 1.0),    // what was last done, whatever the words
    (0.8, 0.02),   // the words, of late
    (0.96, 0.002), // the words, ever
];
/// How many bookings a correction counts for.
const CORRECTION: f32 = 5.0;
/// What a booking counts for in a habit beside the booking after it.
const HABIT_DECAY: f32 = 0.93;
/// Votes against a supplier, beside the vote of its last booking.
const DOUBT: f32 = 0.2;
/// How fast it is forgotten how well a jury did.
const TRUST: f32 = 0.85;
/// What words count that only a remembered line has, beside those that only the question has.
const ELSE_SAID: f32 = 0.25;
/// A remembered line that is less like the question than this says nothing about its words, 0 to 1.
const ALIKE: f32 = 0.2;
/// What the words of all suppliers count for then, 0 to 1.
const WORDS_HEARD: f32 = 0.45;
/// From so much likeness on a line is one that was booked before, 0 to 1.
const SAME: f32 = 0.9;
/// What a booking of the same line counts for beside the next one.
const SAME_DECAY: f32 = 0.6;
/// The same where a person put it right since.
const PUT_RIGHT: f32 = 0.1;
/// What is left to accounts that the supplier never had, beside the likeliest.
const SAME_DOUBT: f32 = 0.01;
/// Share of bookings that are on a wrong account.
const SLIPS: f32 = 0.03;
/// Lines that count for none being so.
const NO_SLIPS: f32 = 50.0;
/// Lines and the share of them on one account that make the others slips.
const MANY: usize = 10;
const NEARLY_ALL: f32 = 0.9;
/// Bookings of the same line on one account that make a single one on another a slip.
const SLIP: u32 = 3;
/// Lines in words that tell whether a supplier's are ever new.
const KNOWING: u32 = 8;
/// So many goods at least are more than a text that stands on every booking.
const GOODS: usize = 3;
/// Goods of a posting that are looked at.
const ITEMS: usize = 12;
/// Lines that go on several accounts go on one no surer than this.
const MIXED: f32 = 0.5;
/// Weight of what a feature does in all accounts beside what it does in one.
const SMOOTHING: f32 = 8.0;
/// How much less sure than its words naive Bayes is: words come in company.
const TEMPERATURE: f32 = 2.2;
/// What the words of all suppliers count for, 0 to 1, where a supplier's own lines are like the question, and how little
/// an account is left with at least.
const WORDS_BESIDE: f32 = 0.6;
const LEFT_BY_WORDS: f32 = 0.002;
/// Bookings of one supplier that are asked about before they are told, the latest.
const ASKED: usize = 60;
/// Lines of one supplier that calibrate the words.
const CALIBRATING_LINES: usize = 4;

/// A booked line, as the model learns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Which booking it is of; lines of one booking follow each other.
    pub booking: i64,
    /// Day of the booking.
    pub date: Option<Date>,
    /// Whether a bookkeeper put a proposal right with it.
    pub is_correction: bool,
    /// Ledger account.
    pub account: String,
    /// VAT code.
    pub vat_code: Option<String>,
    /// Without VAT.
    pub net: Amount,
    /// What it says.
    pub text: String,
}

/// An account with how likely it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Ledger account.
    pub account: String,
    /// VAT code that it was booked with last, by this supplier or else by any.
    pub vat_code: Option<String>,
    /// Probability, 0 to 1, calibrated.
    pub probability: f32,
    /// The words that speak for it most.
    pub because: Vec<String>,
}

/// What a model is asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked<'a> {
    /// Number of the supplier in the administration, when known.
    pub supplier: Option<&'a str>,
    /// Its name.
    pub supplier_name: Option<&'a str>,
    /// What the lines say.
    pub texts: &'a [&'a str],
    /// Without VAT.
    pub net: Amount,
}

/// How often a supplier was booked in one way.
#[derive(Debug, Clone, PartialEq)]
pub struct HabitOf {
    /// Ledger account.
    pub account: String,
    /// VAT code.
    pub vat_code: Option<String>,
    /// Lines.
    pub times: u32,
    /// Lines, those of later bookings counting more.
    pub weight: f32,
    /// Day of the first.
    pub first: Option<Date>,
    /// Day of the latest.
    pub last: Option<Date>,
}

/// What an account's lines add up to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Sums {
    number: String,
    vat_code: Option<String>,
    /// Suppliers that are booked here, with diminishing returns for one.
    suppliers: f32,
    features: f32,
}

/// What was learned of an administration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Model {
    accounts: Vec<Sums>,
    suppliers: BTreeMap<String, Memory>,
    /// For each feature: the accounts where it occurs and how much.
    words: BTreeMap<u32, Vec<(u32, f32)>>,
    features_total: f32,
    /// By what is known.
    by_supplier: [Calibration; Known::COUNT],
    by_words: Calibration,
    /// Lines that were looked at, and those of them that were left out as slips.
    lines: u32,
    slips: u32,
    /// What bookings tell beside costs.
    pub usage: Usage,
}

/// Makes a [`Model`] from all bookings, in two passes, supplier by supplier.
#[derive(Debug, Default)]
pub struct Builder {
    model: Model,
    by_number: FxHashMap<String, u32>,
}

/// What one supplier adds to the sums.
#[derive(Debug, Default)]
struct Contribution {
    /// For each feature and account, in this order.
    words: Vec<((u32, u32), f32)>,
    suppliers: Vec<(u32, f32)>,
}

/// What something is worth that one supplier does so many times.
fn worth(times: u32) -> f32 {
    match times {
        0 => 0.0,
        1 => 1.0,
        2 => 1.5,
        _ => 2.0,
    }
}

fn memory_features(texts: &[&str], net: Amount) -> Features {
    let mut features = features::of_texts(texts.iter().map(|text| features::goods(text)));
    features::add_amount(&mut features, net);
    features
}

fn word_features(texts: &[&str], name: Option<&str>, net: Amount) -> Features {
    let mut features = memory_features(texts, net);
    if let Some(name) = name {
        features::add_name(&mut features, name);
    }
    features
}

/// The first answer and its score.
fn best(scores: &[(u32, f32)]) -> Option<(u32, f32)> {
    scores.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// Features of a line by number, sorted: what voting needs, and training makes many of.
#[derive(Debug)]
struct Numbers {
    all: Vec<u32>,
    /// That of the size of the amount.
    size: u32,
    /// Whether there are words among them, beside the amount.
    has_words: bool,
}

impl Numbers {
    fn of(text: &str, net: Amount) -> Self {
        let mut all = Vec::with_capacity(24);
        features::numbers(text, &mut all);
        let size = features::of_amount(net);
        features::insert(&mut all, size);
        let has_words = all.iter().any(|number| *number != size);
        Self { all, size, has_words }
    }

    fn of_features(features: &Features, net: Amount) -> Self {
        Self {
            all: features.keys().copied().collect(),
            size: features::of_amount(net),
            has_words: features.values().any(|word| !word.is_empty()),
        }
    }

    /// Those of words alone.
    fn words(&self) -> Vec<u32> {
        self.all.iter().copied().filter(|number| *number != self.size).collect()
    }

    /// These and those of a name.
    fn with(&self, name: &[u32]) -> Vec<u32> {
        let mut all = [&self.all, name].concat();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Model {
    /// Accounts by what this supplier was booked on before, the likeliest first; empty for a new one.
    pub fn by_supplier(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let Some(known) = asked.supplier.and_then(|number| self.suppliers.get(number)) else {
            return Vec::new();
        };
        let features = memory_features(asked.texts, asked.net);
        let name = asked.supplier_name.unwrap_or_default();
        let numbers = Numbers::of_features(&features, asked.net);
        let mut of_name = Vec::new();
        features::numbers(name, &mut of_name);
        let occurs = known.occurs();
        let (kind, scores) = match known.same_all(&occurs, asked) {
            Some(same) => (Known::Same, same),
            None => self.of_supplier(known, &occurs, &numbers, &of_name, true),
        };
        let curve = self.by_supplier[kind as usize].curve(|score| kind.usual(score));
        let curve = curve.without(self.slips(kind, best(&scores).map_or(0.0, |(_, score)| score)));
        let is_mixed = self.is_mixed(known, &occurs, asked, &of_name);
        let mut choices = self.choices(&scores, &curve, |account| {
            let mut words: BTreeMap<&str, usize> = BTreeMap::new();
            for line in known.lines.iter().filter(|line| line.account == account) {
                for feature in &line.features {
                    if let Some(word) = features.get(feature).filter(|word| !word.is_empty()) {
                        *words.entry(word).or_default() += 1;
                    }
                }
            }
            let mut words: Vec<(&str, usize)> = words.into_iter().collect();
            words.sort_by_key(|(word, times)| (std::cmp::Reverse(*times), *word));
            words.into_iter().take(3).map(|(word, _)| word.to_owned()).collect()
        });
        for choice in &mut choices {
            if is_mixed {
                choice.probability = choice.probability.min(MIXED);
            }
            let latest = known
                .habits
                .iter()
                .filter(|habit| self.accounts[habit.account as usize].number == choice.account)
                .max_by_key(|habit| habit.last);
            if let Some(habit) = latest {
                choice.vat_code.clone_from(&habit.vat_code);
            }
        }
        choices
    }

    /// Accounts by the words of line and name, the likeliest first; empty when nothing was learned.
    pub fn by_words(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let features = word_features(asked.texts, asked.supplier_name, asked.net);
        let scores = self.word_scores(&Numbers::of_features(&features, asked.net).all);
        let curve = self.by_words.curve(usual_of_words);
        self.choices(&scores, &curve, |account| {
            let mut words: Vec<(f32, &str)> = features
                .iter()
                .filter(|(_, word)| !word.is_empty())
                .filter_map(|(feature, word)| {
                    let accounts = self.words.get(feature)?;
                    let all: f32 = accounts.iter().map(|(_, n)| n).sum();
                    let (_, own) = accounts.iter().find(|(known, _)| *known == account)?;
                    Some((own / all * own.min(3.0), word.as_str()))
                })
                .collect();
            words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
            let mut named: Vec<String> = Vec::new();
            for (_, word) in words {
                if named.len() < 3 && !named.iter().any(|known| known == word) {
                    named.push(word.to_owned());
                }
            }
            named
        })
    }

    /// How a supplier was booked, the weightiest first.
    pub fn habits(&self, supplier: &str) -> Vec<HabitOf> {
        let habits = self.suppliers.get(supplier).map_or(&[][..], |m| &m.habits);
        let mut habits: Vec<HabitOf> = habits
            .iter()
            .map(|habit| HabitOf {
                account: self.accounts[habit.account as usize].number.clone(),
                vat_code: habit.vat_code.clone(),
                times: habit.times,
                weight: habit.weight,
                first: habit.first,
                last: habit.last,
            })
            .collect();
        habits.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then_with(|| a.account.cmp(&b.account))
                .then_with(|| a.vat_code.cmp(&b.vat_code))
        });
        habits
    }

    /// The accounts that were booked on.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        self.accounts.iter().map(|account| account.number.as_str())
    }

    /// The suppliers that are remembered, by number.
    pub fn suppliers(&self) -> impl Iterator<Item = &str> {
        self.suppliers.keys().map(String::as_str)
    }

    /// How many suppliers are remembered.
    pub fn supplier_count(&self) -> usize {
        self.suppliers.len()
    }

    /// Answers to bookings that were not known yet, and how many were right: by supplier, by words.
    pub fn measured(&self) -> [(u32, u32); 2] {
        let by_supplier = self.by_supplier.iter().map(Calibration::total);
        [by_supplier.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)), self.by_words.total()]
    }

    /// Whether lines of which each has an account of its own are asked about as one.
    fn is_mixed(&self, known: &Memory, occurs: &Occurs, asked: &Asked<'_>, name: &[u32]) -> bool {
        if asked.texts.len() < 2 {
            return false;
        }
        let accounts = asked.texts.iter().take(ITEMS).filter_map(|text| {
            let line = Numbers::of(features::goods(text), asked.net);
            let (_, scores) = self.of_supplier(known, occurs, &line, name, true);
            line.has_words.then(|| best(&scores))?.map(|(account, _)| account)
        });
        let mut accounts: Vec<u32> = accounts.collect();
        accounts.dedup();
        accounts.len() > 1
    }

    /// The share of bookings that were counted as wrong answers though they are slips: all of them where goods are too rare
    /// to tell, else those that were not left out.
    fn slips(&self, kind: Known, score: f32) -> f32 {
        let (answers, missed) = self.by_supplier[Known::Same as usize].where_sure();
        let is_told = kind == Known::Same && score >= SUREST || kind.is_of_one();
        let (slips, of) =
            if is_told { (missed, answers) } else { (self.slips + missed, self.lines) };
        (slips as f32 / (of as f32 + NO_SLIPS)).min(SLIPS)
    }

    /// Calibrated, sorted, at most ten.
    fn choices(
        &self,
        scores: &[(u32, f32)],
        curve: &Curve,
        because: impl Fn(u32) -> Vec<String>,
    ) -> Vec<Choice> {
        let mut scores = scores.to_vec();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores.truncate(10);
        let Some(&(_, first)) = scores.first() else {
            return Vec::new();
        };
        let sure = curve.at(first);
        let others: f32 = scores.iter().skip(1).map(|(_, score)| score).sum();
        scores
            .iter()
            .enumerate()
            .map(|(rank, &(account, score))| Choice {
                account: self.accounts[account as usize].number.clone(),
                vat_code: self.accounts[account as usize].vat_code.clone(),
                probability: if rank == 0 {
                    sure
                } else {
                    ((1.0 - sure) * score / others.max(1e-6)).min(sure)
                },
                because: because(account),
            })
            .collect()
    }

    /// What a supplier's bookings say; what all suppliers' words say is heard too, `is_told` where this one's are among them.
    fn of_supplier(
        &self,
        memory: &Memory,
        occurs: &Occurs,
        asked: &Numbers,
        name: &[u32],
        is_told: bool,
    ) -> (Known, Vec<(u32, f32)>) {
        let same = memory.same(occurs, asked);
        if !same.is_empty() {
            return (Known::Same, same);
        }
        let held = memory.held(occurs, asked);
        let of_one = memory.of_one();
        if !held.is_empty() && of_one.is_none() {
            return (Known::Held, held);
        }
        let votes = memory.votes(occurs, asked);
        let mut scores = match of_one {
            Some(one) => vec![one],
            None => memory.together(&votes.shares),
        };
        let has_words = asked.has_words && memory.has_words();
        // one account's line of the usual size is no stranger; several accounts are told apart by words
        let alike = if of_one.is_some() { votes.most_alike } else { votes.in_words };
        let is_alike = alike > ALIKE;
        match of_one {
            Some(_) if !has_words => return (Known::BareOne, scores),
            None if !has_words => return (Known::Bare, scores),
            Some(_) if is_alike && votes.in_words > ALIKE => return (Known::One, scores),
            None if is_alike => {
                self.weigh(&mut scores, &asked.words(), is_told.then_some(memory));
                return (Known::Alike, scores);
            }
            Some(_) if !is_alike && memory.knows_its_words() => {
                return (Known::StrangeOne, scores);
            }
            _ => {}
        }
        let words = self.word_scores(&asked.with(name));
        let Some((best, sure)) = best(&words) else { return (Known::Strange, scores) };
        // what has one account stays there, unless the words surely say something else
        let (kind, heard) = match of_one {
            Some((account, _)) if account == best => return (Known::One, scores),
            Some(_) => (Known::One, WORDS_HEARD * sure * sure),
            None => (Known::Strange, WORDS_HEARD),
        };
        for (_, score) in &mut scores {
            *score *= 1.0 - heard;
        }
        for (account, share) in words {
            match scores.iter_mut().find(|(known, _)| *known == account) {
                Some((_, score)) => *score += share * heard,
                None => scores.push((account, share * heard)),
            }
        }
        (kind, scores)
    }
}

/// What a score of words is usually worth.
fn usual_of_words(score: f32) -> f32 {
    0.1 + 0.75 * score
}

#[cfg(test)]
mod tests;
