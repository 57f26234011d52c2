//! Runs in simulated time.

use super::outcome::Troubles;
use super::scenario::Line;
use super::*;

/// A line that is never in the way, so that what is measured is the dispatching.
fn scenario(documents: u64, workers: u32) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.work.documents = documents;
    scenario.machines.workers = workers;
    scenario.line = Line { up_mbit: 0.0, down_mbit: 0.0 };
    scenario
}

#[test]
fn three_times_the_backlog_takes_three_times_the_workers_no_longer() {
    let one = simulate(&scenario(10_000, 10)).unwrap();
    let three = simulate(&scenario(30_000, 30)).unwrap();
    let ratio = three.makespan_s / one.makespan_s;
    assert!((0.9..1.1).contains(&ratio), "{ratio} {one:#?} {three:#?}");
}

#[test]
fn fifty_workers_are_kept_busy() {
    let mut scenario = scenario(100_000, 50);
    scenario.work.pages_per_document = 1.0;
    let outcome = simulate(&scenario).unwrap();
    assert!(outcome.efficiency >= 0.90, "{outcome:#?}");
    assert!(outcome.requests_per_document <= 2.0, "{outcome:#?}");
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let mut scenario = scenario(2_000, 8);
    let first = simulate(&scenario).unwrap();
    assert_eq!(simulate(&scenario).unwrap(), first);
    scenario.seed = 2;
    assert_ne!(simulate(&scenario).unwrap(), first);
}

#[test]
fn nothing_is_lost_whatever_happens() {
    let mut scenario = scenario(20_000, 40);
    scenario.work.large_documents = 3;
    scenario.machines.interruptions_per_hour = 6.0;
    scenario.machines.crashes_per_hour = 6.0;
    scenario.machines.stragglers = 0.2;
    scenario.store.failures_per_mille = 50;
    let outcome = simulate(&scenario).unwrap();
    let Troubles { interrupted, crashed, replaced, taken_over, rested, .. } = outcome.troubles;
    for count in [interrupted, crashed, replaced, taken_over, rested] {
        assert!(count > 0, "{outcome:#?}");
    }
}

#[test]
fn small_documents_do_not_wait_behind_large_ones() {
    let mut scenario = scenario(5_000, 10);
    scenario.work.large_documents = 20;
    let outcome = simulate(&scenario).unwrap();
    let small = outcome.small.unwrap();
    assert!(small.max_s < outcome.queue.max_s, "{outcome:#?}");
    let share = small.p50_s / outcome.queue.max_s;
    assert!(share < 0.5, "{outcome:#?}");
}

#[test]
fn this_machine_alone_takes_what_its_cores_take() {
    let scenario = scenario(1_000, 0);
    let alone = here_alone(&scenario, 4).unwrap();
    let pages_s = 1_300.0 * 1.5 / 4.0;
    assert!((pages_s * 0.9..pages_s * 1.1).contains(&alone.max_s), "{alone:?}");
}
