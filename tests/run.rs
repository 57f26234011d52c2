//! `dizzy process` as a person or a cron job runs it: only new work is done, and the results never depend on chance.

use std::io::Write;

use crate::support::{Dir, age, fixture, ubl};

#[test]
fn the_second_run_reads_nothing_and_changes_nothing() {
    let dir = Dir::new();
    dir.put_invoices(40);
    let first = dir.process(&[]).expect(0);
    assert_eq!(first.count("proposed"), 40);
    let before = dir.out("proposals.jsonl");
    let second = dir.process(&[]).expect(0);
    assert_eq!((second.count("proposed"), second.count("found")), (0, 0));
    assert_eq!(second.count("already-done"), 40);
    assert_eq!(dir.out("proposals.jsonl"), before);
    // a file that somebody spoiled is made again, although there was nothing to read
    std::fs::write(dir.path("out/proposals.jsonl"), "spoiled").unwrap();
    dir.process(&[]).expect(0);
    assert_eq!(dir.out("proposals.jsonl"), before);
    dir.put("new.xml", ubl(77));
    let third = dir.process(&[]).expect(0);
    assert_eq!(third.count("proposed"), 1);
    assert_eq!(dir.proposals().len(), 41);
}

/// What only understands otherwise understands what was read before: no file is opened again.
#[test]
fn other_settings_for_understanding_do_not_read_again() {
    let dir = Dir::new();
    dir.put_invoices(3);
    let pdf = dir.put("text.pdf", fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf"));
    dir.put("maart.zip", fixture("container/zip/maart.zip"));
    let first = dir.process(&[]).expect(0);
    let before = dir.proposals();
    assert_eq!(first.count("proposed"), before.len());

    // whoever read this again would fail
    let metadata = std::fs::metadata(&pdf).unwrap();
    std::fs::write(&pdf, vec![b'x'; metadata.len() as usize]).unwrap();
    let file = std::fs::File::options().write(true).open(&pdf).unwrap();
    file.set_modified(metadata.modified().unwrap()).unwrap();
    drop(file);
    std::fs::write(dir.path("dizzy.toml"), "[review]\nfloor_confidence = 0.301\n").unwrap();
    let again = dir.process(&[]).expect(0);
    assert_eq!((again.count("proposed"), again.count("found")), (0, 0));
    assert_eq!(again.count("already-done"), before.len());
    assert_eq!(dir.proposals(), before);

    // what comes out otherwise is told as new
    std::fs::write(
        dir.path("dizzy.toml"),
        "[ready]\nright = 1.0\n\n[review]\nfloor_confidence = 0.99999\n",
    )
    .unwrap();
    let other = dir.process(&[]).expect(0);
    assert!(other.count("proposed") > 0);
    assert_eq!(other.count("failed"), 0);
    assert_ne!(dir.proposals(), before);
}

#[test]
fn the_same_bytes_for_any_number_of_jobs_and_order_of_files() {
    let results = [
        (&["in"][..], "1"),
        (&["in"], "2"),
        (&["in"], "5"),
        (&["in/6", "in/5", "in/4", "in"], "2"),
    ]
    .map(|(inputs, jobs)| {
        let dir = Dir::new();
        dir.put_invoices(50);
        dir.put("scan.png", fixture("scan/png/taxi.png"));
        dir.put("text.pdf", fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf"));
        let args = [&["process"], inputs, &["--out", "out", "--quiet", "--jobs", jobs]].concat();
        assert!(dir.dizzy(&args).status().unwrap().success());
        ["proposals.jsonl", "proposals.csv"].map(|name| dir.out(name))
    });
    assert_eq!(results[0][0].lines().count(), 52);
    for other in &results[1..] {
        assert_eq!(*other, results[0]);
    }
}

#[test]
fn the_same_bytes_twice_are_read_once_and_reported() {
    let dir = Dir::new();
    dir.put("b/copy.xml", ubl(1));
    dir.put("a/first.xml", ubl(1));
    let run = dir.process(&["--jobs", "1"]).expect(0);
    assert_eq!((run.count("proposed"), run.count("same-bytes")), (1, 1));
    let proposals = dir.proposals();
    assert_eq!(proposals.keys().collect::<Vec<_>>(), ["in/a/first.xml"]);
    assert!(dir.out("skipped.csv").contains("in/b/copy.xml"));
    // a copy that comes later is reported as well
    dir.put("c/later.xml", ubl(1));
    let run = dir.process(&[]).expect(0);
    assert_eq!((run.count("proposed"), run.count("same-bytes")), (0, 2));
    assert_eq!(dir.proposals(), proposals);
}

#[test]
fn a_file_that_is_being_written_is_left_for_the_next_run() {
    let dir = Dir::new();
    dir.put("done.xml", ubl(1));
    let path = dir.path("in/growing.xml");
    let whole = ubl(2);
    let mut file = std::fs::File::create(&path).unwrap();
    let child = dir.start(&[]);
    let mut parts = whole.as_bytes().chunks(whole.len() / 400);
    let mut child = child;
    let output = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if let Some(part) = parts.next() {
            file.write_all(part).unwrap();
            file.flush().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    assert_eq!(output.code(), Some(0));
    assert_eq!(dir.proposals().len(), 1);
    for part in parts {
        file.write_all(part).unwrap();
    }
    drop(file);
    age(&path);
    dir.process(&[]).expect(0);
    assert_eq!(dir.proposals().len(), 2);
    assert_eq!(dir.out("failed.csv").lines().count(), 1);
}

#[test]
fn a_fresh_file_that_is_complete_is_taken() {
    let dir = Dir::new();
    std::fs::write(dir.path("in/fresh.xml"), ubl(1)).unwrap();
    let run = dir.process(&[]).expect(0);
    assert_eq!(run.count("proposed"), 1);
}

#[test]
fn an_xml_and_a_pdf_of_the_same_name_are_one_invoice() {
    let dir = Dir::new();
    dir.put("factuur.xml", ubl(5));
    dir.put("factuur.pdf", fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf"));
    dir.process(&[]).expect(0);
    let proposals = dir.proposals();
    assert_eq!(proposals.len(), 1);
    let proposal = &proposals["in/factuur.xml"];
    assert_eq!(proposal["invoice_number"], "F00005");
    assert_eq!(proposal["source"]["companion"]["path"], "in/factuur.pdf");
    let again = dir.process(&[]).expect(0);
    assert_eq!(again.count("proposed"), 0);
}

#[test]
fn the_page_speaks_for_itself_when_the_xml_beside_it_is_broken() {
    let dir = Dir::new();
    let xml = ubl(5);
    dir.put("factuur.xml", &xml[..xml.len() / 2]);
    dir.put("factuur.pdf", fixture("pdf-text/dutch-two-rates/factuur-2026-1183.pdf"));
    dir.process(&[]).expect(3);
    assert_eq!(dir.proposals().keys().collect::<Vec<_>>(), ["in/factuur.pdf"]);
    assert!(dir.out("failed.csv").contains("in/factuur.xml"));
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let dir = Dir::new();
    dir.put_invoices(5);
    // a file that changed now makes the first run wait
    std::fs::write(dir.path("in/now.xml"), ubl(9)).unwrap();
    let mut first = dir.start(&[]);
    dir.wait_until_at_work();
    let second = dir.process(&[]);
    assert_eq!(second.code(), 5, "{}", second.stderr());
    assert_eq!(first.wait().unwrap().code(), Some(0));
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let dir = Dir::new();
    dir.put_invoices(3);
    let run = dir.process(&["--dry-run"]).expect(0);
    assert_eq!(run.count("found"), 3);
    assert!(!dir.path("out").exists());
    dir.process(&[]).expect(0);
    dir.put("new.xml", ubl(50));
    let run = dir.process(&["--dry-run"]).expect(0);
    assert_eq!((run.count("found"), run.count("already-done")), (1, 3));
    assert_eq!(dir.proposals().len(), 3);
}

#[test]
fn a_file_with_new_content_is_read_again_and_the_old_proposal_stays() {
    let dir = Dir::new();
    dir.put("scan001.xml", ubl(1));
    dir.process(&[]).expect(0);
    dir.put("scan001.xml", ubl(2));
    dir.process(&[]).expect(0);
    let lines = dir.out("proposals.jsonl");
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.contains("F00001") && lines.contains("F00002"));
}

#[test]
fn finished_files_are_archived_when_asked() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    dir.put("b/a.xml", ubl(2));
    let bad = ubl(9);
    dir.put("bad.xml", &bad[..bad.len() / 2]);
    dir.put("notes.txt", "Nog bellen.\n");
    dir.process(&["--archive", "done"]).expect(3);
    assert!(!dir.path("in/a.xml").exists() && !dir.path("in/b/a.xml").exists());
    assert!(dir.path("in/bad.xml").exists() && dir.path("in/notes.txt").exists());
    // in the folders that they had
    assert!(dir.path("done/a.xml").exists() && dir.path("done/b/a.xml").exists());
    let paths: Vec<String> = dir.proposals().into_keys().collect();
    assert_eq!(paths, ["done/a.xml", "done/b/a.xml"]);
    // the next day's file of the same name is a new one
    dir.put("a.xml", ubl(3));
    dir.process(&["--archive", "done"]).expect(3);
    assert!(dir.path("done/a-2.xml").exists());
    assert_eq!(dir.proposals().len(), 3);
}

/// One that cannot be moved is named, and the others go on.
#[test]
fn what_cannot_be_archived_stays_and_is_named() {
    let dir = Dir::new();
    dir.put("a/one.xml", ubl(1));
    dir.put("b/two.xml", ubl(2));
    std::fs::create_dir(dir.path("done")).unwrap();
    std::fs::write(dir.path("done/a"), "no folder").unwrap();
    let args = ["process", "in", "--out", "out", "--archive", "done", "--ui-lang", "en"];
    for quiet in [&[][..], &["--quiet"]] {
        let output = dir.dizzy(&[&args[..], quiet].concat()).output().unwrap();
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("Not moved to the archive") && told.contains("one.xml"), "{told}");
        assert!(dir.path("in/a/one.xml").exists() && dir.path("done/b/two.xml").exists());
    }
    let paths: Vec<String> = dir.proposals().into_keys().collect();
    assert_eq!(paths, ["done/b/two.xml", "in/a/one.xml"]);
}

#[test]
fn containers_are_opened_once() {
    let dir = Dir::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 1..=3 {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("map/f{n}.xml"), options).unwrap();
        zip.write_all(ubl(n).as_bytes()).unwrap();
    }
    dir.put("post.zip", zip.finish().unwrap().into_inner());
    dir.put("los.xml", ubl(2));
    let run = dir.process(&["--jobs", "1"]).expect(0);
    assert_eq!((run.count("proposed"), run.count("same-bytes")), (3, 1));
    let paths: Vec<String> = dir.proposals().into_keys().collect();
    assert_eq!(paths, ["in/los.xml", "in/post.zip!/map/f1.xml", "in/post.zip!/map/f3.xml"]);
    let again = dir.process(&[]).expect(0);
    assert_eq!((again.count("proposed"), again.count("found")), (0, 0));
    assert_eq!(again.count("already-done") + again.count("same-bytes"), 4);
}

