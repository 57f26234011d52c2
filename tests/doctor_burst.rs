//! `dizzy doctor --burst`: what a burst lacks, and the command that mends it.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};
use testing::rig::Rig;

use crate::support::{Dir, Run};

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
    assert!(said.contains("Everything is there: a burst can begin."));
    assert!(!said.contains('→'), "{said}");
    assert_eq!(said.matches('✓').count(), 17, "{said}");
    assert_eq!(rig.objects("kantoor"), Vec::<String>::new());
    assert_eq!(rig.templates(), Vec::<String>::new());
    assert!(rig.instances().is_empty());

    let called = rig.counters()["actions:coordinator"].clone();
    let called: BTreeSet<&str> =
        called.as_object().expect("a table").keys().map(String::as_str).collect();
    let known = BTreeSet::from(testing::COORDINATOR_ACTIONS);
    let unknown: Vec<_> = called.difference(&known).collect();
    assert!(unknown.is_empty(), "not in the policy: {unknown:?}");
}

/// What one thing less comes to: its line and its mend.
#[track_caller]
fn lacks(rig: &Rig, dir: &Dir, env: &[(&str, &str)], line: &str, mend: &str) {
    let run = doctor(rig, dir, env).expect(1);
    let said = run.stdout();
    let lines: Vec<&str> = said.lines().collect();
    let at = lines
        .iter()
        .position(|said| said.starts_with('✗') && said.contains(line))
        .unwrap_or_else(|| panic!("no line with {line:?}:\n{said}"));
    assert!(lines[at + 1].contains(mend), "{line}: not mended by {mend:?}:\n{said}");
}

