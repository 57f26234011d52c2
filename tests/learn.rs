//! `dizzy learn`: an invented administration of five years, learned, asked about the sixth, forgotten; and what is wrong
//! with files.

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use office::ledger::Ledger;
use testing::books::{Books, Plan};

fn dizzy(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("dizzy").unwrap();
    command.current_dir(folder).env("HOME", folder);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("DIZZY_") || name.starts_with("XDG_") || name.starts_with("LC_") {
            command.env_remove(name);
        }
    }
    command.env("LANG", "en_US.UTF-8").arg("learn");
    command
}

fn stdout(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stderr).unwrap()
}

/// A small administration: two years.
fn small() -> Books {
    Books::make(Plan { seed: 7, suppliers: 20, bookings: 400, years: 2, ..Plan::default() })
}

#[test]
fn learning_twice_changes_nothing_and_forgetting_undoes() {
    let books = small();
    let dir = tempfile::tempdir().unwrap();
    for year in [2020, 2021] {
        books.write_year(year, dir.path());
    }
    let first = stdout(dizzy(dir.path()).arg("auditfile-2020.xaf"), 0);
    assert!(first.contains("Installatiebedrijf Verzonnen B.V. 2020"), "{first}");
    let digest = |dir: &Path| {
        let ledger = Ledger::open(&dir.join("proposals/.dizzy")).unwrap();
        ledger.learned("").unwrap().digest
    };
    let after_one = digest(dir.path());
    let again = stdout(dizzy(dir.path()).arg("auditfile-2020.xaf"), 0);
    assert_eq!(again, "auditfile-2020.xaf: learned before, nothing changed.\n");
    assert_eq!(digest(dir.path()), after_one);

    // The same transactions in another export of the same year, one of them corrected.
    let text = fs::read_to_string(dir.path().join("auditfile-2020.xaf")).unwrap();
    let other = text.replacen("<accID>4", "<accID>9", 1).replace("</auditfile>", "</auditfile>\n");
    fs::write(dir.path().join("again.xaf"), other).unwrap();
    let corrected = stdout(dizzy(dir.path()).arg("again.xaf"), 0);
    assert!(corrected.contains("0 bookings learned"), "{corrected}");
    assert!(corrected.contains("known already"), "{corrected}");

    stdout(dizzy(dir.path()).args(["--forget", "again.xaf", "--yes"]), 0);
    let before = digest(dir.path());
    stdout(dizzy(dir.path()).arg("auditfile-2021.xaf"), 0);
    assert_ne!(digest(dir.path()), before);
    let shown = stdout(dizzy(dir.path()).arg("--show"), 0);
    assert!(shown.contains("auditfile-2021.xaf"), "{shown}");
    stdout(dizzy(dir.path()).args(["--forget", "auditfile-2021.xaf", "--yes"]), 0);
    assert_eq!(digest(dir.path()), before, "as if it had never been learned");

    let supplier = &books.suppliers[books.bookings[0].supplier];
    let shown = stdout(dizzy(dir.path()).args(["--show", &supplier.number]), 0);
    assert!(shown.contains(&supplier.name), "{shown}");
    assert!(shown.contains("VAT code"), "{shown}");
    let refused = stderr(dizzy(dir.path()).args(["--forget", &supplier.number]), 2);
    assert!(refused.contains("--yes"), "{refused}");
    stdout(dizzy(dir.path()).args(["--forget", &supplier.number, "--yes"]), 0);
    stderr(dizzy(dir.path()).args(["--show", &supplier.number]), 1);
}

