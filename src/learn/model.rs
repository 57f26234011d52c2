//! The model of one administration: what its suppliers are booked on, and which words go with which account.
//!
//! **Suppliers.** The last bookings of every supplier are remembered. A new invoice asks them: each votes for its own
//! account, the later more than the earlier, and one with the same words more than one with others. That follows a
//! supplier who moves to another account after two or three bookings, and keeps apart the accounts of a wholesaler.
//!
//! **Words.** For suppliers that are new, a naive Bayes classifier over the words of line and name. A word counts for an
//! account by how many suppliers use it there, not by how often one does: sixty equal monthly invoices say little about
//! a stranger. What an account is called counts as one supplier more.
//!
//! Both are calibrated on bookings that they did not know ([`super::calibration`]): each supplier's booking on those
//! before it, each supplier's words on those of all others.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, Curve};
use super::features::{self, Features};
use crate::invoice::Amount;

/// Changes whenever the same bookings may give another model.
pub const MODEL_VERSION: u32 = 1;

/// Bookings that are remembered of a supplier.
const MEMORY: usize = 24;
/// Lines that are remembered of a booking.
const LINES: usize = 8;
/// What a booking's vote is worth beside that of the booking after it.
const DECAY: f32 = 0.8;
/// What a vote is worth that has no word in common with the question.
const ANY_WORDS: f32 = 0.02;
/// The votes that a supplier must at least have against it to be sure.
const DOUBT: f32 = 0.004;
/// Weight of what a feature does in all accounts beside what it does in one.
const SMOOTHING: f32 = 8.0;
/// How much less sure than its words naive Bayes is: words come in company.
const TEMPERATURE: f32 = 2.2;
/// Lines of one supplier that calibrate the words.
const CALIBRATING_LINES: usize = 3;

/// A booked line, as the model learns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Which booking it is of; lines of one booking follow each other.
    pub booking: i64,
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

/// A line of a supplier that is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Remembered {
    booking: i64,
    account: u32,
    features: Vec<u32>,
}

/// What an account's lines add up to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Sums {
    number: String,
    vat_code: Option<String>,
    /// Suppliers that are booked here, with diminishing returns for one.
    suppliers: f32,
    /// All its features.
    features: f32,
}

/// What was learned of an administration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Model {
    accounts: Vec<Sums>,
    suppliers: BTreeMap<String, Vec<Remembered>>,
    /// For each feature: the accounts where it occurs and how much.
    words: BTreeMap<u32, Vec<(u32, f32)>>,
    features_total: f32,
    by_supplier: Calibration,
    by_words: Calibration,
}

/// Makes a [`Model`] from all bookings, in two passes, supplier by supplier.
#[derive(Debug, Default)]
pub struct Builder {
    model: Model,
    by_number: HashMap<String, u32>,
}

/// What one supplier adds to the sums.
#[derive(Debug, Default)]
struct Contribution {
    words: BTreeMap<(u32, u32), f32>,
    suppliers: BTreeMap<u32, f32>,
}

impl Builder {
    /// An account of the chart: its name says what it is for.
    pub fn account(&mut self, number: &str, name: &str) {
        let account = self.index(number);
        let features = features::of_texts([name]);
        let mut named = Contribution::default();
        for feature in features.into_keys() {
            named.words.insert((feature, account), 1.0);
        }
        self.add(&named, 1.0);
    }

    /// First pass: all lines of a supplier, the oldest first. Lines without a supplier come one by one.
    pub fn learn(&mut self, number: Option<&str>, name: &str, lines: &[Example]) {
        let mut memory: VecDeque<Remembered> = VecDeque::new();
        let mut calibrates = number.is_some();
        for line in lines {
            let account = self.index(&line.account);
            self.model.accounts[account as usize]
                .vat_code
                .clone_from(&line.vat_code);
            let features = memory_features(&[line.text.as_str()], line.net);
            if number.is_none() {
                continue;
            }
            // Asked before it is told.
            let is_first_of_booking = memory.back().is_none_or(|last| last.booking != line.booking);
            if is_first_of_booking {
                calibrates = !memory.is_empty();
            }
            if calibrates {
                let memory: &[Remembered] = memory.make_contiguous();
                let known: Vec<&Remembered> = memory
                    .iter()
                    .filter(|known| known.booking != line.booking)
                    .collect();
                let votes = votes(&known, &features);
                if let Some((best, score)) = best(&votes) {
                    self.model.by_supplier.count(score, best == account);
                }
            }
            let of_booking = memory
                .iter()
                .rev()
                .take_while(|known| known.booking == line.booking)
                .count();
            if of_booking >= LINES {
                continue;
            }
            memory.push_back(Remembered {
                booking: line.booking,
                account,
                features: features.into_keys().collect(),
            });
            if is_first_of_booking {
                forget_oldest(&mut memory);
            }
        }
        if let Some(number) = number
            && !memory.is_empty()
        {
            self.model
                .suppliers
                .insert(number.to_owned(), memory.into_iter().collect());
        }
        let contribution = self.contribution(name, lines);
        self.add(&contribution, 1.0);
    }

