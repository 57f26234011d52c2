//! What every provider of machines promises, asked of the twin in memory.

use std::collections::BTreeMap;

use burst::fleet::{
    Fleet, FleetError, InstanceState, LaunchRequest, Market, MemoryFaults, MemoryFleet,
};
use burst::shard::RunId;

fn request(fleet: &mut MemoryFleet, run: &str, round: u32, count: u32) -> LaunchRequest {
    LaunchRequest {
        run: RunId(run.into()),
        round,
        token: format!("dizzy-{run}-{round}"),
        count,
        offers: fleet.offers().unwrap(),
        spot: true,
        shard_uri: format!("s3://b/runs/{run}"),
        program: None,
        most_minutes: 60,
    }
}

fn capacity(large: u32, xlarge: u32) -> BTreeMap<String, u32> {
    [("memory.large", large), ("memory.xlarge", xlarge)]
        .map(|(kind, left)| (kind.to_owned(), left))
        .into()
}

#[test]
fn the_same_token_gives_the_same_machines() {
    let mut fleet = MemoryFleet::new(MemoryFaults {
        lost_answers: 1,
        ..MemoryFaults::default()
    });
    let one = request(&mut fleet, "r1", 1, 3);
    let error = fleet.launch(&one).unwrap_err();
    assert!(error.is_passing());
    assert_eq!(fleet.started().len(), 3, "it took effect");
    let launched = fleet.launch(&one).unwrap();
    assert_eq!(launched.instances, fleet.started());
    assert_eq!(fleet.launch(&one), Ok(launched));
    let two = request(&mut fleet, "r1", 2, 3);
    fleet.launch(&two).unwrap();
    assert_eq!(fleet.started().len(), 6);
}

#[test]
fn what_spot_cannot_give_is_started_on_demand() {
    let mut fleet = MemoryFleet::new(MemoryFaults {
        spot_capacity: capacity(1, 1),
        on_demand_capacity: capacity(0, 1),
        ..MemoryFaults::default()
    });
    let one = request(&mut fleet, "r1", 1, 5);
    let launched = fleet.launch(&one).unwrap();
    let got: Vec<_> = launched
        .instances
        .iter()
        .map(|i| (i.instance_type.as_str(), i.market))
        .collect();
    assert_eq!(
        got,
        [
            ("memory.large", Market::Spot),
            ("memory.xlarge", Market::Spot),
            ("memory.xlarge", Market::OnDemand)
        ]
    );
    assert_eq!(launched.shortfalls.len(), 4);
    // a shortage of capacity is no error, even of all of it
    let two = request(&mut fleet, "r1", 2, 1);
    assert!(fleet.launch(&two).unwrap().instances.is_empty());
}

#[test]
fn quotas_are_counted_in_vcpus_that_run() {
    let mut fleet = MemoryFleet::new(MemoryFaults {
        spot_quota: Some(4),
        on_demand_quota: Some(0),
        ..MemoryFaults::default()
    });
    let one = request(&mut fleet, "r1", 1, 5);
    let launched = fleet.launch(&one).unwrap();
    assert_eq!(launched.instances.len(), 2);
    let two = request(&mut fleet, "r1", 2, 1);
    assert!(matches!(fleet.launch(&two), Err(FleetError::Quota { .. })));
    fleet.end(&launched.instances[0].id);
    let three = request(&mut fleet, "r1", 3, 1);
    assert_eq!(fleet.launch(&three).unwrap().instances.len(), 1);
}

#[test]
fn refused_calls_do_nothing() {
    let mut fleet = MemoryFleet::new(MemoryFaults::default());
    let one = request(&mut fleet, "r1", 1, 2);
    fleet.set_faults(MemoryFaults {
        throttled: 1,
        denied: Some("ec2:CreateFleet".to_owned()),
        ..MemoryFaults::default()
    });
    assert!(matches!(
        fleet.launch(&one),
        Err(FleetError::Denied { action, .. }) if action == "ec2:CreateFleet"
    ));
    assert!(fleet.instances(None).unwrap_err().is_passing());
    assert!(fleet.instances(None).unwrap().is_empty());
    assert!(fleet.started().is_empty());
}

#[test]
fn machines_are_seen_late_end_and_leave_a_template() {
    let mut fleet = MemoryFleet::new(MemoryFaults {
        unseen_looks: 1,
        ..MemoryFaults::default()
    });
    fleet.set_now_s(1000);
    let shared = fleet.clone();
    let (one, other) = (
        request(&mut fleet, "r1", 1, 2),
        request(&mut fleet, "r2", 1, 1),
    );
    let launched = fleet.launch(&one).unwrap();
    assert_eq!(launched.instances[0].launched_s, 1000);
    assert!(fleet.instances(Some(&one.run)).unwrap().is_empty());
    fleet.launch(&other).unwrap();
    assert_eq!(fleet.instances(Some(&one.run)).unwrap().len(), 2);
    // capacity is taken back behind its back
    shared.end(&launched.instances[0].id);
    let states = |fleet: &mut MemoryFleet| -> Vec<InstanceState> {
        let seen = fleet.instances(Some(&RunId("r1".into()))).unwrap();
        seen.iter().map(|i| i.state).collect()
    };
    assert_eq!(
        states(&mut fleet),
        [InstanceState::Ended, InstanceState::Running]
    );
    let ids: Vec<_> = launched.instances.iter().map(|i| i.id.clone()).collect();
    for _ in 0..2 {
        fleet.terminate(&ids).unwrap();
    }
    assert_eq!(states(&mut fleet), [InstanceState::Ended; 2]);
    assert_eq!(fleet.clean(Some(&one.run)).unwrap(), ["dizzy-r1-1"]);
    assert_eq!(fleet.clean(None).unwrap(), ["dizzy-r2-1"]);
    assert!(fleet.clean(None).unwrap().is_empty());
}
