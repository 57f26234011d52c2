//! The way to the store: every request takes time, and the store takes so many a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::store::{
    CountingStore, FailingStore, Faults, MemoryStore, ObjectStore, Requests, Retrying, StoreError,
};

use super::random::Random;
use super::scenario::Store;

/// Attempts before a call is given up; with the failures that a scenario may have, none ever is.
const ATTEMPTS: u32 = 40;

/// The store of a simulated run. Calls act at once; what they would have taken is told.
#[derive(Debug)]
pub(crate) struct Wire {
    clock: Arc<AtomicI64>,
    counting: Arc<CountingStore<MemoryStore>>,
    store: Arc<dyn ObjectStore>,
    random: Random,
    settings: Store,
    /// Requests that had to wait because there were too many.
    slowed: u64,
    /// Writes and reads of each second.
    rates: Vec<[u32; 2]>,
}

impl Wire {
    /// An empty store at time 0.
    pub fn new(settings: &Store, seed: u64) -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let memory = MemoryStore::with_clock(Arc::clone(&clock));
        let counting = Arc::new(CountingStore::new(memory));
        let store: Arc<dyn ObjectStore> = if settings.failures_per_mille == 0 {
            Arc::clone(&counting) as Arc<dyn ObjectStore>
        } else {
            let half = settings.failures_per_mille.div_ceil(2);
            let faults = Faults {
                busy: half,
                lost_answer: settings.failures_per_mille - half,
                seed,
                ..Faults::default()
            };
            let failing = FailingStore::new(Arc::clone(&counting), faults);
            let none = Duration::ZERO;
            Arc::new(Retrying::with_patience(failing, ATTEMPTS, none, none))
        };
        Self {
            clock,
            counting,
            store,
            random: Random::new(seed, 2),
            settings: settings.clone(),
            slowed: 0,
            rates: Vec::new(),
        }
    }

    /// Calls the store at a time; gives the answer and how long it took, ms.
    pub fn call<T>(
        &mut self,
        now_ms: i64,
        act: impl FnOnce(&dyn ObjectStore) -> Result<T, StoreError>,
    ) -> Result<(T, i64), StoreError> {
        self.clock.store(now_ms, Ordering::SeqCst);
        let before = self.counting.counts();
        let answer = act(self.store.as_ref())?;
        let after = self.counting.counts();
        let writes = after.put + after.delete - before.put - before.delete;
        let reads = after.get + after.list - before.get - before.list;
        Ok((answer, self.took(now_ms, [writes, reads])))
    }

    /// Requests in a second since the begin.
    fn rate(&mut self, second: usize) -> &mut [u32; 2] {
        if self.rates.len() <= second {
            self.rates.resize(second + 1, [0; 2]);
        }
        &mut self.rates[second]
    }

    /// One request after the other.
    fn took(&mut self, now_ms: i64, requests: [u64; 2]) -> i64 {
        let limits = [self.settings.writes_per_s, self.settings.reads_per_s];
        let mut at_ms = now_ms as f64;
        for (kind, limit) in limits.into_iter().enumerate() {
            for _ in 0..requests[kind] {
                // calls come in the order in which they begin, their later requests ahead of others' first ones: each
                // takes its place in the first second that has one left
                let asked = (at_ms / 1000.0) as usize;
                let mut second = asked;
                while f64::from(self.rate(second)[kind]) >= limit.max(1.0) {
                    second += 1;
                }
                self.rate(second)[kind] += 1;
                if second > asked {
                    self.slowed += 1;
                    at_ms = second as f64 * 1000.0;
                }
                at_ms += self.random.around(self.settings.latency_ms, self.settings.latency_spread);
            }
        }
        (at_ms - now_ms as f64).round() as i64
    }

    pub fn counts(&self) -> Requests {
        self.counting.counts()
    }

    /// Requests that had to wait because there were too many.
    pub(crate) fn slowed(&self) -> u64 {
        self.slowed
    }

    /// Writes and reads in the second in which there were most of them.
    pub(crate) fn peaks(&self) -> [u32; 2] {
        [0, 1].map(|kind| self.rates.iter().map(|rate| rate[kind]).max().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Scenario;
    use crate::store::Condition;

    fn wire(writes_per_s: f64) -> Wire {
        let settings = Store {
            latency_ms: 30.0,
            latency_spread: 0.0,
            writes_per_s,
            ..Scenario::default().store
        };
        Wire::new(&settings, 1)
    }

    #[test]
    fn requests_take_time_one_after_the_other() {
        let mut wire = wire(3500.0);
        let three = |store: &dyn ObjectStore| {
            store.put("a", b"1", &Condition::Always)?;
            store.get("a")?;
            store.list("a")
        };
        let (_, took_ms) = wire.call(5_000, three).unwrap();
        assert_eq!(took_ms, 90);
        assert_eq!(wire.peaks(), [1, 2]);
        assert_eq!(wire.counts().total(), 3);
    }

    #[test]
    fn beyond_its_limit_the_store_lets_wait() {
        let mut wire = wire(100.0);
        let mut longest = 0;
        for n in 0..300 {
            let put = |store: &dyn ObjectStore| store.put(&format!("{n}"), b"", &Condition::Always);
            longest = longest.max(wire.call(10_000, put).unwrap().1);
        }
        // 300 at once: one second's worth goes through, the last waits two seconds
        assert!((1_900..2_200).contains(&longest), "{longest}");
        assert!((195..=201).contains(&wire.slowed()), "{}", wire.slowed());
    }
}
