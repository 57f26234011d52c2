//! What was handed over stays known, also under another name of the administration.

use super::*;

#[test]
fn what_was_handed_over_is_not_handed_over_again() {
    let office = Office::new(&format!("[export]\nwith_review = true\n\n{BAKERY}"));
    let (name, vat_id, iban) = SUPPLIER;
    let one = |number: &str, day: &str| page(name, vat_id, iban, number, day);
    let hand_over = || office.dizzy(&["export", "--out", "out", "--export", "xaf", "--new"]);
    let of = |number: &str| {
        let folder = office.dir.path().join("out/handed-over").join(number).join("xaf");
        let files = fs::read_dir(folder).ok()?;
        let texts = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "xaf"));
        Some(texts.map(|path| fs::read_to_string(path).unwrap()).collect::<String>())
    };
    office.put("in/a.pdf", one("A-101", "3 maart 2026"));
    office.process(&[Path::new("in")]);
    let told = hand_over();
    assert!(told.contains("0001"), "{told}");
    assert!(of("0001").unwrap().contains("A-101"));
    // a second time there is nothing, and nothing was left out
    let told = hand_over();
    assert!(told.contains("Nothing new") && !told.contains("cannot be"), "{told}");
    assert_eq!(of("0002"), None);
    // later one more comes
    office.put("in/b.pdf", one("B-202", "3 april 2026"));
    office.process(&[Path::new("in")]);
    let first = of("0001");
    hand_over();
    let second = of("0002").unwrap();
    assert!(second.contains("B-202") && !second.contains("A-101"), "{second}");
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
    assert!(told.contains("Nothing new") && told.contains("in/b.pdf  xaf, 0002\n"), "{told}");
    let told = office.dizzy(&["status", "--out", "out"]);
    assert!(told.contains("Corrected after it was handed over\n  in/b.pdf"), "{told}");
    // taken back, the last is new again
    let told = office.dizzy(&["export", "--out", "out", "--undo"]);
    assert!(told.contains("0002-taken-back"), "{told}");
    assert_eq!(of("0002"), None);
    hand_over();
    let again = of("0003").unwrap();
    assert!(again.contains("B-202") && !again.contains("A-101"), "{again}");
    // it has the correction; when that is taken back, the package has what nobody says any more
    let told = office.dizzy(&["status", "--out", "out"]);
    assert!(!told.contains("Corrected after"), "{told}");
    let mut ledger = Ledger::open(&office.dir.path().join("out/.dizzy")).unwrap();
    let nothing = Correction { value: String::new(), ..correction };
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
        let bakery =
            BAKERY.replace("[[administrations]]", "[[administrations]]\nfolders = [\"in\"]");
        let (before, rest) = bakery.split_once("name = \"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        format!("[export]\nwith_review = true\n\n{before}name = \"{name}\"{rest}")
    };
    let office = Office::new(&named("Bakker"));
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/a.pdf", page(name, vat_id, iban, "A-101", "3 maart 2026"));
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
    assert!(told.contains("Nothing was learned yet") && says(&told), "{told}");
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
    assert!(told.contains("Nothing new") && !told.contains("not in dizzy.toml"), "{told}");
}

/// What a package cannot take is named with the reason, never passed over as if it had been handed over.
#[test]
fn what_is_left_out_is_named() {
    let office = Office::new(BAKERY);
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/a.pdf", page(name, vat_id, iban, "A-101", "3 maart 2026"));
    office.process(&[Path::new("in")]);
    let told = office.dizzy(&["export", "--out", "out", "--export", "exact", "--new"]);
    assert!(told.contains("Nothing was handed over."), "{told}");
    assert!(
        told.contains("1 entry cannot be handed over:") && told.contains("in/a.pdf: "),
        "{told}"
    );
}

/// Once: for however many packages, and however many nights.
#[test]
fn what_waits_for_a_look_is_named_once() {
    let office = Office::new(&format!("[ready]\nright = 1.0\n\n{BAKERY}"));
    let (name, vat_id, iban) = SUPPLIER;
    let hand_over =
        || office.dizzy(&["export", "--out", "out", "--export", "exact,xaf,afas", "--new"]);
    office.put("in/a.pdf", page(name, vat_id, iban, "A-101", "3 maart 2026"));
    office.process(&[Path::new("in")]);
    assert_eq!(hand_over().matches("in/a.pdf: ").count(), 1);
    office.put("in/b.pdf", page(name, vat_id, iban, "B-202", "3 april 2026"));
    office.process(&[Path::new("in")]);
    let told = hand_over();
    assert!(!told.contains("in/a.pdf: ") && told.contains("in/b.pdf: "), "{told}");
    assert!(told.contains("named before: 1"), "{told}");
}