#[test]
fn a_file_that_is_wrong_leaves_nothing_behind() {
    let books = small();
    let dir = tempfile::tempdir().unwrap();
    let path = books.write_year(2020, dir.path());
    let text = fs::read(&path).unwrap();
    fs::write(dir.path().join("cut.xaf"), &text[..text.len() * 2 / 3]).unwrap();
    let message = stderr(dizzy(dir.path()).arg("cut.xaf"), 1);
    assert!(message.starts_with("dizzy: cut.xaf, line "), "{message}");
    assert!(message.contains("Nothing of this file was learned."), "{message}");
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><auditfile>&b;</auditfile>";
    fs::write(dir.path().join("bomb.xaf"), bomb).unwrap();
    let message = stderr(dizzy(dir.path()).arg("bomb.xaf"), 1);
    assert!(message.contains("document type definition"), "{message}");
    fs::write(dir.path().join("packed.xaf"), b"BZh91AY&SY").unwrap();
    let message = stderr(dizzy(dir.path()).arg("packed.xaf"), 1);
    assert!(message.contains("Unpack it first"), "{message}");
    fs::write(dir.path().join("cut.xaf.gz"), [0x1f, 0x8b, 8, 0]).unwrap();
    stderr(dizzy(dir.path()).arg("cut.xaf.gz"), 1);
    fs::write(dir.path().join("cut.zip"), b"PK\x03\x04....").unwrap();
    let message = stderr(dizzy(dir.path()).arg("cut.zip"), 1);
    assert!(message.contains("a damaged archive"), "{message}");
    fs::write(dir.path().join("a.xlsx"), zipped(&[("[Content_Types].xml", b"<Types/>")])).unwrap();
    let message = stderr(dizzy(dir.path()).arg("a.xlsx"), 1);
    assert!(message.contains("Save it as CSV"), "{message}");
    let two = zipped(&[("a.xaf", b"<auditfile/>"), ("b.xaf", b"<auditfile/>")]);
    fs::write(dir.path().join("two.zip"), two).unwrap();
    let message = stderr(dizzy(dir.path()).arg("two.zip"), 1);
    assert!(message.contains("exactly one file"), "{message}");
    let message = stderr(dizzy(dir.path()).arg("nosuch.xaf"), 1);
    assert!(message.contains("does not exist"), "{message}");
    let shown = stdout(dizzy(dir.path()).arg("--show"), 0);
    assert!(shown.contains("Nothing was learned yet."), "{shown}");
    let ledger = Ledger::open(&dir.path().join("proposals/.dizzy")).unwrap();
    assert!(ledger.suppliers("").unwrap().is_empty());
}

#[test]
fn lists_of_bookings_teach_too() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("boekingen.csv"),
        "Datum;Leverancier;Post;Btw-code;Bedrag;Memo\n\
         15-01-2026;Meel BV;7000;IH;100,00;Tarwemeel\n\
         15-02-2026;Meel BV;7000;IH;90,00;Tarwemeel\n\
         15-03-2026;Meel BV;4440;IH;12,50;Bezorgkosten\n",
    )
    .unwrap();
    let message = stderr(dizzy(dir.path()).arg("boekingen.csv"), 1);
    assert!(message.contains("Post"), "the columns are named: {message}");
    assert!(message.contains("--map"), "{message}");
    let map = ["--map", "Post=account", "--map", "memo=text"];
    let learned = stdout(dizzy(dir.path()).arg("boekingen.csv").args(map), 0);
    assert!(learned.contains("3 bookings learned; 1 supplier;"), "{learned}");
    let shown = stdout(dizzy(dir.path()).args(["--show", "meel"]), 0);
    assert!(shown.contains("7000") && shown.contains("4440"), "{shown}");
    let wrong = stderr(dizzy(dir.path()).args(["boekingen.csv", "--map", "Post=acount"]), 2);
    assert!(wrong.contains("account_name"), "{wrong}");
}

#[test]
fn administrations_are_kept_apart() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("dizzy.toml"),
        "[[administrations]]\nname = \"Bakker\"\n\n[[administrations]]\nname = \"Slager\"\n",
    )
    .unwrap();
    fs::write(dir.path().join("b.csv"), "supplier,account,net,text\nMeel,7000,1.00,meel\n")
        .unwrap();
    let asked = stderr(dizzy(dir.path()).arg("b.csv"), 2);
    assert!(asked.contains("Bakker, Slager"), "{asked}");
    stdout(dizzy(dir.path()).args(["b.csv", "--administration", "bakker"]), 0);
    stdout(dizzy(dir.path()).args(["--show", "Meel", "-a", "Bakker"]), 0);
    stderr(dizzy(dir.path()).args(["--show", "Meel", "-a", "Slager"]), 1);
}

