//! What happens during a burst, as the display and the log see it.

use std::sync::mpsc::SyncSender;
use std::time::Duration;

use rust_decimal::Decimal;

use crate::shard::{RunId, ShardId, WorkerId};

use super::Plan;

/// Something that happened in a run that may burst.
#[derive(Debug, Clone)]
pub enum Event {
    /// As in any run.
    Run(office::batch::Event),
    /// Something that concerns the burst.
    Burst(BurstEvent),
}

impl From<office::batch::Event> for Event {
    fn from(event: office::batch::Event) -> Self {
        Self::Run(event)
    }
}

/// Something that happened in a burst.
/// Costs are so far, in US dollars; `what` and `why` are never contents of documents.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum BurstEvent {
    /// Everything was looked at; this is what would be done elsewhere.
    Planned(Box<Plan>),
    /// The run has a name and a place.
    Begun { run: RunId, store: String },
    /// An earlier coordinator's run is gone on with.
    Resumed { run: RunId },
    /// Machines were asked for.
    Launched {
        started: u32,
        asked: u32,
        /// Why there are not more: AWS's error codes.
        shortfalls: Vec<String>,
    },
    /// Machines could not be had for now; this machine goes on alone.
    NoMachines { why: String },
    /// Machines were lost (taken back, crashed) and others were asked for.
    Lost { count: u32 },
    /// A document could not be sent because its file changed or went away.
    NotSent { path: String },
    /// A worker's last trouble.
    WorkerTrouble { worker: WorkerId, what: String },
    /// A result that cannot be used; its documents are read here.
    BadResult { shard: ShardId, what: String },
    /// The machines have cost what they may; they are ended.
    CostReached { cost_usd: Decimal },
    /// The run's time is up; what is left is read here.
    TimeUp,
    /// The store or the provider of machines is out of reach for now.
    OutOfReach { what: String },
    /// Somebody has stopped the run: the workers finish the pages in hand.
    Stopped,
    /// How far the run is.
    Moment(Moment),
    /// Everything of the run is here; machines and objects are being removed.
    CleaningUp,
    /// Nothing of the run is left.
    Gone { cost_usd: Decimal, objects: u64 },
}

/// How far a burst is.
#[derive(Debug, Clone, Default)]
pub struct Moment {
    /// Shards known.
    pub shards: u64,
    /// Shards whose results are here.
    pub settled: u64,
    /// Shards that are in the store.
    pub uploaded: u64,
    /// Workers heard of lately.
    pub workers: u32,
    /// Machines starting or running.
    pub machines: u32,
    /// Pages read so far, everywhere.
    pub pages: u64,
    /// Pages a second over the last minute, everywhere.
    pub pages_per_second: Option<f64>,
    /// What the machines have cost so far, US dollars.
    pub cost_usd: Decimal,
    /// Expected time to the end.
    pub left: Option<Duration>,
}

impl BurstEvent {
    /// Tells it to whoever listens; that nobody does is no reason to stop.
    pub(crate) fn tell(self, events: &SyncSender<Event>) {
        drop(events.send(Event::Burst(self)));
    }
}
