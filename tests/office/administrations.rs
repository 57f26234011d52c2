//! Whose a document is.

use super::*;

#[test]
fn own_numbers_are_never_the_suppliers() {
    let office = Office::new(BAKERY);
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/a.pdf", page(name, vat_id, iban, "2026-17", "3 maart 2026"));
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
    assert_eq!(proposals["own.pdf"][0]["administration"], "Bakkerij De Korenaar B.V.");
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
        let told = findings.iter().find(|f| f["rule"] == "DZ-COPY-ELSEWHERE").unwrap();
        assert!(told["message"].as_str().unwrap().contains(elsewhere));
    }
    let skipped = String::from_utf8(of(&office, "out/skipped.csv")).unwrap();
    assert!(skipped.contains("again.pdf") && !skipped.contains("b.pdf"), "{skipped}");
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
    let files = ["out/proposals.jsonl", "out/journal.csv", "out/ubl/index.csv"];
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
