//! The stores that need no network: memory, a folder, and a failing one made certain again.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::store::{
    Condition, CountingStore, DirectoryStore, FailingStore, Faults, MemoryStore, ObjectStore, Put,
    Requests, Retrying, StoreError, StoreTime, seal, unseal,
};
use reading::source::Sha256;

use super::conformance;

const WINS: [usize; 20] = [1; 20];

fn conforms(store: &(dyn ObjectStore + Sync)) {
    conformance::round_trip(store);
    conformance::conditions(store);
    conformance::listing(store, 1100);
    conformance::delete_under_writers(store);
    conformance::clock(store);
    conformance::names(store);
    assert_eq!(conformance::race(store, 32, 20), [WINS, WINS]);
}

#[test]
fn memory_conforms() {
    let store = MemoryStore::new();
    conforms(&store);
    conformance::large_file(&store);
}

#[test]
fn a_folder_conforms() {
    let root = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(root.path()).unwrap();
    conforms(&store);
    conformance::large_file(&store);
}

#[test]
fn patience_conforms() {
    let root = tempfile::tempdir().unwrap();
    conforms(&Retrying::new(DirectoryStore::new(root.path()).unwrap()));
}

/// Patience that does not make a test wait.
fn patient<S: ObjectStore>(store: S) -> Retrying<S> {
    Retrying::with_patience(store, 40, Duration::from_micros(10), Duration::from_micros(500))
}

#[test]
fn failures_are_overcome() {
    for seed in 1..=5 {
        let faults =
            Faults { busy: 100, timeout_before: 100, lost_answer: 200, seed, ..Faults::default() };
        let failing = Arc::new(FailingStore::new(MemoryStore::new(), faults));
        conforms(&patient(failing.clone()));
        assert!(failing.failed() > 1000, "{}", failing.failed());
    }
}

#[test]
fn whoever_is_told_that_it_won_has_won_although_reads_are_cut_off_too() {
    let faults = Faults { lost_answer: 500, truncated: 300, seed: 7, ..Faults::default() };
    let store = patient(FailingStore::new(MemoryStore::new(), faults));
    let rounds = 200;
    assert_eq!(conformance::race(&store, 8, rounds), [vec![1; rounds], vec![1; rounds]]);
}

#[test]
fn without_certainty_lost_answers_lose_winners() {
    // the race itself notices: a store that only asks again tells winners that they lost
    #[derive(Debug)]
    struct Again(FailingStore<MemoryStore>);
    impl ObjectStore for Again {
        fn get(&self, key: &str) -> Result<Option<crate::store::Object>, StoreError> {
            self.0.get(key).or_else(|_| self.get(key))
        }
        fn get_range(
            &self,
            _: &str,
            _: std::ops::Range<u64>,
        ) -> Result<Option<Vec<u8>>, StoreError> {
            unreachable!("not asked here")
        }
        fn get_file(&self, _: &str, _: &std::path::Path) -> Result<bool, StoreError> {
            unreachable!("not asked here")
        }
        fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
            self.0.put(key, bytes, condition).or_else(|_| self.put(key, bytes, condition))
        }
        fn put_file(&self, _: &str, _: &std::path::Path) -> Result<(), StoreError> {
            unreachable!("not asked here")
        }
        fn list_between(
            &self,
            prefix: &str,
            after: &str,
            until: &str,
        ) -> Result<crate::store::Listing, StoreError> {
            self.0
                .list_between(prefix, after, until)
                .or_else(|_| self.list_between(prefix, after, until))
        }
        fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
            self.0.delete(keys).or_else(|_| self.delete(keys))
        }
        fn name(&self) -> String {
            self.0.name()
        }
    }
    let faults = Faults { lost_answer: 500, seed: 7, ..Faults::default() };
    let [created, _] =
        conformance::race(&Again(FailingStore::new(MemoryStore::new(), faults)), 4, 50);
    assert!(created.contains(&0), "{created:?}");
}

