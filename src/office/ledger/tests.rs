//! The ledger keeps what it was told, through every kind of ending.

use std::path::Path;

use super::*;
use booking::correct::Correction;
use booking::learn::{BookedLine, Booking, Entry, Mark};
use invoice::Amount;
use jiff::civil::date;
use reading::Cause;
use reading::source::{Sha256, SkipReason};

fn fingerprint(n: u8) -> Fingerprint {
    Fingerprint { text: [n; 16], reading: [n + 100; 16], understanding: [n; 16], limits: [n; 16] }
}

fn file(shown: &str, role: FileRole) -> FileRecord {
    FileRecord {
        shown: shown.into(),
        len: 3,
        modified_ns: 7,
        role,
        administration: None,
        looked: [1; 16],
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
            .put_outcome(kept, None, &fingerprint(1), &failed, PageCount::default(), &[])
            .unwrap();
        assert!(ledger.commit().unwrap());
        assert!(!ledger.commit().unwrap(), "nothing is left to commit");
        ledger
            .put_outcome(lost, None, &fingerprint(1), &failed, PageCount::default(), &[])
            .unwrap();
    }
    let ledger = Ledger::open(dir.path()).unwrap();
    let document = ledger.document(kept).unwrap().unwrap();
    assert_eq!(document.cause, Some(Cause::Empty));
    assert!(document.is_current(&fingerprint(1)));
    assert!(!document.is_current(&fingerprint(2)));
    assert_eq!(ledger.document(lost).unwrap(), None);
}

#[test]
fn only_what_was_recognised_depends_on_who_recognises() {
    let mut ledger = Ledger::in_memory().unwrap();
    let before = fingerprint(1);
    let done = || Outcome::Done(Vec::new());
    let failed = Outcome::Failed(Cause::Empty);
    for (outcome, ocr_pages, is_recognised) in
        [(done(), 0, false), (done(), 1, true), (failed, 0, true)]
    {
        let sha = Sha256::of(b"document");
        let count = PageCount { pages: 2, ocr_pages };
        ledger.put_outcome(sha, None, &before, &outcome, count, &[]).unwrap();
        let document = ledger.document(sha).unwrap().unwrap();
        assert!(document.is_current(&before));
        let other_engine = Fingerprint { reading: [9; 16], ..before };
        assert_eq!(document.is_current(&other_engine), !is_recognised);
        let other_readers = Fingerprint { text: [9; 16], ..other_engine };
        assert!(!document.is_current(&other_readers));
        let other_booking = Fingerprint { understanding: [9; 16], ..before };
        assert!(!document.is_current(&other_booking));
    }
}

#[test]
fn proposals_of_a_path_that_got_other_bytes_are_kept() {
    let mut ledger = Ledger::in_memory().unwrap();
    let (old, new) = (Sha256::of(b"old"), Sha256::of(b"new"));
    for sha in [old, new] {
        ledger.put_file(b"/in/scan.pdf", &file("scan.pdf", FileRole::Document(sha)), None).unwrap();
        let done = Outcome::Done(Vec::new());
        ledger.put_outcome(sha, None, &fingerprint(1), &done, PageCount::default(), &[]).unwrap();
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
    let outcomes = [(half, Outcome::Failed(Cause::Truncated)), (whole, Outcome::Done(Vec::new()))];
    for (sha, outcome) in outcomes {
        ledger.put_file(b"/in/a.xml", &file("a.xml", FileRole::Document(sha)), None).unwrap();
        ledger
            .put_outcome(sha, None, &fingerprint(1), &outcome, PageCount::default(), &[])
            .unwrap();
    }
    assert!(ledger.failures().unwrap().is_empty());
}

#[test]
fn a_copy_names_the_first_path() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"same");
    for name in ["b.pdf", "a.pdf", "c.pdf"] {
        ledger.put_file(name.as_bytes(), &file(name, FileRole::Document(sha)), None).unwrap();
    }
    assert_eq!(ledger.path_of(sha).unwrap().as_deref(), Some("a.pdf"));
    let of_a = |copy: &str| (copy.to_owned(), "a.pdf".to_owned());
    assert_eq!(ledger.copies().unwrap(), [of_a("b.pdf"), of_a("c.pdf")]);
}

