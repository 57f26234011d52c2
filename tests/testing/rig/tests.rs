//! The tests' AWS does what the tests believe of it.

use std::process::Command;
use std::time::Duration;

use super::{Rig, here, python};

/// Its own tests: instances that run and end, tokens, capacity, quotas, rights, expiring URLs, faults.
#[test]
fn the_rig_passes_its_own_tests() {
    let run =
        Command::new(python()).arg(here().join("test_rig.py")).output().expect("Python starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Nothing of it is left when its owner goes, not even what instances started.
#[test]
fn everything_ends_with_it() {
    let rig = Rig::start();
    rig.bucket("kantoor");
    assert_eq!(rig.objects("kantoor"), Vec::<String>::new());
    let launch = r##"
import boto3
script = "#!/bin/sh\nsleep 600 & setsid sleep 600 & echo up\nwait\n"
boto3.client("ec2").run_instances(ImageId="ami-0deb1300000000001", InstanceType="c7i.large", MinCount=2, MaxCount=2,
                                  UserData=script)
"##;
    let mut python = Command::new(python());
    rig.apply(&mut python);
    let run = python.args(["-c", launch]).output().expect("Python starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    rig.wait("two instances", Duration::from_secs(20), |rig| {
        let alive = rig.alive();
        alive.len() == 2 && alive.iter().all(|i| i.console.contains("up"))
    });
    let counters = rig.counters();
    assert_eq!(counters["actions:coordinator"]["ec2:RunInstances"], 1);
    let ids: Vec<String> = rig.instances().into_iter().map(|i| i.id).collect();
    drop(rig);
    let left: Vec<_> = std::fs::read_dir("/proc")
        .expect("a list of processes")
        .flatten()
        .filter_map(|process| std::fs::read(process.path().join("environ")).ok())
        .filter(|environ| {
            let environ = String::from_utf8_lossy(environ);
            ids.iter().any(|id| environ.contains(id.as_str()))
        })
        .collect();
    assert!(left.is_empty(), "{} processes are left", left.len());
}
