//! Machines at EC2, asked of an AWS on loopback whose machines really run their user data.

mod markets;

use std::time::Duration;

use crate::aws;
use crate::fleet::{
    Ec2Fleet, Fleet, FleetError, InstanceId, InstanceState, LaunchRequest, Launched, Market,
};
use crate::settings::Burst;
use crate::shard::RunId;
use crate::store::{Condition, Location, ObjectStore, S3Store};
use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use reading::source::Sha256;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use testing::rig::{Rig, RigInstance};

const REGION: &str = "eu-central-1";
const BUCKET: &str = "kantoor";
const PATIENCE: Duration = Duration::from_mins(1);

/// Says that it runs, with what, and where.
const HELLO: &str = "#!/bin/sh\necho \"hello: $* in $AWS_REGION, home $HOME\"\n";

/// Works until it is ended.
const BUSY: &str = "#!/bin/sh\necho busy\nexec sleep 600\n";

/// The rig, and a bucket with programs in it.
struct Aws {
    rig: Rig,
}

impl Aws {
    fn new() -> Self {
        let rig = Rig::start();
        rig.bucket(BUCKET);
        Self { rig }
    }

    fn config(&self) -> SdkConfig {
        let credentials = Credentials::new("AKIAKANTOOR", "geheim", None, None, "test");
        aws::config(REGION)
            .into_builder()
            .endpoint_url(self.rig.endpoint())
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(
                RetryConfig::standard()
                    .with_max_attempts(4)
                    .with_initial_backoff(Duration::from_millis(20)),
            )
            .build()
    }

    fn fleet(&self) -> Ec2Fleet {
        self.fleet_with(&settings())
    }

    fn fleet_with(&self, settings: &Burst) -> Ec2Fleet {
        Ec2Fleet::with_config(&self.config(), settings, &location())
    }

    /// Puts a program whose `dizzy` is this script into the bucket; its object and SHA-256.
    fn program(&self, script: &str) -> (String, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dizzy");
        std::fs::write(&file, script).unwrap();
        let mut mode = std::fs::metadata(&file).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
        std::fs::set_permissions(&file, mode).unwrap();
        let packed = std::process::Command::new("tar")
            .args(["-czf", "-", "-C"])
            .arg(folder.path())
            .arg("dizzy")
            .output()
            .unwrap()
            .stdout;
        let sha256 = Sha256::of(&packed).to_string();
        let object = format!("programs/{sha256}.tar.gz");
        let store = S3Store::with_config(&self.config(), BUCKET, "dizzy");
        store.put(&object, &packed, &Condition::Always).unwrap();
        (object, sha256)
    }

    /// What the rig knows of a launched machine.
    fn machine(&self, id: &InstanceId) -> RigInstance {
        let all = self.rig.instances();
        all.into_iter().find(|i| i.id == id.0).expect("known")
    }

    fn count(&self, action: &str) -> u64 {
        let counters = self.rig.counters();
        counters["actions:coordinator"][action].as_u64().unwrap_or_default()
    }
}

fn settings() -> Burst {
    Burst { instance_types: vec!["c7i.large".into(), "c6i.large".into()], ..Burst::default() }
}

fn location() -> Location {
    format!("s3://{BUCKET}/dizzy").parse().unwrap()
}

/// A request with offers of the fleet; the program is on the image, where nothing is, so machines end soon.
fn request(fleet: &mut Ec2Fleet, round: u32, count: u32) -> LaunchRequest {
    let run = RunId("20260331-0915-k7m2qd".into());
    LaunchRequest {
        token: format!("dizzy-{run}-{round}"),
        shard_uri: location().run(&run),
        run,
        round,
        count,
        offers: fleet.offers().unwrap(),
        spot: true,
        program: None,
        most_minutes: 60,
    }
}

fn in_market(launched: &Launched, market: Market) -> usize {
    let all = launched.instances.iter();
    all.filter(|instance| instance.market == market).count()
}

fn codes(launched: &Launched) -> Vec<&str> {
    let all = launched.shortfalls.iter();
    all.map(|shortfall| shortfall.code.as_str()).collect()
}