#[test]
#[cfg(unix)]
fn names_that_are_no_utf8_are_shown_and_kept_apart() {
    use std::os::unix::ffi::OsStrExt;
    let dir = Dir::new();
    for (n, name) in [(1, &b"a\xff.xml"[..]), (2, b"a\xfe.xml")] {
        let path = dir.path("in").join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(&path, ubl(n)).unwrap();
        age(&path);
    }
    dir.process(&[]).expect(0);
    let paths: Vec<String> = dir.proposals().into_keys().collect();
    assert_eq!(paths, [r"in/a\xfe.xml", r"in/a\xff.xml"]);
}

/// What may be an invoice and is not read is told to a person, whatever hides it; an odd line in a header hides nothing.
#[test]
fn what_may_be_an_invoice_is_never_passed_over() {
    let dir = Dir::new();
    let mail = String::from_utf8(fixture("container/mail/Uw factuur 2026-1240.eml")).unwrap();
    let (first, rest) = mail.split_once('\n').unwrap();
    dir.put("envelope.eml", format!("From a@example.com Thu Mar 26 09:15:00 2026\n{mail}"));
    dir.put("fold.eml", format!("{first}\nX-Note: of the\nsecond kind\n{rest}"));
    dir.put(
        "text.eml",
        "From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b>\n\nFactuur 12, totaal 99,50\n",
    );
    dir.put("not.pdf", "this was a web page");
    dir.put("sample.xml", "<?xml version=\"1.0\"?><Facturae xmlns=\"urn:x\"/>");
    dir.put("order.xml", "<?xml version=\"1.0\"?><Order xmlns=\"urn:x\"/>");
    dir.put("note.txt", "buy milk");
    let written = |text: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", text)] {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    dir.put("a.docx", written("<w:t>Factuur 12</w:t><w:t>totaal 121,00</w:t>"));
    dir.put("letter.docx", written("<w:t>Dear sir</w:t>"));
    dir.process(&[]).expect(3);
    let failed = dir.out("failed.csv");
    for name in ["text.eml!/message.txt", "not.pdf", "sample.xml", "a.docx"] {
        assert!(failed.contains(name), "{name}: {failed}");
    }
    assert_eq!(failed.lines().count(), 5, "{failed}");
    let skipped = dir.out("skipped.csv");
    assert!(skipped.contains("order.xml") && skipped.contains("note.txt"), "{skipped}");
    assert_eq!(dir.proposals().len(), 1, "both e-mails have the same invoice");
}

