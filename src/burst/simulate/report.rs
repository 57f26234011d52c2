//! From a simulated run to its figures.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::{BurstError, Result};

use super::documents::Documents;
use super::outcome::{Outcome, Percentiles};
use super::run::Run;
use super::scenario::Scenario;

/// Simulates a run to its end.
///
/// # Errors
/// [`BurstError::NotReady`] when something was lost: a page that nobody has read when the run says that all is done.
pub fn simulate(scenario: &Scenario) -> Result<Outcome> {
    let mut run = Run::new(scenario);
    run.go_on()?;
    let lost = run.done_ms.iter().filter(|done| done.is_none()).count();
    if lost > 0 || run.collected_ms.is_none() {
        return Err(BurstError::NotReady {
            what: format!("{lost} pages were lost in a simulated run"),
            mend: String::new(),
        }
        .into());
    }
    Ok(outcome(&run))
}

/// When this machine alone would be done with the same documents, and each of them, seconds.
pub fn here_alone(scenario: &Scenario, cores: u32) -> Option<Percentiles> {
    let documents = Documents::draw(&scenario.work, scenario.seed);
    Percentiles::of(super::alone::alone(&documents, scenario.work.page_ms, cores))
}

fn outcome(run: &Run<'_>) -> Outcome {
    let scenario = run.scenario;
    let documents = &run.documents;
    let seconds = |ms: i64| ms as f64 / 1000.0;
    let end_ms = run.last_result_ms;
    let booted = run.machines.iter().filter_map(|m| m.booted_ms);
    let first_boot_ms = booted.min().unwrap_or(0);
    let settings = &scenario.machines;
    let rented = f64::from(settings.workers * settings.vcpus) * settings.vcpu_speed;
    let cores = rented + f64::from(settings.here_cores);
    let boot_ms = if settings.here_cores > 0 { 0.0 } else { settings.boot_ms };
    let ideal_ms = boot_ms + documents.all_ms() / cores;
    // when the words of each document's last page were there
    let done: Vec<(bool, f64)> = (0..documents.len())
        .map(|document| {
            let pages = 1..=documents.pages(document);
            let last = pages.filter_map(|page| run.done_ms[documents.page(document, page)]).max();
            let is_large = documents.pages(document) >= scenario.work.large_pages;
            (is_large, last.unwrap_or(0) as f64)
        })
        .collect();
    let queue = Percentiles::of(done.iter().map(|(_, ms)| *ms).collect());
    let small = (scenario.work.large_documents > 0)
        .then(|| {
            let small = done.iter().filter(|(is_large, _)| !is_large);
            Percentiles::of(small.map(|(_, ms)| *ms).collect())
        })
        .flatten();
    let requests = run.wire.counts();
    let hours: f64 = run.machines.iter().map(|m| m.paid_ms(end_ms) as f64 / 3_600_000.0).sum();
    let usd = |amount: f64| Decimal::from_f64(amount).unwrap_or_default().round_dp(4);
    let hourly = scenario.machines.hourly_usd;
    let writes = Decimal::from(requests.put + requests.list);
    let reads = Decimal::from(requests.get);
    let thousand = Decimal::from(1000);
    let slot_ms: f64 = run
        .machines
        .iter()
        .filter_map(|m| {
            let until = m.gone_ms.unwrap_or(end_ms).min(end_ms);
            Some((until - m.booted_ms?).max(0) as f64 * m.slots.len() as f64)
        })
        .sum();
    let useful_ms: f64 = run.machines.iter().map(|m| m.useful_ms).sum();
    let [peak_writes_per_s, peak_reads_per_s] = run.wire.peaks();
    Outcome {
        seed: scenario.seed,
        workers: settings.workers,
        documents: documents.len() as u64,
        pages: documents.all_pages() as u64,
        shards: run.manifest.shards,
        makespan_s: seconds(end_ms),
        collected_s: seconds(run.collected_ms.unwrap_or(end_ms)),
        ideal_s: ideal_ms / 1000.0,
        efficiency: ideal_ms / end_ms.max(1) as f64,
        first_boot_s: seconds(first_boot_ms),
        uploaded_s: seconds(run.uploaded_ms),
        line_is_bottleneck: run.uploaded_ms as f64 > ideal_ms,
        queue: queue.unwrap_or_default(),
        small,
        requests,
        requests_per_document: requests.total() as f64 / documents.len().max(1) as f64,
        peak_writes_per_s,
        peak_reads_per_s,
        slowed: run.wire.slowed(),
        machines_usd: (usd(hours) * hourly).round_dp(4),
        requests_usd: ((writes * scenario.store.writes_usd + reads * scenario.store.reads_usd)
            / thousand)
            .round_dp(4),
        troubles: run.troubles,
        idle_share: 1.0 - useful_ms / slot_ms.max(1.0),
    }
}
