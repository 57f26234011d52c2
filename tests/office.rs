//! An office with several administrations, as `examples/office` configures it: whose each document is, and in which boxes
//! of the VAT return it ends.
#![cfg(feature = "cli")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use dizzy::correct::Correction;
use dizzy::ledger::Ledger;
use dizzy::source::Sha256;
use rust_decimal::Decimal;
use serde_json::Value;

/// A folder with a configuration in which dizzy runs.
struct Office {
    dir: tempfile::TempDir,
}

impl Office {
    fn new(configuration: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("dizzy.toml"), configuration).unwrap();
        Self { dir }
    }

    /// The office of the examples.
    fn of_examples() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/office");
        let office = Self::new(&fs::read_to_string(folder.join("dizzy.toml")).unwrap());
        for name in ["chart.csv", "creditors.csv", "rates.csv"] {
            fs::copy(folder.join(name), office.dir.path().join(name)).unwrap();
        }
        office
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        // a file that was written this moment may still be growing
        let then = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(then).unwrap();
    }

    fn dizzy(&self, arguments: &[&str]) -> String {
        let mut command = Command::cargo_bin("dizzy").unwrap();
        command
            .current_dir(self.dir.path())
            .env("HOME", self.dir.path())
            .env("LANG", "en_US.UTF-8");
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["DIZZY_", "XDG_", "LC_"]
                .iter()
                .any(|p| name.starts_with(p))
            {
                command.env_remove(name);
            }
        }
        let output = command
            .args(arguments)
            .assert()
            .code(0)
            .get_output()
            .clone();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }

    fn process(&self, paths: &[&Path]) -> BTreeMap<String, Vec<Value>> {
        let mut arguments = vec!["process", "--out", "out"];
        arguments.extend(paths.iter().map(|path| path.to_str().unwrap()));
        self.dizzy(&arguments);
        self.proposals()
    }

    /// The proposals by file name.
    fn proposals(&self) -> BTreeMap<String, Vec<Value>> {
        let text = fs::read_to_string(self.dir.path().join("out/proposals.jsonl")).unwrap();
        let mut by_name: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for line in text.lines() {
            let proposal: Value = serde_json::from_str(line).unwrap();
            let path = PathBuf::from(proposal["source"]["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            by_name.entry(name).or_default().push(proposal);
        }
        by_name
    }
}

fn amount(value: &Value) -> Decimal {
    value
        .as_str()
        .map_or(Decimal::ZERO, |text| text.parse().unwrap())
}

fn is_bookable(proposal: &Value) -> bool {
    ["invoice", "credit_note", "receipt"].contains(&proposal["document_type"].as_str().unwrap())
}

/// "2a 4623.34/970.90, 5b 970.90".
fn boxes(proposal: &Value) -> String {
    let of = |row: &Value| {
        let (rubriek, vat) = (
            row["rubriek"].as_str().unwrap(),
            row["vat"].as_str().unwrap(),
        );
        match row["base"].as_str() {
            Some(base) => format!("{rubriek} {base}/{vat}"),
            None => format!("{rubriek} {vat}"),
        }
    };
    let rows = proposal["booking"]["vat_return"].as_array().unwrap();
    rows.iter().map(of).collect::<Vec<_>>().join(", ")
}

fn rules(proposal: &Value) -> Vec<&str> {
    let findings = proposal["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect()
}

/// What the entry has on an account.
fn on(proposal: &Value, account: &str) -> Decimal {
    let lines = proposal["journal"].as_array().unwrap();
    lines
        .iter()
        .filter(|line| line["account"] == account)
        .map(|line| amount(&line["debit"]) - amount(&line["credit"]))
        .sum()
}

/// Every document of a batch has an entry of which the sides are equal, and whose VAT is that of its boxes.
fn must_balance(proposals: &BTreeMap<String, Vec<Value>>) -> usize {
    let mut booked = 0;
    for (name, of) in proposals {
        for proposal in of {
            if !is_bookable(proposal) {
                assert!(proposal["journal"].as_array().unwrap().is_empty(), "{name}");
                continue;
            }
            let lines = proposal["journal"].as_array().unwrap();
            assert!(lines.len() >= 2, "{name}: {lines:?}");
            let side = |side: &str| lines.iter().map(|l| amount(&l[side])).sum::<Decimal>();
            assert_eq!(side("debit"), side("credit"), "{name}");
            assert!(!side("debit").is_zero(), "{name}");
            let row = |rubriek: &str| -> Decimal {
                let rows = proposal["booking"]["vat_return"].as_array().unwrap();
                let of_it = rows.iter().filter(|row| row["rubriek"] == rubriek);
                of_it.map(|row| amount(&row["vat"])).sum()
            };
            let input: Decimal = lines
                .iter()
                .filter(|line| line["rubriek"] == "5b")
                .map(|line| amount(&line["debit"]) - amount(&line["credit"]))
                .sum();
            assert_eq!(row("5b"), input, "{name}");
            booked += 1;
        }
    }
    booked
}

type Case = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static str,
    &'static str,
);

/// Case, document, administration, boxes, and an account with what is on it.
const CASES: [Case; 22] = [
    (
        "domestic, general rate",
        "d02-00.pdf",
        Some("Poldereend Transport B.V."),
        "5b 432.62",
        "4110",
        "2060.08",
    ),
    (
        "domestic, both rates",
        "d10-00.pdf",
        Some("Windgans Horeca"),
        "5b 158.55",
        "1520",
        "158.55",
    ),
    (
        "domestic reverse charge",
        "d04-00.pdf",
        Some("Bietsnoek Architecten"),
        "2a 4623.34/970.90, 5b 970.90",
        "1505",
        "-970.90",
    ),
    (
        "domestic reverse charge, no administration",
        "d04-01.pdf",
        None,
        "2a 4068.02/854.28, 5b 854.28",
        "16210",
        "-854.28",
    ),
    (
        "service from the EU",
        "d06-00.pdf",
        Some("Rietvonk Architecten V.O.F."),
        "4b 711.40/149.39, 5b 149.39",
        "1507",
        "-149.39",
    ),
    (
        "service from the EU, no administration",
        "d06-01.pdf",
        None,
        "4b 909.75/191.05, 5b 191.05",
        "16217",
        "-191.05",
    ),
    (
        "from outside the EU, exempt administration",
        "d15-00.pdf",
        Some("Sterrebies Kinderopvang B.V."),
        "4a 16672.73/3501.27",
        "1506",
        "-3501.27",
    ),
    (
        "from outside the EU",
        "d15-01.pdf",
        Some("Kustegel Fysiotherapie"),
        "4a 8268.18/1736.32, 5b 1736.32",
        "1506",
        "-1736.32",
    ),
    (
        "administration under the small businesses scheme",
        "d01-00.pdf",
        Some("Klompwijk Webdesign"),
        "",
        "1600",
        "-3314.44",
    ),
    (
        "supplier under the small businesses scheme",
        "d13-01.pdf",
        None,
        "",
        "16011",
        "-250.12",
    ),
    (
        "exempt administration",
        "d17-00.pdf",
        Some("Roggewip Fysiotherapie"),
        "",
        "1600",
        "-11187.01",
    ),
    (
        "margin scheme",
        "d14-00.pdf",
        Some("Rietvonk Architecten Holding B.V."),
        "",
        "1600",
        "-8050.00",
    ),
    ("restaurant", "d09-00.pdf", None, "", "45620", "119.90"),
    (
        "fuel on a receipt",
        "d08-00.pdf",
        None,
        "5b 19.97",
        "45701",
        "95.12",
    ),
    (
        "deposits on packaging",
        "d19-00.pdf",
        Some("Wilgenkat Fysiotherapie Holding B.V."),
        "5b 236.16",
        "1100",
        "120.90",
    ),
    (
        "credit note",
        "d11-01.pdf",
        Some("Tulpenmaan Fysiotherapie Holding B.V."),
        "5b -204.42",
        "1600",
        "1177.83",
    ),
    (
        "credit note, a quarter deducted",
        "d11-00.pdf",
        Some("Wilgenkat Fysiotherapie B.V."),
        "5b -29.58",
        "1600",
        "681.62",
    ),
    (
        "German VAT",
        "d16-00.pdf",
        Some("Wilgenkat Architecten Holding B.V."),
        "",
        "1600",
        "-4020.39",
    ),
    ("French VAT", "d18-01.pdf", None, "", "16011", "-933.53"),
    ("Belgian VAT", "d23-01.pdf", None, "", "16011", "-3151.80"),
    (
        "hotel with tourist tax",
        "d07-01.pdf",
        None,
        "5b 61.67",
        "16011",
        "-846.99",
    ),
    (
        "three pages of lines",
        "d12-00.pdf",
        Some("Kaaspaard Administratie B.V."),
        "5b 37630.84",
        "1600",
        "-216825.31",
    ),
];

#[test]
fn every_case_ends_in_the_boxes_that_the_law_gives() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let office = Office::of_examples();
    // those with a text layer: recognising the others says nothing about booking and takes minutes
    let truth = fs::read_to_string(corpus.join("dutch-dev/truth.jsonl")).unwrap();
    let mut files: Vec<PathBuf> = truth
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|document| document["kind"] == "digital-pdf")
        .map(|document| {
            corpus
                .join("dutch-dev")
                .join(document["file"].as_str().unwrap())
        })
        .collect();
    files.dedup();
    let proposals = office.process(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert!(must_balance(&proposals) >= 55);
    let mut wrong = Vec::new();
    for (case, file, administration, expected, account, on_it) in CASES {
        let found: Vec<&Value> = proposals[file].iter().filter(|p| is_bookable(p)).collect();
        let [proposal] = found[..] else {
            panic!("{file}: {} invoices", found.len());
        };
        let shown = (
            proposal["administration"].as_str(),
            boxes(proposal),
            on(proposal, account),
        );
        let meant = (administration, expected.to_owned(), on_it.parse().unwrap());
        if shown != meant {
            wrong.push(format!("{case} ({file}): {shown:?}, not {meant:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // the blocked account of a known supplier is no changed one
    let labour = &proposals["d04-00.pdf"][0];
    assert_eq!(labour["supplier"]["iban"], "NL90ABNA0991396170");
    assert_eq!(labour["booking"]["g_account"], "NL50REVO0994251629");
    assert!(!rules(labour).contains(&"DZ-IBAN-CHANGED"));
    assert_eq!(
        labour["supplier"]["known_as"],
        "Poldereend Betonbouw V.O.F."
    );
    // both accounts stand in the e-invoice, the ordinary one first
    let files = fs::read_dir(office.dir.path().join("out/ubl")).unwrap();
    let ubl = files.map(|entry| entry.unwrap().path()).find(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("d04-00") && path.extension().is_some_and(|end| end == "xml")
    });
    let ubl = fs::read_to_string(ubl.unwrap()).unwrap();
    let at = |iban: &str| ubl.find(iban).unwrap();
    assert!(at("NL90ABNA0991396170") < at("NL50REVO0994251629"));
    // the codes and the journal are the administration's own
    assert_eq!(labour["booking"]["journal"], "70");
    let lines = labour["journal"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["vat_code"] == "21"));
}

/// A page that prints the customer's numbers first and large, and the supplier's in the small print.
fn page(supplier: &str, vat_id: &str, iban: &str, number: &str, day: &str) -> Vec<u8> {
    drawn(&[
        "FACTUUR",
        "Bakkerij De Korenaar B.V.",
        "Molenweg 12",
        "3511 AB Utrecht",
        "Btw-nummer NL856971273B01",
        "IBAN NL91ABNA0417164300",
        "KvK 61234509",
        "",
        &format!("Factuurnummer: {number}"),
        &format!("Factuurdatum: {day}"),
        "",
        "Onderhoud oven\t100,00",
        "Totaal exclusief btw\t100,00",
        "Btw 21%\t21,00",
        "Totaal te betalen\t121,00",
        "",
        &format!("{supplier}, Ovenstraat 4, 1011 AB Amsterdam"),
        &format!("Btw {vat_id} - KvK 40755504 - {iban}"),
    ])
}

/// A page of these lines; what follows a tab stands in a column of amounts.
fn drawn(lines: &[&str]) -> Vec<u8> {
    let mut out = String::new();
    for (row, line) in lines.iter().enumerate() {
        for (x, text) in [60, 460].into_iter().zip(line.split('\t')) {
            let y = 780 - 16 * row;
            writeln!(out, "BT /F1 10 Tf {x} {y} Td ({text}) Tj ET").unwrap();
        }
    }
    common::PdfBuilder::default().build(out)
}

const BAKERY: &str = r#"
[[administrations]]
name = "Bakkerij De Korenaar B.V."
vat_id = "NL856971273B01"
kvk = "61234509"
ibans = ["NL91ABNA0417164300"]
"#;

const SUPPLIER: (&str, &str, &str) = ("Ovenbouw Smit B.V.", "NL004495445B01", "NL20INGB0001234567");

/// The same with the customer's name as a head and no word on who is who.
fn letter(number: &str) -> Vec<u8> {
    drawn(&[
        "Bakkerij De Korenaar B.V.",
        "Molenweg 12, 3511 AB Utrecht",
        "KvK 61234509 Btw NL856971273B01 IBAN NL91ABNA0417164300",
        "",
        "FACTUUR",
        &format!("Factuurnummer: {number}"),
        "Factuurdatum: 3 maart 2026",
        "Onderhoud oven\t100,00",
        "Totaal exclusief btw\t100,00",
        "Btw 21%\t21,00",
        "Totaal te betalen\t121,00",
        "Betaling op NL20INGB0001234567 t.n.v. Ovenbouw Smit B.V.",
        "Btw-nummer NL004495445B01",
    ])
}

#[test]
fn own_numbers_are_never_the_suppliers() {
    let office = Office::new(BAKERY);
    let (name, vat_id, iban) = SUPPLIER;
    office.put(
        "in/a.pdf",
        page(name, vat_id, iban, "2026-17", "3 maart 2026"),
    );
    office.put("in/b.pdf", letter("2026-18"));
    let proposals = office.process(&[Path::new("in")]);
    for (file, proposal) in proposals.iter().map(|(file, of)| (file, &of[0])) {
        assert_eq!(proposal["administration"], "Bakkerij De Korenaar B.V.");
        assert_eq!(proposal["direction"], "purchase", "{file}");
        assert_eq!(proposal["supplier"]["vat_id"], vat_id, "{file}");
        assert_eq!(proposal["supplier"]["iban"], iban, "{file}");
        assert_eq!(proposal["supplier"]["name"], name, "{file}");
        assert_ne!(proposal["supplier"]["kvk"], "61234509", "{file}");
        assert_eq!(boxes(proposal), "5b 21.00", "{file}");
    }
    // where the first look took them for the supplier's it is told
    let told = rules(&proposals["b.pdf"][0]);
    assert!(told.contains(&"DZ-OWN-DATA"), "{told:?}");
}

#[test]
fn documents_belong_to_the_folder_else_to_the_recipient() {
    let office = Office::new(&format!(
        "{BAKERY}folders = [\"bakker\"]\n\n[[administrations]]\nname = \"Slagerij Vos B.V.\"\nfolders = [\"vos\"]\n"
    ));
    let (name, vat_id, iban) = SUPPLIER;
    let one = |number: &str| page(name, vat_id, iban, number, "3 maart 2026");
    office.put("in/bakker/2026/own.pdf", one("101"));
    office.put("in/vos/other.pdf", one("102"));
    office.put("in/loose.pdf", one("103"));
    let nobody = drawn(&[
        "Ovenbouw Smit B.V.",
        "FACTUUR",
        "Aan: Kapsalon Knip",
        "Kerkstraat 3",
        "1012 AB Amsterdam",
        "Factuurnummer: 104",
        "Factuurdatum: 3 maart 2026",
        "Onderhoud oven\t100,00",
        "Totaal exclusief btw\t100,00",
        "Btw 21%\t21,00",
        "Totaal te betalen\t121,00",
        "Btw NL004495445B01 NL20INGB0001234567",
    ]);
    office.put("in/nobody.pdf", &nobody);
    let proposals = office.process(&[Path::new("in")]);
    let of = |file: &str| &proposals[file][0];
    let whose = |file: &str| of(file)["administration"].as_str();
    assert_eq!(whose("own.pdf"), Some("Bakkerij De Korenaar B.V."));
    assert_eq!(of("own.pdf")["booking"]["assigned_by"], "folder");
    assert_eq!(whose("loose.pdf"), Some("Bakkerij De Korenaar B.V."));
    assert_eq!(of("loose.pdf")["booking"]["assigned_by"], "party");
    // the folder decides, and what the page says is asked about
    assert_eq!(whose("other.pdf"), Some("Slagerij Vos B.V."));
    assert!(rules(of("other.pdf")).contains(&"DZ-OTHER-ADMINISTRATION"));
    assert_eq!(of("other.pdf")["verdict"], "review");
    assert_eq!(whose("nobody.pdf"), None);
    assert!(rules(of("nobody.pdf")).contains(&"DZ-NO-ADMINISTRATION"));
    assert_eq!(of("nobody.pdf")["verdict"], "review");

    // one administration without folders does not take what is addressed to another
    let only = Office::new(BAKERY);
    only.put("in/nobody.pdf", &nobody);
    only.put("in/own.pdf", one("101"));
    let proposals = only.process(&[Path::new("in")]);
    assert_eq!(proposals["nobody.pdf"][0]["administration"], Value::Null);
    assert!(rules(&proposals["nobody.pdf"][0]).contains(&"DZ-NO-ADMINISTRATION"));
    assert_eq!(
        proposals["own.pdf"][0]["administration"],
        "Bakkerij De Korenaar B.V."
    );
}

#[test]
fn one_file_in_the_folders_of_two_administrations_is_booked_for_each() {
    let configuration = format!(
        "{BAKERY}folders = [\"bakker\"]\n\n[[administrations]]\nname = \"Slagerij Vos B.V.\"\nfolders = [\"vos\"]\n"
    );
    let office = Office::new(&configuration);
    let (name, vat_id, iban) = SUPPLIER;
    let one = page(name, vat_id, iban, "101", "3 maart 2026");
    let of = |office: &Office, file: &str| fs::read(office.dir.path().join(file)).unwrap();
    office.put("in/bakker/a.pdf", &one);
    office.put("in/bakker/again.pdf", &one);
    let found = office.process(&[Path::new("in")]);
    assert_eq!(found.len(), 1);
    assert!(!rules(&found["a.pdf"][0]).contains(&"DZ-COPY-ELSEWHERE"));

    // later the same bytes lie in the folder of another
    office.put("in/vos/b.pdf", &one);
    let found = office.process(&[Path::new("in")]);
    assert_eq!(found.values().flatten().count(), 2);
    for (file, whose, elsewhere) in [
        ("a.pdf", "Bakkerij De Korenaar B.V.", "Slagerij Vos B.V."),
        ("b.pdf", "Slagerij Vos B.V.", "Bakkerij De Korenaar B.V."),
    ] {
        let proposal = &found[file][0];
        assert_eq!(proposal["administration"], whose);
        assert!(!proposal["journal"].as_array().unwrap().is_empty());
        assert!(proposal["duplicate_of"].is_null());
        let findings = proposal["findings"].as_array().unwrap();
        let told = findings
            .iter()
            .find(|f| f["rule"] == "DZ-COPY-ELSEWHERE")
            .unwrap();
        assert!(told["message"].as_str().unwrap().contains(elsewhere));
    }
    let skipped = String::from_utf8(of(&office, "out/skipped.csv")).unwrap();
    assert!(
        skipped.contains("again.pdf") && !skipped.contains("b.pdf"),
        "{skipped}"
    );
    let index = String::from_utf8(of(&office, "out/ubl/index.csv")).unwrap();
    let written: BTreeSet<&str> = index
        .lines()
        .skip(1)
        .filter_map(|row| {
            let is_xml = |cell: &&str| Path::new(cell).extension().is_some_and(|end| end == "xml");
            row.split([';', ',']).find(is_xml)
        })
        .collect();
    assert_eq!(written.len(), 2, "{index}");

    // nothing is done twice, and all at once comes to the same
    let files = [
        "out/proposals.jsonl",
        "out/journal.csv",
        "out/ubl/index.csv",
    ];
    let before = files.map(|file| of(&office, file));
    office.process(&[Path::new("in")]);
    assert_eq!(files.map(|file| of(&office, file)), before);
    let at_once = Office::new(&configuration);
    for file in ["in/bakker/a.pdf", "in/bakker/again.pdf", "in/vos/b.pdf"] {
        at_once.put(file, &one);
    }
    at_once.process(&[Path::new("in")]);
    assert_eq!(files.map(|file| of(&at_once, file)), before);
}

#[test]
fn what_was_handed_over_is_not_handed_over_again() {
    let office = Office::new(&format!("[export]\nwith_review = true\n\n{BAKERY}"));
    let (name, vat_id, iban) = SUPPLIER;
    let one = |number: &str, day: &str| page(name, vat_id, iban, number, day);
    let hand_over = || office.dizzy(&["export", "--out", "out", "--export", "xaf", "--new"]);
    let of = |number: &str| {
        let folder = office
            .dir
            .path()
            .join("out/handed-over")
            .join(number)
            .join("xaf");
        let files = fs::read_dir(folder).ok()?;
        let texts = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "xaf"));
        Some(
            texts
                .map(|path| fs::read_to_string(path).unwrap())
                .collect::<String>(),
        )
    };
    office.put("in/a.pdf", one("A-101", "3 maart 2026"));
    office.process(&[Path::new("in")]);
    let told = hand_over();
    assert!(told.contains("0001"), "{told}");
    assert!(of("0001").unwrap().contains("A-101"));
    // a second time there is nothing
    assert!(hand_over().contains("Nothing new"));
    assert_eq!(of("0002"), None);
    // later one more comes
    office.put("in/b.pdf", one("B-202", "3 april 2026"));
    office.process(&[Path::new("in")]);
    let first = of("0001");
    hand_over();
    let second = of("0002").unwrap();
    assert!(
        second.contains("B-202") && !second.contains("A-101"),
        "{second}"
    );
    assert_eq!(of("0001"), first);
    // what is corrected now is not handed over again, and said so
    let mut ledger = Ledger::open(&office.dir.path().join("out/.dizzy")).unwrap();
    let sha256 = Sha256::of(&fs::read(office.dir.path().join("in/b.pdf")).unwrap());
    let correction = Correction {
        first_page: 1,
        field: "account".to_owned(),
        value: "4500".to_owned(),
        place: None,
    };
    ledger.put_correction(sha256, "", &correction).unwrap();
    ledger.commit().unwrap();
    drop(ledger);
    let told = hand_over();
    assert!(
        told.contains("Nothing new") && told.contains("in/b.pdf  xaf, 0002\n"),
        "{told}"
    );
    let told = office.dizzy(&["status", "--out", "out"]);
    assert!(
        told.contains("Corrected after it was handed over\n  in/b.pdf"),
        "{told}"
    );
    // taken back, the last is new again
    let told = office.dizzy(&["export", "--out", "out", "--undo"]);
    assert!(told.contains("0002-taken-back"), "{told}");
    assert_eq!(of("0002"), None);
    hand_over();
    let again = of("0003").unwrap();
    assert!(
        again.contains("B-202") && !again.contains("A-101"),
        "{again}"
    );
    // it has the correction; when that is taken back, the package has what nobody says any more
    let told = office.dizzy(&["status", "--out", "out"]);
    assert!(!told.contains("Corrected after"), "{told}");
    let mut ledger = Ledger::open(&office.dir.path().join("out/.dizzy")).unwrap();
    let nothing = Correction {
        value: String::new(),
        ..correction
    };
    ledger.put_correction(sha256, "", &nothing).unwrap();
    ledger.commit().unwrap();
    drop(ledger);
    for told in [hand_over(), office.dizzy(&["status", "--out", "out"])] {
        assert!(told.contains("in/b.pdf  xaf, 0003\n"), "{told}");
    }
}