#[test]
fn what_was_learned_moves_to_another_name() {
    let dir = tempfile::tempdir().unwrap();
    let configure = |names: &[&str]| {
        let tables = names.iter().map(|name| format!("[[administrations]]\nname = \"{name}\"\n"));
        let tables: Vec<String> = tables.collect();
        fs::write(dir.path().join("dizzy.toml"), tables.concat()).unwrap();
    };
    let list = |name: &str, row: &str| {
        let text = format!("number,supplier,account,net,text\n{row}\n");
        fs::write(dir.path().join(name), text).unwrap();
    };
    list("a.csv", "1,Meel,7000,1.00,meel");
    list("b.csv", "2,Gas,4110,2.00,gas");
    configure(&[]);
    stdout(dizzy(dir.path()).arg("a.csv"), 0);
    // a first administration: what was learned without one is not its own
    configure(&["Bakker"]);
    let told = stdout(dizzy(dir.path()).args(["--show"]), 0);
    assert!(told.contains("without an administration  1 booking"), "{told}");
    stdout(dizzy(dir.path()).args(["--rename", "", "Bakker"]), 0);
    assert!(stdout(dizzy(dir.path()).args(["--show", "Meel"]), 0).contains("7000"));
    // the new name has learned already, one file of both
    configure(&["Bakkerij", "Slager"]);
    let told = stdout(dizzy(dir.path()).args(["a.csv", "b.csv", "-a", "Bakkerij"]), 0);
    assert!(told.contains("\"Bakker\" \"Slager\""), "{told}");
    for (old, new, said) in [
        ("Slager", "Bakkerij", "Not in dizzy.toml are: \"Bakker\""),
        ("Bakker", "Vos", "Bakkerij, Slager"),
    ] {
        let told = stderr(dizzy(dir.path()).args(["--rename", old, new]), 2);
        assert!(told.contains(said), "{told}");
    }
    stdout(dizzy(dir.path()).args(["--rename", "Bakker", "Bakkerij"]), 0);
    let told = stdout(dizzy(dir.path()).args(["--show", "-a", "Bakkerij"]), 0);
    assert!(
        told.starts_with("Learned from\n  a.csv  1 booking\n  b.csv  1 booking\n\n2 suppliers\n"),
        "{told}"
    );
    let told = stderr(dizzy(dir.path()).args(["--rename", "Bakker", "Bakkerij"]), 2);
    assert!(told.contains("All that is kept belongs"), "{told}");
}

#[test]
fn a_correction_decides_the_next_proposal() {
    let dir = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ubl");
    let invoice = walkdir::WalkDir::new(fixtures)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .find(|entry| entry.path().extension().is_some_and(|end| end == "xml"))
        .expect("an e-invoice");
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::copy(invoice.path(), dir.path().join("in/invoice.xml")).unwrap();
    let process = || {
        let mut command = Command::cargo_bin("dizzy").unwrap();
        command.current_dir(dir.path()).env("HOME", dir.path());
        command.args(["process", "in", "--quiet"]).assert().code(0);
        let text = fs::read_to_string(dir.path().join("proposals/proposals.jsonl")).unwrap();
        serde_json::from_str::<serde_json::Value>(text.lines().next().unwrap()).unwrap()
    };
    let before = process();
    let sha256 = before["source"]["sha256"].as_str().unwrap();
    assert_ne!(before["journal"][0]["account"], "4777");
    fs::write(
        dir.path().join("corrections.jsonl"),
        format!(
            "{{\"sha256\":\"{sha256}\",\"field\":\"supplier\",\"value\":\"40077\"}}\n\
             {{\"sha256\":\"{sha256}\",\"field\":\"account\",\"value\":\"4777\"}}\n\
             {{\"sha256\":\"{sha256}\",\"field\":\"issue_date\",\"value\":\"2026-01-01\"}}\n\
             {{\"sha256\":\"{}\",\"field\":\"account\",\"value\":\"1\"}}\n",
            "0".repeat(64)
        ),
    )
    .unwrap();
    let said = stdout(dizzy(dir.path()).arg("corrections.jsonl"), 0);
    assert_eq!(
        said,
        "corrections.jsonl: learned from 1 corrected proposal. 1 of fields that teach nothing about booking. \
         1 of documents that were not processed here for this administration.\n"
    );
    let after = process();
    let cost =
        after["journal"].as_array().unwrap().iter().find(|line| line["kind"] == "cost").unwrap();
    assert_eq!(cost["account"], "4777", "{after:#}");
    let again = stdout(dizzy(dir.path()).arg("corrections.jsonl"), 0);
    assert!(again.contains("nothing changed"), "{again}");
}

