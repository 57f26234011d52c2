//! Names of a run's objects in its store.

use super::{RunId, ShardId, WorkerId};

pub(crate) use crate::store::RUNS;

/// Makes the names of a run's objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    run: String,
}

impl Keys {
    pub fn new(run: &RunId) -> Self {
        Self { run: format!("{RUNS}{run}/") }
    }

    /// What all names of the run begin with.
    pub fn all(&self) -> &str {
        &self.run
    }

    /// `run.json`
    pub fn manifest(&self) -> String {
        format!("{}run.json", self.run)
    }

    pub fn stop(&self) -> String {
        format!("{}stop", self.run)
    }

    /// The object that an item's [`super::Place`] names.
    pub fn document(&self, object: &str) -> String {
        format!("{}{object}", self.run)
    }

    pub fn shards(&self) -> String {
        format!("{}shards/", self.run)
    }

    pub fn leases(&self) -> String {
        format!("{}leases/", self.run)
    }

    pub fn results(&self) -> String {
        format!("{}results/", self.run)
    }

    pub fn workers(&self) -> String {
        format!("{}workers/", self.run)
    }

    pub fn shard(&self, id: &ShardId) -> String {
        format!("{}shards/{id}", self.run)
    }

    pub fn lease(&self, id: &ShardId) -> String {
        format!("{}leases/{id}", self.run)
    }

    /// The lease of whoever reads a slow shard a second time, so that only one does.
    pub(crate) fn second_lease(&self, id: &ShardId) -> String {
        format!("{}seconds/{id}", self.run)
    }

    pub fn result(&self, id: &ShardId) -> String {
        format!("{}results/{id}", self.run)
    }

    /// A worker's heartbeat.
    pub fn worker(&self, id: &WorkerId) -> String {
        format!("{}workers/{id}", self.run)
    }

    pub fn coordinator(&self) -> String {
        format!("{}coordinator", self.run)
    }
}