#[test]
fn a_moved_container_takes_its_members_along() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"member");
    ledger.put_file(b"/in/a.zip", &file("in/a.zip", FileRole::Container), None).unwrap();
    ledger
        .put_file(
            b"/in/a.zip!/x.xml",
            &file("in/a.zip!/x.xml", FileRole::Document(sha)),
            Some(b"/in/a.zip"),
        )
        .unwrap();
    ledger.move_file(b"/in/a.zip", b"/done/a.zip", "in/a.zip", "done/a.zip").unwrap();
    assert_eq!(ledger.file(b"/in/a.zip").unwrap(), None);
    let members = ledger.members(b"/done/a.zip").unwrap();
    assert_eq!(members[0].0, b"/done/a.zip!/x.xml");
    assert_eq!(members[0].1.shown, "done/a.zip!/x.xml");
}

#[test]
fn skipped_and_failed_files_are_listed() {
    let mut ledger = Ledger::in_memory().unwrap();
    let reason = SkipReason::OtherXml { root: "Order".into() };
    ledger.put_file(b"o", &file("o.xml", FileRole::Skipped(reason.clone())), None).unwrap();
    ledger.put_file(b"e", &file("e.pdf", FileRole::Failed(Cause::Empty)), None).unwrap();
    assert_eq!(ledger.skipped().unwrap(), [("o.xml".to_owned(), reason)]);
    assert_eq!(ledger.failures().unwrap(), [("e.pdf".to_owned(), Cause::Empty)]);
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
    let page = |number| reading::text::Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words: Vec::new(),
        rules: Vec::new(),
    };
    ledger.put_pages(sha, &[1; 16], &[page(2), page(1)]).unwrap();
    ledger.put_pages(sha, &[2; 16], &[page(3)]).unwrap();
    assert_eq!(ledger.page_numbers(sha, &[1; 16]).unwrap(), [1, 2]);
    assert_eq!(ledger.pages(sha, &[1; 16]).unwrap(), [page(1), page(2)]);
    ledger.forget_old_pages(sha, &[2; 16]).unwrap();
    assert!(ledger.page_numbers(sha, &[1; 16]).unwrap().is_empty());
    assert_eq!(ledger.page_numbers(sha, &[2; 16]).unwrap(), [3]);
}

#[test]
fn a_reading_is_whole_when_its_last_page_has_come() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"half a scan");
    let page = |number| reading::text::Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words: Vec::new(),
        rules: Vec::new(),
    };
    let kept = |pages, is_in_parts| KeptReading {
        by: [1; 16],
        companion: None,
        count: PageCount { pages: 3, ocr_pages: 2 },
        reading: reading::document::Reading {
            kind: reading::document::MediaKind::Pdf,
            pages,
            einvoice: None,
            embedded: Vec::new(),
            notes: Vec::new(),
        },
        is_in_parts,
    };
    let is_read = |ledger: &Ledger, n| ledger.is_read(sha, &fingerprint(n), None).unwrap();
    let first = PackedReading::of(&kept(vec![page(2)], false));
    ledger.put_part_of_reading(sha, &first, &[1, 3]).unwrap();
    // the text layer's page is there twice as long as others are waited for
    ledger.put_pages(sha, &[1; 16], &[page(2), page(3)]).unwrap();
    assert!(!is_read(&ledger, 1));
    assert_eq!(ledger.reading(sha, &[1; 16]).unwrap(), None);
    ledger.put_pages(sha, &[1; 16], &[page(1)]).unwrap();
    assert!(is_read(&ledger, 1));
    assert!(!is_read(&ledger, 2));
    let whole = kept(vec![page(1), page(2), page(3)], true);
    assert_eq!(ledger.reading(sha, &[1; 16]).unwrap(), Some(whole.clone()));
    // understood, it is one: the pages that came one by one are not kept beside it
    ledger.put_reading(sha, &PackedReading::of(&whole)).unwrap();
    assert!(ledger.page_numbers(sha, &[1; 16]).unwrap().is_empty());
    let whole = KeptReading { is_in_parts: false, ..whole };
    assert_eq!(ledger.reading(sha, &[1; 16]).unwrap(), Some(whole));
    // with a page beside it, it is another
    let beside = Some(Sha256::of(b"page"));
    assert!(!ledger.is_read(sha, &fingerprint(1), beside).unwrap());
}

