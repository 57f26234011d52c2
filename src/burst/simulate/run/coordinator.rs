//! What the coordinator does: sending shards, taking results in, looking after its machines.

use std::collections::HashSet;
use std::time::Duration;

use crate::shard::{ShardId, read_result, write_json};
use crate::store::{Condition, StoreError};

use super::super::agenda::Happening;
use super::super::machine::Machine;
use super::{LOOK_MS, Run};

/// Results that the coordinator fetches at the same time.
const FETCHES: i64 = 16;

/// What the words of a page come to in a result, bytes.
const WORDS_BYTES: u64 = 5_000;

impl Run<'_> {
    /// Puts the next shard's bytes on the line.
    pub(super) fn send_next(&mut self) {
        let Some(shard) = self.shards.get(self.next_piece) else {
            return;
        };
        let mut bytes = 0;
        for item in &shard.items {
            let is_bundled = item.at.object.ends_with(&shard.id.0);
            if is_bundled || self.own.insert(item.at.object.clone()) {
                bytes += item.len;
            }
        }
        let at_ms = self.up.carry(self.now_ms, bytes);
        let piece = self.next_piece;
        self.agenda.plan(at_ms, Happening::Sent { piece });
        self.next_piece += 1;
        self.sending += 1;
    }

    pub(super) fn sent(&mut self, piece: usize) -> Result<(), StoreError> {
        let shard = &self.shards[piece];
        let (key, body) = (self.keys.shard(&shard.id), write_json(shard));
        let objects: HashSet<String> =
            shard.items.iter().map(|item| self.keys.document(&item.at.object)).collect();
        let (_, took_ms) = self.wire.call(self.now_ms, |store| {
            for object in &objects {
                store.put(object, b"x", &Condition::Always)?;
            }
            store.put(&key, &body, &Condition::Always)
        })?;
        self.sending -= 1;
        self.uploaded_ms = self.uploaded_ms.max(self.now_ms + took_ms);
        self.send_next();
        Ok(())
    }

    pub(super) fn poll(&mut self) -> Result<(), StoreError> {
        let prefix = self.keys.results();
        let (listing, took_ms) = self.wire.call(self.now_ms, |store| store.list(&prefix))?;
        let mut at_ms = self.now_ms + took_ms;
        let mut fetched_ms = 0;
        let mut came = 0;
        for entry in listing.entries {
            let id = ShardId(entry.key[prefix.len()..].to_owned());
            if self.collected.contains(&id) {
                continue;
            }
            came += 1;
            let (object, get_ms) = self.wire.call(at_ms, |store| store.get(&entry.key))?;
            fetched_ms += get_ms;
            let object = object.expect("what was listed is there");
            let result = read_result(&entry.key, &object.bytes)?;
            self.rests.extend(result.rest);
            self.collected.insert(id);
        }
        if came > 0 {
            at_ms += fetched_ms / FETCHES;
            let pages = self.documents.all_pages() as u64 / self.manifest.shards.max(1);
            let words = came * pages * WORDS_BYTES;
            at_ms = self.down.carry(at_ms, words).max(at_ms);
        }
        let first = self.collected.iter().filter(|id| !id.is_rest()).count();
        if first as u64 >= self.manifest.shards && self.rests.is_subset(&self.collected) {
            self.collected_ms = Some(at_ms);
            return Ok(());
        }
        let since = Duration::from_millis(at_ms as u64);
        let pause = self.rhythm.next(came, listing.requests, since);
        let at_ms = at_ms + pause.as_millis() as i64;
        self.agenda.plan(at_ms, Happening::Poll);
        Ok(())
    }

    /// Reads the heartbeats, and asks for machines in place of those that were lost.
    pub(super) fn look(&mut self) -> Result<(), StoreError> {
        let prefix = self.keys.workers();
        self.wire.call(self.now_ms, |store| {
            for entry in store.list(&prefix)?.entries {
                store.get(&entry.key)?;
            }
            Ok(())
        })?;
        let alive = |m: &&Machine| m.is_rented && m.gone_ms.is_none();
        let alive = self.machines.iter().filter(alive).count() as u32;
        let settings = &self.scenario.machines;
        let all = self.manifest.shards as usize + self.rests.len();
        let left = all.saturating_sub(self.collected.len()) as u64;
        let total_ms = self.documents.all_pages() as f64 * self.scenario.work.page_ms;
        let per_shard = total_ms as u64 / self.manifest.shards.max(1);
        // as the coordinator does: a machine that has less than a minute to do is not worth its boot
        let busy = left * per_shard / (60_000 * u64::from(settings.vcpus.max(1)));
        let floor = u64::from(left > 0 && settings.here_cores == 0);
        let wanted = (busy.max(floor) as u32).min(settings.workers);
        if settings.replace && settings.workers > 0 {
            for _ in alive..wanted.max(alive) {
                self.troubles.replaced += 1;
                self.add_machine(true);
            }
        }
        self.agenda.plan(self.now_ms + LOOK_MS, Happening::Look);
        Ok(())
    }
}
