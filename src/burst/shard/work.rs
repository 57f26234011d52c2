//! A worker: takes shards, reads them, says what came out, until none is left or it is told to go.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::store::{Condition, ObjectStore, StoreError};
use office::batch::Stop;
use reading::reader::ReaderSlot;
use reading::source::Sha256;

use super::read::{Ended, Reading};
use super::{
    Claimer, Heartbeat, Held, Keys, Next, RunManifest, Shard, ShardId, WorkerId, WorkerState,
    read_json, write_json,
};

/// A worker says this often at first, and at most, that it is there, and looks whether it is to go.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

/// The threads' clock.
const TICK: Duration = Duration::from_millis(100);

/// A sign that the machine is about to be taken away is looked for this often: the notice comes two minutes before.
const NOTICE: Duration = Duration::from_secs(5);

/// A worker with nothing to do stays this long beyond the time in which a lease lapses, ms.
const IDLE_MS: u64 = 20_000;

/// A store that cannot be reached is tried again for this long before the worker gives up.
const OUT_OF_REACH: Duration = Duration::from_mins(5);

/// Where a document's bytes are on this machine, when they are.
pub type Local = Arc<dyn Fn(&Sha256) -> Option<PathBuf> + Send + Sync>;

/// Whether the machine is about to be taken away.
pub type Notice = Box<dyn Fn() -> bool + Send + Sync>;

pub struct Worker {
    pub store: Arc<dyn ObjectStore>,
    pub manifest: RunManifest,
    pub id: WorkerId,
    pub stop: Arc<Stop>,
    /// A folder for documents in hand.
    pub scratch: PathBuf,
    /// On the coordinator's machine: where the documents are.
    pub local: Option<Local>,
    /// Its EC2 instance id and type.
    pub instance: Option<(String, String)>,
    /// Says when the machine is about to be taken away.
    pub notice: Option<Notice>,
    /// Goes when there has been nothing to do for some time, so that a rented machine costs no more.
    pub leaves_when_idle: bool,
}

/// What a worker does, for its log. Never anything of a document's contents.
/// `epoch` is how often a shard was begun so far.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum WorkerEvent {
    /// It has begun on a shard.
    Began { shard: ShardId, epoch: u32 },
    /// A shard is settled.
    Settled { shard: ShardId, pages: u64, took: Duration },
    /// A shard was let go, because somebody else has it or has settled it.
    LetGo { shard: ShardId },
    /// The machine is about to be taken away.
    Notice,
    /// It was told to go.
    Leaving,
    /// Something went wrong.
    Trouble { what: String },
}

/// What a worker has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkSummary {
    /// Shards that it settled.
    pub shards: u64,
    /// Pages that it read.
    pub pages: u64,
    /// It left before all was done.
    pub interrupted: bool,
}

/// What the threads of a worker share.
pub(super) struct Common<'a> {
    pub(super) worker: &'a Worker,
    pub(super) keys: Keys,
    pub(super) on_event: &'a (dyn Fn(WorkerEvent) + Sync),
    claimer: Mutex<Claimer>,
    began: Instant,
    jobs: u32,
    busy_ms: AtomicU64,
    idle: AtomicU32,
    shards: AtomicU64,
    pages: AtomicU64,
    first_page_ms: Mutex<Option<u64>>,
    last_error: Mutex<Option<String>>,
    over: AtomicBool,
    failed: Mutex<Option<crate::Error>>,
}

/// A shard in hand, which the keeper renews.
#[derive(Debug, Default)]
pub(super) struct InHand {
    held: Mutex<Option<Held>>,
    lost: AtomicBool,
}

impl InHand {
    fn new(held: Option<Held>) -> Self {
        Self { held: Mutex::new(held), lost: AtomicBool::new(false) }
    }

