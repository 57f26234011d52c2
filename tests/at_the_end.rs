//! `--summary` and `--notify-command`: what monitoring and a person who was not there learn of a run.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Dir, Run, fixture, local_burst, ubl};

const SCHEMA: &str = include_str!("../schema/summary-1.schema.json");

fn run(dir: &Dir, args: &[&str]) -> Run {
    Run(dir.dizzy(args).output().expect("the program starts"))
}

/// Runs `dizzy process in --quiet` with these arguments.
fn process(dir: &Dir, more: &[&str]) -> Run {
    run(dir, &[&["process", "in", "--out", "out", "--quiet"], more].concat())
}

/// The summary, which is what its schema says.
fn summary(dir: &Dir) -> Value {
    let text = std::fs::read_to_string(dir.path("summary.json")).expect("a summary");
    let summary: Value = serde_json::from_str(&text).expect("JSON");
    let schema = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<_> = validator.iter_errors(&summary).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{summary:#}");
    summary
}

/// A program that notes its input, its arguments and what it is told, then does `more`.
fn command(dir: &Dir, more: &str) -> String {
    let path = dir.path("tell me.sh");
    let script = format!(
        "#!/bin/sh\ncat > told.json\nprintf '%s|' \"$@\" \"$DIZZY_EXIT_CODE\" \"$DIZZY_OUTCOME\" \"$DIZZY_MESSAGE\" >> told.txt\n{more}\n"
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("'{}'", path.display())
}

fn told(dir: &Dir) -> String {
    std::fs::read_to_string(dir.path("told.txt")).unwrap_or_default()
}

#[test]
fn the_summary_says_what_a_run_came_to() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    dir.put("empty.pdf", "");
    dir.put("note.txt", "no invoice");
    let first = process(&dir, &["--summary", "summary.json"]).expect(3);
    let said = summary(&dir);
    assert_eq!(said["command"], "process");
    assert_eq!((&said["exit_code"], &said["outcome"]), (&json!(3), &json!("some-failed")));
    assert_eq!(said["needs_person"], true);
    let counts = &said["counts"];
    assert_eq!(counts["read"], 1);
    assert_eq!((&counts["failed"], &counts["failed_now"]), (&json!(1), &json!(1)));
    assert_eq!(counts["skipped"], 1);
    let made = counts["ready_now"].as_u64().unwrap() + counts["review_now"].as_u64().unwrap();
    assert_eq!(made, 1, "{}", first.stderr());
    assert_eq!(said["failures"][0]["path"], "in/empty.pdf");
    assert_eq!(said["out"], dir.path("out").to_str().unwrap());
    assert!(said["files"].as_array().unwrap().iter().any(|f| f == "out/proposals.jsonl"));
    // the next night nothing is new: failures of before need nobody again
    process(&dir, &["--summary", "summary.json"]).expect(3);
    let said = summary(&dir);
    assert_eq!((&said["needs_person"], &said["reasons"]), (&json!(false), &json!([])));
    assert_eq!(said["counts"]["done_before"], 1);
    assert_eq!((&said["counts"]["failed"], &said["counts"]["failed_now"]), (&json!(1), &json!(0)));
    assert_eq!(said["counts"]["review_now"], 0);
}

#[test]
fn a_copy_in_other_bytes_counts_as_new_to_look_at() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    process(&dir, &["--summary", "summary.json"]).expect(0);
    let first = summary(&dir)["counts"].clone();
    dir.put("b.xml", format!("{}\n<!-- again -->", ubl(1)));
    process(&dir, &["--summary", "summary.json"]).expect(0);
    let said = summary(&dir);
    assert_eq!(said["counts"]["read"], 1);
    assert_eq!(said["counts"]["review_now"], 1, "before: {first}, now: {said:#}");
    assert_eq!(said["counts"]["ready_now"], 0);
    assert_eq!(said["reasons"], json!(["review"]));
}

#[test]
fn a_run_that_cannot_start_has_a_summary_too() {
    let dir = Dir::new();
    run(&dir, &["process", "nowhere", "--out", "out", "--summary", "summary.json"]).expect(2);
    let said = summary(&dir);
    assert_eq!((&said["outcome"], &said["reasons"]), (&json!("usage"), &json!(["error"])));
    assert!(said["error"]["what"].as_str().unwrap().contains("nowhere"));
    assert_eq!(said["counts"], Value::Null);
    std::fs::write(dir.path("dizzy.toml"), "[process]\njobz = 2\n").unwrap();
    process(&dir, &["--summary", "summary.json"]).expect(2);
    let said = summary(&dir);
    assert!(said["message"].as_str().unwrap().contains("jobz"), "{said:#}");
    std::fs::remove_file(dir.path("dizzy.toml")).unwrap();
    // another run holds the folder
    std::fs::create_dir_all(dir.path("out/.dizzy")).unwrap();
    let held = std::fs::File::create(dir.path("out/.dizzy/lock")).unwrap();
    held.lock().unwrap();
    process(&dir, &["--summary", "summary.json"]).expect(5);
    let said = summary(&dir);
    assert_eq!((&said["outcome"], &said["reasons"]), (&json!("locked"), &json!(["locked"])));
}

