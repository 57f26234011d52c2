//! Making the model of bookings.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::features;
use super::{
    ASKED, Builder, CALIBRATING_LINES, Contribution, Example, HABIT_DECAY, LINES, MEMORY, Memory,
    Model, Remembered, Sums, best, memory_features, word_features, worth,
};

impl Builder {
    /// Between the passes: an account of the chart. Where it is booked on, its name says what it is for.
    pub fn account(&mut self, number: &str, name: &str) {
        let Some(&account) = self.by_number.get(number) else {
            return;
        };
        let mut named = Contribution::default();
        for feature in features::of_texts([name]).into_keys() {
            named.words.insert((feature, account), 1.0);
        }
        self.add(&named, 1.0);
    }

    /// First pass: all lines of a supplier, the oldest first. Lines without a supplier come one by one.
    pub fn learn(&mut self, name: &str, lines: &[Example]) {
        for line in lines {
            let account = self.index(&line.account);
            self.model.accounts[account as usize]
                .vat_code
                .clone_from(&line.vat_code);
        }
        let contribution = self.contribution(name, lines);
        self.add(&contribution, 1.0);
    }

    /// Second pass: the same again. What is remembered of the supplier is built up, and each of its later bookings is
    /// asked before it is told; the words answer without what this supplier taught them.
    pub fn remember(&mut self, number: Option<&str>, name: &str, lines: &[Example]) {
        let contribution = self.contribution(name, lines);
        self.add(&contribution, -1.0);
        self.calibrate_words(name, lines);
        if let Some(number) = number {
            let memory = self.remembered(name, lines);
            self.model.suppliers.insert(number.to_owned(), memory);
        }
        self.add(&contribution, 1.0);
    }

    fn remembered(&mut self, name: &str, lines: &[Example]) -> Memory {
        let mut memory = Memory::default();
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
                let features = memory_features(&[line.text.as_str()], line.net);
                if booking >= asked_from && !memory.lines.is_empty() {
                    let votes = memory.votes(&features);
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
                    features: features.into_keys().collect(),
                });
            }
            memory.lines.extend(remembered);
            memory.forget_oldest();
        }
        memory
    }

    /// Asks the words about a few of the supplier's bookings, from the first to the last.
    fn calibrate_words(&mut self, name: &str, lines: &[Example]) {
        let asked = lines.len().min(CALIBRATING_LINES);
        for i in 0..asked {
            let line = &lines[i * (lines.len() - 1) / (asked - 1).max(1)];
            let account = self.index(&line.account);
            let features = word_features(&[line.text.as_str()], Some(name), line.net);
            let scores = self.model.word_scores(&features);
            if let Some((best, score)) = best(&scores) {
                self.model.by_words.count(score, best == account);
            }
        }
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
        let name = features::of_texts([name]);
        let mut times: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut of_account: BTreeMap<u32, u32> = BTreeMap::new();
        let mut numbers = Vec::new();
        for line in lines {
            let account = self.index(&line.account);
            *of_account.entry(account).or_default() += 1;
            features::numbers(&line.text, line.net, &mut numbers);
            for &feature in &numbers {
                if !name.contains_key(&feature) {
                    *times.entry((feature, account)).or_default() += 1;
                }
            }
        }
        // The name stands on every line.
        for (&account, &lines) in &of_account {
            for &feature in name.keys() {
                times.insert((feature, account), lines);
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
