//! `dizzy process --shard`: this machine as a worker of somebody's burst.

use std::sync::Arc;

use super::scratch::Scratch;
use crate::settings::Burst;
use crate::shard::{
    Keys, RunManifest, SCHEMA, WorkSummary, Worker, WorkerEvent, WorkerId, chance, read_json,
};
use crate::store::Location;
use crate::{BurstError, Result};
use booking::Context;
use office::Program;
use office::batch::{Stop, fingerprint, new_reader, with_ocr_of_this_machine};
use office::settings::Settings;
use reading::reader::ReaderSlot;

/// What a worker is told.
#[derive(Debug)]
pub struct ShardJob {
    /// The settings of this machine; those of the run go before them.
    pub settings: Settings,
    /// The settings of bursts of this machine.
    pub burst: Burst,
    /// The run, as [`Location::run`] says it.
    pub uri: String,
    /// What documents are read with.
    pub program: Program,
    /// The brake.
    pub stop: Arc<Stop>,
    /// Shards read at the same time; 0 means one for each processor.
    pub jobs: usize,
}

/// Works for a run until nothing is left of it or this worker is told to go.
///
/// # Errors
/// [`BurstError::NoRun`], [`BurstError::OtherVersion`] when this program reads otherwise than the run's own, and when
/// the store cannot be reached for some minutes or refuses.
pub fn work(job: ShardJob, on_event: &(dyn Fn(WorkerEvent) + Sync)) -> Result<WorkSummary> {
    let (location, run) = Location::split_run(&job.uri)?;
    let store = location.open(&job.burst)?;
    let keys = Keys::new(&run);
    let key = keys.manifest();
    let Some(object) = store.get(&key)? else {
        return Err(BurstError::NoRun { run: run.to_string(), store: location.to_string() }.into());
    };
    let manifest: RunManifest = read_manifest(&key, &object.bytes)?;
    let settings = settings_of(job.settings, &manifest);
    if fingerprint(&settings, &Context::default(), &job.program.understanding).reading
        != manifest.reading
    {
        return Err(other_version(&manifest.run.0, &manifest.version));
    }
    let machine = Machine::of(&location);
    let host = machine.id.clone().map_or_else(host_name, |(id, _)| id);
    let id = WorkerId(format!("{host}-{}-{}", std::process::id(), chance(4)));
    let scratch = Scratch::new(&id)?;
    let jobs = match job.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let readers: Vec<ReaderSlot> =
        (0..jobs).map(|_| new_reader(&job.program.reader, &settings)).collect();
    let worker = Worker {
        store,
        manifest,
        id,
        stop: job.stop,
        scratch: scratch.path().to_owned(),
        local: None,
        instance: machine.id,
        notice: machine.notice,
        leaves_when_idle: true,
    };
    worker.run(readers, on_event)
}

/// Reads a run's manifest; one in another format is another version's.
fn read_manifest(key: &str, bytes: &[u8]) -> Result<RunManifest> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema: String,
        version: String,
        run: String,
    }
    let head: Head = read_json(key, bytes)?;
    if head.schema != SCHEMA {
        return Err(other_version(&head.run, &head.version));
    }
    Ok(read_json(key, bytes)?)
}

/// The run's settings with what is this machine's own: where Tesseract's data is.
fn settings_of(mut settings: Settings, manifest: &RunManifest) -> Settings {
    let tessdata = std::mem::take(&mut settings.ocr.tessdata);
    settings.ocr.clone_from(&manifest.ocr);
    settings.ocr.tessdata = tessdata;
    settings.reader = manifest.reader.clone();
    settings.limits = manifest.limits.clone();
    with_ocr_of_this_machine(settings)
}

fn other_version(run: &str, theirs: &str) -> crate::Error {
    BurstError::OtherVersion {
        run: run.to_owned(),
        theirs: theirs.to_owned(),
        ours: env!("CARGO_PKG_VERSION").to_owned(),
    }
    .into()
}

#[derive(Default)]
struct Machine {
    id: Option<(String, String)>,
    notice: Option<crate::shard::Notice>,
}

impl Machine {
    #[cfg(feature = "aws")]
    fn of(location: &Location) -> Self {
        // a folder is for machines of the firm's own
        if matches!(location, Location::Directory(_)) {
            return Self::default();
        }
        let Some(metadata) = crate::aws::Metadata::of_this_instance() else {
            return Self::default();
        };
        Self {
            id: Some((metadata.id().to_owned(), metadata.instance_type().to_owned())),
            notice: Some(Box::new(move || metadata.has_notice())),
        }
    }

    #[cfg(not(feature = "aws"))]
    fn of(_: &Location) -> Self {
        Self::default()
    }
}

/// The host's name, of characters that names of objects may have.
pub(super) fn host_name() -> String {
    let host = rustix::system::uname();
    let name: String = host
        .nodename()
        .to_string_lossy()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(60)
        .collect();
    if name.is_empty() { "host".to_owned() } else { name }
}
