//! The ledger keeps what it was told, through every kind of ending.

use super::*;
use crate::error::Cause;
use crate::source::{Sha256, SkipReason};

fn fingerprint(n: u8) -> Fingerprint {
    Fingerprint {
        reading: [n; 16],
        extraction: [n; 16],
        limits: [n; 16],
    }
}

fn file(shown: &str, role: FileRole) -> FileRecord {
    FileRecord {
        shown: shown.into(),
        len: 3,
        modified_ns: 7,
        role,
    }
}

#[test]
fn outcomes_survive_closing_and_uncommitted_ones_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let (kept, lost) = (Sha256::of(b"kept"), Sha256::of(b"lost"));
    let failed = Outcome::Failed(Cause::Empty);
    {
        let mut ledger = Ledger::open(dir.path()).unwrap();
        ledger.begin_run().unwrap();
        ledger
            .put_outcome(kept, None, &fingerprint(1), &failed, PageCount::default())
            .unwrap();
        assert!(ledger.commit().unwrap());
        assert!(!ledger.commit().unwrap(), "nothing is left to commit");
        ledger
            .put_outcome(lost, None, &fingerprint(1), &failed, PageCount::default())
            .unwrap();
    }
    let ledger = Ledger::open(dir.path()).unwrap();
    let document = ledger.document(kept).unwrap().unwrap();
    assert_eq!(document.cause, Some(Cause::Empty));
    assert_eq!(document.fingerprint, fingerprint(1));
    assert_eq!(ledger.document(lost).unwrap(), None);
}

#[test]
fn proposals_of_a_path_that_got_other_bytes_are_kept() {
    let mut ledger = Ledger::in_memory().unwrap();
    let (old, new) = (Sha256::of(b"old"), Sha256::of(b"new"));
    for sha in [old, new] {
        ledger
            .put_file(
                b"/in/scan.pdf",
                &file("scan.pdf", FileRole::Document(sha)),
                None,
            )
            .unwrap();
        let done = Outcome::Done(Vec::new());
        ledger
            .put_outcome(sha, None, &fingerprint(1), &done, PageCount::default())
            .unwrap();
    }
    let mut found: Vec<_> = ledger
        .done()
        .unwrap()
        .map(|document| document.map(|d| (d.path, d.sha256)).unwrap())
        .collect();
    found.sort();
    let mut both = [("scan.pdf".to_owned(), old), ("scan.pdf".to_owned(), new)];
    both.sort();
    assert_eq!(found, both);
    let now = ledger.file(b"/in/scan.pdf").unwrap().unwrap();
    assert_eq!(now.role, FileRole::Document(new));
}

#[test]
fn a_failure_of_a_path_that_got_other_bytes_is_forgotten() {
    let mut ledger = Ledger::in_memory().unwrap();
    let (half, whole) = (Sha256::of(b"half"), Sha256::of(b"whole"));
    let outcomes = [
        (half, Outcome::Failed(Cause::Truncated)),
        (whole, Outcome::Done(Vec::new())),
    ];
    for (sha, outcome) in outcomes {
        ledger
            .put_file(b"/in/a.xml", &file("a.xml", FileRole::Document(sha)), None)
            .unwrap();
        ledger
            .put_outcome(sha, None, &fingerprint(1), &outcome, PageCount::default())
            .unwrap();
    }
    assert!(ledger.failures().unwrap().is_empty());
}

#[test]
fn a_copy_names_the_first_path() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"same");
    for name in ["b.pdf", "a.pdf", "c.pdf"] {
        ledger
            .put_file(name.as_bytes(), &file(name, FileRole::Document(sha)), None)
            .unwrap();
    }
    assert_eq!(ledger.path_of(sha).unwrap().as_deref(), Some("a.pdf"));
    let of_a = |copy: &str| (copy.to_owned(), "a.pdf".to_owned());
    assert_eq!(ledger.copies().unwrap(), [of_a("b.pdf"), of_a("c.pdf")]);
}

#[test]
fn a_moved_container_takes_its_members_along() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"member");
    ledger
        .put_file(b"/in/a.zip", &file("in/a.zip", FileRole::Container), None)
        .unwrap();
    ledger
        .put_file(
            b"/in/a.zip!/x.xml",
            &file("in/a.zip!/x.xml", FileRole::Document(sha)),
            Some(b"/in/a.zip"),
        )
        .unwrap();
    ledger
        .move_file(b"/in/a.zip", b"/done/a.zip", "in/a.zip", "done/a.zip")
        .unwrap();
    assert_eq!(ledger.file(b"/in/a.zip").unwrap(), None);
    let members = ledger.members(b"/done/a.zip").unwrap();
    assert_eq!(members[0].0, b"/done/a.zip!/x.xml");
    assert_eq!(members[0].1.shown, "done/a.zip!/x.xml");
}

#[test]
fn skipped_and_failed_files_are_listed() {
    let mut ledger = Ledger::in_memory().unwrap();
    let reason = SkipReason::OtherXml {
        root: "Order".into(),
    };
    ledger
        .put_file(
            b"o",
            &file("o.xml", FileRole::Skipped(reason.clone())),
            None,
        )
        .unwrap();
    ledger
        .put_file(b"e", &file("e.pdf", FileRole::Failed(Cause::Empty)), None)
        .unwrap();
    assert_eq!(ledger.skipped().unwrap(), [("o.xml".to_owned(), reason)]);
    assert_eq!(
        ledger.failures().unwrap(),
        [("e.pdf".to_owned(), Cause::Empty)]
    );
    let status = ledger.status().unwrap();
    assert_eq!((status.skipped, status.failed), (1, 1));
}

#[test]
fn a_newer_ledger_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(Ledger::open(dir.path()).unwrap());
    let connection = rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let error = Ledger::open(dir.path()).unwrap_err();
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[test]
fn pages_are_kept_per_way_of_reading() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"scan");
    let page = |number| crate::text::Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: crate::text::Tilt::default(),
        words: Vec::new(),
        rules: Vec::new(),
    };
    ledger
        .put_pages(sha, &[1; 16], &[page(2), page(1)])
        .unwrap();
    ledger.put_pages(sha, &[2; 16], &[page(3)]).unwrap();
    assert_eq!(ledger.page_numbers(sha, &[1; 16]).unwrap(), [1, 2]);
    assert_eq!(ledger.pages(sha, &[1; 16]).unwrap(), [page(1), page(2)]);
    ledger.forget_old_pages(sha, &[2; 16]).unwrap();
    assert!(ledger.page_numbers(sha, &[1; 16]).unwrap().is_empty());
    assert_eq!(ledger.page_numbers(sha, &[2; 16]).unwrap(), [3]);
}
