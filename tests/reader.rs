//! Readers that crash, hang, lie and eat memory, and what becomes of the documents.
//!
//! The bad readers are this test program itself, started again as [`bad_reader`] with its output on descriptor 3
//! (the test harness writes to standard output).

mod ends;
mod real;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use office::settings::Settings;
use reading::Cause;
use reading::document::{Inspection, MediaKind, NoText, PagePicture, TextPass};
use reading::reader::frame;
use reading::reader::frame::REQUEST_LIMIT;
use reading::reader::{Answer, ReaderCommand, ReaderSlot, Request, Setup};
use reading::source::{BytesAt, Document, Sha256};
use reading::text::Page;
use rustix::process::{Pid, Resource, Rlimit, Signal};

const PAGES: u32 = 5;

// ---------------------------------------------------------------------------------------------------------------------
// The bad reader

/// Not a test: a reader that behaves as `BAD_READER` says, `once` if `BAD_ONCE` names a file that is not there yet.
#[test]
#[ignore = "the other tests start it"]
fn bad_reader() {
    let Ok(plan) = std::env::var("BAD_READER") else {
        return;
    };
    let (deed, page) = match plan.split_once('@') {
        Some((deed, page)) => (deed.to_owned(), page.parse().unwrap()),
        None => (plan, 0),
    };
    let mut bad = BadReader {
        output: File::options().write(true).open("/dev/fd/3").unwrap(),
        deed,
        page,
        once: std::env::var("BAD_ONCE").ok().filter(|p| !p.is_empty()),
        limits: Settings::default().limits,
    };
    bad.serve();
    std::process::exit(0);
}

struct BadReader {
    output: File,
    deed: String,
    page: u32,
    once: Option<String>,
    limits: reading::settings::Limits,
}

impl BadReader {
    fn serve(&mut self) {
        let mut input = io::stdin().lock();
        let mut scratch = Vec::new();
        if self.deed == "dead" {
            std::process::exit(101);
        }
        while let Ok(request) = frame::read(&mut input, &mut scratch, REQUEST_LIMIT) {
            match request {
                Request::Setup(setup) => {
                    self.limits = setup.limits;
                    let unconfined = std::env::vars().map(|(k, v)| format!("{k}={v}")).collect();
                    self.answer(&Answer::Ready { unconfined });
                }
                Request::Open { kind, len } => {
                    if self.deed == "stuck" {
                        std::thread::sleep(Duration::from_mins(10));
                    }
                    io::copy(&mut (&mut input).take(len), &mut io::sink()).unwrap();
                    if self.deed == "open" {
                        self.misbehave("segv");
                    }
                    self.answer(&Answer::Inspected(Box::new(Inspection {
                        kind,
                        pages: PAGES,
                        einvoice: None,
                        embedded: Vec::new(),
                        notes: Vec::new(),
                    })));
                }
                Request::Text { first, last } => {
                    for page in first..=last {
                        self.maybe(page);
                        self.answer(&Answer::Text(Box::new(TextPass::NeedsOcr {
                            page,
                            why: NoText::None,
                        })));
                    }
                    self.answer(&Answer::Done { resident_bytes: 0 });
                }
                Request::Ocr { pages } => {
                    for number in pages {
                        self.maybe(number);
                        self.answer(&Answer::Page(Box::new(blank(number))));
                    }
                    self.answer(&Answer::Done { resident_bytes: 0 });
                }
                Request::Pictures { pages } => {
                    // a conquered reader hands out what a browser would run
                    for (number, _) in pages {
                        let png = b"<svg onload='alert(1)'>".to_vec();
                        self.answer(&Answer::Picture(Box::new(PagePicture { number, png })));
                    }
                    self.answer(&Answer::Done { resident_bytes: 0 });
                }
                Request::SelfCheck => {}
            }
        }
    }

    fn answer(&mut self, answer: &Answer) {
        let mut bytes = Vec::new();
        frame::append(&mut bytes, answer, u32::MAX).unwrap();
        self.output.write_all(&bytes).unwrap();
    }

    fn maybe(&mut self, page: u32) {
        if self.deed == "slow" {
            std::thread::sleep(Duration::from_millis(self.page.into()));
        } else if self.deed == "each" {
            let mark = format!("{}-{page}", self.once.as_deref().unwrap());
            if File::create_new(mark).is_ok() {
                self.misbehave("segv");
            }
        } else if page == self.page {
            if let Some(once) = &self.once
                && File::create_new(once).is_err()
            {
                return;
            }
            self.misbehave(&self.deed.clone());
        }
    }

