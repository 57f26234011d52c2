//! An office with several administrations, as `examples/office` configures it: whose each document is, and in which boxes
//! of the VAT return it ends.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod administrations;
mod duplicates;
mod handed_over;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use booking::correct::Correction;
use office::ledger::Ledger;
use reading::source::Sha256;
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
        self.dizzy_ends(0, arguments)
    }

    /// What it tells on its way to this exit code.
    fn dizzy_ends(&self, code: i32, arguments: &[&str]) -> String {
        let mut command = Command::cargo_bin("dizzy").unwrap();
        command
            .current_dir(self.dir.path())
            .env("HOME", self.dir.path())
            .env("LANG", "en_US.UTF-8");
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["DIZZY_", "XDG_", "LC_"].iter().any(|p| name.starts_with(p)) {
                command.env_remove(name);
            }
        }
        let output = command.args(arguments).assert().code(code).get_output().clone();
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
    value.as_str().map_or(Decimal::ZERO, |text| text.parse().unwrap())
}

fn is_bookable(proposal: &Value) -> bool {
    ["invoice", "credit_note", "receipt"].contains(&proposal["document_type"].as_str().unwrap())
}

/// "2a 4623.34/970.90, 5b 970.90".
fn boxes(proposal: &Value) -> String {
    let of = |row: &Value| {
        let (rubriek, vat) = (row["rubriek"].as_str().unwrap(), row["vat"].as_str().unwrap());
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
    findings.iter().map(|f| f["rule"].as_str().unwrap()).collect()
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

type Case =
    (&'static str, &'static str, Option<&'static str>, &'static str, &'static str, &'static str);

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
    ("domestic, both rates", "d10-00.pdf", Some("Windgans Horeca"), "5b 158.55", "1520", "158.55"),
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
    ("supplier under the small businesses scheme", "d13-01.pdf", None, "", "16011", "-250.12"),
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
    ("fuel on a receipt", "d08-00.pdf", None, "5b 19.97", "45701", "95.12"),
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
    ("hotel with tourist tax", "d07-01.pdf", None, "5b 61.68", "16011", "-846.99"),
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
    let Some(corpus) = testing::corpus() else {
        return;
    };
    let office = Office::of_examples();
    // those with a text layer: recognising the others says nothing about booking and takes minutes
    let truth = fs::read_to_string(corpus.join("dutch-dev/truth.jsonl")).unwrap();
    let mut files: Vec<PathBuf> = truth
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|document| document["kind"] == "digital-pdf")
        .map(|document| corpus.join("dutch-dev").join(document["file"].as_str().unwrap()))
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
        let shown = (proposal["administration"].as_str(), boxes(proposal), on(proposal, account));
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
    assert_eq!(labour["supplier"]["known_as"], "Poldereend Betonbouw V.O.F.");
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
    testing::pdf::PdfBuilder::default().build(out)
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
    office.put("creditors.csv", "code;name;kvk\n20001;Graanmaalderij Oosterwold B.V.;90655321\n");
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
    assert!(index.contains("26-00417;bakkerij-de-vuurtoren-b-v.xml;\r\n"), "{index}");

    // the same proposals with another configuration
    fs::write(
        office.dir.path().join("dizzy.toml"),
        configuration("IH = \"21\"", "package = \"snelstart\""),
    )
    .unwrap();
    office.dizzy(&["export", "--out", "out"]);
    assert!(!office.dir.path().join("out/exact/bakkerij-de-vuurtoren-b-v.xml").exists());
    assert!(read("exact/index.csv").contains("the administration is kept in SnelStart"));
    assert!(read("snelstart/index.csv").contains("26-00417;bakkerij-de-vuurtoren-b-v.csv;\r\n"));
    let left: Vec<String> = fs::read_dir(office.dir.path().join("out/exact"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, ["index.csv"]);
}
