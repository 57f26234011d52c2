//! Making the model of bookings.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::features;
use super::super::usage::Usage;
use super::memory::{Memory, Occurs, Remembered};
use super::{
    ASKED, Builder, CALIBRATING_LINES, Contribution, Example, HABIT_DECAY, LINES, MEMORY, Model,
    Numbers, Sums, best, worth,
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
                let features = Numbers::of(&line.text, line.net);
                if booking >= asked_from && !memory.lines.is_empty() {
                    let votes = memory.votes(&occurs, &features.all);
                    let scores = self.model.of_supplier(&memory, &votes, &features, name);
                    if let Some((best, score)) = best(&scores) {
                        self.model.by_supplier.count(score, best == account);
                    }
                    memory.judge(&votes.shares, account);
                }
                remembered.push(Remembered {
                    booking: booking as u32,
                    is_correction: line.is_correction,
                    account,
                    features: features.all,
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
            features::numbers(&line.text, &mut numbers);
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

fn numbers_of(name: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    features::numbers(name, &mut numbers);
    numbers
}
