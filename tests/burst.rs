//! `dizzy burst` as a person uses it, with workers on this machine.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Dir, Run, fixture, local_burst, ubl};

/// A burst with small shards.
fn burst_args() -> Vec<&'static str> {
    local_burst("2", &["--log-format", "json"])
}

/// Receipts to recognise, a document whose pages go to several shards, and some that need no OCR.
fn fill(dir: &Dir, receipts: u32) {
    let receipt = fs::read("tests/data/burst/bon.png").unwrap();
    for n in 0..receipts {
        let tail = format!("\n{n}\n").into_bytes();
        dir.put(&format!("bon-{n:03}.png"), [receipt.clone(), tail].concat());
    }
    dir.put("two-pages.tif", fixture("scan/two-page-tiff/fax.tif"));
    dir.put("empty.png", "");
    dir.put("broken.png", &receipt[..receipt.len() / 2]);
    for n in 1..=5 {
        dir.put(&format!("factuur-{n}.xml"), ubl(n));
    }
}

/// The program with shards of a page or two and leases that lapse soon.
fn dizzy(dir: &Dir, args: &[&str]) -> Command {
    let mut command = dir.dizzy(args);
    command.env("DIZZY_BURST_SHARD_SECONDS", "1").env("DIZZY_BURST_LEASE_SECONDS", "10");
    command
}

fn run(dir: &Dir, args: &[&str]) -> Run {
    Run(dizzy(dir, args).output().unwrap())
}

