//! Events as JSON, one object on a line, for programs that follow a run.

use std::time::Duration;

use serde_json::{Value, json};

use burst::{BurstEvent, Plan};
use office::batch::{Event, Summary};

/// The object for an event; `time` is RFC 3339.
pub fn event(event: &burst::Event, time: &str) -> Value {
    let event = match event {
        burst::Event::Burst(event) => return burst(event, time),
        burst::Event::Run(event) => event,
    };
    match event {
        Event::Started { jobs, unconfined, languages } => {
            json!({"time": time, "event": "started", "jobs": jobs, "unconfined": unconfined, "languages": languages})
        }
        Event::Found { path } => json!({"time": time, "event": "found", "path": path}),
        Event::AlreadyDone { path } => {
            json!({"time": time, "event": "already-done", "path": path})
        }
        Event::SameBytes { path, of } => {
            json!({"time": time, "event": "same-bytes", "path": path, "of": of})
        }
        Event::Skipped { path, reason } => {
            json!({"time": time, "event": "skipped", "path": path, "reason": reason})
        }
        Event::Deferred { path, .. } => json!({"time": time, "event": "deferred", "path": path}),
        Event::WorkLeft { time: left } => {
            json!({"time": time, "event": "work-left", "left_ms": ms(*left)})
        }
        Event::WalkFinished => json!({"time": time, "event": "walk-finished"}),
        Event::Planned { path, pages, ocr_pages, pages_before } => {
            json!({"time": time, "event": "planned", "path": path, "pages": pages, "ocr_pages": ocr_pages, "pages_before": pages_before})
        }
        Event::Waiting { path, ocr_pages } => {
            json!({"time": time, "event": "waiting", "path": path, "ocr_pages": ocr_pages})
        }
        Event::PagesRead { path, pages } => {
            json!({"time": time, "event": "pages-read", "path": path, "pages": pages})
        }
        Event::Proposed { path, verdicts, took } => {
            json!({"time": time, "event": "proposed", "path": path, "verdicts": verdicts, "took_ms": ms(*took)})
        }
        Event::Failed { path, cause } => {
            json!({"time": time, "event": "failed", "path": path, "cause": cause, "message": cause.to_string()})
        }
        Event::ReaderReplaced { path, cause } => {
            json!({"time": time, "event": "reader-replaced", "path": path, "cause": cause, "message": cause.to_string()})
        }
        Event::Draining => json!({"time": time, "event": "draining"}),
    }
}

fn burst(event: &BurstEvent, time: &str) -> Value {
    match event {
        BurstEvent::Planned(plan) => json!({"time": time, "event": "burst-planned", "plan": plan}),
        BurstEvent::Begun { run, store } => {
            json!({"time": time, "event": "burst-begun", "run": run, "store": store})
        }
        BurstEvent::Resumed { run } => json!({"time": time, "event": "burst-resumed", "run": run}),
        BurstEvent::Launched { started, asked, shortfalls } => {
            json!({"time": time, "event": "burst-launched", "started": started, "asked": asked, "shortfalls": shortfalls})
        }
        BurstEvent::NoMachines { why } => {
            json!({"time": time, "event": "burst-no-machines", "why": why})
        }
        BurstEvent::Lost { count } => json!({"time": time, "event": "burst-lost", "count": count}),
        BurstEvent::NotSent { path } => {
            json!({"time": time, "event": "burst-not-sent", "path": path})
        }
        BurstEvent::WorkerTrouble { worker, what } => {
            json!({"time": time, "event": "burst-worker-trouble", "worker": worker, "what": what})
        }
        BurstEvent::BadResult { shard, what } => {
            json!({"time": time, "event": "burst-bad-result", "shard": shard, "what": what})
        }
        BurstEvent::CostReached { cost_usd } => {
            json!({"time": time, "event": "burst-cost-reached", "cost_usd": cost_usd})
        }
        BurstEvent::TimeUp => json!({"time": time, "event": "burst-time-up"}),
        BurstEvent::OutOfReach { what } => {
            json!({"time": time, "event": "burst-out-of-reach", "what": what})
        }
        BurstEvent::Stopped => json!({"time": time, "event": "burst-stopped"}),
        BurstEvent::Moment(moment) => json!({
            "time": time, "event": "burst-moment", "shards": moment.shards, "settled": moment.settled,
            "uploaded": moment.uploaded, "workers": moment.workers, "machines": moment.machines,
            "pages": moment.pages, "pages_per_second": moment.pages_per_second, "cost_usd": moment.cost_usd,
            "left_ms": moment.left.map(ms),
        }),
        BurstEvent::CleaningUp => json!({"time": time, "event": "burst-cleaning-up"}),
        BurstEvent::Gone { cost_usd, objects } => {
            json!({"time": time, "event": "burst-gone", "cost_usd": cost_usd, "objects": objects})
        }
    }
}

pub fn plan(plan: &Plan) -> Value {
    json!({"plan": plan})
}

/// The last object of a run.
pub(crate) fn finished(summary: &Summary, time: &str) -> Value {
    json!({
        "time": time, "event": "finished", "interrupted": summary.interrupted,
        "documents": summary.documents, "done_before": summary.done_before, "read": summary.read,
        "pages": summary.pages, "ocr_pages": summary.ocr_pages, "ready": summary.ready, "review": summary.review,
        "ready_now": summary.ready_now, "review_now": summary.review_now,
        "failed": summary.failed, "failed_now": summary.failed_now, "skipped": summary.skipped,
        "deferred": summary.deferred, "same_bytes": summary.same_bytes, "waiting": summary.waiting,
        "elapsed_ms": ms(summary.elapsed),
    })
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reading::Cause;

    #[test]
    fn a_failure_names_its_cause_and_says_it() {
        let failed = Event::Failed {
            path: "a.pdf".into(),
            cause: Cause::TooManyPages { pages: 3, limit: 2 },
        };
        assert_eq!(
            event(&failed.into(), "T").to_string(),
            r#"{"time":"T","event":"failed","path":"a.pdf","cause":{"TooManyPages":{"pages":3,"limit":2}},"message":"3 pages, over the limit of 2"}"#
        );
    }
}