    /// Second pass: the same lines again, to measure what their words would have said without them.
    pub fn calibrate(&mut self, name: &str, lines: &[Example]) {
        let contribution = self.contribution(name, lines);
        self.add(&contribution, -1.0);
        let mut seen: Vec<u32> = Vec::new();
        for line in lines {
            let account = self.index(&line.account);
            if seen.contains(&account) {
                continue;
            }
            seen.push(account);
            let features = word_features(&[line.text.as_str()], Some(name), line.net);
            let scores = self.model.word_scores(&features);
            if let Some((best, score)) = best(&scores) {
                self.model.by_words.count(score, best == account);
            }
            if seen.len() == CALIBRATING_LINES {
                break;
            }
        }
        self.add(&contribution, 1.0);
    }

    /// The model.
    pub fn finish(mut self) -> Model {
        self.model.words.retain(|_, accounts| {
            accounts.retain(|(_, weight)| *weight > 1e-3);
            !accounts.is_empty()
        });
        self.model
    }

    fn index(&mut self, number: &str) -> u32 {
        if let Some(&index) = self.by_number.get(number) {
            return index;
        }
        let index = self.model.accounts.len() as u32;
        self.model.accounts.push(Sums {
            number: number.to_owned(),
            ..Sums::default()
        });
        self.by_number.insert(number.to_owned(), index);
        index
    }

    fn contribution(&mut self, name: &str, lines: &[Example]) -> Contribution {
        let mut times: HashMap<(u32, u32), u32> = HashMap::new();
        let mut of_account: BTreeMap<u32, u32> = BTreeMap::new();
        for line in lines {
            let account = self.index(&line.account);
            *of_account.entry(account).or_default() += 1;
            for feature in word_features(&[line.text.as_str()], Some(name), line.net).into_keys() {
                *times.entry((feature, account)).or_default() += 1;
            }
        }
        Contribution {
            words: times
                .into_iter()
                .map(|(key, times)| (key, worth(times)))
                .collect(),
            suppliers: of_account
                .into_iter()
                .map(|(account, times)| (account, worth(times)))
                .collect(),
        }
    }

