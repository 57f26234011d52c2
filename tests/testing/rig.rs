//! An AWS on loopback: S3 and EC2 whose instances run (`tests/testing/aws/rig.py`), for as long as a [`Rig`] lives.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[cfg(test)]
mod tests;

const REGION: &str = "eu-central-1";

/// The rig, running. Everything it started ends with it.
pub struct Rig {
    process: Child,
    address: String,
}

/// An instance as the rig knows it.
#[derive(Debug, Clone)]
pub struct RigInstance {
    /// `i-…`.
    pub id: String,
    /// EC2's word: `pending`, `running`, `terminated`, …
    pub state: String,
    /// Why it ended (`Server.SpotInstanceTermination`).
    pub reason: String,
    /// The process that runs its user data.
    pub pid: Option<u32>,
    /// `spot` or `on-demand`.
    pub market: String,
    /// `c7i.large`.
    pub instance_type: String,
    /// `eu-central-1a`.
    pub zone: String,
    /// What it printed so far.
    pub console: String,
    /// All that the rig says of it: also `tags`, `template`, `profile`, `power_off_armed`, `user_data_bytes`.
    pub all: Value,
}

impl Rig {
    /// Starts it, with a Python that is made for it the first time.
    pub fn start() -> Self {
        let python = python();
        let mut process = Command::new(python)
            .arg(here().join("rig.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the rig starts");
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().expect("piped"))
            .read_line(&mut line)
            .expect("the rig speaks");
        let first: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the rig did not start; try: {}", by_hand()));
        let endpoint = first["endpoint"].as_str().expect("an endpoint");
        let address = endpoint.trim_start_matches("http://").to_owned();
        Self { process, address }
    }

