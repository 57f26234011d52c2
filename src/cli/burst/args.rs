//! The arguments of `dizzy burst`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{AtTheEnd, LogFormat, Places, Scans, examples};
use crate::cli::settings::help;
use burst::FleetKind;
use burst::shard::RunId;
use dispatch::Span;

/// `dizzy burst`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Burst {
    #[command(flatten)]
    pub begin: Begin,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What workers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fleet {
    /// EC2 instances
    Ec2,
    /// Processes on this machine
    Local,
}

impl Machines {
    /// What the workers are: as asked, else what goes with the store.
    pub fn kind(&self, burst: &::burst::settings::Burst) -> FleetKind {
        match self.fleet {
            Some(Fleet::Ec2) => FleetKind::Ec2,
            Some(Fleet::Local) => FleetKind::Local,
            None => FleetKind::of_store(&burst.store),
        }
    }
}

/// Where the machines of a burst are.
#[derive(Debug, Clone, Args)]
pub struct Machines {
    /// What the workers are [default: ec2; with a folder as store: local]
    #[arg(long, value_name = "FLEET", value_enum, help_heading = "Burst")]
    pub fleet: Option<Fleet>,
    /// Where the machines meet: s3://BUCKET/PREFIX, or a folder that all can reach
    #[arg(long, value_name = "STORE", help_heading = "Burst")]
    pub store: Option<String>,
    /// AWS region.
    #[arg(long, value_name = "REGION", help_heading = "Burst", help = help("burst.region"))]
    pub region: Option<String>,
}

/// A run with workers.
#[derive(Debug, Args)]
pub struct Begin {
    /// Folders and files to read; '-' reads a list of them from standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub places: Places,
    /// Only show the plan; nothing is started, sent or written
    #[arg(long, short = 'n', conflicts_with_all = ["summary", "notify_command"])]
    pub dry_run: bool,
    /// Try again what failed in earlier runs
    #[arg(long)]
    pub retry_failed: bool,

    /// Workers at most; without a deadline so many are started
    #[arg(long, value_name = "N", help_heading = "Burst", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_workers: Option<u32>,
    /// All should be done within this time ("45m"); the fewest workers that make it are started
    #[arg(long, value_name = "TIME", help_heading = "Burst")]
    pub deadline: Option<Span>,
    /// What it may cost at most, US dollars
    #[arg(long, value_name = "USD", help_heading = "Burst")]
    pub max_cost: Option<String>,
    #[command(flatten)]
    pub machines: Machines,
    /// Do not ask before starting machines
    #[arg(long, short, help_heading = "Burst")]
    pub yes: bool,

    /// Documents read at the same time on this machine [default: one per processor]
    #[arg(long, short, value_name = "N", help_heading = "Reading")]
    pub jobs: Option<u32>,
    #[command(flatten)]
    pub scans: Scans,

    #[command(flatten)]
    pub messages: Messages,
    #[command(flatten)]
    pub afterwards: AtTheEnd,
}

/// How a run is told.
#[derive(Debug, Clone, Copy, Args)]
pub struct Messages {
    /// Print failures and problems only
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Messages")]
    pub quiet: bool,
    /// Print a line for every document
    #[arg(long, short, help_heading = "Messages")]
    pub verbose: bool,
    /// How progress is written to standard error
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value = "text",
        help_heading = "Messages"
    )]
    pub log_format: LogFormat,
}

/// `dizzy burst …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the runs of this folder for the proposals: shards, workers, machines, cost
    #[command(after_long_help = examples!("burst-status"))]
    Status(Run),
    /// Take a run up again: collect its results, end its machines, remove it from the store
    #[command(after_long_help = examples!("burst-collect"))]
    Collect(Collect),
    /// End a run: keep what is finished, end its machines, remove it from the store
    #[command(after_long_help = examples!("burst-stop"))]
    Stop(Collect),
    /// Find and remove whatever runs have left: machines, launch templates, objects
    #[command(after_long_help = examples!("burst-sweep"))]
    Sweep(Sweep),
    /// Show in simulated time what a backlog would take with so many workers
    #[command(after_long_help = examples!("burst-simulate"))]
    Simulate(Simulate),
}

