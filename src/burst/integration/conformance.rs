//! What every store must do, whichever it is.

use std::sync::Mutex;

use crate::store::{Condition, ETag, ObjectStore, Put, StoreError, seal, unseal};

/// Reading gives what was written, whole, in part and through files.
pub(crate) fn round_trip(store: &dyn ObjectStore) {
    let key = "conformance/round-trip/a.b";
    assert_eq!(store.get(key), Ok(None));
    assert_eq!(store.get_range(key, 0..3), Ok(None));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("to");
    assert_eq!(store.get_file(key, &to), Ok(false));

    for body in [&b""[..], b"first", b"second, longer", b"\0\xff\n"] {
        let etag = done(store.put(key, body, &Condition::Always));
        let object = store.get(key).unwrap().unwrap();
        assert_eq!(object.bytes, body);
        assert_eq!(object.etag, etag);
    }

    done(store.put(key, b"0123456789", &Condition::Always));
    let range = |range| store.get_range(key, range).unwrap().unwrap();
    assert_eq!(range(0..4), b"0123");
    assert_eq!(range(3..10), b"3456789");
    assert_eq!(range(8..99), b"89", "a range may end beyond the object");
    assert_eq!(range(4..4), b"");
    assert_eq!(range(10..12), b"", "nothing lies beyond the end");
    assert_eq!(range(12..99), b"");

    std::fs::write(&to, "what was there before, and longer than the object").unwrap();
    assert_eq!(store.get_file(key, &to), Ok(true));
    assert_eq!(std::fs::read(&to).unwrap(), b"0123456789");

    let from = folder.path().join("from");
    let bytes = noise(3_000_000);
    std::fs::write(&from, &bytes).unwrap();
    store.put_file(key, &from).unwrap();
    assert_eq!(store.get(key).unwrap().unwrap().bytes, bytes);
    let missing = store.put_file(key, &folder.path().join("none"));
    assert!(matches!(missing, Err(StoreError::Local { .. })), "{missing:?}");

    #[cfg(target_os = "linux")]
    {
        let full = store.get_file(key, std::path::Path::new("/dev/full"));
        assert!(matches!(full, Err(StoreError::Local { is_full: true, .. })), "{full:?}");
    }

    clear(store, "conformance/round-trip/");
}

/// A file over the size of one part arrives whole.
pub(crate) fn large_file(store: &dyn ObjectStore) {
    let key = "conformance/large";
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let bytes = noise(40_000_000);
    std::fs::write(&from, &bytes).unwrap();
    store.put_file(key, &from).unwrap();
    assert_eq!(store.get_file(key, &to), Ok(true));
    assert!(std::fs::read(&to).unwrap() == bytes);
    assert_eq!(
        store.get_range(key, 20_000_000..20_000_010).unwrap().unwrap(),
        bytes[20_000_000..20_000_010]
    );
    assert_eq!(store.list(key).unwrap().entries[0].len, 40_000_000);
    clear(store, key);
}

/// Writes take effect only under their conditions, and a version that was replaced does not come back.
pub fn conditions(store: &dyn ObjectStore) {
    let key = "conformance/conditions/lease";
    let unchanged = |etag: &ETag| Condition::Unchanged(etag.clone());
    let never = unchanged(&ETag("\"0\"".into()));
    assert_eq!(store.put(key, b"0", &never), Ok(Put::Refused), "not there");
    let first = done(store.put(key, b"1", &Condition::Absent));
    assert_eq!(store.put(key, b"x", &Condition::Absent), Ok(Put::Refused));
    assert_eq!(store.put(key, b"x", &never), Ok(Put::Refused));
    let second = done(store.put(key, b"2", &unchanged(&first)));
    assert_ne!(first, second);
    for old in [&first, &never_etag()] {
        assert_eq!(store.put(key, b"x", &unchanged(old)), Ok(Put::Refused));
    }
    let third = done(store.put(key, b"3", &unchanged(&second)));
    for old in [&first, &second] {
        assert_eq!(store.put(key, b"x", &unchanged(old)), Ok(Put::Refused));
    }
    let entry = &store.list(key).unwrap().entries[0];
    assert_eq!(entry.etag, third, "a listing shows the same version");
    done(store.put(key, b"4", &unchanged(&entry.etag)));
    assert_eq!(store.get(key).unwrap().unwrap().bytes, b"4");
    store.delete(&[key.to_owned()]).unwrap();
    assert_eq!(store.put(key, b"x", &unchanged(&third)), Ok(Put::Refused));
    done(store.put(key, b"5", &Condition::Absent));
    clear(store, "conformance/conditions/");
}