/// A ledger of the format before outcomes said for whose books they are.
fn old_ledger(dir: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(dir.join("ledger.sqlite")).unwrap();
    for sql in &schema::MIGRATIONS[..schema::WITH_BOOKS - 1] {
        connection.execute_batch(sql).unwrap();
    }
    let format = schema::WITH_BOOKS as i64 - 1;
    connection.pragma_update(None, "user_version", format).unwrap();
    connection
}

#[test]
fn an_older_ledger_says_for_whose_books_its_outcomes_are() {
    use booking::AssignedBy;
    let dir = tempfile::tempdir().unwrap();
    let old = old_ledger(dir.path());
    let proposal = |by| {
        let reading = reading::document::Reading {
            kind: reading::document::MediaKind::Pdf,
            pages: Vec::new(),
            einvoice: None,
            embedded: Vec::new(),
            notes: Vec::new(),
        };
        let mut proposal = {
            let review = booking::settings::Review::default();
            let settings = booking::pipeline::PipelineSettings::new(
                &review,
                std::sync::Arc::default(),
                extract::UNDERSTANDING,
            );
            booking::pipeline::propose(&reading, &settings)
        }
        .remove(0);
        proposal.administration = Some("Bakker".into());
        proposal.booking.assigned_by = Some(by);
        proposal
    };
    let (by_folder, by_party) = (Sha256::of(b"folder"), Sha256::of(b"party"));
    let outcomes =
        [(by_folder, "a.pdf", AssignedBy::Folder), (by_party, "b.pdf", AssignedBy::Party)];
    for (sha256, path, by) in outcomes {
        let sha256 = sha256.0.as_slice();
        let proposals = blob::pack_large(&[proposal(by)]);
        old.execute(
            "INSERT INTO document (sha256, reading, extraction, limits, state, proposals, run, finished_ms)
             VALUES (?1, x'00', x'00', x'00', 1, ?2, 1, 1)",
            rusqlite::params![sha256, proposals],
        )
        .unwrap();
        old.execute(
            "INSERT INTO file (path, shown, len, modified_ns, role, sha256) VALUES (?1, ?2, 1, 1, 1, ?3)",
            rusqlite::params![path.as_bytes(), path, sha256],
        )
        .unwrap();
        old.execute(
            "INSERT INTO correction (sha256, first_page, field, value, given_ms) VALUES (?1, 0, 'account', '4500', 1)",
            [sha256],
        )
        .unwrap();
    }
    drop(old);
    let ledger = Ledger::open(dir.path()).unwrap();
    let books = |sha256| ledger.document(sha256).unwrap().unwrap().books;
    assert_eq!(books(by_folder), ["Bakker"]);
    assert!(books(by_party).is_empty());
    assert_eq!(ledger.folders_of(by_folder).unwrap(), ["Bakker"]);
    assert!(ledger.folders_of(by_party).unwrap().is_empty());
    let said = |sha256, folder| ledger.corrections(sha256, folder).unwrap().0.len();
    assert_eq!((said(by_folder, Some("Bakker")), said(by_folder, Some("Vos"))), (1, 0));
    assert_eq!((said(by_folder, None), said(by_party, None)), (1, 1));
    assert_eq!(ledger.done().unwrap().count(), 2);
}

#[test]
fn what_is_said_for_one_administration_is_not_said_for_another() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"same");
    let said = |value: &str| Correction {
        first_page: 1,
        field: "account".into(),
        value: value.into(),
        place: None,
    };
    for (folder, value) in [("Bakker", "4500"), ("Vos", "4600")] {
        ledger.put_correction(sha, folder, &said(value)).unwrap();
    }
    let account = |ledger: &Ledger, folder| {
        let said = ledger.corrections(sha, Some(folder)).unwrap();
        said.of(1).value("account").map(str::to_owned)
    };
    assert_eq!(account(&ledger, "Bakker").as_deref(), Some("4500"));
    assert_eq!(account(&ledger, "Vos").as_deref(), Some("4600"));
    ledger.put_correction(sha, "Vos", &said("")).unwrap();
    assert_eq!(account(&ledger, "Vos"), None);
    assert_eq!(account(&ledger, "Bakker").as_deref(), Some("4500"));
}

