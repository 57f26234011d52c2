//! The coordinator at work: takes results in, looks after machines and workers, tells how far it is.

use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::fleet::FleetError;
use crate::shard::WorkerState;
use crate::{BurstError, Error, Result};
use office::batch::{Event as RunEvent, Events, Intake, Pass, Summary};

use super::coordinate::entries;
use super::coordinate::{Coordinator, HERE_PREFIX, Hands, OUT_OF_REACH, Watched};
use super::heartbeats::heartbeats;
use super::rhythm::Rhythm;
use super::upload::Sent;
use super::{BurstEvent, Event, Moment};

/// The longest that nothing is looked at: what was sent, whether to stop, how far it is.
const TURN: Duration = Duration::from_millis(500);

/// Machines and heartbeats are looked at this often at first, and at most.
const LOOK: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

/// Documents that are complete wait this long for others before they are understood, and longer when that takes long.
const GATHER: Duration = Duration::from_secs(2);

/// The files in the output folder are made anew this often.
const PUBLISH: Duration = Duration::from_secs(20);

/// A worker that was not heard of for this long is not counted, ms of the store's clock.
const SILENT_MS: u64 = 60_000;

/// After so many machines that ended without a word, no more are asked for: something is wrong with all of them.
const MOST_SILENT: u32 = 3;

/// Workers of a run that was stopped are waited for this long.
const LEAVING: Duration = Duration::from_mins(2);