/// Names come sorted and whole, however many there are.
pub fn listing(store: &(dyn ObjectStore + Sync), count: usize) {
    let base = "conformance/listing/";
    let mut keys: Vec<String> =
        (0..count).map(|n| format!("{base}{}/{:04}", ["a", "a-b", "b", "A"][n % 4], n)).collect();
    std::thread::scope(|scope| {
        for keys in keys.chunks(count.div_ceil(8)) {
            scope.spawn(move || {
                for key in keys {
                    done(store.put(key, key.as_bytes(), &Condition::Absent));
                }
            });
        }
    });
    keys.sort();
    let listing = store.list(base).unwrap();
    let names: Vec<&String> = listing.entries.iter().map(|entry| &entry.key).collect();
    assert_eq!(names, keys.iter().collect::<Vec<_>>());
    for entry in &listing.entries {
        assert_eq!(entry.len, entry.key.len() as u64);
    }
    assert!(listing.requests >= 1);

    let begin = |prefix: &str| {
        let listing = store.list(&format!("{base}{prefix}")).unwrap();
        listing.entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>()
    };
    let expected = |prefix: &str| {
        let prefix = format!("{base}{prefix}");
        keys.iter().filter(|key| key.starts_with(&prefix)).cloned().collect::<Vec<_>>()
    };
    for prefix in ["a", "a/", "a/00", "a/0000", "b/", "A/0", "none", "a/none/"] {
        assert_eq!(begin(prefix), expected(prefix), "{prefix}");
    }
    for (prefix, after, until) in [
        ("a/", "", "0100"),
        ("a/", "0100", "0200"),
        ("a/", "0096~", "~"),
        ("", "a-b/", "a/0040"),
        ("", "~", "~"),
    ] {
        let prefix = format!("{base}{prefix}");
        let listing = store.list_between(&prefix, after, until).unwrap();
        let names: Vec<String> = listing.entries.into_iter().map(|entry| entry.key).collect();
        let between = |key: &&String| {
            key.strip_prefix(&prefix)
                .is_some_and(|rest| (after.is_empty() || rest > after) && rest < until)
        };
        let expected: Vec<String> = keys.iter().filter(between).cloned().collect();
        assert_eq!(names, expected, "{prefix}: {after} to {until}");
    }

    store.delete(&keys).unwrap();
    assert_eq!(store.list(base).unwrap().entries, []);
    store.delete(&keys).unwrap(); // nothing there is no error
}

/// Of many writers at the same moment exactly one is told that it won, and it is the one whose bytes are there.
/// Returns the winners of each round, first of those that create, then of those that replace.
pub(crate) fn race(
    store: &(dyn ObjectStore + Sync),
    threads: usize,
    rounds: usize,
) -> [Vec<usize>; 2] {
    let mut winners = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        let key = &format!("conformance/race/{round}");
        let created = contend(store, key, threads, &Condition::Absent, "create");
        winners[0].push(created.len());
        let Some(etag) = created.first() else {
            continue;
        };
        let replaced = contend(store, key, threads, &Condition::Unchanged(etag.clone()), "replace");
        winners[1].push(replaced.len());
    }
    clear(store, "conformance/race/");
    winners
}