/// What the walk cannot look at is in the files as it is on the screen, until it can be looked at.
#[test]
#[cfg(unix)]
fn what_the_walk_cannot_look_at_is_listed() {
    use std::os::unix::fs::symlink;

    let dir = Dir::new();
    dir.put_invoices(1);
    symlink(dir.path("nowhere"), dir.path("in/broken.xml")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(dir.path("in/socket")).unwrap();
    let run = dir.process(&[]).expect(3);
    assert_eq!(run.count("failed"), 1);
    assert!(dir.out("failed.csv").contains("broken.xml"), "{}", dir.out("failed.csv"));
    assert!(dir.out("skipped.csv").contains("socket"), "{}", dir.out("skipped.csv"));
    drop(socket);
    std::fs::remove_file(dir.path("in/broken.xml")).unwrap();
    std::fs::remove_file(dir.path("in/socket")).unwrap();
    dir.process(&[]).expect(0);
    assert_eq!(dir.out("failed.csv").lines().count(), 1);
    assert_eq!(dir.out("skipped.csv").lines().count(), 1);
}

/// Thousands of broken files in one container are one line, and leave room for others.
#[test]
fn many_broken_members_are_one_line() {
    let dir = Dir::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..500 {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("{number}.pdf"), options).unwrap();
        zip.write_all(b"no pdf").unwrap();
    }
    dir.put("many.zip", zip.finish().unwrap().into_inner());
    dir.put("zz.pdf", "no pdf either");
    dir.process(&[]).expect(3);
    let failed = dir.out("failed.csv");
    assert_eq!(failed.lines().count(), 3, "{failed}");
    assert!(failed.contains("many.zip!/;500 ") && failed.contains("zz.pdf"), "{failed}");
}