#[test]
fn what_was_corrected_after_it_was_handed_over_is_known() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"handed over");
    let record = file("in/a.pdf", FileRole::Document(sha));
    ledger.put_file(b"in/a.pdf", &record, None).unwrap();
    let say = |ledger: &mut Ledger, folder: &str, first_page, field: &str, value: &str| {
        // times are in milliseconds
        std::thread::sleep(std::time::Duration::from_millis(3));
        let correction =
            Correction { first_page, field: field.into(), value: value.into(), place: None };
        ledger.put_correction(sha, folder, &correction).unwrap();
    };
    let later = |ledger: &Ledger| {
        let all = ledger.corrected_later().unwrap().into_iter();
        all.map(|one| (one.number, one.package, one.path, one.first_page)).collect::<Vec<_>>()
    };
    say(&mut ledger, "", 1, "account", "4400");
    say(&mut ledger, "", 1, "account", "4500");
    std::thread::sleep(std::time::Duration::from_millis(3));
    let to = |package: &str, page| (package.to_owned(), sha, String::new(), page);
    ledger.hand_over(&[to("exact/index.csv", 1), to("exact/index.csv", 3)]).unwrap();
    assert_eq!(later(&ledger), [], "it was corrected before");
    say(&mut ledger, "", 1, "accepted", "yes");
    say(&mut ledger, "Vos", 3, "account", "4500");
    assert_eq!(later(&ledger), [], "accepted, and said of another's books");
    say(&mut ledger, "", 3, "account", "4500");
    say(&mut ledger, "", 3, "due_date", "2026-01-31");
    let third = (1, "exact".to_owned(), "in/a.pdf".to_owned(), 3);
    assert_eq!(later(&ledger), std::slice::from_ref(&third));
    // said after it was handed over and taken back: the package has it as it is
    say(&mut ledger, "", 3, "account", "");
    assert_eq!(later(&ledger), std::slice::from_ref(&third));
    say(&mut ledger, "", 3, "due_date", "");
    assert_eq!(later(&ledger), []);
    // said before it was handed over and taken back: the package has what nobody says any more
    say(&mut ledger, "", 1, "account", "");
    let first = (1, "exact".to_owned(), "in/a.pdf".to_owned(), 1);
    assert_eq!(later(&ledger), std::slice::from_ref(&first));
    say(&mut ledger, "", 1, "account", "4600");
    assert_eq!(later(&ledger), [first]);
    say(&mut ledger, "", 1, "account", "4500");
    assert_eq!(later(&ledger), [], "as it was handed over");
    say(&mut ledger, "", 1, "account", "");
    ledger.take_back().unwrap();
    assert_eq!(later(&ledger), []);
}

/// A proposal of a page of words, as somebody understood it.
fn proposal(verdict: booking::Verdict, first_page: u32) -> booking::Proposal {
    let reading = reading::document::Reading {
        kind: reading::document::MediaKind::Pdf,
        pages: Vec::new(),
        einvoice: None,
        embedded: Vec::new(),
        notes: Vec::new(),
    };
    let settings = booking::pipeline::PipelineSettings::new(
        &booking::settings::Review::default(),
        std::sync::Arc::default(),
        extract::UNDERSTANDING,
    );
    let mut proposal = booking::pipeline::propose(&reading, &settings).remove(0);
    proposal.source.pages = Some((first_page, first_page));
    proposal.verdict = verdict;
    proposal
}

