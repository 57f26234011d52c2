//! Who gets which shard: in a store in memory whose clock the tests set, while the workers' clocks say what they like.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::*;
use crate::store::{Condition, FailingStore, Faults, MemoryStore, ObjectStore, Put, Retrying};
use office::settings::Settings;

const LEASE_MS: u64 = 120_000;

/// A run of some shards, and the store's clock.
struct Run {
    store: MemoryStore,
    clock: Arc<AtomicI64>,
    manifest: RunManifest,
    keys: Keys,
}

impl Run {
    fn of(shards: u64) -> Self {
        let clock = Arc::new(AtomicI64::new(1_000_000));
        let run = RunId("20260331-0915-k7m2qd".to_owned());
        let settings = Settings::default();
        let this = Self {
            store: MemoryStore::with_clock(Arc::clone(&clock)),
            clock,
            keys: Keys::new(&run),
            manifest: RunManifest {
                schema: SCHEMA.to_owned(),
                run,
                version: "test".to_owned(),
                reading: [1; 16],
                shards,
                lease_ms: LEASE_MS,
                most_takeovers: 3,
                ends_at_s: i64::MAX,
                ocr: settings.ocr,
                reader: settings.reader,
                limits: settings.limits,
            },
        };
        for n in 0..shards {
            this.put_shard(&id(n));
        }
        this
    }

    fn put_shard(&self, id: &ShardId) {
        let shard = Shard { id: id.clone(), items: Vec::new(), estimated_ms: 1000 };
        self.store.put(&self.keys.shard(id), &write_json(&shard), &Condition::Absent).unwrap();
    }

    fn settle(&self, id: &ShardId) {
        self.store.put(&self.keys.result(id), b"result", &Condition::Absent).unwrap();
    }

    fn pass(&self, ms: u64) {
        self.clock.fetch_add(ms as i64, Ordering::SeqCst);
    }

    fn claimer(&self, name: &str, seed: u64) -> Claimer {
        Claimer::new(&self.manifest, worker(name), seed)
    }
}

fn id(n: u64) -> ShardId {
    ShardId(format!("{n:05}"))
}

fn worker(name: &str) -> WorkerId {
    WorkerId(name.to_owned())
}

