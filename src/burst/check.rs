//! What a burst needs, looked at one by one.

use std::fmt;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item {
    /// This program can speak to AWS.
    Program,
    /// Somebody's valid credentials; the detail is whose.
    Credentials,
    /// The region, in the European Union unless allowed otherwise.
    Region,
    /// There is a bucket, and it is this account's.
    Bucket,
    /// The bucket is in the region; the detail is where it is.
    BucketRegion,
    /// All four blocks of public access.
    PublicAccess,
    /// Encryption by default; the detail is how.
    Encryption,
    /// A policy that refuses plain HTTP.
    TlsOnly,
    /// Runs and unfinished uploads expire by themselves.
    Lifecycle,
    /// Writes with `If-None-Match` and `If-Match`.
    ConditionalWrites,
    /// The machine image; the detail is which.
    Image,
    /// The workers' security group; the detail is which.
    SecurityGroup,
    /// Subnets to start in; the detail is how many.
    Subnets,
    /// The workers' instance profile; the detail is its name.
    InstanceProfile,
    /// A launch, as a dry run.
    Launch,
    /// Every right that a burst needs; the detail names those that lack.
    Rights,
    /// vCPUs of spot machines; the detail is how many.
    SpotQuota,
    /// vCPUs of on-demand machines; the detail is how many.
    OnDemandQuota,
    /// A folder as store.
    Folder,
    /// Room in it; the detail is the free MiB.
    Room,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is there.
    Ok,
    /// It is not there, or not as it must be.
    Missing,
    /// It cannot be looked at with these rights, or there was no answer.
    CannotTell,
}

/// One thing that a burst needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub what: Item,
    /// How it came out.
    pub state: State,
    /// What was found: a name, a number, or AWS's own word.
    pub detail: String,
    /// The command that mends it; empty when nothing needs mending.
    pub mend: String,
}

impl Check {
    pub(crate) fn ok(what: Item, detail: impl Into<String>) -> Self {
        Self::new(what, State::Ok, detail, "")
    }

    pub(crate) fn missing(what: Item, detail: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(what, State::Missing, detail, mend)
    }

    #[cfg(feature = "aws")]
    pub(crate) fn cannot_tell(
        what: Item,
        detail: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self::new(what, State::CannotTell, detail, mend)
    }

    pub(crate) fn new(
        what: Item,
        state: State,
        detail: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { what, state, detail: detail.into(), mend: mend.into() }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, state, detail, .. } = self;
        write!(f, "{what:?}: {state:?}: {detail}")
    }
}