#[test]
fn of_what_was_ready_it_is_known_what_was_never_corrected() {
    use booking::Verdict::{Ready, Review};
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"stack");
    let all: Vec<_> = (1..=6).map(|page| proposal(Ready, page)).collect();
    ledger.note_ready(sha, &all).unwrap();
    let came_true = |ledger: &Ledger| {
        let CameTo { ready, ready_right, .. } = ledger.status().unwrap().came_to;
        (ready, ready_right)
    };
    let say = |ledger: &mut Ledger, first_page, field: &str, value: &str| {
        let correction =
            Correction { first_page, field: field.into(), value: value.into(), place: None };
        ledger.put_correction(sha, "", &correction).unwrap();
    };
    assert_eq!(came_true(&ledger), (0, 0), "nobody has seen any");
    say(&mut ledger, 1, "accepted", "yes");
    say(&mut ledger, 2, "account", "4500");
    say(&mut ledger, 3, "duplicate", "yes");
    ledger.hand_over(&[("exact/index.csv".to_owned(), sha, String::new(), 4)]).unwrap();
    assert_eq!(came_true(&ledger), (4, 2), "accepted and handed over stand");
    // a list of corrections names one that was handed over
    let entry = Entry::Booking(Booking {
        mark: handed_over::lesson_of(sha, 4),
        supplier: Some("1001".into()),
        date: None,
        lines: vec![BookedLine {
            account: "4514".into(),
            vat_code: None,
            net: Amount::from_cents(100),
            text: String::new(),
        }],
        number: None,
        others: Vec::new(),
    });
    let mut learning = ledger.learn("", "list.csv", HistoryKind::Corrections).unwrap();
    learning.keep(entry).unwrap();
    learning.finish(Sha256::of(b"list"), 1).unwrap();
    assert_eq!(came_true(&ledger), (4, 1));
    // before anybody saw it, it became one to review; what was seen stays what it was
    let both: Vec<_> = [4, 5].into_iter().map(|page| proposal(Review, page)).collect();
    ledger.note_ready(sha, &both).unwrap();
    say(&mut ledger, 5, "accepted", "yes");
    assert_eq!(came_true(&ledger), (4, 1));
}

#[test]
fn each_administration_has_its_own_first_path() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sha = Sha256::of(b"same");
    let places = [
        ("in/a.pdf", None),
        ("x/b.pdf", Some("X")),
        ("x/c.pdf", Some("X")),
        ("y/d.pdf", Some("Y")),
    ];
    for (name, administration) in places {
        let record = FileRecord {
            administration: administration.map(str::to_owned),
            ..file(name, FileRole::Document(sha))
        };
        ledger.put_file(name.as_bytes(), &record, None).unwrap();
    }
    let of_x = |copy: &str| (copy.to_owned(), "x/b.pdf".to_owned());
    assert_eq!(ledger.copies().unwrap(), [of_x("in/a.pdf"), of_x("x/c.pdf")]);
    let place = |name: &str, path: &str| (sha, name.to_owned(), path.to_owned());
    assert_eq!(ledger.places_in_folders().unwrap(), [place("X", "x/b.pdf"), place("Y", "y/d.pdf")]);
}

#[test]
fn what_is_handed_over_is_known_for_each_package_until_it_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let one = |package: &str, number: &[u8]| -> HandedOver {
        (package.to_owned(), Sha256::of(number), String::new(), 1)
    };
    {
        let mut ledger = Ledger::open(dir.path()).unwrap();
        assert_eq!(ledger.hand_over(&[one("exact", b"a")]).unwrap(), 1);
        ledger.finish_hand_over(1).unwrap();
        assert_eq!(ledger.hand_over(&[one("exact", b"b")]).unwrap(), 2);
    }
    // the program ended before the files were there
    let mut ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!(ledger.unfinished_hand_over().unwrap(), Some(2));
    assert_eq!(ledger.packages_of(2).unwrap(), ["exact"]);
    ledger.finish_hand_over(2).unwrap();
    assert_eq!(ledger.unfinished_hand_over().unwrap(), None);
    let number =
        |ledger: &Ledger, package, of: &[u8]| ledger.handed_over(&one(package, of)).unwrap();
    assert_eq!(number(&ledger, "exact", b"a"), Some(1));
    assert_eq!(number(&ledger, "exact", b"b"), Some(2));
    assert_eq!(number(&ledger, "yuki", b"a"), None);
    assert_eq!(ledger.take_back().unwrap(), Some(2));
    assert_eq!(number(&ledger, "exact", b"b"), None);
    assert_eq!(number(&ledger, "exact", b"a"), Some(1));
    assert_eq!(ledger.hand_over(&[one("exact", b"b")]).unwrap(), 3);
    assert_eq!(ledger.take_back().unwrap(), Some(3));
    assert_eq!(ledger.take_back().unwrap(), Some(1));
    assert_eq!(ledger.take_back().unwrap(), None);
}

