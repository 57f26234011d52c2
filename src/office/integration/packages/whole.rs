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
    assert_eq!(sums(&file(named("exact"), &records), "GLTransaction", &[("Value", 1)]), zero);
    let afas = file(named("afas"), &records);
    // the dimensions of a line say its amount again
    let afas: Vec<&str> = afas.lines().filter(|line| !line.starts_with("          ")).collect();
    let afas = afas.join(
        "
",
    );
    assert_eq!(
        sums(
            &afas,
            "FiEntries",
            &[("FiEntries/Element/Fields/AmDe", 1), ("FiEntries/Element/Fields/AmCr", -1)]
        ),
        zero
    );
    let yuki = sums(
        &file(named("yuki"), &records),
        "PurchaseInvoice",
        &[("InvoiceAmount", -1), ("InvoiceVATAmount", 1), ("LineAmount", 1)],
    );
    assert_eq!(yuki, vec![Amount::ZERO; 4]);
    // a total is what its lines and their VAT are
    let mut left = Amount::ZERO;
    let mut side = "";
    let twinfield = file(named("twinfield"), &records);
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
    assert_eq!(found.iter().filter(|(path, _)| path.ends_with("/transaction")).count(), 5);
    let snelstart = file(named("snelstart"), &records);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(snelstart.as_bytes());
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
        for package in PACKAGES {
            assert_eq!(why(package, record).as_ref(), Some(expected), "{package:?}");
        }
    };
    let mut review = plain();
    review.proposal.verdict = Verdict::Review;
    all(&review, &LeftOut::Review);
    assert!(Entry::new(&review, &of, named("exact"), true).is_ok());
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
    let plain_reasons: Vec<Option<LeftOut>> =
        records().iter().map(|record| why(named("xaf"), record)).skip(6).collect();
    let expected = [LeftOut::Duplicate, LeftOut::NoDate, LeftOut::Unbalanced, LeftOut::NoEntry];
    assert_eq!(plain_reasons, expected.map(Some));

    let mut stranger = plain();
    stranger.proposal.journal[2].relation = None;
    for package in [named("exact"), named("twinfield"), named("snelstart"), named("afas")] {
        assert_eq!(why(package, &stranger), Some(LeftOut::NoRelation), "{package:?}");
    }
    for package in [named("xaf"), named("yuki")] {
        assert_eq!(why(package, &stranger), None, "{package:?}");
    }
    let mut unmapped = plain();
    for line in &mut unmapped.proposal.journal[..2] {
        line.vat_code = Some("IEH".into());
    }
    for package in [named("exact"), named("twinfield"), named("afas"), named("yuki")] {
        // what is charged cannot be owed too: the sums differ before the code is looked at
        let expected = match package.key {
            "twinfield" | "yuki" => LeftOut::PartlyDeducted,
            _ => LeftOut::NoVatCode("IEH".into()),
        };
        assert_eq!(why(package, &unmapped), Some(expected), "{package:?}");
    }
    let mut other = plain();
    for line in &mut other.proposal.journal[..2] {
        line.vat_code = Some("IO".into());
    }
    assert_eq!(why(named("twinfield"), &other), Some(LeftOut::NoVatCode("IO".into())));
    let mut words = plain();
    words.proposal.booking.journal = "INK".into();
    assert_eq!(
        why(named("snelstart"), &words),
        Some(LeftOut::NotNumber(Place::Journal, "INK".into()))
    );
    let mut long = plain();
    long.proposal.invoice.number = Some(field("2026-0000000001".into()));
    assert_eq!(why(named("afas"), &long), Some(LeftOut::TooLong(Place::InvoiceNumber, 12)));
    assert_eq!(why(named("exact"), &long), None);
    let sale = entries_with_codes().swap_remove(4);
    assert_eq!(why(named("yuki"), &sale), Some(LeftOut::PurchasesOnly));
    let mut numberless = plain();
    numberless.proposal.invoice.number = None;
    assert_eq!(why(named("twinfield"), &numberless), Some(LeftOut::NoNumber));

    let mixed = [Administration { vat: Regime::Mixed, pro_rata: Some(25), ..administration() }];
    let of_mixed = plain();
    for package in PACKAGES {
        let expected =
            matches!(package.key, "twinfield" | "yuki").then_some(LeftOut::PartlyDeducted);
        assert_eq!(entry(package, &of_mixed, &mixed).err(), expected, "{package:?}");
    }
    let in_exact = [Administration { package: Some("exact".into()), ..administration() }];
    for package in PACKAGES {
        let expected = (!matches!(package.key, "exact" | "xaf"))
            .then_some(LeftOut::OtherPackage("Exact Online".into()));
        assert_eq!(entry(package, &of_mixed, &in_exact).err(), expected, "{package:?}");
    }
}
