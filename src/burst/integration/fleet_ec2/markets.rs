//! Spot and on demand, and quotas.

use super::*;

#[test]
fn what_spot_cannot_give_is_started_on_demand() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    aws.rig.faults(&json!({"capacity": {"c7i.large/*/spot": 0, "c6i.large/*/spot": 2}}));
    let request = request(&mut fleet, 1, 5);
    let launched = fleet.launch(&request).unwrap();
    assert_eq!(in_market(&launched, Market::Spot), 2);
    assert_eq!(in_market(&launched, Market::OnDemand), 3);
    assert!(codes(&launched).contains(&"InsufficientInstanceCapacity"));
    let of_rig = aws.rig.instances();
    assert_eq!(of_rig.len(), 5);
    assert_eq!(of_rig.iter().filter(|i| i.market == "spot").count(), 2);
    // again, by its token, both parts
    let again = aws.fleet().launch(&request).unwrap();
    assert_eq!(again.instances.len(), 5);
    assert_eq!(aws.rig.instances().len(), 5);
}

#[test]
fn only_on_demand_when_spot_is_off() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    let request = LaunchRequest { spot: false, ..request(&mut fleet, 1, 2) };
    let launched = fleet.launch(&request).unwrap();
    assert_eq!(in_market(&launched, Market::OnDemand), 2);
    assert!(launched.shortfalls.is_empty());
    assert!(aws.rig.instances().iter().all(|i| i.market == "on-demand"));
}

#[test]
fn some_machines_are_better_than_none() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    // one in each of two zones, of another type each
    aws.rig.faults(&json!({"capacity": {
        "*/*/on-demand": 0,
        "c7i.large/eu-central-1a/spot": 1, "c7i.large/eu-central-1b/spot": 0, "c7i.large/eu-central-1c/spot": 0,
        "c6i.large/eu-central-1a/spot": 0, "c6i.large/eu-central-1b/spot": 1, "c6i.large/eu-central-1c/spot": 0,
    }}));
    let one = request(&mut fleet, 1, 4);
    let launched = fleet.launch(&one).unwrap();
    let mut places: Vec<_> =
        launched.instances.iter().map(|i| (i.instance_type.as_str(), i.zone.as_str())).collect();
    places.sort_unstable();
    assert_eq!(places, [("c6i.large", "eu-central-1b"), ("c7i.large", "eu-central-1a")]);
    for market in [Market::Spot, Market::OnDemand] {
        assert!(launched.shortfalls.iter().any(|s| s.market == market));
    }
    // none at all is no error either: capacity comes back
    let two = request(&mut fleet, 2, 4);
    let launched = fleet.launch(&two).unwrap();
    assert!(launched.instances.is_empty());
    let types: Vec<_> = launched.shortfalls.iter().map(|s| &s.instance_type).collect();
    assert_eq!(types.len(), 4, "once for each type and market: {types:?}");
}

#[test]
fn quotas_are_used_to_the_full() {
    let aws = Aws::new();
    let mut fleet = aws.fleet();
    // machines of 2 vCPUs: two on spot, one on demand
    aws.rig.faults(&json!({"quota": {"spot": 4, "on-demand": 3}}));
    let one = LaunchRequest { program: Some(aws.program(BUSY)), ..request(&mut fleet, 1, 8) };
    let launched = fleet.launch(&one).unwrap();
    assert_eq!(in_market(&launched, Market::Spot), 2);
    assert_eq!(in_market(&launched, Market::OnDemand), 1);
    let codes = codes(&launched);
    assert!(codes.contains(&"MaxSpotInstanceCountExceeded"), "{codes:?}");
    assert!(codes.contains(&"VcpuLimitExceeded"), "{codes:?}");
    // nothing more is to be had, and asking later does not change that
    let two = request(&mut fleet, 2, 8);
    let error = fleet.launch(&two).unwrap_err();
    assert!(matches!(error, FleetError::Quota { .. }), "{error:?}");
    assert_eq!(aws.rig.instances().len(), 3);
    // the calls of a request end
    assert!(aws.count("ec2:CreateFleet") < 20);
}
