//! What the desk does after the original was filed elsewhere.

use std::sync::Arc;

use crate::Program;
use crate::conclude::Concluder;
use crate::ledger::{FileRecord, FileRole, KeptReading, Ledger, PackedReading, PageCount};
use crate::settings::{Settings, UiLang};
use booking::{Administration, BookingRule, Context, Verdict};
use invoice::BBox;
use reading::document::{MediaKind, Reading};
use reading::reader::ReaderCommand;
use reading::source::Sha256;
use reading::text::{Page, ReadBy, Tilt, Word};

use super::{Desk, PageShown, Refusal, fingerprint};

const LINES: [&str; 12] = [
    "Bakker & Zonen B.V.",
    "Dorpsstraat 12, 1234 AB Utrecht",
    "Kvk 12345678",
    "Btw-nummer NL123456782B90",
    "IBAN NL91ABNA0417164300",
    "FACTUUR",
    "Factuurnummer 2026-0042",
    "Factuurdatum 12-03-2026",
    "Kantoorartikelen 100,00",
    "Totaal excl. btw 100,00",
    "Btw 21% 21,00",
    "Totaal te betalen € 121,00",
];

/// A page with a text layer.
fn page() -> Page {
    let mut words = Vec::new();
    for (line, text) in LINES.iter().enumerate() {
        let mut x0 = 50.0;
        let y0 = 60.0 + 24.0 * line as f32;
        for word in text.split(' ') {
            let x1 = x0 + 6.0 * word.chars().count() as f32;
            words.push(Word {
                text: word.to_owned(),
                bbox: BBox::new(x0, y0, x1, y0 + 10.0),
                size_pt: 10.0,
                bold: false,
                confidence: 1.0,
                line: line as u32,
                read_by: ReadBy::TextLayer,
            });
            x0 = x1 + 3.0;
        }
    }
    Page {
        number: 1,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        words,
        rules: Vec::new(),
        tilt: Tilt::default(),
    }
}

/// A state folder with a document that was read and is gone; no reader can be started.
struct Gone {
    folder: tempfile::TempDir,
    settings: Settings,
    sha256: Sha256,
}

impl Gone {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.process.out = folder.path().to_owned();
        settings.ui.lang = UiLang::En;
        let gone = Self { settings, sha256: Sha256::of(b"the original"), folder };
        std::fs::create_dir_all(gone.state()).unwrap();
        let mut ledger = gone.ledger();
        let row = FileRecord {
            shown: "in/a.pdf".to_owned(),
            len: 12,
            modified_ns: 1,
            role: FileRole::Document(gone.sha256),
            administration: None,
            looked: [0; 16],
        };
        let path = gone.folder.path().join("in/a.pdf");
        let key = path.as_os_str().as_encoded_bytes();
        ledger.put_file(key, &row, None).unwrap();
        ledger.commit().unwrap();
        gone
    }

    fn state(&self) -> std::path::PathBuf {
        super::state_dir(&self.settings)
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.state()).unwrap()
    }

    fn concluder(&self) -> Concluder {
        let context = Arc::new(Context::default());
        let fingerprint = fingerprint(&self.settings, &context, &extract::UNDERSTANDING);
        Concluder::new(&self.settings, &context, extract::UNDERSTANDING, fingerprint)
    }

    /// Keeps what was read and what it gave, as a run does.
    fn read(&self) {
        let concluder = self.concluder();
        let mut ledger = self.ledger();
        let kept = KeptReading {
            by: fingerprint(&self.settings, &Context::default(), &extract::UNDERSTANDING).text,
            companion: None,
            count: PageCount { pages: 1, ocr_pages: 0 },
            reading: Reading {
                kind: MediaKind::Pdf,
                pages: vec![page()],
                einvoice: None,
                embedded: Vec::new(),
                notes: Vec::new(),
            },
            is_in_parts: false,
        };
        let books = concluder.books(&ledger, self.sha256).unwrap();
        let proposals = concluder.propose(&kept.reading, &books).unwrap();
        let packed = PackedReading::of(&kept);
        concluder
            .keep(&mut ledger, self.sha256, &kept, Some(&packed), &books, proposals, None)
            .unwrap();
        ledger.commit().unwrap();
    }

    fn desk(&self) -> Desk {
        let program = Program {
            reader: ReaderCommand {
                program: self.folder.path().join("no-such-program"),
                args: Vec::new(),
            },
            understanding: extract::UNDERSTANDING,
        };
        Desk::open(self.settings.clone(), &program).unwrap()
    }

    fn id(&self) -> String {
        format!("{}-0", &self.sha256.to_string()[..16])
    }
}