    fn add(&mut self, contribution: &Contribution, sign: f32) {
        for (&(feature, account), &weight) in &contribution.words {
            let weight = weight * sign;
            self.model.accounts[account as usize].features += weight;
            self.model.features_total += weight;
            let accounts = self.model.words.entry(feature).or_default();
            match accounts.iter_mut().find(|(known, _)| *known == account) {
                Some((_, sum)) => *sum += weight,
                None => accounts.push((account, weight)),
            }
        }
        for (&account, &weight) in &contribution.suppliers {
            self.model.accounts[account as usize].suppliers += weight * sign;
        }
    }
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

fn forget_oldest(memory: &mut VecDeque<Remembered>) {
    let mut bookings = 0;
    let mut last = None;
    for known in memory.iter().rev() {
        if last != Some(known.booking) {
            bookings += 1;
            last = Some(known.booking);
        }
    }
    if bookings > MEMORY
        && let Some(oldest) = memory.front().map(|known| known.booking)
    {
        while memory.front().is_some_and(|known| known.booking == oldest) {
            memory.pop_front();
        }
    }
}

fn memory_features(texts: &[&str], net: Amount) -> Features {
    let mut features = features::of_texts(texts.iter().copied());
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
    scores
        .iter()
        .copied()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// What the remembered lines (oldest first) vote for, as shares of all votes.
fn votes(known: &[&Remembered], asked: &Features) -> Vec<(u32, f32)> {
    let lines = known.len() as f32;
    let mut occurs: HashMap<u32, f32> = HashMap::new();
    for line in known {
        for &feature in &line.features {
            *occurs.entry(feature).or_default() += 1.0;
        }
    }
    // What is in every line tells them not apart; what is in one tells most.
    let worth = |feature: &u32| {
        let occurs = occurs.get(feature).copied().unwrap_or(0.0);
        ((lines + 1.0) / (occurs + 0.5)).ln().max(0.0)
    };
    let asked_worth: f32 = asked.keys().filter(|f| occurs.contains_key(f)).map(worth).sum();
    let mut votes: BTreeMap<u32, f32> = BTreeMap::new();
    let mut total = DOUBT;
    let mut weight = 1.0;
    let mut booking = None;
    for line in known.iter().rev() {
        if booking.is_some_and(|booking| booking != line.booking) {
            weight *= DECAY;
        }
        booking = Some(line.booking);
        let mut common = 0.0;
        let mut own = 0.0;
        for feature in &line.features {
            let worth = worth(feature);
            own += worth;
            if asked.contains_key(feature) {
                common += worth;
            }
        }
        let likeness = if common > 0.0 {
            common / (own + asked_worth - common)
        } else {
            0.0
        };
        let vote = weight * (ANY_WORDS + likeness * likeness);
        *votes.entry(line.account).or_default() += vote;
        total += vote;
    }
    votes
        .into_iter()
        .map(|(account, vote)| (account, vote / total))
        .collect()
}

impl Model {
    /// Accounts by what this supplier was booked on before, the likeliest first; empty for a new one.
    pub fn by_supplier(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let Some(known) = asked.supplier.and_then(|number| self.suppliers.get(number)) else {
            return Vec::new();
        };
        let known: Vec<&Remembered> = known.iter().collect();
        let features = memory_features(asked.texts, asked.net);
        let scores = votes(&known, &features);
        let curve = self.by_supplier.curve(usual_of_supplier);
        self.choices(&scores, &curve, |account| {
            let mut words: BTreeMap<&str, usize> = BTreeMap::new();
            for line in known.iter().filter(|line| line.account == account) {
                for feature in &line.features {
                    if let Some(word) = features.get(feature).filter(|word| !word.is_empty()) {
                        *words.entry(word).or_default() += 1;
                    }
                }
            }
            let mut words: Vec<(&str, usize)> = words.into_iter().collect();
            words.sort_by_key(|(word, times)| (std::cmp::Reverse(*times), *word));
            words.into_iter().take(3).map(|(word, _)| word.to_owned()).collect()
        })
    }

    /// Accounts by the words of line and name, the likeliest first; empty when nothing was learned.
    pub fn by_words(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let features = word_features(asked.texts, asked.supplier_name, asked.net);
        let scores = self.word_scores(&features);
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

    /// How many suppliers are remembered.
    pub fn supplier_count(&self) -> usize {
        self.suppliers.len()
    }

    /// Answers to bookings that were not known yet, and how many were right: by supplier, by words.
    pub fn measured(&self) -> [(u32, u32); 2] {
        [self.by_supplier.total(), self.by_words.total()]
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

    /// Naive Bayes over accounts, as shares.
    fn word_scores(&self, features: &Features) -> Vec<(u32, f32)> {
        let total: f32 = self.accounts.iter().map(|a| a.suppliers.max(0.0)).sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let known: Vec<(&Vec<(u32, f32)>, f32)> = features
            .keys()
            .filter_map(|feature| {
                let accounts = self.words.get(feature)?;
                let all: f32 = accounts.iter().map(|(_, n)| n).sum();
                (all > 1e-3).then_some((accounts, all / self.features_total))
            })
            .collect();
        let mut scores: Vec<f32> = self
            .accounts
            .iter()
            .map(|account| {
                let prior = ((account.suppliers.max(0.0) + 0.3) / total).ln();
                let absent = (SMOOTHING / (account.features.max(0.0) + SMOOTHING)).ln();
                prior + absent * known.len() as f32
            })
            .collect();
        for (accounts, share) in &known {
            for &(account, n) in *accounts {
                if n > 1e-3 {
                    scores[account as usize] += (n / (SMOOTHING * share)).ln_1p();
                }
            }
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let shares: Vec<f32> = scores
            .iter()
            .map(|score| ((score - most) / TEMPERATURE).exp())
            .collect();
        let sum: f32 = shares.iter().sum();
        shares
            .into_iter()
            .enumerate()
            .map(|(account, share)| (account as u32, share / sum))
            .collect()
    }
}

/// What a supplier's score is usually worth, where an administration has not shown it yet.
fn usual_of_supplier(score: f32) -> f32 {
    0.35 + 0.6 * score
}

/// What a score of words is usually worth.
fn usual_of_words(score: f32) -> f32 {
    0.1 + 0.75 * score
}
