//! The page to look at, as a run leaves it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Dir, ubl};

fn data(dir: &Dir) -> Value {
    let page = dir.out("report.html");
    let (_, rest) = page.split_once("id=\"data\">").expect("data");
    let (json, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

fn pictures(dir: &Dir) -> Vec<String> {
    let entries = fs::read_dir(dir.path("out/report")).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn with_fixtures() -> Dir {
    let dir = Dir::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf-text");
    for name in ["english/invoice TW-30771.pdf", "stack/post week 12.pdf"] {
        let bytes = fs::read(format!("{fixtures}/{name}")).expect("a fixture");
        dir.put(name, bytes);
    }
    dir.put_invoices(3);
    dir.put("bad.pdf", b"%PDF-1.7 and no more");
    dir
}

#[test]
fn a_run_ends_with_a_page_that_has_everything() {
    let dir = with_fixtures();
    assert_eq!(dir.process(&[]).code(), 3);
    let data = data(&dir);
    let documents = data["documents"].as_array().expect("proposals");
    let lines = dir.out("proposals.jsonl").lines().count();
    assert_eq!(documents.len(), lines + 1, "all proposals and the failure");
    let failed = documents.last().expect("the failure");
    assert_eq!(failed["verdict"], "failed");
    assert!(failed["cause"].as_str().is_some_and(|cause| !cause.is_empty()));

    let pages = pictures(&dir);
    assert_eq!(pages.len(), 10, "one page and a stack of nine: {pages:?}");
    let english = documents
        .iter()
        .find(|one| one["invoice_number"] == "TW-30771" && one["parts"] == 1)
        .expect("the invoice");
    let picture = &english["pictures"][0];
    let width = picture["width_pt"].as_f64().expect("a width");
    assert!((width - 595.0).abs() < 2.0, "{picture}");
    let src = picture["src"].as_str().expect("where it is");
    assert!(src.starts_with("data:image/png;base64,"), "{src:.40}");
    let bbox = &english["evidence"]["totals.gross"]["bbox"];
    assert!(bbox[2].as_f64().is_some_and(|right| right < width), "{bbox}");

    let owed: f64 = english["totals"]["gross"].as_str().unwrap().parse().unwrap();
    let total = &data["summary"]["totals"][0];
    assert!(total["gross"].as_str().unwrap().parse::<f64>().unwrap() >= owed);
}

#[test]
fn nothing_new_leaves_the_page_alone_and_pictures_can_be_made_again() {
    let dir = with_fixtures();
    dir.process(&[]);
    let page = dir.path("out/report.html");
    let changed = fs::metadata(&page).unwrap().modified().unwrap();
    dir.process(&[]);
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), changed);
    let before = pictures(&dir);
    fs::remove_dir_all(dir.path("out/report")).unwrap();
    fs::remove_file(&page).unwrap();
    let said = dir.dizzy(&["report", "--out", "out"]).output().unwrap();
    assert!(said.status.success());
    assert!(String::from_utf8_lossy(&said.stdout).contains("report.html"));
    assert_eq!(pictures(&dir), before);
    assert!(page.exists());
}

#[test]
fn it_is_left_out_when_it_is_not_asked_for() {
    let dir = with_fixtures();
    dir.process(&["--export", "jsonl"]);
    assert!(!dir.path("out/report.html").exists());
    assert!(!dir.path("out/report").exists());
}

/// `dizzy review`, ended when it goes out of scope.
struct Review {
    process: std::process::Child,
    address: String,
    cookie: String,
}

impl Drop for Review {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Review {
    fn open(dir: &Dir) -> Self {
        let mut process = dir
            .dizzy(&["review", "--out", "out", "--no-browser"])
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = process.stdout.as_mut().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let (_, url) = line.trim().split_once("http://").expect("an address");
        let (address, token) = url.split_once("/?token=").expect("a token");
        let (_, port) = address.split_once(':').expect("a port");
        Self { cookie: format!("dizzy{port}={token}"), address: address.to_owned(), process }
    }

    /// Asks with the cookie, as the page does; the body of the answer.
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let (address, cookie) = (&self.address, &self.cookie);
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
    }

    fn correct(&self, id: &str, field: &str, value: &str) -> Value {
        let asked = serde_json::json!({"id": id, "field": field, "value": value});
        serde_json::from_str(&self.ask("POST", "/correct", &asked.to_string())).expect("JSON")
    }
}

/// What the page calls the first proposal of a file.
fn id(dir: &Dir, path: &str) -> String {
    let sha256 = dir.proposals()[path]["source"]["sha256"].as_str().unwrap()[..16].to_owned();
    format!("{sha256}-0")
}

#[test]
fn settings_that_change_while_the_page_is_open_are_taken_in_or_told() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    dir.process(&[]).expect(0);
    let review = Review::open(&dir);
    let id = id(&dir, "in/a.xml");
    let settings = |text: &str| fs::write(dir.path("dizzy.toml"), text).unwrap();
    let told = |field: &str, value: &str| {
        let done = review.correct(&id, field, value);
        done["error"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(told("account", "9999"), "", "any number, as long as there is no chart");
    // a client, whose chart it is held against now
    fs::write(dir.path("chart.csv"), "account;name\n4500;Telefoon\n").unwrap();
    settings("[[administrations]]\nname = \"Dijk B.V.\"\nchart = \"chart.csv\"\n");
    assert!(review.ask("GET", "/", "").contains("Dijk B.V."));
    assert_eq!(told("administration", "Dijk B.V."), "");
    assert!(told("account", "9998").contains("no such account"));
    assert_eq!(told("account", "4500"), "");
    // a mistake is told, and nothing is changed
    settings("[[administrations]]\nname = \"Dijk B.V.\"\nchart = \"none.csv\"\n");
    let said = told("invoice_number", "X-1");
    assert!(said.contains("line 3: [[administrations]] 1: `chart`: "), "{said}");
    assert!(said.contains("Nothing was changed"), "{said}");
    settings("");
    assert_eq!(told("invoice_number", "X-2"), "");
}

#[test]
fn a_nightly_run_goes_on_beside_an_open_review() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    dir.process(&[]).expect(0);
    let review = Review::open(&dir);
    assert!(review.ask("GET", "/", "").contains("in/a.xml"));
    // a second review is refused
    let second = dir.dizzy(&["review", "--out", "out", "--no-browser"]).status();
    assert_eq!(second.unwrap().code(), Some(5));

    // the run is not, and what it found can be corrected without opening anew
    dir.put("b.xml", ubl(2));
    dir.process(&[]).expect(0);
    assert!(review.ask("GET", "/", "").contains("in/b.xml"));
    let done = review.correct(&id(&dir, "in/b.xml"), "invoice_number", "B-2");
    assert!(done["documents"].is_object(), "{done}");
    let begun = Instant::now();
    while dir.proposals()["in/b.xml"]["invoice_number"] != "B-2" {
        assert!(begun.elapsed() < Duration::from_secs(30), "the files follow");
        std::thread::sleep(Duration::from_millis(50));
    }

    // while a run is at work a correction is refused with words, and taken afterwards
    let lock = fs::File::create(dir.path("out/.dizzy/lock")).unwrap();
    lock.lock().unwrap();
    let refused = review.correct(&id(&dir, "in/a.xml"), "invoice_number", "A-1");
    assert!(refused["error"].as_str().unwrap().contains("Try again"), "{refused}");
    assert!(review.ask("GET", "/", "").contains("in/a.xml"), "it can be looked at");
    drop(lock);
    let done = review.correct(&id(&dir, "in/a.xml"), "invoice_number", "A-1");
    assert!(done["documents"].is_object(), "{done}");

    // what is learned elsewhere, or read again, keeps the correction
    drop(review);
    dir.process(&[]).expect(0);
    assert_eq!(dir.proposals()["in/a.xml"]["invoice_number"], "A-1");
    assert_eq!(dir.proposals()["in/b.xml"]["invoice_number"], "B-2");
}

/// What a person corrects of a supplier in the list is learned when he accepts; his name there stays.
#[test]
fn where_a_supplier_is_paid_is_learned() {
    const IBAN: &str = "NL91ABNA0417164300";
    let dir = Dir::new();
    let settings = "[[administrations]]\nname = \"Bakkerij De Vuurtoren B.V.\"\ncreditors = \"creditors.csv\"\n";
    fs::write(dir.path("dizzy.toml"), settings).expect("settings");
    fs::write(dir.path("creditors.csv"), "code;name;kvk\n20001;Oosterwold;90655321\n")
        .expect("a list");
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/ubl/invoice/factuur.xml");
    dir.put("a.xml", fs::read(fixture).expect("a fixture"));
    dir.process(&[]);
    let known_as = |dir: &Dir| dir.proposals()["in/a.xml"]["supplier"]["known_as"].clone();
    assert_eq!(known_as(&dir), "Oosterwold");
    let review = Review::open(&dir);
    let a = id(&dir, "in/a.xml");
    let address =
        r#"{"street": "Kade 1", "postcode": "1234 AB", "city": "Havenstad", "country": "nl"}"#;
    for (field, value) in [("supplier.iban", IBAN), ("supplier.address", address)] {
        let done = review.correct(&a, field, value);
        assert_eq!(done["error"], Value::Null, "{done}");
    }
    let show = || {
        let output = dir.dizzy(&["learn", "--show", "20001", "--out", "out"]).output();
        String::from_utf8(output.expect("the program runs").stdout).expect("text")
    };
    assert!(!show().contains(IBAN), "not before he accepts: {}", show());
    let done = review.correct(&a, "accepted", "yes");
    assert_eq!(done["error"], Value::Null, "{done}");
    assert!(show().starts_with("Oosterwold (20001)\n"), "{}", show());
    assert!(show().contains(IBAN), "{}", show());
}

/// The original was filed elsewhere after it was read: the desk works on with what was read.
#[test]
fn what_was_read_can_be_corrected_after_the_original_has_moved() {
    let dir = Dir::new();
    let fixture =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf-text/english/invoice TW-30771.pdf");
    let path = dir.put("a.pdf", fs::read(fixture).expect("a fixture"));
    dir.process(&["--export", "jsonl"]).expect(0);
    let review = Review::open(&dir);
    let a = id(&dir, "in/a.pdf");
    let correct = |field: &str, value: &str| {
        let done = review.correct(&a, field, value);
        assert_eq!(done["error"], Value::Null, "{field}: {done}");
        done
    };
    correct("account", "4310");
    fs::rename(path, dir.path("filed.pdf")).expect("moved");
    correct("account", "4500");
    correct("accepted", "yes");
    let done = correct("account", "4310");
    let (sha256, _) = a.split_once('-').expect("a name");
    let proposal = &done["documents"][sha256][0];
    assert_eq!(proposal["verdict"], "ready", "{proposal}");
    assert!(proposal["journal"].to_string().contains("4310"));

    let pages: Value =
        serde_json::from_str(&review.ask("GET", &format!("/pages/{a}"), "")).expect("JSON");
    let note = pages["note"].as_str().expect("a note");
    assert!(note.contains("no longer in its place"), "{note}");
    let src = pages["pictures"][0]["src"].as_str().expect("a picture");
    let drawn = review.ask("GET", &format!("/{src}"), "");
    assert!(drawn.starts_with("<svg"), "{drawn:.80}");
    assert!(drawn.contains(">TW-30771</text>"), "{drawn}");
}