#[test]
fn nothing_at_the_desk_needs_the_original() {
    let gone = Gone::new();
    gone.read();
    let mut desk = gone.desk();
    let id = gone.id();
    for (field, value) in [
        ("account", "4310"),
        ("accepted", "yes"),
        ("accepted", ""),
        ("account", "4500"),
        ("accepted", "yes"),
    ] {
        desk.correct(&id, field, value, None, None).unwrap();
    }
    let proposals = gone.ledger().proposals_of(gone.sha256).unwrap().unwrap();
    assert_eq!(proposals[0].verdict, Verdict::Ready);
    assert!(proposals[0].journal.iter().any(|line| line.account == "4500"));
}

#[test]
fn a_page_of_which_the_original_is_gone_is_drawn_from_its_words() {
    let gone = Gone::new();
    gone.read();
    let mut desk = gone.desk();
    let shown = desk.pages(&gone.id()).unwrap();
    let note = shown["note"].as_str().unwrap();
    assert!(note.contains("no longer in its place"), "{note}");
    let src = shown["pictures"][0]["src"].as_str().unwrap();
    let name = src.strip_prefix("pictures/").unwrap();
    let Some(PageShown::Svg(svg)) = desk.picture(name).unwrap() else {
        panic!("no words");
    };
    for word in LINES.iter().flat_map(|line| line.split(' ')) {
        assert!(svg.contains(&format!(">{}<", word.replace('&', "&amp;"))));
    }
}

#[test]
fn an_outcome_that_comes_out_the_same_is_none_of_this_run() {
    let gone = Gone::new();
    gone.read();
    let mut ledger = gone.ledger();
    ledger.set_published("as it was").unwrap();
    ledger.begin_run().unwrap();
    let before = ledger.document(gone.sha256).unwrap().unwrap();
    let mut settings = gone.settings.clone();
    settings.review.floor_confidence += 0.001;
    let context = Arc::new(Context::default());
    let now = fingerprint(&settings, &context, &extract::UNDERSTANDING);
    assert_ne!(now.understanding, before.made_by.understanding);
    let concluder = Concluder::new(&settings, &context, extract::UNDERSTANDING, now);
    let concluded = concluder.conclude(&mut ledger, &[gone.sha256], None).unwrap();
    assert_eq!(concluded, [gone.sha256]);
    assert!(!ledger.is_of_this_run(gone.sha256).unwrap());
    assert_eq!(ledger.published().unwrap().as_deref(), Some("as it was"));
    let after = ledger.document(gone.sha256).unwrap().unwrap();
    assert!(after.is_current(&now));
}

#[test]
fn what_an_older_version_has_read_is_refused_when_it_is_gone() {
    let gone = Gone::new();
    gone.read();
    let mut ledger = gone.ledger();
    ledger.forget_reading(gone.sha256).unwrap();
    ledger.commit().unwrap();
    let mut desk = gone.desk();
    let refused = desk.correct(&gone.id(), "account", "4310", None, None);
    assert!(matches!(refused, Err(Refusal::Gone)), "{refused:?}");
}

#[test]
fn a_run_catches_up_with_what_lies_elsewhere_by_now() {
    let gone = Gone::new();
    gone.read();
    let mut settings = gone.settings.clone();
    settings.review.floor_confidence += 0.001;
    let context = Arc::new(Context::default());
    let now = fingerprint(&settings, &context, &extract::UNDERSTANDING);
    let concluder = Concluder::new(&settings, &context, extract::UNDERSTANDING, now);
    let mut ledger = gone.ledger();
    // pulled brake: nothing is done, and nothing lost
    concluder.catch_up(&mut ledger, || true).unwrap();
    assert_eq!(ledger.stale(&now).unwrap(), [gone.sha256]);
    concluder.catch_up(&mut ledger, || false).unwrap();
    assert_eq!(ledger.stale(&now).unwrap(), []);
    drop(ledger);
}

