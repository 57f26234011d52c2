//! The machines of a run: asked for, counted, replaced, paid for, ended.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::Result;
use crate::fleet::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market,
};
use crate::shard::RunId;
use office::ledger::Ledger;

use super::Plan;

/// A machine that was just started may be missing in what EC2 tells for this long.
const UNSEEN: Duration = Duration::from_secs(90);

/// After a request that gave nothing the next one waits this long, and twice as long after the next.
const PATIENCE: Duration = Duration::from_secs(30);

/// Requests for machines that one run makes at most: something is wrong when it needs more.
const MOST_ROUNDS: u32 = 40;

/// What all requests of a run have in common.
#[derive(Debug, Clone)]
pub struct Terms {
    pub run: RunId,
    /// What workers are told.
    pub shard_uri: String,
    /// No machine lives beyond this, Unix time in seconds.
    pub ends_s: i64,
}

#[derive(Debug)]
pub struct Machines {
    fleet: Box<dyn Fleet>,
    terms: Terms,
    /// Object and SHA-256 of the workers' program; `None` when the machine image has it.
    program: Option<(String, String)>,
    plan: Plan,
    known: HashMap<InstanceId, Known>,
    round: u32,
    patience: Option<Instant>,
    waits: u32,
    /// No more machines are asked for.
    is_given_up: bool,
}

#[derive(Debug)]
struct Known {
    instance: Instance,
    asked: Instant,
    seen: bool,
    /// When it was first seen to be gone, Unix time in seconds.
    ended_s: Option<i64>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Starting or running.
    pub alive: u32,
    /// Gone since the last look.
    pub gone: u32,
}

impl Machines {
    /// The machines of a run; what an earlier coordinator asked for is in the ledger.
    pub fn new(fleet: Box<dyn Fleet>, terms: Terms, plan: Plan, ledger: &Ledger) -> Result<Self> {
        let mut machines = Self {
            fleet,
            plan,
            known: HashMap::new(),
            round: 0,
            patience: None,
            waits: 0,
            is_given_up: false,
            program: None,
            terms,
        };
        for (request, launched) in
            ledger.launches::<LaunchRequest, Launched>(&machines.terms.run)?
        {
            machines.round = machines.round.max(request.round);
            machines.remember(launched.unwrap_or_default());
        }
        Ok(machines)
    }

    /// Asks again for what an earlier coordinator asked for without hearing the answer: the same token gives the same
    /// machines.
    ///
    /// # Errors
    /// When the ledger cannot be written. That the provider refuses is in the answer.
    pub(crate) fn ask_again(
        &mut self,
        ledger: &mut Ledger,
    ) -> Result<Vec<Result<Launched, FleetError>>> {
        let mut answers = Vec::new();
        for (request, launched) in ledger.launches::<LaunchRequest, Launched>(&self.terms.run)? {
            if launched.is_none() {
                answers.push(self.request(&request, ledger)?);
            }
        }
        Ok(answers)
    }

    /// Asks for so many machines.
    ///
    /// # Errors
    /// When the ledger cannot be written. That the provider refuses is in the answer; `None` when it is not the time
    /// to ask.
    pub fn ask(
        &mut self,
        count: u32,
        ledger: &mut Ledger,
    ) -> Result<Option<Result<Launched, FleetError>>> {
        let left_s = self.terms.ends_s - Timestamp::now().as_second();
        let too_soon = self.patience.is_some_and(|at| Instant::now() < at);
        if count == 0 || too_soon || self.is_given_up || self.round >= MOST_ROUNDS || left_s < 60 {
            return Ok(None);
        }
        self.round += 1;
        let request = LaunchRequest {
            run: self.terms.run.clone(),
            round: self.round,
            token: format!("dizzy-{}-{}", self.terms.run, self.round),
            count,
            offers: self.plan.offers.clone(),
            spot: self.plan.spot,
            shard_uri: self.terms.shard_uri.clone(),
            program: self.program.clone(),
            most_minutes: u32::try_from(left_s / 60).unwrap_or(1).max(1),
        };
        ledger.put_launch(&request.run, request.round, &request)?;
        self.request(&request, ledger).map(Some)
    }

    fn request(
        &mut self,
        request: &LaunchRequest,
        ledger: &mut Ledger,
    ) -> Result<Result<Launched, FleetError>> {
        let answer = self.fleet.launch(request);
        let started = match &answer {
            Ok(launched) => {
                ledger.launch_answered(&request.run, request.round, launched)?;
                self.remember(launched.clone());
                launched.instances.len()
            }
            // whether a machine was started is open: the request stays open in the ledger
            Err(error) if error.is_passing() => 0,
            Err(_) => {
                ledger.launch_answered(&request.run, request.round, &Launched::default())?;
                0
            }
        };
        if started == 0 {
            let wait = PATIENCE * 2_u32.pow(self.waits.min(4));
            self.patience = Some(Instant::now() + wait);
            self.waits += 1;
        } else {
            self.patience = None;
            self.waits = 0;
        }
        Ok(answer)
    }