#[test]
fn a_model_that_another_program_made_is_made_anew_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(dir.path()).unwrap();
    let mut learning = ledger.learn("", "history.csv", HistoryKind::Bookings).unwrap();
    let line = BookedLine {
        account: "4514".into(),
        vat_code: None,
        net: "100.00".parse().unwrap(),
        text: "stroom".into(),
    };
    let booking = Booking {
        mark: Mark(1),
        supplier: Some("1001".into()),
        date: None,
        lines: vec![line],
        number: None,
        others: Vec::new(),
    };
    learning.keep(Entry::Booking(booking.clone())).unwrap();
    learning.finish(Sha256::of(b"history"), 7).unwrap();
    // as an older program left it: learned again
    ledger.connection.execute("UPDATE learned_booking SET others = NULL", []).unwrap();
    assert!(!ledger.is_learned("", Sha256::of(b"history")).unwrap());
    let mut learning = ledger.learn("", "history.csv", HistoryKind::Bookings).unwrap();
    learning.keep(Entry::Booking(booking)).unwrap();
    assert_eq!(learning.finish(Sha256::of(b"history"), 7).unwrap().known, 1);
    assert!(ledger.is_learned("", Sha256::of(b"history")).unwrap());
    let files = ledger.learned_files(None).unwrap();
    assert_eq!(files.iter().map(|file| file.bookings).collect::<Vec<_>>(), [1]);
    let (_, digest) = ledger.model("").unwrap().unwrap();
    let spoil = |ledger: &Ledger| {
        let old = "UPDATE learned_model SET version = 1, digest = 'old', model = x'00'";
        ledger.connection.execute(old, []).unwrap();
    };
    let kept = |ledger: &Ledger| {
        let sql = "SELECT digest FROM learned_model";
        let kept: String = ledger.connection.query_row(sql, [], |row| row.get(0)).unwrap();
        kept
    };
    spoil(&ledger);
    assert_eq!(ledger.model("").unwrap().unwrap().1, digest);
    assert_eq!(kept(&ledger), digest);
    spoil(&ledger);
    let copy = Ledger::copy_in_memory(dir.path()).unwrap();
    assert_eq!(copy.learned("").unwrap().digest, digest);
}

/// A bit that is flipped outside dizzy, in what came of a document or in what a person said of it.
#[test]
fn what_was_changed_from_outside_is_named_and_not_exported() {
    let flips = [
        "UPDATE document SET proposals = CAST(proposals || x'07' AS BLOB)",
        "UPDATE document SET companion = zeroblob(32)",
        "UPDATE document SET keys = NULL",
        "UPDATE document SET state = 3",
        "UPDATE correction SET value = '4400'",
    ];
    for flip in flips {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(dir.path()).unwrap();
        let (sha, other) = (Sha256::of(b"altered"), Sha256::of(b"whole"));
        let correction = Correction {
            first_page: 1,
            field: "account".to_owned(),
            value: "4500".to_owned(),
            place: None,
        };
        for (sha, name) in [(sha, "a.pdf"), (other, "b.pdf")] {
            ledger.put_file(name.as_bytes(), &file(name, FileRole::Document(sha)), None).unwrap();
            let done = Outcome::Done(Vec::new());
            ledger
                .put_outcome(sha, None, &fingerprint(1), &done, PageCount::default(), &[])
                .unwrap();
            ledger.put_correction(sha, "", &correction).unwrap();
        }
        ledger.set_altered_aside().unwrap();
        assert!(ledger.failures().unwrap().is_empty(), "{flip}");
        let sql = format!("{flip} WHERE sha256 = ?1");
        ledger.connection.execute(&sql, [sha.0.as_slice()]).unwrap();
        ledger.set_altered_aside().unwrap();
        assert_eq!(ledger.failures().unwrap(), [("a.pdf".to_owned(), Cause::Altered)], "{flip}");
        let left: Vec<String> = ledger.done().unwrap().map(|done| done.unwrap().path).collect();
        assert_eq!(left, ["b.pdf"], "{flip}");
        // as a version before left it: sealed as it is, and watched from then on
        ledger.connection.execute("UPDATE document SET seal = NULL", []).unwrap();
        ledger.set_altered_aside().unwrap();
        ledger.connection.execute("UPDATE document SET state = state + 7", []).unwrap();
        ledger.set_altered_aside().unwrap();
        assert_eq!(ledger.failures().unwrap().len(), 2, "{flip}");
        // said once: read again, it is as any other
        for sha in [sha, other] {
            let done = Outcome::Done(Vec::new());
            ledger
                .put_outcome(sha, None, &fingerprint(1), &done, PageCount::default(), &[])
                .unwrap();
        }
        ledger.set_altered_aside().unwrap();
        assert!(ledger.failures().unwrap().is_empty(), "{flip}");
    }
}

