//! How many machines the work takes: the fewest that meet the deadline, within what may be spent.
//!
//! Pure: what is known of the work and of prices goes in, a number with its cost comes out. Times are estimates and
//! float; money is exact.

use std::time::Duration;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::{Offer, Threshold};

/// A machine that would have less to do than this beyond its boot is not worth starting.
const WORTH_STARTING: Duration = Duration::from_mins(2);

/// A run may take this many times what is expected, before its machines are ended.
const PATIENCE: u32 = 2;

/// A run may take this long whatever is expected: estimates of short runs are the worst.
const LEAST_TIME: Duration = Duration::from_mins(15);

/// EC2 bills by the second, and this many seconds at least.
const LEAST_BILLED_S: u64 = 60;

/// What is to be done and what may be used for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The work, milliseconds of one core of this machine.
    pub work_ms: f64,
    /// It should be done this long from now.
    pub deadline: Duration,
    /// From asking for a machine to its first page.
    pub boot: Duration,
    /// What a machine's vCPU does in the time in which a core of this machine does 1.0.
    pub vcpu_speed: f64,
    /// Cores of this machine that take part beside others; 0 when none does.
    pub here_cores: u32,
    /// Cores of this machine when it works alone.
    pub all_cores: u32,
    /// Workers at most.
    pub max_workers: u32,
    /// What the machines may cost at most, US dollars.
    pub max_cost_usd: Decimal,
    /// No machine lives longer than this.
    pub worker_life: Duration,
    /// Spare capacity is asked for first.
    pub spot: bool,
    /// This many workers, whatever the deadline and the work; the limits on number and cost still hold.
    pub exactly: Option<u32>,
}

/// What keeps the deadline from being met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// The number of workers.
    Workers,
    /// What they may cost.
    Cost,
    /// The work: more workers would not have enough to do to be worth their boot.
    Work,
}

/// How many workers, and what that comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetSize {
    /// Workers to start; with none, this machine does the work alone, on all its cores.
    pub workers: u32,
    /// Expected time to the end, from now.
    pub expected: Duration,
    /// Expected time to the end if this machine does it alone.
    pub here_alone: Duration,
    /// The run is ended after this long, whatever happens: the cost at most is reckoned with it.
    pub most: Duration,
    /// Expected cost, US dollars.
    pub expected_cost_usd: Decimal,
    /// Cost at most, US dollars: every worker to the last moment, at the dearest on-demand price.
    pub most_cost_usd: Decimal,
    /// Why there are not more workers, when the deadline is not met (or there are fewer than were asked for).
    pub limited_by: Option<Limit>,
}

/// Whether this is more work than this machine should do alone.
pub fn over_threshold(work_ms: f64, pages: u64, cores: u32, threshold: Threshold) -> bool {
    match threshold {
        Threshold::Time(span) => time(work_ms / f64::from(cores.max(1))) > span.0,
        Threshold::Pages(most) => pages > most,
    }
}

/// The fewest workers that meet the deadline within the limits; when none do, as many as the limits allow, unless this
/// machine is faster alone. `offers` are the machines to be had, the cheapest per vCPU first.
pub fn fleet_size(need: &Need, offers: &[Offer]) -> FleetSize {
    let sizing = Sizing { need, offers };
    if let Some(asked) = need.exactly {
        return sizing.exactly(asked);
    }
    let alone = sizing.with(0, None);
    if alone.expected <= need.deadline {
        return alone;
    }
    let mut best = alone;
    let mut workers = 0;
    loop {
        workers += 1;
        let limit = sizing.limit(workers).or_else(|| sizing.too_many(workers));
        if let Some(limit) = limit {
            best.limited_by = Some(limit);
            return best;
        }
        let size = sizing.with(workers, None);
        if size.expected <= need.deadline {
            return size;
        }
        if size.expected < best.expected {
            best = size;
        }
    }
}

struct Sizing<'a> {
    need: &'a Need,
    offers: &'a [Offer],
}

