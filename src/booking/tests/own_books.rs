//! What the client's own books tell: accounts, VAT codes, shares, and how its suppliers were booked.

use super::*;
use crate::learn::{BookedLine, OtherLine, Usage, VatCode as Listed};

/// Jansen, number 7 in the list, was booked so (account, VAT code, weight); the rest is told by `usage`.
fn books(
    administration: Administration,
    habits: &[(&str, Option<&str>, f32)],
    usage: Usage,
) -> Context {
    let mut history = History::default();
    for (account, code, times) in habits {
        let habit = Habit {
            account: (*account).into(),
            vat_code: code.map(str::to_owned),
            count: *times,
            weight: *times,
            ..Habit::default()
        };
        history.add("7", habit);
    }
    let supplier = Supplier {
        code: "7".into(),
        name: "Jansen Techniek B.V.".into(),
        vat_id: Some("NL004495445B01".into()),
        ..Supplier::default()
    };
    let learned = Learned { history, usage, digest: "learned".into(), ..Learned::default() };
    let books = Books::new(administration, vec![supplier], &[], learned);
    let (rules, terms) = (Vec::new(), BookingTerms::default());
    Context::new(vec![books], Books::default(), rules, terms, ExchangeRates::default())
}

/// The lines of an entry as "4400 100.00 IH".
fn entry(booked: &Booked) -> Vec<String> {
    let lines = booked.journal.iter().map(|line| {
        let code = line.vat_code.as_deref().unwrap_or("-");
        format!("{} {} {code}", line.account, line.debit - line.credit)
    });
    lines.collect()
}

fn listed(code: &str, name: &str) -> Listed {
    Listed { code: code.into(), name: name.into(), ..Listed::default() }
}

fn other(is_vat: bool, account: &str, amount: &str) -> OtherLine {
    let amount = super::amount(amount);
    OtherLine { is_vat, account: account.into(), vat_code: None, amount }
}

fn line(account: &str, code: Option<&str>, net: &str) -> BookedLine {
    BookedLine {
        account: account.into(),
        vat_code: code.map(str::to_owned),
        net: amount(net),
        text: String::new(),
    }
}

#[test]
fn vat_follows_the_invoice_whatever_was_booked_before() {
    let charged = invoice(&[(S, 21, "100", "21")]);
    let without = books(regime(Regime::Normal), &[("4400", Some("IG"), 18.0)], Usage::default());
    let booked = booked_in(&without, &charged, "");
    assert_eq!(entry(&booked), ["4400 100.00 IH", "16219 21.00 IH", "16011 -121.00 -"]);
    let one_rate = books(regime(Regime::Normal), &[("4400", Some("IH"), 18.0)], Usage::default());
    let booked = booked_in(&one_rate, &invoice(&[(S, 21, "100", "21"), (S, 9, "10", "0.90")]), "");
    assert_eq!(entry(&booked)[..2], ["4400 100.00 IH", "4400 10.00 IL"]);
    // what the page cannot tell is as before
    let not_deducted = [("4400", Some("IN"), 6.0), ("4400", Some("IH"), 1.0)];
    let booked =
        booked_in(&books(regime(Regime::Normal), &not_deducted, Usage::default()), &charged, "");
    assert_eq!(entry(&booked), ["4400 121.00 IN", "16011 -121.00 -"]);
    let why = |habits: &[(&str, Option<&str>, f32)]| {
        let context = books(regime(Regime::Normal), habits, Usage::default());
        let booked = booked_in(&context, &invoice(&[(Z, 0, "100", "0")]), "");
        (booked.findings.iter().any(|found| found.id() == "DZ-VAT-WHY-NONE"), boxes(&booked))
    };
    assert_eq!(why(&[("4400", Some("IG"), 1.0)]), (true, String::new()));
    assert_eq!(why(&[("4400", Some("IG"), 3.0)]), (false, String::new()));
    assert_eq!(why(&[("4400", Some("IVH"), 3.0)]), (false, "2a 100.00/21.00, 5b 21.00".to_owned()));
}

