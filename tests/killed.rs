//! Killed at any instant, a run goes on where it was: nothing is lost, nothing is done twice.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{Dir, fixture};

/// XML invoices, text PDFs and scans: every way through the program.
fn fill(dir: &Dir) {
    dir.put_invoices(300);
    let scan = fixture("scan/png/taxi.png");
    let text = fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf");
    for n in 0..4 {
        let with_tail = |bytes: &[u8]| [bytes, &format!("\n%{n}\n").into_bytes()].concat();
        dir.put(&format!("scan-{n}.png"), with_tail(&scan));
        dir.put(&format!("text-{n}.pdf"), with_tail(&text));
    }
    dir.put("two-pages.tif", fixture("scan/two-page-tiff/fax.tif"));
}

fn kill_group(dir: &Dir, after: Duration, signal: &str) {
    let mut child = dir
        .dizzy(&["process", "in", "--out", "out", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let group = format!("-{}", child.id());
    drop(Command::new("kill").args([signal, "--", &group]).status());
    child.wait().unwrap();
}

#[test]
fn ten_kills_change_nothing() {
    let undisturbed = Dir::new();
    fill(&undisturbed);
    let run = undisturbed.process(&[]).expect(0);
    let documents = run.count("proposed");
    assert_eq!(documents, 309);

    let dir = Dir::new();
    fill(&dir);
    // moments spread over the run, the early ones close together; no chance, so that a failure can be repeated
    for ms in [5, 20, 45, 80, 130, 200, 300, 450, 650, 900] {
        kill_group(&dir, Duration::from_millis(ms), "-KILL");
    }
    let last = dir.process(&[]).expect(0);
    assert!(last.count("proposed") < documents, "the kills came too early to tell");
    dir.assert_same_results(&undisturbed);
    let spool = dir.path("out/.dizzy/spool");
    assert!(!spool.exists() || std::fs::read_dir(spool).unwrap().next().is_none());
}

#[test]
fn ctrl_c_drains_and_the_next_run_goes_on() {
    let dir = Dir::new();
    fill(&dir);
    let mut child = dir.start(&["--jobs", "1"]);
    dir.wait_until_at_work();
    std::thread::sleep(Duration::from_millis(100));
    let pid = child.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let code = child.wait().unwrap().code();
    assert_eq!(code, Some(4), "interrupted but resumable");
    let before = dir.proposals().len();
    assert!(before < 309, "{before}");
    let run = dir.process(&[]).expect(0);
    assert_eq!(run.count("proposed") + before, 309);
}

/// Process ids of the readers of a run.
fn readers(parent: u32) -> Vec<u32> {
    let tasks = format!("/proc/{parent}/task");
    let mut pids = Vec::new();
    for task in std::fs::read_dir(tasks).into_iter().flatten().flatten() {
        let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        pids.extend(children.split_whitespace().filter_map(|p| p.parse::<u32>().ok()));
    }
    pids
}

#[test]
#[cfg(target_os = "linux")]
fn readers_killed_from_outside_cost_nothing_but_time() {
    let dir = Dir::new();
    let scan = fixture("scan/png/taxi.png");
    for n in 0..6 {
        dir.put(&format!("scan-{n}.png"), [&scan[..], format!("\n{n}\n").as_bytes()].concat());
    }
    let mut child = dir.start(&["--jobs", "2"]);
    for (n, signal) in ["-KILL", "-SEGV"].iter().enumerate() {
        std::thread::sleep(Duration::from_millis(700));
        if let Some(pid) = readers(child.id()).get(n % 2) {
            drop(Command::new("kill").args([*signal, &pid.to_string()]).status());
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(dir.proposals().len(), 6);
}
