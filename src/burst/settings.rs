//! The settings of a burst: `[burst]`.

use dispatch::{Span, Threshold};
use reading::settings::section;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The defaults of `[burst]`, as TOML text with a comment for every key.
pub const BURST_TOML: &str = include_str!("settings/burst.toml");

/// Burst: when this machine is not enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the configuration"
)]
pub struct Burst {
    /// Where the machines meet; empty means that there is no burst.
    pub store: String,
    /// `dizzy process` bursts by itself over the threshold.
    pub auto: bool,
    /// Work that this machine does alone.
    pub threshold: Threshold,
    /// All should be done this long after the burst begins.
    pub deadline: Span,
    /// Workers at most.
    pub max_workers: u32,
    /// What a burst may cost at most, US dollars.
    pub max_cost_usd: Decimal,
    /// This machine takes shards too.
    pub work_here: bool,
    /// AWS region of bucket and workers.
    pub region: String,
    /// Regions outside the European Union are not refused.
    pub allow_outside_eu: bool,
    /// EC2 instance types that will do.
    pub instance_types: Vec<String>,
    /// Ask for spare capacity first.
    pub spot: bool,
    /// Machine image; empty means the newest Debian of this architecture.
    pub image: String,
    /// Where dizzy is on the machine image; empty means that workers fetch the program.
    pub image_program: String,
    /// Instance profile of the workers.
    pub instance_profile: String,
    /// Security group of the workers, by id or name.
    pub security_group: String,
    /// Subnets for the workers; empty means those of the default VPC.
    pub subnets: Vec<String>,
    /// Disk of a worker, GiB.
    pub volume_gib: u32,
    /// A worker ends itself after this long.
    pub worker_life: Span,
    /// What a worker's vCPU does in the time in which a core of this machine does 1.0.
    pub vcpu_speed: f64,
    /// A shard is cut to take one core about this long, seconds.
    pub shard_seconds: u64,
    /// A worker that is not heard of for this long loses its shard, seconds.
    pub lease_seconds: u64,
}

impl Default for Burst {
    fn default() -> Self {
        section(BURST_TOML, "burst")
    }
}
