//! What a simulated run came to.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::store::Requests;

/// The figures of a simulated run. Times are in seconds since the begin of the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Seed.
    pub seed: u64,
    /// Workers.
    pub workers: u32,
    /// Documents.
    pub documents: u64,
    /// Pages.
    pub pages: u64,
    /// Shards that the run was cut into.
    pub shards: u64,
    /// The last words are in the store.
    pub makespan_s: f64,
    /// The coordinator has all words.
    pub collected_s: f64,
    /// All vCPUs busy from the first boot on, nothing lost.
    pub ideal_s: f64,
    /// `ideal_s` / `makespan_s`.
    pub efficiency: f64,
    /// The first machine looks at the store.
    pub first_boot_s: f64,
    /// The last document is in the store.
    pub uploaded_s: f64,
    /// The line takes longer than the machines would: more of them do not help.
    pub line_is_bottleneck: bool,
    /// When the words of a document are in the store.
    pub queue: Percentiles,
    /// The same for the documents that are not large; `None` when there are no large ones.
    pub small: Option<Percentiles>,
    /// Requests to the store.
    pub requests: Requests,
    /// Requests a document.
    pub requests_per_document: f64,
    /// Writes in the second with the most of them.
    pub peak_writes_per_s: u32,
    /// Reads in the second with the most of them.
    pub peak_reads_per_s: u32,
    /// Requests that waited because the store was asked too much.
    pub slowed: u64,
    /// Cost of the machines, US dollars.
    pub machines_usd: Decimal,
    /// Cost of the requests, US dollars.
    pub requests_usd: Decimal,
    /// What went wrong and was survived.
    pub troubles: Troubles,
    /// Time of vCPUs between the first boot and the end that went to no page, share.
    pub idle_share: f64,
}

/// Percentiles of a time, seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Percentiles {
    /// Half.
    pub p50_s: f64,
    /// Nineteen of twenty.
    pub p95_s: f64,
    /// All but one of a hundred.
    pub p99_s: f64,
    pub max_s: f64,
}

impl Percentiles {
    /// Of these times, ms; `None` when there are none.
    pub fn of(mut times_ms: Vec<f64>) -> Option<Self> {
        times_ms.sort_by(f64::total_cmp);
        let max_ms = *times_ms.last()?;
        let at = |share: f64| {
            let rank = (times_ms.len() as f64 * share).ceil() as usize;
            times_ms[rank.clamp(1, times_ms.len()) - 1] / 1000.0
        };
        Some(Self { p50_s: at(0.50), p95_s: at(0.95), p99_s: at(0.99), max_s: max_ms / 1000.0 })
    }
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Troubles {
    /// Machines that were taken back at two minutes' notice.
    pub interrupted: u64,
    /// Machines that vanished.
    pub crashed: u64,
    pub slow: u64,
    /// Machines started in place of others.
    pub replaced: u64,
    pub taken_over: u64,
    /// Shards whose rest became another shard.
    pub rested: u64,
    /// Shards that were read a second time near the end.
    pub seconds: u64,
    /// Pages that were read more than once.
    pub pages_twice: u64,
    /// Claims that somebody else was faster with.
    pub lost_races: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_by_rank() {
        let times: Vec<f64> = (1..=100).rev().map(|s| f64::from(s) * 1000.0).collect();
        let p = Percentiles::of(times).unwrap();
        assert_eq!([p.p50_s, p.p95_s, p.p99_s, p.max_s].map(|s| s as u32), [50, 95, 99, 100]);
        assert_eq!(Percentiles::of(Vec::new()), None);
        assert_eq!(Percentiles::of(vec![7.0]).unwrap().p50_s.to_bits(), 0.007_f64.to_bits());
    }
}
