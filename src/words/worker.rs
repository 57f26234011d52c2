//! What a worker of a burst says in its log.

use super::{Counted, Lang, count, duration};
use burst::shard::{WorkSummary, WorkerEvent};

/// Something that a worker does.
pub fn event(lang: Lang, event: &WorkerEvent) -> String {
    match event {
        WorkerEvent::Began { shard, epoch: 0 } => lang.pick(
            format!("portie {shard}: nog eens gelezen, omdat een ander er lang over doet"),
            format!("shard {shard}: read a second time, because another worker is slow with it"),
        ),
        WorkerEvent::Began { shard, epoch: 1 } => {
            lang.pick(format!("portie {shard}: begonnen"), format!("shard {shard}: begun"))
        }
        WorkerEvent::Began { shard, epoch } => lang.pick(
            format!("portie {shard}: overgenomen, {epoch}e keer begonnen"),
            format!("shard {shard}: taken over, begun {epoch} times"),
        ),
        WorkerEvent::Settled { shard, pages, took } => format!(
            "{} {shard}: {}, {}",
            lang.pick("portie", "shard"),
            Counted::Pages.of(lang, *pages),
            duration(lang, *took)
        ),
        WorkerEvent::LetGo { shard } => lang.pick(
            format!("portie {shard}: losgelaten, een ander heeft die"),
            format!("shard {shard}: let go, somebody else has it"),
        ),
        WorkerEvent::Notice => lang
            .pick(
                "deze machine wordt teruggenomen: wat niet gelezen is, gaat naar een ander",
                "this machine is being taken back: what is not read goes to another",
            )
            .to_owned(),
        WorkerEvent::Leaving => {
            lang.pick("stopt na de huidige bladzijde", "leaving after the page in hand").to_owned()
        }
        WorkerEvent::Trouble { what } => what.clone(),
    }
}

/// What a worker has done in all.
pub fn ended(lang: Lang, summary: WorkSummary) -> String {
    format!(
        "{}: {} {}, {}",
        lang.pick("klaar", "done"),
        count(lang, summary.shards),
        lang.pick("porties", "shards"),
        Counted::Pages.of(lang, summary.pages)
    )
}
