//! Making the model of bookings.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::features;
use super::super::usage::Usage;
use super::memory::{Memory, Occurs, Remembered};
use super::{
    ALIKE, ASKED, Builder, CALIBRATING_LINES, Contribution, Example, HABIT_DECAY, ITEMS, LINES,
    MANY, MEMORY, Model, Numbers, SLIP, Sums, best, worth,
};

impl Builder {
    /// Between the passes: an account of the chart. Where it is booked on, its name says what it is for.
    pub fn account(&mut self, number: &str, name: &str) {
        let Some(&account) = self.by_number.get(number) else {
            return;
        };
        let mut named = Contribution::default();
        let of_name = numbers_of(name);
        named.words = of_name.iter().map(|&n| ((n, account), 1.0)).collect();
        self.add(&named, 1.0);
    }

    /// First pass: all lines of a supplier, the oldest first. Lines without a supplier come one by one.
    pub fn learn(&mut self, name: &str, lines: &[Example]) {
        for line in lines {
            let account = self.index(&line.account);
            self.model.accounts[account as usize].vat_code.clone_from(&line.vat_code);
        }
        let contribution = self.contribution(&numbers_of(name), lines);
        self.add(&contribution, 1.0);
    }

    /// Second pass: the same again. What is remembered of the supplier is built up, and each of its later bookings is
    /// asked before it is told; the words answer without what this supplier taught them.
    pub fn remember(&mut self, number: Option<&str>, name: &str, lines: &[Example]) {
        let name = numbers_of(name);
        let contribution = self.contribution(&name, lines);
        self.add(&contribution, -1.0);
        self.calibrate_words(&name, lines);
        if let Some(number) = number {
            let memory = self.remembered(&name, lines);
            self.model.suppliers.insert(number.to_owned(), memory);
        }
        self.add(&contribution, 1.0);
    }

    fn remembered(&mut self, name: &[u32], lines: &[Example]) -> Memory {
        let mut memory = Memory::default();
        let mut occurs = Occurs::default();
        let bookings = || lines.chunk_by(|a, b| a.booking == b.booking);
        let asked_from = bookings().count().saturating_sub(ASKED);
        let slips = Slips::of(lines);
        for (booking, of_booking) in bookings().enumerate() {
            for habit in &mut memory.habits {
                habit.weight *= HABIT_DECAY;
            }
            for line in of_booking {
                let account = self.index(&line.account);
                memory.add_habit(account, line);
            }
            if booking + MEMORY < asked_from {
                continue; // forgotten before anything is asked
            }
            let mut remembered = Vec::with_capacity(of_booking.len().min(LINES));
            for line in of_booking.iter().take(LINES) {
                let account = self.index(&line.account);
                let text = features::without_beside(&line.text);
                let items = items(&text);
                self.model.lines += 1;
                if slips.is_slip(line, booking, &items) {
                    self.model.slips += 1;
                    continue;
                }
                let features = Numbers::of(&text, line.net);
                if booking >= asked_from && !memory.lines.is_empty() {
                    // an invoice asks line by line
                    let each = features::items(&text).map(|text| Numbers::of(text, line.net));
                    let each: Vec<Numbers> = each.filter(|item| item.has_words).take(3).collect();
                    let asked =
                        if each.is_empty() { std::slice::from_ref(&features) } else { &each };
                    for asked in asked {
                        let (kind, scores) =
                            self.model.of_supplier(&memory, &occurs, asked, name, false);
                        if let Some((best, score)) = best(&scores) {
                            self.model.by_supplier[kind as usize].count(score, best == account);
                        }
                    }
                    let votes = memory.votes(&occurs, &features);
                    if features.has_words && memory.has_words() {
                        memory.asked += 1;
                        memory.new += u32::from(votes.most_alike <= ALIKE);
                    }
                    memory.judge(&votes.shares, account);
                }
                remembered.push(Remembered {
                    booking: booking as u32,
                    is_correction: line.is_correction,
                    account,
                    features: features.all,
                    items,
                });
            }
            for feature in remembered.iter().flat_map(|line| &line.features) {
                *occurs.entry(*feature).or_default() += 1;
            }
            memory.lines.extend(remembered);
            memory.forget_oldest(&mut occurs);
        }
        memory
    }

    /// Asks the words about a few of the supplier's bookings, from the first to the last.
    fn calibrate_words(&mut self, name: &[u32], lines: &[Example]) {
        let asked = lines.len().min(CALIBRATING_LINES);
        for i in 0..asked {
            let line = &lines[i * (lines.len() - 1) / (asked - 1).max(1)];
            let account = self.index(&line.account);
            let features = Numbers::of(&line.text, line.net).with(name);
            let scores = self.model.word_scores(&features);
            if let Some((best, score)) = best(&scores) {
                self.model.by_words.count(score, best == account);
            }
        }
    }