#[test]
fn the_summary_may_go_to_the_folder_of_the_proposals_from_the_first_night() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    process(&dir, &["--summary", "out/summary.json"]).expect(0);
    let text = std::fs::read(dir.path("out/summary.json")).expect("a summary");
    let said: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(said["counts"]["read"], 1);
}

#[test]
fn a_summary_that_cannot_be_written_is_told() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    let run = process(&dir, &["--summary", "no/such/folder/summary.json"]).expect(2);
    assert!(run.stderr().contains("no/such/folder"), "{}", run.stderr());
    assert!(!dir.path("out").exists(), "nothing was begun");
    // the folder goes while the run goes on: the proposals are there, and the code says that the file is not
    std::fs::create_dir(dir.path("box")).unwrap();
    let mischief = command(&dir, "rm -r box");
    let args =
        ["--summary", "box/s.json", "--notify-when", "always", "--notify-command", &mischief];
    let run = process(&dir, &args).expect(1);
    assert!(run.stderr().contains("s.json"), "{}", run.stderr());
    assert_eq!(dir.proposals().len(), 1);
}

#[test]
fn the_command_is_run_when_a_person_is_needed() {
    let dir = Dir::new();
    dir.put("empty.pdf", "");
    let notify = command(&dir, "echo heard; echo heard too >&2");
    let args = [
        "--summary",
        "summary.json",
        "--notify-command",
        &format!("{notify} one 'two  words' '$(touch hacked)'"),
    ];
    let run = process(&dir, &args).expect(3);
    let line = "one|two  words|$(touch hacked)|3|some-failed|dizzy: 1 document failed|";
    assert_eq!(told(&dir), line);
    assert!(!dir.path("hacked").exists());
    let on_stdin: Value =
        serde_json::from_slice(&std::fs::read(dir.path("told.json")).unwrap()).unwrap();
    let written = summary(&dir);
    assert_eq!(on_stdin["notified"], Value::Null);
    assert_eq!(written["notified"], json!({"trouble": null}));
    assert_eq!(on_stdin["counts"], written["counts"]);
    assert!(run.stderr().contains("heard\nheard too"), "{}", run.stderr());
    assert_eq!(run.stdout(), "");
    // the same failure the next night: nobody is called again, unless always
    process(&dir, &args).expect(3);
    assert_eq!(told(&dir), line);
    assert_eq!(summary(&dir)["notified"], Value::Null);
    process(&dir, &["--notify-when", "always", "--notify-command", &notify]).expect(3);
    assert_eq!(told(&dir), format!("{line}3|some-failed|dizzy: 0 ready|"));
}

/// The script of the examples, with a `sendmail` that only keeps what it is given.
#[test]
fn the_example_mails_what_needs_a_person() {
    let dir = Dir::new();
    std::fs::create_dir(dir.path("bin")).unwrap();
    let sendmail = dir.path("bin/sendmail");
    std::fs::write(&sendmail, "#!/bin/sh\ncat >> mail\n").unwrap();
    std::fs::set_permissions(&sendmail, std::fs::Permissions::from_mode(0o755)).unwrap();
    dir.put("leeg.pdf", "");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cron/dizzy-notify");
    let path = format!("{}:{}", dir.path("bin").display(), std::env::var("PATH").unwrap());
    let notify = format!("'{script}' kantoor@example.org");
    let args = [
        "process",
        "in",
        "--out",
        "out",
        "--quiet",
        "--ui-lang",
        "nl",
        "--notify-when",
        "always",
        "--notify-command",
        &notify,
    ];
    for _ in 0..2 {
        let run = Run(dir.dizzy(&args).env("PATH", &path).output().unwrap()).expect(3);
        assert!(!run.stderr().contains("notify"), "{}", run.stderr());
    }
    // the second run had nothing new
    let mail = std::fs::read_to_string(dir.path("mail")).unwrap();
    assert_eq!(mail.matches("Subject: dizzy: 1 document mislukt\n").count(), 1, "{mail}");
    assert!(mail.contains("To: kantoor@example.org\n"), "{mail}");
    assert!(mail.contains("in/leeg.pdf\n  Het bestand is leeg."), "{mail}");
}

#[test]
fn names_of_files_cannot_become_commands() {
    let dir = Dir::new();
    dir.put("$(touch hacked);`touch hacked`.pdf", "");
    dir.put("'; touch hacked; '.pdf", "");
    let notify = command(&dir, "");
    process(&dir, &["--notify-command", &notify]).expect(3);
    assert!(told(&dir).contains("2 documents failed"));
    assert!(!dir.path("hacked").exists());
}

