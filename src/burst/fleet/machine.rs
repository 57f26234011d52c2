//! The seam: what burst asks of a provider of machines.

use std::fmt;
use std::fmt::Debug;
use std::path::PathBuf;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use office::ledger::RunId;

use super::Offer;

/// An instance's name (`i-0123…`), or `pid-123` for a process on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstanceId(pub String);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Market {
    /// Spare capacity, which may be taken back at two minutes' notice.
    Spot,
    /// The full price.
    OnDemand,
    /// Nothing: a process on this machine.
    Own,
}

/// Where an instance is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstanceState {
    /// Starting.
    Pending,
    /// Running.
    Running,
    /// On its way out: shutting down, stopping.
    Ending,
    /// Gone; costs nothing any more.
    Ended,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    pub id: InstanceId,
    pub run: RunId,
    /// Its type (`c7i.large`); `local` for a process on this machine.
    pub instance_type: String,
    /// Its availability zone; empty for a process on this machine.
    pub zone: String,
    pub market: Market,
    /// Where it is in its life.
    pub state: InstanceState,
    /// When it was launched, Unix time in seconds.
    pub launched_s: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchRequest {
    pub run: RunId,
    /// Which request of the run this is, from 1.
    pub round: u32,
    /// Makes the request idempotent: the same token never starts machines twice. Kept in the ledger before the call.
    pub token: String,
    pub count: u32,
    /// Types that will do, the cheapest per vCPU first.
    pub offers: Vec<Offer>,
    /// Ask for spare capacity first.
    pub spot: bool,
    /// The store of the run, as `dizzy process --shard` takes it.
    pub shard_uri: String,
    /// The object of the worker's program in the store and its SHA-256; `None` when the machine image has it.
    pub program: Option<(String, String)>,
    /// An instance ends itself after this long, whatever happens, minutes.
    pub most_minutes: u32,
}

/// Machines that were not to be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// AWS's error code (`InsufficientInstanceCapacity`, `MaxSpotInstanceCountExceeded`, …).
    pub code: String,
    /// AWS's message.
    pub message: String,
    /// Of which type; empty when it concerns all.
    pub instance_type: String,
    /// In which market.
    pub market: Market,
}

/// What a request came to: perhaps fewer machines than asked, perhaps none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Launched {
    pub instances: Vec<Instance>,
    /// Why there are not more.
    pub shortfalls: Vec<Shortfall>,
}

/// Why a program cannot be packed. Facts; [`office::texts`] says them with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum ProgramError {
    /// Workers run Linux; this program does not.
    #[error("a program for {system} cannot be sent to workers, which run Linux")]
    OtherSystem { system: &'static str },
    /// A file is no program or library of this machine.
    #[error("{}: {detail}", path.display())]
    NotElf { path: PathBuf, detail: String },
    /// A shared library is not where the system's loader looks.
    #[error("the shared library {name}, which {} needs, is not to be found", needed_by.display())]
    NoLibrary { name: String, needed_by: PathBuf },
    /// None of the wanted languages is installed.
    #[error("no Tesseract language data are installed for {languages}")]
    NoLanguage { languages: String },
}

/// Why a provider did not do what it was asked. Facts; [`office::texts`] says them with what to do about it.
/// `detail` is the word of AWS, the SDK or the system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum FleetError {
    /// Too many calls (`RequestLimitExceeded`), or the service is out of reach: later it works.
    #[error("EC2 does not answer: {detail}")]
    Busy { detail: String },
    /// These credentials may not do that.
    #[error("AWS refuses {action}: {detail}")]
    Denied { action: String, detail: String },
    /// The clock of this machine is so wrong that AWS takes nothing that it signs.
    #[error("the clock of this machine is wrong: {detail}")]
    Clock { detail: String },
    #[error("no valid AWS credentials: {detail}")]
    Credentials { detail: String },
    /// The account may not start that many.
    #[error("the account's quota is used up: {detail}")]
    Quota { detail: String },
    #[error("no machine image: {detail}")]
    NoImage { detail: String },
    /// A process on this machine could not be started.
    #[error("cannot start a worker: {detail}")]
    Start { detail: String },
    /// The worker's program cannot be packed.
    #[error("cannot pack the program for workers: {0}")]
    Program(#[from] ProgramError),
    /// Anything else.
    #[error("{action}: {detail}")]
    Other { action: String, detail: String },
}

impl FleetError {
    /// Whether asking again helps.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }
}

/// A provider of machines. Every method is safe to repeat.
pub trait Fleet: Send + Debug {
    /// Asks for machines. Partial success is success; the same token gives the same machines.
    ///
    /// # Errors
    /// When none was started and asking for fewer or later would not change that by itself.
    fn launch(&mut self, request: &LaunchRequest) -> Result<Launched, FleetError>;

    /// The machines of a run (of all runs when `None`) that are not long gone.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    fn instances(&mut self, run: Option<&RunId>) -> Result<Vec<Instance>, FleetError>;

    /// Ends machines; those that have ended are no error.
    ///
    /// # Errors
    /// When the provider cannot be asked or refuses.
    fn terminate(&mut self, instances: &[InstanceId]) -> Result<(), FleetError>;

    /// Removes what a run (any run that cannot want it any more when `None`) has left beside machines, launch templates;
    /// says what it was.
    ///
    /// # Errors
    /// When the provider cannot be asked or refuses.
    fn clean(&mut self, run: Option<&RunId>) -> Result<Vec<String>, FleetError>;

    /// What machines cost at the moment, the cheapest per vCPU first.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    fn offers(&mut self) -> Result<Vec<Offer>, FleetError>;

    /// What one machine costs for an hour in a market, US dollars; zero for this machine.
    fn hourly(&self, offer: &Offer, market: Market) -> Decimal {
        match market {
            Market::Spot => offer.spot_usd.unwrap_or(offer.on_demand_usd),
            Market::OnDemand => offer.on_demand_usd,
            Market::Own => Decimal::ZERO,
        }
    }
}