#[test]
fn every_lack_has_its_mend() {
    let dir = Dir::new();
    let rig = Rig::start();
    let store = |name: &str| format!("s3://{name}/dizzy");
    let arn = r#""arn:aws:s3:::plat","arn:aws:s3:::plat/*""#;
    for (name, less, line, mend) in [
        (
            "openbaar",
            json!({"public_access_block": false}),
            "private",
            "aws s3api put-public-access-block --region eu-central-1 --bucket openbaar ",
        ),
        (
            "leesbaar",
            json!({"encryption": false}),
            "encryption",
            "aws s3api put-bucket-encryption --region eu-central-1 --bucket leesbaar ",
        ),
        ("plat", json!({"tls_only": false}), "TLS only", arn),
        ("vol", json!({"lifecycle": false}), "lifecycle", r#"{"Prefix":"dizzy/runs/"}"#),
        (
            "amerika",
            json!({"region": "us-east-1"}),
            "place of the bucket  is in us-east-1",
            "Bucket=amerika-eu Prefix=dizzy/ && export DIZZY_BURST_STORE=s3://amerika-eu/dizzy",
        ),
        (
            "ierland",
            json!({"region": "eu-west-1"}),
            "place of the bucket  is in eu-west-1",
            "export DIZZY_BURST_REGION=eu-west-1",
        ),
    ] {
        let mut less = less;
        less["prefix"] = json!("dizzy");
        rig.bucket_with(name, less);
        lacks(&rig, &dir, &[(STORE.0, &store(name))], line, mend);
    }
    // the rules of another prefix do not help
    rig.bucket_with("ander", json!({"prefix": "elders"}));
    let mend = "jq '{\"Rules\":(.Rules+[";
    lacks(&rig, &dir, &[(STORE.0, &store("ander"))], "lifecycle", mend);
    let mend = "aws cloudformation deploy --region eu-central-1 --stack-name dizzy";
    lacks(&rig, &dir, &[(STORE.0, &store("nergens"))], "bucket", mend);

    rig.bucket_with("kantoor", json!({"prefix": "dizzy"}));
    let is = |name: &'static str, value: &'static str| [STORE, (name, value)];
    lacks(
        &rig,
        &dir,
        &is("DIZZY_BURST_REGION", "eu-west-2"),
        "eu-west-2 is not in the European Union",
        "export DIZZY_BURST_REGION=eu-central-1",
    );
    lacks(
        &rig,
        &dir,
        &is("DIZZY_BURST_INSTANCE_PROFILE", "niemand"),
        "niemand does not exist",
        "examples/aws/dizzy.yaml",
    );
    lacks(
        &rig,
        &dir,
        &is("DIZZY_BURST_SECURITY_GROUP", "poort"),
        "security group",
        "examples/aws/dizzy.yaml",
    );
    lacks(
        &rig,
        &dir,
        &is("DIZZY_BURST_IMAGE", "ami-0123456789abcdef0"),
        "machine image",
        "export DIZZY_BURST_IMAGE=",
    );
    for (faults, line, mend) in [
        (
            json!({"denied": ["ec2:CreateFleet", "iam:PassRole"]}),
            "these rights are missing: ec2:CreateFleet, iam:PassRole",
            "policy/dizzy-coordinator",
        ),
        (json!({"denied": ["s3:PutObject"]}), "conditional writes", "policy/dizzy-coordinator"),
        (
            json!({"denied": [], "quota": {"spot": 0, "on-demand": 64}}),
            "spot quota",
            "--quota-code L-34B43A08 --desired-value 40",
        ),
        (
            json!({"quota": {"spot": 64, "on-demand": 64}, "credentials": "expired"}),
            "no valid credentials: the sign-in has expired (ExpiredToken)",
            "aws configure",
        ),
        (
            json!({"credentials": "invalid"}),
            "no valid credentials: AWS does not know this key (InvalidClientTokenId)",
            "aws configure",
        ),
    ] {
        rig.faults(&faults);
        lacks(&rig, &dir, &[STORE], line, mend);
    }
    rig.faults(&json!({"credentials": ""}));
    let mut command = command(&dir, &[STORE]);
    rig.apply(&mut command);
    command.env_remove("AWS_ACCESS_KEY_ID");
    let said = Run(command.output().expect("the program starts")).expect(1);
    assert!(said.stdout().contains("aws configure"), "{}", said.stdout());
    for bucket in ["kantoor", "vol"] {
        assert_eq!(rig.objects(bucket), Vec::<String>::new());
    }
}

/// What these credentials may not look at is not said to be missing.
#[test]
fn what_cannot_be_told_is_no_lack() {
    let (rig, dir) = (rig(json!({})), Dir::new());
    rig.faults(&json!({"denied": [
        "s3:GetLifecycleConfiguration", "s3:GetEncryptionConfiguration", "servicequotas:GetServiceQuota",
    ]}));
    let run = doctor(&rig, &dir, &[STORE]).expect(0);
    let said = run.stdout();
    assert_eq!(said.matches("! ").count(), 4, "{said}");
    assert!(said.contains("spot quota           cannot be told: AccessDenied"), "{said}");
    assert!(said.contains("(4 cannot)"), "{said}");
}

/// A folder needs nothing of AWS.
#[test]
fn a_shared_folder_is_enough() {
    let dir = Dir::new();
    let shared = dir.path("gedeeld");
    let store = shared.to_str().expect("UTF-8");
    let ask = || Run(command(&dir, &[(STORE.0, store)]).output().expect("the program starts"));
    let said = ask().expect(1).stdout();
    assert!(said.contains(&format!("→ mkdir -p '{store}'")), "{said}");
    std::fs::create_dir(&shared).expect("a folder");
    let said = ask().expect(0).stdout();
    assert!(said.contains("folder") && !said.contains("AWS"), "{said}");
    assert_eq!(std::fs::read_dir(&shared).expect("a folder").count(), 0);
}

#[test]
fn without_a_store_it_says_how_to_get_one() {
    let dir = Dir::new();
    let run = Run(command(&dir, &[]).output().expect("the program starts")).expect(2);
    let said = run.stderr();
    assert!(said.contains("export DIZZY_BURST_STORE=s3://"), "{said}");
}
