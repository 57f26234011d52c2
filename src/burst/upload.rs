//! Sending shards with the bytes of their documents, the first ones first, several at a time.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::io::Read;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use crate::shard::{Item, Keys, Shard, ShardId, write_json};
use crate::store::{Condition, ObjectStore, StoreError};
use office::batch::Stop;
use reading::source::Sha256;

/// Shards that are sent at the same time.
pub(crate) const AT_ONCE: usize = 4;

/// What became of sending a shard.
#[derive(Debug)]
pub(crate) enum Sent {
    /// It is in the store; these documents could not be sent because their files changed or went away.
    Shard(ShardId, Vec<PathBuf>),
    /// The store did not take it.
    Failed(StoreError),
}

#[derive(Debug)]
pub(crate) struct Uploader {
    store: Arc<dyn ObjectStore>,
    keys: Keys,
    /// Where the bytes of documents are.
    files: HashMap<Sha256, PathBuf>,
    waiting: Mutex<VecDeque<Shard>>,
    /// Documents with an object of their own: whether they are in the store, once somebody has tried.
    own: Mutex<HashMap<Sha256, Arc<Mutex<Option<bool>>>>>,
    stop: Arc<Stop>,
}

impl Uploader {
    /// Will send these shards in this order.
    pub fn new(
        store: Arc<dyn ObjectStore>,
        keys: Keys,
        shards: Vec<Shard>,
        files: HashMap<Sha256, PathBuf>,
        stop: Arc<Stop>,
    ) -> Self {
        Self { store, keys, files, waiting: Mutex::new(shards.into()), own: Mutex::default(), stop }
    }

    /// Sends until nothing is left; several threads may. Says of every shard what became of it; stops after a failure.
    pub fn run(&self, sent: &Sender<Sent>) {
        loop {
            if self.stop.is_draining() {
                return;
            }
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(shard) = next else { return };
            let id = shard.id.clone();
            let outcome = match self.send(shard) {
                Ok(missing) => Sent::Shard(id, missing),
                Err(error) => Sent::Failed(error),
            };
            let failed = matches!(outcome, Sent::Failed(_));
            if sent.send(outcome).is_err() || failed {
                return;
            }
        }
    }

    fn send(&self, mut shard: Shard) -> Result<Vec<PathBuf>, StoreError> {
        let bundle = format!("documents/{}", shard.id);
        let mut bytes = Vec::new();
        let mut missing = Vec::new();
        let mut items = Vec::with_capacity(shard.items.len());
        for mut item in shard.items.drain(..) {
            let is_there = if item.at.object == bundle {
                item.at.offset = bytes.len() as u64;
                self.append(&item, &mut bytes)
            } else {
                self.send_own(&item)?
            };
            if is_there {
                items.push(item);
            } else {
                missing.extend(self.files.get(&item.sha256).cloned());
            }
        }
        shard.items = items;
        if !bytes.is_empty() {
            self.store.put(&self.keys.document(&bundle), &bytes, &Condition::Always)?;
        }
        self.store.put(&self.keys.shard(&shard.id), &write_json(&shard), &Condition::Always)?;
        Ok(missing)
    }

    /// Appends a small document's bytes; false, and nothing appended, when the file is not what it was.
    fn append(&self, item: &Item, bytes: &mut Vec<u8>) -> bool {
        let Some(path) = self.files.get(&item.sha256) else {
            return false;
        };
        let begin = bytes.len();
        let read = std::fs::File::open(path)
            .and_then(|file| file.take(item.len + 1).read_to_end(bytes))
            .is_ok();
        let is_same = read && Sha256::of(&bytes[begin..]) == item.sha256;
        if !is_same {
            bytes.truncate(begin);
        }
        is_same
    }

    /// Sends a large document, once; false when its file is not what it was.
    fn send_own(&self, item: &Item) -> Result<bool, StoreError> {
        let slot = Arc::clone(
            self.own.lock().unwrap_or_else(PoisonError::into_inner).entry(item.sha256).or_default(),
        );
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(is_there) = *slot {
            return Ok(is_there);
        }
        let is_same = self.files.get(&item.sha256).is_some_and(|path| {
            std::fs::File::open(path)
                .and_then(|mut file| Sha256::of_reader(&mut file))
                .is_ok_and(|(sha256, _)| sha256 == item.sha256)
        });
        if is_same && let Some(path) = self.files.get(&item.sha256) {
            self.store.put_file(&self.keys.document(&item.at.object), path)?;
        }
        *slot = Some(is_same);
        Ok(is_same)
    }
}