#[test]
fn a_hand_over_that_was_changed_from_outside_is_noticed() {
    let mut ledger = Ledger::in_memory().unwrap();
    let one = ("xaf/index.csv".to_owned(), Sha256::of(b"a"), String::new(), 1);
    ledger.hand_over(std::slice::from_ref(&one)).unwrap();
    assert_eq!(ledger.altered_hand_over().unwrap(), None);
    ledger.connection.execute("UPDATE handed_over SET sha256 = zeroblob(32)", []).unwrap();
    assert_eq!(ledger.altered_hand_over().unwrap(), Some(1));
    // taken back, it says nothing any more
    ledger.take_back().unwrap();
    assert_eq!(ledger.altered_hand_over().unwrap(), None);
    // as little as a finished one, whose state is part of it
    ledger.hand_over(std::slice::from_ref(&one)).unwrap();
    ledger.finish_hand_over(2).unwrap();
    ledger
        .put_found(3, &[["afas/index.csv", "a.pdf", "1", "Bakker", "7"].map(str::to_owned)])
        .unwrap();
    assert_eq!(ledger.altered_hand_over().unwrap(), None);
    for (change, back, number) in [
        (
            "UPDATE hand_over SET state = 2 WHERE number = 2",
            "UPDATE hand_over SET state = 1 WHERE number = 2",
            2,
        ),
        (
            "UPDATE handed_over_found SET invoice = '8'",
            "UPDATE handed_over_found SET invoice = '7'",
            3,
        ),
        ("DELETE FROM hand_over WHERE number = 2", "", 2),
    ] {
        ledger.connection.execute(change, []).unwrap();
        assert_eq!(ledger.altered_hand_over().unwrap(), Some(number), "{change}");
        ledger.connection.execute_batch(back).unwrap();
    }
}

#[test]
fn a_file_whose_row_was_changed_and_an_outcome_that_cannot_be_read_are_named() {
    let mut ledger = Ledger::in_memory().unwrap();
    for name in ["a.pdf", "b.pdf"] {
        let sha = Sha256::of(name.as_bytes());
        ledger.put_file(name.as_bytes(), &file(name, FileRole::Document(sha)), None).unwrap();
        let done = Outcome::Done(Vec::new());
        ledger.put_outcome(sha, None, &fingerprint(1), &done, PageCount::default(), &[]).unwrap();
    }
    ledger.set_altered_aside().unwrap();
    assert!(ledger.failures().unwrap().is_empty());
    // what an older program wrote has no seal
    let broken = "UPDATE document SET seal = NULL, proposals = x'00' WHERE sha256 = ?1";
    ledger.connection.execute(broken, [Sha256::of(b"a.pdf").0.as_slice()]).unwrap();
    let other = "UPDATE file SET sha256 = zeroblob(32) WHERE shown = 'b.pdf'";
    ledger.connection.execute(other, []).unwrap();
    ledger.set_altered_aside().unwrap();
    let altered = |name: &str| (name.to_owned(), Cause::Altered);
    assert_eq!(ledger.failures().unwrap(), [altered("a.pdf"), altered("b.pdf")]);
}