#[test]
fn patience_ends() {
    let busy = Faults { busy: 1000, ..Faults::default() };
    let counting = Arc::new(CountingStore::new(FailingStore::new(MemoryStore::new(), busy)));
    let store = Retrying::with_patience(counting.clone(), 3, Duration::ZERO, Duration::ZERO);
    assert!(store.get("a").unwrap_err().is_passing());
    assert!(store.list("a").unwrap_err().is_passing());
    assert_eq!(counting.counts(), Requests { get: 3, list: 3, ..Requests::default() });
    // what asking again does not mend is not asked again
    let counting = Arc::new(CountingStore::new(MemoryStore::new()));
    assert!(!patient(counting.clone()).get("../a").unwrap_err().is_passing());
    assert_eq!(counting.counts().get, 1);
}

#[test]
fn a_write_whose_every_answer_is_lost_is_found_by_reading() {
    // writes are seen to take effect although no answer to them ever comes
    #[derive(Debug)]
    struct Mute(MemoryStore);
    impl ObjectStore for Mute {
        fn get(&self, key: &str) -> Result<Option<crate::store::Object>, StoreError> {
            self.0.get(key)
        }
        fn get_range(
            &self,
            key: &str,
            range: std::ops::Range<u64>,
        ) -> Result<Option<Vec<u8>>, StoreError> {
            self.0.get_range(key, range)
        }
        fn get_file(&self, key: &str, to: &std::path::Path) -> Result<bool, StoreError> {
            self.0.get_file(key, to)
        }
        fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
            self.0.put(key, bytes, condition)?;
            Err(StoreError::Busy { store: self.name(), detail: "timed out".into() })
        }
        fn put_file(&self, key: &str, from: &std::path::Path) -> Result<(), StoreError> {
            self.0.put_file(key, from)
        }
        fn list_between(
            &self,
            prefix: &str,
            after: &str,
            until: &str,
        ) -> Result<crate::store::Listing, StoreError> {
            self.0.list_between(prefix, after, until)
        }
        fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
            self.0.delete(keys)
        }
        fn name(&self) -> String {
            self.0.name()
        }
    }
    let memory = MemoryStore::new();
    let store = patient(Mute(memory.clone()));
    let put = store.put("lease", b"mine", &Condition::Absent).unwrap();
    let there = memory.get("lease").unwrap().unwrap();
    assert_eq!(put, Put::Done(there.etag.clone()));
    assert_eq!(store.put("lease", b"yours", &Condition::Absent), Ok(Put::Refused));
    let put = store.put("lease", b"mine, 2", &Condition::Unchanged(there.etag)).unwrap();
    assert_eq!(put, Put::Done(memory.get("lease").unwrap().unwrap().etag));
}

#[test]
fn what_is_cut_off_on_the_way_is_noticed() {
    let faults = Faults { truncated: 500, seed: 3, ..Faults::default() };
    let failing = FailingStore::new(MemoryStore::new(), faults);
    let sealed = seal(&conformance::noise(10_000));
    failing.put("a", &sealed, &Condition::Always).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("to");
    let (mut whole, mut cut) = (0, 0);
    for _ in 0..100 {
        let read = failing.get("a").unwrap().unwrap().bytes;
        failing.get_file("a", &to).unwrap();
        let file = std::fs::read(&to).unwrap();
        let range = failing.get_range("a", 0..10_065).unwrap().unwrap();
        for bytes in [read, file, range] {
            assert_eq!(unseal("a", &bytes).is_ok(), bytes == sealed);
            assert_eq!(Sha256::of(&bytes) == Sha256::of(&sealed), bytes == sealed);
            if bytes == sealed {
                whole += 1;
            } else {
                cut += 1;
            }
        }
    }
    assert!(whole > 100 && cut > 100, "{whole} whole, {cut} cut off");
    assert_eq!(failing.failed(), cut);
}

#[test]
fn the_same_seed_fails_the_same_calls() {
    let faults = Faults { busy: 300, lost_answer: 100, seed: 11, ..Faults::default() };
    let run = || -> Vec<bool> {
        let store = FailingStore::new(MemoryStore::new(), faults.clone());
        (0..100).map(|n| store.put(&format!("k{n}"), b"x", &Condition::Absent).is_ok()).collect()
    };
    assert_eq!(run(), run());
    assert!(run().contains(&true) && run().contains(&false));
}

