//! Import files for bookkeeping packages: golden files (`DIZZY_BLESS=1` writes them), the structure and sums of each
//! format, the auditfile read back by `learn`, and what is left out and why.

mod whole;

use std::collections::{BTreeMap, BTreeSet};

use crate::export::packages::{Entry, Summary};
use crate::export::{LeftOut, PACKAGES, Package, Place, ProposalRecord};
use booking::learn;
use booking::learn::Input;
use booking::{Administration, JournalLine, LineKind, Postal, Regime, Verdict};
use invoice::Amount;
use quick_xml::events::Event;

use super::entries::{field, golden, line, record, records};

/// The package of this key.
fn named(key: &str) -> &'static Package {
    Package::of_key(key).unwrap()
}

const NAME: &str = "bakkerij Van Dam B.V.";

/// An administration that has a code for everything that the entries need.
fn administration() -> Administration {
    let codes = [("IH", "4"), ("IL", "5"), ("IG", "0"), ("IVH", "7"), ("VH", "2")];
    Administration {
        name: NAME.into(),
        vat_id: Some("NL004495445B01".into()),
        kvk: Some("27131824".into()),
        addresses: vec![Postal {
            street: Some("Dorpsstraat 1".into()),
            postcode: Some("1234 AB".into()),
            city: Some("Zeewolde & omstreken".into()),
            country: Some("NL".into()),
        }],
        vat_codes: codes.map(|(ours, own)| (ours.into(), own.into())).into(),
        package_code: "001".into(),
        ..Administration::default()
    }
}

fn coded(mut line: JournalLine, code: &str, rubriek: &str) -> JournalLine {
    line.vat_code = Some(code.into());
    line.rubriek = (!rubriek.is_empty()).then(|| rubriek.into());
    line
}

fn owed(mut line: JournalLine, code: &str) -> JournalLine {
    line.relation = Some(code.into());
    line.due_date = Some("2026-04-30".parse().unwrap());
    line.payment_reference = Some("5000056789012345".into());
    line
}

/// Entries with codes: two rates, a credit note, reverse charge, a hostile one, a sale.
fn entries_with_codes() -> Vec<ProposalRecord> {
    use LineKind::{Cost, Creditor, Debtor, Revenue, Vat};
    let mut rates = record(
        "inkoop/a.pdf",
        "Groothandel",
        "F-1",
        vec![
            coded(line("7000", "WKprInh", "100.00", Cost), "5", ""),
            coded(line("4520", "WBedKan", "33.33", Cost), "4", ""),
            coded(line("4530", "WBedKan", "16.67", Cost), "4", ""),
            line("4900", "WBedAdl", "0.01", LineKind::Rounding),
            coded(line("1520", "BVorVbk", "10.50", Vat), "4", "5b"),
            coded(line("1520", "BVorVbk", "9.00", Vat), "5", "5b"),
            owed(line("1600", "BSchCre", "-169.51", Creditor), "20001"),
        ],
    );
    rates.proposal.journal[1].cost_center = Some("10".into());
    rates.proposal.invoice.due_date = Some(field("2026-04-30".parse().unwrap()));
    rates.proposal.invoice.payment_reference = Some(field("5000056789012345".into()));
    let credit = record(
        "inkoop/credit.pdf",
        "Groothandel",
        "C-1",
        vec![
            coded(line("7000", "WKprInh", "-100.00", Cost), "4", ""),
            coded(line("1520", "BVorVbk", "-21.00", Vat), "4", "5b"),
            owed(line("1600", "BSchCre", "121.00", Creditor), "20001"),
        ],
    );
    let reverse = record(
        "inkoop/verlegd.pdf",
        "Onderaannemer",
        "V-1",
        vec![
            coded(line("4500", "WBedHui", "1000.00", Cost), "7", "2a"),
            coded(line("1520", "BVorVbk", "210.00", Vat), "7", "5b"),
            coded(line("1510", "BSchBep", "-210.00", Vat), "7", "2a"),
            owed(line("1600", "BSchCre", "-1000.00", Creditor), "20002"),
        ],
    );
    let mut hostile = record(
        "inkoop/x.pdf",
        "=cmd|' /C calc'!A0 <&>\" ]]> \u{0}\u{FFFE}",
        "=1+1",
        vec![
            coded(line("4500", "WBedHui", "50.00", Cost), "0", ""),
            owed(line("1600", "BSchCre", "-50.00", Creditor), "20003"),
        ],
    );
    hostile.proposal.journal[0].description = "@SUM(1)\r\n</Description><b>&amp;".into();
    let mut sale = record(
        "verkoop/1.pdf",
        "Bakkerij",
        "2026001",
        vec![
            owed(line("1300", "BVorDeb", "121.00", Debtor), "10001"),
            coded(line("8000", "WOmz", "-100.00", Revenue), "2", "1a"),
            coded(line("1500", "BSchBep", "-21.00", Vat), "2", "1a"),
        ],
    );
    sale.proposal.direction = booking::Direction::Sale;
    sale.proposal.booking.journal = "60".into();
    let mut all = vec![rates, credit, reverse, hostile, sale];
    for record in all.iter_mut().take(4) {
        record.proposal.booking.journal = "70".into();
    }
    all
}