fn start(dir: &Dir, args: &[&str]) -> Child {
    dizzy(dir, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What a run of this machine alone gives for the same documents.
fn undisturbed(receipts: u32) -> Dir {
    let dir = Dir::new();
    fill(&dir, receipts);
    dir.process(&[]).expect(3);
    dir
}

/// Nothing of a run is left: no worker, no object, no file.
#[track_caller]
fn assert_nothing_left(dir: &Dir) {
    let state = dir.path("out/.dizzy");
    let mut left: Vec<String> = fs::read_dir(&state)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    // the files that runs and reviews lock stay
    left.retain(|name| name != "lock" && name != "review");
    assert_eq!(left, ["ledger.sqlite"]);
    assert!(workers(dir).is_empty(), "{:?}", workers(dir));
    let status = run(dir, &["burst", "status", "--out", "out"]).expect(0);
    assert_eq!(status.stdout(), "No burst is under way here.\n");
}

/// Processes that work for a run of this folder.
fn workers(dir: &Dir) -> Vec<u32> {
    let mark = dir.path("out").display().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse() else {
            continue;
        };
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        if line.contains("--shard") && line.contains(&mark) {
            found.push(pid);
        }
    }
    found
}

#[track_caller]
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_mins(2);
    while !holds() {
        assert!(Instant::now() < until, "{what} does not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Objects of a run whose names contain this.
fn objects(dir: &Dir, kind: &str) -> usize {
    walkdir::WalkDir::new(dir.path("out/.dizzy/burst/runs"))
        .into_iter()
        .flatten()
        .filter(|entry| {
            entry.file_type().is_file() && entry.path().to_string_lossy().contains(kind)
        })
        .count()
}

fn signal(pid: u32, signal: &str) {
    let pid = pid.to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
}

#[test]
fn a_burst_gives_what_this_machine_gives_alone() {
    let alone = undisturbed(24);
    let dir = Dir::new();
    fill(&dir, 24);

    // the plan changes nothing
    let mut args = burst_args();
    args.push("--dry-run");
    let plan = run(&dir, &args).expect(0);
    let plan: Value = serde_json::from_str(&plan.stdout()).unwrap();
    assert_eq!(plan["plan"]["documents"], 26); // a damaged picture shows only when its page is read
    assert_eq!(plan["plan"]["spread"], 1);
    assert_eq!(plan["plan"]["workers"], 2);
    assert!(!dir.path("out").exists());

    let burst = run(&dir, &burst_args()).expect(3);
    dir.assert_same_results(&alone);
    assert_nothing_left(&dir);
    assert_eq!(burst.count("burst-launched"), 1);
    assert!(burst.stderr().contains(r#""started":2"#));
    let sweep = ["burst", "sweep", "--out", "out", "--fleet", "local"];
    let swept = run(&dir, &sweep).expect(0).stdout();
    assert!(swept.starts_with("Nothing is left"), "{swept}");

    // once more: everything is known, and no worker is started
    let again = run(&dir, &burst_args()).expect(3);
    assert_eq!(again.count("burst-launched"), 0);
    assert_eq!(again.count("proposed"), 0);
    dir.assert_same_results(&alone);
}

#[test]
fn whoever_leaves_can_come_back() {
    let alone = undisturbed(40);
    let dir = Dir::new();
    fill(&dir, 40);
    let mut child = start(&dir, &burst_args());
    wait_for("a result", || objects(&dir, "/results/") > 0);
    signal(child.id(), "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(4));
    // its workers go on
    assert_eq!(workers(&dir).len(), 2);
    let status = run(&dir, &["burst", "status", "--out", "out"]).expect(0);
    assert!(status.stdout().contains("nobody"), "{}", status.stdout());

    // any later run takes it up, and is killed at that
    let mut child = start(&dir, &["process", "in", "--out", "out"]);
    std::thread::sleep(Duration::from_millis(700));
    child.kill().unwrap();
    child.wait().unwrap();

    // while somebody is at work, nobody else is let in
    let mut child = start(&dir, &["burst", "collect", "--out", "out"]);
    std::thread::sleep(Duration::from_millis(300));
    if child.try_wait().unwrap().is_none() {
        run(&dir, &["burst", "collect", "--out", "out"]).expect(5);
    }
    // 3 when the damaged picture came up in this one
    let code = child.wait().unwrap().code();
    assert!(code == Some(0) || code == Some(3), "{code:?}");
    run(&dir, &["process", "in", "--out", "out", "--log-format", "json"]).expect(3);
    dir.assert_same_results(&alone);
    assert_nothing_left(&dir);
}

#[test]
fn a_run_that_is_stopped_keeps_what_is_finished() {
    let alone = undisturbed(40);
    let dir = Dir::new();
    fill(&dir, 40);
    let mut child = start(&dir, &burst_args());
    wait_for("results", || objects(&dir, "/results/") > 2);
    // by another command, while the coordinator is at work
    let stop = run(&dir, &["burst", "stop", "--out", "out"]).expect(0);
    assert!(stop.stdout().contains("being stopped"), "{}", stop.stdout());
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert_nothing_left(&dir);
    let done = dir.proposals().len();
    assert!((3 + 5..46).contains(&done), "{done}");

    // without a coordinator
    let mut child = start(&dir, &burst_args());
    wait_for("results", || objects(&dir, "/results/") > 2);
    child.kill().unwrap();
    child.wait().unwrap();
    // also when the damaged picture came up in what it collected
    run(&dir, &["burst", "stop", "--out", "out"]).expect(0);
    assert_nothing_left(&dir);
    assert!(dir.proposals().len() > done);

    // the rest is read by the next run, here
    dir.process(&[]).expect(3);
    dir.assert_same_results(&alone);
    let stop = run(&dir, &["burst", "stop", "--out", "out"]).expect(0);
    assert_eq!(stop.stdout(), "No burst is under way here.\n");
}

#[test]
fn process_bursts_by_itself_over_the_threshold() {
    let alone = undisturbed(12);
    let dir = Dir::new();
    fill(&dir, 12);
    let process = ["process", "in", "--out", "out", "--log-format", "json"];
    let with_store = |dir: &Dir, more: &[&str]| {
        let mut command = dizzy(dir, &[&process[..], more].concat());
        command.env("DIZZY_BURST_STORE", dir.path("store"));
        Run(command.output().unwrap())
    };
    // a plan that goes over the threshold
    let burst = with_store(&dir, &["--threshold", "5 pages"]).expect(3);
    assert_eq!(burst.count("burst-launched"), 1);
    dir.assert_same_results(&alone);

    for more in [&["--threshold", "50 pages"][..], &["--burst", "never", "--threshold", "5 pages"]]
    {
        let dir = Dir::new();
        fill(&dir, 12);
        let here = with_store(&dir, more).expect(3);
        assert_eq!(here.count("burst-planned"), 0);
        dir.assert_same_results(&alone);
    }

    // a store that cannot be used is told, and this machine does the work
    let dir = Dir::new();
    fill(&dir, 12);
    fs::write(dir.path("store"), "a file").unwrap();
    let here = with_store(&dir, &["--threshold", "5 pages"]).expect(3);
    assert_eq!(here.count("burst-no-machines"), 1);
    dir.assert_same_results(&alone);
}

#[test]
fn altered_results_are_read_here_and_strangers_are_turned_away() {
    let alone = undisturbed(80);
    let dir = Dir::new();
    fill(&dir, 80);
    let mut child = start(&dir, &burst_args());
    wait_for("results", || objects(&dir, "/results/") > 2);
    child.kill().unwrap();
    child.wait().unwrap();
    // some that nobody has taken in
    let before = objects(&dir, "/results/");
    wait_for("more results", || objects(&dir, "/results/") >= before + 3);
    for pid in workers(&dir) {
        signal(pid, "-KILL");
    }
    let runs = dir.path("out/.dizzy/burst/runs");
    let folder = fs::read_dir(&runs).unwrap().next().unwrap().unwrap().path();

    // a worker of another version keeps away
    let manifest = folder.join("run.json");
    let kept = fs::read(&manifest).unwrap();
    let shard = ["process", "--shard", folder.to_str().unwrap()];
    let text = String::from_utf8(kept.clone()).unwrap();
    fs::write(&manifest, text.replace("dizzy.run/1", "dizzy.run/9")).unwrap();
    let altered = run(&dir, &shard).expect(1);
    assert!(altered.stderr().contains("run.json"), "{}", altered.stderr());
    fs::write(&manifest, kept).unwrap();
    let mut other = dizzy(&dir, &shard);
    other.env("DIZZY_OCR_TESSDATA", dir.path("in")); // a machine without the languages
    let other = Run(other.output().unwrap()).expect(1);
    assert!(other.stderr().contains("was made by dizzy"), "{}", other.stderr());
    let stranger = folder.with_file_name("20200101-0000-aaaaaa");
    let none = run(&dir, &["process", "--shard", stranger.to_str().unwrap()]).expect(2);
    assert!(none.stderr().contains("20200101-0000-aaaaaa"));

    // every other result is altered or cut off
    for (n, entry) in fs::read_dir(folder.join("results")).unwrap().enumerate() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        match n % 3 {
            0 => bytes[100] ^= 1,
            1 => bytes.truncate(120),
            _ => continue,
        }
        fs::write(&path, bytes).unwrap();
    }
    let collect = ["burst", "collect", "--out", "out", "--log-format", "json"];
    let collected = run(&dir, &collect).expect(3);
    assert!(collected.count("burst-bad-result") > 0);
    dir.process(&[]).expect(3);
    dir.assert_same_results(&alone);
    assert_nothing_left(&dir);
}

#[test]
fn what_cannot_begin_says_what_to_do() {
    let dir = Dir::new();
    fill(&dir, 2);
    let said = |args: &[&str], code: i32| run(&dir, args).expect(code).stderr();

    let nobody = said(&["burst", "in", "--out", "out"], 2);
    assert!(nobody.contains("--yes"), "{nobody}");
    let no_store = said(&["burst", "in", "--out", "out", "--yes"], 2);
    assert!(no_store.contains("DIZZY_BURST_STORE"), "{no_store}");
    let bad = said(&["burst", "in", "--out", "out", "--yes", "--store", "ftp://x"], 2);
    assert!(bad.contains("ftp://x"), "{bad}");
    let unknown = said(&["burst", "collect", "20260101-0000-abcdef", "--out", "out"], 2);
    assert!(unknown.contains("20260101-0000-abcdef"), "{unknown}");
    let no_paths = said(&["burst"], 2);
    assert!(no_paths.contains("PATH"), "{no_paths}");
    let deadline = said(&["burst", "in", "--deadline", "soon"], 2);
    assert!(deadline.contains("45m"), "{deadline}");
}

/// Waits for a result, then ends the coordinator and all workers; the folder of the run.
fn abandoned(dir: &Dir, results: usize, shard_seconds: &str) -> std::path::PathBuf {
    let mut child = dizzy(dir, &burst_args())
        .env("DIZZY_BURST_SHARD_SECONDS", shard_seconds)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for("results", || objects(dir, "/results/") >= results);
    child.kill().unwrap();
    child.wait().unwrap();
    for pid in workers(dir) {
        signal(pid, "-KILL");
    }
    wait_for("the workers' end", || workers(dir).is_empty());
    let runs = dir.path("out/.dizzy/burst/runs");
    fs::read_dir(&runs).unwrap().next().unwrap().unwrap().path()
}

/// Workers that vanish say nothing of the document they had: it is kept apart from the others of its shard, and read at
/// home in the end.
#[test]
fn a_document_that_ends_worker_after_worker_is_read_at_home() {
    use burst::shard::{Lease, Shard, WorkerId, read_json, write_json};

    let alone = undisturbed(80);
    let dir = Dir::new();
    fill(&dir, 80);
    let folder = abandoned(&dir, 1, "8");
    let shards = || -> Vec<Shard> {
        let mut found: Vec<Shard> = fs::read_dir(folder.join("shards"))
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                read_json(&path.display().to_string(), &fs::read(&path).unwrap()).unwrap()
            })
            .collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    };
    // as if its holder had ended without a word, the fourth of them
    let lost = |shard: &Shard| {
        let lease = Lease { worker: WorkerId("gone".to_owned()), epoch: 4, sequence: 9 };
        fs::write(folder.join("leases").join(&shard.id.0), write_json(&lease)).unwrap();
    };
    let is_open = |shard: &Shard| !folder.join("results").join(&shard.id.0).exists();
    let before = shards();
    let unlucky = before
        .iter()
        .filter(|shard| is_open(shard) && shard.items.len() > 1)
        .max_by_key(|shard| shard.items.len())
        .expect("a shard of several documents that nobody has read");
    let several = unlucky.items.len();
    lost(unlucky);
    let work = || {
        // one after the other, so that it is ended before it has read all of them
        let mut worker = dizzy(&dir, &["process", "--shard", folder.to_str().unwrap()])
            .env("DIZZY_PROCESS_JOBS", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let settled = || !is_open(unlucky);
        wait_for("the shard is split", settled);
        worker.kill().unwrap();
        worker.wait().unwrap();
    };
    work();
    let rests: Vec<Shard> = shards().into_iter().filter(|shard| shard.id.is_rest()).collect();
    assert_eq!(rests.len(), several, "a document each");
    assert!(rests.iter().all(|rest| rest.items.len() == 1));
    // not the damaged picture, which fails by itself
    let receipt = fs::metadata("tests/data/burst/bon.png").unwrap().len();
    let poison = rests
        .iter()
        .find(|rest| is_open(rest) && rest.items[0].len >= receipt)
        .expect("a receipt that nobody has read yet");
    lost(poison);

    // only the damaged picture has failed
    run(&dir, &["burst", "collect", "--out", "out", "--quiet"]).expect(3);
    assert_eq!(dir.out("failed.csv"), alone.out("failed.csv"));
    assert_nothing_left(&dir);
    dir.assert_same_results(&alone);
}

/// The disk fills up while results are taken in: it is said, nothing is lost, and the next run goes on.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing() {
    let alone = undisturbed(60);
    let dir = Dir::new();
    fill(&dir, 60);
    abandoned(&dir, 4, "1");
    let small = dir.path("small");
    fs::create_dir(&small).unwrap();
    // a file system that has room for the ledger and the rest of the run as they are, and no more
    let script = r#"
        set -e
        size=$(du -s --block-size=4096 out | cut -f1)
        mount -t tmpfs -o size=$(((size + 6) * 4096)) tmpfs small
        cp -a out/. small/
        mount --bind small out
        set +e
        "$0" burst collect --out out --quiet 2> full.txt
        echo $? > full.code
        umount out
        rm -rf out/.dizzy out/*
        cp -a small/. out/
        umount small
    "#;
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", script, env!("CARGO_BIN_EXE_dizzy")]);
    let program = dizzy(&dir, &[]);
    let changes =
        program.get_envs().map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned)));
    for (name, value) in changes {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let status = command.current_dir(dir.path("")).status().unwrap();
    assert!(status.success(), "a mount name space of one's own is needed");
    let said = fs::read_to_string(dir.path("full.txt")).unwrap();
    let code = fs::read_to_string(dir.path("full.code")).unwrap();
    assert_eq!(code.trim(), "1", "{said}");
    assert!(said.contains("full"), "{said}");
    run(&dir, &["burst", "collect", "--out", "out", "--quiet"]).expect(3);
    dir.process(&[]).expect(3);
    dir.assert_same_results(&alone);
    assert_nothing_left(&dir);
}