    fn misbehave(&mut self, deed: &str) {
        match deed {
            // The first only removes the handler with which Rust looks for stack overflows.
            "segv" => loop {
                let _ = rustix::process::kill_process(rustix::process::getpid(), Signal::SEGV);
            },
            "exit" => std::process::exit(101),
            "hang" => std::thread::sleep(Duration::from_mins(10)),
            "overflow" => {
                let _ = writeln!(io::stderr(), "\nthread 'main' has overflowed its stack");
                std::process::abort();
            }
            "bomb" => {
                let bytes = self.limits.reader_mib * 1024 * 1024;
                let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
                rustix::process::setrlimit(Resource::As, limit).unwrap();
                let mut all = Vec::new();
                loop {
                    all.push(vec![1_u8; 16 * 1024 * 1024]);
                }
            }
            "flood" => {
                let line = [b'x'; 4096];
                for _ in 0..16 * 1024 {
                    io::stderr().write_all(&line).unwrap();
                }
            }
            "garbage" => self.output.write_all(&[0xc1; 100]).unwrap(),
            "nonsense" => self.output.write_all(&[4, 0, 0, 0, 0xc1, 0xc1, 0xc1, 0xc1]).unwrap(),
            "giant" => {
                let len = frame::answer_limit(&self.limits);
                self.output.write_all(&len.to_le_bytes()).unwrap();
                std::thread::sleep(Duration::from_mins(10));
            }
            "stale" => self
                .answer(&Answer::Text(Box::new(TextPass::NeedsOcr { page: 1, why: NoText::None }))),
            "infinite" => {
                let mut page = blank(self.page);
                page.width_pt = f32::NAN;
                self.answer(&Answer::Page(Box::new(page)));
            }
            other => panic!("no such deed: {other}"),
        }
    }
}