/// An auditfile (XAF 3.2) of a bakery, with these elements of the company and these transactions of purchases.
fn xaf(company: &str, transactions: &str) -> String {
    let accounts = [
        ("1600", "Crediteuren", "B"),
        ("1520", "Te vorderen btw", "B"),
        ("4500", "Telefoon", "P"),
        ("7000", "Inkoop grondstoffen", "P"),
    ];
    let accounts: String = accounts.iter().fold(String::new(), |text, (number, name, kind)| {
        text + &format!("<ledgerAccount><accID>{number}</accID><accDesc>{name}</accDesc><accTp>{kind}</accTp></ledgerAccount>\n")
    });
    format!(
        "<?xml version=\"1.0\"?>\n<auditfile xmlns=\"http://www.auditfiles.nl/XAF/3.2\"><header><fiscalYear>2026</fiscalYear>\
         <curCode>EUR</curCode></header>\n<company>{company}\n<customersSuppliers><customerSupplier><custSupID>4001</custSupID>\
         <custSupName>Meelfabriek Zuid</custSupName><custSupTp>S</custSupTp></customerSupplier></customersSuppliers>\n\
         <generalLedger>\n{accounts}</generalLedger>\n<vatCodes><vatCode><vatID>2</vatID><vatDesc>Inkoop hoog 21%</vatDesc>\
         </vatCode></vatCodes>\n<transactions><journal><jrnID>70</jrnID><desc>Inkoop</desc><jrnTp>P</jrnTp>\n{transactions}\
         </journal></transactions></company></auditfile>\n"
    )
}

/// A purchase of 100 with 21 of VAT, and what is owed for it.
fn purchase(number: u32, owed: &str) -> String {
    let line = |account: &str, amount: &str, side: &str, more: &str| {
        format!(
            "<trLine><accID>{account}</accID><desc>Meel</desc><amnt>{amount}</amnt><amntTp>{side}</amntTp>{more}</trLine>\n"
        )
    };
    format!(
        "<transaction><nr>{number}</nr><trDt>2026-01-{:02}</trDt>\n{}{}{}</transaction>\n",
        number % 28 + 1,
        line("7000", "100.00", "D", "<vat><vatID>2</vatID></vat>"),
        line("1520", "21.00", "D", ""),
        line("1600", owed, "C", "<custSupID>4001</custSupID>"),
    )
}