    /// The model, with what bookings tell beside costs.
    pub fn finish(mut self, usage: Usage) -> Model {
        self.model.usage = usage;
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
        self.model.accounts.push(Sums { number: number.to_owned(), ..Sums::default() });
        self.by_number.insert(number.to_owned(), index);
        index
    }

    fn contribution(&mut self, name: &[u32], lines: &[Example]) -> Contribution {
        let mut times: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut of_account: BTreeMap<u32, u32> = BTreeMap::new();
        let mut numbers = Vec::new();
        for line in lines {
            let account = self.index(&line.account);
            *of_account.entry(account).or_default() += 1;
            features::numbers(&features::without_beside(&line.text), &mut numbers);
            features::insert(&mut numbers, features::of_amount(line.net));
            for &feature in &numbers {
                if name.binary_search(&feature).is_err() {
                    *times.entry((feature, account)).or_default() += 1;
                }
            }
        }
        // The name stands on every line.
        for (&account, &lines) in &of_account {
            for &feature in name {
                times.insert((feature, account), lines);
            }
        }
        let mut words: Vec<((u32, u32), f32)> =
            times.into_iter().map(|(key, times)| (key, worth(times))).collect();
        words.sort_unstable_by_key(|(key, _)| *key);
        Contribution {
            words,
            suppliers: of_account
                .into_iter()
                .map(|(account, times)| (account, worth(times)))
                .collect(),
        }
    }

    fn add(&mut self, contribution: &Contribution, sign: f32) {
        for &((feature, account), weight) in &contribution.words {
            let weight = weight * sign;
            self.model.accounts[account as usize].features += weight;
            self.model.features_total += weight;
            let accounts = self.model.words.entry(feature).or_default();
            match accounts.iter_mut().find(|(known, _)| *known == account) {
                Some((_, sum)) => *sum += weight,
                None => accounts.push((account, weight)),
            }
        }
        for &(account, weight) in &contribution.suppliers {
            self.model.accounts[account as usize].suppliers += weight * sign;
        }
    }
}

/// The numbers of the goods that a text names.
fn items(text: &str) -> Vec<Vec<u32>> {
    features::items(text).map(numbers_of).filter(|item| !item.is_empty()).take(ITEMS).collect()
}

/// On which accounts a supplier and each of its goods was booked: how often, and with which booking last.
#[derive(Default)]
struct Slips<'a> {
    goods: FxHashMap<Vec<u32>, Tally<'a>>,
    all: Tally<'a>,
    lines: u32,
    /// The words of each account.
    words: FxHashSet<(&'a str, u32)>,
}

type Tally<'a> = BTreeMap<&'a str, (u32, usize)>;

impl<'a> Slips<'a> {
    fn of(lines: &'a [Example]) -> Self {
        let mut slips = Self::default();
        for (at, booking) in lines.chunk_by(|a, b| a.booking == b.booking).enumerate() {
            for line in booking {
                let count = |tally: &mut Tally<'a>| {
                    let of = tally.entry(&line.account).or_default();
                    *of = (of.0 + 1, at);
                };
                count(&mut slips.all);
                slips.lines += 1;
                for item in items(&features::without_beside(&line.text)) {
                    slips.words.extend(item.iter().map(|word| (line.account.as_str(), *word)));
                    count(slips.goods.entry(item).or_default());
                }
            }
        }
        slips
    }

    /// Whether a line is on an account where these goods were only this once, while before and since they went on another:
    /// what nobody put right tells nothing. The same where the supplier itself has nearly all on another account, and the
    /// line says nothing that is not said there.
    fn is_slip(&self, line: &Example, booking: usize, items: &[Vec<u32>]) -> bool {
        let is_once = |of: &Tally<'_>| of.get(line.account.as_str()).is_some_and(|of| of.0 == 1);
        let is_slip = |item: &Vec<u32>| {
            self.goods.get(item).is_some_and(|of| {
                is_once(of) && of.values().any(|(times, last)| *times >= SLIP && *last > booking)
            })
        };
        let usual = self.all.iter().find(|(_, (times, last))| {
            *times * 10 >= self.lines * 9 && self.lines as usize >= MANY && *last > booking
        });
        let is_usual = usual.is_some_and(|(account, _)| {
            let is_said = |word: &u32| self.words.contains(&(*account, *word));
            is_once(&self.all) && items.iter().all(|item| item.iter().any(is_said))
        });
        !line.is_correction && (is_usual || !items.is_empty() && items.iter().all(is_slip))
    }
}

fn numbers_of(name: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    features::numbers(name, &mut numbers);
    numbers
}