/// Why an entry is left out, or the entry.
fn entry<'r>(
    package: &'static Package,
    record: &'r ProposalRecord,
    of: &'r [Administration],
) -> Result<Entry<'r>, LeftOut> {
    Entry::new(record, of, package, false)
}

/// A whole file, as the run puts it together.
fn file(package: &'static Package, records: &[ProposalRecord]) -> String {
    let of = [administration()];
    let mut summary = Summary::new(&of[0], if package.is_by_year { 2026 } else { 0 });
    let mut journals: BTreeMap<String, String> = BTreeMap::new();
    let names = BTreeMap::from([("7000".to_owned(), "Inkoop & grondstoffen".to_owned())]);
    let taken = records.iter().filter_map(|record| entry(package, record, &of).ok());
    for (nth, entry) in taken.enumerate() {
        summary.add(&entry, &names);
        let journal = if package.is_by_year { entry.journal } else { "" };
        *journals.entry(journal.to_owned()).or_default() +=
            &(package.body)(&entry, nth as u64 + 1).unwrap();
    }
    let mut out = (package.head)(&summary).unwrap();
    for (journal, body) in journals {
        let (open, close) = (package.around_journal)(&journal, &summary).unwrap();
        out += &(open + &body + close);
    }
    out + package.foot
}

#[test]
fn files_are_as_they_were() {
    for package in PACKAGES {
        let made = file(package, &entries_with_codes());
        golden(&format!("{}.{}", package.key, package.extension), made.as_bytes());
    }
}

/// Elements with the path to them and their text, in their order.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut path, mut found, mut text) = (Vec::new(), Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.local_name();
                path.push(name.as_ref().to_owned());
                text.clear();
                found.push((path.join("/"), String::new()));
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.local_name().as_ref().to_owned();
                    found.push((format!("{}@{key}", path.join("/")), attribute.value.to_string()));
                }
            }
            Event::Text(piece) => text += &piece,
            Event::GeneralRef(_) => text.push('?'),
            Event::End(_) => {
                let whole = path.join("/");
                let own = found.iter_mut().rev().find(|(path, _)| *path == whole).unwrap();
                text.trim().clone_into(&mut own.1);
                text.clear();
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    found
}

/// What the schema of XAF 3.2 has in each element that is written, in its order.
const XAF_ORDER: [(&str, &str); 14] = [
    ("auditfile", "header company"),
    ("header", "fiscalYear startDate endDate curCode dateCreated softwareDesc softwareVersion"),
    (
        "company",
        "companyIdent companyName taxRegistrationCountry taxRegIdent streetAddress postalAddress \
         customersSuppliers generalLedger vatCodes periods openingBalance transactions",
    ),
    ("streetAddress", "streetname number numberExtension property city postalCode region country"),
    (
        "customerSupplier",
        "custSupID custSupName contact telephone fax eMail website commerceNr taxRegistrationCountry taxRegIdent \
         relationshipID custSupTp custSupGrpID custCreditLimit supplierLimit streetAddress postalAddress bankAccount",
    ),
    ("bankAccount", "bankAccNr bankIdCd"),
    (
        "ledgerAccount",
        "accID accDesc accTp leadCode leadDescription leadReference leadCrossRef taxonomy",
    ),
    ("vatCode", "vatID vatDesc vatToPayAccID vatToClaimAccID"),
    (
        "period",
        "periodNumber periodDesc startDatePeriod startTimePeriod endDatePeriod endTimePeriod",
    ),
    ("transactions", "linesCount totalDebit totalCredit journal subledgers"),
    ("journal", "jrnID desc jrnTp offsetAccID bankAccNr transaction"),
    ("transaction", "nr desc periodNumber trDt amnt amntTp sourceID userID trLine"),
    (
        "trLine",
        "nr accID docRef effDate desc amnt amntTp recRef matchKeyID custSupID invRef orderRef receivingDocRef \
         shipDocRef costID prodID projID artGrpID workCostArrRef qntityID qntity bankAccNr bankIdCd vat currency",
    ),
    ("vat", "vatID vatPerc vatAmnt vatAmntTp"),
];

