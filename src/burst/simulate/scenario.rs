//! What is simulated: the work, the machines, the store, the line, and what goes wrong.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// All that a simulation is made from. The defaults are a VAT month on EC2 as it is: sizes and times of
/// `c7i.large` in Frankfurt, 300-dpi scans in black and white, an office line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Chance follows from this alone: the same seed gives the same run.
    pub seed: u64,
    /// The documents.
    pub work: Work,
    /// The machines.
    pub machines: Machines,
    /// The store.
    pub store: Store,
    /// The line of the office.
    pub line: Line,
    /// The protocol's own settings.
    pub protocol: Protocol,
}

/// The documents that wait for recognition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Documents, the large ones not counted.
    pub documents: u64,
    /// Pages that each has on average; at least one.
    pub pages_per_document: f64,
    pub large_documents: u64,
    pub large_pages: u32,
    /// Bytes of a page, KiB.
    pub page_kib: u64,
    /// What a page costs one core of the coordinator's machine on average, ms.
    pub page_ms: f64,
    /// How much pages differ: the standard deviation of the logarithm of their cost.
    pub page_spread: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machines {
    /// Workers; 0 means that the coordinator's machine works alone, without shards.
    pub workers: u32,
    /// Shards that each reads at the same time.
    pub vcpus: u32,
    /// What a vCPU does in the time in which a core of the coordinator's machine does 1.0.
    pub vcpu_speed: f64,
    /// Cores of the coordinator's machine that take part.
    pub here_cores: u32,
    /// From asking for a machine to its first look at the store, ms, on average.
    pub boot_ms: f64,
    /// Standard deviation of the logarithm of that.
    pub boot_spread: f64,
    /// Interruptions with notice, for each machine an hour.
    pub interruptions_per_hour: f64,
    /// From the notice to the end of the machine, ms.
    pub notice_ms: u64,
    /// Machines that vanish without a word, for each machine an hour.
    pub crashes_per_hour: f64,
    /// Share of the machines that are slow.
    pub stragglers: f64,
    /// What a slow machine takes, in the time that another takes 1.0.
    pub straggler_slowness: f64,
    /// Machines that were lost are replaced.
    pub replace: bool,
    /// What a machine costs, US dollars an hour.
    pub hourly_usd: Decimal,
    /// A machine's own line, Mbit/s.
    pub mbit: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// The median time of a request, ms.
    pub latency_ms: f64,
    /// Standard deviation of the logarithm of that.
    pub latency_spread: f64,
    /// Writes a second that it takes; beyond, it says SlowDown.
    pub writes_per_s: f64,
    /// Reads and listings a second that it takes.
    pub reads_per_s: f64,
    /// Calls of a thousand that fail: refused, or their answer is lost.
    pub failures_per_mille: u32,
    /// A thousand writes or listings, US dollars.
    pub writes_usd: Decimal,
    /// A thousand reads, US dollars.
    pub reads_usd: Decimal,
}

/// The line between the office and the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Upwards, Mbit/s; documents go that way.
    pub up_mbit: f64,
    /// Downwards, Mbit/s; words come that way.
    pub down_mbit: f64,
}

/// Settings of `[burst]` that a simulation may vary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protocol {
    /// A shard takes one core about this long at most, ms.
    pub shard_ms: u64,
    /// A lease that was not renewed for this long has lapsed, ms.
    pub lease_ms: u64,
    /// A shard that was taken over this often is split.
    pub most_takeovers: u32,
}

impl Default for Scenario {
    fn default() -> Self {
        invoice::table(include_str!("../facts/scenario.toml"))
    }
}
