//! What the threads of a run share.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use crate::conclude::Concluder;
use crate::ledger::{Fingerprint, Ledger};
use crate::settings::Settings;
use crate::{Error, Result};
use booking::Context;
use dispatch::{Decision, Dispatcher, DocumentId, Estimates, Unit, UnitKind};
use reading::source::{FileEntry, Found, Sha256, settles_at};

use super::in_hand::InHand;
use super::original::HeldOpen;
use super::run::is_quick;
use super::{Event, Events, Stop, Summary};

/// Files of documents in hand that are held open: a system allows a process about a thousand.
const HELD_OPEN: usize = 200;

/// What a worker is to do.
pub(crate) enum Task {
    /// Look at something the walk found.
    Look(Found),
    /// Look at it although it changed a moment ago, if it has not changed since.
    LookAgain(Found),
    /// Read a part of a document.
    Read(Arc<InHand>, Unit),
}

/// A file that was found by name, for the archive.
#[derive(Debug)]
pub struct Seen {
    /// The file.
    pub entry: FileEntry,
    /// The key of its row in the ledger.
    pub key: Vec<u8>,
}

/// Parts of a finished pass.
pub struct Parts {
    pub ledger: Ledger,
    pub summary: Summary,
    /// What was learned about costs.
    pub estimates: Estimates,
    /// Files seen, for the archive.
    pub seen: Vec<Seen>,
    /// Documents met.
    pub met: HashSet<Sha256>,
}

/// What holds for the whole run.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for on its own")]
pub struct Terms {
    pub settings: Settings,
    pub state_dir: PathBuf,
    pub fingerprint: Fingerprint,
    /// What booking knows.
    pub context: Arc<Context>,
    /// What makes proposals of what was read.
    pub concluder: Concluder,
    pub retry_failed: bool,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Recognise nothing: put documents with pages to recognise on the list of those that wait.
    pub defer_ocr: bool,
    /// An earlier pass has told of these documents and counted them.
    pub again: bool,
    /// Files that stay open until the files in the output folder are made.
    pub held: HeldOpen,
    pub stop: Arc<Stop>,
}

pub struct Shared {
    pub terms: Terms,
    events: Events,
    ledger: Mutex<Books>,
    state: Mutex<State>,
    /// Something happened that a waiting worker should know of.
    wake: Condvar,
    /// The walk may go on.
    room: Condvar,
    recorder: Condvar,
}

/// The ledger, and the events that go out when it is committed.
struct Books {
    ledger: Ledger,
    after_commit: Vec<Event>,
}

#[derive(Default)]
struct State {
    dispatcher: Dispatcher,
    quick: VecDeque<Found>,
    files: VecDeque<Found>,
    /// Files that changed a moment ago, and when to look again.
    unsettled: Vec<(SystemTime, Found)>,
    settled: VecDeque<Found>,
    in_hand: HashMap<DocumentId, Arc<InHand>>,
    /// Documents met in this run, to tell copies; the path is needed only while a document is in hand.
    met: HashSet<Sha256>,
    next_id: DocumentId,
    walk_finished: bool,
    drained: bool,
    seen: Vec<Seen>,
    summary: Summary,
    proposals: u64,
    workers_finished: bool,
    fatal: Option<Error>,
}

impl Shared {
    pub fn new(terms: Terms, ledger: Ledger, estimates: Estimates, events: Events) -> Self {
        Self {
            terms,
            events,
            ledger: Mutex::new(Books { ledger, after_commit: Vec::new() }),
            state: Mutex::new(State { dispatcher: Dispatcher::new(estimates), ..State::default() }),
            wake: Condvar::new(),
            room: Condvar::new(),
            recorder: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panics holding the state")
    }

    /// An event that needs no place in the ledger. Nobody listening is no reason to stop.
    pub fn send(&self, event: Event) {
        if self.terms.again && event.is_of_finding() {
            return;
        }
        self.events.tell(event);
    }

    /// Works with the ledger; an error stops the run.
    pub(crate) fn with_ledger<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T>) -> Option<T> {
        let result =
            work(&mut self.ledger.lock().expect("no thread panics holding the ledger").ledger);
        result.map_err(|error| self.fail_run(error)).ok()
    }

    /// Writes an outcome; its event goes out when the ledger has it for good.
    pub fn record(&self, work: impl FnOnce(&mut Ledger) -> Result<()>, event: Event) -> bool {
        let mut books = self.ledger.lock().expect("no thread panics holding the ledger");
        match work(&mut books.ledger) {
            Ok(()) if self.terms.dry_run => {
                drop(books);
                self.send(event); // nothing will be committed
                true
            }
            Ok(()) => {
                books.after_commit.push(event);
                true
            }
            Err(error) => {
                drop(books);
                self.fail_run(error);
                false
            }
        }
    }

