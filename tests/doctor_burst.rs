//! `dizzy doctor --burst`: what a burst lacks, and the command that mends it.
#![cfg(all(feature = "cli", feature = "aws"))]

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use dizzy::burst::preflight::COORDINATOR_ACTIONS;
use serde_json::{Value, json};
use support::aws::Rig;
use support::{Dir, Run};

fn doctor(rig: &Rig, dir: &Dir, env: &[(&str, &str)]) -> Run {
    let mut command = command(dir, env);
    rig.apply(&mut command);
    command.envs(env.iter().copied());
    Run(command.output().expect("the program starts"))
}

fn command(dir: &Dir, env: &[(&str, &str)]) -> Command {
    let mut command = dir.dizzy(&["doctor", "--burst", "--ui-lang", "en"]);
    command.envs(env.iter().copied());
    command
}

const STORE: (&str, &str) = ("DIZZY_BURST_STORE", "s3://kantoor/dizzy");

/// The rig with a bucket, less what a test leaves out.
fn rig(less: Value) -> Rig {
    let rig = Rig::start();
    let mut less = less;
    less["prefix"] = json!("dizzy");
    rig.bucket_with("kantoor", less);
    rig
}

#[test]
fn all_is_well_and_nothing_is_changed() {
    let (rig, dir) = (rig(json!({})), Dir::new());
    let run = doctor(&rig, &dir, &[STORE]).expect(0);
    let said = run.stdout();
    println!("{said}");
    assert!(said.contains("Everything is there: a burst can begin."));
    assert!(!said.contains('→'), "{said}");
    assert_eq!(said.matches('✓').count(), 17, "{said}");
    assert_eq!(rig.objects("kantoor"), Vec::<String>::new());
    assert_eq!(rig.templates(), Vec::<String>::new());
    assert!(rig.instances().is_empty());

    let called = rig.counters()["actions:coordinator"].clone();
    let called: BTreeSet<&str> = called
        .as_object()
        .expect("a table")
        .keys()
        .map(String::as_str)
        .collect();
    let known = BTreeSet::from(COORDINATOR_ACTIONS);
    let unknown: Vec<_> = called.difference(&known).collect();
    assert!(unknown.is_empty(), "not in the policy: {unknown:?}");
}