#[test]
fn a_machine_runs_its_program_and_powers_itself_off() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    let mut request = request(&mut fleet, 1, 1);
    request.program = Some(aws.program(HELLO));
    let launched = fleet.launch(&request).unwrap();
    let id = &launched.instances[0].id;
    aws.rig.wait("the machine ends", PATIENCE, |_| aws.machine(id).state == "terminated");
    let machine = aws.machine(id);
    assert_eq!(machine.reason, "Client.InstanceInitiatedShutdown");
    let said = format!("hello: process --shard {} in {REGION}, home ", request.shard_uri);
    assert!(machine.console.contains(&said), "{}", machine.console);
    assert!(machine.console.contains("ended with code 0"));
    assert!(machine.all["user_data_bytes"].as_u64().unwrap() < 8192);
    let seen = fleet.instances(Some(&request.run)).unwrap();
    assert_eq!(seen[0].state, InstanceState::Ended);
}

/// Documents come from anywhere, so the program that reads them may do little.
#[test]
fn the_program_has_no_rights_on_its_machine() {
    let aws = Aws::new();
    // a folder that others may enter, as /var/lib
    let folder = tempfile::tempdir().unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    let inside = folder.path().display().to_string();
    aws.rig.faults(&json!({"guest_env": {"TMPDIR": inside}}));
    let mut fleet = aws.fleet();
    let mut request = request(&mut fleet, 1, 1);
    request.program = Some(aws.program(
        "#!/bin/sh\necho \"user $(id -u)\"\ntouch \"$HOME/x\" && echo wrote\ntouch \"$0\" || echo kept\n",
    ));
    let launched = fleet.launch(&request).unwrap();
    let id = &launched.instances[0].id;
    aws.rig.wait("the machine ends", PATIENCE, |_| aws.machine(id).state == "terminated");
    let console = aws.machine(id).console;
    assert!(console.contains("wrote"), "{console}");
    // only root can give rights away
    if rustix::process::geteuid().is_root() {
        assert!(console.contains("user 61583\n"), "{console}");
        assert!(console.contains("kept"), "{console}");
    }
}

#[test]
fn an_altered_program_does_not_run() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    let mut request = request(&mut fleet, 1, 1);
    let (object, _) = aws.program(HELLO);
    request.program = Some((object, Sha256::of(b"another").to_string()));
    let launched = fleet.launch(&request).unwrap();
    let id = &launched.instances[0].id;
    aws.rig.wait("the machine ends", PATIENCE, |_| aws.machine(id).state == "terminated");
    let console = aws.machine(id).console;
    assert!(console.contains("checksum does not fit"), "{console}");
    assert!(console.contains("nothing runs"), "{console}");
    assert!(!console.contains("hello"), "{console}");
}

