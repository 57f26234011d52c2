//! What a run would do: the walk and the looks of a real one, without readers, and nothing is kept.

use std::time::Instant;

use crate::Result;
use dispatch::Estimates;
use reading::reader::ReaderSlot;

use super::run::{Intake, walk_all};
use super::shared::{Shared, Terms};
use super::worker::Worker;
use super::{Events, Summary, belongs};

/// Finds what a run would read. The ledger's transaction is never committed; the reader is never started.
pub fn dry_run(
    terms: Terms,
    intake: &Intake,
    reader: ReaderSlot,
    events: Events,
    begun: Instant,
) -> Result<Summary> {
    let ledger = belongs::open_to_look(&terms.settings, &terms.state_dir)?;
    let shared = Shared::new(terms, ledger, Estimates::default(), events);
    walk_all(&shared, intake, usize::MAX);
    Worker::new(&shared, reader).run();
    shared.take_fatal().map_or(Ok(()), Err)?;
    let mut summary = shared.into_parts().summary;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}