/// `dizzy burst simulate`
#[derive(Debug, Args)]
pub struct Simulate {
    /// Workers, a run for each number; 0 is this machine alone
    #[arg(
        long,
        value_name = "N",
        value_delimiter = ',',
        default_values_t = [1, 10, 50, 200, 1000]
    )]
    pub workers: Vec<u32>,
    /// Seed of all that happens by chance
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: LogFormat,

    /// Documents with pages to recognise
    #[arg(long, value_name = "N", default_value_t = 1_000_000, help_heading = "Work")]
    pub documents: u64,
    /// Pages of a document, on average
    #[arg(long, value_name = "N", default_value_t = 1.3, help_heading = "Work")]
    pub pages: f64,
    /// Documents of 300 pages among them
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Work")]
    pub large: u64,
    /// What a page takes a core of this machine, ms
    #[arg(long, value_name = "MS", default_value_t = 1500.0, help_heading = "Work")]
    pub page_ms: f64,
    /// How much pages differ: standard deviation of the logarithm
    #[arg(long, value_name = "SPREAD", default_value_t = 0.5, help_heading = "Work")]
    pub page_spread: f64,

    /// vCPUs of a worker
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Machines")]
    pub vcpus: u32,
    /// What a vCPU does in the time in which a core of this machine does 1.0
    #[arg(long, value_name = "SPEED", default_value_t = 0.7, help_heading = "Machines")]
    pub vcpu_speed: f64,
    /// Cores of this machine that take part
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Machines")]
    pub here_cores: u32,
    /// From asking for a machine to its first shard, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 75.0, help_heading = "Machines")]
    pub boot: f64,
    /// Machines taken back at notice, percent an hour
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0, help_heading = "Machines")]
    pub interruptions: f64,
    /// Machines that vanish without a word, percent an hour
    #[arg(long, value_name = "PERCENT", default_value_t = 0.2, help_heading = "Machines")]
    pub crashes: f64,
    /// Machines that are three times as slow, percent
    #[arg(long, value_name = "PERCENT", default_value_t = 2.0, help_heading = "Machines")]
    pub stragglers: f64,

    /// Calls to the store that fail, of a thousand
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Store and line")]
    pub failures: u32,
    /// Median time of a request to the store, ms
    #[arg(long, value_name = "MS", default_value_t = 30.0, help_heading = "Store and line")]
    pub latency_ms: f64,
    /// The office's line to the store, Mbit/s
    #[arg(long, value_name = "MBIT", default_value_t = 1000.0, help_heading = "Store and line")]
    pub up_mbit: f64,
    /// A shard takes a core about this long at most, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Store and line")]
    pub shard_seconds: u64,
}

/// Which run.
#[derive(Debug, Args)]
pub struct Run {
    /// The run; without it the one there is
    #[arg(value_name = "RUN", value_parser = run_id)]
    pub run: Option<RunId>,
    #[command(flatten)]
    pub places: Places,
}

/// `dizzy burst collect`, `dizzy burst stop`
#[derive(Debug, Args)]
pub struct Collect {
    #[command(flatten)]
    pub run: Run,
    #[command(flatten)]
    pub messages: Messages,
    #[command(flatten)]
    pub afterwards: AtTheEnd,
}

/// `dizzy burst sweep`
#[derive(Debug, Args)]
pub struct Sweep {
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub machines: Machines,
    /// Only show what there is
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Print problems only
    #[arg(long, short)]
    pub quiet: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "what clap asks of a value's parser")]
fn run_id(text: &str) -> Result<RunId, std::convert::Infallible> {
    Ok(RunId(text.to_owned()))
}
