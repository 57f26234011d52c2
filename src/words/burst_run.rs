//! What is said about a burst: its plan, what happens, what is left.

use std::fmt::Write as _;
use std::time::Duration;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Counted, Lang, count, decimal, duration, messages, text, word};
use burst::shard::{Heartbeat, RunId, WorkerState};
use burst::{BurstEvent, HERE, Moment, Plan, SweptRun};
use dispatch::Limit;

/// A worker that was not heard of for this long is said to be silent, ms.
pub(crate) const SILENT_MS: u64 = 60_000;

/// What a row of a plan or a status is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    Documents,
    Shards,
    Upload,
    Workers,
    Ready,
    Cost,
    /// What keeps it from being ready sooner.
    Limit,
    Store,
    Begun,
    Coordinator,
    Pages,
    Machines,
}

impl Row {
    pub fn name(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::Documents => "documenten" / "documents";
            Self::Shards => "porties" / "shards";
            Self::Upload => "te versturen" / "to send";
            Self::Workers => "werkers" / "workers";
            Self::Ready => "klaar over" / "ready in";
            Self::Cost => "kosten" / "cost";
            Self::Limit => "let op" / "note";
            Self::Store => "opslag" / "store";
            Self::Begun => "begonnen" / "begun";
            Self::Coordinator => "leiding" / "coordinator";
            Self::Pages => "bladzijden" / "pages";
            Self::Machines => "machines" / "machines";
        })
    }
}

messages! {
    pub(crate) fn plan_title(lang) => "Plan" / "Plan";
}

/// "180 wait for OCR (450 pages); 120 done here"
pub(crate) fn plan_documents(lang: Lang, plan: &Plan) -> String {
    let (number, pages) = (count(lang, plan.documents), Counted::Pages.of(lang, plan.pages));
    let waiting = text!(lang, match plan.documents {
        1 => "{number} wacht op tekstherkenning ({pages})" / "{number} waits for OCR ({pages})";
        _ => "{number} wachten op tekstherkenning ({pages})" / "{number} wait for OCR ({pages})";
    });
    if plan.done_here == 0 {
        return waiting;
    }
    let done = count(lang, plan.done_here);
    text!(lang, "{waiting}; {done} hier al klaar", "{waiting}; {done} done here")
}

/// "40 of about 60 s; 2 large documents go to several"
pub(crate) fn plan_shards(lang: Lang, plan: &Plan) -> String {
    let each = Duration::from_millis(plan.work_ms / plan.shards.max(1));
    let each = duration(lang, each.max(Duration::from_secs(1)));
    let shards = count(lang, plan.shards);
    let shards = text!(lang, "{shards} van ongeveer {each}", "{shards} of about {each}");
    text!(lang, match plan.spread {
        0 => "{shards}" / "{shards}";
        1 => "{shards}; 1 groot document verdeeld over meer porties"
            / "{shards}; 1 large document spread over several";
        spread => let spread = count(lang, spread);
            "{shards}; {spread} grote documenten verdeeld over meer porties"
            / "{shards}; {spread} large documents spread over several";
    })
}

/// "3 × c7i.large or alike, spare capacity first; this machine works too"
pub(crate) fn plan_workers(lang: Lang, plan: &Plan) -> String {
    let kind = plan.offers.first().map_or(HERE, |offer| offer.instance_type.as_str());
    let number = count(lang, plan.workers.into());
    if kind == HERE {
        return text!(lang, "{number} op deze machine", "{number} on this machine");
    }
    let mut text = format!("{number} × {kind}");
    if plan.offers.len() > 1 {
        text.push_str(lang.pick(" of net zo een", " or alike"));
    }
    if plan.spot {
        text.push_str(
            lang.pick(", eerst uit restcapaciteit (spot)", ", spare (spot) capacity first"),
        );
    }
    if plan.here_cores > 0 {
        text.push_str(lang.pick("; deze machine doet mee", "; this machine works too"));
    }
    text
}

messages! {
    /// "14 min; this machine alone: 1 h 20 min"
    pub(crate) fn plan_ready(lang, plan: &Plan) =>
        let (expected, alone) = (duration(lang, plan.expected), duration(lang, plan.here_alone));
        "{expected}; deze machine alleen: {alone}" / "{expected}; this machine alone: {alone}";
    /// "$0.12, at most $0.60"
    pub(crate) fn plan_cost(lang, plan: &Plan) =>
        let (expected, most) = (usd(plan.expected_cost_usd), usd(plan.most_cost_usd));
        "{expected}, hoogstens {most}" / "{expected}, at most {most}";
}

/// Why there are not more workers.
pub(crate) fn plan_limit(lang: Lang, limit: Limit) -> String {
    text!(lang, match limit {
        Limit::Workers =>
            "Op tijd klaar zijn vraagt meer werkers dan er mogen zijn (--max-workers)."
            / "To be ready in time takes more workers than allowed (--max-workers).";
        Limit::Cost =>
            "Op tijd klaar zijn kost meer dan mag (--max-cost)."
            / "To be ready in time costs more than allowed (--max-cost).";
        Limit::Work =>
            "Voor meer werkers is er niet genoeg te doen."
            / "There is not enough to do for more workers.";
    })
}