#[test]
fn an_administration_with_another_name_keeps_what_it_had() {
    let named = |name: &str| {
        let bakery = BAKERY.replace(
            "[[administrations]]",
            "[[administrations]]\nfolders = [\"in\"]",
        );
        let (before, rest) = bakery.split_once("name = \"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        format!("[export]\nwith_review = true\n\n{before}name = \"{name}\"{rest}")
    };
    let office = Office::new(&named("Bakker"));
    let (name, vat_id, iban) = SUPPLIER;
    office.put(
        "in/a.pdf",
        page(name, vat_id, iban, "A-101", "3 maart 2026"),
    );
    office.put(
        "list.csv",
        "supplier,supplier_name,account,net,text\n40001,Meel B.V.,7000,1.00,meel\n",
    );
    let learn =
        |arguments: &[&str]| office.dizzy(&[&["learn", "--out", "out"], arguments].concat());
    let hand_over = || office.dizzy(&["export", "--out", "out", "--export", "xaf", "--new"]);
    let status = || office.dizzy(&["status", "--out", "out"]);
    learn(&["list.csv"]);
    office.process(&[Path::new("in")]);
    assert!(hand_over().contains("0001"));
    assert!(!status().contains("not in dizzy.toml"));

    office.put("dizzy.toml", named("Bakkerij Vos"));
    let says = |told: &str| {
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        told.contains("Kept under a name that is not in dizzy.toml Bakker 1 booking, 1 supplier, 1 handed over")
            && told.contains("dizzy learn --rename \"Bakker\" \"Bakkerij Vos\"")
    };
    let told = status();
    assert!(says(&told), "{told}");
    let told = learn(&["--show"]);
    assert!(
        told.contains("Nothing was learned yet") && says(&told),
        "{told}"
    );
    let told = office.dizzy(&["process", "--out", "out", "in"]);
    assert!(says(&told), "{told}");

    let told = learn(&["--rename", "Bakker", "bakkerij vos"]);
    assert!(
        told.starts_with(
            "Bakker is called Bakkerij Vos now: 1 booking, 1 supplier, 1 handed over."
        ),
        "{told}"
    );
    assert!(!status().contains("not in dizzy.toml"));
    assert!(learn(&["--show", "Meel"]).contains("7000"));
    assert!(learn(&["list.csv"]).contains("learned before"));
    office.process(&[Path::new("in")]);
    let told = hand_over();
    assert!(
        told.contains("Nothing new") && !told.contains("not in dizzy.toml"),
        "{told}"
    );
}