impl Sizing<'_> {
    fn exactly(&self, asked: u32) -> FleetSize {
        let mut limited_by = None;
        let mut workers = asked;
        while workers > 0 {
            match self.limit(workers) {
                Some(Limit::Workers) => workers = self.need.max_workers.min(workers - 1),
                Some(_) => workers -= 1,
                None => break,
            }
            limited_by = self.limit(workers + 1);
        }
        self.with(workers, limited_by)
    }

    /// The limit that so many workers are beyond.
    fn limit(&self, workers: u32) -> Option<Limit> {
        if workers > self.need.max_workers || (self.offers.is_empty() && workers > 0) {
            Some(Limit::Workers)
        } else if self.most_cost_usd(workers) > self.need.max_cost_usd {
            Some(Limit::Cost)
        } else {
            None
        }
    }

    /// Whether so many have too little to do.
    fn too_many(&self, workers: u32) -> Option<Limit> {
        (self.expected(workers) < self.need.boot + WORTH_STARTING).then_some(Limit::Work)
    }

    fn with(&self, workers: u32, limited_by: Option<Limit>) -> FleetSize {
        FleetSize {
            workers,
            expected: self.expected(workers),
            here_alone: self.expected(0),
            most: self.most(workers),
            expected_cost_usd: self.expected_cost_usd(workers),
            most_cost_usd: self.most_cost_usd(workers),
            limited_by,
        }
    }

    /// All cores work until the end, those of the workers from their boot on.
    fn expected(&self, workers: u32) -> Duration {
        let need = self.need;
        let work_ms = need.work_ms.max(0.0);
        let vcpus = self.offers.first().map_or(0, |offer| offer.vcpus);
        let there = f64::from(workers) * f64::from(vcpus) * need.vcpu_speed.max(0.01);
        if workers == 0 || there <= 0.0 {
            return time(work_ms / f64::from(need.all_cores.max(1)));
        }
        let here = f64::from(need.here_cores);
        let boot_ms = need.boot.as_secs_f64() * 1000.0;
        if work_ms <= here * boot_ms {
            return time(work_ms / here.max(1.0)); // done before the first worker is there
        }
        time((work_ms + there * boot_ms) / (here + there))
    }

    fn most(&self, workers: u32) -> Duration {
        (self.expected(workers) * PATIENCE + self.need.boot)
            .max(LEAST_TIME)
            .min(self.need.worker_life)
    }

    fn expected_cost_usd(&self, workers: u32) -> Decimal {
        let hourly = self.offers.first().map_or(Decimal::ZERO, |offer| {
            let spot = offer.spot_usd.filter(|_| self.need.spot);
            spot.unwrap_or(offer.on_demand_usd)
        });
        bill_usd(workers, self.expected(workers), hourly)
    }

    fn most_cost_usd(&self, workers: u32) -> Decimal {
        let hourly = self.offers.iter().map(|offer| offer.on_demand_usd).max();
        bill_usd(workers, self.most(workers), hourly.unwrap_or_default())
    }
}

/// What so many machines cost for so long: begun seconds, a minute at least; rounded up to a cent.
fn bill_usd(machines: u32, each: Duration, hourly_usd: Decimal) -> Decimal {
    let seconds = each.as_secs() + u64::from(each.subsec_nanos() > 0);
    let seconds = Decimal::from(seconds.max(LEAST_BILLED_S)) * Decimal::from(machines);
    (seconds * hourly_usd / Decimal::from(3600))
        .round_dp_with_strategy(2, RoundingStrategy::AwayFromZero)
}

/// A time in ms; what is no number or beyond all bounds is the longest time there is in years.
fn time(ms: f64) -> Duration {
    const LONGEST: Duration = Duration::from_hours(876_000);
    Duration::try_from_secs_f64(ms / 1000.0).map_or(LONGEST, |time| time.min(LONGEST))
}

#[cfg(test)]
mod tests;