#[test]
fn simulated_time_is_the_clock_of_memory() {
    let clock = Arc::new(AtomicI64::new(1_000));
    let store = MemoryStore::with_clock(clock.clone());
    store.put("a", b"x", &Condition::Absent).unwrap();
    clock.store(61_000, Ordering::SeqCst);
    let listing = store.clone().list("").unwrap();
    assert_eq!((listing.entries[0].modified, listing.now), (StoreTime(1_000), StoreTime(61_000)));
    assert_eq!(listing.now.since_ms(listing.entries[0].modified), 60_000);
}

#[test]
fn requests_are_counted_as_s3_does() {
    let store = CountingStore::new(MemoryStore::new());
    for n in 0..2500 {
        store.put(&format!("k{n}"), b"x", &Condition::Always).unwrap();
    }
    let keys: Vec<String> =
        store.list("").unwrap().entries.into_iter().map(|entry| entry.key).collect();
    store.get("k1").unwrap();
    store.get_range("k1", 0..1).unwrap();
    store.delete(&keys).unwrap();
    store.delete(&[]).unwrap();
    assert_eq!(store.counts(), Requests { put: 2500, get: 2, list: 3, delete: 3 });
    assert_eq!(store.counts().total(), 2508);
}

#[test]
fn nothing_but_the_stores_own_folder_remains() {
    let root = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(root.path()).unwrap();
    let keys = ["runs/r/run.json", "runs/r/leases/1", "runs/r/documents/x"].map(String::from);
    for key in &keys {
        store.put(key, b"x", &Condition::Absent).unwrap();
    }
    store.delete(&keys[..2]).unwrap();
    assert!(root.path().join("runs/r/documents/x").exists());
    assert!(!root.path().join("runs/r/leases").exists());
    store.delete(&keys[2..]).unwrap();
    drop(store);
    let left: Vec<_> =
        std::fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".store"]);
    let own = walkdir::WalkDir::new(root.path().join(".store")).into_iter().map(Result::unwrap);
    for file in own.filter(|entry| entry.file_type().is_file()) {
        assert_eq!(file.metadata().unwrap().len(), 0, "only lock files: {file:?}");
    }
}

#[test]
fn strangers_in_the_folder_are_no_objects() {
    let root = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(root.path()).unwrap();
    store.put("a/b", b"x", &Condition::Absent).unwrap();
    std::fs::write(root.path().join("a/.nfs0001"), "x").unwrap();
    std::fs::write(root.path().join("a/Thumbs db"), "x").unwrap();
    std::fs::write(root.path().join(".store/new/killed"), "x").unwrap();
    let names: Vec<String> =
        store.list("").unwrap().entries.into_iter().map(|entry| entry.key).collect();
    assert_eq!(names, ["a/b"]);
}

#[test]
fn what_killed_writers_left_is_removed_when_it_is_old() {
    let root = tempfile::tempdir().unwrap();
    drop(DirectoryStore::new(root.path()).unwrap());
    let new = root.path().join(".store/new");
    let old = std::fs::File::create(new.join("old")).unwrap();
    old.set_modified(std::time::SystemTime::now() - Duration::from_hours(2)).unwrap();
    std::fs::write(new.join("young"), "perhaps still being written").unwrap();
    let _store = DirectoryStore::new(root.path()).unwrap();
    assert!(!new.join("old").exists());
    assert!(new.join("young").exists());
}

#[test]
fn a_folder_that_went_away_is_not_an_empty_one() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("share");
    let store = DirectoryStore::new(&path).unwrap();
    store.put("a", b"x", &Condition::Absent).unwrap();
    std::fs::rename(&path, root.path().join("unmounted")).unwrap();
    let gone = StoreError::NoStore { store: path.display().to_string() };
    assert_eq!(store.get("a"), Err(gone.clone()));
    assert_eq!(store.list(""), Err(gone.clone()));
    assert_eq!(store.put("a", b"x", &Condition::Absent), Err(gone.clone()));
    assert_eq!(store.delete(&["a".into()]), Err(gone));
}

#[test]
fn a_folder_that_cannot_be_made_is_explained() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = DirectoryStore::new(&file.join("below")).unwrap_err();
    assert!(matches!(error, StoreError::Local { is_full: false, .. }), "{error:?}");
}

const WRITER: &str = "DIZZY_TEST_WRITER";