#[test]
fn a_correction_that_cannot_be_is_refused_with_its_line_and_all_others() {
    let dir = tempfile::tempdir().unwrap();
    let bakery = xaf("<companyName>Bakkerij De Korenaar</companyName>", &purchase(1, "121.00"));
    fs::write(dir.path().join("a.xaf"), bakery).unwrap();
    stdout(dizzy(dir.path()).arg("a.xaf"), 0);
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::write(dir.path().join("in/invoice.xml"), crate::support::ubl(1)).unwrap();
    let mut command = Command::cargo_bin("dizzy").unwrap();
    command.current_dir(dir.path()).env("HOME", dir.path());
    command.args(["process", "in", "--quiet"]).assert().code(0);
    let text = fs::read_to_string(dir.path().join("proposals/proposals.jsonl")).unwrap();
    let proposal: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sha256 = proposal["source"]["sha256"].as_str().unwrap();
    let digest = || {
        let ledger = Ledger::open(&dir.path().join("proposals/.dizzy")).unwrap();
        ledger.learned("").unwrap().digest
    };
    let before = digest();
    let correct = |rows: &[(&str, &str)]| {
        let rows = rows.iter().map(|(field, value)| format!("{sha256};{field};{value}\n"));
        let text = format!("sha256;field;value\n{}", rows.collect::<String>());
        fs::write(dir.path().join("corrections.csv"), text).unwrap();
        dizzy(dir.path()).arg("corrections.csv").assert().get_output().clone()
    };
    let good = ("account", "4500");
    for (bad, line, why) in [
        (&[good, ("account", "9999")][..], 3, "no such account"),
        (&[("account", "1600"), good], 2, "creditors or debtors"),
        (&[good, ("vat_code", "ZZ")], 3, "no such VAT code"),
        (&[good, ("account", "")], 3, "no such account"),
        (&[good, ("supplier", "")], 3, "no such value"),
        (&[good, ("journal[9].account", "4500")], 3, "no such line"),
        (&[good, ("acount", "4500")], 3, "cannot be corrected"),
        (&[good, ("issue_date", "31-2-2026")], 3, "no date"),
        (
            &[("totals.net", "101,00"), ("totals.vat", "21,21"), ("totals.gross", "130,00"), good],
            4,
            "add up",
        ),
        (&[good, ("journal[0].debit", "1,00")], 3, "add up"),
    ] {
        let output = correct(bad);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{bad:?}: {said}");
        assert!(said.contains(&format!("corrections.csv, line {line}: ")), "{bad:?}: {said}");
        assert!(
            said.contains(why) && said.contains("nothing of it was learned"),
            "{bad:?}: {said}"
        );
        assert_eq!(digest(), before, "{bad:?}");
    }
    for (field, value) in
        [good, ("account", "telefoon"), ("vat_code", "2"), ("totals.gross", "122,21")]
    {
        let output = correct(&[(field, value)]);
        assert_eq!(output.status.code(), Some(0), "{field} {value}: {output:?}");
    }
    assert_ne!(digest(), before);
}

/// A folder with the settings of two clients.
fn two_clients() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let settings = "[[administrations]]\nname = \"Bakkerij De Korenaar B.V.\"\nvat_id = \"NL004495445B01\"\n\n\
                    [[administrations]]\nname = \"Garage De Vries\"\nvat_id = \"NL002455799B11\"\n";
    fs::write(dir.path().join("dizzy.toml"), settings).unwrap();
    dir
}

#[test]
fn the_file_of_another_company_or_in_another_currency_is_refused_with_its_line() {
    let dir = two_clients();
    let learn = |text: &str, more: &[&str]| {
        fs::write(dir.path().join("a.xaf"), text).unwrap();
        let args = ["a.xaf", "-a", "Bakkerij De Korenaar B.V."];
        dizzy(dir.path()).args(args).args(more).assert().get_output().clone()
    };
    let nothing = |text: &str, line: u32, why: &[&str]| {
        let output = learn(text, &[]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!("a.xaf, line {line}: ")), "{said}");
        assert!(why.iter().all(|why| said.contains(why)), "{said}");
        assert!(said.contains("Nothing of this file was learned."), "{said}");
        let shown =
            stdout(dizzy(dir.path()).args(["--show", "-a", "Bakkerij De Korenaar B.V."]), 0);
        assert!(shown.starts_with("Nothing was learned yet."), "{shown}");
    };
    let company = |name: &str, number: &str| {
        format!("<companyName>{name}</companyName><taxRegIdent>{number}</taxRegIdent>")
    };
    let garage = xaf(&company("Garage De Vries", "002455799B11"), &purchase(1, "121.00"));
    nothing(
        &garage,
        3,
        &["Garage De Vries", "not of Bakkerij", "--administration \"Garage De Vries\""],
    );
    let unknown = xaf(&company("Molen Zuid", "123456782B01"), &purchase(1, "121.00"));
    nothing(&unknown, 3, &["Molen Zuid (123456782B01)", "--same-company"]);
    let unknown = xaf("<companyName>Molen Zuid</companyName>", &purchase(1, "121.00"));
    nothing(&unknown, 3, &["Molen Zuid", "--same-company"]);
    let bakery = xaf(&company("De Korenaar", "004495445B01"), &purchase(1, "121.00"));
    nothing(&bakery.replace("EUR", "USD"), 2, &["USD", "EUR", "currency ="]);
    // the same company, under whatever name; and what the person says
    assert_eq!(learn(&bakery, &[]).status.code(), Some(0));
    assert_eq!(learn(&unknown, &["--same-company"]).status.code(), Some(0));
    let next = unknown.replace("2026", "2025");
    assert_eq!(learn(&next, &[]).status.code(), Some(0), "it was said once");
    // without settings the files say it of each other
    let dir = tempfile::tempdir().unwrap();
    for (text, code) in [(&bakery, 0), (&garage, 1), (&bakery.replace("2026", "2025"), 0)] {
        fs::write(dir.path().join("a.xaf"), text).unwrap();
        dizzy(dir.path()).arg("a.xaf").assert().code(code);
    }
    let list = "supplier,account,net,currency\nMeel,7000,1.00,EUR\nMeel,7000,2.00,USD\n";
    fs::write(dir.path().join("b.csv"), list).unwrap();
    let said = stderr(dizzy(dir.path()).arg("b.csv"), 1);
    assert!(said.contains("b.csv, line 3: the amounts are in USD"), "{said}");
}

