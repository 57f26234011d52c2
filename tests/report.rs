//! The page to look at, as a run leaves it.
#![cfg(feature = "cli")]

mod support;

use std::fs;

use serde_json::Value;
use support::Dir;

fn data(dir: &Dir) -> Value {
    let page = dir.out("report.html");
    let (_, rest) = page.split_once("id=\"data\">").expect("data");
    let (json, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

fn pictures(dir: &Dir) -> Vec<String> {
    let entries = fs::read_dir(dir.path("out/report")).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
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
    assert!(
        failed["cause"]
            .as_str()
            .is_some_and(|cause| !cause.is_empty())
    );

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
    assert!(
        bbox[2].as_f64().is_some_and(|right| right < width),
        "{bbox}"
    );

    let owed: f64 = english["totals"]["gross"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
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