impl Coordinator<'_> {
    /// Until everything is here, or somebody ends it.
    pub(super) fn watch(
        &mut self,
        hands: &mut Hands<'_>,
        summary: &mut Summary,
    ) -> Result<Watched> {
        let begun = Instant::now();
        let mut rhythm = Rhythm::default();
        let mut next = begun;
        let mut looked: Option<Instant> = None;
        let mut told = Instant::now();
        let mut published = Instant::now();
        let mut understood = Instant::now();
        let mut gather = GATHER;
        let mut look = LOOK.0;
        if self.stopped.is_none() {
            self.begin_machines(hands)?;
        }
        loop {
            if self.session.is_stopping() {
                return Ok(Watched::Left);
            }
            self.take_sent(hands)?;
            if Instant::now() >= next {
                let (came, requests) = self.collect()?;
                next = Instant::now() + rhythm.next(came, requests, begun.elapsed());
            }
            if !self.complete.is_empty() && understood.elapsed() >= gather {
                let begun = Instant::now();
                self.understand(summary)?;
                understood = Instant::now();
                gather = GATHER.max(begun.elapsed() * 10);
            }
            if published.elapsed() >= PUBLISH {
                self.session.publish()?;
                published = Instant::now();
            }
            if self.collector.is_done(self.plan.shards) {
                return Ok(Watched::Done);
            }
            if !self.keep_guard()? {
                return Err(BurstError::Coordinated {
                    run: self.record.run.to_string(),
                    holder: "another coordinator".to_owned(),
                }
                .into());
            }
            if looked.is_none_or(|at| at.elapsed() >= look) {
                looked = Some(Instant::now());
                look = if self.stopped.is_some() { GATHER } else { (look * 2).min(LOOK.1) };
                if let Some(watched) = self.look_after()? {
                    return Ok(watched);
                }
                self.tell_moment();
                told = Instant::now();
            }
            if told.elapsed() >= Duration::from_secs(1) {
                self.tell_moment();
                told = Instant::now();
            }
            hands.wait(TURN.min(next.saturating_duration_since(Instant::now())));
        }
    }

    /// Asks for the first machines, or once more for those that an earlier coordinator has asked for.
    fn begin_machines(&mut self, hands: &mut Hands<'_>) -> Result<()> {
        if let Some(program) = hands.program.take() {
            let program = program.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            match program {
                Ok(program) => self.machines.set_program(program),
                // the work can be done without machines
                Err(error) => {
                    self.machines.give_up();
                    self.tell(BurstEvent::NoMachines { why: error.to_string() });
                }
            }
        }
        let ledger = self.session.ledger()?;
        if ledger
            .launches::<serde::de::IgnoredAny, serde::de::IgnoredAny>(&self.record.run)?
            .is_empty()
        {
            let answer = self.machines.ask(self.plan.workers, ledger)?;
            self.tell_launch(self.plan.workers, answer);
        } else {
            for answer in self.machines.ask_again(ledger)? {
                self.tell_launch(0, Some(answer));
            }
        }
        Ok(())
    }

    fn take_sent(&mut self, hands: &mut Hands<'_>) -> Result<()> {
        let mut any = false;
        for sent in hands.sent.try_iter().collect::<Vec<_>>() {
            match sent {
                Sent::Shard(id, missing) => {
                    self.session.ledger()?.shard_uploaded(&self.record.run, &id)?;
                    self.uploaded += 1;
                    any = true;
                    for path in missing {
                        self.tell(BurstEvent::NotSent { path: path.display().to_string() });
                    }
                }
                Sent::Failed(error) => {
                    return Err(error.into());
                }
            }
        }
        if any {
            self.session.ledger()?.commit()?;
        }
        Ok(())
    }

    /// Takes results in; how many there were, and how many requests it took to see that.
    pub(super) fn collect(&mut self) -> Result<(u64, u64)> {
        let ledger = self.session.ledger()?;
        let collected = match self.collector.collect(self.store.as_ref(), ledger) {
            Ok(collected) => collected,
            Err(Error::Store(error)) if error.is_passing() => {
                self.patience(&error.to_string(), Error::Store(error.clone()))?;
                return Ok((0, 1));
            }
            Err(error) => return Err(error),
        };
        self.out_of_reach = None;
        for (shard, error) in collected.bad {
            self.tell(BurstEvent::BadResult { shard, what: error.to_string() });
        }
        self.pages += collected.pages;
        if collected.pages > 0 {
            drop(self.events.send(Event::Run(RunEvent::PagesRead {
                path: String::new(),
                pages: u32::try_from(collected.pages).unwrap_or(u32::MAX),
            })));
        }
        self.complete.extend(collected.complete);
        Ok((collected.shards, collected.requests))
    }

    /// Documents whose pages are all here go the way of any document.
    fn understand(&mut self, summary: &mut Summary) -> Result<()> {
        let complete = std::mem::take(&mut self.complete);
        let files = entries(complete.iter().filter_map(|sha256| self.waiting.get(sha256)));
        let pass = Pass {
            intake: Intake::Files(files),
            retry_failed: false,
            defer_ocr: true,
            again: true,
        };
        let some = self.session.pass(&pass, &Events::to(self.events.clone()))?;
        summary.add_again(some);
        Ok(())
    }

    fn keep_guard(&mut self) -> Result<bool> {
        match self.guard.keep(self.store.as_ref()) {
            Err(Error::Store(error)) if error.is_passing() => {
                self.patience(&error.to_string(), Error::Store(error.clone()))?;
                Ok(true)
            }
            other => other,
        }
    }

    /// Being out of reach is told once and borne for a while.
    pub(super) fn patience(&mut self, what: &str, error: Error) -> Result<()> {
        match self.out_of_reach {
            None => {
                self.out_of_reach = Some(Instant::now());
                self.tell(BurstEvent::OutOfReach { what: what.to_owned() });
                Ok(())
            }
            Some(since) if since.elapsed() < OUT_OF_REACH => Ok(()),
            Some(_) => Err(error),
        }
    }

    /// Whether somebody has stopped the run.
    pub(super) fn look_for_stop(&mut self) -> Result<()> {
        if self.stopped.is_none() && self.store.get(&self.keys.stop())?.is_some() {
            self.stopped = Some(Instant::now());
            self.tell(BurstEvent::Stopped);
        }
        Ok(())
    }

    /// Looks at machines and workers, and asks for more where some were lost. Says so when nothing more is to be
    /// waited for.
    fn look_after(&mut self) -> Result<Option<Watched>> {
        self.hear()?;
        match self.look_for_stop() {
            Err(Error::Store(error)) if error.is_passing() => {}
            other => other?,
        }
        let look = match self.machines.look() {
            Ok(look) => look,
            Err(error) => {
                self.patience(&error.to_string(), Error::Fleet(error.clone()))?;
                return Ok(None);
            }
        };
        if let Some(since) = self.stopped {
            // workers finish the page in hand and say what they have
            let is_over = (look.alive == 0 && self.workers == 0) || since.elapsed() > LEAVING;
            return Ok(is_over.then_some(Watched::Stopped));
        }
        if Timestamp::now().as_second() >= self.record.ends_s {
            self.tell(BurstEvent::TimeUp);
            return Ok(Some(Watched::Done));
        }
        let cost_usd = self.machines.cost_usd();
        let limit = self.max_cost_usd;
        if cost_usd >= limit && look.alive > 0 {
            self.tell(BurstEvent::CostReached { cost_usd });
            return Ok(Some(Watched::Done));
        }
        if !self.heard && self.machines.ended() >= MOST_SILENT && !self.machines.is_waiting() {
            self.machines.give_up();
            let why =
                "machines end before their program says anything; their console output tells why";
            self.tell(BurstEvent::NoMachines { why: why.to_owned() });
        }
        let wanted = self.wanted();
        if look.gone > 0 && wanted > look.alive {
            self.tell(BurstEvent::Lost { count: look.gone });
        }
        if wanted > look.alive && cost_usd < limit {
            let missing = wanted - look.alive;
            let answer = self.machines.ask(missing, self.session.ledger()?)?;
            self.tell_launch(missing, answer);
        }
        let alone = self.machines.alive() == 0 && self.workers == 0;
        // nobody will do the rest: it is read here
        let is_hopeless = alone && self.plan.here_cores == 0 && self.machines.is_waiting();
        Ok(is_hopeless.then_some(Watched::Done))
    }

    /// Machines that the work that is left can keep busy, as many as planned at most.
    fn wanted(&self) -> u32 {
        let per_shard = self.plan.work_ms / self.plan.shards.max(1);
        let (settled, rests) = self.collector.count();
        let left = (self.plan.shards + rests).saturating_sub(settled);
        let left_ms = left * per_shard;
        // a machine that has less than a minute to do is not worth its boot
        let busy = left_ms / (60_000 * u64::from(self.plan.vcpus.max(1)));
        let floor = u64::from(left > 0 && self.plan.here_cores == 0);
        u32::try_from(busy.max(floor)).unwrap_or(u32::MAX).min(self.plan.workers)
    }

    /// Reads what the workers say of themselves.
    fn hear(&mut self) -> Result<()> {
        let beats = match heartbeats(self.store.as_ref(), &self.keys) {
            Ok(beats) => beats,
            Err(error) if error.is_passing() => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.workers = beats
            .iter()
            .filter(|(beat, silent_ms)| *silent_ms < SILENT_MS && beat.state != WorkerState::Ended)
            .count() as u32;
        self.heard |= beats.iter().any(|(beat, _)| !beat.worker.0.starts_with(HERE_PREFIX));
        for (beat, _) in beats {
            let Some(what) = beat.last_error else {
                continue;
            };
            if self.troubles.get(&beat.worker) != Some(&what) {
                self.troubles.insert(beat.worker.clone(), what.clone());
                self.tell(BurstEvent::WorkerTrouble { worker: beat.worker, what });
            }
        }
        Ok(())
    }

    fn tell_launch(&self, asked: u32, answer: Option<Result<crate::fleet::Launched, FleetError>>) {
        match answer {
            None => {}
            Some(Ok(launched)) => {
                let mut shortfalls: Vec<String> =
                    launched.shortfalls.into_iter().map(|s| s.code).collect();
                shortfalls.sort();
                shortfalls.dedup();
                self.tell(BurstEvent::Launched {
                    started: launched.instances.len() as u32,
                    asked: asked.max(launched.instances.len() as u32),
                    shortfalls,
                });
            }
            Some(Err(error)) => self.tell(BurstEvent::NoMachines { why: error.to_string() }),
        }
    }

    fn tell_moment(&mut self) {
        let now = Instant::now();
        self.recent.push((now, self.pages));
        self.recent.retain(|(at, _)| now - *at <= Duration::from_mins(1));
        let first = self.recent.first().copied().unwrap_or((now, self.pages));
        let seconds = (now - first.0).as_secs_f64();
        let rate = (seconds >= 5.0 && self.pages > first.1)
            .then(|| (self.pages - first.1) as f64 / seconds);
        let pages_left = self.collector.pages_left() as f64;
        let (settled, rests) = self.collector.count();
        self.tell(BurstEvent::Moment(Moment {
            shards: self.plan.shards + rests,
            settled,
            uploaded: self.uploaded,
            workers: self.workers,
            machines: self.machines.alive(),
            pages: self.pages,
            pages_per_second: rate,
            cost_usd: self.machines.cost_usd(),
            left: rate.map(|rate| Duration::from_secs_f64(pages_left / rate)),
        }));
    }

    pub(super) fn tell(&self, event: BurstEvent) {
        event.tell(&self.events);
    }
}

impl Hands<'_> {
    /// Waits for a while, less when something was sent.
    fn wait(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !self.stop.is_draining() {
            thread::sleep(Duration::from_millis(50).min(until - Instant::now()));
        }
    }
}
