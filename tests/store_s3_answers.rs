//! What the bucket as a store makes of each answer: a server on this machine says one thing and counts the requests.
#![cfg(feature = "aws")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_config::SdkConfig;
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use dizzy::store::{Condition, ETag, ObjectStore, Put, S3Store, StoreError, StoreTime};

/// A server that always says the same.
struct Server {
    endpoint: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn saying(answer: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                take_request(&mut stream);
                count.fetch_add(1, Ordering::SeqCst);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { endpoint, requests }
    }

    /// An answer with this status, code in the body, and further header lines.
    fn with(status: &str, code: &str, headers: &str) -> Self {
        let body = if code.is_empty() {
            String::new()
        } else {
            format!(
                "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>said so</Message><Region>eu-west-3</Region></Error>"
            )
        };
        let len = body.len();
        Self::saying(format!(
            "HTTP/1.1 {status}\r\nDate: Tue, 31 Mar 2026 09:15:00 GMT\r\nContent-Length: {len}\r\nConnection: close\r\n{headers}\r\n{body}"
        ))
    }

    fn store(&self) -> S3Store {
        S3Store::with_config(&config(&self.endpoint), "bucket", "")
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn config(endpoint: &str) -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "test");
    dizzy::aws::config("eu-central-1")
        .into_builder()
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

fn take_request(stream: &mut TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut len = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(said) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            len = said.trim().parse().unwrap();
        }
    }
    let _ = reader.take(len).read_to_end(&mut Vec::new());
}

/// What each method makes of the answer, which all must take alike.
fn every_method(store: &S3Store) -> Vec<StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let unchanged = Condition::Unchanged(ETag("\"e\"".into()));
    vec![
        store.get("a").unwrap_err(),
        store.get_range("a", 0..5).unwrap_err(),
        store.get_file("a", &file).unwrap_err(),
        store.put("a", b"x", &Condition::Always).unwrap_err(),
        store.put("a", b"x", &Condition::Absent).unwrap_err(),
        store.put("a", b"x", &unchanged).unwrap_err(),
        store.put_file("a", &file).unwrap_err(),
        store.list("").unwrap_err(),
        store.delete(&["a".into()]).unwrap_err(),
    ]
}

#[test]
fn a_busy_store_is_asked_once_and_said_to_be_busy() {
    for (status, code) in [
        ("503 Slow Down", "SlowDown"),
        ("500 Internal Server Error", "InternalError"),
        ("503 Service Unavailable", ""),
        ("502 Bad Gateway", ""),
        ("400 Bad Request", "RequestTimeout"),
        ("409 Conflict", "ConditionalRequestConflict"),
    ] {
        let server = Server::with(status, code, "");
        for error in every_method(&server.store()) {
            assert!(error.is_passing(), "{status}: {error:?}");
        }
        assert_eq!(server.requests(), 9, "{status}: one request per call");
    }
}

#[test]
fn connections_that_fail_or_break_off_pass() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    for error in every_method(&S3Store::with_config(&config(&endpoint), "bucket", "")) {
        assert!(error.is_passing(), "{error:?}");
    }
    let silent = Server::saying(String::new());
    for error in every_method(&silent.store()) {
        assert!(error.is_passing(), "{error:?}");
    }
}

#[test]
fn a_body_that_is_cut_off_is_not_taken_for_the_object() {
    let server = Server::saying(
        "HTTP/1.1 200 OK\r\nDate: Tue, 31 Mar 2026 09:15:00 GMT\r\nLast-Modified: Tue, 31 Mar 2026 09:14:00 GMT\r\nETag: \"e\"\r\nContent-Length: 100\r\nConnection: close\r\n\r\nonly this".into(),
    );
    let store = server.store();
    let folder = tempfile::tempdir().unwrap();
    for error in [
        store.get("a").unwrap_err(),
        store.get_range("a", 0..100).unwrap_err(),
        store.get_file("a", &folder.path().join("to")).unwrap_err(),
        store.list("").unwrap_err(),
    ] {
        assert!(error.is_passing(), "{error:?}");
    }
}