#[test]
fn a_machine_is_made_as_it_should_be() {
    let aws = Aws::new();
    let mut settings = settings();
    settings.volume_gib = 24;
    let mut fleet = aws.fleet_with(&settings);
    let mut request = request(&mut fleet, 3, 1);
    request.program = Some(aws.program(BUSY));
    let launched = fleet.launch(&request).unwrap();
    let id = &launched.instances[0].id;
    aws.rig.wait("the program runs", PATIENCE, |_| aws.machine(id).console.contains("busy"));
    let machine = aws.machine(id);
    assert_eq!(machine.all["power_off_armed"], true);
    assert_eq!(machine.all["profile"], "dizzy-worker");
    let made = &machine.all["template"];
    assert_eq!(made["KeyName"], Value::Null);
    assert_eq!(made["InstanceInitiatedShutdownBehavior"], "terminate");
    let metadata = &made["MetadataOptions"];
    assert_eq!(metadata["HttpTokens"], "required");
    assert_eq!(metadata["HttpPutResponseHopLimit"].to_string().trim_matches('"'), "1");
    let disk = &made["BlockDeviceMappings"][0];
    assert_eq!(disk["DeviceName"], "/dev/xvda");
    assert_eq!(disk["Ebs"]["VolumeType"], "gp3");
    assert_eq!(disk["Ebs"]["VolumeSize"].to_string().trim_matches('"'), "24");
    for on in ["Encrypted", "DeleteOnTermination"] {
        assert_eq!(disk["Ebs"][on].to_string().trim_matches('"'), "true", "{on}");
    }
    assert_eq!(made["ImageId"], "ami-0deb1300000000001");
    let tags = &machine.all["tags"];
    assert_eq!(tags["dizzy:run"], request.run.0.as_str());
    assert_eq!(tags["dizzy:round"], "3");
    assert_eq!(tags["dizzy:token"], request.token.as_str());
    let name = format!("dizzy-{}-3", request.run);
    assert_eq!(aws.rig.templates(), std::slice::from_ref(&name));

    // what it is seen as
    let seen = fleet.instances(Some(&request.run)).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].id, *id);
    assert_eq!(seen[0].run, request.run);
    assert_eq!(seen[0].market, Market::Spot);
    assert_eq!(seen[0].state, InstanceState::Running);
    assert_eq!(seen[0].zone, launched.instances[0].zone);
    assert!(seen[0].zone.starts_with(REGION));
    assert_eq!(seen[0].instance_type, launched.instances[0].instance_type);
    assert!((seen[0].launched_s - launched.instances[0].launched_s).abs() < 600);
    assert!(fleet.instances(Some(&RunId("other".into()))).unwrap().is_empty());
    assert_eq!(fleet.instances(None).unwrap().len(), 1);

    // and its end, twice
    for _ in 0..2 {
        fleet.terminate(std::slice::from_ref(id)).unwrap();
        assert_eq!(aws.machine(id).state, "terminated");
    }
    fleet.terminate(&[InstanceId("i-0123456789abcdef0".into())]).unwrap();
    assert!(fleet.clean(Some(&RunId("other".into()))).unwrap().is_empty());
    assert_eq!(fleet.clean(Some(&request.run)).unwrap(), [name]);
    assert!(aws.rig.templates().is_empty());
    assert!(fleet.clean(None).unwrap().is_empty());

    // no right was used that examples/aws does not give
    let counters = aws.rig.counters();
    let used = counters["actions:coordinator"].as_object().unwrap();
    assert!(used.contains_key("ec2:CreateFleet"));
    for action in used.keys() {
        assert!(testing::COORDINATOR_ACTIONS.contains(&action.as_str()), "{action}");
    }
}

/// What a coordinator that never returns leaves behind is swept when nobody can want it any more, and not before.
#[test]
fn a_template_of_nobody_is_removed_when_it_has_expired() {
    let aws = Aws::new();
    let made = |life: &str| {
        let life = life.parse().unwrap();
        let mut fleet = aws.fleet_with(&Burst { worker_life: life, ..settings() });
        let run = RunId(format!("run-{}", fleet.instances(None).unwrap().len()));
        let request = LaunchRequest { run, ..request(&mut fleet, 1, 1) };
        fleet.launch(&request).unwrap();
        format!("dizzy-{}-1", request.run)
    };
    let lasting = made("3h");
    let short = made("1s");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(aws.fleet().clean(None).unwrap(), [short]);
    assert_eq!(aws.rig.templates(), [lasting]);
}

#[test]
fn the_same_token_gives_the_same_machines() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    let request = LaunchRequest { program: Some(aws.program(BUSY)), ..request(&mut fleet, 1, 3) };
    let ids = |launched: &Launched| {
        let all = launched.instances.iter();
        let mut ids: Vec<InstanceId> = all.map(|i| i.id.clone()).collect();
        ids.sort();
        ids
    };
    let first = ids(&fleet.launch(&request).unwrap());
    assert_eq!(first.len(), 3);
    assert_eq!(ids(&fleet.launch(&request).unwrap()), first);
    // a coordinator's second life, in which prices have changed
    let mut fleet = aws.fleet();
    assert_eq!(ids(&fleet.launch(&request).unwrap()), first);
    let mut changed = request.clone();
    changed.offers.reverse();
    assert_eq!(ids(&fleet.launch(&changed).unwrap()), first);
    assert_eq!(aws.rig.instances().len(), 3);
    assert_eq!(aws.rig.templates().len(), 1);
}

