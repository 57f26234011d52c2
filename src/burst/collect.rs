//! Results into the ledger.

use std::collections::{HashMap, HashSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::Result;
use crate::shard::{Keys, RunId, ShardId, ShardResult, read_result};
use crate::store::{ObjectStore, StoreError};
use office::ledger::{Fingerprint, Ledger};
use reading::source::Sha256;

/// Results that are fetched and kept in memory at the same time.
const AT_ONCE: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// Pages that were read elsewhere.
    pub pages: u64,
    /// Shards whose results came.
    pub shards: u64,
    /// Requests that it took to list what there is.
    pub requests: u64,
    /// Documents that have nothing left to wait for.
    pub complete: Vec<Sha256>,
    /// Results that cannot be used, with what is wrong.
    pub bad: Vec<(ShardId, StoreError)>,
}

/// Keeps count of what has come in and what is still out.
#[derive(Debug)]
pub struct Collector {
    run: RunId,
    keys: Keys,
    fingerprint: Fingerprint,
    settled: HashSet<ShardId>,
    /// Results that cannot be used; they are not fetched again.
    bad: HashSet<ShardId>,
    /// Pages that each document still waits for.
    left: HashMap<Sha256, HashSet<u32>>,
    /// Shards that workers made from what was left of others.
    rests: HashSet<ShardId>,
}

impl Collector {
    /// Begins where the ledger is: `waiting` are documents with the pages they wait for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(
        ledger: &Ledger,
        run: &RunId,
        fingerprint: Fingerprint,
        waiting: impl IntoIterator<Item = (Sha256, Vec<u32>)>,
    ) -> Result<Self> {
        Ok(Self {
            run: run.clone(),
            keys: Keys::new(run),
            fingerprint,
            settled: ledger.settled_shards(run)?.into_iter().collect(),
            bad: HashSet::new(),
            left: waiting
                .into_iter()
                .map(|(sha256, pages)| (sha256, pages.into_iter().collect()))
                .collect(),
            rests: ledger.rest_shards(run)?.into_iter().collect(),
        })
    }

    /// Looks which results are new, fetches them and keeps them: pages and failures are in the ledger for good when
    /// this returns.
    ///
    /// # Errors
    /// When the store cannot be asked or the ledger cannot be written. Nothing is lost then: the next call goes on.
    pub fn collect(&mut self, store: &dyn ObjectStore, ledger: &mut Ledger) -> Result<Collected> {
        let prefix = self.keys.results();
        let listing = store.list(&prefix)?;
        let new: Vec<ShardId> = listing
            .entries
            .iter()
            .filter_map(|entry| entry.key.strip_prefix(&prefix))
            .map(|id| ShardId(id.to_owned()))
            .filter(|id| !self.settled.contains(id) && !self.bad.contains(id))
            .collect();
        let mut collected = Collected { requests: listing.requests, ..Collected::default() };
        for some in new.chunks(AT_ONCE) {
            let results: Vec<(ShardId, Result<Option<ShardResult>, StoreError>)> = some
                .to_vec()
                .into_par_iter()
                .map(|id| {
                    let result = self.fetch(store, &id);
                    (id, result)
                })
                .collect();
            for (id, result) in results {
                match result {
                    Ok(Some(result)) => self.keep(ledger, result, &mut collected)?,
                    Ok(None) => {}
                    Err(error @ StoreError::Altered { .. }) => {
                        self.bad.insert(id.clone());
                        collected.bad.push((id, error));
                    }
                    Err(error) => {
                        ledger.commit()?;
                        return Err(error.into());
                    }
                }
            }
            ledger.commit()?;
        }
        Ok(collected)
    }

    /// A result, when it is what it should be.
    fn fetch(
        &self,
        store: &dyn ObjectStore,
        id: &ShardId,
    ) -> Result<Option<ShardResult>, StoreError> {
        let key = self.keys.result(id);
        let Some(object) = store.get(&key)? else {
            return Ok(None);
        };
        let result = read_result(&key, &object.bytes)?;
        let fits = result.run == self.run
            && result.shard == *id
            && result.reading == self.fingerprint.reading;
        if fits {
            Ok(Some(result))
        } else {
            Err(StoreError::Altered { key, detail: "it belongs to another run".to_owned() })
        }
    }

    fn keep(
        &mut self,
        ledger: &mut Ledger,
        result: ShardResult,
        collected: &mut Collected,
    ) -> Result<()> {
        for read in &result.read {
            ledger.put_pages(read.sha256, &self.fingerprint.reading, &read.pages)?;
            collected.pages += read.pages.len() as u64;
            let Some(left) = self.left.get_mut(&read.sha256) else {
                continue;
            };
            for page in &read.pages {
                left.remove(&page.number);
            }
            if left.is_empty() {
                self.left.remove(&read.sha256);
                collected.complete.push(read.sha256);
            }
        }
        for failed in &result.failed {
            // workers that vanished or lacked something say nothing of the document: it is read at home in the end
            if failed.cause.is_passing() {
                continue;
            }
            ledger.put_page_failure(
                failed.sha256,
                &self.fingerprint,
                failed.page,
                &failed.cause,
            )?;
            if self.left.remove(&failed.sha256).is_some() {
                collected.complete.push(failed.sha256);
            }
        }
        for rest in &result.rest {
            ledger.put_rest(&self.run, rest)?;
            self.rests.insert(rest.clone());
        }
        ledger.shard_settled(&self.run, &result.shard)?;
        self.settled.insert(result.shard);
        collected.shards += 1;
        Ok(())
    }

    /// Whether every shard has a result here: `all` is the number that the run was cut into.
    pub fn is_done(&self, all: u64) -> bool {
        let is_here = |id: &ShardId| self.settled.contains(id) || self.bad.contains(id);
        let first = |id: &&ShardId| !id.is_rest();
        let settled = self.settled.iter().filter(first).count();
        let bad = self.bad.iter().filter(first).count();
        (settled + bad) as u64 >= all && self.rests.iter().all(is_here)
    }

    /// Pages that are still waited for.
    pub(crate) fn pages_left(&self) -> u64 {
        self.left.values().map(|pages| pages.len() as u64).sum()
    }

    /// Shards whose results are here, and shards that workers made.
    pub fn count(&self) -> (u64, u64) {
        ((self.settled.len() + self.bad.len()) as u64, self.rests.len() as u64)
    }
}