#[test]
fn an_auditfile_has_the_structure_of_its_schema() {
    let xml = file(named("xaf"), &entries_with_codes());
    let found = elements(&xml);
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (path, _) in found.iter().filter(|(path, _)| !path.contains('@')) {
        last.insert(path.clone(), 0);
        let Some((parent, name)) = path.rsplit_once('/') else {
            continue;
        };
        let of = parent.rsplit('/').next().unwrap();
        let Some((_, order)) = XAF_ORDER.iter().find(|(known, _)| *known == of) else {
            assert!(
                ["customersSuppliers", "generalLedger", "vatCodes", "periods"].contains(&of),
                "{path}"
            );
            continue;
        };
        let place = order.split_whitespace().position(|known| known == name);
        let place = place.unwrap_or_else(|| panic!("{path} is not in the schema"));
        let before = last.insert(parent.to_owned(), place).unwrap_or(0);
        assert!(before <= place, "{path} is out of order");
    }
    let of = |end: &str| -> Vec<&str> {
        let found = found.iter().filter(|(path, _)| path.ends_with(end));
        found.map(|(_, text)| text.as_str()).collect()
    };
    // what a line refers to is there
    for (refers, to) in [
        ("trLine/accID", "ledgerAccount/accID"),
        ("trLine/custSupID", "customerSupplier/custSupID"),
        ("vat/vatID", "vatCode/vatID"),
        ("vatToPayAccID", "ledgerAccount/accID"),
        ("vatToClaimAccID", "ledgerAccount/accID"),
        ("transaction/periodNumber", "period/periodNumber"),
    ] {
        let known: BTreeSet<&str> = of(to).into_iter().collect();
        assert_eq!(known.len(), of(to).len(), "{to} has one twice");
        assert!(!of(refers).is_empty(), "{refers}");
        for one in of(refers) {
            assert!(known.contains(one), "{refers} {one}");
        }
    }
    let sum = |side: &str| -> Amount {
        let amounts = of("trLine/amnt").into_iter().zip(of("trLine/amntTp"));
        amounts
            .filter(|(_, of)| *of == side)
            .map(|(amount, _)| amount.parse::<Amount>().unwrap())
            .sum()
    };
    assert_eq!(of("totalDebit"), [sum("D").to_string()]);
    assert_eq!(of("totalCredit"), [sum("C").to_string()]);
    assert_eq!(of("linesCount"), [of("trLine/nr").len().to_string()]);
}

/// Account, VAT code and amount of a line, as it was read back.
type Read<'a> = (&'a str, Option<&'a str>, String);

#[test]
fn learn_reads_the_auditfile_back() {
    let xml = file(named("xaf"), &entries_with_codes());
    let input = Input::open(xml.as_bytes()).unwrap();
    let mut bookings = Vec::new();
    let mut creditors = Vec::new();
    let header = learn::xaf::read(input, |entry| {
        match entry {
            learn::Entry::Booking(booking) => bookings.push(booking),
            learn::Entry::Creditor(creditor) => creditors.push(creditor.number),
            _ => {}
        }
        Ok::<(), std::convert::Infallible>(())
    })
    .unwrap();
    assert_eq!((header.company.name.as_str(), header.year.as_str()), (NAME, "2026"));
    assert_eq!(creditors, ["10001", "20001", "20002", "20003"]);
    let read: Vec<(Option<&str>, Vec<Read<'_>>)> = bookings
        .iter()
        .map(|booking| {
            let lines = booking.lines.iter().map(|line| {
                let code = line.vat_code.as_deref();
                (line.account.as_str(), code, line.net.to_string())
            });
            (booking.supplier.as_deref(), lines.collect())
        })
        .collect();
    let of = |account, code, net: &str| (account, code, net.to_owned());
    assert_eq!(
        read,
        [
            (
                Some("20001"),
                vec![
                    of("7000", Some("5"), "100.00"),
                    of("4520", Some("4"), "33.33"),
                    of("4530", Some("4"), "16.67"),
                    of("4900", None, "0.01"),
                ]
            ),
            (Some("20001"), vec![of("7000", Some("4"), "-100.00")]),
            (Some("20002"), vec![of("4500", Some("7"), "1000.00")]),
            (Some("20003"), vec![of("4500", Some("0"), "50.00")]),
        ]
    );
}