fn contend(
    store: &(dyn ObjectStore + Sync),
    key: &str,
    threads: usize,
    condition: &Condition,
    what: &str,
) -> Vec<ETag> {
    let won = Mutex::new(Vec::new());
    let start = std::sync::Barrier::new(threads);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (won, start) = (&won, &start);
            scope.spawn(move || {
                let body = seal(format!("{what} {key} by {thread}").as_bytes());
                start.wait();
                if let Put::Done(etag) = store.put(key, &body, condition).unwrap() {
                    won.lock().unwrap().push((etag, body));
                }
            });
        }
    });
    let won = won.into_inner().unwrap();
    if let [(etag, body)] = &won[..] {
        let object = read_whole(store, key);
        assert_eq!((&object.0, &object.1), (body, etag), "the winner's bytes are there");
    }
    won.into_iter().map(|(etag, _)| etag).collect()
}

/// Reads until the bytes are whole: a failing store may cut them off, which their seal shows.
fn read_whole(store: &dyn ObjectStore, key: &str) -> (Vec<u8>, ETag) {
    loop {
        let object = store.get(key).unwrap().expect("an object");
        if unseal(key, &object.bytes).is_ok() {
            return (object.bytes, object.etag);
        }
    }
}

/// Deleting leaves nothing, whoever writes meanwhile.
pub(crate) fn delete_under_writers(store: &(dyn ObjectStore + Sync)) {
    let base = "conformance/delete/";
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for n in 0..25 {
                    let key = format!("{base}{writer}/deep/{n}");
                    done(store.put(&key, b"x", &Condition::Always));
                    store.delete(&[key]).unwrap();
                }
            });
        }
    });
    assert_eq!(store.list(base).unwrap().entries, []);
}

/// Times are the store's own, and fit each other.
pub fn clock(store: &dyn ObjectStore) {
    let key = "conformance/clock";
    let before = store.list(key).unwrap().now;
    done(store.put(key, b"x", &Condition::Always));
    let object = store.get(key).unwrap().unwrap();
    let listing = store.list(key).unwrap();
    let entry = &listing.entries[0];
    assert_eq!(entry.modified.0 / 1000, object.modified.0 / 1000);
    // S3 tells whole seconds
    assert!(object.modified.0 >= before.0 - 1000, "{before:?} {object:?}");
    assert!(object.now.0 >= object.modified.0 - 1000, "{object:?}");
    assert!(listing.now.0 >= entry.modified.0 - 1000, "{listing:?}");
    assert!(listing.now.since_ms(before) < 600_000, "{before:?} {listing:?}");
    clear(store, key);
}

/// Names that lead out of a store are refused before anything is asked.
pub fn names(store: &dyn ObjectStore) {
    for key in ["", "../x", "a/../../x", "/etc/passwd", "a//b", ".store/x", "a\\b"] {
        assert!(store.put(key, b"x", &Condition::Always).is_err(), "{key}");
        assert!(store.get(key).is_err(), "{key}");
        assert!(store.get_range(key, 0..1).is_err(), "{key}");
        assert!(store.delete(&[key.to_owned()]).is_err(), "{key}");
    }
    assert!(store.list("../").is_err());
}

/// Bytes without a pattern that a cut or a mixed-up part would hide behind.
pub fn noise(len: usize) -> Vec<u8> {
    let mut state = 1_u64;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

fn never_etag() -> ETag {
    ETag("\"d41d8cd98f00b204e9800998ecf8427e\"".into())
}

fn done(put: Result<Put, StoreError>) -> ETag {
    match put {
        Ok(Put::Done(etag)) => etag,
        other => panic!("{other:?}"),
    }
}

fn clear(store: &dyn ObjectStore, prefix: &str) {
    let keys: Vec<String> =
        store.list(prefix).unwrap().entries.into_iter().map(|entry| entry.key).collect();
    store.delete(&keys).unwrap();
    assert_eq!(store.list(prefix).unwrap().entries, []);
}