    /// Where S3, EC2, STS and Service Quotas answer.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The environment of a coordinator.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        let fixed = [
            ("AWS_ACCESS_KEY_ID", "AKIAKANTOOR"),
            ("AWS_SECRET_ACCESS_KEY", "geheim"),
            ("AWS_REGION", REGION),
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ];
        let mut env: Vec<_> = fixed.map(|(name, value)| (name, value.to_owned())).into();
        env.push(("AWS_ENDPOINT_URL", self.endpoint()));
        env
    }

    /// Gives a command that environment, and nothing else of AWS.
    pub fn apply(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        command.envs(self.env());
    }

    /// A bucket as a burst wants it: in the region, private, encrypted, TLS only, with a lifecycle.
    pub fn bucket(&self, name: &str) -> String {
        self.bucket_with(name, json!({}))
    }

    /// The same, less what is said: `{"encryption": false}`, `{"region": "us-east-1"}`, `{"prefix": "p"}`, ….
    pub fn bucket_with(&self, name: &str, less: Value) -> String {
        let mut given = less;
        given["name"] = json!(name);
        self.control("bucket", &given);
        name.to_owned()
    }

    /// Sets faults; the names are those of `FAULTS` in `rig.py`.
    pub fn faults(&self, faults: &Value) {
        self.control("faults", faults);
    }

    /// All instances that ever were.
    pub fn instances(&self) -> Vec<RigInstance> {
        let table = self.control("instances", &json!({}));
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let rows = table.as_array().expect("a table").iter();
        rows.map(|row| RigInstance {
            id: text(row, "id"),
            state: text(row, "state"),
            reason: text(row, "reason"),
            pid: row["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()),
            market: text(row, "market"),
            instance_type: text(row, "type"),
            zone: text(row, "zone"),
            console: std::fs::read_to_string(text(row, "console")).unwrap_or_default(),
            all: row.clone(),
        })
        .collect()
    }

    /// Instances that still cost money.
    pub fn alive(&self) -> Vec<RigInstance> {
        let mut all = self.instances();
        all.retain(|instance| !["terminated", "stopped"].contains(&instance.state.as_str()));
        all
    }

    /// Spot notice now, the end after `notice_s`.
    pub fn interrupt(&self, id: &str) {
        self.control("interrupt", &json!({ "id": id }));
    }

    /// The machine is gone without a word.
    pub fn kill(&self, id: &str) {
        self.control("kill", &json!({ "id": id }));
    }

    /// SIGSTOP to all of a machine.
    pub fn pause(&self, id: &str) {
        self.control("pause", &json!({ "id": id }));
    }

    /// SIGCONT.
    pub fn resume(&self, id: &str) {
        self.control("resume", &json!({ "id": id }));
    }

    /// How often what was asked, by whom: tables `s3`, `ec2`, `actions`, `bytes`, each also as `…:worker` and
    /// `…:coordinator`.
    pub fn counters(&self) -> Value {
        self.control("counters", &json!({}))
    }

    /// Begins to count anew.
    pub fn reset_counters(&self) {
        self.control("counters", &json!({ "reset": true }));
    }

    /// The objects in a bucket, and unfinished multipart uploads.
    pub fn objects(&self, bucket: &str) -> Vec<String> {
        let left = self.control("objects", &json!({ "bucket": bucket }));
        strings(&left["keys"]).into_iter().chain(strings(&left["uploads"])).collect()
    }

    /// Launch templates that are still there.
    pub fn templates(&self) -> Vec<String> {
        strings(&self.control("templates", &json!({})))
    }

    /// Waits until the condition holds.
    #[track_caller]
    pub fn wait(&self, what: &str, limit: Duration, mut holds: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + limit;
        while !holds(self) {
            assert!(Instant::now() < end, "{what}: not within {limit:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn control(&self, what: &str, given: &Value) -> Value {
        let (status, body) = self.post(&format!("/_rig/{what}"), &given.to_string());
        assert_eq!(status, 200, "{what} {given}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    fn post(&self, path: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("the rig listens");
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: rig\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        (status.expect("a status"), body.to_owned())
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for instance in self.instances() {
                let RigInstance { id, state, reason, console, .. } = instance;
                eprintln!("--- {id} is {state} {reason}\n{console}");
            }
        }
        drop(self.process.stdin.take()); // it ends its instances and itself
        let end = Instant::now() + Duration::from_secs(15);
        while matches!(self.process.try_wait(), Ok(None)) {
            if Instant::now() > end {
                let _ = self.process.kill();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a string").to_owned()).collect()
}

/// The folder of the rig's program.
fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("aws")
}

/// A Python with moto, in `target/aws-venv`; made when it is not there. Several test programs may ask at once.
fn python() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    // target/<profile>/deps/<program>
    let target = program.ancestors().nth(3).expect("the target folder");
    let venv = target.join("aws-venv");
    let python = venv.join("bin/python");
    let wanted = std::fs::read_to_string(here().join("requirements.txt")).expect("requirements");
    let made = venv.join("made-from.txt");
    let lock = File::create(target.join("aws-venv.lock")).expect("a lock");
    lock.lock().expect("locked");
    if std::fs::read_to_string(&made).ok().as_ref() != Some(&wanted) {
        let mend = "sudo apt-get install -y python3 python3-venv";
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv), mend);
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        run(install.arg("-r").arg(here().join("requirements.txt")), &by_hand());
        std::fs::write(&made, wanted).expect("written");
    }
    python
}

/// Runs a step of the preparation; when it fails, says what mends it.
fn run(command: &mut Command, mend: &str) {
    match command.output() {
        Ok(Output { status, .. }) if status.success() => {}
        Ok(Output { stderr, stdout, .. }) => panic!(
            "the tests' AWS cannot be prepared; this may mend it: {mend}\n{}{}",
            String::from_utf8_lossy(&stdout),
            String::from_utf8_lossy(&stderr)
        ),
        Err(error) => {
            panic!("the tests' AWS cannot be prepared ({error}); this may mend it: {mend}")
        }
    }
}

fn by_hand() -> String {
    "python3 -m venv target/aws-venv && target/aws-venv/bin/pip install -r tests/testing/aws/requirements.txt && \
     target/aws-venv/bin/python tests/testing/aws/rig.py </dev/null"
        .to_owned()
}