/// Everything on one account.
fn rule(account: &str) -> BookingRule {
    BookingRule { name: "all".into(), account: account.into(), ..BookingRule::default() }
}

/// What the page calls the entry that it shows.
fn seen(shown: &serde_json::Value, gone: &Gone) -> String {
    let name = &gone.sha256.to_string()[..16];
    shown["documents"][name][0]["seen"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_accepted_is_what_is_on_the_screen() {
    let mut gone = Gone::new();
    gone.read();
    let id = gone.id();
    let is_accepted =
        |gone: &Gone| gone.ledger().proposals_of(gone.sha256).unwrap().unwrap()[0].is_accepted();
    // a page that shows what was before
    let mut desk = gone.desk();
    let old = seen(&desk.correct(&id, "account", "4310", None, None).unwrap(), &gone);
    let now = seen(&desk.correct(&id, "account", "4500", None, None).unwrap(), &gone);
    assert_ne!(old, now);
    let refused = desk.correct(&id, "accepted", "yes", None, Some(&old)).unwrap_err();
    let Refusal::Changed(shown) = refused else { panic!("{refused:?}") };
    assert_eq!(seen(&shown, &gone), now);
    assert!(!is_accepted(&gone));
    desk.correct(&id, "accepted", "yes", None, Some(&now)).unwrap();
    assert!(is_accepted(&gone));
    desk.correct(&id, "accepted", "", None, None).unwrap();
    desk.correct(&id, "account", "", None, None).unwrap();
    drop(desk);
    // what is known meanwhile would book it otherwise
    gone.settings.rules = vec![rule("4310")];
    let mut desk = gone.desk();
    let refused = desk.correct(&id, "accepted", "yes", None, None).unwrap_err();
    let Refusal::Changed(shown) = refused else { panic!("{refused:?}") };
    assert!(!is_accepted(&gone));
    let now = seen(&shown, &gone);
    desk.correct(&id, "accepted", "yes", None, Some(&now)).unwrap();
    assert!(is_accepted(&gone));
}

#[test]
fn what_is_accepted_stays_whatever_is_known_later() {
    let costs = |gone: &Gone| {
        let proposals = gone.ledger().proposals_of(gone.sha256).unwrap().unwrap();
        proposals[0].journal.iter().map(|line| line.account.clone()).collect::<Vec<_>>()
    };
    for is_accepted in [false, true] {
        let gone = Gone::new();
        gone.read();
        if is_accepted {
            gone.desk().correct(&gone.id(), "accepted", "yes", None, None).unwrap();
        }
        let before = costs(&gone);
        let settings = Settings { rules: vec![rule("4310")], ..gone.settings.clone() };
        let mut ledger = gone.ledger();
        let context = super::books::context(&settings, &ledger).unwrap();
        let now = fingerprint(&settings, &context, &extract::UNDERSTANDING);
        let concluder = Concluder::new(&settings, &context, extract::UNDERSTANDING, now);
        concluder.catch_up(&mut ledger, || false).unwrap();
        assert_eq!(ledger.stale(&now).unwrap(), []);
        drop(ledger);
        assert_eq!(costs(&gone) == before, is_accepted, "{before:?}");
    }
}

#[test]
fn a_document_is_given_to_another_client() {
    let mut gone = Gone::new();
    let of = |name: &str| Administration { name: name.to_owned(), ..Administration::default() };
    gone.settings.administrations = vec![of("Molen B.V."), of("Smid B.V.")];
    gone.read();
    let client = |gone: &Gone| {
        gone.ledger().proposals_of(gone.sha256).unwrap().unwrap()[0].administration.clone()
    };
    assert_eq!(client(&gone), None);
    let mut desk = gone.desk();
    let nobody = desk.correct(&gone.id(), "administration", "Bakker", None, None);
    assert!(matches!(nobody, Err(Refusal::Wrong(_))), "{nobody:?}");
    desk.correct(&gone.id(), "administration", "smid b.v.", None, None).unwrap();
    assert_eq!(client(&gone).as_deref(), Some("Smid B.V."));
    desk.correct(&gone.id(), "administration", "", None, None).unwrap();
    assert_eq!(client(&gone), None);
}

mod correcting;