    fn remember(&mut self, launched: Launched) {
        for instance in launched.instances {
            self.known.entry(instance.id.clone()).or_insert(Known {
                instance,
                asked: Instant::now(),
                seen: false,
                ended_s: None,
            });
        }
    }

    /// Looks which machines there are.
    ///
    /// # Errors
    /// When the provider cannot be asked; what was known stands.
    pub fn look(&mut self) -> Result<Look, FleetError> {
        let now_s = Timestamp::now().as_second();
        let told = self.fleet.instances(Some(&self.terms.run))?;
        let mut gone = 0;
        let told_ids: HashMap<InstanceId, Instance> =
            told.into_iter().map(|i| (i.id.clone(), i)).collect();
        for known in self.known.values_mut() {
            let state = told_ids.get(&known.instance.id).map(|i| i.state);
            known.seen |= state.is_some();
            let is_gone = match state {
                Some(InstanceState::Ended) => true,
                Some(_) => false,
                None => known.seen || known.asked.elapsed() > UNSEEN,
            };
            if let Some(state) = state {
                known.instance.state = state;
            }
            if is_gone && known.ended_s.is_none() {
                known.ended_s = Some(now_s);
                known.instance.state = InstanceState::Ended;
                gone += 1;
            }
        }
        // started by a request whose answer was lost
        for (id, instance) in told_ids {
            let state = instance.state;
            self.known.entry(id).or_insert(Known {
                instance,
                asked: Instant::now(),
                seen: true,
                ended_s: (state == InstanceState::Ended).then_some(now_s),
            });
        }
        Ok(Look { alive: self.alive(), gone })
    }

    /// Machines starting or running, as far as is known.
    pub fn alive(&self) -> u32 {
        let alive = |known: &&Known| {
            known.ended_s.is_none() && known.instance.state != InstanceState::Ending
        };
        self.known.values().filter(alive).count() as u32
    }

    /// Whether a request gave nothing and it is not yet the time for the next, or there will be none.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_given_up
            || self.round >= MOST_ROUNDS
            || self.patience.is_some_and(|at| Instant::now() < at)
    }

    /// What machines are to run: object and SHA-256 in the store, or `None` when their image has it.
    pub(crate) fn set_program(&mut self, program: Option<(String, String)>) {
        self.program = program;
    }

    pub fn ended(&self) -> u32 {
        let ended = self.known.values().filter(|known| known.ended_s.is_some());
        ended.count() as u32
    }

    /// Asks for no more machines.
    pub fn give_up(&mut self) {
        self.is_given_up = true;
    }

    /// What the machines have cost so far, US dollars: by the second, a minute at least.
    pub fn cost_usd(&self) -> Decimal {
        let now_s = Timestamp::now().as_second();
        self.known
            .values()
            .map(|known| {
                let until = known.ended_s.unwrap_or(now_s);
                let seconds = (until - known.instance.launched_s).max(60);
                self.hourly(&known.instance) * Decimal::from(seconds) / Decimal::from(3600)
            })
            .sum()
    }

    /// What an hour of a machine costs; the dearest that was asked for when its type is unknown.
    fn hourly(&self, instance: &Instance) -> Decimal {
        if instance.market == Market::Own {
            return Decimal::ZERO;
        }
        let hourly = |offer| self.fleet.hourly(offer, instance.market);
        let of_type = |offer: &&crate::fleet::Offer| offer.instance_type == instance.instance_type;
        match self.plan.offers.iter().find(of_type) {
            Some(offer) => hourly(offer),
            None => self.plan.offers.iter().map(hourly).max().unwrap_or_default(),
        }
    }

    /// Ends all machines of the run; true when none is left that could cost anything.
    pub(crate) fn end_all(&mut self) -> Result<bool, FleetError> {
        let told = self.fleet.instances(Some(&self.terms.run))?;
        let mut ids: Vec<InstanceId> =
            told.iter().filter(|i| i.state != InstanceState::Ended).map(|i| i.id.clone()).collect();
        let is_over = ids
            .iter()
            .all(|id| told.iter().any(|i| i.id == *id && i.state == InstanceState::Ending));
        // just started, and not told of yet
        let unseen = self
            .known
            .values()
            .filter(|k| !k.seen && k.ended_s.is_none() && k.asked.elapsed() < UNSEEN)
            .map(|k| k.instance.id.clone());
        ids.extend(unseen);
        ids.sort();
        ids.dedup();
        if ids.is_empty() {
            return Ok(true);
        }
        self.fleet.terminate(&ids)?;
        self.look()?;
        Ok(is_over && self.alive() == 0)
    }

    /// Removes what the run has left beside machines; says what it was.
    pub fn clean(&mut self) -> Result<Vec<String>, FleetError> {
        self.fleet.clean(Some(&self.terms.run))
    }
}
