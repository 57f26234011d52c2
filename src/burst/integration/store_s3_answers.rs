//! What the bucket as a store makes of each answer: a server on this machine says one thing and counts the requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::store::{Condition, ETag, ObjectStore, Put, S3Store, StoreError, StoreTime};
use aws_config::SdkConfig;
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};

/// A server that says what it is told to.
struct Server {
    endpoint: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each request, given its first line, and how many with the same line came before.
    fn answering(answer: impl Fn(&str, usize) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::<String>::new()));
        let list = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = take_request(&mut stream);
                let before = {
                    let mut list = list.lock().unwrap();
                    let before = list.iter().filter(|seen| **seen == request).count();
                    list.push(request.clone());
                    before
                };
                let _ = stream.write_all(answer(&request, before).as_bytes());
            }
        });
        Self { endpoint, seen }
    }

    /// Says always the same.
    fn saying(said: String) -> Self {
        Self::answering(move |_, _| said.clone())
    }

    /// An answer with this status, code in the body, and further header lines.
    fn with(status: &str, code: &str, headers: &str) -> Self {
        Self::saying(answer(status, code, headers))
    }

    fn store(&self) -> S3Store {
        S3Store::with_config(&config(&self.endpoint), "bucket", "")
    }

    fn requests(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

fn answer(status: &str, code: &str, headers: &str) -> String {
    let body = match code {
        "" => String::new(),
        code if code.starts_with('<') => code.to_owned(),
        code => format!(
            "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>said so</Message><Region>eu-west-3</Region></Error>"
        ),
    };
    let len = body.len();
    format!(
        "HTTP/1.1 {status}\r\nDate: Tue, 31 Mar 2026 09:15:00 GMT\r\nContent-Length: {len}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
}

fn config(endpoint: &str) -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "test");
    crate::aws::config("eu-central-1")
        .into_builder()
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

/// Takes a request whole; its first line.
fn take_request(stream: &mut TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    let _ = reader.read_line(&mut first);
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
    first.trim_end().to_owned()
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
    assert_eq!(actions, [get, get, get, put, put, put, put, "s3:ListBucket", "s3:DeleteObject"]);
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
            assert!(matches!(error, StoreError::Credentials { .. }), "{code}: {error:?}");
        }
    }
}

const ENDPOINT: &str = "DIZZY_TEST_ENDPOINT";

/// Not a test by itself: a process that has no credentials.
#[test]
#[ignore = "started by another test"]
fn nobody() {
    let Ok(endpoint) = std::env::var(ENDPOINT) else {
        return;
    };
    let config = crate::aws::config("eu-central-1").into_builder();
    let config = config.endpoint_url(endpoint).build();
    let store = S3Store::with_config(&config, "bucket", "");
    let presigned = store.presign_get("a", Duration::from_mins(1));
    let mut errors = every_method(&store);
    errors.push(presigned.unwrap_err());
    for error in errors {
        let StoreError::Credentials { detail } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(detail, "", "nothing of the SDK");
    }
}

#[test]
fn without_credentials_nothing_is_asked() {
    let server = Server::with("200 OK", "", "");
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "integration::store_s3_answers::nobody", "--ignored", "--nocapture"])
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env(ENDPOINT, &server.endpoint)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
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
        ("400 Bad Request", "AuthorizationHeaderMalformed", "", "eu-west-3"),
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
    assert_eq!(taken.store().put("a", b"x", &Condition::Absent), Ok(Put::Refused));
    assert_eq!(taken.store().put("a", b"x", &unchanged), Ok(Put::Refused));
    let gone = Server::with("404 Not Found", "NoSuchKey", "");
    assert_eq!(gone.store().put("a", b"x", &unchanged), Ok(Put::Refused));
    assert!(gone.store().put("a", b"x", &Condition::Absent).is_err());
    let lacking = Server::with("501 Not Implemented", "NotImplemented", "");
    let error = lacking.store().put("a", b"x", &Condition::Absent).unwrap_err();
    assert!(matches!(error, StoreError::Other { .. }), "{error:?}");
}

/// A server that takes a file in parts, and says about the second part what `second` says.
fn taking_parts(second: impl Fn(usize) -> String + Send + 'static) -> Server {
    let begun = "<?xml version=\"1.0\"?><InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
    let done = "<?xml version=\"1.0\"?><CompleteMultipartUploadResult><ETag>&quot;e-2&quot;</ETag></CompleteMultipartUploadResult>";
    Server::answering(move |request, before| {
        if request.starts_with("POST") && request.contains("uploads") {
            answer("200 OK", begun, "")
        } else if request.starts_with("POST") {
            answer("200 OK", done, "")
        } else if request.starts_with("DELETE") {
            answer("204 No Content", "", "")
        } else if request.contains("partNumber=2") {
            second(before)
        } else {
            answer("200 OK", "", "ETag: \"p\"\r\n")
        }
    })
}

fn put_two_parts(server: &Server) -> (Result<(), StoreError>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, vec![7; 17 << 20]).unwrap();
    let put = server.store().put_file("a", &file);
    let seen = server.seen.lock().unwrap();
    let methods = seen.iter().map(|line| line.split(' ').next().unwrap().to_owned());
    (put, methods.collect())
}

#[test]
fn an_upload_that_fails_is_taken_back() {
    let server = taking_parts(|_| answer("403 Forbidden", "AccessDenied", ""));
    let (put, methods) = put_two_parts(&server);
    assert!(matches!(put, Err(StoreError::Denied { .. })), "{put:?}");
    assert_eq!(methods.first().map(String::as_str), Some("POST"));
    assert_eq!(methods.last().map(String::as_str), Some("DELETE"));
    let seen = server.seen.lock().unwrap();
    assert!(seen.last().unwrap().contains("uploadId=u1"), "{seen:?}");
}

#[test]
fn one_part_that_fails_for_a_moment_is_sent_again_alone() {
    let server = taking_parts(|before| match before {
        0 => answer("503 Slow Down", "SlowDown", ""),
        _ => answer("200 OK", "", "ETag: \"p\"\r\n"),
    });
    let (put, methods) = put_two_parts(&server);
    assert_eq!(put, Ok(()));
    assert_eq!(methods, ["POST", "PUT", "PUT", "PUT", "POST"]);
}
