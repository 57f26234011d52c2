//! Workers as processes of this machine: what a burst uses when nothing else is configured.
//!
//! Workers live on when the coordinator is killed, and the next one finds them again. A worker is known by three files
//! in `workers/` of the state folder: `<slot>.json` says what it was asked for, `<slot>.pid` which process it is, and
//! `pid-<n>.log` holds what it said. Its first act, while it is still a shell, is to write `<slot>.pid`, which only one
//! can: so a request that is repeated after a kill at any moment starts nothing twice, and no worker runs unknown.

mod process;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use office::ledger::RunId;
use reading::source::Sha256;

use self::process::Pid;
use super::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market, Offer,
};

const TYPE: &str = "local";

/// Writes down who it is, unless another has taken the slot, and becomes the worker.
const START: &str = include_str!("local/start.sh");

/// How long a worker may take to finish the page in hand when it is told to end.
const GRACE: Duration = Duration::from_secs(10);

/// How long a shell may take to write down who it is.
const STARTING: Duration = Duration::from_secs(10);

/// A worker that was launched this long ago and has ended is forgotten, seconds.
const FORGET_S: i64 = 24 * 60 * 60;

/// `<slot>.json`: what a worker was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    run: RunId,
    token: String,
    launched_s: i64,
}

/// A worker that was started at some time.
#[derive(Debug)]
struct Known {
    slot: PathBuf,
    asked: Asked,
    pid: Pid,
}

/// Worker processes of this machine.
#[derive(Debug)]
pub(crate) struct LocalFleet {
    program: PathBuf,
    workers: PathBuf,
    jobs_each: u32,
    /// Where a bucket is, when they meet in one.
    region: String,
    /// How long a worker that was told to end may take.
    grace: Duration,
    /// Those that this process started and has not reaped.
    children: Vec<Child>,
    /// When those that were told to end were told.
    told: BTreeMap<Pid, Instant>,
}

impl LocalFleet {
    /// Workers that run `program`, each reading `jobs_each` shards at a time; what must be remembered of them is kept
    /// in `state_dir`.
    pub fn new(program: PathBuf, state_dir: &Path, jobs_each: u32) -> Self {
        let workers = state_dir.join("workers");
        Self {
            program,
            // Workers keep their log whatever folder they work in.
            workers: std::path::absolute(&workers).unwrap_or(workers),
            jobs_each,
            region: String::new(),
            grace: GRACE,
            children: Vec::new(),
            told: BTreeMap::new(),
        }
    }

    /// The same, for a bucket in this AWS region.
    #[must_use]
    pub(crate) fn in_region(mut self, region: &str) -> Self {
        region.clone_into(&mut self.region);
        self
    }

