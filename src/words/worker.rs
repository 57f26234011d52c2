//! What a worker of a burst says in its log.

use super::{Counted, Lang, count, duration, messages, text};
use burst::shard::{WorkSummary, WorkerEvent};

/// Something that a worker does.
pub fn event(lang: Lang, event: &WorkerEvent) -> String {
    text!(lang, match event {
        WorkerEvent::Began { shard, epoch: 0 } =>
            "portie {shard}: nog eens gelezen, omdat een ander er lang over doet"
            / "shard {shard}: read a second time, because another worker is slow with it";
        WorkerEvent::Began { shard, epoch: 1 } =>
            "portie {shard}: begonnen" / "shard {shard}: begun";
        WorkerEvent::Began { shard, epoch } =>
            "portie {shard}: overgenomen, {epoch}e keer begonnen"
            / "shard {shard}: taken over, begun {epoch} times";
        WorkerEvent::Settled { shard, pages, took } =>
            let (pages, took) = (Counted::Pages.of(lang, *pages), duration(lang, *took));
            "portie {shard}: {pages}, {took}" / "shard {shard}: {pages}, {took}";
        WorkerEvent::LetGo { shard } =>
            "portie {shard}: losgelaten, een ander heeft die"
            / "shard {shard}: let go, somebody else has it";
        WorkerEvent::Notice =>
            "deze machine wordt teruggenomen: wat niet gelezen is, gaat naar een ander"
            / "this machine is being taken back: what is not read goes to another";
        WorkerEvent::Leaving => "stopt na de huidige bladzijde" / "leaving after the page in hand";
        WorkerEvent::Trouble { what } => "{what}" / "{what}";
    })
}

messages! {
    pub fn ended(lang, summary: WorkSummary) =>
        let (shards, pages) = (count(lang, summary.shards), Counted::Pages.of(lang, summary.pages));
        "klaar: {shards} porties, {pages}" / "done: {shards} shards, {pages}";
}