#[test]
fn what_does_not_balance_or_contradicts_a_chart_is_told_and_the_rest_learned() {
    let dir = tempfile::tempdir().unwrap();
    let company = "<companyName>Bakkerij De Korenaar</companyName>";
    let off: String = (3..9).map(|n| purchase(n, "120.00")).collect();
    let rows = [
        purchase(1, "121.00"),
        off,
        purchase(2, "121.00"),
        purchase(9, "-121.00").replace("<amntTp>C", "<amntTp>D"),
    ];
    fs::write(dir.path().join("a.xaf"), xaf(company, &rows.concat())).unwrap();
    let said = stdout(dizzy(dir.path()).arg("a.xaf"), 0);
    assert!(said.contains(": 3 bookings learned"), "negative, and its sides turned: {said}");
    assert!(
        said.contains(
            "a.xaf, line 22: entry 3 in journal 70 does not balance (debit less credit: 1.00)"
        ),
        "{said}"
    );
    assert_eq!(said.matches("does not balance").count(), 5, "{said}");
    assert!(said.contains("not in balance and therefore not learned: 6."), "{said}");
    // another chart in a later file, and two in one
    let other = xaf(company, &purchase(20, "121.00")).replace("Inkoop grondstoffen", "Reiskosten");
    fs::write(dir.path().join("b.xaf"), &other).unwrap();
    let said = stdout(dizzy(dir.path()).arg("b.xaf"), 0);
    assert!(
        said.contains("line 9: account 7000 is called Reiskosten here, Inkoop grondstoffen before"),
        "{said}"
    );
    assert!(said.contains("called otherwise than before: 1."), "{said}");
    let second = "</generalLedger><generalLedger><ledgerAccount><accID>4500</accID><accDesc>Huur</accDesc></ledgerAccount>";
    let two = other.replace("</generalLedger>", &format!("{second}</generalLedger>")) + "\n";
    fs::write(dir.path().join("c.xaf"), two).unwrap();
    let said = stdout(dizzy(dir.path()).arg("c.xaf"), 0);
    assert!(said.contains("account 4500 is called Huur here, Telefoon before"), "{said}");
    assert!(said.contains("accounts with two names in this file: 1."), "{said}");
}