#[test]
fn duplicates_are_found_across_runs_and_formats() {
    let office = Office::new(BAKERY);
    let (name, vat_id, iban) = SUPPLIER;
    office.put(
        "in/page.pdf",
        page(name, vat_id, iban, "2026-17", "3 maart 2026"),
    );
    // the same supplier and amount each month are no duplicates
    for month in ["april", "mei", "juni"] {
        let number = format!("2026-{}", month.len() * 31);
        let day = format!("3 {month} 2026");
        office.put(
            &format!("in/{month}.pdf"),
            page(name, vat_id, iban, &number, &day),
        );
    }
    let first = office.process(&[Path::new("in")]);
    assert!(
        first
            .values()
            .flatten()
            .all(|p| p["duplicate_of"].is_null())
    );
    assert_eq!(first.len(), 4);
    // the same bytes
    let bytes = fs::read(office.dir.path().join("in/page.pdf")).unwrap();
    office.put("in/z-again.pdf", bytes);
    // its e-invoice, by another way
    let of_page = fs::read_dir(office.dir.path().join("out/ubl")).unwrap();
    let ubl = of_page
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("page")
        })
        .filter(|path| path.extension().is_some_and(|e| e == "xml"));
    let ubl = ubl.unwrap_or_else(|| office.dir.path().join("out/ubl/page.xml"));
    office.put("in/post/peppol.xml", fs::read(ubl).unwrap());
    // sent again from another program: other bytes, another layout, the number written otherwise
    office.put(
        "in/reminder-copy.pdf",
        drawn(&[
            "Ovenbouw Smit B.V.",
            "Factuur aan: Bakkerij De Korenaar B.V.",
            "Factuurnummer: 2026/17",
            "Factuurdatum: 03-03-2026",
            "Onderhoud oven\t100,00",
            "Totaal exclusief btw\t100,00",
            "Btw 21%\t21,00",
            "Totaal te betalen\t121,00",
            "Btw NL004495445B01 IBAN NL20INGB0001234567",
        ]),
    );
    let second = office.process(&[Path::new("in")]);
    assert_eq!(second.len(), 6, "the same bytes give one proposal");
    let skipped = fs::read_to_string(office.dir.path().join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("z-again.pdf"), "{skipped}");
    // the e-invoice is the original of all three
    assert!(second["peppol.xml"][0]["duplicate_of"].is_null());
    for file in ["page.pdf", "reminder-copy.pdf"] {
        let proposal = &second[file][0];
        let of = proposal["duplicate_of"].as_str().unwrap_or_default();
        assert!(of.ends_with("peppol.xml"), "{file}: {of:?}");
        assert_eq!(proposal["verdict"], "review", "{file}");
        assert!(rules(proposal).contains(&"DZ-DUPLICATE"), "{file}");
    }
    for month in ["april.pdf", "mei.pdf", "juni.pdf"] {
        assert!(second[month][0]["duplicate_of"].is_null(), "{month}");
    }
    // what the command says is what the files say
    let review = second
        .values()
        .flatten()
        .filter(|p| p["verdict"] == "review")
        .count();
    let status = office.dizzy(&["status", "--out", "out"]);
    let told = status
        .lines()
        .find(|line| line.trim().starts_with("review"));
    let told = told
        .and_then(|line| line.split_whitespace().nth(1))
        .unwrap();
    assert_eq!(told, review.to_string(), "{status}");
}