/// What is in the folder, with the contents.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn a_lost_ledger_never_hands_the_same_over_again() {
    let office = Office::new(&format!("[export]\nwith_review = true\n\n{BAKERY}"));
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/a.pdf", page(name, vat_id, iban, "A-101", "3 maart 2026"));
    let process = ["process", "--out", "out", "in"];
    let hand_over = ["export", "--out", "out", "--export", "xaf", "--new"];
    office.dizzy(&process);
    assert!(office.dizzy(&hand_over).contains("0001"));
    let ledger = office.dir.path().join("out/.dizzy/ledger.sqlite");
    let first = fs::read(&ledger).unwrap();
    office.put("in/b.pdf", page(name, vat_id, iban, "B-202", "3 april 2026"));
    office.dizzy(&process);
    assert!(office.dizzy(&hand_over).contains("0002"));
    let whole = fs::read(&ledger).unwrap();
    let handed_over = office.dir.path().join("out/handed-over");
    let before = contents(&handed_over);

    // gone, empty, that of another folder, an old copy: nothing is done
    office.dizzy(&["process", "--out", "elsewhere", "in"]);
    let another = fs::read(office.dir.path().join("elsewhere/.dizzy/ledger.sqlite")).unwrap();
    for (bytes, says) in [
        (None, "is not there"),
        (Some(Vec::new()), "is not there"),
        (Some(another), "another folder"),
        (Some(first), "under number 0002"),
        (Some(b"this is a letter, and no ledger at all".repeat(50)), "is no ledger of dizzy"),
    ] {
        match &bytes {
            Some(bytes) => fs::write(&ledger, bytes).unwrap(),
            None => fs::remove_file(&ledger).unwrap(),
        }
        let proposals = fs::read(office.dir.path().join("out/proposals.jsonl")).unwrap();
        for command in [&process[..], &["process", "-n", "--out", "out", "in"]] {
            let told = office.dizzy_ends(1, command);
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(says) && told.contains("--new-ledger"), "{told}");
        }
        for command in [
            &hand_over[..],
            &["export", "--out", "out"],
            &["report", "--out", "out"],
            &["status", "--out", "out"],
            &["review", "--out", "out", "--no-browser"],
        ] {
            let told = office.dizzy_ends(1, command);
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(says) && told.contains("--new-ledger"), "{command:?}: {told}");
        }
        assert_eq!(fs::read(office.dir.path().join("out/proposals.jsonl")).unwrap(), proposals);
        assert_eq!(contents(&handed_over), before);
    }
    // put back, it goes on
    fs::write(&ledger, &whole).unwrap();
    office.dizzy(&process);
    assert!(office.dizzy(&hand_over).contains("Nothing new"));

    // begun anew, what was handed over stays so, and what is new goes on behind it
    // also where the ledger is none
    fs::write(&ledger, b"this is a letter, and no ledger at all".repeat(50)).unwrap();
    office.put("in/c.pdf", page(name, vat_id, iban, "C-303", "3 mei 2026"));
    let told = office.dizzy(&["process", "--new-ledger", "--out", "out", "in"]);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("What was in the old one is gone") && told.contains("dizzy learn"),
        "{told}"
    );
    // what the accounts of the client are nobody knows any more
    let told = office.dizzy(&hand_over);
    assert!(told.contains("in/c.pdf: what was learned of this administration is gone"), "{told}");
    assert!(!handed_over.join("0003").exists(), "{told}");
    office.put(
        "list.csv",
        "supplier,supplier_name,account,net,text\n40001,Meel B.V.,7000,1.00,meel\n",
    );
    office.dizzy(&["learn", "--out", "out", "list.csv"]);
    office.dizzy(&process);
    let told = office.dizzy(&hand_over);
    assert!(told.contains("0003"), "{told}");
    let third = contents(&handed_over.join("0003"));
    let text: String = third.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(text.contains("C-303") && !text.contains("A-101") && !text.contains("B-202"), "{text}");
    assert!(text.contains("<nr>3</nr>\n<desc>") || text.contains("<nr>3</nr>"), "{text}");
    for (path, bytes) in before {
        assert_eq!(fs::read(&path).unwrap(), bytes, "{}", path.display());
    }
    // and from here on it is the ledger of this folder
    office.dizzy(&process);
    // what somebody else keeps there is no hand-over
    fs::create_dir(handed_over.join("0007")).unwrap();
    fs::write(handed_over.join("0008"), "note").unwrap();
    office.dizzy(&process);
}

#[test]
fn hand_overs_of_a_year_are_learned_beside_each_other() {
    let office = Office::new(&format!("[export]\nwith_review = true\n\n{BAKERY}"));
    let (name, vat_id, iban) = SUPPLIER;
    let mut files = Vec::new();
    for (round, days) in
        [["3 maart 2026", "4 maart 2026"], ["3 april 2026", "4 april 2026"]].iter().enumerate()
    {
        for (nth, day) in days.iter().enumerate() {
            let number = format!("N-{round}{nth}");
            office.put(&format!("in/{number}.pdf"), page(name, vat_id, iban, &number, day));
        }
        office.process(&[Path::new("in")]);
        let told = office.dizzy(&["export", "--out", "out", "--export", "xaf", "--new"]);
        files.push(told.lines().find(|line| line.contains(".xaf")).unwrap().trim().to_owned());
    }
    let second = fs::read_to_string(office.dir.path().join(&files[1])).unwrap();
    let number = regex::Regex::new(r"<transaction>\s*<nr>(\d+)</nr>").unwrap();
    let numbers: Vec<&str> =
        number.captures_iter(&second).map(|found| found.extract::<1>().1[0]).collect();
    assert_eq!(numbers, ["3", "4"]);
    for file in &files {
        let told = office.dizzy(&["learn", "--out", "out", file]);
        assert!(told.contains("2 bookings") && !told.contains("up to date"), "{told}");
    }
}
