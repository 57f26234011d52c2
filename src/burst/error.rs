//! What stops a burst.

use std::path::PathBuf;

use crate::check::Check;
use crate::fleet::FleetError;
use crate::store::StoreError;

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What stops a burst, or a run that may burst.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What stops any run.
    #[error(transparent)]
    Office(#[from] office::Error),
    /// The store of a burst cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Machines for a burst cannot be had.
    #[error(transparent)]
    Fleet(#[from] FleetError),
    /// A burst cannot begin or go on.
    #[error(transparent)]
    Burst(#[from] BurstError),
}

impl Error {
    /// An [`office::Error::Io`].
    pub fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let io = office::Error::io(action, path);
        move |source| Self::Office(io(source))
    }
}

/// Why a burst cannot begin or go on.
/// `mend` is the command or policy that mends it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentence of each names its fields")]
pub enum BurstError {
    /// A run was made by a program that reads otherwise or writes another format.
    #[error("run {run} was made by dizzy {theirs}; this is {ours}")]
    OtherVersion { run: String, theirs: String, ours: String },
    #[error("there is no run {run} in {store}")]
    NoRun { run: String, store: String },
    /// Another coordinator works on the run.
    #[error("run {run} is being coordinated by {holder}")]
    Coordinated { run: String, holder: String },
    /// The region is not in the European Union.
    #[error("region {region} is not in the European Union")]
    OutsideEu { region: String },
    /// Something about the bucket or the account does not do, with the command that mends it.
    #[error("{what}")]
    NotReady { what: String, mend: String },
    /// Something is missing that no burst starts without.
    #[error("{0}")]
    Lacks(Box<Check>),
    #[error("no store for a burst is configured")]
    NoStore,
    /// The plan costs more than allowed.
    #[error("the burst may cost up to {cost_usd} US dollars, over the limit of {limit_usd}")]
    TooExpensive { cost_usd: String, limit_usd: String },
}
