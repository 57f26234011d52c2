//! Every entry is in every format whole, or left out with the reason.

use super::*;

/// The numbers in the elements of this name, for each element of that name.
fn sums(xml: &str, each: &str, of: &[(&str, i64)]) -> Vec<Amount> {
    let mut sums: Vec<Amount> = Vec::new();
    for (path, text) in elements(xml) {
        if path.ends_with(&format!("/{each}")) {
            sums.push(Amount::ZERO);
        }
        for (name, sign) in of {
            if path.ends_with(&format!("/{name}")) {
                let amount: Amount = text.parse().unwrap();
                let last = sums.last_mut().unwrap();
                *last = *last + if *sign < 0 { -amount } else { amount };
            }
        }
    }
    sums
}

#[test]
fn every_entry_is_whole_in_every_format() {
    let records = entries_with_codes();
    let zero = vec![Amount::ZERO; 5];
    assert_eq!(
        sums(
            &file(Package::Exact, &records),
            "GLTransaction",
            &[("Value", 1)]
        ),
        zero
    );
    let afas = file(Package::Afas, &records);
    // the dimensions of a line say its amount again
    let afas: Vec<&str> = afas
        .lines()
        .filter(|line| !line.starts_with("          "))
        .collect();
    let afas = afas.join(
        "
",
    );
    assert_eq!(
        sums(
            &afas,
            "FiEntries",
            &[
                ("FiEntries/Element/Fields/AmDe", 1),
                ("FiEntries/Element/Fields/AmCr", -1)
            ]
        ),
        zero
    );
    let yuki = sums(
        &file(Package::Yuki, &records),
        "PurchaseInvoice",
        &[
            ("InvoiceAmount", -1),
            ("InvoiceVATAmount", 1),
            ("LineAmount", 1),
        ],
    );
    assert_eq!(yuki, vec![Amount::ZERO; 4]);
    // a total is what its lines and their VAT are
    let mut left = Amount::ZERO;
    let mut side = "";
    let twinfield = file(Package::Twinfield, &records);
    let found = elements(&twinfield);
    for (path, text) in &found {
        let amount = || text.parse::<Amount>().unwrap();
        match path.rsplit('/').next().unwrap() {
            "debitcredit" => side = text,
            "value" | "vatvalue" => {
                left = left + if side == "debit" { amount() } else { -amount() };
            }
            _ => {}
        }
    }
    assert_eq!(left, Amount::ZERO);
    assert_eq!(
        found
            .iter()
            .filter(|(path, _)| path.ends_with("/transaction"))
            .count(),
        5
    );
    let snelstart = file(Package::Snelstart, &records);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(snelstart.as_bytes());
    let mut by_entry: BTreeMap<String, Amount> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let amount = |at: usize| row[at].replace(',', ".").parse::<Amount>().unwrap();
        let sum = by_entry.entry(row[1].to_owned()).or_default();
        *sum = *sum + amount(4) - amount(5);
        for cell in &row {
            assert!(!cell.starts_with(['=', '@', '+']), "{cell} is a formula");
        }
    }
    assert_eq!(by_entry.into_values().collect::<Vec<_>>(), zero);
}