fn blank(number: u32) -> Page {
    Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words: Vec::new(),
        rules: Vec::new(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Helpers

fn bad_command(plan: &str, once: Option<&Path>) -> ReaderCommand {
    let once = once.map_or(String::new(), |path| path.display().to_string());
    ReaderCommand {
        program: "/bin/sh".into(),
        args: vec![
            "-c".into(),
            format!(
                "BAD_READER='{plan}' BAD_ONCE='{once}' \
                 exec \"$0\" --exact reader::bad_reader --ignored --nocapture 3>&1 1>/dev/null"
            )
            .into(),
            std::env::current_exe().unwrap().into(),
        ],
    }
}

fn slot_with(command: ReaderCommand, change: impl FnOnce(&mut Settings)) -> ReaderSlot {
    let mut settings = Settings::default();
    settings.limits.page_seconds = 20;
    settings.limits.reader_mib = 512;
    change(&mut settings);
    let setup =
        Setup { limits: settings.limits, ocr: settings.ocr, sandbox: settings.reader.sandbox };
    ReaderSlot::new(command, setup, settings.reader)
}

fn bad_slot(plan: &str, once: Option<&Path>) -> ReaderSlot {
    slot_with(bad_command(plan, once), |_| {})
}

fn real_slot(change: impl FnOnce(&mut Settings)) -> ReaderSlot {
    let command =
        ReaderCommand { program: env!("CARGO_BIN_EXE_dizzy").into(), args: vec!["reader".into()] };
    slot_with(command, change)
}

fn in_memory(kind: MediaKind, bytes: &[u8]) -> Document {
    Document {
        sha256: Sha256::of(bytes),
        kind,
        len: bytes.len() as u64,
        at: BytesAt::Memory(Arc::from(bytes)),
    }
}

fn pdf() -> Document {
    in_memory(MediaKind::Pdf, b"%PDF-1.7 of the bad reader")
}

/// A small invoice, filled up to a size.
fn ubl(number: u32, bytes: usize) -> Vec<u8> {
    let mut xml = format!(
        "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
         xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\" \
         xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\">\
         <cbc:ID>F{number}</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate>\
         <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>\
         <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\
         <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID=\"EUR\">121.00</cbc:PayableAmount>\
         </cac:LegalMonetaryTotal>"
    )
    .into_bytes();
    while xml.len() < bytes {
        xml.extend_from_slice(b"<!-- to fill the line up to its end -->");
    }
    xml.extend_from_slice(b"</Invoice>");
    xml
}

/// Reads the text layer of all pages; gives the page numbers that came, and the end.
fn text(slot: &mut ReaderSlot, document: &Document) -> (Vec<u32>, Result<(), Cause>) {
    let mut came = Vec::new();
    let end = slot.text(document, 1, PAGES, &mut |pass| match pass {
        TextPass::NeedsOcr { page, .. } => came.push(page),
        TextPass::Read(page) => came.push(page.number),
    });
    (came, end)
}

fn crashed(how: &str, page: Option<u32>) -> Cause {
    Cause::Crashed { how: how.into(), page }
}

/// With a clock that is soon up.
fn hasty_slot(plan: &str, once: Option<&Path>) -> ReaderSlot {
    slot_with(bad_command(plan, once), |settings| {
        settings.limits.page_seconds = 1;
    })
}

/// Does the deed on page 3 every time: the document fails with this cause, after two readers.
fn always(deed: &str, cause: &Cause) {
    let plan = format!("{deed}@3");
    let mut slot = match cause {
        Cause::TimedOut { .. } => hasty_slot(&plan, None),
        _ => bad_slot(&plan, None),
    };
    let (came, end) = text(&mut slot, &pdf());
    assert_eq!(end.as_ref(), Err(cause), "{deed}");
    assert_eq!(came, [1, 2], "{deed}");
    assert_eq!(slot.take_replacements(), [cause.clone(), cause.clone()], "{deed}");
    assert!(slot.take_replacements().is_empty());
}

/// Does the deed on page 3 the first time only: nothing is lost, nothing comes twice.
fn once(deed: &str, cause: &Cause) {
    let folder = tempfile::tempdir().unwrap();
    let plan = format!("{deed}@3");
    let mark = folder.path().join("done");
    let mut slot = match cause {
        Cause::TimedOut { .. } => hasty_slot(&plan, Some(&mark)),
        _ => bad_slot(&plan, Some(&mark)),
    };
    let mut came = Vec::new();
    slot.inspect(&pdf()).unwrap();
    let end = slot.ocr(&pdf(), &[1, 3, 4, 5], &mut |page| came.push(page.number));
    assert_eq!(end, Ok(()), "{deed}");
    assert_eq!(came, [1, 3, 4, 5], "{deed}");
    assert_eq!(slot.take_replacements(), std::slice::from_ref(cause), "{deed}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Deaths

#[test]
fn a_crash_names_the_signal_and_the_page() {
    always("segv", &crashed("signal 11", Some(3)));
    once("segv", &crashed("signal 11", Some(3)));
    always("exit", &crashed("exit code 101", Some(3)));
    always("overflow", &crashed("stack overflow", Some(3)));
}

#[test]
fn a_crash_at_the_first_look_names_no_page() {
    let mut slot = bad_slot("open", None);
    assert_eq!(slot.inspect(&pdf()).unwrap_err(), crashed("signal 11", None));
    assert_eq!(slot.take_replacements().len(), 2);
}

#[test]
fn a_hang_is_ended_by_the_clock() {
    let cause = Cause::TimedOut { seconds: 1, page: Some(3) };
    let start = Instant::now();
    always("hang", &cause);
    let took = start.elapsed();
    assert!(took > Duration::from_secs(2), "{took:?}");
    assert!(took < Duration::from_secs(25), "{took:?}");
    once("hang", &cause);
}

#[test]
fn a_reader_that_does_not_take_its_document_is_ended_by_the_clock() {
    let mut slot = hasty_slot("stuck", None);
    let large = in_memory(MediaKind::Pdf, &vec![b' '; 1024 * 1024]);
    assert_eq!(slot.inspect(&large).unwrap_err(), Cause::TimedOut { seconds: 1, page: None });
}

#[test]
fn slow_pages_are_not_late_pages() {
    let mut slot = slot_with(bad_command("slow@500", None), |settings| {
        settings.limits.page_seconds = 2;
    });
    // 5 pages of 0.5 s: over the limit of a page together, each well within.
    let (came, end) = text(&mut slot, &pdf());
    assert_eq!((came.len(), end), (5, Ok(())));
    assert!(slot.take_replacements().is_empty());
}

#[test]
fn every_page_has_its_second_try() {
    let folder = tempfile::tempdir().unwrap();
    let mut slot = bad_slot("each", Some(&folder.path().join("mark")));
    let (came, end) = text(&mut slot, &pdf());
    assert_eq!((came, end), (vec![1, 2, 3, 4, 5], Ok(())));
    let deaths: Vec<_> = (1..=5).map(|page| crashed("signal 11", Some(page))).collect();
    assert_eq!(slot.take_replacements(), deaths);
}

#[test]
fn memory_is_limited_and_the_cause_says_so() {
    let cause = Cause::OverMemory { limit_mib: 512, page: Some(3) };
    always("bomb", &cause);
    once("bomb", &cause);
}

#[test]
fn nonsense_ends_the_reader() {
    for deed in ["garbage", "nonsense", "stale"] {
        let mut slot = bad_slot(&format!("{deed}@3"), None);
        let (came, end) = text(&mut slot, &pdf());
        assert!(
            matches!(&end, Err(Cause::Crashed { how, page: Some(3) }) if how.contains("nonsense")),
            "{deed}: {end:?}"
        );
        assert_eq!(came, [1, 2], "{deed}");
    }
    let mut slot = bad_slot("infinite@3", None);
    let end = slot.ocr(&pdf(), &[3], &mut |_| panic!("no sane page"));
    assert!(matches!(end, Err(Cause::Crashed { .. })), "{end:?}");
    let end = slot.pictures(&pdf(), &[(3, None)], &mut |_| panic!("no picture"));
    assert!(matches!(end, Err(Cause::Crashed { .. })), "{end:?}");
}

#[test]
fn a_frame_that_never_comes_takes_time_and_no_memory() {
    always("giant", &Cause::TimedOut { seconds: 1, page: Some(3) });
}

#[test]
fn a_flood_on_standard_error_does_no_harm() {
    let mut slot = bad_slot("flood@3", None);
    let (came, end) = text(&mut slot, &pdf());
    assert_eq!((came, end), (vec![1, 2, 3, 4, 5], Ok(())));
}

fn pid(slot: &ReaderSlot) -> Pid {
    Pid::from_raw(slot.pid().unwrap().try_into().unwrap()).unwrap()
}

/// The state letter of a process; `None` when there is none.
fn state(pid: Pid) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

fn wait_until(what: &str, check: impl Fn() -> bool) {
    let start = Instant::now();
    while !check() {
        assert!(start.elapsed() < Duration::from_secs(5), "waited for: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn dropping_the_slot_ends_and_reaps_the_reader() {
    let mut slot = bad_slot("hang@1", None);
    slot.inspect(&pdf()).unwrap();
    let reader = pid(&slot);
    let start = Instant::now();
    drop(slot);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(state(reader), None);
}

#[test]
fn readers_are_out_of_reach_of_the_terminal() {
    let mut slot = bad_slot("", None);
    slot.inspect(&pdf()).unwrap();
    let reader = pid(&slot);
    assert_eq!(rustix::process::getpgid(Some(reader)), Ok(reader));
}

#[test]
fn the_environment_stays_with_the_parent() {
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    let environment = bad_slot("", None).unconfined().unwrap();
    assert!(environment.contains(&"OMP_THREAD_LIMIT=1".to_owned()));
    assert!(environment.contains(&"LC_ALL=C".to_owned()));
    assert!(
        !environment
            .iter()
            .any(|variable| variable.starts_with("CARGO_MANIFEST_DIR")
                || variable.starts_with("HOME")),
        "{environment:?}"
    );
}

/// Not a test: a parent that starts a real reader, says its number, and waits to be killed.
#[test]
#[ignore = "another test starts it"]
fn doomed_parent() {
    let Ok(path) = std::env::var("DOOMED") else {
        return;
    };
    let mut slot = real_slot(|_| {});
    slot.inspect(&in_memory(MediaKind::Ubl, &ubl(1, 100))).unwrap();
    fs::write(path, slot.pid().unwrap().to_string()).unwrap();
    std::thread::sleep(Duration::from_mins(10));
}

/// A stopped reader does not see the end of its input: it dies only if the system kills it with its parent.
#[test]
#[cfg(target_os = "linux")]
fn readers_die_with_a_killed_parent() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("pid");
    let mut parent = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "reader::doomed_parent", "--ignored", "--nocapture"])
        .env("DOOMED", &told)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let reader = || {
        let text = fs::read_to_string(&told).ok()?;
        Pid::from_raw(text.parse().ok()?)
    };
    wait_until("the reader's number", || reader().is_some());
    let reader = reader().unwrap();
    rustix::process::kill_process(reader, Signal::STOP).unwrap();
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_until("the reader's death", || matches!(state(reader), None | Some('Z' | 'X')));
}