#[test]
fn the_clock_is_the_stores() {
    let server = Server::saying(
        "HTTP/1.1 200 OK\r\nDate: Tue, 31 Mar 2026 09:15:00 GMT\r\nLast-Modified: Tue, 31 Mar 2026 09:14:30 GMT\r\nETag: \"e\"\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx".into(),
    );
    let object = server.store().get("a").unwrap().unwrap();
    assert_eq!(object.now, StoreTime(1_774_948_500_000));
    assert_eq!(object.now.since_ms(object.modified), 30_000);
}

#[test]
fn what_may_not_be_done_is_named() {
    let server = Server::with("403 Forbidden", "AccessDenied", "");
    let actions: Vec<String> = every_method(&server.store())
        .into_iter()
        .map(|error| match error {
            StoreError::Denied { action, store, .. } if store == "s3://bucket" => action,
            other => panic!("{other:?}"),
        })
        .collect();
    let [get, put] = ["s3:GetObject", "s3:PutObject"];
    assert_eq!(
        actions,
        [
            get,
            get,
            get,
            put,
            put,
            put,
            put,
            "s3:ListBucket",
            "s3:DeleteObject"
        ]
    );
}

#[test]
fn credentials_that_do_not_hold_are_told_from_rights() {
    for (status, code) in [
        ("400 Bad Request", "ExpiredToken"),
        ("403 Forbidden", "InvalidAccessKeyId"),
        ("403 Forbidden", "SignatureDoesNotMatch"),
        ("400 Bad Request", "InvalidToken"),
    ] {
        for error in every_method(&Server::with(status, code, "").store()) {
            assert!(
                matches!(error, StoreError::Credentials { .. }),
                "{code}: {error:?}"
            );
        }
    }
}

#[test]
fn without_credentials_nothing_is_asked() {
    let server = Server::with("200 OK", "", "");
    let config = config(&server.endpoint).into_builder();
    let provider: Option<SharedCredentialsProvider> = None;
    let mut config = config;
    config.set_credentials_provider(provider);
    let store = S3Store::with_config(&config.build(), "bucket", "");
    for error in every_method(&store) {
        assert!(matches!(error, StoreError::Credentials { .. }), "{error:?}");
    }
    assert_eq!(server.requests(), 0);
}

#[test]
fn a_bucket_elsewhere_is_found() {
    for (status, code, headers, region) in [
        (
            "301 Moved Permanently",
            "PermanentRedirect",
            "x-amz-bucket-region: us-east-1\r\n",
            "us-east-1",
        ),
        (
            "400 Bad Request",
            "AuthorizationHeaderMalformed",
            "",
            "eu-west-3",
        ),
    ] {
        for error in every_method(&Server::with(status, code, headers).store()) {
            let elsewhere = StoreError::WrongRegion {
                store: "s3://bucket".into(),
                region: "eu-central-1".into(),
                found: Some(region.into()),
            };
            assert_eq!(error, elsewhere);
        }
    }
}

#[test]
fn conditions_that_do_not_hold_are_no_errors() {
    let unchanged = Condition::Unchanged(ETag("\"e\"".into()));
    let taken = Server::with("412 Precondition Failed", "PreconditionFailed", "");
    assert_eq!(
        taken.store().put("a", b"x", &Condition::Absent),
        Ok(Put::Refused)
    );
    assert_eq!(taken.store().put("a", b"x", &unchanged), Ok(Put::Refused));
    let gone = Server::with("404 Not Found", "NoSuchKey", "");
    assert_eq!(gone.store().put("a", b"x", &unchanged), Ok(Put::Refused));
    assert!(gone.store().put("a", b"x", &Condition::Absent).is_err());
    let lacking = Server::with("501 Not Implemented", "NotImplemented", "");
    let error = lacking
        .store()
        .put("a", b"x", &Condition::Absent)
        .unwrap_err();
    assert!(matches!(error, StoreError::Other { .. }), "{error:?}");
}