#[test]
fn accounts_and_codes_are_those_of_the_auditfile() {
    let mut usage =
        Usage::with(vec![listed("2", "Inkoop hoog 21%"), listed("0", "Geen btw")], None);
    let lines = [line("4400", Some("2"), "100")];
    let others = [other(true, "1520", "21"), other(false, "1600", "-121")];
    usage.add(Some("7"), &lines, &others, None);
    let context = books(regime(Regime::Normal), &[("4400", Some("2"), 9.0)], usage);
    let booked = booked_in(&context, &invoice(&[(S, 21, "100", "21")]), "");
    assert_eq!(entry(&booked), ["4400 100.00 2", "1520 21.00 2", "1600 -121.00 -"]);
    let low = booked_in(&context, &invoice(&[(S, 9, "100", "9")]), "");
    assert!(low.findings.iter().any(|found| found.id() == "DZ-VAT-CODE"));
}

#[test]
fn what_is_private_is_booked_as_before() {
    private_is_as_before(None);
    private_is_as_before(Some("IG"));
}

fn private_is_as_before(code: Option<&str>) {
    let mut usage = Usage::default();
    for (net, private, vat, owed) in [
        ("75", "30.25", "15.75", "-121"),
        ("150", "60.50", "31.50", "-242"),
        ("7.50", "3.03", "1.57", "-12.10"),
    ] {
        // some programs give what is private a code of 0 %
        let lines = [line("4400", Some("IH"), net), line("1740", code, private)];
        usage.add(Some("7"), &lines, &[other(true, "1520", vat), other(false, "1600", owed)], None);
    }
    let habits = [("4400", Some("IH"), 9.0), ("1740", code, 9.0)];
    let context = books(regime(Regime::Normal), &habits, usage);
    let booked = booked_in(&context, &invoice(&[(S, 21, "120.65", "25.34")]), "");
    let expected = ["1740 36.50 -", "4400 90.48 IH", "1520 19.01 IH", "1600 -145.99 -"];
    assert_eq!(entry(&booked), expected);
    assert_eq!(boxes(&booked), "5b 19.01");
    assert!(booked.booking.confidence > 0.9);
}

#[test]
fn vat_that_is_deducted_in_part_has_a_code_of_its_own() {
    let codes = || {
        Usage::with(
            vec![listed("H", "Inkoop hoog"), listed("HP", "Inkoop hoog, deels aftrekbaar")],
            None,
        )
    };
    let charged = invoice(&[(S, 21, "100", "21")]);
    let first = |code: &str| {
        let context = books(regime(Regime::Mixed), &[("4400", Some(code), 9.0)], codes());
        entry(&booked_in(&context, &charged, ""))[..2].to_vec()
    };
    assert_eq!(first("HP"), ["4400 112.60 HP", "16219 8.40 HP"]);
    assert_eq!(first("H"), ["4400 100.00 H", "16219 21.00 H"]);
}