/// An amount in US dollars: cents, and more digits below ten cents.
pub(crate) fn usd(amount: Decimal) -> String {
    let digits = if amount.is_zero() || amount >= Decimal::new(10, 2) { 2 } else { 4 };
    let rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    format!("${rounded:.*}", digits as usize)
}

/// A number of bytes: "3.2 MB".
pub fn bytes(lang: Lang, bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut amount = bytes as f64;
    let mut unit = 0;
    while amount >= 1000.0 && unit + 1 < units.len() {
        amount /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        return format!("{bytes} B");
    }
    format!("{} {}", decimal(lang, amount), units[unit])
}

messages! {
    pub(crate) fn nothing_begun(lang) =>
        "Er is niets begonnen, verstuurd of geschreven." / "Nothing was started, sent or written.";
    pub(crate) fn question(lang) => "Doorgaan? [j/N]" / "Go on? [y/N]";
}

/// Whether an answer to that means yes, in either language.
pub(crate) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "j" | "ja" | "y" | "yes")
}

messages! {
    pub(crate) fn nobody_to_ask(lang) =>
        "een burst start machines die geld kosten, en hier is niemand om het te vragen"
        / "a burst starts machines that cost money, and there is nobody here to ask";
    pub(crate) fn say_yes(lang) =>
        "Geef --yes als het mag, met --max-cost als grens; --dry-run laat alleen het plan zien."
        / "Give --yes when it may, with --max-cost as a limit; --dry-run only shows the plan.";
}

/// Something that happened; `None` when it is no line of its own.
pub fn event(lang: Lang, event: &BurstEvent) -> Option<String> {
    Some(text!(lang, match event {
        BurstEvent::Begun { run, store } => "Burst {run} in {store}" / "Burst {run} in {store}";
        BurstEvent::Resumed { run } => "Verder met burst {run}" / "Going on with burst {run}";
        BurstEvent::NoMachines { why } =>
            "Er zijn geen werkers te krijgen: {why}. Deze machine gaat alleen verder."
            / "No workers can be had: {why}. This machine goes on alone.";
        BurstEvent::Lost { count: lost } => let lost = count(lang, (*lost).into());
            "{lost} werkers zijn weggevallen en worden vervangen"
            / "{lost} workers were lost and are replaced";
        BurstEvent::NotSent { path } =>
            "{path} is veranderd of weg en wordt niet verstuurd"
            / "{path} has changed or gone and is not sent";
        BurstEvent::WorkerTrouble { worker, what } => "{worker}: {what}" / "{worker}: {what}";
        BurstEvent::BadResult { shard, what } =>
            "De uitkomst van portie {shard} is onbruikbaar ({what}); die wordt hier gelezen."
            / "The result of shard {shard} cannot be used ({what}); it is read here.";
        BurstEvent::CostReached { cost_usd } => let cost = usd(*cost_usd);
            "De werkers hebben {cost} gekost, wat ze mochten; de rest wordt hier gelezen."
            / "The workers have cost {cost}, as much as they may; the rest is read here.";
        BurstEvent::TimeUp =>
            "De tijd van de burst is om; de rest wordt hier gelezen."
            / "The time of the burst is up; the rest is read here.";
        BurstEvent::OutOfReach { what } =>
            "Even geen verbinding: {what}" / "No connection for now: {what}";
        BurstEvent::Stopped =>
            "De burst wordt gestopt: de werkers maken hun bladzijde af."
            / "The burst is being stopped: the workers finish the pages in hand.";
        BurstEvent::CleaningUp =>
            "Alles is binnen; de machines en wat er van de burst in de opslag is, worden opgeruimd."
            / "Everything is here; machines and what the burst has in the store are removed.";
    } and {
        BurstEvent::Planned(_) | BurstEvent::Moment(_) | BurstEvent::Gone { .. } => return None,
        BurstEvent::Launched { started, asked, shortfalls } => {
            let (started, asked) = (count(lang, (*started).into()), count(lang, (*asked).into()));
            let mut text = text!(
                lang,
                "{started} van {asked} werkers starten",
                "{started} of {asked} workers are starting"
            );
            if !shortfalls.is_empty() {
                let why = shortfalls.iter().map(|code| super::burst::answered(lang, code));
                let _ = write!(text, ": {}", why.collect::<Vec<_>>().join("; "));
            }
            text
        }
    }))
}

/// Whether an event is something that a person should know even when told of problems only.
pub(crate) fn is_problem(event: &BurstEvent) -> bool {
    matches!(
        event,
        BurstEvent::NoMachines { .. }
            | BurstEvent::NotSent { .. }
            | BurstEvent::BadResult { .. }
            | BurstEvent::CostReached { .. }
            | BurstEvent::TimeUp
            | BurstEvent::OutOfReach { .. }
    )
}

