//! What a burst would do, as a value that can be shown before anything happens.

use std::time::Duration;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::settings::Burst;
use crate::shard::{Partition, WaitingDocument, partition, shard_ms};
use dispatch::Offer;
use dispatch::{FleetSize, Limit, Need, fleet_size};
use office::ledger::Waiting;

/// From asking for an EC2 instance to its first shard: boot of a Debian image, fetching and unpacking the program.
const BOOT: Duration = Duration::from_secs(75);

/// What a burst would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Documents that were finished here, because they needed no OCR or were done before.
    pub done_here: u64,
    /// Documents that wait for OCR.
    pub documents: u64,
    /// Their pages to recognise.
    pub pages: u64,
    /// What that would take one core of this machine, ms.
    pub work_ms: u64,
    /// Shards.
    pub shards: u64,
    /// Documents whose pages go to several shards.
    pub spread: u64,
    /// Bytes to send.
    pub upload_bytes: u64,
    /// Workers to start.
    pub workers: u32,
    /// Shards that each reads at the same time.
    pub vcpus: u32,
    /// Types that will do, the cheapest per vCPU first.
    pub offers: Vec<Offer>,
    /// Spare capacity is asked for first.
    pub spot: bool,
    /// Cores of this machine that take part.
    pub here_cores: u32,
    /// Expected time to the end, from now.
    pub expected: Duration,
    /// Expected time if this machine did it alone.
    pub here_alone: Duration,
    /// No machine of the run lives longer than this.
    pub most: Duration,
    /// Expected cost of the machines, US dollars.
    pub expected_cost_usd: Decimal,
    /// Cost of the machines at most, US dollars.
    pub most_cost_usd: Decimal,
    /// Why there are not more workers, when the deadline is not met.
    pub limited_by: Option<Limit>,
}

#[derive(Debug, Clone)]
pub(crate) struct Wish<'a> {
    pub settings: &'a Burst,
    /// What a page costs one core of this machine, ms.
    pub page_ms: f64,
    /// Cores of this machine that take part; 0 when none does.
    pub here_cores: u32,
    pub all_cores: u32,
    pub done_here: u64,
    /// What machines cost, the cheapest per vCPU first; never empty.
    pub offers: Vec<Offer>,
    /// Workers are processes on this machine.
    pub local: bool,
    /// Start this many workers, whatever the deadline.
    pub exactly: Option<u32>,
}

/// Makes the plan for documents that wait, and how they are cut.
pub fn plan(waiting: &[Waiting], wish: &Wish<'_>) -> (Plan, Partition) {
    let settings = wish.settings;
    let pages: u64 = waiting.iter().map(|d| d.pages.len() as u64).sum();
    let work_ms = pages as f64 * wish.page_ms;
    let vcpus = wish.offers.first().map_or(1, |offer| offer.vcpus);
    let need = Need {
        work_ms,
        deadline: settings.deadline.0,
        boot: if wish.local { Duration::ZERO } else { BOOT },
        vcpu_speed: if wish.local { 1.0 } else { settings.vcpu_speed },
        here_cores: wish.here_cores,
        all_cores: wish.all_cores,
        max_workers: settings.max_workers,
        max_cost_usd: settings.max_cost_usd,
        worker_life: settings.worker_life.0,
        spot: settings.spot,
        exactly: wish.exactly,
    };
    let size: FleetSize = fleet_size(&need, &wish.offers);
    let cores = (size.workers * vcpus + wish.here_cores).max(1);
    let shard_ms = shard_ms(work_ms, cores, settings.shard_seconds * 1000);
    let documents: Vec<WaitingDocument> = waiting
        .iter()
        .map(|document| WaitingDocument {
            sha256: document.sha256,
            kind: document.kind,
            len: document.len,
            pages: document.pages.clone(),
        })
        .collect();
    let parts = partition(&documents, wish.page_ms, cores, shard_ms);
    let mut pieces_of = vec![0_u32; documents.len()];
    for piece in &parts.pieces {
        for (index, _) in &piece.documents {
            pieces_of[*index] += 1;
        }
    }
    let plan = Plan {
        done_here: wish.done_here,
        documents: documents.len() as u64,
        pages,
        work_ms: work_ms as u64,
        shards: parts.pieces.len() as u64,
        spread: pieces_of.iter().filter(|n| **n > 1).count() as u64,
        upload_bytes: parts.upload_bytes,
        workers: size.workers,
        vcpus,
        offers: wish.offers.clone(),
        spot: settings.spot,
        here_cores: wish.here_cores,
        expected: size.expected,
        here_alone: size.here_alone,
        most: size.most,
        expected_cost_usd: size.expected_cost_usd,
        most_cost_usd: size.most_cost_usd,
        limited_by: size.limited_by,
    };
    (plan, parts)
}