/// What a command says and ends with when it has no rights but those of the files; root has more.
#[cfg(target_os = "linux")]
fn as_any_user(dir: &Dir, args: &[&str]) -> (Option<i32>, String) {
    let plain = dir.dizzy(args);
    let mut command = if rustix::process::geteuid().is_root() {
        let mut command = std::process::Command::new("setpriv");
        command.arg("--bounding-set=-dac_override,-dac_read_search").arg(plain.get_program());
        command.args(args).current_dir(dir.path("")).env("LANG", "en_US.UTF-8");
        command
    } else {
        plain
    };
    let output = command.output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(told).unwrap())
}

/// A ledger that may not be read is not one that is missing.
#[test]
#[cfg(target_os = "linux")]
fn a_ledger_that_may_not_be_read_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;

    let dir = Dir::new();
    dir.put_invoices(2);
    dir.process(&[]).expect(0);
    let state = dir.path("out/.dizzy");
    for (path, mode) in [("out/.dizzy", 0o000), ("out/.dizzy/ledger.sqlite", 0o000)] {
        let set = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(dir.path(path), mode).unwrap();
        };
        set(mode);
        for command in
            ["process in", "process -n in", "process --new-ledger in", "status", "export", "report"]
        {
            let args: Vec<&str> = command.split(' ').chain(["--out", "out"]).collect();
            // the state folder is closed by its owner alone: with root's folder too
            let (code, told) = as_any_user(&dir, &args);
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(code, Some(1), "{command}: {told}");
            assert!(
                told.contains("may not be read") && !told.contains("--new-ledger"),
                "{command}: {told}"
            );
        }
        set(if path.ends_with("sqlite") { 0o600 } else { 0o700 });
    }
    assert!(state.join("ledger.sqlite").is_file());
    dir.process(&[]).expect(0);
}