#[test]
fn a_supplier_under_three_numbers_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let supplier = |number: &str, name: &str| {
        format!(
            "<customerSupplier><custSupID>{number}</custSupID><custSupName>{name}</custSupName>\
             <taxRegIdent>NL004495445B01</taxRegIdent><custSupTp>S</custSupTp></customerSupplier>"
        )
    };
    let list = supplier("4001", "Meelfabriek Zuid")
        + &supplier("4002", "Meelfabriek Zuid B.V.")
        + &supplier("4003", "Zuidmeel");
    let on = |n: u32, number: &str, account: &str| {
        purchase(n, "121.00").replace("4001", number).replace("7000", account)
    };
    let rows = [
        on(1, "4001", "7000"),
        on(2, "4002", "7000"),
        on(3, "4003", "4500"),
        on(4, "4001", "7000"),
    ];
    let text = xaf("<companyName>Bakkerij</companyName>", &rows.concat());
    let (head, rest) = text.split_once("<customersSuppliers>").unwrap();
    let (_, rest) = rest.split_once("</customersSuppliers>").unwrap();
    fs::write(
        dir.path().join("a.xaf"),
        format!("{head}<customersSuppliers>{list}</customersSuppliers>{rest}"),
    )
    .unwrap();
    stdout(dizzy(dir.path()).arg("a.xaf"), 0);
    let by_number = stdout(dizzy(dir.path()).args(["--show", "4002"]), 0);
    assert!(by_number.starts_with("Meelfabriek Zuid (4001)"), "booked on last: {by_number}");
    assert!(by_number.contains("also booked under 4002, 4003"), "{by_number}");
    assert!(by_number.contains("4 bookings") && by_number.contains("4500"), "{by_number}");
    let row = by_number.lines().find(|line| line.contains("7000")).unwrap();
    assert!(row.split_whitespace().any(|cell| cell == "3"), "{by_number}");
    let ledger = Ledger::open(&dir.path().join("proposals/.dizzy")).unwrap();
    assert_eq!(ledger.learned("").unwrap().history.of("4001").len(), 2);
    assert!(ledger.learned("").unwrap().history.of("4003").is_empty());
    stdout(dizzy(dir.path()).args(["--forget", "4003", "--yes"]), 0);
    stderr(dizzy(dir.path()).args(["--show", "4001"]), 1);
}

/// A ZIP archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn packed_auditfiles_are_learned_as_they_are() {
    let books = small();
    let plain = tempfile::tempdir().unwrap();
    let file = books.write_year(books.plan.first_year, plain.path());
    let bytes = fs::read(&file).unwrap();
    stdout(dizzy(plain.path()).arg(&file), 0);
    let shown = |folder: &Path| stdout(dizzy(folder).arg("--show"), 0);
    let name = file.file_name().unwrap().to_str().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bytes).unwrap();
    for packed in [gzip.finish().unwrap(), zipped(&[("map/", b""), ("map/auditfile.xaf", &bytes)])]
    {
        let folder = tempfile::tempdir().unwrap();
        // under one name, so that what is shown is the same
        let path = folder.path().join(name);
        fs::write(&path, packed).unwrap();
        stdout(dizzy(folder.path()).arg(&path), 0);
        let (one, other) = (shown(plain.path()), shown(folder.path()));
        let about = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.contains(name));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(about(&one), about(&other));
        assert!(!about(&one).is_empty());
        // a second time it changes nothing
        stdout(dizzy(folder.path()).arg(&path), 0);
        assert_eq!(shown(folder.path()), other);
    }
}

/// An auditfile 4.0 may have no suppliers: it says what that means, where one that has them does not.
#[test]
fn an_auditfile_without_suppliers_says_what_it_could_not_teach() {
    let file = |list: &str, of: &str| {
        format!(
            r#"<auditfile xmlns="http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0">
<header><fiscalYear>2026</fiscalYear><curCode>EUR</curCode></header><company><companyName>Bakker</companyName>{list}
<generalLedger><ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>4600</accID><accDesc>Telefoon</accDesc><accTp>P</accTp></ledgerAccount></generalLedger>
<transactions><journal><jrnID>I</jrnID><desc>Inkoop</desc><jrnTp>P</jrnTp><transaction><nr>5</nr><periodNumber>1</periodNumber><trDt>2026-01-02</trDt>
<trLine><nr>1</nr><accID>4600</accID><desc>Abonnement</desc><amnt>20.00</amnt><amntTp>D</amntTp></trLine>
<trLine><nr>2</nr><accID>1600</accID><desc>Abonnement</desc><amnt>20.00</amnt><amntTp>C</amntTp>{of}</trLine>
</transaction></journal></transactions></company></auditfile>"#
        )
    };
    let list = "<customersSuppliers><customerSupplier><custSupID>9</custSupID><custSupName>Tel BV</custSupName></customerSupplier></customersSuppliers>";
    let dir = tempfile::tempdir().unwrap();
    for (name, text, is_told) in [
        ("with.xaf", file(list, "<custSupID>9</custSupID>"), false),
        ("without.xaf", file("", ""), true),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
        let told = stdout(dizzy(dir.path()).arg(name), 0);
        assert_eq!(
            told.contains("names no suppliers") && told.contains("VAT ids"),
            is_told,
            "{told}"
        );
    }
}
