//! Reading one shard.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::store::{Condition, Put, StoreError};
use reading::Cause;
use reading::reader::ReaderSlot;
use reading::source::{BytesAt, Document, Sha256};
use reading::text::Page;

use super::work::{Common, InHand};
use super::{
    Item, PagesFailed, PagesRead, Shard, ShardId, ShardResult, chance, write_json, write_result,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// All of it was read, or cannot be.
    Whole,
    /// The worker goes before all of it was read.
    Interrupted,
    Lost,
}

pub(super) struct Reading<'a> {
    common: &'a Common<'a>,
    shard: &'a Shard,
    read: Vec<PagesRead>,
    failed: Vec<PagesFailed>,
    /// What is left for others.
    rest: Vec<Shard>,
    /// The shard's small documents, one after another, once fetched; the offset of the first of them.
    bundle: Option<(u64, Vec<u8>)>,
    /// Large documents in the scratch folder.
    files: HashMap<String, PathBuf>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(common: &'a Common<'a>, shard: &'a Shard) -> Self {
        Self {
            common,
            shard,
            read: Vec::new(),
            failed: Vec::new(),
            rest: Vec::new(),
            bundle: None,
            files: HashMap::new(),
        }
    }

    pub(super) fn pages(&self) -> u64 {
        self.read.iter().map(|read| read.pages.len() as u64).sum()
    }

    /// Reads page after page, as long as the worker may.
    pub(super) fn read(
        &mut self,
        in_hand: &InHand,
        reader: &mut ReaderSlot,
    ) -> Result<Ended, StoreError> {
        for (at, item) in self.shard.items.iter().enumerate() {
            if in_hand.is_lost() {
                return Ok(Ended::Lost);
            }
            if self.common.is_leaving() {
                return Ok(self.leave(at, 0));
            }
            let Some(document) = self.document(item)? else {
                // altered or gone: it is read at home
                self.common.trouble(format!("document {} is not what it was", item.sha256));
                continue;
            };
            let mut pages = Vec::with_capacity(item.pages.len());
            for (page_at, number) in item.pages.iter().enumerate() {
                if in_hand.is_lost() {
                    return Ok(Ended::Lost);
                }
                if self.common.is_leaving() {
                    self.keep(item, pages);
                    return Ok(self.leave(at, page_at));
                }
                match self.page(reader, &document, *number) {
                    Ok(page) => pages.push(page),
                    Err(cause) => {
                        self.failed.push(PagesFailed { sha256: item.sha256, page: *number, cause });
                        break;
                    }
                }
            }
            self.keep(item, pages);
        }
        Ok(Ended::Whole)
    }

    fn page(
        &self,
        reader: &mut ReaderSlot,
        document: &Document,
        number: u32,
    ) -> Result<Page, Cause> {
        let begun = Instant::now();
        let mut read = None;
        reader.ocr(document, &[number], &mut |page| read = Some(page))?;
        self.common.page_read(begun.elapsed());
        for cause in reader.take_replacements() {
            self.common.trouble(format!("a reader was replaced: {cause}"));
        }
        read.ok_or_else(|| Cause::Damaged { detail: format!("page {number} was not answered") })
    }

    fn keep(&mut self, item: &Item, pages: Vec<Page>) {
        if !pages.is_empty() {
            self.read.push(PagesRead { sha256: item.sha256, pages });
        }
    }

    /// Leaves everything from page `page_at` of item `item_at` on to others.
    fn leave(&mut self, item_at: usize, page_at: usize) -> Ended {
        let mut items = self.shard.items[item_at..].to_vec();
        if let Some(first) = items.first_mut() {
            first.pages.drain(..page_at);
        }
        items.retain(|item| !item.pages.is_empty());
        if items.is_empty() {
            return Ended::Whole;
        }
        let pages = |items: &[Item]| items.iter().map(|i| i.pages.len() as u64).sum::<u64>();
        let estimated_ms =
            self.shard.estimated_ms * pages(&items) / pages(&self.shard.items).max(1);
        self.rest.push(self.new_shard(items, estimated_ms));
        Ended::Interrupted
    }

    fn new_shard(&self, items: Vec<Item>, estimated_ms: u64) -> Shard {
        // the rest of a rest is named after the first shard too, so that names stay short
        let first = self.shard.id.0.split('.').next().unwrap_or_default();
        Shard { id: ShardId(format!("{first}.{}", chance(6))), items, estimated_ms }
    }

    /// For a shard whose workers have ended, one after another: its documents are kept apart from now on; a document
    /// that is already alone is left to be read at home.
    pub(super) fn give_up(&mut self, epoch: u32) -> Ended {
        match &self.shard.items[..] {
            [only] => self.failed.push(PagesFailed {
                sha256: only.sha256,
                page: only.pages.first().copied().unwrap_or(1),
                cause: Cause::WorkersLost {
                    page: only.pages.first().copied().unwrap_or(1),
                    times: epoch - 1,
                },
            }),
            items => {
                let each_ms = self.shard.estimated_ms / (items.len() as u64).max(1);
                self.rest =
                    items.iter().map(|item| self.new_shard(vec![item.clone()], each_ms)).collect();
            }
        }
        Ended::Whole
    }

    /// Writes new shards for what is left, then the result. False when somebody else's result was first.
    pub(super) fn write(&mut self, epoch: u32, took: Duration) -> Result<bool, StoreError> {
        let (store, keys) = (self.common.store(), &self.common.keys);
        for shard in &self.rest {
            store.put(&keys.shard(&shard.id), &write_json(shard), &Condition::Absent)?;
        }
        let manifest = &self.common.worker.manifest;
        let result = ShardResult {
            run: manifest.run.clone(),
            shard: self.shard.id.clone(),
            reading: manifest.reading,
            worker: self.common.worker.id.clone(),
            epoch,
            read: std::mem::take(&mut self.read),
            failed: std::mem::take(&mut self.failed),
            rest: self.rest.iter().map(|shard| shard.id.clone()).collect(),
            took_ms: took.as_millis() as u64,
        };
        let put =
            store.put(&keys.result(&self.shard.id), &write_result(&result), &Condition::Absent)?;
        Ok(matches!(put, Put::Done(_)))
    }

    /// The bytes of an item; `None` when they are not what they were, or are gone.
    fn document(&mut self, item: &Item) -> Result<Option<Document>, StoreError> {
        let document = |at| Document { sha256: item.sha256, kind: item.kind, len: item.len, at };
        if let Some(local) = &self.common.worker.local
            && let Some(path) = local(&item.sha256)
            && is_of_file(&item.sha256, &path)
        {
            return Ok(Some(document(BytesAt::File(path))));
        }
        if !Self::is_bundled(item) {
            let Some(path) = self.file(item)? else {
                return Ok(None);
            };
            return Ok(Some(document(BytesAt::File(path))));
        }
        if self.bundle.is_none() {
            self.bundle = self.fetch_bundle(item)?;
        }
        let bytes = self.bundle.as_ref().and_then(|(from, bytes)| {
            let begin = usize::try_from(item.at.offset.checked_sub(*from)?).ok()?;
            let end = begin.checked_add(usize::try_from(item.len).ok()?)?;
            bytes.get(begin..end)
        });
        Ok(bytes
            .filter(|bytes| Sha256::of(bytes) == item.sha256)
            .map(|bytes| document(BytesAt::Memory(bytes.into()))))
    }

    /// Whether an item's bytes lie with those of others.
    fn is_bundled(item: &Item) -> bool {
        !item.at.object.ends_with(&item.sha256.to_string())
    }

    /// All items of the shard whose bytes lie in the same object as this one's, in one request.
    fn fetch_bundle(&self, item: &Item) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let same = || {
            let items = self.shard.items.iter();
            items.filter(|other| other.at.object == item.at.object)
        };
        let from = same().map(|i| i.at.offset).min().unwrap_or(0);
        let to = same().map(|i| i.at.offset.saturating_add(i.len)).max();
        let key = self.common.keys.document(&item.at.object);
        let bytes = self.common.store().get_range(&key, from..to.unwrap_or(from))?;
        Ok(bytes.map(|bytes| (from, bytes)))
    }

    /// A large document, fetched once for all threads and shards of this worker.
    fn file(&mut self, item: &Item) -> Result<Option<PathBuf>, StoreError> {
        if let Some(path) = self.files.get(&item.at.object) {
            return Ok(Some(path.clone()));
        }
        let name = format!("{}-{}", item.sha256, chance(6));
        let path = self.common.worker.scratch.join(name);
        let key = self.common.keys.document(&item.at.object);
        // noted before it is whole, so that it is removed whatever happens
        self.files.insert(item.at.object.clone(), path.clone());
        if !self.common.store().get_file(&key, &path)? || !is_of_file(&item.sha256, &path) {
            return Ok(None);
        }
        Ok(Some(path))
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        for path in self.files.values() {
            drop(std::fs::remove_file(path)); // the scratch folder goes as a whole in the end
        }
    }
}

fn is_of_file(sha256: &Sha256, path: &std::path::Path) -> bool {
    std::fs::File::open(path)
        .and_then(|mut file| Sha256::of_reader(&mut file))
        .is_ok_and(|(found, _)| found == *sha256)
}