#[test]
fn what_a_package_cannot_take_is_left_out_with_the_reason() {
    let of = [administration()];
    let plain = || entries_with_codes().swap_remove(1);
    let why = |package, record: &ProposalRecord| entry(package, record, &of).err();
    let all = |record: &ProposalRecord, expected: &LeftOut| {
        for package in Package::ALL {
            assert_eq!(why(package, record).as_ref(), Some(expected), "{package:?}");
        }
    };
    let mut review = plain();
    review.proposal.verdict = Verdict::Review;
    all(&review, &LeftOut::Review);
    assert!(Entry::new(&review, &of, Package::Exact, true).is_ok());
    let mut nobody = plain();
    nobody.proposal.administration = None;
    all(&nobody, &LeftOut::NoAdministration);
    let mut dollars = plain();
    dollars.proposal.booking.currency = "USD".into();
    all(&dollars, &LeftOut::ForeignEntry("USD".into()));
    let mut fine = plain();
    fine.proposal.journal[0].credit = "100.001".parse().unwrap();
    fine.proposal.journal[2].debit = "121.001".parse().unwrap();
    all(&fine, &LeftOut::Fractions);
    // those of the plain-text exports hold here too
    let plain_reasons: Vec<Option<LeftOut>> = records()
        .iter()
        .map(|record| why(Package::Xaf, record))
        .skip(6)
        .collect();
    let expected = [
        LeftOut::Duplicate,
        LeftOut::NoDate,
        LeftOut::Unbalanced,
        LeftOut::NoEntry,
    ];
    assert_eq!(plain_reasons, expected.map(Some));

    let mut stranger = plain();
    stranger.proposal.journal[2].relation = None;
    for package in [
        Package::Exact,
        Package::Twinfield,
        Package::Snelstart,
        Package::Afas,
    ] {
        assert_eq!(
            why(package, &stranger),
            Some(LeftOut::NoRelation),
            "{package:?}"
        );
    }
    for package in [Package::Xaf, Package::Yuki] {
        assert_eq!(why(package, &stranger), None, "{package:?}");
    }
    let mut unmapped = plain();
    for line in &mut unmapped.proposal.journal[..2] {
        line.vat_code = Some("IEH".into());
    }
    for package in [
        Package::Exact,
        Package::Twinfield,
        Package::Afas,
        Package::Yuki,
    ] {
        // what is charged cannot be owed too: the sums differ before the code is looked at
        let expected = match package {
            Package::Twinfield | Package::Yuki => LeftOut::PartlyDeducted,
            _ => LeftOut::NoVatCode("IEH".into()),
        };
        assert_eq!(why(package, &unmapped), Some(expected), "{package:?}");
    }
    let mut other = plain();
    for line in &mut other.proposal.journal[..2] {
        line.vat_code = Some("IO".into());
    }
    assert_eq!(
        why(Package::Twinfield, &other),
        Some(LeftOut::NoVatCode("IO".into()))
    );
    let mut words = plain();
    words.proposal.booking.journal = "INK".into();
    assert_eq!(
        why(Package::Snelstart, &words),
        Some(LeftOut::NotNumber(Place::Journal, "INK".into()))
    );
    let mut long = plain();
    long.proposal.invoice.number = Some(field("2026-0000000001".into()));
    assert_eq!(
        why(Package::Afas, &long),
        Some(LeftOut::TooLong(Place::InvoiceNumber, 12))
    );
    assert_eq!(why(Package::Exact, &long), None);
    let sale = entries_with_codes().swap_remove(4);
    assert_eq!(why(Package::Yuki, &sale), Some(LeftOut::PurchasesOnly));
    let mut numberless = plain();
    numberless.proposal.invoice.number = None;
    assert_eq!(
        why(Package::Twinfield, &numberless),
        Some(LeftOut::NoNumber)
    );

    let mixed = [Administration {
        vat: Regime::Mixed,
        pro_rata: Some(25),
        ..administration()
    }];
    let of_mixed = plain();
    for package in Package::ALL {
        let expected = matches!(package, Package::Twinfield | Package::Yuki)
            .then_some(LeftOut::PartlyDeducted);
        assert_eq!(
            entry(package, &of_mixed, &mixed).err(),
            expected,
            "{package:?}"
        );
    }
    let in_exact = [Administration {
        package: Some(Package::Exact),
        ..administration()
    }];
    for package in Package::ALL {
        let expected = (!matches!(package, Package::Exact | Package::Xaf))
            .then_some(LeftOut::OtherPackage(Package::Exact));
        assert_eq!(
            entry(package, &of_mixed, &in_exact).err(),
            expected,
            "{package:?}"
        );
    }
}
