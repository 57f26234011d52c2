//! What the words of all suppliers say: naive Bayes.

use super::memory::Memory;
use super::{LEFT_BY_WORDS, Model, SMOOTHING, TEMPERATURE, WORDS_BESIDE, worth};

impl Model {
    /// Weighs a supplier's accounts by what all others' words say of them; the sum stays what it is.
    pub(super) fn weigh(&self, scores: &mut [(u32, f32)], words: &[u32], own: Option<&Memory>) {
        let said = self.said_of_accounts(words, own);
        let of = |account: u32| said[account as usize] / TEMPERATURE;
        let most = scores.iter().map(|(account, _)| of(*account)).fold(f32::MIN, f32::max);
        let sum = |scores: &[(u32, f32)]| scores.iter().map(|(_, score)| score).sum::<f32>();
        let before = sum(scores);
        for (account, score) in &mut *scores {
            *score *= ((of(*account) - most) * WORDS_BESIDE).exp().max(LEFT_BY_WORDS);
        }
        let after = sum(scores);
        for (_, score) in scores {
            *score *= before / after;
        }
    }

    /// What words say of each account, in logarithms, without what `own` told of them.
    fn said_of_accounts(&self, words: &[u32], own: Option<&Memory>) -> Vec<f32> {
        let mut said = vec![0.0; self.accounts.len()];
        let mut known = 0.0;
        for word in words {
            let Some(accounts) = self.words.get(word) else { continue };
            let own = own.map(|memory| memory.with_word(*word)).unwrap_or_default();
            let of_others = |&(account, n): &(u32, f32)| {
                (account, n - own.get(&account).copied().map_or(0.0, worth))
            };
            let all: f32 = accounts.iter().map(of_others).map(|(_, n)| n.max(0.0)).sum();
            if all <= 1e-3 {
                continue;
            }
            known += 1.0;
            let share = all / self.features_total;
            for (account, n) in accounts.iter().map(of_others).filter(|(_, n)| *n > 1e-3) {
                said[account as usize] += (n / (SMOOTHING * share)).ln_1p();
            }
        }
        for (said, account) in said.iter_mut().zip(&self.accounts) {
            *said += known * (SMOOTHING / (account.features.max(0.0) + SMOOTHING)).ln();
        }
        said
    }

    /// Naive Bayes over accounts, as shares.
    pub(super) fn word_scores(&self, features: &[u32]) -> Vec<(u32, f32)> {
        let total: f32 = self.accounts.iter().map(|a| a.suppliers.max(0.0)).sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let mut scores = self.said_of_accounts(features, None);
        for (score, account) in scores.iter_mut().zip(&self.accounts) {
            *score += ((account.suppliers.max(0.0) + 0.3) / total).ln();
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let shares: Vec<f32> =
            scores.iter().map(|score| ((score - most) / TEMPERATURE).exp()).collect();
        let sum: f32 = shares.iter().sum();
        shares
            .into_iter()
            .enumerate()
            .map(|(account, share)| (account as u32, share / sum))
            .collect()
    }
}