/// Files that each count their bookings from 1 do not overwrite each other; a booking that was corrected is still one.
#[test]
fn bookings_that_two_files_number_the_same_are_told_apart() {
    let booking = |day: i8, supplier: &str, account: &str, cents: i64| Booking {
        mark: Mark::of(&["xaf", "2026", "INK", "1"]),
        supplier: Some(supplier.to_owned()),
        date: Some(date(2026, 3, day)),
        number: None,
        others: Vec::new(),
        lines: vec![BookedLine {
            account: account.to_owned(),
            vat_code: None,
            net: Amount::from_cents(cents),
            text: String::new(),
        }],
    };
    let mut ledger = Ledger::in_memory().unwrap();
    let mut learn = |name: &str, booking: Booking| {
        let mut learning = ledger.learn("", name, HistoryKind::Auditfile).unwrap();
        learning.keep(Entry::Booking(booking)).unwrap();
        let count = learning.finish(Sha256::of(name.as_bytes()), 1).unwrap();
        (count.new, count.changed, count.known)
    };
    assert_eq!(learn("one", booking(3, "40001", "4500", 10_000)), (1, 0, 0));
    assert_eq!(learn("another", booking(9, "40002", "4600", 25_000)), (1, 0, 0));
    // each of them is found again, also with another account
    assert_eq!(learn("one again", booking(3, "40001", "4500", 10_000)), (0, 0, 1));
    assert_eq!(learn("another corrected", booking(9, "40002", "4700", 25_000)), (0, 1, 0));
    assert_eq!(ledger.bookings_of("", "40001").unwrap(), 1);
    assert_eq!(ledger.bookings_of("", "40002").unwrap(), 1);
}

#[test]
fn the_log_of_another_ledger_is_told_and_nothing_is_lost() {
    let fill = |dir: &Path, suppliers: u32| {
        let mut ledger = Ledger::open(dir).unwrap();
        for n in 0..suppliers {
            let code = format!("{:05}", n * 7919 % 10_007);
            let supplier = booking::Supplier { code, name: "Kaas".into(), ..Default::default() };
            ledger.put_supplier("", &supplier).unwrap();
        }
        let begun = if suppliers < 500 { 1 } else { 2 };
        let run = "INSERT INTO run (version, started_ms) VALUES ('x', ?1)";
        ledger.write(run, [begun]).unwrap();
        ledger.commit().unwrap();
        ledger
    };
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(fill(ours.path(), 40));
    let file = |dir: &Path, end: &str| dir.join(format!("ledger.sqlite{end}"));
    let before = std::fs::read(file(ours.path(), "")).unwrap();
    drop(fill(theirs.path(), 900));
    let open = fill(theirs.path(), 2_000);
    let log = std::fs::read(file(theirs.path(), "-wal")).unwrap();
    assert!(!log.is_empty());
    drop(open);
    // a state folder that this process has not opened, as one is found after a backup was put back
    let found = tempfile::tempdir().unwrap();
    std::fs::write(file(found.path(), ""), &before).unwrap();
    std::fs::write(file(found.path(), "-wal"), &log).unwrap();
    let told = Ledger::open(found.path()).unwrap_err();
    assert!(matches!(told, crate::Error::ForeignLog { .. }), "{told}");
    assert_eq!(std::fs::read(file(found.path(), "")).unwrap(), before);
    assert_eq!(std::fs::read(file(found.path(), "-wal")).unwrap(), log);
    // its own log, left by a program that was killed, is read
    let left = tempfile::tempdir().unwrap();
    let open = fill(ours.path(), 300);
    for end in ["", "-wal"] {
        std::fs::copy(file(ours.path(), end), file(left.path(), end)).unwrap();
    }
    drop(open);
    assert_eq!(Ledger::open(left.path()).unwrap().suppliers("").unwrap().len(), 300);
}
