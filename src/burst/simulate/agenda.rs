//! What happens when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that happens at its time. Machines and their slots are numbered; a slot's `turn` tells what has been
/// overtaken by events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Happening {
    /// A shard's bytes have gone up the line.
    Sent { piece: usize },
    /// A machine is there.
    Boot { machine: usize },
    /// A slot has nothing to do.
    Free { machine: usize, slot: usize, turn: u32 },
    /// The last page of a slot's shard was read, or the last before the machine has to go.
    Read { machine: usize, slot: usize, turn: u32 },
    /// A lease is to be renewed.
    Renew { machine: usize, slot: usize, turn: u32 },
    /// A machine says how it is.
    Beat { machine: usize },
    /// A machine hears that it will be taken back.
    Notice { machine: usize },
    /// A machine ends.
    Gone { machine: usize },
    /// The coordinator looks for results.
    Poll,
    /// The coordinator looks after its machines.
    Look,
}

/// Happenings in the order of their times; those of the same time in the order in which they were planned.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    heap: BinaryHeap<Reverse<(i64, u64, Happening)>>,
    planned: u64,
}

impl Agenda {
    /// Plans something, ms since the begin of the run.
    pub fn plan(&mut self, at_ms: i64, what: Happening) {
        self.planned += 1;
        self.heap.push(Reverse((at_ms, self.planned, what)));
    }

    pub fn next(&mut self) -> Option<(i64, Happening)> {
        self.heap.pop().map(|Reverse((at_ms, _, what))| (at_ms, what))
    }
}
