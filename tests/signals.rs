//! Ctrl-C and SIGTERM: the first finishes what is in hand, the same command goes on, nothing is lost or done twice.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// Copies of a scan, each with other bytes, so that each is a document of its own.
fn scans(folder: &Path, number: u8) {
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scan/png/taxi.png");
    let scan = fs::read(scan).unwrap();
    for i in 0..number {
        let mut bytes = scan.clone();
        bytes.extend([b'\n', i]); // after the end of the picture
        fs::write(folder.join(format!("scan-{i:02}.png")), bytes).unwrap();
    }
}

fn dizzy(input: &Path, out: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("dizzy"));
    command
        .args(["process", "--log-format", "json", "--jobs", "1", "--out"])
        .args([out, input])
        .env_remove("DIZZY_BLESS")
        .stdout(Stdio::null());
    command
}

#[test]
fn a_run_that_was_stopped_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    scans(&input, 12);

    let mut child = dizzy(&input, &out).stderr(Stdio::piped()).spawn().unwrap();
    let mut done = Vec::new();
    let mut asked = false;
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        let event: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        if event["event"] == "proposed" {
            done.push(event["path"].as_str().unwrap().to_owned());
            if !asked {
                let pid = Pid::from_child(&child);
                kill_process(pid, Signal::TERM).unwrap();
                asked = true;
            }
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert!(!done.is_empty() && done.len() < 12, "{} of 12 were done", done.len());

    let output = dizzy(&input, &out).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        if event["event"] == "proposed" {
            let path = event["path"].as_str().unwrap().to_owned();
            assert!(!done.contains(&path), "{path} was read twice");
            done.push(path);
        }
    }
    assert_eq!(done.len(), 12);
    let proposals = fs::read_to_string(out.join("proposals.jsonl")).unwrap();
    assert_eq!(proposals.lines().count(), 12);
}

#[test]
fn the_second_signal_stops_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    scans(&input, 12);
    let mut child = dizzy(&input, &out).stderr(Stdio::piped()).spawn().unwrap();
    let pid = Pid::from_child(&child);
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        let line = line.unwrap();
        if line.contains("\"planned\"") {
            kill_process(pid, Signal::INT).unwrap();
        }
        if line.contains("\"draining\"") {
            kill_process(pid, Signal::INT).unwrap();
        }
        if !line.starts_with('{') {
            break; // the farewell
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