#[test]
fn lost_answers_start_nothing_twice() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    // within the patience of one call
    aws.rig.faults(&json!({
        "lost_answers": {"CreateLaunchTemplate": 1, "CreateFleet": 1},
        "throttle": {"DescribeImages": 1},
    }));
    let first = request(&mut fleet, 1, 2);
    assert_eq!(fleet.launch(&first).unwrap().instances.len(), 2);
    assert_eq!(aws.rig.instances().len(), 2);
    // beyond it: busy, and nothing is started by asking again
    for fault in ["lost_answers", "cut_answers"] {
        let round = aws.rig.templates().len() as u32 + 1;
        let before = aws.rig.instances().len();
        let request = request(&mut fleet, round, 3);
        aws.rig.faults(&json!({ fault: {"CreateFleet": 4} }));
        let error = fleet.launch(&request).unwrap_err();
        assert!(error.is_passing(), "{error:?}");
        assert_eq!(aws.rig.instances().len(), before + 3, "it took effect");
        let mut again = aws.fleet();
        assert_eq!(again.launch(&request).unwrap().instances.len(), 3);
        assert_eq!(aws.rig.instances().len(), before + 3);
    }
}

#[test]
fn refusals_say_what_lacks() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    let one = request(&mut fleet, 1, 1);
    for (right, named) in [
        ("ec2:DescribeImages", "ec2:DescribeImages"),
        ("ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplate"),
        ("ec2:CreateFleet", "ec2:CreateFleet"),
        ("iam:PassRole", "iam:PassRole"),
        ("ec2:RunInstances", "ec2:RunInstances"),
    ] {
        aws.rig.faults(&json!({"denied": [right]}));
        let mut request = one.clone();
        request.token = format!("token of {right}");
        let error = aws.fleet().launch(&request).unwrap_err();
        let FleetError::Denied { action, detail } = error else { panic!("{right}: {error:?}") };
        assert_eq!(action, named);
        assert!(detail.contains("authorized"), "{detail}");
    }
    aws.rig.faults(&json!({"denied": [], "credentials": "expired"}));
    let error = fleet.launch(&one).unwrap_err();
    assert!(matches!(error, FleetError::Credentials { .. }), "{error:?}");
    aws.rig.faults(&json!({"credentials": "", "throttle": {"CreateFleet": 50}}));
    let error = fleet.launch(&one).unwrap_err();
    assert!(error.is_passing(), "{error:?}");
    aws.rig.faults(&json!({"throttle": {}}));
    assert!(aws.rig.instances().is_empty(), "nothing was started");

    // a profile that is not there, an image that is not there, a group that is not there
    let with = |change: &dyn Fn(&mut Burst), token: &str| {
        let mut settings = settings();
        change(&mut settings);
        let mut request = one.clone();
        request.round = aws.rig.templates().len() as u32 + 10;
        request.token = token.to_owned();
        aws.fleet_with(&settings).launch(&request).unwrap_err()
    };
    let error = with(&|s| s.instance_profile = "niemand".into(), "a");
    let FleetError::Other { detail, .. } = &error else { panic!("{error:?}") };
    assert!(detail.contains("niemand"), "{detail}");
    let error = with(&|s| s.image = "ami-00000000000000000".into(), "b");
    assert!(matches!(error, FleetError::NoImage { .. }), "{error:?}");
    let error = with(&|s| s.security_group = "niemand".into(), "c");
    assert!(error.to_string().contains("niemand"), "{error:?}");
    assert!(aws.rig.instances().is_empty(), "nothing was started");
}

#[test]
fn machines_count_before_ec2_shows_them() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    aws.rig.faults(&json!({"describe_lag_s": 2.0}));
    let request = LaunchRequest { program: Some(aws.program(BUSY)), ..request(&mut fleet, 1, 2) };
    let launched = fleet.launch(&request).unwrap();
    assert!(aws.fleet().instances(None).unwrap().is_empty(), "not shown");
    assert_eq!(fleet.instances(Some(&request.run)).unwrap().len(), 2);
    assert_eq!(fleet.instances(None).unwrap().len(), 2);
    assert!(fleet.instances(Some(&RunId("other".into()))).unwrap().is_empty());
    // EC2 does not know them yet, and they end nevertheless
    let ids: Vec<_> = launched.instances.iter().map(|i| i.id.clone()).collect();
    fleet.terminate(&ids).unwrap();
    assert!(aws.rig.alive().is_empty());
    let seen = fleet.instances(None).unwrap();
    assert!(seen.iter().all(|i| i.state != InstanceState::Running), "{seen:?}");
}

