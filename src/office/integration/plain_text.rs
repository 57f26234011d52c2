//! Entries for hledger and beancount: as golden files (`DIZZY_BLESS=1` writes them), and past the programs themselves
//! where they are installed.

use std::io;
use std::process::Command;

use crate::export;
use crate::texts::Lang;

use super::entries::{golden, line, record, records};

/// What a program says of a file; nothing when it is not installed.
fn accepts(program: &str, arguments: &[&str]) {
    match Command::new(program).args(arguments).output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            eprintln!("{program} is not installed: the file is compared only");
        }
        output => {
            let output = output.unwrap();
            let said = [output.stdout, output.stderr].concat();
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&said));
        }
    }
}

#[test]
fn hledger_takes_the_entries() {
    let mut made = Vec::new();
    export::write_hledger(&mut made, records().iter().map(io::Result::Ok), Lang::En).unwrap();
    let path = golden("journal.hledger", &made);
    accepts("hledger", &["-f", path.to_str().unwrap(), "check"]);
}

#[test]
fn beancount_takes_the_entries() {
    let mut made = Vec::new();
    export::write_beancount(&mut made, records().iter().map(io::Result::Ok), Lang::En).unwrap();
    let path = golden("journal.beancount", &made);
    accepts("bean-check", &[path.to_str().unwrap()]);
}

#[test]
fn what_is_left_out_is_named() {
    let mut made = Vec::new();
    export::write_hledger(&mut made, records().iter().map(io::Result::Ok), Lang::En).unwrap();
    let made = String::from_utf8(made).unwrap();
    for path in ["kopie", "zonder-datum", "scheef", "offerte"] {
        let named = format!("; left out: inkoop/{path}.pdf ");
        assert_eq!(made.matches(&named).count(), 1, "{path}");
    }
}

#[test]
fn reasons_are_in_the_language_of_the_settings() {
    let mut made = Vec::new();
    export::write_beancount(&mut made, records().iter().map(io::Result::Ok), Lang::Nl).unwrap();
    let made = String::from_utf8(made).unwrap();
    assert!(made.contains("; weggelaten: inkoop/offerte.pdf  er is geen journaalpost\n"));
    assert!(!made.contains("left out"));
}

#[test]
fn two_accounts_never_go_by_one_name() {
    use booking::LineKind::{Cost, Creditor};
    let of = |administration: &str, account: &str| {
        let lines = vec![line(account, "W", "1.00", Cost), line("1600", "B", "-1.00", Creditor)];
        let mut record = record(&format!("{administration}{account}"), "Winkel", "1", lines);
        record.proposal.administration = Some(administration.into());
        record
    };
    let records: Vec<_> = [
        ("Bakker & Zn", "45.1"),
        ("Bakker / Zn", "45.1"),
        ("Bakker & Zn", "45-1"),
        ("Bakker & Zn", "45.1"),
    ]
    .into_iter()
    .map(|(administration, account)| of(administration, account))
    .collect();
    let mut made = Vec::new();
    export::write_hledger(&mut made, records.iter().map(io::Result::Ok), Lang::En).unwrap();
    let made = String::from_utf8(made).unwrap();
    let costs: Vec<&str> = made
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Expenses:"))
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert_eq!(
        costs,
        ["Bakker---Zn:45-1", "Bakker---Zn-2:45-1", "Bakker---Zn:45-1-2", "Bakker---Zn:45-1"]
    );
}
