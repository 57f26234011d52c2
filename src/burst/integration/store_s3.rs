//! The bucket as a store, at a real S3 server on this machine.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::store::{
    Condition, CountingStore, FailingStore, Faults, ObjectStore, Requests, Retrying, S3Store,
    StoreError,
};
use aws_config::SdkConfig;
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use rayon::prelude::*;
use testing::rig::Rig;

use super::conformance;

/// The server, and credentials that it takes.
fn config() -> SdkConfig {
    // one for all tests; it ends when this process does
    static RIG: OnceLock<Rig> = OnceLock::new();
    let endpoint = RIG.get_or_init(Rig::start).endpoint();
    let credentials = Credentials::new("test", "test", None, None, "test");
    crate::aws::config("eu-central-1")
        .into_builder()
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

/// A store in a bucket of its own.
fn bucket(name: &str, prefix: &str) -> S3Store {
    let config = config();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let bucket = format!("dizzy-{name}-{}", since.as_nanos());
    let settings = aws_sdk_s3::config::Builder::from(&config).force_path_style(true).build();
    let place = aws_sdk_s3::types::CreateBucketConfiguration::builder()
        .location_constraint(aws_sdk_s3::types::BucketLocationConstraint::EuCentral1)
        .build();
    crate::aws::runtime()
        .block_on(
            aws_sdk_s3::Client::from_conf(settings)
                .create_bucket()
                .bucket(&bucket)
                .create_bucket_configuration(place)
                .send(),
        )
        .unwrap();
    S3Store::with_config(&config, &bucket, prefix)
}

#[test]
fn a_bucket_conforms() {
    let store = bucket("conforms", "");
    conformance::round_trip(&store);
    conformance::conditions(&store);
    conformance::delete_under_writers(&store);
    conformance::clock(&store);
    conformance::names(&store);
}

#[test]
fn a_prefix_conforms_and_hides_its_neighbours() {
    let root = bucket("prefix", "");
    let store = S3Store::with_config(&config(), bucket_of(&root), "office/a");
    for neighbour in ["office/ab/x", "office/a/y", "other"] {
        root.put(neighbour, b"x", &Condition::Absent).unwrap();
    }
    let names: Vec<String> =
        store.list("").unwrap().entries.into_iter().map(|entry| entry.key).collect();
    assert_eq!(names, ["y"]);
    assert_eq!(store.name(), format!("{}/office/a", root.name()));
    conformance::round_trip(&store);
    conformance::conditions(&store);
}

fn bucket_of(store: &S3Store) -> &str {
    let name: &'static str = store.name().leak();
    name.strip_prefix("s3://").unwrap()
}

#[test]
fn a_thousand_names_and_more_are_listed_and_deleted() {
    let store = CountingStore::new(bucket("listing", "p"));
    conformance::listing(&store, 1100);
    let counts = store.counts();
    assert_eq!(counts.put, 1100);
    // all of them in two answers, and twelve times some of them or none
    assert_eq!((counts.list, counts.delete), (2 + 7 + 5 + 2, 4));
}

#[test]
fn exactly_one_of_32_writers_wins() {
    let store = Retrying::new(bucket("race", "")).at_once(32);
    assert_eq!(conformance::race(&store, 32, 20), [vec![1; 20], vec![1; 20]]);
}

#[test]
fn lost_answers_lose_no_winner() {
    let faults = Faults { busy: 50, lost_answer: 300, seed: 5, ..Faults::default() };
    let failing = FailingStore::new(bucket("lost", ""), faults);
    let store =
        Retrying::with_patience(failing, 20, Duration::from_millis(1), Duration::from_millis(20));
    assert_eq!(conformance::race(&store, 8, 20), [vec![1; 20], vec![1; 20]]);
    conformance::round_trip(&store);
    conformance::conditions(&store);
}

#[test]
fn large_files_go_in_parts_and_leave_nothing_else() {
    let store = bucket("large", "p");
    conformance::large_file(&store);
    let counting = CountingStore::new(store);
    conformance::large_file(&counting);
    assert_eq!(counting.counts(), Requests { put: 3 + 2, get: 2, list: 3, delete: 1 });
}

#[test]
fn threads_of_rayon_may_ask() {
    let store = bucket("rayon", "");
    let wrong = (0..64).into_par_iter().filter(|n| {
        let key = format!("k{n}");
        store.put(&key, key.as_bytes(), &Condition::Absent).unwrap();
        store.get(&key).unwrap().unwrap().bytes != key.as_bytes()
    });
    assert_eq!(wrong.count(), 0);
}

#[test]
fn a_bucket_that_is_not_there_is_named() {
    let store = S3Store::with_config(&config(), "dizzy-there-is-no-such-bucket", "p");
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (folder.path().join("small"), folder.path().join("large"));
    std::fs::write(&small, "x").unwrap();
    std::fs::write(&large, conformance::noise(17 << 20)).unwrap();
    let gone = Err(StoreError::NoStore { store: "s3://dizzy-there-is-no-such-bucket/p".into() });
    assert_eq!(store.get("a").map(drop), gone);
    assert_eq!(store.get_range("a", 0..1).map(drop), gone);
    assert_eq!(store.get_file("a", &small).map(drop), gone);
    assert_eq!(store.put("a", b"x", &Condition::Absent).map(drop), gone);
    assert_eq!(store.put_file("a", &small).map(drop), gone);
    assert_eq!(store.put_file("a", &large).map(drop), gone);
    assert_eq!(store.list("").map(drop), gone);
    assert_eq!(store.delete(&["a".into()]).map(drop), gone);
}

#[test]
fn whoever_has_the_address_may_read() {
    let store = bucket("presign", "p");
    store.put("programs/x", b"the program", &Condition::Absent).unwrap();
    let url = store.presign_get("programs/x", Duration::from_hours(3)).unwrap();
    assert!(url.contains("X-Amz-Expires=10800"), "{url}");
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut server = TcpStream::connect(host).unwrap();
    write!(server, "GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n").unwrap();
    let mut answer = String::new();
    server.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nthe program"), "{answer}");
    // S3 allows a week
    assert!(store.presign_get("programs/x", Duration::from_hours(24 * 8)).is_err());
}