    /// All workers that have files, those that have ended too.
    fn known(&self) -> Result<Vec<Known>, FleetError> {
        let entries = match fs::read_dir(&self.workers) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed("read", &self.workers, &error)),
        };
        let mut known = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| failed("read", &self.workers, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                known.extend(read(&path.with_extension(""))?);
            }
        }
        known.sort_by(|a, b| a.slot.cmp(&b.slot));
        Ok(known)
    }

    /// The worker of a slot, started unless it was.
    fn start(&mut self, request: &LaunchRequest, slot: PathBuf) -> Result<Instance, FleetError> {
        if let Some(known) = read(&slot)? {
            return Ok(known.instance());
        }
        let asked =
            Asked { run: request.run.clone(), token: request.token.clone(), launched_s: now_s() };
        let json = serde_json::to_vec(&asked).expect("plain fields are JSON");
        let path = slot.with_extension("json");
        let whole = slot.with_extension("new");
        fs::write(&whole, json)
            .and_then(|()| fs::rename(&whole, &path))
            .map_err(|error| failed("write", &path, &error))?;

        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", START, "sh"])
            .arg(slot.with_extension("pid"))
            .arg(&self.workers)
            .arg(&self.program)
            .args(["process", "--shard", &request.shard_uri, "--jobs"])
            .arg(self.jobs_each.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // An empty one would hide the one that is inherited.
        if !self.region.is_empty() {
            command.env("AWS_REGION", &self.region);
        }
        // A group of its own: Ctrl-C in the terminal reaches the coordinator alone.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .spawn()
            .map_err(|error| FleetError::Start { detail: format!("/bin/sh: {error}") })?;
        let patience = Instant::now() + STARTING;
        let pid = loop {
            // Looked at before its file, which it may write just before it ends.
            let has_ended = !matches!(child.try_wait(), Ok(None));
            if let Some(pid) = Pid::read(&slot.with_extension("pid")) {
                break pid;
            }
            if has_ended || Instant::now() > patience {
                let _ = child.kill();
                let _ = child.wait();
                return Err(FleetError::Start {
                    detail: format!("no worker wrote {}.pid", slot.display()),
                });
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        self.children.push(child);
        Ok(Known { slot, asked, pid }.instance())
    }

    /// Reaps own children that have ended.
    fn reap(&mut self) {
        self.children.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
    }

    fn remove(&self, known: &Known) -> Result<(), FleetError> {
        let log = self.workers.join(format!("{}.log", known.id()));
        // The file that says that there was a worker comes last.
        for path in [log, known.slot.with_extension("pid"), known.slot.with_extension("json")] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(failed("remove", &path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Fleet for LocalFleet {
    fn launch(&mut self, request: &LaunchRequest) -> Result<Launched, FleetError> {
        if cfg!(not(unix)) {
            return Err(FleetError::Start {
                detail: format!("not made for {}", std::env::consts::OS),
            });
        }
        if !self.program.is_file() {
            return Err(FleetError::Start {
                detail: format!("{} is not there", self.program.display()),
            });
        }
        fs::create_dir_all(&self.workers)
            .map_err(|error| failed("create folder", &self.workers, &error))?;
        // A token may hold anything; a slot is a file name.
        let token = Sha256::of(request.token.as_bytes()).to_string();
        let mut launched = Launched::default();
        for number in 1..=request.count {
            let slot = self.workers.join(format!("{}-{number}", &token[..16]));
            match self.start(request, slot) {
                Ok(instance) => launched.instances.push(instance),
                Err(error) if launched.instances.is_empty() => return Err(error),
                Err(error) => {
                    launched.shortfalls.push(super::Shortfall {
                        code: "Start".into(),
                        message: error.to_string(),
                        instance_type: TYPE.into(),
                        market: Market::Own,
                    });
                    break;
                }
            }
        }
        Ok(launched)
    }

    fn instances(&mut self, run: Option<&RunId>) -> Result<Vec<Instance>, FleetError> {
        self.reap();
        let mut instances = Vec::new();
        for known in self.known()? {
            let instance = known.instance();
            if instance.state == InstanceState::Ended && instance.launched_s + FORGET_S < now_s() {
                self.remove(&known)?;
            } else if run.is_none_or(|run| *run == instance.run) {
                instances.push(instance);
            }
        }
        Ok(instances)
    }

    /// Tells them to end; those that were told a while ago and still run are killed.
    fn terminate(&mut self, instances: &[InstanceId]) -> Result<(), FleetError> {
        for known in self.known()? {
            if !instances.contains(&known.id()) || !known.pid.is_running() {
                continue;
            }
            let told = match self.told.get(&known.pid) {
                None => {
                    self.told.insert(known.pid.clone(), Instant::now());
                    known.pid.tell_to_end()
                }
                Some(when) if when.elapsed() >= self.grace => known.pid.kill(),
                Some(_) => Ok(()),
            };
            told.map_err(|error| failed("end", Path::new(&known.id().0), &error))?;
        }
        self.reap();
        Ok(())
    }

    /// Removes the files of workers that have ended.
    fn clean(&mut self, run: Option<&RunId>) -> Result<Vec<String>, FleetError> {
        self.reap();
        let mut removed = Vec::new();
        for known in self.known()? {
            if run.is_none_or(|run| *run == known.asked.run) && !known.pid.is_running() {
                self.remove(&known)?;
                removed.push(known.id().0);
            }
        }
        // Stays when others are there.
        let _ = fs::remove_dir(&self.workers);
        Ok(removed)
    }

    fn offers(&mut self) -> Result<Vec<Offer>, FleetError> {
        Ok(vec![Offer {
            instance_type: TYPE.into(),
            vcpus: self.jobs_each,
            spot_usd: None,
            on_demand_usd: Decimal::ZERO,
        }])
    }
}

impl Known {
    fn id(&self) -> InstanceId {
        InstanceId(format!("pid-{}", self.pid.number()))
    }

    fn instance(&self) -> Instance {
        Instance {
            id: self.id(),
            run: self.asked.run.clone(),
            instance_type: TYPE.into(),
            zone: String::new(),
            market: Market::Own,
            // One that was told to end counts as running until it is gone: it may have to be told again.
            state: if self.pid.is_running() {
                InstanceState::Running
            } else {
                InstanceState::Ended
            },
            launched_s: self.asked.launched_s,
        }
    }
}

/// The worker of a slot; `None` when none was started in it, which a repeated request makes good.
fn read(slot: &Path) -> Result<Option<Known>, FleetError> {
    let Some(pid) = Pid::read(&slot.with_extension("pid")) else {
        return Ok(None);
    };
    let path = slot.with_extension("json");
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", &path, &error)),
    };
    let asked = serde_json::from_slice(&json).map_err(|error| failed("read", &path, &error))?;
    Ok(Some(Known { slot: slot.to_owned(), asked, pid }))
}

fn failed(action: &str, path: &Path, why: &dyn std::fmt::Display) -> FleetError {
    FleetError::Other { action: format!("{action} {}", path.display()), detail: why.to_string() }
}

fn now_s() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs().cast_signed())
}