#[test]
fn a_command_that_fails_is_told_and_changes_no_exit_code() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    let always = ["--summary", "summary.json", "--notify-when", "always", "--notify-command"];
    for (more, said) in [("exit 7", "ended with code 7"), ("kill -9 $$", "by signal 9")] {
        let notify = command(&dir, more);
        let run = process(&dir, &[&always[..], &[&notify]].concat()).expect(0);
        assert!(run.stderr().contains(said), "{}", run.stderr());
        let trouble = summary(&dir)["notified"]["trouble"].clone();
        assert!(trouble.as_str().unwrap().contains(said), "{trouble}");
    }
    // one that is not there is told before the work, which is done
    let run = process(&dir, &[&always[..], &["no-such-program --at-all"]].concat()).expect(0);
    assert!(run.stderr().contains("no-such-program"), "{}", run.stderr());
    assert!(run.stderr().contains("could not be started"), "{}", run.stderr());
    // one that does not read what it is given
    process(&dir, &[&always[..], &["true"]].concat()).expect(0);
    assert_eq!(summary(&dir)["notified"], json!({"trouble": null}));
}

#[test]
fn a_command_that_hangs_is_ended_with_all_that_it_started() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    let notify =
        command(&dir, "trap '' TERM\n(sleep 600; touch late) & echo $! > child\nsleep 600");
    let begun = Instant::now();
    let args = ["--notify-when", "always", "--notify-timeout", "1", "--notify-command", &notify];
    let run = process(&dir, &args).expect(0);
    assert!(run.stderr().contains("not ready after 1 s"), "{}", run.stderr());
    assert!(begun.elapsed() < Duration::from_mins(1));
    let child = std::fs::read_to_string(dir.path("child")).unwrap();
    let status =
        std::fs::read_to_string(format!("/proc/{}/stat", child.trim())).unwrap_or_default();
    assert!(status.is_empty() || status.contains(") Z "), "{status}");
}

#[test]
fn wrong_commands_are_refused_before_anything_is_done() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    for args in [
        &["--notify-command", ""][..],
        &["--notify-command", "mail 'open"],
        &["--notify-when", "always"],
        &["--summary", "s.json", "--dry-run"],
    ] {
        process(&dir, args).expect(2);
    }
    assert!(!dir.path("out").exists());
}

#[test]
fn a_burst_has_them_as_well() {
    let dir = Dir::new();
    dir.put("scan.png", fixture("scan/png/taxi.png"));
    dir.put("empty.pdf", "");
    let notify = command(&dir, "");
    let summary_file = ["--quiet", "--summary", "summary.json", "--notify-command"];
    let args = local_burst("1", &[&summary_file[..], &[&notify]].concat());
    run(&dir, &args).expect(3);
    let said = summary(&dir);
    assert_eq!((&said["command"], &said["burst"]["machines_left"]), (&json!("burst"), &json!(0)));
    assert_eq!(said["counts"]["failed_now"], 1);
    assert!(told(&dir).starts_with("3|some-failed|dizzy: 1 document failed"), "{}", told(&dir));
    run(&dir, &["burst", "collect", "--out", "out", "--summary", "summary.json"]).expect(0);
    assert_eq!(summary(&dir)["command"], "burst collect");
}

/// A row of the ledger that nobody wrote is told every night until somebody has looked; nothing is exported of it.
#[test]
fn what_was_changed_outside_is_told_by_every_command() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    dir.put("b.xml", ubl(2));
    process(&dir, &["--summary", "summary.json"]).expect(0);
    let ledger = rusqlite::Connection::open(dir.path("out/.dizzy/ledger.sqlite")).unwrap();
    let flip = "UPDATE document SET keys = x'00' WHERE sha256 = (SELECT sha256 FROM file WHERE shown LIKE '%b.xml')";
    assert_eq!(ledger.execute(flip, []).unwrap(), 1);
    let told = run(&dir, &["status", "--out", "out", "--ui-lang", "en"]).expect(0).stdout();
    assert!(told.contains("b.xml") && told.contains("changed outside dizzy"), "{told}");
    assert!(told.contains("failed   1"), "{told}");
    for _ in 0..2 {
        let told = run(&dir, &["export", "--out", "out", "--ui-lang", "en"]).expect(3).stdout();
        assert!(told.contains("changed outside dizzy (1)") && told.contains("b.xml"), "{told}");
        process(&dir, &["--summary", "summary.json"]).expect(3);
        let said = summary(&dir);
        assert_eq!(said["needs_person"], true);
        assert_eq!(said["reasons"], json!(["altered"]));
    }
    // also when the document is not there any more
    std::fs::remove_file(dir.path("in/b.xml")).unwrap();
    process(&dir, &["--summary", "summary.json"]).expect(3);
    assert_eq!(summary(&dir)["reasons"], json!(["altered"]));
}
