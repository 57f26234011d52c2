//! A provider of machines in memory, for tests: it keeps count and fails on demand.

use crate::answer::Meaning;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rust_decimal::Decimal;

use office::ledger::RunId;

use super::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market, Offer,
    Shortfall,
};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemoryFaults {
    /// Machines of a type that are to be had as spot; types that are not named have no end.
    pub spot_capacity: BTreeMap<String, u32>,
    /// The same on demand.
    pub on_demand_capacity: BTreeMap<String, u32>,
    /// vCPUs that may run as spot at the same time.
    pub spot_quota: Option<u32>,
    /// The same on demand.
    pub on_demand_quota: Option<u32>,
    /// The next calls that are answered with [`FleetError::Busy`] and do nothing.
    pub throttled: u32,
    /// The next launches that take effect and are answered with [`FleetError::Busy`].
    pub lost_answers: u32,
    /// Looks at the machines in which a new machine is not seen yet.
    pub unseen_looks: u32,
    /// The call that is refused for want of rights (`ec2:CreateFleet`).
    pub denied: Option<String>,
}

/// Machines that are only names. Clones share them, so that a test can end them while others ask.
#[derive(Debug, Clone, Default)]
pub struct MemoryFleet(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    faults: MemoryFaults,
    machines: Vec<Machine>,
    /// What was answered to each token.
    answered: BTreeMap<String, Launched>,
    /// Templates by run.
    templates: Vec<(RunId, String)>,
    offers: Vec<Offer>,
    now_s: i64,
}

#[derive(Debug)]
struct Machine {
    instance: Instance,
    vcpus: u32,
    unseen_looks: u32,
}

impl MemoryFleet {
    /// No machines yet.
    pub fn new(faults: MemoryFaults) -> Self {
        let offer = |instance_type: &str, vcpus, spot, on_demand| Offer {
            instance_type: instance_type.to_owned(),
            vcpus,
            spot_usd: Some(Decimal::new(spot, 4)),
            on_demand_usd: Decimal::new(on_demand, 4),
        };
        Self(Arc::new(Mutex::new(State {
            faults,
            offers: vec![
                offer("memory.large", 2, 360, 1000),
                offer("memory.xlarge", 4, 740, 2000),
            ],
            ..State::default()
        })))
    }

    /// Other faults from now on.
    pub fn set_faults(&self, faults: MemoryFaults) {
        self.state().faults = faults;
    }

    /// What [`Fleet::offers`] answers.
    pub fn set_offers(&self, offers: Vec<Offer>) {
        self.state().offers = offers;
    }

    /// The time at which machines are launched from now on, Unix time in seconds.
    pub fn set_now_s(&self, now_s: i64) {
        self.state().now_s = now_s;
    }

    /// A machine is gone, as when its capacity is taken back.
    pub fn end(&self, id: &InstanceId) {
        for machine in &mut self.state().machines {
            if machine.instance.id == *id {
                machine.instance.state = InstanceState::Ended;
            }
        }
    }

    /// Every machine that was ever started.
    pub fn started(&self) -> Vec<Instance> {
        let state = self.state();
        state.machines.iter().map(|m| m.instance.clone()).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, unless the call is not to be answered.
    fn ask(&self, action: &str) -> Result<MutexGuard<'_, State>, FleetError> {
        let mut state = self.state();
        if state.faults.denied.as_deref() == Some(action) {
            return Err(FleetError::Denied {
                action: action.to_owned(),
                detail: "UnauthorizedOperation".to_owned(),
            });
        }
        if state.faults.throttled > 0 {
            state.faults.throttled -= 1;
            return Err(FleetError::Busy {
                detail: "RequestLimitExceeded".to_owned(),
            });
        }
        Ok(state)
    }
}

