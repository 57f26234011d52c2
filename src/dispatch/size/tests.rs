use proptest::prelude::*;

use super::*;
use crate::Span;

fn usd(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn offer() -> Offer {
    Offer {
        instance_type: "c7i.large".to_owned(),
        vcpus: 2,
        spot_usd: Some(usd("0.0412")),
        on_demand_usd: usd("0.1017"),
    }
}

/// 10,000 pages of 1.5 s; four cores here.
fn need() -> Need {
    Need {
        work_ms: 15_000_000.0,
        deadline: Duration::from_mins(30),
        boot: Duration::from_secs(75),
        vcpu_speed: 0.7,
        here_cores: 4,
        all_cores: 4,
        max_workers: 50,
        max_cost_usd: usd("25"),
        worker_life: Duration::from_hours(3),
        spot: true,
        exactly: None,
    }
}

#[test]
fn the_fewest_that_meet_the_deadline() {
    let size = fleet_size(&need(), &[offer()]);
    // 15,000 core-seconds; 4 cores here take 3,750 s; three workers bring 4.2 cores
    assert_eq!(size.here_alone, Duration::from_secs(3750));
    assert_eq!(size.workers, 4, "{size:?}");
    assert!(size.expected <= need().deadline);
    assert_eq!(size.limited_by, None);
    let fewer = Need { exactly: Some(3), ..need() };
    assert!(fleet_size(&fewer, &[offer()]).expected > need().deadline);
}

#[test]
fn none_when_this_machine_makes_it() {
    let need = Need { deadline: Duration::from_secs(3750), ..need() };
    let size = fleet_size(&need, &[offer()]);
    assert_eq!((size.workers, size.limited_by), (0, None));
    assert_eq!(size.most_cost_usd, Decimal::ZERO);
}

#[test]
fn what_is_spent_at_most_is_reckoned_exactly() {
    let need = Need {
        here_cores: 0,
        boot: Duration::from_mins(1),
        vcpu_speed: 1.0,
        work_ms: 2.0 * 2.0 * 600_000.0,
        exactly: Some(2),
        ..need()
    };
    let size = fleet_size(&need, &[offer()]);
    assert_eq!(size.expected, Duration::from_mins(11));
    assert_eq!(size.most, Duration::from_mins(23));
    // 2 × 660 s × 0.0412 $/h = 0.01510…, 2 × 1380 s × 0.1017 $/h = 0.07797
    assert_eq!(size.expected_cost_usd, usd("0.02"));
    assert_eq!(size.most_cost_usd, usd("0.08"));
    assert_eq!(bill_usd(3, Duration::from_secs(1), usd("3600")), usd("180"));
    assert_eq!(bill_usd(1, Duration::from_millis(90_001), usd("3600")), usd("91"));
}

#[test]
fn a_dearer_type_counts_for_the_most_and_not_for_the_expected() {
    let dearer = Offer {
        instance_type: "c7i.xlarge".to_owned(),
        vcpus: 4,
        spot_usd: None,
        on_demand_usd: usd("0.2035"),
    };
    let one = fleet_size(&need(), &[offer()]);
    let two = fleet_size(&need(), &[offer(), dearer]);
    assert_eq!(one.expected_cost_usd, two.expected_cost_usd);
    assert!(two.most_cost_usd > one.most_cost_usd);
}

#[test]
fn each_limit_is_named() {
    let hard = Need { deadline: Duration::from_mins(10), ..need() };
    let limits = [
        (Limit::Workers, Need { max_workers: 3, ..hard.clone() }),
        (Limit::Cost, Need { max_cost_usd: usd("0.20"), ..hard.clone() }),
        (Limit::Work, Need { work_ms: 1_500_000.0, deadline: Duration::from_mins(1), ..hard }),
    ];
    for (limit, need) in limits {
        let size = fleet_size(&need, &[offer()]);
        assert_eq!(size.limited_by, Some(limit), "{size:?}");
        assert!(size.expected > need.deadline);
        assert!(size.most_cost_usd <= need.max_cost_usd);
    }
}

#[test]
fn workers_that_would_be_slower_are_not_started() {
    // sixteen cores here that would not take part beside one worker of two vCPUs
    let need = Need {
        here_cores: 0,
        all_cores: 16,
        max_workers: 2,
        deadline: Duration::from_mins(1),
        ..need()
    };
    let size = fleet_size(&need, &[offer()]);
    assert_eq!((size.workers, size.limited_by), (0, Some(Limit::Workers)));
    assert_eq!(size.expected, size.here_alone);
}

#[test]
fn as_many_as_were_asked_for_within_the_limits() {
    let asked = |exactly, max_workers, max_cost: &str| {
        let need = Need {
            exactly: Some(exactly),
            max_workers,
            max_cost_usd: usd(max_cost),
            work_ms: 10_000.0,
            ..need()
        };
        let size = fleet_size(&need, &[offer()]);
        (size.workers, size.limited_by)
    };
    assert_eq!(asked(6, 50, "25"), (6, None));
    assert_eq!(asked(0, 50, "25"), (0, None));
    assert_eq!(asked(6, 4, "25"), (4, Some(Limit::Workers)));
    // 15 minutes at 0.1017 $/h are 0.026 $ each
    assert_eq!(asked(6, 50, "0.08"), (3, Some(Limit::Cost)));
    assert_eq!(asked(6, 50, "0"), (0, Some(Limit::Cost)));
}

#[test]
fn without_offers_there_are_no_workers() {
    let size = fleet_size(&need(), &[]);
    assert_eq!((size.workers, size.limited_by), (0, Some(Limit::Workers)));
}

#[test]
fn the_threshold_is_a_time_here_or_pages() {
    let hour = Threshold::Time(Span(Duration::from_hours(1)));
    assert!(!over_threshold(4.0 * 3_600_000.0, 1, 4, hour));
    assert!(over_threshold(4.0 * 3_600_001.0, 1, 4, hour));
    assert!(over_threshold(3_700_000.0, 1, 0, hour));
    assert!(!over_threshold(f64::MAX, 5000, 4, Threshold::Pages(5000)));
    assert!(over_threshold(0.0, 5001, 4, Threshold::Pages(5000)));
}

fn needs() -> impl Strategy<Value = Need> {
    (
        (0.0..1e10_f64, 60..100_000_u64, 0..300_u64, 0.2..2.0_f64),
        (0..32_u32, 1..32_u32, 0..400_u32),
        (0..100_000_u32, 900..40_000_u64, any::<bool>()),
    )
        .prop_map(
            |((work_ms, deadline_s, boot_s, vcpu_speed), (here_cores, more, max_workers), rest)| {
                Need {
                    work_ms,
                    deadline: Duration::from_secs(deadline_s),
                    boot: Duration::from_secs(boot_s),
                    vcpu_speed,
                    here_cores,
                    all_cores: here_cores + more,
                    max_workers,
                    max_cost_usd: Decimal::new(rest.0.into(), 2),
                    worker_life: Duration::from_secs(rest.1),
                    spot: rest.2,
                    exactly: None,
                }
            },
        )
}

proptest! {
    #[test]
    fn never_beyond_a_limit(need in needs()) {
        let size = fleet_size(&need, &[offer()]);
        prop_assert!(size.workers <= need.max_workers);
        prop_assert!(size.most_cost_usd <= need.max_cost_usd);
        prop_assert!(size.expected_cost_usd <= size.most_cost_usd.max(usd("0.01")) || size.expected > size.most);
        prop_assert!(size.expected <= size.here_alone);
        prop_assert!(size.most <= need.worker_life);
    }

    #[test]
    fn the_deadline_is_met_or_a_limit_is_named_and_fewer_do_not_meet_it(need in needs()) {
        let size = fleet_size(&need, &[offer()]);
        prop_assert_eq!(size.expected <= need.deadline, size.limited_by.is_none());
        if size.limited_by.is_none() && size.workers > 0 {
            let fewer = Need { exactly: Some(size.workers - 1), ..need.clone() };
            prop_assert!(fleet_size(&fewer, &[offer()]).expected > need.deadline);
        }
    }

    #[test]
    fn more_workers_are_never_slower_nor_cheaper(need in needs(), workers in 1..300_u32) {
        let need = Need { max_workers: u32::MAX, max_cost_usd: Decimal::MAX, ..need };
        let with = |n| fleet_size(&Need { exactly: Some(n), ..need.clone() }, &[offer()]);
        let (few, many) = (with(workers), with(workers + 1));
        prop_assert!(many.expected <= few.expected);
        // seconds are billed whole: up to one less for each
        let a_second_each = bill_usd(workers + 1, Duration::from_mins(1), usd("0.1017")) / Decimal::from(60);
        let slack = a_second_each + usd("0.01");
        prop_assert!(many.most_cost_usd + slack >= few.most_cost_usd);
        prop_assert!(many.expected_cost_usd + slack >= few.expected_cost_usd);
    }

    #[test]
    fn a_looser_limit_is_never_slower(need in needs()) {
        let looser = Need {
            max_workers: need.max_workers * 2 + 1,
            max_cost_usd: need.max_cost_usd * Decimal::TWO + Decimal::ONE,
            ..need.clone()
        };
        let tight = fleet_size(&need, &[offer()]);
        let loose = fleet_size(&looser, &[offer()]);
        if tight.limited_by.is_some() {
            prop_assert!(loose.expected <= tight.expected);
        } else {
            prop_assert_eq!(loose, tight);
        }
    }
}
