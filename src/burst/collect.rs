//! Results into the ledger.

use std::collections::{HashMap, HashSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::Result;
use crate::shard::{Keys, RunId, Shard, ShardId, ShardResult, read_json, read_result};
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
        let altered =
            |detail: &str| StoreError::Altered { key: key.clone(), detail: detail.to_owned() };
        let fits = result.run == self.run
            && result.shard == *id
            && result.reading == self.fingerprint.reading;
        if !fits {
            return Err(altered("it belongs to another run"));
        }
        let key = self.keys.shard(id);
        let shard = store.get(&key)?.ok_or_else(|| altered("there is no such shard"))?;
        if !is_of(&result, &read_json(&key, &shard.bytes)?) {
            return Err(altered("it tells of what is not in its shard, or not on the page"));
        }
        Ok(Some(result))
    }

    fn keep(
        &mut self,
        ledger: &mut Ledger,
        result: ShardResult,
        collected: &mut Collected,
    ) -> Result<()> {
        for read in result.read {
            // also a shard that a worker made from another's rest brings only what is waited for
            let Some(left) = self.left.get_mut(&read.sha256) else {
                continue;
            };
            let mut pages = read.pages;
            pages.retain(|page| left.remove(&page.number));
            ledger.put_pages(read.sha256, &self.fingerprint.reading, &pages)?;
            collected.pages += pages.len() as u64;
            if left.is_empty() {
                self.left.remove(&read.sha256);
                collected.complete.push(read.sha256);
            }
        }
        for failed in &result.failed {
            // workers that vanished or lacked something say nothing of the document: it is read at home in the end
            if failed.cause.is_passing() || !self.left.contains_key(&failed.sha256) {
                continue;
            }
            ledger.put_page_failure(
                failed.sha256,
                &self.fingerprint,
                failed.page,
                &failed.cause,
            )?;
            self.left.remove(&failed.sha256);
            collected.complete.push(failed.sha256);
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

/// Whether a result tells of nothing but its shard, and of each page what can stand on it: a worker reads documents of
/// strangers, and what may have taken it over shall not write into others.
fn is_of(result: &ShardResult, shard: &Shard) -> bool {
    let has = |sha256: Sha256, page: u32| {
        shard.items.iter().any(|item| item.sha256 == sha256 && item.pages.contains(&page))
    };
    let mut pages = result.read.iter().flat_map(|read| read.pages.iter().map(|p| (read.sha256, p)));
    pages.all(|(sha256, page)| has(sha256, page.number) && page.is_sound())
        && result.failed.iter().all(|failed| has(failed.sha256, failed.page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shard::{Item, PagesFailed, PagesRead, Place, WorkerId};
    use reading::Cause;
    use reading::MediaKind;
    use reading::text::Page;

    fn document(n: u8) -> Sha256 {
        Sha256::of(&[n])
    }

    fn page(number: u32) -> Page {
        testing::drawing::page(number, "Factuur 2026-17")
    }

    fn fits(change: impl FnOnce(&mut ShardResult)) -> bool {
        let id = ShardId("00001".to_owned());
        let at = Place { object: "a".to_owned(), offset: 0 };
        let item =
            Item { sha256: document(1), kind: MediaKind::Pdf, len: 9, at, pages: vec![2, 3] };
        let shard = Shard { id: id.clone(), items: vec![item], estimated_ms: 1000 };
        let mut result = ShardResult {
            run: RunId("20260331-0915-k7m2qd".to_owned()),
            shard: id,
            reading: [1; 16],
            worker: WorkerId("w".to_owned()),
            epoch: 1,
            read: vec![PagesRead { sha256: document(1), pages: vec![page(2)] }],
            failed: vec![PagesFailed { sha256: document(1), page: 3, cause: Cause::Empty }],
            rest: Vec::new(),
            took_ms: 1,
        };
        change(&mut result);
        is_of(&result, &shard)
    }

    #[test]
    fn a_result_tells_of_its_shard_and_of_what_can_stand_on_the_page() {
        assert!(fits(|_| ()));
        assert!(
            fits(|result| result.read[0].pages[0].words[0].bbox.x0 = -20.0),
            "leans over the edge"
        );
        assert!(!fits(|result| result.read[0].sha256 = document(2)));
        assert!(!fits(|result| result.read[0].pages[0].number = 1));
        assert!(!fits(|result| result.failed[0].sha256 = document(2)));
        assert!(!fits(|result| result.failed[0].page = 4));
        for far in [-1e6, 1e6, f32::NAN, f32::INFINITY] {
            assert!(!fits(|result| result.read[0].pages[0].words[0].bbox.y1 = far), "{far}");
        }
        assert!(!fits(|result| result.read[0].pages[0].width_pt = 0.0));
    }
}
