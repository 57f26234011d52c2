//! The decision server (beslissingsserver): what is done next.
//!
//! A pure state machine, driven by the real run, by tests and by simulation: events in, decisions out, no clock, no
//! threads. The unit of work is a page range of a document. The document with the least work left goes first, so
//! nobody waits behind a large one; the pages of a large one fill the cores that are left and are spread over all.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{Estimates, Unit, UnitKind};

/// A document in the dispatcher's books.
pub type DocumentId = u64;

/// Documents that may be known and unfinished before looking at new ones waits for reading. Enough that a small one is
/// always at hand, few enough that a folder of a million scans gives its first proposals at once.
const LOOK_AHEAD: usize = 256;

/// Beyond [`LOOK_AHEAD`] the walk goes on by this many files for every page that is read, so that small documents far
/// down in a folder of scans are found long before the scans are done.
const LOOKS_PER_UNIT: u32 = 8;

/// Documents known and unfinished, at most: this bounds memory.
const MOST_KNOWN: usize = 20_000;

/// What a worker is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Take the next file of the walk and look at it.
    Look,
    /// Read this part of this document.
    Read(DocumentId, Unit),
    /// There is nothing to do until something happens.
    Wait,
    /// There is nothing left to do at all.
    Finish,
}

#[derive(Debug)]
struct Known {
    waiting: VecDeque<Unit>,
    in_hand: u32,
    left_us: u64,
}

/// The books: what is waiting, what is in hand.
#[derive(Debug, Default)]
pub struct Dispatcher {
    estimates: Estimates,
    documents: HashMap<DocumentId, Known>,
    /// (work left, id) of documents with units nobody has taken.
    ready: BTreeSet<(u64, DocumentId)>,
    looks_in_hand: u32,
    look_credit: u32,
    files_waiting: usize,
    walk_finished: bool,
    draining: bool,
}

impl Dispatcher {
    /// A dispatcher that expects work to cost this much.
    pub fn new(estimates: Estimates) -> Self {
        Self { estimates, ..Self::default() }
    }

    /// Files were found by the walk and wait for a look.
    pub fn files_found(&mut self, count: usize) {
        self.files_waiting += count;
    }

    /// The walk has no more files.
    pub fn walk_finished(&mut self) {
        self.walk_finished = true;
    }

    /// The look that [`Decision::Look`] asked for is done; what it found was added with [`Self::add`].
    pub fn look_finished(&mut self) {
        self.looks_in_hand -= 1;
    }

    /// Pages of a document are to be read. Adds to what is known of it. The pages are cut into units of about a second.
    pub fn add(&mut self, id: DocumentId, kind: UnitKind, pages: &[u32]) {
        let page_ms = self.page_ms(kind);
        let units = Unit::cut(kind, pages, page_ms);
        if units.is_empty() {
            return;
        }
        let known = self.documents.entry(id).or_insert(Known {
            waiting: VecDeque::new(),
            in_hand: 0,
            left_us: 0,
        });
        self.ready.remove(&(known.left_us, id));
        known.left_us += cost_us(page_ms, pages.len());
        for unit in units {
            // the text pass goes before OCR: it tells how much work the document really is
            match kind {
                UnitKind::Text => known.waiting.push_front(unit),
                UnitKind::Ocr => known.waiting.push_back(unit),
            }
        }
        self.ready.insert((known.left_us, id));
    }

    /// A unit that [`Decision::Read`] gave out is done, in `ms` milliseconds. True when the document has nothing left.
    pub fn unit_finished(&mut self, id: DocumentId, unit: &Unit, ms: f64) -> bool {
        match unit.kind {
            UnitKind::Text => &mut self.estimates.text_page,
            UnitKind::Ocr => &mut self.estimates.ocr_page,
        }
        .learn(unit.pages.len() as u32, ms);
        self.look_credit = (self.look_credit + LOOKS_PER_UNIT).min(LOOK_AHEAD as u32);
        let page_ms = self.page_ms(unit.kind);
        let Some(known) = self.documents.get_mut(&id) else {
            return false; // given up meanwhile
        };
        let was_ready = self.ready.remove(&(known.left_us, id));
        known.in_hand -= 1;
        known.left_us = known.left_us.saturating_sub(cost_us(page_ms, unit.pages.len()));
        if known.waiting.is_empty() && known.in_hand == 0 {
            self.documents.remove(&id);
            return true;
        }
        if was_ready {
            self.ready.insert((known.left_us, id));
        }
        false
    }

    /// A document failed: nothing more of it is read. Units in hand may still be reported.
    pub fn give_up(&mut self, id: DocumentId) {
        if let Some(known) = self.documents.remove(&id) {
            self.ready.remove(&(known.left_us, id));
        }
    }

    /// Nothing new is begun from here on.
    pub fn drain(&mut self) {
        self.draining = true;
    }

    /// What a free worker does now.
    pub fn decide(&mut self) -> Decision {
        if self.draining {
            return Decision::Finish;
        }
        let known = self.documents.len();
        let may_look = self.files_waiting > 0
            && known < MOST_KNOWN
            && (known < LOOK_AHEAD || self.look_credit > 0);
        if may_look {
            if known >= LOOK_AHEAD {
                self.look_credit -= 1;
            }
            self.files_waiting -= 1;
            self.looks_in_hand += 1;
            return Decision::Look;
        }
        if let Some(&(left_us, id)) = self.ready.first() {
            let known = self.documents.get_mut(&id).expect("what is ready is known");
            let unit = known.waiting.pop_front().expect("what is ready has units waiting");
            known.in_hand += 1;
            if known.waiting.is_empty() {
                self.ready.remove(&(left_us, id));
            }
            return Decision::Read(id, unit);
        }
        let idle = self.walk_finished
            && self.files_waiting == 0
            && self.looks_in_hand == 0
            && self.documents.is_empty();
        if idle { Decision::Finish } else { Decision::Wait }
    }

    /// Work that is known and not done, milliseconds of one core.
    pub fn left_ms(&self) -> f64 {
        self.documents.values().map(|d| d.left_us).sum::<u64>() as f64 / 1000.0
    }

    /// What was learned about costs.
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    fn page_ms(&self, kind: UnitKind) -> f64 {
        match kind {
            UnitKind::Text => self.estimates.text_page.ms(),
            UnitKind::Ocr => self.estimates.ocr_page.ms(),
        }
    }
}

fn cost_us(page_ms: f64, pages: usize) -> u64 {
    (page_ms * 1000.0 * pages as f64).round() as u64
}