messages! {
    /// "12 of 40 shards"
    pub(crate) fn shards_of(lang, settled: u64, shards: u64) =>
        let (settled, shards) = (count(lang, settled), count(lang, shards));
        "{settled} van {shards} porties" / "{settled} of {shards} shards";
}

/// How far a burst is, in parts, the most important first.
pub(crate) fn moment(lang: Lang, moment: &Moment) -> Vec<String> {
    let mut parts = vec![shards_of(lang, moment.settled, moment.shards)];
    parts.push(format!(
        "{} {}",
        count(lang, moment.workers.into()),
        match moment.workers {
            1 => lang.pick("werker", "worker"),
            _ => Row::Workers.name(lang),
        }
    ));
    if !moment.cost_usd.is_zero() {
        parts.push(usd(moment.cost_usd));
    }
    if moment.uploaded < moment.shards {
        let sent = count(lang, moment.uploaded);
        parts.push(text!(lang, "{sent} verstuurd", "{sent} sent"));
    }
    parts
}

/// After everything of a run was removed.
pub fn gone(lang: Lang, cost_usd: Decimal) -> String {
    let cost = usd(cost_usd);
    text!(lang, match cost {
        _ if cost_usd.is_zero() =>
            "Van de burst is niets overgebleven." / "Nothing of the burst is left.";
        _ => "De werkers hebben ongeveer {cost} gekost; van de burst is niets overgebleven."
            / "The workers have cost about {cost}; nothing of the burst is left.";
    })
}

messages! {
    pub(crate) fn detached(lang, run: &RunId, machines: u32) =>
        let machines = count(lang, machines.into());
        "Burst {run} gaat verder op {machines} machines. `dizzy burst collect` haalt de uitkomsten op; `dizzy burst stop` beëindigt hem."
        / "Burst {run} goes on with {machines} machines. `dizzy burst collect` takes its results in; `dizzy burst stop` ends it.";
    pub(crate) fn no_runs(lang) =>
        "Er is hier geen burst onderweg." / "No burst is under way here.";
    pub(crate) fn told_to_stop(lang, run: &RunId) =>
        "Burst {run} wordt gestopt door wie hem leidt."
        / "Burst {run} is being stopped by its coordinator.";
    pub(crate) fn coordinated(lang) => "aan het werk" / "at work";
    pub(crate) fn uncoordinated(lang) =>
        "niemand; `dizzy burst collect` neemt het over"
        / "nobody; `dizzy burst collect` takes over";
}

pub(crate) fn worker_state(lang: Lang, state: WorkerState) -> &'static str {
    word!(lang, match state {
        WorkerState::Working => "werkt" / "working";
        WorkerState::Idle => "wacht" / "idle";
        WorkerState::Leaving => "gaat weg" / "leaving";
        WorkerState::Ended => "is weg" / "ended";
    })
}

messages! {
    pub(crate) fn silent(lang, time: Duration) => let time = duration(lang, time);
        "{time} niet gehoord" / "not heard of for {time}";
    /// "3 shards, 120 pages"
    pub(crate) fn worker_work(lang, beat: &Heartbeat) =>
        let (shards, pages) = (count(lang, beat.shards), Counted::Pages.of(lang, beat.pages));
        "{shards} porties, {pages}" / "{shards} shards, {pages}";
}

/// What was left of a run, and what became of it.
pub fn swept(lang: Lang, swept: &SweptRun) -> String {
    let left = &swept.left;
    let what = lang.pick(
        format!("{} objecten, {} machines", count(lang, left.objects), left.instances.len()),
        format!("{} objects, {} machines", count(lang, left.objects), left.instances.len()),
    );
    let fate = if left.is_coordinated {
        lang.pick("er wordt aan gewerkt", "somebody is at work on it")
    } else if swept.removed {
        lang.pick("opgeruimd", "removed")
    } else {
        lang.pick("kan worden opgeruimd", "can be removed")
    };
    format!("{}: {what}: {fate}", swept.run)
}

messages! {
    pub(crate) fn swept_other(lang, what: &str) => "{what}: opgeruimd" / "{what}: removed";
    pub(crate) fn nothing_left(lang, store: &str) =>
        "Er is niets overgebleven van bursts in {store}." / "Nothing is left of bursts in {store}.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_tell_something() {
        assert_eq!(usd(Decimal::ZERO), "$0.00");
        assert_eq!(usd(Decimal::new(12345, 4)), "$1.23");
        assert_eq!(usd(Decimal::new(123, 4)), "$0.0123");
        assert_eq!(bytes(Lang::En, 999), "999 B");
        assert_eq!(bytes(Lang::Nl, 3_200_000), "3,2 MB");
        assert!(is_yes(" Ja\n") && is_yes("y") && !is_yes("") && !is_yes("n"));
    }
}