#[track_caller]
fn work(next: Next) -> Held {
    match next {
        Next::Work(held) => held,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_shard_has_one_holder() {
    let run = Run::of(40);
    let mut claimers: Vec<Claimer> = (0..4).map(|n| run.claimer("w", n)).collect();
    let mut taken = HashSet::new();
    for round in 0..20 {
        for claimer in &mut claimers {
            match claimer.next(&run.store, round * 10_000).unwrap() {
                Next::Work(held) => {
                    assert!(taken.insert(held.shard.clone()), "{} twice", held.shard);
                }
                Next::Wait(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(taken.len(), 40);
}

#[test]
fn workers_that_come_together_do_not_run_into_each_other() {
    let run = Run::of(200);
    // all have seen the same: everything is free
    let mut claimers: Vec<Claimer> = (0..50).map(|n| run.claimer("w", n)).collect();
    let counting = crate::store::CountingStore::new(run.store.clone());
    let mut held = 0;
    for round in 0..8 {
        for claimer in &mut claimers {
            held += u32::from(matches!(
                claimer.next(&counting, round * 10_000).unwrap(),
                Next::Work(_)
            ));
        }
    }
    assert_eq!(held, 200);
    let puts = counting.counts().put;
    assert!(puts < 1000, "{puts} tries for 200 shards");
}

#[test]
fn a_long_list_that_is_all_taken_is_watched_by_few_and_nothing_in_it_is_missed() {
    const SHARDS: u64 = 2000;
    let run = Run::of(SHARDS);
    let holder = worker("holder");
    let mut held: Vec<Held> = (0..SHARDS)
        .map(|n| claim(&run.store, &run.keys, &id(n), &holder).unwrap().unwrap())
        .collect();
    let counting = crate::store::CountingStore::new(run.store.clone());
    let mut idle: Vec<Claimer> = (0..40).map(|n| run.claimer("idle", n)).collect();
    // the holder of one in the middle, and later one that is put there anew
    let silent = held.remove(1000);
    let rest = ShardId(format!("{}.k7m2qd", id(1500)));
    let mut found = Vec::new();
    for step in 0..120 {
        run.pass(5_000);
        if step % 8 == 0 {
            for held in &mut held {
                assert!(held.renew(&run.store).unwrap());
            }
        }
        if step == 60 {
            run.put_shard(&rest);
        }
        for claimer in &mut idle {
            if let Next::Work(work) = claimer.next(&counting, step * 5_000).unwrap() {
                found.push((work.shard.clone(), step));
                held.push(work);
            }
        }
    }
    let steps = |shard: &ShardId| {
        let found: Vec<u64> = found.iter().filter(|f| f.0 == *shard).map(|f| f.1).collect();
        assert_eq!(found.len(), 1, "{shard}: {found:?}");
        found[0]
    };
    let (lapsed, anew) = (steps(&silent.shard), steps(&rest));
    // within a minute of the time at which it could be taken
    assert!((24..36).contains(&lapsed), "{lapsed}");
    assert!((60..72).contains(&anew), "{anew}");
    // three for a look; ten minutes of forty workers that each look at all three parts every five seconds were 43,200
    let lists = counting.counts().list;
    assert!(lists < 6_000, "{lists}");
}

#[test]
fn a_lease_lapses_by_the_stores_clock_alone() {
    let run = Run::of(1);
    // one worker's clock is a day ahead, the other's stands still
    let day_ms = 24 * 3_600_000;
    let mut held = work(run.claimer("ahead", 1).next(&run.store, day_ms).unwrap());
    let mut still = run.claimer("still", 2);
    for minute in 0..10 {
        run.pass(60_000);
        assert!(held.renew(&run.store).unwrap());
        let next = still.next(&run.store, minute * day_ms).unwrap();
        assert!(!matches!(next, Next::Work(_)), "{next:?}");
    }
    // not renewed any more
    run.pass(LEASE_MS);
    assert!(!matches!(still.next(&run.store, 20 * day_ms).unwrap(), Next::Work(_)));
    run.pass(1);
    let taken = work(still.next(&run.store, 21 * day_ms).unwrap());
    assert_eq!(taken.lease.epoch, 2);
}

#[test]
fn whoever_was_taken_over_notices_and_cannot_come_back() {
    let run = Run::of(1);
    let mut paused = work(run.claimer("paused", 1).next(&run.store, 0).unwrap());
    run.pass(LEASE_MS + 1);
    let mut other = work(run.claimer("other", 2).next(&run.store, 0).unwrap());
    assert!(!paused.renew(&run.store).unwrap());
    assert!(!paused.renew(&run.store).unwrap());
    assert!(other.renew(&run.store).unwrap());
    assert_eq!((paused.lease.epoch, other.lease.epoch), (1, 2));
}

#[test]
fn no_two_versions_of_a_lease_are_the_same() {
    // an ETag may be a digest of the body: a stale condition must not hold again because a body came back
    let run = Run::of(1);
    let mut bodies = HashSet::new();
    let key = run.keys.lease(&id(0));
    for _ in 0..4 {
        let mut held = work(run.claimer("same", 1).next(&run.store, 0).unwrap());
        for _ in 0..5 {
            let body = run.store.get(&key).unwrap().unwrap().bytes;
            assert!(bodies.insert(body));
            assert!(held.renew(&run.store).unwrap());
        }
        let body = run.store.get(&key).unwrap().unwrap().bytes;
        assert!(bodies.insert(body));
        run.pass(LEASE_MS + 1);
    }
}

#[test]
fn takeovers_are_counted() {
    let run = Run::of(1);
    let epochs: Vec<u32> = (0..6)
        .map(|n| {
            run.pass(LEASE_MS + 1);
            let next = run.claimer("w", n).next(&run.store, 0).unwrap();
            work(next).lease.epoch
        })
        .collect();
    assert_eq!(epochs, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn what_was_settled_in_the_meantime_is_not_taken_over() {
    let run = Run::of(2);
    work(run.claimer("a", 1).next(&run.store, 0).unwrap());
    work(run.claimer("b", 1).next(&run.store, 0).unwrap());
    run.pass(LEASE_MS + 1);
    let leases = run.store.list(&run.keys.leases()).unwrap();
    run.settle(&id(0));
    let taken: Vec<bool> = leases
        .entries
        .iter()
        .map(|seen| take_over(&run.store, &run.keys, seen, &worker("c")).unwrap().is_some())
        .collect();
    assert_eq!(taken, [false, true]);
}

#[test]
fn lost_answers_lose_no_lease_and_win_none_twice() {
    const SHARDS: u64 = 60;
    let run = Run::of(SHARDS);
    let faults =
        Faults { busy: 100, lost_answer: 300, truncated: 50, seed: 11, ..Faults::default() };
    let failing = Retrying::with_patience(
        FailingStore::new(run.store.clone(), faults),
        40,
        Duration::from_micros(1),
        Duration::from_micros(20),
    );
    let mut claimers = [run.claimer("a", 1), run.claimer("b", 2)];
    let mut held = Vec::new();
    for round in 0..SHARDS * 2 {
        for claimer in &mut claimers {
            if let Next::Work(got) = claimer.next(&failing, round * 1_000).unwrap() {
                held.push(got);
            }
        }
    }
    let taken: HashSet<ShardId> = held.iter().map(|held| held.shard.clone()).collect();
    assert_eq!((held.len() as u64, taken.len() as u64), (SHARDS, SHARDS));
    for held in &mut held {
        assert!(held.renew(&failing).unwrap(), "{}", held.shard);
    }
}

#[test]
fn a_slow_shard_is_read_a_second_time_by_one_other() {
    let run = Run::of(1);
    let mut slow = work(run.claimer("slow", 1).next(&run.store, 0).unwrap());
    let mut others: Vec<Claimer> = (2..6).map(|n| run.claimer("fast", n)).collect();
    for other in &mut others {
        other.took(20_000);
    }
    let mut seconds = 0;
    for step in 0..60 {
        run.pass(5_000);
        assert!(slow.renew(&run.store).unwrap());
        for other in &mut others {
            match other.next(&run.store, step * 5_000).unwrap() {
                Next::Second(shard) => {
                    assert_eq!(shard, id(0));
                    assert!(step * 5_000 >= 40_000, "too early: {step}");
                    seconds += 1;
                }
                Next::Wait(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(seconds, 1);
    // whose result comes first counts; then all is done
    let key = run.keys.result(&id(0));
    let put = |body| run.store.put(&key, body, &Condition::Absent).unwrap();
    assert!(matches!(put(b"second reader"), Put::Done(_)));
    assert!(matches!(put(b"slow reader"), Put::Refused));
    run.pass(LEASE_MS);
    for other in &mut others {
        assert!(matches!(other.next(&run.store, 10_000_000).unwrap(), Next::Done));
    }
}

#[test]
fn it_is_not_over_while_shards_are_still_being_sent() {
    let mut run = Run::of(2);
    run.manifest.shards = 3;
    let mut claimer = run.claimer("w", 1);
    for n in 0..2 {
        let held = work(claimer.next(&run.store, n).unwrap());
        run.settle(&held.shard);
    }
    assert!(matches!(claimer.next(&run.store, 1_000_000).unwrap(), Next::Wait(_)));
    run.put_shard(&id(2));
    run.settle(&id(2));
    // and not while the rest of one is not settled
    let rest = ShardId("00001.k7m2qd".to_owned());
    run.put_shard(&rest);
    let held = work(claimer.next(&run.store, 2_000_000).unwrap());
    assert_eq!(held.shard, rest);
    run.settle(&rest);
    assert!(matches!(claimer.next(&run.store, 3_000_000).unwrap(), Next::Done));
}