/// A ledger of another user, or on a disk that is read-only, can be looked at.
#[test]
#[cfg(target_os = "linux")]
fn a_ledger_that_cannot_be_written_can_be_looked_at() {
    use std::os::unix::fs::PermissionsExt;

    let dir = Dir::new();
    dir.put_invoices(2);
    dir.process(&[]).expect(0);
    let state = dir.path("out/.dizzy");
    let allow = |folder: u32, file: u32| {
        let set = |path: &std::path::Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(&state, 0o700);
        for entry in std::fs::read_dir(&state).unwrap() {
            set(&entry.unwrap().path(), file);
        }
        set(&state, folder);
    };
    let before = std::fs::read(state.join("ledger.sqlite")).unwrap();
    allow(0o555, 0o444);
    let run = |args: &[&str]| as_any_user(&dir, args);
    dir.put("new.xml", ubl(9));
    for args in [
        &["status", "--out", "out"][..],
        &["process", "-n", "in", "--out", "out"],
        &["report", "--state", "out/.dizzy", "--out", "elsewhere"],
    ] {
        let (code, told) = run(args);
        assert_eq!(code, Some(0), "{args:?}: {told}");
        let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains("can be read but not written"), "{args:?}: {told}");
    }
    assert!(dir.path("elsewhere/report.html").is_file());
    let (code, told) = run(&["process", "in", "--out", "out"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("can be read but not written"), "{told}");
    assert_eq!(std::fs::read(state.join("ledger.sqlite")).unwrap(), before);
    allow(0o755, 0o644);
    dir.process(&[]).expect(0);
}

/// A document that takes more computing than it may waits with what was read of it, and is read to its end in later runs.
#[test]
fn a_document_over_its_budget_goes_on_in_the_next_run() {
    let stack = fixture("scan/stack/scan0031.pdf");
    let alone = Dir::new();
    alone.put("stack.pdf", &stack);
    alone.process(&[]).expect(0);
    let dir = Dir::new();
    dir.put("stack.pdf", &stack);
    let limits = "[limits]\ndocument_seconds = 0\nrecognition_seconds = 0\n";
    std::fs::write(dir.path("dizzy.toml"), limits).unwrap();
    let mut runs = 1;
    while dir.process(&["--jobs", "1"]).expect(0).count("deferred") > 0 {
        runs += 1;
        assert!(runs < 20, "it never ends");
    }
    assert!(runs > 1);
    dir.assert_same_results(&alone);
}

/// What was passed over was so by the code that looked: another looks again.
#[test]
fn other_code_looks_again_at_what_was_passed_over() {
    let dir = Dir::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("f.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(ubl(1).as_bytes()).unwrap();
    dir.put("post.zip", zip.finish().unwrap().into_inner());
    dir.put("b.xml", ubl(2));
    dir.put("c.txt", "no invoice");
    dir.process(&[]).expect(0);
    let whole = dir.out("proposals.jsonl");
    // as a version left it that knew neither
    let ledger = rusqlite::Connection::open(dir.path("out/.dizzy/ledger.sqlite")).unwrap();
    let skip =
        "DELETE FROM published; DELETE FROM document; DELETE FROM reading; DELETE FROM file WHERE container IS NOT NULL;
        UPDATE file SET role = 4, sha256 = NULL, seal = NULL,
            detail = (SELECT detail FROM file WHERE shown LIKE '%c.txt') WHERE shown LIKE '%b.xml'";
    ledger.execute_batch(skip).unwrap();
    dir.process(&[]).expect(0);
    assert_eq!(dir.out("proposals.jsonl"), "");
    assert_eq!(ledger.execute("UPDATE file SET looked = zeroblob(16)", []).unwrap(), 3);
    dir.process(&[]).expect(0);
    assert_eq!(dir.out("proposals.jsonl"), whole);
}

/// Archives that dizzy does not open, and mails that say where the invoice is, are for a person; the terminal gets a line
/// for many broken members, not thousands.
#[test]
fn what_is_for_a_person_is_told_in_few_lines() {
    let dir = Dir::new();
    dir.put("post.rar", b"Rar!\x1A\x07\x01\0rest");
    dir.put(
        "link.eml",
        "From: a@example.com\nTo: b@example.com\nDate: Tue, 31 Mar 2026 09:15:00 +0200\nSubject: x\n\n\
         Uw factuur staat klaar: https://portaal.example/f/1\n",
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..300 {
        zip.start_file(format!("{n}.pdf"), zip::write::SimpleFileOptions::default()).unwrap();
        write!(zip, "%PDF-1.4 {n} and nothing else").unwrap();
    }
    dir.put("many.zip", zip.finish().unwrap().into_inner());
    let args = ["process", "in", "--out", "out", "--quiet", "--ui-lang", "en"];
    let output = dir.dizzy(&args).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.lines().count() < 30, "{told}");
    assert!(told.contains("in/many.zip!/  300 files in it: "), "{told}");
    assert!(told.contains("Unpack it yourself") && told.contains("fetch it there"), "{told}");
    let failed = dir.out("failed.csv");
    assert!(failed.contains("post.rar") && failed.contains("link.eml!/"), "{failed}");
}
