//! What the events of a run come to: the numbers that the displays show. Pure: time comes in as an argument.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use booking::Verdict;
use burst::{BurstEvent, Moment};
use office::batch::Event;

/// A document with at least this many pages is followed by itself.
const LARGE_PAGES: u32 = 10;
/// Over how long the speed is measured.
const WINDOW: Duration = Duration::from_secs(30);
/// A speed measured over less than this says nothing.
const MIN_WINDOW: Duration = Duration::from_secs(2);

/// A large document in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Large {
    pub path: String,
    pub pages: u32,
    /// Pages read so far.
    pub read: u32,
}

/// The numbers of a run so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Documents to be read in this run.
    pub found: u64,
    /// Nothing more will be found.
    pub all_found: bool,
    /// Documents proposed or failed.
    pub done: u64,
    pub failed: u64,
    pub ready: u64,
    pub review: u64,
    pub pages: u64,
    /// The run was asked to stop.
    pub draining: bool,
    /// What the run said is left, and when.
    work_left: Option<(Instant, Duration)>,
    /// How far the burst is, while there is one.
    pub burst: Option<Moment>,
    planned_documents: u64,
    planned_pages: u64,
    large: HashMap<String, Large>,
    recent: VecDeque<(Instant, u64)>,
}

impl Tally {
    /// Nothing happened yet.
    pub fn new(now: Instant) -> Self {
        Self { recent: VecDeque::from([(now, 0)]), ..Self::default() }
    }

    /// Takes an event into account.
    pub(crate) fn add(&mut self, event: &burst::Event, now: Instant) {
        let event = match event {
            burst::Event::Run(event) => event,
            burst::Event::Burst(BurstEvent::Moment(moment)) => {
                self.burst = Some(moment.clone());
                return;
            }
            burst::Event::Burst(BurstEvent::Gone { .. } | BurstEvent::CleaningUp) => {
                self.burst = None;
                return;
            }
            burst::Event::Burst(_) => return,
        };
        match event {
            Event::Found { .. } => self.found += 1,
            Event::WalkFinished => self.all_found = true,
            Event::Draining => self.draining = true,
            Event::Planned { path, pages, pages_before, .. } => {
                self.planned_documents += 1;
                self.planned_pages += u64::from(pages.saturating_sub(*pages_before));
                if *pages >= LARGE_PAGES {
                    let large = Large { path: path.clone(), pages: *pages, read: *pages_before };
                    self.large.insert(path.clone(), large);
                }
            }
            Event::PagesRead { path, pages } => {
                self.pages += u64::from(*pages);
                if let Some(large) = self.large.get_mut(path) {
                    large.read = large.read.saturating_add(*pages).min(large.pages);
                }
                self.measure(now);
            }
            Event::Proposed { path, verdicts, .. } => {
                self.done += 1;
                self.large.remove(path);
                for verdict in verdicts {
                    match verdict {
                        Verdict::Ready => self.ready += 1,
                        Verdict::Review => self.review += 1,
                        Verdict::Failed => {}
                    }
                }
            }
            Event::Failed { path, .. } => {
                self.done += 1;
                self.failed += 1;
                if let Some(large) = self.large.remove(path) {
                    let unread = u64::from(large.pages - large.read);
                    self.planned_pages = self.planned_pages.saturating_sub(unread);
                }
            }
            Event::WorkLeft { time } => self.work_left = Some((now, *time)),
            Event::Started { .. }
            | Event::AlreadyDone { .. }
            | Event::SameBytes { .. }
            | Event::Skipped { .. }
            | Event::Deferred { .. }
            | Event::Waiting { .. }
            | Event::ReaderReplaced { .. } => {}
        }
        // what was read before and is concluded anew lies in no folder that was walked
        self.found = self.found.max(self.done);
    }

    /// Notes how many pages were read by now; a note stands for a tenth of a second.
    fn measure(&mut self, now: Instant) {
        let is_first = self.recent.len() == 1;
        match self.recent.back_mut() {
            Some((at, pages)) if !is_first && now - *at < Duration::from_millis(100) => {
                *pages = self.pages;
            }
            _ => self.recent.push_back((now, self.pages)),
        }
        while self.recent.len() > 2 && now - self.recent[0].0 > WINDOW {
            self.recent.pop_front();
        }
    }

    /// Speed over the last half minute, pages a second.
    pub(crate) fn pages_per_second(&self, now: Instant) -> Option<f64> {
        let (from, pages) = *self.recent.front()?;
        let time = now - from;
        (time >= MIN_WINDOW && self.pages > pages)
            .then(|| (self.pages - pages) as f64 / time.as_secs_f64())
    }

    /// When it will be finished, once all documents are found: as the run expects, else at this speed, where documents
    /// whose pages are not known yet count as average ones.
    pub(crate) fn time_left(&self, now: Instant) -> Option<Duration> {
        if let Some(burst) = &self.burst {
            return burst.left;
        }
        if let Some((told, time)) = self.work_left
            && !self.draining
        {
            return Some(time.saturating_sub(now - told));
        }
        let rate = self.pages_per_second(now)?;
        if !self.all_found || self.draining || self.planned_documents == 0 {
            return None;
        }
        let known = self.planned_pages.saturating_sub(self.pages) as f64;
        let average = self.planned_pages as f64 / self.planned_documents as f64;
        let unplanned = self.found.saturating_sub(self.planned_documents);
        let unknown = unplanned.min(self.found.saturating_sub(self.done)) as f64;
        Duration::try_from_secs_f64((known + unknown * average) / rate).ok()
    }