#[test]
fn a_machine_that_is_taken_back_is_seen_to_be_gone() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    aws.rig.faults(&json!({"notice_s": 0.1}));
    let request = LaunchRequest { program: Some(aws.program(BUSY)), ..request(&mut fleet, 1, 2) };
    let launched = fleet.launch(&request).unwrap();
    let id = &launched.instances[0].id;
    aws.rig.interrupt(&id.0);
    aws.rig.wait("the machine goes", PATIENCE, |_| aws.machine(id).state == "terminated");
    let seen = fleet.instances(Some(&request.run)).unwrap();
    let state = |id: &InstanceId| seen.iter().find(|i| i.id == *id).map(|i| i.state);
    assert_eq!(state(id), Some(InstanceState::Ended));
    assert_ne!(state(&launched.instances[1].id), Some(InstanceState::Ended));
}

#[test]
fn offers_name_prices_the_cheapest_first() {
    let aws = Aws::new();
    let mut settings = settings();
    settings.instance_types = ["c6i.xlarge", "c7i.large", "c7g.large", "x99.large", "c6i.large"]
        .map(str::to_owned)
        .to_vec();
    let offers = aws.fleet_with(&settings).offers().unwrap();
    let arm = std::env::consts::ARCH == "aarch64";
    let types: Vec<_> = offers.iter().map(|o| o.instance_type.as_str()).collect();
    let expected: &[&str] =
        if arm { &["c7g.large"] } else { &["c6i.large", "c6i.xlarge", "c7i.large"] };
    assert_eq!(types, expected);
    for offer in &offers {
        // the rig's price in its cheapest zone
        let spot = Decimal::new(18, 3) * Decimal::from(offer.vcpus);
        assert_eq!(offer.spot_usd.map(|usd| usd.normalize()), Some(spot.normalize()));
        assert!(offer.on_demand_usd > spot);
    }
    settings.spot = false;
    let offers = aws.fleet_with(&settings).offers().unwrap();
    assert!(offers.iter().all(|offer| offer.spot_usd.is_none()));
    assert_eq!(offers[0].instance_type, expected[0]);
    // none named: those of the table
    settings.instance_types = Vec::new();
    assert!(aws.fleet_with(&settings).offers().unwrap().len() >= 5);
    settings.instance_types = vec!["x99.large".to_owned()];
    let error = aws.fleet_with(&settings).offers().unwrap_err();
    assert!(error.to_string().contains("x99.large"), "{error}");
}

/// Not a test by itself: a process that has no credentials, `new` as the program calls it.
#[test]
#[ignore = "started by the next test"]
fn nobody() {
    if std::env::var_os("AWS_ENDPOINT_URL").is_none() {
        return;
    }
    let mut fleet = Ec2Fleet::new(&settings(), &location());
    let errors = [
        fleet.offers().unwrap_err(),
        fleet.instances(None).unwrap_err(),
        fleet.clean(None).unwrap_err(),
        fleet.terminate(&[InstanceId("i-1".into())]).unwrap_err(),
    ];
    for error in errors {
        let FleetError::Credentials { detail } = &error else { panic!("{error:?}") };
        assert_eq!(detail, "", "nothing of the SDK");
    }
}

#[test]
fn without_credentials_nothing_is_asked() {
    let aws = Aws::new();
    aws.rig.reset_counters();
    let home = tempfile::tempdir().unwrap();
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "integration::fleet_ec2::nobody", "--ignored", "--nocapture"])
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ENDPOINT_URL", aws.rig.endpoint())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
    assert_eq!(aws.rig.counters()["ec2"], Value::Null);
}

#[test]
fn a_folder_is_no_store_for_machines_elsewhere() {
    let aws = Aws::new();
    let folder = Location::Directory("/srv/burst".into());
    let mut fleet = Ec2Fleet::with_config(&aws.config(), &settings(), &folder);
    let request = LaunchRequest {
        program: Some(("programs/x".to_owned(), "00".to_owned())),
        ..request(&mut fleet, 1, 1)
    };
    assert!(fleet.launch(&request).is_err());
    assert!(aws.rig.instances().is_empty());
    assert!(aws.rig.templates().is_empty());
}