/// Not a test by itself: the process that is killed.
#[test]
#[ignore = "started by another test"]
fn writer() {
    let Some(root) = std::env::var_os(WRITER) else {
        return;
    };
    let store = DirectoryStore::new(root.as_ref()).unwrap();
    for n in 0_u32.. {
        let body = seal(&vec![n as u8; 3_000_000 + n as usize]);
        store.put("object", &body, &Condition::Always).unwrap();
    }
}

const RACER: &str = "DIZZY_TEST_RACER";
const ROUNDS: u32 = 40;

/// Not a test by itself: one of several processes that want the same.
#[test]
#[ignore = "started by another test"]
fn racer() {
    let Some(root) = std::env::var_os(RACER) else {
        return;
    };
    let store = DirectoryStore::new(root.as_ref()).unwrap();
    let me = std::process::id();
    while store.get("start").unwrap().is_none() {
        std::thread::yield_now();
    }
    let mut created = 0;
    for round in 0..ROUNDS {
        let body = format!("{me} {round}");
        let put = store.put(&format!("created/{round}"), body.as_bytes(), &Condition::Absent);
        created += u32::from(matches!(put.unwrap(), Put::Done(_)));
    }
    let mut counted = 0;
    while counted < ROUNDS {
        let found = store.get("count").unwrap().unwrap();
        let count: u32 = std::str::from_utf8(&found.bytes).unwrap().parse().unwrap();
        let body = (count + 1).to_string();
        let put = store.put("count", body.as_bytes(), &Condition::Unchanged(found.etag));
        counted += u32::from(matches!(put.unwrap(), Put::Done(_)));
    }
    let key = format!("wins/{me}");
    store.put(&key, created.to_string().as_bytes(), &Condition::Absent).unwrap();
}

#[test]
fn processes_exclude_each_other() {
    let root = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(root.path()).unwrap();
    store.put("count", b"0", &Condition::Absent).unwrap();
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "integration::store::racer", "--ignored"])
            .env(RACER, root.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let racers: Vec<_> = (0..4).map(|_| start()).collect();
    store.put("start", b"now", &Condition::Absent).unwrap();
    for mut racer in racers {
        assert!(racer.wait().unwrap().success());
    }
    let number = |key: &str| -> u32 {
        let bytes = store.get(key).unwrap().unwrap().bytes;
        String::from_utf8(bytes).unwrap().parse().unwrap()
    };
    assert_eq!(number("count"), 4 * ROUNDS, "no increment was lost");
    let wins = store.list("wins/").unwrap().entries;
    assert_eq!(wins.len(), 4);
    let created: u32 = wins.iter().map(|entry| number(&entry.key)).sum();
    assert_eq!(created, ROUNDS, "one winner per round");
}

#[test]
fn a_killed_writer_leaves_no_torn_object_and_no_lock() {
    let root = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(root.path()).unwrap();
    let mut left_behind = 0;
    // At sixteen moments, and then until a writer was in the middle of a write: how long one takes is the machine's.
    for kill in 0..1_000 {
        if kill >= 16 && left_behind > 0 {
            break;
        }
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "integration::store::writer", "--ignored"])
            .env(WRITER, root.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let before = store.get("object").unwrap().map(|object| object.etag);
        // killed at any place of its second write or a later one
        while store.get("object").unwrap().map(|object| object.etag) == before {
            assert!(writer.try_wait().unwrap().is_none(), "the writer ended by itself");
        }
        std::thread::sleep(Duration::from_micros(700 * (kill % 16)));
        writer.kill().unwrap();
        writer.wait().unwrap();

        let object = store.get("object").unwrap().unwrap();
        unseal("object", &object.bytes).unwrap();
        let names: Vec<String> =
            store.list("").unwrap().entries.into_iter().map(|entry| entry.key).collect();
        assert_eq!(names, ["object"]);
        let mine = seal(format!("after kill {kill}").as_bytes());
        let put = store.put("object", &mine, &Condition::Unchanged(object.etag)).unwrap();
        assert!(matches!(put, Put::Done(_)), "the lock went with the writer");
        left_behind = std::fs::read_dir(root.path().join(".store/new")).unwrap().count();
    }
    assert!(left_behind > 0, "no writer was killed in the middle of a write");
}