    /// How much is done, 0 to 1, when all documents are found.
    pub(crate) fn share_done(&self) -> Option<f64> {
        (self.all_found && self.found > 0).then(|| {
            let documents = self.done as f64 / self.found as f64;
            if self.planned_documents < self.found || self.planned_pages == 0 {
                return documents;
            }
            let pages = self.pages as f64 / self.planned_pages as f64;
            documents.max(pages).min(1.0)
        })
    }

    /// The large documents in hand, those with most left first, at most `most`.
    pub fn large(&self, most: usize) -> Vec<&Large> {
        let mut large: Vec<&Large> = self.large.values().filter(|doc| doc.read > 0).collect();
        large.sort_by(|a, b| {
            (b.pages - b.read).cmp(&(a.pages - a.read)).then_with(|| a.path.cmp(&b.path))
        });
        large.truncate(most);
        large
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reading::Cause;

    fn planned(path: &str, pages: u32) -> burst::Event {
        let event = Event::Planned { path: path.into(), pages, ocr_pages: pages, pages_before: 0 };
        event.into()
    }

    fn read(path: &str, pages: u32) -> burst::Event {
        let path = path.into();
        Event::PagesRead { path, pages }.into()
    }

    fn found(path: &str) -> burst::Event {
        Event::Found { path: path.into() }.into()
    }

    #[test]
    fn time_left_follows_from_pages_and_speed() {
        let start = Instant::now();
        let at = |s| start + Duration::from_secs(s);
        let mut tally = Tally::new(start);
        for path in ["a", "b", "c"] {
            tally.add(&found(path), start);
        }
        tally.add(&planned("a", 20), start);
        tally.add(&planned("b", 20), start);
        assert_eq!(tally.time_left(at(5)), None, "nothing was read yet");
        tally.add(&read("a", 10), at(5));
        assert_eq!(tally.time_left(at(5)), None, "more documents may still be found");
        tally.add(&Event::WalkFinished.into(), at(5));
        // 2 pages a second; 30 known pages are left and c counts as 20.
        assert_eq!(tally.pages_per_second(at(5)), Some(2.0));
        assert_eq!(tally.time_left(at(5)), Some(Duration::from_secs(25)));
    }

    #[test]
    fn pages_of_a_failed_document_are_not_waited_for() {
        let start = Instant::now();
        let at = |s| start + Duration::from_secs(s);
        let mut tally = Tally::new(start);
        tally.add(&found("a"), start);
        tally.add(&found("b"), start);
        tally.add(&planned("a", 100), start);
        tally.add(&planned("b", 10), start);
        tally.add(&Event::WalkFinished.into(), start);
        tally.add(&read("a", 10), at(10));
        let failed = Event::Failed { path: "a".into(), cause: Cause::Truncated };
        tally.add(&failed.into(), at(10));
        assert_eq!(tally.time_left(at(10)), Some(Duration::from_secs(10)));
        assert_eq!((tally.done, tally.failed), (1, 1));
    }

    #[test]
    fn no_more_is_done_than_there_is() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        tally.add(&found("a"), start);
        tally.add(&Event::WalkFinished.into(), start);
        for path in ["a", "filed elsewhere"] {
            let failed = Event::Failed { path: path.into(), cause: Cause::Truncated };
            tally.add(&failed.into(), start);
        }
        assert_eq!((tally.done, tally.found, tally.share_done()), (2, 2, Some(1.0)));
    }

    #[test]
    fn what_the_run_expects_goes_before_the_speed_so_far() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        let time = Duration::from_secs(90);
        tally.add(&Event::WorkLeft { time }.into(), start);
        let later = start + Duration::from_secs(35);
        assert_eq!(tally.time_left(later), Some(Duration::from_secs(55)));
    }

    #[test]
    fn large_documents_in_hand_come_with_most_left_first() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        for (path, pages) in [("small", 2), ("a", 20), ("b", 500), ("c", 30), ("d", 40)] {
            tally.add(&planned(path, pages), start);
        }
        for path in ["small", "a", "b", "c"] {
            tally.add(&read(path, 1), start);
        }
        let paths: Vec<&str> = tally.large(2).iter().map(|doc| doc.path.as_str()).collect();
        assert_eq!(paths, ["b", "c"]);
        assert_eq!(tally.large(9).len(), 3, "d was not begun and small is small");
    }

    #[test]
    fn the_speed_is_that_of_the_last_half_minute() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        for second in 1..=60 {
            tally.add(&read("a", 10), start + Duration::from_secs(second));
        }
        for second in 61..=120 {
            tally.add(&read("a", 1), start + Duration::from_secs(second));
        }
        let rate = tally.pages_per_second(start + Duration::from_mins(2)).unwrap();
        assert!((rate - 1.0).abs() < 0.1, "{rate}");
    }
}