    /// Makes everything recorded so far permanent and tells of it.
    pub fn commit(&self) {
        if self.terms.dry_run {
            return;
        }
        let (result, events) = {
            let mut books = self.ledger.lock().expect("no thread panics holding the ledger");
            (books.ledger.commit(), std::mem::take(&mut books.after_commit))
        };
        match result {
            Ok(_) => events.into_iter().for_each(|event| self.send(event)),
            Err(error) => self.fail_run(error),
        }
    }

    /// Ends the run because of an error that concerns all of it. The first one counts.
    pub(crate) fn fail_run(&self, error: Error) {
        let mut state = self.state();
        state.fatal.get_or_insert(error);
        state.dispatcher.drain();
        drop(state);
        self.wake.notify_all();
        self.room.notify_all();
    }

    pub(crate) fn take_fatal(&self) -> Option<Error> {
        self.state().fatal.take()
    }

    pub fn into_parts(self) -> Parts {
        let books = self.ledger.into_inner().expect("no thread panicked");
        let mut state = self.state.into_inner().expect("no thread panicked");
        let summary = &mut state.summary;
        summary.deferred += state.unsettled.len() as u64 + state.settled.len() as u64;
        let left = (state.in_hand.len() + state.files.len() + state.quick.len()) as u64;
        summary.waiting += left;
        summary.interrupted = self.terms.stop.is_draining() && (left > 0 || !state.walk_finished);
        Parts {
            ledger: books.ledger,
            estimates: *state.dispatcher.estimates(),
            summary: state.summary,
            seen: state.seen,
            met: state.met,
        }
    }

    /// Hands files to the dispatcher; waits while too many are waiting. False when the run is ending.
    pub(crate) fn add_files(&self, batch: &mut Vec<Found>, most: usize) -> bool {
        let mut state = self.state();
        while state.files.len() + state.quick.len() >= most
            && state.fatal.is_none()
            && !self.terms.stop.is_draining()
        {
            state = self
                .room
                .wait_timeout(state, Duration::from_millis(100))
                .expect("no thread panics holding the state")
                .0;
        }
        state.dispatcher.files_found(batch.len());
        for found in batch.drain(..) {
            if is_quick(&found) {
                state.quick.push_back(found);
            } else {
                state.files.push_back(found);
            }
        }
        let go_on = state.fatal.is_none() && !self.terms.stop.is_draining();
        drop(state);
        self.wake.notify_all();
        go_on
    }

    pub fn walk_finished(&self) {
        let mut state = self.state();
        state.walk_finished = true;
        state.dispatcher.walk_finished();
        drop(state);
        self.send(Event::WalkFinished);
        self.wake.notify_all();
    }

    pub(crate) fn workers_finished(&self) {
        self.state().workers_finished = true;
        self.recorder.notify_all();
        self.room.notify_all();
    }

    /// Waits until it is time to commit; false when the workers have finished.
    pub(crate) fn wait_for_commit(&self, every: Duration) -> bool {
        let mut state = self.state();
        if !state.workers_finished {
            state = self
                .recorder
                .wait_timeout(state, every)
                .expect("no thread panics holding the state")
                .0;
        }
        let going_on = !state.workers_finished;
        let news = self.terms.stop.is_draining() && !state.drained;
        if news {
            state.drained = true;
            state.dispatcher.drain();
        }
        drop(state);
        if news {
            self.wake.notify_all();
            self.send(Event::Draining);
        }
        going_on
    }