    /// Somebody else has it now.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// The lease's epoch; 0 for a second reading.
    pub(super) fn epoch(&self) -> u32 {
        lock(&self.held).as_ref().map_or(0, |held| held.lease.epoch)
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Worker {
    /// Works until every shard is settled, or it is told to go: by the brake, a `stop` object, a notice, or the end of
    /// the run's time. Pages in hand are finished; the rest of a shard goes to a new one. As many shards are read at
    /// the same time as there are readers.
    ///
    /// # Errors
    /// When the store cannot be reached for some minutes or refuses.
    pub fn run(
        &self,
        readers: Vec<ReaderSlot>,
        on_event: &(dyn Fn(WorkerEvent) + Sync),
    ) -> Result<WorkSummary> {
        std::fs::create_dir_all(&self.scratch)
            .map_err(crate::Error::io("create folder", &self.scratch))?;
        let hands: Vec<Mutex<Option<Arc<InHand>>>> =
            readers.iter().map(|_| Mutex::new(None)).collect();
        let seed = crate::store::Chance::new().next();
        let common = Common {
            keys: Keys::new(&self.manifest.run),
            claimer: Mutex::new(Claimer::new(&self.manifest, self.id.clone(), seed)),
            worker: self,
            on_event,
            began: Instant::now(),
            jobs: readers.len() as u32,
            busy_ms: AtomicU64::new(0),
            idle: AtomicU32::new(0),
            shards: AtomicU64::new(0),
            pages: AtomicU64::new(0),
            first_page_ms: Mutex::default(),
            last_error: Mutex::default(),
            over: AtomicBool::new(false),
            failed: Mutex::default(),
        };
        thread::scope(|scope| {
            let keeper = scope.spawn(|| common.keep(&hands));
            let workers: Vec<_> = readers
                .into_iter()
                .zip(&hands)
                .map(|(reader, hand)| scope.spawn(|| common.work(reader, hand)))
                .collect();
            for worker in workers {
                if let Err(panic) = worker.join() {
                    common.over.store(true, Ordering::Relaxed);
                    std::panic::resume_unwind(panic);
                }
            }
            common.over.store(true, Ordering::Relaxed);
            drop(keeper.join());
        });
        common.beat(WorkerState::Ended);
        let summary = WorkSummary {
            shards: common.shards.load(Ordering::Relaxed),
            pages: common.pages.load(Ordering::Relaxed),
            interrupted: common.is_leaving(),
        };
        match common.failed.into_inner() {
            Ok(Some(error)) => Err(error),
            _ => Ok(summary),
        }
    }
}

impl Common<'_> {
    pub(super) fn store(&self) -> &dyn ObjectStore {
        self.worker.store.as_ref()
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.worker.stop.is_draining()
    }

    fn now_ms(&self) -> u64 {
        self.began.elapsed().as_millis() as u64
    }

    pub(super) fn page_read(&self, took: Duration) {
        self.pages.fetch_add(1, Ordering::Relaxed);
        self.busy_ms.fetch_add(took.as_millis() as u64, Ordering::Relaxed);
        let now_ms = self.now_ms();
        lock(&self.first_page_ms).get_or_insert(now_ms);
    }

    pub(super) fn trouble(&self, what: String) {
        *lock(&self.last_error) = Some(what.clone());
        (self.on_event)(WorkerEvent::Trouble { what });
    }

    /// One thread: shard after shard.
    fn work(&self, mut reader: ReaderSlot, hand: &Mutex<Option<Arc<InHand>>>) {
        let mut idle_since: Option<Instant> = None;
        let mut trouble_since: Option<Instant> = None;
        while !self.is_leaving() {
            let next = lock(&self.claimer).next(self.store(), self.now_ms());
            let (shard, held) = match next {
                Ok(Next::Done) => return,
                Ok(Next::Wait(time)) => {
                    let since = *idle_since.get_or_insert_with(Instant::now);
                    let most_ms = self.worker.manifest.lease_ms + IDLE_MS;
                    if self.worker.leaves_when_idle && since.elapsed().as_millis() as u64 > most_ms
                    {
                        return;
                    }
                    self.idle.fetch_add(1, Ordering::Relaxed);
                    self.sleep(time);
                    self.idle.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                Ok(Next::Work(held)) => (held.shard.clone(), Some(held)),
                Ok(Next::Second(shard)) => (shard, None),
                Err(error) => {
                    if self.bear(error, &mut trouble_since) {
                        continue;
                    }
                    return;
                }
            };
            idle_since = None;
            let in_hand = Arc::new(InHand::new(held));
            *lock(hand) = Some(Arc::clone(&in_hand));
            let read = self.read_shard(&shard, &in_hand, &mut reader);
            *lock(hand) = None;
            match read {
                Ok(()) => trouble_since = None,
                // the shard's lease lapses, and somebody takes it over
                Err(error) => {
                    if !self.bear(error, &mut trouble_since) {
                        return;
                    }
                }
            }
        }
    }

    /// Bears trouble with the store for a while; false when the worker is to end.
    fn bear(&self, error: StoreError, since: &mut Option<Instant>) -> bool {
        let since = *since.get_or_insert_with(Instant::now);
        let is_borne = error.is_passing() && since.elapsed() < OUT_OF_REACH;
        self.trouble(error.to_string());
        if is_borne {
            self.sleep(Duration::from_secs(2));
        } else {
            *lock(&self.failed) = Some(error.into());
            self.worker.stop.drain();
        }
        is_borne
    }

    fn sleep(&self, time: Duration) {
        let until = Instant::now() + time;
        while !self.is_leaving() && Instant::now() < until {
            thread::sleep(TICK.min(until.saturating_duration_since(Instant::now())));
        }
    }

    /// Reads a shard and writes what came of it.
    fn read_shard(
        &self,
        id: &ShardId,
        in_hand: &InHand,
        reader: &mut ReaderSlot,
    ) -> Result<(), StoreError> {
        let began = Instant::now();
        let epoch = in_hand.epoch();
        (self.on_event)(WorkerEvent::Began { shard: id.clone(), epoch });
        let key = self.keys.shard(id);
        let Some(object) = self.store().get(&key)? else {
            // the run is being removed
            self.worker.stop.drain();
            return Ok(());
        };
        let shard = match read_json::<Shard>(&key, &object.bytes) {
            Ok(shard) if shard.id == *id => shard,
            // nobody can read it: settled with nothing, so that its documents are read at home
            _ => {
                self.trouble(format!("{key} was altered"));
                Shard { id: id.clone(), items: Vec::new(), estimated_ms: 0 }
            }
        };
        let mut reading = Reading::new(self, &shard);
        let ended = if epoch > self.worker.manifest.most_takeovers + 1 {
            reading.give_up(epoch)
        } else {
            reading.read(in_hand, reader)?
        };
        let pages = reading.pages();
        let took = began.elapsed();
        let is_first = match ended {
            Ended::Lost => false,
            Ended::Whole | Ended::Interrupted => reading.write(epoch, took)?,
        };
        if is_first {
            self.shards.fetch_add(1, Ordering::Relaxed);
            if matches!(ended, Ended::Whole) {
                lock(&self.claimer).took(took.as_millis() as u64);
            }
            (self.on_event)(WorkerEvent::Settled { shard: id.clone(), pages, took });
        } else {
            (self.on_event)(WorkerEvent::LetGo { shard: id.clone() });
        }
        Ok(())
    }

    /// The thread that keeps leases, says that the worker is there, and looks whether it is to go.
    fn keep(&self, hands: &[Mutex<Option<Arc<InHand>>>]) {
        let renew = Duration::from_millis((self.worker.manifest.lease_ms / 3).max(50));
        let (mut renewed, mut beaten, mut noticed) = (Instant::now(), None, Instant::now());
        let mut told = false;
        let mut heartbeat = HEARTBEAT.0;
        while !self.over.load(Ordering::Relaxed) {
            if renewed.elapsed() >= renew {
                renewed = Instant::now();
                self.renew(hands);
            }
            let is_due = beaten.is_none_or(|at: Instant| at.elapsed() >= heartbeat);
            if is_due || (self.is_leaving() && !told) {
                beaten = Some(Instant::now());
                heartbeat = (heartbeat * 2).min(HEARTBEAT.1);
                self.look_whether_to_go();
                self.beat(self.state());
                if self.is_leaving() && !told {
                    told = true;
                    (self.on_event)(WorkerEvent::Leaving);
                }
            }
            if let Some(notice) = &self.worker.notice
                && noticed.elapsed() >= NOTICE.min(renew)
            {
                noticed = Instant::now();
                if !self.is_leaving() && notice() {
                    (self.on_event)(WorkerEvent::Notice);
                    self.worker.stop.drain();
                }
            }
            thread::sleep(TICK);
        }
    }

    fn renew(&self, hands: &[Mutex<Option<Arc<InHand>>>]) {
        for hand in hands {
            let Some(in_hand) = lock(hand).clone() else {
                continue;
            };
            let mut held = lock(&in_hand.held);
            let Some(lease) = held.as_mut() else { continue };
            match lease.renew(self.store()) {
                Ok(true) => {}
                Ok(false) => in_hand.lost.store(true, Ordering::Relaxed),
                // tried again at the next turn; the lease lasts for three
                Err(error) => self.trouble(error.to_string()),
            }
        }
    }

    fn look_whether_to_go(&self) {
        if self.is_leaving() {
            return;
        }
        // a listing, because it tells the store's time also when there is nothing
        let Ok(listing) = self.store().list(&self.keys.stop()) else {
            return;
        };
        let is_over = listing.now.0 / 1000 >= self.worker.manifest.ends_at_s;
        if !listing.entries.is_empty() || is_over {
            self.worker.stop.drain();
        }
    }

    fn state(&self) -> WorkerState {
        if self.is_leaving() {
            WorkerState::Leaving
        } else if self.idle.load(Ordering::Relaxed) >= self.jobs {
            WorkerState::Idle
        } else {
            WorkerState::Working
        }
    }

    fn beat(&self, state: WorkerState) {
        let (instance, instance_type) = self.worker.instance.clone().unzip();
        let beat = Heartbeat {
            worker: self.worker.id.clone(),
            instance,
            instance_type,
            state,
            jobs: self.jobs,
            shards: self.shards.load(Ordering::Relaxed),
            pages: self.pages.load(Ordering::Relaxed),
            busy_ms: self.busy_ms.load(Ordering::Relaxed),
            up_ms: self.now_ms(),
            first_page_ms: *lock(&self.first_page_ms),
            last_error: lock(&self.last_error).clone(),
        };
        let key = self.keys.worker(&self.worker.id);
        // the next one comes soon
        drop(self.store().put(&key, &write_json(&beat), &Condition::Always));
    }
}
