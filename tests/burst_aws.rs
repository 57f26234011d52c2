//! Bursts through an S3 server and an EC2 that starts a process for every instance, all on loopback.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use testing::rig::{Rig, RigInstance};

use crate::support::{Dir, Run, local_burst, ubl};

fn fill(dir: &Dir, receipts: u32) {
    let receipt = fs::read("tests/data/burst/bon.png").unwrap();
    for n in 0..receipts {
        let tail = format!("\n{n}\n").into_bytes();
        dir.put(&format!("bon-{n:03}.png"), [receipt.clone(), tail].concat());
    }
    for n in 1..=4 {
        dir.put(&format!("factuur-{n}.xml"), ubl(n));
    }
}

/// What a run of this machine alone gives for the same documents.
fn undisturbed(receipts: u32) -> Dir {
    let dir = Dir::new();
    fill(&dir, receipts);
    dir.process(&[]).expect(0);
    dir
}

/// The program with the rig as AWS, a bucket, and small shards.
fn dizzy(rig: &Rig, dir: &Dir, args: &[&str]) -> Command {
    let mut command = dir.dizzy(args);
    rig.apply(&mut command);
    command
        .env("DIZZY_BURST_STORE", "s3://kantoor/dizzy")
        .env("DIZZY_BURST_SHARD_SECONDS", "3")
        .env("DIZZY_BURST_LEASE_SECONDS", "10");
    command
}

/// Objects of runs in the bucket, whose names contain this.
fn objects(rig: &Rig, kind: &str) -> usize {
    let objects = rig.objects("kantoor").into_iter();
    objects.filter(|key| key.contains("runs/") && key.contains(kind)).count()
}