impl State {
    /// Starts up to `want` machines in a market.
    fn start(
        &mut self,
        request: &LaunchRequest,
        market: Market,
        mut want: u32,
        launched: &mut Launched,
    ) {
        let mut fall_short = |code: &str, instance_type: &str| {
            launched.shortfalls.push(Shortfall {
                code: code.to_owned(),
                message: String::new(),
                instance_type: instance_type.to_owned(),
                market,
            });
        };
        for offer in &request.offers {
            while want > 0 {
                let (capacity, quota, over_quota) = match market {
                    Market::Spot => (
                        &mut self.faults.spot_capacity,
                        self.faults.spot_quota,
                        "MaxSpotInstanceCountExceeded",
                    ),
                    _ => (
                        &mut self.faults.on_demand_capacity,
                        self.faults.on_demand_quota,
                        "VcpuLimitExceeded",
                    ),
                };
                let in_use: u32 = self
                    .machines
                    .iter()
                    .filter(|m| m.instance.market == market)
                    .filter(|m| m.instance.state != InstanceState::Ended)
                    .map(|m| m.vcpus)
                    .sum();
                if quota.is_some_and(|quota| in_use + offer.vcpus > quota) {
                    fall_short(over_quota, &offer.instance_type);
                    break;
                }
                match capacity.get_mut(&offer.instance_type) {
                    Some(0) => {
                        fall_short("InsufficientInstanceCapacity", &offer.instance_type);
                        break;
                    }
                    Some(left) => *left -= 1,
                    None => {}
                }
                want -= 1;
                let instance = Instance {
                    id: InstanceId(format!("i-{:05}", self.machines.len() + 1)),
                    run: request.run.clone(),
                    instance_type: offer.instance_type.clone(),
                    zone: "memory-1a".to_owned(),
                    market,
                    state: InstanceState::Running,
                    launched_s: self.now_s,
                };
                launched.instances.push(instance.clone());
                self.machines.push(Machine {
                    instance,
                    vcpus: offer.vcpus,
                    unseen_looks: self.faults.unseen_looks,
                });
            }
        }
    }
}

impl Fleet for MemoryFleet {
    fn launch(&mut self, request: &LaunchRequest) -> Result<Launched, FleetError> {
        let mut state = self.ask("ec2:CreateFleet")?;
        let launched = if let Some(launched) = state.answered.get(&request.token) {
            launched.clone()
        } else {
            let name = format!("dizzy-{}-{}", request.run, request.round);
            if !state.templates.iter().any(|(_, known)| *known == name) {
                state.templates.push((request.run.clone(), name));
            }
            let mut launched = Launched::default();
            if request.spot {
                state.start(request, Market::Spot, request.count, &mut launched);
            }
            let missing = request.count - launched.instances.len() as u32;
            state.start(request, Market::OnDemand, missing, &mut launched);
            let token = request.token.clone();
            state.answered.insert(token, launched.clone());
            launched
        };
        if state.faults.lost_answers > 0 {
            state.faults.lost_answers -= 1;
            return Err(FleetError::Busy {
                detail: "InternalError".to_owned(),
            });
        }
        none_by_quota(&launched).map_or(Ok(launched), Err)
    }

    fn instances(&mut self, run: Option<&RunId>) -> Result<Vec<Instance>, FleetError> {
        let mut state = self.ask("ec2:DescribeInstances")?;
        let mut seen = Vec::new();
        for machine in &mut state.machines {
            if machine.unseen_looks > 0 {
                machine.unseen_looks -= 1;
            } else if run.is_none_or(|run| machine.instance.run == *run) {
                seen.push(machine.instance.clone());
            }
        }
        Ok(seen)
    }

    fn terminate(&mut self, instances: &[InstanceId]) -> Result<(), FleetError> {
        drop(self.ask("ec2:TerminateInstances")?);
        for id in instances {
            self.end(id);
        }
        Ok(())
    }

    fn clean(&mut self, run: Option<&RunId>) -> Result<Vec<String>, FleetError> {
        let mut state = self.ask("ec2:DeleteLaunchTemplate")?;
        let is_wanted = |of: &RunId| run.is_none_or(|run| of == run);
        let (gone, left) = std::mem::take(&mut state.templates)
            .into_iter()
            .partition(|(of, _)| is_wanted(of));
        state.templates = left;
        let gone: Vec<(RunId, String)> = gone;
        Ok(gone.into_iter().map(|(_, name)| name).collect())
    }

    fn offers(&mut self) -> Result<Vec<Offer>, FleetError> {
        Ok(self.ask("ec2:DescribeInstanceTypes")?.offers.clone())
    }
}

/// The error of a launch that gave nothing because the account may not have one machine, in no market that was asked.
pub(super) fn none_by_quota(launched: &Launched) -> Option<FleetError> {
    let is_quota = |shortfall: &Shortfall| Meaning::of(&shortfall.code) == Some(Meaning::Quota);
    let is_all = launched.instances.is_empty()
        && !launched.shortfalls.is_empty()
        && launched.shortfalls.iter().all(is_quota);
    is_all.then(|| {
        let mut details: Vec<String> = launched
            .shortfalls
            .iter()
            .map(|s| format!("{}: {}", s.code, s.message))
            .collect();
        details.dedup();
        FleetError::Quota {
            detail: details.join("; "),
        }
    })
}