#[test]
fn lines_without_rates_find_theirs_by_their_amounts() {
    let with_lines = |rows: &[(VatCategory, i64, &str, &str)]| {
        let mut invoice = invoice(rows);
        for (text, net) in [
            ("Prosecco", "800.98"),
            ("Zeep", "131.64"),
            ("Sap", "240.52"),
            ("Retour fust", "-14.76"),
        ] {
            let (description, net) = (Some(text.to_owned()), Some(amount(net)));
            invoice.lines.push(field(Line { description, net, ..Line::default() }));
        }
        invoice
    };
    let mut context = context(regime(Regime::Normal));
    let rule = |account: &str, words: &[&str]| BookingRule {
        account: account.into(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..BookingRule::default()
    };
    context.rules = vec![rule("4265", &["zeep"]), rule("7000", &["prosecco", "sap"])];
    let rows = [(S, 21, "932.62", "195.85"), (S, 9, "240.52", "21.65"), (O, 0, "-14.76", "0")];
    let expected = ["7000 800.98 IH", "4265 131.64 IH", "7000 240.52 IL"];
    assert_eq!(entry(&booked_in(&context, &with_lines(&rows), ""))[..3], expected);
    // the page tells the VAT alone
    let mut bare = with_lines(&rows);
    bare.vat_breakdown.truncate(2);
    bare.vat_breakdown.iter_mut().for_each(|row| row.value.taxable = None);
    assert_eq!(entry(&booked_in(&context, &bare, ""))[..3], expected);
    // codes of a legend are no rates
    let mut coded = with_lines(&rows);
    coded.lines.iter_mut().for_each(|line| line.value.rate = Some(Decimal::from(2)));
    assert_eq!(entry(&booked_in(&context, &coded, ""))[..3], expected);
    // or a base that was found by dividing it
    let mut divided = with_lines(&rows);
    divided.vat_breakdown[0].value.taxable = Some(amount("932.62") - Amount::from_cents(1));
    divided.vat_breakdown[1].value.taxable = Some(amount("240.52") + Amount::from_cents(1));
    divided.lines.pop();
    divided.vat_breakdown.truncate(2);
    divided.totals.net = Some(field(amount("1173.14")));
    divided.totals.gross = Some(field(amount("1390.64")));
    assert_eq!(entry(&booked_in(&context, &divided, ""))[..3], expected);
}

#[test]
fn freight_goes_with_its_goods() {
    use crate::history::{Classifier, Ranked};
    let ranked = |account: &str, probability| Ranked {
        account: account.into(),
        probability,
        because: Vec::new(),
    };
    let mut learned = Learned { digest: "learned".into(), ..Learned::default() };
    for (account, times) in [("4400", 9.0), ("4600", 9.0)] {
        let habit =
            Habit { account: account.into(), count: times, weight: times, ..Habit::default() };
        learned.history.add("7", habit);
    }
    learned.by_supplier = Some(Classifier::new(move |question| match question.texts {
        ["Zaag"] => vec![ranked("4400", 0.97), ranked("4600", 0.02)],
        _ => vec![ranked("4600", 0.6), ranked("4400", 0.4)],
    }));
    let supplier = Supplier {
        code: "7".into(),
        name: "Jansen Techniek B.V.".into(),
        vat_id: Some("NL004495445B01".into()),
        ..Supplier::default()
    };
    let books = Books::new(regime(Regime::Normal), vec![supplier], &[], learned);
    let (rules, terms) = (Vec::new(), BookingTerms::default());
    let context =
        Context::new(vec![books], Books::default(), rules, terms, ExchangeRates::default());
    let with = |text: &str| {
        let mut invoice = invoice(&[(S, 21, "104.95", "22.04")]);
        for (text, net) in [("Zaag", "100"), (text, "4.95")] {
            let (description, net) = (Some(text.to_owned()), Some(amount(net)));
            invoice.lines.push(field(Line { description, net, ..Line::default() }));
        }
        let booked = booked_in(&context, &invoice, "");
        (entry(&booked).len(), booked.booking.confidence > 0.9)
    };
    assert_eq!(with("Verzendkosten"), (3, true));
    assert_eq!(with("Handschoenen"), (4, false));
}

#[test]
fn a_supplier_whose_vat_is_deducted_by_half_has_it_so_again() {
    let mut usage = Usage::with(vec![listed("H", "Inkoop hoog"), listed("H50", "Lease")], None);
    for (cost, vat, owed) in
        [("110.50", "10.50", "-121"), ("221", "21", "-242"), ("165.75", "15.75", "-181.50")]
    {
        let lines = [line("4400", Some("H50"), cost)];
        let others = [other(true, "1520", vat), other(false, "1650", owed)];
        usage.add(Some("7"), &lines, &others, None);
        let whole = [other(true, "1520", "21"), other(false, "1600", "-121")];
        for _ in 0..3 {
            usage.add(Some("8"), &[line("4600", Some("H"), "100")], &whole, None);
        }
    }
    let context = books(regime(Regime::Normal), &[("4400", Some("H50"), 9.0)], usage);
    let booked = booked_in(&context, &invoice(&[(S, 21, "200", "42")]), "");
    // the supplier has a creditor account of its own, too
    assert_eq!(entry(&booked), ["4400 221.00 H50", "1520 21.00 H50", "1650 -242.00 -"]);
    assert_eq!(boxes(&booked), "5b 21.00");
}

#[test]
fn what_is_no_meal_on_a_restaurants_bill_is_deducted() {
    let mut bill = invoice(&[(S, 9, "50", "4.50"), (S, 21, "100", "21")]);
    for (text, net) in [("Lunch", "50"), ("Zaalhuur", "100")] {
        let (description, net) = (Some(text.to_owned()), Some(amount(net)));
        bill.lines.push(field(Line { description, net, ..Line::default() }));
    }
    let bill = from(bill, Some("NL004495445B01"), "Restaurant De Ketel");
    assert_eq!(boxes(&booked_in(&context(regime(Regime::Normal)), &bill, "")), "5b 21.00");
}

#[test]
fn deposits_stand_apart_where_the_page_has_no_table_of_vat() {
    let mut page = invoice(&[(S, 21, "90", "21")]);
    page.vat_breakdown.clear();
    for (text, net) in [("Pils", "100"), ("Retour statiegeld krat", "-10")] {
        let (description, net) = (Some(text.to_owned()), Some(amount(net)));
        page.lines.push(field(Line { description, net, ..Line::default() }));
    }
    let booked = booked_in(&context(regime(Regime::Normal)), &page, "");
    let codes: Vec<String> = entry(&booked);
    assert!(codes[0].ends_with("100.00 IH"), "{codes:?}");
    assert!(codes[1].contains("-10.00"), "{codes:?}");
    assert_eq!(boxes(&booked), "5b 21.00");
}

#[test]
fn lines_with_vat_find_their_rates_by_their_amounts() {
    let mut bill = invoice(&[(S, 21, "200", "42"), (S, 9, "50", "4.50")]);
    for (text, gross, rate) in [("Kamer", "242", Some(2)), ("Ontbijtbuffet", "54.50", Some(1))] {
        let (description, gross) = (Some(text.to_owned()), Some(amount(gross)));
        // "1" and "2" are codes of a legend, no rates
        let rate = rate.map(Decimal::from);
        bill.lines.push(field(Line { description, gross, rate, ..Line::default() }));
    }
    let bill = from(bill, Some("NL004495445B01"), "Hotel De Ketel");
    assert_eq!(boxes(&booked_in(&context(regime(Regime::Normal)), &bill, "")), "5b 42.00");
}

#[test]
fn the_rate_of_what_the_buyer_owes_is_as_before() {
    let flowers = || invoice(&[(K, 0, "100", "0")]);
    let code = |habits: &[(&str, Option<&str>, f32)]| {
        let context = books(regime(Regime::Normal), habits, Usage::default());
        boxes(&booked_in(&context, &flowers(), ""))
    };
    assert_eq!(code(&[("7000", Some("IEL"), 5.0)]), "4b 100.00/9.00, 5b 9.00");
    assert_eq!(code(&[("7000", Some("IEL"), 1.0)]), "4b 100.00/21.00, 5b 21.00");
    assert_eq!(code(&[("7000", Some("IH"), 5.0)]), "4b 100.00/21.00, 5b 21.00");
}

#[test]
fn a_person_puts_lines_on_accounts() {
    let mut page = invoice(&[(S, 21, "150", "31.50")]);
    for (text, net) in [("Zaag", "100"), ("Verf", "50")] {
        let (description, net) = (Some(text.to_owned()), Some(amount(net)));
        page.lines.push(field(Line { description, net, ..Line::default() }));
    }
    let page = from(page, Some("NL004495445B01"), "Jansen Techniek B.V.");
    let context = books(regime(Regime::Normal), &[("4400", Some("IH"), 9.0)], Usage::default());
    let words = Words::of([""]);
    let chosen = [(0, vec![("4600".into(), 6_000), ("4610".into(), 4_000)])].into();
    let document = Document { invoice: &page, words: &words, structured: false, chosen: &chosen };
    let assigned = assign(&page, None, None, &context);
    let booked = book(&document, assigned.books, assigned.by, assigned.direction, &context);
    assert_eq!(entry(&booked)[..3], ["4600 60.00 IH", "4610 40.00 IH", "4400 50.00 IH"]);
}

#[test]
fn of_codes_that_mean_the_same_the_suppliers_own_is_kept() {
    let codes = || {
        let goods = listed("GD", "Goederen uit de EU hoog");
        Usage::with(vec![listed("SV", "Diensten uit de EU hoog"), goods], None)
    };
    let of = |code: &str| {
        let context = books(regime(Regime::Normal), &[("4400", Some(code), 9.0)], codes());
        entry(&booked_in(&context, &invoice(&[(K, 0, "100", "0")]), ""))[..3].to_vec()
    };
    for code in ["GD", "SV"] {
        let found = of(code);
        assert!(found.iter().all(|line| line.ends_with(&format!(" {code}"))), "{found:?}");
    }
}

#[test]
fn the_first_deposit_of_a_supplier_is_looked_at() {
    let mut page = invoice(&[(S, 21, "100", "21"), (O, 0, "250", "0")]);
    for (text, net, rate) in [("Beamer", "100", 21), ("Borg sleutels", "250", 0)] {
        let (description, net) = (Some(text.to_owned()), Some(amount(net)));
        let rate = Some(Decimal::from(rate));
        page.lines.push(field(Line { description, net, rate, ..Line::default() }));
    }
    let page = from(page, Some("NL004495445B01"), "Jansen Techniek B.V.");
    let is_sure = |habits: &[(&str, Option<&str>, f32)]| {
        let context = books(regime(Regime::Normal), habits, Usage::default());
        let booked = booked_in(&context, &page, "");
        booked.findings.iter().all(|found| found.id() != "DZ-ACCOUNT-UNSURE")
    };
    assert!(!is_sure(&[("4400", Some("IH"), 9.0)]));
}

#[test]
fn a_lesson_says_nothing_of_the_share_that_is_deducted() {
    let mut usage = Usage::with(vec![listed("L", "Inkoop laag")], None);
    for _ in 0..4 {
        let others = [other(true, "1520", "3.60"), other(false, "1600", "-109")];
        usage.add(Some("7"), &[line("4400", Some("L"), "105.40")], &others, None);
    }
    assert_eq!(usage.partly("L").map(|(_, share)| share), Some(Decimal::new(4, 1)));
    // a correction has no lines of VAT and of the creditor
    usage.add(Some("8"), &[line("4410", Some("L"), "200")], &[], None);
    assert_eq!(usage.partly("L").map(|(_, share)| share), Some(Decimal::new(4, 1)));
}

/// Lines as text, amount, rate; a page without a table of VAT.
fn without_table(net: &str, vat: &str, lines: &[(&str, &str, Option<i64>)]) -> Invoice {
    let mut page = invoice(&[(S, 21, net, vat)]);
    page.vat_breakdown.clear();
    for (text, net, rate) in lines {
        let (description, net) = (Some((*text).to_owned()), Some(amount(net)));
        let rate = rate.map(Decimal::from);
        page.lines.push(field(Line { description, net, rate, ..Line::default() }));
    }
    page
}

#[test]
fn rates_of_lines_take_the_place_of_a_table() {
    let told = [
        ("Auto", "2352.08", Some(0)),
        ("Veiling", "174.82", Some(21)),
        ("Rit", "123.73", Some(21)),
    ];
    let bare = told.map(|(text, net, _)| (text, net, None));
    for lines in [told, bare] {
        let page = without_table("2650.63", "62.70", &lines);
        let booked = booked_in(&context(regime(Regime::Normal)), &page, "margeregeling");
        let lines = entry(&booked).join(", ");
        assert!(lines.contains("2352.08") && lines.contains("298.55 IH"), "{lines}");
        assert_eq!(boxes(&booked), "5b 62.70");
    }
}

#[test]
fn rows_that_say_vat_alone_are_explained_by_the_lines() {
    let of = |last: &str| {
        let mut page = invoice(&[(S, 21, "828.17", "173.92"), (S, 9, "441.25", "39.71")]);
        page.vat_breakdown.iter_mut().for_each(|row| row.value.taxable = None);
        // the codes of a legend, and a deposit
        for (text, net, code) in
            [("Wijn", "828.17", 2), ("Sap", "341.25", 1), ("Room", "100", 1), ("Krat", last, 0)]
        {
            let (description, net) = (Some(text.to_owned()), Some(amount(net)));
            let rate = Some(Decimal::from(code));
            page.lines.push(field(Line { description, net, rate, ..Line::default() }));
        }
        page.totals.net = Some(field(amount("1273.80")));
        page.totals.gross = Some(field(amount("1487.43")));
        crate::parts::is_explained(&page)
    };
    assert!(of("4.38"));
    assert!(!of("4.83"));
}
