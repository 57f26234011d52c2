//! What a burst does not start without.
#![allow(clippy::print_stdout, reason = "how a test asks a process of its own")]

use std::process::Command;

use crate::preflight;
use crate::store::Location;
use crate::{BurstError, Error};
use serde_json::json;
use testing::rig::Rig;

#[test]
fn a_burst_is_refused_before_it_begins() {
    let rig = Rig::start();
    for (name, less, refusal) in [
        ("goed", json!({}), "Ok"),
        ("half", json!({"lifecycle": false}), "Ok"), // only a second net
        ("leesbaar", json!({"encryption": false}), "Encryption"),
        ("plat", json!({"tls_only": false}), "TlsOnly"),
        ("openbaar", json!({"public_access_block": false}), "PublicAccess"),
        ("amerika", json!({"region": "us-east-1"}), "BucketRegion"),
    ] {
        rig.bucket_with(name, less);
        assert!(require(&rig, name).contains(refusal), "{name}");
    }
    assert!(require(&rig, "nergens").contains("Bucket"));
    // what cannot be told is no ground to go on
    rig.faults(&json!({"denied": ["s3:GetBucketPolicy"]}));
    assert!(require(&rig, "goed").contains("TlsOnly: CannotTell"));
    rig.faults(&json!({"credentials": "expired"}));
    assert!(require(&rig, "goed").contains("Credentials: Missing"));
}

/// Asks the library in a process of its own, since credentials come from the environment.
fn require(rig: &Rig, bucket: &str) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["--exact", "integration::preflight::require_here", "--ignored", "--nocapture"])
        .env("REQUIRE_BUCKET", bucket);
    rig.apply(&mut command);
    let run = command.output().expect("this program starts again");
    assert!(run.status.success(), "{run:?}");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let said = said.lines().find_map(|line| line.split_once("require: "));
    said.expect("an answer").1.to_owned()
}

#[test]
#[ignore = "a_burst_is_refused_before_it_begins runs it"]
fn require_here() {
    let settings = crate::settings::Burst::default();
    let location = Location::S3 {
        bucket: std::env::var("REQUIRE_BUCKET").expect("a bucket"),
        prefix: "dizzy".to_owned(),
    };
    match preflight::require(&settings, &location) {
        Ok(()) => println!("require: Ok"),
        Err(Error::Burst(BurstError::Lacks(check))) => {
            assert!(!check.mend.is_empty());
            println!("require: {check}");
        }
        Err(error) => panic!("{error:?}"),
    }
}
