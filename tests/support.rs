//! A folder of documents and the program run over it, as a person would.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The arguments of a burst of local workers over `in` into `out`, and more.
pub fn local_burst<'a>(workers: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let burst = ["burst", "in", "--out", "out", "--fleet", "local", "--max-workers", workers];
    [&burst[..], more].concat()
}

/// A scratch folder with input in `in/` and results in `out/`.
pub struct Dir {
    root: tempfile::TempDir,
}

impl Dir {
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a scratch folder");
        std::fs::create_dir(root.path().join("in")).expect("an input folder");
        Self { root }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The lists in the output folder are those of another run.
    #[track_caller]
    pub fn assert_same_results(&self, other: &Self) {
        for name in ["proposals.jsonl", "proposals.csv", "failed.csv", "skipped.csv"] {
            assert_eq!(self.out(name), other.out(name), "{name}");
        }
    }

    /// Writes an input file that has not changed for long.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut file = std::fs::File::create(&path).expect("an input file");
        file.write_all(bytes.as_ref()).expect("written");
        age(&path);
        path
    }

    /// `count` UBL invoices.
    pub fn put_invoices(&self, count: u32) {
        for n in 1..=count {
            self.put(&format!("{}/factuur-{n}.xml", n % 7), ubl(n));
        }
    }

    /// The program, to be run in this folder.
    pub fn dizzy(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dizzy"));
        command
            .args(args)
            .current_dir(self.root.path())
            .env("HOME", self.root.path())
            .env("XDG_CONFIG_HOME", self.root.path().join("config"))
            .env("LC_ALL", "C.UTF-8");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DIZZY_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs `dizzy process in --out out` with more arguments, to the end.
    pub fn process(&self, more: &[&str]) -> Run {
        let args = [&["process", "in", "--out", "out", "--log-format", "json"], more].concat();
        Run(self.dizzy(&args).output().expect("the program starts"))
    }

    /// The same, left running.
    pub fn start(&self, more: &[&str]) -> Child {
        let args = [&["process", "in", "--out", "out", "--log-format", "json"], more].concat();
        self.dizzy(&args)
            .stdout(Stdio::null())
            .stderr(Stdio::null()) // a full pipe that nobody reads would stop the run
            .spawn()
            .expect("the program starts")
    }

    /// Waits until a run that was started has its ledger, however slow the machine is.
    pub fn wait_until_at_work(&self) {
        let ledger = self.path("out/.dizzy/ledger.sqlite");
        for _ in 0..12_000 {
            if ledger.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the run did not begin within a minute");
    }

    pub fn out(&self, name: &str) -> String {
        let path = self.path("out").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// The proposals by path.
    pub fn proposals(&self) -> BTreeMap<String, Value> {
        self.out("proposals.jsonl")
            .lines()
            .map(|line| {
                let value: Value = serde_json::from_str(line).expect("JSON");
                let path = value["source"]["path"].as_str().expect("a path");
                (path.to_owned(), value)
            })
            .collect()
    }
}

/// A finished run.
pub struct Run(pub Output);

impl Run {
    pub fn code(&self) -> i32 {
        self.0.status.code().expect("an exit code")
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// How often each event was logged.
    pub fn events(&self) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for line in self.stderr().lines() {
            if let Ok(event) = serde_json::from_str::<Value>(line)
                && let Some(name) = event["event"].as_str()
            {
                *count.entry(name.to_owned()).or_default() += 1;
            }
        }
        count
    }

    pub fn count(&self, event: &str) -> usize {
        self.events().get(event).copied().unwrap_or_default()
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "stdout:\n{}\nstderr:\n{}", self.stdout(), self.stderr());
        self
    }
}

/// Makes a file look as if nobody had touched it for long.
pub fn age(path: &Path) {
    let file = std::fs::File::options().append(true).open(path).expect("opened");
    let long_ago = std::time::SystemTime::now() - Duration::from_hours(1);
    file.set_modified(long_ago).expect("aged");
}

/// A file of the repository's fixtures.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A UBL invoice with its own number and amounts that add up.
pub fn ubl(n: u32) -> String {
    let net = 100 + n;
    let vat = f64::from(net) * 0.21;
    let gross = f64::from(net) + vat;
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
 <cbc:ID>F{n:05}</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate><cbc:DueDate>2026-04-30</cbc:DueDate>
 <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Molen en Zn.</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Dijk B.V.</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
 <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat:.2}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat:.2}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">{net}.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">{gross:.2}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">{gross:.2}</cbc:PayableAmount></cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">{net}.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Werk</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">{net}.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"#
    )
}