    /// The next thing for a free worker; waits for it. `None` when the run is over.
    pub(crate) fn next_task(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            if state.fatal.is_some() || self.terms.stop.is_draining() {
                return None;
            }
            let now = SystemTime::now();
            state.wake_settled(now);
            let nothing_else = match state.dispatcher.decide() {
                Decision::Look => {
                    // the walk's files first; those that changed a moment ago get all the time there is
                    let file = state.quick.pop_front().or_else(|| state.files.pop_front());
                    self.room.notify_all();
                    return match file {
                        Some(found) => Some(Task::Look(found)),
                        None => state.settled.pop_front().map(Task::LookAgain),
                    };
                }
                Decision::Read(id, unit) => {
                    let document = state.in_hand.get(&id).expect("what is read is in hand");
                    return Some(Task::Read(Arc::clone(document), unit));
                }
                Decision::Wait => false,
                Decision::Finish => true,
            };
            let settles = state.unsettled.iter().map(|(at, _)| *at).min();
            if nothing_else && settles.is_none() {
                drop(state);
                self.wake.notify_all(); // the others wait for the same news
                return None;
            }
            let patience = settles
                .and_then(|at| at.duration_since(now).ok())
                .map_or(Duration::from_secs(1), |d| d.min(Duration::from_secs(1)));
            state = self
                .wake
                .wait_timeout(state, patience.max(Duration::from_millis(1)))
                .expect("no thread panics holding the state")
                .0;
        }
    }

    pub fn look_finished(&self) {
        self.state().dispatcher.look_finished();
        self.wake.notify_all();
    }

    /// Puts a file aside that changed a moment ago. False when it can be read now.
    pub(crate) fn put_aside(&self, entries: &[&FileEntry], found: impl FnOnce() -> Found) -> bool {
        if self.terms.dry_run {
            return false;
        }
        let now = SystemTime::now();
        let settle = Duration::from_millis(self.terms.settings.intake.settle_ms);
        let Some(at) = entries.iter().filter_map(|e| settles_at(e, now, settle)).max() else {
            return false;
        };
        self.state().unsettled.push((at, found()));
        true
    }

    /// Notes that a document was met. True when it is the first time in this run.
    pub fn meet(&self, sha256: Sha256) -> bool {
        self.state().met.insert(sha256)
    }

    pub fn count(&self, count: impl FnOnce(&mut Summary)) {
        count(&mut self.state().summary);
    }

    /// Work that is left, milliseconds of one core, once all files have been looked at.
    pub(crate) fn work_left_ms(&self) -> Option<f64> {
        let state = self.state();
        let all_looked_at = state.walk_finished && state.files.is_empty() && state.quick.is_empty();
        all_looked_at.then(|| state.dispatcher.left_ms())
    }

    pub(crate) fn count_proposals(&self, count: u64) {
        self.state().proposals += count;
    }

    pub fn proposals(&self) -> u64 {
        self.state().proposals
    }

    pub fn see(&self, seen: Seen) {
        if !self.terms.settings.process.archive.as_os_str().is_empty() {
            self.state().seen.push(seen);
        }
    }

    pub(crate) fn new_id(&self) -> DocumentId {
        let mut state = self.state();
        state.next_id += 1;
        state.next_id
    }

    /// Puts a document on the dispatcher's list.
    pub fn plan(&self, document: Arc<InHand>, text: &[u32], ocr: &[u32]) {
        let mut state = self.state();
        let id = document.id;
        state.in_hand.insert(id, document);
        state.dispatcher.add(id, UnitKind::Text, text);
        state.dispatcher.add(id, UnitKind::Ocr, ocr);
        drop(state);
        self.wake.notify_all();
    }

    /// Whether so many documents wait for pages that their files cannot all be held open.
    pub(crate) fn has_many_in_hand(&self) -> bool {
        self.state().in_hand.len() >= HELD_OPEN
    }

    /// A unit is read; `ocr` are pages that it found to need OCR. The document comes back when it has nothing left.
    pub fn unit_finished(
        &self,
        document: &InHand,
        unit: &Unit,
        took: Duration,
        ocr: &[u32],
    ) -> Option<Arc<InHand>> {
        let mut state = self.state();
        if !state.in_hand.contains_key(&document.id) {
            state.dispatcher.unit_finished(document.id, unit, took.as_secs_f64() * 1000.0);
            return None;
        }
        state.dispatcher.add(document.id, UnitKind::Ocr, ocr);
        let finished =
            state.dispatcher.unit_finished(document.id, unit, took.as_secs_f64() * 1000.0);
        let document = if finished { state.in_hand.remove(&document.id) } else { None };
        drop(state);
        self.wake.notify_all();
        document
    }

    /// A document failed; nothing more of it is read. False when another worker said so before.
    pub fn give_up(&self, id: DocumentId) -> bool {
        let mut state = self.state();
        state.dispatcher.give_up(id);
        let was_in_hand = state.in_hand.remove(&id).is_some();
        drop(state);
        self.wake.notify_all();
        was_in_hand
    }
}

impl State {
    /// Gives files that should have settled by now back to the dispatcher.
    fn wake_settled(&mut self, now: SystemTime) {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.unsettled).into_iter().partition(|(at, _)| *at <= now);
        self.unsettled = later;
        self.dispatcher.files_found(due.len());
        self.settled.extend(due.into_iter().map(|(_, found)| found));
    }
}
