//! The end of runs: stopping one, removing what is left of any.

use std::collections::BTreeSet;

use crate::fleet::{Fleet, InstanceId, InstanceState};
use crate::shard::{Keys, RUNS, RunId};
use crate::store::{Condition, ObjectStore};
use crate::{Error, Result};

use super::guard::is_coordinated;

/// Instances are ended and looked at again this often before the sweep gives up.
const TRIES: u32 = 100;

/// Between two looks at ending instances.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(300);

/// What is left of a run somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
    pub objects: u64,
    pub instances: Vec<InstanceId>,
    pub in_ledger: bool,
    /// A coordinator is at work on it.
    pub is_coordinated: bool,
}

/// What a sweep found and did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    pub runs: Vec<SweptRun>,
    /// What else was removed: expired launch templates of runs that have left nothing else, unfinished objects.
    pub others: Vec<String>,
}

/// What a sweep found of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptRun {
    /// The run.
    pub run: RunId,
    /// What was left of it.
    pub left: Left,
    /// It was removed; false when a coordinator is at work on it, or when only looking.
    pub removed: bool,
}

/// Tells a run's workers to finish the page in hand and go.
///
/// # Errors
/// What the store says.
pub fn stop(store: &dyn ObjectStore, run: &RunId) -> Result<()> {
    store.put(&Keys::new(run).stop(), b"stop", &Condition::Always)?;
    Ok(())
}

/// Finds everything that is left of runs: objects in the store, instances and launch templates at the provider, lines
/// in the ledger; ends and removes it, but for runs that a coordinator is at work on. With `only_look` it only says
/// what there is.
///
/// # Errors
/// When store or provider cannot be asked or refuse.
pub fn sweep(
    store: &dyn ObjectStore,
    fleet: &mut dyn Fleet,
    in_ledger: &[RunId],
    only_look: bool,
) -> Result<Swept> {
    let mut runs: BTreeSet<RunId> = in_ledger.iter().cloned().collect();
    let listing = store.list(RUNS)?;
    let run_of = |key: &str| {
        let (run, _) = key.strip_prefix(RUNS)?.split_once('/')?;
        Some(RunId(run.to_owned()))
    };
    runs.extend(listing.entries.iter().filter_map(|entry| run_of(&entry.key)));
    let instances: Vec<_> = fleet
        .instances(None)?
        .into_iter()
        .filter(|instance| instance.state != InstanceState::Ended)
        .collect();
    runs.extend(instances.iter().map(|instance| instance.run.clone()));
    let mut swept = Swept::default();
    for run in runs {
        let left = Left {
            objects: listing
                .entries
                .iter()
                .filter(|entry| run_of(&entry.key).as_ref() == Some(&run))
                .count() as u64,
            instances: instances
                .iter()
                .filter(|instance| instance.run == run)
                .map(|instance| instance.id.clone())
                .collect(),
            in_ledger: in_ledger.contains(&run),
            is_coordinated: is_coordinated(store, &run)?,
        };
        let removed = !only_look && !left.is_coordinated;
        if removed {
            remove(store, fleet, &run)?;
        }
        swept.runs.push(SweptRun { run, left, removed });
    }
    if !only_look {
        swept.others = fleet.clean(None)?; // of runs that left nothing else
    }
    Ok(swept)
}

/// Ends a run's machines and removes everything of it from store and provider; how many objects it had.
pub(super) fn remove(store: &dyn ObjectStore, fleet: &mut dyn Fleet, run: &RunId) -> Result<u64> {
    stop(store, run)?;
    end_instances(fleet, run)?;
    fleet.clean(Some(run))?;
    remove_objects(store, run)
}

fn end_instances(fleet: &mut dyn Fleet, run: &RunId) -> Result<()> {
    for _ in 0..TRIES {
        let alive: Vec<InstanceId> = fleet
            .instances(Some(run))?
            .into_iter()
            .filter(|i| !matches!(i.state, InstanceState::Ended | InstanceState::Ending))
            .map(|i| i.id)
            .collect();
        if alive.is_empty() {
            return Ok(());
        }
        fleet.terminate(&alive)?;
        std::thread::sleep(PAUSE);
    }
    Err(Error::Fleet(crate::fleet::FleetError::Busy {
        detail: format!("instances of run {run} do not end"),
    }))
}

/// Removes all objects of a run, until there is none: a worker that is just ending may still have written one.
pub(super) fn remove_objects(store: &dyn ObjectStore, run: &RunId) -> Result<u64> {
    let keys = Keys::new(run);
    let mut removed = 0;
    loop {
        let listed = store.list(keys.all())?;
        if listed.entries.is_empty() {
            return Ok(removed);
        }
        removed += listed.entries.len() as u64;
        // what says that the run is over goes last, so that no worker begins anew in a half-removed run
        let (last, first): (Vec<String>, Vec<String>) = listed
            .entries
            .into_iter()
            .map(|entry| entry.key)
            .partition(|key| *key == keys.stop() || *key == keys.coordinator());
        store.delete(&first)?;
        store.delete(&last)?;
    }
}