/// The first page of a PDF as a scanner gives it: pixels, a little aside, with dust at the edge that `seed` chooses.
#[cfg(feature = "tesseract")]
fn scanned(pdf: &[u8], seed: u32) -> Vec<u8> {
    use image::{GrayImage, ImageFormat, Luma, imageops};
    let mut document = common::open_pdf(pdf.to_vec());
    let page = document.page_image(1, 200).unwrap();
    let drawn = GrayImage::from_raw(page.width_px, page.height_px, page.luma).unwrap();
    let mut paper = GrayImage::from_pixel(page.width_px, page.height_px, Luma([250]));
    imageops::overlay(&mut paper, &drawn, i64::from(seed % 7), i64::from(seed % 5));
    for dust in 0..200 {
        let place = (dust * 7919 + seed * 104_729) % page.height_px;
        paper.put_pixel(page.width_px - 1 - dust % 3, place, Luma([120]));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    paper.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A page that was scanned, and scanned again: other bytes each time, the same invoice; the born-digital page counts, then
/// the scan that came first. The next invoice of the supplier is none of them.
#[test]
#[cfg(feature = "tesseract")]
fn a_page_that_was_scanned_twice_is_booked_once() {
    let pdf = fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/pdf-text/dutch-two-rates/factuur-2026-1183.pdf"),
    )
    .unwrap();
    let office = Office::new("");
    office.put("in/eerste.png", scanned(&pdf, 3));
    office.put("in/tweede.png", scanned(&pdf, 11));
    let found = office.process(&[Path::new("in")]);
    assert!(found["eerste.png"][0]["duplicate_of"].is_null());
    let again = &found["tweede.png"][0];
    assert_eq!(
        again["invoice_number"],
        found["eerste.png"][0]["invoice_number"]
    );
    let of = again["duplicate_of"].as_str().unwrap_or_default();
    assert!(of.ends_with("eerste.png"), "{of:?} {again}");
    assert_eq!(again["verdict"], "review");
    assert!(rules(again).contains(&"DZ-DUPLICATE"));

    office.put("in/factuur.pdf", &pdf);
    let (name, vat_id, iban) = SUPPLIER;
    office.put(
        "in/ander.png",
        scanned(&page(name, vat_id, iban, "101", "3 maart 2026"), 5),
    );
    let found = office.process(&[Path::new("in")]);
    assert!(found["factuur.pdf"][0]["duplicate_of"].is_null());
    assert!(found["ander.png"][0]["duplicate_of"].is_null());
    for scan in ["eerste.png", "tweede.png"] {
        let of = found[scan][0]["duplicate_of"].as_str().unwrap_or_default();
        assert!(of.ends_with("factuur.pdf"), "{scan}: {of:?}");
    }
}

/// Import files: one for each administration, with the codes of the configuration as it is now; what cannot be in one is
/// listed with the reason, and files that are no longer made go.
#[test]
fn packages_get_a_file_for_each_administration() {
    let configuration = |codes: &str, package: &str| {
        format!(
            "[export]\nformats = [\"xaf\", \"exact\", \"snelstart\"]\nwith_review = true\n\
             [[administrations]]\nname = \"Bakkerij De Vuurtoren B.V.\"\ncreditors = \"creditors.csv\"\n\
             chart = \"chart.csv\"\npurchase_journal = \"70\"\nvat_codes = {{ {codes} }}\n{package}\n\
             [[administrations]]\nname = \"Een ander\"\n"
        )
    };
    let codes = "IH = \"4\", IL = \"3\"";
    let office = Office::new(&configuration(codes, ""));
    office.put(
        "creditors.csv",
        "code;name;kvk\n20001;Graanmaalderij Oosterwold B.V.;90655321\n",
    );
    office.put("chart.csv", "account;name;rgs\n7000;Grondstoffen;WKprKvgKvg\n1600;Crediteuren;BSchCreHac\n1520;Voorbelasting;BSchBepBoo\n");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ubl/invoice/factuur.xml");
    office.put("in/factuur.xml", fs::read(fixture).unwrap());
    office.dizzy(&["process", "in", "--out", "out"]);
    let read = |path: &str| fs::read_to_string(office.dir.path().join("out").join(path)).unwrap();
    let exact = read("exact/bakkerij-de-vuurtoren-b-v.xml");
    for part in [
        "<Journal code=\"70\"/>",
        "<Account code=\"20001\"/>",
        "<VAT code=\"4\"/>",
        "<VAT code=\"3\"/>",
        "<YourRef>26-00417</YourRef>",
        "<Value>-1176.06</Value>",
    ] {
        assert!(exact.contains(part), "{part}: {exact}");
    }
    assert!(
        read("xaf/bakkerij-de-vuurtoren-b-v-2026.xaf").contains("<accDesc>Crediteuren</accDesc>")
    );
    assert!(read("snelstart/bakkerij-de-vuurtoren-b-v.csv").contains(";1600;0,00;1176,06;"));
    let index = read("exact/index.csv");
    assert!(
        index.contains("26-00417;bakkerij-de-vuurtoren-b-v.xml;\r\n"),
        "{index}"
    );

    // the same proposals with another configuration
    fs::write(
        office.dir.path().join("dizzy.toml"),
        configuration("IH = \"21\"", "package = \"snelstart\""),
    )
    .unwrap();
    office.dizzy(&["export", "--out", "out"]);
    assert!(
        !office
            .dir
            .path()
            .join("out/exact/bakkerij-de-vuurtoren-b-v.xml")
            .exists()
    );
    assert!(read("exact/index.csv").contains("the administration is kept in SnelStart"));
    assert!(read("snelstart/index.csv").contains("26-00417;bakkerij-de-vuurtoren-b-v.csv;\r\n"));
    let left: Vec<String> = fs::read_dir(office.dir.path().join("out/exact"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, ["index.csv"]);
}