/// Processes that work for a run against this rig. What one of them has just forked still bears its command line and is
/// not counted.
fn workers(rig: &Rig) -> Vec<u32> {
    let endpoint = format!("AWS_ENDPOINT_URL={}", rig.endpoint());
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse() else {
            continue;
        };
        let text = |name: &str| {
            let bytes = fs::read(entry.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let line = text("cmdline");
        if line.contains("--shard")
            && line.contains("s3://kantoor")
            && text("environ").split('\0').any(|set| set == endpoint)
        {
            // "pid (name) state parent …"
            let stat = text("stat");
            let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
            let parent: Option<u32> = after.split(' ').nth(1).and_then(|id| id.parse().ok());
            found.push((pid, parent));
        }
    }
    let all: Vec<u32> = found.iter().map(|(pid, _)| *pid).collect();
    found.retain(|(_, parent)| parent.is_none_or(|parent| !all.contains(&parent)));
    let mut workers: Vec<u32> = found.into_iter().map(|(pid, _)| pid).collect();
    workers.sort_unstable();
    workers
}

fn signal(pid: u32, signal: &str) {
    // one that has just ended needs none
    drop(Command::new("kill").args([signal, &pid.to_string()]).status());
}

/// 300 documents, six workers: killed, paused beyond their leases, interrupted; the store fails one call in twenty; the
/// coordinator is killed twice. The result is that of an undisturbed run, and nothing is left anywhere.
#[test]
fn chaos_changes_nothing() {
    const DOCUMENTS: u32 = 300;
    let alone = undisturbed(DOCUMENTS);
    let rig = Rig::start();
    rig.bucket("kantoor");
    let dir = Dir::new();
    fill(&dir, DOCUMENTS);
    rig.faults(&json!({"s3_busy": 20, "s3_lost": 15, "s3_truncated": 15, "s3_seed": 7}));
    let long = Duration::from_mins(4);
    let burst = local_burst("6", &["--quiet"]);
    let start = |args: &[&str]| -> Child {
        dizzy(&rig, &dir, args)
            .stdout(Stdio::null())
            .stderr(fs::File::create(dir.path("log.txt")).unwrap())
            .spawn()
            .unwrap()
    };
    let results = |count: usize| {
        rig.wait("results", long, |rig| objects(rig, "/results/") >= count);
    };

    let mut coordinator = start(&burst);
    results(3);
    let first = workers(&rig);
    assert_eq!(first.len(), 6);
    signal(first[0], "-KILL");
    signal(first[1], "-STOP");
    signal(first[2], "-TERM"); // as a notice: it passes the rest on
    results(12);
    coordinator.kill().unwrap();
    coordinator.wait().unwrap();
    signal(first[3], "-KILL");
    results(20);
    // the next one goes on, and is killed as well
    let mut coordinator = start(&["process", "in", "--out", "out", "--quiet"]);
    results(35);
    coordinator.kill().unwrap();
    coordinator.wait().unwrap();
    signal(first[4], "-STOP");
    results(45);
    signal(first[1], "-CONT"); // long after its lease has lapsed
    let mut coordinator = start(&burst);
    rig.wait("the end", long, |rig| {
        if let Some(last) = workers(rig).last() {
            // whatever comes up is interrupted now and then
            if last % 7 == 0 {
                signal(*last, "-TERM");
            }
        }
        coordinator.try_wait().unwrap().is_some()
    });
    signal(first[4], "-CONT");
    let code = coordinator.wait().unwrap().code();
    let log = fs::read_to_string(dir.path("log.txt")).unwrap();
    assert_eq!(code, Some(0), "{log}");

    dir.assert_same_results(&alone);
    assert_eq!(dir.proposals().len(), DOCUMENTS as usize + 4);
    rig.wait("the workers' end", long, |rig| workers(rig).is_empty());
    assert_eq!(objects(&rig, ""), 0, "{:?}", rig.objects("kantoor"));
    let count = |kind: &str| rig.counters()["s3"][kind].as_u64().unwrap_or(0);
    let failed = count("busy") + count("lost") + count("truncated");
    assert!(failed > 20, "{}", rig.counters());
}

/// The whole way: instances that run their user data, fetch the packed program, work, and end.
#[test]
fn instances_start_work_and_end_by_themselves() {
    let alone = undisturbed(60);
    let rig = Rig::start();
    rig.bucket("kantoor");
    let dir = Dir::new();
    fill(&dir, 60);
    let burst =
        ["burst", "in", "--out", "out", "--max-workers", "3", "--yes", "--log-format", "json"];

    // the plan starts nothing
    let mut args = burst.to_vec();
    args.push("--dry-run");
    let plan = Run(dizzy(&rig, &dir, &args).output().unwrap()).expect(0);
    let plan: Value = serde_json::from_str(&plan.stdout()).unwrap();
    assert_eq!(plan["plan"]["workers"], 3, "{plan}");
    assert!(rig.instances().is_empty() && rig.objects("kantoor").is_empty());

    let mut command = dizzy(&rig, &dir, &burst);
    command.env("DIZZY_BURST_WORK_HERE", "false"); // or it might be done before they are there
    let run = Run(command.output().unwrap()).expect(0);
    assert!(run.stderr().contains(r#""started":3"#), "{}", run.stderr());
    dir.assert_same_results(&alone);
    let instances = rig.instances();
    assert_eq!(instances.len(), 3);
    for instance in &instances {
        assert_eq!(instance.state, "terminated", "{}", instance.console);
    }
    let at_work = |i: &&RigInstance| i.console.contains("shard 0");
    assert!(instances.iter().filter(at_work).count() > 0);
    assert_eq!(objects(&rig, ""), 0);
    assert!(rig.templates().is_empty());
    let sweep = ["burst", "sweep", "--out", "out"];
    let swept = Run(dizzy(&rig, &dir, &sweep).output().unwrap()).expect(0);
    assert!(swept.stdout().starts_with("Nothing is left"), "{}", swept.stdout());
}

/// A machine is taken back at a notice, another vanishes: others do their work, and nothing is left.
#[test]
fn machines_that_go_are_made_up_for() {
    const DOCUMENTS: u32 = 120;
    let alone = undisturbed(DOCUMENTS);
    let rig = Rig::start();
    rig.bucket("kantoor");
    let dir = Dir::new();
    fill(&dir, DOCUMENTS);
    // an answer that is lost after machines were started, and not enough of the first type
    rig.faults(&json!({"notice_s": 6.0, "lost_answers": {"CreateFleet": 1}}));
    let mut burst = dizzy(
        &rig,
        &dir,
        &["burst", "in", "--out", "out", "--max-workers", "3", "--yes", "--quiet"],
    );
    burst.env("DIZZY_BURST_WORK_HERE", "false");
    let mut coordinator = burst.stderr(Stdio::null()).spawn().unwrap();
    let long = Duration::from_mins(4);
    rig.wait("results", long, |rig| objects(rig, "/results/") > 4);
    let started = rig.instances();
    // on a busy machine one may have ended already, and another stand in for it
    assert!(
        (3..6).contains(&started.len()),
        "a lost answer starts nothing twice: {}",
        started.len()
    );
    let at_work: Vec<String> = rig.alive().into_iter().map(|i| i.id).collect();
    assert!(at_work.len() >= 2, "{}", at_work.len());
    rig.interrupt(&at_work[0]);
    rig.kill(&at_work[1]);
    rig.wait("the end", long, |_| coordinator.try_wait().unwrap().is_some());
    assert_eq!(coordinator.wait().unwrap().code(), Some(0));
    dir.assert_same_results(&alone);
    let told = rig.instances().into_iter().find(|i| i.id == at_work[0]);
    let console = told.unwrap().console;
    assert!(console.contains("taken back"), "{console}");
    assert!(rig.alive().is_empty() && rig.templates().is_empty());
    assert_eq!(objects(&rig, ""), 0);
}

/// What keeps a burst from beginning is said with what to do; nothing is started, sent or lost.
#[test]
fn what_is_not_right_is_said_before_anything_begins() {
    let alone = undisturbed(4);
    let rig = Rig::start();
    let burst = ["burst", "in", "--out", "out", "--max-workers", "2", "--yes"];
    let refused = |dir: &Dir, env: &[(&str, &str)], code: i32, said: &[&str]| {
        let mut command = dizzy(&rig, dir, &burst);
        command.envs(env.iter().copied());
        let run = Run(command.output().unwrap()).expect(code);
        for word in said {
            assert!(run.stderr().contains(word), "{word}: {}", run.stderr());
        }
        assert!(rig.instances().is_empty() && rig.templates().is_empty());
    };
    let dir = Dir::new();
    fill(&dir, 4);
    rig.bucket("kantoor");
    for (name, less, said) in [
        ("openbaar", json!({"public_access_block": false}), "put-public-access-block"),
        ("leesbaar", json!({"encryption": false}), "put-bucket-encryption"),
        ("plat", json!({"tls_only": false}), "put-bucket-policy"),
        ("amerika", json!({"region": "us-east-1"}), "us-east-1"),
    ] {
        rig.bucket_with(name, less);
        let store = format!("s3://{name}/dizzy");
        refused(&dir, &[("DIZZY_BURST_STORE", &store)], 1, &[name, said]);
        assert!(rig.objects(name).is_empty(), "{name}");
    }
    refused(&dir, &[("DIZZY_BURST_STORE", "s3://nergens/dizzy")], 1, &["nergens"]);
    let outside = [("DIZZY_BURST_REGION", "us-east-1")];
    refused(&dir, &outside, 1, &["European Union", "eu-central-1"]);
    for kind in ["expired", "invalid"] {
        rig.faults(&json!({"credentials": kind}));
        refused(&dir, &[], 1, &["credentials", "aws configure"]);
    }
    rig.faults(&json!({"credentials": ""}));
    let none = [("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")];
    refused(&dir, &none, 1, &["there are no credentials\n"]);
    assert!(objects(&rig, "") == 0, "{:?}", rig.objects("kantoor"));

    // no machine is to be had: told, and this machine does the work
    for faults in [
        json!({"quota": {"spot": 0, "on-demand": 0}}),
        json!({"quota": {"spot": 64, "on-demand": 64}, "capacity": {"*/*/*": 0}}),
        json!({"capacity": {}, "denied": ["ec2:CreateFleet"]}),
    ] {
        rig.faults(&faults);
        let dir = Dir::new();
        fill(&dir, 4);
        let run = Run(dizzy(&rig, &dir, &burst).output().unwrap()).expect(0);
        let said = run.stderr();
        assert!(
            said.contains("No workers can be had") || said.contains("0 of 2 workers"),
            "{faults}: {said}"
        );
        dir.assert_same_results(&alone);
        assert!(rig.instances().is_empty() && rig.templates().is_empty(), "{faults}");
        assert_eq!(objects(&rig, ""), 0);
    }
}
